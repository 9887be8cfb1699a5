"""Whether a value can be of its unit at all."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.errors import Problem
from planbook.model import Noun, Unit, UnitKind
from planbook.rules.facts import Record, problem_at
from planbook.rules.meaning import unit_limits

__all__ = ["value_problems"]


def value_problems(noun: Noun, value: float, unit: Unit, column: str = "value") -> Iterator[Problem]:
    """Shares lie within 0-100, nothing but a change is negative, and what is counted is whole."""
    low, high = unit_limits(unit)
    written = noun.written if isinstance(noun, Record) else f"{value:.12g}"
    name = "" if column == "value" else f' in column "{column}"'
    if unit.kind is UnitKind.SHARE and not low <= value <= high:
        yield problem_at(
            noun, f"a share lies outside 0-100{name}", f"{written} %", "0 to 100 %", "correct the figure, or its unit"
        )
    elif value < low:
        yield problem_at(
            noun,
            f"a {'count' if unit.kind is UnitKind.COUNT else 'level'} is negative{name}",
            f"{written} {unit.en_other}",
            "0 or more",
            "correct the figure",
        )
    elif unit.kind is UnitKind.COUNT and value % 1 and unit.decimals == 0:
        yield problem_at(
            noun,
            f"a count is not whole{name}",
            f"{written} {unit.en_other}",
            "a whole number",
            "correct the figure, or its unit",
        )
