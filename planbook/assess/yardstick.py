"""How far an indicator has come, by the rule of its kind of target, and which latest value would mean what.

Every kind is brought to the same few things: a pace ratio, the latest value at which any pace ratio is reached,
and the latest value from which the target is met. The verdict and its sensitivity both read these, so they
cannot contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planbook.assess.periods import elapsed_share
from planbook.assess.targets import (
    LEVEL_KINDS,
    accepted_values,
    compounds,
    improves_upwards,
    is_met,
    nearest_accepted,
)
from planbook.model import Indicator, PaceVerdict, Reported, Series, TargetKind, Unit

__all__ = ["Yardstick", "lay_yardstick", "mean_change", "total_change"]


@dataclass(frozen=True)
class Yardstick:
    """The measure of one indicator at its latest value.

    Attributes
    ----------
    value : latest value, in the indicator's unit.
    due : share of the plan period elapsed at the value's date, 0-1.
    completion : share of the way covered, 1 = there; None where the kind has none.
    ratio : pace ratio, 1 = exactly as much as is due; None where the kind has none.
    standing : what the latest value stands for: itself, or the mean or total of the plan's years so far.
    required : the accepted standing nearest to it; None where the kind has no target figure.
    best : the best class the kind can reach now.
    met_from : latest value from which `best` begins; None where it cannot be reached now.
    begins : latest value at which a given pace ratio is reached; None where the cut-offs do not apply.
    rising : whether a larger latest value is better, on the side of the target where the value lies.
    span : size of the total way, in the unit; 0 where there is none. Used for rounding and for near misses only.
    reason : why completion is not computed, "" where it is.
    """

    value: float
    due: float
    completion: float | None
    ratio: float | None
    standing: float
    required: float | None
    best: PaceVerdict
    met_from: float | None
    begins: Callable[[float], float] | None
    rising: bool
    span: float
    reason: str = ""

    def reaches(self, border: float) -> bool:
        """Whether the latest value is at or beyond a border, forgiving the rounding of the last digits."""
        scale = max(abs(self.value), abs(border), self.span)
        gap = self.value - border if self.rising else border - self.value
        return gap >= -1e-9 * scale

    @property
    def met(self) -> bool:
        """The target is met at the latest value (for a target to keep: kept so far)."""
        return self.met_from is not None and self.reaches(self.met_from)


def total_change(changes: tuple[float, ...], unit: Unit) -> float:
    """Yearly changes taken together: compounded where they are per cent of the level, else summed.

    Source
    ------
    METHODS, target kinds, cumulative: (Π(1 + g/100) − 1) · 100, or Σ g.
    """
    if compounds(unit):
        return (math.prod(1 + change / 100 for change in changes) - 1) * 100
    return math.fsum(changes)


def mean_change(changes: tuple[float, ...], unit: Unit) -> float:
    """Mean yearly change: the geometric mean of growth factors where changes compound, else the arithmetic mean.

    Source
    ------
    METHODS, target kinds, yearly average. The yearly average growth (年均增长) of Chinese plans is geometric.
    """
    if compounds(unit):
        return (math.prod(1 + change / 100 for change in changes) ** (1 / len(changes)) - 1) * 100
    return math.fsum(changes) / len(changes)


def lay_yardstick(
    indicator: Indicator, unit: Unit, known: Series, reference: Mapping[int, float] | None = None
) -> Yardstick | str:
    """The yardstick of an indicator, or the reason (a key of the locales' `reasons`) why there is none.

    Parameters
    ----------
    known
        Must hold a value.
    reference
        Year → value of the series that a relative target is measured against, in the same unit.
    """
    latest = known.reported[-1]
    due = elapsed_share(indicator.baseline_year, indicator.target_year, latest.time)
    kind = indicator.target_kind
    if kind in LEVEL_KINDS:
        return _level(indicator, latest, due)
    if kind is TargetKind.KEEP:
        return _keep(indicator, known, due)
    if kind is TargetKind.YEARLY_AVERAGE:
        return _yearly_average(indicator, unit, known, due)
    if kind is TargetKind.CUMULATIVE:
        return _cumulative(indicator, unit, known, due)
    if kind is TargetKind.RELATIVE:
        return _relative(indicator, known, due, reference or {})
    return "qualitative_target"


def _level(indicator: Indicator, latest: Reported, due: float) -> Yardstick:
    """Completion is the share of the distance between baseline and target that has been closed.

    For a value between the two this is (xt − x0) / (xT − x0), beyond a plain target it exceeds 1. A range is
    measured to its nearest end and an "about" target to the stated figure; past them the distance grows again.
    """
    accepted = accepted_values(indicator)
    value, baseline = latest.value, indicator.baseline
    if indicator.target_kind is TargetKind.RANGE:
        below = value < (accepted[0] + accepted[1]) / 2
        anchor = accepted[0] if below else accepted[1]
    elif indicator.target_kind is TargetKind.ABOUT:
        anchor = indicator.target
        below = value < anchor if value != anchor else (baseline is None or baseline < anchor)
    else:
        anchor, below = indicator.target, improves_upwards(indicator)
    met_from = accepted[0] if below else accepted[1]
    side = 1.0 if below else -1.0
    if baseline is None:
        return Yardstick(
            value,
            due,
            None,
            None,
            value,
            nearest_accepted(value, accepted),
            PaceVerdict.ACHIEVED,
            met_from,
            None,
            below,
            0.0,
            "no_baseline",
        )
    way = _way(indicator, accepted)
    completion = 1 - side * (anchor - value) / way
    if indicator.target_kind not in (TargetKind.RANGE, TargetKind.ABOUT):
        completion = (value - baseline) / (indicator.target - baseline)
    elif is_met(value, accepted) and indicator.target_kind is TargetKind.RANGE:
        completion = 1.0

    def begins(ratio: float) -> float:
        return anchor - side * (1 - ratio * due) * way

    return Yardstick(
        value,
        due,
        completion,
        completion / due,
        value,
        nearest_accepted(value, accepted),
        PaceVerdict.ACHIEVED,
        met_from,
        begins,
        below,
        way,
    )


def _way(indicator: Indicator, accepted: tuple[float, float]) -> float:
    """Distance from the baseline to the target: to the nearest end of a range, else to the stated figure."""
    if indicator.target_kind is TargetKind.RANGE:
        return abs(nearest_accepted(indicator.baseline, accepted) - indicator.baseline)
    return abs(indicator.target - indicator.baseline)


def _period_is_over(indicator: Indicator, latest: Reported) -> bool:
    return latest.time >= indicator.target_year


def _keep(indicator: Indicator, known: Series, due: float) -> Yardstick:
    """A floor or ceiling is kept when the mean of the plan's years so far keeps it.

    Nothing is finished early, so before the end of the period kept is on pace; once the last year is in, it is
    achieved. Values before a break in the series are of another definition and stay out of the mean.
    """
    values = tuple(value.value for value in known.since_break)
    count, others = len(values), math.fsum(values[:-1])
    mean = math.fsum(values) / count
    accepted = accepted_values(indicator)
    low, high = accepted
    below = math.isinf(high) if math.isinf(low) or math.isinf(high) else abs(mean - low) <= abs(mean - high)
    best = PaceVerdict.ACHIEVED if _period_is_over(indicator, known.reported[-1]) else PaceVerdict.ON_PACE
    met_from = (low if below else high) * count - others
    return Yardstick(
        values[-1],
        due,
        None,
        None,
        mean,
        nearest_accepted(mean, accepted),
        best,
        met_from,
        None,
        below,
        0.0,
        "keep_has_no_completion",
    )


def _yearly_average(indicator: Indicator, unit: Unit, known: Series, due: float) -> Yardstick:
    """The mean yearly rate so far over the target rate is the pace ratio; there is no way to be covered."""
    values = tuple(value.value for value in known.reported)
    target, count = indicator.target, len(values)
    mean = mean_change(values, unit)

    def begins(ratio: float) -> float:
        if compounds(unit):
            factor = math.prod(1 + value / 100 for value in values[:-1])
            return ((1 + ratio * target / 100) ** count / factor - 1) * 100
        return ratio * target * count - math.fsum(values[:-1])

    met_from = begins(1.0) if _period_is_over(indicator, known.reported[-1]) else None
    return Yardstick(
        values[-1],
        due,
        None,
        mean / target,
        mean,
        target,
        PaceVerdict.ACHIEVED,
        met_from,
        begins,
        improves_upwards(indicator),
        abs(target),
        "yearly_average_has_no_completion",
    )


def _cumulative(indicator: Indicator, unit: Unit, known: Series, due: float) -> Yardstick | str:
    """The total of the plan's years so far over the target total is completion."""
    latest = known.reported[-1]
    if [value.year for value in known.reported] != list(range(indicator.baseline_year + 1, latest.year + 1)):
        return "cumulative_year_missing"
    values = tuple(value.value for value in known.reported)
    target, total = indicator.target, total_change(values, unit)
    before = total_change(values[:-1], unit)

    def latest_for(wanted: float) -> float:
        if compounds(unit):
            return ((1 + wanted / 100) / (1 + before / 100) - 1) * 100
        return wanted - before

    def begins(ratio: float) -> float:
        return latest_for(ratio * due * target)

    return Yardstick(
        latest.value,
        due,
        total / target,
        total / target / due,
        total,
        target,
        PaceVerdict.ACHIEVED,
        latest_for(target),
        begins,
        improves_upwards(indicator),
        abs(target),
    )


def _relative(indicator: Indicator, known: Series, due: float, reference: Mapping[int, float]) -> Yardstick | str:
    """The mean over the mean of the named series in the same years is the pace ratio."""
    years = tuple(value.year for value in known.reported)
    if any(year not in reference for year in years):
        return "relative_without_series"
    total = math.fsum(reference[year] for year in years)
    if not math.isfinite(total) or total <= 0:
        return "relative_without_series"
    values = tuple(value.value for value in known.reported)
    others = math.fsum(values[:-1])

    def begins(ratio: float) -> float:
        return ratio * total - others

    met_from = begins(1.0) if _period_is_over(indicator, known.reported[-1]) else None
    return Yardstick(
        values[-1],
        due,
        None,
        math.fsum(values) / total,
        math.fsum(values) / len(values),
        total / len(years),
        PaceVerdict.ACHIEVED,
        met_from,
        begins,
        improves_upwards(indicator),
        abs(total) / len(years),
        "relative_has_no_completion",
    )
