"""The yearbook as one workbook, by the rules of the UK Statistical Service, through gptables.

Cover, contents, notes and sources; then one table a sheet with a single row of heads, marked up as a table, no cell
merged. Chinese and English stand in columns of their own. An illustrative figure shows ◇ in its cell through the
number's format, so that it stays a number, and stands in the column of marks as text.

Source
------
UK Government Statistical Service, "Releasing statistics in spreadsheets"; the package gptables implements it.
"""

from __future__ import annotations

import copy
import datetime
import math
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from gptables import Cover, GPTable, Theme
from gptables.core.gptable import FormatList
from gptables.core.wrappers import GPWorkbook

from planbook.looks import FLAGS, ILLUSTRATIVE_MARK
from planbook.model import Flag, Text, YearbookKind
from planbook.present.citation import citations, licence_text
from planbook.present.edition import Edition
from planbook.present.tables.scorecard import BOUND_SIGNS
from planbook.present.words import load_words
from planbook.present.yearbook.figures import BELOW_UNIT, bilingual, is_below_unit, item_label, marks_of
from planbook.present.yearbook.model import Figure, Part, StatisticalTable, YearbookRow
from planbook.publish.downloads.safety import is_formula_like

__all__ = ["write_workbook"]

# Widths of columns in characters.
ITEM_WIDTH, UNIT_WIDTH, TEXT_WIDTH, FIGURE_WIDTH, MARKS_WIDTH, SOURCES_WIDTH = 38, 14, 16, 15, 22, 18
COVER_WIDTH, CONTENTS_WIDTHS = 100, (20, 90)
LINE_HEIGHT = 17.0  # points, of a line in the theme's 12-point type
NOTES_WIDTHS, SOURCE_WIDTHS = (10, 60, 80), (8, 50, 60, 34, 44, 13, 24, 22, 60)
SECTIONS_OF_COVER = ("introduction", "about", "contact")
# The package's own theme, with cells set from the top: texts in two languages take different numbers of lines.
_TOP = {"text_wrap": True, "valign": "top"}
THEME = {
    "global": {"font_size": 12, "font_name": "Arial", "font_color": "automatic"},
    "cover_title": {"bold": True, "font_size": 16, **_TOP},
    "cover_subtitle": {"bold": True, "font_size": 14, **_TOP},
    "cover_text": _TOP,
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_size": 14},
    "column_heading": {"bold": True, "bottom": 1, **_TOP},
    "index_1": {"bold": True, **_TOP},
    "index_2": _TOP,
    "index_3": _TOP,
    "data": _TOP,
    "description_order": ["instructions", "legend", "source", "scope"],
}
# Texts stay texts: nothing is computed, linked or turned into a number because of how it begins.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(edition: Edition, parts: tuple[Part, ...], path: Path) -> None:
    """Write the workbook. The same edition gives the same bytes: its date is the edition's day of publication."""
    names = {key: _both(f"downloads.workbook.{key}") for key in ("cover", "contents", "notes", "sources")}
    sheets = _Sheets(edition, parts, names)
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # gptables warns of blank cells; what a blank means is said on every sheet. It also still calls what pandas 4
        # will no longer have.
        warnings.filterwarnings("ignore", message=r"\s*Empty or null cell", category=UserWarning)
        warnings.filterwarnings("ignore", category=pd.errors.Pandas4Warning)
        book = GPWorkbook(path.as_posix(), options=OPTIONS)
        book.set_theme(Theme(copy.deepcopy(THEME)))  # gptables takes parts out of what it is given
        book.set_properties(_properties(edition))
        _write_cover(book, names["cover"], sheets)
        tables = {table.id: sheets.table(table) for part in parts for table in part.tables}
        contents = _contents(book, tables | {names["sources"]: sheets.sources()})
        book._update_annotations(tables)
        notes = sheets.notes()
        listed: dict[str, tuple[GPTable, Sequence[int]]] = {names["contents"]: (contents, CONTENTS_WIDTHS)}
        if notes is not None:
            listed[names["notes"]] = (_notes(book, notes), NOTES_WIDTHS)
        listed[names["sources"]] = (sheets.sources(), SOURCE_WIDTHS)
        listed |= {table.id: (tables[table.id], _widths(table)) for part in parts for table in part.tables}
        for name, (sheet, widths) in listed.items():
            _write_sheet(book, name, sheet, widths)
        book.close()


