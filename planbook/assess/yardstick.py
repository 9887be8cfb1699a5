"""How far an indicator has come, by the rule of its kind of target, and which latest value would mean what.

Every kind is brought to the same few things: a pace ratio, the latest value at which any pace ratio is reached,
and the latest value from which the target is met. The verdict and its sensitivity both read these, so they
cannot contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from planbook.assess.periods import elapsed_share
from planbook.assess.running import run_total
from planbook.model import (
    Compared,
    Flag,
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
    UNJUDGED_KINDS,
    accepted_values,
    compounds,
    improves_upwards,
    is_met,
    nearest_accepted,
)

__all__ = ["Yardstick", "comparable_values", "lay_course", "lay_yardstick", "straight_way"]


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


def lay_yardstick(
    indicator: Indicator, unit: Unit, known: Series, reference: Mapping[int, float] | None = None
) -> Yardstick | NotComputed:
    """The yardstick of an indicator at the latest value known, or why there is none.

    Baseline, target and values have to be of one definition. After a break in the series (flag b) and at a value of
    another definition (flag d) they are not, whatever the kind of target: nothing is measured then. An earlier value
    of another definition is left out, and the year counts as one without a value.

    Parameters
    ----------
    known
        The values of the plan's years.
    reference
        Year → value of the series that a relative target is measured against, in the same unit.
    """
    kind = indicator.target_kind
    if kind in UNJUDGED_KINDS:
        return NotComputed(UNJUDGED_KINDS[kind])
    latest = known.latest
    if latest is None:
        return NotComputed("no_value_in_plan_period")
    if known.break_year is not None:
        return NotComputed("break_in_series")
    if latest.flag is Flag.DEFINITION_DIFFERS:
        return NotComputed("another_definition")
    known = comparable_values(known)
    due = elapsed_share(indicator.baseline_year, indicator.target_year, latest.time)
    if kind in LEVEL_KINDS:
        level = _level(indicator, unit, latest, due)
        return level if _met_in_time(indicator, unit, known) else replace(level, best=PaceVerdict.ACHIEVED_LATE)
    if kind is TargetKind.KEEP:
        return _keep(indicator, known.reported, due)
    if kind is TargetKind.YEARLY_AVERAGE:
        return _yearly_average(indicator, unit, known.reported, due)
    if kind is TargetKind.CUMULATIVE:
        total = _cumulative(indicator, unit, known.reported, due)
        if isinstance(total, NotComputed) or _met_in_time(indicator, unit, known):
            return total
        return replace(total, best=PaceVerdict.ACHIEVED_LATE)
    return _relative(indicator, unit, known.reported, due, reference or {})


def _met_in_time(indicator: Indicator, unit: Unit, known: Series) -> bool:
    """Whether the target was met by the year it was due, or that year is still to come.

    A target of 2023 that 2023 missed and 2024 meets has been met late, and never ahead. One that no value up to its
    year is known to have met is not on record as met in time either.
    """
    due = known.between(indicator.baseline_year, indicator.target_year)
    if due.observations == known.observations:
        return True
    then = lay_yardstick(indicator, unit, due)
    return isinstance(then, Yardstick) and then.met


def comparable_values(known: Series) -> Series:
    """The values of the plan's own definition: without those flagged d."""
    if not any(value.flag is Flag.DEFINITION_DIFFERS for value in known.observations):
        return known
    return replace(
        known, observations=tuple(one for one in known.observations if one.flag is not Flag.DEFINITION_DIFFERS)
    )


def lay_course(
    indicator: Indicator, unit: Unit, known: Series, reference: Mapping[int, float] | None = None
) -> tuple[Standing, ...]:
    """The standing at each value, measured as if it were the latest; what cannot be measured is left out."""
    years = (value.year for value in known.reported)
    laid = (lay_yardstick(indicator, unit, known.between(indicator.baseline_year, year), reference) for year in years)
    return tuple(one.standing for one in laid if isinstance(one, Yardstick))


def straight_way(indicator: Indicator, unit: Unit) -> Way | None:
    """The way from the baseline to the target: to the nearest end of a range, else to the stated figure.

    A total starts at 0. None where the target is neither a total nor a level to reach, or has no baseline.
    """
    if indicator.target_kind is TargetKind.CUMULATIVE:
        total = indicator.target_figure
        return Way(indicator.baseline_year, 0.0, indicator.target_year, total, compounds=compounds(unit))
    if indicator.target_kind not in LEVEL_KINDS or indicator.baseline is None:
        return None
    end = indicator.target_figure
    if indicator.target_kind is TargetKind.RANGE:
        end = nearest_accepted(indicator.baseline, accepted_values(indicator))
    return Way(indicator.baseline_year, indicator.baseline, indicator.target_year, end)


def _level(indicator: Indicator, unit: Unit, latest: Reported, due: float) -> Yardstick:
    """Completion is the share of the distance between baseline and target that has been closed.

    For a value between the two this is (xt − x0) / (xT − x0), beyond a plain target it exceeds 1. A range is
    measured to its nearest end and an "about" target to the stated figure; past them the distance grows again.
    """
    accepted, way = accepted_values(indicator), straight_way(indicator, unit)
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


