"""A plan's folder read once: its tables, what they say, and everything wrong with them.

`check` and every build go through here, so that what passes the one passes the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from planbook.errors import Problem
from planbook.load.cells import check_cells
from planbook.load.documents import build_plan, check_plan
from planbook.load.folder import check_folder
from planbook.load.mappings import read_document
from planbook.load.meant import read_as_meant
from planbook.load.nouns import gather_facts
from planbook.load.package import check_package
from planbook.load.plan_checks import check_named_figures
from planbook.load.tables import Tables, read_tables
from planbook.load.texts import check_texts
from planbook.model import EditionName, Plan
from planbook.paths import Stamp, stamp_of
from planbook.rules import Facts, find_problems
from planbook.schema import OBSERVATIONS, PROGRESS

__all__ = ["PlanData", "read_data"]


@dataclass(frozen=True)
class PlanData:
    """What a plan's folder says in one edition, and every problem of it. Without errors `facts` is all of it."""

    tables: Tables
    facts: Facts
    problems: tuple[Problem, ...]

    @property
    def plan(self) -> Plan | None:
        """The plan; None where `plan.yml` has an error."""
        return self.facts.plan


def read_data(edition: int | str | EditionName, folder: Path, shown: str, cut_off: date | None = None) -> PlanData:
    """Read and check a plan's folder for an edition, such as 2023; nothing is raised and nothing is changed.

    A folder in which nothing has changed since is not read again: a check, a build and each language ask for it.
    `cut_off` is the day whose plan the edition goes by, by default the last of its year or month.
    """
    name = EditionName.of(edition)
    return _read(name, folder, shown, stamp_of(folder), cut_off or name.ends)


@lru_cache(maxsize=32)
def _read(name: EditionName, folder: Path, shown: str, stamp: Stamp, cut_off: date) -> PlanData:
    tables, plan, before, after = _read_files(folder, shown, stamp)
    if not folder.is_dir():
        return PlanData(tables, Facts(name.year), before)
    problems = (*before, *_missing_files(name, tables, plan), *after)
    errors = [problem for problem in problems if problem.severity == "error"]
    unsound = {(problem.file, problem.row) for problem in errors if problem.row is not None}
    facts = gather_facts(name, tables, plan, unsound, {problem.file for problem in errors}, cut_off)
    problems += find_problems(facts)
    return PlanData(tables, facts, problems)


_Problems = tuple[Problem, ...]


@lru_cache(maxsize=4)
def _read_files(folder: Path, shown: str, stamp: Stamp) -> tuple[Tables, Plan | None, _Problems, _Problems]:
    """What is the same in every edition: the tables, the plan, and problems told before and after files that miss."""
    tables, problems = read_tables(folder, shown)
    if not folder.is_dir():
        return tables, None, problems, ()
    tables, notes = read_as_meant(tables)
    document, plan_problems = read_document(folder / "plan" / "plan.yml", f"{shown}/plan/plan.yml")
    plan_problems = plan_problems or check_plan(document)
    plan = None if plan_problems else build_plan(document)
    before = (*problems, *notes, *plan_problems, *check_folder(folder, shown))
    after = (*check_cells(tables), *check_texts(tables), *check_named_figures(tables), *check_package(tables))
    return tables, plan, before, after


def _missing_files(name: EditionName, tables: Tables, plan: Plan | None) -> Iterator[Problem]:
    """The files of every year up to the edition's: a trend without one of its years is another trend."""
    year = name.year
    if plan is None:
        yield from _missing_file(name, tables, OBSERVATIONS, "figures")
        return
    if not plan.period.first_year <= year <= plan.period.last_year:
        return
    for wanted in (*map(EditionName, range(plan.period.first_year, year)), name):
        yield from _missing_file(wanted, tables, OBSERVATIONS, "figures")
    told = [vintage for vintage, _ in tables.yearly(PROGRESS)]
    for wanted in (*map(EditionName, range(min(told), year)), name) if told and min(told) <= year else ():
        yield from _missing_file(wanted, tables, PROGRESS, "progress of tasks")


def _missing_file(wanted: EditionName, tables: Tables, folder: str, content: str) -> Iterator[Problem]:
    key = f"{folder}/{wanted}.csv"
    if key not in tables and not (tables.folder / key).exists():
        yield Problem(
            tables.show(key),
            f"there {'are' if folder == OBSERVATIONS else 'is'} no {content} for {wanted}",
            "no file",
            f"the file of what was known at the end of {wanted}",
            f"add {tables.show(key)}, with its header alone where nothing is known yet",
        )