def _write_sheet(book: GPWorkbook, name: str, sheet: GPTable, widths: Sequence[int]) -> None:
    """One sheet with its columns as wide as planned and its rows as tall as their texts need.

    Excel would fit the rows itself; LibreOffice leaves them one line high, with texts over one another.
    """
    page = book.add_worksheet(name)
    page.write_gptable(sheet, auto_width=False, reference_order=book._annotations)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    sheet._set_data_range()
    first, _, last, last_column = sheet.data_range
    texts = [list(sheet.table.columns), *sheet.table.values.tolist()]
    for row, cells in enumerate(texts, start=first):
        lines = max(_line_count(cell, width) for cell, width in zip(cells, widths, strict=True))
        page.set_row(row, lines * LINE_HEIGHT)
    page.repeat_rows(first)
    page.print_area(0, 0, last, last_column)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _line_count(cell: object, width: float) -> int:
    """How many lines a text takes in a column of so many characters, estimated a little high."""
    if isinstance(cell, FormatList):
        cell = cell.string
    elif isinstance(cell, dict):
        cell = next(iter(cell))
    elif isinstance(cell, list):
        cell = "\n".join(str(part) for part in cell)
    if not isinstance(cell, str):
        return 1
    return sum(max(1, math.ceil(_text_width(line) / width)) for line in cell.split("\n"))


def _text_width(text: str) -> float:
    """Width in the characters that a column's width is counted in: Chinese takes two and a little."""
    return sum(2.3 if ord(letter) > 0x2E80 else 1.15 for letter in text)


def _both(key: str, gap: str = " ", **fields: object) -> str:
    """A text of the locales, Chinese then English."""
    text = bilingual(key, **fields)
    return f"{text.zh}{gap}{text.en}"


def _properties(edition: Edition) -> dict[str, object]:
    inputs, parameters = edition.inputs, edition.inputs.parameters
    published = parameters.published
    properties: dict[str, object] = {
        "title": _both("downloads.workbook.title", " / ", plan=inputs.plan.title, year=edition.year),
        "subject": _both("downloads.workbook.subject", " / ", title=parameters.title, cut_off=_day(edition, "cut_off")),
        "author": inputs.plan.publisher.en,
        "company": inputs.plan.publisher.en,
        "category": "statistical yearbook",
        "keywords": _both("downloads.workbook.keywords", "；"),
        "created": datetime.datetime(published.year, published.month, published.day, tzinfo=datetime.UTC),
    }
    if edition.has_illustrative:
        properties["comments"] = _both("downloads.workbook.comments")
    return properties


def _day(edition: Edition, name: str) -> Text:
    day = getattr(edition.inputs.parameters, name)
    return Text(*(load_words(language).date(day) for language in ("zh", "en")))


def _unmarked(text: str) -> str:
    """A text in which gptables finds no markup of its own: `[words](address)` is a link to it, `$$key$$` a note."""
    return text.replace("](", "] (").replace("$$", "$ $")


def _cell(text: str, notes: str = "") -> object:
    """A text as a table's cell, with the marks of its notes.

    gptables refuses cells without a Latin letter or a digit, which takes Chinese for mere signs; what it calls rich
    text it does not look into. So a text in Chinese alone goes in as rich text in the plain format.
    """
    text = _unmarked(text) + notes
    if not text:
        return None
    return text if any(letter.isascii() and letter.isalnum() for letter in text) else FormatList([{}, text])


