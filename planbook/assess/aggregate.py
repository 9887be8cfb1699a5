"""Counts of verdicts and the one mean that is shown, and the table of all assessments."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from planbook.assess.crosschecks import METHODS
from planbook.model import Aggregate, Assessment, Compared, Indicator, IndicatorType, Inputs, PaceVerdict

__all__ = ["ASSESSMENT_COLUMNS", "assessments_frame", "count_verdicts", "mean_capped_completion"]

ASSESSMENT_COLUMNS: tuple[str, ...] = (
    "indicator_id",
    "number",
    "name_zh",
    "name_en",
    "type",
    "direction",
    "unit",
    "baseline_year",
    "baseline",
    "target_year",
    "target",
    "bound",
    "year",
    "value",
    "flag",
    "illustrative",
    "source_id",
    "completion",
    "due",
    "pace_ratio",
    "pace_verdict",
    "outlook_verdict",
    "p_target",
    "projection",
    "projection_low",
    "projection_high",
    "required_per_year",
    "achieved_per_year",
    "margin_to_next_class",
)
# After the columns of the cross-check methods.
MORE_COLUMNS: tuple[str, ...] = (
    "counted",
    "reference",
    "evidence",
    "evidence_reasons",
    "best_per_year",
    "best_start_year",
    "best_end_year",
)
DROPPED = "dropped"  # in the column of verdicts: the plan has the indicator no more
_DECIMALS = 6  # far below any figure's own precision, and the same on every platform


def mean_capped_completion(assessments: Iterable[Assessment]) -> tuple[float | None, int]:
    """Mean of min(max(c, 0), 1) and the number of indicators it is a mean of; (None, 0) without any.

    Capped, so that one indicator far beyond its target cannot hide another that lags, and none can count against
    the others by more than its own share. Left out are indicators whose kind of target has no completion and
    those not reported this year.

    Source
    ------
    (Σ min(max(c, 0), 1)) / n, with c the completion of METHODS, judgement 1.
    """
    completions = [
        min(max(assessment.completion, 0.0), 1.0)
        for assessment in assessments
        if assessment.completion is not None and assessment.judged
    ]
    return (math.fsum(completions) / len(completions) if completions else None), len(completions)


def count_verdicts(inputs: Inputs, assessments: Mapping[str, Assessment]) -> tuple[Aggregate, ...]:
    """Counts by verdict and type over all indicators first ("all"), then per chapter in the plan's order.

    `counts` of each holds every pair of verdict and type, zeros included, best verdict first, binding first,
    then anticipatory, then not stated.
    """
    groups: dict[str, list[Indicator]] = {"all": []}
    groups |= {chapter_id: [] for chapter_id in inputs.chapters}
    for indicator_id in assessments:
        indicator = inputs.indicators[indicator_id]
        groups["all"].append(indicator)
        groups.setdefault(indicator.chapter_id, []).append(indicator)
    return tuple(
        _aggregate(label, members, assessments) for label, members in groups.items() if members or label == "all"
    )


def _aggregate(label: str, members: list[Indicator], assessments: Mapping[str, Assessment]) -> Aggregate:
    counts = tuple(
        (verdict, kind, sum(assessments[one.id].pace is verdict and one.type is kind for one in members))
        for verdict in PaceVerdict
        for kind in IndicatorType
    )
    mean, over = mean_capped_completion(assessments[one.id] for one in members)
    return Aggregate(label, len(members), counts, mean, over)


def assessments_frame(inputs: Inputs, assessments: Mapping[str, Assessment]) -> pd.DataFrame:
    """One row per indicator: the columns of `assessments.csv`, then one per cross-check method with its class.

    Indicators that were dropped from the plan come last: their latest value is shown, `pace_verdict` is `dropped`, and
    nothing is judged.

    Codes, not words; `unit` is the unit's id. `margin_to_next_class` is the signed change of the value at which
    the next better class begins, in the unit (empty in the best class and where nothing is judged). `counted` is what
    counts against the target: the value itself, or the mean or running total of the plan's years; `reference` the mean
    of the series that a relative target is set against. `best_per_year` is the best pace in the indicator's own
    series, between `best_start_year` and `best_end_year`. Computed
    figures are rounded to six decimals; values, baselines and targets stand as they were given. What is not
    computed is NaN.

    Returns
    -------
    pandas.DataFrame
        `ASSESSMENT_COLUMNS` + the methods' names + `MORE_COLUMNS`; years are Int64, figures float.
    """
    rows = [_row(inputs.indicators[key], assessment) for key, assessment in assessments.items()]
    rows += [_row_of_dropped(inputs, indicator) for indicator in inputs.dropped.values()]
    frame = pd.DataFrame(rows, columns=[*ASSESSMENT_COLUMNS, *METHODS, *MORE_COLUMNS])
    years = ("number", "baseline_year", "target_year", "year", "best_start_year", "best_end_year")
    whole = dict.fromkeys(years, "Int64")
    figures = (
        "baseline",
        "target",
        "value",
        "completion",
        "due",
        "pace_ratio",
        "p_target",
        "projection",
        "projection_low",
        "projection_high",
        "required_per_year",
        "achieved_per_year",
        "margin_to_next_class",
        "counted",
        "reference",
        "best_per_year",
    )
    return frame.astype(whole | dict.fromkeys(figures, "float64") | {"illustrative": bool})


def _of_plan(indicator: Indicator) -> dict[str, object]:
    """What the plan says of an indicator, the first columns of its row."""
    return {
        "indicator_id": indicator.id,
        "number": indicator.number,
        "name_zh": indicator.name.zh,
        "name_en": indicator.name.en,
        "type": indicator.type.value,
        "direction": indicator.direction.value,
        "unit": indicator.unit_id,
        "baseline_year": indicator.baseline_year,
        "baseline": indicator.baseline,
        "target_year": indicator.target_year,
        "target": indicator.target,
        "bound": indicator.bound.value,
    }


def _row(indicator: Indicator, assessment: Assessment) -> dict[str, object]:
    sensitivity = assessment.sensitivity
    checks = {check.method: check.code for check in assessment.cross_checks}
    best = next((pace for pace in assessment.best_paces if not pace.area), None)
    return {
        **_of_plan(indicator),
        "year": assessment.year,
        "value": assessment.value,
        "flag": assessment.flag.value,
        "illustrative": assessment.illustrative,
        "source_id": assessment.source_id,
        "completion": _rounded(assessment.completion),
        "due": _rounded(assessment.due),
        "pace_ratio": _rounded(assessment.pace_ratio),
        "pace_verdict": assessment.pace.value,
        "outlook_verdict": assessment.outlook.value,
        "p_target": _rounded(assessment.p_target),
        "projection": _rounded(assessment.projection),
        "projection_low": _rounded(assessment.projection_low),
        "projection_high": _rounded(assessment.projection_high),
        "required_per_year": _rounded(assessment.required_per_year),
        "achieved_per_year": _rounded(assessment.achieved_per_year),
        "margin_to_next_class": _rounded(sensitivity.to_better if sensitivity else None),
        **{method: checks[method] for method in METHODS},
        "counted": _rounded(assessment.counted),
        "reference": _rounded(assessment.standing.reference) if isinstance(assessment.standing, Compared) else None,
        "evidence": assessment.evidence.strength.value if assessment.evidence else "",
        "evidence_reasons": " ".join(assessment.evidence.reasons) if assessment.evidence else "",
        "best_per_year": _rounded(best.per_year) if best else None,
        "best_start_year": best.start_year if best else None,
        "best_end_year": best.end_year if best else None,
    }


def _row_of_dropped(inputs: Inputs, indicator: Indicator) -> dict[str, object]:
    latest = inputs.series_of(indicator.id).latest
    shown: dict[str, object] = {
        **_of_plan(indicator),
        "year": None if latest is None else latest.year,
        "value": None if latest is None else latest.value,
        "flag": "m" if latest is None else latest.flag.value,
        "illustrative": latest is not None and latest.illustrative,
        "source_id": "" if latest is None else latest.source_id,
        "pace_verdict": DROPPED,
    }
    texts = ("outlook_verdict", *METHODS, "evidence", "evidence_reasons")
    return dict.fromkeys(texts, "") | shown


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0
