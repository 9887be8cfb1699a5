"""A failed build leaves the last good edition as it was."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from planbook.publish.folders import exchange, held, restore_place, swap_into_place, working_folder


def test_a_made_folder_takes_the_place_of_the_old_one(tmp_path):
    made, place = tmp_path / "build" / "edition", tmp_path / "site" / "2023"
    made.mkdir(parents=True)
    (made / "new.html").write_text("new")
    place.mkdir(parents=True)
    (place / "old.html").write_text("old")
    swap_into_place(made, place)
    assert [path.name for path in place.iterdir()] == ["new.html"]
    assert [path.name for path in place.parent.iterdir()] == ["2023"]


@pytest.mark.skipif(not sys.platform.startswith(("linux", "darwin")), reason="this system exchanges no folders")
def test_two_folders_change_places_in_one_step(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(name)
    assert exchange(tmp_path / "one", tmp_path / "other")
    assert [(tmp_path / name / "page.html").read_text() for name in ("one", "other")] == ["other", "one"]
    assert not exchange(tmp_path / "one", tmp_path / "none")


def test_a_reader_finds_a_whole_edition_at_every_moment(tmp_path):
    place = tmp_path / "site" / "2023"
    for folder in (place, *(tmp_path / f"made{number}" for number in range(40))):
        folder.mkdir(parents=True)
        (folder / "page.html").write_text(folder.name)
    missing, ended = [], threading.Event()

    def read() -> None:
        while not ended.is_set():
            if not (place / "page.html").is_file():
                missing.append(time.monotonic())

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(40):
        swap_into_place(tmp_path / f"made{number}", place)
    ended.set()
    thread.join()
    assert (place / "page.html").read_text() == "made39"
    assert missing == [] or not sys.platform.startswith("linux")


def test_when_the_move_fails_the_old_one_stands_again(tmp_path, monkeypatch):
    monkeypatch.setattr("planbook.publish.folders.exchange", lambda one, other: False)
    made, place = tmp_path / "edition", tmp_path / "site" / "2023"
    made.mkdir()
    place.mkdir(parents=True)
    (place / "old.html").write_text("old")
    rename = Path.rename

    def failing(self, target):
        if self == made:
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="disk full"):
        swap_into_place(made, place)
    assert (place / "old.html").read_text() == "old"


def test_a_working_folder_is_empty_at_the_start_and_gone_after_a_failure(tmp_path):
    with pytest.raises(RuntimeError), working_folder(tmp_path / "build", "work") as folder:
        assert list(folder.iterdir()) == []
        (folder / "page.html").write_text("half")
        raise RuntimeError("stop")
    assert list((tmp_path / "build").iterdir()) == []


def test_two_builds_at_once_have_folders_of_their_own(tmp_path):
    with working_folder(tmp_path, "edition-2023") as first, working_folder(tmp_path, "edition-2023") as second:
        assert first != second


def test_a_copy_that_a_killed_swap_left_half_made_goes(tmp_path):
    for name in ("2023", ".2023.new"):
        (tmp_path / name).mkdir()
    restore_place(tmp_path / "2023")
    assert [path.name for path in tmp_path.iterdir()] == ["2023"]


def test_an_edition_that_a_killed_swap_had_put_aside_stands_again(tmp_path):
    aside = tmp_path / ".2023.old"
    aside.mkdir()
    (aside / "good.html").write_text("good")
    restore_place(tmp_path / "2023")
    assert (tmp_path / "2023" / "good.html").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["2023"]


def test_what_was_put_aside_goes_once_the_new_edition_stands(tmp_path):
    for name in ("2023", ".2023.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(name)
    restore_place(tmp_path / "2023")
    assert (tmp_path / "2023" / "page.html").read_text() == "2023"
    assert [path.name for path in tmp_path.iterdir()] == ["2023"]


def test_the_only_good_copy_is_never_removed_before_the_new_one_stands(tmp_path, monkeypatch):
    monkeypatch.setattr("planbook.publish.folders.exchange", lambda one, other: False)
    aside, made = tmp_path / "site" / ".2023.old", tmp_path / "made"
    aside.mkdir(parents=True)
    (aside / "good.html").write_text("good")
    made.mkdir()
    rename = Path.rename

    def failing(self, target):
        if self == made:
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="disk full"):
        swap_into_place(made, tmp_path / "site" / "2023")
    assert (tmp_path / "site" / "2023" / "good.html").read_text() == "good"


HOLDING = """
import sys, time
from pathlib import Path
from planbook.publish.folders import held

with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def other_build(tmp_path):
    """Another process that holds the edition of 2023."""
    command = [sys.executable, "-c", HOLDING, str(tmp_path / "site" / "2023")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        yield process
        process.kill()


def wait_for_the_other(place: Path, told: list[str]) -> threading.Thread:
    def build() -> None:
        with held(place, lambda: told.append("waits")):
            told.append("builds")

    thread = threading.Thread(target=build)
    thread.start()
    while not told:
        time.sleep(0.01)
    return thread


def test_a_build_waits_for_another_of_the_same_edition_and_says_so_once(tmp_path, other_build):
    told: list[str] = []
    thread = wait_for_the_other(tmp_path / "site" / "2023", told)
    assert told == ["waits"]
    other_build.stdin.write("\n")
    other_build.stdin.flush()
    thread.join(20)
    assert told == ["waits", "builds"]


def test_what_a_killed_build_held_is_free(tmp_path, other_build):
    told: list[str] = []
    thread = wait_for_the_other(tmp_path / "site" / "2023", told)
    other_build.kill()
    thread.join(20)
    assert told == ["waits", "builds"]


def test_builds_of_other_places_do_not_wait(tmp_path, other_build):
    for place in (tmp_path / "site" / "2022", tmp_path / "other" / "2023"):
        with held(place, lambda: pytest.fail("it waited")):
            pass
