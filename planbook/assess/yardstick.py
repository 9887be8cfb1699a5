"""How far an indicator has come, by the rule of its kind of target, and which latest value would mean what.

Every kind is brought to the same few things: a pace ratio, the latest value at which any pace ratio is reached,
and the latest value from which the target is met. The verdict and its sensitivity both read these, so they
cannot contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from planbook.assess.periods import elapsed_share
from planbook.model import (
    Indicator,
    NotComputed,
    Paced,
    PaceVerdict,
    Progress,
    Reported,
    Series,
    Standing,
    TargetKind,
    Unit,
    Way,
)
from planbook.rules.meaning import (
    LEVEL_KINDS,
    accepted_values,
    compounds,
    improves_upwards,
    is_met,
    nearest_accepted,
)

__all__ = ["Yardstick", "lay_course", "lay_yardstick", "mean_change", "straight_way", "total_change"]


@dataclass(frozen=True)
class Yardstick:
    """The measure of one indicator at its latest value.

    Attributes
    ----------
    standing : where the value stands: a `Progress`, a `Paced`, or neither where its kind has no pace ratio.
    required : what has to be counted for the target to be met: the accepted figure nearest to what is counted now.
    best : the best class the kind can reach now.
    met_from : latest value from which `best` begins; None where it cannot be reached now.
    begins : latest value at which a given pace ratio is reached; None where the cut-offs do not apply.
    rising : whether a larger latest value is better, on the side of the target where the value lies.
    span : size of the total way, in the unit; 0 where there is none. Used for rounding and for near misses only.
    reason : why completion is not computed, "" where it is.
    """

    standing: Standing
    required: float
    best: PaceVerdict
    met_from: float | None
    begins: Callable[[float], float] | None
    rising: bool
    span: float
    reason: str = ""

    @property
    def value(self) -> float:
        """The latest value, in the indicator's unit."""
        return self.standing.observation.value

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
) -> Yardstick | NotComputed:
    """The yardstick of an indicator at the latest value known, or why there is none.

    Parameters
    ----------
    known
        The values of the plan's years.
    reference
        Year → value of the series that a relative target is measured against, in the same unit.
    """
    kind = indicator.target_kind
    if kind is TargetKind.QUALITATIVE:
        return NotComputed("qualitative_target")
    latest = known.latest
    if latest is None:
        return NotComputed("no_value_in_plan_period")
    due = elapsed_share(indicator.baseline_year, indicator.target_year, latest.time)
    if kind in LEVEL_KINDS:
        return _level(indicator, latest, due)
    if kind is TargetKind.KEEP:
        return _keep(indicator, known.since_break, due)
    if kind is TargetKind.YEARLY_AVERAGE:
        return _yearly_average(indicator, unit, known.reported, due)
    if kind is TargetKind.CUMULATIVE:
        return _cumulative(indicator, unit, known.reported, due)
    return _relative(indicator, known.reported, due, reference or {})


def lay_course(
    indicator: Indicator, unit: Unit, known: Series, reference: Mapping[int, float] | None = None
) -> tuple[Standing, ...]:
    """The standing at each value, measured as if it were the latest; what cannot be measured is left out."""
    years = (value.year for value in known.reported)
    laid = (lay_yardstick(indicator, unit, known.between(indicator.baseline_year, year), reference) for year in years)
    return tuple(one.standing for one in laid if isinstance(one, Yardstick))


def straight_way(indicator: Indicator) -> Way | None:
    """The way from the baseline to the target: to the nearest end of a range, else to the stated figure.

    None where the target is no level to reach, or has no baseline.
    """
    if indicator.target_kind not in LEVEL_KINDS or indicator.baseline is None:
        return None
    end = indicator.target_figure
    if indicator.target_kind is TargetKind.RANGE:
        end = nearest_accepted(indicator.baseline, accepted_values(indicator))
    return Way(indicator.baseline_year, indicator.baseline, indicator.target_year, end)


def _level(indicator: Indicator, latest: Reported, due: float) -> Yardstick:
    """Completion is the share of the distance between baseline and target that has been closed.

    For a value between the two this is (xt − x0) / (xT − x0), beyond a plain target it exceeds 1. A range is
    measured to its nearest end and an "about" target to the stated figure; past them the distance grows again.
    """
    accepted, way = accepted_values(indicator), straight_way(indicator)
    value, target = latest.value, indicator.target_figure
    if indicator.target_kind is TargetKind.RANGE:
        below = value < (accepted[0] + accepted[1]) / 2
        anchor = accepted[0] if below else accepted[1]
    elif indicator.target_kind is TargetKind.ABOUT:
        anchor = target
        below = value < anchor if value != anchor else (way is None or way.start < anchor)
    else:
        anchor, below = target, improves_upwards(indicator)
    met_from = accepted[0] if below else accepted[1]
    if way is None:
        return Yardstick(
            standing=Standing(latest, due, value),
            required=nearest_accepted(value, accepted),
            best=PaceVerdict.ACHIEVED,
            met_from=met_from,
            begins=None,
            rising=below,
            span=0.0,
            reason="no_baseline",
        )
    side, length = 1.0 if below else -1.0, way.length
    completion = 1 - side * (anchor - value) / length
    if indicator.target_kind not in (TargetKind.RANGE, TargetKind.ABOUT):
        completion = (value - way.start) / (target - way.start)
    elif is_met(value, accepted) and indicator.target_kind is TargetKind.RANGE:
        completion = 1.0

    def begins(ratio: float) -> float:
        return anchor - side * (1 - ratio * due) * length

    return Yardstick(
        standing=Progress(latest, due, value, completion / due, completion),
        required=nearest_accepted(value, accepted),
        best=PaceVerdict.ACHIEVED,
        met_from=met_from,
        begins=begins,
        rising=below,
        span=length,
    )


