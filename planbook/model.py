"""The nouns of Planbook: frozen dataclasses and enums, no behaviour beyond what a noun knows of itself.

Codes (the enums' values) are what data files and `assessments.csv` hold. Words for people are in
`site/locales/`.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

import pandas as pd

__all__ = [
    "Achievement",
    "AchievementKind",
    "Aggregate",
    "Area",
    "AreaLevel",
    "Assessment",
    "BackgroundSeries",
    "BestPace",
    "Bound",
    "Chapter",
    "Compared",
    "CrossCheck",
    "Direction",
    "EditionKind",
    "EditionParameters",
    "Evidence",
    "EvidenceStrength",
    "Flag",
    "Indicator",
    "IndicatorType",
    "Inputs",
    "Judged",
    "Message",
    "MessageFields",
    "NamedFigure",
    "Noun",
    "NoProjection",
    "NotComputed",
    "Observation",
    "Origin",
    "Outcome",
    "OutlookVerdict",
    "PaceVerdict",
    "Paced",
    "Path",
    "Period",
    "Plan",
    "PlanCheck",
    "PlanRelation",
    "Precedent",
    "Progress",
    "Projection",
    "Rates",
    "Relation",
    "Reported",
    "Sensitivity",
    "Series",
    "SituationSection",
    "SituationSeries",
    "Source",
    "SourceKind",
    "Standing",
    "Status",
    "StatusReport",
    "TargetKind",
    "Task",
    "TaskKind",
    "Term",
    "Text",
    "Thresholds",
    "Unit",
    "UnitKind",
    "Unjudged",
    "Way",
    "YearbookKind",
    "YearbookSeries",
    "YearbookTable",
    "observe",
    "observe_row",
]


class Direction(StrEnum):
    RISE = "rise"
    FALL = "fall"


class Bound(StrEnum):
    """How the plan writes the target: `plain` (100), `at_least` (≥ 60), `at_most` (≤ 5.5)."""

    PLAIN = "plain"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class IndicatorType(StrEnum):
    BINDING = "binding"  # 约束性
    ANTICIPATORY = "anticipatory"  # 预期性


class TargetKind(StrEnum):
    """The kinds of target in METHODS; each says how completion is computed, or that it is not."""

    REACH = "reach"
    FALL_TO = "fall_to"
    FROM_ZERO = "from_zero"
    KEEP = "keep"
    YEARLY_AVERAGE = "yearly_average"
    CUMULATIVE = "cumulative"
    ABOUT = "about"
    RANGE = "range"
    RELATIVE = "relative"
    SET_YEARLY = "set_yearly"  # the plan leaves the figure to each year's own plan
    OBSERVED = "observed"  # a figure to watch, without a target
    QUALITATIVE = "qualitative"


class UnitKind(StrEnum):
    SHARE = "share"  # stays within 0-100
    COUNT = "count"  # never negative, whole
    RATE = "rate"  # per 10,000 people and the like: never negative
    MONEY = "money"  # never negative
    CHANGE = "change"  # percentage points or per cent of change: any sign


class Flag(StrEnum):
    """Observation status: Eurostat's codes (list of 27 January 2025) plus `r` (revised)."""

    NORMAL = ""
    BREAK = "b"
    DEFINITION_DIFFERS = "d"
    ESTIMATED = "e"
    FORECAST = "f"
    IMPUTED = "i"
    MISSING = "m"
    NOT_SIGNIFICANT = "n"
    PROVISIONAL = "p"
    LOW_RELIABILITY = "u"
    REVISED = "r"


NOT_OBSERVED = frozenset({Flag.MISSING, Flag.FORECAST})  # neither says what was observed


class SourceKind(StrEnum):
    PLAN = "plan"  # the plan's own text
    ORIGINAL = "original"  # the publisher's own page or document: may be linked
    NEWS = "news"  # established news: may be linked
    REPRINT = "reprint"  # read only on a mirror: cited, never linked
    DERIVED = "derived"  # computed here from the others, arithmetic kept
    ILLUSTRATIVE = "illustrative"  # made up to show the product; marked wherever it appears


