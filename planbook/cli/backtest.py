"""The backtest of an edition's projections, printed."""

from __future__ import annotations

from collections.abc import Sequence

from planbook.assess import Backtest, backtest_rates, backtest_series, bootstrap_series, score_methods
from planbook.assess.forecasters import Method
from planbook.cli.display import Display
from planbook.model import Inputs

__all__ = ["print_backtest"]

METHOD_WORDS = {
    Method.DRIFT: "random walk, drift, weak prior",
    Method.DRIFT_CHOSEN: "  prior chosen on other series",
    Method.DRIFT_PLAIN: "random walk with drift",
    Method.LINE: "straight line (least squares)",
    Method.NO_CHANGE: "no change",
    Method.THEIL_SEN: "Theil-Sen slope",
    Method.DAMPED: "damped trend",
    Method.ENSEMBLE: "mean of five",
    Method.MEAN: "mean of the years known",
}


def print_backtest(inputs: Inputs, display: Display) -> None:
    """Methods by years ahead, then judgement 2's own record by unit and verdict, and what hangs on the series."""
    result = backtest_series(inputs)
    display.say(
        f"Edition {inputs.parameters.year}: {result.trials} forecasts on {len(result.series)} published series; "
        f"judgement 2 uses: {METHOD_WORDS[result.method].strip()}"
    )
    if not result.trials:
        return
    display.table(
        f"Methods by years ahead (intervals of {result.nominal:.0%}; scores in mean yearly changes, smaller is better)",
        ["method", "ahead", "trials", "coverage", "expected", "interval score", "CRPS", "error/no change", "Brier"],
        [
            [
                METHOD_WORDS[score.method],
                "all" if score.horizon is None else str(score.horizon),
                str(score.trials),
                f"{score.coverage:.1%}",
                f"{score.expected[0]:.0%}-{score.expected[1]:.0%}",
                f"{score.interval_score:.2f}",
                f"{score.distribution_score:.3f}",
                _figure(score.relative_error),
                _figure(score.brier),
            ]
            for score in score_methods(result)
        ],
    )
    rates = backtest_rates(inputs)
    display.table(
        f"Growth rates: {rates.series} series, judgement 2 uses the mean",
        ["method", "trials", "coverage", "interval score", "CRPS", "error/no change"],
        [
            [
                METHOD_WORDS[score.method].strip(),
                str(score.trials),
                f"{score.coverage:.1%}",
                f"{score.interval_score:.2f}",
                f"{score.distribution_score:.3f}",
                _figure(score.relative_error),
            ]
            for score in rates.scores
        ],
    )
    display.table("By kind of unit", ["unit", "trials", "coverage"], _record_rows(result))
    display.table(
        "What came of the targets called so",
        ["verdict", "statements", "met", "share met"],
        [
            [record.verdict.value, str(record.statements), str(record.met), _share(record.frequency)]
            for record in result.verdicts
        ],
    )
    drawn = [bootstrap_series(result, method) for method in (Method.LINE, Method.NO_CHANGE) if method != result.method]
    display.table(
        "Series drawn with replacement, 90 % ranges",
        ["against", "coverage", "interval score ratio", "CRPS ratio", "error ratio"],
        [
            [
                METHOD_WORDS[entry.against],
                f"{entry.coverage[0]:.0%}-{entry.coverage[1]:.0%}",
                *(
                    f"{low:.2f}-{high:.2f}"
                    for low, high in (
                        entry.interval_score_ratio,
                        entry.distribution_score_ratio,
                        entry.error_ratio,
                    )
                ),
            ]
            for entry in drawn
            if entry is not None
        ],
    )


def _record_rows(result: Backtest) -> Sequence[Sequence[str]]:
    return [[entry.kind.value, str(entry.trials), f"{entry.coverage:.1%}"] for entry in result.unit_kinds]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
