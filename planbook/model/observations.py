"""Observations: what is on record of one subject in one year."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planbook.model.text import Text

__all__ = [
    "Flag",
    "NOT_OBSERVED",
    "Observation",
    "Reported",
    "observe",
    "observe_row",
]


class Flag(StrEnum):
    """Observation status: Eurostat's codes (list of 27 January 2025) plus `r` (revised)."""

    NORMAL = ""
    BREAK = "b"
    DEFINITION_DIFFERS = "d"
    ESTIMATED = "e"
    FORECAST = "f"
    IMPUTED = "i"
    MISSING = "m"
    NOT_SIGNIFICANT = "n"
    PROVISIONAL = "p"
    LOW_RELIABILITY = "u"
    REVISED = "r"


NOT_OBSERVED = frozenset({Flag.MISSING, Flag.FORECAST})  # neither says what was observed


@dataclass(frozen=True)
class Observation:
    """What is on record of one subject in one year: a value, or that none was reported.

    A value that was observed makes a `Reported`; `observe` decides. What is left is a row that says a value is
    missing (flag m, `value` None) or a forecast (flag f), which nothing is computed from.

    Attributes
    ----------
    value : in the unit of its series.
    illustrative : the value is made up and carries the mark wherever it is shown.
    vintage : edition whose data file it came from; None for figures of the plan and published background series.
    note : what must be known of this one value.
    expression : the arithmetic of a value computed from other published figures, "" where it was published.
    at : the value's date in years (2022.5 is 30 June 2023); None for the end of its year.
    """

    year: int
    value: float | None
    flag: Flag = Flag.NORMAL
    source_id: str = ""
    illustrative: bool = False
    vintage: int | None = None
    note: Text = Text("", "")
    expression: str = ""
    at: float | None = None

    @property
    def time(self) -> float:
        """The value's date in years, where the whole number Y is the end of year Y."""
        return float(self.year) if self.at is None else self.at

    @property
    def broken(self) -> bool:
        """Not comparable with the year before."""
        return self.flag is Flag.BREAK

    @property
    def derived(self) -> bool:
        """Computed from other published figures."""
        return bool(self.expression)


@dataclass(frozen=True)
class Reported(Observation):
    """An observation that has a value."""

    value: float


def observe(year: int, value: float | None, flag: Flag = Flag.NORMAL, **more: Any) -> Observation:
    """An observation, as `Reported` where a value was observed; NaN is no value, and neither is a forecast."""
    if value is None or math.isnan(value):
        return Observation(year, None, flag, **more)
    if flag in NOT_OBSERVED:
        return Observation(year, value, flag, **more)
    return Reported(year, value, flag, **more)


def observe_row(row: Mapping[Hashable, Any]) -> Observation:
    """The observation that a row of `observations`, `vintages`, `progress` or `context` holds."""
    flag = Flag(row["flag"])
    value = None if math.isnan(row["value"]) else float(row["value"])
    vintage = row.get("vintage")
    return observe(
        int(row["year"]),
        value,
        flag,
        source_id=str(row["source_id"]),
        illustrative=bool(row.get("illustrative", False)) and value is not None,
        vintage=None if vintage is None else int(vintage),
        note=Text(str(row.get("note_zh", "")), str(row.get("note_en", ""))),
        expression=str(row.get("expression", "")),
    )
