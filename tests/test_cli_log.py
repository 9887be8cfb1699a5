"""The log of a build: what it holds, however the build ends, and that no more are kept than twenty."""

import io
import json

import pytest
from rich.console import Console

from planbook.cli.display import Display
from planbook.cli.log import KEPT, BuildLog, exit_code_of
from planbook.errors import InputError, NotebookError, PublishError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (None, 0),
        (InputError([]), 2),
        (NotebookError("03", "zh", 1, "x"), 3),
        (PublishError("x"), 4),
        (ValueError("x"), 4),
        (KeyboardInterrupt(), 130),
        (KeyboardInterrupt(15), 143),
    ],
)
def test_the_exit_code_is_what_the_command_ends_with(error, code):
    assert exit_code_of(error) == code


def test_what_is_shown_and_how_long_each_step_took_is_kept(tmp_path):
    log = BuildLog(tmp_path)
    display = Display(Console(file=io.StringIO())).noting(log)
    display.say("a line 值")
    with display.steps() as steps:
        steps.begin("Running notebooks", 2)
        steps.begin("Rendering pages", None)
        steps.warn("Quarto is old")
    display.table("Edition 2023", ("", ""), [("pages", "26")])
    log.end({"edition": "2023"}, PublishError("pandoc failed"))
    (text,), (summary,) = (
        [path.read_text(encoding="utf-8") for path in tmp_path.glob(f"*.{s}")] for s in ("log", "json")
    )
    said = [line.strip().partition(" ")[2] for line in text.splitlines()]
    assert said[:4] == ["a line 值", "-- Running notebooks", "-- Rendering pages", "Quarto is old"]
    assert "pages\t26" in text and "PublishError: pandoc failed" in text and said[-1] == "-- exit 4"
    kept = json.loads(summary)
    assert [step["step"] for step in kept["steps"]] == ["Running notebooks", "Rendering pages"]
    assert all(step["seconds"] >= 0 for step in kept["steps"])
    assert (kept["exit_code"], kept["error"], kept["warnings"]) == (4, "pandoc failed", ["Quarto is old"])
    assert kept["edition"] == "2023"


def test_the_last_twenty_are_kept(tmp_path):
    for number in range(KEPT + 5):
        log = BuildLog(tmp_path)
        log.line(str(number))
        log.end({})
    assert len(list(tmp_path.glob("*.log"))) == len(list(tmp_path.glob("*.json"))) == KEPT
    assert f" {KEPT + 4}\n" in max(tmp_path.glob("*.log")).read_text(encoding="utf-8")


def test_where_no_log_can_be_written_the_build_goes_on(tmp_path):
    (tmp_path / "logs").write_text("a file where a folder should be")
    log = BuildLog(tmp_path / "logs")
    log.line("x")
    log.begin("Checking")
    log.end({}, KeyboardInterrupt(15))
    assert [path.name for path in tmp_path.iterdir()] == ["logs"]
