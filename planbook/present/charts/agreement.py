"""What the two judgements and the published methods say of each indicator, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from planbook.assess.crosschecks import METHODS
from planbook.looks import ANSWERS, OUTLOOKS, Look, look_of
from planbook.model import CrossCheck
from planbook.present.charts.common import empty_piece, joined, look_key, source_line
from planbook.present.charts.model import Cell, Chart, ChartTable, Key, Matrix, MatrixRow, Shape
from planbook.present.charts.piece import chart_piece
from planbook.present.charts.standings import numbered, source_ids, verdict
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, attention_order
from planbook.present.words import Words
from planbook.present.worked import subjects_of

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_agreement"]


def chart_agreement(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """A row for each indicator of a scorecard with a verdict; a frame around what contradicts it."""
    words = edition.words
    subjects = [subject for subject in attention_order(subjects_of(edition, scorecard)) if subject.assessment.judged]
    if not subjects:
        return empty_piece(
            "agreement", words("charts.agreement.empty", year=words.year(edition.inputs.parameters.year))
        )
    against = [subject for subject in subjects if subject.assessment.disagreeing]
    finding = "some" if against else "none"
    heads = (
        words("charts.agreement.pace"),
        words("charts.agreement.outlook"),
        *(_method(words, one) for one in METHODS),
    )
    rows = tuple(MatrixRow(numbered(subject), _cells(subject)) for subject in subjects)
    columns = (words("charts.column.indicator"), *heads)
    items = [
        {
            "name": subject.short_name,
            "methods": words.list([_method(words, one) for one in subject.assessment.disagreeing]),
        }
        for subject in against
    ]
    chart = Chart(
        id="agreement",
        language=words.language,
        title=words(f"charts.agreement.title.{finding}", count=len(against), total=len(subjects)),
        subtitle=words("charts.agreement.subtitle"),
        panels=(Matrix(heads, rows, corner=columns[0], label_share=0.26, word_keys=_word_keys(words, subjects)),),
        alt=words(
            f"charts.agreement.alt.{finding}",
            total=len(subjects),
            names=joined(words, "charts.agreement.alt_item", items),
        ),
        source_line=source_line(edition, source_ids(subjects)),
        table=ChartTable(
            columns,
            tuple((row.label, *(cell.text for cell in row.cells if cell)) for row in rows),
            (False,) * len(columns),
        ),
        keys=(
            *(look_key(words, look) for look in ANSWERS.values()),
            Key(words("charts.agreement.framed"), Shape.SQUARE, hollow=True),
        ),
    )
    return chart_piece(chart, words)


def _method(words: Words, method: str) -> str:
    return words(f"cross_checks.{method}.name")


def _word_keys(words: Words, subjects: Sequence[Subject]) -> tuple[Key, ...]:
    """The shapes of the two judgements in words, for where the fields have no room for them."""
    paces = dict.fromkeys((subject.pace, subject.assessment.reversing) for subject in subjects)
    outlooks = dict.fromkeys(subject.assessment.outlook for subject in subjects)
    return (
        *(look_key(words, look_of(pace, reversing)) for pace, reversing in paces),
        *(look_key(words, OUTLOOKS[outlook]) for outlook in outlooks),
    )


def _cell(words: Words, look: Look) -> Cell:
    return Cell(look.shape, look.role, words(look.word), look.hollow)


def _cells(subject: Subject) -> tuple[Cell, ...]:
    judged, words = subject.assessment, subject.words
    pace, outlook = _cell(words, look_of(judged.pace, judged.reversing)), _cell(words, OUTLOOKS[judged.outlook])
    checks = {check.method: check for check in judged.cross_checks}
    return (
        _pointed(pace, subject.short_name, verdict(subject)),
        _pointed(outlook, subject.short_name, outlook.text),
        *(_check_cell(subject, checks.get(method), method) for method in METHODS),
    )


def _pointed(cell: Cell, *lines: str) -> Cell:
    """The cell with what is said where the reader points at it."""
    return Cell(cell.shape, cell.role, cell.text, cell.hollow, cell.framed, "<br>".join(lines))


def _check_cell(subject: Subject, check: CrossCheck | None, method: str) -> Cell:
    """A method's class: in short in the field, in full where the reader points at it."""
    words = subject.words
    look = ANSWERS[check.favourable if check else None]
    if check is None or not check.applies:
        full = words(f"cross_checks.{method}.classes.not_applicable")
        cell = Cell(look.shape, look.role, full)
    else:
        full = words(f"cross_checks.{method}.classes.{check.code}")
        framed = method in subject.assessment.disagreeing
        cell = Cell(look.shape, look.role, words(f"charts.agreement.class.{check.code}"), framed=framed)
    return _pointed(cell, subject.short_name, _method(words, method), full)
