"""What the nouns know of themselves: an observation, and a series of them."""

from __future__ import annotations

import math

import pytest
from builders import PERCENT, make_indicator, make_inputs, make_observations, make_task

from planbook.model import Flag, Observation, Reported, Series, Text, Unit, UnitKind, observe, observe_row

SITE = Unit("site", UnitKind.COUNT, "家", "site", "sites", 0)


def make_series(*observations):
    return Series("i04", PERCENT, observations)


@pytest.mark.parametrize(
    ("value", "flag", "reported"),
    [
        (42.0, Flag.NORMAL, True),
        (42.0, Flag.PROVISIONAL, True),
        (42.0, Flag.BREAK, True),
        (42.0, Flag.FORECAST, False),  # nobody has observed it yet
        (None, Flag.MISSING, False),
        (math.nan, Flag.NORMAL, False),
    ],
)
def test_only_a_value_that_was_observed_is_reported(value, flag, reported):
    assert isinstance(observe(2023, value, flag), Reported) is reported


def test_a_missing_value_is_none_and_never_illustrative():
    row = make_observations({2023: math.nan}, flag="m").to_dict("records")[0]
    assert observe_row(row) == Observation(2023, None, Flag.MISSING, "illustrative_a", illustrative=False, vintage=2023)


def test_a_row_keeps_its_source_vintage_and_note():
    row = make_observations({2022: 9050.0}, flag="p", note_zh="快报数", note_en="Preliminary").to_dict("records")[0]
    assert observe_row(row) == Reported(
        2022, 9050.0, Flag.PROVISIONAL, "illustrative_a", True, 2022, Text("快报数", "Preliminary")
    )


def test_a_value_is_of_the_end_of_its_year_unless_a_date_is_given():
    assert observe(2023, 1.0).time == 2023.0
    assert observe(2023, 1.0, at=2022.5).time == 2022.5  # 30 June 2023


def test_a_break_opens_a_new_stretch_and_what_was_not_reported_is_passed_over():
    series = make_series(
        observe(2019, 10.0),
        observe(2020, 12.0),
        observe(2021, None, Flag.MISSING),
        observe(2022, 30.0, Flag.BREAK),
        observe(2023, 31.0),
        observe(2024, 32.0, Flag.FORECAST),
    )
    assert [[one.year for one in stretch] for stretch in series.stretches] == [[2019, 2020], [2022, 2023]]
    assert [one.value for one in series.since_break] == [30.0, 31.0]
    assert (series.break_year, series.latest) == (2022, observe(2023, 31.0))


def test_a_series_without_values_has_no_latest_and_no_stretch():
    series = make_series(observe(2023, None, Flag.MISSING))
    assert (series.latest, series.stretches, series.since_break, series.break_year) == (None, (), (), None)


def test_a_series_is_cut_to_years_with_both_ends():
    series = make_series(*(observe(year, 1.0) for year in range(2019, 2025)))
    assert [one.year for one in series.between(2020, 2022).observations] == [2020, 2021, 2022]


def test_the_inputs_give_the_series_of_an_indicator_and_of_a_task():
    task = make_task(id="t1")
    progress = make_observations({2022: 95.0, 2021: 93.0}, "t1").rename(columns={"indicator_id": "task_id"})
    inputs = make_inputs(tasks={"t1": task}, progress=progress, units={**make_inputs().units, "site": SITE})
    assert [one.value for one in inputs.series_of("i04").reported] == [34.0, 39.0, 42.0]
    assert inputs.series_of("i04").unit is PERCENT
    assert [(one.year, one.value) for one in inputs.series_of("t1").reported] == [(2021, 93.0), (2022, 95.0)]
    with pytest.raises(KeyError, match="i99"):
        inputs.series_of("i99")


def test_a_baseline_is_an_observation_of_the_plan_where_the_plan_states_one():
    assert make_indicator().baseline_observation == Reported(2020, 8439.0, source_id="plan_14")
    assert make_indicator(baseline=None).baseline_observation is None
