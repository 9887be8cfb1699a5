"""An indicator's course: the straight way from baseline to target, and the yearly values along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planbook.assess.targets import LEVEL_KINDS, accepted_values, nearest_accepted
from planbook.model import Assessment, Flag, Indicator, Unit
from planbook.present.charts.common import value_text
from planbook.present.charts.model import Break, Dots, Line, Mark
from planbook.present.words import Words

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["SERIES", "Course", "Observed", "break_marks", "course_of", "value_marks"]

SERIES = "series-1"  # an indicator's own line, on every page


@dataclass(frozen=True)
class Observed:
    """One yearly value of an indicator, baseline included; `value` is None where nothing was reported."""

    year: int
    value: float | None
    flag: Flag
    illustrative: bool
    source_id: str

    @property
    def broken(self) -> bool:
        """Not comparable with the year before."""
        return self.flag is Flag.BREAK


@dataclass(frozen=True)
class Course:
    """One indicator in one edition. `values`: the baseline first, the edition's own year last, if only as None."""

    words: Words
    indicator: Indicator
    unit: Unit
    judged: Assessment
    values: tuple[Observed, ...]

    @property
    def known(self) -> tuple[Observed, ...]:
        return tuple(item for item in self.values if item.value is not None)

    @property
    def name(self) -> str:
        return self.words.text(self.indicator.short_name)

    @property
    def end(self) -> float | None:
        """Where the way ends; None where the target is no level to reach."""
        indicator = self.indicator
        if indicator.target_kind not in LEVEL_KINDS or indicator.baseline is None or indicator.target is None:
            return None
        return nearest_accepted(indicator.baseline, accepted_values(indicator))

    def elapsed(self, year: float) -> float:
        """Share of the period gone at the end of a year."""
        return (year - self.indicator.baseline_year) / (self.indicator.target_year - self.indicator.baseline_year)

    def due(self, share: float) -> float | None:
        """The value due when `share` of the period has gone; None where nothing is due by shares."""
        return None if self.end is None else self.indicator.baseline + (self.end - self.indicator.baseline) * share

    def completion(self, value: float) -> float | None:
        """Share of the way from baseline to target."""
        if self.end is None or self.end == self.indicator.baseline:
            return None
        return (value - self.indicator.baseline) / (self.end - self.indicator.baseline)

    def shown(self, item: Observed, with_unit: bool = True) -> str:
        """`42.0% ◇ p`; that nothing was reported, where so."""
        if item.value is None:
            return self.words("verdict.not_reported")
        return value_text(self.words, item.value, self.unit, item.illustrative, item.flag, with_unit)

    def hover(self, item: Observed) -> str:
        """Year, value and what its flag means, in lines."""
        if item.value is None:
            return ""
        words = self.words
        text = f"{words.year(item.year)}<br>{value_text(words, item.value, self.unit, item.illustrative)}"
        return text + (f"<br>{item.flag.value} {words(f'flag.{item.flag.value}')}" if item.flag else "")


def course_of(edition: Edition, indicator_id: str) -> Course:
    """The course of one indicator as the edition knows it; forecasts are no values."""
    inputs = edition.inputs
    indicator, year = inputs.indicators[indicator_id], inputs.parameters.year
    rows = inputs.observations
    rows = rows[(rows["indicator_id"] == indicator_id) & rows["year"].between(indicator.baseline_year + 1, year)]
    values = [
        Observed(
            int(row.year),
            None if pd.isna(row.value) else float(row.value),
            Flag(row.flag or ""),
            bool(row.illustrative),
            str(row.source_id),
        )
        for row in rows[rows["flag"] != Flag.FORECAST].sort_values("year").itertuples()
    ]
    if year > indicator.baseline_year and all(item.year != year for item in values):
        values.append(Observed(year, None, Flag.MISSING, False, ""))
    baseline = Observed(indicator.baseline_year, indicator.baseline, Flag.NORMAL, False, indicator.source_id)
    unit = inputs.units[indicator.unit_id]
    return Course(edition.words, indicator, unit, edition.assessments[indicator_id], (baseline, *values))


def _stretches(values: Sequence[Observed]) -> list[list[Observed]]:
    """Runs of values that may be joined: cut before a break and where a year is missing."""
    runs: list[list[Observed]] = [[]]
    for item in values:
        if item.value is None or item.broken or (runs[-1] and item.year != runs[-1][-1].year + 1):
            runs.append([])
        if item.value is not None:
            runs[-1].append(item)
    return [run for run in runs if run]


def value_marks(course: Course, size: float = 8.0) -> list[Mark]:
    """Solid lines through what may be joined, and a dot for each value: hollow where it is illustrative."""
    marks: list[Mark] = [
        Line(tuple((item.year, item.value) for item in run), SERIES, width=2.2)
        for run in _stretches(course.values)
        if len(run) > 1
    ]
    for hollow in (False, True):
        alike = [item for item in course.known if item.illustrative is hollow]
        if alike:
            points = tuple((item.year, item.value) for item in alike)
            hovers = tuple(course.hover(item) for item in alike)
            marks.append(Dots(points, SERIES, hollow=hollow, size=size, hover=hovers))
    return marks


def break_marks(course: Course, text: str) -> list[Mark]:
    """A mark in the gap before each value that is not comparable with the one before."""
    return [
        Break((before.year + after.year) / 2, (before.value + after.value) / 2, text)
        for before, after in zip(course.known, course.known[1:], strict=False)
        if after.broken
    ]
