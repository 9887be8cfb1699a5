"""What the chapter on the plan's situation shows."""

from __future__ import annotations

from dataclasses import dataclass

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = [
    "SituationSection",
    "SituationSeries",
]


@dataclass(frozen=True)
class SituationSeries:
    """A published series of one area that the situation chapter speaks of.

    `announced`: that nothing was published is said too, where nothing was.
    """

    series_id: str
    area_id: str
    announced: bool = False


@dataclass(frozen=True)
class SituationSection(Noun):
    """A section of the chapter on the plan's situation, as the plan's data declare it.

    `compared` is the series in which the plan's area is set beside the one above it, "" for none; `ratios` gives
    published series and the arithmetic over other series that they can be computed by.
    """

    id: str
    title: Text
    said: tuple[SituationSeries, ...]
    compared: str
    chart: tuple[str, ...]
    chart_areas: tuple[str, ...]  # empty for all
    table: tuple[str, ...]
    ratios: tuple[tuple[str, str], ...]
    note: Text = Text("", "")