class _Sheets:
    """The sheets of one workbook; notes and sources are numbered through all of them."""

    def __init__(self, edition: Edition, parts: tuple[Part, ...], names: Mapping[str, str]):
        self.edition, self.parts, self.names = edition, parts, names
        used = dict.fromkeys(source_id for part in parts for table in part.tables for source_id in table.source_ids)
        self.source_numbers = {source_id: number for number, source_id in enumerate(used, start=1)}
        texts = dict.fromkeys(
            note for part in parts for table in part.tables for line in table.lines() for note in line.notes
        )
        self.note_keys = {note: f"n{number}" for number, note in enumerate(texts, start=1)}

    def table(self, table: StatisticalTable) -> GPTable:
        """One table as gptables has it."""
        frame, formats = self._frame(table)
        # Nothing known yet: a table may not be empty, so the sheet says so in its one row.
        return GPTable(
            table=frame,
            table_name=f"table_{table.id.replace('-', '_')}",
            title=_unmarked(f"{table.id} {table.title.zh}"),
            subtitles=[_unmarked(table.title.en)],
            instructions=_both("downloads.workbook.one_table"),
            legend=self._legend(table),
            index_columns={1: 0, 2: 1},
            additional_formatting=formats,
        )

    def _legend(self, table: StatisticalTable) -> list[str]:
        """What must be known of the table, one language a line: symbols, marks, its note, rounding."""
        said = [
            bilingual("downloads.workbook.symbols"),
            bilingual("downloads.workbook.where", notes=self.names["notes"], sources=self.names["sources"]),
        ]
        if marks := self._marks(table):
            said.append(marks)
        if table.note.zh:
            said.append(table.note)
        if table.rounded:
            names = Text("、".join(name.zh for name in table.rounded), "; ".join(name.en for name in table.rounded))
            said.append(bilingual("yearbook.rounding", names=names))
        return [_unmarked(line) for text in said for line in (text.zh, text.en)]

    def _marks(self, table: StatisticalTable) -> Text | None:
        """What the marks in the table mean, where it has any."""
        figures = list(table.figures())
        meanings = []
        if any(figure.illustrative for figure in figures):
            meanings.append((ILLUSTRATIVE_MARK, bilingual("illustrative.name")))
        for flag in sorted({flag.value for figure in figures for flag in figure.flags}):
            meanings.append((flag, bilingual(FLAGS[Flag(flag)].word)))
        if not meanings:
            return None
        said = Text(
            "；".join(f"{mark} {text.zh}" for mark, text in meanings),
            "; ".join(f"{mark} {text.en}" for mark, text in meanings),
        )
        return bilingual("downloads.workbook.marks_legend", marks=said)

    def _frame(self, table: StatisticalTable) -> tuple[pd.DataFrame, list[dict[str, object]]]:
        heads = _heads(table)
        rows: list[list[object]] = []
        formats: list[dict[str, object]] = []
        for line in table.lines():
            rows.append(self._row(table, line))
            for place, value in enumerate(rows[-1]):
                cell_format = self._format(table, line, len(heads), place)
                if isinstance(value, str) and is_formula_like(value):
                    cell_format = cell_format | {"quote_prefix": True}
                if cell_format:
                    formats.append({"cell": {"format": cell_format, "cells": (len(rows), place)}})
        if not rows:
            nothing = bilingual("yearbook.nothing_known")
            rows = [[_cell(nothing.zh), nothing.en, *[None] * (len(heads) - 2)]]
        return pd.DataFrame(rows, columns=heads), formats

    def _row(self, table: StatisticalTable, line: YearbookRow) -> list[object]:
        label = item_label(line)
        notes = "".join(f" $${self.note_keys[note]}$$" for note in line.notes)
        cells: list[object] = [_cell(label.zh, notes), _unmarked(label.en) + notes]
        if table.kind is YearbookKind.SERIES:
            cells.append("" if line.area is None else _unmarked(f"{line.area.name.zh} {line.area.name.en}"))
        cells += [_cell(line.unit.zh), _cell(line.unit.en_other)]
        for column in table.columns:
            if not column.figures:
                text = line.texts.get(column.key, Text("", ""))
                cells.append(_unmarked(f"{text.zh} {text.en}".strip()) or None)
            else:
                figure = line.figures.get(column.key)
                cells.append(None if figure is None else figure.value)
        marks = [
            f"{column.years} {marks_of(figure)}"
            for column in table.columns
            if (figure := line.figures.get(column.key)) is not None and marks_of(figure)
        ]
        used = dict.fromkeys(figure.source_id for figure in line.figures.values())
        cells.append("; ".join(marks) or None)
        cells.append(", ".join(f"S{self.source_numbers[source_id]}" for source_id in used if source_id) or None)
        return cells

    def _format(self, table: StatisticalTable, line: YearbookRow, width: int, place: int) -> dict[str, object]:
        """The format of a cell of figures: decimals, bound, ◇ and flag shown in text."""
        lead = 5 if table.kind is YearbookKind.SERIES else 4
        if place == width - 2:
            return {"indent": 1}  # texts after right-aligned numbers
        if place < lead or place == width - 1:
            return {}
        figure = line.figures.get(table.columns[place - lead].key)
        return {} if figure is None or figure.value is None else {"num_format": number_format(figure)}

    def notes(self) -> pd.DataFrame | None:
        """The notes by key, in both languages; None where there are none."""
        if not self.note_keys:
            return None
        return pd.DataFrame(
            [[key, _cell(note.zh), _unmarked(note.en)] for note, key in self.note_keys.items()],
            columns=["key", *(load_words(language)("downloads.workbook.note") for language in ("zh", "en"))],
        )

    def sources(self) -> GPTable:
        """The sources by number."""
        heads = ["number", *["title_column"] * 2, *["publisher"] * 2, "date", "document", "kind", "address"]
        zh, en = load_words("zh"), load_words("en")
        single = (0, 5, 6, 7, 8)
        columns = [
            _both(f"downloads.workbook.{key}")
            if place in single
            else (zh if place % 2 else en)(f"downloads.workbook.{key}")
            for place, key in enumerate(heads)
        ]
        rows = []
        for source_id, number in self.source_numbers.items():
            source = self.edition.inputs.sources.get(source_id)
            if source is None:
                continue
            rows.append(
                [
                    f"S{number}",
                    _cell(source.title.zh),
                    _cell(source.title.en),
                    _cell(source.publisher.zh),
                    _cell(source.publisher.en),
                    source.published or None,
                    _cell(source.document_number),
                    _both(f"source_kind.{source.kind.value}")
                    + (f" {ILLUSTRATIVE_MARK}" if source.illustrative else ""),
                    source.address if source.linkable else None,
                ]
            )
        title = bilingual("downloads.workbook.sources_title")
        return GPTable(
            table=pd.DataFrame(rows, columns=columns),
            table_name="sources",
            title=title.zh,
            subtitles=[title.en],
            instructions=_both("downloads.workbook.one_table") + " " + _both("downloads.workbook.address_note"),
            index_columns={1: 0},
        )


