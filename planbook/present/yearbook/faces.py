"""The yearbook's tables for page and report: Chinese over English in title, heads and stub."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from planbook.model import SourceKind, Text
from planbook.present.edition import Edition
from planbook.present.inline import LINE_BREAK, Inline, fill, link, plain, span
from planbook.present.pieces import Piece, only_on_page
from planbook.present.tables.list_table import table_note
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import flag_note, illustrative_note
from planbook.present.words import HTML_LANGUAGES, Words, load_words
from planbook.present.yearbook.addresses import ROOT_FROM_PART, table_csv
from planbook.present.yearbook.contents import build_part
from planbook.present.yearbook.figures import bilingual, figure_inline, footnote_mark, item_label
from planbook.present.yearbook.frames import part_of
from planbook.present.yearbook.model import Part, Section, StatisticalTable, YearbookColumn, YearbookRow

__all__ = ["cited", "table_anchor", "table_yearbook", "table_yearbook_part", "two_languages"]


def table_anchor(table_id: str) -> str:
    """The id of a table on its page: `table-4-1`."""
    return f"table-{table_id}"


def table_yearbook(edition: Edition, table_id: str) -> Piece:
    """One table of the yearbook, with its notes and its sources.

    Raises
    ------
    ValueError
        When the yearbook has no such table.
    """
    part = build_part(edition.inputs, f"part-{table_id.partition('-')[0]}")
    for table in part.tables:
        if table.id == table_id:
            return _piece(edition, table)
    raise ValueError(f"no table {table_id!r}; {part.id} has {', '.join(table.id for table in part.tables)}")


def table_yearbook_part(edition: Edition, figures: pd.DataFrame) -> Piece:
    """All tables of one part, one after another, with the figures of a frame (`Edition.yearbook_figures`)."""
    built: Part = part_of(edition, figures)
    pieces = [_piece(edition, table) for table in built.tables]
    return Piece(
        id=f"yearbook-{built.id}",
        html="\n".join(piece.html for piece in pieces),
        markdown="\n\n".join(piece.markdown for piece in pieces),
        text="\n\n".join(piece.text for piece in pieces),
    )


def two_languages(words: Words, text: Text, gap: Inline = LINE_BREAK) -> Inline:
    """Chinese, then English under it; what is not in the page's language says so."""
    whole = plain("")
    for language in ("zh", "en"):
        said = load_words(language).spaced(text.in_language(language))
        if said:
            face = plain(said) if language == words.language else span(said, lang=HTML_LANGUAGES[language])
            whole = whole + gap + face if whole else face
    return whole


def _piece(edition: Edition, table: StatisticalTable) -> Piece:
    """The table. On the page every source is named and a link to the CSV file stands under it; on paper the
    publishers are named, as in a printed yearbook, and the annex of sources has the titles.
    """
    piece = _table(edition, table).piece()
    address = f"{ROOT_FROM_PART}{table_csv(table.id)}"
    file = link(edition.words("yearbook.csv_of", number=table.id), address)
    html = f'{piece.html}\n<p class="table-note">{file.html}</p>'
    return replace(piece, html=html, markdown=f"{piece.markdown}\n\n{only_on_page(table_note(file))}")


def _table(edition: Edition, table: StatisticalTable) -> Table:
    words = edition.words
    footnotes = number_footnotes(table)
    texts = [column for column in table.columns if not column.figures]
    figures = [column for column in table.columns if column.figures]
    columns = [
        Column(two_languages(words, bilingual("yearbook.head.item"))),
        *(Column(two_languages(words, column.head)) for column in texts),
        *(Column(_year_head(words, column), numeric=True) for column in figures),
    ]
    rows: list[Row] = []
    for section in table.sections:
        rows += _rows(words, table, section, footnotes)
    if not any(section.lines for section in table.sections):
        rows = [Row((two_languages(words, bilingual("yearbook.nothing_known")),))]
    return Table(
        table_anchor(table.id),
        _caption(words, table),
        columns,
        rows,
        _notes(edition, table, footnotes),
        page_note=_sources(edition, table) if table.source_ids else "",
        paper_note=_publishers(edition, table) if table.source_ids else "",
        css_class="yearbook",
    )


def _year_head(words: Words, column: YearbookColumn) -> Inline:
    """The years, and under them what the column holds; both on lines of their own, so that neither is torn."""
    years = plain(column.years)
    if not column.head.zh:
        return years
    head = two_languages(words, column.head)
    return years + LINE_BREAK + head


