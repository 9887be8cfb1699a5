"""Two plans compared: achievements carried on, background series in both periods, plan-year against plan-year."""

from __future__ import annotations

import pandas as pd
import pytest
from builders import (
    BED,
    PERCENT,
    PERSON,
    make_achievement,
    make_assessment,
    make_indicator,
    make_inputs,
    make_observations,
    make_parameters,
    make_source,
    make_task,
    missing_words,
)

from planbook.compare import compare_plans
from planbook.model import AchievementKind, Flag, Message, SourceKind, TargetKind, TaskKind, Unit, UnitKind

SITE = Unit("site", UnitKind.COUNT, "个", "site", "sites", 0)
PERCENT_CHANGE = Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1)
UNITS = {unit.id: unit for unit in (BED, PERCENT, PERSON, SITE, PERCENT_CHANGE)}
PROGRESS_COLUMNS = [
    "task_id",
    "year",
    "value",
    "status",
    "flag",
    "source_id",
    "note_zh",
    "note_en",
    "vintage",
    "illustrative",
]


def make_progress(values, flag="", illustrative=True):
    rows = [
        {
            "task_id": "t1",
            "year": year,
            "value": value,
            "status": "",
            "flag": flag,
            "source_id": "illustrative_a",
            "note_zh": "",
            "note_en": "",
            "vintage": year,
            "illustrative": illustrative,
        }
        for year, value in values.items()
    ]
    return pd.DataFrame(rows, columns=PROGRESS_COLUMNS)


def with_achievements(*achievements, tasks=(), **overrides):
    return make_inputs(
        achievements={entry.id: entry for entry in achievements},
        units=UNITS,
        tasks={task.id: task for task in tasks},
        **overrides,
    )


BEDS = {"i03": make_assessment()}


class TestContinuedFigures:
    def test_an_indicator_goes_on_from_the_achievement(self):
        # 14th: 8,439 → 9,365 in three years: 926, 308.67 a year; planned (10,105 − 8,439) / 5 = 333.2 a year
        [figure] = compare_plans(with_achievements(make_achievement()), BEDS).continued
        assert (figure.first.end, figure.first.change, figure.first.reason) == (8439.0, None, "no_start_value")
        assert (figure.second.change, figure.second.per_year) == (926.0, pytest.approx(308.6667, abs=1e-4))
        assert figure.planned_per_year == pytest.approx(333.2)
        assert (figure.same_measure, figure.illustrative, figure.flag) == (True, True, Flag.NORMAL)

    def test_a_start_value_gives_the_change_of_the_finished_plan(self):
        # 17,611 → 10,648 persons in five years: −6,963, −1,392.6 a year; (10,648/17,611)^(1/5) = 0.904268
        persons = make_achievement(value=10648.0, unit_id="person", start_value=17611.0, start_year=2015)
        [figure] = compare_plans(with_achievements(persons), BEDS).continued
        assert (figure.first.change, figure.first.per_year, figure.first.complete) == (-6963.0, -1392.6, True)
        assert figure.first.growth == pytest.approx(0.904268 - 1, abs=1e-5)
        assert figure.same_measure is False  # persons go on as beds here: never in one scale

    def test_a_stated_growth_is_kept_without_its_levels(self):
        # up 44 % in five years: 1.44^(1/5) = e^(0.364643/5) = 1.075654
        growth = make_achievement(value=44.0, unit_id="percent_change", start_year=2015, kind=AchievementKind.CHANGE)
        [figure] = compare_plans(with_achievements(growth), BEDS).continued
        assert (figure.first.start, figure.first.end, figure.first.reason) == (None, None, "growth_only")
        assert figure.first.growth == pytest.approx(0.075654, abs=1e-6)

    def test_a_numeric_task_in_the_same_unit_is_preferred_to_the_indicator(self):
        # 92 → 104 sites in three years: 4 a year; planned 8 / 5 = 1.6
        sites = make_achievement(value=92.0, unit_id="site", indicator_id="i03", task_id="t1")
        inputs = with_achievements(
            sites, tasks=[make_task()], progress=make_progress({2021: 95.0, 2022: 111.0, 2023: 104.0})
        )
        [figure] = compare_plans(inputs, BEDS).continued
        assert (figure.subject_id, figure.second.per_year, figure.planned_per_year) == ("t1", 4.0, 1.6)

    def test_a_task_without_a_value_is_not_reported(self):
        sites = make_achievement(value=92.0, unit_id="site", indicator_id="", task_id="t1")
        inputs = with_achievements(sites, tasks=[make_task()], progress=make_progress({2021: float("nan")}, flag="m"))
        [figure] = compare_plans(inputs, BEDS).continued
        assert (figure.second.reason, figure.second.start, figure.second.end) == ("not_reported", 92.0, None)
        assert figure.illustrative is False

    def test_a_task_without_a_baseline_shows_its_level_only(self):
        sites = make_achievement(value=92.0, unit_id="site", indicator_id="", task_id="t1")
        task = make_task(baseline=None, baseline_year=None)
        inputs = with_achievements(sites, tasks=[task], progress=make_progress({2023: 104.0}))
        [figure] = compare_plans(inputs, BEDS).continued
        assert (figure.second.end, figure.second.reason, figure.planned_per_year) == (104.0, "no_start_value", None)

    def test_a_change_of_definition_is_not_bridged(self):
        observations = make_observations({2021: 8700.0, 2022: 9050.0})
        observations = pd.concat([observations, make_observations({2023: 9365.0}, flag="b")], ignore_index=True)
        [figure] = compare_plans(with_achievements(make_achievement(), observations=observations), BEDS).continued
        assert (figure.second.end, figure.second.change, figure.second.reason) == (9365.0, None, "break")

    def test_what_nothing_continues_is_left_out(self):
        qualitative = make_task(kind=TaskKind.QUALITATIVE, target=None, target_kind=TargetKind.QUALITATIVE)
        inputs = with_achievements(
            make_achievement(id="a1", indicator_id=""),
            make_achievement(id="a2", indicator_id="", task_id="t1"),
            tasks=[qualitative],
        )
        assert compare_plans(inputs, BEDS).continued == ()