def number_format(figure: Figure) -> str:
    """The Excel format that shows a figure as the pages do: `≥60.0`, `9,371 ◇`, `…`."""
    pattern = "#,##0" + ("." + "0" * figure.decimals if figure.decimals else "")
    if figure.value is not None and is_below_unit(figure.value, figure.decimals):
        pattern = f'"{BELOW_UNIT}"'
    bound = BOUND_SIGNS[figure.bound]
    before = f'"{bound}"' if bound else ""
    marks = marks_of(figure)
    after = f'" {marks}"' if marks else ""
    minus = "\u2212"  # the page's minus sign, in place of the hyphen
    return f'{before}{pattern}{after};"{minus}"{before}{pattern}{after}'


def _heads(table: StatisticalTable) -> list[str]:
    zh, en = load_words("zh"), load_words("en")
    heads = [zh("downloads.workbook.item"), en("downloads.workbook.item")]
    if table.kind is YearbookKind.SERIES:
        heads.append(_both("downloads.workbook.area"))
    heads += [zh("downloads.workbook.unit"), en("downloads.workbook.unit")]
    for column in table.columns:
        heads.append(" ".join(part for part in (column.years, column.head.zh, column.head.en) if part))
    return [*heads, _both("downloads.workbook.marks"), _both("downloads.workbook.table_sources")]


