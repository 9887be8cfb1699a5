"""Sentences of the chapters: what a system of the plan has come to, where its problems lie, its tasks and measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

import pandas as pd

from planbook.looks import JUDGED_WORST_FIRST
from planbook.model import Achievement, AchievementKind, Chapter, PaceVerdict, Status
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join, join_sentences, plain, see_figure
from planbook.present.marks import with_mark
from planbook.present.measures import Measure, measures_in
from planbook.present.messages import decimals_of
from planbook.present.pieces import Piece
from planbook.present.sentences.indicators import required_sentence
from planbook.present.sentences.summary import MANY_NAMES, laggard, named_by_verdict
from planbook.present.subjects import (
    Subject,
    attention_order,
    is_within,
)
from planbook.present.words import Words
from planbook.present.worked import achievements_of, subjects_of

__all__ = [
    "say_achievements",
    "say_chapter_overview",
    "say_chapter_problems",
    "say_measures",
    "say_review_overview",
    "say_safeguards",
    "say_tasks",
]


Thing = TypeVar("Thing")
MOST_TOTALS = 4  # a sentence with more figures than these is a table
SAID_BY_UNIT = {"zh": re.compile(r"(?:人次|金额)$"), "en": re.compile(r": (?:person-times|amount)$")}


def say_chapter_overview(
    edition: Edition, scorecard: pd.DataFrame, tasks: pd.DataFrame, measures: pd.DataFrame
) -> Piece:
    """How one heading stands: its indicators by verdict, and how many tasks and measures stand beside them.

    The frames are those of `edition.scorecard(…)`, `edition.tasks(…)` and `edition.measures(…)` of the heading.
    """
    words, chapter_id = edition.words, str(scorecard.attrs["chapter_id"])
    indicators = subjects_of(edition, scorecard)
    sentences = []
    if len(indicators) == 1:
        subject = indicators[0]
        sentences.append(
            fill(
                words,
                "overview.single",
                title=_title(edition, chapter_id),
                name=subject.linked_inside,
                type=words(f"type.{subject.indicator.type.value}"),
                year=words.year(edition.year),
                verdict=subject.mark,
            )
        )
    elif indicators:
        reported = [subject for subject in indicators if subject.assessment.judged]
        binding = sum(subject.binding for subject in indicators)
        key = "overview.indicators" if reported else "overview.nothing_reported"
        sentences.append(
            fill(
                words,
                key,
                count=len(indicators),
                year=words.year(edition.year),
                title=_title(edition, chapter_id),
                split=words("overview.binding", count=binding) if binding else words("overview.no_binding"),
                parts=named_by_verdict(words, indicators),
            )
        )
    else:
        sentences.append(fill(words, "overview.no_indicators", title=_title(edition, chapter_id)))
    more = "tasks_and_measures" if len(tasks) and len(measures) else "tasks" if len(tasks) else "measures"
    if len(tasks) or len(measures):
        sentences.append(
            fill(words, f"overview.{more}", count=len(tasks) or len(measures), tasks=len(tasks), measures=len(measures))
        )
    return Passage(f"overview-{chapter_id}", [Block((join_sentences(words, sentences),))]).piece()


def _title(edition: Edition, chapter_id: str) -> str:
    return edition.words.text(edition.inputs.chapters[chapter_id].title)


def _tasks_sentence(words: Words, tasks: list[Subject]) -> Inline:
    counts = Counter(task.pace for task in tasks if not task.unmeasured)
    parts = [
        words(f"tasks.part.{verdict.value}", count=counts[verdict])
        for verdict in reversed(JUDGED_WORST_FIRST)
        if counts[verdict]
    ]
    if counts[PaceVerdict.NOT_REPORTED] == len(tasks):
        return fill(words, "tasks.none_reported", count=len(tasks))
    unmeasured = sum(task.unmeasured for task in tasks)
    if unmeasured:
        parts.append(words("tasks.part.unmeasured", count=unmeasured))
    if counts[PaceVerdict.NOT_REPORTED]:
        parts.append(words("tasks.part.not_reported", count=counts[PaceVerdict.NOT_REPORTED]))
    sentence = fill(words, "tasks.sentence", count=len(tasks), parts=_listed(words, parts))
    return with_mark(words, sentence, any(task.assessment.illustrative for task in tasks))


def _listed(words: Words, parts: list[str]) -> str:
    return "，".join(parts) if words.language == "zh" else words.list(parts)


def _measures_sentence(words: Words, measures: list[Measure]) -> Inline:
    counts = Counter(measure.status for measure in measures)
    if counts[Status.NOT_REPORTED] == len(measures):
        return fill(words, "measures.none_reported", count=len(measures))
    sentence = fill(words, "measures.sentence", count=len(measures), parts=_statuses(words, measures))
    return with_mark(words, sentence, any(measure.illustrative for measure in measures))


def _statuses(words: Words, measures: list[Measure]) -> str:
    """`2 条已完成，7 条推进中`."""
    counts = Counter(measure.status for measure in measures)
    return _listed(
        words, [words(f"measures.part.{status.value}", count=counts[status]) for status in Status if counts[status]]
    )


def say_chapter_problems(
    edition: Edition, scorecard: pd.DataFrame, tasks: pd.DataFrame, measures: pd.DataFrame
) -> Piece:
    """Which indicators and tasks lag or are not reported, and what pace the figures now imply; no causes."""
    words, chapter_id = edition.words, str(scorecard.attrs["chapter_id"])
    subjects = attention_order(subjects_of(edition, scorecard)) + attention_order(subjects_of(edition, tasks))
    lagging = [subject for subject in subjects if subject.behind]
    silent = [subject for subject in subjects if subject.pace is PaceVerdict.NOT_REPORTED]
    held_up = [measure for measure in measures_in(edition, measures) if measure.status is Status.DELAYED]
    items = [_problem(subject) for subject in lagging]
    if silent:
        key = "problems.not_reported" if len(silent) <= MANY_NAMES else "problems.many_not_reported"
        items.append(
            fill(words, key, count=len(silent), names=join(words, [subject.linked_inside for subject in silent]))
        )
    if held_up:
        delayed = fill(
            words,
            "problems.delayed",
            count=len(held_up),
            names=join(words, [_quoted(words, measure.text) for measure in held_up]),
        )
        items.append(with_mark(words, delayed, any(measure.illustrative for measure in held_up)))
    if not items:
        return Passage(f"problems-{chapter_id}", [Block((fill(words, "problems.none"),))]).piece()
    return Passage(f"problems-{chapter_id}", [Block(tuple(items), "ul", "problems")]).piece()


def _quoted(words: Words, text: str) -> str:
    """A measure's text in quotation marks, those within it made single."""
    return words("problems.quoted", text=text.replace("“", "‘").replace("”", "’"))


