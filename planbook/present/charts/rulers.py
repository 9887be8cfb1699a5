"""How firmly a verdict stands: the value and the borders of the classes on one ruler."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

import pandas as pd

from planbook.looks import JUDGED_WORST_FIRST, VERDICTS
from planbook.model import Direction, Indicator, PaceVerdict, Sensitivity, UnitKind
from planbook.present.charts.common import (
    empty_piece,
    marked,
    source_line,
    unit_name,
    value_text,
    verdict_text,
)
from planbook.present.charts.course import Course, course_from
from planbook.present.charts.model import Axis, Chart, ChartTable, Dots, Label, Mark, Place, Plane, Segment, Shape, Zone
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.worked import subject_of

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_sensitivity", "class_ranges"]

Borders = tuple[tuple[PaceVerdict, float], ...]

FINE = 2  # decimals from which a border needs no further one
BAND_HIGH = 0.5  # top of the coloured band, on a scale from 0 at the panel's foot to 1 at its top


def chart_sensitivity(edition: Edition, pace: pd.DataFrame) -> Piece:
    """The latest value of a frame on a ruler with the borders of the classes; better is always to the right."""
    words, subject = edition.words, subject_of(edition, pace)
    course = course_from(edition, subject.indicator, pace[pace["verdict"].notna()], subject.assessment)
    judged, unit, sensitivity = course.judged, course.unit, course.judged.sensitivity
    if sensitivity is None or not sensitivity.borders:
        year = words.year(edition.inputs.parameters.year)
        return empty_piece(f"sensitivity-{subject.id}", words("charts.sensitivity.empty", name=course.name, year=year))
    borders, begins = sensitivity.borders, _begins(course, sensitivity)
    shown = value_text(words, sensitivity.value, unit, judged.illustrative, judged.flag)
    finding, fields = _finding(course, sensitivity)
    items = [
        words("charts.sensitivity.alt_item", verdict=words(VERDICTS[verdict].word), value=begins[verdict])
        for verdict, _ in borders
    ]
    chart = Chart(
        id=f"sensitivity-{subject.id}",
        language=words.language,
        title=words(f"charts.sensitivity.title.{finding}", name=course.name, **fields),
        subtitle=words("charts.sensitivity.subtitle", unit=unit_name(words, unit)),
        panels=(_panel(course, sensitivity, begins, shown),),
        alt=words(
            "charts.sensitivity.alt",
            value=shown,
            verdict=verdict_text(words, judged.pace, judged.reversing),
            items=words.list(items),
        ),
        source_line=source_line(edition, [course.indicator.source_id, judged.source_id]),
        table=_table(course, sensitivity, begins),
    )
    return chart_piece(chart, words)


def class_ranges(
    indicator: Indicator, borders: Borders, low: float, high: float
) -> list[tuple[PaceVerdict, float, float]]:
    """Each class with the values between which it holds, worst first, within `low` and `high`."""
    worst, best = (low, high) if indicator.direction is Direction.RISE else (high, low)
    starts = [(JUDGED_WORST_FIRST[0], worst), *reversed(borders)]
    ends = [value for _, value in starts[1:]] + [best]
    clipped = [
        (verdict, min(max(start, low), high), min(max(end, low), high))
        for (verdict, start), end in zip(starts, ends, strict=True)
    ]
    return [(verdict, start, end) for verdict, start, end in clipped if start != end]


def _panel(course: Course, sensitivity: Sensitivity, begins: dict[PaceVerdict, str], shown: str) -> Plane:
    words, judged, indicator = course.words, course.judged, course.indicator
    borders, at = sensitivity.borders, sensitivity.value
    low, high = _span(course, sensitivity)
    marks: list[Mark] = []
    for verdict, start, end in class_ranges(indicator, borders, low, high):
        role, middle = VERDICTS[verdict].role, (start + end) / 2
        marks.append(Zone(((start, 0.0), (end, 0.0), (end, BAND_HIGH), (start, BAND_HIGH)), role))
        marks.append(Label(middle, 0.0, verdict_text(words, verdict), role, Place.FOOT, leader=False))
    for verdict, value in borders:
        if low < value < high:
            marks.append(Segment((value, 0.0), (value, BAND_HIGH), "paper", 2.0))
            marks.append(Label(value, 0.0, begins[verdict], "muted", Place.BELOW, small=True))
    text = words("charts.sensitivity.value", year=words.year(course.known[-1].year), value=shown)
    marks.append(Dots(((at, 0.78),), "ink", Shape.DOWN, judged.illustrative, 10.0, hover=(shown,)))
    marks.append(Label(at, 1.0, text, "ink", Place.ABOVE, leader=False))
    scale = Axis(low, high) if indicator.direction is Direction.RISE else Axis(high, low)
    return Plane(scale, Axis(0.0, 1.0), tuple(marks), heights=(30, 30), baseline=False)


def _span(course: Course, sensitivity: Sensitivity) -> tuple[float, float]:
    """From the baseline (or the value, if that is worse) to the target, with a little room at both ends."""
    indicator = course.indicator
    points = [sensitivity.value, *(border for _, border in sensitivity.borders)]
    points += [point for point in (indicator.baseline, indicator.target) if point is not None]
    low, high = min(points), max(points)
    room = (high - low or abs(high) or 1.0) * 0.06
    return low - room, high + room


def _begins(course: Course, sensitivity: Sensitivity) -> dict[PaceVerdict, str]:
    """The borders as they are read: a count as the first whole one of its class, others as exact as they need be."""
    words, unit, borders = course.words, course.unit, sensitivity.borders
    if unit.kind is UnitKind.COUNT:
        whole = ceil if course.indicator.direction is Direction.RISE else floor
        return {verdict: words.value(whole(round(value, 6)), unit) for verdict, value in borders}
    latest = sensitivity.value
    return {
        verdict: words.value(value, unit, _border_decimals(value, latest, unit.decimals)) for verdict, value in borders
    }


def _border_decimals(border: float, latest: float, places: int) -> int:
    """The unit's own decimals; one more where they are few, or where the border would read as the latest value."""
    if abs(border - round(border, places)) <= 1e-9:
        return places
    return places + (places < FINE or round(border, places) == round(latest, places))


