"""How far the projection of judgement 2 can be trusted: it is run on published series whose outcome is known.

Rolling origin: at every year from the third value on, the series is projected one to three years ahead from what
was known then, by judgement 2's own method and by the others in `forecasters`, and what came is compared with each
projection, its interval, and its probability of meeting a target.

Nothing leaks from what was not known: only values known at the edition's cut-off are used, and whatever a method
takes from several series (the size of errors, the weight of the prior where it is chosen) it takes from the others,
never from the series it is tried on, in whatever area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from planbook.assess.background import list_background
from planbook.assess.drift import PRIOR_YEARS, fit_drift
from planbook.assess.forecasters import (
    CENTRES,
    IN_USE,
    MODELS,
    Forecast,
    Method,
    ModelForecast,
    forecast_from_errors,
    usual_change,
)
from planbook.assess.outlook import judge_probability, shown_in_unit
from planbook.assess.scores import binomial_range, interval_score, score_distribution, wilson_range
from planbook.model import (
    Area,
    BackgroundSeries,
    Inputs,
    Message,
    OutlookVerdict,
    Reported,
    Text,
    Thresholds,
    Unit,
    UnitKind,
)
from planbook.rules.meaning import unit_limits

__all__ = [
    "Backtest",
    "Bootstrap",
    "CalibrationBin",
    "GroupBacktest",
    "HorizonBacktest",
    "KnownValuesBacktest",
    "MethodScore",
    "SeriesBacktest",
    "Statement",
    "Trial",
    "TrialScore",
    "UnitKindBacktest",
    "VerdictRecord",
    "backtest_series",
    "bootstrap_series",
    "score_methods",
    "score_trial",
    "sum_up_method",
    "try_stretch",
]

HORIZONS = (1, 2, 3)  # years ahead, as far as a mid-term evaluation looks
MINIMUM_VALUES = 5  # yearly values a series needs to be tried at all
MINIMUM_TRIALS = 10  # below this a coverage says nothing
FAR = 0.10  # a coverage further than this from the nominal one is called too narrow or too wide
MEASURES = ("stock", "share")
# Targets to try a probability on: so many times as fast as the series has moved so far, from half to twice.
PACES = (1 / 2, 2 / 3, 1.0, 3 / 2, 2.0)
PRIORS = (0.1, 0.25, 0.5, 0.75, 1.0, 2.0)  # weights tried where the prior's weight is chosen
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
BOOTSTRAP_SAMPLES = 2000
BOOTSTRAP_SEED = 20201231


@dataclass(frozen=True)
class Statement:
    """A target set to a series, the probability given of meeting it, and whether it was met."""

    probability: float
    met: bool


@dataclass(frozen=True)
class Trial:
    """One forecast of one series: what was known, and what came, in the series' unit."""

    series_id: str
    area: str  # its id
    unit: Unit
    times: tuple[float, ...]
    values: tuple[float, ...]
    target_year: int
    actual: float
    yearly_change: float  # of the whole series, to bring scores to one scale

    @property
    def origin_year(self) -> int:
        return int(self.times[-1])

    @property
    def points(self) -> int:
        return len(self.values)

    @property
    def horizon(self) -> int:
        return self.target_year - self.origin_year

    @property
    def no_change(self) -> float:
        return self.values[-1]

    @property
    def no_change_error(self) -> float:
        return abs(self.actual - self.no_change)


@dataclass(frozen=True)
class TrialScore:
    """One method's forecast in one trial. Errors and scores are in the series' unit."""

    trial: Trial
    method: Method
    forecast: float
    low: float
    high: float
    distribution_score: float  # CRPS
    interval_score: float
    statements: tuple[Statement, ...]

    @property
    def covered(self) -> bool:
        return self.low <= self.trial.actual <= self.high

    @property
    def error(self) -> float:
        return abs(self.trial.actual - self.forecast)


@dataclass(frozen=True)
class GroupBacktest:
    """Trials that have something in common."""

    trials: int
    covered: int
    relative_error: float | None

    @property
    def coverage(self) -> float:
        return self.covered / self.trials


@dataclass(frozen=True)
class HorizonBacktest(GroupBacktest):
    """The trials that looked the same number of years ahead."""

    horizon: int


@dataclass(frozen=True)
class KnownValuesBacktest(GroupBacktest):
    """The trials that rested on the same number of yearly values."""

    values: int


@dataclass(frozen=True)
class UnitKindBacktest(GroupBacktest):
    """The trials on series in the same kind of unit."""

    kind: UnitKind


