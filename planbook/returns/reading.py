"""Workbooks as units send them back: rows of what was entered, each cell known by file, sheet and address.

Nothing is judged here but whether a cell can be read; what it may hold is for the plan's own checks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from planbook.errors import Problem
from planbook.returns.layout import SHEETS, Field, Sheet, field_of, sheet_name
from planbook.returns.template import code_words
from planbook.returns.workbooks import Look, cell_name, looks_of, plain, read_grids

__all__ = ["ReturnRow", "read_returns"]

_HEADS_SOUGHT = 12  # the header stands among so many first lines


@dataclass(frozen=True)
class ReturnRow:
    """One row of a return: the entered cells by key as text, and the place of each (`民政局.xlsx 指标!D14`)."""

    sheet: Sheet
    subject: str
    cells: dict[str, str]
    places: dict[str, str] = field(default_factory=dict)


def read_returns(paths: Sequence[Path], year: int) -> tuple[tuple[ReturnRow, ...], tuple[Problem, ...]]:
    """The rows of all workbooks in which something was entered, and every cell that cannot be read."""
    rows: list[ReturnRow] = []
    problems: list[Problem] = []
    for path in paths:
        found, wrong = _read_workbook(path, year)
        rows += found
        problems += wrong
    problems += _contradictions(rows)
    return tuple(rows), tuple(problems)


def _read_workbook(path: Path, year: int) -> tuple[list[ReturnRow], list[Problem]]:
    grids = read_grids(path)
    if isinstance(grids, Problem):
        return [], [grids]
    looks = looks_of(path)
    rows: list[ReturnRow] = []
    problems: list[Problem] = []
    known = False
    for name, grid in grids.items():
        sheet, line = _find_sheet(name, grid)
        if sheet is None or line is None:
            continue
        known = True
        reader = _SheetReader(path.name, name, sheet, year, looks.get(name, Look()))
        rows += reader.read(grid, line)
        problems += reader.problems
    if not known:
        names = ", ".join(sheet.name for sheet in SHEETS)
        fix = "fill in the workbook that python build.py returns template writes"
        problems.append(
            Problem(path.name, "no sheet of a return is in the workbook", ", ".join(grids), f"one of {names}", fix)
        )
    return rows, problems


def _find_sheet(name: str, grid: list[list[object]]) -> tuple[Sheet | None, int | None]:
    """Which sheet a tab is and on which line its heads stand; by its name, else by its heads."""
    named = sheet_name(name)
    for sheet in (named,) if named else SHEETS:
        for line, cells in enumerate(grid[:_HEADS_SOUGHT]):
            heads = {found.key for cell in cells if (found := field_of(sheet, cell)) is not None}
            entries = {each.key for each in sheet.entries} - {"id"}
            if "id" in heads and heads & entries:
                return sheet, line
    return None, None


class _SheetReader:
    """One sheet being read; `problems` gathers what could not be."""

    def __init__(self, file: str, tab: str, sheet: Sheet, year: int, look: Look):
        self.file, self.tab, self.sheet, self.year, self.look = file, tab, sheet, year, look
        self.problems: list[Problem] = []

    def read(self, grid: list[list[object]], line: int) -> Iterator[ReturnRow]:
        columns = {
            column: found for column, head in enumerate(grid[line]) if (found := field_of(self.sheet, head)) is not None
        }
        self._check_year(grid[line], columns, line)
        for number, cells in enumerate(grid[line + 1 :], start=line + 1):
            row = self._row(cells, columns, number)
            if row is not None:
                yield row

    def _place(self, line: int, column: int) -> str:
        return cell_name(self.file, self.tab, line, column)

    def _check_year(self, heads: list[object], columns: dict[int, Field], line: int) -> None:
        """A workbook of another year would put its figures into this one."""
        for column, found in columns.items():
            text = str(heads[column])
            dated = found.key in ("value", "status") and self.sheet.key != "revisions" and re.search(r"\d", text)
            if dated and str(self.year) not in text:
                self.problems.append(
                    Problem(
                        self._place(line, column),
                        "the return is of another year",
                        f'"{text.splitlines()[0]}"',
                        str(self.year),
                        "give the year of the return with --year",
                    )
                )

    def _row(self, cells: list[object], columns: dict[int, Field], line: int) -> ReturnRow | None:
        subject, entered, places = "", {}, {}
        for column, found in columns.items():
            raw = cells[column] if column < len(cells) else ""
            text = self._text(raw, found, line, column)
            if found.key == "id":
                subject = text
                places["id"] = self._place(line, column)
            elif found.entry and text:
                entered[found.key] = text
                places[found.key] = self._place(line, column)
        if not entered:
            return None
        if not subject:
            first = next(iter(entered))
            self.problems.append(
                Problem(
                    places[first],
                    "a row has entries and no id",
                    f'"{entered[first]}"',
                    "the id of what the row is about in the first column",
                    "write the id, or clear the row",
                )
            )
            return None
        return ReturnRow(self.sheet, subject, entered, places)

    def _text(self, raw: object, found: Field, line: int, column: int) -> str:
        """A cell as the text that a CSV file would hold."""
        if (line, column) in self.look.errors:
            return self.look.errors[line, column]
        if raw is None or raw == "":
            return ""
        if isinstance(raw, bool):
            return "TRUE" if raw else "FALSE"
        if isinstance(raw, int | float):
            if (line, column) in self.look.per_cent and found.key == "value":
                return plain(float(raw) * 100)  # shown as 42 %, held as 0.42
            return plain(float(raw))
        if isinstance(raw, datetime | date | time):
            return raw.isoformat()[:10] if found.key == "due_by" else raw.isoformat()
        text = str(raw).strip()
        offered = code_words(found.key)
        if offered and text:
            return _code(text, offered)
        return "" if text in ("", "\u3000") else text


def _code(text: str, offered: Mapping[str, str]) -> str:
    """The code of what was picked or typed; the text itself where it is none, to be refused by the plan's checks."""
    known = {_folded(word): code for word, code in offered.items()}
    known |= {_folded(word.partition(" ")[2]): code for word, code in offered.items() if " " in word}
    known |= {_folded(code): code for code in offered.values()}
    return known.get(_folded(text), text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _contradictions(rows: Sequence[ReturnRow]) -> Iterator[Problem]:
    """Two units, or two files, that say different things of one figure."""
    known: dict[tuple[str, str, str, str], tuple[str, str]] = {}
    for row in rows:
        if row.sheet.key == "findings":
            continue
        for key in ("value", "status"):
            if key not in row.cells:
                continue
            about = (row.sheet.folder, row.subject, row.cells.get("year", ""), key)
            text, place = known.setdefault(about, (row.cells[key], row.places[key]))
            if text != row.cells[key]:
                yield Problem(
                    row.places[key],
                    "two returns say different things",
                    f'"{row.cells[key]}", and "{text}" in {place}',
                    "one figure",
                    "settle with the units which holds, and clear the other",
                    subject=row.subject,
                )
