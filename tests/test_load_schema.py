"""The data packages that ship with Planbook describe every table the model needs, and nothing else."""

import json

import pytest
from bad_inputs.project import FIXTURES

from planbook.load.tables import COLUMNS

ROOT = FIXTURES.parents[1]


@pytest.mark.parametrize("folder", ["data", "tests/fixtures/small_plan", "tests/fixtures/small_plan_more"])
def test_the_package_describes_the_columns_the_model_needs(folder):
    package = json.loads((ROOT / folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        kind = resource["path"].partition("/")[0]
        columns = COLUMNS[kind if kind in COLUMNS else resource["path"]]
        assert {field["name"]: field["type"] for field in resource["schema"]["fields"]} == columns, resource["path"]


def test_the_package_describes_every_csv_file_that_ships():
    package = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
    files = {path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data").rglob("*.csv")}
    assert {resource["path"] for resource in package["resources"]} == files
