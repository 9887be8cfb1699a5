"""Which notebooks an edition needs."""

from dataclasses import replace

import pytest
from builders import make_inputs

from planbook.errors import InputError
from planbook.paths import Project, find_project
from planbook.run import plan_jobs
from planbook.run.pool import fingerprint

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
    # The builders' plan has one heading with a notebook: 04-3-social-welfare.
    names = {job.name for job in plan(("zh",))}
    assert "04-3-social-welfare" in names
    assert not names & {"01-review-13th", "02-situation", "04-1-community-governance", "05-safeguards"}


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


def test_only_some_chapters_may_be_named_and_an_unknown_one_is_refused():
    assert {job.name for job in plan(only=["03-indicators"])} == {"03-indicators"}
    with pytest.raises(InputError, match=r"--only: there is no such chapter; found '3-indicators', expected one of"):
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
