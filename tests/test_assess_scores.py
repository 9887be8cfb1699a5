"""Scores of forecasts against numerical integration, published tables and sums done by hand."""

from __future__ import annotations

import math

import pytest

from planbook.assess.line import Prediction
from planbook.assess.scores import binomial_range, interval_score, score_distribution, score_sample, wilson_range


@pytest.mark.parametrize("freedom", [1, 2, 3, 5, 9])
@pytest.mark.parametrize("outcome", [41.0, 38.2, 60.0, -7.0])
def test_the_score_of_a_distribution_is_its_integral(freedom, outcome):
    from scipy import integrate, stats

    published = stats.t(freedom, loc=41.0, scale=6.0)
    below = integrate.quad(lambda x: published.cdf(x) ** 2, -math.inf, outcome, epsabs=1e-10, limit=500)[0]
    above = integrate.quad(lambda x: published.sf(x) ** 2, outcome, math.inf, epsabs=1e-10, limit=500)[0]
    assert score_distribution(Prediction(41.0, 6.0, freedom), outcome) == pytest.approx(below + above, rel=1e-6)


def test_a_certain_forecast_is_scored_by_its_error():
    assert score_distribution(Prediction(41.0, 0.0, 3), 44.0) == 3.0


def test_the_score_of_a_sample():
    # of 1, 2, 6 against 3: mean distance (2 + 1 + 3)/3 = 2; pairs 1, 5, 4 twice each: 20/9, half of it 10/9
    assert score_sample((6.0, 1.0, 2.0), 3.0) == pytest.approx(2 - 10 / 9)


def test_an_interval_is_charged_its_width_and_ten_times_the_miss():
    assert interval_score(10.0, 14.0, 12.0, 0.8) == pytest.approx(4.0)
    assert interval_score(10.0, 14.0, 9.5, 0.8) == pytest.approx(4.0 + 10 * 0.5)


def test_the_range_of_hits_of_a_fair_interval():
    from scipy import stats

    # ten trials at 0.8: P(X ≤ 4) = 0.0064, P(X ≤ 5) = 0.0328; P(X ≤ 9) = 0.8926: from five to all ten
    assert binomial_range(10, 0.8) == (0.5, 1.0)
    low, high = binomial_range(69, 0.8)
    assert (low * 69, high * 69) == pytest.approx(stats.binom(69, 0.8).interval(0.95))
    assert binomial_range(0, 0.8) == (0.0, 1.0)


def test_the_wilson_interval():
    # 30 of 69: centre (0.434783 + 0.027837)/(1.055673) = 0.438223, half 0.114038
    assert wilson_range(30, 69) == pytest.approx((0.32418, 0.55226), abs=2e-4)
    assert wilson_range(0, 0) is None
