"""Breakdowns: an indicator's value by township, sex, age group, kind of facility."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planbook.model.observations import Observation, Reported
from planbook.model.origin import Noun
from planbook.model.text import Text
from planbook.model.units import Unit, UnitKind

__all__ = ["Breakdown", "Category", "Parts", "adds_up"]


@dataclass(frozen=True)
class Breakdown(Noun):
    """One way to break values down. `complete`: its categories do not overlap, and leave nothing out."""

    id: str
    name: Text
    complete: bool


@dataclass(frozen=True)
class Category(Noun):
    """One code of a breakdown."""

    id: str
    breakdown_id: str
    name: Text


@dataclass(frozen=True)
class Parts:
    """What is known of one indicator by one breakdown: category → year → what is on record, in the table's order."""

    breakdown: Breakdown
    categories: tuple[Category, ...]
    values: Mapping[str, Mapping[int, Observation]]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which any part has a value, oldest first."""
        return tuple(
            sorted({year for known in self.values.values() for year, one in known.items() if isinstance(one, Reported)})
        )

    def of(self, category_id: str, year: int) -> Observation | None:
        return self.values.get(category_id, {}).get(year)


def adds_up(unit: Unit, breakdown: Breakdown) -> bool:
    """Whether the parts make up the whole: what is counted or paid does, a share or a rate does not."""
    return breakdown.complete and unit.kind in (UnitKind.COUNT, UnitKind.MONEY)
