"""Many notebooks at once, remembering what was done before.

joblib does all three things wanted here: it runs jobs in parallel (threads suffice: the work is in the kernels),
hands them to an existing Dask cluster instead, and remembers results on disk by the arguments that made them.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import joblib

from planbook.errors import InputError, Problem
from planbook.paths import Project
from planbook.run.execute import execute_notebook
from planbook.run.jobs import NotebookJob
from planbook.run.kernels import open_for_kernels

__all__ = ["fingerprint", "run_jobs"]

_CACHE_BYTES = 500_000_000
_SCHEDULER_SECONDS = 10


def fingerprint(*folders: Path) -> str:
    """sha256 over names and contents of every file below `folders`: changes when anything they hold does."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _run(notebook: str, parameters: dict[str, object], folder: str, state: str) -> str:
    """`execute_notebook`; `state` is there to be part of what the result is remembered by."""
    return execute_notebook(notebook, parameters, folder)


def _run_again(run: joblib.memory.MemorizedFunc, *arguments: object) -> str:
    """Run whatever is remembered, and remember the new result."""
    executed, _ = run.call(*arguments)
    return str(executed)


def _numbered(position: int, run: Callable[..., str], *arguments: object) -> tuple[int, str]:
    return position, run(*arguments)


def run_jobs(
    jobs: Sequence[NotebookJob],
    project: Project,
    inputs_folders: Iterable[Path],
    workers: int,
    cluster: str = "",
    force: bool = False,
    on_done: Callable[[NotebookJob], None] = lambda job: None,
) -> dict[NotebookJob, str]:
    """Execute `jobs`; the executed notebook's JSON by job, in the order of `jobs`.

    `workers` kernels run at once on this machine, or as many as the Dask scheduler at `cluster` has workers.
    A job whose notebook, parameters, inputs and package are as they were is not run again unless `force`.

    Raises
    ------
    InputError
        When no scheduler answers at `cluster`.
    NotebookError
        The first failure; the jobs that were under way are left to end.
    """
    _open_edition(jobs, project)
    package = Path(__file__).resolve().parents[1]
    base = fingerprint(package, project.locales, *inputs_folders)
    memory = joblib.Memory(project.build / "cache", verbose=0)
    run = memory.cache(_run)
    calls = []
    for position, job in enumerate(jobs):
        state = hashlib.sha256(base.encode() + job.notebook.read_bytes()).hexdigest()
        arguments = (str(job.notebook), job.parameters, str(project.notebooks), state)
        calls.append(joblib.delayed(_numbered)(position, partial(_run_again, run) if force else run, *arguments))
    with _backend(cluster, workers):
        done = joblib.Parallel(n_jobs=workers if not cluster else -1, return_as="generator_unordered")(calls)
        executed: dict[int, str] = {}
        for position, text in done:
            executed[position] = text
            on_done(jobs[position])
    memory.reduce_size(bytes_limit=_CACHE_BYTES)
    return {job: executed[position] for position, job in enumerate(jobs)}


def _open_edition(jobs: Sequence[NotebookJob], project: Project) -> None:
    """Have the edition that the jobs are of open where their kernels are forked; each of them opens it."""
    given = jobs[0].parameters if jobs else {}
    if {"year", "data_dir", "params_dir", "official_only"} <= given.keys():
        data, params = (project.resolve(str(given[name])) for name in ("data_dir", "params_dir"))
        open_for_kernels(str(given["year"]), data, params, bool(given["official_only"]))


@contextlib.contextmanager
def _backend(cluster: str, workers: int) -> Iterator[None]:
    if not cluster:
        with joblib.parallel_config(backend="threading", n_jobs=workers):
            yield
        return
    from distributed import Client

    try:
        client = Client(cluster, set_as_default=True, timeout=_SCHEDULER_SECONDS)
    except (OSError, ValueError) as error:
        raise InputError(
            [
                Problem(
                    file="--cluster",
                    what="no Dask scheduler answers there",
                    found=f"{cluster!r} ({error})",
                    expected="tcp://HOST:PORT of a running scheduler",
                    fix="start one with `dask scheduler`, or leave --cluster out",
                )
            ]
        ) from error
    with client, joblib.parallel_config(backend="dask"):
        yield
