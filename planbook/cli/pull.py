"""`python build.py pull`: figures out of files an office has, by a mapping file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from planbook.cli.messages import reader_messages, spoken
from planbook.cli.returns import write_if_agreed
from planbook.errors import InputError, Problem
from planbook.load.data import read_data
from planbook.paths import Project
from planbook.schema import DERIVED, OBSERVATIONS

__all__ = ["pull_figures"]


def pull_figures(mapping: Path, year: int | None, folder: Path, project: Project, yes: bool) -> None:
    """Read what the mapping names, show what would change, ask, and write it.

    Raises
    ------
    InputError
        With everything that cannot be read, and everything the plan's checks say of the new figures.
    """
    from planbook.pull import merge_figures, read_figures

    shown = project.shown(folder)
    figures, unread = read_figures(mapping)
    if year is None and any(figure.entry.indicator for figure in figures):
        fix = "write, for example, --year 2024"
        what = "an indicator's figures need the year of the file they go to"
        raise InputError([Problem("command line", what, "no --year", "a year of the plan", fix), *unread])
    edition = year or max(
        (int(path.stem) for path in (folder / OBSERVATIONS).glob("[0-9][0-9][0-9][0-9].csv")), default=0
    )
    errors = [problem for problem in read_data(edition, folder, shown).problems if problem.severity == "error"]
    # A derived figure may still rest on the figure that an earlier pull replaced.
    standing = [problem for problem in errors if not (_of_the_year(problem, edition) or problem.file.endswith(DERIVED))]
    if standing:
        raise InputError(standing)
    with tempfile.TemporaryDirectory(prefix="planbook-pull-") as scratch:
        merged = merge_figures(figures, edition, folder, project.params_of(folder), shown, Path(scratch))
        problems = (*unread, *merged.problems)
        if any(problem.severity == "error" for problem in problems):
            raise InputError(problems)
        for problem in problems:
            print(reader_messages().problem(problem))
        for change in merged.changes:
            verdict = merged.verdicts.get(change.subject)
            told = f"; {verdict[0] or '-'} → {verdict[1]}" if verdict and verdict[0] != verdict[1] else ""
            print(f"{change.subject} {change.year}: {change.before or '-'} → {change.after}{told}  ({change.place})")
        print(spoken(f"{len(figures)} figures read, {len(merged.changes)} change"))
        write_if_agreed(merged, folder, project, yes)


def _of_the_year(problem: Problem, year: int) -> bool:
    """Whether all that is wrong is that the year has no file yet."""
    return problem.file.endswith(f"/{year}.csv") and problem.row is None
