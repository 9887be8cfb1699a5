"""The text of a file as a table: which sign separates its fields, which line is the header, which column is which.

The schema knows what columns to expect, so the header itself tells separator and order; a sniffer, which has only the
text to go by, takes the commas of a Chinese note for separators.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from planbook.errors import Problem, closest
from planbook.schema import TableSchema

__all__ = ["NOTHING", "Grid", "column_names", "read_grid"]

NOTHING = "\u0000\u001a \t\r\n\u00a0\u200b\u3000\ufeff"  # what a line may hold and still be blank
_SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons", "，": "full-width commas", "|": "vertical bars"}
_TITLE_LINES = 5  # so many lines may stand above the header

# How people head the columns of the yearly files beside their titles; each means one thing there.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "indicator_id": ("指标编号", "指标代码", "指标id", "编号", "indicator id"),
    "task_id": ("任务编号", "任务代码", "编号"),
    "year": ("年度", "统计年份", "报告期"),
    "value": ("值", "指标值", "实际值", "完成值", "数据"),
    "flag": ("标记", "状态标记", "数据标记"),
    "status": ("状态", "进展", "进展状态"),
    "source_id": ("数据来源", "来源编号", "来源id"),
    "note_zh": ("说明", "备注", "注释", "说明(中文)", "备注(中文)"),
    "note_en": ("英文说明", "英文备注", "说明(英文)", "notes", "remarks"),
}


@dataclass(frozen=True)
class Grid:
    """`records` is the text of each row by column, under its line; None where the columns cannot be told.

    `notes` say in what the file was written otherwise than asked for, and read all the same.
    """

    records: dict[int, dict[str, str]] | None
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Header:
    line: int
    cells: list[str]
    separator: str


class _OpenQuoteError(Exception):
    """The quotes of the row that begins on `line` do not close."""

    def __init__(self, line: int, message: str):
        self.line, self.message = line, message
        super().__init__(message)


def column_names(schema: TableSchema) -> Mapping[str, str]:
    """The ways a column may be headed, folded, and its name; what could head two columns is not among them."""
    ways: dict[str, set[str]] = {}
    for column in schema.columns:
        more = _SYNONYMS.get(column.name, ()) if schema.yearly else ()
        for way in {column.name, column.title.zh, column.title.en, *more}:
            ways.setdefault(_folded(way), set()).add(column.name)
    return {way: next(iter(names)) for way, names in ways.items() if len(names) == 1}


def _folded(text: str) -> str:
    return re.sub(r"[\s_]+", " ", unicodedata.normalize("NFKC", text).strip(NOTHING).casefold())


def read_grid(text: str, shown: str, schema: TableSchema) -> Grid:
    """A file's text as rows by column."""
    names = column_names(schema)
    try:
        header = _find_header(text, names)
        notes = [] if header.separator == "," else [f"{_SEPARATORS[header.separator]} between the columns"]
        if header.line > 1:
            notes.append(f"{header.line - 1} lines above the header passed over")
        cells, problems = _name_columns(header, names, shown, schema, notes)
        if problems:
            return Grid(None, [], problems)
        records = _rows(text, header, cells, shown, notes, problems)
    except _OpenQuoteError as error:
        fix = "close the quote, or double it where it belongs to the text"
        rule = "each double quote closed, and doubled inside quoted text"
        return Grid(
            None, [], [Problem(shown, "the row cannot be read as CSV", error.message, rule, fix, row=error.line)]
        )
    absent = {column.name: "" for column in schema.columns if column.name not in cells}
    return Grid({line: row | absent for line, row in records.items()}, notes, problems)


def _find_header(text: str, names: Mapping[str, str]) -> _Header:
    """The line and separator with the most columns that are known; the first line where none is."""
    best, most = None, 0
    for separator in _SEPARATORS:
        # quotes that do not close are told of once it is clear which sign separates
        with contextlib.suppress(_OpenQuoteError):
            for line, record in itertools.islice(_records(text, separator), _TITLE_LINES):
                known = sum(_folded(cell) in names for cell in record)
                if known > most:
                    best, most = _Header(line, record, separator), known
    if best is None or most < 2:
        line, record = next(_records(text, ","))
        return _Header(line, record, ",") if best is None else best
    return best


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line each begins on; lines with nothing on them are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for record in reader:
            if any(cell.strip(NOTHING) for cell in record) or len(record) > 1:
                yield begins, record
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _OpenQuoteError(begins, str(error)) from error


