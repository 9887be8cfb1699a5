"""What one edition knows of one indicator: its yearly values in the plan's years."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from planbook.assess.periods import years_at
from planbook.model import EditionParameters, Indicator, Reported, Series, Unit, observe_row

__all__ = ["collect_known", "is_reported"]


def collect_known(
    indicator: Indicator, observations: pd.DataFrame, parameters: EditionParameters, unit: Unit
) -> Series:
    """What an edition knows of an indicator: the values of the plan's years only.

    Rows of later years or later vintages than the edition's are not seen, so that what is added later never
    changes an earlier edition; of several vintages of one year the latest counts. The value of the edition's own
    year is that of the cut-off date (half-way through the year for 30 June), those of earlier years are of the
    end of their year. Rows of the baseline year and before are not used: the plan's baseline is what its target
    was set from. A missing value (NaN, flag m) and a forecast (flag f) are not observations.

    Parameters
    ----------
    observations
        Columns indicator_id, year, value, flag, source_id, illustrative, vintage; any indicators.

    Raises
    ------
    ValueError
        When a year has two values in one vintage. `planbook.rules` keeps such data from coming here.
    """
    rows = observations[observations["indicator_id"] == indicator.id]
    rows = rows[(rows["year"] <= parameters.year) & (rows["vintage"] <= parameters.year)]
    rows = rows[rows["year"] > indicator.baseline_year].sort_values(["year", "vintage"], kind="stable")
    if rows.duplicated(["year", "vintage"]).any():
        raise ValueError(f"{indicator.id} has two values for a year in one vintage")
    values: list[Reported] = []
    for row in rows.drop_duplicates("year", keep="last").to_dict("records"):
        observation = observe_row(row)
        if not isinstance(observation, Reported):
            continue
        if observation.year == parameters.year:
            observation = replace(observation, at=min(float(observation.year), years_at(parameters.cut_off)))
        values.append(observation)
    return Series(indicator.id, unit, tuple(values))


def is_reported(known: Series, indicator: Indicator, parameters: EditionParameters) -> bool:
    """Whether the edition's own year (or the target year, where that is earlier) has a value."""
    due_year = min(parameters.year, indicator.target_year)
    return known.latest is not None and known.latest.year >= due_year
