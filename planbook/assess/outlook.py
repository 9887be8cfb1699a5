"""Judgement 2: will the target be met (完成目标趋势判断)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from planbook.assess.drift import fit_drift, forecast_yearly_rate
from planbook.assess.evidence import is_preliminary
from planbook.assess.line import Prediction, fit_robust_line
from planbook.assess.running import run_total
from planbook.assess.yardstick import Yardstick, comparable_values
from planbook.model import (
    Indicator,
    NoProjection,
    NotComputed,
    Outcome,
    OutlookVerdict,
    PaceVerdict,
    Path,
    Projection,
    Reported,
    Series,
    TargetKind,
    Thresholds,
    Unit,
    UnitKind,
)
from planbook.rules.meaning import FLOW_KINDS, LEVEL_KINDS, accepted_values, compounds, unit_limits

__all__ = ["hold_in_limits", "judge_outlook", "judge_probability", "projection_points", "shown_in_unit"]


def projection_points(indicator: Indicator, known: Series) -> tuple[Reported, ...]:
    """The values a projection may rest on, oldest first: of one definition, never across a break in the series.

    The plan's baseline leads, unless a break cuts it off, it does not exist, or the values are changes or amounts
    of a year while the baseline is not.
    """
    values = tuple(value for value in comparable_values(known).since_break)
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
    """Whether the target will be met, projected from the values known in the edition.

    A level follows a random walk with drift and a weak prior on the drift (`drift`): the forecast starts from the
    latest value, its scatter grows with the years ahead. For a target to keep, the quantity is the mean of the
    plan's years, known ones as they are. For a yearly average or a total it is the running total, which starts at 0
    with the plan: its drift, without a prior, is the mean rate or amount a year, so that rates are forecast by their
    mean and never extrapolated. A growth rate that is itself the level to reach or to keep is forecast by the mean
    of its years.

    `centre` is the median of the distribution, `low` and `high` its central interval, `probability` its mass on the
    values that meet the target; `robust` is the same quantity by the Theil–Sen slope from the latest value.

    Shares are held within 0-100 and counts, rates and money at 0 or more by *censoring* the distribution: what it
    puts beyond the limit is taken to lie on it. A logit would do the same only inside the limits: it is undefined
    for the plan's own baselines of 0 % and gives a target of 100 % no chance ever. Counts are shown whole, their
    interval rounded outwards.

    A value that meets the target now is `met`, and nothing is projected. Once the target year's value is known it is
    `met` or, missed for certain, `unlikely`. Levels that have never moved and rates that are all the same say
    nothing of how far they might: `no_scatter`, and no number is invented. A provisional or estimated latest value
    makes the forecast less certain; see `Drift.predict`.

    Source
    ------
    METHODS, judgement 2.
    """
    if isinstance(yardstick, NotComputed):
        return NoProjection(OutlookVerdict.INSUFFICIENT, yardstick.reason)
    met = yardstick.met and yardstick.best in (PaceVerdict.ACHIEVED, PaceVerdict.ACHIEVED_LATE)
    latest = yardstick.standing.observation
    if latest.time >= indicator.target_year:
        return Outcome(met, yardstick.standing)
    if met:
        return NoProjection(OutlookVerdict.MET, "")
    if indicator.target_kind is TargetKind.RELATIVE:
        return NoProjection(OutlookVerdict.INSUFFICIENT, "relative_has_no_projection")
    points = projection_points(indicator, known)
    if len(points) < max(thresholds.minimum_points, 3):
        return NoProjection(OutlookVerdict.INSUFFICIENT, "too_few_points")
    course = _course(indicator, unit, known, points)
    if course.at_target.scale == 0:
        return NoProjection(OutlookVerdict.INSUFFICIENT, "no_scatter")
    probability = _probability_met(course)
    centre, low, high = course.shown(course.at_target, thresholds.interval)
    return Projection(
        verdict=judge_probability(probability, thresholds),
        probability=probability,
        centre=centre,
        low=low,
        high=high,
        robust=course.robust,
        path=((latest.year, *(course.now,) * 3), *course.path(thresholds.interval)),
    )


@dataclass(frozen=True)
class _Course:
    """What is known and forecast of the quantity the target is about.

    Attributes
    ----------
    at_target : its distribution at the target year, on the scale of the forecast.
    accepted : what meets the target, on the same scale.
    limits : the least and the most it can be, in the indicator's unit.
    whole : it is counted in whole units.
    logarithmic : the scale is that of the logarithms of growth factors over `mean_over` years.
    now : where the path starts, in the unit.
    years : the distribution of what the chart shows of each year to come, on the scale; with the limits it has.
    """

    at_target: Prediction
    accepted: tuple[float, float]
    limits: tuple[float, float]
    whole: bool
    logarithmic: bool
    now: float
    robust: float
    years: tuple[tuple[int, Prediction], ...]
    year_limits: tuple[float, float]

    def shown(self, prediction: Prediction, coverage: float) -> tuple[float, float, float]:
        """Centre, low and high of the quantity, in the unit."""
        return hold_in_limits(self._in_unit(prediction, coverage), self.limits, whole=self.whole)

    def path(self, coverage: float) -> Path:
        return tuple(
            (year, *hold_in_limits(self._in_unit(prediction, coverage), self.year_limits, whole=self.whole))
            for year, prediction in self.years
        )

    def _in_unit(self, prediction: Prediction, coverage: float) -> tuple[float, float, float]:
        low, high = prediction.interval(coverage)
        return (
            (_unlog(prediction.centre), _unlog(low), _unlog(high))
            if self.logarithmic
            else (prediction.centre, low, high)
        )


def hold_in_limits(
    figures: tuple[float, float, float], limits: tuple[float, float], *, whole: bool
) -> tuple[float, float, float]:
    """Centre, low and high held within limits; counted in whole units, the interval rounded outwards."""
    centre, low, high = (min(max(figure, limits[0]), limits[1]) for figure in figures)
    if whole:
        return float(round(centre)), float(math.floor(low + 1e-9)), float(math.ceil(high - 1e-9))
    return centre, low, high


def shown_in_unit(unit: Unit, centre: float, low: float, high: float) -> tuple[float, float, float]:
    """A forecast of a level as it may be shown: within its unit's limits, counts whole."""
    return hold_in_limits((centre, low, high), unit_limits(unit), whole=unit.kind is UnitKind.COUNT)


