"""`check_project`: everything `python build.py check` reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planbook.errors import Problem
from planbook.load.data import read_data
from planbook.load.documents import check_parameters, cut_off_of, read_parameters
from planbook.load.locales import check_locales, check_looks, check_own_locales
from planbook.load.notebooks import check_notebooks
from planbook.model import EditionName
from planbook.paths import Project

__all__ = ["check_project"]

_ORDER = ("error", "warning", "note")


def check_project(edition: int | str | EditionName, project: Project, data_dir: str | Path) -> tuple[Problem, ...]:
    """Every problem of data, parameters, words and notebooks for an edition, such as 2023.

    Errors come first, then warnings, then notes; each by file and row. Nothing is raised and nothing is changed.
    """
    folder = project.resolve(data_dir)
    name = EditionName.of(edition)
    year = name.year
    params = project.params_of(folder)

    def cut_off(one: EditionName) -> date | None:
        return cut_off_of(read_parameters(one, params, project.shown(params))[0])

    data = read_data(name, folder, project.shown(folder), cut_off(name))
    compared = data.plan is not None and year > data.plan.period.first_year
    editions = (EditionName(year - 1), name) if compared else (name,)
    problems = [*data.problems]
    if compared:
        # The edition is set beside the one before it, which knew less, and has to hold by itself.
        before = read_data(year - 1, folder, project.shown(folder), cut_off(EditionName(year - 1)))
        problems += [problem for problem in before.problems if problem.severity == "error"]
    for one in editions:
        document, found = read_parameters(one, params, project.shown(params))
        problems += found or check_parameters(document, one)
    problems += check_locales(project.locales, project.shown(project.locales))
    problems += check_looks(project.locales, project.shown(project.locales))
    own = project.locales_of(folder)
    if own.is_dir():
        problems += check_own_locales(own, project.shown(own), project.locales)
    problems += check_notebooks(project.notebook_files(folder), project, data.tables)
    return tuple(sorted(dict.fromkeys(problems), key=_place))


def _place(problem: Problem) -> tuple[int, str, int, str, int, str]:
    return (
        _ORDER.index(problem.severity),
        problem.file,
        problem.row or 0,
        problem.subject or "",
        problem.year or 0,
        problem.what,
    )
