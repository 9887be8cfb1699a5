"""Judging progress: pure functions from what an edition knew to what it says of it.

- `assess_indicator`, `assess_all`, `assess_tasks`: both judgements, cross-checks and sensitivity
- `count_verdicts`, `assessments_frame`: the edition as a whole
- `find_unanswered`, `propose_changes`: what lags without an explanation, which targets might be changed
- `due_share`: what is due by a date
- `backtest_series`, `score_methods`, `bootstrap_series`: how far the projection can be trusted
- `check_plan_consistency`: whether the plan's own figures agree with each other
"""

from planbook.assess.aggregate import assessments_frame, count_verdicts
from planbook.assess.backtest import Backtest, backtest_series, bootstrap_series, score_methods
from planbook.assess.backtest_rates import RateBacktest, backtest_rates
from planbook.assess.consistency import CheckedPlan, CheckFigure, check_plan_consistency, holds
from planbook.assess.crosschecks import METHODS, explain_disagreement
from planbook.assess.duties import find_unanswered, propose_changes
from planbook.assess.indicator import assess_all, assess_indicator, assess_tasks
from planbook.assess.periods import due_share

__all__ = [
    "METHODS",
    "Backtest",
    "CheckFigure",
    "CheckedPlan",
    "assess_all",
    "assess_indicator",
    "assess_tasks",
    "assessments_frame",
    "RateBacktest",
    "backtest_rates",
    "backtest_series",
    "bootstrap_series",
    "check_plan_consistency",
    "count_verdicts",
    "due_share",
    "explain_disagreement",
    "find_unanswered",
    "holds",
    "propose_changes",
    "score_methods",
]
