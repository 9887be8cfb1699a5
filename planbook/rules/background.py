"""Rules of the published background figures: quotations, preferred rows, and derived values recomputed."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

from planbook.arithmetic import LONGEST, evaluate_arithmetic
from planbook.errors import Problem, closest
from planbook.model import SourceKind
from planbook.rules.courses import ValueCourse, foremost
from planbook.rules.facts import Facts, Record, problem_at
from planbook.rules.values import value_problems
from planbook.schema import DERIVED, VALUES

__all__ = [
    "BACKGROUND_RULES",
    "PUBLISHED_RULES",
    "background_out_of_line",
    "derived_figures_follow_from_their_inputs",
    "one_figure_is_preferred",
]

_QUOTED = (SourceKind.ORIGINAL, SourceKind.NEWS, SourceKind.REPRINT)

_BEYOND_FIGURES = 1e300


def background_is_never_made_up(record: Record, facts: Facts) -> Iterator[Problem]:
    if facts.source_kind(record.source_id) is SourceKind.ILLUSTRATIVE:
        yield problem_at(
            record,
            "a background figure is illustrative",
            f'source "{record.source_id}"',
            "a published or derived figure",
            "delete the row: background is never made up",
        )


def a_published_figure_is_quoted(record: Record, facts: Facts) -> Iterator[Problem]:
    kind = facts.source_kind(record.source_id)
    if kind in _QUOTED and not record.quote:
        yield problem_at(
            record,
            "a published figure has no quotation",
            "an empty cell",
            "the words of the source the figure was read in",
            'fill in "quote"',
        )
    if kind is SourceKind.DERIVED:
        yield problem_at(
            record,
            "a derived figure stands among the published ones",
            f'source "{record.source_id}"',
            "a row of context/derived.csv, with its arithmetic",
            "move the row to context/derived.csv",
        )


BACKGROUND_RULES = (background_is_never_made_up,)
PUBLISHED_RULES = (a_published_figure_is_quoted,)


def one_figure_is_preferred(facts: Facts) -> Iterator[Problem]:
    """Where sources disagree both rows stay, and exactly one is preferred."""
    groups: dict[tuple[str, str, int], list[Record]] = defaultdict(list)
    for record in facts.published:
        groups[record.subject_id, record.area_id, record.year].append(record)
    for group in groups.values():
        preferred = [record for record in group if record.preferred]
        if len(preferred) == 1:
            continue
        lines = ", ".join(str(record.origin.row) for record in (preferred or group) if record.origin is not None)
        yield problem_at(
            (preferred or group)[-1],
            "not exactly one figure is preferred",
            f"{len(preferred) or 'none'} (row{'s' * (',' in lines)} {lines})",
            "one preferred row per series, area and year",
            'write "true" in one row and "false" in the others',
        )


def background_out_of_line(facts: Facts) -> Iterator[Problem]:
    """Values that cannot be, or are unlike their neighbours in the series; of figures that disagree the preferred."""
    values: list[Problem] = []
    series: dict[tuple[str, str], dict[int, Record]] = defaultdict(dict)
    for record in (*facts.derived, *facts.published):
        unit = facts.unit_of(record)
        if record.value is None:
            continue
        values += value_problems(record, record.value, unit) if unit is not None else ()
        if record.preferred:
            series[record.subject_id, record.area_id][record.year] = record
    yield from foremost(values, [_course(years, facts) for years in series.values()])


def _course(years: Mapping[int, Record], facts: Facts) -> ValueCourse:
    records = tuple(years[year] for year in sorted(years))
    unit = facts.unit_of(records[0])
    return ValueCourse(records, None if unit is None else unit.kind)


def derived_figures_follow_from_their_inputs(facts: Facts) -> Iterator[Problem]:
    known: dict[str, list[float]] = defaultdict(list)  # series:area:year → the values given; sources may disagree
    for record in (*facts.published, *facts.derived):
        if record.value is not None:
            known[f"{record.subject_id}:{record.area_id}:{record.year}"].append(record.value)
    for record in facts.derived:
        yield from _check_source(record, facts)
        yield from _check_result(record)
        yield from _check_inputs(record, known, facts)


def _check_source(record: Record, facts: Facts) -> Iterator[Problem]:
    if facts.source_kind(record.source_id) not in (SourceKind.DERIVED, None):
        yield problem_at(
            record,
            "a derived figure does not name a derived source",
            f'"{record.source_id}"',
            "a source of kind derived",
            "name the source that stands for our own arithmetic",
        )


def _check_inputs(record: Record, known: Mapping[str, Sequence[float]], facts: Facts) -> Iterator[Problem]:
    literals = _literals(record.expression)
    for name in filter(None, (part.strip() for part in record.inputs.split(";"))):
        if name not in known and any(name in facts.listed.get(path, ()) for path in (VALUES, DERIVED)):
            continue  # its row is told of
        if name not in known:
            yield problem_at(
                record,
                "an input of a derived figure is not known",
                f'"{name}"{closest(name, known)}',
                "series:area:year of a row of context/values.csv or context/derived.csv",
                "correct the input, or add the figure it names",
            )
        elif literals is not None and not any(abs(value) in literals for value in known[name]):
            yield problem_at(
                record,
                "the arithmetic does not use the input's figure",
                f'"{record.expression}"',
                f"{' or '.join(f'{value:.10g}' for value in known[name])} from {name}",
                "write the figure into the expression, and the value that follows",
            )


def _check_result(record: Record) -> Iterator[Problem]:
    try:
        result = evaluate_arithmetic(record.expression)
    except ValueError as error:
        yield problem_at(
            record,
            "the expression cannot be computed",
            f'"{record.expression}" ({error})',
            "numbers, + - * / and brackets",
            "write the arithmetic with figures only",
        )
        return
    # Half a unit of the last decimal written, and a little for binary fractions.
    if record.value is not None and abs(result - record.value) > 0.5 * 10**-record.decimals * (1 + 1e-9):
        yield problem_at(
            record,
            "the value is not what its expression gives",
            f"{record.written} for {record.expression}",
            f"{result:.{record.decimals}f}",
            "write the value that follows",
        )


def _literals(expression: str) -> set[float] | None:
    """The numbers an expression is made of, without their signs; None where it is no expression.

    A fall of 5.8 per cent is published as -5.8 and stands in `46045 / (1 - 5.8 / 100)` as 5.8.
    """
    try:
        tree = ast.parse(expression.strip()[:LONGEST], mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return {float(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant) and _is_figure(node.value)}


def _is_figure(value: object) -> TypeGuard[int | float]:
    """Whether a constant is a number that can be compared with others."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _BEYOND_FIGURES
