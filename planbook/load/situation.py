"""The series and areas that `plan/situation.csv` names, out of the text of its cells."""

from __future__ import annotations

from planbook.model import SituationSeries

__all__ = ["read_ratios", "read_said", "split_cell"]


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
