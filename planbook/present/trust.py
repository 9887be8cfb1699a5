"""How far the projections can be trusted, as frames: tried on published series, and what earlier editions said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planbook.assess.backtest import score_methods
from planbook.present.frames import make_frame

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["backtest_scores", "backtest_statements", "look_back_frame"]


def backtest_scores(edition: Edition) -> pd.DataFrame:
    """Methods by years ahead, each scored on the same forecasts of published series.

    method; horizon (years ahead; missing where all are taken together), trials, coverage, expected_low and
    expected_high (where 95 of 100 coverages lie if the interval is what it says and trials are independent),
    interval_score and distribution_score (CRPS; in mean yearly changes of the series, smaller is better), error (mean
    absolute, over that of no change), brier (of the probability of meeting a target).
    """
    words = edition.words
    rows = [
        {
            "method": words(f"backtest.methods.{score.method.value}"),
            "horizon": score.horizon,
            "trials": score.trials,
            "coverage": score.coverage,
            "expected_low": score.expected[0],
            "expected_high": score.expected[1],
            "interval_score": score.interval_score,
            "distribution_score": score.distribution_score,
            "error": score.relative_error,
            "brier": score.brier,
        }
        for score in score_methods(edition.backtest)
    ]
    columns = (
        "method",
        "horizon",
        "trials",
        "coverage",
        "expected_low",
        "expected_high",
        "interval_score",
        "distribution_score",
        "error",
        "brier",
    )
    shares = dict.fromkeys(("coverage", "expected_low", "expected_high"), "share")
    ratios = dict.fromkeys(("interval_score", "distribution_score", "error", "brier"), "ratio")
    frame = make_frame(edition, "backtest_scores", rows, columns, units=shares | ratios, illustrative=False)
    frame["horizon"] = frame["horizon"].astype("Int64")
    return frame


def backtest_statements(edition: Edition) -> pd.DataFrame:
    """Every target set to a published series in the backtest: series_id, horizon, probability, met."""
    rows = [
        {
            "series_id": row.trial.series_id,
            "year": row.trial.target_year,
            "horizon": row.trial.horizon,
            "probability": statement.probability,
            "met": statement.met,
        }
        for row in edition.backtest.rows
        for statement in row.statements
    ]
    columns = ("series_id", "year", "horizon", "probability", "met")
    return make_frame(edition, "backtest_statements", rows, columns, units={"probability": "share"}, illustrative=False)


def look_back_frame(edition: Edition) -> pd.DataFrame:
    """What earlier editions said of years that have come: one row for each edition, indicator and year.

    indicator_id, name, unit, made_in (the edition), year, horizon, centre, low, high (its projection), value (what
    came), held (inside the interval), outlook (its verdict), met (the target, where its year has come; else missing),
    illustrative.
    """
    inputs, words = edition.inputs, edition.words
    rows = [
        {
            "indicator_id": one.indicator_id,
            "name": words.text(inputs.indicators[one.indicator_id].short_name),
            "unit": inputs.indicators[one.indicator_id].unit_id,
            "made_in": one.made_in,
            "year": one.year,
            "horizon": one.horizon,
            "centre": one.centre,
            "low": one.low,
            "high": one.high,
            "value": one.actual,
            "held": one.held,
            "outlook": one.outlook.value,
            "met": one.met,
            "illustrative": one.illustrative,
        }
        for one in edition.hindsight
    ]
    columns = (
        "indicator_id",
        "name",
        "unit",
        "made_in",
        "year",
        "horizon",
        "centre",
        "low",
        "high",
        "value",
        "held",
        "outlook",
        "met",
        "illustrative",
    )
    return make_frame(edition, "look_back", rows, columns, fields={"year": words.year(edition.year)})