def _unlog(value: float) -> float:
    return 100 * math.expm1(value)


def _course(indicator: Indicator, unit: Unit, known: Series, points: Sequence[Reported]) -> _Course:
    if indicator.target_kind in FLOW_KINDS:
        return _running_course(indicator, unit, points)
    return _level_course(indicator, unit, points)


def _level_course(indicator: Indicator, unit: Unit, points: Sequence[Reported]) -> _Course:
    """A level to reach, or the mean of the plan's years where it is to be kept."""
    times, values = tuple(point.time for point in points), tuple(point.value for point in points)
    latest, last_year = points[-1], indicator.target_year
    open_years = tuple(range(math.floor(latest.time) + 1, last_year + 1))
    times_at: tuple[float, ...] = (float(last_year),)
    weights: tuple[float, ...] = (1.0,)
    constant = 0.0
    limits = floor, ceiling = unit_limits(unit)
    if indicator.target_kind is TargetKind.KEEP:
        closed = [p.value for p in points if p.year > indicator.baseline_year and p.time == p.year]
        years = len(closed) + len(open_years)
        times_at, weights = tuple(map(float, open_years)), (1 / years,) * len(open_years)
        constant = math.fsum(closed) / years
        # What is known is known: only the open years can still be as low or as high as the unit allows.
        limits = (constant + floor * len(open_years) / years, constant + ceiling * len(open_years) / years)
    if compounds(unit):  # a growth rate as a level: every year about one mean
        robust = constant + math.fsum(weights) * median(values)

        def predict(times: Sequence[float], weights: Sequence[float], constant: float = 0.0) -> Prediction:
            return forecast_yearly_rate(values, weights, constant)

    else:
        drift = fit_drift(times, values, last_is_preliminary=is_preliminary(latest))
        slope = fit_robust_line(times, values).slope
        reach = math.fsum(w * (t - latest.time) for t, w in zip(times_at, weights, strict=True))
        robust = constant + math.fsum(weights) * latest.value + slope * reach
        predict = drift.predict
    whole = unit.kind is UnitKind.COUNT and indicator.target_kind is not TargetKind.KEEP
    return _Course(
        at_target=predict(times_at, weights, constant),
        accepted=accepted_values(indicator),
        limits=limits,
        whole=whole,
        logarithmic=False,
        now=latest.value,
        robust=hold_in_limits((robust,) * 3, limits, whole=whole)[0],
        years=tuple((year, predict((float(year),), (1.0,), 0.0)) for year in open_years if year > latest.year),
        year_limits=unit_limits(unit),
    )


