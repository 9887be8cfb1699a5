"""The figures that `plan/cross_checks.csv` names, out of the text of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planbook.errors import Problem
from planbook.load.tables import Tables
from planbook.model import NamedFigure
from planbook.schema import CROSS_CHECKS

__all__ = ["check_named_figures", "read_figures"]

_FIGURE = re.compile(r"(?P<name>[a-z_][a-z0-9_]*)\s*(?:\[(?P<unit>[a-z0-9_]+)\]\s*)?=\s*(?P<what>.+)", re.DOTALL)
_PLACE = re.compile(r"[a-z0-9_-]+\.(?:baseline|target|value|start)|[a-z0-9_]+:[a-z0-9_]+:\d{4}")
_SIDES = ("left", "right", "difference")  # names that the texts of a check use themselves


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


def check_named_figures(tables: Tables) -> Iterator[Problem]:
    """Cells whose figures cannot be read."""
    for row in tables[CROSS_CHECKS].rows() if CROSS_CHECKS in tables else ():
        try:
            read_figures(row["figures"])
        except ValueError as error:
            yield row.problem(
                "the figures of a check cannot be read",
                f'"{row["figures"]}"',
                str(error),
                "write name = figure, parted by semicolons",
            )
