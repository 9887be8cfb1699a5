"""Which notebooks an edition consists of, in the order a reader meets them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planbook.errors import InputError, Problem
from planbook.load import check_notebook_parameters
from planbook.model import Inputs
from planbook.paths import Project
from planbook.present import yearbook_parts

__all__ = ["CHAPTERS", "NotebookJob", "PAGES", "plan_jobs"]

# The order of chapters is the order of the navigation and of the report.
CHAPTERS: tuple[str, ...] = (
    "00-summary",
    "01-review-13th",
    "02-situation",
    "03-indicators",
    "04-1-community-governance",
    "04-2-social-assistance",
    "04-3-social-welfare",
    "04-4-social-services",
    "05-safeguards",
    "06-two-plans-compared",
    "07-yearbook",
)
PAGES: tuple[str, ...] = ("methods", "sources", "glossary")  # what supports the chapters
INDICATOR = "indicator"  # run once for each indicator
YEARBOOK_PART = "yearbook-part"  # run once for each part of the yearbook

# Of a plan that has no such heading (another plan's folder) the notebook is not run.
_TELLS_A_HEADING = re.compile(r"0[1245]-")


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


def _output_of(name: str) -> str:
    return "index" if name == "00-summary" else name


def plan_jobs(
    project: Project,
    inputs: Inputs,
    languages: Sequence[str],
    data_dir: Path,
    params_dir: Path,
    only: Iterable[str] = (),
    official_only: bool = False,
) -> tuple[NotebookJob, ...]:
    """Every notebook run an edition needs: chapters and pages once per language, `indicator` once per indicator too.

    Raises
    ------
    InputError
        When `only` names an unknown chapter, or a notebook does not declare a parameter it would be given.
    """
    told = {chapter.notebook for chapter in inputs.chapters.values()}
    present = [
        name
        for name in (*CHAPTERS, *PAGES, INDICATOR, YEARBOOK_PART)
        if (project.notebooks / f"{name}.ipynb").is_file() and (name in told or not _TELLS_A_HEADING.match(name))
    ]
    wanted = list(only)
    problems = [
        Problem(
            file="--only",
            what="there is no such chapter",
            found=repr(name),
            expected=f"one of {', '.join(present)}",
            fix="name a chapter as its notebook is named",
        )
        for name in wanted
        if name not in present
    ]
    names = [name for name in present if not wanted or name in wanted]
    jobs: list[NotebookJob] = []
    for language in languages:
        shared = {
            "year": inputs.parameters.year,
            "lang": language,
            "data_dir": project.shown(data_dir),
            "params_dir": project.shown(params_dir),
            "official_only": official_only,
        }
        for name in names:
            notebook = project.notebooks / f"{name}.ipynb"
            if name == INDICATOR:
                jobs += [
                    NotebookJob(notebook, f"indicators/{one}", language, shared | {"indicator_id": one}, one)
                    for one in inputs.indicators
                ]
            elif name == YEARBOOK_PART:
                jobs += [
                    NotebookJob(notebook, f"yearbook/{part}", language, shared | {"part": part})
                    for part in yearbook_parts(inputs)
                ]
            else:
                jobs.append(NotebookJob(notebook, _output_of(name), language, shared))
    for notebook, parameters in {job.notebook: job.parameters for job in jobs}.items():
        problems += check_notebook_parameters(notebook, parameters)
    if problems:
        raise InputError(problems)
    return tuple(jobs)
