"""The cells of the tables against `planbook.schema`: types, codes, limits, keys, and references between tables.

Each cell is told of once, by the rule that says most. What two cells or more have to say to each other is for
`planbook.rules`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

from planbook.errors import Problem, closest
from planbook.load.tables import CsvRow, CsvTable, Tables, plain_number, whole_number
from planbook.schema import FIRST_YEAR, LAST_YEAR, ColumnSchema

__all__ = ["check_cells"]

_TYPE_NAMES = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}
_WORD_FOR_NOTHING = re.compile(
    r"[-–—―－/／.。·…*＊×xX_]+|无|无数据|暂无|暂无数据|未统计|未报|未报送|缺|缺报|空|不详|n/?a|nil|none|null|na|nd|tbd",
    re.IGNORECASE,
)
_NOT_FINITE = ("nan", "inf", "infinity")

# A value that is not there is nothing else; a forecast breaks no series; one definition is the series' own or is not.
_CLASHES = (*(("m", other) for other in "bdefinpu"), ("f", "b"), ("b", "d"))

# What is wrong with a cell: what, found (None: the cell as it stands), expected, fix.
_Fault = tuple[str, str | None, str, str]


def check_cells(tables: Tables) -> tuple[Problem, ...]:
    """Everything in which the cells of the tables break the schema."""
    ids = {table.key: frozenset(tables.ids(table.key)) for table in tables if not table.schema.yearly}
    return tuple(problem for table in tables for problem in _check_table(table, tables, ids))


def _check_table(table: CsvTable, tables: Tables, ids: dict[str, frozenset[str]]) -> Iterator[Problem]:
    told: set[tuple[int, str]] = set()  # cells already spoken of
    for column in table.schema.columns:
        fault_of = cache(_fault_finder(column, table.schema.yearly))
        for row in table.rows():
            text = row[column.name]
            if not text:
                if column.filled and not _has_translation(row, column.name):
                    told.add((row.line, column.name))
                    yield row.problem(
                        f'column "{column.name}" is empty', "an empty cell", "a value", f'fill in "{column.name}"'
                    )
                continue
            fault = fault_of(text)
            if fault is None and column.refers_to in ids and text not in ids[column.refers_to]:
                fault = _not_listed(column, text, tables)
            if fault is not None:
                what, found, expected, fix = fault
                told.add((row.line, column.name))
                yield row.problem(what, f'"{text}"' if found is None else found, expected, fix)
    yield from _check_keys(table, told)


def _has_translation(row: CsvRow, column: str) -> bool:
    """Whether the cell's text stands in the other language: what is missing then is the translation."""
    stem, _, language = column.rpartition("_")
    twin = {"zh": f"{stem}_en", "en": f"{stem}_zh"}.get(language, "")
    return bool(row.cells.get(twin))


