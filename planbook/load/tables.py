"""Tables as they stand in the files: every cell text, every row with its line number.

Nothing is interpreted here beyond what makes a CSV file a table (encoding, header, as many fields in each row
as in the header), so that every later check can name the line a person has to open.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planbook.errors import Problem, closest
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
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [
            Problem(
                shown,
                "the file is not encoded in UTF-8",
                _encoding_of(error.object),
                "UTF-8",
                "save the file again as “CSV UTF-8”",
                row=line,
            )
        ]
    if not text.strip():
        return None, [
            Problem(
                shown,
                "the file is empty",
                "no header",
                "the columns " + ", ".join(schema.names),
                "write the header line, or delete the file where the plan has no such table",
            )
        ]
    records = _records(text)
    try:
        _, header = next(records)
        problems = _check_header(header, shown, schema)
        if problems:
            return None, problems
        absent = {column.name: "" for column in schema.columns if column.name not in header}
        rows: dict[int, dict[str, str]] = {}
        for line, record in records:
            if len(record) == len(header) and any(record):
                rows[line] = dict(zip(header, record, strict=True)) | absent
            else:
                problems.append(_odd_record(record, line, header, shown))
    except _OpenQuoteError as error:
        return None, [
            Problem(
                shown,
                "the row cannot be read as CSV",
                error.message,
                "each double quote closed, and doubled inside quoted text",
                "close the quote, or double it where it belongs to the text",
                row=error.line,
            )
        ]
    return CsvTable(key, shown, rows), problems


def _encoding_of(content: bytes) -> str:
    """What a file that is not UTF-8 probably is: spreadsheets in Chinese save in GBK."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "bytes that UTF-8 has not"
    return "what looks like GBK (GB 18030)"


class _OpenQuoteError(Exception):
    """The quotes of the row that begins on `line` do not close."""

    def __init__(self, line: int, message: str):
        self.line, self.message = line, message
        super().__init__(message)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line each begins on; lines with nothing on them are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for record in reader:
            if record:
                yield begins, record
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _OpenQuoteError(begins, str(error)) from error


def _check_header(header: list[str], shown: str, schema: TableSchema) -> list[Problem]:
    columns = schema.names
    if len(header) == 1 and len(columns) > 1 and re.search(r"[;\t]", header[0]):
        return [
            Problem(
                shown,
                "the columns are not separated by commas",
                f'"{header[0]}"',
                ",".join(columns),
                "save the file again as comma-separated “CSV UTF-8”",
                row=1,
            )
        ]
    problems = []
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            problems.append(
                Problem(
                    shown,
                    f'column "{name}" stands in the header more than once',
                    f"{header.count(name)} columns of that name",
                    "each column once",
                    f'delete or rename the second "{name}"',
                    row=1,
                )
            )
        if name not in columns:
            missing = [column for column in columns if column not in header]
            problems.append(
                Problem(
                    shown,
                    "a column is not known",
                    f'"{name}"{closest(name, missing)}',
                    "one of " + ", ".join(columns),
                    f'rename or delete the column "{name}"',
                    row=1,
                )
            )
    problems.extend(
        Problem(
            shown,
            f'column "{name}" is missing',
            ", ".join(header),
            f'a column "{name}"',
            f'add "{name}" to the header and to every row',
            row=1,
        )
        for name in columns
        if name not in header and not schema.column(name).optional
    )
    return problems


def _odd_record(record: list[str], line: int, header: list[str], shown: str) -> Problem:
    subject = record[0] or None
    if not any(record):
        return Problem(shown, "the row is empty", "separators only", "a row with values", "delete the row", row=line)
    if len(record) > len(header):
        extra = ", ".join(f'"{cell}"' for cell in record[len(header) :])
        return Problem(
            shown,
            "the row has more fields than the header",
            f"{len(record)} fields (beyond the last column: {extra})",
            f"{len(header)} fields",
            "put text that holds a comma in double quotes",
            row=line,
            subject=subject,
        )
    return Problem(
        shown,
        "the row has fewer fields than the header",
        f"{len(record)} fields",
        f"{len(header)} fields",
        f'add commas up to the last column, "{header[-1]}"',
        row=line,
        subject=subject,
    )
