"""Rows of returns put into a copy of the plan's folder, checked there by the plan's own rules, and moved into place.

Nothing of the plan is changed before everything is read, checked and agreed to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from planbook.errors import Problem, closest
from planbook.load.data import read_data
from planbook.model import DutyRole
from planbook.returns.changes import COLUMNS, Change, ChangedTable, Merged, merge_tables
from planbook.returns.reading import ReturnRow
from planbook.rules import Facts
from planbook.schema import FINDINGS, OBSERVATIONS, PROGRESS

__all__ = ["merge_returns"]


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
    tables: dict[str, ChangedTable] = {}
    changes: list[Change] = []
    refused = {(problem.file) for problem in problems}
    for row in rows:
        if any(place in refused for place in row.places.values()):
            continue
        table = tables.setdefault(row.sheet.folder, ChangedTable(before, f"{row.sheet.folder}/{year}.csv"))
        if row.sheet.folder == FINDINGS:
            _put_finding(row, table, before.facts, year, source_id)
        else:
            changes += _put_figure(row, table, before.facts, year, source_id)
    if rows:  # a year of which anything is reported has both files, with their header alone where that is all
        for yearly in (OBSERVATIONS, PROGRESS) if before.facts.tasks else (OBSERVATIONS,):
            tables.setdefault(yearly, ChangedTable(before, f"{yearly}/{year}.csv"))
    places = (folder, params, scratch)
    return merge_tables(tables.values(), changes, problems, before, places, year, shown)


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


def _put_figure(row: ReturnRow, table: ChangedTable, facts: Facts, year: int, source_id: str) -> list[Change]:
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


def _known(facts: Facts, table: ChangedTable, subject: str, of_year: str, year: int) -> tuple[str | None, str]:
    """What is on record of a subject and year, as text, and its flags."""
    records = facts.observations if table.key.startswith(OBSERVATIONS) else facts.progress
    for record in reversed(records):
        if record.subject_id == subject and str(record.year) == of_year:
            return record.written or (record.status.value if record.status else None), "".join(record.flags)
    return None, ""


def _put_finding(row: ReturnRow, table: ChangedTable, facts: Facts, year: int, source_id: str) -> None:
    subject = _meant(row.subject)
    lead = next(
        (duty.office_id for duty in facts.duties if duty.subject_id == subject and duty.role is DutyRole.LEAD), ""
    )
    same = next(
        (cells for cells in table.rows.values() if (cells["subject_id"], cells["office_id"]) == (subject, lead)), None
    )
    number = 1 + max((int(key[0].rpartition("_")[2]) for key in table.rows if key[0][-2:].isdigit()), default=0)
    given = {COLUMNS.get(key, key): text for key, text in row.cells.items()}
    own = {
        "finding_id": f"f{year}_{number:02d}",
        "subject_id": subject,
        "office_id": lead,
        "source_id": source_id or _source_of(row, facts),
    }
    table.put({**own, **(same or {}), **given}, row.places)
