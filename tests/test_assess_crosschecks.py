"""The three published methods, their classes and their edge rules, with the arithmetic beside each figure."""

from __future__ import annotations

import pytest
from builders import BED, PERCENT, make_assessment, make_indicator, missing_words
from hypothesis import given, strategies as st

from planbook.assess.crosschecks import (
    METHODS,
    WORKED_EXAMPLES,
    assess_cross_checks,
    explain_disagreement,
    open_sdg_published_ratio,
)
from planbook.model import Direction, Message, PaceVerdict, TargetKind, Thresholds


def checks(points, value_year=2023, unit=BED, **overrides):
    indicator = make_indicator(**overrides)
    return {check.method: check for check in assess_cross_checks(indicator, points, value_year, unit)}


def rising(value, **overrides):
    """100 → 200 by 2025, `value` at the end of 2023 on a straight path of four yearly values."""
    step = (value - 100.0) / 3
    points = ((2020, 100.0), (2021, 100.0 + step), (2022, 100.0 + 2 * step), (2023, value))
    return checks(points, **({"baseline": 100.0, "target": 200.0} | overrides))


def explain(pace, points, method, unit=BED, **overrides):
    indicator = make_indicator(**overrides)
    found = {c.method: c for c in assess_cross_checks(indicator, points, points[-1][0], unit)}
    return explain_disagreement(indicator, make_assessment(pace=pace, points=points), found[method], Thresholds())


class TestWorkedFigures:
    """The four pairs of the methods paper. Only the first states its figures (0.2 → 5 in 2023 against 10 in 2025);
    the others are the plainest ones that give the printed pairs."""

    @pytest.mark.parametrize(
        ("example", "pace", "growth"),
        [
            # 4.8 / 9.8 / 0.6 = 0.816; (25^(1/3) − 1) / (50^(1/5) − 1) = 1.9240 / 1.1867 = 1.621
            (WORKED_EXAMPLES[0], 0.82, 1.62),
            # 5 / 10 / 0.6 = 0.833; (5000^(1/3) − 1) / (10000^(1/5) − 1) = 16.0998 / 5.3096 = 3.032
            (WORKED_EXAMPLES[1], 0.83, 3.03),
            # −8 / −10 / 0.6 = 1.333; (1 − (52/60)^(1/3)) / (1 − (50/60)^(1/5)) = 0.04658 / 0.03581 = 1.301
            (WORKED_EXAMPLES[2], 1.33, 1.30),
            # 60 / 100 / 0.6 = 1; (1.3^(1/3) − 1) / (1.5^(1/5) − 1) = 0.09139 / 0.08447 = 1.082
            (WORKED_EXAMPLES[3], 1.00, 1.08),
        ],
    )
    def test_the_straight_line_and_the_growth_rate_part_ways(self, example, pace, growth):
        assert round(example.pace_ratio, 2) == pace
        assert round(example.growth_ratio, 2) == growth

    def test_a_zero_target_is_replaced_as_open_sdg_does(self):
        # 8 → 1 in three years, target 0 read as 0.001: (1 − (1/8)^(1/3)) / (1 − (0.001/8)^(1/5))
        # (1/8)^(1/3) = 0.5; ln 0.000125 = −8.98720, / 5 = −1.79744, e^ = 0.16572 → 0.5 / 0.83428 = 0.5993
        assert open_sdg_published_ratio(8.0, 1.0, 0.0, 3, 5, Direction.FALL) == pytest.approx(0.5993, abs=5e-5)

    def test_open_sdg_publishes_nothing_across_a_change_of_sign(self):
        with pytest.raises(ValueError, match="cross_sign_change"):
            open_sdg_published_ratio(-1.0, 1.0, 2.0, 3, 5, Direction.RISE)


