"""The random walk with drift, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planbook.assess.drift import PRIOR_YEARS, fit_drift, forecast_yearly_rate

YEARS = (2020.0, 2021.0, 2022.0, 2023.0)


def test_the_drift_of_four_yearly_values():
    # changes 10, 0, 20: G = 3, k = 0.5: μ = 30/3.5 = 8.571429
    # deviations 1.428571, −8.571429, 11.428571: squares 2.040816 + 73.469388 + 130.612245 = 206.122449
    # k μ² = 36.734694; s² = (206.122449 + 36.734694)/3 = 80.952381
    drift = fit_drift(YEARS, (10.0, 20.0, 20.0, 40.0))
    assert PRIOR_YEARS == 0.5
    assert (drift.yearly_change, drift.variance) == (pytest.approx(8.571429), pytest.approx(80.952381))
    assert (drift.years, drift.degrees_of_freedom) == (3.0, 3)
    # two years on: 40 + 17.142857; scale² = 80.952381 (2 + 4/3.5) = 254.421769
    prediction = drift.predict((2025.0,), (1.0,))
    assert prediction.centre == pytest.approx(57.142857)
    assert prediction.scale == pytest.approx(math.sqrt(254.421769))
    assert prediction.degrees_of_freedom == 3


def test_without_a_prior_it_is_the_textbook_random_walk_with_drift():
    # μ = 30/3 = 10; deviations 0, −10, 10; s² = 200/(4 − 2) = 100; two years on: 60, scale² = 100 (2 + 4/3)
    drift = fit_drift(YEARS, (10.0, 20.0, 20.0, 40.0), prior=0.0)
    prediction = drift.predict((2025.0,), (1.0,))
    assert (prediction.centre, prediction.degrees_of_freedom) == (pytest.approx(60.0), 2)
    assert prediction.scale == pytest.approx(math.sqrt(100 * (2 + 4 / 3)))


def test_values_exactly_on_a_line_leave_doubt():
    # μ = 30/3.5 = 60/7; s² = (3 (10/7)² + 0.5 (60/7)²)/3 = (300/49 + 1800/49)/3 = 100/7
    drift = fit_drift(YEARS, (0.0, 10.0, 20.0, 30.0))
    assert drift.variance == pytest.approx(100 / 7)
    within_reach = drift.predict((2025.0,), (1.0,)).probability_within(50.0, math.inf)
    just_beyond = drift.predict((2025.0,), (1.0,)).probability_within(51.0, math.inf)
    assert 0.2 < just_beyond < within_reach < 0.5


def test_gaps_and_half_years_count_with_their_length():
    # 2020 to 2022 is one change of 20 over two years, 2022 to mid-2023 one of 5 over half a year:
    # G = 2.5, μ = 25/3 = 8.333333; (20 − 16.666667)²/2 = 5.555556; (5 − 4.166667)²/0.5 = 1.388889;
    # k μ² = 34.722222; s² = 41.666667/2 = 20.833333
    drift = fit_drift((2020.0, 2022.0, 2022.5), (10.0, 30.0, 35.0))
    assert (drift.years, drift.yearly_change) == (2.5, pytest.approx(25 / 3))
    assert drift.variance == pytest.approx(125 / 6)
    assert drift.predict((2025.0,), (1.0,)).centre == pytest.approx(35 + 2.5 * 25 / 3)


def test_the_interval_widens_with_the_horizon():
    drift = fit_drift(YEARS, (10.0, 20.0, 20.0, 40.0))
    scales = [drift.predict((2023.0 + ahead,), (1.0,)).scale for ahead in (0.5, 1, 2, 3)]
    assert scales == sorted(scales)
    assert scales[0] == pytest.approx(math.sqrt(drift.variance * (0.5 + 0.25 / 3.5)))


def test_the_mean_of_two_years_shares_the_wandering_of_the_first():
    # times one and two years on, weights 1/2: Σ w w min = (1 + 1 + 1 + 2)/4 = 1.25; Σ w h = 1.5; 2.25/3.5
    drift = fit_drift(YEARS, (10.0, 20.0, 20.0, 40.0))
    prediction = drift.predict((2024.0, 2025.0), (0.5, 0.5), constant=3.0)
    assert prediction.centre == pytest.approx(3 + 40 + 1.5 * 60 / 7)
    assert prediction.scale == pytest.approx(math.sqrt(drift.variance * (1.25 + 2.25 / 3.5)))


def test_the_variance_of_a_weighted_sum_is_that_of_simulated_walks():
    # With drift and variance known up to the prior: drift ~ N(μ, s²/(G + k)), yearly steps ~ N(drift, s²)
    drift = fit_drift(YEARS, (10.0, 20.0, 20.0, 40.0))
    rng = np.random.default_rng(7)
    size = 200_000
    drifts = rng.normal(drift.yearly_change, math.sqrt(drift.variance / 3.5), size)
    first = 40 + rng.normal(drifts, math.sqrt(drift.variance))
    second = first + rng.normal(drifts, math.sqrt(drift.variance))
    total = 0.3 * first + 0.7 * second
    prediction = drift.predict((2024.0, 2025.0), (0.3, 0.7))
    assert prediction.centre == pytest.approx(total.mean(), abs=0.1)
    assert prediction.scale == pytest.approx(total.std(), rel=0.01)


def test_a_preliminary_last_value_adds_the_variance_of_one_year():
    # one year on: Σ w = 1, h/(G + k) = 1/3.5: s² (1 + 1/3.5 + (1 + 1/3.5)²)
    values = (10.0, 20.0, 20.0, 40.0)
    firm, preliminary = fit_drift(YEARS, values), fit_drift(YEARS, values, last_is_preliminary=True)
    assert preliminary.predict((2024.0,), (1.0,)).centre == firm.predict((2024.0,), (1.0,)).centre
    assert preliminary.predict((2024.0,), (1.0,)).scale == pytest.approx(
        math.sqrt(firm.variance * (1 + 1 / 3.5 + (1 + 1 / 3.5) ** 2))
    )


def test_values_that_never_moved_have_no_variance():
    assert fit_drift((2020.0, 2021.0, 2022.0), (99.9, 99.9, 99.9)).variance == 0.0


def test_two_values_or_times_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="needs three values, not 2"):
        fit_drift((2020.0, 2021.0), (1.0, 2.0))
    with pytest.raises(ValueError, match="do not rise"):
        fit_drift((2020.0, 2022.0, 2022.0), (1.0, 2.0, 3.0))
    with pytest.raises(ValueError, match=r"2022\.0 lies before"):
        fit_drift(YEARS, (1.0, 2.0, 3.0, 5.0)).predict((2022.0,), (1.0,))


def test_growth_rates_are_forecast_by_their_mean():
    # 9, 7, 5: mean 7 and not 3; s² = 4; one year: scale² = 4 (1 + 1/3); mean of two: 4 (1/2 + 1/3)
    one = forecast_yearly_rate((9.0, 7.0, 5.0), (1.0,))
    assert (one.centre, one.scale) == (pytest.approx(7.0), pytest.approx(math.sqrt(16 / 3)))
    two = forecast_yearly_rate((9.0, 7.0, 5.0), (0.5, 0.5))
    assert (two.centre, two.scale) == (pytest.approx(7.0), pytest.approx(math.sqrt(10 / 3)))
    with pytest.raises(ValueError, match="needs three values, not 2"):
        forecast_yearly_rate((9.0, 7.0), (1.0,))


def test_growth_rates_given_as_whole_numbers_are_forecast_as_numbers():
    # mean 2, s² = 1; a weight of 3 on one year: 5 + 3 · 2; scale² = 1 (9 + 9/3) = 12
    one = forecast_yearly_rate((1, 2, 3), (3,), constant=5)
    assert (one.centre, one.scale) == (pytest.approx(11.0), pytest.approx(math.sqrt(12)))
    # weights that add up to 0.6: 0.36 / 3 joins 0.36, which 0.6 cubed would not
    small = forecast_yearly_rate((1.0, 2.0, 3.0), (0.6,))
    assert small.scale == pytest.approx(math.sqrt(0.36 + 0.36 / 3))


def test_growth_rates_that_never_differed_leave_no_doubt():
    same = forecast_yearly_rate((0.1 + 0.2, 0.3, 0.3), (1.0,))  # apart by a rounding only
    assert (same.centre, same.scale) == (pytest.approx(0.3), 0.0)
    assert forecast_yearly_rate((0.0, 0.0, 0.0), (1.0,)).scale == 0.0
    large = forecast_yearly_rate((1000.0, 1000.0, 1000.0001), (1.0,))
    assert large.scale > 0.0
    assert same.quantile(0.9) == same.centre


def test_a_quantile_lies_as_far_out_as_the_scale_says():
    # Student t with 2 degrees of freedom: its 90 % quantile is 1.885618
    one = forecast_yearly_rate((1.0, 2.0, 3.0), (1.0,))
    assert one.quantile(0.9) == pytest.approx(2 + 1.885618 * math.sqrt(4 / 3), rel=1e-6)
    unit = forecast_yearly_rate((1.0, 1.0 + math.sqrt(2.25), 1.0 + 2 * math.sqrt(2.25)), (math.sqrt(1 / 3),))
    assert unit.scale == pytest.approx(1.0)  # 2.25 (1/3 + 1/9)
    assert unit.quantile(0.9) == pytest.approx(unit.centre + 1.885618, rel=1e-6)
