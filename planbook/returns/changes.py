"""Changes to a plan's folder that are not made yet: files being changed, what is said of them, moving into place."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.assess import assess_all
from planbook.errors import InputError, Problem
from planbook.load import load_inputs
from planbook.load.data import PlanData, read_data
from planbook.load.folder import is_leftover
from planbook.rules import Facts
from planbook.schema import schema_of

__all__ = ["COLUMNS", "Change", "ChangedTable", "Merged", "merge_tables", "take_over"]

COLUMNS = {"due_by": "due"}  # an entry whose key is not the column's name


@dataclass(frozen=True)
class Change:
    """One figure or status as it is and as it would be; None where there is none. `place` is the cell it is from."""

    subject: str
    year: int
    before: str | None
    after: str
    place: str


@dataclass(frozen=True)
class Merged:
    """What would come of the returns: a copy of the plan's folder, and what is to be said of it.

    Attributes
    ----------
    files : keys of the files that differ, as `observations/2024.csv`.
    problems : everything the plan's checks say of the new rows, at the cell it was entered in.
    verdicts : by indicator, the class it has without and with the returns; "" where none can be judged.
    """

    folder: Path
    facts: Facts
    files: tuple[str, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    verdicts: Mapping[str, tuple[str, str]]

    @property
    def sound(self) -> bool:
        return all(problem.severity != "error" for problem in self.problems)


class ChangedTable:
    """A file of the plan being changed: rows by key, in order, and from which cells each came."""

    def __init__(self, data: PlanData, key: str):
        self.key = key
        self.schema = schema_of(self.key)
        rows = data.tables[self.key].rows() if self.key in data.tables else ()
        self.rows: dict[tuple[str, ...], dict[str, str]] = {}
        for row in rows:
            self.rows[tuple(row[column] for column in self.schema.key)] = dict(row.cells)
        self.places: dict[tuple[str, ...], Mapping[str, str]] = {}

    def put(self, cells: dict[str, str], places: Mapping[str, str]) -> None:
        key = tuple(cells[column] for column in self.schema.key)
        self.rows[key] = dict.fromkeys(self.schema.names, "") | cells
        self.places[key] = {**self.places.get(key, {}), **places}

    def write(self, folder: Path) -> dict[int, Mapping[str, str]]:
        """Write the file; the places of each line that a return gave."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.schema.names)
        lines: dict[int, Mapping[str, str]] = {}
        for key, row in self.rows.items():
            if key in self.places:
                lines[text.getvalue().count("\n") + 1] = self.places[key]
            writer.writerow([row.get(name, "") for name in self.schema.names])
        path = folder / self.key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
        return lines


def merge_tables(
    tables: Iterable[ChangedTable],
    changes: Iterable[Change],
    problems: Iterable[Problem],
    before: PlanData,
    places: tuple[Path, Path, Path],
    year: int,
    shown: str,
    *,
    follows_warn: bool = False,
) -> Merged:
    """The tables written into a copy of the plan's folder, and what the plan's rules say of it that was not so before.

    Parameters
    ----------
    problems : what is known to be wrong already.
    places : the plan's folder, its parameters, and where the copy goes.
    follows_warn : whether what follows in a row that nobody entered, as in a derived figure, is no error: it can
        only be mended once the new figures stand.
    """
    folder, params, scratch = places
    made, found = scratch / "data", list(problems)
    shutil.copytree(folder, made, ignore=lambda _, names: [name for name in names if is_leftover(name)])
    lines = {table.key: table.write(made) for table in tables}
    after = read_data(year, made, shown)
    known = set(before.problems)
    for problem in after.problems:
        if problem not in known and (told := at_its_cell(problem, shown, lines)) is not None:
            follows = follows_warn and told == problem and problem.row is not None
            found.append(replace(told, severity="warning") if follows else told)
    files = tuple(key for key in lines if not same_bytes(folder / key, made / key))
    return Merged(made, after.facts, files, tuple(changes), tuple(found), compare_verdicts(year, folder, made, params))


def take_over(merged: Merged, folder: Path) -> None:
    """Put the changed files into the plan's folder, each whole."""
    for key in merged.files:
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.new")
        shutil.copyfile(merged.folder / key, beside)
        os.replace(beside, target)


def at_its_cell(problem: Problem, shown: str, lines: Mapping[str, Mapping[int, Mapping[str, str]]]) -> Problem | None:
    """A problem at the cell it was entered in; None of what is told otherwise: what was not handed in at all."""
    key = problem.file.removeprefix(f"{shown}/")
    places = lines.get(key, {}).get(problem.row or 0)
    if places is None:
        return problem if problem.severity == "error" else None
    said_of = f"{problem.what} {problem.found}"
    named = [name for name in places if f'"{COLUMNS.get(name, name)}"' in said_of]
    said = named or [name for name in ("value", "status") if name in places] or list(places)
    return replace(problem, file=places[said[0]], row=None)


def same_bytes(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()


def compare_verdicts(year: int, folder: Path, made: Path, params: Path) -> dict[str, tuple[str, str]]:
    """The class of each indicator without the returns (else of the year before) and with them."""
    without = _classes(year, folder, params) or _classes(year - 1, folder, params)
    with_them = _classes(year, made, params)
    return {name: (without.get(name, ""), after) for name, after in with_them.items()}


def _classes(year: int, folder: Path, params: Path) -> dict[str, str]:
    try:
        judged = assess_all(load_inputs(year, folder, params))
    except InputError:
        return {}
    return {
        name: f"{assessment.pace.value}{' (reversing)' if assessment.reversing else ''}"
        for name, assessment in judged.items()
    }
