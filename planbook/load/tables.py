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

import pandas as pd

from planbook.errors import Problem

__all__ = [
    "COLUMNS",
    "REQUIRED_TABLES",
    "YEARLY_FOLDERS",
    "CsvRow",
    "CsvTable",
    "Tables",
    "closest",
    "plain_number",
    "read_tables",
    "whole_number",
    "year_of",
]

# Column → type, as Frictionless names it. What the model needs of each table; `datapackage.json` adds the rules.
_FIGURE = {"flag": "string", "source_id": "string"}
_NOTES = {"note_zh": "string", "note_en": "string"}
COLUMNS: dict[str, dict[str, str]] = {
    "plan/chapters.csv": dict.fromkeys(
        ("chapter_id", "parent_id", "number", "title_zh", "title_en", "notebook", "page"), "string"
    ),
    "plan/areas.csv": dict.fromkeys(("area_id", "name_zh", "name_en", "level", "code", "parent_id"), "string"),
    "plan/units.csv": dict.fromkeys(("unit_id", "kind", "zh", "en_one", "en_other"), "string")
    | {"decimals": "integer"},
    "plan/indicators.csv": {
        "indicator_id": "string",
        "number": "integer",
        "chapter_id": "string",
        "name_zh": "string",
        "name_en": "string",
        "short_name_zh": "string",
        "short_name_en": "string",
        "definition_zh": "string",
        "definition_en": "string",
        "formula_zh": "string",
        "formula_en": "string",
        "baseline_year": "integer",
        "baseline": "number",
        "target_year": "integer",
        "target": "number",
        "target_high": "number",
        "bound": "string",
        "direction": "string",
        "unit_id": "string",
        "type": "string",
        "target_kind": "string",
        "tolerance": "number",
        "reference_series_id": "string",
        "source_id": "string",
    },
    "plan/tasks.csv": {
        "task_id": "string",
        "chapter_id": "string",
        "kind": "string",
        "text_zh": "string",
        "text_en": "string",
        "baseline_year": "integer",
        "baseline": "number",
        "target_year": "integer",
        "target": "number",
        "bound": "string",
        "direction": "string",
        "unit_id": "string",
        "target_kind": "string",
        "indicator_id": "string",
        "source_id": "string",
        "place": "string",
    },
    "plan/achievements.csv": {
        "achievement_id": "string",
        "chapter_id": "string",
        "label_zh": "string",
        "label_en": "string",
        "kind": "string",
        "value": "number",
        "year": "integer",
        "unit_id": "string",
        "start_value": "number",
        "start_year": "integer",
        "qualifier": "string",
        "indicator_id": "string",
        "task_id": "string",
        "source_id": "string",
        "place": "string",
    },
    "plan/glossary.csv": {
        "term_id": "string",
        "term_zh": "string",
        "term_en": "string",
        "definition_zh": "string",
        "definition_en": "string",
        "footnote": "integer",
        "source_id": "string",
    },
    "plan/precedents.csv": {
        "precedent_id": "string",
        "document_zh": "string",
        "document_en": "string",
        "published": "string",
        "indicators": "integer",
        "classes_zh": "string",
        "classes_en": "string",
        "source_id": "string",
    },
    "plan/yearbook.csv": dict.fromkeys(
        ("table_id", "kind", "chapter_id", "series", "title_zh", "title_en", "note_zh", "note_en"), "string"
    ),
    "observations": {"indicator_id": "string", "year": "integer", "value": "number"} | _FIGURE | _NOTES,
    "progress": {"task_id": "string", "year": "integer", "value": "number", "status": "string"} | _FIGURE | _NOTES,
    "context/series.csv": dict.fromkeys(
        ("series_id", "name_zh", "name_en", "definition_zh", "definition_en", "unit_id", "measure"), "string"
    ),
    "context/values.csv": {"series_id": "string", "area": "string", "year": "integer", "value": "number"}
    | _FIGURE
    | {"quote": "string", "preferred": "boolean"}
    | _NOTES,
    "context/derived.csv": {"series_id": "string", "area": "string", "year": "integer", "value": "number"}
    | _FIGURE
    | {"expression": "string", "inputs": "string"}
    | _NOTES,
    "sources.csv": dict.fromkeys(
        (
            "source_id",
            "title_zh",
            "title_en",
            "publisher_zh",
            "publisher_en",
            "published",
            "document_number",
            "address",
            "kind",
            "note_zh",
            "note_en",
        ),
        "string",
    ),
}
YEARLY_FOLDERS = ("observations", "progress")
REQUIRED_TABLES = ("plan/chapters.csv", "plan/units.csv", "plan/indicators.csv", "sources.csv")

# Only these are numbers here: float() would also take "nan", "1_000" and digits of other scripts.
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)


