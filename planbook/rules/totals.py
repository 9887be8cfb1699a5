"""Yearly amounts where running totals belong, and the other way round: asked about, since both are only numbers.

Chinese statistics usually give running totals (累计). A target of a total (`cumulative`) wants what each year brought;
a level wants where it stood. Taken for the other, either is judged far off: running totals 100, 200, 290 of 500 would
add up to 590.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planbook.errors import Problem
from planbook.model import Flag, TargetKind
from planbook.rules.courses import CHECKED, explained
from planbook.rules.facts import Facts, Record, problem_at
from planbook.rules.meaning import as_shown, compounds
from planbook.rules.targets import Aim

__all__ = ["totals_and_yearly_amounts_are_told_apart"]

# An amount of one year is within this share of what the target comes to a year.
_LIKE_A_YEARS_PART = 0.5
_CONFIRM = f"where the figures are right as they are, say “{CHECKED.zh}” in note_zh and “{CHECKED.en}” in note_en"


def totals_and_yearly_amounts_are_told_apart(facts: Facts) -> Iterator[Problem]:
    """A question about the latest value of each aim whose values look like the other kind of figure."""
    for records, aims in ((facts.observations, facts.indicators), (facts.progress, facts.tasks)):
        known: dict[str, dict[int, Record]] = {}
        for record in records:
            if record.value is not None and Flag.FORECAST not in record.flags:
                known.setdefault(record.subject_id, {})[record.year] = record
        for subject_id, years in known.items():
            aim = aims.get(subject_id)
            if aim is not None and aim.baseline_year is not None and aim.target_year is not None:
                yield from _question(aim, aim.baseline_year, aim.target_year, years, facts)


def _question(aim: Aim, first: int, last: int, years: dict[int, Record], facts: Facts) -> Iterator[Problem]:
    values = [years[year] for year in sorted(years) if first < year <= last]
    unbroken = [record.year for record in values] == list(range(first + 1, first + 1 + len(values)))
    unit = facts.units.get(aim.unit_id)
    if len(values) < 2 or not unbroken or unit is None or any(map(explained, values)):
        return
    figures = [record.value for record in values if record.value is not None]
    shown = ", ".join(record.written for record in values)
    if aim.target_kind is TargetKind.CUMULATIVE and not compounds(unit) and _look_like_totals(figures):
        yield problem_at(
            values[-1],
            "the yearly values look like running totals, each with the years before it in it",
            f"{shown}, together {as_shown(sum(figures))} of {as_shown(aim.target)}",
            "what each year brought",
            f"give the difference to the year before; {_CONFIRM}",
            severity="warning",
        )
    elif aim.target_kind in (TargetKind.REACH, TargetKind.FROM_ZERO) and aim.baseline == 0 and aim.target:
        part = aim.target / (last - first)
        if len(figures) >= 3 and all(abs(figure - part) <= _LIKE_A_YEARS_PART * abs(part) for figure in figures):
            yield problem_at(
                values[-1],
                "the values look like what each year brought, where the target is a level",
                f"{shown}, each about one of {last - first} parts of {as_shown(aim.target)}",
                "where it stood at the end of each year",
                f"give running totals, or write target_kind cumulative; {_CONFIRM}",
                severity="warning",
            )


def _look_like_totals(figures: list[float]) -> bool:
    """Whether they grow in size year by year by steps that are more alike than they are themselves."""
    sizes = [abs(figure) for figure in figures]
    steps = [sizes[0], *(after - before for before, after in pairwise(sizes))]
    if min(steps) <= 0 or len({figure > 0 for figure in figures}) > 1:
        return False
    return max(steps) / min(steps) < max(sizes) / min(sizes)
