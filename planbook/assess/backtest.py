"""How far the projection of judgement 2 can be trusted: it is run on published series whose outcome is known.

Rolling origin: at every year from the third value on, the series is projected one to three years ahead from what
was known then, with the very functions judgement 2 uses, and the outcome is compared with the projection, with its
interval, and with the plainest forecast there is (no change).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from scipy.special import ndtri

from planbook.assess.background import list_background
from planbook.assess.line import fit_line, predict
from planbook.assess.targets import unit_limits
from planbook.model import Area, BackgroundSeries, Inputs, Message, Reported, Text, Unit

__all__ = [
    "Backtest",
    "GroupBacktest",
    "HorizonBacktest",
    "KnownValuesBacktest",
    "SeriesBacktest",
    "Trial",
    "backtest_series",
]

HORIZONS = (1, 2, 3)  # years ahead, as far as a mid-term evaluation looks
MINIMUM_VALUES = 5  # yearly values a series needs to be tried at all
MINIMUM_TRIALS = 10  # below this a coverage says nothing
FAR = 0.10  # a coverage further than this from the nominal one is called too narrow or too wide
MEASURES = ("stock", "share")


@dataclass(frozen=True)
class Trial:
    """One forecast and what came of it, in the series' unit."""

    series_id: str
    area: Area
    origin_year: int
    target_year: int
    points: int  # values the projection rested on
    forecast: float
    low: float
    high: float
    no_change: float
    actual: float

    @property
    def horizon(self) -> int:
        return self.target_year - self.origin_year

    @property
    def covered(self) -> bool:
        return self.low <= self.actual <= self.high

    @property
    def error(self) -> float:
        """Absolute error of the projection."""
        return abs(self.actual - self.forecast)

    @property
    def no_change_error(self) -> float:
        return abs(self.actual - self.no_change)


@dataclass(frozen=True)
class SeriesBacktest:
    """The trials on one series. Errors are means of absolute errors, in `unit_id`."""

    series_id: str
    area: Area
    name: Text
    unit_id: str
    values: int
    trials: int
    covered: int
    error: float
    no_change_error: float
    relative_error: float | None  # error over no_change_error; None where nothing ever changed

    @property
    def coverage(self) -> float:
        return self.covered / self.trials


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
class Backtest:
    """All trials. `coverage` is the share of outcomes inside the interval that should hold `nominal` of them.

    `coverage_low` and `coverage_high` are the 95 % Wilson interval of the coverage as if the trials were
    independent; they overlap, so the truth is less certain than that. `relative_error` is the mean absolute error
    scaled by the no-change error of the same series: below 1 the projection beats no change.
    """

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
    rows: tuple[Trial, ...]
    message: Message  # whether the interval is what it says
    error_message: Message | None  # whether the projection beats no change; None where that is not defined


def backtest_series(inputs: Inputs) -> Backtest:
    """Try the projection of judgement 2 on the published background series of an edition.

    Stocks and shares with at least five published yearly values in one stretch without a break; derived and
    illustrative values are left out.

    Source
    ------
    Rolling origin: Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16
    (2000). Scaled error: Hyndman and Koehler, "Another look at measures of forecast accuracy", the same 22 (2006).
    Interval of a share: Wilson, Journal of the American Statistical Association 22 (1927).
    """
    thresholds = inputs.parameters.thresholds
    rows: list[Trial] = []
    tried: list[SeriesBacktest] = []
    scaled: dict[Trial, float] = {}
    for series in list_background(inputs, derived=False):
        stretches = [points for points in series.stretches if len(points) >= MINIMUM_VALUES]
        if series.measure not in MEASURES or not stretches:
            continue
        trials = [
            trial
            for points in stretches
            for trial in _try_stretch(series, points, max(thresholds.minimum_points, 3), thresholds.interval)
        ]
        if not trials:
            continue
        result = _sum_up(series, sum(map(len, stretches)), trials)
        tried.append(result)
        rows.extend(trials)
        if result.no_change_error > 0:
            scaled |= {trial: trial.error / result.no_change_error for trial in trials}
    covered = sum(trial.covered for trial in rows)
    low, high = _wilson(covered, len(rows))
    relative_error = _scaled_mean(rows, scaled)
    return Backtest(
        thresholds.interval,
        len(rows),
        covered,
        covered / len(rows) if rows else None,
        low,
        high,
        relative_error,
        tuple(tried),
        tuple(HorizonBacktest(*figures, size) for size, figures in _grouped(rows, scaled, lambda row: row.horizon)),
        tuple(KnownValuesBacktest(*figures, size) for size, figures in _grouped(rows, scaled, lambda row: row.points)),
        tuple(rows),
        _coverage_in_words(thresholds.interval, covered, len(rows), len(tried)),
        None if relative_error is None else _error_in_words(relative_error),
    )


def _try_stretch(
    series: BackgroundSeries, points: tuple[Reported, ...], minimum: int, coverage: float
) -> Iterable[Trial]:
    values = tuple((point.year, point.value) for point in points)
    for count in range(minimum, len(values)):
        known, (origin_year, last) = values[:count], values[count - 1]
        for year, actual in values[count:]:
            if year - origin_year not in HORIZONS:
                continue
            forecast, low, high = _project(known, year, series.unit, coverage)
            yield Trial(series.id, series.area, origin_year, year, count, forecast, low, high, last, actual)


def _project(
    known: tuple[tuple[int, float], ...], year: int, unit: Unit, coverage: float
) -> tuple[float, float, float]:
    """Centre, low and high at `year`, as judgement 2 projects a level: least squares, held in the unit's limits."""
    prediction = predict(fit_line(*zip(*known, strict=True)), (float(year),), (1.0,))
    floor, ceiling = unit_limits(unit)
    return tuple(min(max(value, floor), ceiling) for value in (prediction.centre, *prediction.interval(coverage)))


def _sum_up(series: BackgroundSeries, values: int, trials: list[Trial]) -> SeriesBacktest:
    error = sum(trial.error for trial in trials) / len(trials)
    no_change_error = sum(trial.no_change_error for trial in trials) / len(trials)
    return SeriesBacktest(
        series.id,
        series.area,
        series.name,
        series.unit.id,
        values,
        len(trials),
        sum(trial.covered for trial in trials),
        error,
        no_change_error,
        error / no_change_error if no_change_error > 0 else None,
    )


def _grouped(
    rows: list[Trial], scaled: dict[Trial, float], size_of: Callable[[Trial], int]
) -> Iterable[tuple[int, tuple[int, int, float | None]]]:
    """Trials, covered and relative error of each group, smallest first."""
    for size, group in groupby(sorted(rows, key=size_of), key=size_of):
        same = list(group)
        yield size, (len(same), sum(trial.covered for trial in same), _scaled_mean(same, scaled))


def _scaled_mean(trials: list[Trial], scaled: dict[Trial, float]) -> float | None:
    errors = [scaled[trial] for trial in trials if trial in scaled]
    return sum(errors) / len(errors) if errors else None


def _wilson(covered: int, trials: int) -> tuple[float | None, float | None]:
    """The 95 % Wilson score interval of a share."""
    if trials == 0:
        return None, None
    z = float(ndtri(0.975))
    share, weight = covered / trials, 1 + z**2 / trials
    centre = (share + z**2 / (2 * trials)) / weight
    half = z / weight * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    return max(centre - half, 0.0), min(centre + half, 1.0)


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
