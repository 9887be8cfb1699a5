"""Sentences of the chapters, of the situation, of the comparison, of the methods page, and empty places."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial, wraps
from inspect import signature

import pandas as pd
import pytest
from builders import make_achievement, make_edition, make_inputs, make_task, of_achievements

from planbook import present
from planbook.model import AchievementKind, Chapter, Status, TargetKind, TaskKind, Text
from planbook.paths import LANGUAGES, find_project
from planbook.present import (
    say_achievements,
    say_chapter_overview,
    say_chapter_problems,
    say_comparison,
    say_comparison_series,
    say_comparison_tests,
    say_example,
    say_glossary_terms,
    say_measures,
    say_review_overview,
    say_safeguards,
    say_situation,
    say_situation_note,
    say_tasks,
)
from planbook.present.edition import Edition, open_edition

SYSTEMS = ("c4-1", "c4-2", "c4-3", "c4-4")


def of_an_edition(build):
    """A builder of the methods page, with the edition's own scorecard where it asks for one."""

    @wraps(build)
    def built(edition):
        return build(edition, edition.scorecard()) if "scorecard" in signature(build).parameters else build(edition)

    return built


METHOD_BUILDERS = [of_an_edition(build) for name, build in vars(present).items() if name.startswith("say_method_")]
SECTIONS = ("ageing", "population", "income", "care")
SITUATION = (say_situation_note, *(partial(say_situation, section_id=section) for section in SECTIONS))


def of_heading(build, edition, chapter_id):
    """What `build` makes of the frames of one heading, by the names it asks for them."""
    frames = {
        "scorecard": edition.scorecard(chapter_id),
        "tasks": edition.tasks(chapter_id),
        "measures": edition.measures(chapter_id),
    }
    return build(edition, *(frames[name] for name in list(signature(build).parameters)[1:]))


@cache
def shipped(year: int, language: str, official_only: bool = False) -> Edition:
    project = find_project()
    return open_edition(year, language, project.data, project.params, official_only)


def with_task(language: str = "zh", value: float | None = 97.0, **fields) -> Edition:
    """The builders' edition with one numeric task, by default 92 → 100 beds at 97."""
    task = make_task(
        chapter_id="c4-3",
        unit_id="bed",
        text=Text("助餐场所达到100个", "Meal sites reach 100"),
        short_name=Text("助餐场所", "Meal sites"),
        **fields,
    )
    progress = make_inputs().progress
    if value is not None:
        progress = pd.DataFrame(
            [
                {
                    "task_id": "t1",
                    "year": 2023,
                    "value": value,
                    "status": "",
                    "flag": "",
                    "source_id": "illustrative_a",
                    "note_zh": "",
                    "note_en": "",
                    "vintage": 2023,
                    "illustrative": True,
                }
            ]
        )
    return make_edition(language, make_inputs(tasks={"t1": task}, progress=progress))


def with_measure(status: str | None) -> Edition:
    task = make_task(
        id="t2",
        kind=TaskKind.QUALITATIVE,
        text=Text("推进助餐", "Promote meals"),
        target=None,
        baseline=None,
        target_kind=TargetKind.QUALITATIVE,
    )
    progress = make_inputs().progress
    if status is not None:
        progress = pd.DataFrame(
            [
                {
                    "task_id": "t2",
                    "year": 2023,
                    "value": float("nan"),
                    "status": status,
                    "flag": "",
                    "source_id": "illustrative_a",
                    "note_zh": "",
                    "note_en": "",
                    "vintage": 2023,
                    "illustrative": True,
                }
            ]
        )
    return make_edition("zh", make_inputs(tasks={"t2": task}, progress=progress))


def test_a_system_is_told_by_its_indicators():
    text = of_heading(say_chapter_overview, make_edition(), "c4-3").text
    assert text.startswith("“社会福利体系”设主要指标 2 项，其中约束性 1 项。截至2023年底，")
    assert "1 项滞后（护理型床位占比），1 项基本符合预期。" in text


