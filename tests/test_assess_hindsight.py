"""What earlier editions said against what came, on editions small enough to be worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
from builders import BED, PERCENT, make_indicator, make_observations, make_parameters

from planbook.assess import assess_indicator
from planbook.assess.hindsight import count_hindsight, look_back
from planbook.model import OutlookVerdict, Series, TargetKind, observe_row


def assessed(values, year, unit=PERCENT, flags=None, illustrative=False, **indicator):
    rows = make_observations({y: v for y, v in values.items() if y <= year}, illustrative=illustrative)
    for flagged, flag in (flags or {}).items():
        rows.loc[rows["year"] == flagged, "flag"] = flag
    series = Series("i03", unit, tuple(observe_row(row) for row in rows.to_dict("records")))
    aim = make_indicator(**{"unit_id": unit.id, "baseline": 10.0, "target": 50.0} | indicator)
    return {"i03": assess_indicator(aim, series, make_parameters(year=year, cut_off=date(year, 12, 31)))}


VALUES = {2021: 20.0, 2022: 20.0, 2023: 30.0, 2024: 38.0, 2025: 70.0}


def test_each_edition_is_scored_on_every_year_that_has_come():
    found = look_back({year: assessed(VALUES, year) for year in (2021, 2022, 2023)}, assessed(VALUES, 2024), 2024)
    # 2021 knew two values and projected nothing; 2022 knew three
    assert [(one.made_in, one.year, one.horizon) for one in found] == [
        (2022, 2023, 1),
        (2022, 2024, 2),
        (2023, 2024, 1),
    ]
    # 2023 said 250/7 = 35.71 with scale² 200/7 (1 + 1/3.5): 38 lies inside
    assert {one.indicator_id for one in found} == {"i03"}
    last = found[-1]
    assert (last.centre, last.actual, last.held) == (pytest.approx(250 / 7), 38.0, True)
    assert last.position == pytest.approx((38 - 250 / 7) / (1.637744 * (200 / 7 * 4.5 / 3.5) ** 0.5), rel=1e-5)
    assert last.met is None  # the target year has not come


def test_the_target_year_tells_whether_the_target_was_met():
    found = look_back({2024: assessed(VALUES, 2024)}, assessed(VALUES, 2025), 2025)
    # 38 + 28/4.5 = 44.2 with scale² 27.5: 50 was unlikely (0.17), and 70 lies outside
    assert [(one.outlook, one.met, one.held) for one in found] == [(OutlookVerdict.UNLIKELY, True, False)]


def test_what_was_said_of_a_target_that_was_changed_since_is_not_scored_on_the_new_one():
    now = assessed(VALUES, 2025, target=80.0)  # 70 misses 80, but 2024 spoke of 50
    (one,) = look_back({2024: assessed(VALUES, 2024)}, now, 2025)
    assert (one.outlook, one.met, one.actual) == (OutlookVerdict.UNLIKELY, None, 70.0)


def test_made_up_values_are_counted_apart():
    published = look_back({2023: assessed(VALUES, 2023)}, assessed(VALUES, 2024), 2024)
    made_up = look_back({2024: assessed(VALUES, 2024)}, assessed(VALUES, 2025, illustrative=True), 2025)
    counted = count_hindsight((*published, *made_up))
    assert (counted.said, counted.held, counted.illustrative_said, counted.illustrative_held) == (1, 1, 1, 0)


def test_a_break_or_a_missing_year_is_not_scored():
    before = {2023: assessed(VALUES, 2023)}
    assert look_back(before, assessed(VALUES, 2024, flags={2024: "b"}), 2024) == ()
    missing = {year: value for year, value in VALUES.items() if year != 2024}
    assert look_back(before, assessed(missing, 2024), 2024) == ()


def test_of_a_total_the_running_total_is_scored():
    amounts = {2021: 100.0, 2022: 120.0, 2023: 110.0, 2024: 90.0}
    total = {"unit": BED, "baseline": 0.0, "target": 600.0, "target_kind": TargetKind.CUMULATIVE}
    (one,) = look_back({2023: assessed(amounts, 2023, **total)}, assessed(amounts, 2024, **total), 2024)
    assert (one.centre, one.actual) == (440.0, 420.0)  # 330 + 110, and 330 + 90
