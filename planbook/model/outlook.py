"""Judgement 2: will the target be met."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.standings import Standing

__all__ = [
    "NoProjection",
    "Outcome",
    "OutlookVerdict",
    "Path",
    "Projection",
]


class OutlookVerdict(StrEnum):
    """Judgement 2 (完成目标趋势判断)."""

    MET = "met"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    UNLIKELY = "unlikely"
    INSUFFICIENT = "insufficient"


Path = tuple[tuple[int, float, float, float], ...]  # (year, centre, low, high), from the latest value on


@dataclass(frozen=True)
class Projection:
    """Judgement 2 with its distribution at the target year, in the indicator's unit.

    Attributes
    ----------
    probability : that the target will be met, 0-1.
    centre, low, high : median and central interval (`Thresholds.interval`).
    robust : the same quantity on the robust line.
    path : the latest value, then each year to the target year.
    reason : key of the locales' `reasons` for what must be said of it (`no_scatter`), "" for nothing.
    """

    verdict: OutlookVerdict
    probability: float
    centre: float
    low: float
    high: float
    robust: float
    path: Path
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """Judgement 2 once the target year's value is known: nothing is projected, the target is met or it is not."""

    met: bool
    standing: Standing
    reason: str = "target_year_reached"

    @property
    def verdict(self) -> OutlookVerdict:
        return OutlookVerdict.MET if self.met else OutlookVerdict.UNLIKELY

    @property
    def probability(self) -> float:
        return 1.0 if self.met else 0.0

    @property
    def centre(self) -> float:
        return self.standing.counted

    low = high = centre

    @property
    def path(self) -> Path:
        latest = self.standing.observation
        return ((latest.year, latest.value, latest.value, latest.value),)


@dataclass(frozen=True)
class NoProjection:
    """Judgement 2 without a projection: `met` where the latest value meets the target, else `insufficient`."""

    verdict: OutlookVerdict
    reason: str  # key of the locales' `reasons`

    @property
    def path(self) -> Path:
        return ()
