"""Series of observations."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd

from planbook.model.areas import Area
from planbook.model.observations import Observation, Reported, observe_row
from planbook.model.text import Text
from planbook.model.units import Unit

__all__ = [
    "BackgroundSeries",
    "Series",
    "rows_by_subject",
]


def rows_by_subject(frame: pd.DataFrame) -> dict[str, list[dict[Hashable, Any]]]:
    """Subject → its rows, by year and then by vintage; its id is the first column of such a frame.

    A frame is gone through once, not once for each subject: plans have up to thousands.
    """
    found: dict[str, list[dict[Hashable, Any]]] = {}
    for row in frame.sort_values(["year", "vintage"], kind="stable").to_dict("records"):
        found.setdefault(str(row[frame.columns[0]]), []).append(row)
    return found


@dataclass(frozen=True)
class Series:
    """The observations of one subject in one unit, oldest first, at most one a year.

    `id` is that of the indicator, numeric task or background series.
    """

    id: str
    unit: Unit
    observations: tuple[Observation, ...]

    @classmethod
    def known_by(cls, frame: pd.DataFrame, subject_id: str, unit: Unit, year: int) -> Self:
        """What the edition of `year` knows of one subject of a frame such as `observations`, `vintages`, `progress`.

        Rows of later years or later vintages are not seen, so that what is added later never changes an earlier
        edition; of several vintages of one year the latest counts.

        Raises
        ------
        ValueError
            When a year has two values in one vintage. `planbook.rules` keeps such data from coming here.
        """
        return cls.of_rows(rows_by_subject(frame).get(subject_id, ()), subject_id, unit, year)

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[Hashable, Any]], subject_id: str, unit: Unit, year: int) -> Self:
        """The same of the rows of that subject, by year and then by vintage (`rows_by_subject`)."""
        known = [row for row in rows if row["year"] <= year and row["vintage"] <= year]
        if len({(row["year"], row["vintage"]) for row in known}) < len(known):
            raise ValueError(f"{subject_id} has two values for a year in one vintage")
        latest = {row["year"]: row for row in known}
        return cls(subject_id, unit, tuple(map(observe_row, latest.values())))

    @property
    def reported(self) -> tuple[Reported, ...]:
        """The observations that have a value."""
        return tuple(one for one in self.observations if isinstance(one, Reported))

    @property
    def latest(self) -> Reported | None:
        return self.reported[-1] if self.reported else None

    @property
    def break_year(self) -> int | None:
        """The last year flagged as a break in the series, the first of the new definition."""
        return max((one.year for one in self.reported if one.broken), default=None)

    @property
    def since_break(self) -> tuple[Reported, ...]:
        """The values since the last break, the only ones that may be compared with the latest."""
        return self.stretches[-1] if self.reported else ()

    @property
    def stretches(self) -> tuple[tuple[Reported, ...], ...]:
        """The values between breaks: a flag b opens a new stretch, and nothing bridges two."""
        values = self.reported
        if not values:
            return ()
        starts = [n for n, one in enumerate(values) if n == 0 or one.broken]
        return tuple(values[start:end] for start, end in zip(starts, [*starts[1:], len(values)], strict=True))

    @property
    def illustrative(self) -> bool:
        """Whether any of its values is illustrative."""
        return any(one.illustrative for one in self.reported)

    def between(self, first_year: int, last_year: int) -> Self:
        """The same series, of these years only, both included."""
        return replace(
            self, observations=tuple(one for one in self.observations if first_year <= one.year <= last_year)
        )


@dataclass(frozen=True)
class BackgroundSeries(Series):
    """One published background series in one area. `measure` is stock, flow or share."""

    area: Area
    name: Text
    measure: str

    @property
    def break_years(self) -> tuple[int, ...]:
        """Years from which on a new definition applies."""
        return tuple(stretch[0].year for stretch in self.stretches[1:])
