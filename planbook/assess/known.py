"""What one edition knows of one indicator: its yearly values in the plan's years."""

from __future__ import annotations

from dataclasses import replace

from planbook.assess.periods import years_at
from planbook.model import EditionParameters, Indicator, Series

__all__ = ["in_plan_years", "is_reported"]


def in_plan_years(indicator: Indicator, series: Series, parameters: EditionParameters) -> Series:
    """The values an edition judges an indicator by, each with its date.

    The value of the edition's own year is that of the cut-off date (half-way through the year for 30 June), those
    of earlier years are of the end of their year. Those of the baseline year and before are left out: the plan's
    baseline is what its target was set from. What was not reported, and forecasts, are left out as well.
    """
    cut_off = years_at(parameters.cut_off)
    values = (
        replace(value, at=min(float(value.year), cut_off)) if value.year == parameters.year else value
        for value in series.between(indicator.baseline_year + 1, parameters.year).reported
    )
    return replace(series, observations=tuple(values))


def is_reported(known: Series, indicator: Indicator, parameters: EditionParameters) -> bool:
    """Whether the edition's own year (or the target year, where that is earlier) has a value."""
    due_year = min(parameters.year, indicator.target_year)
    return known.latest is not None and known.latest.year >= due_year
