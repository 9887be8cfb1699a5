"""What the finished plan achieved: each figure from its start to its end, on one scale of change."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from planbook.model import Achievement, AchievementKind, UnitKind
from planbook.present.charts.common import empty_piece, source_line
from planbook.present.charts.model import Axis, Chart, Dots, Row, Rows, Segment, Table, Tick
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.subjects import is_within
from planbook.present.words import MINUS, Words

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_achievements", "measured_changes"]


@dataclass(frozen=True)
class MeasuredChange:
    """An achievement with a known start; `change` as a fraction of it."""

    achievement: Achievement
    change: float
    start: float | None  # None where only the change itself was published


def measured_changes(achievements: list[Achievement]) -> list[MeasuredChange]:
    """The achievements whose change can be set on one scale, in the plan's order."""
    found = []
    for one in achievements:
        if one.kind is AchievementKind.CHANGE and one.start_year is not None:
            found.append(MeasuredChange(one, one.value / 100, None))
        elif one.start_value:
            found.append(MeasuredChange(one, one.value / one.start_value - 1, one.start_value))
    return found


def chart_achievements(edition: Edition, chapter_id: str) -> Piece:
    """A dot plot of the achievements of a heading whose start is known; a sentence where none is."""
    words, inputs = edition.words, edition.inputs
    chart_id = f"achievements-{chapter_id}"
    within = [one for one in inputs.achievements.values() if is_within(inputs, one.chapter_id, chapter_id)]
    changes = measured_changes(
        [
            one
            for one in within
            if one.kind is not AchievementKind.CHANGE or inputs.units[one.unit_id].kind is UnitKind.CHANGE
        ]
    )
    period = words.text(inputs.plan.predecessor.name)
    if not changes:
        return empty_piece(
            chart_id,
            words(
                f"charts.achievements.{'empty' if within else 'no_figures'}",
                period=period,
                count=len(within),
                chapter=words.text(inputs.chapters[chapter_id].title),
            ),
        )
    low, high = min(0.0, *(one.change for one in changes)), max(0.0, *(one.change for one in changes))
    step = 0.25 if high - low > 0.6 else 0.1
    low, high = low - 0.04, high + 0.04
    ticks = tuple(
        (round(place * step, 10), _signed(words, place * step, 0))
        for place in range(ceil(low / step), floor(high / step) + 1)
    )
    rows, marks, table = [], [], []
    for place, one in enumerate(changes):
        achievement = one.achievement
        unit = inputs.units[achievement.unit_id]
        span = (
            words("charts.achievements.only_change")
            if one.start is None
            else words(
                "charts.achievements.span",
                start=words.number(one.start, unit.decimals),
                end=words.value(achievement.value, unit),
            )
        )
        label, change = words.text(achievement.label), _signed(words, one.change, 1)
        rows.append(Row(label, span, change, "series-1"))
        hover = f"{label}<br>{span}<br>{change}"
        marks += [
            Tick(0.0, place, "muted", 12.0),
            Segment((0.0, place), (one.change, place), "series-1", 2.2),
            Dots(
                ((0.0, place),),
                "muted",
                size=6.0,
                hover=(words("charts.achievements.start", year=words.year(achievement.start_year)),),
            ),
            Dots(((one.change, place),), "series-1", size=10.0, hover=(hover,)),
        ]
        table.append(
            (
                label,
                "" if one.start is None else words.value(one.start, unit),
                "" if one.start is None else words.value(achievement.value, unit),
                change,
            )
        )
    start_year, end_year = changes[0].achievement.start_year, changes[0].achievement.year
    largest = max(changes, key=lambda one: abs(one.change))
    way = "up" if largest.change > 0 else "down"
    chart = Chart(
        id=chart_id,
        language=words.language,
        title=words(
            f"charts.achievements.title.{way}",
            name=words.text(largest.achievement.label),
            period=period,
            change=words.share(abs(largest.change), 1),
        ),
        subtitle=words("charts.achievements.subtitle", start=words.year(start_year), end=words.year(end_year)),
        panels=(
            Rows(
                Axis(low, high, ticks, grid=True),
                tuple(rows),
                tuple(marks),
                columns=(
                    "",
                    words("charts.achievements.column_span", start=start_year, end=end_year),
                    words("charts.column.change"),
                ),
            ),
        ),
        alt=words(
            "charts.achievements.alt",
            items=words("charts.item_gap").join(
                words("charts.achievements.alt_item", name=row.label, span=row.value, change=row.verdict)
                for row in rows
            ),
        ),
        source_line=source_line(edition, [one.achievement.source_id for one in changes]),
        table=Table(
            (
                words("charts.column.achievement"),
                words.year(start_year),
                words.year(end_year),
                words("charts.column.change"),
            ),
            tuple(table),
        ),
    )
    return chart_piece(chart, words)


def _signed(words: Words, fraction: float, decimals: int) -> str:
    shown = words.share(abs(fraction), decimals)
    return shown if round(fraction, decimals + 2) == 0 else ("+" if fraction > 0 else MINUS) + shown
