"""Rules of values by breakdown: parts and whole agree, and a restated part says so."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from planbook.errors import Problem
from planbook.model import Category, Flag, Unit, UnitKind, adds_up
from planbook.rules.facts import Facts, Record, problem_at
from planbook.rules.figures import restated_values_say_so
from planbook.rules.values import value_problems

__all__ = ["PART_RULES", "parts_and_whole_agree", "restated_parts_say_so"]

_NAMED = 6  # so many parts stand in a message; of more, how many others there are


def a_part_fits_its_unit(record: Record, facts: Facts) -> Iterator[Problem]:
    unit = facts.unit_of(record)
    if unit is not None and record.value is not None:
        yield from value_problems(record, record.value, unit)


PART_RULES = (a_part_fits_its_unit,)


def restated_parts_say_so(facts: Facts) -> Iterator[Problem]:
    for category_id in dict.fromkeys(record.area_id for record in facts.parts):
        yield from restated_values_say_so(record for record in facts.parts if record.area_id == category_id)


def parts_and_whole_agree(facts: Facts) -> Iterator[Problem]:
    """What is counted adds up to the whole; a share of the whole lies between those of its parts.

    Asked of the latest file's values, and only where every category of a complete breakdown has one: of some of the
    parts nothing follows but that they are not more than the whole.
    """
    whole: dict[tuple[str, int], Record] = {(one.subject_id, one.year): one for one in facts.observations}
    latest: dict[tuple[str, int, str], dict[str, Record]] = {}
    for record in facts.parts:
        category = facts.categories.get(record.area_id)
        if category is not None:
            key = (record.subject_id, record.year, category.breakdown_id)
            latest.setdefault(key, {})[record.area_id] = record
    for (subject_id, year, breakdown_id), rows in latest.items():
        known = [one for one in rows.values() if one.value is not None and Flag.FORECAST not in one.flags]
        breakdown, total = facts.breakdowns.get(breakdown_id), whole.get((subject_id, year))
        unit = None if not known else facts.unit_of(known[0])
        if not known or breakdown is None or unit is None or not breakdown.complete:
            continue
        if total is None or total.value is None:
            yield problem_at(
                known[0],
                "parts are given of a year whose total is not",
                f"{len(known)} parts by {breakdown_id}",
                f"the total of {year} in observations",
                "add the total, or delete the parts",
                severity="warning",
            )
            continue
        every = {one.id for one in facts.categories.values() if one.breakdown_id == breakdown_id}
        full = every == {one.area_id for one in known}
        if adds_up(unit, breakdown):
            yield from _sum(known, total, full, facts)
        elif full and unit.kind in (UnitKind.SHARE, UnitKind.RATE):
            yield from _between(known, total, unit)


def _sum(known: list[Record], total: Record, full: bool, facts: Facts) -> Iterator[Problem]:
    """Rounding may move each part by half its last decimal, and the total as well."""
    assert total.value is not None
    figures = [one.value for one in known if one.value is not None]
    places = max(one.decimals for one in (*known, total))
    came = fsum(figures)
    slack = 0.5 * 10.0**-places * (len(figures) + 1) if places else 0.0
    off = came - total.value
    if off <= slack + 1e-9 and (not full or off >= -slack - 1e-9):
        return
    shown = [f"{_name(one, facts)} {one.written}" for one in known[:_NAMED]]
    rest = f" and {len(known) - _NAMED} others" if len(known) > _NAMED else ""
    yield problem_at(
        known[-1],
        "the parts do not add up to the total" if full else "some of the parts are more than the total",
        f"{' + '.join(shown)}{rest} = {came:.{places}f}",
        f"{total.written}{'' if full else ' or less'}, as in {_place(total)}",
        "correct a part or the total",
    )


def _between(known: list[Record], total: Record, unit: Unit) -> Iterator[Problem]:
    figures = [one.value for one in known if one.value is not None]
    assert total.value is not None
    slack = 0.5 * 10.0 ** -max(one.decimals for one in (*known, total)) * 2
    if not min(figures) - slack <= total.value <= max(figures) + slack:
        lowest, highest = (
            next(one.written for one in known if one.value == end) for end in (min(figures), max(figures))
        )
        yield problem_at(
            known[-1],
            "the total lies outside its parts",
            f"{total.written} in {_place(total)}",
            f"a value from {lowest} to {highest}, as its parts are",
            "correct a part or the total",
            severity="warning",
        )


def _name(record: Record, facts: Facts) -> str:
    category: Category | None = facts.categories.get(record.area_id)
    return record.area_id if category is None else category.id


def _place(record: Record) -> str:
    return "" if record.origin is None else f"{record.origin.file}:{record.origin.row}"
