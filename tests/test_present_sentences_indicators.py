"""Sentences about one indicator: worked by hand, and each number of each sentence traced to the judgement."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from builders import (
    indicator_outlook,
    indicator_verdict,
    make_edition,
    make_indicator,
    make_inputs,
    make_observations,
    make_parameters,
    of_pace,
)

from planbook.assess.crosschecks import explain_disagreement
from planbook.model import (
    Direction,
    EditionKind,
    Flag,
    NoProjection,
    PaceVerdict,
    Projection,
    TargetKind,
    Unit,
    UnitKind,
)
from planbook.paths import find_project
from planbook.present import say_agreement, say_sensitivity
from planbook.present.edition import Edition, open_edition

indicator_agreement, indicator_sensitivity = of_pace(say_agreement), of_pace(say_sensitivity)
GROWTH = Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1)


def edition_with(
    values: dict[int, float], language: str = "zh", year: int = 2023, kind=EditionKind.MID_TERM, **indicator
) -> Edition:
    """An edition that knows one indicator (beds 8,439 → 10,105 unless overridden) with these values."""
    columns = {key: indicator.pop(key) for key in ("flag", "illustrative") if key in indicator}
    inputs = make_inputs(
        indicators={"i03": make_indicator(**indicator)},
        observations=make_observations(values, **columns),
        parameters=make_parameters(year=year, cut_off=date(year, 12, 31), kind=kind),
        units=make_inputs().units | {GROWTH.id: GROWTH},
    )
    return make_edition(language, inputs)


def verdict_text(*args, **fields) -> str:
    return indicator_verdict(edition_with(*args, **fields), "i03").text


def test_the_verdict_stands_over_its_arithmetic():
    # 9,365 − 8,439 = 926 of 10,105 − 8,439 = 1,666 is 55.58 %; due 3/5; 0.5558 / 0.6 = 0.926; 60 − 55.6 = 4.4
    assert verdict_text({2021: 8700.0, 2022: 9050.0, 2023: 9365.0}).splitlines() == [
        "养老床位总数略慢于序时进度，截至2023年底有 9,365 张，完成五年任务的 55.6%，相差 4.4 个百分点，"
        "仍属基本符合预期 ◇。",
        "8,439 → 9,365，926 / 1,666 = 55.6%；应完成 60.0%；比值 0.93：◆ 基本符合预期 ◇",
        "依据程度：薄弱（示例数值）。",
    ]


def test_the_same_verdict_in_english():
    assert verdict_text({2021: 8700.0, 2022: 9050.0, 2023: 9365.0}, "en").splitlines() == [
        "Care beds ran slightly behind the due path, ending 2023 at 9,365. Of the planned change, 55.6% had been "
        "made, 4.4 percentage points less than due but still broadly on track ◇.",
        "8,439 → 9,365, 926 of 1,666 = 55.6%; due 60.0%; ratio 0.93: ◆ broadly on track ◇",
        "Evidence: weak (an illustrative value).",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            "养老床位总数应于2022年达到 9,200 张，当年未达到，2023年达到，推迟 1 年，截至2023年底有 9,365 张 ◇。",
        ),
        (
            "en",
            "Care beds missed its target of 9,200 beds in 2022, when it was due, met it one year late, in 2023, "
            "and ended 2023 at 9,365 ◇.",
        ),
    ],
)
def test_a_target_met_after_its_year_is_told_as_late(language, said):
    values = {2021: 8700.0, 2022: 9050.0, 2023: 9365.0}
    text = verdict_text(values, language, target=9200.0, target_year=2022)
    assert text.splitlines()[0] == said
    assert not any(word in text for word in ("提前", "ahead", "early"))


def test_a_published_value_carries_no_mark():
    assert "◇" not in verdict_text({2023: 9365.0}, illustrative=False)


def test_a_falling_target_is_told_in_mirror_image():
    # 8 → 5 of 8 → 3: −3 / −5 = 60 %, exactly what is due
    falling = {
        "baseline": 8.0,
        "target": 3.0,
        "direction": Direction.FALL,
        "target_kind": TargetKind.FALL_TO,
        "unit_id": "percent",
    }
    text = verdict_text({2023: 5.0}, **falling).replace(" ◇", "")
    assert "与序时进度持平，截至2023年底为 5.0%，完成五年任务的 60%。" in text
    assert "8.0 → 5.0，−3.0 / −5.0 = 60.0%" in text  # the arithmetic keeps the signs
    assert "不降反升" in verdict_text({2023: 8.5}, **falling)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        # due 60 %: 1,666 × 0.6 = 999.6, so 9,438.6 is level; 8,439 + 1,666 × c for the others
        (9439.0, "与序时进度持平"),  # c = 1,000 / 1,666 = 60.0 %
        (9489.0, "略快于序时进度"),  # 1,050 / 1,666 = 63.0 %, r = 1.05
        (9250.0, "已接近滞后的分界"),  # 811 / 1,666 = 48.7 %, r = 0.81
        (9639.0, "完成五年任务的 72%，领先 12 个百分点"),  # 1,200 / 1,666 = 72.0 %
        (9980.0, "距2025年目标还差 125 张"),  # 1,541 / 1,666 = 92.5 %
        (9020.0, "完成五年任务的 34.9%，落后序时进度 25.1 个百分点"),  # 581 / 1,666 = 34.9 %, r = 0.58
        (9230.0, "略有滞后"),  # 791 / 1,666 = 47.5 %, r = 0.79
        (8600.0, "五年任务只完成 9.7%"),  # 161 / 1,666 = 9.66 %
        (8439.0, "尚无进展"),
        (8400.0, "不升反降"),
        (10105.0, "提前 2 年达到2025年目标（10,105 张）"),
        (10205.0, "超出目标 100 张"),
    ],
)
def test_the_sentence_follows_the_facts(value, said):
    assert said in verdict_text({2023: value}).replace(" ◇", "")


def test_far_ahead_is_told_as_a_multiple_where_little_was_due():
    # end of 2021: due 20 %; 1,000 of 1,666 is 60.0 %, three times that (0.6002 / 0.2 = 3.00)
    assert "完成五年任务的 60%，是应完成量（20%）的 3.00 倍 ◇" in verdict_text(
        {2021: 9439.0}, year=2021, kind=EditionKind.MONITORING
    )


def test_no_two_situations_share_a_sentence_pattern():
    """Ten situations, ten patterns: figures taken out, no sentence is the same as another."""
    values = (9439.0, 9489.0, 9365.0, 9250.0, 9639.0, 9980.0, 9020.0, 9230.0, 8600.0, 8439.0, 8400.0, 10105.0)
    for language in ("zh", "en"):
        patterns = {re.sub(r"[\d.,]+", "#", verdict_text({2023: value}, language).splitlines()[0]) for value in values}
        assert len(patterns) == len(values)


def test_a_target_met_in_an_earlier_year_says_since_when():
    text = verdict_text({2022: 10105.0, 2023: 10200.0})
    assert text.startswith(
        "养老床位总数2022年已达到2025年目标（10,105 张），截至2023年底有 10,200 张，超出目标 95 张 ◇。"
    )


def test_a_target_met_lost_and_met_again_says_so_instead_of_years_early():
    text = verdict_text({2021: 10200.0, 2022: 10000.0, 2023: 10150.0})
    assert text.startswith("养老床位总数2021年曾达到2025年目标（10,105 张），2022年回落至 10,000 张")
    assert "2023年再次达到，有 10,150 张" in text and "提前" not in text.splitlines()[0]
    english = verdict_text({2021: 10200.0, 2022: 10000.0, 2023: 10150.0}, "en")
    assert "met the 2025 target of 10,105 beds in 2021, slipped back to 10,000 beds" in english
    kept = verdict_text({2021: 10000.0, 2022: 10200.0, 2023: 10150.0})  # once missed, then met and kept
    assert "曾达到" not in kept and "2022年已达到" in kept


def test_a_sentence_that_sets_made_up_beside_published_values_marks_each():
    edition = shipped(2023, "zh")
    said = indicator_verdict(edition, "i01").text.splitlines()[0]  # 37.52 and 34.86 are derived from published figures
    assert "34.86%，" in said and "36.05% ◇" in said


def test_a_lagging_indicator_says_what_pace_is_now_required():
    # (10,105 − 9,020) / 2 = 542.5 a year left; (9,020 − 8,439) / 3 = 193.7 so far; 542.5 / 193.67 = 2.80
    text = verdict_text({2021: 8600.0, 2022: 8800.0, 2023: 9020.0})
    assert "2024、2025年须每年增加 543 张才能达到2025年目标（10,105 张），是此前年均（194 张）的 2.8 倍 ◇。" in text


def test_provisional_values_and_breaks_are_said():
    assert "该数值为初步数。" in verdict_text({2023: 9365.0}, flag=Flag.PROVISIONAL.value)
    broken = verdict_text({2023: 9365.0}, flag=Flag.BREAK.value)
    assert "基准年之后统计口径有变" in broken
    assert "完成五年任务" not in broken


def test_a_missing_year_is_not_covered_by_an_older_value():
    text = verdict_text({2022: 9050.0})
    assert "2023年未报送" in text
    assert "2022年底的 9,050 张" in text
    assert "不作判断" in text


def test_nothing_reported_at_all_leaves_baseline_and_target():
    piece = indicator_verdict(edition_with({}), "i03")
    assert piece.text == (
        "养老床位总数2023年未报送，规划期内尚无数据可供判断；2020年基准值为 8,439 张，2025年目标为 10,105 张。"
    )
    for say in (indicator_outlook, indicator_agreement, indicator_sensitivity):
        assert say(edition_with({}), "i03").text


def test_a_final_edition_speaks_of_targets_met_or_missed():
    final = {"year": 2025, "kind": EditionKind.FINAL}
    assert "如期完成规划目标（10,105 张）" in verdict_text({2025: 10205.0}, **final)
    assert "◆ 接近目标" in verdict_text({2025: 10000.0}, **final)
    assert "相差 905 张" in verdict_text({2025: 9200.0}, **final).replace(" ◇", "")
    assert "须每年" not in verdict_text({2025: 9200.0}, **final)


def test_a_target_to_keep_has_no_completion_to_tell():
    text = verdict_text({2023: 100.0}, baseline=100.0, target=100.0, target_kind=TargetKind.KEEP, unit_id="percent")
    assert "保持在规划要求以内，2023年平均为 100.0%，规划要求平均 100.0%，2023年为 100.0% ◇。" in text
    assert "完成五年任务" not in text


CUT = {"unit_id": "percent_change", "baseline": None, "target": -13.5, "direction": Direction.FALL}


def test_a_total_is_told_as_a_total_with_the_year_beside_it():
    # 0.973 · 0.999 − 1 = −2.7973 %, of −13.5: 20.7 %; due after two of five years (0.865^0.4 − 1)/−0.135 = 41.7 %
    text = verdict_text({2021: -2.7, 2022: -0.1}, year=2022, target_kind=TargetKind.CUMULATIVE, **CUT)
    assert "2021—2022年，养老床位总数累计为 -2.8%（其中2022年为 -0.1%），" in text.replace("−", "-")
    worked = "(1 - 2.7%) × (1 - 0.1%) - 1 = -2.8%；占累计目标 -13.5% 的 20.7%；应完成 41.7%"
    assert worked in text.replace("−", "-")
    assert "0.0 →" not in text


def test_a_yearly_average_is_told_with_its_mean():
    text = verdict_text(
        {2021: 9.0, 2022: 7.0, 2023: 5.0},
        target_kind=TargetKind.YEARLY_AVERAGE,
        **CUT | {"target": 6.0, "direction": Direction.RISE},
    )
    assert "2021—2023年，养老床位总数年均为 7.0%（其中2023年为 5.0%），规划要求年均 6.0%" in text


@pytest.mark.parametrize("kind", [TargetKind.QUALITATIVE, TargetKind.OBSERVED, TargetKind.SET_YEARLY])
@pytest.mark.parametrize("values", [{}, {2023: 8.1}])
def test_without_a_target_no_empty_target_is_told(kind, values):
    if kind is TargetKind.QUALITATIVE and values:
        return
    text = verdict_text(values, target_kind=kind, **CUT | {"target": None})
    assert "（）" not in text
    assert "目标为。" not in text
    assert "的目标" not in text.replace("按原口径确定的目标", "")


def test_too_few_values_are_not_projected():
    assert indicator_outlook(edition_with({2023: 9365.0}), "i03").text.startswith(
        "包括基准年在内只有 2 个年度值，少于推算所需的 3 个，不作推算。"
    )


def test_sensitivity_counts_whole_beds():
    # on pace begins at 8,439 + 0.8 × 0.6 × 1,666 = 9,238.68 and ahead at 8,439 + 1.1 × 0.6 × 1,666 = 9,538.56:
    # 9,539 is the first whole bed ahead (174 more), 9,238 the first one lagging (127 fewer)
    text = indicator_sensitivity(edition_with({2021: 8700.0, 2022: 9050.0, 2023: 9365.0}), "i03").text.replace(" ◇", "")
    assert "升至 9,539 张（高 174 张）时变为“快于预期”" in text
    assert "降至 9,238 张（低 127 张）时变为“滞后”" in text


# --- every number of the shipped editions -----------------------------------------------------------------------

EDITIONS = [(year, language) for year in (2022, 2023, 2025) for language in ("zh", "en")]
NUMBER = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?%?")


@cache
def shipped(year: int, language: str) -> Edition:
    project = find_project()
    return open_edition(year, language, project.data, project.params)


def spellings(values, decimals=range(4)) -> set[str]:
    """Every way a value may be written: with 0 to 3 decimals, half up or half down, with or without its sign."""
    found = set()
    for value in values:
        for places in decimals:
            for nudge in (0.0, 1e-9 * max(abs(value), 1)):
                for signed in (value + nudge, value - nudge):
                    shown = f"{abs(signed):,.{places}f}"
                    found |= {shown, shown + "%"}
    return found


def known_numbers(edition: Edition, indicator_id: str) -> set[str]:
    """The figures a sentence about the indicator may hold, computed here from the judgement and the plan."""
    indicator, assessment = edition.inputs.indicators[indicator_id], edition.assessments[indicator_id]
    thresholds, value, plain = edition.inputs.parameters.thresholds, assessment.value, {"10,000"}  # “per 10,000”
    shares = [assessment.completion, assessment.due, assessment.p_target, thresholds.interval]
    numbers = [
        indicator.baseline,
        indicator.target,
        value,
        indicator.target - indicator.baseline,
        assessment.achieved_per_year,
        assessment.required_per_year,
        assessment.rates.multiple,
        assessment.pace_ratio,
        assessment.projection,
        assessment.projection_low,
        assessment.projection_high,
        getattr(assessment.forecast, "robust", None),
        len(assessment.points),
        *(standing.observation.value for standing in assessment.course),  # met, lost and met again
        thresholds.minimum_points,
        100.0,
        1.0,
        99.0,
    ]
    if value is not None:
        numbers += [value - indicator.baseline, indicator.target - value]
    if assessment.completion is not None:
        shares.append(assessment.completion - assessment.due)
    sensitivity = assessment.sensitivity
    if sensitivity is not None:
        numbers += [len(sensitivity.grid), sum(verdict is assessment.pace for *_, verdict in sensitivity.grid)]
        for change in (sensitivity.to_better, sensitivity.to_worse):
            if change is not None:  # counted things: the whole numbers around the border
                numbers += [
                    change,
                    value + change,
                    abs(change) // 1,
                    abs(change) // 1 + 1,
                    *((value + change) // 1 + step for step in (-1, 0, 1)),
                ]
    for check in assessment.cross_checks:
        message = explain_disagreement(indicator, assessment, check, thresholds)
        for _, field, form in message.fields if message else ():
            (shares if form == "share" else numbers).append(field if isinstance(field, (int, float)) else None)
            plain |= {field} if form == "plain" else set()
    if isinstance(assessment.forecast, Projection):
        interval = edition.backtest.interval_record(indicator.target_year - assessment.year)
        said = edition.backtest.verdict_record(assessment.outlook)
        numbers += [] if interval is None else [interval.trials, interval.covered]
        shares += [] if interval is None else [interval.coverage]
        numbers += [] if said is None else [said.statements, said.met]
        shares += [] if said is None else [said.frequency]
    for pace in assessment.best_paces:
        numbers.append(pace.per_year)
        shares.append(pace.growth)
    years = range(2015, 2027)
    return (
        spellings(number for number in numbers if number is not None)
        | spellings(share * 100 for share in shares if share is not None)
        | plain
        | {str(year) for year in years}
        | {str(n) for n in range(1, 6)}  # years early, methods counted
    )


@pytest.mark.parametrize(("year", "language"), EDITIONS)
def test_every_number_of_an_indicators_sentences_comes_from_its_judgement(year, language):
    edition = shipped(year, language)
    strange = []
    for indicator_id, indicator in edition.inputs.indicators.items():
        known = known_numbers(edition, indicator_id)
        for say in (indicator_verdict, indicator_outlook, indicator_agreement, indicator_sensitivity):
            text = say(edition, indicator_id).text
            text = text.replace(edition.words.as_subject(edition.words.text(indicator.name)), "")
            for shown in NUMBER.findall(text):
                if shown.lstrip("−+").rstrip(",") not in known:
                    strange.append((indicator_id, say.__name__, shown, text))
    assert strange == []


@pytest.mark.parametrize(("year", "language"), EDITIONS)
def test_the_arithmetic_line_holds_value_completion_due_and_ratio(year, language):
    edition = shipped(year, language)
    for indicator_id, assessment in edition.assessments.items():
        if assessment.completion is None:
            continue
        unit = edition.inputs.units[edition.inputs.indicators[indicator_id].unit_id]
        line = indicator_verdict(edition, indicator_id).text.splitlines()[1]
        words = edition.words
        for shown in (
            words.number(assessment.value, unit.decimals),
            words.share(assessment.completion),
            words.share(assessment.due),
            words.number(assessment.pace_ratio, 2),
        ):
            assert shown in line


@pytest.mark.parametrize(("year", "language"), EDITIONS)
def test_illustrative_figures_are_marked_wherever_they_are_said(year, language):
    edition = shipped(year, language)
    for indicator_id, assessment in edition.assessments.items():
        for say in (indicator_verdict, indicator_outlook):
            piece = say(edition, indicator_id)
            marked = "◇" in piece.text
            assert marked == ("◇" in piece.html) == ("◇" in piece.markdown)
            if not assessment.illustrative:
                assert not marked
            elif say is indicator_verdict:
                assert marked


@pytest.mark.parametrize("year", (2022, 2023, 2025))
def test_no_sentence_holds_the_other_language(year):
    english = shipped(year, "en")
    for indicator_id in english.inputs.indicators:
        for say in (indicator_verdict, indicator_outlook, indicator_agreement, indicator_sensitivity):
            assert re.findall("[\u3400-\u9fff]+", say(english, indicator_id).html) == []


def test_a_disagreeing_method_is_explained_in_one_sentence():
    edition = shipped(2023, "zh")
    disagreeing = [key for key, assessment in edition.assessments.items() if assessment.disagreeing]
    assert disagreeing
    for indicator_id in disagreeing:
        assert "不一致" in indicator_agreement(edition, indicator_id).text
    agreeing = [
        key
        for key, assessment in edition.assessments.items()
        if not assessment.disagreeing and assessment.pace is not PaceVerdict.NOT_REPORTED
    ]
    assert all("不一致" not in indicator_agreement(edition, indicator_id).text for indicator_id in agreeing)


def test_a_judgement_without_projection_gives_its_reason():
    edition = edition_with({2021: 8700.0, 2022: 9050.0, 2023: 9365.0})
    judged = edition.assessments["i03"]
    assessment = replace(judged, forecast=NoProjection(judged.outlook, "break_in_series"))
    told = indicator_outlook(replace(edition, assessments={"i03": assessment}), "i03").text
    assert told.startswith(edition.words("reasons.break_in_series"))