@dataclass(frozen=True)
class CsvTable:
    """One CSV file.

    `cells` holds text only ("" where empty); its index is the line of the file a row begins on (the header is
    line 1). `key` says where the file lies in the data folder, `columns_of` which table it is a file of.
    """

    key: str
    shown: str
    cells: pd.DataFrame

    @property
    def kind(self) -> str:
        folder = self.key.partition("/")[0]
        return folder if folder in YEARLY_FOLDERS else self.key

    def problem(self, row: int | None, what: str, found: str, expected: str, fix: str, **more) -> Problem:
        """A `Problem` in this file, naming the row's subject and year where the row has them."""
        if row is not None and "subject" not in more:
            more["subject"] = self.subject(row)
        if row is not None and "year" not in more:
            more["year"] = self.year(row)
        return Problem(self.shown, what, found, expected, fix, row=row, **more)

    def subject(self, row: int) -> str | None:
        """What a row is about: its first column, with the area where the table has one."""
        parts = [self.cells.at[row, self.cells.columns[0]]]
        if "area" in self.cells.columns:
            parts.append(self.cells.at[row, "area"])
        return ", ".join(part for part in parts if part) or None

    def year(self, row: int) -> int | None:
        if "year" not in self.cells.columns:
            return None
        return whole_number(self.cells.at[row, "year"])

    def rows(self) -> Iterator[CsvRow]:
        columns = list(self.cells.columns)
        for line, *cells in self.cells.itertuples(name=None):
            yield CsvRow(self, line, dict(zip(columns, cells, strict=True)))


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

    def problem(self, what: str, found: str, expected: str, fix: str, **more) -> Problem:
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

    def yearly(self, folder: str, up_to: int | None = None) -> tuple[tuple[int, CsvTable], ...]:
        """The files of `observations` or `progress` as (year, table), oldest first."""
        found = ((year_of(table.key), table) for table in self if table.kind == folder)
        return tuple(
            sorted(((year, table) for year, table in found if up_to is None or year <= up_to), key=lambda pair: pair[0])
        )

    def ids(self, key: str) -> tuple[str, ...]:
        """The ids (first column) of a table, in file order."""
        return tuple(self[key].cells.iloc[:, 0])

    def show(self, key: str) -> str:
        return f"{self.shown}/{key}"


def year_of(key: str) -> int:
    """The year a yearly file is named after."""
    return int(Path(key).stem)


def closest(word: str, known) -> str:
    """` (did you mean "…"?)` for a likely slip, else ""."""
    import difflib

    near = difflib.get_close_matches(word, [str(name) for name in known], n=1, cutoff=0.75)
    return f' (did you mean "{near[0]}"?)' if near else ""


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
    whose columns cannot be told is left out of the result, and a problem says why.
    """
    problems: list[Problem] = []
    by_key: dict[str, CsvTable] = {}
    if not folder.is_dir():
        problem = Problem(
            shown,
            "there is no such data folder",
            "nothing",
            "a folder with the plan's data",
            "give the folder that holds datapackage.json with --data",
        )
        return Tables(folder, shown), (problem,)
    for key in COLUMNS:
        if key in YEARLY_FOLDERS:
            for path in sorted((folder / key).glob("*.csv")):
                name = f"{key}/{path.name}"
                if not re.fullmatch(r"[0-9]{4}", path.stem):
                    problems.append(
                        Problem(
                            f"{shown}/{name}",
                            "the file is not named after a year",
                            f'"{path.name}"',
                            "a name such as 2023.csv",
                            "rename the file to the year whose end it reports",
                        )
                    )
                    continue
                _add(by_key, problems, folder, shown, name, key)
        elif (folder / key).is_file():
            _add(by_key, problems, folder, shown, key, key)
        elif key in REQUIRED_TABLES:
            problems.append(
                Problem(
                    f"{shown}/{key}",
                    "the file is missing",
                    "no file",
                    "a table with the columns " + ", ".join(COLUMNS[key]),
                    f"add {shown}/{key}",
                )
            )
        else:
            by_key[key] = CsvTable(key, f"{shown}/{key}", pd.DataFrame(columns=list(COLUMNS[key]), dtype=str))
    return Tables(folder, shown, by_key), tuple(problems)


def _add(by_key: dict[str, CsvTable], problems: list[Problem], folder: Path, shown: str, key: str, kind: str) -> None:
    table, found = _read_table(folder / key, key, f"{shown}/{key}", COLUMNS[kind])
    problems.extend(found)
    if table is not None:
        by_key[key] = table


def _read_table(path: Path, key: str, shown: str, columns: dict[str, str]) -> tuple[CsvTable | None, list[Problem]]:
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
                "the columns " + ", ".join(columns),
                "write the header line, or delete the file where the plan has no such table",
            )
        ]
    records = _records(text)
    try:
        _, header = next(records)
        problems = _check_header(header, shown, columns)
        if problems:
            return None, problems
        rows: dict[int, list[str]] = {}
        for line, record in records:
            if len(record) == len(header) and any(record):
                rows[line] = record
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
    cells = pd.DataFrame(list(rows.values()), index=list(rows), columns=header, dtype=str)
    return CsvTable(key, shown, cells[list(columns)]), problems


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


def _check_header(header: list[str], shown: str, columns: dict[str, str]) -> list[Problem]:
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
        if name not in header
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
