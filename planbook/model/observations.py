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
    "read_flags",
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


# Which of several flags of one value says most of what may be done with it. A break, a revision and a provisional
# value are separate facts, and one value can be all three.
_FOREMOST = (
    Flag.MISSING,
    Flag.FORECAST,
    Flag.BREAK,
    Flag.DEFINITION_DIFFERS,
    Flag.LOW_RELIABILITY,
    Flag.ESTIMATED,
    Flag.IMPUTED,
    Flag.PROVISIONAL,
    Flag.NOT_SIGNIFICANT,
    Flag.REVISED,
)


def read_flags(code: str) -> tuple[Flag, ...]:
    """The flags of a cell such as `br`, the foremost first; none of an empty one.

    Raises
    ------
    ValueError
        When a letter is no flag, or stands twice.

    >>> [flag.name for flag in read_flags("rb")]
    ['BREAK', 'REVISED']
    """
    flags = [Flag(letter) for letter in code]
    if len(set(flags)) < len(flags):
        raise ValueError(f"{code!r} holds a flag twice")
    return tuple(sorted(flags, key=(*_FOREMOST, *Flag).index))


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
    also : what else is on record of the value than its foremost `flag`: a break may be revised, too.
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
    also: tuple[Flag, ...] = ()

    @property
    def time(self) -> float:
        """The value's date in years, where the whole number Y is the end of year Y."""
        return float(self.year) if self.at is None else self.at

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags, the foremost first; none of a normal value."""
        return (self.flag, *self.also) if self.flag else ()

    @property
    def code(self) -> str:
        """All flags as a cell holds them: `br`; "" for a normal value."""
        return "".join(self.flags)

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
    flag, *also = read_flags(row["flag"]) or (Flag.NORMAL,)
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
        also=tuple(also),
    )
