"""Who answers for what, and what is known of it before a year's return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planbook.assess import due_share
from planbook.errors import InputError, Problem, closest
from planbook.model import DutyRole, Indicator, TargetKind, Task, TaskKind, Text
from planbook.rules import Facts
from planbook.rules.facts import Record
from planbook.rules.meaning import LEVEL_KINDS, UNJUDGED_KINDS

__all__ = ["Unit", "due_value", "known_before", "list_units"]


@dataclass(frozen=True)
class Unit:
    """A responsible unit and what it leads. `id` is "" for what no unit answers for."""

    id: str
    name: Text
    indicators: tuple[Indicator, ...] = ()
    tasks: tuple[Task, ...] = ()
    measures: tuple[Task, ...] = field(default=())

    @property
    def aims(self) -> tuple[Indicator | Task, ...]:
        return tuple[Indicator | Task, ...]((*self.indicators, *self.tasks, *self.measures))

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(aim.id for aim in self.aims)


def list_units(facts: Facts, unassigned: Text, named: str = "") -> tuple[Unit, ...]:
    """Every unit that leads something, then what none leads, under the name `unassigned`; or the one `named`.

    Raises
    ------
    InputError
        When no unit has that id or name.
    """
    leads: dict[str, str] = {}
    for duty in facts.duties:
        if duty.role is DutyRole.LEAD:
            leads.setdefault(duty.subject_id, duty.office_id)
    offices = {office.id: office.short_name for office in facts.offices.values()} | {"": unassigned}
    units = [
        Unit(
            office_id,
            name,
            tuple(
                one
                for one in facts.indicators.values()
                if leads.get(one.id, "") == office_id and one.target_kind is not TargetKind.QUALITATIVE
            ),
            tuple(
                one
                for one in facts.tasks.values()
                if leads.get(one.id, "") == office_id and one.kind is TaskKind.NUMERIC
            ),
            tuple(
                one
                for one in facts.tasks.values()
                if leads.get(one.id, "") == office_id and one.kind is TaskKind.QUALITATIVE
            ),
        )
        for office_id, name in offices.items()
    ]
    units = [unit for unit in units if unit.subjects]
    if not named:
        return tuple(units)
    names = {name: unit for unit in units for name in (unit.id, unit.name.zh, unit.name.en) if name}
    names |= {
        name: unit
        for unit in units
        if unit.id in facts.offices
        for name in (facts.offices[unit.id].name.zh, facts.offices[unit.id].name.en)
    }
    if named not in names:
        raise InputError(
            [
                Problem(
                    "command line",
                    "no responsible unit has that name",
                    f'"{named}"{closest(named, names)}',
                    "one of " + ", ".join(unit.id or unit.name.zh for unit in units),
                    "give --unit an id or a name of plan/offices.csv",
                )
            ]
        )
    return (names[named],)


def due_value(aim: Indicator | Task, year: int) -> float | None:
    """Where a level should stand at the end of the year when progress is proportional to time; None of other kinds."""
    start, end = aim.baseline_year, aim.target_year
    if aim.target_kind not in LEVEL_KINDS or aim.target_kind in UNJUDGED_KINDS or start is None or end is None:
        return None
    if aim.baseline is None or aim.target is None or end <= start:
        return None
    share = min(1.0, due_share(start, end, date(year, 12, 31)))
    return aim.baseline + (aim.target - aim.baseline) * share


def known_before(records: tuple[Record, ...], year: int) -> Mapping[str, Record]:
    """The latest row of the year before, by subject."""
    return {record.subject_id: record for record in records if record.year == year - 1}
