"""The frames an edition hands out, and the comparison of a notebook's frame with what is published."""

import math

import pandas as pd
import pytest

from planbook import present
from planbook.errors import DisagreementError, InputError
from planbook.model import PaceVerdict


@pytest.fixture(scope="module")
def edition():
    return present.open_edition(2023, "en")


def test_observations_carry_what_they_are(edition):
    frame = edition.observations("i04")
    assert frame.index.name == "year" and list(frame.index) == [2021, 2022, 2023]
    assert frame.at[2023, "value"] == 42.0 and frame.at[2023, "time"] == 2023.0
    assert frame["illustrative"].all() and frame.attrs["illustrative"] is True
    assert frame.attrs["subject"] == "i04" and frame.attrs["units"]["value"] == "percent"
    assert frame.attrs["labels"]["value"] == "Value" and frame.attrs["words"]["flag"]["p"] == "provisional"
    assert present.open_edition(2023, "zh").observations("i04").attrs["labels"]["value"] == "数值"


def test_what_is_carried_stays_through_pandas(edition):
    frame = edition.observations("i04")
    pace = frame.assign(completion=(frame["value"] - 30) / 30)
    assert pace.attrs == frame.attrs and pace[["value", "completion"]].attrs == frame.attrs


def test_the_year_of_the_edition_has_a_row_even_without_a_value():
    official = present.open_edition(2023, "en", official_only=True)
    frame = official.observations("i04")
    assert math.isnan(frame.at[2023, "value"]) and frame.at[2023, "flag"] == "m"


def test_the_plan_row_says_which_values_meet_the_target(edition):
    plan = edition.plan_row("i04")
    assert (plan["baseline"], plan["target"], plan["lowest"], plan["highest"]) == (30.0, 60.0, 60.0, math.inf)
    assert (plan["kind"], plan["unit"], plan["direction"]) == ("reach", "percent", "rise")
    falls = edition.plan_row("i02")
    assert (falls["lowest"], falls["highest"], falls["direction"]) == (-math.inf, 1.59, "fall")


def test_an_unknown_id_is_refused_with_those_there_are(edition):
    with pytest.raises(InputError, match=r"expected one of i01, i02"):
        edition.observations("i99")
    with pytest.raises(InputError, match="no such area"):
        edition.context(areas=["atlantis"])


def test_a_numeric_task_has_the_same_frames(edition):
    task_id = edition.tasks().index[2]
    assert edition.observations(task_id).at[2023, "value"] == edition.tasks().at[task_id, "value"]
    assert edition.judged(task_id).at[2023, "verdict"] == edition.tasks().at[task_id, "verdict"]


def test_the_scorecard_has_a_row_for_each_indicator(edition):
    frame = edition.scorecard()
    assert list(frame.index) == list(edition.inputs.indicators)
    counts = frame.groupby("verdict").size()
    assert all(counts.get(verdict.value, 0) == edition.aggregates[0].count(verdict) for verdict in PaceVerdict)


def test_earlier_years_are_judged_as_they_stood(edition):
    # 30 → 60 %: 34 % after one year of five is 4/30 = 13.3 % done of 20 % due, 0.667
    first = edition.judged("i04").loc[2021]
    assert first["completion"] == pytest.approx(4 / 30) and first["due"] == pytest.approx(0.2)
    assert first["ratio"] == pytest.approx(2 / 3) and first["verdict"] == "lagging"


def test_context_gives_published_values_by_area_and_year(edition):
    frame = edition.context(["care_beds"])
    wide = frame.pivot(index="year", columns="area", values="value")
    assert wide.at[2015, "shanghai"] == 126000 and frame.attrs["units"] == {"value": "bed"}
    assert frame.attrs["illustrative"] is False


def test_agreement_says_nothing(edition):
    pace = edition.observations("i04").assign(completion=lambda frame: (frame["value"] - 30) / 30)
    assert present.agrees(pace, edition) is None
    assert present.agrees(edition.scorecard(), edition) is None


def test_disagreement_shows_row_column_and_both_values(edition):
    pace = edition.observations("i04").assign(completion=lambda frame: (frame["value"] - 30) / 60)
    with pytest.raises(DisagreementError) as caught:
        present.agrees(pace, edition)
    assert len(caught.value.problems) == 3
    assert "[i04, 2023]: row 2023, column completion" in str(caught.value)
    assert "found 0.2, expected 0.4" in str(caught.value)


def test_a_missing_row_or_an_additional_one_is_a_difference(edition):
    pace = edition.observations("i04").assign(completion=lambda frame: (frame["value"] - 30) / 30)
    with pytest.raises(DisagreementError, match="row 2021"):
        present.agrees(pace.drop(index=2021), edition)
    later = pd.concat([pace, pace.tail(1).rename(index={2023: 2030})])
    later.attrs = pace.attrs
    with pytest.raises(DisagreementError, match="row 2030"):
        present.agrees(later, edition)


def test_a_frame_that_has_lost_what_it_is_is_refused(edition):
    with pytest.raises(DisagreementError, match="does not say what it is of"):
        present.agrees(pd.DataFrame({"completion": [0.4]}, index=[2023]), edition)
    with pytest.raises(DisagreementError, match="no column that the package publishes"):
        present.agrees(edition.observations("i04")[["value"]].rename(columns={"value": "figure"}), edition)
