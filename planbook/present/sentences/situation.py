"""Sentences of the situation chapter, from the published series that the plan's data name for each section.

Nothing illustrative is used here. Of figures that disagree the preferred one is taken; the plan's area is set beside
the one above it only in a year that both have, and only in the same series.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from planbook.assess.background import list_background
from planbook.model import BackgroundSeries, Flag, Observation, Reported, UnitKind
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join_sentences, plain
from planbook.present.pieces import Piece
from planbook.present.readable import readable_series
from planbook.present.words import Words, round_half_up

__all__ = ["say_situation", "say_situation_note"]

_IN_POINTS = (UnitKind.SHARE, UnitKind.CHANGE)  # a change of these is no percentage of them


class Known:
    """The published series of an edition, read once for a passage."""

    def __init__(self, edition: Edition):
        self.edition, self.words = edition, edition.words
        self.series = {(series.id, series.area.id): series for series in list_background(edition.inputs)}

    def find(self, series_id: str, area: str) -> BackgroundSeries | None:
        """What is confirmed of a series; None where nothing is. A value flagged u stays in the tables."""
        series = self.series.get((series_id, area))
        if series is None or not self.doubted(series_id, area):
            return series
        confirmed = tuple(point for point in series.observations if not _unconfirmed(point))
        known = replace(series, observations=confirmed)
        return known if known.reported else None

    def doubted(self, series_id: str, area: str) -> bool:
        """Whether a value of the series was read only where nobody vouches for it."""
        series = self.series.get((series_id, area))
        return series is not None and any(_unconfirmed(point) for point in series.observations)


def _unconfirmed(point: Observation) -> bool:
    return isinstance(point, Reported) and point.flag is Flag.LOW_RELIABILITY


def say_situation_note(edition: Edition) -> Piece:
    """How many published series the chapter rests on, and that nothing in it is made up."""
    words, found = edition.words, list_background(edition.inputs)
    values = sum(len(series.reported) for series in found)
    sentences = [fill(words, "situation.note", count=len({series.id for series in found}), values=values)]
    if any(_unconfirmed(point) for series in found for point in series.observations):
        sentences.append(fill(words, "situation.unconfirmed"))
    return Passage("situation-note", [Block((join_sentences(words, sentences),))]).piece()


def say_situation(edition: Edition, section_id: str) -> Piece:
    """What one section of the plan's situation says of its series: the comparison first, what is missing as a note.

    Series of one area that moved the same way over the same years are told together.
    """
    section, known = edition.inputs.situation[section_id], Known(edition)
    told = [_told(known, one.series_id, one.area_id) for one in section.said]
    most = 2 if edition.language == "zh" else 1  # more make a sentence too long to be read in one go
    said = [_against(known, section.compared)] if section.compared else []
    said += [_together(known, group) for group in _grouped([one for one in told if one is not None], most)]
    sentences = [sentence for sentence in said if sentence]
    notes = [
        _missing(edition, one.series_id, one.area_id)
        for one in section.said
        if one.announced and (one.series_id, one.area_id) not in known.series
    ]
    if sentences and (note := edition.words.text(section.note)):
        notes.append(plain(note))
    blocks = [Block((join_sentences(edition.words, sentences or [fill(edition.words, "situation.nothing")]),))]
    remarks = [note for note in notes if note]
    if remarks:
        blocks.append(Block((join_sentences(edition.words, remarks),), css_class="record"))
    return Passage(f"situation-{section.id}", blocks).piece()


@dataclass(frozen=True)
class Told:
    """A series as a sentence tells it: from the first value of its latest definition to its last."""

    series: BackgroundSeries
    first: Reported
    last: Reported

    @property
    def way(self) -> str:
        """`one`, `flat`, or which way it went and in what: `up_share`, `down_amount`."""
        return "one" if self.first is self.last else _way(self.series, self.first, self.last)

    @property
    def alike(self) -> tuple[str, int, int, str]:
        """What series share that are told together."""
        return self.series.area.id, self.first.year, self.last.year, self.way.partition("_")[0]


def _told(known: Known, series_id: str, area: str) -> Told | None:
    series = known.find(series_id, area)
    if series is None:
        return None
    readable = readable_series(known.words, series)
    points = readable.stretches[-1]
    return Told(readable, points[0], points[-1])


def _grouped(told: list[Told], most: int) -> list[list[Told]]:
    """Those that are alike together, no more than `most`."""
    groups: list[list[Told]] = []
    for one in told:
        place = next((group for group in groups if len(group) < most and group[0].alike == one.alike), None)
        if place is None:
            groups.append([one])
        else:
            place.append(one)
    return groups


def _together(known: Known, group: list[Told]) -> Inline:
    """`2015—2023年，上海市甲由 1 增至 2（增长 100%），乙由 3 增至 4`."""
    words, head = known.words, group[0]
    clauses = [_clause(words, one) for one in group]
    joined = clauses[0]
    for clause in clauses[1:]:
        joined = joined + plain(words("situation.and")) + clause
    key = "one" if head.way == "one" else "over"
    return fill(
        words,
        f"situation.{key}",
        area=words.text(head.series.area.name),
        year=words.year(head.last.year),
        period=words.period(head.first.year, head.last.year),
        said=joined,
    )


def _clause(words: Words, one: Told) -> Inline:
    fields: dict[str, object] = {
        "name": words.as_subject(words.text(one.series.name), within=True),
        "value": words.value(one.last.value, one.series.unit),
        "start": words.value(one.first.value, one.series.unit),
    }
    if one.way.endswith("_amount"):
        fields["percent"] = words.share(abs(one.last.value / one.first.value - 1))
    return fill(words, f"situation.clause.{one.way}", **fields)


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
    rounded = round_half_up(own[year] - other[year], here.unit.decimals)
    key = "above" if rounded > 0 else "below" if rounded < 0 else "equal"
    return fill(
        words,
        f"situation.{key}",
        year=words.year(year),
        area=words.text(area.name),
        other=words.text(above.name),
        name=words.as_subject(words.text(here.name), within=True),
        value=words.value(own[year], here.unit),
        other_value=words.value(other[year], here.unit),
    )
