"""Mann–Kendall: scores by hand, exact probabilities against enumeration and against scipy."""

from __future__ import annotations

from itertools import permutations
from math import factorial

import pytest
from hypothesis import given, strategies as st
from scipy import stats

from planbook.compare.trend import find_trend, mann_kendall_p_value


def points(*values, start=2015):
    return tuple((start + n, value) for n, value in enumerate(values))


def score_of(values):
    return sum(
        (values[j] > values[i]) - (values[j] < values[i]) for i in range(len(values)) for j in range(i + 1, len(values))
    )


def test_a_series_that_always_rises_has_the_smallest_probability():
    # 8 values in order: S = 28, one order of 8! each way: p = 2 / 40320
    found = find_trend((points(1.0, 2.0, 4.0, 5.0, 7.0, 8.0, 11.0, 12.0),), "bed")
    assert (found.score, found.tau, found.message.key) == (28, 1.0, "compare.trend.rising")
    assert found.p_value == pytest.approx(2 / factorial(8))


def test_one_pair_out_of_order():
    # Kendall's table: with one inversion 7 of 8! orders, with none 1; both tails: p = 16 / 40320
    found = find_trend((points(1.0, 2.0, 5.0, 4.0, 7.0, 8.0, 11.0, 12.0),), "bed")
    assert found.score == 26
    assert found.p_value == pytest.approx(16 / factorial(8))


def test_a_falling_series_is_called_falling():
    found = find_trend((points(12.0, 11.0, 9.0, 8.0, 5.0, 4.0, 2.0, 1.0),), "bed")
    assert (found.score, found.message.key) == (-28, "compare.trend.falling")
    assert found.slope < 0


def test_no_order_is_no_trend():
    found = find_trend((points(3.0, 8.0, 1.0, 7.0, 2.0, 6.0, 4.0, 5.0),), "bed")
    assert found.message.key == "compare.trend.none"


def test_sens_slope_is_the_median_change_per_year():
    # On a line of 2 a year but for one outlier every pair without it gives 2: the median is 2
    found = find_trend((points(0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 99.0),), "bed")
    assert found.slope == pytest.approx(2.0)


def test_seven_values_are_too_few_and_get_no_probability():
    found = find_trend((points(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0),), "bed")
    assert (found.computed, found.p_value, found.message.key) == (False, None, "compare.trend.too_few_years")
    assert dict(field[:2] for field in found.message.fields) == {"values": 7, "minimum": 8}


def test_only_the_values_since_the_last_break_count():
    found = find_trend((points(*map(float, range(9)), start=2006), points(1.0, 2.0, start=2015)), "bed")
    assert (found.values, found.computed) == (2, False)


def test_equal_values_throughout_are_no_trend():
    found = find_trend((points(*[5.0] * 8),), "bed")
    assert (found.score, found.tau, found.p_value, found.slope) == (0, None, 1.0, 0.0)


@pytest.mark.parametrize("values", [(1, 1, 2, 3, 3, 3), (1, 2, 3, 4, 5, 5), (2, 2, 2, 1, 1, 3), (1, 1, 1, 1, 1, 2)])
def test_ties_are_counted_exactly(values):
    score = score_of(values)
    orders = list(permutations(values))
    expected = sum(abs(score_of(order)) >= abs(score) for order in orders) / len(orders)
    assert mann_kendall_p_value(tuple(map(float, values)), score) == pytest.approx(expected)


@given(st.lists(st.integers(0, 10**6), min_size=8, max_size=12, unique=True))
def test_without_ties_it_is_kendalls_exact_test(values):
    expected = stats.kendalltau(range(len(values)), values, method="exact")
    assert mann_kendall_p_value(tuple(map(float, values)), score_of(values)) == pytest.approx(expected.pvalue)


@given(st.lists(st.integers(0, 4), min_size=8, max_size=11))
def test_mirrored_values_have_the_same_probability_and_the_opposite_score(values):
    one = find_trend((points(*map(float, values)),), "bed")
    other = find_trend((points(*(-float(value) for value in values)),), "bed")
    assert (one.score, one.p_value) == (-other.score, other.p_value)
    assert 0 < one.p_value <= 1
