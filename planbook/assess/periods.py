"""Time in a plan: dates as years, and the share of a plan period that has passed."""

from __future__ import annotations

import calendar
from datetime import date

__all__ = ["due_share", "elapsed_share", "years_at"]


def years_at(day: date) -> float:
    """A date in years, where the whole number Y is the end of year Y.

    The end of a month is exactly that many twelfths of the year: 2023-12-31 is 2023.0 and 2023-06-30 is 2022.5,
    although the first half of a year has fewer days. Inside a month, days count.
    """
    days = calendar.monthrange(day.year, day.month)[1]
    return day.year - 1 + (day.month - 1 + day.day / days) / 12


def elapsed_share(baseline_year: int, target_year: int, time: float) -> float:
    """Share of the way in time from the end of `baseline_year` to the end of `target_year`, held within 0-1."""
    return min(max((time - baseline_year) / (target_year - baseline_year), 0.0), 1.0)


def due_share(baseline_year: int, target_year: int, cut_off: date) -> float:
    """Share of the target that is due at a cut-off date when progress is proportional to time (序时进度).

    Parameters
    ----------
    baseline_year, target_year
        Calendar years; both mean the end of the year.
    cut_off
        Date at which progress is judged: 2023-12-31 gives 3/5 of a target for 2020-2025, 2023-06-30 gives 2.5/5.

    Returns
    -------
    float
        Between 0 (at or before the baseline) and 1 (at or after the target year).

    Raises
    ------
    ValueError
        When the target year is not after the baseline year.

    Source
    ------
    METHODS, judgement 1: e = (t − t0) / (T − t0).
    """
    if target_year <= baseline_year:
        raise ValueError(f"the target year {target_year} is not after the baseline year {baseline_year}")
    return elapsed_share(baseline_year, target_year, years_at(cut_off))
