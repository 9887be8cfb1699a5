"""A straight line through yearly values, and what it predicts with what certainty.

`scipy.special` rather than `scipy.stats`: the same Student-t functions, imported in a fraction of the time, which
every notebook kernel pays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

__all__ = ["FittedLine", "Prediction", "RobustLine", "fit_line", "fit_robust_line", "predict"]


@dataclass(frozen=True)
class FittedLine:
    """An ordinary least squares line: value = `mean_value` + `slope` · (time − `mean_time`).

    `residual_variance` has n − 2 degrees of freedom; exactly 0 when the values lie on the line but for rounding.
    """

    count: int
    mean_time: float
    mean_value: float
    slope: float
    sum_of_squares: float  # of the times about their mean
    residual_variance: float

    @property
    def degrees_of_freedom(self) -> int:
        return self.count - 2


@dataclass(frozen=True)
class RobustLine:
    """A Theil–Sen line: value = `median_value` + `slope` · (time − `median_time`)."""

    median_time: float
    median_value: float
    slope: float

    def at(self, time: float) -> float:
        return self.median_value + self.slope * (time - self.median_time)


@dataclass(frozen=True)
class Prediction:
    """A Student-t predictive distribution; with `scale` 0 all its mass is at `centre`."""

    centre: float
    scale: float
    degrees_of_freedom: int

    def quantile(self, probability: float) -> float:
        """The value below which the quantity lies with the given probability (0-1)."""
        if self.scale == 0:
            return self.centre
        return self.centre + self.scale * float(stdtrit(self.degrees_of_freedom, probability))

    def interval(self, coverage: float) -> tuple[float, float]:
        """The central interval with the given coverage (0-1), as (low, high)."""
        if self.scale == 0:
            return self.centre, self.centre
        half = self.scale * float(stdtrit(self.degrees_of_freedom, (1 + coverage) / 2))
        return self.centre - half, self.centre + half

    def probability_within(self, low: float, high: float) -> float:
        """Probability that the quantity lies between `low` and `high`, ends included; ±inf leaves a side open."""
        if self.scale == 0:
            slack = 1e-9 * max(
                abs(self.centre), abs(low) if math.isfinite(low) else 0.0, abs(high) if math.isfinite(high) else 0.0
            )
            return 1.0 if low - slack <= self.centre <= high + slack else 0.0
        if math.isinf(low):
            return self._below(high)
        if math.isinf(high):
            return self._below(2 * self.centre - low)  # the upper tail, by symmetry and without cancellation
        return max(self._below(high) - self._below(low), 0.0)

    def _below(self, value: float) -> float:
        return float(stdtr(self.degrees_of_freedom, (value - self.centre) / self.scale))


def fit_line(times: Sequence[float], values: Sequence[float]) -> FittedLine:
    """Ordinary least squares of values on times.

    Parameters
    ----------
    times, values
        Shape (n,), n ≥ 3, finite, at least two different times; times in years.

    Raises
    ------
    ValueError
        With fewer than three points: a line through two has no residual to be uncertain by.

    Source
    ------
    Any textbook of linear regression, e.g. Draper and Smith, Applied Regression Analysis (1998), chapter 1.
    """
    if len(times) < 3:
        raise ValueError(f"a line with its uncertainty needs three points, not {len(times)}")
    time, value = np.asarray(times, float), np.asarray(values, float)
    mean_time, mean_value = float(time.mean()), float(value.mean())
    deviation = time - mean_time
    sum_of_squares = float(deviation @ deviation)
    slope = float(deviation @ (value - mean_value)) / sum_of_squares
    residuals = value - mean_value - slope * deviation
    variance = float(residuals @ residuals) / (len(time) - 2)
    if math.sqrt(variance) <= 1e-9 * float(np.abs(value).max()):
        variance = 0.0  # rounding, not scatter
    return FittedLine(len(time), mean_time, mean_value, slope, sum_of_squares, variance)


def predict(line: FittedLine, times: Sequence[float], weights: Sequence[float], constant: float = 0.0) -> Prediction:
    """The distribution of `constant` + Σ weight · (value yet to be observed at time).

    One time with weight 1 is the usual prediction of one new value; several give that of a mean or a total,
    whose errors share the line but scatter each on its own.

    Parameters
    ----------
    times, weights
        Shape (m,), years and plain factors.

    Source
    ------
    Predictive distribution of a linear combination of m new observations: Student-t with n − 2 degrees of
    freedom, centre Σ w (ȳ + b (t − t̄)), variance s² (Σ w² + (Σ w)²/n + (Σ w (t − t̄))²/Sxx).
    Draper and Smith (1998), section 3.1.
    """
    time, weight = np.asarray(times, float), np.asarray(weights, float)
    total_weight, moment = float(weight.sum()), float(weight @ (time - line.mean_time))
    centre = constant + line.mean_value * total_weight + line.slope * moment
    spread = float(weight @ weight) + total_weight**2 / line.count + moment**2 / line.sum_of_squares
    return Prediction(centre, math.sqrt(line.residual_variance * spread), line.degrees_of_freedom)


def fit_robust_line(times: Sequence[float], values: Sequence[float]) -> RobustLine:
    """The Theil–Sen line: median of all pairwise slopes, through the medians of times and values.

    The same as `scipy.stats.theilslopes` (against which it is tested), without its import time.

    Source
    ------
    Sen (1968), Journal of the American Statistical Association 63, 1379-1389.
    """
    time, value = np.asarray(times, float), np.asarray(values, float)
    first, second = np.triu_indices(len(time), 1)
    slope = float(np.median((value[second] - value[first]) / (time[second] - time[first])))
    return RobustLine(float(np.median(time)), float(np.median(value)), slope)
