"""Judgement 2: will the target be met (完成目标趋势判断)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from planbook.assess.line import Prediction, fit_line, fit_robust_line, predict
from planbook.assess.yardstick import Yardstick
from planbook.model import (
    Indicator,
    NoProjection,
    NotComputed,
    Outcome,
    OutlookVerdict,
    PaceVerdict,
    Projection,
    Reported,
    Series,
    TargetKind,
    Thresholds,
    Unit,
)
from planbook.rules.meaning import LEVEL_KINDS, accepted_values, compounds, unit_limits

__all__ = ["judge_outlook", "judge_probability", "projection_points"]


def projection_points(indicator: Indicator, known: Series) -> tuple[Reported, ...]:
    """The yearly values a projection may rest on, oldest first; never across a break in the series.

    The plan's baseline leads, unless a break cuts it off, it does not exist, or the yearly values are changes or
    amounts of a year while the baseline is not. Where yearly values are averaged or totalled, the value of half a
    year is not a yearly one and stays out.
    """
    values = known.since_break
    if indicator.target_kind not in LEVEL_KINDS:
        values = _whole_years(values)
    has_level = indicator.target_kind in LEVEL_KINDS or indicator.target_kind is TargetKind.KEEP
    baseline = indicator.baseline_observation
    if not has_level or baseline is None or known.break_year is not None:
        return values
    return (baseline, *values)


def judge_probability(probability: float, thresholds: Thresholds) -> OutlookVerdict:
    """`likely` from 0.8, `unlikely` below 0.2, `uncertain` between (the cut-offs are `thresholds`)."""
    if probability >= thresholds.likely:
        return OutlookVerdict.LIKELY
    return OutlookVerdict.UNLIKELY if probability < thresholds.unlikely else OutlookVerdict.UNCERTAIN


def judge_outlook(
    indicator: Indicator, unit: Unit, known: Series, yardstick: Yardstick | NotComputed, thresholds: Thresholds
) -> Projection | Outcome | NoProjection:
    """Whether the target will be met, projected from the yearly values known in the edition.

    Ordinary least squares over the comparable values, read at the target year with its Student-t predictive
    distribution. For targets to keep, yearly averages and totals the predicted quantity is the mean or total of
    all the plan's years: the known ones as they are, the open ones predicted. `centre` is the median of the
    distribution, `low` and `high` its central interval, `probability` its mass on the values that meet the target;
    `robust` is the same quantity on a Theil–Sen line.

    Shares are held within 0-100 and counts, rates and money at 0 or more by *censoring* the distribution: what it
    puts beyond the limit is taken to lie on it. A logit would do the same only inside the limits: it is undefined
    for the plan's own baselines of 0 % and gives a target of 100 % no chance ever. Counts need no correction for
    continuity, which would be far below the uncertainty of three to six yearly values.

    A value that meets the target now is `met`, whatever its projection says (which is still given). Once the
    target year's value is known there is nothing to project: it is `met` or, missed for certain, `unlikely`.
    Values exactly on a line leave no scatter to judge by: the interval has no width and the probability is 0 or 1,
    which is a limit of three to six yearly values and no certainty. `reason` is then `no_scatter`, to be said.

    Source
    ------
    METHODS, judgement 2.
    """
    if isinstance(yardstick, NotComputed):
        return NoProjection(OutlookVerdict.INSUFFICIENT, yardstick.reason)
    met = yardstick.met and yardstick.best is PaceVerdict.ACHIEVED
    latest = yardstick.standing.observation
    if latest.time >= indicator.target_year:
        return Outcome(met, yardstick.standing)
    if indicator.target_kind is TargetKind.RELATIVE:
        return NoProjection(OutlookVerdict.INSUFFICIENT, "relative_has_no_projection")
    points = projection_points(indicator, known)
    if len(points) < max(thresholds.minimum_points, 3):
        reason = "too_few_points" if known.break_year is None else "break_in_series"
        return NoProjection(OutlookVerdict.MET if met else OutlookVerdict.INSUFFICIENT, reason)
    aim = _aim_at_target(indicator, unit, known)
    times = tuple(point.time for point in points)
    values = tuple(aim.to_line(point.value) for point in points)
    line = fit_line(times, values)
    prediction = predict(line, aim.times, aim.weights, aim.constant)
    low, high = prediction.interval(thresholds.interval)
    probability = _probability_met(prediction, aim)
    robust = fit_robust_line(times, values)
    path = tuple(
        (year, *_yearly_projection(predict(line, (float(year),), (1.0,)), aim, unit, thresholds.interval))
        for year in range(latest.year + 1, indicator.target_year + 1)
    )
    return Projection(
        verdict=OutlookVerdict.MET if met else judge_probability(probability, thresholds),
        probability=probability,
        centre=aim.shown(prediction.centre),
        low=aim.shown(low),
        high=aim.shown(high),
        robust=aim.shown(
            aim.constant
            + math.fsum(weight * robust.at(time) for time, weight in zip(aim.times, aim.weights, strict=True))
        ),
        path=((latest.year, latest.value, latest.value, latest.value), *path),
        reason="no_scatter" if line.residual_variance == 0 else "",
    )


@dataclass(frozen=True)
class _Aim:
    """The quantity the target is about: `constant` + Σ weight · yearly value at each time still open.

    All on the scale of the line: the values themselves, or, where yearly changes compound, the logarithms of
    their growth factors, which add up. `limits` are on the scale of the indicator's unit.
    """

    times: tuple[float, ...]
    weights: tuple[float, ...]
    constant: float
    accepted: tuple[float, float]
    limits: tuple[float, float]
    logarithmic: bool

    def to_line(self, value: float) -> float:
        return math.log1p(value / 100) if self.logarithmic else value

    def from_line(self, value: float) -> float:
        return 100 * math.expm1(value) if self.logarithmic else value

    def shown(self, value: float) -> float:
        """The quantity in the indicator's unit, held within its limits."""
        return min(max(self.from_line(value), self.limits[0]), self.limits[1])


