"""A failed build leaves the last good edition as it was."""

import pytest

from planbook.publish.folders import swap_into_place, working_folder


def test_a_made_folder_takes_the_place_of_the_old_one(tmp_path):
    made, place = tmp_path / "build" / "edition", tmp_path / "site" / "2023"
    made.mkdir(parents=True)
    (made / "new.html").write_text("new")
    place.mkdir(parents=True)
    (place / "old.html").write_text("old")
    swap_into_place(made, place)
    assert [path.name for path in place.iterdir()] == ["new.html"]
    assert [path.name for path in place.parent.iterdir()] == ["2023"]


def test_when_the_move_fails_the_old_one_stands_again(tmp_path, monkeypatch):
    from pathlib import Path

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
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "left-over").write_text("x")
    with pytest.raises(RuntimeError), working_folder(tmp_path, "work") as folder:
        assert list(folder.iterdir()) == []
        raise RuntimeError("stop")
    assert not (tmp_path / "work").exists()
