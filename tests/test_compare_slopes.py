"""The difference between two slopes: worked by hand, and against the full regression with its interaction."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from planbook.compare.slopes import compare_slopes


def points(*values, start=2015):
    return tuple((start + n, value) for n, value in enumerate(values))


# 2017-2020: 1, 3, 4, 6 (slope 1.6, residuals −0.1, 0.3, −0.3, 0.1: squares 0.20, Sxx 5)
# 2021-2024: 10, 13, 15, 18 (slope 2.6, residuals −0.1, 0.3, −0.3, 0.1: squares 0.20, Sxx 5)
WORKED = points(1.0, 3.0, 4.0, 6.0, 10.0, 13.0, 15.0, 18.0, start=2017)


def test_slopes_difference_and_interval_of_two_short_periods():
    # s² = 0.40 / (8 − 4) = 0.1; standard error sqrt(0.1 · (1/5 + 1/5)) = 0.2; t(0.975; 4) = 2.776445
    # difference 1.0 ± 0.555289; t = 5: p = 0.007490 (Student t, 4 degrees of freedom)
    found = compare_slopes((WORKED,), 2020, "bed")
    assert (found.first, found.second, found.difference) == pytest.approx((1.6, 2.6, 1.0))
    assert (found.low, found.high) == pytest.approx((0.444711, 1.555289), abs=1e-5)
    assert found.degrees_of_freedom == 4
    assert found.p_value == pytest.approx(0.007490, abs=1e-5)
    assert found.message.key == "compare.slopes.differ"


def test_a_difference_within_its_uncertainty_is_not_called_one():
    # second period 10, 12, 13, 15: the same slope 1.6
    found = compare_slopes((points(1.0, 3.0, 4.0, 6.0, 10.0, 12.0, 13.0, 15.0, start=2017),), 2020, "bed")
    assert found.difference == pytest.approx(0.0)
    assert found.message.key == "compare.slopes.not_distinguishable"
    assert found.p_value == pytest.approx(1.0)


@given(st.lists(st.floats(-1e3, 1e3), min_size=9, max_size=9))
def test_it_is_the_interaction_term_of_the_regression(values):
    years = np.arange(2015, 2024, dtype=float)
    after = (years > 2020).astype(float)
    centred = years - 2020
    design = np.column_stack([np.ones(9), centred, after, centred * after])
    coefficients, *_ = np.linalg.lstsq(design, np.array(values), rcond=None)
    residuals = np.array(values) - design @ coefficients
    variance = residuals @ residuals / 5 * np.linalg.inv(design.T @ design)[3, 3]
    found = compare_slopes((points(*values),), 2020, "bed")
    scale = max(map(abs, values), default=0.0) + 1e-300
    assert found.difference == pytest.approx(coefficients[3], abs=1e-8 * scale)
    half = stats.t.ppf(0.975, 5) * math.sqrt(variance)
    assert found.high - found.difference == pytest.approx(half, abs=1e-7 * scale)


def test_values_exactly_on_two_lines_have_no_p_value():
    found = compare_slopes((points(1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0, start=2017),), 2020, "bed")
    assert (found.low, found.high) == pytest.approx((1.0, 1.0))
    assert found.p_value is None
    assert found.message.key == "compare.slopes.differ"


@pytest.mark.parametrize(
    ("values", "start", "counts"),
    [
        ((1.0, 3.0, 4.0, 6.0, 10.0, 12.0), 2017, (4, 2)),  # two years after 2020
        ((4.0, 6.0, 10.0, 13.0, 15.0, 18.0), 2019, (2, 4)),  # two years up to 2020
        ((3.0, 4.0, 6.0, 10.0, 13.0, 15.0), 2018, (3, 3)),  # six in all
    ],
)
def test_too_few_years_are_called_so_with_the_minimum(values, start, counts):
    found = compare_slopes((points(*values, start=start),), 2020, "bed")
    assert not found.computed
    assert (found.first_values, found.second_values, found.p_value) == (*counts, None)
    assert found.message.key == "compare.slopes.too_few_years"
    assert dict(field[:2] for field in found.message.fields) == {
        "first_values": counts[0],
        "second_values": counts[1],
        "per_period": 3,
        "in_all": 7,
    }


def test_a_break_between_the_periods_leaves_nothing_to_compare():
    found = compare_slopes((points(1.0, 3.0, 4.0, 6.0, start=2017), points(50.0, 53.0, 55.0, start=2021)), 2020, "bed")
    assert (found.message.key, found.difference) == ("compare.slopes.break", None)


def test_a_stretch_that_spans_both_periods_is_still_compared_after_an_early_break():
    found = compare_slopes((points(90.0, 80.0, start=2015), WORKED), 2020, "bed")
    assert found.difference == pytest.approx(1.0)
    assert found.first_values == 4


def test_no_values_are_too_few():
    assert compare_slopes((), 2020, "bed").message.key == "compare.slopes.too_few_years"
