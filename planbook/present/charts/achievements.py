"""What the finished plan achieved: each figure from its start to its end, on one scale of change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import pandas as pd

from planbook.model import Achievement, AchievementKind, Unit, UnitKind
from planbook.present.charts.common import empty_piece, joined, source_line
from planbook.present.charts.model import Axis, Chart, ChartTable, Dots, Mark, Rows, Segment, Tick, TrackRow
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.words import MINUS, Words
from planbook.present.worked import achievements_of

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_achievements"]


@dataclass(frozen=True)
class _Change:
    """An achievement with a known start; `share` is its change as a fraction of it."""

    words: Words
    achievement: Achievement
    unit: Unit
    share: float
    start_year: int
    start: float | None  # None where only the change itself was published

    @property
    def name(self) -> str:
        return self.words.text(self.achievement.label)

    @property
    def span(self) -> str:
        """`790 → 1,240 元/人·月`."""
        if self.start is None:
            return self.words("charts.achievements.only_change")
        start = self.words.number(self.start, self.unit.decimals)
        return self.words(
            "charts.achievements.span", start=start, end=self.words.value(self.achievement.value, self.unit)
        )

    @property
    def shown(self) -> str:
        return _signed(self.words, self.share, 1)


def chart_achievements(edition: Edition, achievements: pd.DataFrame) -> Piece:
    """A dot plot of the achievements of a heading whose start is known; a sentence where none is.

    `achievements` are those of one heading, as `Edition.achievements` hands them out.
    """
    words, inputs, chapter_id = edition.words, edition.inputs, achievements.attrs["chapter_id"]
    within = achievements_of(edition, achievements)
    changes = [change for one in within if (change := _change(edition, one)) is not None]
    period = words.text(inputs.plan.predecessor.name)
    if not changes:
        key = "empty" if within else "no_figures"
        chapter = words.text(inputs.chapters[chapter_id].title)
        sentence = words(f"charts.achievements.{key}", period=period, count=len(within), chapter=chapter)
        return empty_piece(f"achievements-{chapter_id}", sentence)
    start, end = changes[0].start_year, changes[0].achievement.year
    largest = max(changes, key=lambda change: abs(change.share))
    way = "up" if largest.share > 0 else "down"
    items = [{"name": one.name, "span": one.span, "change": one.shown} for one in changes]
    chart = Chart(
        id=f"achievements-{chapter_id}",
        language=words.language,
        title=words(
            f"charts.achievements.title.{way}", name=largest.name, period=period, change=words.share(abs(largest.share))
        ),
        subtitle=words("charts.achievements.subtitle", start=words.year(start), end=words.year(end)),
        panels=(_panel(words, changes, start, end),),
        alt=words("charts.achievements.alt", items=joined(words, "charts.achievements.alt_item", items)),
        source_line=source_line(edition, [one.achievement.source_id for one in changes]),
        table=_table(words, changes, start, end),
    )
    return chart_piece(chart, words)


def _change(edition: Edition, one: Achievement) -> _Change | None:
    """The change of an achievement, where it can be set on a common scale."""
    unit = edition.inputs.units[one.unit_id]
    if one.kind is AchievementKind.CHANGE and unit.kind is UnitKind.CHANGE and one.start_year is not None:
        return _Change(edition.words, one, unit, one.value / 100, one.start_year, None)
    if one.kind is not AchievementKind.CHANGE and one.start_value and one.start_year is not None:
        return _Change(edition.words, one, unit, one.value / one.start_value - 1, one.start_year, one.start_value)
    return None


def _panel(words: Words, changes: Sequence[_Change], start: int, end: int) -> Rows:
    shares = [0.0, *(one.share for one in changes)]
    low, high = min(shares) - 0.04, max(shares) + 0.04
    step = 0.25 if high - low > 0.6 else 0.1
    places = range(ceil(low / step), floor(high / step) + 1)
    ticks = tuple((round(place * step, 10), _signed(words, place * step, 0)) for place in places)
    marks: list[Mark] = []
    for place, one in enumerate(changes):
        begin = words("charts.achievements.start", year=words.year(one.start_year))
        marks += [
            Tick(0.0, place, "muted", 12.0),
            Segment((0.0, place), (one.share, place), "series-1", 2.2),
            Dots(((0.0, place),), "muted", size=6.0, hover=(begin,)),
            Dots(((one.share, place),), "series-1", size=10.0, hover=(f"{one.name}<br>{one.span}<br>{one.shown}",)),
        ]
    return Rows(
        Axis(low, high, ticks, grid=True),
        tuple(TrackRow(one.name, one.span, one.shown, "series-1") for one in changes),
        tuple(marks),
        columns=("", words("charts.achievements.column_span", start=start, end=end), words("charts.column.change")),
    )


def _table(words: Words, changes: Sequence[_Change], start: int, end: int) -> ChartTable:
    rows = []
    for one in changes:
        values = () if one.start is None else (one.start, one.achievement.value)
        rows.append((one.name, *([words.value(value, one.unit) for value in values] or ["", ""]), one.shown))
    heads = (words("charts.column.achievement"), words.year(start), words.year(end), words("charts.column.change"))
    return ChartTable(heads, tuple(rows))


def _signed(words: Words, fraction: float, decimals: int) -> str:
    shown = words.share(abs(fraction), decimals)
    return shown if round(fraction, decimals + 2) == 0 else ("+" if fraction > 0 else MINUS) + shown
