"""Tables as they stand in the files: every cell text, every row with its line number.

How a file is written (encoding, separators, header) is told apart here, and said where it is not what was asked for;
what its cells hold is for `planbook.load.readings`. Every later check can name the line a person has to open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planbook.errors import Problem
from planbook.load.encodings import UnreadableError, decode
from planbook.load.grids import NOTHING, read_grid
from planbook.load.limits import too_large
from planbook.model import EditionName
from planbook.schema import TABLES, TableSchema, schema_of

__all__ = [
    "CsvRow",
    "CsvTable",
    "Tables",
    "edition_of",
    "plain_number",
    "read_tables",
    "whole_number",
    "year_of",
]

# Only these are numbers here: float() would also take "nan", "1_000" and digits of other scripts.
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)


@dataclass(frozen=True)
class CsvTable:
    """One CSV file.

    `records` holds the text of each row by column ("" where empty), under the line of the file the row begins on (the
    header is line 1). `key` says where the file lies in the plan's folder.
    """

    key: str
    shown: str
    records: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def schema(self) -> TableSchema:
        return schema_of(self.key)

    def problem(self, row: int | None, what: str, found: str, expected: str, fix: str, **more: Any) -> Problem:
        """A `Problem` in this file, naming the row's subject and year where the row has them."""
        if row is not None:
            cells = self.records[row]
            more = {"subject": self.subject(row), "year": whole_number(cells.get("year", ""))} | more
        return Problem(self.shown, what, found, expected, fix, row=row, **more)

    def subject(self, row: int) -> str | None:
        """What a row is about: its first column, with the area where the table has one."""
        cells = self.records[row]
        parts = [cells.get(self.schema.columns[0].name, ""), cells.get("area", "")]
        return ", ".join(part for part in parts if part) or None

    def rows(self) -> Iterator[CsvRow]:
        return (CsvRow(self, line, cells) for line, cells in self.records.items())


@dataclass(frozen=True)
class CsvRow:
    """One row of a table: its text by column, and the line it begins on."""

    table: CsvTable
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def number(self, column: str) -> float | None:
        return plain_number(self.cells[column])

    def whole(self, column: str) -> int | None:
        return whole_number(self.cells[column])

    def problem(self, what: str, found: str, expected: str, fix: str, **more: Any) -> Problem:
        return self.table.problem(self.line, what, found, expected, fix, **more)


@dataclass(frozen=True)
class Tables:
    """All tables of a data folder, by key (`plan/indicators.csv`, `observations/2023.csv`)."""

    folder: Path
    shown: str
    by_key: dict[str, CsvTable] = field(default_factory=dict)

    def __getitem__(self, key: str) -> CsvTable:
        return self.by_key[key]

    def __contains__(self, key: str) -> bool:
        return key in self.by_key

    def __iter__(self) -> Iterator[CsvTable]:
        return iter(self.by_key.values())

    def yearly(self, folder: str, edition: EditionName | None = None) -> tuple[tuple[int, CsvTable], ...]:
        """The files of a folder such as `observations` as (year, table), oldest first; those that an edition reads."""
        found = [(edition_of(table.key), table) for table in self if table.schema.path == folder]
        read = [(name, table) for name, table in found if edition is None or edition.reads(name)]
        return tuple((name.year, table) for name, table in sorted(read, key=lambda pair: str(pair[0])))

    def ids(self, key: str) -> tuple[str, ...]:
        """The ids (first column) of a table, in file order."""
        first = self[key].schema.columns[0].name
        return tuple(cells[first] for cells in self[key].records.values())

    def show(self, key: str) -> str:
        return f"{self.shown}/{key}"


def edition_of(key: str) -> EditionName:
    """The edition a yearly file is named after."""
    return EditionName.of(Path(key).stem)


def year_of(key: str) -> int:
    """The year a yearly file is named after."""
    return edition_of(key).year


