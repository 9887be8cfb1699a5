"""Judgement 2: projections small enough to be worked by hand, and the edges where there is nothing to project.

The Student-t distribution has closed forms for few degrees of freedom, used below:
one (three points): F(t) = 1/2 + atan(t)/π; two (four points): F(t) = 1/2 + t / (2 √(2 + t²)).
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


def test_four_points_give_the_line_and_its_student_t_interval():
    assessment = judge({2021: 20.0, 2022: 20.0, 2023: 30.0}, baseline=10.0, target=50.0)
    # times 0 1 2 3, mean 1.5; values 10 20 20 30, mean 20
    # Sxy = (−1.5)(−10) + 0 + 0 + (1.5)(10) = 30, Sxx = 5, slope 6; at 2025 (time 5): 20 + 6 · 3.5 = 41
    assert assessment.projection == pytest.approx(41.0)
    # fitted 11 17 23 29, residuals −1 3 −3 1, sum of squares 20, two degrees of freedom: s² = 10
    # variance 10 (1 + 1/4 + 3.5²/5) = 10 · 3.7 = 37; F(t) = 0.9 where t² = 0.64 (2 + t²), t = 1.885618
    half = 1.885618 * math.sqrt(37)
    assert assessment.projection_low == pytest.approx(41 - half, abs=1e-5)
    assert assessment.projection_high == pytest.approx(41 + half, abs=1e-5)
    # chance of 50 or more: (50 − 41) / √37 = 1.479592, 1 − F = 0.138549
    assert assessment.p_target == pytest.approx(1 - f_two(9 / math.sqrt(37)))
    assert assessment.p_target == pytest.approx(0.1386, abs=5e-5)
    assert assessment.outlook is OutlookVerdict.UNLIKELY
    # pairwise slopes 10, 5, 20/3, 0, 5, 10: median (5 + 20/3) / 2 = 35/6; 20 + 35/6 · 3.5 = 40.416667
    assert assessment.forecast.robust == pytest.approx(40.416667, abs=1e-6)
    assert assessment.points == ((2020, 10.0), (2021, 20.0), (2022, 20.0), (2023, 30.0))
    # from the last value on: 2024 at time 4 is 20 + 6 · 2.5 = 35
    assert [(year, centre) for year, centre, _, _ in assessment.forecast.path] == [
        (2023, 30.0),
        (2024, pytest.approx(35.0)),
        (2025, pytest.approx(41.0)),
    ]
    assert assessment.outlook_reason == ""


def test_three_points_are_enough_and_say_little():
    assessment = judge(
        {2021: 16.0, 2022: 20.0},
        baseline=10.0,
        target=50.0,
        parameters=make_parameters(year=2022, cut_off=date(2022, 12, 31)),
    )
    # times −1 0 1, slope (20 − 10)/2 = 5, mean 46/3; at 2025 (time 4): 46/3 + 20 = 35.333333
    assert assessment.projection == pytest.approx(106 / 3)
    # residuals −1/3 2/3 −1/3, sum of squares 2/3, one degree of freedom; variance 2/3 (1 + 1/3 + 16/2) = 56/9
    # (50 − 106/3) / √(56/9) = (44/3) / (√56/3) = 44/√56 = 5.879747
    assert assessment.p_target == pytest.approx(0.5 - math.atan(44 / math.sqrt(56)) / math.pi)
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


@pytest.mark.parametrize(
    ("target", "probability", "verdict"),
    [
        (30.0, 1.0, OutlookVerdict.LIKELY),  # 0 6 12 18 leads to exactly 30
        (31.0, 0.0, OutlookVerdict.UNLIKELY),
    ],
)
def test_values_exactly_on_a_line_are_projected_without_dividing_by_zero(target, probability, verdict):
    assessment = judge({2021: 6.0, 2022: 12.0, 2023: 18.0}, baseline=0.0, target=target)
    assert assessment.projection == pytest.approx(30.0)
    assert assessment.projection_low == assessment.projection == assessment.projection_high
    assert (assessment.p_target, assessment.outlook) == (probability, verdict)
    assert assessment.outlook_reason == "no_scatter"


def test_a_line_with_decimals_counts_as_a_line_despite_rounding():
    # 0.1 a year from 1.1: neither 1.2 nor 1.3 nor 1.4 is exact in binary, and 1.6 is where they lead
    assessment = judge({2021: 1.2, 2022: 1.3, 2023: 1.4}, unit=PERCENT, baseline=1.1, target=1.6)
    assert assessment.p_target == 1.0


def test_shares_are_projected_up_to_100_and_no_further():
    assessment = judge({2021: 77.0, 2022: 85.0, 2023: 93.0}, unit=PERCENT, baseline=72.0, target=100.0)
    # times −1.5 … 1.5, mean 81.75, Sxy = 1.5 · (93 − 72) + 0.5 · (85 − 77) = 35.5, slope 7.1
    # at 2025: 81.75 + 7.1 · 3.5 = 106.6, held at 100; fitted 71.1 78.2 85.3 92.4, residuals 0.9 −1.2 −0.3 0.6
    # sum of squares 0.81 + 1.44 + 0.09 + 0.36 = 2.7, s² = 1.35, variance 1.35 · 3.7 = 4.995
    assert assessment.projection == assessment.projection_high == 100.0
    # the chance of the target is the whole mass at and beyond 100: F(6.6 / √4.995)
    assert assessment.p_target == pytest.approx(f_two(6.6 / math.sqrt(4.995)))
    assert assessment.outlook is OutlookVerdict.LIKELY
    assert all(high <= 100.0 for _, _, _, high in assessment.forecast.path)


def test_a_share_from_zero_to_100_has_a_chance_although_its_logit_does_not_exist():
    assessment = judge(
        {2021: 0.0, 2022: 40.0, 2023: 60.0}, unit=PERCENT, baseline=0.0, target=100.0, target_kind=TargetKind.FROM_ZERO
    )
    # mean 25, Sxy = 1.5 · 60 + 0.5 · 40 = 110, slope 22; at 2025: 25 + 22 · 3.5 = 102
    # fitted −8 14 36 58, residuals 8 −14 4 2, sum of squares 280, s² = 140, variance 140 · 3.7 = 518
    assert assessment.projection == 100.0
    assert assessment.p_target == pytest.approx(f_two(2 / math.sqrt(518)))
    assert assessment.outlook is OutlookVerdict.UNCERTAIN


def test_counts_are_never_projected_below_zero():
    assessment = judge(
        {2021: 60.0, 2022: 35.0, 2023: 10.0},
        baseline=90.0,
        target=5.0,
        direction=Direction.FALL,
        target_kind=TargetKind.FALL_TO,
    )
    # mean 48.75, Sxy = 1.5 · (10 − 90) + 0.5 · (35 − 60) = −132.5, slope −26.5; at 2025: 48.75 − 92.75 = −44
    assert assessment.projection == assessment.projection_low == 0.0
    assert assessment.outlook is OutlookVerdict.LIKELY


def test_changes_may_be_negative():
    assessment = judge(
        {2021: -1.0, 2022: -2.0, 2023: -3.0}, unit=POINTS, baseline=0.0, target=-5.0, direction=Direction.FALL
    )
    assert assessment.projection == pytest.approx(-5.0)


def test_a_falling_target_is_likely_when_the_mass_lies_below_it():
    assessment = judge(
        {2021: 80.0, 2022: 80.0, 2023: 70.0},
        baseline=90.0,
        target=50.0,
        direction=Direction.FALL,
        target_kind=TargetKind.FALL_TO,
    )
    # the mirror image of the first case about 50: projection 100 − 41 = 59, same chance of reaching the target
    assert assessment.projection == pytest.approx(59.0)
    assert assessment.p_target == pytest.approx(1 - f_two(9 / math.sqrt(37)))


def test_a_range_is_met_by_the_mass_between_its_ends():
    assessment = judge(
        {2021: 20.0, 2022: 20.0, 2023: 30.0}, baseline=10.0, target=40.0, target_high=50.0, target_kind=TargetKind.RANGE
    )
    # projection 41 with variance 37, as in the first case: F((50 − 41)/√37) − F((40 − 41)/√37)
    assert assessment.p_target == pytest.approx(f_two(9 / math.sqrt(37)) - f_two(-1 / math.sqrt(37)))


def test_a_range_that_ends_at_100_per_cent_keeps_the_mass_beyond():
    assessment = judge(
        {2021: 0.0, 2022: 40.0, 2023: 60.0},
        unit=PERCENT,
        baseline=0.0,
        target=80.0,
        target_high=100.0,
        target_kind=TargetKind.RANGE,
    )
    # projection 102 with variance 518, as worked above for the share from zero; the chance of 80 or more
    assert assessment.p_target == pytest.approx(f_two(22 / math.sqrt(518)))


def test_a_range_that_begins_at_zero_keeps_the_mass_below():
    assessment = judge(
        {2021: 60.0, 2022: 35.0, 2023: 10.0},
        baseline=90.0,
        target=0.0,
        target_high=5.0,
        direction=Direction.FALL,
        target_kind=TargetKind.RANGE,
    )
    # projection −44, as worked above; fitted 88.5 62 35.5 9, residuals 1.5 −2 −0.5 1, sum of squares 7.5, s² = 3.75
    # variance 3.75 · 3.7 = 13.875; the chance of 5 or less: F(49 / √13.875)
    assert assessment.p_target == pytest.approx(f_two(49 / math.sqrt(13.875)))


def test_a_target_met_is_met_whatever_is_projected():
    assessment = judge({2021: 70.0, 2022: 60.0, 2023: 55.0}, baseline=10.0, target=50.0)
    assert assessment.outlook is OutlookVerdict.MET
    assert 0 < assessment.p_target < 1
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
    assert (assessment.outlook_reason, assessment.required_per_year) == ("target_year_reached", None)


def test_the_last_year_not_reported_is_still_projected():
    final = make_parameters(year=2025, cut_off=date(2025, 12, 31))
    assessment = judge({2021: 20.0, 2022: 20.0, 2023: 30.0}, baseline=10.0, target=50.0, parameters=final)
    assert (assessment.pace, assessment.projection) == (PaceVerdict.NOT_REPORTED, pytest.approx(41.0))


def test_a_projection_rests_only_on_the_values_since_a_break():
    values = {2021: 10.0, 2022: 500.0, 2023: 510.0}
    broken = judge(values, flags={2022: "b"}, baseline=5.0, target=600.0)
    assert (broken.outlook, broken.outlook_reason) == (OutlookVerdict.INSUFFICIENT, "break_in_series")
    assert broken.points == ((2022, 500.0), (2023, 510.0))
    later = make_parameters(year=2024, cut_off=date(2024, 12, 31))
    since = judge(values | {2024: 520.0}, flags={2022: "b"}, parameters=later, baseline=5.0, target=600.0)
    assert since.projection == pytest.approx(530.0)  # 500 510 520 and ten more


def test_a_half_year_value_stands_half_a_year_before_the_end_of_its_year():
    half_year = make_parameters(cut_off=date(2023, 6, 30))
    assessment = judge({2021: 10.0, 2022: 20.0, 2023: 25.0}, baseline=0.0, target=60.0, parameters=half_year)
    assert assessment.projection == pytest.approx(50.0)  # ten a year, on a line


def test_a_floor_is_projected_as_the_mean_of_all_the_plans_years():
    assessment = judge(
        {2021: 20.0, 2022: 20.0, 2023: 30.0},
        baseline=10.0,
        target=25.0,
        bound=Bound.AT_LEAST,
        target_kind=TargetKind.KEEP,
    )
    # 2024 and 2025 come to 35 and 41 on the line of the first case; (20 + 20 + 30 + 35 + 41) / 5 = 29.2
    assert assessment.projection == pytest.approx(29.2)
    # sum of two new values: variance 10 (2 + 4/4 + (2.5 + 3.5)²/5) = 10 · 10.2 = 102; of the mean 102 / 25
    assert assessment.p_target == pytest.approx(f_two(4.2 / math.sqrt(102 / 25)))
    # kept at the end is likely, although the mean so far, 23.3, does not keep it
    assert (assessment.pace, assessment.outlook) == (PaceVerdict.LAGGING, OutlookVerdict.LIKELY)


def test_a_floor_of_100_per_cent_once_lost_cannot_be_regained():
    kept = {"unit": PERCENT, "baseline": 100.0, "target": 100.0, "target_kind": TargetKind.KEEP}
    assert judge({2021: 100.0, 2022: 100.0, 2023: 100.0}, **kept).p_target == 1.0
    # the mean of the five years can be no more than (99 + 4 · 100) / 5 = 99.8
    lost = judge({2021: 99.0, 2022: 100.0, 2023: 100.0}, **kept)
    assert (lost.p_target, lost.outlook) == (0.0, OutlookVerdict.UNLIKELY)
    assert lost.projection_high == pytest.approx(99.8)


def test_the_mean_to_keep_begins_anew_after_a_break():
    later = make_parameters(year=2024, cut_off=date(2024, 12, 31))
    assessment = judge(
        {2021: 9000.0, 2022: 20.0, 2023: 30.0, 2024: 40.0},
        flags={2022: "b"},
        parameters=later,
        baseline=9000.0,
        target=9000.0,
        target_kind=TargetKind.KEEP,
    )
    assert assessment.projection == pytest.approx(35.0)  # (20 + 30 + 40 + 50) / 4, 2022 to 2025


def test_a_total_adds_the_known_years_to_the_projected_ones():
    assessment = judge(
        {2021: 100.0, 2022: 120.0, 2023: 110.0}, baseline=0.0, target=600.0, target_kind=TargetKind.CUMULATIVE
    )
    # mean 110, slope 5: 2024 is 120, 2025 is 125; 330 + 245 = 575
    assert assessment.projection == pytest.approx(575.0)
    # residuals −5 10 −5, s² = 150; variance 150 (2 + 4/3 + 5²/2) = 2375, one degree of freedom
    assert assessment.p_target == pytest.approx(0.5 - math.atan(25 / math.sqrt(2375)) / math.pi)
    assert assessment.points == ((2021, 100.0), (2022, 120.0), (2023, 110.0))  # the baseline is no yearly amount


def test_half_a_years_amount_is_not_projected_as_a_year():
    half_year = make_parameters(cut_off=date(2023, 6, 30))
    assessment = judge(
        {2021: 100.0, 2022: 120.0, 2023: 55.0},
        baseline=0.0,
        target=600.0,
        target_kind=TargetKind.CUMULATIVE,
        parameters=half_year,
    )
    assert assessment.completion == pytest.approx(275 / 600)
    assert (assessment.due, assessment.outlook) == (0.5, OutlookVerdict.INSUFFICIENT)


def test_compounding_growth_is_projected_on_its_factors():
    # 10 % every year: five factors of 1.10 make 1.61051, a mean of 10 % and a total of 61.051 %
    rates = {2021: 10.0, 2022: 10.0, 2023: 10.0}
    average = judge(rates, unit=GROWTH, baseline=None, target=10.0, target_kind=TargetKind.YEARLY_AVERAGE)
    assert (average.projection, average.p_target) == (pytest.approx(10.0), 1.0)
    total = judge(rates, unit=GROWTH, baseline=0.0, target=61.0, target_kind=TargetKind.CUMULATIVE)
    assert (total.projection, total.p_target) == (pytest.approx(61.051), 1.0)


def test_a_qualitative_target_has_no_outlook():
    assessment = judge({}, baseline=None, target=None, target_kind=TargetKind.QUALITATIVE)
    assert (assessment.outlook, assessment.outlook_reason) == (OutlookVerdict.INSUFFICIENT, "qualitative_target")


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
