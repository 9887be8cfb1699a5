"""Series of observations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import pandas as pd

from planbook.model.areas import Area
from planbook.model.observations import Observation, Reported, observe_row
from planbook.model.text import Text
from planbook.model.units import Unit

__all__ = [
    "BackgroundSeries",
    "Series",
]


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
        own = frame[frame.iloc[:, 0] == subject_id]
        own = own[(own["year"] <= year) & (own["vintage"] <= year)].sort_values(["year", "vintage"], kind="stable")
        if own.duplicated(["year", "vintage"]).any():
            raise ValueError(f"{subject_id} has two values for a year in one vintage")
        rows = own.drop_duplicates("year", keep="last").to_dict("records")
        return cls(subject_id, unit, tuple(map(observe_row, rows)))

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
