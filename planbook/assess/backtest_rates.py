"""How growth rates are best forecast: by the mean of their years, as judgement 2 does, or onwards from the last one.

Hardly a growth rate is published for five years in a row, so the yearly growth of published stocks is tried as well:
what a yearbook gives as levels, a plan of growth targets would give as rates. The trials are those of `backtest`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planbook.assess.background import list_background
from planbook.assess.backtest import (
    MINIMUM_VALUES,
    MethodScore,
    Trial,
    score_trial,
    sum_up_method,
    try_stretch,
)
from planbook.assess.drift import forecast_yearly_rate
from planbook.assess.forecasters import MODELS, Method, ModelForecast
from planbook.model import BackgroundSeries, Inputs, Reported, Unit, UnitKind
from planbook.rules.meaning import compounds

__all__ = ["RateBacktest", "backtest_rates"]

RATE = Unit("", UnitKind.CHANGE, "%", "%", "%", 1)
OTHERS = (Method.NO_CHANGE, Method.DRIFT, Method.LINE)


@dataclass(frozen=True)
class RateBacktest:
    """Scores over all years ahead, the mean first; empty where no growth rate is known for long enough."""

    series: int
    scores: tuple[MethodScore, ...]


def backtest_rates(inputs: Inputs) -> RateBacktest:
    """Try the mean of the known years, and other methods, on growth rates known at the edition's cut-off.

    Source
    ------
    As `backtest.backtest_series`.
    """
    thresholds = inputs.parameters.thresholds
    trials: list[Trial] = []
    for series in list_background(inputs, derived=False):
        for points in series.stretches:
            for run in _rates(series, points):
                if len(run) >= MINIMUM_VALUES:
                    trials += try_stretch(replace(series, unit=RATE), run, max(thresholds.minimum_points, 3))
    if not trials:
        return RateBacktest(0, ())

    def score(method: Method) -> MethodScore:
        rows = [
            score_trial(
                method,
                trial,
                ModelForecast(
                    forecast_yearly_rate(trial.values, (1.0,))
                    if method is Method.MEAN
                    else MODELS[method](trial.times, trial.values, trial.target_year)
                ),
                thresholds,
            )
            for trial in trials
        ]
        return sum_up_method(method, None, rows, thresholds.interval)

    return RateBacktest(
        len({(trial.series_id, trial.area) for trial in trials}), tuple(map(score, (Method.MEAN, *OTHERS)))
    )


def _rates(series: BackgroundSeries, points: tuple[Reported, ...]) -> Iterable[tuple[Reported, ...]]:
    """The growth rates that a series gives, in runs of years without a gap, in per cent."""
    rates: list[Reported] = []
    for before, after in zip((None, *points), points, strict=False):
        follows = before is not None and after.year == before.year + 1
        if not follows and rates:
            yield tuple(rates)
            rates = []
        if compounds(series.unit):
            rates.append(after)
        elif follows and before is not None and series.measure == "stock" and before.value > 0:
            rates.append(replace(after, value=100 * (after.value / before.value - 1)))
    yield tuple(rates)
