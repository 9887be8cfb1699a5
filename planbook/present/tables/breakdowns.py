"""The table of an indicator's values by category."""

from __future__ import annotations

from planbook.model import Category, Observation, Parts, Reported, adds_up
from planbook.present.edition import Edition
from planbook.present.inline import Inline, plain
from planbook.present.marks import figure
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, indicator_subject
from planbook.present.tables.indicators import linked_source
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import NO_FIGURE, flag_note, illustrative_note

__all__ = ["share_of_total", "table_breakdown"]


def table_breakdown(edition: Edition, indicator_id: str, breakdown_id: str) -> Piece:
    """A row for each category, a column for each year, and for what adds up the share of the latest total."""
    words, subject = edition.words, indicator_subject(edition, indicator_id)
    parts = next(one for one in edition.inputs.parts_of(indicator_id) if one.breakdown.id == breakdown_id)
    years, adding = parts.years, adds_up(subject.unit, parts.breakdown)
    columns = [
        Column(words.text(parts.breakdown.name)),
        *(Column(words.year(year), words.unit(subject.unit), numeric=True) for year in years),
        *([Column(words("breakdowns.share", year=words.year(years[-1])), "%", numeric=True)] if adding else []),
    ]
    body = [_row(subject, parts, category, years, adding) for category in parts.categories]
    body.append(_total(edition, subject, years, adding))
    shown = [one for known in parts.values.values() for one in known.values() if one.value is not None]
    notes = [_sources(edition, shown)]
    if any(one.illustrative for one in shown):
        notes.append(illustrative_note(words))
    flags = sorted({flag.value for one in shown for flag in one.flags})
    if flags:
        notes.append(flag_note(words, flags))
    caption = words("breakdowns.caption", name=subject.name, breakdown=words.inside(words.text(parts.breakdown.name)))
    return Table(f"table-parts-{indicator_id}-{breakdown_id}", caption, columns, body, notes).piece()


def _row(subject: Subject, parts: Parts, category: Category, years: tuple[int, ...], adding: bool) -> Row:
    words = subject.words
    cells: list[Inline | str] = [_shown(subject, parts.of(category.id, year)) for year in years]
    if adding:
        cells.append(_share(subject, parts.of(category.id, years[-1])))
    return Row((words.text(category.name), *cells))


def _total(edition: Edition, subject: Subject, years: tuple[int, ...], adding: bool) -> Row:
    known = {one.year: one for one in edition.inputs.series_of(subject.id).observations}
    cells = [_shown(subject, known.get(year)) for year in years]
    return Row((edition.words("breakdowns.total"), *cells, *([""] if adding else [])), css_class="own")


def _shown(subject: Subject, one: Observation | None) -> Inline:
    words = subject.words
    if one is None:
        return plain(NO_FIGURE)
    if not isinstance(one, Reported):
        return plain(words("verdict.not_reported"))
    return figure(words, words.number(one.value, subject.unit.decimals), one.illustrative, one.code)


def share_of_total(subject: Subject, one: Observation | None) -> float | None:
    """The share of the total of its year, a fraction; None where one of the two has no value."""
    series = subject.edition.inputs.series_of(subject.id)
    total = next((each for each in series.reported if one is not None and each.year == one.year), None)
    return one.value / total.value if isinstance(one, Reported) and total is not None and total.value else None


def _share(subject: Subject, one: Observation | None) -> Inline:
    share = share_of_total(subject, one)
    if share is None or one is None:
        return plain(NO_FIGURE)
    return figure(subject.words, subject.words.number(share * 100, 1), one.illustrative)


def _sources(edition: Edition, shown: list[Observation]) -> Inline:
    """Where the parts come from."""
    whole = plain(edition.words("breakdowns.sources"))
    for place, source_id in enumerate(dict.fromkeys(one.source_id for one in shown)):
        whole = (
            whole + plain(edition.words("table.note_separator") if place else "") + linked_source(edition, source_id)
        )
    return whole + plain(edition.words("breakdowns.stop"))
