"""The bullet strip: every indicator on a track from baseline to target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from planbook.looks import OUTLOOKS
from planbook.model import IndicatorType
from planbook.present.charts.common import (
    empty_piece,
    illustrative_key,
    joined,
    source_line,
    target_text,
    title_part,
)
from planbook.present.charts.model import (
    Axis,
    Bar,
    Chart,
    ChartTable,
    Dots,
    Key,
    Label,
    Mark,
    Rows,
    Segment,
    Shape,
    Tick,
    TrackRow,
)
from planbook.present.charts.piece import chart_piece
from planbook.present.charts.standings import completion, latest_value, numbered, source_ids, standing, verdict
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, attention_order
from planbook.present.worked import subjects_of

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_bullets"]

# Beyond these ends of the track a bar is cut; its value says where it really is.
TRACK_LOW, TRACK_HIGH = -0.1, 1.12
WHOLE_PERIOD = 0.95  # from here on the heads of what is due and of the target would touch


def chart_bullets(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """All indicators, what needs attention first: where each is, and where it is due."""
    words, inputs = edition.words, edition.inputs
    subjects = attention_order(subjects_of(edition, scorecard))
    if not any(subject.has_value for subject in subjects):
        year = words.year(inputs.parameters.year)
        return empty_piece("bullets", words("charts.bullets.empty", year=year, total=len(subjects)))
    due = max(subject.assessment.due for subject in subjects)
    used = {subject.indicator.type for subject in subjects}
    hollow = "type.anticipatory" if IndicatorType.NOT_STATED not in used else "type.not_binding"
    keys = [Key(words("type.binding"), Shape.SQUARE), Key(words(hollow), Shape.SQUARE, hollow=True)]
    if any(subject.assessment.illustrative for subject in subjects):
        keys.append(illustrative_key(words, hatched=True))
    if any(subject.ghost is not None for subject in subjects):
        last = words.year(inputs.plan.period.last_year)
        keys.append(Key(words("charts.bullets.projected", year=last), Shape.CIRCLE, hollow=True))
    chart = Chart(
        id="bullets",
        language=words.language,
        title=_title(edition, subjects),
        subtitle=words("charts.bullets.subtitle", due=words.share(due, 0)),
        panels=(_panel(edition, subjects, due),),
        alt=words("charts.bullets.alt", items=joined(words, "charts.bullets.alt_item", map(standing, subjects))),
        source_line=source_line(edition, source_ids(subjects)),
        table=_table(edition, subjects),
        keys=tuple(keys),
    )
    return chart_piece(chart, words)


def _title(edition: Edition, subjects: Sequence[Subject]) -> str:
    """How many lag, and how many of them are binding."""
    behind = [subject for subject in subjects if subject.behind]
    binding = sum(subject.binding for subject in behind)
    part = f"charts.bullets.{title_part(edition)}"
    if not behind:
        judged = sum(subject.assessment.judged for subject in subjects)
        key = "none" if judged == len(subjects) else "none_of_judged"
        return edition.words(f"{part}.{key}", total=len(subjects), judged=judged)
    kind = ("one_binding" if binding else "one_anticipatory") if len(behind) == 1 else "some" if binding else "none"
    if not binding and any(subject.indicator.type is IndicatorType.NOT_STATED for subject in behind):
        return edition.words(f"{part}.some", count=len(behind), total=len(subjects), tail="")
    tail = edition.words(f"charts.bullets.binding.{kind}", binding=binding)
    return edition.words(f"{part}.some", count=len(behind), total=len(subjects), tail=tail)


def _panel(edition: Edition, subjects: Sequence[Subject], due: float) -> Rows:
    words = edition.words
    shares = [subject.assessment.completion for subject in subjects if subject.assessment.completion is not None]
    low = TRACK_LOW if min(shares, default=0.0) < 0 else 0.0
    marks: list[Mark] = []
    for place, subject in enumerate(subjects):
        judged = subject.assessment
        if judged.completion is not None:
            end = min(max(judged.completion, low), TRACK_HIGH)
            hover = words("charts.bullets.hover", **standing(subject))
            marks.append(Bar(place, 0.0, end, subject.look.role, judged.illustrative, hover=hover))
        if judged.completion is not None and (ghost := subject.ghost) is not None:
            role = OUTLOOKS[judged.outlook].role
            start, tip = (min(max(share, low), TRACK_HIGH) for share in (judged.completion, ghost))
            marks += [
                Segment((start, place), (tip, place), role, dashed=True),
                Dots(((tip, place),), role, hollow=True),
            ]
        if judged.completion is not None or not subject.has_value:
            hover = words("charts.bullets.due", share=words.share(judged.due, 0))
            marks.append(Tick(judged.due, place, hover=hover))
    return Rows(
        Axis(low, TRACK_HIGH),
        tuple(_row(subject, before) for before, subject in zip([None, *subjects], subjects, strict=False)),
        tuple(marks),
        _head(edition, due),
        (words("charts.column.indicator"), words("charts.column.value"), words("charts.column.verdict")),
        track=(0.0, 1.0),
    )


def _row(subject: Subject, before: Subject | None) -> TrackRow:
    return TrackRow(
        numbered(subject),
        latest_value(subject),
        verdict(subject),
        subject.look.role,
        "solid" if subject.binding else "outline",
        gap_before=before is not None and before.pace is not subject.pace,
    )


def _head(edition: Edition, due: float) -> tuple[Label, ...]:
    """What the left end, the tick and the right end of the tracks are."""
    words, plan = edition.words, edition.inputs.plan
    baseline = Label(0.0, 0, words("charts.bullets.baseline", year=plan.baseline_year), "muted")
    year = plan.period.last_year
    if due > WHOLE_PERIOD:
        return baseline, Label(1.0, 0, words("charts.bullets.target_due", year=year))
    return (
        baseline,
        Label(due, 0, words("charts.bullets.due", share=words.share(due, 0))),
        Label(1.0, 0, words("charts.bullets.target", year=year), "muted"),
    )


def _table(edition: Edition, subjects: Sequence[Subject]) -> ChartTable:
    words = edition.words
    columns = ("indicator", "type", "baseline", "value", "target", "completion", "due_share", "verdict")
    rows = tuple(
        (
            numbered(subject),
            words(f"type.{subject.indicator.type.value}"),
            subject.baseline_shown.text,
            latest_value(subject),
            target_text(words, edition.inputs.indicators[subject.id], subject.unit),
            completion(subject),
            subject.due,
            verdict(subject),
        )
        for subject in subjects
    )
    heads = tuple(words(f"charts.column.{column}") for column in columns)
    return ChartTable(heads, rows, (False, False, True, True, True, True, True, False))
