"""Texts that a spreadsheet must not take for a formula.

Source
------
OWASP, "CSV Injection": a cell beginning with =, +, -, @, tab or carriage return may be computed when the file is
opened; an apostrophe before it keeps it text. Cells of numbers are left alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd

__all__ = ["BYTE_ORDER_MARK", "is_formula_like", "safe_text", "write_csv", "write_frame"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Chinese as Latin letters


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might compute the text."""
    return text.startswith(FORMULA_STARTS)


def safe_text(text: str) -> str:
    """The text as a CSV cell may hold it.

    >>> safe_text("=1+1")
    "'=1+1"
    >>> safe_text("养老床位")
    '养老床位'
    """
    return f"'{text}" if is_formula_like(text) else text


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], mark: bool = True) -> None:
    """A CSV file in UTF-8 with byte order mark, LF and a header. Texts are made safe; None is an empty cell.

    Numbers are written with as many digits as they have, and truth as `true` and `false`.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((BYTE_ORDER_MARK if mark else "") + buffer.getvalue(), encoding="utf-8", newline="\n")


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """A frame as CSV in UTF-8 with LF and a header, without byte order mark: for programs.

    Texts are made safe as `write_csv` does; numbers and truth stand as pandas writes them, NaN is an empty cell.
    """
    safe = frame.map(lambda value: safe_text(value) if isinstance(value, str) else value)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A column of whole numbers with gaps would come back from `map` as floats.
    safe.astype(frame.dtypes.to_dict()).to_csv(path, index=False, lineterminator="\n")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return plain_number(value)
    return safe_text(str(value))


def plain_number(value: float) -> str:
    """A number as a machine reads it: `9371`, `36.05`; never with an exponent.

    >>> plain_number(126000.0), plain_number(36.05), plain_number(0.00001)
    ('126000', '36.05', '0.00001')
    """
    number = Decimal(repr(float(value)))
    return format(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize(), "f")
