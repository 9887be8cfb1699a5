"""Tables of published series: years across, one row for each series and area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planbook.assess.background import BackgroundPoint, BackgroundSeries, list_background
from planbook.model import Area, SourceKind
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, plain
from planbook.present.marks import flag_mark
from planbook.present.pieces import Piece
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import flag_note

__all__ = ["table_series"]

FIRST_YEAR = 2015  # published series are collected from this year on; earlier values are base points


def table_series(edition: Edition, series_ids: Sequence[str], areas: Iterable[Area | str] = tuple(Area)) -> Piece:
    """Published series by year, district first; base points before 2015 stay in the sentences."""
    words = edition.words
    wanted = [Area(area) for area in areas]
    found = [
        series for series in list_background(edition.inputs) if series.series_id in series_ids and series.area in wanted
    ]
    found.sort(key=lambda series: (list(series_ids).index(series.series_id), wanted.index(series.area)))
    years = sorted({point.year for series in found for point in series.points if point.year >= FIRST_YEAR})
    units = {words.unit(series.unit) for series in found}
    shared = units.pop() if len(units) == 1 else ""
    columns = [Column(words("table.series"), shared), *(Column(str(year), numeric=True) for year in years)]
    if not shared:
        columns.insert(1, Column(words("table.unit")))
    body = [_row(edition, series, years, shared) for series in found]
    if not body:
        body = [Row((words("empty.no_series"), *[""] * (len(columns) - 1)))]
    caption = words("table.series_caption", names=words.list(dict.fromkeys(words.text(s.name) for s in found)) or "–")
    return Table(f"table-series-{'-'.join(series_ids)}", caption, columns, body, _notes(edition, found)).piece()


def _row(edition: Edition, series: BackgroundSeries, years: list[int], shared: str) -> Row:
    words = edition.words
    values = {point.year: point for point in series.points}
    name = words("table.series_of_area", area=words(f"area.{series.area.value}"), name=words.text(series.name))
    cells: list[Inline | str] = [name] if shared else [name, words.unit(series.unit)]
    return Row((*cells, *(_cell(edition, series, values.get(year)) for year in years)))


def _cell(edition: Edition, series: BackgroundSeries, point: BackgroundPoint | None) -> Inline:
    """A value with its flag; an empty cell where nothing was published."""
    if point is None:
        return plain("")
    return plain(edition.words.number(point.value, series.unit.decimals)) + flag_mark(edition.words, point.flag)


def _notes(edition: Edition, found: list[BackgroundSeries]) -> list[Inline]:
    words, sources = edition.words, edition.inputs.sources
    if not found:
        return []
    notes = [fill(words, "table.note_blank")]
    flags = sorted({point.flag.value for series in found for point in series.points} - {""})
    if flags:
        notes.append(flag_note(words, flags))
    used = dict.fromkeys(point.source_id for series in found for point in series.points)
    cited = [_cited(edition, source_id) for source_id in used if source_id in sources]
    notes.append(fill(words, "table.note_sources", sources=words("table.source_separator").join(cited)))
    return notes


def _cited(edition: Edition, source_id: str) -> str:
    """Publisher, title, date; a reprint says so."""
    words, source = edition.words, edition.inputs.sources[source_id]
    shown = words.text(source.title)
    if words.text(source.publisher) and words.text(source.publisher) not in shown:
        shown = words("table.by", publisher=words.text(source.publisher), title=shown)
    if source.kind is SourceKind.REPRINT:
        shown += words("table.reprint")
    return shown
