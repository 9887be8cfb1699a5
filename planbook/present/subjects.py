"""What a sentence or a row speaks of: an indicator or a numeric task, its judgement, its figures written out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from planbook.assess.indicator import task_as_indicator
from planbook.looks import VERDICTS, Look, look_of
from planbook.model import (
    Assessment,
    Chapter,
    Direction,
    Indicator,
    Inputs,
    OutlookVerdict,
    PaceVerdict,
    Projection,
    Reported,
    TargetKind,
    Unit,
    UnitKind,
    Unjudged,
)
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, link, plain
from planbook.present.marks import figure, illustrative_mark, look_mark
from planbook.present.words import Words, round_half_up
from planbook.rules.meaning import FLOW_KINDS, LEVEL_KINDS, accepted_values, is_met

__all__ = [
    "Subject",
    "attention_order",
    "indicator_subject",
    "indicator_subjects",
    "is_within",
    "task_subject",
]

COARSE_FROM = 10.0  # yearly rates from this size on need no further decimal


@dataclass(frozen=True)
class Subject:
    """An indicator or a numeric task in one edition; each property is a figure as the reader sees it."""

    edition: Edition
    indicator: Indicator  # a task is judged as one
    assessment: Assessment
    is_task: bool = False

    @property
    def id(self) -> str:
        return self.indicator.id

    @property
    def ghost(self) -> float | None:
        """Where the projection ends, as a share of the way from baseline to target; None where nothing is projected."""
        forecast, way = self.assessment.forecast, self.assessment.way
        if not isinstance(forecast, Projection) or way is None or self.assessment.completion is None:
            return None
        return (forecast.centre - way.start) / (way.end - way.start) if way.end != way.start else None

    @property
    def number(self) -> int:
        """Its number in the plan's table; 0 for a task."""
        return self.indicator.number

    @property
    def baseline_year(self) -> int:
        return self.indicator.baseline_year

    @property
    def baseline(self) -> float | None:
        return self.indicator.baseline

    @property
    def target_year(self) -> int:
        return self.indicator.target_year

    @property
    def target(self) -> float | None:
        return self.indicator.target

    @property
    def unit(self) -> Unit:
        return self.edition.inputs.units[self.indicator.unit_id]

    @property
    def words(self) -> Words:
        return self.edition.words

    @property
    def name(self) -> str:
        return self.words.text(self.indicator.name)

    @property
    def short_name(self) -> str:
        """The short name, as a row or the beginning of a sentence holds it."""
        return self.words.text(self.indicator.short_name)

    @property
    def linked(self) -> Inline:
        """The short name, linked to the indicator's own page where it has one."""
        return self._linked(self.short_name)

    @property
    def linked_inside(self) -> Inline:
        """The short name as the middle of a sentence holds it, linked."""
        return self._linked(self.words.inside(self.short_name))

    @property
    def subject_name(self) -> str:
        """What a sentence of its own begins with: the plan's name; in English the short one where it is as clear."""
        amount = self.unit.kind in (UnitKind.COUNT, UnitKind.MONEY)
        return self.words.as_subject(self.short_name if self.words.language == "en" and amount else self.name)

    @property
    def counted(self) -> bool:
        """Whether its value is a number of things, and not a rate, a share or an amount of money."""
        return self.unit.kind is UnitKind.COUNT and "/" not in self.unit.zh and " per " not in self.unit.en_other

    def standing_at(self, value: Inline, number: float) -> Inline:
        """`为 42.0%`, `有 16 人`; `at 42.0%`, `at 16`: English does not say again what the name has counted."""
        if not self.counted:
            return fill(self.words, "pace.at.level", value=value)
        shown = value if self.words.language == "zh" else self.derived(self.words.number(number, self.unit.decimals))
        return fill(self.words, "pace.at.counted", value=shown)

    @property
    def regained(self) -> tuple[Reported, Reported] | None:
        """Where the target was met, lost and is met again: the first value that met it, the last one that did not."""
        values = [standing.observation for standing in self.assessment.course]
        if self.assessment.met_since is None or self.indicator.target_kind not in LEVEL_KINDS:
            return None
        accepted = accepted_values(self.indicator)
        met = [value for value in values if is_met(value.value, accepted)]
        lost = [value for value in values if met and value.year > met[0].year and value not in met]
        return (met[0], lost[-1]) if lost else None

    @property
    def spoken_unit(self) -> Unit:
        """The unit as a sentence says it after a name that has the rate in it: “8.6 个”, "8.6 per 10,000"."""
        if self.unit.kind is not UnitKind.RATE or " per " not in self.unit.en_other:
            return self.unit
        per = "per " + re.sub(r"(?<=\d) .*$", "", self.unit.en_other.partition(" per ")[2])
        return replace(self.unit, zh=self.unit.zh.partition("/")[0], en_one=per, en_other=per)

    def _linked(self, shown: str) -> Inline:
        return plain(shown) if self.is_task else link(shown, f"indicators/{self.id}.html")

    @property
    def binding(self) -> bool:
        return self.indicator.binding and not self.is_task

    @property
    def pace(self) -> PaceVerdict:
        return self.assessment.pace

    @property
    def look(self) -> Look:
        """How its verdict is shown."""
        return look_of(self.pace, self.assessment.reversing)

    @property
    def behind(self) -> bool:
        """Whether it was judged, and is not where it should be."""
        return self.look.favourable is False

    @property
    def unmeasured(self) -> bool:
        """Whether there is nothing to judge its value by: no baseline, a break, no target of its own."""
        return self.pace is PaceVerdict.NOT_JUDGED

    @property
    def mark(self) -> Inline:
        """The verdict with its shape; for a value that cannot be judged, why not."""
        judgement = self.assessment.judgement
        if self.unmeasured and isinstance(judgement, Unjudged):
            return plain(self.words(f"unjudged.mark.{judgement.reason}"))
        return look_mark(self.words, self.look)

    @property
    def verdict_word(self) -> str:
        """The verdict without its shape."""
        shown = self.mark.text
        return shown if self.unmeasured else shown.split(" ", 1)[1]

    @property
    def has_value(self) -> bool:
        return self.assessment.value is not None

    @property
    def rises(self) -> bool:
        return self.indicator.direction is Direction.RISE

    @property
    def change(self) -> float | None:
        """Latest value less baseline, in the unit; None where the values are changes or amounts of a year."""
        if self.assessment.latest is None or self.baseline is None or self.indicator.target_kind in FLOW_KINDS:
            return None
        return self.assessment.latest.value - self.baseline

    @property
    def required_total(self) -> float | None:
        """Target less baseline, in the unit."""
        return None if self.target is None or self.baseline is None else self.target - self.baseline

    @property
    def gap(self) -> float | None:
        """What is still missing to the target, in the unit: positive while the target is not met.

        To the latest value, or to the mean or total of the years so far where that is what counts.
        """
        latest, counted = self.assessment.latest, self.assessment.counted
        if latest is None or self.target is None:
            return None
        return (self.target - (latest.value if counted is None else counted)) * (1 if self.rises else -1)

    def derived(self, shown: str) -> Inline:
        """A figure computed from the latest value: it is as illustrative as that is."""
        return figure(self.words, shown, self.assessment.illustrative)

    def written(self, value: float, illustrative: bool | None = None, decimals: int | None = None) -> Inline:
        """A value in the subject's unit, with ◇ where it is illustrative (default: as the latest value is)."""
        made_up = self.assessment.illustrative if illustrative is None else illustrative
        return figure(self.words, self.words.value(value, self.spoken_unit, decimals), made_up)

    @property
    def value(self) -> Inline:
        """The latest value; "" where there is none, as for every figure below."""
        latest = self.assessment.latest
        return plain("") if latest is None else self.written(latest.value)

    @property
    def counted_shown(self) -> Inline:
        """The mean or total of the plan's years so far, where that is what counts; else the latest value."""
        counted = self.assessment.counted
        return self.value if counted is None else self.written(counted)

    @property
    def total(self) -> bool:
        """Whether its yearly values are added up to a total."""
        return self.indicator.target_kind is TargetKind.CUMULATIVE

    @property
    def baseline_shown(self) -> Inline:
        return plain(self.words.value(self.baseline, self.spoken_unit)) if self.baseline is not None else plain("")

    @property
    def target_shown(self) -> str:
        """The target with its bound in words: `不低于 60.0%`."""
        if self.target is None:
            return ""
        return self.words(f"bound.{self.indicator.bound.value}", value=self.words.value(self.target, self.spoken_unit))

    @property
    def completion(self) -> Inline:
        progress = self.assessment.progress
        return plain("") if progress is None else self.derived(self.words.share(progress.completion))

    @property
    def completion_said(self) -> Inline:
        """As running text has it: `40%`."""
        progress = self.assessment.progress
        return plain("") if progress is None else self.derived(self.words.lean_share(progress.completion))

    @property
    def due(self) -> str:
        return self.words.share(self.assessment.due)

    @property
    def due_said(self) -> str:
        return self.words.lean_share(self.assessment.due)

    @property
    def lead(self) -> Inline:
        """How far what is done lies from what is due, without sign: `20 个百分点`."""
        progress = self.assessment.progress
        if progress is None:
            return plain("")
        points = abs(progress.completion - progress.due) * 100
        size = round_half_up(points, 1)
        number = self.words.lean(points, 1)
        count = int(size) if size % 1 == 0 else size
        return self.derived(self.words("format.percentage_points", number=number, count=count))

    @property
    def at_risk(self) -> bool:
        """Whether it does not lag yet, but will miss its target if the trend goes on."""
        projected = isinstance(self.assessment.forecast, Projection)  # once the period is over nothing is
        unlikely = self.assessment.outlook is OutlookVerdict.UNLIKELY
        return projected and unlikely and not self.behind and not self.unmeasured

    @property
    def ratio(self) -> Inline:
        ratio = self.assessment.pace_ratio
        return plain("") if ratio is None else self.derived(self.words.number(ratio, 2))

    def amount(self, value: float, extra: int = 0) -> Inline:
        """The size of a difference in the subject's unit, as illustrative as the latest value."""
        return self.derived(self.words.amount(value, self.spoken_unit, self.unit.decimals + extra))

    def per_year(self, value: float) -> Inline:
        """A yearly rate: with one more decimal where the unit's own would be too coarse."""
        return self.amount(value, self.rate_decimals(value) - self.unit.decimals)

    def rate_decimals(self, value: float) -> int:
        """Decimals of a yearly rate."""
        places = self.unit.decimals
        exact = round_half_up(value, places) == round_half_up(value, places + 1)
        return places if exact or abs(value) >= COARSE_FROM else places + 1

    def times(self, ratio: float, decimals: int) -> Inline:
        """`2.3 倍`, `2.3 times`."""
        return self.derived(self.words("pace.times", number=self.words.number(ratio, decimals)))

    @property
    def movement(self) -> Inline:
        """`比2020年增加 926 张`, `up 926 beds on 2020`; of a total, that it is one."""
        if self.total:
            return plain(self.words("movement.total", base=self.words.year(self.baseline_year)))
        change = self.change or 0.0
        base = self.words.year(self.baseline_year)
        if round_half_up(change, self.unit.decimals) == 0:
            return plain(self.words("movement.flat", base=base))
        way = "up" if change > 0 else "down"
        kind = "count" if self.unit.kind in (UnitKind.COUNT, UnitKind.MONEY) else "share"
        text = self.words(f"movement.{way}_{kind}", base=base, amount=self.words.amount(change, self.spoken_unit))
        return self.derived_phrase(text, self.words.amount(change, self.spoken_unit))

    def derived_phrase(self, phrase: str, shown: str) -> Inline:
        """`phrase` with ◇ right after the figure `shown` in it, where the latest value is illustrative."""
        before, found, after = phrase.partition(shown)
        if not self.assessment.illustrative or not found:
            return plain(phrase)
        return plain(before + found) + illustrative_mark(self.words) + plain(after)


