"""Everything judged of one indicator, of all indicators, and of the numeric tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planbook.assess.background import list_background
from planbook.assess.best_pace import best_amount, best_elsewhere, best_pace
from planbook.assess.crosschecks import assess_cross_checks
from planbook.assess.evidence import weigh_evidence
from planbook.assess.known import in_plan_years, is_reported
from planbook.assess.outlook import judge_outlook, projection_points
from planbook.assess.pace import is_reversing, judge_pace, met_history
from planbook.assess.periods import due_share
from planbook.assess.rates import compare_rates
from planbook.assess.sensitivity import assess_sensitivity
from planbook.assess.yardstick import Yardstick, lay_course, lay_yardstick, straight_way
from planbook.looks import FAVOURABLE
from planbook.model import (
    Assessment,
    BackgroundSeries,
    BestPace,
    CrossCheck,
    EditionParameters,
    Indicator,
    IndicatorType,
    Inputs,
    Judged,
    NotComputed,
    PaceVerdict,
    Rates,
    Reported,
    Series,
    SourceKind,
    Standing,
    TargetKind,
    Task,
    TaskKind,
    Thresholds,
    Unjudged,
)
from planbook.rules.meaning import FLOW_KINDS, LEVEL_KINDS, improves_upwards

__all__ = [
    "assess_all",
    "assess_indicator",
    "assess_tasks",
    "disagreeing_methods",
    "reference_of",
    "task_as_indicator",
]

# Why a value cannot be measured; where the year has none, that comes first.
REASONS_OF_A_VALUE = frozenset({"break_in_series", "another_definition", "year_missing", "relative_without_series"})


def assess_indicator(
    indicator: Indicator,
    series: Series,
    parameters: EditionParameters,
    reference: Mapping[int, float] | None = None,
    source_kinds: Mapping[str, SourceKind] | None = None,
    elsewhere: Sequence[BackgroundSeries] = (),
) -> Assessment:
    """Both judgements, the cross-checks and the sensitivity of one indicator in one edition.

    An indicator whose value for the edition's own year is missing (flag m, or no row) is `not_reported` in
    judgement 1: a plan's office asks what has been returned this year, and an older figure must not pass for it.
    What is known is still shown: the latest value with its year, its standing against what was due *at its own date*,
    and the outlook projected from the earlier values.

    A break in the series (flag b) is never bridged: a value after it is not set against a target of the definition
    before it, and neither is a value of another definition (flag d). It is shown, and `not_judged`.

    Parameters
    ----------
    series
        What the edition knows of the indicator, as `Inputs.series_of` gives it, in the indicator's unit.
    parameters
        Year, cut-off date and thresholds of the edition. Later years are not seen.
    reference
        For a relative target: year → value of the series it is measured against, in the same unit.
    source_kinds
        Source id → its kind, to weigh the evidence by.
    elsewhere
        The same measure in larger areas, for the best pace seen there.

    Raises
    ------
    ValueError
        When the unit is not the indicator's, or a figure it needs is missing. Whether definition and values make
        sense together is for `planbook.rules`, which every edition has passed when it gets here.

    Source
    ------
    METHODS, judgements 1 and 2.
    """
    unit = series.unit
    if unit.id != indicator.unit_id:
        raise ValueError(f"{indicator.id} is in {indicator.unit_id}, not in {unit.id}")
    known = in_plan_years(indicator, series, parameters)
    points = projection_points(indicator, known)
    shown_points = tuple((point.year, point.value) for point in points)
    yardstick = lay_yardstick(indicator, unit, known, reference)
    judgement = _judge(yardstick, is_reported(known, indicator, parameters), points, parameters.thresholds)
    forecast = judge_outlook(indicator, unit, known, yardstick, parameters.thresholds)
    cross_checks = assess_cross_checks(indicator, shown_points, known.latest.year if known.latest else None, unit)
    met_since, met_and_lost = met_history(indicator, known)
    standing: Standing | NotComputed
    if isinstance(yardstick, Yardstick):
        standing, due, rates = (
            yardstick.standing,
            yardstick.standing.due,
            compare_rates(indicator, unit, yardstick, points),
        )
    else:
        due = due_share(indicator.baseline_year, indicator.target_year, parameters.cut_off)
        standing, rates = yardstick, Rates()
    return Assessment(
        indicator_id=indicator.id,
        target_kind=indicator.target_kind,
        latest=known.latest,
        due=due,
        standing=standing,
        course=lay_course(indicator, unit, known, reference),
        way=straight_way(indicator, unit),
        judgement=judgement,
        rates=rates,
        forecast=forecast,
        points=shown_points,
        cross_checks=cross_checks,
        disagreeing=disagreeing_methods(cross_checks, judgement.verdict),
        reason=_reason(judgement, yardstick, known) or forecast.reason,
        met_since=met_since,
        met_and_lost=met_and_lost,
        evidence=None
        if known.latest is None
        else weigh_evidence(
            known,
            (source_kinds or {}).get(known.latest.source_id),
            parameters.year,
            len(points),
            parameters.thresholds.minimum_points,
        ),
        best_paces=_best_paces(indicator, known, points, elsewhere) if isinstance(yardstick, Yardstick) else (),
    )


def _best_paces(
    indicator: Indicator, known: Series, points: Sequence[Reported], elsewhere: Sequence[BackgroundSeries]
) -> tuple[BestPace, ...]:
    """The best pace in the own series, then elsewhere, for kinds of target that have a speed."""
    kind, towards = indicator.target_kind, 1.0 if improves_upwards(indicator) else -1.0
    if kind in FLOW_KINDS:
        own = best_amount(points, towards)
        return () if own is None else (own,)
    if kind not in LEVEL_KINDS or known.latest is None:
        return ()
    own = best_pace(points, towards)
    others = best_elsewhere(elsewhere, known.unit, known.latest.value, towards)
    return others if own is None else (own, *others)


def _judge(
    yardstick: Yardstick | NotComputed, reported: bool, points: Sequence[Reported], thresholds: Thresholds
) -> Judged | Unjudged:
    """Judgement 1, which only a value of the edition's own year gets."""
    if isinstance(yardstick, NotComputed):
        silent = not reported and yardstick.reason in REASONS_OF_A_VALUE
        return Unjudged("not_reported_this_year" if silent else yardstick.reason)
    if not reported:
        return Unjudged("not_reported_this_year")
    verdict = judge_pace(yardstick, thresholds)
    sensitivity = assess_sensitivity(yardstick, points, thresholds)
    if verdict is PaceVerdict.NOT_JUDGED:
        return Unjudged(yardstick.reason, sensitivity)
    return Judged(verdict, is_reversing(yardstick, verdict), sensitivity)


