"""Has the pace changed between two periods? A test of the difference between two slopes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from planbook.compare.change import Points
from planbook.model import Message

__all__ = ["MINIMUM_PER_PERIOD", "MINIMUM_VALUES", "SlopeComparison", "compare_slopes"]

MINIMUM_PER_PERIOD = 3  # two values always lie on a line
MINIMUM_VALUES = 7  # four coefficients and three degrees of freedom: t(0.975; 3) = 3.2, at one it is 12.7
CONFIDENCE = 0.95


@dataclass(frozen=True)
class SlopeComparison:
    """The slopes of two periods in the series' unit per year; None where there are too few years.

    `low` and `high` are the 95 % interval of `difference` (second − first); `p_value` is that of no difference,
    None where the values lie exactly on two lines and leave nothing to be uncertain by.
    """

    first: float | None
    second: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    degrees_of_freedom: int | None
    first_values: int
    second_values: int
    message: Message

    @property
    def computed(self) -> bool:
        return self.difference is not None


def compare_slopes(stretches: tuple[Points, ...], last_year_of_first: int, unit_id: str) -> SlopeComparison:
    """Ordinary least squares with an interaction: `y = a + b·t + c·D + d·t·D`, D = 1 after the first period.

    `d` is the difference between the slopes, with a Student-t interval of n − 4 degrees of freedom. It assumes
    deviations from the two lines that are independent of one another; yearly statistics seldom are quite, so the
    interval is rather too narrow. At least 3 values in each period and 7 in all, in one unbroken stretch.

    Source
    ------
    Analysis of covariance with an indicator variable: Draper and Smith, Applied Regression Analysis (1998),
    chapter 14. With separate lines the estimate of d is the difference of the two slopes and its variance
    s² (1/Sxx₁ + 1/Sxx₂), s² the pooled residual variance.
    """
    from scipy.special import stdtr, stdtrit

    points = max(stretches, key=len, default=())
    if len(stretches) > 1:
        # The values on both sides of a change of definition say nothing of a change of pace.
        points = next((own for own in reversed(stretches) if _spans(own, last_year_of_first)), ())
    first = [point for point in points if point[0] <= last_year_of_first]
    second = [point for point in points if point[0] > last_year_of_first]
    few = min(len(first), len(second)) < MINIMUM_PER_PERIOD or len(points) < MINIMUM_VALUES
    if few:
        known = [year for own in stretches for year, _ in own]
        counts = (sum(year <= last_year_of_first for year in known), sum(year > last_year_of_first for year in known))
        reason = "break" if len(stretches) > 1 and min(counts) >= MINIMUM_PER_PERIOD else "too_few_years"
        message = Message(
            f"compare.slopes.{reason}",
            (
                ("first_values", counts[0], "number"),
                ("second_values", counts[1], "number"),
                ("per_period", MINIMUM_PER_PERIOD, "number"),
                ("in_all", MINIMUM_VALUES, "number"),
            ),
        )
        return SlopeComparison(None, None, None, None, None, None, None, *counts, message)
    (slope_one, squares_one, residual_one), (slope_two, squares_two, residual_two) = _fit(first), _fit(second)
    difference, degrees = slope_two - slope_one, len(points) - 4
    size = max(abs(value) for _, value in points)
    error = math.sqrt((residual_one + residual_two) / degrees * (1 / squares_one + 1 / squares_two))
    exact = error <= 1e-9 * size  # rounding, not scatter
    half = 0.0 if exact else error * float(stdtrit(degrees, (1 + CONFIDENCE) / 2))
    p_value = None if exact else 2 * float(stdtr(degrees, -abs(difference) / error))
    low, high = difference - half, difference + half
    distinct = low > 0 or high < 0
    message = Message(
        f"compare.slopes.{'differ' if distinct else 'not_distinguishable'}",
        (
            ("first", slope_one, f"change:{unit_id}"),
            ("second", slope_two, f"change:{unit_id}"),
            ("difference", difference, f"change:{unit_id}"),
            ("low", low, f"change:{unit_id}"),
            ("high", high, f"change:{unit_id}"),
            ("confidence", f"{CONFIDENCE * 100:g}%", "plain"),
        ),
    )
    return SlopeComparison(
        slope_one, slope_two, difference, low, high, p_value, degrees, len(first), len(second), message
    )


def _spans(points: Points, year: int) -> bool:
    return points[0][0] <= year < points[-1][0]


def _fit(points: Points) -> tuple[float, float, float]:
    """Slope, sum of squares of the years about their mean, sum of squared residuals."""
    years, values = (np.asarray(column, float) for column in zip(*points, strict=True))
    deviation = years - years.mean()
    squares = float(deviation @ deviation)
    slope = float(deviation @ values) / squares
    residuals = values - values.mean() - slope * deviation
    return slope, squares, float(residuals @ residuals)