def indicator_subject(edition: Edition, indicator_id: str) -> Subject:
    """The subject of one indicator."""
    return Subject(edition, edition.inputs.indicators[indicator_id], edition.assessments[indicator_id])


def task_subject(edition: Edition, task_id: str) -> Subject:
    """The subject of one numeric task."""
    task = edition.inputs.tasks[task_id]
    measured = task.measured
    indicator = replace(task_as_indicator(task, edition.inputs), name=measured, short_name=measured)
    return Subject(edition, indicator, edition.task_assessments[task_id], is_task=True)


def indicator_subjects(edition: Edition) -> list[Subject]:
    """All indicators in the plan's order."""
    return [indicator_subject(edition, indicator_id) for indicator_id in edition.inputs.indicators]


def attention_order(subjects: list[Subject]) -> list[Subject]:
    """What needs attention first: by verdict, worst first; binding before anticipatory; the furthest behind first."""
    return sorted(
        subjects,
        key=lambda subject: (
            -VERDICTS[subject.pace].severity,
            not subject.binding,
            subject.assessment.pace_ratio if subject.assessment.pace_ratio is not None else 0.0,
            subject.number,
        ),
    )


def is_within(inputs: Inputs, chapter_id: str, ancestor_id: str) -> bool:
    """Whether a heading of the plan is, or lies under, another."""
    chapter: Chapter | None = inputs.chapters.get(chapter_id)
    while chapter is not None:
        if chapter.id == ancestor_id:
            return True
        chapter = inputs.chapters.get(chapter.parent_id)
    return False
