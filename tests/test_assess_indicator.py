"""What stands around the judgements: which figures of an edition each indicator and task is judged with."""

from dataclasses import replace

import pandas as pd
import pytest
from builders import (
    CITY,
    COUNTRY,
    DISTRICT,
    make_indicator,
    make_inputs,
    make_observations,
    make_parameters,
    make_source,
    make_task,
)

from planbook.assess import assess_all, assess_tasks, assessments_frame, count_verdicts
from planbook.assess.aggregate import ASSESSMENT_COLUMNS, MORE_COLUMNS
from planbook.assess.crosschecks import METHODS
from planbook.assess.indicator import reference_of, task_as_indicator
from planbook.assess.pace import is_reversing, met_history, pace_borders
from planbook.assess.yardstick import Yardstick
from planbook.model import (
    Direction,
    IndicatorType,
    PaceVerdict,
    Series,
    SourceKind,
    TargetKind,
    TaskKind,
    Text,
    Thresholds,
    Unit,
    UnitKind,
    observe_row,
)

SITE = Unit("site", UnitKind.COUNT, "处", "site", "sites", 0)


def make_context(*rows):
    """Background figures: (series, area, year, value) or (…, preferred)."""
    columns = ["series_id", "area", "year", "value", "preferred"]
    filled = [dict(zip(columns, (*row, True)[:5], strict=True)) for row in rows]
    blank = {"flag": "", "source_id": "published", "quote": "", "note_zh": "", "note_en": ""}
    return pd.DataFrame([row | blank | {"expression": "", "inputs": ""} for row in filled])


def make_background(*series):
    names = {"name_zh": "", "name_en": "", "definition_zh": "", "definition_en": ""}
    return pd.DataFrame([{"series_id": one, "unit_id": "bed", "measure": "stock", **names} for one in series])


# --- tasks ------------------------------------------------------------------------------------------------------


def with_task(task, values, **overrides):
    progress = make_observations(values).rename(columns={"indicator_id": "task_id"}).assign(task_id=task.id, status="")
    inputs = make_inputs()
    return replace(inputs, units=inputs.units | {"site": SITE}, tasks={task.id: task}, progress=progress, **overrides)


def test_a_task_is_judged_as_the_indicator_that_it_describes():
    task = make_task(indicator_id="i04", target_year=2024, baseline_year=2019, direction=Direction.FALL)
    made = task_as_indicator(task, make_inputs())
    assert (made.id, made.number, made.chapter_id) == ("t1", 0, "c4-3")
    assert made.name == made.short_name == made.definition == made.formula == Text("助餐场所", "Meal sites")
    assert (made.baseline_year, made.baseline, made.target_year, made.target) == (2019, 92.0, 2024, 100.0)
    assert (made.bound, made.direction, made.unit_id) == (task.bound, Direction.FALL, "site")
    assert (made.target_kind, made.source_id) == (TargetKind.REACH, "plan_14")
    assert made.type is IndicatorType.BINDING  # of indicator 4, which it belongs to


def test_what_a_task_does_not_say_is_the_plans_own():
    made = task_as_indicator(make_task(indicator_id="", baseline_year=None, target_year=None), make_inputs())
    assert (made.baseline_year, made.target_year) == (2020, 2025)
    assert made.type is IndicatorType.ANTICIPATORY


def test_only_numeric_tasks_are_judged_and_each_by_its_own_values():
    task = make_task()
    inputs = with_task(task, {2021: 93.0, 2022: 94.0, 2023: 97.0})
    inputs = replace(inputs, tasks=inputs.tasks | {"t2": make_task(id="t2", kind=TaskKind.QUALITATIVE)})
    assessments = assess_tasks(inputs)
    # (97 − 92) of (100 − 92) is 0.625 of the way, of 0.6 due: 1.0417
    assert list(assessments) == ["t1"]
    assert assessments["t1"].completion == pytest.approx(0.625)
    assert assessments["t1"].pace is PaceVerdict.ON_PACE


