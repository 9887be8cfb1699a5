"""How a plan was changed after it was adopted: targets and baselines restated, indicators added and dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = ["ChangedPart", "PlanChange"]


class ChangedPart(StrEnum):
    """What a change is of: a figure of the indicator's row, or whether the plan has the indicator at all."""

    TARGET = "target"
    TARGET_HIGH = "target_high"
    TARGET_YEAR = "target_year"
    BASELINE = "baseline"
    BASELINE_YEAR = "baseline_year"
    ADDED = "added"
    DROPPED = "dropped"

    @property
    def is_figure(self) -> bool:
        return self not in (ChangedPart.ADDED, ChangedPart.DROPPED)

    @property
    def of_target(self) -> bool:
        return self in (ChangedPart.TARGET, ChangedPart.TARGET_HIGH, ChangedPart.TARGET_YEAR)


@dataclass(frozen=True)
class PlanChange(Noun):
    """One change of the plan. An edition cut off before `effective` sees the plan without it.

    Attributes
    ----------
    effective : the date it took effect.
    value : the figure restated, in the indicator's unit, or the year; None for an indicator added or dropped.
    source_id : the document that decided it.
    before : what it took the place of; None until it is known, and where there was none.
    """

    id: str
    indicator_id: str
    effective: date
    part: ChangedPart
    value: float | None
    source_id: str
    note: Text = Text("", "")
    before: float | None = None
