"""Judgement 2: projections small enough to be worked by hand, and the edges where there is nothing to project.

The Student-t distribution has closed forms for few degrees of freedom, used below: two (three points, or three
yearly rates), F(t) = 1/2 + t / (2 √(2 + t²)); three (four points), with u = t/√3,
F(t) = 1/2 + (u / (1 + u²) + atan u) / π.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from builders import BED, PERCENT, make_indicator, make_observations, make_parameters, make_series

from planbook.assess import assess_indicator
from planbook.assess.line import Prediction, fit_line, fit_robust_line, predict
from planbook.assess.outlook import judge_probability
from planbook.model import (
    Bound,
    Direction,
    NoProjection,
    OutlookVerdict,
    PaceVerdict,
    TargetKind,
    Thresholds,
    Unit,
    UnitKind,
)

POINTS = Unit("percentage_point", UnitKind.CHANGE, "个百分点", "percentage point", "percentage points", 1)
GROWTH = Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1)


def judge(values, unit=BED, parameters=None, flags=None, **indicator):
    observations = make_observations(values)
    for year, flag in (flags or {}).items():
        observations.loc[observations["year"] == year, "flag"] = flag
    parameters = parameters or make_parameters()
    series = make_series(observations, unit, parameters.year)
    return assess_indicator(make_indicator(unit_id=unit.id, **indicator), series, parameters)


def f_two(t):
    return 0.5 + t / (2 * math.sqrt(2 + t * t))


def f_three(t):
    u = t / math.sqrt(3)
    return 0.5 + (u / (1 + u * u) + math.atan(u)) / math.pi


def test_four_points_give_a_random_walk_and_its_student_t_interval():
    assessment = judge({2021: 20.0, 2022: 20.0, 2023: 30.0}, unit=PERCENT, baseline=10.0, target=50.0)
    # changes 10 0 10 over G = 3 years, k = 0.5: μ = 20/3.5 = 40/7; two years on from 30: 30 + 80/7 = 290/7
    assert assessment.projection == pytest.approx(290 / 7)
    # deviations 30/7 −40/7 30/7, squares 3400/49, and k μ² = 800/49: s² = (4200/49)/3 = 200/7
    # scale² = 200/7 (2 + 4/3.5) = 4400/49; three degrees of freedom, F(1.637744) = 0.9
    half = 1.637744 * math.sqrt(4400) / 7
    assert assessment.projection_low == pytest.approx(290 / 7 - half, abs=1e-5)
    assert assessment.projection_high == pytest.approx(290 / 7 + half, abs=1e-5)
    # chance of 50 or more: (350 − 290)/√4400 = 0.904534
    assert assessment.p_target == pytest.approx(1 - f_three(60 / math.sqrt(4400)))
    assert assessment.outlook is OutlookVerdict.UNCERTAIN
    # pairwise slopes 10, 5, 20/3, 0, 5, 10: median (5 + 20/3) / 2 = 35/6; from the last value 30 + 2 · 35/6
    assert assessment.forecast.robust == pytest.approx(30 + 35 / 3)
    assert assessment.points == ((2020, 10.0), (2021, 20.0), (2022, 20.0), (2023, 30.0))
    # from the last value on: 2024 is 30 + 40/7
    assert [(year, centre) for year, centre, _, _ in assessment.forecast.path] == [
        (2023, 30.0),
        (2024, pytest.approx(250 / 7)),
        (2025, pytest.approx(290 / 7)),
    ]
    assert assessment.forecast.reason == ""


def test_the_band_widens_with_the_years_ahead():
    path = judge({2021: 20.0, 2022: 20.0, 2023: 30.0}, unit=PERCENT, baseline=10.0, target=50.0).forecast.path
    widths = [high - low for _, _, low, high in path]
    assert widths == sorted(widths)
    assert widths[0] == 0.0


def test_three_points_are_enough_and_say_little():
    assessment = judge(
        {2021: 16.0, 2022: 20.0},
        unit=PERCENT,
        baseline=10.0,
        target=50.0,
        parameters=make_parameters(year=2022, cut_off=date(2022, 12, 31)),
    )
    # changes 6 4, μ = 10/2.5 = 4; s² = (2² + 0² + 0.5 · 16)/2 = 6; three years on 20 + 12, scale² 6 (3 + 9/2.5) = 39.6
    assert assessment.projection == pytest.approx(32.0)
    assert assessment.p_target == pytest.approx(1 - f_two(18 / math.sqrt(39.6)))
    assert assessment.outlook is OutlookVerdict.UNLIKELY


def test_fewer_than_three_points_give_no_number():
    assessment = judge({2023: 9365.0})
    assert assessment.outlook is OutlookVerdict.INSUFFICIENT
    assert (
        assessment.p_target,
        assessment.projection,
        assessment.projection_low,
        assessment.projection_high,
    ) == (None,) * 4
    assert isinstance(assessment.forecast, NoProjection)
    assert (assessment.forecast.path, assessment.reason) == ((), "too_few_points")


def test_the_minimum_of_points_can_be_raised_but_not_below_three():
    def outlook(minimum, values):
        thresholds = replace(Thresholds(), minimum_points=minimum)
        return judge(values, baseline=10.0, target=50.0, parameters=make_parameters(thresholds=thresholds)).outlook

    assert outlook(5, {2021: 20.0, 2022: 20.0, 2023: 30.0}) is OutlookVerdict.INSUFFICIENT
    assert outlook(2, {2023: 30.0}) is OutlookVerdict.INSUFFICIENT


@pytest.mark.parametrize(("target", "missing"), [(30.0, 12.0), (31.0, 19.0)])
def test_values_exactly_on_a_line_leave_doubt(target, missing):
    assessment = judge({2021: 6.0, 2022: 12.0, 2023: 18.0}, unit=PERCENT, baseline=0.0, target=target)
    # μ = 18/3.5 = 36/7, from 18 two years on 198/7; s² = (3 (6/7)² + 0.5 (36/7)²)/3 = 36/7; scale² 36/7 · 22/7 = 792/49
    # 30 lies 12/7 beyond, 31 19/7
    assert assessment.projection == pytest.approx(198 / 7)
    assert assessment.p_target == pytest.approx(1 - f_three(missing / math.sqrt(792)))
    assert assessment.outlook is OutlookVerdict.UNCERTAIN


def test_values_that_never_moved_say_nothing():
    assessment = judge({2021: 0.0, 2022: 0.0, 2023: 0.0}, unit=PERCENT, baseline=0.0, target=60.0)
    assert (assessment.outlook, assessment.forecast.reason) == (OutlookVerdict.INSUFFICIENT, "no_scatter")
    assert assessment.p_target is None


def test_a_provisional_value_makes_the_forecast_less_certain_and_moves_nothing():
    firm = judge({2021: 20.0, 2022: 20.0, 2023: 30.0}, unit=PERCENT, baseline=10.0, target=50.0)
    provisional = judge(
        {2021: 20.0, 2022: 20.0, 2023: 30.0}, unit=PERCENT, baseline=10.0, target=50.0, flags={2023: "p"}
    )
    assert provisional.projection == firm.projection
    # scale² grows from s² · 22/7 by s² (1 + 2/3.5)² = s² · 121/49, to s² · 275/49
    half = (firm.projection_high - firm.projection) * math.sqrt(275 / 154)
    assert provisional.projection_high == pytest.approx(firm.projection + half)


def test_counts_are_whole_and_their_interval_is_rounded_outwards():
    assessment = judge({2021: 20.0, 2022: 20.0, 2023: 30.0}, baseline=10.0, target=50.0)
    # 41.428571 give or take 15.519379
    assert (assessment.projection, assessment.projection_low, assessment.projection_high) == (41.0, 25.0, 57.0)


def test_shares_are_projected_up_to_100_and_no_further():
    assessment = judge({2021: 77.0, 2022: 85.0, 2023: 93.0}, unit=PERCENT, baseline=72.0, target=100.0)
    # changes 5 8 8, μ = 21/3.5 = 6, s² = (1 + 4 + 4 + 0.5 · 36)/3 = 9; 93 + 12 = 105, held at 100; scale² 9 · 22/7
    assert assessment.projection == assessment.projection_high == 100.0
    # the chance of the target is the whole mass at and beyond 100
    assert assessment.p_target == pytest.approx(f_three(5 / math.sqrt(198 / 7)))
    assert all(high <= 100.0 for _, _, _, high in assessment.forecast.path)


def test_a_share_from_zero_to_100_has_a_chance_although_its_logit_does_not_exist():
    assessment = judge(
        {2021: 0.0, 2022: 40.0, 2023: 60.0}, unit=PERCENT, baseline=0.0, target=100.0, target_kind=TargetKind.FROM_ZERO
    )
    # changes 0 40 20, μ = 120/7, deviations −120/7 160/7 20/7; s² = (40400 + 7200)/49/3 = 6800/21
    # 60 + 240/7 = 660/7, scale² 6800/21 · 22/7
    assert assessment.projection == pytest.approx(660 / 7)
    assert assessment.p_target == pytest.approx(1 - f_three(40 / 7 / math.sqrt(6800 / 21 * 22 / 7)))
    assert assessment.outlook is OutlookVerdict.UNCERTAIN


def test_counts_are_never_projected_below_zero():
    assessment = judge(
        {2021: 60.0, 2022: 35.0, 2023: 10.0},
        baseline=90.0,
        target=5.0,
        direction=Direction.FALL,
        target_kind=TargetKind.FALL_TO,
    )
    # changes −30 −25 −25, μ = −160/7: 10 − 320/7 = −250/7
    assert assessment.projection == assessment.projection_low == 0.0
    # deviations −50/7 −15/7 −15/7: s² = (2950 + 12800)/49/3 = 750/7; the chance of 5 or less
    assert assessment.p_target == pytest.approx(f_three(285 / 7 / math.sqrt(750 / 7 * 22 / 7)))
    assert assessment.outlook is OutlookVerdict.LIKELY


def test_changes_may_be_negative():
    assessment = judge(
        {2021: -1.0, 2022: -2.0, 2023: -3.0}, unit=POINTS, baseline=0.0, target=-5.0, direction=Direction.FALL
    )
    assert assessment.projection == pytest.approx(-3 - 12 / 7)


def test_a_falling_target_is_likely_when_the_mass_lies_below_it():
    assessment = judge(
        {2021: 80.0, 2022: 80.0, 2023: 70.0},
        unit=PERCENT,
        baseline=90.0,
        target=50.0,
        direction=Direction.FALL,
        target_kind=TargetKind.FALL_TO,
    )
    # the mirror image of the first case about 50, with the same chance of reaching the target
    assert assessment.projection == pytest.approx(100 - 290 / 7)
    assert assessment.p_target == pytest.approx(1 - f_three(60 / math.sqrt(4400)))


def test_a_range_is_met_by_the_mass_between_its_ends():
    assessment = judge(
        {2021: 20.0, 2022: 20.0, 2023: 30.0},
        unit=PERCENT,
        baseline=10.0,
        target=40.0,
        target_high=50.0,
        target_kind=TargetKind.RANGE,
    )
    # 290/7 with scale² 4400/49, as in the first case: from (280 − 290)/√4400 to (350 − 290)/√4400
    assert assessment.p_target == pytest.approx(f_three(60 / math.sqrt(4400)) - f_three(-10 / math.sqrt(4400)))


def test_a_range_that_ends_at_100_per_cent_keeps_the_mass_beyond():
    assessment = judge(
        {2021: 0.0, 2022: 40.0, 2023: 60.0},
        unit=PERCENT,
        baseline=0.0,
        target=80.0,
        target_high=100.0,
        target_kind=TargetKind.RANGE,
    )
    # 660/7 with the scale worked above for the share from zero; the chance of 80 or more
    assert assessment.p_target == pytest.approx(f_three(100 / 7 / math.sqrt(6800 / 21 * 22 / 7)))


def test_a_range_that_begins_at_zero_keeps_the_mass_below():
    assessment = judge(
        {2021: 60.0, 2022: 35.0, 2023: 10.0},
        baseline=90.0,
        target=0.0,
        target_high=5.0,
        direction=Direction.FALL,
        target_kind=TargetKind.RANGE,
    )
    assert assessment.p_target == pytest.approx(f_three(285 / 7 / math.sqrt(750 / 7 * 22 / 7)))  # as for the count


def test_a_target_that_is_met_is_not_projected():
    assessment = judge({2021: 70.0, 2022: 60.0, 2023: 55.0}, baseline=10.0, target=50.0)
    assert (assessment.outlook, assessment.forecast.reason) == (OutlookVerdict.MET, "")
    assert (assessment.p_target, assessment.projection, assessment.projection_low) == (None, None, None)
    assert judge({2023: 55.0}, baseline=10.0, target=50.0).outlook is OutlookVerdict.MET


@pytest.mark.parametrize(
    ("value", "verdict", "probability"),
    [
        (10105.0, OutlookVerdict.MET, 1.0),
        (10100.0, OutlookVerdict.UNLIKELY, 0.0),
    ],
)
def test_once_the_target_year_is_known_there_is_nothing_to_project(value, verdict, probability):
    final = make_parameters(year=2025, cut_off=date(2025, 12, 31))
    assessment = judge({2023: 9365.0, 2024: 9800.0, 2025: value}, parameters=final)
    assert (assessment.outlook, assessment.p_target) == (verdict, probability)
    assert assessment.projection_low == assessment.projection == assessment.projection_high == value
    assert (assessment.forecast.reason, assessment.required_per_year) == ("target_year_reached", None)


def test_the_last_year_not_reported_is_still_projected():
    final = make_parameters(year=2025, cut_off=date(2025, 12, 31))
    values = {2021: 20.0, 2022: 20.0, 2023: 30.0}
    assessment = judge(values, unit=PERCENT, baseline=10.0, target=50.0, parameters=final)
    assert (assessment.pace, assessment.projection) == (PaceVerdict.NOT_REPORTED, pytest.approx(290 / 7))


@pytest.mark.parametrize("kind", [TargetKind.REACH, TargetKind.KEEP, TargetKind.YEARLY_AVERAGE, TargetKind.CUMULATIVE])
def test_after_a_break_nothing_is_projected_to_a_target_of_the_old_definition(kind):
    later = make_parameters(year=2025, cut_off=date(2025, 6, 30))
    values = {2021: 10.0, 2022: 500.0, 2023: 510.0, 2024: 520.0, 2025: 525.0}
    broken = judge(values, flags={2022: "b"}, baseline=5.0, target=600.0, target_kind=kind, parameters=later)
    assert (broken.outlook, broken.forecast.reason) == (OutlookVerdict.INSUFFICIENT, "break_in_series")


def test_a_half_year_value_stands_half_a_year_before_the_end_of_its_year():
    half_year = make_parameters(cut_off=date(2023, 6, 30))
    assessment = judge(
        {2021: 10.0, 2022: 20.0, 2023: 25.0}, unit=PERCENT, baseline=0.0, target=60.0, parameters=half_year
    )
    # 25 in two and a half years, μ = 25/3; two and a half to go: 25 + 125/6
    assert assessment.projection == pytest.approx(25 + 125 / 6)
    assert [year for year, *_ in assessment.forecast.path] == [2023, 2024, 2025]


def test_a_floor_is_projected_as_the_mean_of_all_the_plans_years():
    assessment = judge(
        {2021: 20.0, 2022: 20.0, 2023: 30.0},
        unit=PERCENT,
        baseline=10.0,
        target=25.0,
        bound=Bound.AT_LEAST,
        target_kind=TargetKind.KEEP,
    )
    # 2024 and 2025 come to 250/7 and 290/7 as in the first case; (20 + 20 + 30 + 540/7) / 5 = 1030/35
    assert assessment.projection == pytest.approx(1030 / 35)
    # weights 1/5: the wandering (1 + 1 + 1 + 2)/25 = 0.2, the drift's (3/5)²/3.5; scale² = 200/7 (0.2 + 0.36/3.5)
    scale = math.sqrt(200 / 7 * (0.2 + 0.36 / 3.5))
    assert assessment.p_target == pytest.approx(f_three((1030 / 35 - 25) / scale))
    # kept at the end is likely, although the mean so far, 23.3, does not keep it
    assert (assessment.pace, assessment.outlook) == (PaceVerdict.LAGGING, OutlookVerdict.LIKELY)
    # the path is that of the yearly values, the projection that of their mean
    assert assessment.forecast.path[-1][1] == pytest.approx(290 / 7)


def test_a_floor_of_100_per_cent_once_lost_cannot_be_regained():
    kept = {"unit": PERCENT, "baseline": 100.0, "target": 100.0, "target_kind": TargetKind.KEEP}
    assert judge({2021: 100.0, 2022: 100.0, 2023: 100.0}, **kept).forecast.reason == "no_scatter"
    # the mean of the five years can be no more than (99 + 4 · 100) / 5 = 99.8
    lost = judge({2021: 99.0, 2022: 100.0, 2023: 100.0}, **kept)
    assert (lost.p_target, lost.outlook) == (0.0, OutlookVerdict.UNLIKELY)
    assert lost.projection_high == pytest.approx(99.8)


def test_a_total_adds_the_mean_amount_of_the_open_years():
    assessment = judge(
        {2021: 100.0, 2022: 120.0, 2023: 110.0}, baseline=0.0, target=600.0, target_kind=TargetKind.CUMULATIVE
    )
    # 330 and twice the mean of 110; deviations −10 10 0, s² = 200/2 = 100; scale² 100 (2 + 4/3), two degrees of freedom
    assert assessment.projection == 550.0
    assert assessment.p_target == pytest.approx(1 - f_two(50 / math.sqrt(1000 / 3)))
    assert assessment.points == ((2021, 100.0), (2022, 120.0), (2023, 110.0))  # the baseline is no yearly amount
    # the path is that of the running total
    assert [(year, centre) for year, centre, _, _ in assessment.forecast.path] == [
        (2023, 330.0),
        (2024, 440.0),
        (2025, 550.0),
    ]


def test_half_a_years_amount_is_what_half_a_year_brought():
    half_year = make_parameters(cut_off=date(2023, 6, 30))
    assessment = judge(
        {2021: 100.0, 2022: 120.0, 2023: 55.0},
        baseline=0.0,
        target=600.0,
        target_kind=TargetKind.CUMULATIVE,
        parameters=half_year,
    )
    assert (assessment.completion, assessment.due) == (pytest.approx(275 / 600), 0.5)
    # 275 in two and a half years and as much in the other half; deviations −10 10 0, s² = 100, scale² 100 (2.5 + 2.5)
    assert assessment.projection == 550.0
    assert assessment.p_target == pytest.approx(1 - f_two(50 / math.sqrt(500)))


def test_growth_rates_are_forecast_by_their_mean_and_not_extrapolated():
    rates = {2021: 9.0, 2022: 7.0, 2023: 5.0}
    average = judge(rates, unit=GROWTH, baseline=None, target=7.5, target_kind=TargetKind.YEARLY_AVERAGE)
    # 1.09 · 1.07 · 1.05 = 1.224615; its cube root is 1.069875 whichever years follow at the same mean
    assert average.projection == pytest.approx(6.9875, abs=1e-4)
    level = judge(rates, unit=GROWTH, baseline=None, target=7.5)
    assert level.projection == pytest.approx(7.0)  # the rate of 2025: not 1 %
    # s² = 4, scale² = 4 (1 + 1/3)
    assert level.p_target == pytest.approx(1 - f_two(0.5 / math.sqrt(16 / 3)))


def test_a_total_of_rates_compounds_by_its_mean():
    rates = {2021: 2.0, 2022: 4.0, 2023: 3.0}
    total = judge(rates, unit=GROWTH, baseline=None, target=16.0, target_kind=TargetKind.CUMULATIVE)
    # 1.02 · 1.04 · 1.03 = 1.092624; to the power 5/3: 1.159114
    assert total.projection == pytest.approx(100 * (1.092624 ** (5 / 3) - 1))
    assert [year for year, *_ in total.forecast.path] == [2023, 2024, 2025]
    assert total.forecast.path[0][1] == pytest.approx(9.2624)


def test_the_same_rate_every_year_leaves_no_scatter_and_no_probability_of_0_or_1():
    # −2.858785 % a year is the exact way to −13.5 % in five
    rates = dict.fromkeys((2021, 2022, 2023), -2.858785)
    cut = {"target": -13.5, "direction": Direction.FALL, "target_kind": TargetKind.CUMULATIVE}
    assessment = judge(rates, unit=GROWTH, baseline=None, **cut)
    assert (assessment.outlook, assessment.forecast.reason) == (OutlookVerdict.INSUFFICIENT, "no_scatter")
    assert (assessment.p_target, assessment.pace) == (None, PaceVerdict.ON_PACE)


def test_a_qualitative_target_has_no_outlook():
    assessment = judge({}, baseline=None, target=None, target_kind=TargetKind.QUALITATIVE)
    assert (assessment.outlook, assessment.forecast.reason) == (OutlookVerdict.INSUFFICIENT, "qualitative_target")


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [
        (1.0, OutlookVerdict.LIKELY),
        (0.8, OutlookVerdict.LIKELY),
        (0.79, OutlookVerdict.UNCERTAIN),
        (0.2, OutlookVerdict.UNCERTAIN),
        (0.19, OutlookVerdict.UNLIKELY),
        (0.0, OutlookVerdict.UNLIKELY),
    ],
)
def test_verdicts_begin_at_their_probabilities(probability, verdict):
    assert judge_probability(probability, Thresholds()) is verdict


# The statistics against scipy.stats


TIMES, VALUES = (2016.0, 2017.0, 2018.5, 2020.0, 2021.0, 2023.0), (3.1, 4.0, 3.7, 6.2, 5.9, 8.4)


def test_the_line_is_that_of_scipy_stats():
    from scipy import stats

    line, published = fit_line(TIMES, VALUES), stats.linregress(TIMES, VALUES)
    assert line.slope == pytest.approx(published.slope)
    # the standard error of the slope is √(s² / Sxx)
    assert math.sqrt(line.residual_variance / line.sum_of_squares) == pytest.approx(published.stderr)
    assert predict(line, (2025.0,), (1.0,)).centre == pytest.approx(published.intercept + 2025 * published.slope)


def test_the_distribution_is_that_of_scipy_stats():
    from scipy import stats

    prediction, published = Prediction(41.0, 6.0, 4), stats.t(4, loc=41.0, scale=6.0)
    assert prediction.interval(0.8) == pytest.approx(published.interval(0.8))
    assert prediction.quantile(0.3) == pytest.approx(published.ppf(0.3))
    assert prediction.probability_within(50.0, math.inf) == pytest.approx(published.sf(50.0))
    assert prediction.probability_within(-math.inf, 50.0) == pytest.approx(published.cdf(50.0))
    assert prediction.probability_within(39.0, 50.0) == pytest.approx(published.cdf(50.0) - published.cdf(39.0))


def test_the_robust_line_is_that_of_scipy_stats():
    from scipy import stats

    line, published = fit_robust_line(TIMES, VALUES), stats.theilslopes(VALUES, TIMES)
    assert line.slope == pytest.approx(published.slope)
    assert line.at(2025.0) == pytest.approx(published.intercept + 2025 * published.slope)


def test_a_line_through_two_points_has_no_uncertainty_to_tell():
    with pytest.raises(ValueError, match="needs three points, not 2"):
        fit_line((2020.0, 2021.0), (1.0, 2.0))
