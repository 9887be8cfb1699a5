"""Judgement 1 for every kind of target and edge case; the arithmetic of each expected number stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from builders import BED, PERCENT, make_indicator, make_observations, make_parameters, make_series

from planbook.assess import assess_indicator, due_share
from planbook.model import (
    Bound,
    Compared,
    Direction,
    Flag,
    NotComputed,
    OutlookVerdict,
    PaceVerdict,
    Standing,
    TargetKind,
    Unit,
    UnitKind,
    Unjudged,
    Way,
)

POINTS = Unit("percentage_point", UnitKind.CHANGE, "个百分点", "percentage point", "percentage points", 1)
GROWTH = Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1)
TONNES = Unit("tonne", UnitKind.RATE, "吨", "tonne", "tonnes", 0)


def judge(values, unit=BED, parameters=None, flags=None, reference=None, **indicator):
    """The assessment of beds 8,439 → 10,105 with the named parts of the indicator changed."""
    observations = make_observations(values)
    for year, flag in (flags or {}).items():
        observations.loc[observations["year"] == year, "flag"] = flag
    parameters = parameters or make_parameters()
    series = make_series(observations, unit, parameters.year)
    return assess_indicator(make_indicator(unit_id=unit.id, **indicator), series, parameters, reference)


def share(baseline, target, **more):
    return {"unit": PERCENT, "baseline": baseline, "target": target} | more


TOTAL = {"target_kind": TargetKind.CUMULATIVE}

# What is due by a date


@pytest.mark.parametrize(
    ("cut_off", "due"),
    [
        (date(2023, 12, 31), 3 / 5),
        (date(2023, 6, 30), 2.5 / 5),
        (date(2023, 3, 31), 2.25 / 5),  # a quarter of the third year
        (date(2020, 12, 31), 0.0),
        (date(2025, 12, 31), 1.0),
        (date(2026, 6, 30), 1.0),  # nothing is due twice
    ],
)
def test_due_share_counts_months_from_the_baseline_to_the_cut_off(cut_off, due):
    assert due_share(2020, 2025, cut_off) == due


def test_due_share_of_a_period_without_length_is_refused():
    with pytest.raises(ValueError, match="target year 2025 is not after the baseline year"):
        due_share(2025, 2025, date(2023, 12, 31))


# Levels


def test_a_rising_count_is_on_pace_at_56_per_cent_of_the_way():
    assessment = judge({2021: 8700.0, 2022: 9050.0, 2023: 9365.0})
    # way 10,105 − 8,439 = 1,666; covered 9,365 − 8,439 = 926; 926 / 1,666 = 0.555822; due 3/5
    assert assessment.completion == pytest.approx(926 / 1666)
    assert assessment.due == 0.6
    # 0.555822 / 0.6 = 0.926371, between 0.80 and 1.10
    assert assessment.pace_ratio == pytest.approx(0.926371, abs=1e-6)
    assert assessment.pace is PaceVerdict.ON_PACE
    # 926 / 3 years = 308.667 a year; 740 / 2 years = 370 a year; 370 / 308.667 = 1.198704
    assert assessment.achieved_per_year == pytest.approx(308.666667, abs=1e-6)
    assert assessment.required_per_year == pytest.approx(370.0)
    assert assessment.rates.multiple == pytest.approx(1.198704, abs=1e-6)
    assert (assessment.reason, assessment.year, assessment.value) == ("", 2023, 9365.0)


def test_a_falling_share_is_measured_by_the_same_formula():
    assessment = judge(
        {2021: 1.63, 2022: 1.63, 2023: 1.61},
        **share(1.64, 1.59, direction=Direction.FALL, target_kind=TargetKind.FALL_TO),
    )
    # (1.61 − 1.64) / (1.59 − 1.64) = −0.03 / −0.05 = 0.6; 0.6 / 0.6 = 1
    assert assessment.completion == pytest.approx(0.6)
    assert assessment.pace_ratio == pytest.approx(1.0)
    assert assessment.pace is PaceVerdict.ON_PACE
    # −0.03 / 3 = −0.01 a year so far; (1.59 − 1.61) / 2 = −0.01 a year to come
    assert assessment.achieved_per_year == pytest.approx(-0.01)
    assert assessment.required_per_year == pytest.approx(-0.01)


def test_a_zero_baseline_is_judged_on_the_straight_line_only():
    assessment = judge({2021: 4.0, 2022: 10.0, 2023: 16.0}, baseline=0.0, target=30.0, target_kind=TargetKind.FROM_ZERO)
    # 16 / 30 = 0.533333; / 0.6 = 0.888889
    assert assessment.completion == pytest.approx(16 / 30)
    assert assessment.pace is PaceVerdict.ON_PACE
    # growth from zero has no rate, so the growth-rate methods stay silent
    codes = {check.method: check.code for check in assessment.cross_checks}
    assert codes["open_sdg"] == codes["un_progress_chart"] == "not_applicable"


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (100.0, PaceVerdict.ACHIEVED),
        (99.9, PaceVerdict.AHEAD),
        (66.0, PaceVerdict.AHEAD),  # 0.66 / 0.6 is exactly 1.10
        (65.9, PaceVerdict.ON_PACE),
        (48.0, PaceVerdict.ON_PACE),  # 0.48 / 0.6 is exactly 0.80
        (47.9, PaceVerdict.LAGGING),
        (0.0, PaceVerdict.LAGGING),
    ],
)
def test_each_class_begins_at_its_cut_off(value, verdict):
    assert judge({2023: value}, baseline=0.0, target=100.0).pace is verdict


def test_a_class_begins_at_its_cut_off_for_falling_indicators_too():
    # 70 → 20: the way is −50; 0.80 · 0.6 · −50 = −24, so on pace begins at 46; 1.10 · 0.6 · −50 = −33, ahead at 37
    def verdict(value):
        return judge({2023: value}, baseline=70.0, target=20.0, direction=Direction.FALL).pace

    assert [verdict(v) for v in (46.1, 46.0, 37.1, 37.0, 20.0)] == [
        PaceVerdict.LAGGING,
        PaceVerdict.ON_PACE,
        PaceVerdict.ON_PACE,
        PaceVerdict.AHEAD,
        PaceVerdict.ACHIEVED,
    ]


def test_the_cut_offs_are_parameters():
    strict = make_parameters(thresholds=replace(make_parameters().thresholds, on_pace=0.95))
    assert judge({2023: 9365.0}, parameters=strict).pace is PaceVerdict.LAGGING  # 0.926 is below 0.95


def test_moving_away_from_the_target_is_lagging_and_reversing():
    assessment = judge({2021: 90.4, 2022: 89.4, 2023: 87.5}, **share(89.0, 95.0))
    # (87.5 − 89) / (95 − 89) = −1.5 / 6 = −0.25
    assert assessment.completion == pytest.approx(-0.25)
    assert (assessment.pace, assessment.reversing) == (PaceVerdict.LAGGING, True)
    # (87.5 − 89) / 3 = −0.5 a year so far, +3.75 needed: no multiple of −0.5 leads there
    assert assessment.achieved_per_year == pytest.approx(-0.5)
    assert assessment.required_per_year == pytest.approx(3.75)
    assert assessment.rates.multiple is None


def test_standing_still_is_lagging_but_not_reversing():
    assessment = judge({2023: 8439.0})
    assert (assessment.completion, assessment.pace, assessment.reversing) == (0.0, PaceVerdict.LAGGING, False)
    assert assessment.rates.multiple is None


def test_a_target_met_early_is_achieved_whatever_the_trend():
    assessment = judge({2021: 120.0, 2022: 110.0, 2023: 101.0}, baseline=50.0, target=100.0)
    assert (assessment.pace, assessment.met_since) == (PaceVerdict.ACHIEVED, 2021)
    assert (assessment.required_per_year, assessment.rates.multiple) == (0.0, 0.0)
    assert assessment.met_and_lost is False


def test_a_target_met_and_then_lost_is_judged_by_its_pace_and_pointed_out():
    assessment = judge(
        {2021: 37.5, 2022: 34.5},
        parameters=make_parameters(year=2022, cut_off=date(2022, 12, 31)),
        **share(32.0, 35.0, bound=Bound.AT_LEAST),
    )
    # (34.5 − 32) / 3 = 0.833333; due 2/5; 0.833333 / 0.4 = 2.083333
    assert assessment.pace_ratio == pytest.approx(2.083333, abs=1e-6)
    assert assessment.pace is PaceVerdict.AHEAD
    assert (assessment.met_and_lost, assessment.met_since) == (True, None)


def test_a_target_met_lost_and_met_again_counts_from_the_latest_return():
    assessment = judge({2021: 101.0, 2022: 99.0, 2023: 100.0}, baseline=50.0, target=100.0)
    assert (assessment.met_since, assessment.met_and_lost) == (2023, False)


@pytest.mark.parametrize(("value", "verdict"), [(60.0, PaceVerdict.ACHIEVED), (59.9, PaceVerdict.AHEAD)])
def test_a_bound_of_at_least_is_met_at_its_figure(value, verdict):
    assert judge({2023: value}, **share(30.0, 60.0, bound=Bound.AT_LEAST)).pace is verdict


def test_a_plain_value_overshot_is_achieved_and_completion_exceeds_one():
    assessment = judge({2023: 117.0}, baseline=92.0, target=100.0)
    # (117 − 92) / (100 − 92) = 25 / 8 = 3.125
    assert (assessment.completion, assessment.pace) == (pytest.approx(3.125), PaceVerdict.ACHIEVED)


def test_a_share_near_100_is_measured_on_its_short_way():
    assessment = judge({2023: 99.6}, **share(99.0, 100.0))
    # (99.6 − 99) / (100 − 99) = 0.6; 0.6 / 0.6 = 1
    assert assessment.pace_ratio == pytest.approx(1.0)
    assert assessment.pace is PaceVerdict.ON_PACE


# Targets to keep


def test_a_floor_is_kept_by_the_mean_of_the_years_so_far():
    assessment = judge(
        {2021: 660.0, 2022: 645.0, 2023: 649.0},
        unit=TONNES,
        baseline=650.0,
        target=650.0,
        bound=Bound.AT_LEAST,
        target_kind=TargetKind.KEEP,
    )
    # (660 + 645 + 649) / 3 = 651.333 ≥ 650, although the latest year alone is below
    assert assessment.pace is PaceVerdict.ON_PACE
    assert (assessment.completion, assessment.pace_ratio) == (None, None)
    assert assessment.reason == "keep_has_no_completion"
    assert (assessment.achieved_per_year, assessment.required_per_year) == (None, None)


def test_a_floor_not_kept_is_lagging():
    assessment = judge(
        {2021: 655.0, 2022: 645.0, 2023: 649.0},
        unit=TONNES,
        baseline=650.0,
        target=650.0,
        bound=Bound.AT_LEAST,
        target_kind=TargetKind.KEEP,
    )
    # (655 + 645 + 649) / 3 = 649.667 < 650
    assert (assessment.pace, assessment.reversing) == (PaceVerdict.LAGGING, False)


def test_a_ceiling_is_kept_from_below():
    kept = {
        "unit": PERCENT,
        "baseline": 5.0,
        "target": 5.5,
        "bound": Bound.AT_MOST,
        "direction": Direction.FALL,
        "target_kind": TargetKind.KEEP,
    }
    # (5.1 + 5.6 + 5.2) / 3 = 5.3 ≤ 5.5; (5.1 + 5.9 + 5.8) / 3 = 5.6 > 5.5
    assert judge({2021: 5.1, 2022: 5.6, 2023: 5.2}, **kept).pace is PaceVerdict.ON_PACE
    assert judge({2021: 5.1, 2022: 5.9, 2023: 5.8}, **kept).pace is PaceVerdict.LAGGING


def test_a_target_already_met_at_the_baseline_is_kept_not_finished_early():
    kept = share(100.0, 100.0, target_kind=TargetKind.KEEP)
    assert judge({2021: 100.0, 2022: 100.0, 2023: 100.0}, **kept).pace is PaceVerdict.ON_PACE


def test_a_target_kept_through_the_last_year_is_achieved():
    final = make_parameters(year=2025, cut_off=date(2025, 12, 31))
    kept = share(100.0, 100.0, target_kind=TargetKind.KEEP, parameters=final)
    assert judge({year: 100.0 for year in range(2021, 2026)}, **kept).pace is PaceVerdict.ACHIEVED


def test_a_range_can_be_kept_from_both_sides():
    kept = {"unit": TONNES, "baseline": 22.0, "target": 20.0, "target_high": 25.0, "target_kind": TargetKind.KEEP}
    assert judge({2022: 21.0, 2023: 24.0}, **kept).pace is PaceVerdict.ON_PACE  # mean 22.5
    assert judge({2022: 26.0, 2023: 25.0}, **kept).pace is PaceVerdict.LAGGING  # mean 25.5
    assert judge({2022: 19.0, 2023: 20.0}, **kept).pace is PaceVerdict.LAGGING  # mean 19.5


# Means and totals


def test_a_yearly_average_in_points_is_the_arithmetic_mean_over_the_target():
    assessment = judge(
        {2021: 6.0, 2022: 8.0, 2023: 4.0}, unit=POINTS, baseline=None, target=7.0, target_kind=TargetKind.YEARLY_AVERAGE
    )
    # (6 + 8 + 4) / 3 = 6; 6 / 7 = 0.857143
    assert assessment.pace_ratio == pytest.approx(6 / 7)
    assert (assessment.pace, assessment.completion) == (PaceVerdict.ON_PACE, None)
    assert assessment.reason == "yearly_average_has_no_completion"
    # 7 a year over five years is 35; 18 is done; (35 − 18) / 2 = 8.5 a year for the last two
    assert assessment.achieved_per_year == pytest.approx(6.0)
    assert assessment.required_per_year == pytest.approx(8.5)


def test_a_yearly_average_growth_is_the_geometric_mean():
    assessment = judge(
        {2021: 44.0, 2022: 0.0},
        unit=GROWTH,
        baseline=None,
        target=20.0,
        target_kind=TargetKind.YEARLY_AVERAGE,
        parameters=make_parameters(year=2022, cut_off=date(2022, 12, 31)),
    )
    # √(1.44 · 1.00) − 1 = 20 %, where the arithmetic mean would be 22 %
    assert assessment.pace_ratio == pytest.approx(1.0)
    assert assessment.achieved_per_year == pytest.approx(20.0)
    assert assessment.required_per_year == pytest.approx(20.0)
    assert assessment.pace is PaceVerdict.ON_PACE


def test_a_yearly_average_is_achieved_only_when_its_period_is_over():
    rates = {year: 8.0 for year in range(2021, 2026)}
    average = {"unit": POINTS, "baseline": None, "target": 7.0, "target_kind": TargetKind.YEARLY_AVERAGE}
    # 8 / 7 = 1.142857
    assert judge(rates, **average).pace is PaceVerdict.AHEAD
    final = make_parameters(year=2025, cut_off=date(2025, 12, 31))
    assert judge(rates, parameters=final, **average).pace is PaceVerdict.ACHIEVED


def test_a_cumulative_total_is_set_against_the_due_share():
    assessment = judge(
        {2021: 80.0, 2022: 110.0, 2023: 140.0}, baseline=0.0, target=500.0, target_kind=TargetKind.CUMULATIVE
    )
    # 80 + 110 + 140 = 330; 330 / 500 = 0.66; 0.66 / 0.6 = 1.10
    assert assessment.completion == pytest.approx(0.66)
    assert assessment.pace is PaceVerdict.AHEAD
    # 330 / 3 = 110 a year so far; 170 / 2 = 85 a year to come
    assert assessment.achieved_per_year == pytest.approx(110.0)
    assert assessment.required_per_year == pytest.approx(85.0)


def test_a_cumulative_cut_in_per_cent_compounds():
    assessment = judge(
        {2021: -2.7, 2022: -0.1, 2023: -0.5},
        unit=GROWTH,
        baseline=0.0,
        target=-13.5,
        direction=Direction.FALL,
        target_kind=TargetKind.CUMULATIVE,
    )
    # 0.973 · 0.999 · 0.995 = 0.967166865, a cut of 3.2833135 %; / 13.5 = 0.243208
    assert assessment.completion == pytest.approx(0.243208, abs=1e-6)
    # due after three of five years: 0.865^0.6 = 0.916663, a cut of 8.333708 %; / 13.5 = 0.617312
    assert assessment.due == pytest.approx(0.617312, abs=1e-6)
    assert assessment.pace_ratio == pytest.approx(0.243208 / 0.617312, abs=1e-5)
    assert (assessment.pace, assessment.reversing) == (PaceVerdict.LAGGING, False)
    # 0.865 / 0.967166865 = 0.894365 over two years; √0.894365 = 0.945709, so −5.4291 % a year
    assert assessment.required_per_year == pytest.approx(-5.4291, abs=1e-4)


def test_a_cut_exactly_on_its_compound_way_is_exactly_on_pace():
    # 0.865^(1/5) = 0.971412: 2.858785 % a year; half a year of it is half of its logarithm
    cut = {"target": -13.5, "direction": Direction.FALL, "target_kind": TargetKind.CUMULATIVE}
    rate = 100 * (0.865**0.2 - 1)
    for years, cut_off in ((3, date(2023, 12, 31)), (3, date(2023, 6, 30)), (5, date(2025, 12, 31))):
        values = {2021 + n: rate for n in range(years)}
        parameters = make_parameters(year=2020 + years, cut_off=cut_off)
        assessment = judge(values, unit=GROWTH, baseline=None, parameters=parameters, **cut)
        assert assessment.pace_ratio == pytest.approx(1.0)
        assert assessment.standing.counted == pytest.approx(
            100 * (0.865 ** ((years - (0.5 if cut_off.month == 6 else 0)) / 5) - 1)
        )


def test_a_cumulative_change_in_percentage_points_adds_up():
    assessment = judge(
        {2021: 1.2, 2022: 0.9, 2023: 0.9}, unit=POINTS, baseline=0.0, target=5.0, target_kind=TargetKind.CUMULATIVE
    )
    assert assessment.completion == pytest.approx(0.6)  # 3.0 / 5


def test_a_total_reached_early_is_achieved():
    assessment = judge(
        {2021: 200.0, 2022: 200.0, 2023: 150.0}, baseline=0.0, target=500.0, target_kind=TargetKind.CUMULATIVE
    )
    assert (assessment.pace, assessment.completion) == (PaceVerdict.ACHIEVED, pytest.approx(1.1))  # 550 / 500
    assert assessment.required_per_year == 0.0  # not −25: nothing has to be given back


def test_a_total_with_a_missing_year_is_not_computed():
    assessment = judge({2021: 80.0, 2023: 140.0}, baseline=0.0, target=500.0, target_kind=TargetKind.CUMULATIVE)
    assert (assessment.pace, assessment.completion) == (PaceVerdict.NOT_JUDGED, None)
    assert assessment.reason == assessment.forecast.reason == "year_missing"


# About, range, relative, qualitative


@pytest.mark.parametrize(
    ("value", "completion", "verdict"),
    [
        (26.0, 0.6, PaceVerdict.ON_PACE),  # 4 of the 10 to 30 are left: 1 − 4/10
        (28.0, 0.8, PaceVerdict.ACHIEVED),  # within 30 ± 2
        (31.5, 0.85, PaceVerdict.ACHIEVED),  # 1 − 1.5/10
        (33.0, 0.7, PaceVerdict.AHEAD),  # too far by 3: 1 − 3/10; 0.7 / 0.6 = 1.17, and not met
    ],
)
def test_about_is_met_within_its_tolerance_on_both_sides(value, completion, verdict):
    assessment = judge(
        {2023: value}, unit=TONNES, baseline=20.0, target=30.0, tolerance=2.0, target_kind=TargetKind.ABOUT
    )
    assert (assessment.completion, assessment.pace) == (pytest.approx(completion), verdict)


@pytest.mark.parametrize(
    ("value", "completion", "verdict"),
    [
        (18.0, 0.6, PaceVerdict.ON_PACE),  # 2 of the 5 to the near end are left
        (22.0, 1.0, PaceVerdict.ACHIEVED),
        (25.0, 1.0, PaceVerdict.ACHIEVED),
        (27.0, 0.6, PaceVerdict.ON_PACE),  # 2 beyond the far end, as far away as 18
        (33.0, -0.6, PaceVerdict.LAGGING),  # 8 beyond, further off than the 5 at the baseline
    ],
)
def test_a_range_is_measured_to_its_nearest_end(value, completion, verdict):
    assessment = judge(
        {2023: value}, unit=TONNES, baseline=15.0, target=20.0, target_high=25.0, target_kind=TargetKind.RANGE
    )
    assert (assessment.completion, assessment.pace) == (pytest.approx(completion), verdict)
    assert assessment.reversing is (completion < 0)


RELATIVE = {
    "unit": GROWTH,
    "baseline": None,
    "target": None,
    "target_kind": TargetKind.RELATIVE,
    "reference_series_id": "gdp_growth",
}


@pytest.mark.parametrize(
    ("rates", "reference", "indicator", "verdict"),
    [
        # 1.06 · 1.03 · 1.045 = 1.140931, a mean of 4.493 %; 1.08 · 1.03 · 1.04 = 1.156896, 4.978 %: lower, not met
        ((6.0, 3.0, 4.5), (8.0, 3.0, 4.0), {}, PaceVerdict.LAGGING),
        ((8.0, 3.0, 4.5), (8.0, 3.0, 4.0), {}, PaceVerdict.ON_PACE),
        # "in step with", give or take half a point: 4.493 is within it
        ((6.0, 3.0, 4.5), (8.0, 3.0, 4.0), {"tolerance": 0.5}, PaceVerdict.ON_PACE),
        ((6.0, 3.0, 4.5), (8.0, 3.0, 4.0), {"tolerance": 0.4}, PaceVerdict.LAGGING),
        # no more than the series: 5.8 % a year against a mean of 5.52 % is too high, whatever the direction says
        ((5.8, 5.8, 5.8), (8.1, 3.0, 5.5), {"bound": Bound.AT_MOST}, PaceVerdict.LAGGING),
        ((5.0, 5.0, 5.0), (8.1, 3.0, 5.5), {"bound": Bound.AT_MOST}, PaceVerdict.ON_PACE),
        # in a recession the reference is below zero, and above it is met
        ((1.0, 1.0, 1.0), (-8.0, 3.0, 1.0), {}, PaceVerdict.ON_PACE),
    ],
)
def test_a_relative_target_is_met_or_not_met_against_the_named_series(rates, reference, indicator, verdict):
    years = (2021, 2022, 2023)
    assessment = judge(
        dict(zip(years, rates, strict=True)), reference=dict(zip(years, reference, strict=True)), **RELATIVE | indicator
    )
    assert assessment.pace is verdict
    assert (assessment.pace_ratio, assessment.completion) == (None, None)
    assert assessment.outlook is OutlookVerdict.INSUFFICIENT


def test_a_relative_target_says_what_it_is_set_against():
    reference = {2021: 8.0, 2022: 3.0, 2023: 4.0}
    standing = judge({2021: 6.0, 2022: 3.0, 2023: 4.5}, reference=reference, **RELATIVE).standing
    assert isinstance(standing, Compared)
    assert (standing.counted, standing.reference) == (pytest.approx(4.4928, abs=1e-4), pytest.approx(4.9780, abs=1e-4))


def test_a_relative_target_of_shares_is_set_against_plain_means():
    # (40 + 42)/2 = 41 against (41 + 40)/2 = 40.5; half a year counts half: (40 + 21)/1.5 = 40.67 against 40.67
    shares = {"unit": PERCENT, "baseline": None, "target": None, "target_kind": TargetKind.RELATIVE}
    parameters = make_parameters(year=2022, cut_off=date(2022, 12, 31))
    whole = judge({2021: 40.0, 2022: 42.0}, reference={2021: 41.0, 2022: 40.0}, parameters=parameters, **shares)
    assert (whole.standing.counted, whole.standing.reference, whole.pace) == (41.0, 40.5, PaceVerdict.ON_PACE)
    half = make_parameters(year=2022, cut_off=date(2022, 6, 30))
    cut = judge({2021: 40.0, 2022: 42.0}, reference={2021: 41.0, 2022: 40.0}, parameters=half, **shares)
    assert cut.standing.counted == pytest.approx(61 / 1.5)
    assert cut.pace is PaceVerdict.ON_PACE


@pytest.mark.parametrize("reference", [None, {2021: 8.0, 2022: 3.0}])
def test_a_relative_target_without_its_series_is_not_computed(reference):
    assessment = judge({2021: 6.0, 2022: 3.0, 2023: 4.5}, reference=reference, **RELATIVE)
    assert (assessment.pace, assessment.pace_ratio) == (PaceVerdict.NOT_JUDGED, None)
    assert (assessment.reason, assessment.value) == ("relative_without_series", 4.5)


def test_a_relative_target_is_achieved_when_it_held_over_the_whole_period():
    final = make_parameters(year=2025, cut_off=date(2025, 12, 31))
    years = range(2021, 2026)
    assessment = judge(dict.fromkeys(years, 5.0), reference=dict.fromkeys(years, 4.0), parameters=final, **RELATIVE)
    assert (assessment.pace, assessment.outlook) == (PaceVerdict.ACHIEVED, OutlookVerdict.MET)


@pytest.mark.parametrize(
    ("kind", "reason"), [(TargetKind.OBSERVED, "observed_only"), (TargetKind.SET_YEARLY, "target_set_yearly")]
)
def test_what_has_no_target_is_shown_and_not_judged(kind, reason):
    assessment = judge({2021: 8.1, 2022: 3.0, 2023: 5.0}, unit=GROWTH, baseline=None, target=None, target_kind=kind)
    assert (assessment.pace, assessment.reason, assessment.value) == (PaceVerdict.NOT_JUDGED, reason, 5.0)
    assert (assessment.completion, assessment.p_target) == (None, None)


@pytest.mark.parametrize("values", [{2021: 9.0, 2023: 7.0}, {2022: 9.0, 2023: 7.0}])
def test_a_yearly_average_bridges_no_missing_year(values):
    average = {"baseline": None, "target": 7.0, "target_kind": TargetKind.YEARLY_AVERAGE}
    assessment = judge(values, unit=GROWTH, **average)
    assert (assessment.pace, assessment.reason) == (PaceVerdict.NOT_JUDGED, "year_missing")


def test_half_a_year_counts_half_in_a_yearly_average():
    half = make_parameters(cut_off=date(2023, 6, 30))
    average = {"baseline": None, "target": 7.0, "target_kind": TargetKind.YEARLY_AVERAGE}
    assessment = judge({2021: 9.0, 2022: 6.0, 2023: 3.0}, unit=GROWTH, parameters=half, **average)
    # 1.09 · 1.06 · 1.03^0.5 = 1.172609 over two and a half years: 1.172609^0.4 = 1.065764
    assert assessment.standing.counted == pytest.approx(6.5764, abs=1e-3)
    amounts = judge({2021: 90.0, 2022: 60.0, 2023: 40.0}, parameters=half, **average | {"target": 70.0})
    assert amounts.standing.counted == pytest.approx(190 / 2.5)  # half a year's amount is what it brought


def test_half_a_year_counts_half_in_the_mean_to_keep():
    half = make_parameters(cut_off=date(2023, 6, 30))
    kept = {"unit": TONNES, "baseline": 650.0, "target": 650.0, "target_kind": TargetKind.KEEP}
    assessment = judge({2021: 660.0, 2022: 640.0, 2023: 655.0}, parameters=half, **kept)
    assert assessment.standing.counted == pytest.approx((660 + 640 + 327.5) / 2.5)  # 651
    # the latest value may fall to where the mean is 650: (650 · 2.5 − 1300)/0.5
    assert assessment.sensitivity.to_worse == pytest.approx(650.0 - 655.0)


def test_a_range_can_be_kept():
    kept = {"baseline": 22.0, "target": 20.0, "target_high": 25.0, "target_kind": TargetKind.KEEP}
    assert judge({2021: 19.0, 2022: 22.0, 2023: 24.0}, unit=TONNES, **kept).pace is PaceVerdict.ON_PACE  # 21.67
    assert judge({2021: 26.0, 2022: 27.0, 2023: 24.0}, unit=TONNES, **kept).pace is PaceVerdict.LAGGING  # 25.67


def test_a_qualitative_target_is_never_a_number():
    assessment = judge({}, baseline=None, target=None, target_kind=TargetKind.QUALITATIVE)
    assert (assessment.pace, assessment.completion, assessment.p_target) == (PaceVerdict.NOT_JUDGED, None, None)
    assert assessment.reason == "qualitative_target"


# What is known, and when


def test_a_missing_year_in_between_changes_nothing_about_the_latest():
    assessment = judge({2021: 8700.0, 2023: 9365.0})
    assert assessment.completion == pytest.approx(926 / 1666)
    assert assessment.points == ((2020, 8439.0), (2021, 8700.0), (2023, 9365.0))


def test_one_value_is_enough_for_pace_and_too_little_for_an_outlook():
    assessment = judge({2023: 9365.0})
    assert assessment.pace is PaceVerdict.ON_PACE
    assert (assessment.outlook, assessment.forecast.reason) == (OutlookVerdict.INSUFFICIENT, "too_few_points")
    assert (assessment.p_target, assessment.projection) == (None, None)


def test_an_older_figure_does_not_pass_for_this_years():
    assessment = judge({2021: 21.8, 2022: 24.4}, **share(19.8, 30.0, bound=Bound.AT_LEAST))
    assert (assessment.pace, assessment.reason) == (PaceVerdict.NOT_REPORTED, "not_reported_this_year")
    assert (assessment.year, assessment.value) == (2022, 24.4)
    # still shown, against what was due at its own date: (24.4 − 19.8) / 10.2 = 0.450980; due 2/5
    assert (assessment.completion, assessment.due) == (pytest.approx(4.6 / 10.2), 0.4)
    assert assessment.projection is not None
    assert (assessment.sensitivity, assessment.disagreeing) == (None, ())


def test_a_year_flagged_missing_is_not_reported():
    nothing = float("nan")
    assessment = judge({2021: 8700.0, 2022: 9050.0, 2023: nothing}, flags={2023: "m"})
    assert (assessment.pace, assessment.year) == (PaceVerdict.NOT_REPORTED, 2022)


def test_nothing_reported_in_the_plan_period_leaves_no_figure():
    assessment = judge({})
    assert (assessment.pace, assessment.reason) == (PaceVerdict.NOT_REPORTED, "no_value_in_plan_period")
    assert (assessment.value, assessment.year, assessment.flag) == (None, None, Flag.MISSING)
    assert assessment.due == 0.6


def test_a_forecast_is_not_an_observation():
    assessment = judge({2022: 9050.0, 2023: 9999.0}, flags={2023: "f"})
    assert (assessment.pace, assessment.value) == (PaceVerdict.NOT_REPORTED, 9050.0)


def test_a_later_vintage_of_a_year_wins_and_one_after_the_edition_is_not_seen():
    rows = [
        make_observations({2022: 9050.0}, vintage=2022),
        make_observations({2022: 9100.0}, vintage=2023),
        make_observations({2022: 1.0, 2023: 9365.0}, vintage=2024),
    ]
    assessment = assess_indicator(make_indicator(), make_series(pd.concat(rows), year=2023), make_parameters())
    assert (assessment.year, assessment.value) == (2022, 9100.0)


def test_a_half_year_edition_judges_its_value_at_the_cut_off_date():
    half_year = make_parameters(cut_off=date(2023, 6, 30))
    assessment = judge({2022: 30.0, 2023: 50.0}, baseline=0.0, target=100.0, parameters=half_year)
    assert assessment.due == 0.5
    assert assessment.pace_ratio == pytest.approx(1.0)
    # 50 in two and a half years is 20 a year, and so is the other half in the two and a half that are left
    assert assessment.achieved_per_year == pytest.approx(20.0)
    assert assessment.required_per_year == pytest.approx(20.0)


@pytest.mark.parametrize("kind", [TargetKind.REACH, TargetKind.KEEP, TargetKind.YEARLY_AVERAGE, TargetKind.CUMULATIVE])
def test_after_a_break_a_value_is_not_set_against_a_target_of_the_old_definition(kind):
    assessment = judge(
        {2021: 7.0, 2022: 17.0, 2023: 40.0}, flags={2022: "b"}, baseline=2.0, target=35.0, target_kind=kind
    )
    assert (assessment.pace, assessment.completion) == (PaceVerdict.NOT_JUDGED, None)  # and not achieved
    assert (assessment.reason, assessment.value) == ("break_in_series", 40.0)
    assert assessment.points == ((2022, 17.0), (2023, 40.0))
    assert [standing.observation.year for standing in assessment.course] == [2021]  # until then it could be


def test_a_value_of_another_definition_is_shown_and_not_judged():
    assessment = judge({2021: 100.0, 2022: 120.0, 2023: 260.0}, flags={2023: "d"}, baseline=90.0, target=200.0)
    assert (assessment.pace, assessment.outlook) == (PaceVerdict.NOT_JUDGED, OutlookVerdict.INSUFFICIENT)
    assert (assessment.reason, assessment.value) == ("another_definition", 260.0)


def test_an_earlier_value_of_another_definition_is_left_out():
    values = {2021: 100.0, 2022: 260.0, 2023: 120.0}
    assessment = judge(values, flags={2022: "d"}, baseline=90.0, target=200.0)
    assert assessment.points == ((2020, 90.0), (2021, 100.0), (2023, 120.0))
    assert assessment.completion == pytest.approx(30 / 110)
    total = judge(values, flags={2022: "d"}, baseline=None, target=900.0, target_kind=TargetKind.CUMULATIVE)
    assert total.reason == "year_missing"


def test_a_task_without_a_baseline_is_achieved_or_not_judged():
    below = judge({2023: 15.0}, baseline=None, target=18.0)
    assert (below.pace, below.completion, below.reason) == (PaceVerdict.NOT_JUDGED, None, "no_baseline")
    assert judge({2023: 18.0}, baseline=None, target=18.0).pace is PaceVerdict.ACHIEVED


def test_a_target_of_an_earlier_year_is_due_in_full():
    assessment = judge({2022: 90.0, 2023: 92.0}, baseline=0.0, target=100.0, target_year=2022)
    assert (assessment.due, assessment.pace_ratio) == (1.0, pytest.approx(0.92))
    assert assessment.required_per_year is None


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        # due in full at the end of 2022; 100 meets it
        ({2022: 100.0, 2023: 101.0}, PaceVerdict.ACHIEVED),
        ({2021: 100.0, 2022: 99.0, 2023: 100.0}, PaceVerdict.ACHIEVED_LATE),  # met, lost in its year, met again
        ({2022: 100.0, 2023: 99.0}, PaceVerdict.ON_PACE),  # 99 of 100, and lost again
        ({2022: 99.0, 2023: 100.0}, PaceVerdict.ACHIEVED_LATE),
        ({2021: 100.0, 2023: 100.0}, PaceVerdict.ACHIEVED),  # of 2022 nothing is known, but it was met before
        ({2021: 99.0, 2023: 100.0}, PaceVerdict.ACHIEVED_LATE),  # no value up to 2022 meets it
        ({2023: 100.0}, PaceVerdict.ACHIEVED_LATE),
        ({2022: 60.0, 2023: 79.0}, PaceVerdict.LAGGING),  # 0.79 of what was due is below 0.80
    ],
)
def test_a_target_of_an_earlier_year_that_was_missed_then_is_met_late(values, verdict):
    assessment = judge(values, baseline=0.0, target=100.0, target_year=2022)
    assert assessment.pace is verdict
    assert (assessment.outlook is OutlookVerdict.MET) is (assessment.value >= 100)


def test_a_total_of_earlier_years_that_was_missed_then_is_met_late():
    # 40 + 50 = 90 of 100 by the end of 2022; 20 more make it 110 a year too late
    late = judge({2021: 40.0, 2022: 50.0, 2023: 20.0}, baseline=None, target=100.0, target_year=2022, **TOTAL)
    assert (late.pace, late.counted) == (PaceVerdict.ACHIEVED_LATE, 110.0)
    in_time = judge({2021: 40.0, 2022: 60.0, 2023: 20.0}, baseline=None, target=100.0, target_year=2022, **TOTAL)
    assert in_time.pace is PaceVerdict.ACHIEVED


def test_the_border_of_a_target_met_late_is_the_target_itself():
    # at 101, one bed less would still meet 100, two would not: 99 is 0.99 of what was due
    sensitivity = judge({2022: 99.0, 2023: 101.0}, baseline=0.0, target=100.0, target_year=2022).sensitivity
    assert sensitivity.borders[0] == (PaceVerdict.ACHIEVED_LATE, 100.0)
    assert (sensitivity.to_better, sensitivity.to_worse, sensitivity.worse) == (None, -1.0, PaceVerdict.ON_PACE)


@pytest.mark.parametrize("code", ["b", "br", "bp", "bpr"])
def test_a_break_stays_one_whatever_else_is_said_of_its_value(code):
    # 71 % before, 50 % by another definition: neither a fall nor a reversal, and nothing is projected across it
    values = {2021: 68.0, 2022: 71.0, 2023: 50.0}
    broken = judge(values, **share(65.0, 80.0), flags={2023: code})
    assert (broken.pace, broken.reversing, broken.reason) == (PaceVerdict.NOT_JUDGED, False, "break_in_series")
    assert (broken.outlook, broken.points) == (OutlookVerdict.INSUFFICIENT, ((2023, 50.0),))
    assert judge(values, **share(65.0, 80.0)).reversing  # without the flag it would be called one


def test_a_provisional_value_is_judged_and_a_revised_one_is_as_any_other():
    # 8 of 10 points in the third of five years: 0.8 / 0.6 = 1.33
    by_code = {code: judge({2023: 8.0}, **share(0.0, 10.0), flags={2023: code}) for code in ("", "r", "p", "pr")}
    assert {assessment.pace for assessment in by_code.values()} == {PaceVerdict.AHEAD}
    assert {code: "preliminary" in found.evidence.reasons for code, found in by_code.items()} == {
        "": False, "r": False, "p": True, "pr": True,
    }  # fmt: skip


# What rules keep from coming here: only what no number could come of is refused


def test_a_unit_that_is_not_the_indicators_is_refused():
    with pytest.raises(ValueError, match="i03 is in bed, not in percent"):
        assess_indicator(make_indicator(), make_series(unit=PERCENT), make_parameters())


def test_two_values_for_one_year_in_one_file_are_refused():
    rows = pd.concat([make_observations({2023: 9365.0}), make_observations({2023: 9400.0})])
    with pytest.raises(ValueError, match="i03 has two values for a year"):
        make_series(rows)


def test_a_value_that_is_not_there_is_not_reported():
    assessment = judge({2022: 9050.0, 2023: float("nan")})
    assert (assessment.year, assessment.pace) == (2022, PaceVerdict.NOT_REPORTED)


# The course: the standing at each value


def standings(assessment):
    return [(one.observation.year, one.due, one.completion) for one in assessment.course]


def test_each_value_of_the_course_is_measured_by_the_yardstick_of_the_latest():
    assessment = judge(
        {2021: 60.0, 2022: 60.0, 2023: 60.0},
        **share(30.0, 40.0, target_kind=TargetKind.RANGE, target_high=50.0),
    )
    # The way from 30 to the nearest end is 10. 60 lies 10 beyond the upper end 50: 1 − 10 / 10 = 0, in every year.
    # A straight line from 30 through 40 would draw (60 − 30) / 10 = 300 %.
    assert standings(assessment) == [(2021, 0.2, 0.0), (2022, 0.4, 0.0), (2023, 0.6, 0.0)]
    assert (assessment.completion, assessment.pace) == (0.0, PaceVerdict.LAGGING)
    assert assessment.way == Way(2020, 30.0, 2025, 40.0)


def test_the_course_of_a_range_comes_back_into_it():
    assessment = judge(
        {2021: 55.0, 2022: 45.0, 2023: 35.0},
        **share(30.0, 40.0, target_kind=TargetKind.RANGE, target_high=50.0),
    )
    # 55 is 5 beyond 50: 1 − 5/10 = 0.5; 45 lies within: 1; 35 is half the way to 40: 0.5
    assert [done for *_, done in standings(assessment)] == pytest.approx([0.5, 1.0, 0.5])


def test_the_course_of_an_about_target_leads_to_the_stated_figure():
    assessment = judge(
        {2021: 110.0, 2022: 160.0},
        parameters=make_parameters(year=2022, cut_off=date(2022, 12, 31)),
        baseline=50.0,
        target=100.0,
        target_kind=TargetKind.ABOUT,
        tolerance=5.0,
    )
    # the way is 50; 110 is 10 past the figure: 1 − 10/50 = 0.8; 160 is 60 past it: 1 − 60/50 = −0.2
    assert [done for *_, done in standings(assessment)] == pytest.approx([0.8, -0.2])
    assert assessment.way == Way(2020, 50.0, 2025, 100.0)


def test_the_course_of_a_falling_level_and_of_a_total():
    falling = judge({2021: 60.0, 2022: 50.0}, baseline=70.0, target=20.0, direction=Direction.FALL)
    # −10 / −50 and −20 / −50
    assert [done for *_, done in standings(falling)] == pytest.approx([0.2, 0.4])
    total = judge({2021: 100.0, 2022: 120.0, 2023: 110.0}, unit=TONNES, target=500.0, target_kind=TargetKind.CUMULATIVE)
    # running totals 100, 220 and 330 of 500
    assert [one.counted for one in total.course] == [100.0, 220.0, 330.0]
    assert [done for *_, done in standings(total)] == pytest.approx([0.2, 0.44, 0.66])
    assert (total.way.at(2020), total.way.at(2023), total.way.at(2025)) == (0.0, 300.0, 500.0)
    cut = judge({2021: -2.7}, unit=GROWTH, target=-13.5, direction=Direction.FALL, target_kind=TargetKind.CUMULATIVE)
    assert cut.way.at(2022) == pytest.approx(100 * (0.865**0.4 - 1))


def test_the_value_of_half_a_year_is_due_at_its_own_date():
    assessment = judge(
        {2021: 20.0, 2022: 40.0, 2023: 50.0},
        parameters=make_parameters(cut_off=date(2023, 6, 30)),
        baseline=0.0,
        target=100.0,
    )
    assert standings(assessment) == [(2021, 0.2, 0.2), (2022, 0.4, 0.4), (2023, 0.5, 0.5)]


def test_a_target_to_keep_and_a_level_without_baseline_stand_without_a_share():
    keep = judge({2021: 98.0, 2022: 100.0}, **share(97.0, 97.0, target_kind=TargetKind.KEEP, bound=Bound.AT_LEAST))
    assert [(type(one), one.counted) for one in keep.course] == [(Standing, 98.0), (Standing, 99.0)]  # (98 + 100) / 2
    bare = judge({2023: 9365.0}, baseline=None)
    assert isinstance(bare.standing, Standing)
    assert isinstance(bare.judgement, Unjudged)
    assert (bare.progress, bare.way, bare.judgement.reason) == (None, None, "no_baseline")


def test_what_cannot_be_measured_says_why_in_place_of_a_standing():
    assert judge({}).standing == NotComputed("no_value_in_plan_period")
    assert judge({2022: 9050.0}).judgement == Unjudged("not_reported_this_year")
    words = judge({}, target=None, target_kind=TargetKind.QUALITATIVE)
    assert (words.standing, words.judgement) == (NotComputed("qualitative_target"), Unjudged("qualitative_target"))
