"""Two plans compared: what the 13th period achieved against what the 14th has achieved so far."""

from planbook.compare.change import NoChange, PeriodChange
from planbook.compare.continued import ContinuedFigure
from planbook.compare.editions import EditionDifference, compare_editions
from planbook.compare.plans import PlanComparison, compare_plans
from planbook.compare.series import PlanYear, SeriesComparison
from planbook.compare.slopes import SlopeComparison
from planbook.compare.trend import Trend

__all__ = [
    "EditionDifference",
    "compare_editions",
    "ContinuedFigure",
    "NoChange",
    "PeriodChange",
    "PlanComparison",
    "PlanYear",
    "SeriesComparison",
    "SlopeComparison",
    "Trend",
    "compare_plans",
]
