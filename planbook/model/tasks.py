"""The plan's tasks: numeric targets beyond the indicators, and measures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.indicators import Bound, Direction, TargetKind
from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = [
    "Status",
    "StatusReport",
    "Task",
    "TaskKind",
]


class TaskKind(StrEnum):
    NUMERIC = "numeric"
    QUALITATIVE = "qualitative"


class Status(StrEnum):
    """Status of a qualitative measure, entered by a person."""

    COMPLETED = "completed"
    UNDER_WAY = "under_way"
    DELAYED = "delayed"
    NOT_STARTED = "not_started"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True)
class Task(Noun):
    """A numeric target of sections 4 and 5 beyond the main indicators, or a qualitative measure."""

    id: str
    chapter_id: str
    kind: TaskKind
    text: Text
    baseline_year: int | None
    baseline: float | None
    target_year: int | None
    target: float | None
    bound: Bound
    direction: Direction
    unit_id: str
    target_kind: TargetKind
    indicator_id: str  # related main indicator, "" for none
    source_id: str
    place: str  # where in the plan
    short_name: Text = Text("", "")

    @property
    def measured(self) -> Text:
        """What a numeric task counts, without its target: its short name, else its text."""
        return Text(self.short_name.zh or self.text.zh, self.short_name.en or self.text.en)


@dataclass(frozen=True)
class StatusReport:
    """The status of a qualitative measure at the end of a year, as a person entered it."""

    year: int
    status: Status
    source_id: str
    illustrative: bool
    note: Text = Text("", "")
