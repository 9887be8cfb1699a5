"""Temporary folders: what runs keeps its own, what was killed leaves none for long."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planbook.run.scratch import own_folder, sweep

ROOT = Path(__file__).resolve().parents[1]
HOLDING = """
import sys
from pathlib import Path
from planbook.run.scratch import own_folder

with own_folder(Path(sys.argv[1]), "work-") as folder:
    print(folder, flush=True)
    sys.stdin.readline()
"""
PRIVATE = """
import os, sys, tempfile
from planbook.run.scratch import shared_temporary_folder, use_private_scratch

use_private_scratch()
use_private_scratch()
number, file = tempfile.mkstemp()
print(file, os.environ["TMPDIR"], shared_temporary_folder(), flush=True)
sys.stdin.readline()
"""
locks = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked here")


def started(code: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


@locks
def test_the_folder_of_a_process_that_runs_stays_and_goes_once_it_is_killed(tmp_path):
    with started(HOLDING, str(tmp_path)) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        sweep(tmp_path, "work-")
        assert folder.is_dir()
        process.kill()
        process.wait()
        assert folder.is_dir()
        with own_folder(tmp_path, "work-") as other:
            assert not folder.exists() and other.is_dir()
    assert list(tmp_path.iterdir()) == []


@locks
def test_what_a_process_holds_for_a_time_lies_in_one_folder_that_goes_with_it(tmp_path):
    with started(PRIVATE, TMPDIR=str(tmp_path)) as process:
        assert process.stdout is not None and process.stdin is not None
        file, private, shared = process.stdout.readline().split()
        assert Path(file).parent == Path(private) and Path(private).parent == Path(shared) == tmp_path
        process.stdin.write("\n")
        process.stdin.flush()
        process.wait()
    assert list(tmp_path.iterdir()) == []


@locks
def test_the_next_start_removes_what_a_killed_one_left(tmp_path):
    with started(PRIVATE, TMPDIR=str(tmp_path)) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().split()[1])
        process.kill()
    with started(PRIVATE, TMPDIR=str(tmp_path)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() and not left.exists()
        process.kill()


def test_where_nothing_can_be_locked_what_is_more_than_a_day_old_goes(tmp_path, monkeypatch):
    monkeypatch.setattr("planbook.run.scratch._lock", lambda folder: None)
    old, young, file = tmp_path / "work-old", tmp_path / "work-young", tmp_path / "work-file"
    old.mkdir()
    young.mkdir()
    file.write_text("somebody's")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(old, (two_days_ago, two_days_ago))
    sweep(tmp_path, "work-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["work-file", "work-young"]


def test_what_a_link_leads_to_is_not_touched(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "thesis.txt").write_text("text")
    (tmp_path / "work-link").symlink_to(tmp_path / "own")
    sweep(tmp_path, "work-")
    assert (tmp_path / "own" / "thesis.txt").exists()