@dataclass(frozen=True)
class SeriesBacktest(GroupBacktest):
    """The trials on one series. Errors are means of absolute errors, in `unit_id`."""

    series_id: str
    area: Area
    name: Text
    unit_id: str
    values: int
    error: float
    no_change_error: float


@dataclass(frozen=True)
class MethodScore:
    """One method over some trials.

    Attributes
    ----------
    horizon : years ahead; None for all.
    coverage : share of outcomes inside the interval.
    expected : between which coverages 95 of 100 such sets of trials fall if the interval is what it says and the
        trials are independent (they overlap, so the true range is wider).
    interval_score, distribution_score : means, in mean yearly changes of the series; smaller is better.
    relative_error : mean absolute error in mean no-change errors of the same series; None where nothing moved.
    brier : mean squared error of the probability of meeting a target, 0 best, 0.25 for always saying one half; None
        without statements.
    """

    method: Method
    horizon: int | None
    trials: int
    covered: int
    coverage: float
    expected: tuple[float, float]
    interval_score: float
    distribution_score: float
    relative_error: float | None
    brier: float | None
    statements: int


@dataclass(frozen=True)
class VerdictRecord:
    """How often targets were met of which judgement 2 would have said this. None: too few to say."""

    verdict: OutlookVerdict
    statements: int
    met: int
    trials: int
    series: int

    @property
    def frequency(self) -> float | None:
        return self.met / self.statements if self.statements else None


@dataclass(frozen=True)
class CalibrationBin:
    """Statements whose probability lay in [low, high) (the last bin holds its upper end too)."""

    low: float
    high: float
    statements: int
    mean_probability: float
    frequency: float


@dataclass(frozen=True)
class Bootstrap:
    """What changes when other series had been at hand: 90 % ranges over series drawn with replacement.

    Ratios are of judgement 2's method to `against`; below 1 it does better.
    """

    against: Method
    series: int
    coverage: tuple[float, float]
    interval_score_ratio: tuple[float, float]
    distribution_score_ratio: tuple[float, float]
    error_ratio: tuple[float, float]


@dataclass(frozen=True)
class Backtest:
    """All trials. What stands on the top level is of `method`, the one judgement 2 uses.

    `coverage` is the share of outcomes inside the interval that should hold `nominal` of them; `coverage_low` and
    `coverage_high` are its 95 % Wilson interval as if the trials were independent; they overlap, so the truth is
    less certain than that. `relative_error` is the mean absolute error scaled by the no-change error of the same
    series: below 1 the projection beats no change.
    """

    method: Method
    nominal: float
    trials: int
    covered: int
    coverage: float | None
    coverage_low: float | None
    coverage_high: float | None
    relative_error: float | None
    series: tuple[SeriesBacktest, ...]
    horizons: tuple[HorizonBacktest, ...]
    known_values: tuple[KnownValuesBacktest, ...]  # a projection of a five-year plan rests on 3 to 5
    unit_kinds: tuple[UnitKindBacktest, ...]
    verdicts: tuple[VerdictRecord, ...]
    calibration: tuple[CalibrationBin, ...]
    rows: tuple[TrialScore, ...]
    others: Mapping[Method, tuple[TrialScore, ...]]
    message: Message  # whether the interval is what it says
    error_message: Message | None  # whether the projection beats no change; None where that is not defined

    def interval_record(self, horizon: int) -> HorizonBacktest | None:
        """The trials that looked as many years ahead; None where fewer than `MINIMUM_TRIALS` did."""
        return next((h for h in self.horizons if h.horizon == horizon and h.trials >= MINIMUM_TRIALS), None)

    def verdict_record(self, verdict: OutlookVerdict) -> VerdictRecord | None:
        """What came of targets called so; None where fewer than `MINIMUM_TRIALS` trials were."""
        return next((v for v in self.verdicts if v.verdict is verdict and v.trials >= MINIMUM_TRIALS), None)


