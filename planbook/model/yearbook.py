"""The tables of the yearbook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = [
    "Relation",
    "YearbookKind",
    "YearbookSeries",
    "YearbookTable",
]


class YearbookKind(StrEnum):
    """What a table of the yearbook shows."""

    INDICATORS = "indicators"
    TASKS = "tasks"
    ACHIEVEMENTS = "achievements"
    SERIES = "series"


class Relation(StrEnum):
    """How a row of a table stands to the total above it; the values are the marks in `yearbook.csv`."""

    NONE = ""
    PART = "+"  # with its neighbours it makes up the total
    OF_WHICH = "#"  # one of several


@dataclass(frozen=True)
class YearbookSeries:
    """A background series in a table of the yearbook, and how it stands to the series above it."""

    series_id: str
    relation: Relation = Relation.NONE


@dataclass(frozen=True)
class YearbookTable(Noun):
    """A table of the yearbook as the plan declares it; `id` is its number: part, table (4-2).

    `chapter_id` is the heading whose indicators, tasks or achievements it shows, "" for a series of no system.
    """

    id: str
    kind: YearbookKind
    chapter_id: str
    series: tuple[YearbookSeries, ...] = ()
    title: Text = Text("", "")  # "" where the kind names it
    note: Text = Text("", "")

    @property
    def part(self) -> int:
        return int(self.id.partition("-")[0])
