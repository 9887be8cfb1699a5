"""Which notebooks an edition needs."""

from dataclasses import replace

import nbformat
import pytest
from builders import make_inputs
from nbformat.v4 import new_code_cell, new_notebook

from planbook.errors import InputError
from planbook.model import Chapter, Text
from planbook.paths import Project, find_project
from planbook.run import plan_jobs, reading_order
from planbook.run.state import fingerprint

PROJECT = find_project()


def plan(languages=("zh", "en"), only=(), inputs=None, project=PROJECT):
    return plan_jobs(project, inputs or make_inputs(), languages, PROJECT.data, PROJECT.params, only)


def test_a_chapter_runs_once_per_language_and_an_indicator_page_once_per_indicator_too():
    outputs = [(job.output, job.language) for job in plan() if job.name in ("00-summary", "indicator")]
    assert outputs == [
        ("index", "zh"),
        ("indicators/i03", "zh"),
        ("indicators/i04", "zh"),
        ("index", "en"),
        ("indicators/i03", "en"),
        ("indicators/i04", "en"),
    ]


def test_a_chapter_that_the_plan_does_not_have_is_not_run():
    # The builders' plan has one heading with a notebook: the page 04-3-social-welfare.
    outputs = {job.output for job in plan(("zh",))}
    assert "04-3-social-welfare" in outputs
    assert not outputs & {"01-review-13th", "02-situation", "chapter", "05-safeguards"}


def with_chapters(*rows):
    """The builders' plan with these headings, each (number, notebook, page)."""
    chapters = {f"c{number}": Chapter(f"c{number}", "", number, Text("题", "Title"), *told) for number, *told in rows}
    return make_inputs(chapters=chapters)


def test_a_plan_may_have_as_many_task_chapters_as_it_likes():
    rows = [(str(number), "chapter", f"04-{number}-part") for number in range(1, 11)]
    jobs = [job for job in plan(("zh",), inputs=with_chapters(*rows)) if job.name == "chapter"]
    assert [job.output for job in jobs] == [f"04-{number}-part" for number in range(1, 11)]  # 10 after 9, not after 1
    assert [job.parameters["chapter_id"] for job in jobs] == [f"c{number}" for number in range(1, 11)]
    assert all(job.name != "chapter" for job in plan(("zh",), inputs=with_chapters()))


def test_reading_order_is_that_of_the_numbers_and_a_page_without_one_follows_the_heading_before_it():
    inputs = with_chapters(("1", "02-situation", ""), ("2", "chapter", "roads"), ("3", "03-indicators", ""))
    assert reading_order(PROJECT, inputs, PROJECT.data) == (
        "index",
        "02-situation",
        "roads",
        "03-indicators",
        "06-duties",
        "06-two-plans-compared",
        "07-yearbook",
        "methods",
        "sources",
        "glossary",
    )


def write_notebook(folder, name, *lines):
    folder.mkdir(parents=True, exist_ok=True)
    notebook = new_notebook(cells=[new_code_cell("\n".join(lines), metadata={"tags": ["parameters"]})])
    nbformat.write(notebook, folder / f"{name}.ipynb")


EVERY_RUN = ("year = 2023", 'lang = "zh"', 'data_dir = ""', 'params_dir = ""', "official_only = False")


def test_a_notebook_of_one_s_own_is_run_where_a_heading_names_it(tmp_path):
    write_notebook(tmp_path / "notebooks", "04-5-security", *EVERY_RUN, 'chapter_id = ""')
    write_notebook(tmp_path / "notebooks", "water", *EVERY_RUN)
    write_notebook(tmp_path / "notebooks", "scratch", *EVERY_RUN)
    inputs = with_chapters(("1", "04-5-security", ""), ("2", "water", ""))
    jobs = plan_jobs(PROJECT, inputs, ("zh",), tmp_path, PROJECT.params)
    made = {job.output: job for job in jobs}
    assert made["04-5-security"].parameters["chapter_id"] == "c1"
    assert "chapter_id" not in made["water"].parameters
    assert "scratch" not in made
    assert made["water"].notebook == tmp_path / "notebooks" / "water.ipynb"


def test_a_plan_s_own_notebook_comes_before_the_project_s_of_the_same_name(tmp_path):
    write_notebook(tmp_path / "notebooks", "methods", *EVERY_RUN)
    jobs = plan_jobs(PROJECT, make_inputs(), ("zh",), tmp_path, PROJECT.params)
    assert {job.name: job.notebook.parent for job in jobs}["methods"] == tmp_path / "notebooks"
    assert {job.name: job.notebook.parent for job in jobs}["sources"] == PROJECT.notebooks


def test_jobs_carry_the_parameters_that_notebooks_declare():
    [job] = [job for job in plan(("en",)) if job.output == "indicators/i04"]
    assert job.parameters == {
        "year": 2023,
        "lang": "en",
        "data_dir": "data",
        "params_dir": "params",
        "official_only": False,
        "indicator_id": "i04",
    }


def test_only_some_pages_or_notebooks_may_be_named_and_an_unknown_one_is_refused():
    assert {job.output for job in plan(only=["03-indicators"])} == {"03-indicators"}
    assert {job.output for job in plan(only=["indicator"])} == {"indicators/i03", "indicators/i04"}
    assert {job.output for job in plan(only=["indicators/i04", "00-summary"])} == {"indicators/i04", "index"}
    with pytest.raises(InputError, match=r"--only: there is no such page or notebook; found '3-indicators', expected"):
        plan(only=["3-indicators"])


def test_a_parameter_that_a_notebook_does_not_declare_stops_the_run(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    text = (PROJECT.notebooks / "00-summary.ipynb").read_text(encoding="utf-8")
    text = text.replace("official_only = False", "official = False")
    (folder / "00-summary.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        plan(("zh",), project=replace(PROJECT, root=tmp_path))
    assert any(
        "00-summary.ipynb" in problem.file and "official_only" in problem.found for problem in caught.value.problems
    )


def test_a_fingerprint_changes_with_a_files_text_and_name(tmp_path):
    (tmp_path / "a.csv").write_text("1")
    first = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == first
    (tmp_path / "a.csv").write_text("2")
    second = fingerprint(tmp_path)
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert len({first, second, fingerprint(tmp_path)}) == 3


def test_project_folders_follow_the_root(tmp_path):
    assert Project(tmp_path).notebooks == tmp_path / "notebooks"