class TestOpenSdg:
    # Required growth 2^(1/5) − 1 = 0.148698 a year.
    @pytest.mark.parametrize(
        ("value", "code", "ratio"),
        [
            (200.0, "target_achieved", 1.747975),  # (2^(1/3) − 1) / 0.148698 = 0.259921 / 0.148698
            (152.0, "on_track", 1.007270),  # 1.52^(1/3) = 1.149779
            (148.0, "acceleration_needed", 0.938839),  # 1.48^(1/3) = 1.139604
            (129.0, "limited_progress", 0.595751),  # 1.29^(1/3) = 1.088587
            (100.0, "limited_progress", 0.0),  # no growth is not yet deterioration
            (99.0, "deterioration", -0.022492),  # 0.99^(1/3) = 0.996655
        ],
    )
    def test_classes_follow_the_ratio_of_growth_rates(self, value, code, ratio):
        check = rising(value)["open_sdg"]
        assert check.code == code
        assert check.statistic == pytest.approx(ratio, abs=1e-6)

    def test_a_value_exactly_on_the_required_path_is_on_track(self):
        check = rising(100.0 * 2 ** (3 / 5))["open_sdg"]
        assert (check.code, check.statistic) == ("on_track", pytest.approx(1.0))

    def test_a_falling_target_is_measured_downwards(self):
        # 1.64 → 1.60 against 1.59: (1 − (1.60/1.64)^(1/3)) / (1 − (1.59/1.64)^(1/5)) = 0.0081971 / 0.0061733 = 1.3278
        points = ((2020, 1.64), (2021, 1.63), (2022, 1.61), (2023, 1.60))
        fall = dict(baseline=1.64, target=1.59, direction=Direction.FALL, target_kind=TargetKind.FALL_TO)
        check = checks(points, **fall)["open_sdg"]
        assert (check.code, check.statistic) == ("on_track", pytest.approx(1.3278, abs=1e-3))

    def test_negative_values_flip_the_desired_direction(self):
        # −8 → −4 wanted −2: growth (0.5^(1/3) − 1) = −0.206299, required 0.25^(1/5) − 1 = −0.242142; ratio 0.852
        points = ((2020, -8.0), (2023, -4.0))
        check = checks(points, baseline=-8.0, target=-2.0)["open_sdg"]
        assert (check.code, check.statistic) == ("acceleration_needed", pytest.approx(0.85198, abs=1e-4))

    def test_a_zero_base_has_no_growth_rate(self):
        check = checks(((2020, 0.0), (2023, 15.0)), baseline=0.0, target=30.0)["open_sdg"]
        assert (check.code, check.reason, check.statistic, check.favourable) == (
            "not_applicable",
            "cross_zero_base",
            None,
            None,
        )

    def test_a_zero_base_does_not_hide_that_the_target_is_met(self):
        check = checks(((2020, 0.0), (2023, 30.0)), baseline=0.0, target=30.0)["open_sdg"]
        assert (check.code, check.statistic) == ("target_achieved", None)

    def test_a_zero_target_has_no_growth_rate(self):
        fall = dict(baseline=8.0, target=0.0, direction=Direction.FALL)
        assert checks(((2020, 8.0), (2023, 2.0)), **fall)["open_sdg"].reason == "cross_zero_target"

    def test_a_change_of_sign_has_no_growth_rate(self):
        assert checks(((2020, -1.0), (2023, 1.0)), baseline=-1.0, target=2.0)["open_sdg"].reason == "cross_sign_change"

    def test_a_baseline_equal_to_the_target_leaves_no_growth_to_compare(self):
        check = checks(((2020, 100.0), (2023, 99.0)), baseline=100.0, target=100.0)["open_sdg"]
        assert check.reason == "cross_no_way_to_go"


