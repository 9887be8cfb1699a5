"""The edition as a whole: all indicators, the tasks, the counts, the capped mean and the table of assessments."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from builders import make_indicator, make_inputs, make_observations

from planbook.assess import assess_all, assess_tasks, assessments_frame, count_verdicts
from planbook.assess.aggregate import mean_capped_completion
from planbook.model import (
    Bound,
    Direction,
    IndicatorType,
    PaceVerdict,
    TargetKind,
    Task,
    TaskKind,
    Text,
    Unit,
    UnitKind,
)

# The columns as the design fixes them, in its order, then the cross-check methods, then what came later.
COLUMNS = [
    "indicator_id",
    "number",
    "name_zh",
    "name_en",
    "type",
    "direction",
    "unit",
    "baseline_year",
    "baseline",
    "target_year",
    "target",
    "bound",
    "year",
    "value",
    "flag",
    "illustrative",
    "source_id",
    "completion",
    "due",
    "pace_ratio",
    "pace_verdict",
    "outlook_verdict",
    "p_target",
    "projection",
    "projection_low",
    "projection_high",
    "required_per_year",
    "achieved_per_year",
    "margin_to_next_class",
    "open_sdg",
    "un_progress_chart",
    "destatis",
    "sdsn",
    "escap",
    "oecd",
    "counted",
    "reference",
    "evidence",
    "evidence_reasons",
    "best_per_year",
    "best_start_year",
    "best_end_year",
]


def make_task(**overrides):
    task = Task(
        id="t4-3-1-04",
        chapter_id="c4-3",
        kind=TaskKind.NUMERIC,
        text=Text("长者照护之家达到8家", "Care homes reach 8"),
        baseline_year=2020,
        baseline=5.0,
        target_year=2025,
        target=8.0,
        bound=Bound.PLAIN,
        direction=Direction.RISE,
        unit_id="bed",
        target_kind=TargetKind.REACH,
        indicator_id="",
        source_id="plan_14",
        place="四（三）1",
    )
    return replace(task, **overrides)


def make_progress(values, task_id="t4-3-1-04"):
    return make_observations(values, task_id).rename(columns={"indicator_id": "task_id"}).assign(status="")


def three_indicators():
    """The two of `make_inputs`, on pace and lagging, and a third in another chapter that overshot its target."""
    inputs = make_inputs()
    third = make_indicator(id="i01", number=1, chapter_id="c4", baseline=0.0, target=100.0, type=IndicatorType.BINDING)
    observations = pd.concat([inputs.observations, make_observations({2023: 130.0}, "i01")], ignore_index=True)
    return replace(inputs, indicators=inputs.indicators | {"i01": third}, observations=observations)


def test_all_indicators_are_assessed_in_plan_order():
    assessments = assess_all(make_inputs())
    assert list(assessments) == ["i03", "i04"]
    # (42 − 30) / 30 = 0.4, / 0.6 = 0.667
    assert assessments["i04"].pace is PaceVerdict.LAGGING


def test_verdicts_are_counted_by_class_and_type_over_all_and_by_chapter():
    inputs = three_indicators()
    everything, *chapters = count_verdicts(inputs, assess_all(inputs))
    assert (everything.label, everything.total) == ("all", 3)
    assert everything.count(PaceVerdict.ACHIEVED) == everything.count(PaceVerdict.ON_PACE) == 1
    assert everything.count(PaceVerdict.LAGGING, IndicatorType.BINDING) == 1
    assert everything.count(PaceVerdict.LAGGING, IndicatorType.ANTICIPATORY) == 0
    assert sum(count for _, _, count in everything.counts) == 3
    # the plan's order of chapters, not the order of indicators
    assert [(group.label, group.total) for group in chapters] == [("c4", 1), ("c4-3", 2)]


def test_the_mean_completion_is_capped_so_that_an_overshoot_hides_nothing():
    inputs = three_indicators()
    everything, fourth, third_system = count_verdicts(inputs, assess_all(inputs))
    # beds 926 / 1,666 = 0.555822, share 12 / 30 = 0.4, the overshoot 1.3 capped at 1
    assert everything.mean_capped_completion == pytest.approx((926 / 1666 + 0.4 + 1.0) / 3)
    assert everything.mean_over == 3
    assert fourth.mean_capped_completion == 1.0
    assert third_system.mean_capped_completion == pytest.approx((926 / 1666 + 0.4) / 2)


def test_a_completion_below_zero_counts_as_nothing():
    inputs = make_inputs(
        observations=pd.concat([make_observations({2023: 8000.0}), make_observations({2023: 45.0}, "i04")])
    )
    assert mean_capped_completion(assess_all(inputs).values()) == (pytest.approx((0.0 + 0.5) / 2), 2)


def test_indicators_not_reported_this_year_stay_out_of_the_mean():
    inputs = make_inputs(
        observations=pd.concat([make_observations({2022: 9050.0}), make_observations({2023: 45.0}, "i04")])
    )
    assert mean_capped_completion(assess_all(inputs).values()) == (pytest.approx(0.5), 1)


def test_without_any_completion_there_is_no_mean():
    inputs = make_inputs(observations=make_observations({}))
    everything = count_verdicts(inputs, assess_all(inputs))[0]
    assert (everything.mean_capped_completion, everything.mean_over) == (None, 0)
    assert everything.count(PaceVerdict.NOT_REPORTED) == 2


def test_the_table_has_the_columns_of_the_design_in_their_order():
    inputs = make_inputs()
    assert list(assessments_frame(inputs, assess_all(inputs)).columns) == COLUMNS


def test_the_table_holds_codes_and_the_figures_of_the_assessment():
    inputs = make_inputs()
    row = assessments_frame(inputs, assess_all(inputs)).set_index("indicator_id").loc["i03"]
    assert (row["name_en"], row["type"], row["direction"], row["unit"], row["bound"]) == (
        "Elderly care beds",
        "anticipatory",
        "rise",
        "bed",
        "plain",
    )
    assert (row["baseline"], row["target"], row["year"], row["value"], row["illustrative"]) == (
        8439.0,
        10105.0,
        2023,
        9365.0,
        True,
    )
    assert row["completion"] == 0.555822  # 926 / 1,666 to six decimals
    assert (row["pace_verdict"], row["outlook_verdict"]) == ("on_pace", "uncertain")
    assert row["margin_to_next_class"] == pytest.approx(173.56)  # to 9,538.56, where ahead begins


def test_what_is_not_computed_is_empty_in_the_table():
    inputs = make_inputs(observations=make_observations({}))
    frame = assessments_frame(inputs, assess_all(inputs))
    empty = ["year", "value", "completion", "pace_ratio", "p_target", "projection", "margin_to_next_class"]
    assert frame[empty].isna().all().all()
    assert set(frame["pace_verdict"]) == {"not_reported"}
    assert set(frame["open_sdg"]) == {"not_applicable"}


def test_the_table_of_no_indicators_has_its_columns():
    assert list(assessments_frame(make_inputs(), {}).columns) == COLUMNS


def test_numeric_tasks_are_judged_like_indicators_and_qualitative_ones_are_not():
    tasks = {"t4-3-1-04": make_task(), "t4-3-1-09": make_task(id="t4-3-1-09", kind=TaskKind.QUALITATIVE, target=None)}
    inputs = make_inputs(tasks=tasks, progress=make_progress({2021: 5.0, 2022: 6.0, 2023: 6.0}))
    assessments = assess_tasks(inputs)
    assert list(assessments) == ["t4-3-1-04"]
    # (6 − 5) / (8 − 5) = 0.333333, / 0.6 = 0.555556
    assert assessments["t4-3-1-04"].completion == pytest.approx(1 / 3)
    assert assessments["t4-3-1-04"].pace is PaceVerdict.LAGGING


def test_a_task_without_years_takes_the_plans():
    inputs = make_inputs(
        tasks={"t4-3-1-04": make_task(baseline_year=None, target_year=None)}, progress=make_progress({2023: 6.0})
    )
    assert assess_tasks(inputs)["t4-3-1-04"].due == 0.6


GROWTH = Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1)


def relative_inputs(series_unit="percent_change"):
    indicator = make_indicator(
        unit_id="percent_change",
        baseline=None,
        target=None,
        target_kind=TargetKind.RELATIVE,
        reference_series_id="gdp_growth",
    )
    series = pd.DataFrame([{"series_id": "gdp_growth", "unit_id": series_unit}])
    context = pd.DataFrame(
        [
            {"series_id": "gdp_growth", "area": area, "year": year, "value": value, "preferred": preferred}
            for area, year, value, preferred in [
                ("china", 2022, 9.0, True),
                ("china", 2023, 9.0, True),
                ("chongming", 2021, 4.0, True),
                ("chongming", 2022, 4.0, True),
                ("chongming", 2023, 6.0, True),
                ("chongming", 2023, 60.0, False),
                ("chongming", 2024, 99.0, True),
            ]
        ]
    )
    return make_inputs(
        indicators={"i03": indicator},
        units={"percent_change": GROWTH},
        series=series,
        context=context,
        observations=make_observations({2021: 5.0, 2022: 5.0, 2023: 5.0}),
    )


def test_a_relative_target_finds_its_series_in_the_background_of_the_district():
    # the district's preferred 4, 4 and 6 %: 1.04 · 1.04 · 1.06 = 1.146496, a mean of 4.6624 %
    standing = assess_all(relative_inputs())["i03"].standing
    assert standing.reference == pytest.approx(4.6624, abs=1e-4)
