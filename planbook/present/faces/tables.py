"""A DataFrame or a Series as a house table.

What the frame says of itself is used (`frame.attrs`, as `planbook.present.frames` lists them): title, headings, words
for codes, units, notes. What it does not say is read off its columns. Its column `illustrative` becomes the mark ◇
behind the figures, its column `flag` the mark of observation status behind `value`, its column `unit` the unit of
each row's figures.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

from planbook.model import Flag, IndicatorType, OutlookVerdict, PaceVerdict, Status, Text, Unit, UnitKind
from planbook.present.edition import Edition
from planbook.present.faces.marking import ILLUSTRATIVE, Doubt, Marking, marking_of
from planbook.present.faces.numbers import YEARS, fewest_decimals, is_missing, is_number, number_text
from planbook.present.faces.origins import Reach
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

__all__ = ["face_of_frame"]

MOST_ROWS, MOST_COLUMNS, KEPT_AT_EACH_END = 60, 16, 10
FLAG, VALUE, UNIT = "flag", "value", "unit"
OF_COLUMN = "column:"  # before the name of a column that says the unit of each row
NO_FIGURE = "–"
GAP = "…"  # stands for rows and columns left out
KEYS = re.compile(r"(^|_)(year|time|number|id|rank|vintage)$")  # columns that tell rows apart, and are no findings
WRITTEN = re.compile(
    r"[<>≥≤~+\u2212–-]?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*[^\d\s.,:/-]*(?: [a-z]+)?"
)  # a figure as text
# Columns that any frame may have, and which readers know.
FAMILIAR = {"year", "value", "unit", "name", "area", "indicator_id", "task_id", "source_id"}
# Columns whose codes have marks of their own.
MARKED_CODES: dict[str, tuple[type[Enum], Callable[[Words, Any], Inline]]] = {
    "verdict": (PaceVerdict, verdict_mark),
    "outlook": (OutlookVerdict, outlook_mark),
    "status": (Status, status_mark),
    "type": (IndicatorType, type_tag),
}


@dataclass(frozen=True)
class _Field:
    """One column to show: its values in the order of the rows, and how each is read.

    Attributes
    ----------
    units : by row, the id of a unit, `change:<id>`, share, ratio, year, count, or "" for none.
    names : by row, the name that the frame's attributes know the value by: the column's, or a Series' index.
    """

    name: str
    head: str
    values: Sequence[object]
    units: Sequence[str]
    names: Sequence[str]
    is_figure: bool
    decimals: int

    @property
    def aligned(self) -> bool:
        """Whether it holds figures alone, to be set right by their last digit; words are set left."""
        return self.is_figure and not any(isinstance(value, str) for value in self.values)

    @property
    def unit(self) -> str:
        """The unit that all rows share, "" for none."""
        return self.units[0] if self.units and len(set(self.units)) == 1 else ""


def face_of_frame(
    given: pd.DataFrame | pd.Series,
    edition: Edition,
    id: str,
    reach: Callable[[], Reach | None] = lambda: None,
    told: Mapping[Hashable, object] | None = None,
) -> Piece:
    """`given` as a table with its marks, and the same data to take away.

    Parameters
    ----------
    id : stable within the page.
    reach : what the code that made it can rest on, None where that is not known.
    told : what an author says of it beside it; goes before `attrs`.
    """
    attributes = {**given.attrs, **(told or {})}
    frame = _as_frame(given)
    words = edition.words
    marking = marking_of(frame, attributes, edition, reach)
    fields = _fields(frame, given, attributes, edition)
    marked_cells = _marked_cells(fields, marking, edition, reach)
    known_words: Mapping[str, Mapping[str, str]] = attributes.get("words") or {}
    title = str(attributes.get("title", "")) or words("faces.result")
    caption = with_languages(words, title) + (illustrative_mark(words) if marking.whole else plain(""))
    notes: list[Inline | str] = [with_languages(words, str(note)) for note in _texts(attributes.get("notes"))]
    rows = [
        Row(
            tuple(
                _cell(field, row, marked_cells[place][row], frame, edition, known_words)
                for place, field in enumerate(fields)
            )
        )
        for row in range(len(frame))
    ]
    if not rows:
        rows = [Row((words("faces.no_rows"),))]
    if len(rows) > MOST_ROWS:
        notes.insert(0, words("faces.rows_left_out", count=words.number(len(rows)), ends=KEPT_AT_EACH_END))
        gap = Row((GAP,) * len(fields))
        rows = [*rows[:KEPT_AT_EACH_END], gap, *rows[-KEPT_AT_EACH_END:]]
    columns = [
        # the first names the rows, whatever it holds
        Column(field.head, _unit_in_head(field.unit, edition), field.aligned and (place > 0 or len(fields) == 1))
        for place, field in enumerate(fields)
    ]
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
    table = Table(id=id, caption=caption, columns=columns, rows=rows, notes=notes, role="group")
    html = table.html()
    piece = table.piece()
    return Piece(id, html, piece.markdown, piece.text, data=_take_away(fields, frame, marking, row_marks))


def _as_frame(given: pd.DataFrame | pd.Series) -> pd.DataFrame:
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
    units: Mapping[object, str] = attributes.get("units") or {}  # type: ignore[assignment]
    labels: Mapping[object, str] = attributes.get("labels") or {}  # type: ignore[assignment]
    is_series, count = isinstance(given, pd.Series), len(frame)
    fields: list[_Field] = []
    if _tells_rows_apart(frame.index, is_series):
        for level in range(frame.index.nlevels):
            values = frame.index.get_level_values(level).tolist()
            name = frame.index.names[level]
            shown = [labels.get(value, value) if isinstance(value, str) and is_series else value for value in values]
            head = "" if name is None else _head(name, labels, edition.words)
            names = [str(name or "")] * count
            fields.append(_Field(str(name or ""), head, shown, [""] * count, names, False, 0))
    row_units = [str(unit) for unit in frame[UNIT]] if UNIT in frame.columns else [""] * count
    uses_row_units, told_beside = False, set[str]()
    for place, name in enumerate(frame.columns):
        if name == ILLUSTRATIVE or (name == FLAG and VALUE in frame.columns):
            continue
        values = frame.iloc[:, place].tolist()
        names = [str(one) for one in frame.index] if is_series and name not in units else [_plain_name(name)] * count
        numbers = [value for value in values if is_number(value) and not is_missing(value)]
        of_rows = [str(units.get(one, "")) for one in names] if is_series and name not in units else []
        if any(of_rows):
            own = of_rows
        elif said := units_column(units.get(name)):
            own = [str(unit) for unit in frame[said]] if said in frame.columns else [""] * count
            told_beside.add(said)
        elif name in units:
            own = [str(units[name])] * count
        else:
            own = [""] * count
        is_figure = bool(numbers) and (any(own) or not _is_key(str(name), numbers)) and set(own) != {"year"}
        if is_figure and not any(own) and not units_column(units.get(name)):
            own, uses_row_units = row_units, uses_row_units or any(row_units)
        decimals = fewest_decimals(numbers)
        fields.append(
            _Field(_plain_name(name), _head(name, labels, edition.words), values, own, names, is_figure, decimals)
        )
    # a unit that stands beside each figure is not told again
    told_beside |= {UNIT} if uses_row_units else set()
    return [field for field in fields if field.name not in told_beside]


def units_column(unit: str | None) -> str:
    """The column that says the unit of each row, where a frame's attributes name one; else ""."""
    return unit.removeprefix(OF_COLUMN) if unit and unit.startswith(OF_COLUMN) else ""


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
    return words(f"frames.column.{name}") if name in FAMILIAR else _plain_name(name)