def test_a_task_is_named_by_what_it_counts():
    # 92 → 97 of 92 → 100: 5 / 8 = 62.5 %, ratio 1.04: on pace
    assert "1 项基本符合预期" in of_heading(say_tasks, with_task(), "c4-3").text
    # 93 of 92 → 100: 1 / 8 = 12.5 %, ratio 0.21: lagging
    assert "滞后的是助餐场所。" in of_heading(say_tasks, with_task(value=93.0), "c4-3").text
    assert "Lagging: meal sites." in of_heading(say_tasks, with_task("en", value=93.0), "c4-3").text


def test_a_task_without_a_baseline_is_neither_judged_nor_called_unreported():
    edition = with_task(value=93.0, baseline=None)
    assert "1 项进度无从判断" in of_heading(say_tasks, edition, "c4-3").text
    assert "未报送" not in of_heading(say_chapter_problems, edition, "c4-3").text


def test_problems_name_laggards_with_the_pace_now_required_and_no_cause():
    # (60 − 42) / 2 = 9.0 points a year, 12 / 3 = 4.0 so far, 2.25 times
    text = of_heading(say_chapter_problems, make_edition(), "c4-3").text.replace(" ◇", "")
    assert text == (
        "- 护理型床位占比（约束性）为 42.0%，完成五年任务的 40%，落后序时进度 20 个百分点，2025年目标为不低于 60.0%。"
        "2024、2025年须每年提高 9 个百分点才能达到目标，是此前年均（4 个百分点）的 2.3 倍。"
    )
    for word in ("因为", "由于", "导致", "原因"):
        assert word not in text


def test_a_system_without_laggards_says_so():
    inputs = make_inputs()
    edition = make_edition("en", replace(inputs, indicators={"i03": inputs.indicators["i03"]}))
    assert of_heading(say_chapter_problems, edition, "c4-3").text == (
        "The figures show no indicator or task that lags or was not reported."
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [(Status.COMPLETED.value, "1 条已完成 ◇。"), (Status.DELAYED.value, "1 条推迟 ◇。"), (None, "均未报送进展。")],
)
def test_measures_are_counted_by_status(status, said):
    assert said in of_heading(say_measures, with_measure(status), "c4-3").text


def test_a_delayed_measure_is_a_problem_by_name():
    assert "“推进助餐”" in of_heading(say_chapter_problems, with_measure(Status.DELAYED.value), "c4-3").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_without_tasks_leaves_it_to_the_table_to_say_so(language):
    edition = make_edition(language)
    assert not of_heading(say_tasks, edition, "c4-3").text and not of_heading(say_measures, edition, "c4-3").text
    assert of_heading(say_safeguards, edition, "c4").text == edition.words("measures.none")
    assert say_achievements(edition, edition.achievements("c4-3")).text == edition.words("achievements.none")
    assert say_review_overview(edition, edition.achievements()).text == edition.words("achievements.none")
    assert say_glossary_terms(edition).text == edition.words("glossary.none")
    assert say_situation_note(edition).text


