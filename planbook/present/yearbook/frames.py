"""The yearbook as DataFrames, for notebooks to go on computing with, and the yearbook as such a frame tells it."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from planbook.present.frames import make_frame
from planbook.present.yearbook.contents import build_part, build_yearbook
from planbook.present.yearbook.model import Figure, Part, Section, StatisticalTable, YearbookRow

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["part_of", "yearbook_contents", "yearbook_figures"]

# (table, area, item, column) → the row of a figure.
Told = dict[tuple[str, str, str, str], dict[Hashable, Any]]

FIGURES = (
    "table",
    "area",
    "item_id",
    "name",
    "unit",
    "column",
    "figure_kind",
    "year",
    "value",
    "flag",
    "illustrative",
    "source_id",
)


def yearbook_figures(edition: Edition, part: str = "") -> pd.DataFrame:
    """The figures of one part of the yearbook, or of all: one row a figure, in the order of reading.

    Returns
    -------
    pandas.DataFrame
        table (its number), area ("" where a table is not parted by area), item_id, name, unit, column (the table's
        column: a year, baseline, target, …), figure_kind (baseline, observed, target, planned, change, total), year,
        value (in the row's unit; figures that are not known have no row), flag, illustrative, source_id.

    Raises
    ------
    ValueError
        When the yearbook has no such part.
    """
    words = edition.words
    parts = (build_part(edition.inputs, part),) if part else build_yearbook(edition.inputs)
    rows = [
        {
            "table": table.id,
            "area": "" if line.area is None else line.area.id,
            "item_id": line.item_id,
            "name": words.text(line.label),
            "unit": line.unit.id,
            "column": key,
            "figure_kind": figure.kind.value,
            "year": figure.year,
            "value": figure.value,
            "flag": figure.flag.value,
            "illustrative": figure.illustrative,
            "source_id": figure.source_id,
        }
        for one in parts
        for table in one.tables
        for line in table.lines()
        for key, figure in line.figures.items()
        if figure.value is not None
    ]
    frame = make_frame(edition, "yearbook_figures", rows, FIGURES, subject="")
    frame.attrs["part"] = part
    return frame


def yearbook_contents(edition: Edition) -> pd.DataFrame:
    """Every table of the yearbook, by its number.

    Returns
    -------
    pandas.DataFrame
        Index table. part (its id), name (the title), first_year and last_year (missing where nothing is known),
        figures (how many are known), made_up (how many of them are illustrative).
    """
    rows = []
    for part in build_yearbook(edition.inputs):
        for table in part.tables:
            known = [figure for figure in table.figures() if figure.value is not None]
            years = table.years
            rows.append(
                {
                    "table": table.id,
                    "part": part.id,
                    "name": edition.words.text(table.title),
                    "first_year": years[0] if years else None,
                    "last_year": years[-1] if years else None,
                    "figures": len(known),
                    "made_up": sum(figure.illustrative for figure in known),
                }
            )
    columns = ("table", "part", "name", "first_year", "last_year", "figures", "made_up")
    return make_frame(edition, "yearbook_contents", rows, columns, index="table", illustrative=False)


def part_of(edition: Edition, figures: pd.DataFrame) -> Part:
    """A part of the yearbook with the values and marks that a frame gives its figures (`yearbook_figures`)."""
    part = build_part(edition.inputs, str(figures.attrs["part"]))
    told: Told = {
        (str(row["table"]), str(row["area"]), str(row["item_id"]), str(row["column"])): row
        for row in figures.to_dict("records")
    }
    return replace(part, tables=tuple(_table_of(table, told) for table in part.tables))


def _table_of(table: StatisticalTable, told: Told) -> StatisticalTable:
    def figure_of(line: YearbookRow, key: str, figure: Figure) -> Figure:
        row = told.get((table.id, "" if line.area is None else line.area.id, line.item_id, key))
        value = None if row is None else float(row["value"])
        if row is None or value is None or math.isnan(value):
            return replace(figure, value=None)
        return replace(figure, value=value, illustrative=bool(row["illustrative"]))

    def line_of(line: YearbookRow) -> YearbookRow:
        return replace(line, figures={key: figure_of(line, key, figure) for key, figure in line.figures.items()})

    return replace(
        table,
        sections=tuple(Section(tuple(map(line_of, section.lines)), section.heading) for section in table.sections),
    )
