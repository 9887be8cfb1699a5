"""Other people's programs: how they are called, and what is said when they fail."""

import sys
from pathlib import Path

import pytest

from planbook.errors import PublishError
from planbook.publish.engines import last_lines, run_engine

TELL_LOCALE = [sys.executable, "-c", "import os; print(os.environ.get('LC_ALL', 'none'))"]


@pytest.mark.parametrize(
    ("set_to", "seen"),
    [
        ({"LC_ALL": "C"}, "C.UTF-8"),
        ({}, "C.UTF-8"),
        ({"LANG": "zh_CN.UTF-8"}, "none"),
        ({"LC_ALL": "en_GB.utf8"}, "en_GB.utf8"),
    ],
)
def test_engines_read_chinese_file_names_whatever_the_system_says(set_to, seen, monkeypatch):
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    assert run_engine("python", TELL_LOCALE, Path.cwd()).stdout.strip() == seen


def test_an_engine_that_fails_is_named_with_what_it_said_last():
    with pytest.raises(PublishError, match=r"(?s)pandoc failed \(exit 3\):.*no such template"):
        run_engine("pandoc", [sys.executable, "-c", "import sys; sys.exit(print('no such template') or 3)"], Path.cwd())


def test_an_engine_that_is_not_there_is_named():
    with pytest.raises(PublishError, match="typst could not be started: No such file"):
        run_engine("typst", ["/nowhere/typst"], Path.cwd())


def test_of_a_long_complaint_the_first_error_is_shown():
    said = "\n".join(["warming up"] * 30 + ["ERROR: the page is missing", "  in chapter 3"])
    assert last_lines(said) == "  ERROR: the page is missing\n    in chapter 3"
