"""A DataFrame or a Series as a house table.

What the frame says of itself is used: `attrs["title"]`, `["units"]` (unit id by column), `["labels"]` (heading by
column), `["notes"]`; what it does not say is read off its columns. Its column `illustrative` becomes the mark ◇
behind the figures, its column `flag` the mark of observation status behind `value`.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pandas as pd

from planbook.model import Flag, IndicatorType, OutlookVerdict, PaceVerdict, Status, Text, Unit
from planbook.present.edition import Edition
from planbook.present.faces.marking import ILLUSTRATIVE, Marking, is_missing, marking_of, official_figures
from planbook.present.inline import Inline, plain
from planbook.present.marks import (
    figure,
    illustrative_mark,
    outlook_mark,
    status_mark,
    type_tag,
    verdict_mark,
    with_languages,
)
from planbook.present.pieces import DataTable, Piece
from planbook.present.tables.model import Column, Row, Table
from planbook.present.words import Words

__all__ = ["face_of_frame", "fewest_decimals", "is_number", "number_text"]

MOST_ROWS, MOST_COLUMNS, KEPT_AT_EACH_END = 60, 16, 10
MOST_DECIMALS, DIGITS = 3, 3
FLAG, VALUE = "flag", "value"
NO_FIGURE = "–"
GAP = "…"  # stands for rows and columns left out
YEARS = range(1800, 2200)
KEYS = re.compile(r"(^|_)(year|number|id|rank|vintage)$")  # columns that tell rows apart, and are no findings
RESERVED = {ILLUSTRATIVE, FLAG}


@dataclass(frozen=True)
class _Field:
    """One column to show: its values in the order of the rows, and how they are read."""

    name: str
    head: str
    values: Sequence[object]
    unit: Unit | None
    is_figure: bool
    decimals: int


def face_of_frame(
    given: pd.DataFrame | pd.Series,
    edition: Edition,
    id: str,
    is_proved: Callable[[], bool] = lambda: False,
    told: Mapping[Hashable, object] | None = None,
) -> Piece:
    """`given` as a table with its marks, and the same data to take away.

    Parameters
    ----------
    id : stable within the page.
    is_proved : whether the code that made it rests on nothing illustrative; asked only where the frame cannot say.
    told : what an author says of it beside it; goes before `attrs`.
    """
    attributes = {**given.attrs, **(told or {})}
    frame = _as_frame(given, edition.words)
    words = edition.words
    marking = marking_of(frame, attributes, edition, is_proved)
    fields = _fields(frame, given, attributes, edition)
    marked_cells = _marked_cells(fields, marking, edition, is_proved)
    title = str(attributes.get("title", "")) or words("faces.result")
    caption = with_languages(words, title) + (illustrative_mark(words) if marking.whole else plain(""))
    notes: list[Inline | str] = [with_languages(words, str(note)) for note in _texts(attributes.get("notes"))]
    rows = [
        Row(tuple(_cell(field, row, marked_cells[place][row], frame, words) for place, field in enumerate(fields)))
        for row in range(len(frame))
    ]
    if not rows:
        rows = [Row((words("faces.no_rows"),))]
    if len(rows) > MOST_ROWS:
        notes.insert(0, words("faces.rows_left_out", count=words.number(len(rows)), ends=KEPT_AT_EACH_END))
        gap = Row((GAP,) * len(fields))
        rows = [*rows[:KEPT_AT_EACH_END], gap, *rows[-KEPT_AT_EACH_END:]]
    columns = [Column(field.head, words.unit(field.unit) if field.unit else "", field.is_figure) for field in fields]
    if len(fields) > MOST_COLUMNS:
        notes.insert(0, words("faces.columns_left_out", count=len(fields)))
        columns = [*columns[: MOST_COLUMNS - 2], Column(GAP), columns[-1]]
        rows = [
            Row((*row.cells[: MOST_COLUMNS - 2], GAP, row.cells[-1])) if len(row.cells) > 1 else row for row in rows
        ]
    row_marks = [any(marks) for marks in zip(*marked_cells, strict=True)] if marked_cells else []
    if marking.whole:
        notes.append(words("faces.whole"))
    elif any(row_marks):
        notes.append(words("faces.rows"))
    table = Table(id=id, caption=caption, columns=columns, rows=rows, notes=notes)
    html = table.html()
    piece = table.piece()
    return Piece(id, html, piece.markdown, piece.text, data=_take_away(fields, frame, marking, row_marks))


def _as_frame(given: pd.DataFrame | pd.Series, words: Words) -> pd.DataFrame:
    if isinstance(given, pd.DataFrame):
        return given
    return given.to_frame(name=given.name if given.name is not None else VALUE)


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(part) for part in value]  # type: ignore[attr-defined]


def _fields(
    frame: pd.DataFrame, given: pd.DataFrame | pd.Series, attributes: Mapping[Hashable, object], edition: Edition
) -> list[_Field]:
    units, labels = dict(attributes.get("units") or {}), dict(attributes.get("labels") or {})  # type: ignore[call-overload]
    fields: list[_Field] = []
    if _tells_rows_apart(frame.index, isinstance(given, pd.Series)):
        for level in range(frame.index.nlevels):
            values = frame.index.get_level_values(level).tolist()
            name = frame.index.names[level]
            shown = [labels.get(value, value) if isinstance(value, str) else value for value in values]
            head = "" if name is None else _head(name, labels, edition.words)
            fields.append(_Field(str(name or ""), head, shown, None, False, 0))
    for place, name in enumerate(frame.columns):
        if name == ILLUSTRATIVE or (name == FLAG and VALUE in frame.columns):
            continue
        values = frame.iloc[:, place].tolist()
        unit = edition.inputs.units.get(str(units.get(name, "")))
        numbers = [value for value in values if is_number(value) and not is_missing(value)]
        is_figure = bool(numbers) and not _is_key(str(name), numbers, unit)
        decimals = unit.decimals if unit else fewest_decimals(numbers)
        fields.append(_Field(_plain_name(name), _head(name, labels, edition.words), values, unit, is_figure, decimals))
    return fields


def _tells_rows_apart(index: pd.Index, is_series: bool) -> bool:
    """An index that only counts is not shown: the one pandas makes, or what is left of it after filtering."""
    if index.nlevels > 1 or index.name is not None:
        return True
    if isinstance(index, pd.RangeIndex):
        return False
    counts = pd.api.types.is_integer_dtype(index) and not is_series
    return not (counts and all(value not in YEARS for value in index))


def _plain_name(name: Hashable) -> str:
    return " · ".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else str(name)


def _head(name: Hashable, labels: Mapping[object, object], words: Words) -> str:
    if name in labels:
        return str(labels[name])
    key = f"faces.column.{name}"
    return words(key) if isinstance(name, str) and words.has(key) else _plain_name(name)


def is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, (bool, np.bool_))


def _is_key(name: str, numbers: Sequence[object], unit: Unit | None) -> bool:
    if unit is not None:
        return False
    return bool(KEYS.search(name)) or all(value in YEARS for value in numbers)


def fewest_decimals(numbers: Sequence[object]) -> int:
    """The fewest decimals that tell the numbers, at most three, but three digits of a small one."""
    found = 0
    for number in numbers:
        value = abs(float(number))  # type: ignore[arg-type]
        if not math.isfinite(value) or value == 0:
            continue
        most = max(MOST_DECIMALS, DIGITS - 1 - math.floor(math.log10(value))) if value < 1 else MOST_DECIMALS
        needed = next((places for places in range(most) if abs(round(value, places) - value) < 1e-9), most)
        found = max(found, needed)
    return min(found, 9)


def number_text(value: float, decimals: int, words: Words) -> str:
    """`9,365`, `0.556`; infinities as a spreadsheet would not have them either: ∞."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return words.number(value, decimals)


