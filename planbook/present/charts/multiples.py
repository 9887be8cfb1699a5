"""One small trend for each indicator of a system, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from planbook.looks import VERDICTS
from planbook.model import Direction
from planbook.present.charts.common import (
    empty_piece,
    illustrative_key,
    joined,
    source_line,
    target_text,
    title_part,
    value_text,
    verdict_text,
)
from planbook.present.charts.course import Course, break_marks, course_from, value_marks
from planbook.present.charts.model import Axis, Chart, ChartTable, Key, Label, Line, Mark, Plane, Segment, Shape
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.worked import subjects_of

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_small_multiples"]


def chart_small_multiples(edition: Edition, scorecard: pd.DataFrame, values: pd.DataFrame) -> Piece:
    """The indicators of a heading's scorecard, all with the same years; a sentence where none has a value.

    Parameters
    ----------
    values : their yearly values, as `Edition.yearly_values` gives them.
    """
    words, inputs, chapter_id = edition.words, edition.inputs, str(scorecard.attrs["chapter_id"])
    every = subjects_of(edition, scorecard)
    courses = [
        course_from(edition, subject.indicator, pd.DataFrame(values.loc[subject.id]), subject.assessment)
        for subject in every
        if subject.has_value
    ]
    fields = {"chapter": words.text(inputs.chapters[chapter_id].title), "total": len(every)}
    if not courses:
        key = "empty" if every else "no_indicators"
        year = words.year(inputs.parameters.year)
        return empty_piece(
            f"multiples-{chapter_id}", words(f"charts.multiples.{key}", **fields, count=len(every), year=year)
        )
    behind = [course for course in courses if VERDICTS[course.judged.pace].favourable is False]
    judged = sum(subject.assessment.judged for subject in every)
    none = "none" if judged == len(every) else "none_of_judged"
    finding = none if not behind else "all" if len(behind) == len(every) else "some"
    drawn = [item for course in courses for item in course.known]
    illustrative = any(item.illustrative for item in drawn)
    chart = Chart(
        id=f"multiples-{chapter_id}",
        language=words.language,
        title=words(
            f"charts.multiples.{title_part(edition)}.{finding}",
            **fields,
            count=len(behind),
            judged=judged,
            names=words.list([course.name for course in behind]),
        ),
        subtitle=words("charts.multiples.subtitle"),
        panels=tuple(_panel(course) for course in courses),
        alt=words("charts.multiples.alt", items=joined(words, "charts.multiples.alt_item", map(_alt_fields, courses))),
        source_line=source_line(edition, [item.source_id for item in drawn]),
        table=_table(courses, inputs.parameters.year),
        keys=(
            *([illustrative_key(words)] if illustrative else []),
            Key(words("charts.trend.due_path"), role="muted", dashed=True),
            Key(words("charts.multiples.target"), Shape.DASH, "accent"),
        ),
        columns=(min(len(courses), 3), min(len(courses), 2)),
    )
    return chart_piece(chart, words)


def _verdict(course: Course) -> str:
    return verdict_text(course.words, course.judged.pace, course.judged.reversing)


def _alt_fields(course: Course) -> dict[str, str]:
    return {"name": course.name, "value": course.shown(course.known[-1]), "verdict": _verdict(course)}


def _panel(course: Course) -> Plane:
    """Baseline, latest value and target are labelled; the scale is left out."""
    words, judged, indicator = course.words, course.judged, course.indicator
    base, end, latest = indicator.baseline_year, indicator.target_year, course.known[-1]
    figures = [item.value for item in course.known]
    ahead = "above" if indicator.direction is Direction.RISE else "below"  # the side the due path leaves free
    marks: list[Mark] = []
    if indicator.target is not None:
        figures.append(indicator.target)
        target = target_text(words, indicator, course.unit, with_unit=False)
        marks.append(Segment((end - 0.45, indicator.target), (end + 0.45, indicator.target), "accent", 2.0))
        marks.append(Label(end, indicator.target, target, "accent", small=True, prefer=ahead))
    if path := course.due_line:
        marks.append(Line(path, "muted", dashed=True, width=1.1))
    marks += [*value_marks(course, size=7.0), *break_marks(course, "")]
    side = "below" if latest.value < max(figures) else "above"
    text = course.shown(latest, with_unit=False)
    marks.append(Label(latest.year, latest.value, text, VERDICTS[judged.pace].role, prefer=side))
    if indicator.baseline is not None:
        text = value_text(words, indicator.baseline, course.unit, with_unit=False)
        marks.append(Label(base, indicator.baseline, text, "muted", small=True, prefer=ahead))
    low, high = min(figures), max(figures)
    room = (high - low or abs(high) or 1.0) * 0.16
    years = tuple((float(year), str(year)) for year in sorted({base, latest.year, end}))
    return Plane(
        Axis(base - 0.6, end + 0.6, years),
        Axis(low - room, high + room),
        tuple(marks),
        title=course.name,
        note=_verdict(course),
        title_role=VERDICTS[judged.pace].role,
        heights=(120, 110),
    )


def _table(courses: Sequence[Course], last_year: int) -> ChartTable:
    words = courses[0].words
    years = range(min(course.indicator.baseline_year for course in courses), last_year + 1)
    rows = []
    for course in courses:
        found = {item.year: course.shown(item, with_unit=False) for item in course.known}
        target = target_text(words, course.indicator, course.unit)
        rows.append((course.name, *(found.get(year, "") for year in years), target, _verdict(course)))
    columns = (words("charts.column.indicator"), *map(str, years))
    return ChartTable(
        (*columns, words("charts.column.target"), words("charts.column.verdict")),
        tuple(rows),
        (False, *(True,) * len(columns), False),
    )