def backtest_series(inputs: Inputs, method: Method = IN_USE) -> Backtest:
    """Try the projection of judgement 2, and the other methods, on the published background series of an edition.

    Stocks and shares with at least five published yearly values in one stretch without a break; derived and
    illustrative values are left out.

    Source
    ------
    Rolling origin: Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16
    (2000). Scaled error: Hyndman and Koehler, "Another look at measures of forecast accuracy", the same 22 (2006).
    """
    thresholds = inputs.parameters.thresholds
    kept = tuple(_stretches(inputs))
    trials = tuple(
        trial for series, points in kept for trial in try_stretch(series, points, max(thresholds.minimum_points, 3))
    )
    scored: dict[Method, tuple[TrialScore, ...]] = {
        other: _score_trials(other, trials, thresholds) for other in Method if other is not Method.MEAN
    }
    rows = scored[method]
    scaled = _scaled_errors(rows)
    covered = sum(row.covered for row in rows)
    relative_error = _mean_of(rows, scaled)
    wilson = wilson_range(covered, len(rows))
    tried = _sum_up_series(kept, rows)

    def groups(size_of: Callable[[TrialScore], int | str]) -> Iterable[tuple[int | str, tuple[int, int, float | None]]]:
        for size, group in groupby(sorted(rows, key=size_of), key=size_of):
            same = tuple(group)
            yield size, (len(same), sum(row.covered for row in same), _mean_of(same, scaled))

    return Backtest(
        method,
        thresholds.interval,
        len(rows),
        covered,
        covered / len(rows) if rows else None,
        wilson[0] if wilson else None,
        wilson[1] if wilson else None,
        relative_error,
        tried,
        tuple(HorizonBacktest(*figures, int(size)) for size, figures in groups(lambda row: row.trial.horizon)),
        tuple(KnownValuesBacktest(*figures, int(size)) for size, figures in groups(lambda row: row.trial.points)),
        tuple(
            UnitKindBacktest(*figures, UnitKind(str(size)))
            for size, figures in groups(lambda row: row.trial.unit.kind.value)
        ),
        _verdict_records(rows, thresholds),
        _calibration(rows),
        rows,
        {other: found for other, found in scored.items() if found and other is not method},
        _coverage_in_words(thresholds.interval, covered, len(rows), len(tried)),
        None if relative_error is None else _error_in_words(relative_error),
    )


def score_methods(backtest: Backtest) -> tuple[MethodScore, ...]:
    """The table methods × horizons: every method over all trials first, then by years ahead."""
    scored = {backtest.method: backtest.rows, **backtest.others}
    order = [method for method in Method if scored.get(method)]
    horizons = [entry.horizon for entry in backtest.horizons]
    return tuple(
        sum_up_method(method, horizon, scored[method], backtest.nominal)
        for horizon in (None, *horizons)
        for method in order
    )


def bootstrap_series(backtest: Backtest, against: Method) -> Bootstrap | None:
    """How much hangs on the series that happened to be published; None with fewer than two series.

    Whole series (in all their areas) are drawn with replacement, so trials on one series stay together.

    Source
    ------
    Cluster bootstrap: Davison and Hinkley, Bootstrap Methods and their Application (1997), section 3.8.
    """
    others = backtest.others.get(against)
    names = sorted({row.trial.series_id for row in backtest.rows})
    if not others or len(names) < 2:
        return None
    index = {name: position for position, name in enumerate(names)}

    def sums(rows: Sequence[TrialScore]) -> np.ndarray:
        found = np.zeros((len(names), 5))
        for row in rows:
            scale = row.trial.yearly_change
            found[index[row.trial.series_id]] += (
                1.0,
                row.covered,
                row.interval_score / scale,
                row.distribution_score / scale,
                row.error / scale,
            )
        return found

    own, other = sums(backtest.rows), sums(others)
    drawn = np.random.default_rng(BOOTSTRAP_SEED).integers(len(names), size=(BOOTSTRAP_SAMPLES, len(names)))
    own_sums, other_sums = own[drawn].sum(axis=1), other[drawn].sum(axis=1)
    coverage = own_sums[:, 1] / own_sums[:, 0]
    ratios = own_sums[:, 2:] / other_sums[:, 2:]

    def middle(figures: np.ndarray) -> tuple[float, float]:
        low, high = np.quantile(figures, (0.05, 0.95))
        return float(low), float(high)

    return Bootstrap(
        against, len(names), middle(coverage), middle(ratios[:, 0]), middle(ratios[:, 1]), middle(ratios[:, 2])
    )


def _stretches(inputs: Inputs) -> Iterable[tuple[BackgroundSeries, tuple[Reported, ...]]]:
    for series in list_background(inputs, derived=False):
        if series.measure in MEASURES:
            for points in series.stretches:
                if len(points) >= MINIMUM_VALUES:
                    yield series, points


