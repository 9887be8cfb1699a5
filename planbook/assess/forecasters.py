"""Ways of forecasting a yearly series, to be tried against one another in the backtest.

Judgement 2 uses one of them (`IN_USE`), chosen by its scores. Each is a function of what was known at the origin;
what it gives is a distribution. Methods that have none of their own get the errors the same method made on *other*
series, in mean yearly changes and growing with the root of the years ahead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from planbook.assess.drift import fit_drift
from planbook.assess.line import Prediction, fit_line, fit_robust_line, predict
from planbook.assess.scores import score_distribution, score_sample

__all__ = [
    "CENTRES",
    "DAMPING",
    "IN_USE",
    "MODELS",
    "Forecast",
    "Method",
    "ModelForecast",
    "SampleForecast",
    "forecast_from_errors",
    "usual_change",
]

DAMPING = 0.8  # the lower end of what Hyndman and Athanasopoulos, section 8.2, call usual: 0.8 to 0.98


class Method(StrEnum):
    """A way of forecasting; declared in the order the backtest prints."""

    DRIFT = "drift"  # random walk with drift and a weak prior
    DRIFT_CHOSEN = "drift_chosen"  # the same, the prior's weight chosen on the other series
    DRIFT_PLAIN = "drift_plain"  # random walk with drift, no prior
    LINE = "line"  # straight line by least squares
    NO_CHANGE = "no_change"  # the last value, random walk without drift
    THEIL_SEN = "theil_sen"  # median slope from the last value
    DAMPED = "damped"  # a drift that fades
    MEAN = "mean"  # of the years known; of growth rates only (`backtest_rates`)
    ENSEMBLE = "ensemble"  # mean of the centres of line, no change, drift, Theil-Sen and damped


IN_USE = Method.DRIFT  # what judgement 2 forecasts with


class Forecast(Protocol):
    """A distribution of one value to come."""

    @property
    def centre(self) -> float: ...

    def interval(self, coverage: float) -> tuple[float, float]: ...

    def probability_within(self, low: float, high: float) -> float: ...

    def score(self, outcome: float) -> float:
        """The CRPS, in the unit of the value."""


@dataclass(frozen=True)
class ModelForecast:
    """The Student-t distribution of a model."""

    prediction: Prediction

    @property
    def centre(self) -> float:
        return self.prediction.centre

    def interval(self, coverage: float) -> tuple[float, float]:
        return self.prediction.interval(coverage)

    def probability_within(self, low: float, high: float) -> float:
        return self.prediction.probability_within(low, high)

    def score(self, outcome: float) -> float:
        return score_distribution(self.prediction, outcome)


@dataclass(frozen=True)
class SampleForecast:
    """A centre and the sizes of errors made elsewhere, each as likely above as below."""

    centre: float
    sizes: tuple[float, ...]  # ≥ 0, smallest first

    def interval(self, coverage: float) -> tuple[float, float]:
        """The centre give or take the smallest size that at least this share of the errors stays within."""
        rank = math.ceil(coverage * (len(self.sizes) + 1)) - 1
        half = self.sizes[min(rank, len(self.sizes) - 1)]
        return self.centre - half, self.centre + half

    def probability_within(self, low: float, high: float) -> float:
        return sum(low <= value <= high for value in self._values()) / (2 * len(self.sizes))

    def score(self, outcome: float) -> float:
        return score_sample(self._values(), outcome)

    def _values(self) -> tuple[float, ...]:
        return (*(self.centre - size for size in self.sizes), *(self.centre + size for size in self.sizes))


def usual_change(times: Sequence[float], values: Sequence[float]) -> float:
    """Mean absolute change a year, each year counting alike; 0 where nothing moved."""
    return float(np.abs(np.diff(np.asarray(values, float))).sum()) / (times[-1] - times[0])


def forecast_from_errors(
    centre: float, errors: Sequence[float], times: Sequence[float], values: Sequence[float], ahead: float
) -> SampleForecast:
    """A forecast as uncertain as the method was on other series.

    Parameters
    ----------
    errors : absolute errors elsewhere over (usual change of that series · root of the years ahead).
    ahead : years from the last value to the one forecast.

    Source
    ------
    Split conformal prediction: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World (2005); the
    finite-sample rank as in Lei and others, Journal of the American Statistical Association 113 (2018).
    """
    scale = usual_change(times, values) * math.sqrt(ahead)
    return SampleForecast(centre, tuple(sorted(scale * error for error in errors)))


def _drift(prior: float) -> Callable[[Sequence[float], Sequence[float], float], Prediction]:
    def forecast(times: Sequence[float], values: Sequence[float], target: float) -> Prediction:
        return fit_drift(times, values, prior=prior).predict((target,), (1.0,))

    return forecast


def drift_forecast(times: Sequence[float], values: Sequence[float], target: float) -> Prediction:
    """The random walk with drift and weak prior of judgement 2."""
    return fit_drift(times, values).predict((target,), (1.0,))


def _line(times: Sequence[float], values: Sequence[float], target: float) -> Prediction:
    return predict(fit_line(times, values), (target,), (1.0,))


def _no_change(times: Sequence[float], values: Sequence[float], target: float) -> Prediction:
    """The last value; variance Σ(d²/g)/m a year from m changes, Student t with m degrees of freedom."""
    length, change = np.diff(np.asarray(times, float)), np.diff(np.asarray(values, float))
    variance = float((change**2 / length).mean())
    return Prediction(values[-1], math.sqrt(variance * (target - times[-1])), len(change))


def _theil_sen(times: Sequence[float], values: Sequence[float], target: float) -> float:
    return values[-1] + fit_robust_line(times, values).slope * (target - times[-1])


def _damped(times: Sequence[float], values: Sequence[float], target: float) -> float:
    """The mean yearly change, fading by `DAMPING` a year: x + μ (φ + φ² + … + φʰ)."""
    drift = (values[-1] - values[0]) / (times[-1] - times[0])
    ahead = target - times[-1]
    faded: float = (1 - DAMPING**ahead) / (1 - DAMPING)
    return values[-1] + drift * DAMPING * faded


def _ensemble(times: Sequence[float], values: Sequence[float], target: float) -> float:
    centres = (
        _line(times, values, target).centre,
        values[-1],
        drift_forecast(times, values, target).centre,
        _theil_sen(times, values, target),
        _damped(times, values, target),
    )
    return math.fsum(centres) / len(centres)


Model = Callable[[Sequence[float], Sequence[float], float], Prediction]
Centre = Callable[[Sequence[float], Sequence[float], float], float]

MODELS: Mapping[Method, Model] = {
    Method.DRIFT: drift_forecast,
    Method.DRIFT_PLAIN: _drift(0.0),
    Method.LINE: _line,
    Method.NO_CHANGE: _no_change,
}
CENTRES: Mapping[Method, Centre] = {
    Method.THEIL_SEN: _theil_sen,
    Method.DAMPED: _damped,
    Method.ENSEMBLE: _ensemble,
}
