"""Many notebooks at once: remembered and forced."""

import json
import pickle
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from planbook.errors import NotebookError, NotebooksError
from planbook.paths import Project, find_project
from planbook.run import NotebookJob, run_jobs


@pytest.fixture
def project(tmp_path):
    """A project with one notebook that counts, in a file, how often it was run."""
    counter = tmp_path / "runs.txt"
    cells = [
        new_markdown_cell("# T", id="t", metadata={"tags": ["en"]}),
        new_code_cell("year = 2021\nlang = 'zh'", id="p", metadata={"tags": ["parameters"]}),
        new_code_cell(
            f"open({str(counter)!r}, 'a').write('run\\n')\n"
            f"word = open({str(tmp_path / 'read.txt')!r}).read(); print(year)",
            id="c",
        ),
    ]
    (tmp_path / "read.txt").write_text("a word")
    (tmp_path / "notebooks").mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), tmp_path / "notebooks" / "03-example.ipynb")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "locales").symlink_to(find_project().locales)
    return Project(tmp_path)


def jobs_of(project: Project, *years: int) -> list[NotebookJob]:
    notebook = project.notebooks / "03-example.ipynb"
    return [NotebookJob(notebook, f"page-{year}", "en", {"year": year, "lang": "en"}) for year in years]


def printed(text: str) -> str:
    return json.loads(text)["cells"][-1]["outputs"][0]["text"][0].strip()


def runs(project: Project) -> int:
    return len((project.root / "runs.txt").read_text().splitlines())


def test_results_come_in_the_order_of_the_jobs_and_each_is_announced(project):
    announced = []
    done = run_jobs(jobs_of(project, 2023, 2022), project, [], workers=2, on_done=announced.append)
    assert [printed(text) for text in done.executed.values()] == ["2023", "2022"]
    assert {job.output for job in announced} == {"page-2023", "page-2022"}


def test_a_job_is_remembered_until_what_it_read_changes_or_it_is_forced(project):
    [job] = jobs_of(project, 2023)
    assert run_jobs([job], project, [], workers=1).reasons == {job: "was not run before"}
    again = run_jobs([job], project, [], workers=1)
    assert (runs(project), again.reasons, printed(again.executed[job])) == (1, {}, "2023")
    (project.root / "beside.txt").write_text("nobody reads it")
    run_jobs([job], project, [project.root / "notebooks"], workers=1)
    assert runs(project) == 1
    (project.root / "read.txt").write_text("another word")
    changed = run_jobs([job], project, [], workers=1)
    assert (runs(project), changed.reasons) == (2, {job: "read.txt changed"})
    (project.root / "read.txt").write_text("a word")  # as it was: the first run is remembered
    assert run_jobs([job], project, [], workers=1).reasons == {}
    forced = run_jobs([job], project, [], workers=1, force=True)
    assert (runs(project), forced.reasons) == (3, {job: "--force"})
    assert printed(forced.executed[job]) == "2023"
    run_jobs([replace(job, parameters=job.parameters | {"year": 2022})], project, [], workers=1)
    assert runs(project) == 4


def test_a_changed_notebook_is_run(project):
    [job] = jobs_of(project, 2023)
    run_jobs([job], project, [], workers=1)
    notebook = nbformat.read(job.notebook, as_version=4)
    notebook.cells[-1].source += "\n"
    nbformat.write(notebook, job.notebook)
    assert run_jobs([job], project, [], workers=1).reasons == {job: "the notebook changed"}


def test_a_run_that_reads_what_changes_meanwhile_is_not_remembered(project):
    notebook = nbformat.read(project.notebooks / "03-example.ipynb", as_version=4)
    notebook.cells[-1].source = f"open({str(project.root / 'read.txt')!r}, 'r+').write('new')"
    nbformat.write(notebook, project.notebooks / "03-example.ipynb")
    [job] = jobs_of(project, 2023)
    run_jobs([job], project, [], workers=1)
    assert run_jobs([job], project, [], workers=1).reasons == {job: "was not run before"}


def test_a_run_that_starts_a_program_counts_as_having_read_everything(project):
    data = project.root / "data"
    data.mkdir()
    notebook = nbformat.read(project.notebooks / "03-example.ipynb", as_version=4)
    notebook.cells[-1].source = "import subprocess; print(subprocess.run(['true']).returncode)"
    nbformat.write(notebook, project.notebooks / "03-example.ipynb")
    [job] = jobs_of(project, 2023)
    run_jobs([job], project, [data], workers=1)
    assert run_jobs([job], project, [data], workers=1).reasons == {}
    (data / "README.md").write_text("a word")
    said = "the plan's data, parameters or words changed"
    assert run_jobs([job], project, [data], workers=1).reasons == {job: said}


def test_what_is_not_remembered_is_run_each_time_and_nothing_is_kept(project):
    [job] = jobs_of(project, 2023)
    for _ in range(2):
        run_jobs([job], project, [], workers=1, remember=False)
    assert runs(project) == 2
    assert not any((project.build / "cache").rglob("*.json*"))


def test_with_keep_going_the_others_run_and_are_remembered_and_every_failure_is_told(project):
    notebook = nbformat.read(project.notebooks / "03-example.ipynb", as_version=4)
    notebook.cells[-1].source += "\nif year == 2022: raise ValueError('no beds')"
    nbformat.write(notebook, project.notebooks / "03-example.ipynb")
    jobs = jobs_of(project, 2021, 2022, 2023)
    with pytest.raises(NotebooksError) as caught:
        run_jobs(jobs, project, [], workers=1, keep_going=True)
    assert str(caught.value).startswith(
        "1 of 3 notebooks failed; the others ran and are remembered\n03-example (en), cell"
    )
    (failure,) = pickle.loads(pickle.dumps(caught.value)).failures
    assert (failure.language, failure.error) == ("en", "ValueError: no beds")
    assert "raise ValueError('no beds')" in failure.source
    assert runs(project) == 3
    assert run_jobs([jobs[0], jobs[2]], project, [], workers=1).reasons == {}


def test_without_it_the_first_failure_ends_the_run(project):
    (project.root / "read.txt").unlink()
    with pytest.raises(NotebookError, match="FileNotFoundError"):
        run_jobs(jobs_of(project, 2021, 2022, 2023), project, [], workers=1)