def _finding(course: Course, sensitivity: Sensitivity) -> tuple[str, dict[str, str]]:
    """Which border is nearest, and how far it is.

    The next better class begins on its border; the present one ends only beyond its own. Of a count, whole units.
    """
    words, unit, judged, indicator = course.words, course.unit, course.judged, course.indicator
    moves = [
        (abs(change), change, verdict, better)
        for change, verdict, better in (
            (sensitivity.to_better, sensitivity.better, True),
            (sensitivity.to_worse, sensitivity.worse, False),
        )
        if change is not None and verdict is not None
    ]
    if not moves:
        return "firm", {"verdict": words(VERDICTS[judged.pace].word)}
    distance, change, verdict, better = min(moves, key=lambda move: move[0])
    decimals = unit.decimals + (1 if distance < 10 else 0)
    if unit.kind is UnitKind.COUNT:
        distance, decimals = (ceil if better else floor)(round(distance, 6)), 0
    amount = marked(words, words.amount(distance, unit, decimals), judged.illustrative)
    upward = change > 0 or (change == 0 and indicator.direction is Direction.FALL)
    finding = f"{'up' if upward else 'down'}_{'better' if better else 'worse'}"
    return finding, {"amount": amount, "verdict": words(VERDICTS[verdict].word)}


def _table(course: Course, sensitivity: Sensitivity, begins: dict[PaceVerdict, str]) -> ChartTable:
    words, unit, judged = course.words, course.unit, course.judged
    decimals = unit.decimals + (1 if unit.decimals else 0)
    rows = []
    for verdict, value in sensitivity.borders:
        away = marked(words, words.change(value - sensitivity.value, unit, decimals), judged.illustrative)
        rows.append((verdict_text(words, verdict), begins[verdict], away))
    heads = (
        words("charts.column.verdict"),
        words("charts.sensitivity.begins", unit=unit_name(words, unit)),
        words("charts.sensitivity.away"),
    )
    return ChartTable(heads, tuple(rows))
