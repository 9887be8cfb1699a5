"""The plan's checks of its own figures: small enough to follow, expected values worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from builders import BED, PERCENT, PERSON, make_achievement, make_indicator, make_inputs, make_parameters, make_plan

from planbook.assess import check_plan_consistency, holds
from planbook.load import load_inputs
from planbook.load.plan_checks import read_figures
from planbook.model import NamedFigure, PlanCheck, PlanRelation, Text, Unit, UnitKind
from planbook.paths import find_project

WAN = Unit("wan_persons", UnitKind.RATE, "万人", "ten thousand persons", "ten thousand persons", 2, 10_000, PERSON)


def make_check(figures, left, relation, right, **overrides):
    fields = {"id": "check", "title": Text("核对", "Check"), "tolerance": 0.0, "unit_id": "person"}
    fields |= {"agrees": Text("一致", "agrees"), "differs": Text("不一致", "differs")}
    return PlanCheck(
        figures=read_figures(figures), left=left, relation=PlanRelation(relation), right=right, **fields | overrides
    )


def carry_out(check, year=2023, **inputs):
    done = check_plan_consistency(make_background(year, plan_checks={check.id: check}, **inputs))
    return done[0] if done else None


def make_background(year, **overrides):
    """The builders' inputs with one series: 22.8 万人 in 2016, 23.5 万人 in 2022."""
    row = dict.fromkeys(("quote", "note_zh", "note_en", "expression", "inputs", "flag"), "")
    row |= {"series_id": "elderly", "area": "district", "preferred": True}
    series = dict.fromkeys(("name_zh", "name_en", "definition_zh", "definition_en"), "")
    return make_inputs(
        parameters=make_parameters(year=year),
        units={unit.id: unit for unit in (BED, PERCENT, PERSON, WAN)},
        series=pd.DataFrame([series | {"series_id": "elderly", "unit_id": "wan_persons", "measure": "stock"}]),
        context=pd.DataFrame(
            [
                row | {"year": 2016, "value": 22.8, "source_id": "count_2016"},
                row | {"year": 2022, "value": 23.5, "source_id": "count_2022"},
            ]
        ),
        achievements={"a1": make_achievement(id="a1", value=10648.0, unit_id="person")},
        **overrides,
    )


@pytest.mark.parametrize(
    ("left", "relation", "right", "tolerance", "expected"),
    [
        (8.1, "equal", 8.13, 0.05, True),
        (8.1, "equal", 8.16, 0.05, False),
        (190, "at_most", 191, 0, True),
        (192, "at_most", 191, 0, False),
        (100, "at_least", 100, 0, True),
        (99, "at_least", 100, 0, False),
        (100, "more", 100, 0, False),
        (101, "more", 100, 0, True),
        (99, "less", 100, 0, True),
        (100, "less", 100, 0, False),
        (1, "beside", 2, 0, None),
    ],
)
def test_two_figures_stand_as_they_should_or_not(left, relation, right, tolerance, expected):
    assert holds(left, right, PlanRelation(relation), tolerance) is expected


def test_arithmetic_over_figures_of_the_plan_is_told_with_the_figures_in_it():
    # 10,648 / 1.64 × 100 = 649,268.29…
    indicator = make_indicator(id="i02", baseline=1.64, unit_id="percent")
    check = make_check("people = a1.value; share = i02.baseline", "people / share * 100", "at_most", "650000")
    done = carry_out(check, indicators={"i02": indicator})
    assert done.agrees is True
    assert done.left == pytest.approx(649268.29, abs=0.01)
    assert done.arithmetic == "10,648 ÷ 1.64 × 100 = 649,268 ≤ 650,000 = 650,000"
    assert done.source_ids == ("plan_14",)


def test_published_figures_count_in_units_of_one_and_name_their_source():
    # 22.8 万人 × 3.5 % = 7,980; 8,439 beds are more.
    check = make_check(
        "beds = i03.baseline; elderly = elderly:district:2016", "beds", "at_least", "elderly * 3.5 / 100", unit_id="bed"
    )
    done = carry_out(check, indicators={"i03": make_indicator()})
    assert (done.left, done.right, done.agrees) == (8439.0, 7980.0, True)
    assert done.arithmetic == "8,439 ≥ 228,000 × 3.5 ÷ 100 = 7,980"
    assert done.source_ids == ("plan_14", "count_2016")
    assert [(figure.name, figure.value, figure.year) for figure in done.figures] == [
        ("beds", 8439.0, 2020),
        ("elderly", 228000.0, 2016),
    ]


def test_a_computed_figure_shows_how_it_came_about():
    # 10,648 / 3 = 3,549.3…, rounded 3,549; × 3 = 10,647, one short of 10,648.
    check = make_check("people = a1.value; each [person] = round(people / 3)", "people", "equal", "each * 3")
    done = carry_out(check)
    assert (done.agrees, done.difference) == (False, 1.0)
    assert done.arithmetic == "round(10,648 ÷ 3) = 3,549; 10,648 ≠ 3,549 × 3 = 10,647"


def test_a_match_within_the_tolerance_is_not_written_as_equal():
    check = make_check("people = a1.value", "people", "equal", "10650", tolerance=5.0)
    assert carry_out(check).arithmetic == "10,648 ≈ 10,650 = 10,650"


def test_a_check_is_left_out_until_the_edition_knows_its_figures():
    check = make_check("elderly = elderly:district:2022", "elderly", "equal", "235000")
    assert carry_out(check, year=2021) is None
    assert carry_out(check, year=2022).agrees is True


def test_a_check_of_a_figure_that_the_plan_leaves_open_is_left_out():
    check = make_check("start = a1.start", "start", "equal", "1")
    assert carry_out(check) is None


def test_named_figures_are_looked_up_or_computed():
    assert read_figures("rate = i15.baseline; city = beds:city_a:2020; low [person] = city / rate * 10000") == (
        NamedFigure("rate", "i15.baseline", False),
        NamedFigure("city", "beds:city_a:2020", False),
        NamedFigure("low", "city / rate * 10000", True, "person"),
    )


@pytest.mark.parametrize(
    "cell", ["i15.baseline", "a = i1.target; a = i2.target", "left = i1.target", "Rate = i1.target"]
)
def test_figures_without_a_name_of_their_own_are_refused(cell):
    with pytest.raises(ValueError, match="not '"):
        read_figures(cell)


def test_the_shipped_plan_disagrees_with_itself_in_seven_of_eighteen_checks():
    project = find_project()
    done = check_plan_consistency(load_inputs(2023, project.data, project.params))
    assert len(done) == 18
    assert [check.check.id for check in done if check.agrees is False] == [
        "resident_population",  # 640 ÷ 8.1 × 10,000 = 790,123, census 637,921
        "organisations_on_the_census",  # 640 ÷ 637,921 × 10,000 = 10.03, table 8.1
        "two_populations",  # 790,123 residents, 649,268 registered; published the other way round
        "meals_of_the_whole_city",  # 5,500 of the city's 120,000
        "service_items",  # 190 and 189
        "meal_sites_target_passed",  # 111 in 2022, target 100
        "district_and_city_target",  # 35 and 33
    ]
    assert [check.check.id for check in done if check.agrees is None] == ["registered_population"]


def test_a_plan_without_checks_has_none():
    assert check_plan_consistency(make_inputs(plan=make_plan())) == ()