def _keep(indicator: Indicator, known: Sequence[Reported], due: float) -> Yardstick:
    """A floor or ceiling is kept when the plan's years so far keep it on average; half a year counts half.

    Nothing is finished early, so before the end of the period kept is on pace; once the last year is in, it is
    achieved.
    """
    latest, accepted = known[-1], accepted_values(indicator)
    mean, latest_for_mean = _mean_level(known)
    low, high = accepted
    below = math.isinf(high) if math.isinf(low) or math.isinf(high) else abs(mean - low) <= abs(mean - high)
    return Yardstick(
        standing=Standing(latest, due, mean),
        required=nearest_accepted(mean, accepted),
        best=PaceVerdict.ACHIEVED if _period_is_over(indicator, latest) else PaceVerdict.ON_PACE,
        met_from=latest_for_mean(low if below else high),
        begins=None,
        rising=below,
        span=0.0,
        reason="keep_has_no_completion",
    )


def _mean_level(known: Sequence[Reported]) -> tuple[float, Callable[[float], float]]:
    """Mean of the values, each by the part of its year it stands for, and which latest value makes a given mean."""
    parts = [value.time - value.year + 1 for value in known]
    others = math.fsum(part * value.value for part, value in zip(parts[:-1], known, strict=False))
    whole, last = math.fsum(parts), parts[-1]
    return (others + last * known[-1].value) / whole, lambda mean: (mean * whole - others) / last


def _yearly_average(indicator: Indicator, unit: Unit, known: Sequence[Reported], due: float) -> Yardstick | NotComputed:
    """The mean yearly rate so far over the target rate is the pace ratio; there is no way to be covered."""
    latest, running = known[-1], run_total(known, indicator.baseline_year, unit)
    if running is None:
        return NotComputed("year_missing")
    target = indicator.target_figure

    def begins(ratio: float) -> float:
        return running.latest_for(running.mean_on_scale(ratio * target, latest.time))

    return Yardstick(
        standing=Paced(latest, due, running.mean, running.mean / target),
        required=target,
        best=PaceVerdict.ACHIEVED,
        met_from=begins(1.0) if _period_is_over(indicator, latest) else None,
        begins=begins,
        rising=improves_upwards(indicator),
        span=abs(target),
        reason="yearly_average_has_no_completion",
    )


def _cumulative(indicator: Indicator, unit: Unit, known: Sequence[Reported], elapsed: float) -> Yardstick | NotComputed:
    """The total of the plan's years so far over the target total is completion.

    Where yearly rates compound, so does what is due: after two of five years, a cut of 13.5 % asks for
    1 − 0.865^(2/5) = 5.64 %, which is 41.7 % of it and not 40 %.
    """
    latest, running = known[-1], run_total(known, indicator.baseline_year, unit)
    if running is None:
        return NotComputed("year_missing")
    target, total = indicator.target_figure, running.total
    due = running.total_shown(elapsed * running.on_scale(target)) / target

    def begins(ratio: float) -> float:
        return running.latest_for(running.on_scale(ratio * due * target))

    return Yardstick(
        standing=Progress(latest, due, total, total / target / due, total / target),
        required=target,
        best=PaceVerdict.ACHIEVED,
        met_from=running.latest_for(running.on_scale(target)),
        begins=begins,
        rising=improves_upwards(indicator),
        span=abs(target),
    )


def _relative(
    indicator: Indicator, unit: Unit, known: Sequence[Reported], due: float, reference: Mapping[int, float]
) -> Yardstick | NotComputed:
    """Met or not met against the mean of the named series in the same years; there is no pace to measure.

    "Higher than" is not a way to be covered: 81 % of the reference is lower than it. So the cut-offs do not apply,
    and until its period is over a target that holds is on pace. A tolerance ("in step with") widens the border.
    Means are geometric where rates compound, and no year may be missing then.
    """
    if any(value.year not in reference for value in known):
        return NotComputed("relative_without_series")
    latest, others = known[-1], [replace(value, value=reference[value.year]) for value in known]
    mean, latest_for_mean = _mean_level(known)
    against, _ = _mean_level(others)
    if compounds(unit):
        running, beside = (run_total(values, indicator.baseline_year, unit) for values in (known, others))
        if running is None or beside is None:
            return NotComputed("year_missing")
        mean, against = running.mean, beside.mean

        def latest_for_mean(wanted: float) -> float:
            return running.latest_for(running.mean_on_scale(wanted, latest.time))

    rising = improves_upwards(indicator)
    slack = indicator.tolerance or 0.0
    border = against - slack if rising else against + slack
    return Yardstick(
        standing=Compared(latest, due, mean, against),
        required=border,
        best=PaceVerdict.ACHIEVED if _period_is_over(indicator, latest) else PaceVerdict.ON_PACE,
        met_from=latest_for_mean(border),
        begins=None,
        rising=rising,
        span=0.0,
        reason="relative_has_no_completion",
    )
