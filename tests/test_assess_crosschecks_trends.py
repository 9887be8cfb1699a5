"""The methods of SDSN, the UN regional commissions and the OECD, worked by hand."""

from __future__ import annotations

import pytest
from builders import make_indicator

from planbook.assess.crosschecks_trends import anticipated_gaps, check_escap, check_oecd, check_sdsn, rank_trend
from planbook.model import Direction, TargetKind

BEDS = ((2020, 8439.0), (2021, 8679.0), (2022, 9022.0), (2023, 9371.0))


def rising(*values, target=100.0, **overrides):
    points = tuple((2020 + n, float(value)) for n, value in enumerate(values))
    return make_indicator(baseline=float(values[0]), target=target, unit_id="percent", **overrides), points


def falling(*values, target):
    return rising(*values, target=target, direction=Direction.FALL, target_kind=TargetKind.FALL_TO)


class TestSdsn:
    def test_the_worked_example(self):
        # (9371 − 8439)/3 = 310.667 a year; (10105 − 8439)/5 = 333.2 needed
        check = check_sdsn(make_indicator(), BEDS)
        assert (check.code, check.favourable) == ("moderately_improving", False)
        assert check.statistic == pytest.approx(0.932373)

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ((0, 20, 40, 60), "on_track_or_maintaining"),  # 20 a year, 20 needed
            ((0, 10, 20, 30), "moderately_improving"),  # exactly half
            ((0, 5, 10, 29), "stagnating"),  # 9.67
            ((0, 5, 10, 0), "stagnating"),  # nothing is stagnating, not decreasing
            ((50, 40, 30, 49), "decreasing"),
            ((50, 90, 99, 100), "on_track_or_maintaining"),
        ],
    )
    def test_the_classes_begin_at_all_and_at_half_of_the_pace_needed(self, values, code):
        assert check_sdsn(*rising(*values)).code == code

    def test_fewer_can_be_better(self):
        assert check_sdsn(*falling(90, 80, 74, 66, target=50.0)).code == "on_track_or_maintaining"  # 8 of 8
        assert check_sdsn(*falling(90, 91, 92, 93, target=50.0)).code == "decreasing"

    def test_a_target_to_keep_that_is_met_but_slipping_is_stagnating(self):
        assert check_sdsn(*rising(95, 94, 93, 92, target=90.0, target_kind=TargetKind.KEEP)).code == "stagnating"
        assert check_sdsn(*rising(95, 94, 93, 89, target=90.0, target_kind=TargetKind.KEEP)).code == "decreasing"


class TestEscap:
    def test_the_worked_example(self):
        # last two: 9371 + 2 · 349 = 10,069; last three: mean 9024, slope 346: 9024 + 3 · 346 = 10,062
        # all four: mean 8877.75 at 2021.5, slope (1.5 · 932 + 0.5 · 343)/5 = 313.9: 8877.75 + 3.5 · 313.9 = 9976.4
        gaps = anticipated_gaps(make_indicator(), BEDS)
        assert gaps == pytest.approx((36 / 1666, 43 / 1666, 128.6 / 1666))
        check = check_escap(make_indicator(), BEDS)
        assert (check.code, check.favourable) == ("accelerate", False)
        assert check.statistic == pytest.approx(0.077191, abs=1e-6)

    def test_a_line_that_reaches_the_target_by_any_weights_is_to_be_maintained(self):
        assert check_escap(*rising(0, 21, 42, 63)).code == "maintain"
        assert check_escap(*rising(0, 50, 80, 100)).code == "maintain"  # met

    def test_more_than_the_whole_way_is_a_trend_to_reverse(self):
        assert check_escap(*rising(50, 45, 40, 35)).code == "reverse"

    def test_a_class_that_hangs_on_the_weights_is_not_given(self):
        # the last two lead from 40 by 35 a year beyond 100, all four (12.3 a year) to 54.8
        check = check_escap(*rising(0, 2, 5, 40))
        assert (check.code, check.reason) == ("not_applicable", "cross_escap_weights")


class TestOecd:
    def test_the_exact_distribution_of_four_and_five_values(self):
        # of 24 orders two are steady; of five values 8 of 120 orders reach a correlation of 0.9 in size, 2 of 1
        assert rank_trend([1.0, 2.0, 4.0, 8.0]) == (pytest.approx(1.0), pytest.approx(2 / 24))
        correlation, p_value = rank_trend([1.0, 2.0, 4.0, 3.0, 8.0])
        assert (correlation, p_value) == (pytest.approx(0.9), pytest.approx(10 / 120))

    def test_the_correlation_with_ties_is_that_of_scipy(self):
        from scipy import stats

        values = [3.0, 1.0, 3.0, 5.0, 5.0, 6.0]
        assert rank_trend(values)[0] == pytest.approx(stats.spearmanr(range(6), values).statistic)

    def test_three_values_never_show_a_trend_and_six_in_a_row_always_do(self):
        assert check_oecd(*rising(1, 2, 3)).code == "no_significant_change"
        assert check_oecd(*rising(1, 2, 3, 4, 5, 6)).code == "moving_towards"  # 2 of 720 orders
        assert check_oecd(*falling(90, 91, 92, 93, 94, 95, target=50.0)).code == "moving_away"

    def test_where_the_level_decides_no_class_is_given(self):
        check = check_oecd(*rising(1, 2, 3, 4))
        assert (check.code, check.reason) == ("not_applicable", "cross_oecd_level")
        assert check.statistic == pytest.approx(1.0)

    def test_values_that_never_moved_have_no_ranks(self):
        assert check_oecd(*rising(7, 7, 7, 7)).reason == "cross_oecd_too_few"
