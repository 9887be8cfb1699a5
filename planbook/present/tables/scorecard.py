"""The scorecard of all indicators, and the agreement of methods over them."""

from __future__ import annotations

import pandas as pd

from planbook.looks import FLAGS
from planbook.model import Bound, Flag, OutlookVerdict
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, plain, span
from planbook.present.marks import figure, illustrative_sign, in_unit, outlook_mark, type_tag
from planbook.present.pieces import Piece
from planbook.present.sentences.records import records_of
from planbook.present.subjects import Subject
from planbook.present.tables.model import Column, Row, Table
from planbook.present.words import Words
from planbook.present.worked import subjects_of

__all__ = [
    "NO_FIGURE",
    "baseline_cell",
    "bounded",
    "latest_value",
    "name_cell",
    "of_year",
    "share_cell",
    "table_outlooks",
    "table_scorecard",
    "used_notes",
]

NO_FIGURE = "–"
BOUND_SIGNS = {Bound.PLAIN: "", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}


def table_scorecard(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """The indicators of a scorecard or of a part of one, in its order: figures, both judgements.

    Where all are of one type, the caption says so; else each row does.
    """
    words, subjects = edition.words, subjects_of(edition, scorecard)
    types, chapter_id = {subject.indicator.type for subject in subjects}, scorecard.attrs.get("chapter_id", "")
    kind = types.pop() if len(types) == 1 and not chapter_id else None
    if not subjects:
        missing = fill(words, "empty.indicator", year=words.year(edition.year))
        return Passage("empty-indicator", [Block((missing,), "callout", "warning")]).piece()
    columns = [
        Column(words("table.indicator")),
        Column(words("table.pace")),  # what was found stands beside the name, where a phone has it in sight
        Column(words("table.outlook")),
        Column(words("table.baseline", year=edition.inputs.plan.baseline_year), numeric=True),
        Column(words.year(edition.year) if words.edition else words("table.latest", year=edition.year), numeric=True),
        Column(words("table.target", year=edition.inputs.plan.period.last_year), numeric=True),
        Column(words("table.completion"), "%", numeric=True),
        Column(words("table.due"), "%", numeric=True),
        Column(words("table.ratio"), numeric=True),
    ]
    key = "all" if kind is None else kind.value
    return Table(
        id=f"table-scorecard-{chapter_id or key}",
        caption=words(f"table.scorecard.{key}", year=words.year(edition.year)),
        columns=columns,
        rows=[_row(subject, tagged=kind is None) for subject in subjects],
        notes=used_notes(words, subjects, edition.year),
    ).piece()


def table_outlooks(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """What is required a year against what was achieved, and the projection to the target year, for every indicator."""
    words, subjects = edition.words, subjects_of(edition, scorecard)
    columns = [
        Column(words("table.indicator")),
        Column(words("table.outlook")),
        Column(words("table.achieved_per_year"), numeric=True),
        Column(words("table.required_per_year"), numeric=True),
        Column(words("table.projection", year=edition.inputs.plan.period.last_year), numeric=True),
        Column(
            words("table.interval", share=words.share(edition.inputs.parameters.thresholds.interval, 0)), numeric=True
        ),
        Column(words("table.target", year=edition.inputs.plan.period.last_year), numeric=True),
        Column(words("table.probability"), "%", numeric=True),
    ]
    records = records_of(edition, subjects)
    return Table(
        id="table-outlooks",
        caption=words("table.outlooks_caption", year=words.year(edition.year)),
        columns=columns,
        rows=[_outlook_row(subject) for subject in subjects],
        notes=[*used_notes(words, subjects, edition.year), *([records] if records.text else [])],
    ).piece()


def _outlook_row(subject: Subject) -> Row:
    words, assessment, places = subject.words, subject.assessment, subject.unit.decimals

    def shown(value: float | None, decimals: int) -> Inline:
        return plain(NO_FIGURE) if value is None else subject.derived(words.number(value, decimals))

    def rate(value: float | None) -> Inline:
        return plain(NO_FIGURE) if value is None else shown(value, subject.rate_decimals(value))

    interval: Inline = plain(NO_FIGURE)
    if assessment.projection_low is not None and assessment.projection_high is not None:
        low, high = words.number(assessment.projection_low, places), words.number(assessment.projection_high, places)
        interval = subject.derived(f"{low}{words.range_sign}{high}")
    probability = None if assessment.p_target is None else assessment.p_target * 100
    return Row(
        (
            name_cell(subject),
            outlook_mark(words, assessment.outlook),
            rate(assessment.achieved_per_year),
            rate(None if assessment.outlook is OutlookVerdict.MET else assessment.required_per_year),
            shown(assessment.projection, places),
            interval,
            bounded(subject),
            shown(probability, 0),
        )
    )


def name_cell(subject: Subject, tagged: bool = False, unit: bool = True) -> Inline:
    """What names a row, in one cell that stays in sight on a phone: number, linked name, unit, type."""
    words = subject.words
    whole = span(str(subject.number), "row-number") + plain(" ") + subject.linked
    if unit:
        whole += in_unit(words.unit(subject.unit))
    return whole + plain(" ") + type_tag(words, subject.indicator.type) if tagged else whole


def _row(subject: Subject, tagged: bool) -> Row:
    words, assessment = subject.words, subject.assessment
    ratio = NO_FIGURE if assessment.pace_ratio is None else subject.ratio
    return Row(
        (
            name_cell(subject, tagged),
            subject.mark,
            outlook_mark(words, assessment.outlook),
            baseline_cell(subject),
            latest_value(subject),
            bounded(subject),
            share_cell(subject),
            words.number(assessment.due * 100, 1),
            ratio,
        )
    )


def bounded(subject: Subject) -> str:
    """The target as the plan writes it: `≥60.0`."""
    if subject.target is None:
        return NO_FIGURE
    return BOUND_SIGNS[subject.indicator.bound] + subject.words.number(subject.target, subject.unit.decimals)


def latest_value(subject: Subject) -> Inline:
    """The latest value with ◇, its flag, and its year where that is not the edition's."""
    words, latest = subject.words, subject.assessment.latest
    if latest is None:
        return plain(words("verdict.not_reported"))
    shown = figure(words, words.number(latest.value, subject.unit.decimals), latest.illustrative, latest.flag)
    if latest.year != subject.edition.year:
        shown = shown + of_year(words, latest.year)
    return shown


def baseline_cell(subject: Subject) -> Inline:
    """The baseline, with its year where that is not the plan's."""
    if subject.baseline is None:
        return plain(NO_FIGURE)
    shown = plain(subject.words.number(subject.baseline, subject.unit.decimals))
    own = subject.baseline_year == subject.edition.inputs.plan.baseline_year
    return shown if own else shown + of_year(subject.words, subject.baseline_year)


def of_year(words: Words, year: int) -> Inline:
    """The year of a value that is not the edition's, in brackets after it."""
    return span(fill(words, "table.of_year", year=words.year(year)), "of-year")


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
        words("table.flag", code=code, name=words(FLAGS[Flag(code)].word)) for code in flags
    )
    return fill(words, "table.note_flags", flags=named)
