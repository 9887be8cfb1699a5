"""What is done set against what is due, for all indicators at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from planbook.assess.periods import elapsed_share
from planbook.model import Progress
from planbook.present.charts.common import (
    empty_piece,
    illustrative_key,
    joined,
    percent_axis,
    sentences,
    source_line,
)
from planbook.present.charts.model import Axis, Chart, ChartTable, Dots, Label, Line, Mark, Place, Plane, Point, Zone
from planbook.present.charts.piece import chart_piece
from planbook.present.charts.standings import completion, source_ids, standing, verdict
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, attention_order
from planbook.present.worked import subjects_of

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_due_against_done"]

Way = list[Point]  # due and completed share, year by year


def chart_due_against_done(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """What each indicator has done of its way, year by year, against what was due; the latest with its verdict."""
    words, parameters = edition.words, edition.inputs.parameters
    every = attention_order(subjects_of(edition, scorecard))
    measured = [
        (subject, subject.assessment.progress)
        for subject in every
        if subject.assessment.progress is not None and subject.assessment.judged
    ]
    subjects = [subject for subject, _ in measured]
    if not subjects:
        return empty_piece("due-against-done", words("charts.due_against_done.empty", year=words.year(parameters.year)))
    due = max(progress.due for _, progress in measured)
    # The last binary digit does not decide whether what is due is done.
    ahead = sum(round(progress.completion - progress.due, 9) >= 0 for _, progress in measured)
    illustrative = any(subject.assessment.illustrative for subject in subjects)
    shown_due = words.share(due, 0)
    items = joined(words, "charts.due_against_done.alt_item", map(standing, subjects))
    chart = Chart(
        id="due-against-done",
        language=words.language,
        title=words("charts.due_against_done.title", count=ahead, total=len(subjects), due=shown_due),
        subtitle=_subtitle(edition, [subject for subject in every if subject not in subjects]),
        panels=(_panel(edition, measured, due),),
        alt=words("charts.due_against_done.alt", due=shown_due, items=items),
        source_line=source_line(edition, source_ids(subjects)),
        table=_table(edition, subjects),
        keys=(illustrative_key(words),) if illustrative else (),
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


def _panel(edition: Edition, measured: Sequence[tuple[Subject, Progress]], due: float) -> Plane:
    words, thresholds = edition.words, edition.inputs.parameters.thresholds
    ways = [_way(subject) for subject, _ in measured]
    done = [share for way in ways for _, share in way]
    # one indicator far beyond its target must not flatten the others: it stands at the edge, with an arrow
    low = min(-0.05, max(min(done) - 0.06, -due))
    high = max(due * 1.25, min(max(done) + 0.06, due * 2 + 0.25))
    steady = ((0.0, 0.0), (due, thresholds.ahead * due), (due, thresholds.on_pace * due))
    places = tuple((due * part, due * part) for part in (0.35, 0.5, 0.25, 0.65))
    on_time = words("charts.due_against_done.on_time")
    marks: list[Mark] = [
        Zone(steady, "band"),
        Line(((0.0, 0.0), (due, due)), "ink", dashed=True, width=1.1),
        *(mark for (subject, _), way in zip(measured, ways, strict=True) for mark in _way_marks(subject, way)),
        Label(*places[0], on_time, small=True, anchors=places, required=False),
        *(_label(subject, progress, low, high) for subject, progress in measured),
    ]
    return Plane(
        _time_axis(edition, due),
        percent_axis(words, low, high, 0.2),
        tuple(marks),
        heights=(480, 500),
        end_share=0.42,
        end_gap=34.0,
    )


def _time_axis(edition: Edition, due: float) -> Axis:
    """Years, with the share of the period gone by their end."""
    words, plan = edition.words, edition.inputs.plan
    ticks = []
    for year in range(plan.baseline_year, edition.inputs.parameters.cut_off.year + 1):
        share = min(elapsed_share(plan.baseline_year, plan.period.last_year, year), due)
        ticks.append((share, f"{words.year(year)}\n{words.share(share, 0)}"))
    return Axis(-0.02, due * 1.03, tuple(ticks))


def _label(subject: Subject, progress: Progress, low: float, high: float) -> Label:
    beyond = "↑" if progress.completion > high else "↓" if progress.completion < low else ""
    text = f"{subject.look.mark} {subject.short_name} {completion(subject)}{beyond}"
    return Label(progress.due, progress.completion, text, subject.look.role, Place.END, small=True)


def _way(subject: Subject) -> Way:
    """The way of one indicator since its last break, else from its baseline on."""
    points: Way = [(0.0, 0.0)]
    for reached in subject.assessment.course:
        if reached.observation.broken:
            points = []
        if isinstance(reached, Progress):
            points.append((reached.due, reached.completion))
    return points


def _way_marks(subject: Subject, way: Way) -> list[Mark]:
    look = subject.look
    hover = subject.words("charts.bullets.hover", **standing(subject))
    dot = Dots((way[-1],), look.role, look.shape, subject.assessment.illustrative, 9.0, hover=(hover,))
    return [Line(tuple(way), look.role, width=0.8), dot] if len(way) > 1 else [dot]


def _table(edition: Edition, subjects: Sequence[Subject]) -> ChartTable:
    words = edition.words
    rows = tuple(
        (subject.short_name, subject.due, completion(subject), subject.ratio.text, verdict(subject))
        for subject in subjects
    )
    heads = ("indicator", "due_share", "completion", "ratio", "verdict")
    return ChartTable(tuple(words(f"charts.column.{head}") for head in heads), rows, (False, True, True, True, False))
