"""Tables of the chapters: numeric tasks, qualitative measures, achievements of the period before."""

from __future__ import annotations

import re

import pandas as pd

from planbook.model import Achievement, AchievementKind, Chapter
from planbook.present.edition import Edition
from planbook.present.inline import Inline, plain
from planbook.present.marks import illustrative_mark, status_mark, with_languages, with_terms
from planbook.present.measures import Measure, measures_in
from planbook.present.messages import decimals_of
from planbook.present.pieces import Piece, only_in_notebook
from planbook.present.sentences.chapters import achievement_value
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import (
    NO_FIGURE,
    bounded as bounded_target,
    flag_note,
    illustrative_note,
    latest_value,
    share_cell,
)
from planbook.present.worked import achievements_of, subjects_of

__all__ = ["table_achievements", "table_measures", "table_tasks"]

CHINESE_DIGITS = "〇一二三四五六七八九"
CHINESE_NUMBER = re.compile(rf"[{CHINESE_DIGITS}十（）()、.．\d]+")


def table_tasks(edition: Edition, tasks: pd.DataFrame) -> Piece:
    """The numeric tasks of a heading (`edition.tasks(…)`): figures and verdict."""
    words, chapter_id = edition.words, str(tasks.attrs["chapter_id"])
    identifier = f"table-tasks-{chapter_id}"
    if not len(tasks):
        return only_in_notebook(identifier, words("empty.no_tasks"))
    subjects = subjects_of(edition, tasks)
    columns = [
        Column(words("table.task")),
        Column(words("table.pace")),
        Column(words("table.unit")),
        Column(words("table.baseline", year=edition.inputs.plan.baseline_year), numeric=True),
        Column(words.year(edition.year) if words.edition else words("table.latest", year=edition.year), numeric=True),
        Column(words("table.target", year=edition.inputs.plan.period.last_year), numeric=True),
        Column(words("table.completion"), "%", numeric=True),
        Column(words("table.due"), "%", numeric=True),
    ]
    seen: set[str] = set()
    body = [
        Row(
            (
                with_terms(words, subject.short_name, edition.inputs.glossary.values(), seen),
                subject.mark,
                words.unit(subject.unit),
                NO_FIGURE if subject.baseline is None else words.number(subject.baseline, subject.unit.decimals),
                latest_value(subject),
                bounded_target(subject),
                share_cell(subject),
                words.number(subject.assessment.due * 100, 1),
            )
        )
        for subject in subjects
    ]
    notes = [illustrative_note(words)] if any(subject.assessment.illustrative for subject in subjects) else []
    flags = sorted({subject.assessment.flag.value for subject in subjects if subject.has_value} - {""})
    if flags:
        notes.append(flag_note(words, flags))
    title = words.text(edition.inputs.chapters[chapter_id].title)
    return Table(
        identifier,
        words("table.tasks_caption", title=title, year=words.year(edition.year)),
        columns,
        body,
        notes,
    ).piece()


def table_measures(edition: Edition, measures: pd.DataFrame) -> Piece:
    """The qualitative measures of a heading (`edition.measures(…)`) under the plan's own, with status and year."""
    words, chapter_id = edition.words, str(measures.attrs["chapter_id"])
    identifier = f"table-measures-{chapter_id}"
    told = measures_in(edition, measures)
    if not told:
        return only_in_notebook(identifier, words("empty.no_measures"))
    columns = [Column(words("table.measure")), Column(words("table.status")), Column(words("table.year"), numeric=True)]
    seen: set[str] = set()
    body: list[Row] = []
    for chapter in edition.inputs.chapters.values():
        own = [measure for measure in told if measure.task.chapter_id == chapter.id]
        if not own:
            continue
        if chapter.id != chapter_id:
            body.append(Row(group=_heading(edition, chapter)))
        body += [_measure_row(edition, measure, seen) for measure in own]
    made_up = any(measure.illustrative for measure in told)
    title = words.text(edition.inputs.chapters[chapter_id].title)
    return Table(
        identifier,
        words("table.measures_caption", title=title, year=words.year(edition.year)),
        columns,
        body,
        [illustrative_note(words)] if made_up else [],
    ).piece()


