"""What people are told, in their language; and on a console that lacks a character."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bad_inputs.cases import CASES as BAD
from bad_inputs.project import make_project
from office_inputs import as_it_comes, damaged, flags, handed_in, texts  # noqa: F401  their cases
from office_inputs.cases import CASES
from told_texts import told_texts

from planbook.cli import main
from planbook.cli.messages import messages_in, of_the_reader, take_language
from planbook.errors import Problem
from planbook.load.data import read_data
from planbook.paths import find_project

CHINESE = messages_in("zh")
ROOT = find_project().root
# What stays as it is in any language: quoted cells, file and column names, codes, numbers, commands.
QUOTED = re.compile(
    r"pip install -r requirements\.txt|`?dask [a-z]+`?|“[^”]*”|\"[^\"]*\"|[\w./-]+\.(?:csv|yml|ipynb|json|po|xlsx)|"
    r"--?[a-z-]+|[a-z]+_[a-z_]+|[a-z]\d+"
)
NAMES = re.compile(
    r"\b(?:CSV|UTF|GBK|GB|Big|Excel|Word|YAML|JSON|Markdown|Python|JupyterLab|Jupyter|true|false|kind|bound|direction|"
    r"rise|fall|keep|reach|plain|qualitative|page|notebook|flag|m|b|r|value|year|key|python|build|py|returns|import|U|"
    r"CSafe|n|zh|en|range|about)\b"
)


HALF = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})+")  # two English words are a message half told


def bare(line: str) -> str:
    return NAMES.sub("", QUOTED.sub("", line))


def foreign(line: str) -> str:
    """English that is left in a Chinese message."""
    return "; ".join(re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}", bare(line)))


def test_a_problem_is_told_in_chinese():
    problem = Problem(
        "data/observations/2023.csv",
        "the value jumps",
        "224,000 in 2022 → 328,000",
        "a change of at most 60,000 a year (5 times the usual 12,000)",
        "check the figure; write flag b where the definition changed; where it holds, say “已核实” in note_zh and "
        "“verified” in note_en",
        row=2,
        subject="i01",
        year=2023,
        severity="warning",
    )
    assert CHINESE.problem(problem) == (
        "提醒：data/observations/2023.csv:2 [i01，2023]：数值变动过大；现为 2022年 224,000 → 328,000，应为 "
        "每年变动不超过 60,000（通常变动 12,000 的 5 倍）。处理：核对数值；口径变化的标 b；确属实的，"
        "在 note_zh 写“已核实”、在 note_en 写“verified”。"
    )
    assert messages_in("en").problem(problem) == f"warning: {problem}"


@pytest.mark.parametrize(
    "name", sorted(name for name in BAD if not re.match("word|notebook|param|prose|check|situation", name))
)
def test_what_is_told_of_a_bad_input_has_its_chinese(name, tmp_path):
    bad = make_project(tmp_path / "project")
    BAD[name](bad)
    for problem in read_data(2023, bad.path("data"), "data").problems:
        assert not foreign(said := CHINESE.problem(problem)), said


def test_everything_the_code_can_tell_has_its_chinese():
    told = told_texts()
    assert len(told) > 600
    left = {f"{place}: {text}" for text, place in told.items() if HALF.search(bare(CHINESE.text(text)))}
    assert sorted(left) == []


def test_most_of_what_is_told_of_office_inputs_has_its_chinese(tmp_path):
    told = {}
    for number, name in enumerate(sorted(CASES)[::6]):
        bad = make_project(tmp_path / str(number))
        CASES[name].spoil(bad)
        told |= {CHINESE.problem(each): name for each in read_data(2023, bad.path("data"), "data").problems}
    assert len(told) > 40
    assert [said for said in told if foreign(said)] == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
    ],
)
def test_the_language_is_the_system_s_unless_it_is_asked_for(monkeypatch, environment, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert of_the_reader() == language


def test_the_language_can_stand_anywhere_among_the_arguments():
    assert take_language(["check", "--messages", "zh", "--year", "2023"]) == (["check", "--year", "2023"], "zh")
    assert take_language(["--messages=en", "check"]) == (["check"], "en")
    assert take_language(["check"]) == (["check"], "")


def test_a_language_without_messages_is_refused(capsys):
    assert main(["check", "--year", "2023", "--messages", "fr"]) == 2
    assert "--messages is not known" in capsys.readouterr().err


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "gbk"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]
)
def test_a_console_that_lacks_a_character_shows_its_number(tmp_path, environment):
    bad = make_project(tmp_path / "project")
    bad.edit("data/observations/2023.csv", "i02,2023,74,,", "i02,2023,约74é𠀀,,")
    result = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), "check", "--year", "2023", "--data", str(bad.path("data"))],
        env={**os.environ, "LC_ALL": "en_US.UTF-8", "PYTHONPATH": str(ROOT), **environment, "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        cwd=Path(tmp_path),
    )
    assert result.returncode == 2, result.stderr
    assert b"\\U00020000" in result.stdout
    assert b"Traceback" not in result.stderr