def try_stretch(series: BackgroundSeries, points: tuple[Reported, ...], minimum: int) -> Iterable[Trial]:
    times = tuple(float(point.year) for point in points)
    values = tuple(point.value for point in points)
    yearly_change = float(np.mean(np.abs(np.diff(values) / np.diff(times))))
    for count in range(minimum, len(values)):
        for time, actual in zip(times[count:], values[count:], strict=True):
            if time - times[count - 1] in HORIZONS:
                yield Trial(
                    series.id,
                    series.area.id,
                    series.unit,
                    times[:count],
                    values[:count],
                    int(time),
                    actual,
                    yearly_change,
                )


def _score_trials(method: Method, trials: Sequence[Trial], thresholds: Thresholds) -> tuple[TrialScore, ...]:
    """Every trial by one method; empty where it needs other series and there are too few trials on them."""
    if method in MODELS:
        return tuple(
            score_trial(
                method, trial, ModelForecast(MODELS[method](trial.times, trial.values, trial.target_year)), thresholds
            )
            for trial in trials
        )
    names = {trial.series_id for trial in trials}
    if any(sum(trial.series_id != name for trial in trials) < MINIMUM_TRIALS for name in names):
        return ()
    if method is Method.DRIFT_CHOSEN:
        priors = {name: _choose_prior(trials, name) for name in sorted(names)}
        return tuple(
            score_trial(method, trial, _drift_forecast(trial, priors[trial.series_id]), thresholds) for trial in trials
        )
    centre_of = CENTRES[method]
    centres = [centre_of(trial.times, trial.values, trial.target_year) for trial in trials]
    sizes = [
        abs(trial.actual - centre) / (usual_change(trial.times, trial.values) * trial.horizon**0.5)
        if usual_change(trial.times, trial.values) > 0
        else 0.0
        for trial, centre in zip(trials, centres, strict=True)
    ]
    return tuple(
        score_trial(
            method,
            trial,
            forecast_from_errors(
                centre,
                [size for size, other in zip(sizes, trials, strict=True) if other.series_id != trial.series_id],
                trial.times,
                trial.values,
                trial.horizon,
            ),
            thresholds,
        )
        for trial, centre in zip(trials, centres, strict=True)
    )


def _drift_forecast(trial: Trial, prior: float) -> ModelForecast:
    return ModelForecast(fit_drift(trial.times, trial.values, prior=prior).predict((trial.target_year,), (1.0,)))


def _choose_prior(trials: Sequence[Trial], left_out: str) -> float:
    """The weight of the prior with the best mean CRPS on the other series."""
    others = [trial for trial in trials if trial.series_id != left_out and trial.yearly_change > 0]

    def mean_score(prior: float) -> float:
        return sum(
            score_distribution(_drift_forecast(trial, prior).prediction, trial.actual) / trial.yearly_change
            for trial in others
        )

    return min(PRIORS, key=mean_score) if others else PRIOR_YEARS


def score_trial(method: Method, trial: Trial, forecast: Forecast, thresholds: Thresholds) -> TrialScore:
    centre, low, high = shown_in_unit(trial.unit, forecast.centre, *forecast.interval(thresholds.interval))
    return TrialScore(
        trial,
        method,
        centre,
        low,
        high,
        forecast.score(trial.actual),
        interval_score(low, high, trial.actual, thresholds.interval),
        tuple(_statements(trial, forecast)),
    )


def _statements(trial: Trial, forecast: Forecast) -> Iterable[Statement]:
    """What the method says of targets the series might have been set: so many times its pace so far.

    A target beyond the unit's limits is none; a series that stands where it began has no pace to set one by.
    """
    pace = (trial.values[-1] - trial.values[0]) / (trial.times[-1] - trial.times[0])
    floor, ceiling = unit_limits(trial.unit)
    for factor in PACES:
        target = trial.values[-1] + factor * pace * trial.horizon
        if pace == 0 or not floor <= target <= ceiling:
            continue
        accepted = (target, float("inf")) if pace > 0 else (float("-inf"), target)
        yield Statement(forecast.probability_within(*accepted), accepted[0] <= trial.actual <= accepted[1])