class TestUnProgressChart:
    @pytest.mark.parametrize(
        ("value", "code", "covered"),
        [
            (152.0, "on_track_or_met", 1.009429),  # 152 · 1.149779² = 200.943 → 100.943 of 100
            (148.0, "fair_progress", 0.922071),  # 148 · 1.139604² = 192.207
            (107.0, "fair_progress", 0.119368),  # 107 · 1.022809² = 111.937
            (105.0, "stagnation_or_regression", 0.084715),  # 105 · 1.016396² = 108.471
            (95.0, "stagnation_or_regression", -0.081937),  # 95 · 0.983048² = 91.806
        ],
    )
    def test_classes_follow_the_extrapolated_share_of_the_way(self, value, code, covered):
        check = rising(value)["un_progress_chart"]
        assert check.code == code
        assert check.statistic == pytest.approx(covered, abs=1e-6)

    def test_a_met_target_counts_as_met_whatever_the_trend(self):
        points = ((2020, 100.0), (2021, 250.0), (2022, 220.0), (2023, 200.0))
        assert checks(points, baseline=100.0, target=200.0)["un_progress_chart"].code == "on_track_or_met"

    def test_a_share_within_one_point_of_a_hundred_counts_as_met(self):
        # 98.5 → 99.0 expects 99.33 by 2025: 0.56 of the way, fair without the rule
        whole = dict(unit=PERCENT, baseline=98.5, target=100.0)
        assert checks(((2020, 98.5), (2023, 99.0)), **whole)["un_progress_chart"].code == "on_track_or_met"
        assert checks(((2020, 98.5), (2023, 98.9)), **whole)["un_progress_chart"].code == "fair_progress"

    def test_the_rule_of_one_point_needs_a_share_and_a_target_at_the_limit(self):
        near = ((2020, 98.5), (2023, 99.0))
        assert checks(near, baseline=98.5, target=100.0)["un_progress_chart"].code == "fair_progress"
        assert checks(near, unit=PERCENT, baseline=98.5, target=99.9)["un_progress_chart"].code == "fair_progress"

    def test_a_target_of_zero_needs_no_replacement(self):
        # 8 → 2: 2 · (1/4)^(2/3) = 0.7937; (0.7937 − 8) / (0 − 8) = 0.9008
        fall = dict(baseline=8.0, target=0.0, direction=Direction.FALL)
        check = checks(((2020, 8.0), (2023, 2.0)), **fall)["un_progress_chart"]
        assert (check.code, check.statistic) == ("fair_progress", pytest.approx(0.9008, abs=1e-4))

    def test_a_zero_base_is_not_applicable_until_the_target_is_met(self):
        zero = dict(baseline=0.0, target=30.0)
        assert checks(((2020, 0.0), (2023, 15.0)), **zero)["un_progress_chart"].reason == "cross_zero_base"
        assert checks(((2020, 0.0), (2023, 31.0)), **zero)["un_progress_chart"].code == "on_track_or_met"

    def test_values_after_the_target_year_are_left_out(self):
        points = ((2020, 100.0), (2025, 150.0), (2026, 300.0))
        found = checks(points, value_year=2026, baseline=100.0, target=200.0)
        assert found["un_progress_chart"].code == "fair_progress"


