"""What the plan's situation chapter shows, as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planbook.present.frames import make_frame

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["ratios", "sections"]


def sections(edition: Edition) -> pd.DataFrame:
    """The sections in the order of the plan's table: index section_id, and the title (name)."""
    rows = [{"section_id": one.id, "name": edition.words.text(one.title)} for one in edition.inputs.situation.values()]
    return make_frame(edition, "situation", rows, ("section_id", "name"), index="section_id", illustrative=False)


def ratios(edition: Edition) -> pd.DataFrame:
    """Published series that follow from others: index series_id; name, section_id, arithmetic over ids of series.

    `tolerance` is half of the last decimal that the series' unit is shown with: more than rounding cannot differ.
    """
    series = edition.inputs.series.set_index("series_id")
    rows = [
        {
            "series_id": series_id,
            "name": edition.words.spaced(str(series.loc[series_id, f"name_{edition.language}"])),
            "section_id": section.id,
            "arithmetic": arithmetic,
            "tolerance": 0.5 * 10.0 ** -edition.inputs.units[str(series.loc[series_id, "unit_id"])].decimals,
        }
        for section in edition.inputs.situation.values()
        for series_id, arithmetic in section.ratios
    ]
    columns = ("series_id", "name", "section_id", "arithmetic", "tolerance")
    return make_frame(edition, "situation_ratios", rows, columns, index="series_id", illustrative=False)