def _name_columns(
    header: _Header, names: Mapping[str, str], shown: str, schema: TableSchema, notes: list[str]
) -> tuple[list[str], list[Problem]]:
    """The column of each field, "" for a field without a head; and what keeps the header from being one."""
    cells = [names.get(_folded(cell), cell.strip(NOTHING)) for cell in header.cells]
    read = [f"{given.strip()} as {cell}" for given, cell in zip(header.cells, cells, strict=True) if given != cell]
    problems = []
    for name in dict.fromkeys(cell for cell in cells if cell):
        if cells.count(name) > 1:
            problems.append(
                Problem(
                    shown,
                    f'column "{name}" stands in the header more than once',
                    f"{cells.count(name)} columns of that name",
                    "each column once",
                    f'delete or rename the second "{name}"',
                    row=header.line,
                )
            )
        if name not in schema.names:
            missing = [column for column in schema.names if column not in cells]
            problems.append(
                Problem(
                    shown,
                    "a column is not known",
                    f'"{name}"{closest(name, missing)}',
                    "one of " + ", ".join(schema.names),
                    f'rename or delete the column "{name}"',
                    row=header.line,
                )
            )
    absent = [name for name in schema.names if name not in cells and not schema.column(name).optional]
    if len(absent) == len([name for name in schema.names if not schema.column(name).optional]):
        # Nothing of the header is known: the columns are told of once, not each by itself.
        found = ", ".join(f'"{cell}"' for cell in cells[:8])
        return cells, [
            Problem(
                shown,
                "the file has no header that is known",
                found,
                "the columns " + ", ".join(schema.names),
                "write these columns into the first line, parted by commas",
                row=header.line,
            )
        ]
    problems += [
        Problem(
            shown,
            f'column "{name}" is missing',
            ", ".join(cell for cell in cells if cell),
            f'a column "{name}"',
            f'add "{name}" to the header and to every row',
            row=header.line,
        )
        for name in absent
    ]
    if "" in cells and not problems:
        notes.append("columns without a name and without values dropped")
    if read and not problems:
        notes.append("columns read by another name: " + ", ".join(read))
    return cells, problems


def _rows(
    text: str, header: _Header, cells: list[str], shown: str, notes: list[str], problems: list[Problem]
) -> dict[int, dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    blank, repeated, long = [], [], []
    for line, record in _records(text, header.separator):
        if line <= header.line:
            continue
        filled = [cell.strip(NOTHING) for cell in record]
        if not any(filled):
            blank.append(line)
        elif record == header.cells:
            repeated.append(line)
        elif len(record) > len(cells) and not any(filled[len(cells) :]):
            long.append(line)
            rows[line] = _row(record[: len(cells)], cells, line, shown, problems)
        elif len(record) == len(cells):
            rows[line] = _row(record, cells, line, shown, problems)
        else:
            problems.append(_odd_record(record, line, cells, shown))
    for found, what in (
        (blank, "rows of separators only passed over"),
        (repeated, "headers repeated among the rows passed over"),
        (long, "empty fields beyond the last column dropped"),
    ):
        if found:
            notes.append(f"{what} (rows {_listed(found)})")
    return rows


def _row(record: list[str], cells: list[str], line: int, shown: str, problems: list[Problem]) -> dict[str, str]:
    """A row by column; what stands in a field without a head belongs to no column and is told of."""
    for name, cell in zip(cells, record, strict=True):
        if not name and cell.strip(NOTHING):
            problems.append(
                Problem(
                    shown,
                    "a value stands in a column without a name",
                    f'"{cell.strip()}"',
                    "values below a name of the header only",
                    "name the column, or delete the value",
                    row=line,
                    subject=record[0] or None,
                )
            )
    return {name: cell for name, cell in zip(cells, record, strict=True) if name}


def _listed(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:8]))
    return shown + (f" and {len(lines) - 8} more" if len(lines) > 8 else "")


def _odd_record(record: list[str], line: int, cells: list[str], shown: str) -> Problem:
    subject = record[0] or None
    if len(record) > len(cells):
        extra = ", ".join(f'"{cell}"' for cell in record[len(cells) :])
        return Problem(
            shown,
            "the row has more fields than the header",
            f"{len(record)} fields (beyond the last column: {extra})",
            f"{len(cells)} fields",
            "put text that holds a comma in double quotes",
            row=line,
            subject=subject,
        )
    return Problem(
        shown,
        "the row has fewer fields than the header",
        f"{len(record)} fields",
        f"{len(cells)} fields",
        f'add commas up to the last column, "{cells[-1]}"',
        row=line,
        subject=subject,
    )
