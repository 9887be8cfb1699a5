"""Does the plan agree with itself: each check on figures small enough to follow, with the arithmetic beside it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from builders import (
    BED,
    CITY,
    DISTRICT,
    PERCENT,
    PERSON,
    make_achievement,
    make_indicator,
    make_inputs,
    make_parameters,
    make_plan,
    make_task,
    missing_words,
)

from planbook.assess.consistency import check_plan_consistency
from planbook.model import AchievementKind, TargetKind, TaskKind, Text, Unit, UnitKind

SHARE = Unit("percent_fine", UnitKind.SHARE, "%", "%", "%", 2)
RATE = Unit("organisation_per_10000", UnitKind.RATE, "个/万人", "organisation", "organisations", 1)
YUAN = Unit("yuan_per_month", UnitKind.MONEY, "元/人·月", "yuan", "yuan", 0)
MEAL = Unit("meal_per_day", UnitKind.COUNT, "客/日", "meal per day", "meals per day", 0)
UNITS = {
    unit.id: unit
    for unit in (
        BED,
        PERCENT,
        PERSON,
        SHARE,
        RATE,
        YUAN,
        MEAL,
        Unit("organisation", UnitKind.COUNT, "家", "organisation", "organisations", 0),
        Unit("township", UnitKind.COUNT, "个", "township", "townships", 0),
        Unit("item", UnitKind.COUNT, "项", "item", "items", 0),
        Unit("site", UnitKind.COUNT, "个", "site", "sites", 0),
        Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1),
        Unit("wan_persons", UnitKind.RATE, "万人", "ten thousand persons", "ten thousand persons", 2),
    )
}
SERIES_UNITS = {
    "household_consumption_per_capita": "yuan_per_month",
    "dibao_standard_monthly": "yuan_per_month",
    "resident_population": "person",
    "registered_population": "wan_persons",
    "registered_pop_60plus": "wan_persons",
    "meal_served_daily": "person",
    "citywide_service_items": "item",
    "meal_sites": "site",
    "dibao_to_consumption_ratio_target": "percent_fine",
}


def context_row(series_id, area, year, value, **overrides):
    return {
        "series_id": series_id,
        "area": area.id,
        "year": year,
        "value": value,
        "flag": "",
        "source_id": f"{series_id}_{year}",
        "quote": "",
        "preferred": True,
        "note_zh": "",
        "note_en": "",
        "expression": "",
        "inputs": "",
    } | overrides


def formula(zh):
    return {"formula": Text(zh, "")}


def allowance(**overrides):
    """Indicator 1 of the plan and the level behind it."""
    return make_indicator(
        **(
            {
                "id": "i01",
                "baseline": 32.63,
                "target": 35.0,
                "unit_id": "percent_fine",
            }
            | formula("居民最低生活保障标准÷上年度居民月人均消费支出×100")
            | overrides
        )
    )


def organisations(**overrides):
    return make_indicator(
        **(
            {
                "id": "i15",
                "baseline": 8.1,
                "target": 10.0,
                "unit_id": "organisation_per_10000",
            }
            | formula("社会组织总数÷常住人口数×10000")
            | overrides
        )
    )


def recipients(**overrides):
    return make_indicator(
        **(
            {
                "id": "i02",
                "baseline": 1.64,
                "target": 1.59,
                "unit_id": "percent_fine",
            }
            | formula("低保人数÷户籍人口数×100")
            | overrides
        )
    )


ALLOWANCE_LEVEL = make_achievement(
    id="a1", value=1240.0, unit_id="yuan_per_month", start_value=790.0, start_year=2015, indicator_id="i01"
)
ORGANISATIONS_LEVEL = make_achievement(id="a2", value=640.0, unit_id="organisation", indicator_id="i15")
RECIPIENTS_LEVEL = make_achievement(id="a3", value=10648.0, unit_id="person", indicator_id="i02")


def check(*, indicators=(), achievements=(), tasks=(), context=(), area="示例区", year=2023):
    """The checks by id."""
    frame = pd.DataFrame(list(context)) if context else make_inputs().context
    series = pd.DataFrame(
        [
            {
                "series_id": series_id,
                "name_zh": "",
                "name_en": "",
                "definition_zh": "",
                "definition_en": "",
                "unit_id": unit_id,
                "measure": "plan" if series_id.endswith("_target") else "stock",
            }
            for series_id, unit_id in SERIES_UNITS.items()
        ]
    )
    inputs = make_inputs(
        plan=make_plan(area=Text(area, "Example District")),
        parameters=make_parameters(year=year),
        units=UNITS,
        indicators={entry.id: entry for entry in indicators},
        tasks={entry.id: entry for entry in tasks},
        achievements={entry.id: entry for entry in achievements},
        context=frame,
        series=series,
    )
    found = check_plan_consistency(inputs)
    for entry in found:
        sayable(entry)
    return {entry.id: entry for entry in found}


def sayable(entry):
    """Whatever a check may find, there are words for it in both languages."""
    results = ("side_by_side",) if entry.agrees is None else ("agrees", "differs")
    stem = entry.title.key.removesuffix("title")
    assert missing_words([entry.title, *(replace(entry.message, key=stem + result) for result in results)]) == []


class TestNarrativeAndTable:
    def test_the_same_level_in_both_agrees(self):
        found = check(indicators=[make_indicator()], achievements=[make_achievement()])["narrative_against_table_i03"]
        assert (found.agrees, found.difference, found.arithmetic) == (True, 0.0, "8,439 = 8,439")
        assert found.source_ids == ("plan_14",)

    def test_another_level_is_reported_and_not_repaired(self):
        found = check(indicators=[make_indicator()], achievements=[make_achievement(value=8493.0)])
        entry = found["narrative_against_table_i03"]
        assert (entry.agrees, entry.difference, entry.arithmetic) == (False, 54.0, "8,493 ≠ 8,439")
        assert entry.message.key == "consistency.narrative_against_table.differs"

    def test_another_measure_is_not_compared(self):
        assert check(indicators=[make_indicator()], achievements=[make_achievement(unit_id="organisation")]) == {}


class TestAllowance:
    def test_the_indicator_is_recomputed(self):
        # 1,240 × 12 / 45,605 × 100 = 1,488,000 / 45,605 = 32.628
        spending = context_row("household_consumption_per_capita", CITY, 2019, 45605.0)
        found = check(indicators=[allowance()], achievements=[ALLOWANCE_LEVEL], context=[spending])["allowance_ratio"]
        assert found.agrees
        assert found.right == pytest.approx(32.628, abs=5e-4)
        assert found.arithmetic == "1,240 × 12 ÷ 45,605 × 100 = 32.63"
        assert found.source_ids == ("plan_14", "household_consumption_per_capita_2019")

    def test_a_difference_beyond_the_last_decimal_differs(self):
        # 1,488,000 / 45,600 = 32.632 still rounds to 32.63; 1,488,000 / 45,590 = 32.639 does not
        for spent, agrees in ((45600.0, True), (45590.0, False)):
            spending = context_row("household_consumption_per_capita", CITY, 2019, spent)
            found = check(indicators=[allowance()], achievements=[ALLOWANCE_LEVEL], context=[spending])
            assert found["allowance_ratio"].agrees is agrees

    def test_the_standard_is_compared_at_both_ends_of_the_period(self):
        published = [
            context_row("dibao_standard_monthly", CITY, 2015, 790.0),
            context_row("dibao_standard_monthly", CITY, 2020, 1250.0),
        ]
        found = check(indicators=[allowance()], achievements=[ALLOWANCE_LEVEL], context=published)
        assert (found["allowance_standard_2015"].agrees, found["allowance_standard_2020"].agrees) == (True, False)
        assert found["allowance_standard_2020"].difference == -10.0

    def test_the_two_targets_of_one_ratio(self):
        planned = context_row("dibao_to_consumption_ratio_target", CITY, 2025, 33.0)
        found = check(indicators=[allowance()], context=[planned])["district_and_city_target"]
        assert (found.agrees, found.difference, found.arithmetic) == (False, 2.0, "35 − 33 = 2")


class TestStatedGrowth:
    def growth(self, percent):
        stated = make_achievement(
            id="a9",
            kind=AchievementKind.CHANGE,
            value=percent,
            unit_id="percent_change",
            start_year=2015,
            indicator_id="i15",
        )
        return check(achievements=[ORGANISATIONS_LEVEL, stated])["stated_growth_a2"]

    def test_a_whole_number_behind_the_growth(self):
        # 640 / 1.44 = 444.4; from 444 it is 196 / 444 = 44.1 %, which is 44 % without decimals
        found = self.growth(44.0)
        assert found.agrees
        assert found.right == pytest.approx(44.144, abs=5e-4)
        assert found.arithmetic == "640 ÷ (1 + 44 ÷ 100) = 444.4; (640 ÷ 444 − 1) × 100 = 44.1"

    def test_no_whole_number_behind_the_growth(self):
        # 640 / 1.4405 = 444.3; from 444 it is 44.14 %, not 44.05 %
        assert self.growth(44.05).agrees is False

    def test_a_loss_of_everything_is_not_divided_by(self):
        stated = make_achievement(
            id="a9", kind=AchievementKind.CHANGE, value=-100.0, unit_id="percent_change", indicator_id="i15"
        )
        assert check(achievements=[ORGANISATIONS_LEVEL, stated]) == {}


class TestPopulations:
    CENSUS = context_row("resident_population", DISTRICT, 2020, 637921.0)
    REGISTER = context_row("registered_population", DISTRICT, 2016, 67.06)

    def test_the_resident_population_behind_the_rate(self):
        # 640 / 8.1 × 10,000 = 790,123; with 8.15 and 8.05 it is 785,276 to 795,031; the census says 637,921
        found = check(indicators=[organisations()], achievements=[ORGANISATIONS_LEVEL], context=[self.CENSUS])
        entry = found["resident_population"]
        assert (entry.agrees, entry.unit_id) == (False, "person")
        assert entry.difference == pytest.approx(790123.46 - 637921, abs=0.01)
        fields = {name: value for name, value, _ in entry.message.fields}
        assert (fields["low"], fields["high"]) == pytest.approx((785276.07, 795031.06), abs=0.01)

    def test_a_population_within_the_rounding_of_the_rate_agrees(self):
        census = context_row("resident_population", DISTRICT, 2020, 794000.0)
        found = check(indicators=[organisations()], achievements=[ORGANISATIONS_LEVEL], context=[census])
        assert found["resident_population"].agrees
        assert found["rate_on_published_population"].agrees  # 640 / 794,000 × 10,000 = 8.06

    def test_the_rate_on_the_census(self):
        # 640 / 637,921 × 10,000 = 10.03
        found = check(indicators=[organisations()], achievements=[ORGANISATIONS_LEVEL], context=[self.CENSUS])
        entry = found["rate_on_published_population"]
        assert entry.arithmetic == "640 ÷ 637,921 × 10,000 = 10.03"
        assert (entry.agrees, entry.right) == (False, pytest.approx(10.0326, abs=1e-4))

    def test_the_registered_population_of_another_year_stands_beside(self):
        # 10,648 / 1.64 × 100 = 649,268 beside 670,600 of 2016
        found = check(indicators=[recipients()], achievements=[RECIPIENTS_LEVEL], context=[self.REGISTER])
        entry = found["registered_population"]
        assert (entry.agrees, entry.right, entry.message.key) == (
            None,
            670600.0,
            "consistency.registered_population.side_by_side",
        )
        assert entry.left == pytest.approx(649268.29, abs=0.01)

    def test_the_registered_population_of_the_same_year_is_compared(self):
        register = context_row("registered_population", DISTRICT, 2020, 65.0)
        found = check(indicators=[recipients()], achievements=[RECIPIENTS_LEVEL], context=[register])
        assert found["registered_population"].agrees  # 1.645 and 1.635 give 647,295 to 651,254

    def test_the_two_populations_stand_the_other_way_round(self):
        # implied 790,123 / 649,268 = 1.217; published 637,921 / 670,600 = 0.951
        found = check(
            indicators=[organisations(), recipients()],
            achievements=[ORGANISATIONS_LEVEL, RECIPIENTS_LEVEL],
            context=[self.CENSUS, self.REGISTER],
        )["two_populations"]
        assert found.agrees is False
        assert found.arithmetic == "790,123 ÷ 649,268 = 1.217; 637,921 ÷ 670,600 = 0.951"

    def test_without_published_populations_the_two_stand_side_by_side(self):
        found = check(indicators=[organisations(), recipients()], achievements=[ORGANISATIONS_LEVEL, RECIPIENTS_LEVEL])
        assert found["two_populations"].agrees is None
        assert found["two_populations"].arithmetic == "790,123 ÷ 649,268 = 1.217"

    def test_a_forecast_or_a_later_year_is_not_used(self):
        later = context_row("registered_population", DISTRICT, 2024, 60.0)
        forecast = context_row("registered_population", DISTRICT, 2023, 61.0, flag="f")
        found = check(
            indicators=[recipients()], achievements=[RECIPIENTS_LEVEL], context=[self.REGISTER, forecast, later]
        )
        assert found["registered_population"].right == 670600.0

    def test_certified_community_workers_are_among_all_holders(self):
        # 991 × 15 % = 148.65; 9.4 × 63.7921 = 599.6
        share = make_indicator(
            id="i12",
            baseline=15.0,
            unit_id="percent",
            **formula("持有社会工作者职业水平证的社区工作者数÷全区社区工作者数×100"),
        )
        rate = make_indicator(
            id="i14",
            baseline=9.4,
            unit_id="organisation_per_10000",
            **formula("取得社会工作者职业水平证书的人员总数÷常住人口数×10000"),
        )
        workers = make_achievement(value=991.0, unit_id="person", indicator_id="i12")
        found = check(indicators=[share, rate], achievements=[workers], context=[self.CENSUS])["certificate_holders"]
        assert (found.agrees, found.left, found.right) == (True, pytest.approx(148.65), pytest.approx(599.6457))


class TestWholeNumbers:
    TOWNSHIPS = make_indicator(id="i08", baseline=72.0, unit_id="percent", **formula("有服务点的乡镇数÷全区乡镇数×100"))
    ALL = make_task(unit_id="township", target=18.0, baseline=None, baseline_year=None)

    def test_a_share_of_townships_comes_from_a_whole_number(self):
        # 72 % of 18 is 12.96: 13 / 18 = 72.2 %
        found = check(indicators=[self.TOWNSHIPS], tasks=[self.ALL])["whole_townships"]
        assert (found.agrees, found.arithmetic) == (True, "13 ÷ 18 × 100 = 72.2")

    def test_a_share_that_no_whole_number_gives(self):
        # 75 % of 18 is 13.5: 13 is 72.2 %, 14 is 77.8 %
        wrong = make_indicator(id="i08", baseline=75.0, unit_id="percent", **formula("有服务点的乡镇数÷全区乡镇数×100"))
        assert check(indicators=[wrong], tasks=[self.ALL])["whole_townships"].agrees is False

    def test_a_share_of_what_is_counted_beside_it(self):
        # 41,994 / 0.9999 = 41,998.2: of 41,998 it is 99.9905 %
        counted = make_achievement(
            id="a1", kind=AchievementKind.CUMULATIVE, value=41994.0, unit_id="site", indicator_id="", task_id="t1"
        )
        share = make_achievement(
            id="a2", kind=AchievementKind.SHARE, value=99.99, unit_id="percent_fine", indicator_id="", task_id="t1"
        )
        found = check(achievements=[counted, share])["whole_numbers_behind_a_share_a2"]
        assert (found.agrees, found.arithmetic) == (True, "41,994 ÷ 41,998 × 100 = 99.9905")

    @pytest.mark.parametrize(("part", "agrees", "sign"), [(190.0, True, "≤"), (192.0, False, ">")])
    def test_no_part_is_larger_than_its_whole(self, part, agrees, sign):
        entries = [
            make_achievement(id="a1", value=191.0, unit_id="item", indicator_id="", label=Text("事项", "Items")),
            make_achievement(id="a2", value=66.0, unit_id="item", indicator_id="", label=Text("其中：自助", "")),
            make_achievement(id="a3", value=part, unit_id="item", indicator_id="", label=Text("其中：通办", "")),
        ]
        found = check(achievements=entries)["part_and_whole_a1"]
        assert found.agrees is agrees
        assert found.arithmetic == f"max(66, {part:.0f}) = {part:.0f} {sign} 191"


class TestAgainstPublishedFigures:
    def test_a_district_figure_defined_on_the_whole_city(self):
        # 5,500 of the 120,000 served in the city: 4.6 %
        meals = make_indicator(
            id="i06",
            baseline=5500.0,
            target=9000.0,
            unit_id="meal_per_day",
            definition=Text("全市社区助餐点每天提供老人就餐人次的能力。", ""),
        )
        served = context_row("meal_served_daily", CITY, 2020, 120000.0)
        found = check(indicators=[meals], context=[served])["city_in_a_district_plan"]
        assert (found.agrees, found.arithmetic) == (False, "5,500 ÷ 120,000 × 100 = 4.6")
        assert "city_in_a_district_plan" not in check(indicators=[meals], context=[served], area="示例市")

    def test_the_same_list_of_items_counted_twice(self):
        own = make_achievement(value=190.0, unit_id="item", indicator_id="", label=Text("实现“全市通办”的事项", ""))
        city = context_row("citywide_service_items", CITY, 2020, 189.0)
        found = check(achievements=[own], context=[city])["service_items"]
        assert (found.agrees, found.difference, found.arithmetic) == (False, 1.0, "190 − 189 = 1")

    def test_the_beds_planned_against_the_share_wanted(self):
        # 228,000 × 3.5 % = 7,980, fewer than 10,105
        task = make_task(
            text=Text("机构养老床位数占户籍老年人口的比例", ""),
            target=3.5,
            baseline=None,
            baseline_year=None,
            unit_id="percent",
            indicator_id="i03",
        )
        elderly = context_row("registered_pop_60plus", DISTRICT, 2016, 22.8)
        found = check(indicators=[make_indicator()], tasks=[task], context=[elderly])["beds_for_the_elderly"]
        assert (found.agrees, found.arithmetic) == (True, "228,000 × 3.5 ÷ 100 = 7,980")
        many = context_row("registered_pop_60plus", DISTRICT, 2016, 30.0)  # 10,500
        found = check(indicators=[make_indicator()], tasks=[task], context=[many])["beds_for_the_elderly"]
        assert (found.agrees, found.difference) == (False, -395.0)

    @pytest.mark.parametrize(("sites", "agrees"), [(99.0, True), (111.0, False)])
    def test_a_target_passed_years_early(self, sites, agrees):
        task = make_task(text=Text("社区老年助餐服务场所达到100家", ""))
        published = context_row("meal_sites", DISTRICT, 2022, sites)
        found = check(tasks=[task], context=[published])["target_already_passed"]
        assert (found.agrees, found.difference) == (agrees, 100.0 - sites)

    def test_the_plans_own_base_figure_is_no_news(self):
        task = make_task(text=Text("社区老年助餐服务场所达到100家", ""))
        base = context_row("meal_sites", DISTRICT, 2020, 120.0)
        assert check(tasks=[task], context=[base]) == {}

    def test_the_figure_not_preferred_is_not_used(self):
        task = make_task(text=Text("社区老年助餐服务场所达到100家", ""))
        rows = [
            context_row("meal_sites", DISTRICT, 2022, 99.0),
            context_row("meal_sites", DISTRICT, 2022, 111.0, preferred=False),
        ]
        assert check(tasks=[task], context=rows)["target_already_passed"].right == 99.0


class TestAnotherPlan:
    def test_checks_whose_figures_are_missing_are_left_out(self):
        assert check(indicators=[make_indicator()]) == {}

    def test_a_baseline_of_zero_divides_nothing(self):
        zero = organisations(baseline=0.0, target_kind=TargetKind.FROM_ZERO)
        census = context_row("resident_population", DISTRICT, 2020, 637921.0)
        assert check(indicators=[zero], achievements=[ORGANISATIONS_LEVEL], context=[census]) == {}

    def test_qualitative_tasks_are_not_read(self):
        task = make_task(kind=TaskKind.QUALITATIVE, text=Text("户籍老年人口", ""), target=None)
        assert check(tasks=[task]) == {}
