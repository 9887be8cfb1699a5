"""Notebooks run as they are, from the project's folder or their own, and say what a wrong parameter may be."""

import subprocess
import sys
from pathlib import Path

import pytest

from planbook.errors import InputError
from planbook.present import open_edition, say_title

ROOT = Path(__file__).resolve().parents[1]
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize(
    ("folder", "year", "language"),
    [(ROOT, 2022, "en"), (ROOT / "notebooks", 2021, "zh"), (ROOT / "notebooks", 2025, "en")],
)
def test_every_notebook_runs_by_hand(folder, year, language):
    command = [sys.executable, str(ROOT / "tests" / "run_by_hand.py"), str(folder), str(year), language]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-3000:]
    assert [line for line in done.stdout.splitlines() if line in NAMES] == NAMES


def environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


@pytest.mark.parametrize(
    ("year", "language", "said"),
    [
        (2031, "zh", "the plan has no edition of 2031; found 2031, expected a year from 2021 to 2025"),
        (2023, "fr", "lang cannot be this; found 'fr', expected 'zh' or 'en'"),
        ("2023-6", "zh", "year cannot be this; found '2023-6', expected a whole number, without quotation marks, or"),
        (2023.0, "zh", "year cannot be this; found 2023.0, expected a whole number"),
    ],
)
def test_a_wrong_year_or_language_is_told_in_one_line_with_what_is_allowed(year, language, said):
    with pytest.raises(InputError) as caught:
        open_edition(year, language)
    assert said in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda edition: edition.plan_row("i99"), "found 'i99', expected one of i01, i02"),
        (lambda edition: edition.scorecard("c9"), "found 'c9', expected one of c1, c1-1"),
        (lambda edition: say_title(edition, "c9"), "found 'c9', expected one of c1, c1-1"),
        (lambda edition: edition.context(["beds"]), "found 'beds', expected one of"),
    ],
)
def test_an_unknown_id_is_told_in_one_line_with_what_is_allowed(ask, said):
    with pytest.raises(InputError) as caught:
        ask(open_edition(2023, "en"))
    assert said in str(caught.value) and "\n" not in str(caught.value)
