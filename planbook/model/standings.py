"""Where a subject stands: what counts against its target, and the way it has to cover."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planbook.model.observations import Reported

__all__ = [
    "BestPace",
    "Compared",
    "NotComputed",
    "Paced",
    "Progress",
    "Rates",
    "Standing",
    "Way",
]


@dataclass(frozen=True)
class Way:
    """The way from the baseline to the nearest figure that meets the target, in the indicator's unit.

    Straight; a total of rates that compound gets there by equal rates, which is nearly straight.
    """

    start_year: int
    start: float
    end_year: int
    end: float
    compounds: bool = False

    @property
    def length(self) -> float:
        return abs(self.end - self.start)

    def at(self, time: float) -> float:
        """What is due at a time in years, where the whole number Y is the end of year Y."""
        elapsed = (time - self.start_year) / (self.end_year - self.start_year)
        if self.compounds:
            return 100 * math.expm1(elapsed * math.log1p(self.end / 100))
        return self.start + (self.end - self.start) * elapsed


@dataclass(frozen=True)
class Standing:
    """Where a subject stood at one of its values, measured by the rule of its kind of target.

    A target to keep, and a level without baseline, have a standing only; a relative target is `Compared`, an average
    is `Paced`; a level and a total make `Progress`.

    Attributes
    ----------
    observation : the value.
    due : share of the plan period elapsed at the value's date, 0-1.
    counted : what counts against the target: the value itself, or the mean or total of the plan's years so far.
    """

    observation: Reported
    due: float
    counted: float


@dataclass(frozen=True)
class Paced(Standing):
    """A standing with a pace: `ratio` is 1 where exactly as much is done as is due."""

    ratio: float


@dataclass(frozen=True)
class Progress(Paced):
    """A standing on a way: `completion` is the share of it covered, 1 = there; may be below 0 or above 1."""

    completion: float


@dataclass(frozen=True)
class Compared(Standing):
    """A standing against another series: `reference` is the mean of its same years, `counted` that of the subject."""

    reference: float


@dataclass(frozen=True)
class NotComputed:
    """In place of a figure: the key of the locales' `reasons` that says why there is none."""

    reason: str


@dataclass(frozen=True)
class Rates:
    """Change per year in the indicator's unit, up to the latest value and from it to the target.

    Attributes
    ----------
    achieved : None where there is one comparable value only, or the kind of target has no speed.
    required : 0 where the target is met; None once its year has come, or where the kind has no speed.
    multiple : required over achieved; None where the achieved change is zero or goes the wrong way.
    """

    achieved: float | None = None
    required: float | None = None
    multiple: float | None = None


@dataclass(frozen=True)
class BestPace:
    """The fastest change towards the target between two neighbouring values of a series.

    Attributes
    ----------
    area : id of the area, "" for the subject's own series.
    per_year : change a year, in the subject's unit; of an amount elsewhere, what its growth would be here.
    growth : the same as compound growth a year, a fraction; None for the own series and where amounts are not
        compared.
    start_year, end_year : the two values it was seen between.
    """

    area: str
    per_year: float
    growth: float | None
    start_year: int
    end_year: int