class TestDestatis:
    # From 100, value v in 2023, target 200 in 2025: change (v − 100) / 3 a year, projected v + 2 (v − 100) / 3,
    # missed (200 − projected) / (200 − v)
    @pytest.mark.parametrize(
        ("value", "code", "missed"),
        [
            (160.0, "sun", 0.0),  # 160 + 40 = 200
            (159.0, "sun", 0.040650),  # 159 + 39.3333 = 198.3333; 1.6667 / 41
            (158.0, "sun_and_cloud", 0.079365),  # 158 + 38.6667 = 196.6667; 3.3333 / 42
            (154.0, "cloud", 0.217391),  # 154 + 36 = 190; 10 / 46
            (100.0, "thunderstorm", 1.0),  # no change keeps the distance
            (94.0, "thunderstorm", 1.037736),  # 94 − 4 = 90; 110 / 106
        ],
    )
    def test_symbols_follow_the_share_missed(self, value, code, missed):
        check = rising(value)["destatis"]
        assert check.code == code
        assert check.statistic == pytest.approx(missed, abs=1e-6)

    def test_a_miss_of_exactly_five_and_twenty_per_cent_is_sun_and_cloud(self):
        # Target 100 in 2024, value 0 with steps of 95 or 80 a year: 5 and 20 of 100 missed.
        for step in (95.0, 80.0):
            points = tuple((year, (year - 2023) * step) for year in range(2020, 2024))
            check = checks(points, baseline=-3 * step, target=100.0, target_year=2024)["destatis"]
            assert check.code == "sun_and_cloud"

    def test_only_the_last_five_years_count(self):
        # 2018 lies before 2024 − 5; (180 − 130) / 5 = 10 a year from 2019, 190 by 2025: 10 of 20 missed
        points = ((2018, 0.0), (2019, 130.0), (2020, 140.0), (2021, 150.0), (2023, 170.0), (2024, 180.0))
        check = checks(points, value_year=2024, baseline_year=2018, baseline=0.0, target=200.0)["destatis"]
        assert (check.code, check.statistic) == ("cloud", pytest.approx(0.5))

    def test_fewer_than_four_points_are_too_few(self):
        check = checks(((2020, 100.0), (2021, 120.0), (2022, 140.0)), value_year=2022)["destatis"]
        assert (check.code, check.reason) == ("not_applicable", "cross_fewer_than_four_points")

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ((90.0, 95.0, 99.0, 100.0), "sun"),  # met, rising
            ((120.0, 110.0, 105.0, 100.0), "sun_and_cloud"),  # met, falling
            ((80.0, 85.0, 90.0, 95.0), "cloud"),  # missed, rising
            ((99.0, 97.0, 96.0, 95.0), "thunderstorm"),  # missed, falling
        ],
    )
    def test_a_target_to_keep_every_year_combines_level_and_direction(self, values, code):
        points = tuple(zip(range(2020, 2024), values, strict=True))
        keep = dict(baseline=values[0], target=100.0, target_kind=TargetKind.KEEP)
        check = checks(points, **keep)["destatis"]
        assert (check.code, check.statistic) == (code, None)

    def test_the_rule_for_keeping_applies_once_the_target_year_has_come(self):
        points = tuple(zip(range(2020, 2026), (100.0, 120.0, 140.0, 160.0, 180.0, 199.0), strict=True))
        assert checks(points, value_year=2025, baseline=100.0, target=200.0)["destatis"].code == "cloud"

    def test_a_zero_base_is_no_obstacle(self):
        # 0 → 18 of 30 in three years: 18 + 2 · 6 = 30
        points = ((2020, 0.0), (2021, 6.0), (2022, 12.0), (2023, 18.0))
        assert checks(points, baseline=0.0, target=30.0, target_kind=TargetKind.FROM_ZERO)["destatis"].code == "sun"

    def test_a_range_is_judged_at_its_nearest_end(self):
        # 20-25 from above: 40 → 31 loses 3 a year, 25 by 2025: the end 25 is reached
        points = ((2020, 40.0), (2021, 37.0), (2022, 34.0), (2023, 31.0))
        span = dict(
            baseline=40.0, target=20.0, target_high=25.0, target_kind=TargetKind.RANGE, direction=Direction.FALL
        )
        assert checks(points, **span)["destatis"].code == "sun"

    def test_about_is_met_within_its_tolerance(self):
        points = ((2020, 10.0), (2021, 18.0), (2022, 25.0), (2023, 31.0))
        about = dict(baseline=10.0, target=30.0, tolerance=2.0, target_kind=TargetKind.ABOUT)
        assert checks(points, **about)["destatis"].code == "sun"


class TestWhereNoMethodApplies:
    @pytest.mark.parametrize(
        "kind", [TargetKind.QUALITATIVE, TargetKind.RELATIVE, TargetKind.YEARLY_AVERAGE, TargetKind.CUMULATIVE]
    )
    def test_targets_without_a_level_to_reach(self, kind):
        found = rising(150.0, target_kind=kind).values()
        assert {check.reason for check in found} == {"cross_no_level_to_reach"}

    @pytest.mark.parametrize("kind", [TargetKind.ABOUT, TargetKind.RANGE])
    def test_growth_methods_know_no_two_sided_target(self, kind):
        found = rising(150.0, target_kind=kind, target_high=220.0, tolerance=5.0)
        assert found["open_sdg"].reason == found["un_progress_chart"].reason == "cross_two_sided_target"

    def test_nothing_reported(self):
        found = checks(((2020, 100.0),), value_year=None)
        assert tuple(found) == METHODS
        assert {check.reason for check in found.values()} == {"cross_not_reported"}

    def test_the_baseline_alone_is_one_point(self):
        found = checks(((2020, 100.0),), value_year=2020)
        assert {check.reason for check in found.values()} == {"cross_one_point"}

    def test_values_after_the_latest_one_are_not_read(self):
        points = ((2020, 100.0), (2021, 120.0), (2022, 140.0), (2023, 160.0), (2024, 999.0))
        assert checks(points, baseline=100.0, target=200.0) == rising(160.0)


