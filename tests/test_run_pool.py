"""Many notebooks at once: remembered, forced, and on a Dask cluster."""

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from planbook.errors import InputError
from planbook.paths import Project, find_project
from planbook.run import NotebookJob, run_jobs


@pytest.fixture
def project(tmp_path):
    """A project with one notebook that counts, in a file, how often it was run."""
    counter = tmp_path / "runs.txt"
    cells = [
        new_markdown_cell("# T", id="t", metadata={"tags": ["en"]}),
        new_code_cell("year = 2021\nlang = 'zh'", id="p", metadata={"tags": ["parameters"]}),
        new_code_cell(f"open({str(counter)!r}, 'a').write('run\\n'); print(year)", id="c"),
    ]
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
    assert [printed(text) for text in done.values()] == ["2023", "2022"]
    assert {job.output for job in announced} == {"page-2023", "page-2022"}


def test_a_job_is_remembered_until_its_inputs_change_or_it_is_forced(project, tmp_path):
    inputs = tmp_path / "data"
    inputs.mkdir()
    (inputs / "a.csv").write_text("1")
    [job] = jobs_of(project, 2023)
    run_jobs([job], project, [inputs], workers=1)
    run_jobs([job], project, [inputs], workers=1)
    assert runs(project) == 1
    (inputs / "a.csv").write_text("2")
    run_jobs([job], project, [inputs], workers=1)
    assert runs(project) == 2
    forced = run_jobs([job], project, [inputs], workers=1, force=True)
    assert runs(project) == 3
    assert printed(forced[job]) == "2023"
    run_jobs([replace(job, parameters=job.parameters | {"year": 2022})], project, [inputs], workers=1)
    assert runs(project) == 4


def test_jobs_run_on_an_existing_dask_cluster(project):
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        done = run_jobs(jobs_of(project, 2023), project, [], workers=1, cluster=cluster.scheduler_address)
    assert [printed(text) for text in done.values()] == ["2023"]
    assert Path(project.root, "runs.txt").is_file()


def test_a_scheduler_that_is_not_there_is_wrong_input(project):
    with pytest.raises(InputError, match="--cluster: no Dask scheduler answers there; found 'nonsense'"):
        run_jobs(jobs_of(project, 2023), project, [], workers=1, cluster="nonsense")