def _running_course(indicator: Indicator, unit: Unit, points: Sequence[Reported]) -> _Course:
    """A total or a yearly average: the running total since the plan began, and what it comes to in each year."""
    running = run_total(points, indicator.baseline_year, unit)
    if running is None:
        raise ValueError(f"{indicator.id}: a year is missing, which its yardstick would have said")
    total = indicator.target_kind is TargetKind.CUMULATIVE
    # Without a prior: amounts and rates of a year are forecast by their mean, which nothing draws towards 0.
    preliminary = is_preliminary(points[-1])
    drift = fit_drift(running.times, running.totals, prior=0.0, last_is_preliminary=preliminary)
    slope = fit_robust_line(running.times, running.totals).slope
    first, last = indicator.baseline_year, indicator.target_year

    def over(year: float) -> float:
        return 1.0 if total else 1 / (year - first)

    def at(year: int) -> Prediction:
        return drift.predict((float(year),), (over(year),))

    robust = (drift.last_value + slope * (last - drift.last_time)) * over(last)
    low, high = accepted_values(indicator)
    floor, ceiling = unit_limits(unit)
    known = running.totals[-1] * over(last)
    # Amounts cannot be taken back: an open year brings no less than the unit allows.
    limits = (-math.inf if math.isinf(floor) else known, math.inf if math.isinf(ceiling) else ceiling)
    logarithmic, whole = compounds(unit), total and unit.kind is UnitKind.COUNT
    return _Course(
        at_target=at(last),
        accepted=(running.on_scale(low), running.on_scale(high)),
        limits=limits,
        whole=whole,
        logarithmic=logarithmic,
        now=running.total if total else running.mean,
        robust=hold_in_limits((_unlog(robust) if logarithmic else robust,) * 3, limits, whole=whole)[0],
        years=tuple((year, at(year)) for year in range(points[-1].year + 1, last + 1)),
        year_limits=(-math.inf, math.inf) if math.isinf(floor) else (0.0 if not total else known, math.inf),
    )


def _probability_met(course: _Course) -> float:
    """Mass of the distribution on the accepted values, with what lies beyond a limit taken to lie on it."""
    (low, high), (floor, ceiling) = course.accepted, course.limits
    if course.logarithmic:
        return course.at_target.probability_within(low, high)
    reaches_floor = low <= floor or math.isclose(low, floor, rel_tol=1e-9)
    reaches_ceiling = high >= ceiling or math.isclose(high, ceiling, rel_tol=1e-9)
    if (low > ceiling and not math.isclose(low, ceiling, rel_tol=1e-9)) or (
        high < floor and not math.isclose(high, floor, rel_tol=1e-9)
    ):
        return 0.0  # out of reach, whatever the open years bring
    return course.at_target.probability_within(
        -math.inf if reaches_floor else low, math.inf if reaches_ceiling else high
    )