def _widths(table: StatisticalTable) -> list[int]:
    area = [TEXT_WIDTH] if table.kind is YearbookKind.SERIES else []
    columns = [FIGURE_WIDTH if column.figures else TEXT_WIDTH + 6 for column in table.columns]
    return [ITEM_WIDTH, ITEM_WIDTH + 8, *area, UNIT_WIDTH, UNIT_WIDTH + 8, *columns, MARKS_WIDTH, SOURCES_WIDTH]


def _write_cover(book: GPWorkbook, name: str, sheets: _Sheets) -> None:
    """The cover. gptables names its three sections in English alone; they are written over in both languages."""
    edition = sheets.edition
    inputs, parameters = edition.inputs, edition.inputs.parameters
    year = Text(*(load_words(language).year(edition.year) for language in ("zh", "en")))
    facts = {"title": parameters.title, "cut_off": _day(edition, "cut_off"), "published": _day(edition, "published")}
    about = bilingual("downloads.workbook.edition", **facts)
    introduction = [about.zh, about.en]
    if inputs.plan.document_number:
        introduction.append(f"{_both('downloads.workbook.plan_number')} {inputs.plan.document_number}")
    tables, english = [table for part in sheets.parts for table in part.tables], load_words("en")
    data = list(
        vars(
            bilingual(
                "yearbook.about",
                plan=inputs.plan.title,
                year=year,
                cut_off=facts["cut_off"],
                parts=len(sheets.parts),
                tables=len(tables),
                figures=english.number(sum(figure.value is not None for table in tables for figure in table.figures())),
            )
        ).values()
    )
    made_up = sum(figure.illustrative and figure.value is not None for table in tables for figure in table.figures())
    if made_up:
        marked = {"number": english.number(made_up), "mark": f" {ILLUSTRATIVE_MARK}"}
        data += vars(bilingual("yearbook.about_illustrative", **marked)).values()
    contact = [
        *citations(edition, f"data/{Path(book.filename).name}").values(),
        *vars(licence_text(edition)).values(),
        *([] if inputs.plan.licence is None else [inputs.plan.licence.path]),
    ]
    title = _both("downloads.workbook.title", " / ", plan=inputs.plan.title, year=edition.year)
    page = book.add_worksheet(name)
    introduction, data, contact = ([_unmarked(text) for text in texts] for texts in (introduction, data, contact))
    page.write_cover(Cover(_unmarked(title), introduction, data, contact, cover_label=name, width=COVER_WIDTH))
    row = 1
    for key, texts in zip(SECTIONS_OF_COVER, (introduction, data, contact), strict=True):
        page.write_string(row, 0, _both(f"downloads.workbook.{key}"), book.add_format(book.theme.cover_subtitle_format))
        for place, text in enumerate(texts, start=row + 1):
            page.set_row(place, _line_count(text, COVER_WIDTH) * LINE_HEIGHT)
        row += 1 + len(texts)
    page.set_row(0, _line_count(title, COVER_WIDTH) * LINE_HEIGHT * 1.5)
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _contents(book: GPWorkbook, tables: Mapping[str, GPTable]) -> GPTable:
    """The list of sheets, each with its title in both languages."""
    title = bilingual("downloads.workbook.contents_title")
    return book.make_table_of_contents(
        dict(tables),
        additional_elements=["subtitles"],
        column_names=[_both("downloads.workbook.sheet"), _both("downloads.workbook.description")],
        table_name="contents",
        title=title.zh,
        subtitles=[title.en],
        instructions=_both("downloads.workbook.one_table"),
    )


def _notes(book: GPWorkbook, notes: pd.DataFrame) -> GPTable:
    """The sheet of notes, numbered as the tables refer to them."""
    title = bilingual("downloads.workbook.notes_title")
    sheet = book.make_notesheet(
        notes, table_name="notes", title=f"{title.zh} {title.en}", instructions=_both("downloads.workbook.one_table")
    )
    heads = list(sheet.table.columns)
    sheet.set_table(sheet.table.rename(columns={heads[0]: _both("downloads.workbook.number")}))
    return sheet
