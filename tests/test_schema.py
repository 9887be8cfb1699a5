"""The schema of a plan's tables, stated once: what is shipped, read and described follows from it."""

import json
from enum import StrEnum

import pytest
from bad_inputs.project import FIXTURES, make_project

from planbook.load import describe_folder, load_inputs
from planbook.model import Flag, TargetKind
from planbook.schema import CODES, TABLES, describe_tables, schema_of

ROOT = FIXTURES.parents[1]


@pytest.fixture
def good(tmp_path):
    return make_project(tmp_path / "project")


def test_the_description_that_ships_is_what_the_schema_gives():
    shipped = (ROOT / "data/datapackage.json").read_text(encoding="utf-8")
    assert shipped == describe_folder(ROOT / "data", "data"), "run python build.py describe"


def test_every_reference_names_a_table_and_every_key_a_column():
    for table in TABLES:
        assert set(table.key) <= set(table.names), table.path
        for column in table.columns:
            assert not column.refers_to or schema_of(column.refers_to).path == column.refers_to
            # A row cannot need a value in a column its file may lack.
            assert not (column.filled and column.optional), (table.path, column.name)


def test_a_yearly_file_has_the_schema_of_its_folder_and_years_up_to_its_own():
    (resource,) = describe_tables(["observations/2022.csv"])
    assert resource["name"] == "observations-2022"
    years = next(entry for entry in resource["schema"]["fields"] if entry["name"] == "year")
    assert years["constraints"] == {"required": True, "minimum": 2000, "maximum": 2022}
    # Neither table it refers to is among the files described.
    assert "foreignKeys" not in resource["schema"]


def test_every_code_whose_meaning_the_data_has_to_be_read_by_is_explained_in_both_languages():
    assert {TargetKind, Flag} <= set(CODES)
    for codes, meanings in CODES.items():
        assert issubclass(codes, StrEnum)
        assert set(meanings) == {code for code in codes if code.value}
        assert all(text.zh and text.en for text in meanings.values())


def test_an_optional_column_may_be_missing_and_reads_as_empty(good):
    # A plan without range targets, "about" targets, reference series or formulas leaves their columns out.
    left_out = ("target_high", "tolerance", "reference_series_id", "formula_zh", "formula_en")
    path = good.path("data/plan/indicators.csv")
    head, *rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [index for index, name in enumerate(head) if name not in left_out]
    text = "".join(",".join(row[index] for index in kept) + "\n" for row in (head, *rows))
    assert "tolerance" not in text
    path.write_text(text, encoding="utf-8")
    assert good.check() == ()
    indicator = load_inputs(2023, good.path("data"), good.path("params")).indicators["i01"]
    assert (indicator.target_high, indicator.tolerance, indicator.reference_series_id) == (None, None, "")
    assert indicator.formula.zh == ""


def test_a_folder_without_a_description_is_whole_and_one_with_more_to_say_may_say_it(good):
    assert not good.path("data/datapackage.json").exists()
    package = json.loads(describe_folder(good.path("data"), "data")) | {"licenses": [{"name": "CC0-1.0"}]}
    good.path("data/datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert good.check() == ()
