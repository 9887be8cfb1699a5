"""Units of measurement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.origin import Noun

__all__ = [
    "Unit",
    "UnitKind",
]


class UnitKind(StrEnum):
    SHARE = "share"  # stays within 0-100
    COUNT = "count"  # never negative, whole
    RATE = "rate"  # per 10,000 people and the like: never negative
    MONEY = "money"  # never negative
    CHANGE = "change"  # percentage points or per cent of change: any sign


@dataclass(frozen=True)
class Unit(Noun):
    """A unit of measurement; `en_one` and `en_other` are the English singular and plural.

    `factor` is how many of `in_ones` one of it is: 10,000 persons in a 万人; 1 and None for a unit of its own.
    """

    id: str
    kind: UnitKind
    zh: str
    en_one: str
    en_other: str
    decimals: int  # how many decimals a value in this unit is shown with
    factor: int = 1
    in_ones: Unit | None = None