def with_series(values, measure="stock", flags=None, year=2023):
    flags = flags or {}
    context = pd.DataFrame(
        [
            {
                "series_id": "care_beds",
                "area": "shanghai",
                "year": when,
                "value": value,
                "flag": flags.get(when, ""),
                "source_id": "published",
                "quote": "",
                "preferred": True,
                "note_zh": "",
                "note_en": "",
                "expression": "",
                "inputs": "",
            }
            for when, value in values.items()
        ]
    )
    series = pd.DataFrame(
        [
            {
                "series_id": "care_beds",
                "name_zh": "养老床位",
                "name_en": "Care beds",
                "definition_zh": "",
                "definition_en": "",
                "unit_id": "bed",
                "measure": measure,
            }
        ]
    )
    inputs = make_inputs(
        context=context,
        series=series,
        parameters=make_parameters(year=year),
        sources={"published": make_source(id="published", kind=SourceKind.ORIGINAL)},
    )
    found = compare_plans(inputs, {})
    for entry in found.series + found.one_period_only:
        assert missing_words([entry.message, entry.slopes.message, entry.trend.message]) == []
    return found.series + found.one_period_only


# 100, 110, 120, 130, 140, 150 in 2015-2020, then 170, 190, 210
YEARLY = {2015 + n: 100.0 + 10 * n for n in range(6)} | {2021: 170.0, 2022: 190.0, 2023: 210.0}


