"""Change over a plan period, with the arithmetic beside each figure."""

from __future__ import annotations

import pytest

from planbook.compare.change import growth_per_year, measure_period
from planbook.model import Period, Text

FIRST = Period(Text("“十三五”", "13th"), 2016, 2020)


def points(*values, start=2015):
    return tuple((start + n, value) for n, value in enumerate(values))


def test_a_whole_period_runs_from_its_base_year_to_its_last_year():
    # 100 → 130 over five years: 6 a year; 1.3^(1/5) = e^(0.262364/5) = 1.053874
    change = measure_period((points(100.0, 104.0, 111.0, 118.0, 125.0, 130.0, 140.0),), FIRST)
    assert (change.start_year, change.start, change.end_year, change.end) == (2015, 100.0, 2020, 130.0)
    assert (change.change, change.per_year, change.complete) == (30.0, 6.0, True)
    assert change.growth == pytest.approx(0.053874, abs=1e-6)


def test_a_period_without_its_base_year_says_so():
    # 104 → 125 in 2016-2019: 21 over three years
    change = measure_period((points(104.0, 111.0, 118.0, 125.0, start=2016),), FIRST)
    assert (change.start_year, change.end_year, change.per_year, change.complete) == (2016, 2019, 7.0, False)


def test_a_missing_year_counts_as_a_year():
    # 10 → 30 from 2015 to 2019 is 5 a year, not 10
    change = measure_period((((2015, 10.0), (2017, 20.0), (2019, 30.0)),), FIRST)
    assert change.per_year == 5.0


def test_a_break_is_never_bridged():
    # The old definition ends at 118, the new one starts at 60 in 2018: (70 − 60) / 2
    change = measure_period((points(100.0, 109.0, 118.0), points(60.0, 66.0, 70.0, start=2018)), FIRST)
    assert (change.start_year, change.change, change.per_year) == (2018, 10.0, 5.0)


def test_one_value_after_a_break_leaves_the_stretch_before_it():
    # 100 → 125 in 2015-2019; the 60 of 2020 is of another definition and alone
    change = measure_period((points(100.0, 109.0, 118.0, 121.0, 125.0), points(60.0, start=2020)), FIRST)
    assert (change.start_year, change.end_year, change.per_year, change.complete) == (2015, 2019, 6.25, False)


def test_single_values_on_both_sides_of_a_break_give_no_change():
    change = measure_period((points(100.0, start=2018), points(60.0, start=2020)), FIRST)
    assert (change.reason, change.end, change.change) == ("break", 60.0, None)


def test_one_value_or_none_gives_no_change():
    assert measure_period((points(100.0, start=2018),), FIRST).reason == "one_value"
    assert measure_period((points(100.0, 110.0, start=2021),), FIRST).reason == "no_value"
    assert measure_period((), FIRST).reason == "no_value"


def test_growth_needs_positive_values():
    assert growth_per_year(0.0, 10.0, 5) is None
    assert growth_per_year(10.0, -1.0, 5) is None
    assert growth_per_year(100.0, 121.0, 2) == pytest.approx(0.1)
