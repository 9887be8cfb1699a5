"""Parameters a notebook declares, against those it is given."""

import json

import pytest
from bad_inputs.project import make_cells, make_project, parameters_cell, prose_cell

from planbook.load import check_notebook_parameters


@pytest.fixture
def made(tmp_path):
    return make_project(tmp_path / "project")


def test_declared_parameters_pass(made):
    assert check_notebook_parameters(made.path("notebooks/03-indicators.ipynb"), {"year": 2023, "lang": "en"}) == ()


def test_an_undeclared_parameter_is_told_with_the_likely_name(made):
    (problem,) = check_notebook_parameters(made.path("notebooks/03-indicators.ipynb"), {"year": 2023, "langs": "en"})
    assert str(problem).rpartition("03-indicators.ipynb")[2] == (
        ' [langs]: a parameter is passed that the notebook does not declare; found "langs" (did you mean "lang"?), '
        "expected one of year, lang, data_dir. "
        "Fix: declare langs in the cell tagged “parameters”, or do not pass it."
    )


def test_annotated_and_negative_literals_are_parameters(made):
    cells = make_cells()
    cells[2] = parameters_cell('year: int = 2023\nlang = "zh"\noffset = -1\nonly = ["i01", None]')
    made.write_notebook(cells)
    path = made.path("notebooks/03-indicators.ipynb")
    assert check_notebook_parameters(path, ["year", "lang", "offset", "only"]) == ()
    assert made.check() == ()


def test_a_notebook_that_cannot_be_read_is_told_instead_of_its_parameters(made):
    (problem,) = check_notebook_parameters(made.path("notebooks/nowhere.ipynb"), {"year": 2023})
    assert problem.what == "the notebook is missing"


def test_prose_pairs_may_follow_each_other_in_either_order(made):
    made.write_notebook(
        [
            prose_cell("一", "zh"),
            prose_cell("One", "en"),
            prose_cell("Two", "en"),
            prose_cell("二", "zh"),
            parameters_cell(),
        ]
    )
    assert made.check() == ()


@pytest.mark.parametrize("minor", [-1.5, "x", [1], {"a": 1}, 99999])
def test_a_file_whose_format_is_no_version_is_no_notebook(made, minor):
    path = made.path("notebooks/03-indicators.ipynb")
    content = json.loads(path.read_text(encoding="utf-8"))
    content["nbformat_minor"] = minor
    path.write_text(json.dumps(content), encoding="utf-8")
    problems = check_notebook_parameters(path, {"year": 2023})
    assert all("valid notebook" in problem.what for problem in problems)
    assert problems or minor == 99999  # a later minor version may be read