def _caption(words: Words, table: StatisticalTable) -> Inline:
    """Number, title in both languages, and under it the unit that all lines share."""
    title = two_languages(words, table.title, gap=plain(" "))
    caption = replace(plain(f"{table.id}\u2003") + title, text=f"{table.id} {title.text}")
    unit = table.shared_unit
    if unit is None:
        return caption
    line = two_languages(words, bilingual("yearbook.unit_line", unit=Text(unit.zh, unit.en_other)), gap=plain(" "))
    return replace(caption + LINE_BREAK + span(line, "unit"), text=f"{caption.text} ({line.text})")


def _rows(words: Words, table: StatisticalTable, section: Section, footnotes: dict[Text, int]) -> list[Row]:
    rows = [] if section.heading is None else [Row(group=two_languages(words, section.heading, gap=plain(" ")))]
    for line in section.lines:
        cells: list[Inline | str] = [_stub(words, line, footnotes, with_unit=table.shared_unit is None)]
        cells += [
            two_languages(words, line.texts.get(column.key, Text("", "")))
            for column in table.columns
            if not column.figures
        ]
        cells += [figure_inline(words, line.figures.get(column.key)) for column in table.columns if column.figures]
        rows.append(Row(tuple(cells)))
    return rows


def _stub(words: Words, line: YearbookRow, footnotes: dict[Text, int], with_unit: bool) -> Inline:
    """The item with its unit where lines differ in it, and the marks of its footnotes."""
    name = two_languages(words, item_label(line, with_unit))
    marks = "".join(footnote_mark(footnotes[note]) for note in line.notes)
    if not marks:
        return name
    # the mark stands after the Chinese name, as in a Chinese yearbook
    html = _at_line_end(name.html, LINE_BREAK.html, f"<sup>{marks}</sup>")
    return Inline(html, _at_line_end(name.markdown, LINE_BREAK.markdown, f"^{marks}^"), f"{name.text} {marks}")


def _at_line_end(face: str, line_break: str, mark: str) -> str:
    line, found, rest = face.partition(line_break)
    return f"{line}{mark}{found}{rest}"


def number_footnotes(table: StatisticalTable) -> dict[Text, int]:
    """Footnote → its number, in the order of reading; one said of several lines has one number."""
    notes = dict.fromkeys(note for line in table.lines() for note in line.notes)
    return {note: number for number, note in enumerate(notes, start=1)}


def _notes(edition: Edition, table: StatisticalTable, footnotes: dict[Text, int]) -> list[Inline]:
    words = edition.words
    notes: list[Inline] = []
    if table.note.zh:
        notes.append(plain(words.text(table.note)))
    if footnotes:
        listed = words("yearbook.footnote_gap").join(
            words("yearbook.footnote", mark=footnote_mark(number), note=words.text(note))
            for note, number in footnotes.items()
        )
        notes.append(fill(words, "yearbook.footnotes", notes=listed))
    figures = list(table.figures())
    if any(figure.illustrative for figure in figures):
        notes.append(illustrative_note(words))
    flags = sorted({flag.value for figure in figures for flag in figure.flags})
    if flags:
        notes.append(flag_note(words, flags))
    if table.rounded:
        notes.append(fill(words, "yearbook.rounding", names=words.list(words.text(name) for name in table.rounded)))
    return notes


def _sources(edition: Edition, table: StatisticalTable) -> Inline:
    words = edition.words
    whole, gap = plain(""), plain(words("yearbook.source_gap"))
    for source_id in table.source_ids:
        shown = cited(edition, source_id)
        whole = whole + gap + shown if whole else shown
    return fill(words, "yearbook.sources", sources=whole)


def _publishers(edition: Edition, table: StatisticalTable) -> Inline:
    words, sources = edition.words, edition.inputs.sources
    used = (sources[source_id] for source_id in table.source_ids if source_id in sources)
    names = dict.fromkeys(words.text(source.publisher) or words.text(source.title) for source in used)
    return fill(words, "yearbook.publishers", names=words("yearbook.source_gap").join(names))


def cited(edition: Edition, source_id: str) -> Inline:
    """Publisher and title, linked where the address is the publisher's own; a reprint says that it is one."""
    words, source = edition.words, edition.inputs.sources.get(source_id)
    if source is None:
        return plain(source_id)
    title = plain(words.text(source.title))
    if source.linkable:
        title = link(title, source.address)
    publisher = words.text(source.publisher)
    key = "yearbook.source" if publisher and publisher not in words.text(source.title) else "yearbook.source_title"
    shown = fill(words, key, publisher=publisher, title=title)
    if source.published:
        shown = shown + fill(words, "yearbook.source_date", date=source.published)
    return shown + fill(words, "yearbook.source_reprint") if source.kind is SourceKind.REPRINT else shown
