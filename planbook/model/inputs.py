"""What was known in one edition."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from planbook.model.achievements import Achievement
from planbook.model.areas import Area
from planbook.model.breakdowns import Breakdown, Category, Parts
from planbook.model.duties import Adjustment, Duty, Finding, Office, Project, ProjectReport
from planbook.model.edition import EditionParameters
from planbook.model.indicators import Indicator
from planbook.model.observations import Observation, observe_row
from planbook.model.peers import Peer
from planbook.model.plan import Chapter, Plan, Precedent, Term
from planbook.model.plan_changes import PlanChange
from planbook.model.plan_checks import PlanCheck
from planbook.model.series import Series, rows_by_subject
from planbook.model.situation import SituationSection
from planbook.model.sources import Source
from planbook.model.tasks import Status, StatusReport, Task
from planbook.model.text import Text
from planbook.model.units import Unit
from planbook.model.yearbook import YearbookTable

__all__ = [
    "Inputs",
]


Rows = dict[str, list[dict[Hashable, Any]]]  # by subject, by year and then by vintage


@dataclass(frozen=True)
class Inputs:
    """What was known in one edition: everything `load` read, checked and typed.

    Frames
    ------
    observations : indicator_id, year (int), value (float, NaN = not reported), flag, source_id, note_zh, note_en,
        vintage (int, year of the file the row came from), illustrative (bool); one row per indicator and year, the
        latest vintage up to the edition's year.
    vintages : the same columns, every row of every file up to the edition's year.
    parts : indicator_id, year, category_id, then the columns of observations; latest vintage per indicator, year and
        category. Empty where nothing is broken down.
    progress : task_id, year, value (float, NaN where none), status (code or ""), flag, source_id, note_zh, note_en,
        vintage, illustrative; latest vintage per task and year.
    series : one row per background series: series_id, name_zh, name_en, definition_zh, definition_en, unit_id,
        measure (stock | flow | share | plan).
    context : series_id, area (an area's id), year, value (float), flag, source_id, quote, preferred (bool), note_zh,
        note_en, expression, inputs (the last two non-empty where derived).
    """

    plan: Plan
    parameters: EditionParameters
    units: dict[str, Unit]
    chapters: dict[str, Chapter]
    indicators: dict[str, Indicator]
    tasks: dict[str, Task]
    achievements: dict[str, Achievement]
    glossary: dict[str, Term]
    sources: dict[str, Source]
    observations: pd.DataFrame
    vintages: pd.DataFrame
    progress: pd.DataFrame
    series: pd.DataFrame
    context: pd.DataFrame
    official_only: bool = False
    yearbook: tuple[YearbookTable, ...] = ()  # empty where the plan declares none
    precedents: dict[str, Precedent] = field(default_factory=dict)
    plan_checks: dict[str, PlanCheck] = field(default_factory=dict)
    situation: dict[str, SituationSection] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)  # smallest level first; empty where no figure needs one
    offices: dict[str, Office] = field(default_factory=dict)
    peers: tuple[Peer, ...] = ()
    duties: tuple[Duty, ...] = ()
    findings: dict[str, Finding] = field(default_factory=dict)  # oldest edition first
    projects: dict[str, Project] = field(default_factory=dict)
    project_reports: tuple[ProjectReport, ...] = ()  # the latest of each project and year, oldest year first
    adjustments: dict[str, Adjustment] = field(default_factory=dict)  # what offices propose
    adopted: dict[str, Indicator] = field(default_factory=dict)  # as the plan was adopted; empty where nothing changed
    dropped: dict[str, Indicator] = field(default_factory=dict)  # no longer in the plan, as they were last
    plan_changes: tuple[PlanChange, ...] = ()  # in force by the cut-off date, oldest first
    breakdowns: dict[str, Breakdown] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    parts: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def own_area(self) -> Area | None:
        """The area the plan is made for: that of the code in `plan.yml`; None where the plan lists no such area."""
        return next((area for area in self.areas.values() if area.code == self.plan.area_code), None)

    @property
    def as_adopted(self) -> dict[str, Indicator]:
        """The indicators of the plan's own text, whatever changed since."""
        return self.adopted or self.indicators

    def area_above(self, area: Area) -> Area | None:
        """The area that `area` is part of; None for the largest."""
        return self.areas.get(area.parent_id)

    def series_of(self, subject_id: str) -> Series:
        """Everything on record of an indicator, one that was dropped too, or a numeric task; without the baseline.

        Raises
        ------
        KeyError
            When the plan has no such indicator or task.
        """
        known = self.indicators.get(subject_id) or self.dropped.get(subject_id) or self.tasks[subject_id]
        rows = self._observed if isinstance(known, Indicator) else self._progress
        return Series.of_rows(rows.get(subject_id, ()), subject_id, self.units[known.unit_id], self.parameters.year)

    def parts_of(self, indicator_id: str) -> tuple[Parts, ...]:
        """What is known of an indicator by each breakdown, in the order of the breakdowns."""
        found: dict[str, dict[str, dict[int, Observation]]] = {}
        for row in self._parts.get(indicator_id, ()):
            breakdown_id = self.categories[row["category_id"]].breakdown_id
            known = found.setdefault(breakdown_id, {}).setdefault(row["category_id"], {})
            known[int(row["year"])] = observe_row(row)
        return tuple(
            Parts(
                breakdown,
                tuple(one for one in self.categories.values() if one.id in found[breakdown.id]),
                found[breakdown.id],
            )
            for breakdown in self.breakdowns.values()
            if breakdown.id in found
        )

    def statuses_of(self, task_id: str) -> tuple[StatusReport, ...]:
        """Every status on record of a qualitative measure, oldest first."""
        return tuple(
            StatusReport(
                int(row["year"]),
                Status(row["status"]),
                str(row["source_id"]),
                bool(row["illustrative"]),
                Text(str(row["note_zh"]), str(row["note_en"])),
            )
            for row in self._progress.get(task_id, ())
            if row["status"]
        )

    def vintages_of(self, indicator_id: str) -> tuple[Observation, ...]:
        """What each edition so far knew of an indicator, by year and then by edition."""
        return tuple(map(observe_row, self._vintages.get(indicator_id, ())))

    @cached_property
    def _observed(self) -> Rows:
        return rows_by_subject(self.observations)

    @cached_property
    def _vintages(self) -> Rows:
        return rows_by_subject(self.vintages)

    @cached_property
    def _parts(self) -> Rows:
        return rows_by_subject(self.parts) if len(self.parts) else {}

    @cached_property
    def _progress(self) -> Rows:
        return rows_by_subject(self.progress)
