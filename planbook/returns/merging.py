"""Rows of returns put into a copy of the plan's folder, checked there by the plan's own rules, and moved into place.

Nothing of the plan is changed before everything is read, checked and agreed to.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.assess import assess_all
from planbook.errors import InputError, Problem, closest
from planbook.load import load_inputs
from planbook.load.data import PlanData, read_data
from planbook.load.folder import is_leftover
from planbook.model import DutyRole
from planbook.returns.reading import ReturnRow
from planbook.rules import Facts
from planbook.schema import FINDINGS, OBSERVATIONS, PROGRESS, schema_of

__all__ = ["Change", "Merged", "merge_returns", "take_over"]

_COLUMNS = {"due_by": "due"}  # an entry whose key is not the column's name


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


class _Table:
    """A yearly file being changed: rows by key, in order, and from which cells each came."""

    def __init__(self, data: PlanData, folder: str, year: int):
        self.key = f"{folder}/{year}.csv"
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


def merge_returns(
    rows: Sequence[ReturnRow], year: int, folder: Path, params: Path, shown: str, scratch: Path, source_id: str = ""
) -> Merged:
    """The returns of a year put into a copy of the plan's folder below `scratch`.

    Parameters
    ----------
    source_id : what the figures are from; "" for the source each subject's earlier figures are from.
    """
    before = read_data(year, folder, shown)
    problems = list(_unknown(rows, before.facts, source_id))
    tables: dict[str, _Table] = {}
    changes: list[Change] = []
    refused = {(problem.file) for problem in problems}
    for row in rows:
        if any(place in refused for place in row.places.values()):
            continue
        table = tables.setdefault(row.sheet.folder, _Table(before, row.sheet.folder, year))
        if row.sheet.folder == FINDINGS:
            _put_finding(row, table, before.facts, year, source_id)
        else:
            changes += _put_figure(row, table, before.facts, year, source_id)
    if rows:  # a year of which anything is reported has both files, with their header alone where that is all
        for yearly in (OBSERVATIONS, PROGRESS) if before.facts.tasks else (OBSERVATIONS,):
            tables.setdefault(yearly, _Table(before, yearly, year))
    made = scratch / "data"
    shutil.copytree(folder, made, ignore=lambda _, names: [name for name in names if is_leftover(name)])
    lines = {table.key: table.write(made) for table in tables.values()}
    after = read_data(year, made, shown)
    known = set(before.problems)
    for problem in after.problems:
        if problem not in known and (found := _at_its_cell(problem, shown, lines)) is not None:
            problems.append(found)
    files = tuple(key for key in lines if not _same(folder / key, made / key))
    return Merged(made, after.facts, files, tuple(changes), tuple(problems), _verdicts(year, folder, made, params))


def take_over(merged: Merged, folder: Path) -> None:
    """Put the changed files into the plan's folder, each whole."""
    for key in merged.files:
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.new")
        shutil.copyfile(merged.folder / key, beside)
        os.replace(beside, target)


def _unknown(rows: Iterable[ReturnRow], facts: Facts, source_id: str) -> Iterable[Problem]:
    """Rows about nothing the plan knows, a source that is not listed, and figures without any."""
    if source_id and source_id not in facts.sources:
        yield Problem(
            "command line",
            "the source is not listed",
            f'"{source_id}"{closest(source_id, facts.sources)}',
            "an id of sources.csv",
            "add a row for the returns to sources.csv, and give its id with --source",
        )
    for row in rows:
        ids = {**facts.indicators} if row.sheet.folder == OBSERVATIONS else {**facts.tasks}
        known = {*facts.listed.get("plan/indicators.csv", ()), *facts.listed.get("plan/tasks.csv", ())}
        if row.sheet.folder == FINDINGS:
            ids = dict.fromkeys(known | {*facts.chapters, *facts.offices})  # type: ignore[assignment]
        if row.subject not in ids and _meant(row.subject) not in ids:
            yield Problem(
                row.places["id"] if "id" in row.places else next(iter(row.places.values())),
                "the return tells of something the plan has not",
                f'"{row.subject}"{closest(row.subject, ids)}',
                "an id of the plan's tables",
                "correct the id, or clear the row",
            )
        elif not source_id and not _source_of(row, facts):
            yield Problem(
                next(iter(row.places.values())),
                "nothing says where the figure is from",
                f"no earlier figure of {row.subject}",
                "a source",
                "give an id of sources.csv with --source",
            )