def _heading(edition: Edition, chapter: Chapter) -> Inline:
    words = edition.words
    number = heading_number(chapter.number, words.language)
    return with_languages(words, words("table.heading", number=number, title=words.text(chapter.title)))


def heading_number(number: str, language: str) -> str:
    """The number of a heading of the plan as the language writes it: `四（一）2`, in English `4.1.2`."""
    if language == "zh" or not CHINESE_NUMBER.fullmatch(number):
        return number
    return ".".join(_arabic(part) for part in re.findall(rf"[{CHINESE_DIGITS}十]+|\d+", number))


def _arabic(numeral: str) -> str:
    """`二十三` → `23`; digits stay."""
    if numeral.isdecimal():
        return numeral
    tens, ten, ones = numeral.rpartition("十")
    value = (CHINESE_DIGITS.index(tens) if tens else 1) * 10 if ten else 0
    return str(value + (CHINESE_DIGITS.index(ones) if ones else 0))


def _measure_row(edition: Edition, measure: Measure, seen: set[str]) -> Row:
    words = edition.words
    status: Inline = status_mark(words, measure.status)
    if measure.illustrative:
        status = status + illustrative_mark(words)
    return Row(
        (
            with_terms(words, measure.text, edition.inputs.glossary.values(), seen),
            status,
            NO_FIGURE if measure.year is None else str(measure.year),
        )
    )


def table_achievements(edition: Edition, achievements: pd.DataFrame) -> Piece:
    """Every figure of the period before under one heading: start, end, change, kind (`Edition.achievements`)."""
    words, inputs, chapter_id = edition.words, edition.inputs, achievements.attrs["chapter_id"]
    period = inputs.plan.predecessor
    columns = [
        Column(words("table.achievement")),
        Column(words("table.kind")),
        Column(words("table.start", year=period.first_year - 1), numeric=True),
        Column(words("table.end", year=period.last_year), numeric=True),
        Column(words("table.change"), numeric=True),
        Column(words("table.continued_by")),
    ]
    seen: set[str] = set()
    body = [_achievement_row(edition, achievement, seen) for achievement in achievements_of(edition, achievements)]
    if not body:
        body = [Row((words("empty.achievements"),))]
    title = words.text(inputs.chapters[chapter_id].title)
    return Table(
        f"table-achievements-{chapter_id}",
        words("table.achievements_caption", title=title, period=words.text(period.name)),
        columns,
        body,
    ).piece()


def _achievement_row(edition: Edition, achievement: Achievement, seen: set[str]) -> Row:
    words, inputs = edition.words, edition.inputs
    unit = inputs.units[achievement.unit_id]
    start, change = plain(NO_FIGURE), plain(NO_FIGURE)
    if achievement.start_value is not None:
        places = max(decimals_of(achievement.value), decimals_of(achievement.start_value))
        start = plain(words.value(achievement.start_value, unit, places))
        change = plain(words.change(achievement.value - achievement.start_value, unit, places))
    elif achievement.kind is AchievementKind.CHANGE:
        change = plain(words.change(achievement.value, unit, decimals_of(achievement.value)))
    value = NO_FIGURE if achievement.kind is AchievementKind.CHANGE else achievement_value(edition, achievement)
    label = with_terms(words, words.text(achievement.label), inputs.glossary.values(), seen)
    return Row(
        (
            label,
            words(f"achievement_kind.{achievement.kind.value}"),
            start,
            value,
            change,
            _continued_by(edition, achievement),
        )
    )


def _continued_by(edition: Edition, achievement: Achievement) -> Inline:
    """The indicator or task of the running plan that goes on with the figure."""
    indicator = edition.inputs.indicators.get(achievement.indicator_id)
    if indicator is not None:
        return plain(edition.words("table.indicator_number", number=indicator.number))
    return plain(edition.words("table.a_task") if achievement.task_id else NO_FIGURE)