def _period_is_over(indicator: Indicator, latest: Reported) -> bool:
    return latest.time >= indicator.target_year


def _keep(indicator: Indicator, comparable: Sequence[Reported], due: float) -> Yardstick:
    """A floor or ceiling is kept when the mean of the plan's years so far keeps it.

    Nothing is finished early, so before the end of the period kept is on pace; once the last year is in, it is
    achieved. Values before a break in the series are of another definition and stay out of the mean.
    """
    latest, values = comparable[-1], tuple(value.value for value in comparable)
    count, others = len(values), math.fsum(values[:-1])
    mean = math.fsum(values) / count
    accepted = accepted_values(indicator)
    low, high = accepted
    below = math.isinf(high) if math.isinf(low) or math.isinf(high) else abs(mean - low) <= abs(mean - high)
    return Yardstick(
        standing=Standing(latest, due, mean),
        required=nearest_accepted(mean, accepted),
        best=PaceVerdict.ACHIEVED if _period_is_over(indicator, latest) else PaceVerdict.ON_PACE,
        met_from=(low if below else high) * count - others,
        begins=None,
        rising=below,
        span=0.0,
        reason="keep_has_no_completion",
    )


def _yearly_average(indicator: Indicator, unit: Unit, known: Sequence[Reported], due: float) -> Yardstick:
    """The mean yearly rate so far over the target rate is the pace ratio; there is no way to be covered."""
    latest, values = known[-1], tuple(value.value for value in known)
    target, count = indicator.target_figure, len(values)
    mean = mean_change(values, unit)

    def begins(ratio: float) -> float:
        if compounds(unit):
            factor = math.prod(1 + value / 100 for value in values[:-1])
            return ((1 + ratio * target / 100) ** count / factor - 1) * 100
        return ratio * target * count - math.fsum(values[:-1])

    return Yardstick(
        standing=Paced(latest, due, mean, mean / target),
        required=target,
        best=PaceVerdict.ACHIEVED,
        met_from=begins(1.0) if _period_is_over(indicator, latest) else None,
        begins=begins,
        rising=improves_upwards(indicator),
        span=abs(target),
        reason="yearly_average_has_no_completion",
    )


def _cumulative(indicator: Indicator, unit: Unit, known: Sequence[Reported], due: float) -> Yardstick | NotComputed:
    """The total of the plan's years so far over the target total is completion."""
    latest = known[-1]
    if [value.year for value in known] != list(range(indicator.baseline_year + 1, latest.year + 1)):
        return NotComputed("cumulative_year_missing")
    values = tuple(value.value for value in known)
    target, total = indicator.target_figure, total_change(values, unit)
    before = total_change(values[:-1], unit)

    def latest_for(wanted: float) -> float:
        if compounds(unit):
            return ((1 + wanted / 100) / (1 + before / 100) - 1) * 100
        return wanted - before

    def begins(ratio: float) -> float:
        return latest_for(ratio * due * target)

    return Yardstick(
        standing=Progress(latest, due, total, total / target / due, total / target),
        required=target,
        best=PaceVerdict.ACHIEVED,
        met_from=latest_for(target),
        begins=begins,
        rising=improves_upwards(indicator),
        span=abs(target),
    )


def _relative(
    indicator: Indicator, known: Sequence[Reported], due: float, reference: Mapping[int, float]
) -> Yardstick | NotComputed:
    """The mean over the mean of the named series in the same years is the pace ratio."""
    years = tuple(value.year for value in known)
    if any(year not in reference for year in years):
        return NotComputed("relative_without_series")
    total = math.fsum(reference[year] for year in years)
    if not math.isfinite(total) or total <= 0:
        return NotComputed("relative_without_series")
    latest, values = known[-1], tuple(value.value for value in known)
    others = math.fsum(values[:-1])

    def begins(ratio: float) -> float:
        return ratio * total - others

    return Yardstick(
        standing=Paced(latest, due, math.fsum(values) / len(values), math.fsum(values) / total),
        required=total / len(years),
        best=PaceVerdict.ACHIEVED,
        met_from=begins(1.0) if _period_is_over(indicator, latest) else None,
        begins=begins,
        rising=improves_upwards(indicator),
        span=abs(total) / len(years),
        reason="relative_has_no_completion",
    )
