"""What a plan is on a given day, and the rules of its changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from planbook.errors import Problem
from planbook.model import ChangedPart, Indicator, PlanChange, SourceKind
from planbook.rules.facts import Facts, problem_at
from planbook.rules.meaning import as_shown
from planbook.schema import FIRST_YEAR, LAST_YEAR

__all__ = ["CHANGE_RULES", "PlanAsOf", "changes_go_together", "every_state", "plan_as_of"]

_YEARS = (ChangedPart.TARGET_YEAR, ChangedPart.BASELINE_YEAR)


@dataclass(frozen=True)
class PlanAsOf:
    """A plan on one day, in the order of its table.

    Attributes
    ----------
    members : the indicators it has then, with the figures in force.
    dropped : those it had, with the figures they had last.
    changes : what changed until then, oldest first, each with what it took the place of.
    """

    members: Mapping[str, Indicator] = field(default_factory=dict)
    dropped: Mapping[str, Indicator] = field(default_factory=dict)
    changes: tuple[PlanChange, ...] = ()


def plan_as_of(adopted: Mapping[str, Indicator], changes: Iterable[PlanChange], day: date) -> PlanAsOf:
    """The plan as it is on `day`: as adopted, with every change that has taken effect.

    An indicator that some change adds is not in the plan before that.
    """
    changes = tuple(changes)
    current, told = dict(adopted), []
    for change in _in_order(changes):
        if change.effective <= day and change.indicator_id in current:
            current[change.indicator_id], known = _changed(current[change.indicator_id], change)
            told.append(known)
    unborn = {change.indicator_id for change in changes if change.part is ChangedPart.ADDED}
    unborn -= {change.indicator_id for change in told if change.part is ChangedPart.ADDED}
    gone = {change.indicator_id for change in told if change.part is ChangedPart.DROPPED}
    return PlanAsOf(
        {name: one for name, one in current.items() if name not in unborn | gone},
        {name: one for name, one in current.items() if name in gone},
        tuple(told),
    )


def _in_order(changes: Iterable[PlanChange]) -> list[PlanChange]:
    return sorted(changes, key=lambda change: change.effective)  # of one day, as they stand in the table


def _changed(indicator: Indicator, change: PlanChange) -> tuple[Indicator, PlanChange]:
    """The indicator with a change, and the change with what it took the place of."""
    if change.part.is_figure:
        before = getattr(indicator, change.part.value)
        change = replace(change, before=None if before is None else float(before))
    if change.part.is_figure and change.value is not None:
        figure = int(change.value) if change.part in _YEARS else change.value
        figures: dict[str, Any] = {change.part.value: figure}
        indicator = replace(indicator, **figures)
    return replace(indicator, changes=(*indicator.changes, change)), change


def every_state(adopted: Mapping[str, Indicator], changes: Iterable[PlanChange]) -> Iterator[Indicator]:
    """Every indicator as each of its changes leaves it, found where the change stands; changes of a day as one."""
    for name, own in groupby(
        sorted(_in_order(changes), key=lambda one: one.indicator_id), lambda one: one.indicator_id
    ):
        if name not in adopted:
            continue
        state = adopted[name]
        for _, together in groupby(own, lambda one: one.effective):
            figures = [change for change in together if change.part.is_figure]
            for change in figures:
                state, _ = _changed(state, change)
            if figures:
                yield replace(state, origin=figures[-1].origin)


def a_figure_has_a_value(change: PlanChange, facts: Facts) -> Iterator[Problem]:
    if change.part.is_figure and change.value is None:
        yield problem_at(
            change,
            "a change of a figure gives none",
            f"{change.part} without a value",
            f"the new {change.part}",
            "fill in the value",
        )
    elif not change.part.is_figure and change.value is not None:
        yield problem_at(
            change,
            "an indicator that is added or dropped has no figure of its own here",
            as_shown(change.value),
            "an empty cell",
            "empty the value; baseline and target of an added indicator stand in plan/indicators.csv",
        )
    elif change.part in _YEARS and change.value is not None and change.value not in range(FIRST_YEAR, LAST_YEAR + 1):
        yield problem_at(
            change, "the value is no year", as_shown(change.value), "a year such as 2024", "write the year"
        )


def a_change_takes_effect_within_the_plan(change: PlanChange, facts: Facts) -> Iterator[Problem]:
    plan = facts.plan
    if plan is None:
        return
    last = date(plan.period.last_year, 12, 31)
    if not plan.issued <= change.effective <= last:
        yield problem_at(
            change,
            "the change takes effect outside the plan's time",
            str(change.effective),
            f"a date from {plan.issued}, when the plan was issued, to {last}",
            "correct the date",
        )


def a_change_rests_on_a_document(change: PlanChange, facts: Facts) -> Iterator[Problem]:
    """A target nobody decided would be judged by as if it were the plan's."""
    if facts.source_kind(change.source_id) is SourceKind.ILLUSTRATIVE:
        yield problem_at(
            change,
            "a change of the plan rests on a made-up source",
            f'"{change.source_id}"',
            "the document that decided it",
            "add the document to sources.csv and name it; what is only proposed stands in plan/adjustments.csv",
        )


CHANGE_RULES = (a_figure_has_a_value, a_change_takes_effect_within_the_plan, a_change_rests_on_a_document)


def changes_go_together(facts: Facts) -> Iterator[Problem]:
    """An indicator is added once and dropped once, and changed only in between; a change changes something."""
    last = date.max
    known = plan_as_of(facts.as_adopted, facts.all_changes, last).changes
    for _, own in groupby(sorted(known, key=lambda one: one.indicator_id), lambda one: one.indicator_id):
        yield from _of_one(list(own))


def _of_one(changes: list[PlanChange]) -> Iterator[Problem]:
    added = next((one.effective for one in changes if one.part is ChangedPart.ADDED), None)
    dropped: date | None = None
    seen: set[tuple[ChangedPart, date | None]] = set()
    for change in changes:
        day = change.effective if change.part.is_figure else None
        if (change.part, day) in seen:
            yield problem_at(
                change,
                "the same change stands twice",
                f"{change.part} of {change.indicator_id}" + (f" on {day}" if day else ""),
                "one row for each change",
                "delete one of the rows",
            )
        elif dropped is not None:
            yield problem_at(
                change,
                "the indicator was dropped before",
                f"{change.part} on {change.effective}, dropped on {dropped}",
                "no change after it was dropped",
                "correct one of the dates",
            )
        elif added is not None and change.effective < added:
            yield problem_at(
                change,
                "the indicator is changed before it is added",
                f"{change.part} on {change.effective}, added on {added}",
                f"a date from {added} on",
                "correct one of the dates",
            )
        elif change.part.is_figure and change.value is not None and change.value == change.before:
            yield problem_at(
                change,
                "the change changes nothing",
                f"{change.part} {as_shown(change.value)}, as before",
                "another figure",
                "correct the value, or delete the row",
                severity="warning",
            )
        seen.add((change.part, day))
        if change.part is ChangedPart.DROPPED:
            dropped = change.effective
