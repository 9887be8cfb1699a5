"""Sentences on the two plans: what the 13th period achieved against the 14th so far."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from planbook.compare import ContinuedFigure, PeriodChange, SeriesComparison
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join_sentences, plain
from planbook.present.marks import figure
from planbook.present.messages import say_message
from planbook.present.pieces import Piece
from planbook.present.worked import continued_of, series_of

__all__ = ["say_comparison", "say_comparison_series", "say_comparison_tests"]

MANY_YEARS = 6  # known values from which a series is told in a sentence of its own; the table has them all


def say_comparison(edition: Edition, rates: pd.DataFrame, series: pd.DataFrame) -> Piece:
    """How many figures can be set side by side, and each that has a pace in both periods, in a line."""
    words, comparison = edition.words, edition.comparison
    continued = continued_of(edition, rates)
    paired = [(pair, pair.changes) for pair in continued if pair.changes]
    first = words.text(comparison.first.name)
    lead = fill(
        words,
        "comparison.lead" if paired else "comparison.lead_levels",
        first=first,
        second=words.text(comparison.second.name),
        count=len(continued),
        paired=len(paired),
        series=len(_in_both(series_of(edition, series))),
    )
    levels = fill(words, "comparison.levels", first=first) if len(paired) < len(continued) else None
    blocks = [Block((join_sentences(words, [lead, levels]),))]
    if paired:
        blocks.append(Block(tuple(_pair(edition, pair, *changes) for pair, changes in paired), "ul"))
    return Passage("comparison", blocks).piece()


def _in_both(series: Iterable[SeriesComparison]) -> list[tuple[SeriesComparison, PeriodChange, PeriodChange]]:
    """The series with a change per year in both periods."""
    return [(entry, *entry.changes) for entry in series if entry.changes]


def _pair(edition: Edition, pair: ContinuedFigure, first: PeriodChange, second: PeriodChange) -> Inline:
    words, unit = edition.words, edition.inputs.units[pair.second_unit_id]
    places = unit.decimals + 1
    return fill(
        words,
        "comparison.pair",
        name=words.text(pair.label),
        first_year=words.year(first.start_year),
        first_end=words.year(first.end_year),
        second_end=words.year(second.end_year),
        first=words.change(first.per_year, unit, places),
        second=figure(words, words.change(second.per_year, unit, places), pair.illustrative),
    )


def say_comparison_series(edition: Edition, series: pd.DataFrame) -> Piece:
    """The published series that run through both periods, one sentence each; a break is named, never bridged."""
    words, units = edition.words, edition.inputs.units
    both = _in_both(series_of(edition, series))
    if not both:
        return Passage("comparison-series", [Block((fill(words, "comparison.no_series"),))]).piece()
    paces = [(first.per_year, second.per_year) for _, first, second in both]
    turned = sum(first * second < 0 for first, second in paces)
    faster = sum(first * second >= 0 and abs(second) > abs(first) for first, second in paces)
    lead = fill(
        words,
        "comparison.series_lead",
        count=len(both),
        faster=faster,
        turned=turned,
        slower=len(both) - faster - turned,
    )
    items = tuple(
        _area(edition, entry)
        + join_sentences(words, [say_message(words, units, entry.message), _break(edition, entry)])
        for entry, *_ in both
        if len(entry.series.reported) >= MANY_YEARS
    )
    return Passage("comparison-series", [Block((lead,)), Block(items, "ul")]).piece()


def _area(edition: Edition, entry: SeriesComparison) -> Inline:
    words = edition.words
    return plain(words("comparison.area", area=words.text(entry.series.area.name)))


def _break(edition: Edition, entry: SeriesComparison) -> Inline | None:
    if not entry.break_years:
        return None
    words = edition.words
    return fill(words, "comparison.break", years=words.list([words.year(year) for year in entry.break_years]))


def say_comparison_tests(edition: Edition) -> Piece:
    """Whether the pace has changed, and whether there is a trend at all; "too few years" where a test says nothing."""
    words, units = edition.words, edition.inputs.units
    tested = [entry for entry in edition.comparison.series if entry.slopes.computed or entry.trend.computed]
    untested = len(edition.comparison.series) - len(tested)
    items = []
    for entry in tested:
        said = [say_message(words, units, entry.slopes.message)] if entry.slopes.computed else []
        said += [say_message(words, units, entry.trend.message)] if entry.trend.computed else []
        name = fill(
            words,
            "comparison.tested",
            area=words.text(entry.series.area.name),
            name=words.text(entry.series.name),
        )
        items.append(name + join_sentences(words, said))
    blocks = [
        Block(
            (
                fill(
                    words,
                    "comparison.tests_lead" if tested else "comparison.tests_none",
                    count=len(tested),
                    untested=untested,
                ),
            )
        )
    ]
    if items:
        blocks.append(Block(tuple(items), "ul"))
    return Passage("comparison-tests", blocks).piece()
