"""An indicator's course: the straight way from baseline to target, and the yearly values along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from planbook.model import Assessment, Flag, Indicator, Observation, Reported, TargetKind, Unit, observe
from planbook.present.charts.common import value_text
from planbook.present.charts.model import Break, Dots, Line, Mark
from planbook.present.words import Words

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["SERIES", "Course", "break_marks", "course_from", "course_of", "value_marks"]

SERIES = "series-1"  # an indicator's own line, on every page


@dataclass(frozen=True)
class Course:
    """One indicator in one edition.

    `values`: the baseline first, the edition's own year last, if only as None. Of a total they are the running total,
    which starts at 0, and `parts` the amounts of the years.
    """

    words: Words
    indicator: Indicator
    unit: Unit
    judged: Assessment
    values: tuple[Observation, ...]
    parts: tuple[Observation, ...] = ()

    @property
    def known(self) -> tuple[Reported, ...]:
        return tuple(item for item in self.values if isinstance(item, Reported))

    @property
    def name(self) -> str:
        return self.words.text(self.indicator.short_name)

    def due_at(self, time: float) -> float | None:
        """The value due at a time in years; None where nothing is due by shares, and from a break in the series on."""
        way, broken = self.judged.way, self.break_year
        return None if way is None or (broken is not None and time >= broken) else way.at(time)

    @property
    def break_year(self) -> int | None:
        """The year of the first value that cannot be compared with the baseline."""
        return next((item.year for item in self.known if item.broken), None)

    @property
    def due_line(self) -> tuple[tuple[float, float], ...]:
        """The straight way from baseline to target, which ends where the series breaks; () where there is none."""
        way, broken = self.judged.way, self.break_year
        if way is None:
            return ()
        end = way.end_year if broken is None else broken - 0.5
        return ((way.start_year, way.start), (end, way.at(end)))

    def shown(self, item: Observation, with_unit: bool = True) -> str:
        """`42.0% ◇ p`; that nothing was reported, where so."""
        if item.value is None:
            return self.words("verdict.not_reported")
        return value_text(self.words, item.value, self.unit, item.illustrative, item.flag, with_unit)

    def hover(self, item: Observation) -> str:
        """Year, value and what its flag means, in lines."""
        if item.value is None:
            return ""
        words = self.words
        text = f"{words.year(item.year)}<br>{value_text(words, item.value, self.unit, item.illustrative)}"
        return text + (f"<br>{item.flag.value} {words(f'flag.{item.flag.value}')}" if item.flag else "")


def course_of(edition: Edition, indicator_id: str) -> Course:
    """The course of one indicator as the edition knows it; forecasts are no values."""
    return course_from(
        edition,
        edition.inputs.indicators[indicator_id],
        edition.observations(indicator_id),
        edition.assessments[indicator_id],
    )


def course_from(edition: Edition, indicator: Indicator, observations: pd.DataFrame, judged: Assessment) -> Course:
    """The course of an indicator by a frame of its yearly values (`Edition.observations`).

    A year that no source speaks of is passed over, but for the last, which the edition is about.
    """
    values = [
        observe(
            int(str(year)),
            row["value"],
            Flag(row["flag"]),
            illustrative=bool(row["illustrative"]),
            source_id=str(row["source_id"]),
            at=float(row["time"]),
        )
        for year, row in observations.to_dict("index").items()
        if row["source_id"] or not pd.isna(row["value"]) or year == observations.index[-1]
    ]
    baseline = indicator.baseline_observation or Observation(indicator.baseline_year, None)
    unit = edition.inputs.units[indicator.unit_id]
    if indicator.target_kind is TargetKind.CUMULATIVE:
        return Course(edition.words, indicator, unit, judged, _totals(judged, baseline.year, values), tuple(values))
    return Course(edition.words, indicator, unit, judged, (baseline, *values))


def _totals(judged: Assessment, baseline_year: int, values: Sequence[Observation]) -> tuple[Observation, ...]:
    """Running totals in the place of yearly values: from 0, and no more once a year is missing."""
    counted = {standing.observation.year: standing.counted for standing in judged.course}
    return (
        Reported(baseline_year, 0.0),
        *(
            replace(one, value=counted[one.year])
            if isinstance(one, Reported) and one.year in counted
            else Observation(one.year, None, Flag.MISSING)
            for one in values
        ),
    )


def _stretches(values: Sequence[Observation]) -> list[list[Reported]]:
    """Runs of values that may be joined: cut before a break and where a year is missing."""
    runs: list[list[Reported]] = [[]]
    for item in values:
        if not isinstance(item, Reported) or item.broken or (runs[-1] and item.year != runs[-1][-1].year + 1):
            runs.append([])
        if isinstance(item, Reported):
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
