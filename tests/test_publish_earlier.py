"""What stands at an edition's place: nothing of somebody else's is removed, and two stories never share an edition."""

from dataclasses import replace

import pytest
from builders import make_inputs, make_manifest

from planbook.errors import InputError
from planbook.paths import LANGUAGES, Project
from planbook.publish import PublishRequest, examine_place
from planbook.publish.manifest import checksums, write_manifest

PLAN = replace(make_inputs().plan, id="example")


@pytest.fixture
def make_request(tmp_path):
    """Requests for the edition of 2023 in an own small project: two tables, parameters, a notebook."""
    root = tmp_path / "project"
    for name in ("data/plan/tasks.csv", "data/observations/2023.csv", "data/observations/2024.csv", "data/README.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    for name in ("params/2023.yml", "notebooks/00-summary.ipynb", "site/shell/page.html.j2"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)

    def make(**overrides) -> PublishRequest:
        fields = {
            "project": Project(root),
            "year": 2023,
            "languages": LANGUAGES,
            "formats": ("html", "pdf"),
            "publisher": None,
            "data_dir": root / "data",
            "params_dir": root / "params",
            "site": tmp_path / "site",
            "workers": 1,
            "official_only": False,
            "some_chapters": False,
        }
        return PublishRequest(**fields | overrides)

    return make


def publish(request: PublishRequest, **overrides) -> None:
    """An edition as `request` would have left it, made of what its folders hold now."""
    request.place.mkdir(parents=True)
    write_manifest(request.place, make_manifest(**{"inputs": checksums(request.inputs)} | overrides))


def refusal(request: PublishRequest) -> str:
    with pytest.raises(InputError) as caught:
        examine_place(request, PLAN)
    return str(caught.value)


def test_an_edition_takes_the_place_of_nothing_but_an_edition(make_request):
    request = make_request()
    request.place.mkdir(parents=True)
    assert examine_place(request, PLAN).kept is None  # an empty folder is free
    (request.place / "thesis.txt").write_text("three years of work")
    assert "would take the place of something else" in refusal(request)
    assert (request.place / "thesis.txt").read_text() == "three years of work"


@pytest.mark.parametrize("text", ["{}", "[]", "not JSON", '{"year": 2023, "outputs": {}}'])
def test_somebody_else_s_manifest_is_not_ours(text, make_request):
    request = make_request()
    request.place.mkdir(parents=True)
    (request.place / "manifest.json").write_text(text)
    assert "would take the place of something else" in refusal(request)


def test_a_file_where_the_edition_would_go_is_refused(make_request):
    request = make_request()
    request.site.mkdir()
    request.place.write_text("x")
    assert "--out" in refusal(request)


@pytest.mark.parametrize(
    "part", [{"some_chapters": True}, {"languages": ("zh",)}, {"formats": ("pdf",)}], ids=["chapters", "lang", "format"]
)
def test_the_rest_stays_where_it_was_made_of_the_same(part, make_request):
    publish(make_request())
    earlier = examine_place(make_request(**part), PLAN)
    assert earlier.kept is not None and earlier.changed == () and earlier.remarks == ()


def test_a_whole_build_keeps_nothing_and_asks_nothing(make_request):
    publish(make_request(), inputs={})
    assert examine_place(make_request(), PLAN).kept is None


@pytest.mark.parametrize("part", [{"some_chapters": True}, {"languages": ("zh",)}, {"formats": ("pdf",)}])
@pytest.mark.parametrize("file", ["data/plan/tasks.csv", "data/observations/2023.csv", "params/2023.yml"])
def test_pages_made_of_other_figures_do_not_stay(file, part, make_request):
    request = make_request(**part)
    publish(request)
    (request.project.root / file).write_text("changed")
    said = refusal(request)
    assert file in said and "build the whole edition" in said


def test_pages_of_another_plan_do_not_stay(make_request):
    request = make_request(some_chapters=True)
    publish(request)
    with pytest.raises(InputError, match="found plan example, expected plan other"):
        examine_place(request, replace(PLAN, id="other"))


def test_pages_with_illustrative_figures_do_not_stay_beside_official_ones(make_request):
    publish(make_request())
    said = refusal(make_request(languages=("en",), official_only=True))
    assert "found illustrative figures, expected official figures only" in said


def test_figures_of_later_years_and_remarks_on_the_data_change_nothing(make_request):
    request = make_request(some_chapters=True)
    publish(request)
    for name in ("data/observations/2024.csv", "data/README.md"):
        (request.project.root / name).write_text("changed")
    assert examine_place(request, PLAN).kept is not None


def test_what_another_notebook_made_stays_and_is_said_to_be_older(make_request):
    request = make_request(some_chapters=True)
    publish(request, kept_before=("site/assets/site.css",))
    (request.project.notebooks / "00-summary.ipynb").write_text("changed")
    earlier = examine_place(request, PLAN)
    assert earlier.changed == ("notebooks/00-summary.ipynb", "site/assets/site.css")
    assert len(earlier.remarks) == 1


def test_reports_of_other_figures_are_left_out_where_all_pages_are_made_anew(make_request):
    request = make_request(formats=("html",))
    publish(request)
    (request.project.root / "data/plan/tasks.csv").write_text("changed")
    earlier = examine_place(request, PLAN)
    assert earlier.kept is None
    assert earlier.remarks == ("report-en.pdf is left out: it was made of other data; build it again",)


def test_an_edition_that_a_killed_build_had_put_aside_is_found_again(make_request):
    request = make_request(some_chapters=True)
    publish(request)
    request.place.rename(request.site / ".2023.old")
    assert examine_place(request, PLAN).kept is not None
    assert request.place.is_dir()