def _reason(judgement: Judged | Unjudged, yardstick: Yardstick | NotComputed, known: Series) -> str:
    """The one thing a reader of judgement 1 has to know first."""
    if isinstance(judgement, Unjudged):
        return judgement.reason
    return yardstick.reason or ("" if known.break_year is None else "break_in_series")


def assess_all(inputs: Inputs) -> dict[str, Assessment]:
    """The assessments of all main indicators, by id, in plan order."""
    kinds = _source_kinds(inputs)
    named = {one.reference_series_id for one in inputs.indicators.values() if one.target_kind in LEVEL_KINDS} - {""}
    background = list_background(inputs) if named else ()
    return {
        indicator.id: assess_indicator(
            indicator,
            inputs.series_of(indicator.id),
            inputs.parameters,
            reference_of(indicator, inputs) if indicator.target_kind is TargetKind.RELATIVE else None,
            kinds,
            [
                one
                for one in background
                if one.id == indicator.reference_series_id and one.area.code != inputs.plan.area_code
            ],
        )
        for indicator in inputs.indicators.values()
    }


def _source_kinds(inputs: Inputs) -> dict[str, SourceKind]:
    return {source_id: source.kind for source_id, source in inputs.sources.items()}


def assess_tasks(inputs: Inputs) -> dict[str, Assessment]:
    """The assessments of the numeric tasks, by task id, in plan order; the qualitative ones have a status only."""
    kinds = _source_kinds(inputs)
    return {
        task.id: assess_indicator(
            task_as_indicator(task, inputs), inputs.series_of(task.id), inputs.parameters, source_kinds=kinds
        )
        for task in inputs.tasks.values()
        if task.kind is TaskKind.NUMERIC
    }


def task_as_indicator(task: Task, inputs: Inputs) -> Indicator:
    """A numeric task as an indicator, so that it is judged by the same rules.

    Years the task does not give are the plan's own. Its type is that of the main indicator it belongs to, else
    anticipatory: the plan binds nobody to its tasks.
    """
    main = inputs.indicators.get(task.indicator_id)
    return Indicator(
        id=task.id,
        number=0,
        chapter_id=task.chapter_id,
        name=task.text,
        short_name=task.text,
        definition=task.text,
        formula=task.text,
        baseline_year=inputs.plan.baseline_year if task.baseline_year is None else task.baseline_year,
        baseline=task.baseline,
        target_year=inputs.plan.period.last_year if task.target_year is None else task.target_year,
        target=task.target,
        bound=task.bound,
        direction=task.direction,
        unit_id=task.unit_id,
        type=main.type if main else IndicatorType.ANTICIPATORY,
        target_kind=task.target_kind,
        source_id=task.source_id,
    )


def disagreeing_methods(cross_checks: Iterable[CrossCheck], pace: PaceVerdict) -> tuple[str, ...]:
    """The methods that answer the question of judgement 1 otherwise than judgement 1."""
    if pace in (PaceVerdict.NOT_REPORTED, PaceVerdict.NOT_JUDGED):
        return ()
    on_pace = pace in FAVOURABLE
    return tuple(
        check.method for check in cross_checks if check.favourable is not None and check.favourable is not on_pace
    )


def reference_of(indicator: Indicator, inputs: Inputs) -> dict[int, float]:
    """Year → value of the series a relative target names, for the smallest area that has it; {} without it."""
    rows = inputs.context[
        (inputs.context["series_id"] == indicator.reference_series_id)
        & (inputs.context["year"] <= inputs.parameters.year)
    ]
    rows = rows[rows["preferred"].astype(bool) & rows["value"].notna()]
    for area in inputs.areas:
        values = rows[rows["area"] == area]
        if len(values):
            return {int(year): float(value) for year, value in zip(values["year"], values["value"], strict=True)}
    return {}
