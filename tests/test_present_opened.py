"""An edition is opened once in a process; what is handed out is the caller's own, and as the files are now."""

import json
import multiprocessing
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from planbook.model import EditionName
from planbook.paths import find_project
from planbook.present import opened
from planbook.present.edition import open_edition
from planbook.run.execute import execute_notebook
from planbook.run.kernels import open_for_kernels


@pytest.fixture
def places(tmp_path):
    project = find_project()
    data, params = tmp_path / "data", tmp_path / "params"
    shutil.copytree(project.data, data)
    shutil.copytree(project.params, params)
    return data, params


@pytest.fixture
def loads(monkeypatch):
    """The years that were loaded, in turn."""
    seen = []
    plain = opened.load_inputs

    def load(year, *others):
        seen.append(EditionName.of(year).year)
        return plain(year, *others)

    monkeypatch.setattr(opened, "load_inputs", load)
    monkeypatch.setattr("planbook.present.edition.load_inputs", load)
    monkeypatch.setattr(opened, "_opened", {})
    return seen


def change_first_value(data, year, value):
    path = data / "observations" / f"{year}.csv"
    head, first, *others = path.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[2] = value
    path.write_text("\n".join([head, ",".join(cells), *others]) + "\n", encoding="utf-8")
    return cells[0]


def test_an_edition_is_loaded_once_for_both_languages(places, loads):
    chinese, english = (open_edition(2023, language, *places) for language in ("zh", "en"))
    assert loads == [2023, 2022]
    assert chinese.assessments == english.assessments
    assert chinese.words.language == "zh" and english.words.language == "en"


def test_another_year_other_figures_and_changed_data_are_opened_afresh(places, loads):
    data, _ = places
    before = open_edition(2023, "zh", *places)
    open_edition(2022, "zh", *places)
    open_edition(2023, "zh", *places, official_only=True)
    assert loads == [2023, 2022, 2022, 2021, 2023, 2022]
    subject = change_first_value(data, 2023, "34.9")
    after = open_edition(2023, "zh", *places)
    assert loads[6:] == [2023, 2022]
    assert after.inputs.series_of(subject).latest.value == 34.9
    assert before.inputs.series_of(subject).latest.value != 34.9


def test_what_a_caller_changes_is_changed_for_that_caller_alone(places, loads):
    first = open_edition(2023, "zh", *places)
    first.inputs.observations.loc[:, "value"] = 0.0
    first.inputs.indicators.clear()
    first.assessments.clear()
    second = open_edition(2023, "zh", *places)
    assert loads == [2023, 2022]
    assert (second.inputs.observations["value"] != 0).any()
    assert list(second.inputs.indicators) == list(second.assessments) != []


def test_only_the_last_few_editions_are_kept(places, loads):
    for year in (2021, 2022, 2023, 2024, 2025, 2021):
        open_edition(year, "zh", *places)
    assert len(opened._opened) == 4
    assert loads[-1] == 2021


@pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork processes"
)
def test_kernels_find_the_edition_open_and_open_changed_data_afresh(places, tmp_path):
    data, params = places
    code = (
        "from planbook.present import opened, open_edition\n"
        "found = len(opened._opened)\n"
        "edition = open_edition(2023, 'zh', data_dir, params_dir)\n"
        "[entry] = opened._opened.values()\n"
        "print(found, 'backtest' in vars(edition), edition.inputs.observations['value'].iloc[0])"
    )
    notebook = new_notebook(
        cells=[
            new_code_cell("lang = 'zh'\ndata_dir = ''\nparams_dir = ''", metadata={"tags": ["parameters"]}),
            new_code_cell(code),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    path = tmp_path / "00-open.ipynb"
    nbformat.write(notebook, path)
    parameters = {"lang": "zh", "data_dir": str(data), "params_dir": str(params)}

    def said():
        cells = json.loads(execute_notebook(str(path), parameters, str(tmp_path)))["cells"]
        return cells[-1]["outputs"][0]["text"][0].split()

    open_for_kernels(2023, data, params, False)
    assert said()[:2] == ["1", "True"]
    change_first_value(data, 2021, "35.1")
    assert said()[1:] == ["False", "35.1"]  # the one found open is of the files as they were
    open_for_kernels(2023, data, params, False)
    assert said() == ["1", "True", "35.1"]
