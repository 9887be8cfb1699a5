"""An indicator's latest values by category: a bar each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.model import Category, Parts, Reported, adds_up
from planbook.present.charts.common import illustrative_key, marked, nice_axis, source_line, unit_name, value_text
from planbook.present.charts.model import Axis, Bar, Chart, ChartTable, Mark, Rows, TrackRow
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, indicator_subject
from planbook.present.tables.breakdowns import share_of_total

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_breakdown"]

ROLE = "series-1"


def chart_breakdown(edition: Edition, indicator_id: str, breakdown_id: str) -> Piece:
    """The latest values by category, in the order of the table; nothing where no category has a value."""
    words, subject = edition.words, indicator_subject(edition, indicator_id)
    parts = next(one for one in edition.inputs.parts_of(indicator_id) if one.breakdown.id == breakdown_id)
    id = f"parts-{indicator_id}-{breakdown_id}"
    if not parts.years:
        return Piece(id, "", "", "")
    known = [
        (category, one)
        for category in parts.categories
        if isinstance(one := parts.of(category.id, parts.years[-1]), Reported)
    ]
    return chart_piece(_chart(edition, subject, parts, known), words)


def _chart(edition: Edition, subject: Subject, parts: Parts, known: list[tuple[Category, Reported]]) -> Chart:
    words, unit, year = edition.words, subject.unit, edition.words.year(parts.years[-1])
    adding = adds_up(unit, parts.breakdown)
    rows = [_row(subject, category, one, adding) for category, one in known]
    heads = (
        words.text(parts.breakdown.name),
        words("charts.column.value_unit", unit=unit_name(words, unit)),
        words("breakdowns.share_head") if adding else "",
    )
    category, most = max(known, key=lambda pair: pair[1].value)
    share = share_of_total(subject, most) if adding else None
    fields = {
        "name": subject.short_name,
        "breakdown": words.inside(words.text(parts.breakdown.name)),
        "year": year,
        "category": words.inside(words.text(category.name)),
        "value": value_text(words, most.value, unit, most.illustrative),
        "share": "" if share is None else marked(words, words.share(share), most.illustrative),
        "unit": unit_name(words, unit),
    }
    items = [
        words("breakdowns.item", category=row.label, value=value_text(words, one.value, unit, one.illustrative))
        for row, (_, one) in zip(rows, known, strict=True)
    ]
    return Chart(
        id=f"parts-{subject.id}-{parts.breakdown.id}",
        language=words.language,
        title=words(f"breakdowns.chart.{'title' if share is None else 'title_share'}", **fields),
        subtitle=words("breakdowns.chart.subtitle", **fields),
        panels=(_panel(edition, subject, rows, known, heads),),
        alt=words("breakdowns.chart.alt", items=words.list(items), **fields),
        source_line=source_line(edition, [one.source_id for _, one in known]),
        table=ChartTable(heads, tuple((row.label, row.value, row.verdict) for row in rows), (False, True, True)),
        keys=(illustrative_key(words, hatched=True),) if any(one.illustrative for _, one in known) else (),
    )


def _row(subject: Subject, category: Category, one: Reported, adding: bool) -> TrackRow:
    words = subject.words
    share = share_of_total(subject, one) if adding else None
    return TrackRow(
        words.text(category.name),
        value_text(words, one.value, subject.unit, one.illustrative, one.flag, with_unit=False),
        "" if share is None else marked(words, words.share(share), one.illustrative),
    )


def _panel(
    edition: Edition,
    subject: Subject,
    rows: list[TrackRow],
    known: list[tuple[Category, Reported]],
    heads: tuple[str, str, str],
) -> Rows:
    highest = max(0.0, *(one.value for _, one in known))
    lowest = min(0.0, *(one.value for _, one in known))
    found = nice_axis(edition.words, [lowest, highest], subject.unit, count=4)
    marks: list[Mark] = [
        Bar(place, 0.0, one.value, ROLE, one.illustrative, hover=f"{row.label}<br>{row.value}")
        for place, ((_, one), row) in enumerate(zip(known, rows, strict=True))
    ]
    axis = Axis(min(found.low, lowest), max(found.high, highest * 1.04), found.ticks, grid=True)
    return Rows(axis, tuple(rows), tuple(marks), (), heads)
