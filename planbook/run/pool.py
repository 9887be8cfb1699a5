"""Many notebooks at once, remembering what was done before.

joblib runs jobs in parallel (threads suffice: the work is in the kernels). Many editions at once are for
`planbook.portfolio`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib

from planbook.errors import NotebookError, NotebooksError
from planbook.paths import Project
from planbook.run.execute import Executed, run_notebook
from planbook.run.jobs import NotebookJob
from planbook.run.kernels import open_for_kernels
from planbook.run.remembered import Found, Memory
from planbook.run.state import State
from planbook.run.store import Store

__all__ = ["RunReport", "run_jobs"]


@dataclass(frozen=True)
class RunReport:
    """What came of the jobs: the executed notebook's JSON by job, in their order, and why each that ran was run."""

    executed: dict[NotebookJob, str]
    reasons: dict[NotebookJob, str]


def _numbered(
    position: int, notebook: str, parameters: dict[str, object], folder: str, keep_going: bool
) -> tuple[int, int, Executed | NotebookError]:
    started = time.time_ns()
    try:
        return position, started, run_notebook(notebook, parameters, folder)
    except NotebookError as error:
        if not keep_going:
            raise
        return position, started, error


def run_jobs(
    jobs: Sequence[NotebookJob],
    project: Project,
    inputs_folders: Iterable[Path],
    workers: int,
    force: bool = False,
    remember: bool = True,
    keep_going: bool = False,
    on_done: Callable[[NotebookJob], None] = lambda job: None,
) -> RunReport:
    """Execute `jobs`, but for those whose runs are remembered (`remembered`) and would read the same; `force` runs all.

    `workers` kernels work at once. With `remember` off nothing is looked up and nothing kept. With `keep_going` a
    notebook that fails does not stop the others. `on_done` is called with every job, run or remembered.

    Raises
    ------
    NotebookError
        The first failure; the jobs that were under way are left to end.
    NotebooksError
        With `keep_going`: all failures, once every other job has run.
    """
    store = Store(project.build / "cache")
    memory = Memory(store, State([*inputs_folders, project.locales]))
    executed: dict[int, str] = {}
    reasons: dict[NotebookJob, str] = {}
    failures: dict[int, NotebookError] = {}
    for position, job in enumerate(jobs):
        found = Found(None, "--force") if force or not remember else memory.look_up(job, project.notebooks)
        if found.text is None:
            reasons[job] = found.reason
        else:
            executed[position] = found.text
            on_done(job)
    calls = [
        joblib.delayed(_numbered)(position, str(job.notebook), job.parameters, str(project.notebooks), keep_going)
        for position, job in enumerate(jobs)
        if position not in executed
    ]
    if calls:
        _open_edition(jobs, project)
        # One more than may work, where several may: a kernel that starts or ends waits half a second and works little.
        at_once = workers + 1 if workers > 1 else 1
        done = joblib.Parallel(at_once, backend="threading", return_as="generator_unordered")(calls)
        for position, started, run in done:
            if isinstance(run, NotebookError):
                failures[position] = run
                continue
            executed[position] = run.text
            if remember:
                memory.keep(jobs[position], project.notebooks, run, started)
            on_done(jobs[position])
    if remember:
        store.trim()
    if failures:
        raise NotebooksError([failures[position] for position in sorted(failures)], len(jobs))
    return RunReport({job: executed[position] for position, job in enumerate(jobs)}, reasons)


def _open_edition(jobs: Sequence[NotebookJob], project: Project) -> None:
    """Have the edition that the jobs are of open where their kernels are forked; each of them opens it."""
    given = jobs[0].parameters if jobs else {}
    if {"year", "data_dir", "params_dir", "official_only"} <= given.keys():
        data, params = (project.resolve(str(given[name])) for name in ("data_dir", "params_dir"))
        open_for_kernels(str(given["year"]), data, params, bool(given["official_only"]))
