"""The summary's sentences: the conclusion by kind of edition, counts, changes, doubts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from builders import make_edition, make_inputs, make_observations, make_parameters, of_scorecard

from planbook.model import EditionKind, Flag, IndicatorType, OutlookVerdict, PaceVerdict
from planbook.paths import find_project
from planbook.present import (
    say_binding,
    say_changes,
    say_counts,
    say_doubts,
    say_edition_note,
    say_headline,
    say_laggards,
)
from planbook.present.edition import open_edition
from planbook.present.sentences.summary import headline


def counted(edition):
    """`say_counts` of the edition's own scorecard."""
    return say_counts(edition, edition.scorecard().groupby(["verdict", "type"]).size().unstack(fill_value=0))


def inputs_of(year: int, kind: EditionKind, beds: dict[int, float], shares: dict[int, float], **columns):
    """Beds 8,439 → 10,105 (anticipatory) and a share 30 → ≥ 60 % (binding), with these values."""
    observations = pd.concat(
        [make_observations(beds, **columns), make_observations(shares, "i04", **columns)], ignore_index=True
    )
    return make_inputs(
        observations=observations,
        vintages=observations.copy(),
        parameters=make_parameters(year=year, cut_off=date(year, 12, 31), kind=kind),
    )


# end of 2023, due 60 %: beds 926 / 1,666 = 55.6 %, ratio 0.93: on pace; share 12 / 30 = 40 %, ratio 0.67: lagging
MID_TERM = inputs_of(2023, EditionKind.MID_TERM, {2023: 9365.0}, {2023: 42.0})
# end of 2022, due 40 %: beds 611 / 1,666 = 36.7 %, ratio 0.92: on pace; share 15 / 30 = 50 %, ratio 1.25: ahead
MONITORING = inputs_of(2022, EditionKind.MONITORING, {2022: 9050.0}, {2022: 45.0})
# end of 2025, due 100 %: beds beyond the target; share 20 / 30 = 66.7 %: target missed
FINAL = inputs_of(2025, EditionKind.FINAL, {2025: 10200.0}, {2025: 50.0})


@pytest.mark.parametrize(
    ("inputs", "language", "said"),
    [
        # beds alone are short: 2022 to 2025 is too far a way to project from two values
        (
            MONITORING,
            "zh",
            "截至2022年底，1 项约束性指标无一滞后；2 项指标无一滞后，年度数据太少，尚不能推算能否在2025年完成 ◇。\n"
            "其中 1 项快于预期，1 项基本符合预期 ◇。",
        ),
        (
            MONITORING,
            "en",
            "At the end of 2022, the one binding indicator did not lag. None of all two indicators lagged, and there "
            "are too few yearly values to say which targets will be met by 2025 ◇.\n"
            "Of them, one is ahead of pace and one is broadly on track ◇.",
        ),
        (
            MID_TERM,
            "zh",
            "截至2023年底，唯一的约束性指标护理型床位占比滞后；2 项指标共 1 项滞后，年度数据太少，"
            "尚不能推算能否在2025年完成 ◇。\n其余指标中，1 项基本符合预期 ◇。",
        ),
        (
            MID_TERM,
            "en",
            "At the end of 2023, the one binding indicator, nursing-type beds, lagged. One of all two indicators "
            "lagged, and there are too few yearly values to say which targets will be met by 2025 ◇.\n"
            "Of the others, one is broadly on track ◇.",
        ),
        (
            FINAL,
            "zh",
            "规划期满，唯一的约束性指标护理型床位占比未达目标；2 项指标共 1 项未达目标 ◇。\n"
            "其余指标中，1 项完成目标 ◇。",
        ),
        (
            FINAL,
            "en",
            "At the end of the plan, the one binding target, nursing-type beds, was missed. One of all two targets was "
            "missed ◇.\nOf the others, one was met ◇.",
        ),
    ],
)
def test_the_conclusion_answers_both_questions_as_the_kind_of_edition_says_it(inputs, language, said):
    assert of_scorecard(say_headline, make_edition(language, inputs)).text == said


def test_a_conclusion_on_published_figures_carries_no_mark():
    published = inputs_of(2023, EditionKind.MID_TERM, {2023: 9365.0}, {2023: 42.0}, illustrative=False)
    edition = make_edition("zh", published)
    assert "◇" not in headline(edition, edition.scorecard()).text


def test_nothing_reported_is_said_plainly():
    edition = make_edition("zh", inputs_of(2023, EditionKind.MID_TERM, {}, {}))
    assert say_headline(edition, edition.scorecard()).text == "2023年 2 项指标均未报送，本版不作判断。"
    assert say_binding(edition, edition.scorecard()).text == "约束性指标 1 项，均未报送，不能判断进度。"
    assert "无从知道" in say_laggards(edition, edition.scorecard()).text


def test_counts_are_split_by_type_with_laggards_first():
    piece = counted(make_edition("zh", MID_TERM))
    assert piece.text.splitlines()[0] == "- 1 ▼ 滞后（约束性 1 · 预期性 0）"
    assert '<li class="count verdict-lagging"><span class="count-number">1</span>' in piece.html
    assert "未报送" not in piece.text