class TestAfterTheTargetYear:
    def test_without_a_value_before_the_target_year_no_method_applies(self):
        # A break in the series in 2024, two years after the target year, leaves 2024 and 2025 to compare.
        points = ((2024, 110.0), (2025, 120.0))
        found = assess_cross_checks(make_indicator(target_year=2022), points, 2025, BED)
        assert {check.reason for check in found} == {"cross_after_target_year"}


values = st.floats(min_value=1.0, max_value=400.0, allow_nan=False)


class TestProperties:
    @given(values, values)
    def test_a_higher_value_never_gets_a_worse_answer(self, one, other):
        low, high = sorted((one, other))
        worse, better = rising(low), rising(high)
        answers = [(worse[method].favourable, better[method].favourable) for method in METHODS]
        # Where weights or levels decide, ESCAP and the OECD give no answer.
        assert all(one <= other for one, other in answers if one is not None and other is not None)

    @given(values, st.sampled_from([0.001, 10.0, 10_000.0]))
    def test_a_change_of_unit_changes_no_class(self, value, factor):
        points = tuple((year, 100.0 + (value - 100.0) * n / 3) for n, year in enumerate(range(2020, 2024)))
        scaled = tuple((year, v * factor) for year, v in points)
        one = checks(points, baseline=100.0, target=200.0)
        other = checks(scaled, baseline=100.0 * factor, target=200.0 * factor)
        # A class may tip over only where the statistic itself lies on a border.
        for method in METHODS:
            if one[method].code != other[method].code:
                assert one[method].statistic == pytest.approx(other[method].statistic, abs=1e-8)
            else:
                assert one[method].favourable is other[method].favourable


class TestWhyAMethodDisagrees:
    def test_agreement_needs_no_sentence(self):
        points = ((2020, 100.0), (2021, 120.0), (2022, 140.0), (2023, 160.0))
        assert explain(PaceVerdict.ON_PACE, points, "open_sdg", baseline=100.0, target=200.0) is None

    def test_a_growth_path_asks_for_less_early_on(self):
        # Straight line 100 + 0.6 · 400 = 340; growth path 100 · 5^0.6 = 262.65; 265 passes one and fails the other.
        points = ((2020, 100.0), (2021, 140.0), (2022, 200.0), (2023, 265.0))
        message = explain(PaceVerdict.LAGGING, points, "open_sdg", baseline=100.0, target=500.0)
        fields = {name: value for name, value, _ in message.fields}
        assert message.key == "cross_checks.why.growth_path_easier"
        assert fields["straight_line"] == pytest.approx(340.0)
        assert fields["growth_path"] == pytest.approx(262.65, abs=0.01)

    def test_a_falling_growth_path_asks_for_more_early_on(self):
        # Straight line 100 − 0.6 · 80 = 52; growth path 100 · 0.2^0.6 = 38.07
        points = ((2020, 100.0), (2021, 84.0), (2022, 68.0), (2023, 52.0))
        fall = dict(baseline=100.0, target=20.0, direction=Direction.FALL)
        assert explain(PaceVerdict.ON_PACE, points, "open_sdg", **fall).key == "cross_checks.why.growth_path_harder"

    def test_a_stricter_cut_off_is_named(self):
        # 100 → 148 of 200: 0.8 of the pace due is enough for judgement 1, R = 0.939 not for Open SDG's 0.95
        points = ((2020, 100.0), (2021, 116.0), (2022, 132.0), (2023, 148.0))
        message = explain(PaceVerdict.ON_PACE, points, "open_sdg", baseline=100.0, target=200.0)
        assert message.key == "cross_checks.why.stricter_cut_off"

    def test_destatis_counts_the_miss_in_the_distance_left(self):
        # 154: 154 + 2 · 18 = 190, 10 of the 46 left missed = 21.7 % > 20 %
        points = ((2020, 100.0), (2021, 118.0), (2022, 136.0), (2023, 154.0))
        message = explain(PaceVerdict.ON_PACE, points, "destatis", baseline=100.0, target=200.0)
        fields = {name: value for name, value, _ in message.fields}
        assert message.key == "cross_checks.why.destatis_harder"
        assert (fields["projected"], fields["missed"]) == (pytest.approx(190.0), pytest.approx(10 / 46))

    def test_a_share_near_a_hundred_is_excused_by_the_un_rule(self):
        points = ((2020, 98.5), (2021, 98.6), (2022, 98.8), (2023, 99.0))
        whole = dict(unit=PERCENT, unit_id="percent", baseline=98.5, target=100.0)
        assert explain(PaceVerdict.LAGGING, points, "un_progress_chart", **whole).key == "cross_checks.why.near_limit"

    def test_the_extrapolated_level_is_given(self):
        # 148 → 192.207 by 2025: 92.2 % of the way, 95 % asked for
        points = ((2020, 100.0), (2021, 116.0), (2022, 132.0), (2023, 148.0))
        message = explain(PaceVerdict.ON_PACE, points, "un_progress_chart", baseline=100.0, target=200.0)
        fields = {name: value for name, value, _ in message.fields}
        assert message.key == "cross_checks.why.un_harder"
        assert fields["expected"] == pytest.approx(192.207, abs=0.001)

    def test_in_the_target_year_destatis_asks_only_whether_the_target_is_met(self):
        points = tuple(zip(range(2020, 2026), (100.0, 120.0, 140.0, 160.0, 180.0, 199.0), strict=True))
        message = explain(PaceVerdict.ON_PACE, points, "destatis", baseline=100.0, target=200.0)
        assert message.key == "cross_checks.why.target_year_come"

    def test_values_after_a_break_start_from_another_base(self):
        points = ((2021, 100.0), (2022, 101.0), (2023, 120.0), (2024, 130.0))
        message = explain(PaceVerdict.LAGGING, points, "destatis", baseline=10.0, target=140.0)
        assert message.key == "cross_checks.why.base_after_break"

    def test_a_target_to_keep_is_a_mean_to_judgement_1(self):
        points = ((2020, 100.0), (2021, 99.0), (2022, 99.0), (2023, 101.0))
        message = explain(
            PaceVerdict.LAGGING, points, "destatis", baseline=100.0, target=100.0, target_kind=TargetKind.KEEP
        )
        assert message.key == "cross_checks.why.mean_against_latest"

    def test_a_few_recent_years_may_be_kinder_than_the_whole_period(self):
        # A plan since 2013 that rested at 10 until 2018: 10 → 90 since then is 16 a year, 106 by 2024
        points = ((2013, 0.0), (2018, 10.0), (2020, 42.0), (2022, 74.0), (2023, 90.0))
        message = explain(
            PaceVerdict.LAGGING, points, "destatis", baseline_year=2013, baseline=0.0, target=100.0, target_year=2024
        )
        fields = {name: value for name, value, _ in message.fields}
        assert message.key == "cross_checks.why.destatis_easier"
        assert (fields["change"], fields["projected"]) == (16.0, 106.0)


