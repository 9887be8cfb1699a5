"""Rules of what lies in one another: the plan's headings, the areas its figures are of, and the yearbook's tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from planbook.errors import Problem, closest
from planbook.model import Area, AreaLevel, Chapter, Relation, YearbookKind, YearbookTable
from planbook.rules.facts import Facts, problem_at
from planbook.schema import AREAS, SERIES

__all__ = ["AREA_RULES", "CHAPTER_RULES", "YEARBOOK_RULES", "the_plan_has_its_area"]

Nested = TypeVar("Nested", Chapter, Area)


def _above(noun: Nested, known: Mapping[str, Nested]) -> list[str]:
    """The ids above a noun, nearest first, up to where they end or come round."""
    found: list[str] = []
    while noun.parent_id and noun.parent_id in known and noun.parent_id not in found:
        found.append(noun.parent_id)
        noun = known[noun.parent_id]
    return found


def _circle(noun: Nested, known: Mapping[str, Nested], what: str) -> Iterator[Problem]:
    above: list[str] = _above(noun, known)
    if noun.id in above:
        yield problem_at(
            noun,
            f"{what} lies below itself",
            " ← ".join([*reversed(above[: above.index(noun.id) + 1]), noun.id]),
            "a parent_id that leads upwards",
            "correct parent_id",
        )


def a_heading_lies_below_another(chapter: Chapter, facts: Facts) -> Iterator[Problem]:
    yield from _circle(chapter, facts.chapters, "the heading")


def an_area_is_part_of_a_larger_one(area: Area, facts: Facts) -> Iterator[Problem]:
    levels, above = list(AreaLevel), facts.areas.get(area.parent_id)
    if above is not None and levels.index(above.level) <= levels.index(area.level):
        yield problem_at(
            area,
            "an area is part of one of its own level or a smaller one",
            f'"{area.id}": {area.level}; "{above.id}": {above.level}',
            f"a level above {area.level}",
            "correct level or parent_id",
        )


def the_plan_has_its_area(facts: Facts) -> Iterator[Problem]:
    """Background is set against the plan's own area, so one that names areas names that one too."""
    codes = [area.code for area in facts.areas.values()]
    read = len(codes) == len(facts.listed.get(AREAS, ()))  # a row that could not be read may be the one
    if facts.plan is not None and codes and read and facts.plan.area_code not in codes:
        yield problem_at(
            facts.plan,
            "the plan's own area is not among the areas",
            f'code "{facts.plan.area_code}"',
            "the code of an area of plan/areas.csv, one of " + ", ".join(codes),
            "correct area.code, or add the area to plan/areas.csv",
            key="area.code",
        )


def a_table_of_series_says_which(table: YearbookTable, facts: Facts) -> Iterator[Problem]:
    if table.kind is not YearbookKind.SERIES:
        return
    if not table.series:
        yield problem_at(
            table,
            "a table of background series names none",
            "an empty cell",
            "ids parted by semicolons",
            'fill in "series"',
        )
    elif (first := table.series[0]).relation is not Relation.NONE:
        yield problem_at(
            table,
            "the first series is part of nothing",
            f'"{first.relation}{first.series_id}"',
            "a total above its parts",
            f"take the mark {first.relation} away",
        )
    for item in table.series:
        if item.series_id not in facts.listed.get(SERIES, ()):
            yield problem_at(
                table,
                "a series is not listed",
                f'"{item.series_id}"{closest(item.series_id, facts.series)}',
                "an id of context/series.csv",
                "correct the id, or add the series",
            )
    if not table.title.zh:
        yield problem_at(
            table,
            "a table of background series has no title",
            "an empty cell",
            "a title in both languages",
            'fill in "title_zh" and "title_en"',
        )


def a_table_of_the_plan_says_of_which_heading(table: YearbookTable, facts: Facts) -> Iterator[Problem]:
    if table.kind is YearbookKind.SERIES:
        return
    if table.series:
        yield problem_at(
            table,
            f"a table of {table.kind} names background series",
            f'"{";".join(f"{item.relation}{item.series_id}" for item in table.series)}"',
            "series in tables of kind series only",
            'empty "series", or write kind series',
        )
    elif not table.chapter_id:
        yield problem_at(
            table,
            f"a table of {table.kind} names no heading of the plan",
            "an empty cell",
            "the heading whose figures it shows",
            'fill in "chapter_id"',
        )


CHAPTER_RULES = (a_heading_lies_below_another,)
AREA_RULES = (an_area_is_part_of_a_larger_one,)
YEARBOOK_RULES = (a_table_of_series_says_which, a_table_of_the_plan_says_of_which_heading)
