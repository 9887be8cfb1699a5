"""Rules of the situation chapter: the series and areas it speaks of are listed, its ratios can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planbook.arithmetic import evaluate_arithmetic, names_in
from planbook.errors import Problem, closest
from planbook.model import SituationSection
from planbook.rules.facts import Facts, problem_at
from planbook.schema import AREAS, SERIES

__all__ = ["SITUATION_RULES"]


def it_speaks_of_listed_series_and_areas(section: SituationSection, facts: Facts) -> Iterator[Problem]:
    named = [*section.chart, *section.table, *(one.series_id for one in section.said)]
    for ratio, arithmetic in section.ratios:
        named += [ratio, *names_in(arithmetic)]
    within = [*section.chart_areas, *(one.area_id for one in section.said)]
    yield from _check_listed(section, "a series", named, facts.listed.get(SERIES, frozenset()), SERIES)
    yield from _check_listed(section, "an area", within, facts.listed.get(AREAS, frozenset()), AREAS)


def _check_listed(
    section: SituationSection, what: str, given: Iterable[str], listed: frozenset[str], table: str
) -> Iterator[Problem]:
    noun = what.partition(" ")[2]
    for one in dict.fromkeys(given):
        if one not in listed:
            yield problem_at(
                section,
                f"the situation speaks of {what} that is not listed",
                f'"{one}"{closest(one, sorted(listed))}',
                f"an id of {table}",
                f"correct the {noun}, or add it to {table}",
            )


def its_ratios_can_be_computed(section: SituationSection, facts: Facts) -> Iterator[Problem]:
    for _, arithmetic in section.ratios:
        try:
            evaluate_arithmetic(
                arithmetic, {name: 1.0 + place / 7 for place, name in enumerate(names_in(arithmetic), 1)}
            )
        except ValueError as error:
            yield problem_at(
                section,
                "a ratio cannot be computed",
                f'"{arithmetic}" ({error})',
                "published series = arithmetic over ids of series",
                "write the arithmetic after the equals sign",
            )


SITUATION_RULES = (it_speaks_of_listed_series_and_areas, its_ratios_can_be_computed)
