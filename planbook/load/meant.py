"""All cells of a plan's tables as they were meant, and a note of everything that was read so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from planbook.errors import Problem
from planbook.load.readings import EXCEL, Vocabulary, reader_of
from planbook.load.tables import CsvRow, CsvTable, Tables
from planbook.schema import INDICATORS, TASKS, UNITS, ColumnSchema

__all__ = ["read_as_meant"]

_SHOWN = 4  # so many cells stand in a note as examples


def read_as_meant(tables: Tables) -> tuple[Tables, tuple[Problem, ...]]:
    """The tables with every cell that could be read, and one note for each way of reading in each file."""
    readings: dict[str, dict[str, list[tuple[int, str, str]]]] = defaultdict(lambda: defaultdict(list))
    records = {table.key: dict(table.records) for table in tables}
    units = _unit_of_subjects(tables)
    # What other tables refer to comes first, so that a reference is compared with ids as they are read.
    for referring in (False, True):
        ids = {key: [row[tables[key].schema.columns[0].name] for row in rows.values()] for key, rows in records.items()}
        for table in tables:
            for column in table.schema.columns:
                if bool(column.refers_to) is referring:
                    _read_column(table, column, ids, units, records[table.key], readings[table.key])
    read = {key: replace(tables[key], records=rows) for key, rows in records.items()}
    notes = tuple(note for table in tables for note in _notes(table, readings[table.key]))
    return replace(tables, by_key=read), notes


def _read_column(
    table: CsvTable,
    column: ColumnSchema,
    ids: Mapping[str, list[str]],
    units: Mapping[str, str],
    rows: dict[int, dict[str, str]],
    readings: dict[str, list[tuple[int, str, str]]],
) -> None:
    read = reader_of(column, Vocabulary(ids=ids.get(column.refers_to, ())))
    first = table.schema.columns[0].name
    for line, cells in rows.items():
        text = cells[column.name]
        if not text:
            continue
        unit = units.get(cells.get("unit_id", "") or cells[first], "") if column.type == "number" else ""
        reading = read(text, unit)
        if reading is not None and reading.text != text:
            rows[line] = cells | {column.name: reading.text}
            for how in reading.how.split("; "):
                readings[how].append((line, text, reading.text))


def _unit_of_subjects(tables: Tables) -> dict[str, str]:
    """How the unit of an indicator or task is written, and a unit itself, by id."""
    units = {row["unit_id"]: row["zh"] for row in _rows(tables, UNITS)}
    for key in (INDICATORS, TASKS):
        for row in _rows(tables, key):
            units.setdefault(row[row.table.schema.columns[0].name], units.get(row["unit_id"], ""))
    return units


def _rows(tables: Tables, key: str) -> Iterator[CsvRow]:
    return tables[key].rows() if key in tables else iter(())


def _notes(table: CsvTable, readings: Mapping[str, list[tuple[int, str, str]]]) -> Iterator[Problem]:
    for how, cells in readings.items():
        lines = list(dict.fromkeys(line for line, _, _ in cells))
        pairs = list(dict.fromkeys((text, meant) for _, text, meant in cells))
        examples = ", ".join(f'"{_visible(text)}" → "{meant}"' for text, meant in pairs[:_SHOWN])
        more = " and others" if len(pairs) > _SHOWN else ""
        yield Problem(
            table.shown,
            f"{len(cells)} {'cell is' if len(cells) == 1 else 'cells are'} read as meant: {how}",
            f"{examples}{more}",
            "plain digits, codes and ids",
            "nothing needs to be done"
            + ("; format the columns as text in Excel before editing them" if EXCEL in how else ""),
            row=lines[0] if len(lines) == 1 else None,
            severity="note",
        )


def _visible(text: str) -> str:
    """A cell for a message: what cannot be seen is written out."""
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in text)
