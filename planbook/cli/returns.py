"""`python build.py returns`: workbooks for the units, reading them back, and who has not reported what."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planbook.cli.messages import reader_messages, spoken
from planbook.cli.options import Data, absolute
from planbook.errors import InputError, Problem
from planbook.paths import Project, find_project

if TYPE_CHECKING:  # what other calls do without is imported where it is used
    from planbook.returns import Merged, Unit
    from planbook.rules import Facts

__all__ = ["returns", "write_if_agreed"]

returns = typer.Typer(
    add_completion=False, rich_markup_mode=None, help="Workbooks for the responsible units, and what comes back."
)
ReturnYear = Annotated[int, typer.Option("--year", help="The year reported on.")]
UnitName = Annotated[str, typer.Option("--unit", help="Only this unit: its id or name in plan/offices.csv.")]


@returns.command()
def template(
    year: ReturnYear,
    unit: UnitName = "",
    data: Data = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the workbooks go (default: _returns/YEAR).")] = None,
) -> None:
    """Write a workbook for each responsible unit: definitions, last values, targets, what is due, drop-downs."""
    from planbook.present.yearbook.figures import bilingual
    from planbook.returns import list_units, write_template

    project = find_project()
    facts = _facts(project, absolute(data) or project.data, year)
    folder = absolute(out) or project.root / "_returns" / str(year)
    for one in list_units(facts, bilingual("returns.unassigned"), unit):
        path = write_template(one, facts, year, folder / f"{_file_name(one)}-{year}.xlsx")
        print(f"{project.shown(path)}: {len(one.subjects)}")


@returns.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="The workbooks that came back.")],
    year: ReturnYear,
    data: Data = None,
    source: Annotated[str, typer.Option("--source", help="Id of sources.csv (default: that of earlier figures).")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
) -> None:
    """Read workbooks, show what would change, ask, and write observations, progress and findings."""
    from planbook.returns import merge_returns, read_returns

    project = find_project()
    folder = absolute(data) or project.data
    _facts(project, folder, year)
    rows, unread = read_returns([path for given in files if (path := absolute(given))], year)
    with tempfile.TemporaryDirectory(prefix="planbook-returns-") as scratch:
        merged = merge_returns(
            rows, year, folder, project.params_of(folder), project.shown(folder), Path(scratch), source
        )
        problems = (*unread, *merged.problems)
        if any(problem.severity == "error" for problem in problems):
            raise InputError(problems)
        _show(merged, problems)
        _tell_missing(merged.facts, year)
        write_if_agreed(merged, folder, project, yes)


@returns.command()
def missing(year: ReturnYear, unit: UnitName = "", data: Data = None) -> None:
    """List by unit what is not reported, with a text to remind them."""
    project = find_project()
    facts = _facts(project, absolute(data) or project.data, year)
    _tell_missing(facts, year, unit)


def write_if_agreed(merged: Merged, folder: Path, project: Project, yes: bool) -> None:
    """Put what would change into the plan's folder where `yes`, or whoever sits there, agrees; say what was done."""
    from planbook.returns import take_over

    if not merged.files:
        print(spoken("Nothing changes."))
        return
    if not yes and not (sys.stdin.isatty() and typer.confirm(spoken(f"Write {', '.join(merged.files)}?"))):
        print(spoken(f"Nothing was written. With --yes: {', '.join(merged.files)}."))
        return
    take_over(merged, folder)
    for key in merged.files:
        print(spoken(f"written: {project.shown(folder / key)}"))


def _facts(project: Project, folder: Path, year: int) -> Facts:
    """The plan and what is known; that the year itself has no files yet is why returns are asked for.

    Raises
    ------
    InputError
        When anything else is wrong with the plan's folder.
    """
    from planbook.load.data import read_data

    found = read_data(year, folder, project.shown(folder))
    errors = [
        problem
        for problem in found.problems
        if problem.severity == "error" and not (problem.file.endswith(f"/{year}.csv") and problem.row is None)
    ]
    if errors:
        raise InputError(errors)
    return found.facts


def _file_name(unit: Unit) -> str:
    return "".join(sign for sign in unit.name.zh or unit.id if sign.isalnum()) or "returns"


def _show(merged: Merged, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        print(reader_messages().problem(problem))
    for change in merged.changes:
        verdict = merged.verdicts.get(change.subject)
        told = f"; {verdict[0] or '-'} → {verdict[1]}" if verdict and verdict[0] != verdict[1] else ""
        print(f"{change.subject} {change.year}: {change.before or '-'} → {change.after}{told}  ({change.place})")
    print(spoken(f"{len(merged.changes)} figures or statuses change"))


def _tell_missing(facts: Facts, year: int, unit: str = "") -> None:
    from planbook.present.words import load_words
    from planbook.present.yearbook.figures import bilingual
    from planbook.returns import find_missing, list_units, reminder

    words = load_words(reader_messages().language)
    lacking = find_missing(list_units(facts, bilingual("returns.unassigned"), unit), facts, year)
    print(spoken(f"{sum(len(one.aims) for one in lacking)} not reported, by {len(lacking)} units"))
    for one in lacking:
        print(f"\n{reminder(one, year, words)}")
