"""A random walk with drift and a weak prior on the drift: what yearly values say of the years to come.

Stocks and shares wander: each year starts from where the last one ended. A straight line by least squares takes
the wandering for scatter about one line; it forecasts from the line instead of from the last value, and calls
itself the surer the more years it has seen. Here the forecast starts from the last value, the mean yearly change
is its drift, and the uncertainty grows with the years ahead.

Three or four yearly values say little about a drift, and may say by chance that there is no doubt about it at all.
The prior is worth `PRIOR_YEARS` of a year without drift: it draws the drift a little towards no change, and what
it takes away counts as uncertainty, so that values exactly on a line still leave room for doubt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planbook.assess.line import Prediction

__all__ = ["PRIOR_YEARS", "Drift", "fit_drift", "forecast_yearly_rate"]

PRIOR_YEARS = 0.5  # k: how many years without drift the prior is worth


@dataclass(frozen=True)
class Drift:
    """A random walk with drift: `last_value` + `yearly_change` · years ahead, give or take.

    Attributes
    ----------
    count : number of values n; the predictive distribution has n − 1 degrees of freedom (`degrees_of_freedom`).
    last_time, last_value : where the walk stands; years, and the unit of the values.
    years : G, the time between the first and the last value.
    prior : k, in years.
    yearly_change : μ, drift a year after the prior's pull towards 0, in the unit of the values.
    variance : s², of one year's change about the drift; 0 only where no value ever moved.
    last_is_preliminary : whether the last value is itself uncertain, see `predict`.
    """

    count: int
    last_time: float
    last_value: float
    years: float
    prior: float
    yearly_change: float
    variance: float
    degrees_of_freedom: int
    last_is_preliminary: bool = False

    def predict(self, times: Sequence[float], weights: Sequence[float], constant: float = 0.0) -> Prediction:
        """The Student-t distribution of `constant` + Σ weight · (value yet to be observed at time).

        For one time h years ahead: centre x + h·μ, scale² = s² (h + h²/(G + k)), where x is the last value. The
        first term is the years' own wandering, the second the doubt about the drift. Of several times the
        wandering is shared up to the earlier of each two: Σᵢⱼ wᵢ wⱼ min(hᵢ, hⱼ), and the drift's part is
        (Σ w h)²/(G + k).

        A preliminary last value may still be revised. It is taken to be no worse than last year's value carried
        forward, or nobody would publish it: its error has at most the variance of one year's change, s². A
        revision by e moves the centre by e (Σ w + Σ w h/(G + k)), so s² (Σ w + Σ w h/(G + k))² is added. This is
        a bound, not an estimate: too few revisions are on record to measure their size.

        Parameters
        ----------
        times, weights
            Shape (m,), times in years and not before `last_time`.

        Raises
        ------
        ValueError
            When a time lies before the last value.

        Source
        ------
        Random walk with drift: Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd edition),
        sections 5.2 and 5.5. The prior makes it a Bayesian regression of the changes on the time they took, with
        drift ~ N(0, σ²/k): Gelman and others, Bayesian Data Analysis (3rd edition), section 14.2.
        """
        ahead, weight = np.asarray(times, float) - self.last_time, np.asarray(weights, float)
        if ahead.size and float(ahead.min()) < 0:
            raise ValueError(f"{float(ahead.min()) + self.last_time} lies before the last value, {self.last_time}")
        reach = float(weight @ ahead)
        centre = constant + self.last_value * float(weight.sum()) + self.yearly_change * reach
        spread = float(weight @ np.minimum.outer(ahead, ahead) @ weight) + reach**2 / (self.years + self.prior)
        if self.last_is_preliminary:
            spread += (float(weight.sum()) + reach / (self.years + self.prior)) ** 2
        return Prediction(centre, math.sqrt(self.variance * spread), self.degrees_of_freedom)


def fit_drift(
    times: Sequence[float],
    values: Sequence[float],
    *,
    prior: float = PRIOR_YEARS,
    last_is_preliminary: bool = False,
) -> Drift:
    """The drift of yearly values, from their changes d over g years each.

    μ = Σd/(G + k), G = Σg; s² = (Σ(d − μg)²/g + kμ²)/(n − 1). With `prior` 0 it is the usual random walk with
    drift, whose variance has n − 2 degrees of freedom instead.

    >>> drift = fit_drift((2020.0, 2021.0, 2022.0, 2023.0), (0.0, 10.0, 20.0, 30.0))
    >>> round(drift.yearly_change, 4), round(drift.variance, 4)
    (8.5714, 14.2857)

    Parameters
    ----------
    times, values
        Shape (n,), n ≥ 3, finite, times in years and rising; gaps and half-years count with their length.
    prior
        k in years, 0 or more.

    Raises
    ------
    ValueError
        With fewer than three values, or with times that do not rise.
    """
    if len(times) < 3:
        raise ValueError(f"a drift with its uncertainty needs three values, not {len(times)}")
    length, change = np.diff(np.asarray(times, float)), np.diff(np.asarray(values, float))
    if float(length.min()) <= 0:
        raise ValueError("the times do not rise")
    years = float(length.sum())
    freedom = len(times) - 1 if prior > 0 else len(times) - 2
    yearly_change = float(change.sum()) / (years + prior)
    squares = float(((change - yearly_change * length) ** 2 / length).sum()) + prior * yearly_change**2
    if math.sqrt(squares) <= 1e-9 * float(np.abs(np.asarray(values, float)).max()):
        squares = 0.0  # rounding, not movement
    return Drift(
        len(times),
        float(times[-1]),
        float(values[-1]),
        years,
        prior,
        yearly_change,
        squares / freedom,
        freedom,
        last_is_preliminary,
    )


def forecast_yearly_rate(rates: Sequence[float], weights: Sequence[float], constant: float = 0.0) -> Prediction:
    """The distribution of `constant` + Σ weight · (rate of a year to come): every year's rate about one mean.

    For growth rates that are a level to reach or to keep: a rate that fell from 9 to 7 to 5 % is not on its way
    to 1 %. Centre Σw · mean, scale² = s² (Σw² + (Σw)²/n), Student t with n − 1 degrees of freedom.

    Raises
    ------
    ValueError
        With fewer than three rates.

    Source
    ------
    Predictive distribution of new observations from a normal sample; Gelman and others, Bayesian Data Analysis
    (3rd edition), section 3.2.
    """
    if len(rates) < 3:
        raise ValueError(f"a mean with its uncertainty needs three values, not {len(rates)}")
    rate, weight = np.asarray(rates, float), np.asarray(weights, float)
    mean, variance = float(rate.mean()), float(rate.var(ddof=1))
    if math.sqrt(variance) <= 1e-9 * float(np.abs(rate).max()):
        variance = 0.0
    total = float(weight.sum())
    spread = float(weight @ weight) + total**2 / len(rate)
    return Prediction(constant + total * mean, math.sqrt(variance * spread), len(rate) - 1)