@pytest.mark.parametrize("language", ("zh", "en"))
@pytest.mark.parametrize("year", (2022, 2023, 2025))
def test_counts_add_up_to_the_aggregate_of_the_edition(year, language):
    project = find_project()
    edition = open_edition(year, language, project.data, project.params)
    overall, text = edition.aggregates[0], counted(edition).text
    assert sum(int(line.split()[1]) for line in text.splitlines()) == overall.total == 17
    lagging = overall.count(PaceVerdict.LAGGING)
    binding = overall.count(PaceVerdict.LAGGING, IndicatorType.BINDING)
    assert text.splitlines()[0].startswith(f"- {lagging} ▼")
    assert edition.words.spelled(lagging) in headline(edition, edition.scorecard()).text.lower()
    assert str(binding) in text.splitlines()[0]


@pytest.mark.parametrize("language", ("zh", "en"))
@pytest.mark.parametrize("year", (2022, 2023, 2024))
def test_the_conclusion_names_or_counts_the_binding_laggards_and_counts_what_will_be_missed(year, language):
    edition = open_edition(year, language, find_project().data, find_project().params)
    said, words = headline(edition, edition.scorecard()).text, edition.words
    lagging = [one for one, judged in edition.assessments.items() if judged.pace is PaceVerdict.LAGGING]
    binding = [edition.inputs.indicators[one] for one in lagging if edition.inputs.indicators[one].binding]
    assert all(words.inside(words.text(indicator.short_name)) in said for indicator in binding) or len(binding) > 2
    missed = [one for one in edition.assessments.values() if one.outlook is OutlookVerdict.UNLIKELY]
    clause = words("headline.outlook", count=len(missed), number=words.spelled(len(missed)), by="")
    assert clause.split("2025")[0].rstrip("完成 .") in said


def test_the_outlooks_are_a_second_row_which_a_finished_plan_does_not_have():
    project = find_project()
    for year, rows in ((2023, 2), (2025, 1)):
        edition = open_edition(year, "zh", project.data, project.params)
        counts, outlooks = (
            edition.scorecard().groupby([column, "type"]).size().unstack(fill_value=0)
            for column in ("verdict", "outlook")
        )
        piece = say_counts(edition, counts, outlooks)
        assert piece.html.count('<ul class="counts">') == rows
        assert ("count outlook-unlikely" in piece.html) is (rows == 2)


def test_laggards_are_named_with_what_is_done_and_what_was_due():
    lines = of_scorecard(say_laggards, make_edition("zh", MID_TERM)).text.replace(" ◇", "").splitlines()
    assert lines == [
        "滞后的指标有 1 项：",
        "- 护理型床位占比（约束性）为 42.0%，完成五年任务的 40%，落后序时进度 20 个百分点，2025年目标为不低于 60.0%",
    ]


def test_the_first_year_has_nothing_to_compare_with():
    assert of_scorecard(say_changes, make_edition("zh", MONITORING)).text.endswith("没有可以比较的上一期报告。")


def test_changes_name_verdicts_and_revised_values():
    before = inputs_of(2022, EditionKind.MONITORING, {2022: 9050.0}, {2022: 45.0})
    observations = pd.concat(
        [
            make_observations({2022: 9000.0, 2023: 9365.0}),
            make_observations({2022: 45.0, 2023: 42.0}, "i04"),
        ],
        ignore_index=True,
    )
    edition = make_edition("zh", replace(MID_TERM, observations=observations), before)
    lines = of_scorecard(say_changes, edition).text.splitlines()
    assert lines[0] == "与2022年报告相比，1 项判断下降，1 个历史数据有修订。"
    assert "- 护理型床位占比由 ▲ 快于预期 转为 ▼ 滞后" in lines
    figures = [(one.subject, one.before.value, one.after.value) for one in edition.difference.figures]
    assert figures == [("i03", 9050.0, 9000.0)]


def test_an_unchanged_edition_says_so():
    assert of_scorecard(say_changes, make_edition("en", MID_TERM, MID_TERM)).text == (
        "No verdict and no figure has changed since the 2022 edition."
    )


def test_doubts_tell_how_many_figures_are_made_up_and_which_are_provisional():
    observations = pd.concat(
        [
            make_observations({2023: 9365.0}),
            make_observations({2023: 42.0}, "i04", illustrative=False, flag=Flag.PROVISIONAL.value),
        ],
        ignore_index=True,
    )
    text = of_scorecard(say_doubts, make_edition("zh", replace(MID_TERM, observations=observations))).text
    assert "2 项有数据的指标中，1 项的最新值是示例数据 ◇" in text
    assert "采用规划、公布或推算数据的只有护理型床位占比。" in text
    assert "护理型床位占比的最新值是初步数" in text


def test_published_figures_without_a_flag_leave_no_doubt_about_them():
    edition = make_edition(
        "en",
        inputs_of(
            2023,
            EditionKind.MID_TERM,
            {2021: 8790.0, 2022: 9140.0, 2023: 9500.0},  # a little more than is due: every method agrees
            {2021: 36.0, 2022: 42.0, 2023: 48.0},
            illustrative=False,
        ),
    )
    assert of_scorecard(say_doubts, edition).text == edition.words("doubts.none")


@pytest.mark.parametrize(
    ("inputs", "zh", "en"),
    [
        (MONITORING, "2022年度监测报告", "annual monitoring report"),
        (MID_TERM, "中期评估报告", "mid-term evaluation"),
        (FINAL, "总结评估报告", "final evaluation"),
    ],
)
def test_the_note_says_what_kind_of_edition_it_is_and_what_it_knew(inputs, zh, en):
    assert zh in say_edition_note(make_edition("zh", inputs)).text
    assert en in say_edition_note(make_edition("en", inputs)).text
    assert inputs.parameters.cut_off.strftime("%Y年%-m月%-d日") in say_edition_note(make_edition("zh", inputs)).text