def _is_key(name: str, numbers: Sequence[object]) -> bool:
    return bool(KEYS.search(name)) or all(value in YEARS for value in numbers)


def _unit_in_head(unit: str, edition: Edition) -> str:
    found, is_change = _unit(unit, edition)
    if unit == "share":
        return "%"
    if found is None:
        return ""
    if is_change and found.kind is UnitKind.SHARE:
        return edition.words("faces.percentage_points")
    return edition.words.unit(found)


def _unit(unit: str, edition: Edition) -> tuple[Unit | None, bool]:
    """The unit of that name, and whether a change in it is meant."""
    name = unit.removeprefix("change:")
    return edition.inputs.units.get(name), name != unit


def _marked_cells(
    fields: Sequence[_Field], marking: Marking, edition: Edition, reach: Callable[[], Reach | None]
) -> list[list[bool]]:
    """For each field and row whether the cell bears ◇. A marked row without a figure bears it on its name."""
    cells = [[False] * len(field.values) for field in fields]
    if not marking.rows:
        return cells
    doubt = Doubt(edition, reach)
    for place, field in enumerate(fields):
        for row, value in enumerate(field.values):
            number = _written_figure(value) if isinstance(value, str) else None
            if field.is_figure and is_number(value) and not is_missing(value):
                number = float(value)  # type: ignore[arg-type]
            if number is not None:
                cells[place][row] = doubt.asks_for_mark(number, field.names[row], marking.rows[row])
    for row, is_marked in enumerate(marking.rows):
        if is_marked and fields and not any(column[row] for column in cells):
            cells[0][row] = True
    return cells


