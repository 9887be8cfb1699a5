"""What the figures of a plan have to agree on, beyond what its schema can say: one list, used by `check` and by build.

A rule is a small function of a noun, or of all facts: it yields a problem for each thing that does not hold, and
passes over what could not be read, for that is told already. To add one, write it in the module of its subject and
put it in that module's list.

meaning      what a target asks for; read by judgements too
facts        what the rules are about
targets      the plan's own figures        figures     yearly values and statuses
courses      values unlike their surroundings   completeness  what was not handed in
totals       running totals taken for yearly amounts, and the other way round
background   published series              headings    headings, areas, tables of the yearbook
sources      where figures come from       plan_checks the plan's checks of its own figures
peers        areas set beside an indicator
situation    the sections of the situation chapter      duties      who answers for what, findings, projects
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from planbook.errors import Problem
from planbook.rules.background import (
    BACKGROUND_RULES,
    PUBLISHED_RULES,
    background_out_of_line,
    derived_figures_follow_from_their_inputs,
    one_figure_is_preferred,
)
from planbook.rules.breakdowns import PART_RULES, parts_and_whole_agree, restated_parts_say_so
from planbook.rules.completeness import (
    every_file_tells_of_its_year,
    every_indicator_has_a_row_for_every_year,
    tasks_once_told_of_stay,
)
from planbook.rules.courses import aims_values_out_of_line
from planbook.rules.duties import (
    ADJUSTMENT_RULES,
    DUTY_RULES,
    FINDING_RULES,
    PROJECT_REPORT_RULES,
    PROJECT_RULES,
    findings_are_told_once,
    one_office_leads,
)
from planbook.rules.facts import DeclaredSeries, Facts, Record
from planbook.rules.figures import (
    YEARLY_RULES,
    restated_values_say_so,
    the_edition_is_one_of_the_plan,
)
from planbook.rules.headings import AREA_RULES, CHAPTER_RULES, YEARBOOK_RULES, the_plan_has_its_area
from planbook.rules.peers import PEER_RULES
from planbook.rules.plan_changes import CHANGE_RULES, changes_go_together
from planbook.rules.plan_checks import PLAN_CHECK_RULES
from planbook.rules.situation import SITUATION_RULES
from planbook.rules.sources import PLAN_FIGURE_RULES, SOURCE_RULES, the_plan_has_its_source
from planbook.rules.targets import ACHIEVEMENT_RULES, TARGET_RULES
from planbook.rules.totals import totals_and_yearly_amounts_are_told_apart

__all__ = ["RULES", "DeclaredSeries", "Facts", "Record", "RuleSet", "find_problems"]

Rule = Callable[[Any, Facts], Iterator[Problem]]


@dataclass(frozen=True)
class RuleSet:
    """Rules asked of each of some nouns."""

    nouns: Callable[[Facts], Iterable[object]]
    rules: tuple[Rule, ...]


def _whole(rule: Callable[[Facts], Iterator[Problem]]) -> Rule:
    """A rule of all facts together."""
    return lambda _, facts: rule(facts)


RULES: tuple[RuleSet, ...] = (
    RuleSet(lambda facts: (*facts.as_adopted.values(), *facts.restated, *facts.tasks.values()), TARGET_RULES),
    RuleSet(lambda facts: facts.all_changes, CHANGE_RULES),
    RuleSet(lambda facts: facts.achievements.values(), ACHIEVEMENT_RULES),
    RuleSet(
        lambda facts: (*facts.as_adopted.values(), *facts.tasks.values(), *facts.achievements.values()),
        PLAN_FIGURE_RULES,
    ),
    RuleSet(lambda facts: (*facts.observations, *facts.progress), YEARLY_RULES),
    RuleSet(lambda facts: facts.parts, (*YEARLY_RULES, *PART_RULES)),
    RuleSet(lambda facts: (*facts.published, *facts.derived), BACKGROUND_RULES),
    RuleSet(lambda facts: facts.published, PUBLISHED_RULES),
    RuleSet(lambda facts: facts.sources.values(), SOURCE_RULES),
    RuleSet(lambda facts: facts.chapters.values(), CHAPTER_RULES),
    RuleSet(lambda facts: facts.areas.values(), AREA_RULES),
    RuleSet(lambda facts: facts.yearbook.values(), YEARBOOK_RULES),
    RuleSet(lambda facts: facts.plan_checks.values(), PLAN_CHECK_RULES),
    RuleSet(lambda facts: facts.situation.values(), SITUATION_RULES),
    RuleSet(lambda facts: facts.peers, PEER_RULES),
    RuleSet(lambda facts: facts.duties, DUTY_RULES),
    RuleSet(lambda facts: facts.findings, FINDING_RULES),
    RuleSet(lambda facts: facts.projects.values(), PROJECT_RULES),
    RuleSet(lambda facts: facts.project_reports, PROJECT_REPORT_RULES),
    RuleSet(lambda facts: facts.adjustments.values(), ADJUSTMENT_RULES),
    RuleSet(
        lambda facts: (facts,),
        (
            _whole(the_edition_is_one_of_the_plan),
            _whole(changes_go_together),
            _whole(the_plan_has_its_source),
            _whole(the_plan_has_its_area),
            _whole(aims_values_out_of_line),
            _whole(totals_and_yearly_amounts_are_told_apart),
            _whole(every_file_tells_of_its_year),
            _whole(every_indicator_has_a_row_for_every_year),
            _whole(tasks_once_told_of_stay),
            _whole(lambda facts: restated_values_say_so(facts.observations)),
            _whole(lambda facts: restated_values_say_so(facts.progress)),
            _whole(restated_parts_say_so),
            _whole(parts_and_whole_agree),
            _whole(one_figure_is_preferred),
            _whole(one_office_leads),
            _whole(findings_are_told_once),
            _whole(background_out_of_line),
            _whole(derived_figures_follow_from_their_inputs),
        ),
    ),
)


def find_problems(facts: Facts) -> tuple[Problem, ...]:
    """Everything in which the facts break a rule."""
    return tuple(
        problem
        for group in RULES
        for noun in group.nouns(facts)
        for rule in group.rules
        for problem in rule(noun, facts)
    )
