"""Figures of a workbook, by sheet and cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from planbook.errors import Problem, closest
from planbook.pull.entries import Entry, Figure, figure_of, year_of_text
from planbook.returns.workbooks import Look, cell_name, looks_of, plain, read_grids

__all__ = ["read_cells"]

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)
_LONGEST = 500  # cells of one range

Place = tuple[int, int]  # line and column, counted from 0


def read_cells(path: Path, entries: Sequence[Entry]) -> tuple[list[Figure], list[Problem]]:
    """The figures that the entries name in one workbook, and every cell that cannot be read."""
    grids = read_grids(path)
    if isinstance(grids, Problem):
        return [], [grids]
    looks = looks_of(path)
    figures: list[Figure] = []
    problems: list[Problem] = []
    for entry in entries:
        sheet = _sheet_of(entry, list(grids))
        if sheet is None:
            asked = entry.places.get("sheet", "")
            found = f'"{asked}"{closest(asked, grids)}' if asked else f"{len(grids)} sheets"
            fix = "write the sheet as its tab is called"
            problems.append(entry.problem("sheet", "there is no such sheet", found, f"one of {', '.join(grids)}", fix))
            continue
        reader = _Reader(entry, path.name, sheet, grids[sheet], looks.get(sheet, Look()))
        figures += reader.figures()
        problems += reader.problems
    return figures, problems


def _sheet_of(entry: Entry, names: Sequence[str]) -> str | None:
    asked = entry.places.get("sheet", "")
    if not asked:
        return names[0] if len(names) == 1 else None
    return next((name for name in names if _folded(name) == _folded(asked)), None)


class _Reader:
    """One entry being read from its sheet; `problems` gathers what cannot be."""

    def __init__(self, entry: Entry, file: str, sheet: str, grid: list[list[object]], look: Look):
        self.entry, self.file, self.sheet, self.grid, self.look = entry, file, sheet, grid, look
        self.problems: list[Problem] = []

    def figures(self) -> Iterator[Figure]:
        places = self.entry.places
        label = places.get("says", "")
        if not self._label_holds(label):
            return
        if "key" in places:
            fix = "write value or values, the cells it stands in"
            self.problems.append(
                self.entry.problem("key", "a workbook has no keys", places["key"], "cells of the sheet", fix)
            )
            return
        values, years = self._range("values" if "values" in places else "value"), self._years()
        if values is None or years is None:
            return
        if len(values) != len(years):
            found = f"{len(years)} years, {len(values)} values"
            fix = "let both ranges begin and end in the same columns (or rows)"
            what = "years and values are not of one length"
            self.problems.append(self.entry.problem("values", what, found, "a value for each year", fix))
            return
        for place, year in zip(values, years, strict=True):
            figure = None if year is None else figure_of(self.entry, year, self._cell(place), label, self._name(place))
            if figure is not None:
                yield figure
            elif year is not None and "value" in places:
                fix = "see whether the table has moved; correct value"
                self._refuse(place, "the cell is empty", "nothing", "a figure", fix, year)

    def _label_holds(self, says: str) -> bool:
        """Whether the row still begins as the mapping says: tables of yearbooks move from year to year."""
        place = self._range("label") if says else []
        if not place:
            return place is not None
        found = str(self._cell(place[0])).strip()
        if _folded(found) == _folded(says):
            return True
        fix = "see where the row stands in this file, and correct the cells of the mapping"
        shown = f'"{found[:60]}"' if found else "an empty cell"
        self._refuse(place[0], "the cell does not say what the mapping expects", shown, f'"{says}"', fix)
        return False

    def _years(self) -> list[int | None] | None:
        """The year of each value, None where its cell is not one (and told); None where there are none at all."""
        if "years" not in self.entry.places and (year := year_of_text(self.entry.places.get("year", ""))) is not None:
            return [year]
        places = self._range("years" if "years" in self.entry.places else "year")
        if places is None:
            return None
        years = []
        for place in places:
            cell = self._cell(place)
            years.append(year_of_text(cell))
            if years[-1] is None:
                found = f'"{cell}"' if str(cell).strip() else "an empty cell"
                fix = "correct the cells of years, or leave out the column"
                self._refuse(place, "the cell does not hold a year", found, "a year such as 2023", fix)
        return years

    def _range(self, key: str) -> list[Place] | None:
        """The cells of a range of one row or column; None where it is none (and told)."""
        written = self.entry.places[key]
        ends = [_CELL.fullmatch(part.strip()) for part in written.split(":")]
        corners = [(int(end[2]) - 1, _column(end[1])) for end in ends if end is not None]
        if len(corners) == len(ends) and len(ends) in (1, 2):
            (top, left), (bottom, right) = corners[0], corners[-1]
            single = key in ("value", "year", "label")
            straight = (top == bottom or left == right) and top <= bottom and left <= right
            size = (bottom - top + 1) * (right - left + 1)
            if straight and (not single or size == 1) and size <= _LONGEST:
                return [(line, column) for line in range(top, bottom + 1) for column in range(left, right + 1)]
        expected = "a cell such as C12" if key in ("value", "year", "label") else "cells of one row or column, as B4:H4"
        self.problems.append(
            self.entry.problem(
                key, "the cells are not written as they should be", f'"{written}"', expected, f"correct {key}"
            )
        )
        return None

    def _cell(self, place: Place) -> object:
        """A cell as a person reads it."""
        line, column = place
        if place in self.look.errors:
            return self.look.errors[place]
        raw = self.grid[line][column] if line < len(self.grid) and column < len(self.grid[line]) else ""
        if isinstance(raw, bool):
            return str(raw)
        if isinstance(raw, int | float):
            return plain(float(raw) * 100) if place in self.look.per_cent else plain(float(raw))
        if isinstance(raw, datetime | date):
            return raw.isoformat()[:10]
        return "" if raw is None else raw

    def _name(self, place: Place) -> str:
        return cell_name(self.file, self.sheet, *place)

    def _refuse(self, place: Place, what: str, found: str, expected: str, fix: str, year: int | None = None) -> None:
        self.problems.append(
            Problem(self._name(place), what, found, expected, fix, subject=self.entry.subject, year=year)
        )


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _folded(text: str) -> str:
    """A text as it is compared: width, blanks and line breaks do not count."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