@pytest.mark.parametrize("judge", [assess_all, assess_tasks])
def test_the_kind_of_its_source_weighs_on_the_evidence_of_a_value(judge):
    def reasons(kind):
        inputs = with_task(make_task(id="t1"), {2021: 93.0, 2022: 94.0, 2023: 97.0})
        source = make_source(kind=kind)
        frames = {name: getattr(inputs, name).assign(illustrative=False) for name in ("observations", "progress")}
        judged = judge(replace(inputs, sources=inputs.sources | {source.id: source}, **frames))
        return next(iter(judged.values())).evidence.reasons

    assert set(reasons(SourceKind.NEWS)) - set(reasons(SourceKind.ORIGINAL)) == {"second_hand"}


# --- background -------------------------------------------------------------------------------------------------


def test_a_relative_target_is_set_against_the_smallest_area_that_has_the_series():
    context = make_context(
        ("income", "china", 2022, 3.0),
        ("income", "shanghai", 2021, 4.0),
        ("income", "shanghai", 2022, 5.0),
        ("income", "shanghai", 2023, 5.5),
        ("income", "shanghai", 2023, 9.9, False),  # disagrees, and is not preferred
        ("income", "shanghai", 2024, 7.0),  # after the edition's year
        ("income", "shanghai", 2020, float("nan")),
        ("prices", "chongming", 2022, 1.0),
    )
    inputs = make_inputs(context=context)
    assert list(inputs.areas) == [DISTRICT.id, CITY.id, COUNTRY.id]
    relative = make_indicator(reference_series_id="income", target_kind=TargetKind.RELATIVE)
    assert reference_of(relative, inputs) == {2021: 4.0, 2022: 5.0, 2023: 5.5}
    assert reference_of(replace(relative, reference_series_id="prices"), inputs) == {2022: 1.0}
    assert reference_of(replace(relative, reference_series_id="unknown"), inputs) == {}


def test_the_best_pace_elsewhere_is_of_other_areas_and_of_the_series_it_names():
    context = make_context(
        *(("beds", "shanghai", year, 1000.0 + 100 * (year - 2019)) for year in range(2019, 2024)),
        *(("beds", "chongming", year, 10.0 * (year - 2018)) for year in range(2019, 2024)),
        *(("other", "china", year, 1000.0 + 900 * (year - 2019)) for year in range(2019, 2024)),
    )
    indicator = make_indicator(reference_series_id="beds")
    published = make_source(id="published", kind=SourceKind.ORIGINAL)
    inputs = make_inputs(context=context, series=make_background("beds", "other"), indicators={"i03": indicator})
    inputs = replace(inputs, sources=inputs.sources | {"published": published})
    paces = assess_all(inputs)["i03"].best_paces
    assert [pace.area for pace in paces if pace.area] == ["shanghai"]
    assert [bool(pace.area) for pace in paces] == [False, True]  # its own first


# --- the table of assessments -----------------------------------------------------------------------------------


def test_every_column_of_the_table_holds_what_it_is_named_for():
    inputs = make_inputs()
    assessments = assess_all(inputs)
    frame = assessments_frame(inputs, assessments)
    assert list(frame.columns) == [*ASSESSMENT_COLUMNS, *METHODS, *MORE_COLUMNS]
    whole = {name for name in frame.columns if str(frame[name].dtype) == "Int64"}
    assert whole == {"number", "baseline_year", "target_year", "year", "best_start_year", "best_end_year"}
    row, beds = frame.set_index("indicator_id").loc["i03"], assessments["i03"]
    assert (row["number"], row["name_zh"], row["name_en"]) == (3, "养老床位总数", "Elderly care beds")
    assert (row["type"], row["direction"], row["unit"], row["bound"]) == ("anticipatory", "rise", "bed", "plain")
    assert (row["baseline_year"], row["baseline"], row["target_year"], row["target"]) == (2020, 8439, 2025, 10105)
    assert (row["year"], row["value"], row["flag"], row["source_id"]) == (2023, 9365, "", "illustrative_a")
    assert bool(row["illustrative"]) is True
    # (9,365 − 8,439) / (10,105 − 8,439) = 0.555822, of 0.6 due = 0.926371
    assert row["completion"] == 0.555822 and row["due"] == 0.6 and row["pace_ratio"] == 0.926371
    assert (row["pace_verdict"], row["outlook_verdict"]) == ("on_pace", beds.outlook.value)
    # 1,666 over five years; 740 left over two; 926 gained over three
    assert row["required_per_year"] == 370.0
    assert row["achieved_per_year"] == pytest.approx(926 / 3, abs=1e-6)
    assert row["counted"] == 9365 and pd.isna(row["reference"])
    # between 2021 and 2022 350 beds were gained, between 2022 and 2023 315
    assert (row["best_per_year"], row["best_start_year"], row["best_end_year"]) == (350.0, 2021, 2022)
    assert row["p_target"] == pytest.approx(beds.p_target, abs=1e-6)
    ends = (row["projection_low"], row["projection"], row["projection_high"])
    assert ends == pytest.approx((beds.projection_low, beds.projection, beds.projection_high), abs=1e-6)
    # ahead begins at 1.1 × 0.6 of the way: 8,439 + 0.66 × 1,666 = 9,538.56, counted up to 9,539
    assert row["margin_to_next_class"] in (pytest.approx(173.56, abs=0.01), 174)
    for check in beds.cross_checks:
        assert row[check.method] == check.code


