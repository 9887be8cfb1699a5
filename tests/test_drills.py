"""The drills tell a whole edition from a damaged one, and what was left from what is gone."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from drills.__main__ import table_of  # noqa: E402
from drills.damaged import drill_damaged  # noqa: E402
from drills.yard import Line, Yard, faults_of  # noqa: E402


@pytest.fixture
def edition(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "index.html").write_text("page")
    outputs = {"en/index.html": sha256(b"page").hexdigest()}
    (tmp_path / "manifest.json").write_text(json.dumps({"outputs": outputs}))
    return tmp_path


def test_a_whole_edition_has_no_fault(edition):
    assert faults_of(edition) == []


@pytest.mark.parametrize("damage", ["altered", "gone", "too many", "no manifest"])
def test_half_an_edition_is_seen(edition, damage):
    page = edition / "en" / "index.html"
    if damage == "altered":
        page.write_text("pag")
    elif damage == "gone":
        page.unlink()
    elif damage == "too many":
        (edition / "more.html").write_text("more")
    else:
        (edition / "manifest.json").unlink()
    assert len(faults_of(edition)) == 1


def test_a_process_and_a_temporary_file_that_are_left_are_seen(tmp_path, monkeypatch):
    monkeypatch.setattr("drills.yard.SECONDS", 0.5)
    yard = Yard(tmp_path)
    assert yard.left_behind() == []
    with subprocess.Popen([sys.executable, "-c", "input()"], env=yard.environment(), stdin=subprocess.PIPE) as process:
        (yard.temporary / "pbs-x").mkdir()
        assert yard.left_behind() == [f"process {process.pid} lives", "temporary pbs-x"]
        assert yard.left_behind(swept=False) == [f"process {process.pid} lives"]
        yard.end_what_is_left()
    assert yard.processes() == []


def test_forty_damaged_inputs_are_refused_told_of_or_read(tmp_path):
    [line] = drill_damaged(Yard(tmp_path), 40, 7, lambda said: None)
    assert (line.tried, line.held, line.failures) == (40, 40, ())
    assert "refused" in line.remark


def test_the_table_names_what_did_not_hold():
    told = table_of([Line("kill -9", 50, 49, "old 3, new 46", ("kill -9 7: a process\nlives",))])
    assert "| kill -9 | 50 | 49 | old 3, new 46 |" in told and "- kill -9 7: a process lives" in told


pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/environ"), reason="processes are looked up in /proc")
