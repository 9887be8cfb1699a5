"""What a build would miss at its end is told before anything runs."""

import importlib.util
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path

import pytest

from planbook.cli.ready import require_ready
from planbook.errors import InputError, PublishError
from planbook.paths import Project

Usage = namedtuple("Usage", "total used free")


@dataclass
class Asked:
    site: Path
    project: Project
    formats: tuple[str, ...] = ("html", "pdf")

    @property
    def place(self) -> Path:
        return self.site / "2023"


@pytest.fixture
def asked(tmp_path):
    return Asked(tmp_path / "site", Project(tmp_path / "project"))


def test_a_machine_that_has_everything_is_ready_and_nothing_is_made(asked, tmp_path):
    require_ready(asked)
    assert list(tmp_path.iterdir()) == []


def test_all_engines_that_are_missing_are_told_at_once(asked, monkeypatch):
    found = importlib.util.find_spec

    def find_spec(name, package=None):
        if name == "typst":
            raise ModuleNotFoundError(name)
        return None if name in ("pypandoc", "pagefind", "mplfonts") else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    with pytest.raises(PublishError) as caught:
        require_ready(asked)
    lines = str(caught.value).splitlines()
    assert [line.partition(" cannot")[0] for line in lines] == ["pandoc", "Typst", "Pagefind", "the reports' fonts"]
    asked.formats = ("pptx",)
    with pytest.raises(PublishError, match="^the reports' fonts cannot be used: mplfonts is not installed"):
        require_ready(asked)


def test_a_disk_with_less_room_than_the_edition_takes_is_told(asked, monkeypatch):
    asked.place.mkdir(parents=True)
    (asked.place / "page.html").write_bytes(b"x" * 5_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda place: Usage(10**9, 0, 4_900_000))
    with pytest.raises(PublishError) as caught:
        require_ready(asked)
    assert str(caught.value).count("4 MB are free, the edition takes 5 MB") == 2


def test_a_place_that_cannot_be_written_is_told(asked, monkeypatch):
    monkeypatch.setattr("os.access", lambda place, mode: False)
    with pytest.raises(PublishError, match=r"site cannot be written: Read-only\. Fix: give another --out"):
        require_ready(asked)


@pytest.mark.parametrize("below", ["", "site"])
def test_a_file_where_the_site_is_to_go_is_wrong_input(asked, tmp_path, below):
    (tmp_path / "file").write_text("somebody's")
    asked.site = tmp_path / "file" / below if below else tmp_path / "file"
    with pytest.raises(InputError, match=r"--out: the site cannot go there; found .*file, a file"):
        require_ready(asked)
