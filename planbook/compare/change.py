"""Change over a plan period: level, total change, change per year, growth per year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planbook.model import Period

__all__ = ["NoChange", "PeriodChange", "base_year_of", "growth_per_year", "measure_change", "measure_period"]

Points = Sequence[tuple[int, float]]


@dataclass(frozen=True)
class PeriodChange:
    """Change between two yearly values of one definition, in the measure's unit.

    Attributes
    ----------
    start_year, start, end_year, end : the first and last value used.
    growth : compound growth per year as a fraction; None where a value is not positive.
    complete : the values are those of the base year and of the period's last year.
    """

    start_year: int
    start: float
    end_year: int
    end: float
    growth: float | None
    complete: bool

    @property
    def change(self) -> float:
        return self.end - self.start

    @property
    def per_year(self) -> float:
        return self.change / (self.end_year - self.start_year)


@dataclass(frozen=True)
class NoChange:
    """In place of a change: what is known of its two ends, and why the one is not set against the other.

    `reason` is a key of the locales' `compare.reasons`; `growth` is one that was stated without its levels.
    """

    reason: str
    start_year: int | None = None
    start: float | None = None
    end_year: int | None = None
    end: float | None = None
    growth: float | None = None

    @property
    def change(self) -> None:
        return None

    @property
    def per_year(self) -> None:
        return None


def base_year_of(period: Period) -> int:
    """The year at whose end a period begins: 2015 for 2016-2020."""
    return period.first_year - 1


def growth_per_year(start: float, end: float, years: int) -> float | None:
    """Compound annual growth rate as a fraction; None where either value is not positive.

    Source
    ------
    (end / start)^(1 / years) − 1.
    """
    if start <= 0 or end <= 0:
        return None
    return float((end / start) ** (1 / years)) - 1


def measure_change(
    start: tuple[int, float], end: tuple[int, float], period: Period, grows: bool = True
) -> PeriodChange:
    """The change between two (year, value) pairs of one definition, the later second.

    `grows` is False of what is itself a rate of change: 3 % a year and then 6 % is no growth of 100 %.
    """
    (start_year, first), (end_year, last) = start, end
    return PeriodChange(
        start_year,
        first,
        end_year,
        last,
        growth=growth_per_year(first, last, end_year - start_year) if grows else None,
        complete=(start_year, end_year) == (base_year_of(period), period.last_year),
    )


def measure_period(stretches: Sequence[Points], period: Period, grows: bool = True) -> PeriodChange | NoChange:
    """The change within a period, from its base year (or the first value after it) to its last known value.

    Parameters
    ----------
    stretches : (year, value) pairs, oldest first, parted where the definition changes. A change is measured
        within one stretch only: the last one that has two values in the period. A single value after a break is
        left out then, and the years of the change say so.
    grows : as in `measure_change`.
    """
    within = [
        [(year, value) for year, value in stretch if base_year_of(period) <= year <= period.last_year]
        for stretch in stretches
    ]
    within = [points for points in within if points]
    if not within:
        return NoChange("no_value")
    measurable = [points for points in within if len(points) > 1]
    if not measurable:
        ((year, value),) = within[-1]
        return NoChange("break" if len(within) > 1 else "one_value", end_year=year, end=value)
    return measure_change(measurable[-1][0], measurable[-1][-1], period, grows)
