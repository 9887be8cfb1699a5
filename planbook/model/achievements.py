"""What the period before achieved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = [
    "Achievement",
    "AchievementKind",
]


class AchievementKind(StrEnum):
    LEVEL = "level"  # level at the end of 2020
    CHANGE = "change"  # change over the five years
    CUMULATIVE = "cumulative"  # five-year total
    SHARE = "share"


@dataclass(frozen=True)
class Achievement(Noun):
    """One figure of section 1: what the 13th period achieved."""

    id: str
    chapter_id: str
    label: Text
    kind: AchievementKind
    value: float
    year: int
    unit_id: str
    start_value: float | None
    start_year: int | None
    qualifier: str  # "", "about", "more_than"
    indicator_id: str  # the main indicator that continues it, "" for none
    task_id: str  # the task that continues it, "" for none
    source_id: str
    place: str

    @property
    def start(self) -> tuple[int, float] | None:
        """Year and value it started from, where the plan gives both."""
        if self.start_year is None or self.start_value is None:
            return None
        return self.start_year, self.start_value
