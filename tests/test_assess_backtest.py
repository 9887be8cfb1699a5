"""The backtest of the projection, on series whose outcome can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from builders import BED, COUNTRY, DISTRICT, PERCENT, PERSON, make_inputs, make_parameters, make_source, missing_words

from planbook.assess.background import list_background
from planbook.assess.backtest import backtest_series, bootstrap_series, score_methods
from planbook.assess.backtest_rates import RateBacktest, backtest_rates
from planbook.assess.forecasters import CENTRES, DAMPING, IN_USE, Method
from planbook.assess.outlook import shown_in_unit
from planbook.model import OutlookVerdict, SourceKind, UnitKind

SOURCES = {
    "published": make_source(id="published", kind=SourceKind.ORIGINAL),
    "made_up": make_source(id="made_up", kind=SourceKind.ILLUSTRATIVE),
}


def make_context(values, series_id="care_beds", area="shanghai", **columns):
    rows = [
        {
            "series_id": series_id,
            "area": area,
            "year": year,
            "value": value,
            "flag": "",
            "source_id": "published",
            "quote": "",
            "preferred": True,
            "note_zh": "",
            "note_en": "",
            "expression": "",
            "inputs": "",
        }
        | columns
        for year, value in values.items()
    ]
    return pd.DataFrame(rows)


def make_series(*ids, unit_id="bed", measure="stock"):
    return pd.DataFrame(
        [
            {
                "series_id": series_id,
                "name_zh": series_id,
                "name_en": series_id,
                "definition_zh": "",
                "definition_en": "",
                "unit_id": unit_id,
                "measure": measure,
            }
            for series_id in ids
        ]
    )


def with_context(*contexts, series=None, year=2023, **overrides):
    context = pd.concat(contexts, ignore_index=True)
    series = make_series(*dict.fromkeys(context["series_id"])) if series is None else series
    return make_inputs(
        context=context, series=series, sources=SOURCES, parameters=make_parameters(year=year), **overrides
    )


SHARES = make_series("care_beds", unit_id="percent", measure="share")


class TestListBackground:
    def test_of_two_figures_the_preferred_one_counts(self):
        inputs = with_context(make_context({2020: 159.0}), make_context({2020: 161.0}, preferred=False))
        assert [point.value for point in list_background(inputs)[0].reported] == [159.0]

    def test_later_years_plans_forecasts_and_made_up_values_are_left_out(self):
        series = make_series("care_beds", "beds_target")
        series.loc[1, "measure"] = "plan"
        inputs = with_context(
            make_context({2020: 1.0, 2021: 2.0, 2024: 9.0}),
            make_context({2022: 3.0}, flag="f"),
            make_context({2023: 4.0}, source_id="made_up"),
            make_context({2020: 5.0}, series_id="beds_target"),
            series=series,
        )
        found = list_background(inputs)
        assert [(point.year, point.value) for point in found[0].reported] == [(2020, 1.0), (2021, 2.0)]
        assert len(found) == 1

    def test_the_district_comes_first(self):
        inputs = with_context(make_context({2020: 1.0}, area="china"), make_context({2020: 1.0}, area="chongming"))
        assert [series.area for series in list_background(inputs)] == [DISTRICT, COUNTRY]

    def test_a_break_opens_a_new_stretch(self):
        inputs = with_context(make_context({2019: 1.0, 2020: 2.0, 2022: 4.0}), make_context({2021: 9.0}, flag="b"))
        series = list_background(inputs)[0]
        assert [[point.year for point in stretch] for stretch in series.stretches] == [[2019, 2020], [2021, 2022]]
        assert series.break_years == (2021,)

    def test_derived_values_are_left_out_when_asked(self):
        inputs = with_context(make_context({2020: 1.0}), make_context({2021: 2.0}, expression="1 + 1"))
        assert len(list_background(inputs)[0].reported) == 2
        assert len(list_background(inputs, derived=False)[0].reported) == 1

    def test_a_value_of_another_definition_stays_out(self):
        inputs = with_context(make_context({2019: 1.0, 2020: 2.0}), make_context({2021: 9.0}, flag="d"))
        assert [point.year for point in list_background(inputs)[0].reported] == [2019, 2020]
        alone = with_context(make_context({2021: 9.0, 2022: 10.0}, flag="d"))
        assert [point.year for point in list_background(alone)[0].reported] == [2021, 2022]

    def test_a_value_computed_from_a_later_one_is_not_known_yet(self):
        later = make_context({2022: 101.0}, expression="111 - 10", inputs="care_beds:shanghai:2023")
        known = make_context({2021: 90.0}, expression="45 * 2", inputs="care_beds:shanghai:2020;care_beds:china:2020")
        inputs = with_context(make_context({2020: 45.0}), known, later, year=2022)
        assert [point.year for point in list_background(inputs)[0].reported] == [2020, 2021]


class TestTrials:
    def test_a_line_is_forecast_exactly(self):
        # 10, 20, …, 60 in 2018-2023: origins 2020 (to 2021, 2022, 2023), 2021 (to 2022, 2023), 2022 (to 2023)
        values = {2018 + n: 10.0 * (n + 1) for n in range(6)}
        result = backtest_series(with_context(make_context(values)), Method.LINE)
        assert [(row.trial.origin_year, row.trial.target_year) for row in result.rows] == [
            (2020, 2021),
            (2020, 2022),
            (2020, 2023),
            (2021, 2022),
            (2021, 2023),
            (2022, 2023),
        ]
        assert result.covered == result.trials == 6
        assert result.series[0].error == pytest.approx(0.0, abs=1e-9)
        # no change misses by 10, 20, 30, 10, 20 and 10: 100 / 6
        assert result.series[0].no_change_error == pytest.approx(100 / 6)

    def test_forecast_interval_and_errors_of_three_points(self):
        # 1, 2, 4 in 2019-2021: slope (4 − 1)/2 = 1.5, mean 7/3 at 2020; 2022: 7/3 + 3 = 5.3333; 2023: 6.8333.
        # Residuals 1/6, −1/3, 1/6: squares 1/6 with one degree of freedom, s = 0.408248.
        # 2022: scale s · sqrt(1 + 1/3 + 4/2) = 0.745356; t(0.9; 1) = tan(0.4 π) = 3.077684; half 2.293969.
        values = make_context({2019: 1.0, 2020: 2.0, 2021: 4.0, 2022: 5.0, 2023: 5.5})
        result = backtest_series(with_context(values, series=SHARES), Method.LINE)
        first = result.rows[0]
        assert (first.trial.origin_year, first.trial.target_year, first.trial.points, first.trial.horizon) == (
            2021,
            2022,
            3,
            1,
        )
        assert first.forecast == pytest.approx(5.333333)
        assert (first.low, first.high) == pytest.approx((5.333333 - 2.293969, 5.333333 + 2.293969), abs=1e-5)
        assert (first.error, first.trial.no_change_error) == pytest.approx((1 / 3, 1.0))
        # Second: 6.8333 against 5.5 (no change: 4). Third, from 1, 2, 4, 5: slope 7/5 = 1.4, mean 3 at 2020.5,
        # 2023: 3 + 1.4 · 2.5 = 6.5 against 5.5 (no change: 5).
        # Mean errors (1/3 + 4/3 + 1)/3 = 8/9 and (1 + 1.5 + 0.5)/3 = 1: relative 8/9.
        only = result.series[0]
        assert (only.error, only.no_change_error, only.relative_error) == pytest.approx((8 / 9, 1.0, 8 / 9))
        assert result.relative_error == pytest.approx(8 / 9)
        assert result.error_message.key == "backtest.error_smaller"

    def test_a_projection_no_better_than_no_change_is_called_so(self):
        values = make_context({2019: 1.0, 2020: 2.0, 2021: 3.0, 2022: 3.0, 2023: 2.0})
        result = backtest_series(with_context(values), Method.LINE)
        # errors: 4 − 3 = 1, 5 − 2 = 3; from 1, 2, 3, 3: slope 0.7, mean 2.25 at 2020.5, 2023: 4 against 2: 2
        # no change: 0, 1, 1; relative (1 + 3 + 2) / (0 + 1 + 1) = 3
        assert result.relative_error == pytest.approx(3.0)
        assert result.error_message.key == "backtest.error_not_smaller"
        assert missing_words([result.error_message, replace(result.error_message, key="backtest.error_smaller")]) == []

    def test_a_share_stays_within_a_hundred(self):
        values = {2018: 90.0, 2019: 94.0, 2020: 99.0, 2021: 99.5, 2022: 99.6, 2023: 99.7}
        result = backtest_series(with_context(make_context(values), series=SHARES), Method.LINE)
        assert PERCENT.kind is UnitKind.SHARE
        assert max(row.forecast for row in result.rows) == max(row.high for row in result.rows) == 100.0

    def test_a_count_stays_at_zero_or_more(self):
        values = {2018: 90.0, 2019: 40.0, 2020: 5.0, 2021: 3.0, 2022: 2.0, 2023: 1.0}
        result = backtest_series(with_context(make_context(values)), Method.LINE)
        assert min(row.low for row in result.rows) == min(row.forecast for row in result.rows) == 0.0

    def test_gaps_count_in_years_not_in_values(self):
        values = {2015: 1.0, 2016: 2.0, 2017: 3.0, 2019: 5.0, 2023: 9.0}
        result = backtest_series(with_context(make_context(values)))
        # from 2017 to 2019 (two years); 2019 to 2023 is four years ahead and not tried
        assert [(row.trial.origin_year, row.trial.target_year, row.trial.horizon) for row in result.rows] == [
            (2017, 2019, 2)
        ]

    def test_horizons_are_told_apart(self):
        result = backtest_series(with_context(make_context({2018 + n: 10.0 * (n + 1) for n in range(6)})))
        assert [(part.horizon, part.trials) for part in result.horizons] == [(1, 3), (2, 2), (3, 1)]

    def test_so_are_the_numbers_of_values_known(self):
        # origins 2020, 2021, 2022 know 3, 4, 5 values and are tried on 3, 2, 1 outcomes
        values = {2018 + n: 10.0 * (n + 1) for n in range(6)}
        result = backtest_series(with_context(make_context(values)), Method.LINE)
        assert [(part.values, part.trials, part.coverage) for part in result.known_values] == [
            (3, 3, 1.0),
            (4, 2, 1.0),
            (5, 1, 1.0),
        ]

    def test_the_edition_sees_only_its_own_years(self):
        values = {2015 + n: float(n) ** 2 for n in range(10)}
        early = backtest_series(with_context(make_context(values), year=2021))
        later = backtest_series(with_context(make_context(values), year=2024))
        forecasts = [{(row.trial.target_year, row.forecast, row.low) for row in found.rows} for found in (early, later)]
        assert forecasts[0] < forecasts[1]
        assert max(row.trial.target_year for row in early.rows) == 2021


class TestWhichSeriesAreTried:
    def test_four_values_are_too_few(self):
        result = backtest_series(with_context(make_context({2020: 1.0, 2021: 2.0, 2022: 3.0, 2023: 4.0})))
        assert (result.trials, result.coverage, result.message.key) == (0, None, "backtest.none")
        assert missing_words([result.message]) == []

    def test_flows_are_not_tried(self):
        inputs = with_context(
            make_context({2018 + n: 10.0 * n for n in range(6)}), series=make_series("care_beds", measure="flow")
        )
        assert backtest_series(inputs).trials == 0

    def test_a_break_is_never_bridged(self):
        before = make_context({2014 + n: 10.0 * n for n in range(5)})
        after = make_context({2019: 500.0}, flag="b")
        rest = make_context({2020: 510.0, 2021: 520.0, 2022: 530.0, 2023: 540.0})
        result = backtest_series(with_context(before, after, rest))
        assert all((row.trial.origin_year < 2019) is (row.trial.target_year < 2019) for row in result.rows)
        assert result.series[0].values == 10

    def test_a_series_that_never_changes_has_no_relative_error(self):
        result = backtest_series(with_context(make_context({2018 + n: 7.0 for n in range(6)})))
        assert (result.series[0].relative_error, result.relative_error) == (None, None)
        assert result.error_message is None


def beside_the_line(outcomes):
    """Series on an exact line for five years (an interval without width), then one outcome each: hit or missed."""
    contexts = [
        make_context(
            {2019: 10.0, 2020: 20.0, 2021: 30.0, 2022: 40.0, 2023: 50.0 if hit else 49.0}, series_id=f"series_{n:02}"
        )
        for n, hit in enumerate(outcomes)
    ]
    return backtest_series(with_context(*contexts), Method.LINE)


class TestCoverageInWords:
    # Each series gives three trials: 2021→2022 always hits, 2021→2023 and 2022→2023 hit or miss together.
    @pytest.mark.parametrize(
        ("outcomes", "covered", "key"),
        [
            ([True] * 3, 9, "backtest.too_few"),
            ([True] * 4, 12, "backtest.too_wide"),
            ([True, True, True, False], 10, "backtest.close"),  # 10 of 12 = 83 %
            ([True, True, False, False], 8, "backtest.too_narrow"),  # 8 of 12 = 67 %
        ],
    )
    def test_a_coverage_far_from_the_nominal_one_is_called_so(self, outcomes, covered, key):
        result = beside_the_line(outcomes)
        assert (result.covered, result.message.key) == (covered, key)
        assert missing_words([result.message]) == []

    def test_the_wilson_interval_of_the_coverage(self):
        # 8 of 12, z = 1.959964: centre (0.666667 + 3.841459/24) / (1 + 3.841459/12) = 0.826727 / 1.320122 = 0.626251,
        # half 1.959964 / 1.320122 · sqrt(0.222222/12 + 3.841459/576) = 1.484684 · 0.158708 = 0.235631
        result = beside_the_line([True, True, False, False])
        assert (result.coverage_low, result.coverage_high) == pytest.approx((0.390620, 0.861882), abs=2e-5)

    def test_units_are_those_of_the_series(self):
        series = make_series("a", unit_id="person")
        result = backtest_series(
            with_context(make_context({2018 + n: n * 2.0 for n in range(6)}, series_id="a"), series=series)
        )
        assert result.series[0].unit_id == PERSON.id != BED.id


class TestTheRandomWalkWithDrift:
    def test_forecast_interval_and_scores_of_three_points(self):
        # 10, 20, 40: μ = 30/2.5 = 12; s² = ((10 − 12)² + (20 − 12)² + 0.5 · 144)/2 = 70.
        # One year on: 52, scale² = 70 (1 + 1/2.5) = 98; t(0.9; 2) = 1.885618; half 18.666667 = 56/3.
        values = make_context({2019: 10.0, 2020: 20.0, 2021: 40.0, 2022: 50.0, 2023: 55.0})
        result = backtest_series(with_context(values, series=SHARES), Method.DRIFT)
        first = result.rows[0]
        assert (first.forecast, first.low, first.high) == pytest.approx((52.0, 52 - 56 / 3, 52 + 56 / 3))
        assert first.interval_score == pytest.approx(112 / 3)  # 50 is inside: the width alone
        # the mean yearly change of the whole series is (10 + 20 + 10 + 5)/4 = 11.25
        one_year = next(s for s in score_methods(result) if s.method is Method.DRIFT and s.horizon == 1)
        # from 10, 20, 40, 50: μ = 40/3.5; s² = (squares of −1.428571, 8.571429, −1.428571 and half of μ²)/3 = 47.619048
        # 2023: 61.428571, scale² = 47.619048 (1 + 1/3.5) = 61.224490, t(0.9; 3) = 1.637744; half 12.814651
        assert one_year.interval_score == pytest.approx((112 / 3 + 2 * 12.814651) / 2 / 11.25, rel=1e-5)

    def test_an_interval_in_whole_persons_is_rounded_outwards(self):
        assert shown_in_unit(PERSON, 52.4, 33.3, 71.2) == (52.0, 33.0, 72.0)
        assert shown_in_unit(PERSON, -3.0, -20.0, 4.0) == (0.0, 0.0, 4.0)
        assert shown_in_unit(PERCENT, 96.5, 90.25, 104.0) == (96.5, 90.25, 100.0)

    def test_targets_are_set_at_half_to_twice_the_pace(self):
        # 10, 20, 40 moved 15 a year; the targets for 2022 lie 7.5, 10, 15, 22.5 and 30 above 40, and 50 came
        values = make_context({2019: 10.0, 2020: 20.0, 2021: 40.0, 2022: 50.0, 2023: 55.0})
        first = backtest_series(with_context(values, series=SHARES), Method.DRIFT).rows[0]
        assert [statement.met for statement in first.statements] == [True, True, False, False, False]
        # 47.5 is (52 − 47.5)/√98 below the centre; the t with two degrees has F(x) = 1/2 + x/(2 √(2 + x²))
        x = 4.5 / 98**0.5
        assert first.statements[0].probability == pytest.approx(0.5 + x / (2 * (2 + x**2) ** 0.5))

    def test_a_target_beyond_a_hundred_per_cent_is_none(self):
        values = make_context({2019: 70.0, 2020: 80.0, 2021: 90.0, 2022: 95.0, 2023: 96.0})
        first = backtest_series(with_context(values, series=SHARES), Method.DRIFT).rows[0]
        assert len(first.statements) == 3  # 95, 96.7 and 100, not 105 and 110


def several_series(**changed):
    """Five series of ten shares each, moving in their own ways; `changed` replaces the last value of some."""
    contexts = []
    for number in range(5):
        values = {2014 + n: 20.0 + 3 * n + ((n * (number + 2)) % 5) * (1 + number) / 2 for n in range(10)}
        values[2023] = changed.get(f"series_{number}", values[2023])
        contexts.append(make_context(values, series_id=f"series_{number}"))
    names = [f"series_{number}" for number in range(5)]
    return with_context(*contexts, series=make_series(*names, unit_id="percent", measure="share"))


class TestNothingLeaks:
    @pytest.mark.parametrize("method", [Method.THEIL_SEN, Method.DAMPED, Method.ENSEMBLE, Method.DRIFT_CHOSEN])
    def test_what_came_of_a_series_does_not_change_its_own_forecasts(self, method):
        # an absurd last value of series 2 must not reach a forecast of series 2, but does reach those of the others
        def intervals(inputs, series_id):
            rows = backtest_series(inputs, Method.DRIFT).others[method]
            return [(row.low, row.high) for row in rows if row.trial.series_id == series_id]

        plain, changed = several_series(), several_series(series_2=99.0)
        assert intervals(plain, "series_2") == intervals(changed, "series_2")
        assert intervals(plain, "series_1") != intervals(changed, "series_1") or method is Method.DRIFT_CHOSEN

    def test_the_same_series_of_another_area_is_left_out_too(self):
        values = {2014 + n: 20.0 + 3 * n + n % 3 for n in range(10)}
        both = with_context(make_context(values), make_context(values, area="china"), series=SHARES)
        assert Method.THEIL_SEN not in backtest_series(both, Method.DRIFT).others


class TestComparison:
    def test_every_method_is_scored_on_the_same_trials(self):
        scores = score_methods(backtest_series(several_series(), Method.DRIFT))
        assert {score.method for score in scores} == set(Method) - {Method.MEAN} - {Method.MEAN}
        assert {score.trials for score in scores if score.horizon is None} == {5 * (3 + 3 + 3 + 3 + 3 + 2 + 1)}
        assert {score.expected for score in scores if score.horizon is None} == {scores[0].expected}

    def test_the_bootstrap_draws_whole_series_and_is_the_same_every_time(self):
        result = backtest_series(several_series(), Method.DRIFT)
        drawn = bootstrap_series(result, Method.LINE)
        assert drawn == bootstrap_series(result, Method.LINE)
        assert drawn.series == 5
        assert drawn.coverage[0] <= result.coverage <= drawn.coverage[1]

    def test_one_series_says_nothing_of_others(self):
        values = make_context({2014 + n: 20.0 + 3 * n + n % 3 for n in range(10)})
        assert bootstrap_series(backtest_series(with_context(values, series=SHARES)), Method.NO_CHANGE) is None

    def test_calibration_counts_every_statement_once(self):
        result = backtest_series(several_series(), Method.DRIFT)
        statements = sum(len(row.statements) for row in result.rows)
        assert sum(part.statements for part in result.calibration) == statements
        assert sum(part.statements for part in result.verdicts) == statements
        assert all(part.low <= part.mean_probability <= part.high for part in result.calibration)


def test_what_judgement_2_uses_is_what_the_backtest_tries():
    assert backtest_series(several_series()).method is IN_USE


class TestGrowthRates:
    def test_the_yearly_growth_of_a_stock_is_tried_by_its_mean(self):
        # growth 10, 20, 10, 20, 10 %; from three known rates on: two origins, ahead 2 + 1 = 3 forecasts
        values, level = {2017: 100.0}, 100.0
        for year, rate in enumerate((10, 20, 10, 20, 10), start=2018):
            level *= 1 + rate / 100
            values[year] = level
        result = backtest_rates(with_context(make_context(values)))
        mean, no_change, *_ = result.scores
        assert result.series == 1 and mean.method is Method.MEAN and no_change.method is Method.NO_CHANGE
        assert mean.trials == 3
        # the mean of 10, 20, 10 misses 20 by 6.67 and 10 by 3.33, that of 10, 20, 10, 20 misses 10 by 5: 15 in all;
        # the last rate misses by 10, 0 and 10
        assert mean.relative_error == pytest.approx(15 / 20) and no_change.relative_error == pytest.approx(1.0)

    def test_a_gap_ends_a_run_and_shares_have_no_growth(self):
        gap = {2015: 1.0, 2016: 2.0, 2017: 3.0, 2018: 4.0, 2020: 5.0, 2021: 6.0, 2022: 7.0, 2023: 8.0}
        assert backtest_rates(with_context(make_context(gap))).scores == ()
        known = make_context({year: 10.0 + year - 2015 for year in range(2015, 2024)})
        assert backtest_rates(with_context(known, series=SHARES)).scores == ()


def test_a_record_of_fewer_than_ten_trials_says_nothing():
    result = backtest_series(several_series(), Method.DRIFT)
    near, far = replace(result.horizons[0], horizon=1, trials=10), replace(result.horizons[0], horizon=2, trials=9)
    made = replace(result, horizons=(near, far))
    assert (made.interval_record(1), made.interval_record(2), made.interval_record(3)) == (near, None, None)
    said = {part.verdict: part for part in result.verdicts}
    likely = replace(said[OutlookVerdict.LIKELY], trials=10)
    unlikely = replace(said[OutlookVerdict.LIKELY], verdict=OutlookVerdict.UNLIKELY, trials=9)
    made = replace(result, verdicts=(unlikely, likely))
    assert made.verdict_record(OutlookVerdict.LIKELY) == likely
    assert made.verdict_record(OutlookVerdict.UNLIKELY) is None
    assert made.verdict_record(OutlookVerdict.UNCERTAIN) is None


def test_the_message_names_the_coverage_that_an_interval_promises():
    result = backtest_series(several_series(), Method.DRIFT)
    assert result.nominal == 0.8
    assert ("nominal", "80%", "plain") in result.message.fields


def test_a_fading_drift_adds_less_each_year():
    # 10, 20, 30: 10 a year, fading by φ = 0.8 as the module says: 30 + 10 (φ + φ²) two years on
    assert DAMPING == 0.8
    (centre,) = {CENTRES[Method.DAMPED]((2020.0, 2021.0, 2022.0), (10.0, 20.0, 30.0), 2024.0)}
    assert centre == pytest.approx(30 + 10 * (0.8 + 0.64))
    assert CENTRES[Method.DAMPED]((2020.0, 2022.0), (10.0, 30.0), 2023.0) == pytest.approx(30 + 8)


def test_growth_of_a_stock_of_less_than_one_is_a_rate_and_of_none_is_not():
    # from 0.5 on: 10 % a year for six years; from nothing no growth can be told
    small = {2018 + n: 0.5 * 1.1**n for n in range(7)}
    assert backtest_rates(with_context(make_context(small), year=2024)).series == 1
    none = {2018: 0.0} | {2019 + n: 0.5 * 1.1**n for n in range(5)}
    assert backtest_rates(with_context(make_context(none), year=2024)) == RateBacktest(0, ())
    derived = with_context(make_context(small, expression="1 + 1"), year=2024)
    assert backtest_rates(derived) == RateBacktest(0, ())
