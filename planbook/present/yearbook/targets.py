"""Tables of what the plan sets: its main indicators and its numeric tasks, by year with baseline and target."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.model import (
    Chapter,
    Indicator,
    Inputs,
    PlanChange,
    Relation,
    TargetKind,
    Task,
    TaskKind,
    Text,
    Unit,
    YearbookKind,
    YearbookTable,
    adds_up,
)
from planbook.present.subjects import is_within
from planbook.present.words import load_words
from planbook.present.yearbook.figures import bilingual
from planbook.present.yearbook.model import Figure, FigureKind, Section, StatisticalTable, YearbookColumn, YearbookRow
from planbook.present.yearbook.notes import noted

__all__ = ["indicators_table", "tasks_table"]

TYPE = "type"
BASELINE, TARGET = "baseline", "target"
PLAIN_KINDS = (TargetKind.REACH, TargetKind.FALL_TO, TargetKind.FROM_ZERO, TargetKind.RANGE)


def indicators_table(inputs: Inputs, declared: YearbookTable) -> StatisticalTable:
    """The main indicators under a heading of the plan."""
    chosen = [one for one in inputs.indicators.values() if is_within(inputs, one.chapter_id, declared.chapter_id)]
    lines = tuple(
        line
        for one in chosen
        for line in (
            _line(inputs, one, one.name, {TYPE: bilingual(f"type.{one.type.value}")}),
            *_by_category(inputs, one),
        )
    )
    return _table(inputs, declared, lines, (YearbookColumn(TYPE, head=bilingual("yearbook.head.type"), figures=False),))


def _by_category(inputs: Inputs, indicator: Indicator) -> Iterator[YearbookRow]:
    """The lines of an indicator's categories: parts of the total where they add up, else some of it."""
    unit, plan = inputs.units[indicator.unit_id], inputs.plan
    last_year = min(inputs.parameters.year, plan.period.last_year)
    for parts in inputs.parts_of(indicator.id):
        relation = Relation.PART if adds_up(unit, parts.breakdown) else Relation.OF_WHICH
        for category in parts.categories:
            known = parts.values[category.id]
            figures = {
                str(year): Figure.of(one, FigureKind.OBSERVED, unit.decimals)
                for year, one in known.items()
                if plan.baseline_year < year <= last_year
            }
            yield YearbookRow(
                f"{indicator.id}.{category.id}",
                category.name,
                unit,
                figures,
                relation=relation,
                notes=noted(figures.values()),
            )


def tasks_table(inputs: Inputs, declared: YearbookTable) -> StatisticalTable:
    """The numeric tasks under a heading of the plan."""
    chosen = [
        task
        for task in inputs.tasks.values()
        if task.kind is TaskKind.NUMERIC and is_within(inputs, task.chapter_id, declared.chapter_id)
    ]
    lines = tuple(_line(inputs, task, task.measured, {}) for task in chosen)
    return _table(inputs, declared, lines, ())


def _table(
    inputs: Inputs, declared: YearbookTable, lines: tuple[YearbookRow, ...], texts: tuple[YearbookColumn, ...]
) -> StatisticalTable:
    plan = inputs.plan
    years = range(plan.baseline_year + 1, min(inputs.parameters.year, plan.period.last_year) + 1)
    columns = (
        *texts,
        YearbookColumn(BASELINE, str(plan.baseline_year), bilingual("yearbook.head.baseline")),
        *(YearbookColumn(str(year), str(year)) for year in years),
        YearbookColumn(TARGET, str(plan.period.last_year), bilingual("yearbook.head.target")),
    )
    kind = YearbookKind(declared.kind)
    chapter: Chapter = inputs.chapters[declared.chapter_id]
    title = (
        declared.title
        if declared.title.zh
        else bilingual(f"yearbook.title.{kind.value}", plan=plan.period.name, chapter=chapter.title)
    )
    return StatisticalTable(declared.id, kind, title, columns, (Section(lines),), declared.note)


def _line(inputs: Inputs, subject: Indicator | Task, label: Text, texts: dict[str, Text]) -> YearbookRow:
    plan, unit = inputs.plan, inputs.units[subject.unit_id]
    figures: dict[str, Figure] = {}
    if subject.baseline is not None:
        figures[BASELINE] = Figure(
            subject.baseline_year or plan.baseline_year,
            subject.baseline,
            source_id=subject.baseline_source_id if isinstance(subject, Indicator) else subject.source_id,
            kind=FigureKind.BASELINE,
            decimals=unit.decimals,
        )
    last_year = min(inputs.parameters.year, plan.period.last_year)
    for one in inputs.series_of(subject.id).between(plan.baseline_year + 1, last_year).observations:
        figures[str(one.year)] = Figure.of(one, FigureKind.OBSERVED, unit.decimals)
    if subject.target is not None:
        figures[TARGET] = Figure(
            subject.target_year or plan.period.last_year,
            subject.target,
            source_id=subject.target_source_id if isinstance(subject, Indicator) else subject.source_id,
            kind=FigureKind.TARGET,
            decimals=unit.decimals,
            bound=subject.bound,
            high=subject.target_high if isinstance(subject, Indicator) else None,
        )
    notes = noted(figures.values())
    if subject.target_kind not in PLAIN_KINDS:
        notes = (bilingual(f"yearbook.target_kind.{subject.target_kind.value}"), *notes)
    if isinstance(subject, Indicator):
        notes = (*notes, *(_restated(unit, change) for change in subject.earlier_targets))
    return YearbookRow(subject.id, label, unit, figures, texts, notes=notes)


def _restated(unit: Unit, change: PlanChange) -> Text:
    """That the target was another one, and until when."""

    def said(language: str) -> str:
        words = load_words(language)
        figures = [words.value(one, unit) for one in (change.before, change.value) if one is not None]
        before, now = figures
        return words("plan_changes.yearbook", before=before, now=now, date=words.date(change.effective))

    return Text(said("zh"), said("en"))
