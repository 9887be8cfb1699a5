"""One table: a frozen model, its Markdown, its HTML through a Jinja2 template, its plain text.

great_tables was tried (1.1.0) and is not used. Its heading is a row of the table's head where a screen reader and
pandoc look for `<caption>`; the head over the row names is an empty `<th>`; row groups have no header scope; and
each table brings 8 KB of style sheet and a wrapper with inline styles, which the site's own sheet would have to undo.
What is left of it after that is the loop over rows in `site/shell/table.html.j2`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from planbook.looks import ILLUSTRATIVE_MARK, STATUSES
from planbook.model import Status
from planbook.paths import find_project
from planbook.present.inline import Inline, plain, span
from planbook.present.marks import MARK_IN_HTML, MARK_IN_MARKDOWN, has_mark, without_mark
from planbook.present.pieces import Piece, only_on_page, only_on_paper
from planbook.present.tables.list_table import list_table, table_note

__all__ = ["Column", "Row", "Table", "without_empty_columns"]

Cell = Inline | str
NOTHING = ("", "–", "…")
NOT_REPORTED = STATUSES[Status.NOT_REPORTED].css


@dataclass(frozen=True)
class Column:
    """A column: its head, the unit that all its rows share, and whether it holds numbers."""

    head: Cell
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """A row of cells, the first of which names it; with `group` set, a heading over the rows that follow.

    One cell alone spans the table: it says that there is nothing to show.
    """

    cells: tuple[Cell, ...] = ()
    group: Cell | None = None
    css_class: str = ""


@dataclass(frozen=True)
class Table:
    """A table for a page, for print and for a terminal.

    Attributes
    ----------
    id : stable within a page.
    caption : what the table shows, in what unit where all columns share one.
    columns : heads, the first one over the names of the rows.
    rows : cells as text; numbers come already written out.
    notes : lines under the table.
    page_note, paper_note : the last line, where page and paper differ in it.
    row_header : index of the cell that names a row.
    role : of its scrolling frame: `region`, a landmark named by the caption, or `group` where captions may repeat.
    """

    id: str
    caption: Cell
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[Cell] = ()
    page_note: Cell = ""
    paper_note: Cell = ""
    row_header: int = 0
    css_class: str = ""
    role: str = "region"

    def html(self) -> str:
        """The table in its scrolling region, with notes under it."""
        marked = self.marked_once()
        return (
            _template("table.html.j2")
            .render(
                table=self,
                columns=[_head(column) for column in marked.columns],
                bodies=_bodies(marked.rows),
                caption=_markup(self.caption),
                notes=[_markup(note) for note in (*self.notes, self.page_note) if note],
            )
            .rstrip("\n")
        )

    def text(self) -> str:
        """Caption, heads, rows and notes, one a line, cells parted by ` | `."""
        marked = self.marked_once()
        heads = [_text(column.head) + (f" [{column.unit}]" if column.unit else "") for column in marked.columns]
        lines = [_text(self.caption), " | ".join(heads)]
        for row in marked.rows:
            lines.append(_text(row.group) if row.group is not None else " | ".join(_text(cell) for cell in row.cells))
        return "\n".join([*lines, *(_text(note) for note in (*self.notes, self.page_note) if note)])

    def markdown(self) -> str:
        """The table as a list of rows, with notes under it."""
        attributes = {
            "aligns": ",".join("r" if column.numeric else "l" for column in self.columns),
            "header-rows": "1",
            "header-cols": str(self.row_header + 1),
        }
        if self.role != "region":
            attributes["role"] = self.role
        marked = self.marked_once()
        rows: list[list[Cell]] = [[_head_cell(column) for column in marked.columns]]
        for row in marked.rows:
            rows.append([_with_marks(cell, marks) for cell, marks in zip(*self._marked(row), strict=True)])
        classes = ["planbook", *self.css_class.split()]
        parts = [list_table(self.id, classes, attributes.items(), self.caption, rows)]
        parts += [table_note(note) for note in self.notes]
        parts.append(only_on_page(table_note(self.page_note)) if self.page_note else "")
        parts.append(only_on_paper(table_note(self.paper_note)) if self.paper_note else "")
        return "\n\n".join(part for part in parts if part)

    def _marked(self, row: Row) -> tuple[Sequence[Cell], list[str]]:
        """The cells of a row, and what is said of each or of the row in its first."""
        width = len(self.columns)
        if row.group is not None:
            return (row.group,), [f".group colspan={width}"]
        spans = len(row.cells) == 1 and width > 1
        first = " ".join([f"colspan={width}"] * spans + [f'row="{row.css_class}"'] * bool(row.css_class))
        return row.cells, [first, *[""] * (len(row.cells) - 1)]

    def marked_once(self) -> Table:
        """The table with ◇ in the head of each column of which every figure bears it, instead of behind each.

        A column in which some figures are made up and others are not keeps the mark behind each that is.
        """
        width = len(self.columns)
        full = [row for row in self.rows if row.group is None and len(row.cells) == width]
        columns, whole = list(self.columns), set()
        for place, column in enumerate(self.columns):
            cells = [cell for row in full if _says_something(cell := row.cells[place], column.numeric)]
            marked = [cell for cell in cells if isinstance(cell, Inline) and has_mark(cell)]
            if len(marked) > 1 and len(marked) == len(cells):
                head = column.head if isinstance(column.head, Inline) else plain(column.head)
                mark = MARK_IN_HTML.search(marked[0].html)
                assert mark is not None
                sign = Inline(mark[0], MARK_IN_MARKDOWN, f" {ILLUSTRATIVE_MARK}")
                columns[place] = replace(column, head=head + sign)
                whole.add(place)
        rows = [replace(row, cells=_bared(row.cells, whole)) if len(row.cells) == width else row for row in self.rows]
        return replace(self, columns=columns, rows=rows)

    def piece(self) -> Piece:
        """What a notebook cell shows."""
        return Piece(id=self.id, html=self.html(), markdown=self.markdown(), text=self.text())


def _head_cell(column: Column) -> Inline:
    head = column.head if isinstance(column.head, Inline) else plain(column.head)
    if not column.unit:
        return head
    unit = span(column.unit, "unit")
    return head + plain(" ") + unit if head else unit


def _with_marks(cell: Cell, marks: str) -> Cell:
    face = cell if isinstance(cell, Inline) else plain(cell)
    return Inline(face.html, f"[]{{{marks}}}{face.markdown}", face.text) if marks else face


def without_empty_columns(table: Table) -> Table:
    """The table without the columns in which no row says anything."""
    width = len(table.columns)
    full = [row for row in table.rows if row.group is None and len(row.cells) == width]
    kept = [place for place in range(width) if not full or any(_says(row.cells[place]) for row in full)]
    rows = [
        replace(row, cells=tuple(row.cells[place] for place in kept)) if len(row.cells) == width else row
        for row in table.rows
    ]
    return replace(table, columns=[table.columns[place] for place in kept], rows=rows)


def _says(cell: Cell) -> bool:
    return _text(cell).strip() not in NOTHING


def _head(column: Column) -> dict[str, object]:
    return {"head": _markup(column.head), "unit": column.unit, "numeric": column.numeric}


def _bodies(rows: Sequence[Row]) -> list[dict[str, object]]:
    """The rows in bodies: each heading opens one, so that its scope ends where the next begins."""
    bodies: list[tuple[Markup | None, list[dict[str, object]]]] = []
    for row in rows:
        if row.group is not None or not bodies:
            bodies.append((None if row.group is None else _markup(row.group), []))
        if row.group is None:
            bodies[-1][1].append({"cells": [_markup(cell) for cell in row.cells], "css_class": row.css_class})
    return [{"group": group, "rows": own} for group, own in bodies]


def _says_something(cell: Cell, numeric: bool) -> bool:
    """Whether a cell holds a figure or a status: what could be made up; a dash or "not reported" could not."""
    text = _text(cell)
    if numeric:
        return any(character.isdigit() for character in text) or ILLUSTRATIVE_MARK in text
    not_reported = isinstance(cell, Inline) and NOT_REPORTED in cell.html
    return _says(cell) and not not_reported


def _bared(cells: tuple[Cell, ...], whole: set[int]) -> tuple[Cell, ...]:
    return tuple(
        without_mark(cell) if place in whole and isinstance(cell, Inline) else cell for place, cell in enumerate(cells)
    )


def _markup(cell: Cell) -> Markup:
    return Markup((cell if isinstance(cell, Inline) else plain(cell)).html)


def _text(cell: Cell | None) -> str:
    return cell.text if isinstance(cell, Inline) else str(cell)


@lru_cache(maxsize=4)
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> Template:
    return _environment(find_project().site_sources / "shell").get_template(name)
