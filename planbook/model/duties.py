"""Who answers for what, what people wrote of it, the plan's projects, and proposals to change the plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.origin import Noun
from planbook.model.standings import BestPace
from planbook.model.tasks import Status
from planbook.model.text import Text

__all__ = [
    "Adjustment",
    "AdjustmentKind",
    "Answer",
    "Cause",
    "Duty",
    "DutyRole",
    "Finding",
    "Office",
    "Project",
    "ProjectReport",
    "Proposal",
    "ProposalRule",
]


class DutyRole(StrEnum):
    LEAD = "lead"  # 牵头
    COOPERATING = "cooperating"  # 配合


class Cause(StrEnum):
    """Why something lags, from a short list; the text beside it says how."""

    STAFF = "staff"
    FUNDS = "funds"
    SITE = "site"  # land, buildings, equipment
    APPROVAL = "approval"
    DEMAND = "demand"
    COORDINATION = "coordination"
    POLICY = "policy"  # rules or standards changed
    STATISTICS = "statistics"  # definition, coverage or date of the figures
    OUTSIDE = "outside"  # epidemic, weather, the economy
    OTHER = "other"


class Answer(StrEnum):
    """What became of a countermeasure promised in an earlier edition."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"
    DROPPED = "dropped"


class AdjustmentKind(StrEnum):
    """How a target or task might be changed; declared in the order they are listed."""

    RAISE = "raise"
    LOWER = "lower"
    REDEFINE = "redefine"
    REVIEW = "review"  # a binding target is not lowered: it is looked into
    DROP = "drop"
    OTHER = "other"


@dataclass(frozen=True)
class Office(Noun):
    """A unit that answers for indicators, tasks or projects. `short_name` falls back on `name`."""

    id: str
    name: Text
    source_id: str
    short: Text = Text("", "")
    illustrative: bool = False

    @property
    def short_name(self) -> Text:
        return Text(self.short.zh or self.name.zh, self.short.en or self.name.en)


@dataclass(frozen=True)
class Duty(Noun):
    """That an office leads, or helps with, one indicator, task or project."""

    subject_id: str
    office_id: str
    role: DutyRole
    source_id: str
    illustrative: bool = False


@dataclass(frozen=True)
class Finding(Noun):
    """What an office wrote of an indicator, a task, a project or a heading in one edition.

    Each text may be empty. `follows` is the finding of an earlier edition whose countermeasure `answer` is about.

    Attributes
    ----------
    vintage : year of the file it came from.
    due : ISO date, or its year or month, by which the countermeasure is to be done; "" where none is given.
    """

    id: str
    vintage: int
    subject_id: str
    achieved: Text
    problem: Text
    cause: Cause | None
    cause_text: Text
    measure: Text
    office_id: str
    due: str
    next_step: Text
    follows: str
    answer: Answer | None
    answer_text: Text
    source_id: str
    illustrative: bool = False

    @property
    def promises(self) -> bool:
        """Whether it holds a countermeasure that can be asked after."""
        return bool(self.measure.zh)

    @property
    def explains(self) -> bool:
        """Whether it gives both a cause and a countermeasure."""
        return self.cause is not None and self.promises


@dataclass(frozen=True)
class Project(Noun):
    """A construction project or other large undertaking that the plan names.

    `starts` and `ends` are planned: ISO dates or parts of one, "" where not published; `investment` in `unit_id`.
    """

    id: str
    chapter_id: str
    name: Text
    task_id: str
    starts: str
    ends: str
    investment: float | None
    unit_id: str
    place: str
    source_id: str


@dataclass(frozen=True)
class ProjectReport(Noun):
    """Where a project stood at the end of a year.

    `done` is the share of the works done, in per cent; `money` what is in place, in the project's unit.
    """

    project_id: str
    year: int
    status: Status
    done: float | None
    money: float | None
    note: Text
    source_id: str
    vintage: int
    illustrative: bool = False


@dataclass(frozen=True)
class Adjustment(Noun):
    """A change of a target or task that an office proposes; known from the edition of `year` on.

    `proposed` is the new target in the subject's unit; None for a change of another kind.
    """

    id: str
    year: int
    subject_id: str
    kind: AdjustmentKind
    proposed: float | None
    reason: Text
    office_id: str
    source_id: str
    illustrative: bool = False


class ProposalRule(StrEnum):
    """The rules by which the program itself proposes a change; `assess.duties` states them."""

    DEFINITION_CHANGED = "definition_changed"
    MET_EARLY = "met_early"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True)
class Proposal:
    """A change of an indicator's target that follows from a rule; nobody has decided it.

    Attributes
    ----------
    year : since when the target is met, or the definition another one.
    early : years before the target year.
    beyond : latest value less target, in the unit.
    required, best : change a year still required, and the best pace seen.
    """

    indicator_id: str
    rule: ProposalRule
    kind: AdjustmentKind
    illustrative: bool
    year: int | None = None
    early: int | None = None
    beyond: float | None = None
    required: float | None = None
    best: BestPace | None = None
