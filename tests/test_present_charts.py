"""What each chart says: its finding, its labels, its marks, and what it says when there is nothing to draw."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from importlib import import_module
from unittest.mock import patch

import pandas as pd
import pytest
from builders import (
    BED,
    PERSON,
    indicator_trend,
    make_achievement,
    make_edition,
    make_indicator,
    make_inputs,
    make_observations,
    make_parameters,
    make_source,
    make_task,
    of_achievements,
    of_pace,
    of_scorecard,
    of_series,
    small_multiples,
    status_matrix,
)
from drawn_texts import drawn_texts, size_of

from planbook import present
from planbook.assess.crosschecks import METHODS
from planbook.model import (
    AchievementKind,
    Chapter,
    Direction,
    EditionKind,
    Flag,
    IndicatorType,
    PaceVerdict,
    SituationSection,
    SourceKind,
    TargetKind,
    TaskKind,
    Text,
    Unit,
    UnitKind,
)
from planbook.present.charts.bullets import chart_bullets
from planbook.present.charts.common import source_line
from planbook.present.charts.course import course_of
from planbook.present.charts.layout import lay_out
from planbook.present.charts.leaving import edge_arrow
from planbook.present.charts.model import Bar, Break, Dots, Line
from planbook.present.charts.rulers import class_ranges
from planbook.present.charts.series import line_marks
from planbook.present.charts.trends import trend_chart, trend_marks

YUAN = Unit("yuan", UnitKind.MONEY, "元", "yuan", "yuan", 0)
GROWTH = Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1)
PUBLISHED = make_source(
    id="bureau",
    kind=SourceKind.ORIGINAL,
    title=Text("统计公报", "Statistical communiqué"),
    publisher=Text("统计局", "Bureau of Statistics"),
)


def edition_with(language: str = "zh", **overrides):
    return make_edition(language, make_inputs(**overrides))


def title(piece) -> str:
    return unescape(re.search(r'class="chart-title">(.*?)</span>', piece.html)[1])


def label(piece, kind: str = "wide") -> str:
    """All texts of one drawing, in drawing order."""
    svg = re.search(rf'<svg class="chart-{kind}".*?</svg>', piece.html, re.DOTALL)[0]
    return unescape("\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))


def cells(piece) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", piece.html, re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


# ---- one indicator ---------------------------------------------------------------------------------------------------


def test_a_trend_says_the_verdict_with_the_numbers_it_rests_on():
    # (42 − 30) / (60 − 30) = 40.0 %; three of five years = 60 %; 0.40 / 0.60 = 0.67 < 0.80
    assert title(indicator_trend(make_edition("zh"), "i04")) == ("护理型床位占比滞后：完成 40.0%\u00a0◇，应完成 60.0%")
    assert title(indicator_trend(make_edition("en"), "i04")) == (
        "Nursing-type beds: lagging, 40.0%\u00a0◇ done against 60.0% due"
    )


def test_a_trend_labels_values_target_and_what_was_due():
    shown = label(indicator_trend(make_edition(), "i04"))
    assert "42.0%\u00a0◇\n▼ 滞后" in shown
    assert "2025年目标 ≥60.0%" in shown
    assert "应达 48.0%" in shown  # 30 + 0.6 × 30


def test_the_final_evaluation_speaks_of_targets_met_and_missed():
    values = pd.concat([make_observations({2025: 10200.0}), make_observations({2025: 52.0}, "i04")], ignore_index=True)
    parameters = make_parameters(year=2025, kind=EditionKind.FINAL, cut_off=date(2025, 12, 31))
    edition = edition_with(observations=values, vintages=values, parameters=parameters)
    assert title(indicator_trend(edition, "i03")) == "养老床位完成目标：2025年 10,200 张\u00a0◇，目标 10,105 张"
    # (52 − 30) / 30 = 73.3 %
    assert title(indicator_trend(edition, "i04")) == (
        "护理型床位占比未达目标：2025年 52.0%\u00a0◇，目标 ≥60.0%，完成 73.3%\u00a0◇"
    )


def test_illustrative_values_are_hollow_and_marked_and_the_plans_own_are_neither():
    edition = make_edition()
    dots = [mark for mark in trend_marks(course_of(edition, "i04"), "80%") if isinstance(mark, Dots)]
    assert {(mark.hollow, mark.points) for mark in dots} == {
        (False, ((2020, 30.0),)),
        (True, ((2021, 34.0), (2022, 39.0), (2023, 42.0))),
    }
    lines = label(indicator_trend(edition, "i04")).split("\n")
    assert "30.0%" in lines and "34.0%\u00a0◇" in lines


def test_published_values_carry_no_mark_anywhere():
    values = make_observations({2021: 34.0, 2022: 39.0, 2023: 42.0}, "i04", illustrative=False, source_id="bureau")
    edition = edition_with(observations=values, vintages=values, sources={**make_inputs().sources, "bureau": PUBLISHED})
    piece = indicator_trend(edition, "i04")
    assert "◇" not in piece.html + piece.markdown + piece.svg + piece.text
    assert "统计公报" in piece.html


def test_a_break_is_a_gap_with_a_mark_and_never_bridged():
    values = make_observations({2021: 34.0, 2022: 50.0, 2023: 52.0}, "i04")
    values.loc[values["year"] == 2022, "flag"] = "b"
    edition = edition_with(observations=values, vintages=values)
    marks = trend_marks(course_of(edition, "i04"), "80%")
    solid = [[year for year, _ in mark.points] for mark in marks if isinstance(mark, Line) and not mark.dashed]
    assert solid == [[2020, 2021], [2022, 2023]]
    # half way between 2021 (34.0) and 2022 (50.0)
    assert [(mark.x, mark.y) for mark in marks if isinstance(mark, Break)] == [(2021.5, 42.0)]
    assert "序列中断" in label(indicator_trend(edition, "i04"))


def test_a_year_without_a_value_is_a_gap_too():
    values = make_observations({2021: 34.0, 2023: 42.0}, "i04")
    edition = edition_with(observations=values, vintages=values)
    marks = trend_marks(course_of(edition, "i04"), "80%")
    assert [mark.points for mark in marks if isinstance(mark, Line) and not mark.dashed] == [
        ((2020, 30.0), (2021, 34.0))
    ]


def test_a_year_that_was_not_reported_is_said_and_no_verdict_is_given():
    values = make_observations({2021: 34.0, 2022: 39.0}, "i04")
    piece = indicator_trend(edition_with(observations=values, vintages=values), "i04")
    assert title(piece) == "护理型床位占比2023年未报送，最近为2022年 39.0%\u00a0◇"
    assert "未报送" in label(piece)
    assert "滞后" not in label(piece)


def test_an_indicator_without_any_value_gives_a_sentence_in_place_of_a_chart():
    values = make_observations({2023: 9365.0})
    piece = indicator_trend(edition_with(observations=values, vintages=values), "i04")
    assert piece.svg == "" and "<svg" not in piece.html
    assert piece.text == "截至2023年，护理型床位占比尚无报送数据，无法绘制趋势图。"


def test_the_alternative_text_has_the_numbers_that_matter():
    alt = re.search(r'aria-label="(折线图[^"]*)"', indicator_trend(make_edition(), "i04").html)[1]
    for number in ("2020年 30.0%", "2021年 34.0%\u00a0◇", "2023年 42.0%\u00a0◇", "≥60.0%", "▼ 滞后", "80% 预测区间"):
        assert number in alt


def test_the_data_table_has_every_year_with_what_was_due():
    rows = cells(indicator_trend(make_edition(), "i04"))
    assert [row[0] for row in rows] == ["年份", "2020", "2021", "2022", "2023", "2024", "2025"]
    # the due path rises by (60 − 30) / 5 = 6 a year
    assert [row[2] for row in rows[1:]] == ["30.0%", "36.0%", "42.0%", "48.0%", "54.0%", "60.0%"]
    assert [row[1] for row in rows[1:]] == ["30.0%", "34.0%\u00a0◇", "39.0%\u00a0◇", "42.0%\u00a0◇", "", ""]


def test_an_interval_far_wider_than_the_values_does_not_flatten_them():
    values = make_observations({2021: 55.0, 2022: 10.0, 2023: 50.0}, "i04")
    edition = edition_with(observations=values, vintages=values)
    judged = edition.judged("i04")
    chart = trend_chart(edition, edition.observations("i04"), judged, judged)
    # values and target span 10-60; the interval reaches 0 and 100; four fifths of 50 beyond 60 is 100
    assert chart.panels[0].y.high <= 100


def test_the_class_borders_stand_on_the_ruler_in_whole_beds():
    piece = of_pace(present.chart_sensitivity)(make_edition(), "i03")
    # 8,439 + 0.8 × 0.6 × 1,666 = 9,238.68 and 8,439 + 1.1 × 0.6 × 1,666 = 9,538.56: the first whole beds of each class
    assert {"9,239 张", "9,539 张", "10,105 张", "2023年 9,365 张\u00a0◇"} <= set(label(piece).split("\n"))
    # 9,365 − 9,238.68 = 126.32 is nearer than 9,538.56 − 9,365 = 173.56: 126 fewer is 9,239, still on pace
    assert title(piece) == "养老床位再低逾 126 张\u00a0◇，判断即转为“滞后”"


def test_on_the_ruler_better_is_to_the_right_also_where_the_value_should_fall():
    falling = make_indicator(id="i03", baseline=1.64, target=1.59, direction=Direction.FALL, unit_id="percent")
    borders = ((PaceVerdict.ACHIEVED, 1.59), (PaceVerdict.AHEAD, 1.607), (PaceVerdict.ON_PACE, 1.616))
    ranges = class_ranges(falling, borders, 1.58, 1.65)
    assert [verdict for verdict, *_ in ranges] == [
        PaceVerdict.LAGGING,
        PaceVerdict.ON_PACE,
        PaceVerdict.AHEAD,
        PaceVerdict.ACHIEVED,
    ]
    assert ranges[0][1:] == (1.65, 1.616) and ranges[-1][1:] == (1.59, 1.58)


def test_sensitivity_without_a_value_is_a_sentence():
    values = make_observations({2023: 9365.0})
    piece = of_pace(present.chart_sensitivity)(edition_with(observations=values, vintages=values), "i04")
    assert piece.text == "护理型床位占比2023年没有数值，无法作敏感性检验。"


# ---- all indicators --------------------------------------------------------------------------------------------------


def test_the_strip_puts_what_needs_attention_first_and_counts_it():
    piece = of_scorecard(chart_bullets, make_edition())
    assert title(piece) == "2 项指标中 1 项滞后，为约束性"
    shown = label(piece)
    assert shown.index("4 护理型床位占比") < shown.index("3 养老床位")
    assert {"42.0%\u00a0◇", "▼ 滞后", "9,365 张\u00a0◇", "◆ 基本符合预期", "应完成 60%"} <= set(shown.split("\n"))


def test_bars_of_illustrative_values_are_hatched_and_those_of_published_ones_are_solid():
    values = pd.concat(
        [make_observations(illustrative=False, source_id="bureau"), make_observations({2023: 42.0}, "i04")],
        ignore_index=True,
    )
    edition = edition_with(observations=values, vintages=values, sources={**make_inputs().sources, "bureau": PUBLISHED})
    bars = captured(edition, present.chart_bullets, edition.scorecard()).panels[0].marks
    assert {(mark.row, mark.hatched) for mark in bars if isinstance(mark, Bar)} == {(0, True), (1, False)}


def captured(edition, builder, *arguments):
    """The model that a builder hands over to be drawn."""
    with patch.object(import_module(builder.__module__), "chart_piece") as drawn:
        builder(edition, *arguments)
    return drawn.call_args.args[0]


def test_a_bar_beyond_its_track_is_cut_and_the_value_still_says_where_it_is():
    values = make_observations({2023: 150.0}, "i04")
    unit = Unit("percent", UnitKind.RATE, "%", "%", "%", 1)
    edition = edition_with(observations=values, vintages=values, units={**make_inputs().units, "percent": unit})
    chart = captured(edition, present.chart_bullets, edition.scorecard())
    bar = next(mark for mark in chart.panels[0].marks if isinstance(mark, Bar))
    assert bar.end == chart.panels[0].x.high
    assert "150.0%" in label(present.chart_bullets(edition, edition.scorecard()))


def test_the_strip_without_values_is_a_sentence():
    none = make_observations({})
    piece = of_scorecard(chart_bullets, edition_with(observations=none, vintages=none))
    assert piece.text == "2 项指标截至2023年均无报送数据。"


def test_done_against_due_counts_who_has_done_what_is_due_and_names_who_is_left_out():
    values = pd.concat([make_observations({2023: 9500.0}), make_observations({2022: 39.0}, "i04")], ignore_index=True)
    piece = of_scorecard(present.chart_due_against_done, edition_with(observations=values, vintages=values))
    # (9,500 − 8,439) / 1,666 = 63.7 % ≥ 60 %; indicator 4 has no value for 2023
    assert title(piece) == "1 项指标中 1 项的完成程度达到应完成的 60%"
    assert {"3 养老床位", "+3.7\u00a0◇", "◆ 基本符合预期"} <= set(label(piece).split("\n"))
    assert "未列入：护理型床位占比。" in piece.html


def test_done_against_due_draws_each_value_where_the_yardstick_puts_it():
    # A range of 40 to 50 from 30: 60 lies as far beyond the range as the way is long, 0 % in each of the three years.
    wanted = make_indicator(
        id="i04",
        baseline=30.0,
        target=40.0,
        target_high=50.0,
        target_kind=TargetKind.RANGE,
        unit_id="percent",
    )
    values = make_observations({2021: 60.0, 2022: 60.0, 2023: 60.0}, "i04")
    edition = edition_with(indicators={"i04": wanted}, observations=values, vintages=values)
    marks = captured(edition, present.chart_due_against_done, edition.scorecard()).panels[0].marks
    # 0 % done of 20, 40 and 60 % due
    [way] = [mark.points for mark in marks if isinstance(mark, Line)]
    assert way == ((-0.2, 0), (-0.4, 0), (-0.6, 0))


def test_an_earlier_year_far_off_stands_at_the_edge_as_an_arrow():
    # (11,771 - 8,439) / 1,666 = 200 % done of 20 % due: 180 points ahead, where the scale ends at 100
    values = make_observations({2021: 11771.0, 2022: 9105.0, 2023: 9439.0})
    edition = edition_with(observations=values, vintages=values)
    chart = captured(edition, present.chart_due_against_done, edition.scorecard())
    assert chart.panels[0].x.high == pytest.approx(1.04)
    frame = lay_out(chart, 720).frames[0]
    arrow = edge_arrow((1.8, 0), frame, "muted")
    assert arrow is not None and arrow in lay_out(chart, 720).areas
    assert max(x for x, _ in arrow.points) == frame.right


def test_nothing_due_is_drawn_after_a_break_in_the_series():
    values = make_observations({2021: 8800.0, 2022: 9100.0, 2023: 9300.0})
    values.loc[values["year"] == 2023, "flag"] = "b"
    edition = edition_with(observations=values, vintages=values)
    course = course_of(edition, "i03")
    assert course.due_line[-1][0] == 2022.5
    assert course.due_at(2022.0) is not None and course.due_at(2023.0) is None


def test_small_multiples_name_those_that_lag():
    piece = small_multiples(make_edition(), "c4-3")
    assert title(piece) == "社会福利体系的 2 项指标中 1 项滞后：护理型床位占比"
    assert "≥60.0%" in label(piece)
    assert small_multiples(make_edition(), "c4").text.startswith("主要任务的 2 项指标中 1 项滞后")


def test_the_agreement_matrix_frames_what_contradicts_the_verdict():
    edition = make_edition()
    chart = captured(edition, present.chart_agreement, edition.scorecard())
    for row, indicator_id in zip(chart.panels[0].rows, ("i04", "i03"), strict=True):
        framed = [cell.framed for cell in row.cells[2:]]
        assert framed == [method in edition.assessments[indicator_id].disagreeing for method in METHODS]
    assert "滞后" in label(present.chart_agreement(edition, edition.scorecard()))


# ---- measures --------------------------------------------------------------------------------------------------------


def edition_with_measures(language: str = "zh", **statuses):
    tasks = {
        name: make_task(
            id=name, kind=TaskKind.QUALITATIVE, text=Text(f"措施{name}", f"Measure {name}"), baseline=None, target=None
        )
        for name in ("t1", "t2", "t3")
    }
    rows = [
        {
            "task_id": name,
            "year": year,
            "value": float("nan"),
            "status": status,
            "flag": "",
            "source_id": source,
            "note_zh": "",
            "note_en": "",
            "vintage": year,
            "illustrative": source == "illustrative_a",
        }
        for name, reported in statuses.items()
        for year, (status, source) in reported.items()
    ]
    progress = pd.DataFrame(rows, columns=make_inputs().progress.columns)
    return edition_with(
        language, tasks=tasks, progress=progress, sources={**make_inputs().sources, "bureau": PUBLISHED}
    )


def test_the_status_matrix_has_a_row_for_each_measure_and_counts_the_statuses():
    edition = edition_with_measures(
        t1={2022: ("under_way", "illustrative_a"), 2023: ("completed", "illustrative_a")},
        t2={2023: ("delayed", "illustrative_a")},
    )
    piece = status_matrix(edition, "c4-3")
    assert title(piece) == "社会福利体系：3 条措施中 1 条推迟，1 条完成"
    assert cells(piece) == [
        ["措施", "2021", "2022\u00a0◇", "2023\u00a0◇"],
        ["措施 t1", "未报送", "推进中", "已完成"],
        ["措施 t2", "未报送", "未报送", "推迟"],
        ["措施 t3", "未报送", "未报送", "未报送"],
    ]
    assert {"已完成 1 条", "推迟 1 条", "未报送 1 条"} <= set(label(piece).split("\n"))


def test_where_only_some_statuses_are_illustrative_each_of_them_is_marked():
    edition = edition_with_measures(t1={2023: ("completed", "bureau")}, t2={2023: ("delayed", "illustrative_a")})
    rows = cells(status_matrix(edition, "c4-3"))
    assert rows[0][-1] == "2023"
    assert [row[-1] for row in rows[1:]] == ["已完成", "推迟\u00a0◇", "未报送"]


def test_measures_without_any_status_and_a_heading_without_measures_are_said_apart():
    assert status_matrix(edition_with_measures(), "c4-3").text == (
        "社会福利体系的措施截至2023年均未报送进展，没有可列的状态。"
    )
    assert status_matrix(make_edition(), "c4-3").text == "规划在“社会福利体系”中没有定性措施。"


# ---- the finished plan and the background ----------------------------------------------------------------------------


def edition_with_achievements(language: str = "zh", *achievements):
    inputs = make_inputs()
    return edition_with(
        language,
        achievements={one.id: one for one in achievements},
        units={**inputs.units, "yuan": YUAN, "percent_change": GROWTH},
        chapters={
            **inputs.chapters,
            "c1-2": Chapter("c1-2", "c1", "一（二）", Text("社会救助", "Social assistance"), ""),
        },
    )


def test_achievements_are_set_on_one_scale_from_start_to_end():
    standard = make_achievement(
        id="a1",
        chapter_id="c1-2",
        label=Text("低保标准", "Standard"),
        value=1240.0,
        unit_id="yuan",
        start_value=790.0,
        start_year=2015,
    )
    people = make_achievement(
        id="a2",
        chapter_id="c1-2",
        label=Text("低保人数", "Recipients"),
        value=10648.0,
        unit_id="person",
        start_value=17611.0,
        start_year=2015,
    )
    growth = make_achievement(
        id="a3",
        chapter_id="c1-2",
        label=Text("社会组织增幅", "Growth"),
        kind=AchievementKind.CHANGE,
        value=44.0,
        unit_id="percent_change",
        start_year=2015,
    )
    piece = of_achievements(
        present.chart_achievements, edition_with_achievements("zh", standard, people, growth), "c1-2"
    )
    # 1,240 / 790 − 1 = 57.0 %; 10,648 / 17,611 − 1 = −39.5 %
    assert {"+57.0%", "−39.5%", "+44.0%", "790 → 1,240 元", "仅公布增幅"} <= set(label(piece).split("\n"))
    assert title(piece) == "“十三五”期间低保标准增加 57.0%，变化最大"


def test_achievements_without_a_start_are_counted_in_a_sentence():
    level = make_achievement(chapter_id="c1-2")
    assert of_achievements(present.chart_achievements, edition_with_achievements("zh", level), "c1-2").text == (
        "“社会救助”列出的 1 项数据均无“十三五”期初值，不作起止比较。"
    )


def edition_with_series(language: str = "zh", year: int = 2023, **values):
    """`share_chongming={2015: (30.0, "")}`: values and flags of a series in an area."""
    rows = [
        {
            "series_id": name.rsplit("_", 1)[0],
            "area": name.rsplit("_", 1)[1],
            "year": when,
            "value": value,
            "flag": flag,
            "source_id": "bureau",
            "quote": "",
            "preferred": True,
            "note_zh": "",
            "note_en": "",
            "expression": "",
            "inputs": "",
        }
        for name, points in values.items()
        for when, (value, flag) in points.items()
    ]
    names = dict.fromkeys(row["series_id"] for row in rows)
    series = pd.DataFrame(
        [
            {
                "series_id": name,
                "name_zh": f"序列{name}",
                "name_en": f"Series {name}",
                "definition_zh": "",
                "definition_en": "",
                "unit_id": "percent",
                "measure": "share",
            }
            for name in names
        ],
        columns=make_inputs().series.columns,
    )
    return edition_with(
        language,
        context=pd.DataFrame(rows, columns=make_inputs().context.columns),
        series=series,
        parameters=make_parameters(year=year, cut_off=date(year, 12, 31)),
        sources={**make_inputs().sources, "bureau": PUBLISHED},
    )


def test_a_line_over_years_without_figures_is_dashed_and_a_break_is_a_gap():
    from planbook.assess.background import list_background

    edition = edition_with_series(a_shanghai={2015: (30.0, ""), 2016: (31.0, ""), 2019: (34.0, ""), 2020: (25.0, "b")})
    marks = line_marks(edition.words, list_background(edition.inputs)[0], "series-1", "上海市")
    lines = [([year for year, _ in mark.points], mark.dashed) for mark in marks if isinstance(mark, Line)]
    assert lines == [([2015, 2016], False), ([2016, 2019], True)]
    assert [mark.x for mark in marks if isinstance(mark, Break)] == [2019.5]


def test_a_series_chart_says_first_and_last_value_and_labels_each_area():
    edition = edition_with_series(
        a_chongming={2015: (30.0, ""), 2020: (34.0, "")}, a_shanghai={2015: (28.0, ""), 2020: (31.5, "")}
    )
    piece = present.chart_series(edition, ["a"])
    assert title(piece) == "崇明区序列 a 由2015年 30.0% 升至2020年 34.0%"
    assert {"崇明区", "34.0%", "上海市", "31.5%"} <= set(label(piece).split("\n"))
    assert "◇" not in piece.html


def test_an_area_has_the_same_colour_in_every_chart():
    edition = edition_with_series(
        a_chongming={2015: (30.0, ""), 2020: (34.0, "")}, a_shanghai={2015: (28.0, ""), 2020: (31.5, "")}
    )
    both, city = (captured(edition, present.chart_series, ["a"], areas) for areas in (None, ["shanghai"]))
    roles = [{mark.role for mark in chart.panels[0].marks if isinstance(mark, Dots)} for chart in (both, city)]
    assert roles == [{"series-1", "series-2"}, {"series-2"}]


def test_series_later_than_the_edition_are_not_shown_and_unknown_ones_are_named():
    edition = edition_with_series(year=2022, a_chongming={2024: (43.9, "")})
    assert present.chart_series(edition, ["a"]).text == "本期数据中没有以下序列截至2022年的公布值：序列 a。"


def make_section(**overrides):
    empty = {"said": (), "compared": "", "chart_areas": (), "table": (), "ratios": ()}
    return SituationSection(
        **(empty | {"id": "ageing", "title": Text("老龄化", "Ageing"), "chart": ("share",)} | overrides)
    )


def test_the_situation_sets_the_district_against_the_city_in_the_latest_year_known_for_both():
    edition = edition_with_series(
        share_chongming={2016: (34.0, ""), 2022: (41.0, "")}, share_shanghai={2016: (31.6, ""), 2020: (36.1, "")}
    )
    section = make_section(compared="share")
    edition = replace(edition, inputs=replace(edition.inputs, situation={"ageing": section}))
    assert title(present.chart_situation(edition, "ageing")) == "2016年崇明区序列 share 为 34.0%，高于上海市的 31.6%"


def test_slopes_compare_the_yearly_change_of_two_plans():
    points = {2015: (30.0, ""), 2020: (35.0, ""), 2023: (41.0, "")}
    piece = of_series(present.chart_slopes, edition_with_series(a_shanghai=points))
    # 5 points in five years = 1 a year, then 6 in three years = 2 a year
    assert title(piece) == "图示的 1 项公布序列中，1 项在“十四五”期间的年均增量高于“十三五”"
    assert {"年均 +1.00 个百分点", "年均 +2.00 个百分点"} <= set(label(piece).split("\n"))
    assert of_series(present.chart_slopes, make_edition()).text == "没有在“十三五”和“十四五”两期均有数据的公布序列。"


# ---- every piece -----------------------------------------------------------------------------------------------------


def every_piece(language: str):
    edition = make_edition(language)
    yield indicator_trend(edition, "i03")
    yield indicator_trend(edition, "i04")
    yield present.chart_bullets(edition, edition.scorecard())
    yield present.chart_due_against_done(edition, edition.scorecard())
    yield present.chart_agreement(edition, edition.scorecard())
    yield small_multiples(edition, "c4-3")
    yield of_pace(present.chart_sensitivity)(edition, "i04")
    yield status_matrix(edition_with_measures(language, t1={2023: ("completed", "illustrative_a")}), "c4-3")
    start = make_achievement(chapter_id="c1-2", start_value=7000.0, start_year=2015)
    yield of_achievements(present.chart_achievements, edition_with_achievements(language, start), "c1-2")
    lines = edition_with_series(
        language,
        share_chongming={2015: (30.0, ""), 2020: (34.0, ""), 2023: (38.0, "")},
        share_shanghai={2015: (28.0, ""), 2020: (31.0, ""), 2023: (33.0, "")},
    )
    yield present.chart_series(lines, ["share"])
    yield present.chart_slopes(lines, lines.series_changes())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_is_cut_off_or_covers_another_at_any_width(language):
    for piece in every_piece(language):
        for svg in re.findall(r"<svg.*?</svg>", piece.html + piece.svg, re.DOTALL):
            width, height = size_of(svg)
            boxes = [
                (line.left, line.baseline - 0.72 * line.size, line.right, line.baseline + 0.08 * line.size, line.text)
                for line in drawn_texts(svg)
            ]
            assert boxes, piece.id
            for left, top, right, bottom, text in boxes:
                assert left >= -1 and right <= width + 1 and top >= 0 and bottom <= height, (piece.id, width, text)
            for place, one in enumerate(boxes):
                for two in boxes[place + 1 :]:
                    apart = one[2] <= two[0] + 1 or two[2] <= one[0] + 1 or one[3] <= two[1] or two[3] <= one[1]
                    assert apart, (piece.id, width, one[4], two[4])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_piece_has_all_its_parts(language):
    pieces = list(every_piece(language))
    assert len({piece.id for piece in pieces}) >= 10
    for piece in pieces:
        assert piece.html.startswith(f'<figure class="chart" id="{piece.id}"><figcaption><span class="chart-title">')
        for part in (
            '<span class="chart-subtitle">',
            '<div class="chart-static" role="img" aria-label="',
            "chart-narrow",
            '<details class="chart-data"><summary>',
            '<table class="planbook">',
            '<p class="chart-source">',
        ):
            assert part in piece.html, (piece.id, part)
        assert piece.text.startswith(title(piece))
        if piece.id.startswith("status-"):  # in print the table of measures stands for it
            assert piece.markdown.startswith('::: {.content-visible when-format="html"}\n![')
            continue
        assert re.fullmatch(
            rf'!\[.+\]\(charts/{piece.id}\.svg\){{#fig-{piece.id} width=100% alt="[^"]+"}}', piece.markdown
        )
        assert piece.svg.startswith("<svg xmlns=")


def test_an_english_chart_holds_no_chinese_and_a_chinese_one_no_english_sentence():
    for piece in every_piece("en"):
        spoken = re.sub(r"Noto Sans CJK SC", "", piece.html + piece.markdown + piece.text)
        assert not re.search(r"[\u4e00-\u9fff]", spoken), piece.id
    for piece in every_piece("zh"):
        assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", piece.text), piece.id


def test_the_same_table_stands_behind_the_chart_as_the_labels_show():
    rows = cells(of_scorecard(present.chart_bullets, make_edition("en")))
    # of columns in which all is made up the mark stands once, in the head
    assert rows[0] == ["Indicator", "Type", "Baseline", "Latest value ◇", "Target", "Done ◇", "Due", "Verdict"]
    assert rows[1] == [
        "4 Nursing-type beds",
        "binding",
        "30.0%",
        "42.0%",
        "≥60.0%",
        "40.0%",
        "60.0%",
        "▼ lagging",
    ]


def test_a_script_in_a_name_stays_text():
    hostile = make_indicator(short_name=Text("</script><b>床", "</script><b>bed"))
    edition = edition_with(indicators={"i03": hostile})
    piece = indicator_trend(edition, "i03")
    assert "</script>" not in piece.html and "<b>" not in piece.html


def test_a_chart_carries_its_table_and_its_texts_for_whoever_takes_it_along():
    piece = indicator_trend(make_edition(), "i03")
    assert piece.figure.title == title(piece) and piece.figure.source.startswith("来源：")
    assert piece.data.columns[0] == "年份" and len(piece.data.rows) == 6  # 2020 to 2025


def test_the_caption_for_print_is_a_figure_to_pandoc():
    import json

    import pypandoc

    piece = indicator_trend(make_edition(), "i04")
    block = json.loads(pypandoc.convert_text(piece.markdown, "json", format="markdown"))["blocks"][0]
    assert block["t"] == "Figure"
    assert block["c"][0][0] == "trend-i04" or "trend-i04" in json.dumps(block)
    said = json.dumps(block, ensure_ascii=False)
    assert "charts/trend-i04.svg" in said and "滞后" in said


# ---- sources and values ----------------------------------------------------------------------------------------------


def test_a_few_sources_are_named_by_title_and_illustrative_ones_only_by_their_mark():
    edition = make_edition()
    assert (
        source_line(edition, ["plan_14", "illustrative_a", "plan_14"]) == "来源：示例规划。◇ 为示例数据，非公布数据。"
    )
    assert source_line(edition, ["illustrative_a"]) == "◇ 为示例数据，非公布数据。"


def test_many_sources_are_named_by_their_publishers_and_counted():
    names = ["one", "two", "three", "four", "five"]
    sources = {name: replace(PUBLISHED, id=name, publisher=Text(f"机构{name}", f"Office {name}")) for name in names}
    line = source_line(edition_with("en", sources=sources), names)
    assert (
        line == "Sources: Office one; Office two; Office three; Office four and others, 5 in all; titles are listed "
        "under “Sources and consistency”."
    )


def test_observed_values_begin_with_the_baseline_and_end_with_the_editions_year():
    values = make_observations({2021: 34.0, 2024: 50.0}, "i04")
    edition = edition_with(observations=values, vintages=values)
    observed = course_of(edition, "i04").values
    assert [(item.year, item.value, item.illustrative) for item in observed] == [
        (2020, 30.0, False),
        (2021, 34.0, True),
        (2023, None, False),
    ]
    assert observed[-1].flag is Flag.MISSING


def test_an_anticipatory_laggard_is_not_called_binding():
    share = make_indicator(id="i04", baseline=30.0, target=60.0, unit_id="percent", type=IndicatorType.ANTICIPATORY)
    values = make_observations({2023: 42.0}, "i04")
    edition = edition_with(indicators={"i04": share}, observations=values, vintages=values)
    assert title(chart_bullets(edition, edition.scorecard())) == "1 项指标中 1 项滞后，为预期性"


def test_units_of_ten_thousand_are_written_out_in_english():
    from planbook.present.charts.common import short_value, unit_name

    unit = Unit(
        "ten_thousand_persons", UnitKind.RATE, "万人", "ten thousand persons", "ten thousand persons", 1, 10_000, PERSON
    )
    english, chinese = make_edition("en").words, make_edition("zh").words
    assert (unit_name(english, unit), unit_name(chinese, unit)) == ("persons", "万人")
    # 22.8 万 = 228,000
    assert (short_value(english, 22.8, unit, 1), short_value(chinese, 22.8, unit, 1)) == ("228,000", "22.8")
    assert short_value(english, 42.0, BED, 0) == "42" and short_value(english, 3.0, PERSON, 0) == "3"
