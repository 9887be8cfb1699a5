"""An edition that stands as it would be made again is left alone; whatever changes, in it or in its inputs, is seen."""

import shutil

import pytest

from planbook.paths import Project, find_project
from planbook.publish import PublishedEdition, PublishRequest, made_of, note_standing, still_standing


@pytest.fixture
def request_(tmp_path):
    here = find_project()
    for name in ("params", "notebooks", "_extensions"):
        shutil.copytree(here.root / name, tmp_path / name)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1")
    (tmp_path / "site").mkdir()
    shutil.copyfile(here.root / "_quarto.yml", tmp_path / "_quarto.yml")
    project = Project(tmp_path)
    place = tmp_path / "_site" / "2023"
    place.mkdir(parents=True)
    (place / "manifest.json").write_text("{}")
    (place / "index.html").write_text("page")
    return PublishRequest(
        project,
        2023,
        ("zh", "en"),
        ("html",),
        None,
        data_dir=project.data,
        params_dir=project.params,
        site=tmp_path / "_site",
        workers=1,
        official_only=False,
        some_chapters=False,
    )


def standing(request, only=()):
    return still_standing(request, only, made_of(request, only))


def note(request):
    edition = PublishedEdition(request.place, 3, ("report-zh.pdf",), "embedded", {"lagging": 2})
    note_standing(request, (), made_of(request, ()), edition, ["warning: a word"])
    return edition


def test_an_edition_nobody_noted_does_not_stand(request_):
    assert standing(request_) is None


def test_what_was_noted_is_told_again(request_):
    edition = note(request_)
    assert standing(request_) == (edition, ["warning: a word"])


@pytest.mark.parametrize(
    "changed", ["data/a.csv", "data/b.csv", "site/new.css", "params/2023.yml", "_site/2023/index.html", "_quarto.yml"]
)
def test_a_change_of_anything_read_or_written_is_seen(request_, changed):
    note(request_)
    (request_.project.root / changed).write_text("another word")
    assert standing(request_) is None


def test_a_file_of_the_edition_that_is_gone_is_seen(request_):
    note(request_)
    (request_.place / "index.html").unlink()
    assert standing(request_) is None


def test_a_font_that_another_build_links_to_is_no_change(request_, tmp_path):
    font = request_.quarto_project / "_extensions" / "planbook" / "fonts" / "a.otf"
    font.parent.mkdir(parents=True)
    font.write_text("glyphs")
    note(request_)
    (tmp_path / "elsewhere.otf").hardlink_to(font)
    assert standing(request_) is not None
    font.write_text("other glyphs")
    assert standing(request_) is None


def test_something_else_that_is_asked_for_is_another_edition(request_):
    from dataclasses import replace

    note(request_)
    for other in (
        replace(request_, official_only=True),
        replace(request_, show_code=True),
        replace(request_, formats=("html", "pdf")),
        replace(request_, languages=("zh",)),
        replace(request_, force=True),
    ):
        assert standing(other) is None
    assert standing(request_, ("glossary",)) is None
    assert standing(request_) is not None
