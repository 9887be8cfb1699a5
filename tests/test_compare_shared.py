"""The same indicator in several plans: ambition, groups that noise does not make, parts added up to a whole."""

import math
from dataclasses import replace

import pytest
from builders import make_indicator, make_inputs

from planbook.assess import assess_all
from planbook.compare.shared import PlanStanding, compare_shared, roll_up, stand_of
from planbook.model import PaceVerdict, Reported, Text, Unit, UnitKind

BED = Unit("bed", UnitKind.COUNT, "张", "bed", "beds", 0)


def standing(plan: str, completion: float | None, uncertainty: float | None = 0.01, **changes) -> PlanStanding:
    """From 100 to 200 beds, half of the way in 2023."""
    one = PlanStanding(
        plan=plan,
        area=Text(plan, plan),
        indicator=make_indicator(baseline=100.0, target=200.0),
        unit=BED,
        year=2023,
        edition="2023",
        ambition=20.0,
        relative_ambition=20.0,
        latest=Reported(2023, 150.0),
        completion=completion,
        uncertainty=None if completion is None else uncertainty,
        due=0.6,
        verdict=PaceVerdict.ON_PACE,
        illustrative=False,
    )
    return replace(one, **changes)


def groups(*standings: PlanStanding) -> tuple[tuple[str, ...], ...]:
    return compare_shared(Text("床位", "Beds"), standings).groups


def test_a_difference_within_its_error_makes_no_order():
    # 1.96 × √(0.01² + 0.01²) = 0.0277
    assert groups(standing("a", 0.50), standing("b", 0.52)) == (("a", "b"),)
    assert groups(standing("a", 0.50), standing("b", 0.53)) == (("b",), ("a",))


def test_a_larger_error_takes_more_to_be_told():
    assert groups(standing("a", 0.50, 0.05), standing("b", 0.53, 0.05)) == (("a", "b"),)


def test_rows_keep_the_order_of_the_list_and_what_has_no_way_is_in_no_group():
    compared = compare_shared(Text("床位", "Beds"), [standing("z", 0.1), standing("a", None), standing("m", 0.9)])
    assert [one.plan for one in compared.standings] == ["z", "a", "m"]
    assert compared.groups == (("m",), ("z",))


def test_what_a_plan_asks_for_a_year_and_how_sure_its_completion_is():
    """8,439 → 10,105 beds: (10105 − 8439) / 5 = 333.2 a year, 3.95 % of 8,439."""
    inputs = make_inputs()
    judged = assess_all(inputs)["i03"]
    one = stand_of("a", inputs, judged)
    assert one.ambition == pytest.approx((10105 - 8439) / 5)
    assert one.relative_ambition == pytest.approx(100 * (10105 - 8439) / 5 / 8439)
    assert one.completion == judged.completion
    # yearly changes 261, 350 and 315: their standard deviation is 44.84; rounding of two values to whole beds adds 1/6
    assert one.uncertainty == pytest.approx(math.sqrt(44.837**2 + 1 / 6) / (10105 - 8439), rel=1e-4)


def test_parts_add_up_to_the_whole():
    parts = [
        standing("a", 0.5, indicator=make_indicator(baseline=100.0, target=200.0)),
        standing("b", 0.5, indicator=make_indicator(baseline=50.0, target=300.0), latest=Reported(2023, 90.0)),
    ]
    rolled = roll_up(standing("city", 0.5, indicator=make_indicator(baseline=150.0, target=450.0)), parts)
    assert (rolled.baseline, rolled.target, rolled.value) == (150.0, 500.0, 240.0)
    assert rolled.target_gap == 50.0
    assert rolled.missing == ()


def test_a_part_without_a_value_of_the_year_is_named_and_nothing_is_added_up():
    parts = [standing("a", 0.5), standing("b", 0.5, latest=Reported(2022, 90.0)), standing("c", None, latest=None)]
    rolled = roll_up(standing("city", 0.5), parts)
    assert (rolled.value, rolled.missing) == (None, ("b", "c"))


def test_shares_of_beds_are_not_added_to_beds():
    other = replace(BED, id="percent", kind=UnitKind.SHARE, zh="%")
    with pytest.raises(ValueError, match="% cannot be added up to 张"):
        roll_up(standing("city", 0.5), [standing("a", 0.5, unit=other)])
