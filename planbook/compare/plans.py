"""The running plan against the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planbook.assess.background import list_background
from planbook.compare.continued import ContinuedFigure, compare_continued
from planbook.compare.series import SeriesComparison, compare_series
from planbook.model import Assessment, Inputs, Period

__all__ = ["PlanComparison", "compare_plans"]


@dataclass(frozen=True)
class PlanComparison:
    """Two plan periods: figures the plan itself continues, and published series that run through both."""

    first: Period
    second: Period
    year: int  # the edition's: nothing later is used
    continued: tuple[ContinuedFigure, ...]
    series: tuple[SeriesComparison, ...]  # known in both periods
    one_period_only: tuple[SeriesComparison, ...]  # known in one: shown, not compared


def compare_plans(inputs: Inputs, assessments: Mapping[str, Assessment]) -> PlanComparison:
    """Compare the predecessor's period with the plan's own, as far as the edition knows it.

    Parameters
    ----------
    inputs : achievements, tasks and their progress, background series; nothing later than the edition is read.
    assessments : by indicator id.

    Returns
    -------
    PlanComparison
        `series` and `one_period_only` are in the order of the series table, district first.
    """
    first, second = inputs.plan.predecessor, inputs.plan.period
    compared = tuple(compare_series(series, first, second) for series in list_background(inputs))
    return PlanComparison(
        first,
        second,
        inputs.parameters.year,
        compare_continued(inputs, assessments),
        tuple(entry for entry in compared if entry.in_both_periods),
        tuple(entry for entry in compared if entry.in_one_period),
    )
