"""A plan that brings notebooks and words of its own, other areas, two task chapters and no situation."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from planbook.cli import main
from planbook.load import check_project, load_inputs, load_locale
from planbook.paths import find_project
from planbook.present.edition import open_edition
from planbook.present.words import load_words
from planbook.publish.downloads import publish_downloads, write_data_index
from planbook.publish.links import find_broken_links
from planbook.run import plan_jobs, reading_order

SMALL = Path(__file__).parent / "fixtures" / "small_plan"
PROJECT = find_project()
PARAMETERS = (
    'year = 2023\nlang = "zh"\ndata_dir = "data"\nparams_dir = "params"\nofficial_only = False\nchapter_id = "c2-2"'
)
OPEN = "from planbook import present\n\nedition = present.open_edition(year, lang, data_dir, params_dir, official_only)"


def own_notebook() -> nbformat.NotebookNode:
    """A chapter in three lines of pandas."""
    return new_notebook(
        cells=[
            new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
            new_code_cell(OPEN),
            new_code_cell("present.say_title(edition, chapter_id)"),
            new_markdown_cell("## 本章自算", metadata={"tags": ["zh"]}),
            new_markdown_cell("## Computed here", metadata={"tags": ["en"]}),
            new_code_cell(
                'card = edition.scorecard()\ncard[card["chapter_id"] == chapter_id][["name", "value", "target"]]'
            ),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


@pytest.fixture(scope="module")
def plan(tmp_path_factory) -> Path:
    """The small plan with a chapter run once and a notebook of its own, and a title in other words."""
    folder = tmp_path_factory.mktemp("plans") / "reading"
    shutil.copytree(SMALL, folder)
    chapters = folder / "plan" / "chapters.csv"
    text = chapters.read_text(encoding="utf-8")
    text = text.replace("阅读设施,Reading facilities,,", "阅读设施,Reading facilities,chapter,02-1-facilities")
    chapters.write_text(
        text.replace("阅读服务,Reading services,,", "阅读服务,Reading services,services,"), encoding="utf-8"
    )
    (folder / "notebooks").mkdir()
    nbformat.write(own_notebook(), folder / "notebooks" / "services.ipynb")
    (folder / "locales").mkdir()
    for language, title in (("zh", "图书馆评估摘要"), ("en", "Libraries in brief")):
        (folder / "locales" / f"{language}.yml").write_text(f'titles:\n  00-summary: "{title}"\n', encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_project(2023, PROJECT, folder) if problem.severity == "error"]


def test_a_plan_with_a_notebook_and_words_of_its_own_passes_the_check(plan):
    assert problems(plan) == []


def test_its_pages_stand_in_the_order_of_the_plan(plan):
    inputs = load_inputs(2023, plan, PROJECT.params)
    order = reading_order(PROJECT, inputs, plan)
    assert order[:4] == ("index", "02-1-facilities", "services", "03-indicators")
    assert "02-situation" not in order
    jobs = {job.output: job for job in plan_jobs(PROJECT, inputs, ("en",), plan, PROJECT.params)}
    assert jobs["02-1-facilities"].parameters["chapter_id"] == "c2-1"
    assert jobs["services"].notebook == plan / "notebooks" / "services.ipynb"


def test_its_words_take_the_place_of_the_project_s_and_leave_the_others(plan):
    own, project = load_locale("en", PROJECT.locales, plan / "locales"), load_locale("en", PROJECT.locales)
    assert own["titles"]["00-summary"] == "Libraries in brief"
    assert own["titles"]["03-indicators"] == project["titles"]["03-indicators"]


@pytest.mark.parametrize(
    ("zh", "en", "said"),
    [
        ('own: "一"', "other: 1", "a word is not text"),
        ('own: "一"', 'other: "one"', "a word is missing"),
        ('titles:\n  methods: "{author}的方法"', 'titles:\n  methods: "{author}"', "asks for fields that the one in"),
        ('own: "一"', None, "locales/en.yml"),
    ],
)
def test_words_in_one_language_or_with_other_fields_are_refused(plan, tmp_path, zh, en, said):
    folder = tmp_path / "reading"
    shutil.copytree(plan, folder)
    for language, text in (("zh", zh), ("en", en)):
        path = folder / "locales" / f"{language}.yml"
        path.unlink() if text is None else path.write_text(f"{text}\n", encoding="utf-8")
    assert any(said in problem for problem in problems(folder))


def test_a_notebook_of_its_own_that_does_not_declare_what_it_is_given_is_an_error(plan, tmp_path):
    folder = tmp_path / "reading"
    shutil.copytree(plan, folder)
    path = folder / "notebooks" / "services.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('lang = \\"zh\\"\\n', ""), encoding="utf-8")
    assert any("services.ipynb [lang]: the notebook does not declare lang" in problem for problem in problems(folder))


def test_some_pages_of_it_build_into_an_empty_place_and_say_that_they_are_a_part(plan, tmp_path, capsys):
    options = ["--lang", "en", "--only", "services,chapter,00-summary", "--publisher", "embedded"]
    assert main(["--year", "2023", "--data", str(plan), "--out", str(tmp_path), *options]) == 0
    assert "a part of the edition" in capsys.readouterr().out
    edition = tmp_path / "2023"
    services = (edition / "en" / "services.html").read_text(encoding="utf-8")
    assert "<h1>Reading services</h1>" in services and "Computed here" in services
    assert "Only some pages of this edition have been made" in services
    assert "Libraries in brief" in (edition / "en" / "index.html").read_text(encoding="utf-8")
    assert "Reading facilities" in (edition / "en" / "02-1-facilities.html").read_text(encoding="utf-8")
    assert list(find_broken_links(edition)) == []


def test_its_words_reach_the_files_to_take_away_and_their_list(plan, tmp_path):
    folder = tmp_path / "reading"
    shutil.copytree(plan, folder)
    for language, said in (("zh", "图书馆数据工作簿"), ("en", "The workbook of the libraries")):
        with (folder / "locales" / f"{language}.yml").open("a", encoding="utf-8") as file:
            file.write(f'downloads:\n  file:\n    workbook: "{said}"\n')
    edition = open_edition(2023, "en", folder, PROJECT.params)
    publish_downloads({"en": edition}, {"en": {}}, tmp_path)
    write_data_index({"en": edition}, tmp_path, PROJECT)
    listed = (tmp_path / "data" / "index.html").read_text(encoding="utf-8")
    assert "图书馆数据工作簿" in listed and "The workbook of the libraries" in listed
    assert load_words("en")("downloads.file.workbook") == "Yearbook workbook (XLSX)"  # other plans keep theirs