def _whole_years(values: tuple[Reported, ...]) -> tuple[Reported, ...]:
    return tuple(value for value in values if value.time == value.year)


def _aim_at_target(indicator: Indicator, unit: Unit, known: Series) -> _Aim:
    accepted = accepted_values(indicator)
    if indicator.target_kind in LEVEL_KINDS:
        return _Aim((float(indicator.target_year),), (1.0,), 0.0, accepted, unit_limits(unit), False)
    keep = indicator.target_kind is TargetKind.KEEP
    values = _whole_years(known.since_break if keep else known.reported)
    first = indicator.baseline_year + 1
    if keep and known.break_year is not None:
        first = known.break_year
    years = range(first, indicator.target_year + 1)
    open_years = sorted(set(years) - {value.year for value in values})
    total = indicator.target_kind is TargetKind.CUMULATIVE
    weight = 1.0 if total else 1 / len(years)
    logarithmic = not keep and compounds(unit)
    amounts = math.fsum(value.value for value in values)
    # What is known is known: only the open years can still be as low or as high as the unit allows.
    floor, ceiling = unit_limits(unit)
    limits = (weight * (amounts + len(open_years) * floor), weight * (amounts + len(open_years) * ceiling))
    aim = _Aim(tuple(map(float, open_years)), (weight,) * len(open_years), 0.0, accepted, limits, logarithmic)
    constant = weight * math.fsum(aim.to_line(value.value) for value in values)
    return replace(
        aim, constant=constant, accepted=(_bound_on_line(aim, accepted[0]), _bound_on_line(aim, accepted[1]))
    )


def _bound_on_line(aim: _Aim, bound: float) -> float:
    return bound if math.isinf(bound) else aim.to_line(bound)


def _probability_met(prediction: Prediction, aim: _Aim) -> float:
    """Mass of the distribution on the accepted values, with what lies beyond a limit taken to lie on it."""
    (low, high), (floor, ceiling) = aim.accepted, aim.limits
    if aim.logarithmic:
        return prediction.probability_within(low, high)
    reaches_floor = low <= floor or math.isclose(low, floor, rel_tol=1e-9)
    reaches_ceiling = high >= ceiling or math.isclose(high, ceiling, rel_tol=1e-9)
    if (low > ceiling and not math.isclose(low, ceiling, rel_tol=1e-9)) or (
        high < floor and not math.isclose(high, floor, rel_tol=1e-9)
    ):
        return 0.0  # out of reach, whatever the open years bring
    return prediction.probability_within(-math.inf if reaches_floor else low, math.inf if reaches_ceiling else high)


def _yearly_projection(prediction: Prediction, aim: _Aim, unit: Unit, coverage: float) -> tuple[float, float, float]:
    """Centre, low and high of one year's value, within the limits of the unit."""
    floor, ceiling = unit_limits(unit)

    def held(value: float) -> float:
        return min(max(aim.from_line(value), floor), ceiling)

    low, high = prediction.interval(coverage)
    return held(prediction.centre), held(low), held(high)
