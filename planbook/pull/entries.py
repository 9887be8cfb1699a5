"""What the mapping file asks for and what comes of it: entries and figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache

from planbook.errors import Problem
from planbook.load.mappings import Document
from planbook.load.readings import Reading, Vocabulary, reader_of
from planbook.schema import VALUES, schema_of

__all__ = ["Entry", "Figure", "figure_of", "year_of_text"]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_LONGEST_QUOTE = 80  # characters that context/values.csv takes


@dataclass(frozen=True)
class Entry:
    """One figure or series of the mapping: what it becomes, and where it stands.

    Attributes
    ----------
    series, indicator : the id it becomes; the other is "".
    area : an id of plan/areas.csv; "" for an indicator.
    factor : what the file's figures are multiplied by (10000 where it counts 万 and the plan single persons).
    flag, quote : "" for those of the file.
    nothing : texts that stand for no figure, and are left out.
    places : sheet, label, says, year, value, years, values, key, structure, those that are given.
    """

    name: str
    document: Document
    file: str
    source: str
    series: str = ""
    indicator: str = ""
    area: str = ""
    factor: Decimal = Decimal(1)
    flag: str = ""
    quote: str = ""
    nothing: frozenset[str] = frozenset()
    places: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return self.indicator or f"{self.series}, {self.area}"

    def problem(self, key: str, what: str, found: str, expected: str, fix: str) -> Problem:
        """A problem of the mapping file, at the entry's key."""
        dotted = f"take.{self.name}.{key}"
        return self.document.problem(dotted if dotted in self.document.lines else key, what, found, expected, fix)


@dataclass(frozen=True)
class Figure:
    """One figure that was read, as the text that a table will hold; `place` is where it stood."""

    entry: Entry
    year: int
    text: str
    flag: str
    quote: str
    place: str


def figure_of(entry: Entry, year: int, raw: object, label: str, place: str, flag: str = "") -> Figure | None:
    """A cell as a figure; None where it says that there is none. What is no number stays, to be refused at its cell."""
    text = str(raw).strip()
    if not text or text in entry.nothing:
        return None
    number = _plain_number(text)
    quote = entry.quote or _shortened(f"{label} {year}年：{text}" if label else f"{year}年：{text}")
    return Figure(
        entry, year, text if number is None else _times(number, entry.factor), entry.flag or flag, quote, place
    )


def year_of_text(raw: object) -> int | None:
    """2023 of `2023`, `2023年` or `2023.0`; None of what is no year."""
    text = str(raw).strip()
    reading = _reader("year")(text, "")
    text = reading.text if reading is not None else text.removesuffix(".0")
    return int(text) if re.fullmatch(r"[12]\d{3}", text, re.ASCII) else None


def _plain_number(text: str) -> Decimal | None:
    reading = _reader("value")(text, "")
    text = text if reading is None else reading.text
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@cache
def _reader(column: str) -> Callable[[str, str], Reading | None]:
    return reader_of(schema_of(VALUES).column(column), Vocabulary())


def _times(number: Decimal, factor: Decimal) -> str:
    product = number * factor
    # 12 significant digits: what binary fractions of a spreadsheet add is left out.
    return f"{Decimal(f'{product:.11e}').normalize():f}"


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
