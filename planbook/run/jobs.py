"""Which notebooks an edition consists of, in the order a reader meets them.

What runs follows from the plan's data and from what a notebook declares, so that another plan, or a notebook of one's
own, needs no change here:

- a notebook that declares `chapter_id` runs once for each heading that `chapters.csv` says it tells;
- `indicator` runs once for each indicator, `yearbook-part` once for each part of the yearbook, `office` once for each
  responsible unit;
- any other runs once where its name begins with a number, a heading names it, or it is one of `PAGES`.

Everything else in the folder is somebody's own work and is not published. A plan's own `notebooks/` come before the
project's of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planbook.errors import InputError, Problem
from planbook.load import check_notebook_parameters, notebook_parameters
from planbook.model import Inputs
from planbook.paths import Project
from planbook.present import yearbook_parts

__all__ = ["NotebookJob", "PAGES", "SUMMARY", "plan_jobs", "reading_order"]

SUMMARY = "00-summary"  # the edition's first page
PAGES: tuple[str, ...] = ("methods", "sources", "glossary")  # what supports the chapters

_NUMBER = re.compile(r"\d+(?:-\d+)*(?=-)")


@dataclass(frozen=True)
class NotebookJob:
    """One notebook to run once: `output` is the page's address without `.html`."""

    notebook: Path
    output: str
    language: str
    parameters: dict[str, object] = field(hash=False)
    indicator_id: str = ""

    @property
    def name(self) -> str:
        return self.notebook.stem


@dataclass(frozen=True)
class _Run:
    """One page of the edition in whichever language: the notebook that makes it and what it is given."""

    notebook: Path
    address: str
    given: Mapping[str, str]


def plan_jobs(
    project: Project,
    inputs: Inputs,
    languages: Sequence[str],
    data_dir: Path,
    params_dir: Path,
    only: Iterable[str] = (),
    official_only: bool = False,
) -> tuple[NotebookJob, ...]:
    """Every notebook run an edition needs, in each of `languages`.

    `only` leaves all out but the pages or notebooks it names.

    Raises
    ------
    InputError
        When `only` names an unknown page, or a notebook does not declare a parameter it would be given.
    """
    notebooks = project.notebook_files(data_dir)
    runs = [*_chapters(notebooks, inputs), *_repeated(notebooks, inputs), *_pages(notebooks)]
    wanted = set(only)
    known = {name for run in runs for name in (run.address, run.notebook.stem)}
    problems = [
        Problem(
            file="--only",
            what="there is no such page or notebook",
            found=repr(name),
            expected=f"one of {', '.join(dict.fromkeys(_named(run) for run in runs))}",
            fix="name a page by its address, or a notebook for all the pages it makes",
        )
        for name in sorted(wanted - known)
    ]
    jobs = [
        NotebookJob(
            run.notebook,
            run.address,
            language,
            {
                "year": inputs.parameters.year if inputs.parameters.month is None else str(inputs.parameters.name),
                "lang": language,
                "data_dir": project.shown(data_dir),
                "params_dir": project.shown(params_dir),
                "official_only": official_only,
                **run.given,
            },
            run.given.get("indicator_id", ""),
        )
        for language in languages
        for run in runs
        if not wanted or wanted & {run.address, run.notebook.stem}
    ]
    for notebook, parameters in {job.notebook: job.parameters for job in jobs}.items():
        problems += check_notebook_parameters(notebook, parameters)
    if problems:
        raise InputError(problems)
    return tuple(jobs)


def reading_order(project: Project, inputs: Inputs, data_dir: Path) -> tuple[str, ...]:
    """The addresses of the summary, the chapters and the pages that support them, in the order of the navigation."""
    notebooks = project.notebook_files(data_dir)
    return tuple(run.address for run in (*_chapters(notebooks, inputs), *_pages(notebooks)))


def _named(run: _Run) -> str:
    """How `--only` best names a page: an indicator's or a part's by the notebook that makes them all."""
    return run.notebook.stem if "/" in run.address else run.address


def _chapters(notebooks: Mapping[str, Path], inputs: Inputs) -> list[_Run]:
    """Pages in the order of the numbers their addresses begin with.

    A page without a number follows the heading before it in the plan.
    """
    placed: list[tuple[tuple[int, ...], int, _Run]] = []
    told: set[str] = set()
    place: tuple[int, ...] = (0,)
    for position, chapter in enumerate(inputs.chapters.values()):
        if chapter.notebook not in notebooks:
            continue
        notebook = notebooks[chapter.notebook]
        place = _number(chapter.address) or place
        given = {"chapter_id": chapter.id} if "chapter_id" in notebook_parameters(notebook) else {}
        placed.append((place, position, _Run(notebook, chapter.address, given)))
        told.add(chapter.notebook)
    for name, notebook in notebooks.items():
        number = _number(name)
        if number and name not in told and "chapter_id" not in notebook_parameters(notebook):
            placed.append((number, -1, _Run(notebook, "index" if name == SUMMARY else name, {})))
    return [run for _, _, run in sorted(placed, key=lambda entry: (*entry[:2], entry[2].address))]


def _number(name: str) -> tuple[int, ...]:
    """(4, 1) for `04-1-community-governance`, () for `methods`."""
    match = _NUMBER.match(name)
    return tuple(map(int, match[0].split("-"))) if match else ()


def _repeated(notebooks: Mapping[str, Path], inputs: Inputs) -> Iterator[_Run]:
    """Pages below a chapter: one for each indicator, each part of the yearbook, each responsible unit."""
    subjects: tuple[tuple[str, str, str, Iterable[str]], ...] = (
        ("indicator", "indicators", "indicator_id", inputs.indicators),
        ("yearbook-part", "yearbook", "part", yearbook_parts(inputs)),
        ("office", "offices", "office_id", inputs.offices),
    )
    for name, folder, parameter, ids in subjects:
        if name in notebooks:
            yield from (_Run(notebooks[name], f"{folder}/{one}", {parameter: one}) for one in ids)


def _pages(notebooks: Mapping[str, Path]) -> Iterator[_Run]:
    return (_Run(notebooks[name], name, {}) for name in PAGES if name in notebooks)
