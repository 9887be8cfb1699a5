"""Tables of what the period before achieved: level at its start and end, change, five-year total."""

from __future__ import annotations

from planbook.model import Achievement, AchievementKind, Inputs, Relation, Text, UnitKind, YearbookKind, YearbookTable
from planbook.present.messages import decimals_of
from planbook.present.subjects import is_within
from planbook.present.yearbook.figures import bilingual
from planbook.present.yearbook.model import Figure, FigureKind, Section, StatisticalTable, YearbookColumn, YearbookRow

__all__ = ["achievements_table"]

START, END, CHANGE, TOTAL = "start", "end", "change", "total"
OF_WHICH = {"zh": "其中：", "en": "Of which: "}  # how the plan's figures name one item of the figure above


def achievements_table(inputs: Inputs, declared: YearbookTable) -> StatisticalTable:
    """Every figure of the period before under one heading of the plan."""
    period = inputs.plan.predecessor
    lines = tuple(
        _line(inputs, achievement)
        for achievement in inputs.achievements.values()
        if is_within(inputs, achievement.chapter_id, declared.chapter_id)
    )
    used = {key for line in lines for key in line.figures}
    start, end = period.first_year - 1, period.last_year
    columns = (
        YearbookColumn(START, str(start)),
        YearbookColumn(END, str(end)),
        YearbookColumn(CHANGE, f"{start}–{end}", bilingual("yearbook.head.change")),
        YearbookColumn(TOTAL, f"{period.first_year}–{end}", bilingual("yearbook.head.total")),
    )
    title = declared.title if declared.title.zh else bilingual("yearbook.title.achievements", period=period.name)
    shown = tuple(column for column in columns if column.key in used or column.key == END)
    return StatisticalTable(declared.id, YearbookKind.ACHIEVEMENTS, title, shown, (Section(lines),), declared.note)


def _line(inputs: Inputs, achievement: Achievement) -> YearbookRow:
    unit = inputs.units[achievement.unit_id]
    decimals = decimals_of(achievement.value)
    source, year = achievement.source_id, achievement.year
    figures: dict[str, Figure] = {}
    if achievement.kind is AchievementKind.CUMULATIVE:
        figures[TOTAL] = Figure(year, achievement.value, source_id=source, kind=FigureKind.TOTAL, decimals=decimals)
    elif achievement.kind is AchievementKind.CHANGE:
        figures[CHANGE] = Figure(year, achievement.value, source_id=source, kind=FigureKind.CHANGE, decimals=decimals)
    else:
        figures[END] = Figure(year, achievement.value, source_id=source, kind=FigureKind.OBSERVED, decimals=decimals)
    if achievement.start_value is not None:
        decimals = max(decimals, decimals_of(achievement.start_value))
        start_year = achievement.start_year or inputs.plan.predecessor.first_year - 1
        figures[START] = Figure(
            start_year, achievement.start_value, source_id=source, kind=FigureKind.OBSERVED, decimals=decimals
        )
        if END in figures and unit.kind is not UnitKind.SHARE:  # the change of a share would be in another unit
            figures[CHANGE] = Figure(
                year,
                achievement.value - achievement.start_value,
                source_id=source,
                kind=FigureKind.CHANGE,
                decimals=decimals,
                expression=f"{achievement.value:.12g} - {achievement.start_value:.12g}",
            )
    notes = (bilingual(f"yearbook.qualifier.{achievement.qualifier}"),) if achievement.qualifier else ()
    label, relation = _label(achievement.label)
    return YearbookRow(achievement.id, label, unit, figures, relation=relation, notes=notes)


def _label(label: Text) -> tuple[Text, Relation]:
    if not label.zh.startswith(OF_WHICH["zh"]):
        return label, Relation.NONE
    en = label.en.removeprefix(OF_WHICH["en"])
    return Text(label.zh.removeprefix(OF_WHICH["zh"]), en[:1].upper() + en[1:]), Relation.OF_WHICH
