"""What is done set against what is due, for all indicators at once: a row each, a dot a year."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import TYPE_CHECKING

import pandas as pd

from planbook.model import Progress, Reported
from planbook.present.charts.common import (
    empty_piece,
    illustrative_key,
    joined,
    marked,
    sentences,
    source_line,
)
from planbook.present.charts.model import (
    Axis,
    Chart,
    ChartTable,
    Dots,
    Key,
    Label,
    Line,
    Mark,
    Rows,
    Shape,
    Tick,
    TrackRow,
)
from planbook.present.charts.piece import chart_piece
from planbook.present.charts.standings import completion, numbered, source_ids, standing, verdict
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject
from planbook.present.worked import subjects_of

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_due_against_done"]

STEP = 0.25  # of the way, between the ticks
FURTHEST = 1.0  # of the way: an earlier year further off would flatten the others, and stands at the edge as an arrow

Leads = list[tuple[Reported, float]]  # a value, and how much of the way is done beyond what was due


def chart_due_against_done(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """How far each indicator is ahead of what is due, the furthest behind first: a dot a year, the latest a mark."""
    words, parameters = edition.words, edition.inputs.parameters
    every = subjects_of(edition, scorecard)
    measured = sorted(
        (
            (subject, subject.assessment.progress)
            for subject in every
            if subject.assessment.progress is not None and subject.assessment.judged
        ),
        # The last binary digit does not decide whether what is due is done.
        key=lambda pair: (round(pair[1].completion - pair[1].due, 9), pair[0].number),
    )
    subjects = [subject for subject, _ in measured]
    if not subjects:
        return empty_piece("due-against-done", words("charts.due_against_done.empty", year=words.year(parameters.year)))
    due = max(progress.due for _, progress in measured)
    ahead = sum(round(progress.completion - progress.due, 9) >= 0 for _, progress in measured)
    illustrative = any(subject.assessment.illustrative for subject in subjects)
    shown_due = words.share(due, 0)
    items = joined(words, "charts.due_against_done.alt_item", map(standing, subjects))
    chart = Chart(
        id="due-against-done",
        language=words.language,
        title=words("charts.due_against_done.title", count=ahead, total=len(subjects), due=shown_due),
        subtitle=_subtitle(edition, [subject for subject in every if subject not in subjects]),
        panels=(_panel(edition, measured),),
        alt=words("charts.due_against_done.alt", due=shown_due, items=items),
        source_line=source_line(edition, source_ids(subjects)),
        table=_table(edition, measured),
        keys=(
            Key(words("charts.due_against_done.earlier"), Shape.CIRCLE, "muted"),
            *([illustrative_key(words)] if illustrative else []),
        ),
    )
    return chart_piece(chart, words)


def _subtitle(edition: Edition, left_out: Sequence[Subject]) -> str:
    words, thresholds = edition.words, edition.inputs.parameters.thresholds
    low, high = words.share(thresholds.on_pace, 0), words.share(thresholds.ahead, 0)
    parts = [words("charts.due_against_done.subtitle", low=low, high=high)]
    if left_out:
        names = words.list([subject.short_name for subject in left_out])
        parts.append(words("charts.due_against_done.left_out", names=names))
    return sentences(words, parts)


def _panel(edition: Edition, measured: Sequence[tuple[Subject, Progress]]) -> Rows:
    words, thresholds = edition.words, edition.inputs.parameters.thresholds
    leads = [_leads(subject) for subject, _ in measured]
    now = [progress.completion - progress.due for _, progress in measured]
    earlier = [min(max(lead, -FURTHEST), FURTHEST) for course in leads for _, lead in course]
    low = floor(min(*now, *earlier, -STEP) / STEP + 1e-9) * STEP
    high = ceil(max(*now, *earlier, STEP) / STEP - 1e-9) * STEP
    due = max(progress.due for _, progress in measured)
    marks: list[Mark] = [Tick(0.0, row) for row in range(len(measured))]
    for row, ((subject, progress), course) in enumerate(zip(measured, leads, strict=True)):
        marks += _row_marks(subject, progress, course, row)
    ticks = tuple(
        (place * STEP, words.signed(place * STEP * 100))
        for place in range(round(low / STEP), round(high / STEP) + 1)
        if place % 2 == 0
    )
    return Rows(
        Axis(low - 0.04, high + 0.04, ticks, grid=True),
        tuple(_row(subject, progress) for subject, progress in measured),
        tuple(marks),
        (Label(0.0, 0, words("charts.due_against_done.on_time")),),
        (words("charts.column.indicator"), words("charts.column.lead"), words("charts.column.verdict")),
        track=((thresholds.on_pace - 1) * due, (thresholds.ahead - 1) * due),
    )


def _row(subject: Subject, progress: Progress) -> TrackRow:
    return TrackRow(numbered(subject), _lead(subject, progress), verdict(subject), subject.look.role)


def _lead(subject: Subject, progress: Progress) -> str:
    """`−20.0 ◇`: percentage points of the way beyond what is due."""
    shown = subject.words.signed((progress.completion - progress.due) * 100, 1)
    return marked(subject.words, shown, subject.assessment.illustrative)


def _leads(subject: Subject) -> Leads:
    """Each year since the last break, the latest left out."""
    found: Leads = []
    for reached in subject.assessment.course[:-1]:
        if reached.observation.broken:
            found = []
        if isinstance(reached, Progress):
            found.append((reached.observation, reached.completion - reached.due))
    return found


def _row_marks(subject: Subject, progress: Progress, course: Leads, row: int) -> list[Mark]:
    words, judged, look = subject.words, subject.assessment, subject.look
    now = progress.completion - progress.due
    marks: list[Mark] = []
    if course:
        marks.append(Line(tuple((lead, row) for lead in (*(lead for _, lead in course), now)), "muted", width=0.8))
        hovers = tuple(
            words(
                "charts.due_against_done.hover",
                year=words.year(value.year),
                lead=marked(words, words.signed(lead * 100, 1), value.illustrative),
            )
            for value, lead in course
        )
        points = tuple((lead, float(row)) for _, lead in course)
        marks.append(Dots(points, "muted", size=5.0, hover=hovers))
    hover = words("charts.bullets.hover", **standing(subject))
    marks.append(Dots(((now, float(row)),), look.role, look.shape, judged.illustrative, 9.0, hover=(hover,)))
    return marks


def _table(edition: Edition, measured: Sequence[tuple[Subject, Progress]]) -> ChartTable:
    words = edition.words
    rows = tuple(
        (
            subject.short_name,
            subject.due,
            completion(subject),
            _lead(subject, progress),
            subject.ratio.text,
            verdict(subject),
        )
        for subject, progress in measured
    )
    heads = ("indicator", "due_share", "completion", "lead", "ratio", "verdict")
    return ChartTable(
        tuple(words(f"charts.column.{head}") for head in heads), rows, (False, True, True, True, True, False)
    )
