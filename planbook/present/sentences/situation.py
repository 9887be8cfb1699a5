"""Sentences of the situation chapter, from the published series that the plan's data name for each section.

Nothing illustrative is used here. Of figures that disagree the preferred one is taken; the plan's area is set beside
the one above it only in a year that both have, and only in the same series.
"""

from __future__ import annotations

import re
from dataclasses import replace

from planbook.assess.background import list_background
from planbook.model import BackgroundSeries, Reported, Unit, UnitKind
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join_sentences, plain
from planbook.present.pieces import Piece
from planbook.present.words import Words, round_half_up
from planbook.rules.meaning import compounds

__all__ = ["say_situation", "say_situation_note"]

MANY = 1_000_000
_IN_POINTS = (UnitKind.SHARE, UnitKind.CHANGE)  # a change of these is no percentage of them


class Known:
    """The published series of an edition, read once for a passage."""

    def __init__(self, edition: Edition):
        self.edition, self.words = edition, edition.words
        self.series = {(series.id, series.area.id): series for series in list_background(edition.inputs)}

    def find(self, series_id: str, area: str) -> BackgroundSeries | None:
        return self.series.get((series_id, area))


def say_situation_note(edition: Edition) -> Piece:
    """How many published series the chapter rests on, and that nothing in it is made up."""
    words, found = edition.words, list_background(edition.inputs)
    values = sum(len(series.reported) for series in found)
    sentence = fill(words, "situation.note", count=len({series.id for series in found}), values=values)
    return Passage("situation-note", [Block((sentence,))]).piece()


def say_situation(edition: Edition, section_id: str) -> Piece:
    """What one section of the plan's situation says of its series, one after another.

    The series in which the plan's area is compared with the one above it is followed by that comparison.
    """
    section, known = edition.inputs.situation[section_id], Known(edition)
    sentences = []
    for place, told in enumerate(section.said):
        sentences.append(_series(known, told.series_id, told.area_id, told.announced))
        later = [one.series_id for one in section.said[place + 1 :]]
        if told.series_id == section.compared and section.compared not in later:
            sentences.append(_against(known, section.compared))
    said = [sentence for sentence in sentences if sentence]
    if not said:
        said = [fill(edition.words, "situation.nothing")]
    elif note := edition.words.text(section.note):
        said.append(plain(note))
    return Passage(f"situation-{section.id}", [Block((join_sentences(edition.words, said),))]).piece()


def _series(known: Known, series_id: str, area: str, say_missing: bool = False) -> Inline | None:
    """The latest value of a series and how far it has come since the first one of the same definition."""
    words, series = known.words, known.find(series_id, area)
    if series is None:
        return _missing(known.edition, series_id, area) if say_missing else None
    series = _readable(words, series)
    points = series.stretches[-1]
    first, last = points[0], points[-1]
    fields: dict[str, object] = {
        "area": words.text(known.edition.inputs.areas[area].name),
        "name": _named(words, series),
        "year": words.year(last.year),
        "value": words.value(last.value, series.unit),
    }
    estimated = fill(words, "situation.derived") if last.derived else None
    if first is last:
        return join_sentences(words, [fill(words, "situation.one", **fields), estimated])
    fields |= _movement(words, series, first, last)
    return join_sentences(words, [fill(words, f"situation.{_way(series, first, last)}", **fields), estimated])


def _named(words: Words, series: BackgroundSeries) -> str:
    """The series' name as an English sentence holds it: "the share …", "income per head, rural residents,"."""
    name = words.inside(words.text(series.name))
    if words.language == "zh":
        return name
    return ("the " if name.startswith("share ") else "") + name + ("," if "," in re.sub(r"\d,\d", "", name) else "")


def _readable(words: Words, series: BackgroundSeries) -> BackgroundSeries:
    """In Chinese, millions of people are told in 万: 24,758,900 人 is 2,475.89 万人."""
    unit = series.unit
    if words.language != "zh" or unit.kind is not UnitKind.COUNT or series.reported[-1].value < MANY:
        return series
    points = tuple(replace(point, value=point.value / 10_000) for point in series.reported)
    return replace(series, unit=replace(unit, zh=f"万{unit.zh}", decimals=2), observations=points)


def _missing(edition: Edition, series_id: str, area: str) -> Inline | None:
    words = edition.words
    for row in edition.inputs.series.to_dict("records"):
        if row["series_id"] == series_id:
            name = words.inside(words.spaced(row[f"name_{words.language}"]))
            return fill(words, "situation.missing", area=words.text(edition.inputs.areas[area].name), name=name)
    return None


def _way(series: BackgroundSeries, first: Reported, last: Reported) -> str:
    change = round_half_up(last.value - first.value, series.unit.decimals)
    if change == 0:
        return "flat"
    kind = "share" if series.unit.kind in _IN_POINTS or first.value <= 0 else "amount"
    return f"{'up' if change > 0 else 'down'}_{kind}"


def _movement(words: Words, series: BackgroundSeries, first: Reported, last: Reported) -> dict[str, object]:
    change = last.value - first.value
    fields: dict[str, object] = {
        "start_year": words.year(first.year),
        "start": words.value(first.value, series.unit),
        "amount": words.amount(change, _in_points(series.unit)),
    }
    if first.value > 0 and series.unit.kind not in _IN_POINTS:
        fields["percent"] = words.share(abs(change) / first.value)
    return fields


def _in_points(unit: Unit) -> Unit:
    """The unit that a difference is told in: of rates in per cent, percentage points."""
    return replace(unit, kind=UnitKind.SHARE) if compounds(unit) else unit


def _against(known: Known, series_id: str) -> Inline | None:
    """The plan's area set beside the one above it in the last year that both have."""
    words, inputs = known.words, known.edition.inputs
    area = inputs.own_area
    above = None if area is None else inputs.area_above(area)
    if area is None or above is None:
        return None
    here, there = known.find(series_id, area.id), known.find(series_id, above.id)
    if here is None or there is None:
        return None
    own, other = ({point.year: point.value for point in series.reported} for series in (here, there))
    common = sorted(own.keys() & other.keys())
    if not common:
        return None
    year = common[-1]
    difference = own[year] - other[year]
    rounded = round_half_up(difference, here.unit.decimals)
    key = "above" if rounded > 0 else "below" if rounded < 0 else "equal"
    return fill(
        words,
        f"situation.{key}",
        year=words.year(year),
        area=words.text(area.name),
        other=words.text(above.name),
        value=words.value(own[year], here.unit),
        other_value=words.value(other[year], here.unit),
        amount=words.amount(difference, _in_points(here.unit)),
    )
