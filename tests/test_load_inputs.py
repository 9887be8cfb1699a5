"""What one edition knew: vintages, official figures only, plans without some tables, and speed of loading."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from bad_inputs.project import FIXTURES, make_project

from planbook.errors import InputError
from planbook.load import load_inputs
from planbook.model import Direction, EditionKind, Flag, Inputs, Precedent, Status, TargetKind, Text, UnitKind


@pytest.fixture
def good(tmp_path):
    return make_project(tmp_path / "project")


def load(made, year=2023, **options) -> Inputs:
    return load_inputs(year, made.path("data"), made.path("params"), **options)


def value_of(frame: pd.DataFrame, subject: str, year: int) -> float:
    return frame[(frame.iloc[:, 0] == subject) & (frame["year"] == year)]["value"].item()


def write_precedents(made, *rows: str) -> None:
    """`plan/precedents.csv` with these rows."""
    head = "precedent_id,document_zh,document_en,published,indicators,classes_zh,classes_en,source_id"
    made.path("data/plan/precedents.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def test_the_plan_and_the_edition_are_read_as_nouns_of_the_model(good):
    inputs = load(good)
    assert inputs.plan.area == Text("示例县", "Example County")
    assert (inputs.plan.period.first_year, inputs.plan.period.last_year) == (2021, 2025)
    assert inputs.plan.issued == date(2021, 6, 30)
    assert inputs.plan.area_code == "000000"
    assert inputs.parameters.kind is EditionKind.MID_TERM
    assert inputs.parameters.cut_off == date(2023, 12, 31)
    assert inputs.parameters.thresholds.on_pace == 0.8
    third = inputs.indicators["i03"]
    assert (third.baseline, third.target) == (30.0, 20.0)
    assert third.direction is Direction.FALL
    assert third.target_kind is TargetKind.FALL_TO
    assert (third.target_high, third.tolerance) == (None, None)
    assert inputs.units["percent"].kind is UnitKind.SHARE
    assert list(inputs.chapters) == ["c1", "c2", "c2-1", "c2-2"]
    assert inputs.sources["illustrative_example"].illustrative
    assert inputs.achievements["a1-1-01"].start_value == 4.0


def test_the_later_file_wins_and_every_vintage_is_kept(good):
    # 2021.csv gives 210,000 (p) for 2021; 2022.csv restates it as 211,000 (r).
    inputs = load(good)
    row = inputs.observations.query("indicator_id == 'i01' and year == 2021").iloc[0]
    assert (row["value"], row["flag"], row["vintage"]) == (211000.0, Flag.REVISED, 2022)
    both = inputs.vintages.query("indicator_id == 'i01' and year == 2021")
    assert list(both["value"]) == [210000.0, 211000.0]
    assert not inputs.observations.duplicated(["indicator_id", "year"]).any()


def test_an_earlier_edition_shows_what_was_known_then(good):
    inputs = load(good, 2021)
    assert value_of(inputs.observations, "i01", 2021) == 210000.0
    assert set(inputs.vintages["vintage"]) == {2021}
    assert set(inputs.observations["year"]) == {2021}
    assert inputs.progress.empty


def test_observations_follow_the_order_of_the_plan_then_the_years(good):
    # The file of 2023 is written backwards; three indicators in three years each.
    path = good.path("data/observations/2023.csv")
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    frame = load(good).observations
    assert list(zip(frame["indicator_id"], frame["year"], strict=True)) == [
        (name, year) for name in ("i01", "i02", "i03") for year in (2021, 2022, 2023)
    ]


def test_a_later_file_may_withdraw_a_value(good):
    good.add_line("data/observations/2023.csv", "i01,2022,,m,illustrative_example,,")
    assert pd.isna(value_of(load(good).observations, "i01", 2022))


def test_an_empty_value_is_not_reported_and_keeps_its_row(good):
    good.edit("data/observations/2023.csv", "i01,2023,238000,,", "i01,2023,,,")
    assert pd.isna(value_of(load(good).observations, "i01", 2023))


def test_official_only_leaves_illustrative_rows_out(good):
    good.edit("data/observations/2023.csv", "i02,2023,74,,illustrative_example", "i02,2023,74,,yearbook_example")
    inputs = load(good, official_only=True)
    assert inputs.official_only
    assert inputs.observations[["indicator_id", "year", "value"]].to_numpy().tolist() == [["i02", 2023, 74.0]]
    assert inputs.progress.empty
    assert not load(good).official_only
    assert len(load(good).observations) == 9


def test_official_only_brings_back_the_official_figure_an_illustrative_one_replaced(good):
    good.edit("data/observations/2021.csv", "210000,p,illustrative_example", "210000,p,yearbook_example")
    assert value_of(load(good, official_only=True).observations, "i01", 2021) == 210000.0
    assert value_of(load(good).observations, "i01", 2021) == 211000.0


def test_figures_are_illustrative_by_the_kind_of_their_source(good):
    good.edit("data/observations/2023.csv", "i02,2023,74,,illustrative_example", "i02,2023,74,,yearbook_example")
    frame = load(good).observations
    assert list(frame.loc[~frame["illustrative"], "indicator_id"]) == ["i02"]
    assert frame["illustrative"].dtype == bool


def test_progress_holds_values_of_numeric_tasks_and_statuses_of_the_others(good):
    inputs = load(good)
    assert value_of(inputs.progress, "t2-1-01", 2023) == 15.0
    qualitative = inputs.progress.query("task_id == 't2-2-01' and year == 2023").iloc[0]
    assert pd.isna(qualitative["value"])
    assert qualitative["status"] == Status.UNDER_WAY


def test_background_is_published_and_derived_in_one_frame_up_to_the_year_of_the_edition(good):
    context = load(good).context
    loans = context[context["series_id"] == "loans"]
    assert list(loans["year"]) == [2018, 2019, 2020, 2021, 2022, 2022, 2023]  # 2024 was not known
    assert list(loans[loans["year"] == 2022].set_index("source_id")["preferred"].items()) == [
        ("news_example", False),
        ("yearbook_example", True),
    ]
    derived = context[context["expression"] != ""].iloc[0]
    assert (derived["series_id"], derived["value"], derived["preferred"]) == ("loans_per_resident", 2.8, True)
    assert derived["inputs"] == "loans:example:2023;residents:example:2023"


def test_planned_background_is_known_before_its_year(good):
    good.add_line("data/context/series.csv", "loans_planned,计划外借册次,Planned loans,计划。,Planned.,volume,plan")
    good.add_line("data/context/values.csv", "loans_planned,example,2025,600000,,yearbook_example,60万册次,true,,")
    assert value_of(load(good, 2021).context, "loans_planned", 2025) == 600000.0


def test_precedents_are_read_in_the_order_of_their_file(good):
    write_precedents(
        good,
        "b,乙县评估,Evaluation of County B,2023-11,20,提前6项,Early 6,news_example",
        "a,甲县评估,Evaluation of County A,,,基本符合,On pace,yearbook_example",
    )
    assert list(load(good).precedents.values()) == [
        Precedent(
            "b", Text("乙县评估", "Evaluation of County B"), "2023-11", 20, Text("提前6项", "Early 6"), "news_example"
        ),
        Precedent(
            "a", Text("甲县评估", "Evaluation of County A"), "", None, Text("基本符合", "On pace"), "yearbook_example"
        ),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,甲县评估,Evaluation of County A,,,基本符合,On pace,nowhere", "the source is not listed"),
        ("a,甲县评估,Evaluation of County A,,many,基本符合,On pace,news_example", "does not hold a whole number"),
        ("a,甲县评估,Evaluation of County A,,,基本符合,,news_example", 'the translation "classes_en" is missing'),
    ],
)
def test_a_wrong_precedent_is_told_and_not_loaded(good, row, told):
    write_precedents(good, row)
    assert [problem.row for problem in good.check() if told in problem.what and problem.severity == "error"] == [2]
    with pytest.raises(InputError, match=told):
        load(good)


def test_a_derived_figure_steps_back_behind_a_published_one(good):
    good.add_line(
        "data/context/values.csv", "loans_per_resident,example,2023,2.81,,yearbook_example,人均外借2.81册次,true,,"
    )
    context = load(good).context.query("series_id == 'loans_per_resident'")
    assert list(context[context["preferred"]]["value"]) == [2.81]


def test_a_plan_needs_no_tasks_achievements_glossary_precedents_or_background():
    params = FIXTURES.parents[1] / "params"
    inputs = load_inputs(2023, FIXTURES / "small_plan", params)
    assert (inputs.tasks, inputs.achievements, inputs.glossary, inputs.precedents) == ({}, {}, {}, {})
    assert inputs.progress.empty and inputs.series.empty and inputs.context.empty
    assert list(inputs.indicators) == ["i01", "i02", "i03"]
    assert len(inputs.observations) == 9


def test_frames_have_their_types_even_when_empty(good):
    full, none = load(good), load(good, official_only=True)
    for name in ("observations", "vintages", "progress", "context"):
        assert getattr(none, name).dtypes.equals(getattr(full, name).dtypes), name


def test_parameters_without_thresholds_have_the_usual_ones(good):
    text = good.path("params/2023.yml").read_text(encoding="utf-8")
    good.path("params/2023.yml").write_text(text.partition("thresholds:")[0], encoding="utf-8")
    assert load(good).parameters.thresholds.ahead == 1.1


def test_a_file_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read(good):
    path = good.path("data/observations/2023.csv")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert good.check() == ()
    assert value_of(load(good).observations, "i01", 2023) == 238000.0


def test_loading_imports_no_validation_library():
    # A kernel starts for every notebook run; nbformat alone takes longer to import than loading takes.
    script = (
        "import sys; from planbook.load import load_inputs\n"
        f"load_inputs(2023, {str(FIXTURES / 'small_plan')!r}, {str(FIXTURES.parents[1] / 'params')!r})\n"
        "print([name for name in ('jsonschema', 'nbformat', 'papermill') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_plan_that_ships_loads_in_every_edition_that_has_files():
    root = FIXTURES.parents[1]
    files = [path.stem for path in (root / "data" / "observations").glob("*.csv")]
    years = sorted(int(name) for name in files if "-" not in name)  # the others are of editions within a year
    for year in years:
        inputs = load_inputs(year, root / "data", root / "params")
        assert len(inputs.indicators) == 17
        assert inputs.observations["year"].max() == year


def test_areas_are_a_table_read_smallest_first_and_the_plan_knows_its_own(good):
    good.path("data/plan/areas.csv").write_text(
        "area_id,name_zh,name_en,level,code,parent_id\n"
        "land,示例国,Exampleland,country,900000,\n"
        "example,示例县,Example County,county,000000,north\n"
        "north,北省,North Province,province,910000,land\n",
        encoding="utf-8",
    )
    inputs = load(good)
    assert list(inputs.areas) == ["example", "north", "land"]
    assert inputs.own_area == inputs.areas["example"]
    assert inputs.area_above(inputs.areas["example"]) == inputs.areas["north"]
    assert inputs.area_above(inputs.areas["land"]) is None


def test_a_figure_of_an_area_that_is_not_listed_is_refused(good):
    good.edit("data/context/values.csv", "loans,example,2018", "loans,exmple,2018")
    with pytest.raises(InputError) as raised:
        load(good)
    assert [(Path(problem.file).name, problem.row) for problem in raised.value.problems] == [("values.csv", 2)]
