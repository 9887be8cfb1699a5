"""The command line: how it ends, what it says, and that a failed build leaves the last good edition as it was."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planbook.cli import main

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "fixtures" / "small_plan"
LEFT_BY_OTHERS = (
    *(".DS_Store", "~$sources.xlsx", "plan/._plan.yml", "plan/Thumbs.db", "observations/._2023.csv"),
    *("observations/.~lock.2023.csv#", "observations/2023.csv.bak", "notebooks/._03-indicators.ipynb"),
    *("locales/._zh.yml", "params/.DS_Store", "params/._2023.yml"),
)


@pytest.fixture
def bad_data(tmp_path):
    """The small plan with two defects in one file."""
    data = tmp_path / "data"
    shutil.copytree(SMALL, data)
    path = data / "observations" / "2023.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = lines[0].split(",")
    first, second = lines[1].split(","), lines[2].split(",")
    first[columns.index("value")] = "many"
    second[columns.index("source_id")] = "nobody"
    path.write_text("\n".join([lines[0], ",".join(first), ",".join(second), *lines[3:]]) + "\n", encoding="utf-8")
    return data


def test_bad_data_ends_with_2_and_every_problem_and_leaves_the_edition_alone(bad_data, tmp_path, capsys):
    edition = tmp_path / "site" / "2023"
    edition.mkdir(parents=True)
    (edition / "index.html").write_text("last good edition")
    code = main(["--year", "2023", "--data", str(bad_data), "--out", str(tmp_path / "site")])
    said = capsys.readouterr().err
    assert code == 2
    assert "2023.csv:2" in said and "'many'" in said.replace('"', "'")
    assert "2023.csv:3" in said and "nobody" in said
    assert all("Fix: " in line for line in said.splitlines() if "2023.csv" in line)
    assert [path.name for path in edition.iterdir()] == ["index.html"]


def test_check_prints_problems_for_people_and_as_json_for_machines(bad_data, capsys):
    assert main(["check", "--year", "2023", "--data", str(bad_data)]) == 2
    people = capsys.readouterr().out
    assert "error: " in people and people.splitlines()[-1].startswith("2 errors, ")
    assert main(["check", "--year", "2023", "--data", str(bad_data), "--json"]) == 2
    machine = json.loads(capsys.readouterr().out)
    assert {problem["row"] for problem in machine if problem["severity"] == "error"} == {2, 3}


def test_describe_writes_the_data_package_of_a_plan(tmp_path):
    shutil.copytree(SMALL, tmp_path / "data")
    assert main(["describe", "--data", str(tmp_path / "data")]) == 0
    package = json.loads((tmp_path / "data/datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == "planbook-example-county-libraries-14"
    assert "observations-2023" in [resource["name"] for resource in package["resources"]]
    assert main(["check", "--year", "2023", "--data", str(tmp_path / "data")]) == 0


def test_check_passes_on_good_data(capsys):
    assert main(["check", "--year", "2023", "--data", str(SMALL)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 errors, ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "zh"], "no edition is named; found no --year"),
        (["--year", "2023", "--lang", "fr"], "--lang is not known; found 'fr', expected of zh, en"),
        (["--year", "2023", "--format", "epub"], "--format is not known; found 'epub'"),
        (["--year", "2023", "--publisher", "latex"], "--publisher is not known; found 'latex'"),
        (["--year", "2023", "--only", "09-none"], "there is no such page or notebook; found '09-none'"),
        (["--year", "1999"], "1999"),
        (["--year", "twenty"], "there is no such edition; found --year twenty, expected a year such as 2023"),
        (["--colour"], "--colour"),
    ],
)
def test_wrong_options_end_with_2_and_say_what_is_wrong(arguments, said, capsys):
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_paths_are_meant_from_where_the_user_is_whatever_a_notebook_does(monkeypatch, tmp_path):

    asked = []

    def build(options, display):
        monkeypatch.chdir(ROOT / "notebooks")  # as papermill does while notebooks run
        asked.append((options.data, options.site))

    monkeypatch.setattr("planbook.cli.build.build_edition", build)
    monkeypatch.chdir(tmp_path)
    assert main(["--year", "2023", "--data", "other-plan", "--out", "../site"]) == 0
    assert asked == [(tmp_path / "other-plan", tmp_path.parent / "site")]


def test_without_quarto_the_quarto_publisher_ends_with_4_in_one_line(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["--year", "2023", "--publisher", "quarto", "--out", str(tmp_path)]) == 4
    assert capsys.readouterr().err.count("\n") == 1


def test_before_anything_is_installed_one_line_says_what_to_run(tmp_path):
    done = subprocess.run(
        [sys.executable, "-S", "-I", str(ROOT / "build.py"), "--year", "2023"],
        cwd=tmp_path,
        text=True,
        capture_output=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pip install -r requirements.txt" in done.stderr


def test_backtest_prints_methods_by_years_ahead(capsys):
    assert main(["backtest", "--year", "2023"]) == 0
    printed = capsys.readouterr().out
    assert "69 forecasts on 10 published series" in printed
    # no change: 57 of 69 intervals hold the outcome, and by its own measure its relative error is 1
    assert re.search(r"no change +all +69 +82\.6% .* 1\.000 ", printed)


def test_a_relative_path_means_the_folder_the_call_is_given_in_whatever_the_call(tmp_path, monkeypatch, capsys):
    shutil.copytree(SMALL, tmp_path / "here" / "plan")
    (tmp_path / "here" / "table.csv").write_text("指标名称,基准值,目标值,单位\n藏书量,20,26,万册\n", encoding="utf-8")
    (tmp_path / "here" / "map.yml").write_text("file: none.csv\nsource: x\ntake:\n  a: {area: b, key: c}\n", "utf-8")
    monkeypatch.chdir(tmp_path / "here")
    for call in (
        "check --year 2023 --data plan",
        "audit plan",
        "describe --data plan",
        "diff 2022 2023 --data plan",
        "returns template --year 2024 --data plan --out books",
        "returns missing --year 2023 --data plan",
        "new-plan made --from table.csv --period 2026-2030",
    ):
        assert main(call.split()) == 0, (call, capsys.readouterr().err)
    assert main(["pull", "map.yml", "--data", "plan"]) == 2
    assert "map.yml:1 [file]: the file is missing" in capsys.readouterr().err
    assert main(["returns", "import", "books/none.xlsx", "--year", "2024", "--data", "plan"]) == 2
    assert (tmp_path / "here/plan/datapackage.json").is_file() and (tmp_path / "here/made/plan/plan.yml").is_file()
    assert list((tmp_path / "here/books").glob("*.xlsx"))
    assert main(["--data", "nowhere"]) == 0  # alone it says that there is no plan there
    assert "new-plan" in capsys.readouterr().out


def test_what_other_programs_leave_in_a_plan_s_folder_is_passed_over_with_a_line(tmp_path, capsys):
    folder = tmp_path / "plan"
    shutil.copytree(SMALL, folder)
    junk = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X"
    shutil.copytree(ROOT / "params", folder / "params")
    for name in LEFT_BY_OTHERS:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(junk)
    for language in ("zh", "en"):
        (folder / f"locales/{language}.yml").write_text("language:\n  name: X\n", encoding="utf-8")
    assert main(["check", "--year", "2023", "--data", str(folder)]) == 0
    said = capsys.readouterr().out
    for name in LEFT_BY_OTHERS:
        assert f"{name}: a leftover of another program is passed over" in said, name
