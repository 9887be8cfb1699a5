"""Sentences on the two plans: what the 13th period achieved against the 14th so far."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from planbook.compare import ContinuedFigure, PeriodChange, SeriesComparison
from planbook.model import Unit, UnitKind
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join_sentences, see_figure
from planbook.present.marks import figure
from planbook.present.messages import say_message
from planbook.present.pieces import Piece
from planbook.present.words import Words, round_half_up
from planbook.present.worked import continued_of, series_of

__all__ = ["say_comparison", "say_comparison_series", "say_comparison_tests"]

MANY_YEARS = 6  # known values from which a series is told in a sentence of its own; the table has them all
WAYS = ("slower", "turned", "same", "faster")
COARSE_FROM = 10.0  # yearly changes from this size on need no further decimal


def say_comparison(edition: Edition, rates: pd.DataFrame, series: pd.DataFrame) -> Piece:
    """The finding that the series begin with; how many figures can be set side by side; each that has both paces."""
    words, comparison = edition.words, edition.comparison
    continued = continued_of(edition, rates)
    both = _in_both(series_of(edition, series))
    paired = [(pair, pair.changes) for pair in continued if pair.changes]
    fields = {
        "first": words.text(comparison.first.name),
        "second": words.text(comparison.second.name),
        "count": len(continued),
        "paired": len(paired),
        "series": len(both),
    }
    finding = _finding(edition, *both[0]) if both else None
    lead = fill(words, "comparison.lead" if paired else "comparison.lead_levels", **fields)
    blocks = [Block((join_sentences(words, [finding, lead]),))]
    if paired:
        blocks.append(Block(tuple(_pair(edition, pair, *changes) for pair, changes in paired), "ul"))
    return Passage("comparison", blocks).piece()


def _in_both(series: Iterable[SeriesComparison]) -> list[tuple[SeriesComparison, PeriodChange, PeriodChange]]:
    """The series with a change per year in both periods."""
    return [(entry, *entry.changes) for entry in series if entry.changes]


def _way(entry: SeriesComparison, first: PeriodChange, second: PeriodChange) -> str:
    """How the later period's pace compares: `turned`, `faster`, `slower`, or `same` to the decimals shown."""
    places = _places(entry.series.unit, first.per_year, second.per_year)
    before, after = (round_half_up(change.per_year, places) for change in (first, second))
    if before * after < 0:
        return "turned"
    return "same" if before == after else "faster" if abs(after) > abs(before) else "slower"


def _places(unit: Unit, *rates: float) -> int:
    """Decimals of yearly changes: one more than the unit's where that would be too coarse."""
    return unit.decimals + (min(abs(rate) for rate in rates) < COARSE_FROM)


def _rates(edition: Edition, entry: SeriesComparison, first: PeriodChange, second: PeriodChange) -> dict[str, object]:
    """What a sentence on a series' two yearly changes is filled with; their direction is a verb, never a sign."""
    words, series = edition.words, entry.series
    places = _places(series.unit, first.per_year, second.per_year)
    measured = series.unit.kind in (UnitKind.SHARE, UnitKind.RATE) and series.unit.in_ones is None
    kind = "share" if measured else "count"
    verbs = [words(f"comparison.verb.{'rise' if one.per_year >= 0 else 'fall'}_{kind}") for one in (first, second)]
    return {
        "area": words.text(series.area.name),
        "name": words.as_subject(words.text(series.name), within=True),
        "first_verb": verbs[0],
        "first": words.amount(first.per_year, series.unit, places),
        "second_verb": verbs[1],
        "second": _bare(words, words.amount(second.per_year, series.unit, places), series.unit),
        "years": words.period(second.start_year, second.end_year),
    }


def _bare(words: Words, amount: str, unit: Unit) -> str:
    """An amount whose unit has just been said; Chinese says it again, because it is short."""
    if words.language == "zh":
        return amount
    names = (unit.in_ones or unit).en_other, (unit.in_ones or unit).en_one, "percentage points", "percentage point"
    return next((amount.removesuffix(f" {name}") for name in names if amount.endswith(f" {name}")), amount)


def _finding(edition: Edition, entry: SeriesComparison, first: PeriodChange, second: PeriodChange) -> Inline:
    """Both rates of one series in one sentence, with what became of its pace."""
    words = edition.words
    fields = _rates(edition, entry, first, second) | {"period": words.text(edition.comparison.first.name)}
    return fill(words, f"comparison.finding_{_way(entry, first, second)}", **fields)


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
        first=words.change(first.per_year, unit, places).removeprefix("+"),
        second=figure(words, words.change(second.per_year, unit, places).removeprefix("+"), pair.illustrative),
    )


def say_comparison_series(edition: Edition, series: pd.DataFrame) -> Piece:
    """The published series that run through both periods, grouped by what became of their pace.

    Those with many years are told in a line each; a break is named, never bridged.
    """
    words = edition.words
    both = _in_both(series_of(edition, series))
    if not both:
        return Passage("comparison-series", [Block((fill(words, "comparison.no_series"),))]).piece()
    ways = {way: [one for one in both if _way(*one) == way] for way in WAYS}
    parts = [words(f"comparison.part_{way}", number=words.spelled(len(told))) for way, told in ways.items() if told]
    lead = fill(
        words,
        "comparison.series_lead",
        count=len(both),
        first=words.text(edition.comparison.first.name),
        parts="，".join(parts) if words.language == "zh" else words.list(parts),
    )
    blocks = [Block((join_sentences(words, [lead, see_figure(words, "comparison.figure", "slopes")]),))]
    for way, told in ways.items():
        items = [
            join_sentences(words, [fill(words, f"comparison.{way}", **_rates(edition, *one)), _break(edition, one[0])])
            for one in told
            if len(one[0].series.reported) >= MANY_YEARS
        ]
        if items:
            blocks += [Block((fill(words, f"comparison.lead_{way}"),)), Block(tuple(items), "ul")]
    return Passage("comparison-series", blocks).piece()


def _break(edition: Edition, entry: SeriesComparison) -> Inline | None:
    if not entry.break_years:
        return None
    words = edition.words
    return fill(words, "comparison.break", years=words.list([words.year(year) for year in entry.break_years]))


def say_comparison_tests(edition: Edition) -> Piece:
    """Whether the pace has changed, and whether there is a trend at all; "too few years" where a test says nothing."""
    words, units = edition.words, edition.inputs.units
    both = [entry for entry in edition.comparison.series if entry.changes]
    tested = [entry for entry in both if entry.slopes.computed or entry.trend.computed]
    untested = len(both) - len(tested)
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
                    number=words.spelled(len(tested)),
                    untested=untested,
                ),
            )
        )
    ]
    if items:
        blocks.append(Block(tuple(items), "ul"))
    return Passage("comparison-tests", blocks).piece()
