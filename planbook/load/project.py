"""`check_project`: everything `python build.py check` reports."""

from __future__ import annotations

from pathlib import Path

from planbook.errors import Problem
from planbook.load.cells import check_cells
from planbook.load.content import check_content
from planbook.load.documents import check_parameters, check_plan, read_parameters
from planbook.load.inputs import read_plan
from planbook.load.locales import check_locales, check_looks
from planbook.load.mappings import Document
from planbook.load.notebooks import check_notebooks
from planbook.load.package import check_package
from planbook.load.tables import Tables, read_tables
from planbook.paths import Project

__all__ = ["check_project"]


def check_project(year: int, project: Project, data_dir: str | Path) -> tuple[Problem, ...]:
    """Every problem of data, parameters, words and notebooks for the edition of `year`.

    Errors come first, then warnings; each by file and row. Nothing is raised and nothing is changed.
    """
    data = project.resolve(data_dir)
    tables, structural = read_tables(data, project.shown(data))
    plan, plan_problems = read_plan(data, tables.shown) if data.is_dir() else (Document(tables.shown), ())
    problems = [
        *structural,
        *(_check_data(year, tables, plan, plan_problems) if data.is_dir() else ()),
        *_check_editions(year, project, project.params_of(data), plan.get("period.first_year")),
        *check_locales(project.locales, project.shown(project.locales)),
        *check_looks(project.locales, project.shown(project.locales)),
        *check_notebooks(project.notebooks, project.shown(project.notebooks), tables),
    ]
    return tuple(sorted(dict.fromkeys(problems), key=_place))


def _check_data(year: int, tables: Tables, plan: Document, plan_problems: tuple[Problem, ...]) -> list[Problem]:
    return [
        *(plan_problems or check_plan(plan)),
        *check_package(tables),
        *check_cells(tables),
        *check_content(year, tables, plan),
    ]


def _check_editions(year: int, project: Project, params: Path, first_year: object) -> list[Problem]:
    """Parameters of the edition, and of the one before it, with which it is compared."""
    years = [year - 1, year] if isinstance(first_year, int) and year > first_year else [year]
    problems: list[Problem] = []
    for edition in years:
        document, found = read_parameters(edition, params, project.shown(params))
        problems.extend(found or check_parameters(document, edition))
    return problems


def _place(problem: Problem) -> tuple:
    return (
        problem.severity != "error",
        problem.file,
        problem.row or 0,
        problem.subject or "",
        problem.year or 0,
        problem.what,
    )