class TestWords:
    def test_every_class_and_reason_has_words(self):
        groups = {
            "open_sdg": ("target_achieved", "on_track", "acceleration_needed", "limited_progress", "deterioration"),
            "un_progress_chart": ("on_track_or_met", "fair_progress", "stagnation_or_regression"),
            "destatis": ("sun", "sun_and_cloud", "cloud", "thunderstorm"),
        }
        keys = [f"cross_checks.{method}.classes.{code}" for method, codes in groups.items() for code in codes]
        keys += [f"cross_checks.{method}.{part}" for method in groups for part in ("name", "in_text", "full_name")]
        keys += [
            f"reasons.cross_{reason}"
            for reason in (
                "no_level_to_reach",
                "two_sided_target",
                "not_reported",
                "one_point",
                "zero_base",
                "zero_target",
                "sign_change",
                "no_way_to_go",
                "fewer_than_four_points",
            )
        ]
        assert missing_words(Message(key) for key in keys) == []

    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("pace", [PaceVerdict.LAGGING, PaceVerdict.ON_PACE])
    @pytest.mark.parametrize("kind", [TargetKind.REACH, TargetKind.KEEP])
    @pytest.mark.parametrize("last", [95.0, 110.0, 127.0, 131.0, 140.0, 150.0])
    def test_every_explanation_can_be_said(self, method, pace, kind, last):
        points = ((2020, 100.0), (2021, 104.0), (2022, 112.0), (2023, last))
        for target_year in (2023, 2025):
            message = explain(
                pace, points, method, baseline=100.0, target=150.0, target_kind=kind, target_year=target_year
            )
            assert message is None or missing_words([message]) == []
