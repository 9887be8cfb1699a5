"""One cell as it was meant: full-width digits, thousands separators, 2023年, TRUE, 2021/8/27; and how it was read.

A reading is certain or is none: what could mean two things (7.4万, 74,5, ≥74) stays as it stands and is refused by the
checks that follow. No library reads a cell so: pandas and babel take a locale's separators for granted and turn what
they cannot know into a number or into nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from planbook.schema import ColumnSchema

__all__ = ["EXCEL", "Reading", "Vocabulary", "reader_of"]

EXCEL = "as Excel rewrites it"  # ends the names of readings that undo what a spreadsheet did by itself

_BLANKS = " \t\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_EDGES = re.compile(f"^[{_BLANKS}]+|[{_BLANKS}]+$")
_QUOTED_NUMBER = re.compile(r"""^(?:'|=)?"?([+-]?[0-9.,\s]+)"?$""")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?P<mark>[, '])\d{3}((?P=mark)\d{3})*(\.\d+)?", re.ASCII)
_FULL_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
_MINUS = str.maketrans({"\u2212": "-", "\uff0d": "-", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\ufe63": "-"})
# Marks of a byte order in the middle of a text, blanks without width, and bullets in fonts that only Word has.
_LEFT_BY_EDITORS = str.maketrans(
    {"\ufeff": "", "\u200b": "", "\u00ad": "", "\uf0b7": "•", "\uf0a7": "▪", "\uf06c": "●", "\uf0fc": "✓"}
)
_YEAR = re.compile(r"([12]\d{3})(?:\.0+|\s*(?:年|年度|年末|年底|FY))", re.ASCII)
_DAY = re.compile(r"([12]\d{3})[/.年-](\d{1,2})(?:[/.月-](\d{1,2})日?|月)?(?: 0?0:00(?::00)?)?", re.ASCII)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  shorter so
_PLAIN = re.compile(r"[0-9A-Za-z_.+-]*", re.ASCII)
_TRUE, _FALSE = frozenset({"true", "是", "真"}), frozenset({"false", "否", "假"})


@dataclass(frozen=True)
class Reading:
    """The text a cell was meant to hold, and what was done to read it."""

    text: str
    how: str


@dataclass(frozen=True)
class Vocabulary:
    """What the cells of one column may name: `ids` of another table, and `units` that may follow a number."""

    ids: Iterable[str] = ()
    units: Mapping[str, str] = field(default_factory=dict)


def reader_of(column: ColumnSchema, vocabulary: Vocabulary) -> Callable[[str, str], Reading | None]:
    """How the cells of a column are read: `(text, unit) → Reading`, None where the text stands as it is.

    `unit` is how the unit of the row's subject is written, "" where it has none.
    """
    ids = {_folded(name): name for name in vocabulary.ids}
    codes = {_folded(code): code for code in column.codes}
    for code, meaning in column.meanings.items():
        codes |= {_folded(meaning.zh): code, _folded(meaning.en): code}

    @cache
    def read(text: str, unit: str) -> Reading | None:
        trimmed = _EDGES.sub("", text)
        if text.isascii() and column.type == "string" and not (column.codes or column.refers_to or column.pattern):
            return None
        if not trimmed:
            return Reading("", "blanks taken for an empty cell") if text else None
        if column.type in ("integer", "number"):
            return _number(text, trimmed, column, unit)
        if column.type == "boolean":
            word = _folded(trimmed)
            value = "true" if word in _TRUE else "false" if word in _FALSE else ""
            how = f"TRUE and FALSE, {EXCEL}," if trimmed in ("TRUE", "FALSE") else "是 and 否"
            return Reading(value, f"{how} read as true and false") if value and value != text else None
        if column.dated:
            return _date(text, trimmed)
        if column.codes:
            named = _named(text, trimmed, codes, "codes")
            return _letters(text, trimmed, column) if named is None and column.several else named
        if column.refers_to:
            return _named(text, trimmed, ids, "ids")
        if column.pattern or column.unique:
            return _identifier(text, trimmed, column)
        plain = text.translate(_LEFT_BY_EDITORS)
        return None if plain == text else Reading(plain, "invisible signs and Word's own bullets read as plain text")

    return read


def _half_width(text: str) -> str:
    """Full-width letters, figures and signs as plain ones; unlike NFKC it leaves a footnote's ¹ what it is."""
    return text.translate(_FULL_WIDTH)


def _folded(text: str) -> str:
    return _half_width(text).strip().casefold()


def _number(text: str, trimmed: str, column: ColumnSchema, unit: str) -> Reading | None:
    if _PLAIN.fullmatch(text) and not (column.name.endswith("year") and "." in text):
        return None
    done = [] if trimmed == text else ["blanks around figures dropped"]
    number = _half_width(trimmed).translate(_MINUS)
    number = re.sub("[\u200b\u2060\ufeff]", "", re.sub("[\u00a0\u2000-\u200a\u202f\u3000]", " ", number))
    if _half_width(trimmed) != trimmed:
        done.append("full-width figures read as plain ones")
    elif number != trimmed:
        done.append("signs read as plain ones")
    if column.name.endswith("year") and (year := _YEAR.fullmatch(number)):
        return Reading(year[1], "2023年 and the like read as years")
    if quoted := _QUOTED_NUMBER.fullmatch(number):
        if quoted[1] != number:
            done.append("figures kept as text read as figures")
        number = quoted[1].strip()
    ends = _half_width(unit)
    if ends and number.endswith(ends) and number != ends:
        number = number[: -len(ends)].strip()
        done.append("% read as the unit" if ends == "%" else "the unit behind figures dropped")
    if _THOUSANDS.fullmatch(number):
        number = re.sub("[, ']", "", number)
        done.append("thousands separators dropped")
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", number, re.ASCII) or not done:
        return None
    return Reading(number, "; ".join(done))


def _date(text: str, trimmed: str) -> Reading | None:
    plain = _half_width(trimmed)
    if year := _YEAR.fullmatch(plain):
        plain, found = year[1], year[1]
    elif day := _DAY.fullmatch(plain):
        found = "-".join(part.zfill(2) for part in day.groups() if part)
    else:
        found = plain
    if found == text:
        return None
    excel = f", {EXCEL}," if re.fullmatch(r"\d{4}/\d{1,2}/\d{1,2}.*", plain) else ""
    return Reading(
        found, f"dates such as 2021/8/27{excel} read as 2021-08-27" if found != trimmed else "blanks dropped"
    )


def _named(text: str, trimmed: str, known: Mapping[str, str], what: str) -> Reading | None:
    if text in known.values():
        return None
    found = known.get(_folded(trimmed))
    return None if found is None else Reading(found, f"{what} in other letters or with blanks read as the listed ones")


def _letters(text: str, trimmed: str, column: ColumnSchema) -> Reading | None:
    """Several one-letter codes, parted by signs or blanks, in capitals or full width."""
    found = re.sub(r"[\s,;/、，；+&]+", "", _folded(trimmed))
    if found == text or not found or not set(found) <= set(column.codes):
        return None
    return Reading(found, "codes in other letters or with blanks read as the listed ones")


def _identifier(text: str, trimmed: str, column: ColumnSchema) -> Reading | None:
    if not column.pattern or re.fullmatch(column.pattern, text, re.ASCII):
        return None
    for found in (
        *_undone(trimmed),
        _half_width(trimmed),
        _half_width(trimmed).lower(),
    ):
        if re.fullmatch(column.pattern, found, re.ASCII):
            excel = found in tuple(_undone(trimmed))
            how = f"1月1日 and the like, {EXCEL}, read as 1-1" if excel else "ids in other letters read as plain ones"
            return Reading(found, how)
    return None


def _undone(text: str) -> Iterable[str]:
    """What a spreadsheet took for a day: 1月2日 (and 2-Jan, in English) was 1-2."""
    if day := re.fullmatch(r"(\d{1,2})月(\d{1,2})日", text, re.ASCII):
        yield f"{int(day[1])}-{int(day[2])}"
    if (day := re.fullmatch(r"(\d{1,2})-([A-Za-z]{3})", text, re.ASCII)) and day[2].lower() in _MONTHS:
        yield f"{_MONTHS.index(day[2].lower()) + 1}-{int(day[1])}"
