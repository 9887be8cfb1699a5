"""The plan's checks of its own figures, as `plan/cross_checks.csv` declares them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from planbook.arithmetic import evaluate_arithmetic, names_in
from planbook.errors import Problem
from planbook.load.tables import CsvRow, Tables, closest
from planbook.model import NamedFigure, PlanRelation

__all__ = ["check_plan_checks", "read_figures"]

_TABLE = "plan/cross_checks.csv"
_FIGURE = re.compile(r"(?P<name>[a-z_][a-z0-9_]*)\s*(?:\[(?P<unit>[a-z0-9_]+)\]\s*)?=\s*(?P<what>.+)", re.DOTALL)
_PLACE = re.compile(r"[a-z0-9_-]+\.(?:baseline|target|value|start)|[a-z0-9_]+:[a-z0-9_]+:\d{4}")
_SIDES = ("left", "right", "difference")
# Where the figures of a plan's subjects stand, by the table's id and by the part that a reference names.
_PARTS = {
    "plan/indicators.csv": ("indicator_id", {"baseline": "baseline", "target": "target"}),
    "plan/tasks.csv": ("task_id", {"baseline": "baseline", "target": "target"}),
    "plan/achievements.csv": ("achievement_id", {"value": "value", "start": "start_value"}),
}


def read_figures(cell: str) -> tuple[NamedFigure, ...]:
    """The named figures of a check: `level = a1-1-12.value; low [person] = level / (rate + 0.05) * 10000`.

    Raises
    ------
    ValueError
        When a part is not `name = figure` or `name [unit] = arithmetic`, or a name stands twice.
    """
    figures: dict[str, NamedFigure] = {}
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        match = _FIGURE.fullmatch(part)
        if match is None:
            raise ValueError(f"name = figure in each part, not {part!r}")
        if match["name"] in figures or match["name"] in _SIDES:
            raise ValueError(f"each name once, and none called left, right or difference, not {match['name']!r}")
        what = match["what"].strip()
        computed = _PLACE.fullmatch(what) is None
        figures[match["name"]] = NamedFigure(match["name"], what, computed, match["unit"] or "")
    return tuple(figures.values())


def check_plan_checks(tables: Tables) -> Iterator[Problem]:
    """Figures that exist nowhere, arithmetic that cannot be computed, texts that ask for more."""
    if _TABLE not in tables:
        return
    known = _known_places(tables)
    units = set(tables.ids("plan/units.csv")) if "plan/units.csv" in tables else set()
    for row in tables[_TABLE].rows():
        try:
            figures = read_figures(row["figures"])
        except ValueError as error:
            yield row.problem(
                "the figures of a check cannot be read",
                f'"{row["figures"]}"',
                str(error),
                "write name = figure, parted by semicolons",
            )
            continue
        yield from _check_figures(row, figures, known, units)
        values = {figure.name: 1.0 + place / 7 for place, figure in enumerate(figures, 1)}
        for side in ("left", "right"):
            yield from _check_expression(row, side, row[side], values)
        yield from _check_words(row, figures)


def _known_places(tables: Tables) -> dict[str, bool]:
    """Every place a figure may stand, and whether there is one."""
    places: dict[str, bool] = {}
    for key, (identifier, parts) in _PARTS.items():
        for row in tables[key].rows() if key in tables else ():
            places |= {f"{row[identifier]}.{part}": bool(row[column]) for part, column in parts.items()}
    for key in ("context/values.csv", "context/derived.csv"):
        for row in tables[key].rows() if key in tables else ():
            places[f"{row['series_id']}:{row['area']}:{row['year']}"] = True
    return places


def _check_figures(
    row: CsvRow, figures: tuple[NamedFigure, ...], known: Mapping[str, bool], units: set[str]
) -> Iterator[Problem]:
    before: dict[str, float] = {}
    for figure in figures:
        if figure.computed:
            yield from _check_expression(row, f"figures, {figure.name}", figure.what, before)
        elif not known.get(figure.what, False):
            yield row.problem(
                "a figure of a check is not known",
                f'"{figure.what}"{closest(figure.what, known)}',
                "the baseline or target of an indicator or task, the value or start of an achievement, or "
                "series:area:year of the context tables, filled in",
                "correct the figure's place, or add the figure",
            )
        if figure.unit_id and figure.unit_id not in units:
            yield row.problem(
                "the unit of a computed figure is not listed",
                f'"{figure.unit_id}"{closest(figure.unit_id, units)}',
                f"a unit of {row.table.shown.rpartition('/')[0]}/units.csv",
                "correct the unit",
            )
        before[figure.name] = 1.0 + len(before) / 7


def _check_expression(row: CsvRow, place: str, expression: str, values: Mapping[str, float]) -> Iterator[Problem]:
    missing = [name for name in names_in(expression) if name not in values]
    try:
        evaluate_arithmetic(expression, dict.fromkeys(missing, 1.5) | dict(values))
    except ValueError as error:
        if "finite" not in str(error):  # with the placeholders; the real figures may do
            yield row.problem(
                f"the arithmetic cannot be computed ({place})",
                f'"{expression}" ({error})',
                "named figures, numbers, + - * /, brackets, round, max and min",
                "write the arithmetic over the figures named in the row",
            )
            return
    for name in missing:
        yield row.problem(
            f"the arithmetic uses a figure that is not named before it ({place})",
            f'"{name}"{closest(name, values)}',
            "one of " + (", ".join(values) or "no figure"),
            "name the figure in figures, or correct its name",
        )


def _check_words(row: CsvRow, figures: tuple[NamedFigure, ...]) -> Iterator[Problem]:
    allowed = {*_SIDES, *(figure.name for figure in figures)}
    allowed |= {f"{figure.name}_year" for figure in figures if not figure.computed}
    for column in ("title_zh", "title_en", "agrees_zh", "agrees_en", "differs_zh", "differs_en"):
        if column.startswith("differs") and row["relation"] == PlanRelation.BESIDE.value:
            continue
        if not row[column]:
            yield row.problem(f"a check has nothing to say in {column}", "an empty cell", "a text", f"fill in {column}")
        try:
            asked = {name for _, name, _, _ in Formatter().parse(row[column]) if name is not None}
        except ValueError as error:
            yield row.problem(f"the text of {column} cannot be filled in", str(error), "{name}", "close the braces")
            continue
        for name in sorted(asked - allowed):
            yield row.problem(
                f"the text of {column} asks for a figure that is not named",
                f"{{{name}}}",
                "one of " + ", ".join(sorted(allowed)),
                "name the figure in figures, or correct the text",
            )
