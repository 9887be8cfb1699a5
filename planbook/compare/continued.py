"""Figures of the finished plan that the running plan goes on with, as an indicator or a numeric task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from planbook.compare.change import NoChange, PeriodChange, base_year_of, measure_change
from planbook.model import (
    Achievement,
    Assessment,
    Flag,
    Indicator,
    Inputs,
    Period,
    Reported,
    TargetKind,
    Task,
    TaskKind,
    Text,
    UnitKind,
)

__all__ = ["ContinuedFigure", "compare_continued"]


@dataclass(frozen=True)
class ContinuedFigure:
    """One achievement of the finished plan beside the indicator or task that continues it.

    `first` is in `first_unit_id`, everything else in `second_unit_id`. Only where `same_measure` may the two be
    put in one scale: 1,240 yuan a month goes on as a share of consumption, which is another measure.

    Attributes
    ----------
    subject_id : id of the indicator or task.
    first, second : the change in each period; of the second, from the plan's baseline to the latest value.
    planned_per_year : change per year that the plan asks for, from baseline to target; None without a baseline.
    illustrative : the latest value of the second period is made up, and has to carry the mark.
    """

    achievement_id: str
    label: Text
    chapter_id: str
    subject_id: str
    first_unit_id: str
    second_unit_id: str
    same_measure: bool
    first: PeriodChange | NoChange
    second: PeriodChange | NoChange
    target: float
    target_year: int
    planned_per_year: float | None
    flag: Flag
    illustrative: bool
    source_ids: tuple[str, ...]

    @property
    def changes(self) -> tuple[PeriodChange, PeriodChange] | None:
        """The change in each period; None where one of them is not known or they are of two measures."""
        if not self.same_measure or not isinstance(self.first, PeriodChange) or isinstance(self.second, NoChange):
            return None
        return self.first, self.second


def compare_continued(inputs: Inputs, assessments: Mapping[str, Assessment]) -> tuple[ContinuedFigure, ...]:
    """Every achievement that an indicator or a numeric task with a target continues, in the plan's order."""
    found = []
    for achievement in inputs.achievements.values():
        subject = inputs.indicators.get(achievement.indicator_id) or inputs.tasks.get(achievement.task_id)
        task = inputs.tasks.get(achievement.task_id)
        if task is not None and task.kind is TaskKind.NUMERIC and task.unit_id == achievement.unit_id:
            subject = task  # 92 meal sites go on as 100 meal sites, rather than as meals per day
        if subject is None or subject.target is None or subject.target_year is None:
            continue
        if isinstance(subject, Task) and subject.kind is not TaskKind.NUMERIC:
            continue
        found.append(_continue(inputs, achievement, subject, (subject.target_year, subject.target), assessments))
    return tuple(found)


def _continue(
    inputs: Inputs,
    achievement: Achievement,
    subject: Indicator | Task,
    target: tuple[int, float],
    assessments: Mapping[str, Assessment],
) -> ContinuedFigure:
    known = inputs.series_of(subject.id)
    latest = known.latest
    if isinstance(subject, Indicator):
        assessment = assessments.get(subject.id)
        latest = assessment.latest if assessment else None
        if assessment and latest and subject.target_kind is TargetKind.CUMULATIVE:  # its years are parts of a total
            latest = None if assessment.counted is None else replace(latest, value=assessment.counted)
    after_break = latest is not None and any(one.broken for one in known.reported if one.year <= latest.year)
    planned = None
    if subject.baseline is not None and subject.baseline_year is not None:
        planned = (target[1] - subject.baseline) / (target[0] - subject.baseline_year)
    sources = (achievement.source_id, subject.source_id, *((latest.source_id,) if latest else ()))
    return ContinuedFigure(
        achievement.id,
        achievement.label,
        achievement.chapter_id,
        subject.id,
        achievement.unit_id,
        subject.unit_id,
        achievement.unit_id == subject.unit_id,
        _first_period(inputs, achievement, inputs.plan.predecessor),
        _second_period(subject, latest, after_break, inputs.plan.period),
        target[1],
        target[0],
        planned,
        latest.flag if latest else Flag.NORMAL,
        latest is not None and latest.illustrative,
        tuple(dict.fromkeys(sources)),
    )


def _first_period(inputs: Inputs, achievement: Achievement, period: Period) -> PeriodChange | NoChange:
    if inputs.units[achievement.unit_id].kind is UnitKind.CHANGE:
        # "Up 44 %" states the growth itself, not the levels it lies between.
        start_year = achievement.start_year or base_year_of(period)
        years, factor = achievement.year - start_year, 1 + achievement.value / 100
        return NoChange(
            "growth_only", start_year=start_year, end_year=achievement.year, growth=factor ** (1 / years) - 1
        )
    if achievement.start_value is None or achievement.start_year is None:
        return NoChange("no_start_value", end_year=achievement.year, end=achievement.value)
    return measure_change(
        (achievement.start_year, achievement.start_value), (achievement.year, achievement.value), period
    )


def _second_period(
    subject: Indicator | Task, latest: Reported | None, after_break: bool, period: Period
) -> PeriodChange | NoChange:
    if subject.baseline is None or subject.baseline_year is None:
        return (
            NoChange(
                "no_value",
            )
            if latest is None
            else NoChange("no_start_value", end_year=latest.year, end=latest.value)
        )
    if latest is None:
        return NoChange("not_reported", start_year=subject.baseline_year, start=subject.baseline)
    if after_break:
        return NoChange(
            "break", start_year=subject.baseline_year, start=subject.baseline, end_year=latest.year, end=latest.value
        )
    return measure_change((subject.baseline_year, subject.baseline), (latest.year, latest.value), period)