def _marked_cells(
    fields: Sequence[_Field], marking: Marking, edition: Edition, is_proved: Callable[[], bool]
) -> list[list[bool]]:
    """For each field and row whether the cell bears ◇. A marked row without a figure bears it on its name."""
    cells = [[False] * len(field.values) for field in fields]
    if not marking.rows:
        return cells
    official = None if not edition.has_illustrative or is_proved() else official_figures(edition)
    for place, field in enumerate(fields):
        for row, value in enumerate(field.values):
            if field.is_figure and is_number(value) and not is_missing(value):
                doubted = official is not None and float(value) not in official  # type: ignore[arg-type]
                cells[place][row] = marking.rows[row] or doubted
    for row, is_marked in enumerate(marking.rows):
        if is_marked and fields and not any(column[row] for column in cells):
            cells[0][row] = True
    return cells


def _cell(field: _Field, row: int, marked: bool, frame: pd.DataFrame, words: Words) -> Inline:
    value = field.values[row]
    if is_missing(value):
        return plain(NO_FIGURE if field.is_figure else "")
    if is_number(value):
        shown = number_text(float(value), field.decimals, words) if field.is_figure else _count(value)  # type: ignore[arg-type]
        flag = _flag(frame, row) if field.name == VALUE and FLAG in frame.columns else Flag.NORMAL
        return figure(words, shown, marked, flag)
    shown_text = _text(value, words)
    return shown_text + (illustrative_mark(words) if marked else plain(""))


def _count(value: object) -> str:
    number = float(value)  # type: ignore[arg-type]
    return str(int(number)) if number == int(number) else str(value)


def _flag(frame: pd.DataFrame, row: int) -> Flag:
    value = frame[FLAG].iloc[row]
    try:
        return Flag("" if is_missing(value) else str(value))
    except ValueError:
        return Flag.NORMAL


def _text(value: object, words: Words) -> Inline:
    """A cell that is no number, as the house writes such things."""
    if isinstance(value, Inline):
        return value
    if isinstance(value, Piece):
        return plain(value.text)
    if isinstance(value, PaceVerdict):
        return verdict_mark(words, value)
    if isinstance(value, OutlookVerdict):
        return outlook_mark(words, value)
    if isinstance(value, Status):
        return status_mark(words, value)
    if isinstance(value, IndicatorType):
        return type_tag(words, value)
    if isinstance(value, Text):
        return plain(words.text(value))
    if isinstance(value, (bool, np.bool_)):
        return plain(words("faces.true" if value else "faces.false"))
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return plain(words.date(value.date()))
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return plain(words.date(value))
    return with_languages(words, str(value))


def _take_away(fields: Sequence[_Field], frame: pd.DataFrame, marking: Marking, row_marks: Sequence[bool]) -> DataTable:
    """The whole frame, with a column that says what is illustrative wherever anything is."""
    columns = [field.name or "index" for field in fields]
    rows = [[_plain_value(field.values[row]) for field in fields] for row in range(len(frame))]
    if FLAG in frame.columns and VALUE in frame.columns:
        columns.append(FLAG)
        for row, value in zip(rows, frame[FLAG].tolist(), strict=True):
            row.append(_plain_value(value))
    if marking.whole or marking.rows:
        columns.append(ILLUSTRATIVE)
        for place, row in enumerate(rows):
            row.append(marking.whole or bool(row_marks[place]))
    return DataTable(tuple(columns), tuple(tuple(row) for row in rows))


def _plain_value(value: object) -> object:
    """What JSON and CSV can hold."""
    if is_missing(value):
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, (Inline, Piece)):
        return value.text
    return str(value.value if isinstance(value, Enum) else value)
