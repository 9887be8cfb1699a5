"""The best pace seen, in the subject's own series and elsewhere, worked by hand."""

from __future__ import annotations

import pytest
from builders import BED, CITY, COUNTRY, PERCENT

from planbook.assess.best_pace import best_amount, best_elsewhere, best_pace
from planbook.model import BackgroundSeries, Reported, Text


def points(**values):
    return tuple(Reported(int(year[1:]), value) for year, value in values.items())


def make_background(values, unit, area=CITY):
    observations = tuple(Reported(year, value) for year, value in values.items())
    return BackgroundSeries("beds", unit, observations, area, Text("", ""), "stock")


def test_the_best_year_is_the_largest_change_a_year_towards_the_target():
    # 8439 → 8679 (240), → 9022 (343), → 9371 (349)
    found = best_pace(points(y2020=8439.0, y2021=8679.0, y2022=9022.0, y2023=9371.0), 1.0)
    assert (found.per_year, found.start_year, found.end_year) == (349.0, 2022, 2023)


def test_a_gap_is_spread_over_its_years_and_falling_is_the_best_where_less_is_better():
    # −6 over two years is −3 a year, faster than −2
    found = best_pace(points(y2019=20.0, y2021=14.0, y2022=12.0), -1.0)
    assert (found.per_year, found.start_year, found.end_year) == (-3.0, 2019, 2021)


def test_a_series_that_never_moved_towards_its_target_has_no_best_pace():
    assert best_pace(points(y2020=5.0, y2021=4.0, y2022=4.0), 1.0) is None
    assert best_pace(points(y2020=5.0), 1.0) is None


def test_amounts_elsewhere_are_compared_by_their_growth():
    # 132,800 of 126,000 is 5.3968 %, 140,400 of 132,800 is 5.7229 %, 151,000 over two years 3.7060 % a year
    city = make_background({2015: 126000.0, 2016: 132800.0, 2017: 140400.0, 2019: 151000.0}, unit=BED)
    (found,) = best_elsewhere([city], BED, 9371.0, 1.0)
    assert found.growth == pytest.approx(140400 / 132800 - 1)
    assert found.per_year == pytest.approx(9371 * 7600 / 132800)
    assert (found.start_year, found.end_year) == (2016, 2017)


def test_shares_are_compared_in_points_and_only_in_the_same_unit():
    nation = make_background({2016: 16.7, 2021: 18.9}, unit=PERCENT, area=COUNTRY)
    (found,) = best_elsewhere([nation], PERCENT, 40.0, 1.0)
    assert (found.area, found.per_year, found.growth) == (COUNTRY.id, pytest.approx(0.44), None)
    assert best_elsewhere([nation], BED, 40.0, 1.0) == ()


def test_of_yearly_amounts_the_best_year_is_the_largest():
    found = best_amount(points(y2021=80.0, y2022=110.0, y2023=90.0), 1.0)
    assert (found.per_year, found.start_year, found.end_year) == (110.0, 2021, 2022)
    assert best_amount(points(y2021=-2.7, y2022=-0.1), -1.0).per_year == -2.7
    assert best_amount((Reported(2023, 500.0, at=2022.5),), 1.0) is None  # half a year's amount