def _problem(subject: Subject) -> Inline:
    """Where a lagging subject stands, and what the target now asks for."""
    sentences = [fill(subject.words, "problems.item", said=laggard(subject)), required_sentence(subject, named=False)]
    return join_sentences(subject.words, sentences)


def say_tasks(edition: Edition, tasks: pd.DataFrame) -> Piece:
    """How the numeric tasks of a heading stand."""
    words, chapter_id = edition.words, tasks.attrs["chapter_id"]
    if not len(tasks):
        return Passage(f"tasks-{chapter_id}").piece()  # the table says that there is none
    subjects = subjects_of(edition, tasks)
    sentences = [_tasks_sentence(words, subjects)]
    for verdict in JUDGED_WORST_FIRST:
        members = [task for task in subjects if task.pace is verdict]
        if members and len(members) <= MANY_NAMES and words.has(f"tasks.which.{verdict.value}"):
            sentences.append(
                fill(
                    words,
                    f"tasks.which.{verdict.value}",
                    count=len(members),
                    names=join(words, [task.words.inside(task.short_name) for task in members]),
                )
            )
    return Passage(f"tasks-{chapter_id}", [Block((join_sentences(words, sentences),))]).piece()


def say_measures(edition: Edition, measures: pd.DataFrame) -> Piece:
    """How the qualitative measures of a heading stand; a status is entered by a person, never computed."""
    words, chapter_id = edition.words, measures.attrs["chapter_id"]
    if not len(measures):
        return Passage(f"measures-{chapter_id}").piece()  # the table says that there is none
    sentences = [
        _measures_sentence(words, measures_in(edition, measures)),
        see_figure(words, "measures.figure", f"status-{chapter_id}"),
    ]
    return Passage(f"measures-{chapter_id}", [Block((join_sentences(words, sentences),))]).piece()


def say_safeguards(edition: Edition, measures: pd.DataFrame) -> Piece:
    """The headings below one of the plan, such as its safeguards, one line each, with their measures by status."""
    words, inputs = edition.words, edition.inputs
    chapter_id, told = measures.attrs["chapter_id"], measures_in(edition, measures)
    headings: list[Chapter] = [chapter for chapter in inputs.chapters.values() if chapter.parent_id == chapter_id]
    if not headings or not told:
        return Passage("safeguards", [Block((fill(words, "measures.none"),))]).piece()
    lead = fill(words, "safeguards.lead", count=len(headings), measures=len(told))
    items = []
    for chapter in headings:
        own = [measure for measure in told if is_within(inputs, measure.task.chapter_id, chapter.id)]
        if own:
            silent = all(measure.status is Status.NOT_REPORTED for measure in own)
            item = fill(
                words,
                "measures.brief_none" if silent else "measures.brief",
                count=len(own),
                title=words.text(chapter.title),
                parts=_statuses(words, own),
            )
            items.append(with_mark(words, item, any(measure.illustrative for measure in own)))
    return Passage("safeguards", [Block((lead,)), Block(tuple(items), "ul")]).piece()


