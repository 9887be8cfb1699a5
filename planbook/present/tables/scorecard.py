"""The scorecard of all indicators, and the agreement of methods over them."""

from __future__ import annotations

from planbook.model import Bound, IndicatorType
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, plain
from planbook.present.marks import figure, illustrative_sign, outlook_mark, type_tag
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, indicator_subjects
from planbook.present.tables.model import Column, Row, Table
from planbook.present.words import Words

__all__ = ["NO_FIGURE", "bounded", "latest_value", "share_cell", "table_scorecard", "used_notes"]

NO_FIGURE = "–"
BOUND_SIGNS = {Bound.PLAIN: "", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}


def table_scorecard(edition: Edition, type: IndicatorType | str | None = None) -> Piece:
    """All indicators, or those of one type, in the plan's order: figures, both judgements."""
    words = edition.words
    kind = None if type is None else IndicatorType(type)
    subjects = [subject for subject in indicator_subjects(edition) if kind is None or subject.type is kind]
    columns = [
        Column(words("table.number"), numeric=True),
        Column(words("table.indicator")),
        Column(words("table.type")),
        Column(words("table.unit")),
        Column(words("table.baseline", year=edition.inputs.plan.baseline_year), numeric=True),
        Column(words("table.latest", year=edition.year), numeric=True),
        Column(words("table.target", year=edition.inputs.plan.period.last_year), numeric=True),
        Column(words("table.completion"), "%", numeric=True),
        Column(words("table.due"), "%", numeric=True),
        Column(words("table.ratio"), numeric=True),
        Column(words("table.pace")),
        Column(words("table.outlook")),
    ]
    key = "all" if kind is None else kind.value
    return Table(
        id=f"table-scorecard-{key}",
        caption=words(f"table.scorecard.{key}", year=words.year(edition.year)),
        columns=columns,
        rows=[_row(subject) for subject in subjects],
        row_header=1,
        notes=used_notes(words, subjects, edition.year),
    ).piece()


def _row(subject: Subject) -> Row:
    words, assessment = subject.words, subject.assessment
    ratio = NO_FIGURE if assessment.pace_ratio is None else subject.ratio
    return Row(
        (
            str(subject.number),
            subject.linked,
            type_tag(words, subject.type),
            words.unit(subject.unit),
            NO_FIGURE if subject.baseline is None else words.number(subject.baseline, subject.unit.decimals),
            latest_value(subject),
            bounded(subject),
            share_cell(subject),
            words.number(assessment.due * 100, 1),
            ratio,
            subject.mark,
            outlook_mark(words, assessment.outlook),
        )
    )


def bounded(subject: Subject) -> str:
    """The target as the plan writes it: `≥60.0`."""
    if subject.target is None:
        return NO_FIGURE
    return BOUND_SIGNS[subject.bound] + subject.words.number(subject.target, subject.unit.decimals)


def latest_value(subject: Subject) -> Inline:
    """The latest value with ◇, its flag, and its year where that is not the edition's."""
    words, assessment = subject.words, subject.assessment
    if assessment.value is None:
        return plain(words("verdict.not_reported"))
    shown = figure(
        words, words.number(assessment.value, subject.unit.decimals), assessment.illustrative, assessment.flag
    )
    if assessment.year != subject.edition.year:
        shown = shown + fill(words, "table.of_year", year=words.year(assessment.year))
    return shown


def share_cell(subject: Subject) -> Inline:
    """Completion in per cent, as illustrative as the value it is computed from."""
    completion = subject.assessment.completion
    if completion is None:
        return plain(NO_FIGURE)
    return subject.derived(subject.words.number(completion * 100, 1))


def used_notes(words: Words, subjects: list[Subject], year: int) -> list[Inline]:
    """Notes on the marks that the rows carry: ◇, flags."""
    notes = []
    if any(subject.assessment.illustrative for subject in subjects):
        notes.append(illustrative_note(words))
    flags = sorted({subject.assessment.flag.value for subject in subjects if subject.has_value} - {""})
    if flags:
        notes.append(flag_note(words, flags))
    return notes


def illustrative_note(words: Words) -> Inline:
    """What ◇ means."""
    return fill(words, "table.note_illustrative", mark=illustrative_sign(words))


def flag_note(words: Words, flags: list[str]) -> Inline:
    """What the flags in a table mean."""
    named = words("table.flag_separator").join(
        words("table.flag", code=code, name=words(f"flag.{code}")) for code in flags
    )
    return fill(words, "table.note_flags", flags=named)
