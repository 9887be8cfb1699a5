"""Which parts and tables a yearbook has: as the plan declares them, else one part for each of its systems."""

from __future__ import annotations

from planbook.model import Inputs, TaskKind, Text, YearbookKind, YearbookSeries, YearbookTable
from planbook.present.subjects import is_within
from planbook.present.yearbook.achievements import achievements_table
from planbook.present.yearbook.figures import bilingual
from planbook.present.yearbook.model import Part, StatisticalTable
from planbook.present.yearbook.series import PLANNED, series_table
from planbook.present.yearbook.targets import indicators_table, tasks_table

__all__ = ["build_part", "build_yearbook", "yearbook_parts"]

BUILDERS = {
    YearbookKind.INDICATORS: indicators_table,
    YearbookKind.TASKS: tasks_table,
    YearbookKind.ACHIEVEMENTS: achievements_table,
    YearbookKind.SERIES: series_table,
}


def yearbook_parts(inputs: Inputs) -> tuple[str, ...]:
    """The ids of the parts, which are also their addresses below `yearbook/`: `part-1`, …"""
    return tuple(f"part-{number}" for number in dict.fromkeys(table.part for table in declared_tables(inputs)))


def build_yearbook(inputs: Inputs) -> tuple[Part, ...]:
    """The whole yearbook as known in the edition. Tables keep their numbers even where nothing is known yet."""
    return tuple(build_part(inputs, part) for part in yearbook_parts(inputs))


def build_part(inputs: Inputs, part: str) -> Part:
    """One part of the yearbook.

    Raises
    ------
    ValueError
        When there is no such part.
    """
    number = int(part.rpartition("-")[2])
    own = [table for table in declared_tables(inputs) if table.part == number]
    if not own:
        raise ValueError(f"no part {part!r} of the yearbook; there are {', '.join(yearbook_parts(inputs))}")
    chapter_id = next((table.chapter_id for table in own if table.kind is YearbookKind.INDICATORS), "")
    title = inputs.chapters[chapter_id].title if chapter_id else bilingual("yearbook.general")
    return Part(number, title, chapter_id, tuple(build_table(inputs, table) for table in own))


def build_table(inputs: Inputs, declared: YearbookTable) -> StatisticalTable:
    return BUILDERS[declared.kind](inputs, declared)


def declared_tables(inputs: Inputs) -> tuple[YearbookTable, ...]:
    """The tables the plan declares, else the usual ones."""
    return inputs.yearbook or usual_tables(inputs)


def usual_tables(inputs: Inputs) -> tuple[YearbookTable, ...]:
    """Part 1: background series and achievements. Then a part for each heading that has indicators."""
    general: list[tuple[YearbookKind, str, tuple[YearbookSeries, ...], Text]] = []
    entries = inputs.series.to_dict("records")
    with_figures = set(inputs.context["series_id"])
    for key, planned in (("observed", False), ("planned", True)):
        series = tuple(
            YearbookSeries(entry["series_id"])
            for entry in entries
            if (entry["measure"] == PLANNED) is planned and entry["series_id"] in with_figures
        )
        if series:
            general.append((YearbookKind.SERIES, "", series, bilingual(f"yearbook.title.{key}")))
    for chapter_id in dict.fromkeys(achievement.chapter_id for achievement in inputs.achievements.values()):
        title = inputs.chapters[chapter_id].title
        general.append((YearbookKind.ACHIEVEMENTS, chapter_id, (), title))
    tables = [
        YearbookTable(f"1-{number}", kind, chapter_id, series, title)
        for number, (kind, chapter_id, series, title) in enumerate(general, start=1)
    ]
    first = 2 if tables else 1
    for number, chapter_id in enumerate(_systems(inputs), start=first):
        tables.append(YearbookTable(f"{number}-1", YearbookKind.INDICATORS, chapter_id))
        if _has_numeric_tasks(inputs, chapter_id):
            tables.append(YearbookTable(f"{number}-2", YearbookKind.TASKS, chapter_id))
    return tuple(tables)


def _systems(inputs: Inputs) -> list[str]:
    """The headings that indicators belong to, in the plan's order."""
    used = {indicator.chapter_id for indicator in inputs.indicators.values()}
    return [chapter_id for chapter_id in inputs.chapters if chapter_id in used]


def _has_numeric_tasks(inputs: Inputs, chapter_id: str) -> bool:
    return any(
        task.kind is TaskKind.NUMERIC and is_within(inputs, task.chapter_id, chapter_id)
        for task in inputs.tasks.values()
    )
