"""The published background series as an edition knows them, ready for arithmetic.

One series is one measure in one area. Of figures that disagree the preferred one is taken; plans, forecasts and
missing values are left out, and so is everything later than the edition's year. A value flagged d (definition
differs) is not comparable with the others of its series and stays out, unless all of them are so flagged.
"""

from __future__ import annotations

import pandas as pd

from planbook.model import BackgroundSeries, Flag, Inputs, Observation, Reported, SourceKind, Text, observe_row

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
    own: dict[tuple[str, str], list[Observation]] = {}
    for row in known_figures(inputs).to_dict("records"):  # once for all: a frame for each series takes far longer
        own.setdefault((row["series_id"], row["area"]), []).append(observe_row(row))
    order = {area_id: rank for rank, area_id in enumerate(inputs.areas)}
    areas: dict[str, list[str]] = {}
    for series_id, area in sorted(own, key=lambda one: order[one[1]]):
        areas.setdefault(series_id, []).append(area)
    found = []
    for rank, entry in enumerate(inputs.series.to_dict("records")):
        if entry["measure"] not in OBSERVED_MEASURES:
            continue
        for area in areas.get(entry["series_id"], ()):
            points = {
                point.year: point
                for point in own[entry["series_id"], area]
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

    def rests_on_known(listed: str) -> bool:
        parts = (entry.strip().split(":") for entry in listed.split(";") if entry.strip())
        return all(int(figure_year) <= year or series_id in planned for series_id, _, figure_year in parts)

    keep = rows["preferred"].astype(bool) & ((rows["year"] <= year) | rows["series_id"].isin(planned))
    return rows[keep & rows["inputs"].map(rests_on_known).astype(bool)]


def _is_illustrative(inputs: Inputs, source_id: str) -> bool:
    source = inputs.sources.get(source_id)
    return source is not None and source.kind is SourceKind.ILLUSTRATIVE
