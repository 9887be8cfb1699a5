"""What a year's returns do not hold, by unit, with a text to remind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planbook.model import Indicator, Status, Task
from planbook.present.words import Words
from planbook.returns.subjects import Unit
from planbook.rules import Facts

__all__ = ["MissingUnit", "find_missing", "reminder"]


@dataclass(frozen=True)
class MissingUnit:
    """What one unit has not reported."""

    unit: Unit
    aims: tuple[Indicator | Task, ...]


def find_missing(units: Sequence[Unit], facts: Facts, year: int) -> tuple[MissingUnit, ...]:
    """Units with something not reported for the year: no row, no value, or a status that says so."""
    reported = {
        record.subject_id
        for record in (*facts.observations, *facts.progress)
        if record.year == year and (record.value is not None or record.status not in (None, Status.NOT_REPORTED))
    }
    missing = (MissingUnit(unit, tuple(aim for aim in unit.aims if aim.id not in reported)) for unit in units)
    return tuple(one for one in missing if one.aims)


def reminder(missing: MissingUnit, year: int, words: Words) -> str:
    """A text to send to the unit, in one language."""
    lines = [
        words("returns.reminder.lead", unit=words.text(missing.unit.name), year=str(year), count=len(missing.aims))
    ]
    for number, aim in enumerate(missing.aims, start=1):
        name = aim.name if isinstance(aim, Indicator) else aim.text
        lines.append(words("returns.reminder.line", number=str(number), id=aim.id, name=words.text(name)))
    lines.append(words("returns.reminder.close", year=str(year)))
    return "\n".join(lines)
