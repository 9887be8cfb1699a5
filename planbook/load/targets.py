"""The plan's own figures: whether baseline, target, bound, direction and kind of target agree."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.errors import Problem
from planbook.load.facts import Facts, check_value
from planbook.load.tables import CsvRow, Tables

__all__ = ["check_targets"]

# Kinds of target that lead from one level to another.
_MOVING = ("reach", "fall_to", "from_zero", "about", "range")


def check_targets(tables: Tables, facts: Facts) -> Iterator[Problem]:
    """Problems of indicators, tasks and achievements."""
    for key in ("plan/indicators.csv", "plan/tasks.csv"):
        for row in tables[key].rows() if key in tables else ():
            for column in ("baseline", "target", "target_high"):
                if column in row.cells:
                    yield from check_value(row, column, row["unit_id"], facts)
            yield from _check_presence(row)
            yield from _check_years(row)
            yield from _check_movement(row)
            yield from _check_extras(row)
    for row in tables["plan/achievements.csv"].rows() if "plan/achievements.csv" in tables else ():
        for column in ("value", "start_value"):
            yield from check_value(row, column, row["unit_id"], facts)
        start, year = row.whole("start_year"), row.whole("year")
        if start is not None and year is not None and start >= year:
            yield row.problem(
                "the start year is not before the year",
                str(start),
                f"a year before {year}",
                "correct one of the two years",
            )


def _check_presence(row: CsvRow) -> Iterator[Problem]:
    qualitative = row["target_kind"] == "qualitative"
    if row.cells.get("kind") in ("numeric", "qualitative") and (row["kind"] == "qualitative") != qualitative:
        yield row.problem(
            "kind and target_kind do not agree",
            f"{row['kind']} and {row['target_kind']}",
            "qualitative in both or in neither",
            "correct one of the two",
        )
        return
    if row.cells.get("target_high") and row["target_kind"] != "range":
        yield row.problem(
            'column "target_high" is filled for a target that is no range',
            f'"{row["target_high"]}"',
            "an empty cell",
            "empty the cell, or write target_kind range",
        )
    for column in ("baseline", "target"):
        if qualitative and row[column]:
            yield row.problem(
                f"a qualitative target has a {column}",
                f'"{row[column]}"',
                "an empty cell",
                "empty the cell, or write another target_kind",
            )
    if qualitative:
        return
    needed = ("target",) if "kind" in row.cells else ("baseline", "target")
    for column in (*needed, "target_year"):
        if not row[column]:
            yield row.problem(
                f'column "{column}" is empty',
                "an empty cell",
                f"a figure: the target_kind is {row['target_kind']}",
                f'fill in "{column}", or write target_kind qualitative',
            )
    if not row["unit_id"]:
        yield row.problem('column "unit_id" is empty', "an empty cell", "a unit for the target", 'fill in "unit_id"')


def _check_years(row: CsvRow) -> Iterator[Problem]:
    start, end = row.whole("baseline_year"), row.whole("target_year")
    if start is not None and end is not None and end <= start:
        yield row.problem(
            "the target year is not after the baseline year",
            str(end),
            f"a year after {start}",
            "correct one of the two years",
        )


def _check_movement(row: CsvRow) -> Iterator[Problem]:
    start, end, kind, direction = row.number("baseline"), row.number("target"), row["target_kind"], row["direction"]
    if kind in ("reach", "fall_to", "from_zero") and start is not None and start == end:
        yield row.problem(
            "the baseline equals the target",
            f"target_kind {kind} with {row['target']} in both",
            "target_kind keep",
            "write target_kind keep",
        )
        return
    if kind in _MOVING and start is not None and end is not None:
        if (direction == "rise" and end < start) or (direction == "fall" and end > start):
            yield row.problem(
                "the target lies against the direction",
                f"{row['baseline']} → {row['target']}, {direction}",
                "a target above the baseline for rise, below it for fall",
                f"write direction {'fall' if end < start else 'rise'}, or correct the target",
            )
        if kind == "from_zero" and start != 0:
            yield row.problem(
                "the baseline of a from_zero target is not zero",
                row["baseline"],
                "0",
                "write target_kind reach, or baseline 0",
            )
    if kind == "fall_to" and direction == "rise":
        yield row.problem("a fall_to target rises", "direction rise", "direction fall", "write direction fall")
    if kind in _MOVING and (row["bound"], direction) in {("at_least", "fall"), ("at_most", "rise")}:
        yield row.problem(
            "bound and direction do not agree",
            f"{row['bound']} with {direction}",
            "at_least with rise, at_most with fall",
            "correct one of the two",
        )


def _check_extras(row: CsvRow) -> Iterator[Problem]:
    """The further figure some kinds of target need. Tasks have no columns for them."""
    kind = row["target_kind"]
    needs = {"range": "target_high", "about": "tolerance", "relative": "reference_series_id"}
    column = needs.get(kind)
    if column is None:
        return
    if column not in row.cells:
        yield row.problem(
            f"a task cannot have a {kind} target",
            kind,
            "a kind without further figures",
            "make it an indicator, or write another target_kind",
        )
    elif not row[column]:
        yield row.problem(
            f'column "{column}" is empty', "an empty cell", f"a value: the target_kind is {kind}", f'fill in "{column}"'
        )
    low, high = row.number("target"), row.number(column)
    if kind == "range" and low is not None and high is not None and high <= low:
        yield row.problem(
            "the upper end of the range is not above the lower",
            f"{row['target']} to {row[column]}",
            f"more than {row['target']}",
            "correct the range",
        )
