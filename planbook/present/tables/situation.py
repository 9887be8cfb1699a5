"""Tables of published series: years across, one row for each series and area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from planbook.assess.background import list_background
from planbook.model import BackgroundSeries, Reported, SourceKind
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, link, plain
from planbook.present.marks import flag_mark, in_unit
from planbook.present.pieces import Piece
from planbook.present.readable import readable_series
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import flag_note
from planbook.present.tables.sources import source_numbers

__all__ = ["table_series", "table_situation"]

FIRST_YEAR = 2015  # published series are collected from this year on; earlier values are base points
MOST_PUBLISHERS = 3  # named under the table in print


def table_series(edition: Edition, series_ids: Sequence[str], areas: Iterable[str] = ()) -> Piece:
    """Published series by year, smallest area first unless `areas` names some; base points before 2015 stay in the
    sentences.

    Where a series is known for several areas each series heads a group of rows. On the page every source is a number
    that leads to the list of sources; on paper those who published most are named.
    """
    words = edition.words
    wanted = list(areas) or list(edition.inputs.areas)
    found = [
        readable_series(words, series)
        for series in list_background(edition.inputs)
        if series.id in series_ids and series.area.id in wanted
    ]
    found.sort(key=lambda series: (list(series_ids).index(series.id), wanted.index(series.area.id)))
    years = sorted({point.year for series in found for point in series.reported if point.year >= FIRST_YEAR})
    units = {words.unit(series.unit) for series in found}
    shared = units.pop() if len(units) == 1 else ""
    grouped = len(found) > len({series.id for series in found})
    columns = [Column(words("table.series"), shared), *(Column(str(year), numeric=True) for year in years)]
    if not shared and not grouped:
        columns.insert(1, Column(words("table.unit")))
    body: list[Row] = []
    for position, series in enumerate(found):
        if grouped and (position == 0 or found[position - 1].id != series.id):
            body.append(Row(group=_group_head(edition, series, with_unit=not shared)))
        area = words.text(series.area.name)
        name = area if grouped else words("table.series_of_area", area=area, name=words.text(series.name))
        leading = [name] if shared or grouped else [name, words.unit(series.unit)]
        body.append(_row(edition, series, years, leading))
    if not body:
        body = [Row((words("empty.no_series"),))]
    caption = words("table.series_caption", names=words.list(dict.fromkeys(words.text(s.name) for s in found)) or "–")
    table_id = f"table-series-{'-'.join(series_ids)}"
    return Table(
        table_id,
        caption,
        columns,
        body,
        _notes(edition, found),
        page_note=_sources(edition, found) if found else "",
        paper_note=_publishers(edition, found) if found else "",
    ).piece()


def table_situation(edition: Edition, section_id: str) -> Piece:
    """The series of one section of the plan's situation by year, and nothing where it has none."""
    section = edition.inputs.situation[section_id]
    if not section.table:
        return Piece(f"table-situation-{section.id}", "", "", "")
    return table_series(edition, section.table)


def _group_head(edition: Edition, series: BackgroundSeries, with_unit: bool) -> Inline:
    words = edition.words
    name = plain(words.text(series.name))
    return name + in_unit(words.unit(series.unit)) if with_unit else name


def _row(edition: Edition, series: BackgroundSeries, years: list[int], leading: list[str]) -> Row:
    values = {point.year: point for point in series.reported}
    return Row((*leading, *(_cell(edition, series, values.get(year)) for year in years)))


def _cell(edition: Edition, series: BackgroundSeries, point: Reported | None) -> Inline:
    """A value with its flag; an empty cell where nothing was published."""
    if point is None:
        return plain("")
    return plain(edition.words.number(point.value, series.unit.decimals)) + flag_mark(edition.words, point.flag)


def _notes(edition: Edition, found: list[BackgroundSeries]) -> list[Inline]:
    words = edition.words
    if not found:
        return []
    notes = [fill(words, "table.note_blank")]
    flags = sorted({point.flag.value for series in found for point in series.reported} - {""})
    if flags:
        notes.append(flag_note(words, flags))
    return notes


def _sources(edition: Edition, found: list[BackgroundSeries]) -> Inline:
    """Every source by its number in the list of sources, the best kind first."""
    words, numbers = edition.words, source_numbers(edition)
    used = sorted(_used_sources(edition, found), key=lambda one: numbers[one])
    kinds: dict[SourceKind, list[Inline]] = {}
    for one in used:
        number = str(numbers[one])
        kinds.setdefault(edition.inputs.sources[one].kind, []).append(link(number, f"sources.html#source-{number}"))
    separator, whole = plain(words("table.source_separator")), plain("")
    for kind, links in kinds.items():
        listed = links[0]
        for other in links[1:]:
            listed += plain(words("table.number_separator")) + other
        of_kind = fill(words, "table.sources_by_kind", kind=words(f"source_kind.{kind.value}"), numbers=listed)
        whole = whole + separator + of_kind if whole else of_kind
    return fill(words, "table.note_sources", sources=whole, chapter=words("titles.sources"))


def _publishers(edition: Edition, found: list[BackgroundSeries]) -> Inline:
    """Who published most of the figures, and how many sources there are."""
    words, used = edition.words, _used_sources(edition, found)
    names: Counter[str] = Counter()
    for source_id, figures in used.items():
        source = edition.inputs.sources[source_id]
        names[words.text(source.publisher) or words.text(source.title)] += figures
    listed = words("table.publisher_separator").join(name for name, _ in names.most_common(MOST_PUBLISHERS))
    key = "table.note_publishers" if len(names) <= MOST_PUBLISHERS else "table.note_publishers_most"
    return fill(words, key, names=listed, count=len(used), chapter=words("titles.sources"))


def _used_sources(edition: Edition, found: list[BackgroundSeries]) -> Counter[str]:
    """Source → number of its figures, in the order of reading."""
    return Counter(
        point.source_id for series in found for point in series.reported if point.source_id in edition.inputs.sources
    )
