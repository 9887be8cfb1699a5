"""The published background figures: quotations, preferred rows, and derived values recomputed."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from planbook.arithmetic import evaluate_arithmetic
from planbook.errors import Problem
from planbook.load.facts import Facts, check_value
from planbook.load.figures import Course, Point, foremost
from planbook.load.tables import CsvRow, Tables, closest

__all__ = ["check_background"]

_PUBLISHED = ("original", "news", "reprint")  # kinds of source that are quoted


def check_background(tables: Tables, facts: Facts) -> Iterator[Problem]:
    """Problems of `context/values.csv` and `context/derived.csv`."""
    series = _series_units(tables)
    values = _rows(tables, "context/values.csv")
    derived = _rows(tables, "context/derived.csv")
    impossible: list[Problem] = []
    for row in (*values, *derived):
        impossible.extend(check_value(row, "value", series.get(row["series_id"], ""), facts))
        if facts.source_kinds.get(row["source_id"]) == "illustrative":
            yield row.problem(
                "a background figure is illustrative",
                f'source "{row["source_id"]}"',
                "a published or derived figure",
                "delete the row: background is never made up",
            )
    for row in values:
        yield from _check_published(row, facts)
    yield from _check_preferred(values)
    known = _known_values((*values, *derived))
    for row in derived:
        yield from _check_derived(row, facts, known)
    yield from foremost(impossible, _courses([*derived, *values], series, facts))


def _courses(rows: list[CsvRow], series: dict[str, str], facts: Facts) -> Iterator[Course]:
    """Each series of each area; of published figures the preferred ones."""
    courses: dict[tuple[str, str], dict[int, Point]] = defaultdict(dict)
    for row in rows:
        year, value = row.whole("year"), row.number("value")
        if year is not None and value is not None and row.cells.get("preferred", "true") == "true":
            courses[row["series_id"], row["area"]][year] = Point(year, value, row["flag"], row)
    for (name, _), points in courses.items():
        yield Course(tuple(points[year] for year in sorted(points)), facts.unit_kinds.get(series.get(name, ""), ""))


def _rows(tables: Tables, key: str) -> list[CsvRow]:
    return list(tables[key].rows()) if key in tables else []


def _series_units(tables: Tables) -> dict[str, str]:
    return {row["series_id"]: row["unit_id"] for row in _rows(tables, "context/series.csv")}


def _check_published(row: CsvRow, facts: Facts) -> Iterator[Problem]:
    kind = facts.source_kinds.get(row["source_id"])
    if kind in _PUBLISHED and not row["quote"]:
        yield row.problem(
            "a published figure has no quotation",
            "an empty cell",
            "the words of the source the figure was read in",
            'fill in "quote"',
        )
    if kind == "derived":
        yield row.problem(
            "a derived figure stands among the published ones",
            f'source "{row["source_id"]}"',
            "a row of context/derived.csv, with its arithmetic",
            "move the row to context/derived.csv",
        )


def _check_preferred(values: list[CsvRow]) -> Iterator[Problem]:
    """Where sources disagree both rows stay, and exactly one is preferred."""
    groups: dict[tuple[str, str, str], list[CsvRow]] = defaultdict(list)
    for row in values:
        groups[row["series_id"], row["area"], row["year"]].append(row)
    for group in groups.values():
        preferred = [row for row in group if row["preferred"] == "true"]
        if len(preferred) == 1 or any(row["preferred"] not in ("true", "false") for row in group):
            continue
        lines = ", ".join(str(row.line) for row in (preferred or group))
        yield (preferred or group)[-1].problem(
            "not exactly one figure is preferred",
            f"{len(preferred) or 'none'} (row{'s' * (',' in lines)} {lines})",
            "one preferred row per series, area and year",
            'write "true" in one row and "false" in the others',
        )


def _known_values(rows: tuple[CsvRow, ...]) -> dict[str, list[float]]:
    """`series:area:year` → the values given for it; sources may disagree."""
    known: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        value = row.number("value")
        if value is not None:
            known[f"{row['series_id']}:{row['area']}:{row['year']}"].append(value)
    return known


def _check_derived(row: CsvRow, facts: Facts, known: dict[str, list[float]]) -> Iterator[Problem]:
    if facts.source_kinds.get(row["source_id"]) not in ("derived", None):
        yield row.problem(
            "a derived figure does not name a derived source",
            f'"{row["source_id"]}"',
            "a source of kind derived",
            "name the source that stands for our own arithmetic",
        )
    yield from _check_result(row)
    literals = _literals(row["expression"])
    for name in filter(None, (part.strip() for part in row["inputs"].split(";"))):
        if name not in known:
            yield row.problem(
                "an input of a derived figure is not known",
                f'"{name}"{closest(name, known)}',
                "series:area:year of a row of context/values.csv or context/derived.csv",
                "correct the input, or add the figure it names",
            )
        elif literals is not None and not any(abs(value) in literals for value in known[name]):
            yield row.problem(
                "the arithmetic does not use the input's figure",
                f'"{row["expression"]}"',
                f"{' or '.join(f'{value:.10g}' for value in known[name])} from {name}",
                "write the figure into the expression, and the value that follows",
            )


def _check_result(row: CsvRow) -> Iterator[Problem]:
    try:
        result = evaluate_arithmetic(row["expression"])
    except ValueError as error:
        if row["expression"]:
            yield row.problem(
                "the expression cannot be computed",
                f'"{row["expression"]}" ({error})',
                "numbers, + - * / and brackets",
                "write the arithmetic with figures only",
            )
        return
    value = row.number("value")
    if value is None:
        return
    decimals = _decimals(row["value"])
    # Half a unit of the last decimal written, and a little for binary fractions.
    if abs(result - value) > 0.5 * 10**-decimals * (1 + 1e-9):
        yield row.problem(
            "the value is not what its expression gives",
            f"{row['value']} for {row['expression']}",
            f"{result:,.{decimals}f}".replace(",", ""),
            "write the value that follows",
        )


def _decimals(text: str) -> int:
    try:
        return max(0, -Decimal(text).as_tuple().exponent)
    except InvalidOperation:
        return 0


def _literals(expression: str) -> set[float] | None:
    """The numbers an expression is made of, without their signs; None where it is no expression.

    A fall of 5.8 per cent is published as -5.8 and stands in `46045 / (1 - 5.8 / 100)` as 5.8.
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError:
        return None
    return {
        float(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