def _meant(subject: str) -> str:
    return subject.strip().lower()


def _source_of(row: ReturnRow, facts: Facts) -> str:
    """The source that earlier figures of a subject are from; of new ones, that most figures are from."""
    if row.sheet.folder == FINDINGS:
        named = [finding.source_id for finding in facts.findings] or [duty.source_id for duty in facts.duties]
        return Counter(named).most_common(1)[0][0] if named else ""
    records = facts.observations if row.sheet.folder == OBSERVATIONS else facts.progress
    own = [record.source_id for record in records if record.subject_id == _meant(row.subject)]
    if own:
        return own[-1]
    return Counter(record.source_id for record in records).most_common(1)[0][0] if records else ""


def _put_figure(row: ReturnRow, table: _Table, facts: Facts, year: int, source_id: str) -> list[Change]:
    subject = _meant(row.subject)
    of_year = row.cells.get("year", str(year)).removesuffix("年")
    first = table.schema.columns[0].name
    had = table.rows.get((subject, of_year), {})
    given = {key: text for key, text in row.cells.items() if key in table.schema.names}
    entered = bool({"value", "status"} & set(given))
    flag = given.get("flag", "" if entered else had.get("flag", ""))
    known = _known(facts, table, subject, of_year, year)
    if row.sheet.key == "revisions" and "r" not in flag:
        flag = "".join(sorted({*flag, "r"} | ({"b"} if "b" in known[1] else set())))
    table.put(
        {
            **had,
            **given,
            first: subject,
            "year": of_year,
            "flag": flag,
            "source_id": source_id or _source_of(row, facts),
        },
        row.places,
    )
    key = "status" if "status" in given else "value"
    if key not in given or known[0] == given[key]:
        return []
    shown_year = int(of_year) if of_year.isdigit() else year
    return [Change(subject, shown_year, known[0], given[key], row.places[key])]


def _known(facts: Facts, table: _Table, subject: str, of_year: str, year: int) -> tuple[str | None, str]:
    """What is on record of a subject and year, as text, and its flags."""
    records = facts.observations if table.key.startswith(OBSERVATIONS) else facts.progress
    for record in reversed(records):
        if record.subject_id == subject and str(record.year) == of_year:
            return record.written or (record.status.value if record.status else None), "".join(record.flags)
    return None, ""


def _put_finding(row: ReturnRow, table: _Table, facts: Facts, year: int, source_id: str) -> None:
    subject = _meant(row.subject)
    lead = next(
        (duty.office_id for duty in facts.duties if duty.subject_id == subject and duty.role is DutyRole.LEAD), ""
    )
    same = next(
        (cells for cells in table.rows.values() if (cells["subject_id"], cells["office_id"]) == (subject, lead)), None
    )
    number = 1 + max((int(key[0].rpartition("_")[2]) for key in table.rows if key[0][-2:].isdigit()), default=0)
    given = {_COLUMNS.get(key, key): text for key, text in row.cells.items()}
    own = {
        "finding_id": f"f{year}_{number:02d}",
        "subject_id": subject,
        "office_id": lead,
        "source_id": source_id or _source_of(row, facts),
    }
    table.put({**own, **(same or {}), **given}, row.places)


def _at_its_cell(problem: Problem, shown: str, lines: Mapping[str, Mapping[int, Mapping[str, str]]]) -> Problem | None:
    """A problem at the cell it was entered in; None of what is told otherwise: what was not handed in at all."""
    key = problem.file.removeprefix(f"{shown}/")
    places = lines.get(key, {}).get(problem.row or 0)
    if places is None:
        return problem if problem.severity == "error" else None
    said_of = f"{problem.what} {problem.found}"
    named = [name for name in places if f'"{_COLUMNS.get(name, name)}"' in said_of]
    said = named or [name for name in ("value", "status") if name in places] or list(places)
    return replace(problem, file=places[said[0]], row=None)


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()


def _verdicts(year: int, folder: Path, made: Path, params: Path) -> dict[str, tuple[str, str]]:
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
