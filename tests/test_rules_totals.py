"""Running totals given as yearly amounts, and yearly amounts given where a level is asked for."""

import pytest
from builders import make_indicator

from planbook.model import Flag, Origin, TargetKind, Text, Unit, UnitKind
from planbook.rules import find_problems
from planbook.rules.facts import Facts, Record
from planbook.rules.totals import totals_and_yearly_amounts_are_told_apart

PLACE = Unit("place", UnitKind.COUNT, "个", "place", "places", 0)
RATE = Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1)


def told(values: dict[int, float], kind=TargetKind.CUMULATIVE, note=None, flag=Flag.NORMAL, unit=PLACE, **aim):
    """Year, what, found and severity of what is asked about values of 2021 on, of a target of 500 by 2025."""
    indicator = make_indicator(**{"target_kind": kind, "baseline": None, "target": 500.0, "unit_id": unit.id} | aim)
    records = tuple(
        Record(
            "i03",
            year,
            value,
            (flag,) if flag else (),
            note=note or Text("", ""),
            vintage=2023,
            origin=Origin("observations/2023.csv", row),
        )
        for row, (year, value) in enumerate(values.items(), start=2)
    )
    facts = Facts(2023, units={unit.id: unit}, indicators={"i03": indicator}, observations=records)
    assert set(totals_and_yearly_amounts_are_told_apart(facts)) <= set(find_problems(facts))
    return [(one.year, one.found, one.severity) for one in totals_and_yearly_amounts_are_told_apart(facts)]


def test_running_totals_under_a_target_of_a_total_are_asked_about():
    # steps of 100, 100, 90 are more alike (1.11 times) than the values (2.9 times)
    assert told({2021: 100, 2022: 200, 2023: 290}) == [(2023, "100, 200, 290, together 590 of 500", "warning")]
    assert told({2021: 100, 2022: 205}) == [(2022, "100, 205, together 305 of 500", "warning")]


@pytest.mark.parametrize(
    "values",
    [
        {2021: 100, 2022: 110, 2023: 121},  # steps 100, 10, 11: ten times apart, the values 1.21 times
        {2021: 100, 2022: 90, 2023: 95},
        {2021: 100},
        {2022: 200, 2023: 290},  # the first year is not known
        {2021: 100, 2023: 290},  # one in between is not
        {2021: -100, 2022: 200},
    ],
)
def test_amounts_of_each_year_are_not(values):
    assert told(values) == []


def test_cuts_given_as_running_totals_are_asked_about_and_rates_that_compound_are_not():
    assert len(told({2021: -10, 2022: -21, 2023: -30}, target=-50.0)) == 1
    assert told({2021: -2.7, 2022: -5.5, 2023: -8.2}, unit=RATE, target=-13.5) == []


def test_who_has_checked_is_not_asked_again():
    assert told({2021: 100, 2022: 200, 2023: 290}, note=Text("已核实", "verified")) == []


def test_yearly_amounts_under_a_level_that_starts_at_nothing_are_asked_about():
    yearly = {2021: 98, 2022: 105, 2023: 95}  # 500 in five years is 100 a year
    found = [(2023, "98, 105, 95, each about one of 5 parts of 500", "warning")]
    assert told(yearly, TargetKind.FROM_ZERO, baseline=0.0) == told(yearly, TargetKind.REACH, baseline=0.0) == found
    assert told({2021: 98, 2022: 203, 2023: 298}, TargetKind.FROM_ZERO, baseline=0.0) == []
    assert told(yearly, TargetKind.REACH, baseline=50.0) == []


def test_steps_are_weighed_against_the_values_themselves():
    # 100, then 3 more and 2 more: steps 50 times apart, the values hardly
    assert told({2021: 100, 2022: 103, 2023: 105}) == []
    # steps of 2, 1, 2 where the values are 2.5 times apart; that the least is 1 changes nothing
    assert told({2021: 2, 2022: 3, 2023: 5}) == [(2023, "2, 3, 5, together 10 of 500", "warning")]
    # 10, then 10 and 20: the steps are twice apart, the values four times
    assert told({2021: 10, 2022: 20, 2023: 40}) == [(2023, "10, 20, 40, together 70 of 500", "warning")]
    # 10, then 10 more: as alike as can be; a value that stays adds nothing, and is a year's own
    assert told({2021: 10, 2022: 10}) == []
    # 1, 3: steps 1 and 2, twice apart; values three times. 2, 3: steps 2 and 1, twice; values one and a half times
    assert told({2021: 1, 2022: 3}) == [(2022, "1, 3, together 4 of 500", "warning")]
    assert told({2021: 2, 2022: 3}) == []
    # 1, 2: steps 1 and 1, values twice apart. 4, 6: steps 4 and 2, twice; values one and a half times
    assert told({2021: 1, 2022: 2}) == [(2022, "1, 2, together 3 of 500", "warning")]
    assert told({2021: 4, 2022: 6}) == []
