"""Rules of sources: every listed one is used, and the plan's own figures are no inventions."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.errors import Problem, closest
from planbook.model import Achievement, Indicator, Source, SourceKind, Task
from planbook.rules.facts import Facts, problem_at
from planbook.schema import SOURCES

__all__ = ["PLAN_FIGURE_RULES", "SOURCE_RULES", "the_plan_has_its_source"]


def the_plan_has_its_source(facts: Facts) -> Iterator[Problem]:
    plan = facts.plan
    if plan is not None and SOURCES in facts.listed and plan.source_id not in facts.listed[SOURCES]:
        yield problem_at(
            plan,
            "the source is not listed",
            f'"{plan.source_id}"{closest(plan.source_id, facts.sources)}',
            "an id of sources.csv",
            "correct the id, or add a row for it to sources.csv",
            key="source_id",
        )


def a_source_is_used(source: Source, facts: Facts) -> Iterator[Problem]:
    named = "" if facts.plan is None else facts.plan.source_id
    if source.id not in facts.cited and source.id != named:
        yield problem_at(
            source,
            "the source is listed but no figure names it",
            f'"{source.id}"',
            "a source that is used",
            "delete the row, or name the source where it belongs",
            severity="warning",
        )


def a_figure_of_the_plan_is_never_made_up(figure: Indicator | Task | Achievement, facts: Facts) -> Iterator[Problem]:
    if facts.source_kind(figure.source_id) is SourceKind.ILLUSTRATIVE:
        yield problem_at(
            figure,
            "a figure of the plan has an illustrative source",
            f'"{figure.source_id}"',
            "the plan's own source",
            "name the document the row comes from",
        )


SOURCE_RULES = (a_source_is_used,)
PLAN_FIGURE_RULES = (a_figure_of_the_plan_is_never_made_up,)