def sum_up_method(method: Method, horizon: int | None, rows: Sequence[TrialScore], nominal: float) -> MethodScore:
    scaled = _scaled_errors(rows)
    same = [row for row in rows if horizon is None or row.trial.horizon == horizon]
    moving = [row for row in same if row.trial.yearly_change > 0]
    statements = [statement for row in same for statement in row.statements]
    covered = sum(row.covered for row in same)

    def mean(score_of: Callable[[TrialScore], float]) -> float:
        return sum(score_of(row) / row.trial.yearly_change for row in moving) / len(moving) if moving else 0.0

    return MethodScore(
        method,
        horizon,
        len(same),
        covered,
        covered / len(same),
        binomial_range(len(same), nominal),
        mean(lambda row: row.interval_score),
        mean(lambda row: row.distribution_score),
        _mean_of(same, scaled),
        sum((s.probability - s.met) ** 2 for s in statements) / len(statements) if statements else None,
        len(statements),
    )


def _sum_up_series(
    kept: Sequence[tuple[BackgroundSeries, tuple[Reported, ...]]], rows: Sequence[TrialScore]
) -> tuple[SeriesBacktest, ...]:
    found: dict[tuple[str, str], SeriesBacktest] = {}
    for series, _ in kept:
        own = [row for row in rows if _series_of(row) == (series.id, series.area.id)]
        if not own:
            continue
        error = sum(row.error for row in own) / len(own)
        no_change_error = sum(row.trial.no_change_error for row in own) / len(own)
        found[series.id, series.area.id] = SeriesBacktest(
            len(own),
            sum(row.covered for row in own),
            error / no_change_error if no_change_error > 0 else None,
            series.id,
            series.area,
            series.name,
            series.unit.id,
            sum(len(points) for other, points in kept if other is series),
            error,
            no_change_error,
        )
    return tuple(found.values())


def _scaled_errors(rows: Sequence[TrialScore]) -> dict[TrialScore, float]:
    """Each error over the mean no-change error of its series; rows of series that never moved are left out."""
    scaled: dict[TrialScore, float] = {}
    for _, group in groupby(sorted(rows, key=_series_of), key=_series_of):
        own = list(group)
        usual = sum(row.trial.no_change_error for row in own) / len(own)
        if usual > 0:
            scaled |= {row: row.error / usual for row in own}
    return scaled


def _series_of(row: TrialScore) -> tuple[str, str]:
    return row.trial.series_id, row.trial.area


def _mean_of(rows: Sequence[TrialScore], scaled: Mapping[TrialScore, float]) -> float | None:
    errors = [scaled[row] for row in rows if row in scaled]
    return sum(errors) / len(errors) if errors else None


def _verdict_records(rows: Sequence[TrialScore], thresholds: Thresholds) -> tuple[VerdictRecord, ...]:
    said = [
        (judge_probability(statement.probability, thresholds), statement.met, row)
        for row in rows
        for statement in row.statements
    ]
    return tuple(
        VerdictRecord(
            verdict,
            sum(word is verdict for word, _, _ in said),
            sum(met for word, met, _ in said if word is verdict),
            len({row for word, _, row in said if word is verdict}),
            len({row.trial.series_id for word, _, row in said if word is verdict}),
        )
        for verdict in (OutlookVerdict.LIKELY, OutlookVerdict.UNCERTAIN, OutlookVerdict.UNLIKELY)
    )


def _calibration(rows: Sequence[TrialScore]) -> tuple[CalibrationBin, ...]:
    statements = [statement for row in rows for statement in row.statements]
    found = []
    for low, high in zip(BINS, BINS[1:], strict=False):
        own = [s for s in statements if low <= s.probability < high or (high == BINS[-1] == s.probability)]
        if own:
            found.append(
                CalibrationBin(
                    low,
                    high,
                    len(own),
                    sum(s.probability for s in own) / len(own),
                    sum(s.met for s in own) / len(own),
                )
            )
    return tuple(found)


def _coverage_in_words(nominal: float, covered: int, trials: int, series: int) -> Message:
    if trials == 0:
        return Message("backtest.none", (("minimum", MINIMUM_VALUES, "count"),))
    coverage = covered / trials
    fields = (
        ("trials", trials, "number"),
        ("series", series, "number"),
        ("covered", covered, "number"),
        ("coverage", coverage, "share"),
        ("nominal", f"{nominal * 100:g}%", "plain"),
    )
    if trials < MINIMUM_TRIALS:
        return Message("backtest.too_few", fields)
    if round(coverage - nominal, 9) < -FAR:
        return Message("backtest.too_narrow", fields)
    return Message("backtest.too_wide" if round(coverage - nominal, 9) > FAR else "backtest.close", fields)


def _error_in_words(relative_error: float) -> Message:
    return Message(
        f"backtest.error_{'smaller' if relative_error < 1 else 'not_smaller'}",
        (("relative_error", relative_error, "ratio"),),
    )