def plain_number(text: str) -> float | None:
    """A cell as a number; None where it is empty or not a plain finite number."""
    if not _PLAIN_NUMBER.fullmatch(text):
        return None
    number = float(text)
    return None if number in (float("inf"), float("-inf")) else number


def whole_number(text: str) -> int | None:
    """A cell as a whole number; None where it is empty or none."""
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else None


def read_tables(folder: Path, shown: str) -> tuple[Tables, tuple[Problem, ...]]:
    """Every table of a data folder that can be read, and what is wrong with those that cannot.

    A table the plan does without (areas, tasks, achievements, glossary, precedents, context) is an empty one. A table
    whose columns cannot be told is left out of the result, and a problem says why. What else lies in the folder is for
    `planbook.load.folder`.
    """
    problems: list[Problem] = []
    by_key: dict[str, CsvTable] = {}
    if not folder.is_dir():
        problem = Problem(
            shown,
            "there is no such data folder",
            "nothing",
            "a folder with the plan's data",
            "give the folder that holds plan/plan.yml with --data",
        )
        return Tables(folder, shown), (problem,)
    for schema in TABLES:
        if schema.yearly:
            for path in sorted((folder / schema.path).glob("*.csv")):
                if EditionName.fits(path.stem) and path.is_file():
                    _add(by_key, problems, folder, shown, f"{schema.path}/{path.name}")
        elif (folder / schema.path).is_file():
            _add(by_key, problems, folder, shown, schema.path)
        elif schema.required and not (folder / schema.path).exists():
            problems.append(
                Problem(
                    f"{shown}/{schema.path}",
                    "the file is missing",
                    "no file",
                    "a table with the columns " + ", ".join(schema.names),
                    f"add {shown}/{schema.path}",
                )
            )
        elif not schema.required:
            by_key[schema.path] = CsvTable(schema.path, f"{shown}/{schema.path}")
    return Tables(folder, shown, by_key), tuple(problems)


def _add(by_key: dict[str, CsvTable], problems: list[Problem], folder: Path, shown: str, key: str) -> None:
    table, found = _read_table(folder / key, key, f"{shown}/{key}", schema_of(key))
    problems.extend(found)
    if table is not None:
        by_key[key] = table


def _read_table(path: Path, key: str, shown: str, schema: TableSchema) -> tuple[CsvTable | None, list[Problem]]:
    """One file as a table; None where its columns cannot be told."""
    if (large := too_large(path, shown)) is not None:
        return None, [large]
    try:
        decoded = decode(path.read_bytes())
    except UnreadableError as error:
        return None, [_unreadable(shown, error)]
    if not decoded.text.strip(NOTHING):
        return None, [
            Problem(
                shown,
                "the file is empty",
                "no header",
                "the columns " + ", ".join(schema.names),
                "write the header line, or delete the file where the plan has no such table",
            )
        ]
    notes = [] if not decoded.read_as else [f"{decoded.read_as} instead of UTF-8"]
    grid = read_grid(decoded.text, shown, schema)
    problems = list(grid.problems)
    if grid.records is None:
        return None, problems
    notes += grid.notes
    problems += [
        Problem(
            shown,
            "the file is read although it is written in another way",
            note,
            "UTF-8, commas and the columns " + ", ".join(schema.names),
            "nothing needs to be done; save the file as “CSV UTF-8” to be rid of this note",
            severity="note",
        )
        for note in notes
    ]
    return CsvTable(key, shown, grid.records), problems


def _unreadable(shown: str, error: UnreadableError) -> Problem:
    if error.workbook:
        return Problem(
            shown,
            "a workbook stands under the name of a CSV file",
            error.found,
            "text in UTF-8",
            "save it as “CSV UTF-8”, or hand it in with python build.py returns import",
        )
    return Problem(
        shown,
        "the encoding of the file cannot be told",
        error.found,
        "UTF-8",
        "save the file again as “CSV UTF-8”",
        row=error.line,
    )
