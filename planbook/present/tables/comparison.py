"""Tables of the comparison of two plans."""

from __future__ import annotations

import pandas as pd

from planbook.compare import ContinuedFigure, NoChange, PeriodChange
from planbook.model import Unit
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, plain
from planbook.present.marks import figure
from planbook.present.pieces import Piece
from planbook.present.subjects import COARSE_FROM
from planbook.present.tables.model import Column, Row, Table, without_empty_columns
from planbook.present.tables.scorecard import NO_FIGURE, illustrative_note
from planbook.present.words import Words
from planbook.present.worked import continued_of, series_of

__all__ = ["table_two_plans", "table_two_plans_series"]


def table_two_plans(edition: Edition, rates: pd.DataFrame) -> Piece:
    """Figures of the finished plan beside what the running one has made of them: level, pace, planned pace."""
    words, comparison = edition.words, edition.comparison
    first, second = words.text(comparison.first.name), words.text(comparison.second.name)
    columns = [
        Column(words("table.figure")),
        Column(words("table.unit")),
        Column(words("table.start", year=comparison.first.first_year - 1), numeric=True),
        Column(words("table.end", year=comparison.first.last_year), numeric=True),
        Column(words("table.latest", year=comparison.year), numeric=True),
        Column(words("table.target", year=comparison.second.last_year), numeric=True),
        Column(words("table.yearly_of", period=first), numeric=True),
        Column(words("table.yearly_of", period=second), numeric=True),
        Column(words("table.planned_yearly"), numeric=True),
    ]
    continued = continued_of(edition, rates)
    body = [_pair_row(edition, pair) for pair in continued if pair.same_measure]
    if not body:
        body = [Row((words("empty.comparison"),))]
    notes = [illustrative_note(words)] if any(p.illustrative for p in continued if p.same_measure) else []
    other = [words.text(pair.label) for pair in continued if not pair.same_measure]
    if other:
        notes.append(fill(words, "table.other_measure", count=len(other), names=words.list(other)))
    caption = words("table.two_plans_caption", first=first, second=second)
    return without_empty_columns(Table("table-two-plans", caption, columns, body, notes)).piece()


def _pair_row(edition: Edition, pair: ContinuedFigure) -> Row:
    words, unit = edition.words, edition.inputs.units[pair.second_unit_id]
    own = edition.inputs.units[pair.first_unit_id]
    latest = (
        plain(NO_FIGURE)
        if pair.second.end is None
        else figure(words, words.number(pair.second.end, unit.decimals), pair.illustrative, pair.flag)
    )
    return Row(
        (
            words.text(pair.label),
            words.unit(unit),
            _level(edition, pair.first.start, own),
            _level(edition, pair.first.end, own),
            latest,
            words.number(pair.target, unit.decimals),
            _yearly(edition, pair.first, unit, False),
            _yearly(edition, pair.second, unit, pair.illustrative),
            NO_FIGURE if pair.planned_per_year is None else _signed(words, pair.planned_per_year, unit),
        )
    )


def _signed(words: Words, rate: float, unit: Unit) -> str:
    """A yearly change; a further decimal only where the unit's own would be too coarse."""
    return words.signed(rate, unit.decimals + (abs(rate) < COARSE_FROM))


def _level(edition: Edition, value: float | None, unit: Unit) -> str:
    return NO_FIGURE if value is None else edition.words.number(value, unit.decimals)


def _yearly(edition: Edition, change: PeriodChange | NoChange, unit: Unit, made_up: bool) -> Inline:
    words = edition.words
    if isinstance(change, NoChange):
        return plain(NO_FIGURE)
    return figure(words, _signed(words, change.per_year, unit), made_up)


def table_two_plans_series(edition: Edition, series: pd.DataFrame) -> Piece:
    """Published series with a pace in both periods: change per year, growth per year, difference."""
    words, comparison = edition.words, edition.comparison
    columns = [
        Column(words("table.series")),
        Column(words("table.unit")),
        Column(words("table.years_of", period=words.text(comparison.first.name))),
        Column(words("table.yearly"), numeric=True),
        Column(words("table.growth"), "%", numeric=True),
        Column(words("table.years_of", period=words.text(comparison.second.name))),
        Column(words("table.yearly"), numeric=True),
        Column(words("table.growth"), "%", numeric=True),
        Column(words("table.difference"), numeric=True),
    ]
    body = []
    for entry in series_of(edition, series):
        if entry.changes is None:
            continue
        unit, (earlier, later) = entry.series.unit, entry.changes
        body.append(
            Row(
                (
                    words(
                        "table.series_of_area",
                        area=words.text(entry.series.area.name),
                        name=words.text(entry.series.name),
                    ),
                    words.unit(unit),
                    _span(earlier, words.range_sign),
                    _signed(words, earlier.per_year, unit),
                    _growth(edition, earlier),
                    _span(later, words.range_sign),
                    _signed(words, later.per_year, unit),
                    _growth(edition, later),
                    _signed(words, later.per_year - earlier.per_year, unit),
                )
            )
        )
    if not body:
        body = [Row((words("empty.no_series"),))]
    return Table("table-two-plans-series", words("table.two_plans_series_caption"), columns, body).piece()


def _span(change: PeriodChange, sign: str) -> str:
    return f"{change.start_year}{sign}{change.end_year}"


def _growth(edition: Edition, change: PeriodChange) -> str:
    return NO_FIGURE if change.growth is None else edition.words.signed(change.growth * 100, 1)