def _fault_finder(column: ColumnSchema, yearly: bool) -> Callable[[str], _Fault | None]:
    """The check of one cell of a column that is not empty."""
    name, label = column.name, f'column "{column.name}"'
    limited = not (yearly and name == "year")  # whether a year is one of the plan, the rules say better

    def fault(text: str) -> _Fault | None:
        if column.type in ("integer", "number"):
            number = plain_number(text)
            if text.strip().strip("+-").lower() in _NOT_FINITE:
                expected = "a finite number, or an empty cell where nothing is reported"
                return f"{label} holds no finite number", None, expected, "empty the cell, or write the figure"
            if number is None or (column.type == "integer" and whole_number(text) is None):
                kind = _TYPE_NAMES[column.type]
                expected = f"{kind} in plain digits, without separators or unit"
                return f"{label} does not hold {kind}", None, expected, _advice(text, column)
            if limited and column.minimum is not None and number < column.minimum:
                return f"{label} is too small", None, f"at least {column.minimum}", f'correct "{name}"'
            if limited and column.maximum is not None and number > column.maximum:
                return f"{label} is too large", None, f"at most {column.maximum}", f'correct "{name}"'
        elif column.type == "boolean" and text not in ("true", "false"):
            return f"{label} does not hold true or false", None, "true or false", f'correct "{name}"'
        if column.several and len(text) > 1 and set(text) <= set(column.codes):
            if len(set(text)) < len(text):
                return f"{label} holds a letter twice", None, "each letter once", "delete the second"
            if clash := next((pair for pair in _CLASHES if set(pair) <= set(text)), None):
                one, other = clash
                expected = f"{one} or {other}, not both"
                return f"{label} says what cannot hold together", None, expected, f"delete {one} or {other}"
        elif column.codes and text not in column.codes:
            expected = "one of " + ", ".join(column.codes) + ("" if column.filled else ", or an empty cell")
            found = f'"{text}"{closest(text, column.codes)}'
            return f"{label} holds an unknown code", found, expected, "write one of these codes"
        if column.pattern and not re.fullmatch(column.pattern, text, re.ASCII):
            if column.dated:
                whole = not re.fullmatch(column.pattern, "2021")  # a year alone would not do
                rule = "a date such as 2021-08-27" + ("" if whole else ", 2021-08 or 2021")
                return (
                    f"{label} is not written as it should be",
                    None,
                    rule,
                    f'write "{name}" in the order of year, month and day',
                )
            expected = f"text of the pattern {column.pattern}" + (f" ({column.note.en})" if column.note.en else "")
            return f"{label} is not written as it should be", None, expected, f'correct "{name}"'
        if column.dated and not _is_date(text):
            return f"there is no such date in {label}", None, "a date of the calendar", "correct the date"
        if column.longest is not None and len(text) > column.longest:
            found = f"{len(text)} characters"
            return f"the text in {label} is too long", found, f"at most {column.longest}", "shorten the text"
        return None

    return fault


def _is_date(text: str) -> bool:
    """Whether a date, or its year, or its year and month, is one of the calendar and of our time."""
    year, month, day = (int(part) for part in [*text.split("-"), "1", "1"][:3])
    try:
        return FIRST_YEAR - 100 <= date(year, month, day).year <= LAST_YEAR
    except ValueError:
        return False


def _advice(text: str, column: ColumnSchema) -> str:
    """What to do about a cell that holds no number. A figure is never advised: what was certain has been read."""
    if column.name.endswith("year"):
        return "write the year in four digits"
    if text.startswith("#"):
        return "mend the formula in the workbook and write what it gives, or empty the cell with flag m"
    if _WORD_FOR_NOTHING.fullmatch(text.strip()):
        return "empty the cell, with flag m, where nothing was reported; write 0 where there is none"
    return "write the figure alone, in plain digits and in the unit of the table; what qualifies it goes into the note"


def _not_listed(column: ColumnSchema, text: str, tables: Tables) -> _Fault:
    noun = column.name.removesuffix("_id").replace("_", " ")
    listed = tables.show(column.refers_to)
    return (
        f"the {noun} is not listed",
        f'"{text}"{closest(text, tables.ids(column.refers_to))}',
        f"an id of {listed}",
        f"correct the id, or add a row for it to {listed}",
    )


def _check_keys(table: CsvTable, told: set[tuple[int, str]]) -> Iterator[Problem]:
    """Keys and unique values that stand twice, each told once."""
    schema = table.schema
    unique = [(column.name,) for column in schema.columns if column.unique and (column.name,) != schema.key]
    for columns in (schema.key, *unique):
        lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for row in table.rows():
            values = tuple(row[column] for column in columns)
            if all(values):
                lines[values].append(row.line)
        for same in (found for found in lines.values() if len(found) > 1):
            for line in same[1:]:
                if (line, columns[0]) not in told:
                    told.add((line, columns[0]))
                    yield _twice(table, line, columns, same)


def _twice(table: CsvTable, line: int, columns: Iterable[str], same: list[int]) -> Problem:
    rows, key = "rows " + " and ".join(map(str, same)), " and ".join(columns)
    if table.schema.yearly and "year" in table.schema.key:
        return table.problem(
            line,
            "a second value for the same year",
            rows,
            f"one row per {key} in a file",
            "delete the row that does not hold",
        )
    return table.problem(
        line, f"{key} stands twice", rows, f"each {key} once", "delete one of the rows, or give it an id of its own"
    )
