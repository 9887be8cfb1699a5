"""What the rules are about: every noun of a plan that could be read, and the rows of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planbook.errors import Problem, Severity
from planbook.model import (
    Achievement,
    Adjustment,
    Area,
    Breakdown,
    Category,
    Chapter,
    Duty,
    EditionName,
    Finding,
    Flag,
    Indicator,
    Noun,
    Office,
    Peer,
    Plan,
    PlanChange,
    PlanCheck,
    Precedent,
    Project,
    ProjectReport,
    SituationSection,
    Source,
    SourceKind,
    Status,
    Task,
    Term,
    Text,
    Unit,
    YearbookTable,
)

__all__ = ["DeclaredSeries", "Facts", "Record", "problem_at"]


@dataclass(frozen=True)
class DeclaredSeries(Noun):
    """A background series as `context/series.csv` declares it; `measure` is stock, flow, share or plan."""

    id: str
    name: Text
    definition: Text
    unit_id: str
    measure: str


@dataclass(frozen=True)
class Record(Noun):
    """A row of figures as it was read: of an indicator, a task, or a background series in an area.

    Attributes
    ----------
    value : in the unit of its subject; None for an empty cell. `decimals` says with how many it was written.
    vintage : year of the file it came from; None for background.
    status : of a qualitative measure.
    quote, preferred : of a published background figure.
    expression, inputs : of a derived one.
    """

    subject_id: str
    year: int
    value: float | None
    flags: tuple[Flag, ...] = ()
    source_id: str = ""
    note: Text = Text("", "")
    decimals: int = 0
    vintage: int | None = None
    status: Status | None = None
    area_id: str = ""
    quote: str = ""
    preferred: bool = True
    expression: str = ""
    inputs: str = ""

    @property
    def flagged(self) -> str:
        """The flags for a message: `flag br`, or that there is none."""
        return f"flag {''.join(self.flags)}" if self.flags else "no flag"

    @property
    def written(self) -> str:
        """The value as it was written, for messages; "" where there is none."""
        return "" if self.value is None else f"{self.value:.{self.decimals}f}"


@dataclass(frozen=True)
class Facts:
    """Everything known of a plan in the edition of `year`, by id, as far as its rows are sound.

    A row with a cell that does not fit the schema is not here; why, is told already. `plan` is None where `plan.yml`
    cannot be read. Figures are those of files up to `year`, the oldest file first.
    """

    year: int
    plan: Plan | None = None
    month: int | None = None  # of an edition in the middle of its year
    units: Mapping[str, Unit] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    chapters: Mapping[str, Chapter] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    achievements: Mapping[str, Achievement] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    precedents: Mapping[str, Precedent] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    series: Mapping[str, DeclaredSeries] = field(default_factory=dict)
    yearbook: Mapping[str, YearbookTable] = field(default_factory=dict)
    plan_checks: Mapping[str, PlanCheck] = field(default_factory=dict)
    situation: Mapping[str, SituationSection] = field(default_factory=dict)
    peers: tuple[Peer, ...] = ()
    offices: Mapping[str, Office] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    findings: tuple[Finding, ...] = ()
    projects: Mapping[str, Project] = field(default_factory=dict)
    project_reports: tuple[ProjectReport, ...] = ()
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)
    adopted: Mapping[str, Indicator] = field(default_factory=dict)  # as the plan was adopted
    dropped: Mapping[str, Indicator] = field(default_factory=dict)  # no longer in the plan, as they were last
    changes: tuple[PlanChange, ...] = ()  # of the plan, in force, oldest first
    all_changes: tuple[PlanChange, ...] = ()  # of the plan, also those to come
    restated: tuple[Indicator, ...] = ()  # indicators as each change leaves them, found where that stands
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    observations: tuple[Record, ...] = ()
    parts: tuple[Record, ...] = ()  # of indicators by category, which stands in the place of the area
    progress: tuple[Record, ...] = ()
    published: tuple[Record, ...] = ()
    derived: tuple[Record, ...] = ()
    troubled: frozenset[str] = frozenset()  # files, as shown, that are missing or not sound throughout
    cited: frozenset[str] = frozenset()  # ids of sources that any row names
    listed: Mapping[str, frozenset[str]] = field(default_factory=dict)  # path of a table → its ids, sound or not

    @property
    def as_adopted(self) -> Mapping[str, Indicator]:
        """The indicators of the plan's own text, whatever changed since."""
        return self.adopted or self.indicators

    def file_of(self, year: int) -> str:
        """The name of the yearly file that the edition reads for a year, without `.csv`."""
        return str(EditionName(year, self.month if year == self.year else None))

    def unit_of(self, record: Record) -> Unit | None:
        """The unit of a record's subject; None where subject or unit could not be read."""
        subject = (
            self.indicators.get(record.subject_id)
            or self.dropped.get(record.subject_id)
            or self.tasks.get(record.subject_id)
            or self.series.get(record.subject_id)
        )
        return None if subject is None else self.units.get(subject.unit_id)

    def source_kind(self, source_id: str) -> SourceKind | None:
        source = self.sources.get(source_id)
        return None if source is None else source.kind


def problem_at(
    noun: Noun,
    what: str,
    found: str,
    expected: str,
    fix: str,
    severity: Severity = "error",
    key: str = "",
) -> Problem:
    """A problem at the place a noun was read, naming what it is about; `key` is a key of its document."""
    origin, subject, year = noun.origin, getattr(noun, "id", None), getattr(noun, "year", None)
    if isinstance(noun, Record):
        subject = ", ".join(part for part in (noun.subject_id, noun.area_id) if part)
    row = None if origin is None else origin.lines.get(key, origin.row)
    return Problem(
        "" if origin is None else origin.file,
        what,
        found,
        expected,
        fix,
        row=row,
        subject=key or subject,
        year=year,
        severity=severity,
    )
