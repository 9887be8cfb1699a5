"""Rules of the areas beside an indicator: something is published of them, in its unit, and differences are said."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.errors import Problem
from planbook.model import Peer
from planbook.rules.facts import Facts, problem_at

__all__ = ["PEER_RULES"]


def something_is_published_of_it(peer: Peer, facts: Facts) -> Iterator[Problem]:
    if not peer.series_id and not peer.target_series_id:
        yield problem_at(
            peer,
            f"nothing is named that is published of {peer.area_id} beside {peer.indicator_id}",
            "neither series_id nor target_series_id",
            "a series of its values, of its target, or both",
            "name the series, or remove the row",
        )


def it_is_another_area(peer: Peer, facts: Facts) -> Iterator[Problem]:
    area = facts.areas.get(peer.area_id)
    if facts.plan is not None and area is not None and area.code == facts.plan.area_code:
        yield problem_at(
            peer,
            "the plan's own area stands beside itself",
            f'"{peer.area_id}"',
            "another area",
            "name another area, or remove the row",
        )


def its_values_and_target_are_what_they_are_named_for(peer: Peer, facts: Facts) -> Iterator[Problem]:
    for series_id, planned, column in (
        (peer.series_id, False, "series_id"),
        (peer.target_series_id, True, "target_series_id"),
    ):
        series = facts.series.get(series_id)
        if series is not None and (series.measure == "plan") is not planned:
            yield problem_at(
                peer,
                f"{column} names a series of {'values' if planned else 'targets'}",
                f'"{series_id}" with measure {series.measure}',
                "measure plan" if planned else "any measure but plan",
                f"name {'a series of targets' if planned else 'a series of values'} in {column}",
            )


def what_is_compared_has_one_unit(peer: Peer, facts: Facts) -> Iterator[Problem]:
    indicator = facts.indicators.get(peer.indicator_id)
    for series_id in (peer.series_id, peer.target_series_id):
        series = facts.series.get(series_id)
        if not peer.comparable or indicator is None or series is None:
            continue
        own, other = facts.units.get(indicator.unit_id), facts.units.get(series.unit_id)
        if own is not None and other is not None and (own.zh, own.kind) != (other.zh, other.kind):
            yield problem_at(
                peer,
                f"{series_id} cannot be set beside {peer.indicator_id}",
                f'the unit "{other.id}"',
                f'the unit "{own.id}", or another of the same name and kind',
                "name a series in the indicator's unit, or say comparable false",
            )


def a_difference_is_said(peer: Peer, facts: Facts) -> Iterator[Problem]:
    if not peer.comparable and not (peer.note.zh and peer.note.en):
        yield problem_at(
            peer,
            f"{peer.area_id} is not comparable with {peer.indicator_id}, and nothing says why",
            "an empty note",
            "the difference of the definitions, in both languages",
            "write note_zh and note_en",
        )


PEER_RULES = (
    something_is_published_of_it,
    it_is_another_area,
    its_values_and_target_are_what_they_are_named_for,
    what_is_compared_has_one_unit,
    a_difference_is_said,
)
