"""The page of an indicator: what is shown is what is used, and it is what the package publishes."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from builders import DISTRICT, make_edition, make_indicator, make_inputs, make_observations, make_parameters
from notebook_cells import run_cells

from planbook.errors import DisagreementError
from planbook.model import Bound, Direction, TargetKind, Unit, UnitKind
from planbook.present import Piece

NO_CHECK = ("present.agrees(", "pass  # (")


def without_check(source: str) -> str:
    return source.replace(*NO_CHECK) if "present.agrees(" in source else source


def run(change=("", ""), **parameters):
    def edit(source: str) -> str:
        return without_check(source).replace(*change) if change[0] else without_check(source)

    space, shown = run_cells("indicator", {"year": 2023, "lang": "en", "indicator_id": "i04"} | parameters, edit)
    return space, {piece.id: piece for piece in shown if isinstance(piece, Piece)}


OBSERVATIONS = "observations = edition.observations(indicator_id)"


def test_a_changed_value_changes_sentence_chart_and_verdict():
    space, pieces = run((OBSERVATIONS, OBSERVATIONS + "\nobservations.loc[2023, 'value'] = 55.0"))
    # (55 − 30) / (60 − 30) = 83.3 %; 0.833 / 0.6 = 1.39 ≥ 1.10
    assert space["pace"].at[2023, "verdict"] == "ahead"
    assert "55.0%" in pieces["verdict-i04"].text and "83.3%" in pieces["verdict-i04"].text
    assert "ratio 1.39" in pieces["verdict-i04"].text and "ahead of pace" in pieces["verdict-i04"].text
    assert "2023: 55.0%\u00a0◇" in pieces["trend-i04"].text and "42.0%" not in pieces["trend-i04"].text
    # what is left is 5 points in two years
    assert space["pace"].at[2023, "required_per_year"] == pytest.approx(2.5)
    assert f"{space['outlook']['projection'].iloc[0]:.1f}%" in pieces["outlook-i04"].text


def test_other_methods_and_the_borders_of_the_classes_follow_a_changed_value():
    _, published = run()
    _, pieces = run((OBSERVATIONS, OBSERVATIONS + "\nobservations.loc[2023, 'value'] = 55.0"))
    # 60 is 5 points more; at 42 being broadly on track begins at 30 + 0.8 × 0.6 × 30 = 44.4: 2.4 points more
    assert (
        "5 percentage points" in pieces["sensitivity-i04"].text
        and "Latest value 55.0%" in pieces["sensitivity-i04"].text
    )
    assert "2.4 percentage points" in published["sensitivity-i04"].text
    assert pieces["agreement-i04"].text != published["agreement-i04"].text
    assert pieces["table-cross-checks-i04"].text != published["table-cross-checks-i04"].text


def test_a_changed_cut_off_changes_the_verdict():
    # 12 of 30 points are 0.40 of what is due 0.60: 0.667
    space, pieces = run(("ahead, edition.thresholds.on_pace", "ahead, 0.65"))
    assert space["pace"].at[2023, "verdict"] == "on_pace"
    assert "◆ broadly on track" in pieces["verdict-i04"].text and "◆ broadly on track" in pieces["trend-i04"].text


def test_a_changed_target_changes_what_is_due_and_drawn():
    target = "plan = edition.plan_row(indicator_id)"
    space, pieces = run((target, target + "\nplan[['target', 'lowest']] = [50.0, 50.0]"))
    # 12 of 20 points are 60 %, exactly what is due
    assert space["pace"].at[2023, "ratio"] == pytest.approx(1.0) and space["pace"].at[2023, "verdict"] == "on_pace"
    assert "12.0 of 20.0 = 60.0%" in pieces["verdict-i04"].text
    assert "≥50.0%" in pieces["trend-i04"].text


def test_a_difference_from_the_package_stops_the_notebook():
    def edit(source: str) -> str:
        return source.replace(OBSERVATIONS, OBSERVATIONS + "\nobservations.loc[2023, 'value'] = 55.0")

    with pytest.raises(DisagreementError, match="row 2023, column value.*found 55, expected 42"):
        run_cells("indicator", {"year": 2023, "lang": "en", "indicator_id": "i04"}, edit)


def test_the_cell_to_play_with_shows_the_published_verdict_until_it_is_changed():
    space, _ = run()
    assert space["what_if"]["verdict"].iloc[-1] == space["pace"]["verdict"].iloc[-1] == "lagging"
    space, _ = run(("further, left_out = edition.thresholds.on_pace, 0.0", "further, left_out = 0.65, 0.0"))
    assert space["what_if"]["verdict"].iloc[-1] == "on_pace"


@pytest.mark.parametrize("year", (2021, 2022, 2023, 2024, 2025))
def test_what_is_worked_in_view_is_what_is_published(year):
    # met early, falling, from zero, not always reported
    for indicator_id in ("i01", "i02", "i09", "i16"):
        run_cells("indicator", {"year": year, "lang": "zh", "indicator_id": indicator_id})


def test_an_edition_of_published_figures_alone_runs():
    for indicator_id in ("i01", "i03"):
        _, pieces = run(indicator_id=indicator_id, official_only=True)
        assert "◇" not in pieces[f"verdict-{indicator_id}"].text


def test_another_plan_runs():
    for indicator_id in ("i01", "i02", "i03"):
        for year in (2021, 2023):
            run_cells(
                "indicator",
                {"year": year, "lang": "en", "data_dir": "tests/fixtures/small_plan", "indicator_id": indicator_id},
            )


GROWTH = Unit("percent_change", UnitKind.CHANGE, "%", "%", "%", 1)
AMOUNT = Unit("percent", UnitKind.RATE, "%", "%", "%", 1)
VALUES = {2021: 55.0, 2022: 58.0, 2023: 63.0, 2025: 64.0}
RATES = {2021: 6.0, 2022: 8.0, 2023: 7.5, 2024: 6.5, 2025: 7.0}


COUNT = Unit("place", UnitKind.COUNT, "个", "place", "places", 0)
SHARE = Unit("share", UnitKind.SHARE, "%", "%", "%", 1)
WITH_GAP = {2021: 6.0, 2023: 7.5}


@pytest.mark.parametrize("cut_off", (date(2023, 6, 30), date(2023, 12, 31), date(2025, 12, 31)))
@pytest.mark.parametrize(
    ("kind", "values", "fields"),
    [
        ("about", VALUES, {"baseline": 50.0, "target": 65.0, "tolerance": 2.0}),
        ("about", VALUES, {"baseline": 80.0, "target": 65.0, "tolerance": 0.5, "direction": Direction.FALL}),
        ("range", VALUES, {"baseline": 30.0, "target": 60.0, "target_high": 62.0}),
        ("range", VALUES, {"baseline": 30.0, "target": 40.0, "target_high": 50.0}),
        ("keep", VALUES, {"baseline": 60.0, "target": 57.0, "bound": Bound.AT_LEAST}),
        ("keep", VALUES, {"baseline": 60.0, "target": 60.0, "bound": Bound.AT_MOST, "direction": Direction.FALL}),
        ("yearly_average", RATES, {"baseline": 5.0, "target": 7.0, "unit_id": "percent_change"}),
        ("yearly_average", RATES, {"baseline": 5.0, "target": 7.0}),
        ("cumulative", RATES, {"baseline": 0.0, "target": 40.0, "unit_id": "percent_change"}),
        ("cumulative", RATES, {"baseline": 0.0, "target": 20.0}),
        ("reach", VALUES, {"baseline": None, "target": 60.0}),
        ("reach", VALUES, {"baseline": 50.0, "target": 60.0, "target_year": 2022}),  # missed in 2022, met in 2023
        ("reach", VALUES, {"baseline": None, "target": 60.0, "target_year": 2022}),
        ("cumulative", RATES, {"baseline": 0.0, "target": 20.0, "target_year": 2022}),
        ("qualitative", {}, {"baseline": None, "target": None}),
        ("observed", VALUES, {"baseline": None, "target": None}),
        ("set_yearly", RATES, {"baseline": None, "target": None}),
        ("keep", VALUES, {"baseline": None, "target": 57.0, "target_high": 60.0}),
        ("keep", RATES, {"baseline": 5.0, "target": 7.5, "bound": Bound.AT_LEAST, "unit_id": "percent_change"}),
        ("keep", {2021: 99.0, 2022: 97.0, 2023: 98.5}, {"baseline": 97.0, "target": 99.5, "unit_id": "share"}),
        ("reach", RATES, {"baseline": 5.0, "target": 9.0, "unit_id": "percent_change"}),
        ("cumulative", {2021: 40.0, 2022: 35.0, 2023: 44.0}, {"baseline": None, "target": 250.0, "unit_id": "place"}),
        ("cumulative", WITH_GAP, {"baseline": 0.0, "target": 40.0, "unit_id": "percent_change"}),
        ("yearly_average", WITH_GAP, {"baseline": None, "target": 7.0}),
        ("keep", WITH_GAP, {"baseline": None, "target": 7.0}),
        ("relative", RATES, {"baseline": None, "target": None, "reference_series_id": "gdp"}),
        ("relative", RATES, {"baseline": None, "target": None, "reference_series_id": "gdp", "tolerance": 1.0}),
        (
            "relative",
            RATES,
            {
                "baseline": None,
                "target": None,
                "reference_series_id": "gdp",
                "unit_id": "percent_change",
                "bound": Bound.AT_MOST,
                "direction": Direction.FALL,
            },
        ),
    ],
)
def test_every_kind_of_target_is_worked_as_the_package_judges_it(kind, values, fields, cut_off):
    indicator = make_indicator(
        id="i04", number=4, target_kind=TargetKind(kind), **{"unit_id": "percent", "source_id": "plan_14"} | fields
    )
    year, known = cut_off.year, make_inputs()
    reference = pd.DataFrame([{"series_id": "gdp", "area": DISTRICT.id, "year": one, "value": 6.4} for one in RATES])
    inputs = make_inputs(
        indicators={"i04": indicator},
        observations=make_observations({one: value for one, value in values.items() if one <= year}, "i04"),
        parameters=make_parameters(year=year, cut_off=cut_off),
        units={**known.units, "percent": AMOUNT, "percent_change": GROWTH, "place": COUNT, "share": SHARE},
        context=reference.assign(flag="", preferred=True, source_id="plan_14", expression="", inputs=""),
    )
    given = make_edition("en", inputs)

    def edit(source: str) -> str:
        return source.replace("present.open_edition(year, lang, data_dir, params_dir, official_only)", "given")

    _, shown = run_cells("indicator", {"given": given, "indicator_id": "i04"}, edit)
    assert next(piece for piece in shown if isinstance(piece, Piece) and piece.id == "verdict-i04").text
    gap = values is WITH_GAP and kind != "keep"
    unmeasured = kind in ("qualitative", "observed", "set_yearly") or gap
    assert (given.assessments["i04"].counted is None) == unmeasured


def test_a_changed_yearly_value_changes_the_total_that_is_said_and_drawn():
    indicator = make_indicator(
        id="i04",
        number=4,
        target_kind=TargetKind.CUMULATIVE,
        baseline=None,
        target=200.0,
        unit_id="place",
        source_id="plan_14",
    )
    inputs = make_inputs(
        indicators={"i04": indicator},
        observations=make_observations({2021: 40.0, 2022: 35.0, 2023: 44.0}, "i04"),
        units={**make_inputs().units, "place": COUNT},
    )

    def edit(source: str) -> str:
        source = source.replace("present.open_edition(year, lang, data_dir, params_dir, official_only)", "given")
        return without_check(source.replace(OBSERVATIONS, OBSERVATIONS + "\nobservations.loc[2022, 'value'] = 15.0"))

    space, shown = run_cells("indicator", {"given": make_edition("en", inputs), "indicator_id": "i04"}, edit)
    pieces = {piece.id: piece for piece in shown if isinstance(piece, Piece)}
    # 40 + 15 + 44 = 99 of 200, 49.5 % where 60 % is due: 0.825
    assert space["pace"].at[2023, "counted"] == 99 and space["pace"].at[2023, "ratio"] == pytest.approx(0.825)
    assert "99" in pieces["verdict-i04"].text and "119" not in pieces["verdict-i04"].text
    assert "49.5%" in pieces["verdict-i04"].text and "broadly on track" in pieces["verdict-i04"].text
    assert "2022: 55" in pieces["trend-i04"].text and "2023: 99" in pieces["trend-i04"].text