class TestSeries:
    def test_both_periods_and_their_difference(self):
        # 13th: 50 over five years; 14th so far: 60 over three: 20 − 10 a year
        [found] = with_series(YEARLY)
        assert (found.first.per_year, found.second.per_year, found.difference_per_year) == (10.0, 20.0, 10.0)
        assert (found.first.complete, found.second.complete) == (True, False)
        assert found.message.key == "compare.series.both"

    def test_the_same_plan_years_stand_side_by_side(self):
        # year 3: 2018 is 30 above 2015; 2023 is 60 above 2020
        [found] = with_series(YEARLY)
        assert [row.number for row in found.plan_years] == [1, 2, 3]
        third = found.plan_years[2]
        assert (third.first_year, third.first_value, third.first_change) == (2018, 130.0, 30.0)
        assert (third.second_year, third.second_value, third.second_change) == (2023, 210.0, 60.0)

    def test_a_plan_year_unknown_in_one_plan_is_left_out(self):
        values = {year: value for year, value in YEARLY.items() if year != 2017}
        [found] = with_series(values)
        assert [row.number for row in found.plan_years] == [1, 3]

    def test_a_flow_has_the_value_of_its_year_and_a_mean(self):
        # 13th: (110 + 120 + 130 + 140 + 150) / 5 = 130; 14th: (170 + 190 + 210) / 3 = 190
        [found] = with_series(YEARLY, measure="flow")
        assert (found.first_mean, found.second_mean, found.first_years, found.second_years) == (130.0, 190.0, 5, 3)
        assert found.message.key == "compare.series.flow_both"
        assert {row.first_change for row in found.plan_years} == {None}

    def test_nothing_later_than_the_edition_is_used(self):
        [found] = with_series(YEARLY, year=2021)
        assert (found.second.end_year, found.second.per_year) == (2021, 20.0)

    def test_a_break_is_marked_and_never_bridged(self):
        [found] = with_series(YEARLY, flags={2021: "b"})
        assert found.break_years == (2021,)
        assert (found.second.start_year, found.second.change) == (2021, 40.0)  # 170 → 210 in the new definition
        assert {row.second_change for row in found.plan_years} == {None}
        assert found.slopes.message.key == "compare.slopes.break"
        assert found.second_mean == 190.0

    def test_a_series_with_one_value_is_left_out(self):
        assert with_series({2020: 100.0}) == ()

    def test_a_series_of_one_period_says_which_and_is_not_compared(self):
        [found] = with_series({2021: 170.0, 2022: 190.0})
        assert (found.message.key, found.first.reason) == ("compare.series.second", "no_value")
        assert (found.in_both_periods, found.in_one_period) == (False, True)

    def test_estimates_are_shown_but_not_tested(self):
        # nine values, of which 2016 and 2017 are estimated: seven are left, four up to 2020
        [found] = with_series(YEARLY, flags={2016: "e", 2017: "e"})
        assert found.estimated_years == (2016, 2017)
        assert (found.slopes.first_values, found.slopes.second_values) == (4, 3)
        assert found.trend.message.key == "compare.trend.too_few_years"
        assert found.first.per_year == 10.0


def test_periods_and_year_are_those_of_the_edition():
    found = compare_plans(make_inputs(indicators={"i03": make_indicator()}), {})
    assert (found.first.first_year, found.second.last_year, found.year) == (2016, 2025, 2023)
    assert (found.series, found.continued) == ((), ())


def test_every_sentence_and_reason_has_words():
    keys = [
        f"compare.reasons.{reason}"
        for reason in ("no_value", "one_value", "break", "no_start_value", "growth_only", "not_reported")
    ]
    assert missing_words(Message(key) for key in keys) == []


@pytest.mark.parametrize(
    ("values", "measure", "key"),
    [
        ({2015: 1.0, 2018: 2.0}, "stock", "first"),
        ({2018: 1.0, 2019: 2.0}, "flow", "flow_first"),
        ({2021: 1.0, 2022: 2.0}, "flow", "flow_second"),
    ],
)
def test_a_series_known_in_one_period_says_so(values, measure, key):
    [found] = with_series(values, measure=measure)
    assert found.message.key == f"compare.series.{key}"


@pytest.mark.parametrize(("slope", "key"), [(5.0, "rising"), (-5.0, "falling"), (0.0, "none")])
def test_a_long_series_has_a_trend_or_none(slope, key):
    [found] = with_series({2015 + n: 100.0 + slope * n + (-1) ** n for n in range(9)})
    assert found.trend.message.key == f"compare.trend.{key}"
    assert found.slopes.message.key == "compare.slopes.not_distinguishable"


def test_a_change_of_pace_can_be_said():
    [found] = with_series(YEARLY)
    assert found.slopes.message.key == "compare.slopes.differ"
