"""What an edition is, and the cut-offs it judges by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from planbook.model.text import Text

__all__ = [
    "EditionKind",
    "EditionParameters",
    "Thresholds",
]


class EditionKind(StrEnum):
    MONITORING = "monitoring"  # annual monitoring report
    MID_TERM = "mid_term"
    FINAL = "final"


@dataclass(frozen=True)
class Thresholds:
    """The cut-offs in force; parameters, because no official numeric cut-off has been published."""

    ahead: float = 1.10  # pace ratio from which an indicator is ahead
    on_pace: float = 0.80  # pace ratio from which it is on pace
    likely: float = 0.80  # probability from which meeting the target is likely
    unlikely: float = 0.20  # probability below which it is unlikely
    interval: float = 0.80  # coverage of the prediction interval
    minimum_points: int = 3  # yearly values needed for a projection, baseline included


@dataclass(frozen=True)
class EditionParameters:
    """What `params/<year>.yml` says an edition is. `published` fixes SOURCE_DATE_EPOCH."""

    year: int
    kind: EditionKind
    cut_off: date
    published: date
    title: Text
    thresholds: Thresholds = field(default_factory=Thresholds)
