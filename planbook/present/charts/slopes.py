"""Two plan periods against one another: the yearly change of each published series."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from planbook.model import UnitKind
from planbook.present.charts.common import (
    break_name,
    empty_piece,
    joined,
    short_value,
    source_line,
    unit_name,
    value_text,
)
from planbook.present.charts.model import Axis, Break, Chart, ChartTable, Dots, Key, Label, Line, Mark, Plane, Segment
from planbook.present.charts.piece import chart_piece
from planbook.present.charts.series import area_name
from planbook.present.pieces import Piece
from planbook.present.words import MINUS, Words
from planbook.present.worked import series_of

if TYPE_CHECKING:
    from planbook.compare import PeriodChange, SeriesComparison
    from planbook.model import BackgroundSeries
    from planbook.present.edition import Edition

__all__ = ["chart_slopes"]

FIRST_ROLE, SECOND_ROLE = "on-pace", "series-1"


def chart_slopes(edition: Edition, series: pd.DataFrame, limit: int = 12) -> Piece:
    """The yearly change of the published series in the finished plan's period and in the running one's.

    Parameters
    ----------
    series : those known in both periods (`Edition.series_changes`).
    limit : panels at most; the smallest area's come first.
    """
    words, plan = edition.words, edition.inputs.plan
    first, second = words.text(plan.predecessor.name), words.text(plan.period.name)
    compared = [(one, *one.changes) for one in series_of(edition, series) if one.changes and _worth_comparing(one)][
        :limit
    ]
    if not compared:
        return empty_piece("slopes", words("charts.slopes.empty", first=first, second=second))
    faster = sum(later.per_year > earlier.per_year for _, earlier, later in compared)
    rows = [_row(words, *one) for one in compared]
    items = [{"name": row[0], "first": row[2], "second": row[4]} for row in rows]
    chart = Chart(
        id="slopes",
        language=words.language,
        title=words("charts.slopes.title", count=faster, total=len(compared), first=first, second=second),
        subtitle=words("charts.slopes.subtitle"),
        panels=tuple(_panel(edition, *one) for one in compared),
        alt=words("charts.slopes.alt", items=joined(words, "charts.slopes.alt_item", items)),
        source_line=source_line(edition, [point.source_id for one, *_ in compared for point in one.series.reported]),
        table=ChartTable(_heads(words, first, second), tuple(rows)),
        keys=(Key(first, role=FIRST_ROLE, line=True), Key(second, role=SECOND_ROLE, line=True)),
        columns=(3, 2),
    )
    return chart_piece(chart, words)


def _worth_comparing(compared: SeriesComparison) -> bool:
    """Levels, shares and amounts of money, not all of them computed from other series here."""
    series = compared.series
    measured = series.measure in ("stock", "share") or series.unit.kind is UnitKind.MONEY
    published = not all(point.derived for point in series.reported)
    return measured and published


def _decimals(compared: SeriesComparison, change: float) -> int:
    """One more than the unit's where whole units would be too coarse for a yearly change."""
    decimals = compared.series.unit.decimals
    return decimals + 1 if abs(change) < 10 and decimals < 2 else decimals


def _per_year(words: Words, compared: SeriesComparison, change: float) -> str:
    return words.change(change, compared.series.unit, _decimals(compared, change))


def _short_change(words: Words, compared: SeriesComparison, change: float) -> str:
    """A yearly change without its unit, which stands under the panel's title; percentage points are named."""
    unit = compared.series.unit
    if unit.kind is UnitKind.SHARE:
        return _per_year(words, compared, change)
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return sign + short_value(words, abs(change), unit, _decimals(compared, change))


def _panel(edition: Edition, compared: SeriesComparison, earlier: PeriodChange, later: PeriodChange) -> Plane:
    words, plan, series = edition.words, edition.inputs.plan, compared.series
    begin, turn, end = plan.predecessor.first_year - 1, plan.predecessor.last_year, plan.period.last_year
    points = tuple((point.year, point.value) for point in series.reported if begin <= point.year <= end)
    low, high = min(value for _, value in points), max(value for _, value in points)
    room = (high - low or abs(high) or 1.0) * 0.2
    periods = ((earlier, FIRST_ROLE), (later, SECOND_ROLE))
    marks: list[Mark] = [Segment((turn, low - room), (turn, high + room), "rule", 0.8)]
    marks += _course_marks(words, series, begin, turn, end)
    for change, role in periods:
        middle = ((change.start_year + change.end_year) / 2, (change.start + change.end) / 2)
        text = words("charts.slopes.per_year", change=_short_change(words, compared, change.per_year))
        marks.append(Label(*middle, text, role, small=True))
    return Plane(
        Axis(begin - 0.8, end + 0.8, tuple((float(year), str(year)) for year in (begin, turn, end))),
        Axis(low - room, high + room),
        tuple(marks),
        title=words.text(series.name),
        note=words("charts.series.panel", area=area_name(words, series), unit=unit_name(words, series.unit)),
        title_role="muted",
        heights=(125, 115),
    )


def _course_marks(words: Words, series: BackgroundSeries, begin: int, turn: int, end: int) -> list[Mark]:
    """Through every year known, in the colour of its period: dashed over years without a value, open at a break."""
    marks: list[Mark] = []
    known = [point for point in series.reported if begin <= point.year <= end]
    for stretch in series.stretches:
        for before, after in pairwise(point for point in stretch if begin <= point.year <= end):
            apart = after.year - before.year > 1
            ends = ((before.year, before.value), (after.year, after.value))
            role = FIRST_ROLE if after.year <= turn else SECOND_ROLE
            marks.append(Line(ends, role, dashed=apart, width=1.3 if apart else 2.2))
    for earlier, later in pairwise(series.stretches):
        before, after = earlier[-1], later[0]
        if begin <= before.year and after.year <= end:
            marks.append(Break((before.year + after.year) / 2, (before.value + after.value) / 2, break_name(words)))
    for role, points in (
        (FIRST_ROLE, [point for point in known if point.year <= turn]),
        (SECOND_ROLE, [point for point in known if point.year > turn]),
    ):
        if points:
            hovers = tuple(
                words(
                    "charts.year_value",
                    year=words.year(point.year),
                    value=value_text(words, point.value, series.unit, flag=point.flag),
                )
                for point in points
            )
            marks.append(Dots(tuple((point.year, point.value) for point in points), role, size=6.0, hover=hovers))
    return marks


def _heads(words: Words, first: str, second: str) -> tuple[str, ...]:
    return (
        words("charts.column.series"),
        words("charts.slopes.years", period=first),
        words("charts.slopes.change", period=first),
        words("charts.slopes.years", period=second),
        words("charts.slopes.change", period=second),
    )


def _row(words: Words, compared: SeriesComparison, *changes: PeriodChange) -> tuple[str, ...]:
    area = words("charts.slopes.area", area=area_name(words, compared.series))
    cells = [words.text(compared.series.name) + area]
    for change in changes:
        cells.append(words("charts.slopes.span", first=change.start_year, last=change.end_year))
        cells.append(_per_year(words, compared, change.per_year))
    return tuple(cells)
