"""Everything that `check` and a build find wrong with an edition."""

from __future__ import annotations

from pathlib import Path

from planbook.assess import assess_all, find_unanswered
from planbook.cli.written import check_characters
from planbook.errors import Problem
from planbook.load import check_project, load_inputs
from planbook.model import EditionName
from planbook.paths import Project

__all__ = ["check_edition"]


def check_edition(
    edition: EditionName, project: Project, data_dir: Path, official_only: bool = False
) -> tuple[Problem, ...]:
    """Every problem of the project, and what lags in the edition without an explanation; errors first."""
    problems = (*check_project(edition, project, data_dir), *check_characters(project, data_dir))
    problems = tuple(sorted(problems, key=lambda problem: problem.severity != "error"))
    if any(problem.severity == "error" for problem in problems):
        return problems  # nothing is judged on data that is wrong
    inputs = load_inputs(edition, data_dir, project.params_of(data_dir), official_only)
    unanswered = find_unanswered(inputs, assess_all(inputs), project.shown(data_dir))
    return tuple(sorted((*problems, *unanswered), key=lambda problem: problem.severity != "error"))