def _written_figure(text: str) -> float | None:
    """The number of a cell that holds one as text, `12.5%` or `8,439 beds`; None for anything else, and for a year."""
    found = WRITTEN.fullmatch(text.strip())
    number = float(found["number"].replace(",", "")) if found else None
    return None if number in YEARS else number


def _cell(
    field: _Field,
    row: int,
    marked: bool,
    frame: pd.DataFrame,
    edition: Edition,
    known_words: Mapping[str, Mapping[str, str]],
) -> Inline:
    value, name, words = field.values[row], field.names[row], edition.words
    if is_missing(value):
        return plain(NO_FIGURE if field.is_figure else "")
    if is_number(value):
        tells_rows_apart = not field.is_figure or (not field.units[row] and bool(KEYS.search(name)))
        shown = _count(value) if tells_rows_apart else _figure(float(value), field, row, edition)  # type: ignore[arg-type]
        flag = _flag(frame, row) if field.name == VALUE and FLAG in frame.columns else Flag.NORMAL
        return figure(words, shown, marked, flag)
    shown_text = _coded(str(value), name, known_words, words) if isinstance(value, str) else None
    if shown_text is None and name == UNIT and value in edition.inputs.units:
        shown_text = plain(words.unit(edition.inputs.units[str(value)]))
    if shown_text is None:
        shown_text = _text(value, words)
    return shown_text + (illustrative_mark(words) if marked else plain(""))


def _figure(value: float, field: _Field, row: int, edition: Edition) -> str:
    """A figure in its unit: `8,439` under a head that names it, `8,439 beds` where each row has its own."""
    words, unit_id = edition.words, field.units[row]
    unit, is_change = _unit(unit_id, edition)
    if math.isinf(value):
        return number_text(value, 0, words)
    in_head = bool(field.unit)
    if unit_id == "share":
        return words.number(value * 100, 1) if in_head else words.share(value)
    if unit_id == "ratio":
        return words.number(value, 2)
    if unit_id in ("year", "count"):
        return str(int(value)) if unit_id == "year" else words.number(value, 0)
    if unit is None:
        return number_text(value, field.decimals, words)
    places = unit.decimals
    if is_change:
        return words.signed(value, places) if in_head else words.change(value, unit, places)
    return words.number(value, places) if in_head else words.value(value, unit, places)


def _coded(value: str, name: str, known_words: Mapping[str, Mapping[str, str]], words: Words) -> Inline | None:
    """The word for a code, with its mark where it has one; None where the frame knows no word."""
    known = known_words.get(name)
    if known is None or value not in known:
        return None
    if name in MARKED_CODES:
        codes, mark = MARKED_CODES[name]
        if value in {code.value for code in codes}:
            return mark(words, codes(value))
    return with_languages(words, known[value])


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