def test_headings_without_an_indicator_are_not_counted_and_all_of_them_are():
    inputs = make_inputs()
    counted = count_verdicts(inputs, assess_all(inputs))
    assert [(one.label, one.total) for one in counted] == [("all", 2), ("c4-3", 2)]
    (everything,) = count_verdicts(inputs, {})
    assert (everything.label, everything.total) == ("all", 0)


# --- the edges of judgement 1 -----------------------------------------------------------------------------------


def yardstick_of(values, **indicator):
    from planbook.assess.yardstick import lay_yardstick
    from planbook.model import Reported

    made = make_indicator(**{"unit_id": "site"} | indicator)
    rows = make_observations(values)
    series = Series("i03", SITE, tuple(observe_row(row) for row in rows.to_dict("records")))
    assert all(isinstance(one, Reported) for one in series.reported)
    laid = lay_yardstick(made, SITE, series)
    assert isinstance(laid, Yardstick)
    return made, laid, series


def test_an_average_goes_backwards_when_its_mean_change_does():
    _, falling, _ = yardstick_of(
        {2021: -2.0, 2022: -1.0, 2023: -3.0}, target_kind=TargetKind.YEARLY_AVERAGE, baseline=None, target=5.0
    )
    assert is_reversing(falling, PaceVerdict.LAGGING)
    assert not is_reversing(falling, PaceVerdict.ON_PACE)
    _, slow, _ = yardstick_of(
        {2021: 1.0, 2022: 1.0, 2023: 1.0}, target_kind=TargetKind.YEARLY_AVERAGE, baseline=None, target=5.0
    )
    assert not is_reversing(slow, PaceVerdict.LAGGING)


def test_a_mean_is_not_met_year_by_year():
    indicator, _, series = yardstick_of(
        {2021: 9.0, 2022: 9.0, 2023: 9.0}, target_kind=TargetKind.YEARLY_AVERAGE, baseline=None, target=5.0
    )
    assert met_history(indicator, series) == (None, False)


@pytest.mark.parametrize(
    ("baseline", "target", "direction"), [(0.0, 100.0, Direction.RISE), (100.0, 0.0, Direction.FALL)]
)
def test_a_class_whose_border_is_that_of_the_better_one_does_not_show(baseline, target, direction):
    # in the target's own year all of the way is due: ahead would begin at 1.1, beyond the target, at 1.0 on it
    values = {2023: 40.0, 2024: 50.0, 2025: 60.0}
    _, laid, _ = yardstick_of(values, baseline=baseline, target=target, direction=direction)
    on = {1.0: [("achieved", target)], 0.8: [("achieved", target), ("on_pace", abs(baseline - 80.0))]}
    for on_pace, borders in on.items():
        shown = pace_borders(laid, replace(make_parameters().thresholds, ahead=1.1, on_pace=on_pace))
        assert [(verdict.value, pytest.approx(border)) for verdict, border in shown] == borders
    assert isinstance(make_parameters().thresholds, Thresholds)


def test_the_best_pace_of_a_falling_indicator_is_its_largest_fall():
    falls = make_observations({2021: 90.0, 2022: 70.0, 2023: 65.0})
    indicator = make_indicator(baseline=100.0, target=40.0, direction=Direction.FALL)
    (best,) = assess_all(make_inputs(indicators={"i03": indicator}, observations=falls, vintages=falls))[
        "i03"
    ].best_paces
    assert (best.per_year, best.start_year, best.end_year) == (-20.0, 2021, 2022)
