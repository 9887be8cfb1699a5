"""The yearbook as a model: what the page, the report, the workbook and the CSV files all read.

A figure is written out in one place (`planbook.present.yearbook.figures`), so that it reads the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Self

from planbook.model import Area, Bound, Observation, Relation, Text, Unit, YearbookKind

__all__ = ["YearbookColumn", "Figure", "FigureKind", "YearbookRow", "Part", "Section", "StatisticalTable"]


class FigureKind(StrEnum):
    """What a figure is; the values stand in the CSV files."""

    BASELINE = "baseline"
    OBSERVED = "observed"
    TARGET = "target"
    ADOPTED_TARGET = "adopted_target"  # as the plan was adopted, where it was changed since
    PLANNED = "planned"  # a target or annual plan among the background series
    CHANGE = "change"  # over the years of a plan period
    TOTAL = "total"  # over the years of a plan period


@dataclass(frozen=True, kw_only=True)
class Figure(Observation):
    """One figure of a table: an observation, or a figure of the plan in the same shape. A blank has no value.

    Attributes
    ----------
    decimals : how many it is shown with.
    high : upper end of a target that is a range.
    """

    kind: FigureKind
    decimals: int
    bound: Bound = Bound.PLAIN
    high: float | None = None

    @classmethod
    def of(cls, observation: Observation, kind: FigureKind, decimals: int) -> Self:
        """An observation as a figure of a table."""
        own = {one.name: getattr(observation, one.name) for one in fields(observation)}
        return cls(**own, kind=kind, decimals=decimals)


@dataclass(frozen=True)
class YearbookColumn:
    """A column of figures, or of texts where `figures` is False.

    Attributes
    ----------
    years : what it covers, as both languages write it (`2023`, `2016–2020`); "" for texts.
    head : what it holds, "" where that is the figures of its year.
    """

    key: str
    years: str = ""
    head: Text = Text("", "")
    figures: bool = True


@dataclass(frozen=True)
class YearbookRow:
    """A row of a table: the item it names, its unit, its figures and texts by column key, its footnotes."""

    item_id: str
    label: Text
    unit: Unit
    figures: Mapping[str, Figure]
    texts: Mapping[str, Text] = field(default_factory=dict)
    area: Area | None = None
    relation: Relation = Relation.NONE
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Section:
    """Lines under one heading, such as an area; without heading where the table needs none."""

    lines: tuple[YearbookRow, ...]
    heading: Text | None = None


@dataclass(frozen=True)
class StatisticalTable:
    """One numbered table. `rounded` names the totals whose parts may not add up to them."""

    id: str
    kind: YearbookKind
    title: Text
    columns: tuple[YearbookColumn, ...]
    sections: tuple[Section, ...]
    note: Text = Text("", "")
    rounded: tuple[Text, ...] = ()

    def lines(self) -> Iterator[YearbookRow]:
        for section in self.sections:
            yield from section.lines

    def figures(self) -> Iterator[Figure]:
        """Every figure, in the order of reading; cells without one are passed over."""
        for line in self.lines():
            yield from (line.figures[column.key] for column in self.columns if column.key in line.figures)

    @property
    def shared_unit(self) -> Unit | None:
        """The unit all lines share, as readers see it; None where they differ."""
        units = {(line.unit.zh, line.unit.en_other): line.unit for line in self.lines()}
        return next(iter(units.values())) if len(units) == 1 else None

    @property
    def years(self) -> tuple[int, ...]:
        """The years for which the table holds a figure."""
        return tuple(sorted({figure.year for figure in self.figures()}))

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources of its figures, in the order of reading."""
        return tuple(dict.fromkeys(figure.source_id for figure in self.figures() if figure.source_id))


@dataclass(frozen=True)
class Part:
    """A part of the yearbook: its tables under one title."""

    number: int
    title: Text
    chapter_id: str  # the system it tells of, "" for none
    tables: tuple[StatisticalTable, ...]

    @property
    def id(self) -> str:
        """Its address: `part-1`."""
        return f"part-{self.number}"
