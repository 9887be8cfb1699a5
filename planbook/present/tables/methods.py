"""Tables of the methods page: cut-offs, what others published, sensitivity, the backtest."""

from __future__ import annotations

import math

import pandas as pd

from planbook.assess.backtest import Backtest
from planbook.looks import JUDGED_WORST_FIRST, VERDICTS
from planbook.model import Precedent, SourceKind
from planbook.present.edition import Edition
from planbook.present.inline import Inline, Passage, fill, plain, unbroken
from planbook.present.marks import look_mark, with_languages
from planbook.present.messages import say_message
from planbook.present.pieces import Piece
from planbook.present.tables.indicators import linked_source
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import NO_FIGURE
from planbook.present.worked import subject_of

__all__ = [
    "table_backtest",
    "table_precedents",
    "table_sensitivity_grid",
    "table_thresholds",
]


def table_thresholds(edition: Edition) -> Piece:
    """The cut-offs in force in the edition."""
    words, thresholds = edition.words, edition.inputs.parameters.thresholds
    cut_offs = {"ahead": words.number(thresholds.ahead, 2), "on_pace": words.number(thresholds.on_pace, 2)}
    body = [
        *(
            Row((look_mark(words, VERDICTS[verdict]), words(f"table.threshold.{verdict.value}", **cut_offs)))
            for verdict in reversed(JUDGED_WORST_FIRST)
        ),
        Row((words("outlook.likely"), words("table.threshold.likely", value=words.share(thresholds.likely, 0)))),
        Row((words("outlook.unlikely"), words("table.threshold.unlikely", value=words.share(thresholds.unlikely, 0)))),
        Row(
            (
                words("table.threshold.interval_name"),
                words("table.threshold.interval", value=words.share(thresholds.interval, 0)),
            )
        ),
        Row((words("table.threshold.points_name"), words("table.threshold.points", count=thresholds.minimum_points))),
    ]
    columns = [Column(words("table.class")), Column(words("table.rule"))]
    return Table(
        "table-thresholds", words("table.thresholds_caption"), columns, body, [fill(words, "table.thresholds_note")]
    ).piece()


def table_precedents(edition: Edition) -> Piece:
    """How published evaluations, and documents like them, classify indicators: in their own words, each with source."""
    words = edition.words
    columns = [
        Column(words("table.precedents.document")),
        Column(words("table.published")),
        Column(words("table.precedents.indicators"), numeric=True),
        Column(words("table.precedents.classes")),
        Column(words("table.source")),
    ]
    body = [_precedent_row(edition, precedent) for precedent in edition.inputs.precedents.values()]
    notes = [fill(words, "table.precedents.note")] if body else []
    if not body:
        body = [Row((words("table.precedents.none"), "", "", "", ""))]
    caption = words("table.precedents.caption")
    return Table("table-precedents", caption, columns, body, notes, css_class="cards").piece()


def _precedent_row(edition: Edition, precedent: Precedent) -> Row:
    words = edition.words
    source = linked_source(edition, precedent.source_id)
    if edition.inputs.sources[precedent.source_id].kind is SourceKind.REPRINT:
        source += plain(words("table.reprint"))
    return Row(
        (
            with_languages(words, words.text(precedent.document)),
            unbroken(precedent.published or NO_FIGURE),
            NO_FIGURE if precedent.indicators is None else words.number(precedent.indicators),
            with_languages(words, words.text(precedent.classes)),
            source,
        )
    )


def table_sensitivity_grid(edition: Edition, pace: pd.DataFrame) -> Piece:
    """The verdict under each pair of cut-offs: rows "ahead", columns "on pace"; the pair in force is in brackets.

    Nothing where all pairs agree: the sentence above has said so.
    """
    words, subject = edition.words, subject_of(edition, pace)
    thresholds, sensitivity = edition.inputs.parameters.thresholds, subject.assessment.sensitivity
    grid = () if sensitivity is None else sensitivity.grid
    if all(verdict is subject.pace for *_, verdict in grid):
        return Passage(f"table-sensitivity-{subject.id}").piece()
    verdicts = {(ahead, on_pace): verdict for ahead, on_pace, verdict in grid}
    lows = sorted({on_pace for _, on_pace in verdicts})
    columns = [Column(words("table.grid_head")), *(Column(words.number(low, 2)) for low in lows)]
    body = []
    for ahead in sorted({ahead for ahead, _ in verdicts}):
        cells = []
        for low in lows:
            shown = look_mark(words, VERDICTS[verdicts[ahead, low]])
            in_force = math.isclose(ahead, thresholds.ahead) and math.isclose(low, thresholds.on_pace)
            cells.append(fill(words, "table.in_force", shown=shown) if in_force else shown)
        body.append(Row((words.number(ahead, 2), *cells)))
    if not body:
        body.append(Row((words("sensitivity.none"),)))
    return Table(
        f"table-sensitivity-{subject.id}",
        words("table.grid_caption", name=subject.name),
        columns,
        body,
        [fill(words, "table.grid_note")] if verdicts else [],
        css_class="cards",
    ).piece()


def table_backtest(edition: Edition) -> Piece:
    """How the projection would have done on published series: by years ahead, then by series."""
    words = edition.words
    result: Backtest = edition.backtest
    columns = [
        Column(words("table.backtest.what")),
        Column(words("table.backtest.trials"), numeric=True),
        Column(words("table.backtest.covered"), numeric=True),
        Column(words("table.backtest.coverage"), "%", numeric=True),
        Column(words("table.backtest.relative"), numeric=True),
    ]

    def row(name: Inline | str, trials: int, covered: int, coverage: float | None, relative: float | None) -> Row:
        return Row(
            (
                name,
                words.number(trials),
                words.number(covered),
                NO_FIGURE if coverage is None else words.number(coverage * 100, 1),
                NO_FIGURE if relative is None else words.number(relative, 2),
            )
        )

    body = [row(words("table.backtest.all"), result.trials, result.covered, result.coverage, result.relative_error)]
    if result.horizons:
        body.append(Row(group=words("table.backtest.by_horizon")))
        body += [
            row(
                words("table.backtest.ahead", count=entry.horizon),
                entry.trials,
                entry.covered,
                entry.coverage,
                entry.relative_error,
            )
            for entry in result.horizons
        ]
    if result.unit_kinds:
        body.append(Row(group=words("table.backtest.by_unit")))
        body += [
            row(
                words(f"unit_kind.{entry.kind.value}"),
                entry.trials,
                entry.covered,
                entry.coverage,
                entry.relative_error,
            )
            for entry in result.unit_kinds
        ]
    if result.series:
        body.append(Row(group=words("table.backtest.by_series")))
        body += [
            row(
                words("table.series_of_area", area=words.text(entry.area.name), name=words.text(entry.name)),
                entry.trials,
                entry.covered,
                entry.coverage,
                entry.relative_error,
            )
            for entry in result.series
        ]
    notes = [say_message(words, edition.inputs.units, result.message), fill(words, "table.backtest.note")]
    return Table(
        "table-backtest", words("table.backtest.caption", nominal=words.share(result.nominal, 0)), columns, body, notes
    ).piece()
