"""Sentences of the situation chapter: population, ageing, income and consumption from published series.

Nothing illustrative is used here. Of figures that disagree the preferred one is taken; the district is set beside
the city and the country only in a year that both have, and only in the same definition.
"""

from __future__ import annotations

import re
from dataclasses import replace

from planbook.assess.background import list_background
from planbook.model import BackgroundSeries, Reported, UnitKind
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join_sentences
from planbook.present.pieces import Piece
from planbook.present.words import Words, round_half_up

__all__ = [
    "say_situation_ageing",
    "say_situation_consumption",
    "say_situation_income",
    "say_situation_note",
    "say_situation_population",
]

MANY = 1_000_000
DISTRICT, CITY, COUNTRY = "chongming", "shanghai", "china"


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


def say_situation_population(edition: Edition) -> Piece:
    """Resident and registered population of the district and the city."""
    known = Known(edition)
    return _passage(
        edition,
        "population",
        [
            _series(known, "resident_population", DISTRICT),
            _series(known, "resident_population", CITY),
            _series(known, "registered_population", DISTRICT),
            _series(known, "registered_population", CITY),
        ],
    )


def say_situation_ageing(edition: Edition) -> Piece:
    """The share of people aged 60 and over, district against city; then the country in its own definition."""
    known = Known(edition)
    return _passage(
        edition,
        "ageing",
        [
            _series(known, "registered_pop_60plus_share", DISTRICT),
            _series(known, "registered_pop_60plus_share", CITY),
            _against(known, "registered_pop_60plus_share"),
            _series(known, "registered_pop_60plus", CITY),
            _series(known, "registered_pop_80plus", CITY),
            _series(known, "pop_60plus_share", COUNTRY),
            fill(edition.words, "situation.different_base") if known.find("pop_60plus_share", COUNTRY) else None,
        ],
    )


def say_situation_income(edition: Edition) -> Piece:
    """Disposable income per head."""
    known = Known(edition)
    return _passage(
        edition,
        "income",
        [
            _series(known, "disposable_income_per_capita", DISTRICT, say_missing=True),
            _series(known, "rural_disposable_income", DISTRICT),
            _series(known, "disposable_income_per_capita", CITY),
            _series(known, "disposable_income_per_capita", COUNTRY),
        ],
    )


def say_situation_consumption(edition: Edition) -> Piece:
    """Consumption per head, the subsistence allowance, and the one over the other (indicator 1 of the plan)."""
    known = Known(edition)
    return _passage(
        edition,
        "consumption",
        [
            _series(known, "household_consumption_per_capita", CITY),
            _series(known, "dibao_standard_monthly", CITY),
            _series(known, "dibao_to_consumption_ratio", CITY),
            _series(known, "dibao_persons", DISTRICT),
        ],
    )


def _passage(edition: Edition, name: str, sentences: list[Inline | None]) -> Piece:
    said = [sentence for sentence in sentences if sentence]
    if not said:
        said = [fill(edition.words, "situation.nothing")]
    return Passage(f"situation-{name}", [Block((join_sentences(edition.words, said),))]).piece()


def _series(known: Known, series_id: str, area: str, say_missing: bool = False) -> Inline | None:
    """The latest value of a series and how far it has come since the first one of the same definition."""
    words, series = known.words, known.find(series_id, area)
    if series is None:
        return _missing(known.edition, series_id, area) if say_missing else None
    series = _readable(words, series)
    points = series.stretches[-1]
    first, last = points[0], points[-1]
    fields = {
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
    kind = "share" if series.unit.kind is UnitKind.SHARE or first.value <= 0 else "amount"
    return f"{'up' if change > 0 else 'down'}_{kind}"


def _movement(words: Words, series: BackgroundSeries, first: Reported, last: Reported) -> dict[str, object]:
    change = last.value - first.value
    fields: dict[str, object] = {
        "start_year": words.year(first.year),
        "start": words.value(first.value, series.unit),
        "amount": words.amount(change, series.unit),
    }
    if first.value > 0 and series.unit.kind is not UnitKind.SHARE:
        fields["percent"] = words.share(abs(change) / first.value)
    return fields


def _against(known: Known, series_id: str) -> Inline | None:
    """The district set beside the city in the last year that both have."""
    words = known.words
    district, city = known.find(series_id, DISTRICT), known.find(series_id, CITY)
    if district is None or city is None:
        return None
    own, other = ({point.year: point.value for point in series.reported} for series in (district, city))
    common = sorted(own.keys() & other.keys())
    if not common:
        return None
    year = common[-1]
    difference = own[year] - other[year]
    rounded = round_half_up(difference, district.unit.decimals)
    key = "above" if rounded > 0 else "below" if rounded < 0 else "equal"
    return fill(
        words,
        f"situation.{key}",
        year=words.year(year),
        area=words.text(district.area.name),
        other=words.text(city.area.name),
        value=words.value(own[year], district.unit),
        other_value=words.value(other[year], district.unit),
        amount=words.amount(difference, district.unit),
    )
