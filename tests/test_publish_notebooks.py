"""Executed notebooks to take away: they find their data beside them, wherever they lie."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from planbook.paths import BUNDLE, Project, find_project
from planbook.present.words import load_words
from planbook.publish.notebooks import shareable, write_bundle, write_notebook
from planbook.publish.request import PublishRequest

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "fixtures" / "small_plan"


def executed(parameters: str) -> str:
    cell = {"cell_type": "code", "metadata": {"tags": ["injected-parameters"]}, "source": parameters.splitlines(True)}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def bundle(tmp_path):
    request = PublishRequest(
        Project(ROOT), 2023, ("en",), ("html",), None, SMALL, ROOT / "params", tmp_path, 1, False, False
    )
    path = tmp_path / "taken" / BUNDLE
    write_bundle(request, path)
    return path


def test_no_path_of_the_machine_is_left_in_the_parameters():
    text = shareable(executed('# Parameters\nyear = 2023\ndata_dir = "/home/me/plan"\nparams_dir = "params"\n'))
    assert json.loads(text)["cells"][0]["source"] == (
        '# Parameters\nyear = 2023\ndata_dir = "data"\nparams_dir = "params"\n'
    )


def test_a_notebook_is_the_same_every_time_it_runs():
    import pandas as pd

    def run() -> str:
        data = {
            "text/plain": repr(object()),
            "text/html": pd.DataFrame({"x": [1]}).style.highlight_max(color="yellow").to_html(),
        }
        output = {"output_type": "display_data", "data": data, "metadata": {}}
        cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}
        return shareable(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))

    assert run() == run()
    assert '"text/plain": "<object object>"' in run() and "#cell-1-0_row0_col0" in run()


def test_the_first_cell_says_how_to_run_it_again(tmp_path):
    write_notebook(executed("year = 2023"), load_words("zh"), tmp_path / "one.ipynb")
    cells = json.loads((tmp_path / "one.ipynb").read_text(encoding="utf-8"))["cells"]
    assert cells[0]["cell_type"] == "markdown" and "plan-data.zip" in cells[0]["source"]
    assert "重新运行" in cells[0]["source"] and len(cells) == 2


def test_the_bundle_holds_what_was_known_then_and_is_the_same_every_time(bundle, tmp_path):
    first = bundle.read_bytes()
    names = zipfile.ZipFile(bundle).namelist()
    assert {"data/plan/plan.yml", "data/observations/2022.csv", "params/2023.yml", "site/locales/en.yml"} <= set(names)
    later = [name for name in names if name.startswith("data/observations/") and name > "data/observations/2023.csv"]
    assert later == []
    shutil.rmtree(bundle.parent)
    request = PublishRequest(
        Project(ROOT), 2023, ("en",), ("html",), None, SMALL, ROOT / "params", tmp_path, 1, False, False
    )
    write_bundle(request, bundle)
    assert bundle.read_bytes() == first


def test_a_notebook_below_the_bundle_finds_its_plan_there(bundle):
    below = bundle.parent / "en" / "indicators"
    below.mkdir(parents=True)
    project = find_project(below)
    assert (project.data / "plan" / "indicators.csv").read_bytes() == (SMALL / "plan" / "indicators.csv").read_bytes()
    assert project.root != ROOT


def test_the_package_alone_opens_the_edition_or_says_what_is_missing(bundle, tmp_path):
    packages = tmp_path / "packages"
    shutil.copytree(ROOT / "planbook", packages / "planbook", ignore=shutil.ignore_patterns("__pycache__"))
    code = "from planbook import present; print(len(present.open_edition(2023, 'en').assessments))"

    def run(folder: Path) -> subprocess.CompletedProcess[str]:
        folder.mkdir(parents=True, exist_ok=True)
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            env={"PYTHONPATH": str(packages), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )

    assert run(bundle.parent / "en").stdout.strip() == "3"
    alone = run(tmp_path / "alone")
    assert alone.returncode != 0
    assert "there is no plan to open" in alone.stderr and "Fix: put plan-data.zip" in alone.stderr
