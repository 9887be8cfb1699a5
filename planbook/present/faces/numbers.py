"""Numbers as pandas and Plotly hold them, and how they are written where no unit says it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from planbook.present.words import MINUS, Words

__all__ = ["YEARS", "fewest_decimals", "is_missing", "is_number", "number_text"]

MOST_DECIMALS, DIGITS = 3, 3
YEARS = range(1800, 2200)


def is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, (bool, np.bool_))


def is_missing(value: object) -> bool:
    """None, NaN, NaT or NA."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, (float, np.floating)) and math.isnan(value)


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
        return "∞" if value > 0 else f"{MINUS}∞"
    return words.number(value, decimals)
