"""A command that does not end well says why in a few lines, and with which code."""

import errno
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from planbook.cli.ending import run_to_the_end
from planbook.errors import InputError, NotebookError, NotebooksError, Problem, PublishError


def raising(error):
    def command():
        raise error

    return command


PROBLEM = Problem("data/x.csv", "a figure is no number", "many", "a number", "write a number", row=2)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (InputError([PROBLEM]), 2, "data/x.csv:2: a figure is no number"),
        (NotebookError("03-indicators", "zh", 4, "KeyError: 'beds'", "trace"), 3, "cell 4: KeyError: 'beds'\ntrace"),
        (
            NotebookError("03-indicators", "zh", 4, "the kernel died", source="crash()", kept="_build/failed/x.ipynb"),
            3,
            "cell 4: the kernel died (as far as it came: _build/failed/x.ipynb)\n    crash()",
        ),
        (
            NotebooksError(
                [NotebookError("indicator i03", "zh", 4, "KeyError: 'beds'", "t", "\n".join("abcdefghij"))], 26
            ),
            3,
            "1 of 26 notebooks failed; the others ran and are remembered\n"
            "  indicator i03 (zh), cell 4: KeyError: 'beds'\n"
            "    a\n    b\n    c\n    d\n    e\n    f\n    g\n    h\n    …",
        ),
        (PublishError("pandoc failed"), 4, "pandoc failed"),
        (SystemExit(2), 2, ""),
        (SystemExit(None), 0, ""),
        (KeyboardInterrupt(), 130, "Stopped; the last good edition stays as it was."),
        (SystemExit(130), 130, "Stopped; the last good edition stays as it was."),
    ],
)
def test_what_was_foreseen_ends_with_its_code_and_leaves_no_log(error, code, said, tmp_path, capsys):
    assert run_to_the_end(raising(error), tmp_path) == code
    assert capsys.readouterr().err.strip() == said if said == "" else said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/site/2023"), "No space left on device: /site/2023"),
        (ModuleNotFoundError("No module named 'pypandoc'", name="pypandoc"), "pypandoc is not installed. Fix: pip"),
        (ValueError("Unknown URL type: public\nand more"), "ValueError: Unknown URL type: public."),
        (RecursionError(), "RecursionError."),
    ],
)
def test_what_nobody_foresaw_ends_with_4_two_lines_and_a_log(error, said, tmp_path, capsys):
    assert run_to_the_end(raising(error), tmp_path / "build") == 4
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and said in lines[0]
    assert lines[1] == f"The last good edition stays as it was. Details: {tmp_path / 'build' / 'failure.log'}"
    log = (tmp_path / "build" / "failure.log").read_text(encoding="utf-8")
    assert "Traceback" in log and type(error).__name__ in log


def test_where_the_log_cannot_be_written_it_goes_elsewhere(tmp_path, capsys, monkeypatch):
    (tmp_path / "build").write_text("a file where a folder should be")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr("planbook.cli.ending.shared_temporary_folder", lambda: tmp_path / "elsewhere")
    assert run_to_the_end(raising(ValueError("x")), tmp_path / "build") == 4
    assert str(tmp_path / "elsewhere" / "failure.log") in capsys.readouterr().err


def test_sigterm_ends_as_ctrl_c_does_with_its_own_code(tmp_path, capsys):
    tidied = []

    def command():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pause()
        finally:
            tidied.append(True)

    before = signal.getsignal(signal.SIGTERM)
    assert run_to_the_end(command, tmp_path) == 143
    assert capsys.readouterr().err == "Stopped; the last good edition stays as it was.\n"
    assert tidied and signal.getsignal(signal.SIGTERM) is before


def test_a_library_s_error_names_the_cell_it_was_at(tmp_path, capsys):
    folder = tmp_path / "plan"
    shutil.copytree(Path(__file__).parent / "fixtures" / "small_plan", folder)
    file, note = folder / "observations/2023.csv", "i02,2023,74,,illustrative_example,"
    file.write_text(file.read_text(encoding="utf-8").replace(f"{note},", f"{note}见〔附表〕第三页,See page 3"), "utf-8")

    def library(lines):  # as one does that takes a text apart and says what it cannot do, not where it stood
        for line in lines:
            url = line.partition("〔附表〕")[2]
            if url:
                raise ValueError(f"Unknown URL type: {url}")

    @dataclass
    class Asked:
        data_dir: Path

    def command():
        request = Asked(folder)
        library([f"i01: {request.data_dir.name}", "i02: 见〔附表〕第三页"])

    assert run_to_the_end(command, tmp_path / "build") == 4
    told = capsys.readouterr().err
    assert "ValueError: Unknown URL type: 第三页" in told
    assert f"It was at: {folder.as_posix()}/observations/2023.csv:3 [i02] note_zh" in told


def test_an_error_that_has_no_cell_in_hand_names_none(tmp_path, capsys):
    def command():
        text = "nothing of any plan"
        raise ValueError(text)

    assert run_to_the_end(command, tmp_path / "build") == 4
    assert "It was at" not in capsys.readouterr().err