def test_achievements_tell_start_end_and_change():
    # 790 → 1,240: 1,240 / 790 − 1 = 56.96 %; 17,611 → 10,648: 1 − 10,648 / 17,611 = 39.54 %
    inputs = make_inputs(
        chapters=make_inputs().chapters | {"c1-2": Chapter("c1-2", "", "一（二）", Text("社会救助", "Assistance"), "")},
        achievements={
            "a1": make_achievement(
                id="a1", chapter_id="c1-2", label=Text("床位", "Beds"), value=1240.0, start_value=790.0, start_year=2015
            ),
            "a2": make_achievement(
                id="a2",
                chapter_id="c1-2",
                label=Text("人数", "Persons, all"),
                value=10648.0,
                start_value=17611.0,
                start_year=2015,
                unit_id="person",
            ),
            "a3": make_achievement(
                id="a3",
                chapter_id="c1-2",
                label=Text("救助人次", "Aid: person-times"),
                value=50.0,
                kind=AchievementKind.CUMULATIVE,
                qualifier="more_than",
            ),
        },
    )
    text = of_achievements(say_achievements, make_edition("zh", inputs), "c1-2").text
    assert "期间，床位由 790 张升至 1,240 张，增长 57%。" in text
    assert "同期，人数由 17,611 人降至 10,648 人，减少 39.5%。" in text
    assert "五年累计，救助 50 张以上。" in text
    assert (
        "persons, all, fell from 17,611 persons"
        in of_achievements(say_achievements, make_edition("en", inputs), "c1-2").text
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", (2021, 2023, 2025))
def test_the_situation_holds_nothing_illustrative(year, language):
    for build in SITUATION:
        assert "◇" not in build(shipped(year, language)).text


def test_the_situation_sets_the_district_beside_the_city_in_a_year_both_have():
    # published: 34.0 % in the district and 31.6 % in the city at the end of 2016
    text = say_situation(shipped(2023, "zh"), "ageing").text
    assert text.startswith("崇明区户籍 60 岁及以上老年人口占户籍人口比重高于上海市，2016年分别为 34.0% 和 31.6%。")


def test_the_situation_knows_nothing_of_later_years():
    assert "2024" not in say_situation(shipped(2023, "en"), "ageing").text
    assert "2024" in say_situation(shipped(2025, "en"), "ageing").text


def test_series_of_one_area_that_moved_alike_are_told_together():
    # 435.95 → 568.05: 568.05 / 435.95 − 1 = 30.30 %
    assert (
        "2015—2023年，上海市户籍 60 岁及以上老年人口占户籍人口比重由 30.2% 升至 37.4%，"
        "户籍 60 岁及以上老年人口由 435.95 万人增至 568.05 万人，增长 30.3%。"
    ) in say_situation(shipped(2023, "zh"), "ageing").text


@pytest.mark.parametrize(("language", "told"), [("zh", "63.79"), ("en", "637,921")])
def test_a_figure_that_nobody_vouches_for_stands_in_the_table_with_its_flag_and_not_in_the_text(language, told):
    edition = shipped(2023, language)
    text = say_situation(edition, "population").text
    assert told not in text and " u " in say_situation_note(edition).text
    assert f"{told} u" in present.table_situation(edition, "population").text


def test_people_are_counted_in_one_unit_in_prose_and_table():
    english, chinese = (shipped(2023, language) for language in ("en", "zh"))
    assert "15,189,000 persons" in say_situation(english, "population").text
    assert "15,189,000 e" in present.table_situation(english, "population").text
    assert "2,475.89 万人" in say_situation(chinese, "population").text
    assert "2,475.89" in present.table_situation(chinese, "population").text


def test_the_comparison_opens_with_a_finding():
    # published: 126,000 beds in 2015, 161,000 in 2020, 163,600 in 2022: 35,000 / 5 and 2,600 / 2
    text = say_comparison(
        shipped(2023, "zh"), shipped(2023, "zh").continued(), shipped(2023, "zh").series_changes()
    ).text
    assert text.startswith("上海市养老床位数“十三五”期间年均增加 7,000 张，2020—2022年年均增加 1,300 张，速度放缓。")
    edition = shipped(2023, "en")
    said = say_comparison_series(edition, edition.series_changes()).text
    assert "elderly care beds rose by 7,000 beds a year, then by 1,300 (2020–2022)" in said and "+" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comparison_counts_what_can_be_compared(language):
    edition = shipped(2023, language)
    both = [
        entry
        for entry in edition.comparison.series
        if entry.first.per_year is not None and entry.second.per_year is not None
    ]
    assert (
        str(len(edition.comparison.continued))
        in say_comparison(edition, edition.continued(), edition.series_changes()).text
    )
    assert str(len(both)) in say_comparison(edition, edition.continued(), edition.series_changes()).text
    lead = say_comparison_series(edition, edition.series_changes()).text.splitlines()[0]
    spelled = {edition.words.spelled(number): number for number in range(1, 13)}
    lead = re.sub(r"\b[a-z]+\b", lambda word: str(spelled.get(word[0], word[0])), lead)
    numbers = [int(number) for number in re.findall(r"(?<![\d(])\d+(?!th|\d)", lead)]
    assert numbers[0] == len(both) == sum(numbers[1:])
    tested = [entry for entry in both if entry.slopes.computed or entry.trend.computed]
    assert say_comparison_tests(edition).text.count("\n- ") == len(tested)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", (2021, 2023, 2025))
@pytest.mark.parametrize("build", METHOD_BUILDERS, ids=lambda build: build.__name__)
def test_each_method_is_told_in_every_edition(build, year, language):
    piece = build(shipped(year, language))
    assert piece.text
    assert "http" not in piece.html


def test_examples_are_worked_on_an_indicator_reported_for_the_year():
    edition = shipped(2023, "zh")
    assert edition.example_indicator() == "i03"
    assert say_example(edition, "i03").text == "以养老床位为例（单位：张）："
    assert say_example(edition, "").text == edition.words("method.no_example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edition_without_illustrative_figures_stays_whole(language):
    edition = shipped(2023, language, official_only=True)
    indicators = tuple(edition.inputs.indicators)
    frames = {
        "scorecard": [edition.scorecard()],
        "counts": [edition.counts()],
        "achievements": [edition.achievements("c1-2")],
        "rates": [edition.continued()],
        "series": [edition.series_changes()],
        "pace": [edition.judged(one) for one in indicators],
        "outlook": [edition.judged(one).dropna(subset=["outlook"]) for one in indicators],
    }
    subjects = frames | {"indicator_id": indicators, "chapter_id": SYSTEMS, "section_id": SECTIONS}
    of_headings = {
        "scorecard": [edition.scorecard(one) for one in SYSTEMS],
        "tasks": [edition.tasks(one) for one in SYSTEMS],
        "measures": [edition.measures(one) for one in SYSTEMS],
    }
    for build in vars(present).values():
        module = getattr(build, "__module__", "")
        if not module.startswith("planbook.present.sentences.") or module.endswith(".duties"):  # tested on their own
            continue
        asked = [one.name for one in signature(build).parameters.values() if one.default is one.empty][1:]
        known = of_headings if {"tasks", "measures"} & set(asked) else subjects
        for given in zip(*(known[name] for name in asked), strict=True) if asked else [()]:
            piece = build(edition, *given)
            if build in (say_tasks, say_measures, present.say_breakdowns) and not piece.text:
                continue  # the table says that there is none, or there is nothing to say
            assert piece.text and piece.html and piece.markdown
            assert "◇" not in piece.text or build is say_glossary_terms  # which explains the mark


@pytest.mark.parametrize("year", (2022, 2023, 2025))
def test_no_chapter_sentence_of_the_english_edition_holds_chinese(year):
    edition = shipped(year, "en")
    builds = [
        lambda e, c=chapter, b=build: of_heading(b, e, c)
        for chapter in SYSTEMS
        for build in (say_chapter_overview, say_chapter_problems, say_tasks, say_measures)
    ]
    builds += [
        lambda e: of_heading(say_safeguards, e, "c5"),
        lambda e: say_review_overview(e, e.achievements()),
        lambda e: say_comparison(e, e.continued(), e.series_changes()),
        lambda e: say_comparison_series(e, e.series_changes()),
        say_comparison_tests,
        *SITUATION,
        *METHOD_BUILDERS,
    ]
    for build in builds:
        assert re.findall("[\u3400-\u9fff]+", build(edition).html) == []
