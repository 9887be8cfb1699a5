"""The sections of the situation chapter as `plan/situation.csv` declares them."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.arithmetic import evaluate_arithmetic, names_in
from planbook.errors import Problem
from planbook.load.tables import CsvRow, Tables, closest
from planbook.model import SituationSeries

__all__ = ["check_situation", "read_ratios", "read_said", "split_cell"]

_TABLE = "plan/situation.csv"


def split_cell(cell: str) -> tuple[str, ...]:
    """`beds; sites` as its parts."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def read_said(cell: str) -> tuple[SituationSeries, ...]:
    """`beds:city; !income:district` as series of areas.

    >>> [(one.series_id, one.area_id, one.announced) for one in read_said("beds:city; !income:district")]
    [('beds', 'city', False), ('income', 'district', True)]
    """
    said = []
    for part in split_cell(cell):
        series_id, _, area_id = part.removeprefix("!").partition(":")
        said.append(SituationSeries(series_id.strip(), area_id.strip(), part.startswith("!")))
    return tuple(said)


def read_ratios(cell: str) -> tuple[tuple[str, str], ...]:
    """`share = beds / people * 100` as (published series, arithmetic)."""
    return tuple((part.partition("=")[0].strip(), part.partition("=")[2].strip()) for part in split_cell(cell))


def check_situation(tables: Tables) -> Iterator[Problem]:
    """Series and areas that are not listed, arithmetic that cannot be computed."""
    if _TABLE not in tables:
        return
    series = tables.ids("context/series.csv") if "context/series.csv" in tables else ()
    areas = tables.ids("plan/areas.csv") if "plan/areas.csv" in tables else ()
    for row in tables[_TABLE].rows():
        said = read_said(row["said"])
        named = [*split_cell(row["chart"]), *split_cell(row["table"]), *(one.series_id for one in said)]
        within = [*split_cell(row["chart_areas"]), *(one.area_id for one in said)]
        for ratio, arithmetic in read_ratios(row["ratios"]):
            named += [ratio, *names_in(arithmetic)]
            yield from _check_arithmetic(row, arithmetic)
        yield from _check_listed(row, "series", named, series, tables.show("context/series.csv"))
        yield from _check_listed(row, "area", within, areas, tables.show("plan/areas.csv"))


def _check_listed(row: CsvRow, what: str, given: list[str], listed: tuple[str, ...], shown: str) -> Iterator[Problem]:
    for one in dict.fromkeys(given):
        if one not in listed:
            yield row.problem(
                f"the situation speaks of {'an' if what == 'area' else 'a'} {what} that is not listed",
                f'"{one}"{closest(one, listed)}',
                f"an id of {shown}",
                f"correct the {what}, or add it to {shown}",
            )


def _check_arithmetic(row: CsvRow, arithmetic: str) -> Iterator[Problem]:
    names = names_in(arithmetic)
    try:
        evaluate_arithmetic(arithmetic, {name: 1.0 + place / 7 for place, name in enumerate(names, 1)})
    except ValueError as error:
        yield row.problem(
            "a ratio cannot be computed",
            f'"{arithmetic}" ({error})',
            "published series = arithmetic over ids of series",
            "write the arithmetic after the equals sign",
        )