class EditionKind(StrEnum):
    MONITORING = "monitoring"  # annual monitoring report
    MID_TERM = "mid_term"
    FINAL = "final"


class PaceVerdict(StrEnum):
    """Judgement 1 (是否达到序时进度); declared in the order best to worst."""

    ACHIEVED = "achieved"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    LAGGING = "lagging"
    NOT_JUDGED = "not_judged"  # reported, but nothing to judge it by
    NOT_REPORTED = "not_reported"


class OutlookVerdict(StrEnum):
    """Judgement 2 (完成目标趋势判断)."""

    MET = "met"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    UNLIKELY = "unlikely"
    INSUFFICIENT = "insufficient"


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


class AchievementKind(StrEnum):
    LEVEL = "level"  # level at the end of 2020
    CHANGE = "change"  # change over the five years
    CUMULATIVE = "cumulative"  # five-year total
    SHARE = "share"


class AreaLevel(StrEnum):
    """Administrative levels, declared smallest first."""

    TOWNSHIP = "township"  # 乡级
    COUNTY = "county"  # 县级
    PREFECTURE = "prefecture"  # 地级
    PROVINCE = "province"  # 省级
    COUNTRY = "country"  # 国家


class YearbookKind(StrEnum):
    """What a table of the yearbook shows."""

    INDICATORS = "indicators"
    TASKS = "tasks"
    ACHIEVEMENTS = "achievements"
    SERIES = "series"


class PlanRelation(StrEnum):
    """How the two sides of a check of the plan should stand to each other."""

    EQUAL = "equal"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE = "more"
    LESS = "less"
    BESIDE = "beside"  # only shown side by side: the two are not strictly comparable


class Relation(StrEnum):
    """How a row of a table stands to the total above it; the values are the marks in `yearbook.csv`."""

    NONE = ""
    PART = "+"  # with its neighbours it makes up the total
    OF_WHICH = "#"  # one of several


