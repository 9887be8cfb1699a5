"""The running total of yearly changes or amounts: what a total or an average of the plan's years is judged by.

Where yearly values are rates of change (per cent of the level), the total is that of the logarithms of the growth
factors, which add up as the factors multiply; a rate holds for the time it covers, so half a year of it counts
half. Other changes and amounts add up as they are: half a year's amount is what half a year brought.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planbook.model import Reported, Unit
from planbook.rules.meaning import compounds

__all__ = ["RunningTotal", "run_total"]


@dataclass(frozen=True)
class RunningTotal:
    """Totals since the baseline, on a scale on which they add up.

    Attributes
    ----------
    times : the baseline's year first, then the date of each value, in years.
    totals : 0 first, then the total up to each value; logarithms where rates compound.
    """

    unit: Unit
    times: tuple[float, ...]
    totals: tuple[float, ...]

    @property
    def total(self) -> float:
        """The total so far, in the unit: the change over all years, or the amount."""
        return self.total_shown(self.totals[-1])

    @property
    def mean(self) -> float:
        """The mean a year so far, in the unit; geometric where rates compound, by time where a year is cut short."""
        return self.mean_shown(self.totals[-1], self.times[-1])

    def on_scale(self, total: float) -> float:
        """A total in the unit, on the scale; ±inf stay."""
        return math.log1p(total / 100) if self._rates and not math.isinf(total) else total

    def total_shown(self, total: float) -> float:
        """A total on the scale, in the unit."""
        return 100 * math.expm1(total) if self._rates else total

    def mean_shown(self, total: float, time: float) -> float:
        """The mean a year that a total at a time comes to, in the unit."""
        return self.total_shown(total / (time - self.times[0]))

    def mean_on_scale(self, mean: float, time: float) -> float:
        """The total at a time that a mean a year, in the unit, comes to, on the scale."""
        return self.on_scale(mean) * (time - self.times[0]) if not math.isinf(mean) else mean

    def latest_for(self, total: float) -> float:
        """The latest value, in the unit, that would make the total (on the scale) so much."""
        part = total - self.totals[-2]
        return self.total_shown(part / (self.times[-1] - self.times[-2])) if self._rates else part

    @property
    def _rates(self) -> bool:
        return compounds(self.unit)


def run_total(values: Sequence[Reported], baseline_year: int, unit: Unit) -> RunningTotal | None:
    """The running total of yearly values, one for every year from the baseline on; None where a year is missing.

    A gap is not bridged: nobody knows what the missing year brought.
    """
    if [value.year for value in values] != list(range(baseline_year + 1, baseline_year + 1 + len(values))):
        return None
    times, totals = [float(baseline_year)], [0.0]
    for value in values:
        part = math.log1p(value.value / 100) * (value.time - times[-1]) if compounds(unit) else value.value
        times.append(value.time)
        totals.append(totals[-1] + part)
    return RunningTotal(unit, tuple(times), tuple(totals))