def say_review_overview(edition: Edition, achievements: pd.DataFrame) -> Piece:
    """How much of the plan's review of the period before can be compared (`Edition.achievements`)."""
    words, inputs = edition.words, edition.inputs
    figures = achievements_of(edition, achievements)
    if not figures:
        return Passage("review", [Block((fill(words, "achievements.none"),))]).piece()
    said = fill(
        words,
        "achievements.overview",
        count=len(figures),
        period=words.text(inputs.plan.predecessor.name),
        compared=sum(achievement.start_value is not None for achievement in figures),
        continued=sum(bool(achievement.indicator_id) for achievement in figures),
    )
    return Passage("review", [Block((said,))]).piece()


def say_achievements(edition: Edition, achievements: pd.DataFrame) -> Piece:
    """What the period before reached under one heading: what rose, what fell, then what came together in five years.

    `achievements` are those of one heading, as `Edition.achievements` hands them out.
    """
    words, chapter_id = edition.words, achievements.attrs["chapter_id"]
    figures = achievements_of(edition, achievements)
    if not figures:
        return Passage(f"achievements-{chapter_id}", [Block((fill(words, "achievements.none"),))]).piece()
    moved = [one for one in figures if one.start_value is not None and one.value != one.start_value]
    ways = [
        (way, together)
        for way in ("rise", "fall")
        for together in _for_a_sentence(
            words, [one for one in moved if (one.value > (one.start_value or 0.0)) is (way == "rise")]
        )
    ]
    sentences = [
        _moved(edition, way, together, "moved_too" if n else "moved") for n, (way, together) in enumerate(ways)
    ]
    totals: dict[str, list[Achievement]] = {}
    for one in figures:
        if one.kind is AchievementKind.CUMULATIVE and (len(totals) < MOST_TOTALS or _label(words, one) in totals):
            totals.setdefault(_label(words, one), []).append(one)
    for place, labels in enumerate(_for_a_sentence(words, list(totals))):
        items = _clauses(words, [_total(edition, label, totals[label]) for label in labels])
        sentences.append(fill(words, "achievements.totals" if not place else "achievements.more_totals", items=items))
    if not sentences:
        sentences = [fill(words, "achievements.levels_only", count=len(figures))]
    return Passage(f"achievements-{chapter_id}", [Block((join_sentences(words, sentences),))]).piece()


def _for_a_sentence(words: Words, things: Sequence[Thing]) -> list[list[Thing]]:
    """Two in a Chinese sentence, one in an English one: more make it too long to be read in one go."""
    size = 2 if words.language == "zh" else 1
    return [list(things[place : place + size]) for place in range(0, len(things), size)]


def _total(edition: Edition, label: str, figures: list[Achievement]) -> Inline:
    """One total, in persons and in money where both are given."""
    words = edition.words
    values = words("achievements.and").join(achievement_value(edition, one) for one in figures)
    return fill(words, "achievements.item", label=_as_subject(words, label), value=values)


def _moved(edition: Edition, way: str, figures: list[Achievement], key: str) -> Inline:
    """One figure, or two that went the same way, from start to end, then by how much."""
    words, period = edition.words, edition.words.text(edition.inputs.plan.predecessor.name)
    clauses, changes = [], []
    for one in figures:
        unit, start = edition.inputs.units[one.unit_id], one.start_value or 0.0
        places = max(decimals_of(one.value), decimals_of(start))
        fields = {"start": words.value(start, unit, places), "value": words.value(one.value, unit, places)}
        clauses.append(fill(words, f"achievements.{way}", label=_as_subject(words, _label(words, one)), **fields))
        changes.append(words.lean_share(abs(one.value / start - 1)))
    by = words(f"achievements.{way}_{'one' if len(figures) == 1 else 'both'}", changes=words.list(changes))
    return fill(words, f"achievements.{key}", period=period, changes=join_clauses(words, clauses), by=by)


def join_clauses(words: Words, clauses: list[Inline]) -> Inline:
    """`甲，乙`, `a and b`."""
    return join(words, clauses) if words.language == "en" else _clauses(words, clauses, "achievements.comma")


def _clauses(words: Words, clauses: list[Inline], separated_by: str = "achievements.separator") -> Inline:
    separator = plain(words(separated_by))
    whole = clauses[0]
    for clause in clauses[1:]:
        whole = whole + separator + clause
    return whole


def _label(words: Words, achievement: Achievement) -> str:
    """The label without what the unit says again: “社会救助人次 403.4 万人次”."""
    return words.inside(SAID_BY_UNIT[words.language].sub("", words.text(achievement.label)))


def _as_subject(words: Words, label: str) -> str:
    """A label as the middle of a sentence speaks of it: “the allowance rose”, “recipients, urban and rural, fell”."""
    return words.as_subject(label, within=True)


def achievement_value(edition: Edition, achievement: Achievement) -> str:
    """The figure as the plan gives it: its own decimals, its unit, and “about” or “more than”."""
    words = edition.words
    shown = words.value(achievement.value, edition.inputs.units[achievement.unit_id], decimals_of(achievement.value))
    return words(f"achievements.qualifier.{achievement.qualifier}", value=shown) if achievement.qualifier else shown