@dataclass(frozen=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return {"zh": self.zh, "en": self.en}[language]


@dataclass(frozen=True)
class Origin:
    """Where a noun was read: its file as people are shown it, and the line its row begins on.

    A document of keys has no row; `lines` then says on which line each of its dotted keys stands.
    """

    file: str
    row: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Noun:
    """What a row of the data, or a document, is about; two are equal wherever they were read."""

    origin: Origin | None = field(default=None, compare=False, repr=False)  # None for one made in a program


@dataclass(frozen=True)
class Unit(Noun):
    """A unit of measurement; `en_one` and `en_other` are the English singular and plural.

    `factor` is how many of `in_ones` one of it is: 10,000 persons in a 万人; 1 and None for a unit of its own.
    """

    id: str
    kind: UnitKind
    zh: str
    en_one: str
    en_other: str
    decimals: int  # how many decimals a value in this unit is shown with
    factor: int = 1
    in_ones: Unit | None = None


@dataclass(frozen=True)
class Area(Noun):
    """An area that figures are of.

    `code` is its administrative code; `parent_id` the area it is part of, "" for none.
    """

    id: str
    name: Text
    level: AreaLevel
    code: str
    parent_id: str = ""


@dataclass(frozen=True)
class Source(Noun):
    id: str
    title: Text
    publisher: Text
    published: str  # ISO date or part of one; "" where unknown
    document_number: str
    address: str  # audit trail; shown as a link only when `linkable`
    kind: SourceKind
    note: Text = Text("", "")

    @property
    def linkable(self) -> bool:
        return self.kind in (SourceKind.ORIGINAL, SourceKind.NEWS) and self.address.startswith("http")

    @property
    def illustrative(self) -> bool:
        return self.kind is SourceKind.ILLUSTRATIVE


@dataclass(frozen=True)
class Period:
    """A plan period such as 2021-2025; `name` is “十四五” / 14th Five-Year Plan."""

    name: Text
    first_year: int
    last_year: int


@dataclass(frozen=True)
class Plan(Noun):
    id: str
    title: Text
    short_title: Text
    document_number: str
    issuer: Text
    issued: date
    area: Text
    area_code: str
    baseline_year: int
    period: Period
    predecessor: Period
    source_id: str


@dataclass(frozen=True)
class Chapter(Noun):
    """A numbered heading of the plan.

    `notebook` is the notebook that tells it, "" for none; `page` the address of the page that makes, "" where the
    page is called as the notebook is.
    """

    id: str
    parent_id: str
    number: str  # as the plan writes it: 四（三）1
    title: Text
    notebook: str
    page: str = ""

    @property
    def address(self) -> str:
        """The page that tells the heading, without `.html`; "" where none does."""
        return self.page or self.notebook


@dataclass(frozen=True)
class Indicator(Noun):
    """One row of the plan's table. `baseline` and `target` in `unit_id`; years are calendar years, end of year."""

    id: str
    number: int
    chapter_id: str
    name: Text
    short_name: Text
    definition: Text
    formula: Text
    baseline_year: int
    baseline: float | None  # None only for qualitative targets
    target_year: int
    target: float | None
    bound: Bound
    direction: Direction
    unit_id: str
    type: IndicatorType
    target_kind: TargetKind
    source_id: str
    target_high: float | None = None  # upper end of a range target
    tolerance: float | None = None  # for "about" targets, in the unit
    reference_series_id: str = ""  # what a relative target is set against; else the same measure elsewhere

    @property
    def binding(self) -> bool:
        return self.type is IndicatorType.BINDING

    @property
    def target_figure(self) -> float:
        """The target of a kind that has one.

        Raises
        ------
        ValueError
            Where the plan states none.
        """
        if self.target is None:
            raise ValueError(f"{self.id} has no target value")
        return self.target

    @property
    def baseline_observation(self) -> Reported | None:
        """The plan's baseline as the first value of the indicator's course; None where the plan states none."""
        if self.baseline is None:
            return None
        return Reported(self.baseline_year, self.baseline, source_id=self.source_id)


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


@dataclass(frozen=True)
class Term(Noun):
    id: str
    term: Text
    definition: Text
    footnote: int | None  # number of the plan's footnote
    source_id: str


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


@dataclass(frozen=True)
class NamedFigure:
    """A figure of a check of the plan, under the name that its arithmetic uses.

    `what` says where it stands (`i03.baseline`, `t4-3-1-07.target`, `a1-2-01.start`, `series:area:year`) or, where
    `computed`, the arithmetic over the figures named before it. `unit_id` of a computed one; "" for a plain number.
    """

    name: str
    what: str
    computed: bool
    unit_id: str = ""


@dataclass(frozen=True)
class PlanCheck(Noun):
    """Two figures that ought to agree, as the plan's data declare it.

    `left` and `right` are arithmetic over `figures`, in `unit_id`; `tolerance` in the same unit. The texts are
    templates: `{left}`, `{right}`, `{difference}`, each figure by its name and its year as `{name_year}`. `agrees` is
    also what is said where the relation is `beside`.
    """

    id: str
    title: Text
    figures: tuple[NamedFigure, ...]
    left: str
    relation: PlanRelation
    right: str
    tolerance: float
    unit_id: str
    agrees: Text
    differs: Text


@dataclass(frozen=True)
class Precedent(Noun):
    """How a published evaluation, or a document like one, classifies indicators; to read beside, never to judge by."""

    id: str
    document: Text
    published: str  # ISO date or part of one; "" where unknown
    indicators: int | None  # how many it evaluates; None where it does not say
    classes: Text  # its words, with counts as it gives them
    source_id: str


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


@dataclass(frozen=True)
class Observation:
    """What is on record of one subject in one year: a value, or that none was reported.

    A value that was observed makes a `Reported`; `observe` decides. What is left is a row that says a value is
    missing (flag m, `value` None) or a forecast (flag f), which nothing is computed from.

    Attributes
    ----------
    value : in the unit of its series.
    illustrative : the value is made up and carries the mark wherever it is shown.
    vintage : edition whose data file it came from; None for figures of the plan and published background series.
    note : what must be known of this one value.
    expression : the arithmetic of a value computed from other published figures, "" where it was published.
    at : the value's date in years (2022.5 is 30 June 2023); None for the end of its year.
    """

    year: int
    value: float | None
    flag: Flag = Flag.NORMAL
    source_id: str = ""
    illustrative: bool = False
    vintage: int | None = None
    note: Text = Text("", "")
    expression: str = ""
    at: float | None = None

    @property
    def time(self) -> float:
        """The value's date in years, where the whole number Y is the end of year Y."""
        return float(self.year) if self.at is None else self.at

    @property
    def broken(self) -> bool:
        """Not comparable with the year before."""
        return self.flag is Flag.BREAK

    @property
    def derived(self) -> bool:
        """Computed from other published figures."""
        return bool(self.expression)


@dataclass(frozen=True)
class Reported(Observation):
    """An observation that has a value."""

    value: float


def observe(year: int, value: float | None, flag: Flag = Flag.NORMAL, **more: Any) -> Observation:
    """An observation, as `Reported` where a value was observed; NaN is no value, and neither is a forecast."""
    if value is None or math.isnan(value):
        return Observation(year, None, flag, **more)
    if flag in NOT_OBSERVED:
        return Observation(year, value, flag, **more)
    return Reported(year, value, flag, **more)


def observe_row(row: Mapping[Hashable, Any]) -> Observation:
    """The observation that a row of `observations`, `vintages`, `progress` or `context` holds."""
    flag = Flag(row["flag"])
    value = None if math.isnan(row["value"]) else float(row["value"])
    vintage = row.get("vintage")
    return observe(
        int(row["year"]),
        value,
        flag,
        source_id=str(row["source_id"]),
        illustrative=bool(row.get("illustrative", False)) and value is not None,
        vintage=None if vintage is None else int(vintage),
        note=Text(str(row.get("note_zh", "")), str(row.get("note_en", ""))),
        expression=str(row.get("expression", "")),
    )


@dataclass(frozen=True)
class Series:
    """The observations of one subject in one unit, oldest first, at most one a year.

    `id` is that of the indicator, numeric task or background series.
    """

    id: str
    unit: Unit
    observations: tuple[Observation, ...]

    @classmethod
    def known_by(cls, frame: pd.DataFrame, subject_id: str, unit: Unit, year: int) -> Self:
        """What the edition of `year` knows of one subject of a frame such as `observations`, `vintages`, `progress`.

        Rows of later years or later vintages are not seen, so that what is added later never changes an earlier
        edition; of several vintages of one year the latest counts.

        Raises
        ------
        ValueError
            When a year has two values in one vintage. `planbook.rules` keeps such data from coming here.
        """
        own = frame[frame.iloc[:, 0] == subject_id]
        own = own[(own["year"] <= year) & (own["vintage"] <= year)].sort_values(["year", "vintage"], kind="stable")
        if own.duplicated(["year", "vintage"]).any():
            raise ValueError(f"{subject_id} has two values for a year in one vintage")
        rows = own.drop_duplicates("year", keep="last").to_dict("records")
        return cls(subject_id, unit, tuple(map(observe_row, rows)))

    @property
    def reported(self) -> tuple[Reported, ...]:
        """The observations that have a value."""
        return tuple(one for one in self.observations if isinstance(one, Reported))

    @property
    def latest(self) -> Reported | None:
        return self.reported[-1] if self.reported else None

    @property
    def break_year(self) -> int | None:
        """The last year flagged as a break in the series, the first of the new definition."""
        return max((one.year for one in self.reported if one.broken), default=None)

    @property
    def since_break(self) -> tuple[Reported, ...]:
        """The values since the last break, the only ones that may be compared with the latest."""
        return self.stretches[-1] if self.reported else ()

    @property
    def stretches(self) -> tuple[tuple[Reported, ...], ...]:
        """The values between breaks: a flag b opens a new stretch, and nothing bridges two."""
        values = self.reported
        if not values:
            return ()
        starts = [n for n, one in enumerate(values) if n == 0 or one.broken]
        return tuple(values[start:end] for start, end in zip(starts, [*starts[1:], len(values)], strict=True))

    @property
    def illustrative(self) -> bool:
        """Whether any of its values is illustrative."""
        return any(one.illustrative for one in self.reported)

    def between(self, first_year: int, last_year: int) -> Self:
        """The same series, of these years only, both included."""
        return replace(
            self, observations=tuple(one for one in self.observations if first_year <= one.year <= last_year)
        )


@dataclass(frozen=True)
class StatusReport:
    """The status of a qualitative measure at the end of a year, as a person entered it."""

    year: int
    status: Status
    source_id: str
    illustrative: bool
    note: Text = Text("", "")


@dataclass(frozen=True)
class BackgroundSeries(Series):
    """One published background series in one area. `measure` is stock, flow or share."""

    area: Area
    name: Text
    measure: str

    @property
    def break_years(self) -> tuple[int, ...]:
        """Years from which on a new definition applies."""
        return tuple(stretch[0].year for stretch in self.stretches[1:])


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


MessageFields = tuple[tuple[str, float | int | str | Text, str], ...]  # (name, value, form), see `Message`


@dataclass(frozen=True)
class Message:
    """A sentence to be said: a key of the locales and what the fields of its template are filled with.

    `fields` holds (name, value, form). The form says how readers see the value: a unit id (a level in that unit),
    `change:<unit id>` (a signed difference in it), or one of `ratio` (two decimals), `share` (a fraction, shown in
    per cent), `year`, `number`, `p_value` (three decimals), `count` (whole; it also chooses the plural), `key`
    (another key of the locales), `text` (a `Text`), `plain` (as it stands).
    """

    key: str
    fields: MessageFields = ()


@dataclass(frozen=True)
class CrossCheck:
    """One published method applied to one indicator.

    `code` is the method's own class, or `not_applicable` with `reason` (a key of the locales' `reasons`).
    `favourable` maps the class on judgement 1's question: True on track or better, False not, None where
    the method does not apply, or asks only whether there is a trend.
    """

    method: str  # one of `assess.METHODS`
    code: str
    statistic: float | None  # the ratio or the share missed that the class rests on
    reason: str = ""
    favourable: bool | None = None

    @property
    def applies(self) -> bool:
        return self.code != "not_applicable"


@dataclass(frozen=True)
class Sensitivity:
    """How far the value may move before the class changes, in the indicator's own unit.

    `value` is the latest one; `to_better`/`to_worse` are signed changes of it (None where there is no such class);
    `grid` holds (ahead cut-off, on-pace cut-off, verdict code) for each pair of cut-offs tried.
    """

    value: float
    to_better: float | None
    to_worse: float | None
    better: PaceVerdict | None
    worse: PaceVerdict | None
    borders: tuple[tuple[PaceVerdict, float], ...]  # value at which each class begins, best first
    grid: tuple[tuple[float, float, PaceVerdict], ...]
    near_boundary: bool  # a provisional or estimated value within one border of another class


@dataclass(frozen=True)
class Way:
    """The way from the baseline to the nearest figure that meets the target, in the indicator's unit.

    Straight; a total of rates that compound gets there by equal rates, which is nearly straight.
    """

    start_year: int
    start: float
    end_year: int
    end: float
    compounds: bool = False

    @property
    def length(self) -> float:
        return abs(self.end - self.start)

    def at(self, time: float) -> float:
        """What is due at a time in years, where the whole number Y is the end of year Y."""
        elapsed = (time - self.start_year) / (self.end_year - self.start_year)
        if self.compounds:
            return 100 * math.expm1(elapsed * math.log1p(self.end / 100))
        return self.start + (self.end - self.start) * elapsed


@dataclass(frozen=True)
class Standing:
    """Where a subject stood at one of its values, measured by the rule of its kind of target.

    A target to keep, and a level without baseline, have a standing only; a relative target is `Compared`, an average
    is `Paced`; a level and a total make `Progress`.

    Attributes
    ----------
    observation : the value.
    due : share of the plan period elapsed at the value's date, 0-1.
    counted : what counts against the target: the value itself, or the mean or total of the plan's years so far.
    """

    observation: Reported
    due: float
    counted: float


@dataclass(frozen=True)
class Paced(Standing):
    """A standing with a pace: `ratio` is 1 where exactly as much is done as is due."""

    ratio: float


@dataclass(frozen=True)
class Progress(Paced):
    """A standing on a way: `completion` is the share of it covered, 1 = there; may be below 0 or above 1."""

    completion: float


@dataclass(frozen=True)
class Compared(Standing):
    """A standing against another series: `reference` is the mean of its same years, `counted` that of the subject."""

    reference: float


@dataclass(frozen=True)
class NotComputed:
    """In place of a figure: the key of the locales' `reasons` that says why there is none."""

    reason: str


@dataclass(frozen=True)
class Judged:
    """Judgement 1 of a value of the edition's own year: `verdict` is neither `not_reported` nor `not_judged`."""

    verdict: PaceVerdict
    reversing: bool  # lagging, and further from the target than at the baseline
    sensitivity: Sensitivity


@dataclass(frozen=True)
class Unjudged:
    """No judgement 1, and why: nothing was reported this year or ever, or the value has nothing to be judged by.

    A value without baseline can only be told to have met its target; how far it is from that, `sensitivity` says.
    """

    reason: str  # key of the locales' `reasons`
    sensitivity: Sensitivity | None = None

    @property
    def verdict(self) -> PaceVerdict:
        missing = self.reason in ("not_reported_this_year", "no_value_in_plan_period")
        return PaceVerdict.NOT_REPORTED if missing else PaceVerdict.NOT_JUDGED

    @property
    def reversing(self) -> bool:
        return False


@dataclass(frozen=True)
class Rates:
    """Change per year in the indicator's unit, up to the latest value and from it to the target.

    Attributes
    ----------
    achieved : None where there is one comparable value only, or the kind of target has no speed.
    required : 0 where the target is met; None once its year has come, or where the kind has no speed.
    multiple : required over achieved; None where the achieved change is zero or goes the wrong way.
    """

    achieved: float | None = None
    required: float | None = None
    multiple: float | None = None


class EvidenceStrength(StrEnum):
    """How good the evidence behind a verdict is; it never changes the verdict."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"


@dataclass(frozen=True)
class Evidence:
    """The strength, and what weakens it: keys of the locales' `evidence.reasons`, in the order they are told."""

    strength: EvidenceStrength
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class BestPace:
    """The fastest change towards the target between two neighbouring values of a series.

    Attributes
    ----------
    area : id of the area, "" for the subject's own series.
    per_year : change a year, in the subject's unit; of an amount elsewhere, what its growth would be here.
    growth : the same as compound growth a year, a fraction; None for the own series and where amounts are not
        compared.
    start_year, end_year : the two values it was seen between.
    """

    area: str
    per_year: float
    growth: float | None
    start_year: int
    end_year: int


Path = tuple[tuple[int, float, float, float], ...]  # (year, centre, low, high), from the latest value on


@dataclass(frozen=True)
class Projection:
    """Judgement 2 with its distribution at the target year, in the indicator's unit.

    Attributes
    ----------
    probability : that the target will be met, 0-1.
    centre, low, high : median and central interval (`Thresholds.interval`).
    robust : the same quantity on the robust line.
    path : the latest value, then each year to the target year.
    reason : key of the locales' `reasons` for what must be said of it (`no_scatter`), "" for nothing.
    """

    verdict: OutlookVerdict
    probability: float
    centre: float
    low: float
    high: float
    robust: float
    path: Path
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """Judgement 2 once the target year's value is known: nothing is projected, the target is met or it is not."""

    met: bool
    standing: Standing
    reason: str = "target_year_reached"

    @property
    def verdict(self) -> OutlookVerdict:
        return OutlookVerdict.MET if self.met else OutlookVerdict.UNLIKELY

    @property
    def probability(self) -> float:
        return 1.0 if self.met else 0.0

    @property
    def centre(self) -> float:
        return self.standing.counted

    low = high = centre

    @property
    def path(self) -> Path:
        latest = self.standing.observation
        return ((latest.year, latest.value, latest.value, latest.value),)


@dataclass(frozen=True)
class NoProjection:
    """Judgement 2 without a projection: `met` where the latest value meets the target, else `insufficient`."""

    verdict: OutlookVerdict
    reason: str  # key of the locales' `reasons`

    @property
    def path(self) -> Path:
        return ()


@dataclass(frozen=True)
class Assessment:
    """Everything judged of one indicator (or numeric task) in one edition.

    Its parts are types that say whether they could be computed, so that a type checker holds their readers to ask:
    `isinstance(assessment.standing, Progress)` before a completion, `isinstance(assessment.forecast, Projection)`
    before an interval. What a new method adds goes into the part it belongs to: to `Standing` what it measures at
    every value, to `Projection` what it says of the future, to `cross_checks` what others make of the same figures.

    Below the parts stand readings as a table writes them, None where not computed: the columns of
    `assessments.csv`, for frames and notebooks.

    Attributes
    ----------
    latest : the latest value of the plan's years known in the edition, None where there is none.
    standing : at the latest value, also where that is of an earlier year and not judged.
    course : the standing at each value, oldest first; values that cannot be measured are left out.
    way : None where the target is neither a level to reach nor a total, or has no baseline; of a total, from 0.
    due : share of the plan period elapsed at the latest value's date, or at the cut-off where there is none.
    points : (year, value) the projection rests on, baseline first.
    disagreeing : methods whose `favourable` contradicts judgement 1.
    reason : key of the locales' `reasons`: the one thing a reader of judgement 1 has to know first, "" for nothing.
    met_since : the year since which the target has been met without interruption.
    met_and_lost : an earlier year met the target, the latest does not.
    evidence : how good the evidence behind the latest value is; None without a value.
    best_paces : the best pace seen towards the target, in the own series first, then in larger areas.
    """

    indicator_id: str
    target_kind: TargetKind
    latest: Reported | None
    due: float
    standing: Standing | NotComputed
    course: tuple[Standing, ...]
    way: Way | None
    judgement: Judged | Unjudged
    rates: Rates
    forecast: Projection | Outcome | NoProjection
    points: tuple[tuple[int, float], ...]
    cross_checks: tuple[CrossCheck, ...]
    disagreeing: tuple[str, ...] = ()
    reason: str = ""
    met_since: int | None = None
    met_and_lost: bool = False
    evidence: Evidence | None = None
    best_paces: tuple[BestPace, ...] = ()

    @property
    def progress(self) -> Progress | None:
        """The standing at the latest value, where its kind of target has a way to cover."""
        return self.standing if isinstance(self.standing, Progress) else None

    @property
    def judged(self) -> bool:
        """Whether judgement 1 was made."""
        return isinstance(self.judgement, Judged)

    @property
    def sensitivity(self) -> Sensitivity | None:
        return self.judgement.sensitivity

    @property
    def pace(self) -> PaceVerdict:
        return self.judgement.verdict

    @property
    def reversing(self) -> bool:
        return self.judgement.reversing

    @property
    def outlook(self) -> OutlookVerdict:
        return self.forecast.verdict

    @property
    def illustrative(self) -> bool:
        """Whether the latest value is illustrative."""
        return self.latest is not None and self.latest.illustrative

    @property
    def year(self) -> int | None:
        return self.latest.year if self.latest else None

    @property
    def value(self) -> float | None:
        return self.latest.value if self.latest else None

    @property
    def flag(self) -> Flag:
        return self.latest.flag if self.latest else Flag.MISSING

    @property
    def source_id(self) -> str:
        return self.latest.source_id if self.latest else ""

    @property
    def counted(self) -> float | None:
        """What counts against the target: the latest value itself, or the mean or total of the plan's years so far."""
        return None if isinstance(self.standing, NotComputed) else self.standing.counted

    @property
    def completion(self) -> float | None:
        return self.standing.completion if isinstance(self.standing, Progress) else None

    @property
    def pace_ratio(self) -> float | None:
        return self.standing.ratio if isinstance(self.standing, Paced) else None

    @property
    def achieved_per_year(self) -> float | None:
        return self.rates.achieved

    @property
    def required_per_year(self) -> float | None:
        return self.rates.required

    @property
    def p_target(self) -> float | None:
        return None if isinstance(self.forecast, NoProjection) else self.forecast.probability

    @property
    def projection(self) -> float | None:
        return None if isinstance(self.forecast, NoProjection) else self.forecast.centre

    @property
    def projection_low(self) -> float | None:
        return None if isinstance(self.forecast, NoProjection) else self.forecast.low

    @property
    def projection_high(self) -> float | None:
        return None if isinstance(self.forecast, NoProjection) else self.forecast.high


@dataclass(frozen=True)
class Aggregate:
    """Counts of verdicts over a group of indicators; `counts[(verdict, type)]`."""

    label: str  # chapter id, or "all"
    total: int
    counts: tuple[tuple[PaceVerdict, IndicatorType, int], ...]
    mean_capped_completion: float | None  # mean of min(max(c, 0), 1) over `mean_over` indicators
    mean_over: int

    def count(self, verdict: PaceVerdict, kind: IndicatorType | None = None) -> int:
        return sum(n for v, t, n in self.counts if v is verdict and (kind is None or t is kind))


@dataclass(frozen=True)
class Inputs:
    """What was known in one edition: everything `load` read, checked and typed.

    Frames
    ------
    observations : indicator_id, year (int), value (float, NaN = not reported), flag, source_id, note_zh, note_en,
        vintage (int, year of the file the row came from), illustrative (bool); one row per indicator and year, the
        latest vintage up to the edition's year.
    vintages : the same columns, every row of every file up to the edition's year.
    progress : task_id, year, value (float, NaN where none), status (code or ""), flag, source_id, note_zh, note_en,
        vintage, illustrative; latest vintage per task and year.
    series : one row per background series: series_id, name_zh, name_en, definition_zh, definition_en, unit_id,
        measure (stock | flow | share | plan).
    context : series_id, area (an area's id), year, value (float), flag, source_id, quote, preferred (bool), note_zh,
        note_en, expression, inputs (the last two non-empty where derived).
    """

    plan: Plan
    parameters: EditionParameters
    units: dict[str, Unit]
    chapters: dict[str, Chapter]
    indicators: dict[str, Indicator]
    tasks: dict[str, Task]
    achievements: dict[str, Achievement]
    glossary: dict[str, Term]
    sources: dict[str, Source]
    observations: pd.DataFrame
    vintages: pd.DataFrame
    progress: pd.DataFrame
    series: pd.DataFrame
    context: pd.DataFrame
    official_only: bool = False
    yearbook: tuple[YearbookTable, ...] = ()  # empty where the plan declares none
    precedents: dict[str, Precedent] = field(default_factory=dict)
    plan_checks: dict[str, PlanCheck] = field(default_factory=dict)
    situation: dict[str, SituationSection] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)  # smallest level first; empty where no figure needs one

    @property
    def own_area(self) -> Area | None:
        """The area the plan is made for: that of the code in `plan.yml`; None where the plan lists no such area."""
        return next((area for area in self.areas.values() if area.code == self.plan.area_code), None)

    def area_above(self, area: Area) -> Area | None:
        """The area that `area` is part of; None for the largest."""
        return self.areas.get(area.parent_id)

    def series_of(self, subject_id: str) -> Series:
        """Everything on record of an indicator or a numeric task, the plan's baseline not included.

        Raises
        ------
        KeyError
            When the plan has no such indicator or task.
        """
        known = self.indicators.get(subject_id) or self.tasks[subject_id]
        frame = self.observations if isinstance(known, Indicator) else self.progress
        return Series.known_by(frame, subject_id, self.units[known.unit_id], self.parameters.year)

    def statuses_of(self, task_id: str) -> tuple[StatusReport, ...]:
        """Every status on record of a qualitative measure, oldest first."""
        return tuple(
            StatusReport(
                int(row["year"]),
                Status(row["status"]),
                str(row["source_id"]),
                bool(row["illustrative"]),
                Text(str(row["note_zh"]), str(row["note_en"])),
            )
            for row in self._rows_of(self.progress, task_id)
            if row["status"]
        )

    def vintages_of(self, indicator_id: str) -> tuple[Observation, ...]:
        """What each edition so far knew of an indicator, by year and then by edition."""
        return tuple(map(observe_row, self._rows_of(self.vintages, indicator_id)))

    @staticmethod
    def _rows_of(frame: pd.DataFrame, subject_id: str) -> list[dict[Hashable, Any]]:
        """The rows of one subject; its id is the first column of such a frame."""
        return frame[frame.iloc[:, 0] == subject_id].sort_values(["year", "vintage"], kind="stable").to_dict("records")
