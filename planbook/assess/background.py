"""The published background series as an edition knows them, ready for arithmetic.

One series is one measure in one area. Of figures that disagree the preferred one is taken; plans, forecasts and
missing values are left out, and so is everything later than the edition's year. A value flagged d (definition
differs) is not comparable with the others of its series and stays out, unless all of them are so flagged.
"""

from __future__ import annotations

import pandas as pd

from planbook.model import BackgroundSeries, Flag, Inputs, Reported, SourceKind, Text, observe_row

__all__ = ["known_figures", "list_background"]

OBSERVED_MEASURES = ("stock", "flow", "share")
PLANNED = "plan"


def list_background(inputs: Inputs, *, derived: bool = True) -> tuple[BackgroundSeries, ...]:
    """Every observed background series known in the edition, smallest area first, in the order of the series table.

    Parameters
    ----------
    inputs : `context` and `series` are read; later years than the edition's are not.
    derived : whether values computed from other published figures count.
    """
    rows = known_figures(inputs)
    order = {area_id: rank for rank, area_id in enumerate(inputs.areas)}
    found = []
    for rank, entry in enumerate(inputs.series.to_dict("records")):
        if entry["measure"] not in OBSERVED_MEASURES:
            continue
        own = rows[rows["series_id"] == entry["series_id"]]
        for area in sorted(set(own["area"]), key=order.__getitem__):
            points = {
                point.year: point
                for point in map(observe_row, own[own["area"] == area].to_dict("records"))
                if isinstance(point, Reported)
                and (derived or not point.derived)
                and not _is_illustrative(inputs, point.source_id)
            }
            if any(point.flag is not Flag.DEFINITION_DIFFERS for point in points.values()):
                points = {year: point for year, point in points.items() if point.flag is not Flag.DEFINITION_DIFFERS}
            if points:
                series = BackgroundSeries(
                    entry["series_id"],
                    inputs.units[entry["unit_id"]],
                    tuple(points[year] for year in sorted(points)),
                    inputs.areas[area],
                    Text(entry["name_zh"], entry["name_en"]),
                    entry["measure"],
                )
                found.append((order[area], rank, series))
    return tuple(series for _, _, series in sorted(found, key=lambda item: item[:2]))


def known_figures(inputs: Inputs) -> pd.DataFrame:
    """The preferred rows of `context` that the edition could know.

    A figure of a later year is not among them, nor is one computed from a figure of a later year: the 101 meal
    sites of 2021 come out of the 111 of 2022. Targets are known years ahead, and so is what is set against them.
    """
    year, rows = inputs.parameters.year, inputs.context
    planned = set(inputs.series.loc[inputs.series["measure"] == PLANNED, "series_id"])

    def known(series_id: str, figure_year: int) -> bool:
        return figure_year <= year or series_id in planned

    def rests_on_known(listed: str) -> bool:
        parts = (entry.strip().split(":") for entry in listed.split(";") if entry.strip())
        return all(known(series_id, int(figure_year)) for series_id, _, figure_year in parts)

    keep = [
        bool(row["preferred"]) and known(row["series_id"], int(row["year"])) and rests_on_known(row["inputs"])
        for row in rows.to_dict("records")
    ]
    return rows[pd.Series(keep, index=rows.index, dtype=bool)]


def _is_illustrative(inputs: Inputs, source_id: str) -> bool:
    source = inputs.sources.get(source_id)
    return source is not None and source.kind is SourceKind.ILLUSTRATIVE
