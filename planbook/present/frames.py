"""What an edition knows and has judged, as DataFrames that a notebook goes on computing with.

Columns and index have plain English names in either language; what readers see instead stands in `frame.attrs`,
which pandas hands on through `assign`, selection and arithmetic:

========================= ==============================================================================
`name`                    which frame this is, for `agrees`
`subject`                 indicator or task id, "" for a frame of many
`title`                   caption, in the edition's language
`labels`                  column (or the index's name) → heading; also those a notebook computes, so that a frame made
                          in it needs no more than `frame.attrs = observations.attrs`
`words`                   column → {code: word}, for columns of codes
`units`                   column → unit id, or `share` (a fraction of 1), `ratio`, `year`, `count`, or `column:<name>`
                          where that column says the unit of each row; a column that is missing has the unit of its
                          row (column `unit`) or none
`notes`                   lines to stand under a table
`illustrative`            whether anything in it may be made up; a column `illustrative` marks row by row
========================= ==============================================================================

NaN (or None) means not known or not computed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pandas as pd

from planbook.assess.background import list_background
from planbook.assess.crosschecks import METHODS
from planbook.assess.indicator import assess_indicator, reference_of, task_as_indicator
from planbook.assess.periods import elapsed_share, years_at
from planbook.compare import NoChange
from planbook.errors import InputError, Problem
from planbook.model import (
    AchievementKind,
    Answer,
    Assessment,
    Bound,
    Cause,
    Direction,
    Flag,
    Indicator,
    IndicatorType,
    NotComputed,
    Observation,
    OutlookVerdict,
    PaceVerdict,
    Projection,
    ProposalRule,
    Reported,
    Status,
    TargetKind,
    Task,
    TaskKind,
    UnitKind,
)
from planbook.present.attributes import Texts
from planbook.rules.meaning import LEVEL_KINDS, accepted_values, compounds, improves_upwards, is_met, unit_limits

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = [
    "achievements",
    "context",
    "continued",
    "continued_rates",
    "counts",
    "cross_checks",
    "headings",
    "judged",
    "make_frame",
    "measures",
    "observations",
    "plan_row",
    "scorecard",
    "series_changes",
    "series_rates",
    "statuses",
    "target_of",
    "tasks",
    "yearly_values",
]

CODES: dict[str, tuple[str, type[StrEnum]]] = {  # columns of codes → where the locales have a word for each
    "verdict": ("verdict", PaceVerdict),
    "verdict_before": ("verdict", PaceVerdict),
    "outlook": ("outlook", OutlookVerdict),
    "type": ("type", IndicatorType),
    "flag": ("flag", Flag),
    "status": ("status", Status),
    "cause": ("cause", Cause),
    "answer": ("answer", Answer),
    "rule": ("proposal_rule", ProposalRule),
    "kind": ("definition.kinds", TargetKind),
    "direction": ("definition", Direction),
    "bound": ("definition.bounds", Bound),
    "achievement_kind": ("achievement_kind", AchievementKind),
}


YES_OR_NO = ("illustrative", "comparable", "same_measure", "reversing", "derived", "is_level", "at_limit")


def make_frame(
    edition: Edition,
    name: str,
    rows: Iterable[Mapping[str, object]],
    columns: Sequence[str],
    *,
    index: str = "",
    subject: str = "",
    units: Mapping[str, str] | None = None,
    illustrative: bool | None = None,
    fields: Mapping[str, object] | None = None,
    chapter_id: str | None = None,
) -> pd.DataFrame:
    """A frame that carries what it is, headings and words in the edition's language.

    Parameters
    ----------
    name : key of the locales' `frames.title`, filled with `fields`; what `agrees` knows the frame by.
    columns : all columns in order, the index among them. Calendar years become whole numbers.
    illustrative : None where a column `illustrative` says it row by row.
    chapter_id : the heading a frame is of, "" for all; None for a frame that is of no heading.
    """
    words = edition.words
    frame = pd.DataFrame(list(rows), columns=list(columns))
    for column in frame.columns:
        if column == "year" or (column.endswith("_year") and not column.endswith("_per_year")):
            frame[column] = frame[column].astype("Int64" if column != index else "int64")
        elif column in YES_OR_NO:
            frame[column] = frame[column].astype(bool)
    if index:
        frame = frame.set_index(index)
    if illustrative is None:
        illustrative = bool(frame["illustrative"].astype(bool).any())
    frame.attrs = {
        "name": name,
        "subject": subject,
        "title": words(f"frames.title.{name}", **(fields or {})),
        "labels": Texts(headings(edition)),
        "words": Texts(
            {column: _words_of(edition, *codes) for column, codes in CODES.items()}
            | {"area": {area.id: words.text(area.name) for area in edition.inputs.areas.values()}}
        ),
        "units": Texts(units or {}),
        "notes": [],
        "illustrative": illustrative,
    }
    if chapter_id is not None:
        frame.attrs["chapter_id"] = chapter_id
    return frame


def headings(edition: Edition) -> dict[str, str]:
    """Column → heading, of every column that a frame of an edition or of a notebook has."""
    columns: Any = edition.words.entries["frames"]
    return {column: edition.words(f"frames.column.{column}") for column in columns["column"]}


def _words_of(edition: Edition, group: str, codes: type[StrEnum]) -> dict[str, str]:
    return {code.value: edition.words(f"{group}.{code.value}") for code in codes if code.value}


def target_of(edition: Edition, subject_id: str) -> Indicator:
    """The indicator, or the numeric task seen as one.

    Raises
    ------
    InputError
        When the plan has no such indicator and no such numeric task, with those there are.
    """
    inputs = edition.inputs
    if subject_id in inputs.indicators:
        return inputs.indicators[subject_id]
    task = inputs.tasks.get(subject_id)
    if task is not None and task.kind is TaskKind.NUMERIC:
        return task_as_indicator(task, inputs)
    raise InputError(
        [
            Problem(
                file="plan/indicators.csv",
                what="the plan has no such indicator and no such numeric task",
                found=repr(subject_id),
                expected=f"one of {', '.join([*inputs.indicators, *edition.task_assessments])}",
                fix="correct the id",
            )
        ]
    )


def _judged(edition: Edition, subject_id: str) -> Assessment:
    found = edition.assessments.get(subject_id)
    return edition.task_assessments[subject_id] if found is None else found


# ---------------------------------------------------------------------------------------------- one indicator


def plan_row(edition: Edition, subject_id: str) -> pd.Series:
    """The plan's row of one indicator or numeric task, as a Series.

    Returns
    -------
    pandas.Series
        name, type, kind, unit (id), direction and bound (codes), baseline_year, baseline, target_year, target,
        lowest and highest (the values that meet the target lie between them; ±inf where a side is open), tolerance,
        floor and ceiling (what the unit allows), whole (whether it is counted in whole units), compounds (whether
        yearly changes multiply). NaN: the plan does not say.
    """
    target = target_of(edition, subject_id)
    unit = edition.inputs.units[target.unit_id]
    floor, ceiling = unit_limits(unit)
    lowest, highest = (math.nan, math.nan) if target.target is None else accepted_values(target)
    values: dict[str, object] = {
        "name": edition.words.text(target.name),
        "type": target.type.value,
        "kind": target.target_kind.value,
        "unit": target.unit_id,
        "direction": "rise" if improves_upwards(target) else "fall",
        "bound": target.bound.value,
        "baseline_year": target.baseline_year,
        "baseline": _number(target.baseline),
        "target_year": target.target_year,
        "target": _number(target.target),
        "lowest": lowest,
        "highest": highest,
        "tolerance": _number(target.tolerance),
        "floor": floor,
        "ceiling": ceiling,
        "whole": unit.kind is UnitKind.COUNT,
        "compounds": compounds(unit),
    }
    row = pd.Series(values, dtype=object, name=subject_id)
    frame = make_frame(edition, "plan_row", [], list(values), subject=subject_id, illustrative=False)
    row.attrs = frame.attrs | {
        "units": {key: target.unit_id for key in ("baseline", "target", "lowest", "highest", "floor", "ceiling")},
    }
    return row


def observations(edition: Edition, subject_id: str) -> pd.DataFrame:
    """What the edition knows of one indicator or numeric task: one row for each year of the plan so far.

    Returns
    -------
    pandas.DataFrame
        Index year. time (in years: 2023.0 is the end of 2023, 2022.5 the middle of it, where the edition is cut off
        then), value (in the plan's unit; NaN where nothing was reported), flag, illustrative, source_id, note.
        A year has a row even if nothing is known of it. The baseline is not among them: it is the plan's. Of a
        relative target also reference: the value of the series it is measured by (NaN where that is not known).
    """
    target, parameters = target_of(edition, subject_id), edition.inputs.parameters
    found: dict[int, Observation] = {
        one.year: one
        for one in edition.inputs.series_of(subject_id).between(target.baseline_year + 1, parameters.year).observations
        if one.flag is not Flag.FORECAST
    }
    for year in range(target.baseline_year + 1, min(parameters.year, target.target_year) + 1):
        found.setdefault(year, Observation(year, None, Flag.MISSING))
    cut_off = years_at(parameters.cut_off)
    rows = [
        {
            "year": year,
            "time": min(float(year), cut_off) if year == parameters.year else float(year),
            "value": _number(one.value if isinstance(one, Reported) else None),
            "flag": one.flag.value,
            "illustrative": one.illustrative,
            "source_id": one.source_id,
            "note": edition.words.text(one.note),
        }
        for year, one in sorted(found.items())
    ]
    frame = make_frame(
        edition,
        "observations",
        rows,
        ("year", *OBSERVED),
        index="year",
        subject=subject_id,
        units=_yearly_units(target.unit_id),
        fields={"name": edition.words.text(target.name)},
    )
    frame.attrs["words"]["source_id"] = {
        source_id: edition.words.text(edition.inputs.sources[source_id].title)
        for source_id in frame["source_id"]
        if source_id in edition.inputs.sources
    }
    if target.target_kind is TargetKind.RELATIVE:
        reference = reference_of(target, edition.inputs)
        frame["reference"] = [reference.get(int(year), math.nan) for year in frame.index]
    return frame


def yearly_values(edition: Edition, chapter_id: str = "") -> pd.DataFrame:
    """What the edition knows of the main indicators, those under one heading or all, in the plan's order.

    Index indicator_id, year; name, unit, then the columns of `observations`.
    """
    from planbook.present.subjects import is_within

    rows: list[dict[str, object]] = [
        {"indicator_id": one.id, "year": year, "name": edition.words.text(one.short_name), "unit": one.unit_id}
        | {str(column): value for column, value in row.items()}
        for one in edition.inputs.indicators.values()
        if not chapter_id or is_within(edition.inputs, one.chapter_id, chapter_id)
        for year, row in observations(edition, one.id)[list(OBSERVED)].to_dict("index").items()
    ]
    frame = make_frame(
        edition, "yearly_values", rows, ("indicator_id", "year", "name", "unit", *OBSERVED), chapter_id=chapter_id
    ).set_index(["indicator_id", "year"])
    return frame


def _yearly_units(unit_id: str) -> dict[str, str]:
    """The units of what is known and computed year by year."""
    levels = (
        "value",
        "baseline",
        "target",
        "reference",
        "counted",
        "centre",
        "low",
        "high",
        "projection",
        "projection_low",
        "projection_high",
        "robust",
    )
    changes = ("achieved_per_year", "required_per_year")
    return (
        dict.fromkeys(levels, unit_id)
        | dict.fromkeys(changes, f"change:{unit_id}")
        | {"completion": "share", "due": "share", "probability": "share", "ratio": "ratio"}
    )


OBSERVED = ("time", "value", "flag", "illustrative", "source_id", "note")
JUDGED = (
    *OBSERVED,
    "baseline",
    "target",
    "counted",
    "due",
    "completion",
    "ratio",
    "met",
    "verdict",
    "achieved_per_year",
    "required_per_year",
    "centre",
    "low",
    "high",
    "projection",
    "projection_low",
    "projection_high",
    "robust",
    "probability",
    "outlook",
)


def judged(edition: Edition, subject_id: str) -> pd.DataFrame:
    """What the package publishes of one indicator or numeric task, year by year: what a notebook has to agree with.

    Returns
    -------
    pandas.DataFrame
        Index year. For each year of the plan so far the columns of `observations`, then baseline, target and the
        judgement of that year as the edition sees it today: counted (the value, or the mean or total so far), due,
        completion, ratio, met, verdict, achieved_per_year, required_per_year. For each year to come: centre, low, high.
        At the target year: projection, projection_low, projection_high, robust (on a Theil–Sen line), probability,
        outlook.
    """
    target, known = target_of(edition, subject_id), observations(edition, subject_id)
    latest = _judged(edition, subject_id)
    rows: dict[int, dict[str, object]] = {}
    for year, observed in known.to_dict("index").items():
        then = latest if year == known.index[-1] else _judged_then(edition, target, int(str(year)))
        has_value = then.year == year
        met = then.pace in (PaceVerdict.ACHIEVED, PaceVerdict.ACHIEVED_LATE)
        if has_value and target.target_kind in LEVEL_KINDS and not isinstance(then.standing, NotComputed):
            met = is_met(observed["value"], accepted_values(target))
        rows[int(str(year))] = {column: observed[column] for column in OBSERVED} | {
            "baseline": _number(target.baseline),
            "target": _number(target.target),
            "counted": _number(then.counted if has_value else None),
            "due": then.due if has_value else elapsed_share(target.baseline_year, target.target_year, observed["time"]),
            "completion": _number(then.completion if has_value else None),
            "ratio": _number(then.pace_ratio if has_value else None),
            "met": met,
            "verdict": then.pace.value,
            "achieved_per_year": _number(then.achieved_per_year if has_value else None),
            "required_per_year": _number(then.required_per_year if has_value else None),
        }
    for year, centre, low, high in latest.forecast.path[1:]:
        ahead = {"illustrative": latest.illustrative, "centre": centre, "low": low, "high": high}
        rows.setdefault(year, {}).update(ahead)
    rows.setdefault(target.target_year, {}).update(
        {
            "illustrative": latest.illustrative,
            "projection": _number(latest.projection),
            "projection_low": _number(latest.projection_low),
            "projection_high": _number(latest.projection_high),
            "robust": _number(latest.forecast.robust if isinstance(latest.forecast, Projection) else None),
            "probability": _number(latest.p_target),
            "outlook": latest.outlook.value,
        }
    )
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=JUDGED).sort_index().rename_axis("year")
    frame.attrs = known.attrs | {"title": edition.words("frames.title.judged"), "illustrative": latest.illustrative}
    return frame


def _judged_then(edition: Edition, target: Indicator, year: int) -> Assessment:
    """The judgement of an earlier year, by the values the edition knows of the years up to it."""
    inputs = edition.inputs
    parameters = replace(inputs.parameters, year=year, cut_off=date(year, 12, 31))
    reference = reference_of(target, inputs) if target.id in inputs.indicators else None
    return assess_indicator(target, inputs.series_of(target.id), parameters, reference)


def cross_checks(edition: Edition, indicator_id: str) -> pd.DataFrame:
    """What each published method says of one indicator.

    Index method. statistic (the ratio or share missed that the class rests on; NaN where there is none), class (the
    method's own, `not_applicable` where it does not apply), reason (in words, why not), favourable (True on track or
    better; missing where it does not apply).
    """
    words, latest = edition.words, _judged(edition, indicator_id)
    rows = [
        {
            "method": check.method,
            "statistic": _number(check.statistic),
            "class": check.code,
            "reason": words(f"reasons.{check.reason}") if check.reason else "",
            "favourable": check.favourable,
        }
        for check in latest.cross_checks
    ]
    frame = make_frame(
        edition,
        "cross_checks",
        rows,
        ("method", "statistic", "class", "reason", "favourable"),
        index="method",
        units={"statistic": "ratio"},
        illustrative=latest.illustrative,
        fields={"name": words.text(target_of(edition, indicator_id).name)},
    )
    frame.attrs["words"]["method"] = {method: words(f"cross_checks.{method}.name") for method in METHODS}
    frame.attrs["words"]["class"] = {
        check.code: words(f"cross_checks.{check.method}.classes.{check.code}") for check in latest.cross_checks
    }
    return frame


# ------------------------------------------------------------------------------------------- many side by side

SCORES = (
    "number",
    "name",
    "type",
    "chapter_id",
    "kind",
    "unit",
    "direction",
    "baseline_year",
    "baseline",
    "target_year",
    "target",
    "lowest",
    "highest",
    "bound",
    "year",
    "time",
    "value",
    "flag",
    "illustrative",
    "source_id",
    "comparable",
    "completion",
    "due",
    "ratio",
    "verdict",
    "reversing",
    "achieved_per_year",
    "required_per_year",
    "outlook",
    "probability",
    "projection",
    "projection_low",
    "projection_high",
)
_SCORE_UNITS = {"completion": "share", "due": "share", "probability": "share", "ratio": "ratio"}


def scorecard(edition: Edition, chapter_id: str = "") -> pd.DataFrame:
    """The main indicators, all or those under one heading, one row each, in the plan's order: planned, known, judged.

    Returns
    -------
    pandas.DataFrame
        Index indicator_id. lowest and highest: the values that meet the target lie between them. year and time: of
        the latest value. comparable: no break lies between the baseline and the values. Codes in type, kind,
        direction, bound, flag, verdict, outlook; figures in the row's unit (column `unit`), completion, due and
        probability as fractions; then a column for each published cross-check with its class (`not_applicable` where
        it does not apply).
    """
    from planbook.present.subjects import is_within

    inputs = edition.inputs
    rows = [
        _score(edition, indicator) | {check.method: check.code for check in edition.assessments[one].cross_checks}
        for one, indicator in inputs.indicators.items()
        if not chapter_id or is_within(inputs, indicator.chapter_id, chapter_id)
    ]
    columns = ("indicator_id", *SCORES, *METHODS)
    return make_frame(
        edition,
        "scorecard",
        rows,
        columns,
        index="indicator_id",
        units=_SCORE_UNITS,
        fields={"year": edition.words.year(edition.year)},
        chapter_id=chapter_id,
    )


def counts(edition: Edition) -> pd.DataFrame:
    """How many indicators stand in each class: a row for each verdict that occurs, a column for each type, total.

    Types that no indicator has are left out, but for binding and anticipatory.
    """
    overall = edition.aggregates[0]
    used = {indicator.type for indicator in edition.inputs.indicators.values()}
    kinds = [kind for kind in IndicatorType if kind is not IndicatorType.NOT_STATED or kind in used]
    rows = [
        {"verdict": verdict.value, "total": overall.count(verdict)}
        | {kind.value: overall.count(verdict, kind) for kind in kinds}
        for verdict in PaceVerdict
        if overall.count(verdict)
    ]
    return make_frame(
        edition,
        "scorecard",
        rows,
        ("verdict", *(kind.value for kind in kinds), "total"),
        index="verdict",
        illustrative=any(judged.illustrative for judged in edition.assessments.values()),
        fields={"year": edition.words.year(edition.year)},
    )


def tasks(edition: Edition, chapter_id: str = "") -> pd.DataFrame:
    """The numeric tasks, those under one heading or all: the columns of `scorecard` but for the cross-checks.

    Index task_id; `indicator_id` is the main indicator a task belongs to, "" for none.
    """
    rows = [
        _score(edition, target_of(edition, task.id)) | {"task_id": task.id, "indicator_id": task.indicator_id}
        for task in _tasks_under(edition, chapter_id, TaskKind.NUMERIC)
    ]
    columns = ("task_id", "indicator_id", *(column for column in SCORES if column != "number"))
    return make_frame(
        edition,
        "tasks",
        rows,
        columns,
        index="task_id",
        units=_SCORE_UNITS,
        fields={"year": edition.words.year(edition.year)},
        chapter_id=chapter_id,
    )


def _score(edition: Edition, target: Indicator) -> dict[str, object]:
    judged = _judged(edition, target.id)
    lowest, highest = (math.nan, math.nan) if target.target is None else accepted_values(target)
    return {
        "indicator_id": target.id,
        "number": target.number,
        "name": edition.words.text(target.short_name),
        "type": target.type.value,
        "chapter_id": target.chapter_id,
        "kind": target.target_kind.value,
        "unit": target.unit_id,
        "direction": "rise" if improves_upwards(target) else "fall",
        "baseline_year": target.baseline_year,
        "baseline": _number(target.baseline),
        "target_year": target.target_year,
        "target": _number(target.target),
        "lowest": lowest,
        "highest": highest,
        "bound": target.bound.value,
        "year": judged.year,
        "time": _number(judged.latest.time if judged.latest else None),
        "value": _number(judged.value),
        "flag": judged.flag.value,
        "illustrative": judged.illustrative,
        "source_id": judged.source_id,
        "comparable": _is_comparable(edition, target),
        "completion": _number(judged.completion),
        "due": _number(judged.due),
        "ratio": _number(judged.pace_ratio),
        "verdict": judged.pace.value,
        "reversing": judged.reversing,
        "achieved_per_year": _number(judged.achieved_per_year),
        "required_per_year": _number(judged.required_per_year),
        "outlook": judged.outlook.value,
        "probability": _number(judged.p_target),
        "projection": _number(judged.projection),
        "projection_low": _number(judged.projection_low),
        "projection_high": _number(judged.projection_high),
    }


def _is_comparable(edition: Edition, target: Indicator) -> bool:
    """Whether every value of the plan's years is of the baseline's definition: no break, and none flagged d."""
    known = edition.inputs.series_of(target.id).between(target.baseline_year + 1, edition.year)
    return known.break_year is None and all(one.flag is not Flag.DEFINITION_DIFFERS for one in known.reported)


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _tasks_under(edition: Edition, chapter_id: str, kind: TaskKind) -> list[Task]:
    from planbook.present.subjects import is_within

    inputs = edition.inputs
    return [
        task
        for task in inputs.tasks.values()
        if task.kind is kind and (not chapter_id or is_within(inputs, task.chapter_id, chapter_id))
    ]


def statuses(edition: Edition, chapter_id: str = "") -> pd.DataFrame:
    """Every status that was entered of the qualitative measures, those under one heading or all, in the plan's order.

    Index task_id, year. name (the measure's text), status (code), illustrative, source_id.
    """
    rows = [
        {
            "task_id": task.id,
            "year": report.year,
            "name": edition.words.text(task.text),
            "status": report.status.value,
            "illustrative": report.illustrative,
            "source_id": report.source_id,
        }
        for task in _tasks_under(edition, chapter_id, TaskKind.QUALITATIVE)
        for report in edition.inputs.statuses_of(task.id)
    ]
    columns = ("task_id", "year", "name", "status", "illustrative", "source_id")
    frame = make_frame(edition, "statuses", rows, columns, chapter_id=chapter_id).set_index(["task_id", "year"])
    return frame


def measures(edition: Edition, chapter_id: str = "") -> pd.DataFrame:
    """The qualitative measures, those under one heading or all, each with its latest status in the edition.

    Index task_id. chapter_id, name (the measure's text), status (code), year of the status (missing where none was
    reported), illustrative, source_id, note.
    """
    from planbook.present.measures import measure_of

    found = [measure_of(edition, task) for task in _tasks_under(edition, chapter_id, TaskKind.QUALITATIVE)]
    rows = [
        {
            "task_id": one.task.id,
            "chapter_id": one.task.chapter_id,
            "name": one.text,
            "status": one.status.value,
            "year": one.year,
            "illustrative": one.illustrative,
            "source_id": one.source_id,
            "note": one.note,
        }
        for one in found
    ]
    return make_frame(
        edition,
        "measures",
        rows,
        ("task_id", "chapter_id", "name", "status", "year", "illustrative", "source_id", "note"),
        index="task_id",
        fields={"year": edition.words.year(edition.year)},
        chapter_id=chapter_id,
    )


# ------------------------------------------------------------------------------------------------- both plans


def achievements(edition: Edition, chapter_id: str = "") -> pd.DataFrame:
    """The figures of the finished plan, those under one heading or all, in the plan's order.

    Index achievement_id. chapter_id, name, kind (level, change, cumulative, share), unit, start_year, start, end_year,
    end (start: NaN where the plan gives none), indicator_id and task_id that go on with it ("" for none), source_id.
    All are published figures.
    """
    from planbook.present.subjects import is_within

    inputs = edition.inputs
    rows = [
        {
            "achievement_id": one.id,
            "chapter_id": one.chapter_id,
            "name": edition.words.text(one.label),
            "achievement_kind": one.kind.value,
            "unit": one.unit_id,
            "start_year": one.start_year,
            "start": _number(one.start_value),
            "end_year": one.year,
            "end": _number(one.value),
            "indicator_id": one.indicator_id,
            "task_id": one.task_id,
            "source_id": one.source_id,
        }
        for one in inputs.achievements.values()
        if not chapter_id or is_within(inputs, one.chapter_id, chapter_id)
    ]
    columns = (
        "achievement_id",
        "chapter_id",
        "name",
        "achievement_kind",
        "unit",
        "start_year",
        "start",
        "end_year",
        "end",
        "indicator_id",
        "task_id",
        "source_id",
    )
    return make_frame(
        edition,
        "achievements",
        rows,
        columns,
        index="achievement_id",
        illustrative=False,
        fields={"period": edition.words.text(inputs.plan.predecessor.name)},
        chapter_id=chapter_id,
    )


CONTINUED = (
    "achievement_id",
    "subject",
    "name",
    "same_measure",
    "unit",
    "first_unit",
    "first_start_year",
    "first_start",
    "first_end_year",
    "first_end",
    "second_start_year",
    "second_start",
    "second_end_year",
    "second_end",
    "comparable",
    "target_year",
    "target",
    "flag",
    "illustrative",
)


def continued(edition: Edition) -> pd.DataFrame:
    """Figures of the finished plan beside what goes on with them: first and last value in each period.

    Index achievement_id. `unit` is that of the running plan, `first_unit` that of the finished one; where
    `same_measure` is False the finished plan counted something else and the two may not be put in one scale. Where
    `comparable` is False a break lies between the values of the second period. NaN: not known.
    """
    rows = [
        {
            "achievement_id": one.achievement_id,
            "subject": one.subject_id,
            "name": edition.words.text(one.label),
            "same_measure": one.same_measure,
            "unit": one.second_unit_id,
            "first_unit": one.first_unit_id,
            "first_start_year": one.first.start_year,
            "first_start": _number(one.first.start),
            "first_end_year": one.first.end_year,
            "first_end": _number(one.first.end),
            "second_start_year": one.second.start_year,
            "second_start": _number(one.second.start),
            "second_end_year": one.second.end_year,
            "second_end": _number(one.second.end),
            "comparable": one.second.reason != "break" if isinstance(one.second, NoChange) else True,
            "target_year": one.target_year,
            "target": one.target,
            "flag": one.flag.value,
            "illustrative": one.illustrative,
        }
        for one in edition.comparison.continued
    ]
    return make_frame(
        edition,
        "continued",
        rows,
        CONTINUED,
        index="achievement_id",
        units=dict.fromkeys(("first_start", "first_end", "first_per_year"), "column:first_unit"),
        fields=_periods(edition),
    )


def series_changes(edition: Edition) -> pd.DataFrame:
    """Published series that run through both plans: first and last comparable value in each period.

    Index (area, series_id). name, unit, measure (stock, flow, share), then year and value at start and end of what is
    known of each period since its last break. Published or derived from published figures, never illustrative.
    """
    rows = []
    for one in edition.comparison.series:
        first, second = one.first, one.second
        rows.append(
            {
                "area": one.series.area.id,
                "series_id": one.series.id,
                "name": edition.words.text(one.series.name),
                "unit": one.series.unit.id,
                "measure": one.series.measure,
                "first_start_year": first.start_year,
                "first_start": _number(first.start),
                "first_end_year": first.end_year,
                "first_end": _number(first.end),
                "second_start_year": second.start_year,
                "second_start": _number(second.start),
                "second_end_year": second.end_year,
                "second_end": _number(second.end),
            }
        )
    columns = (
        "area",
        "series_id",
        "name",
        "unit",
        "measure",
        "first_start_year",
        "first_start",
        "first_end_year",
        "first_end",
        "second_start_year",
        "second_start",
        "second_end_year",
        "second_end",
    )
    frame = make_frame(edition, "series_changes", rows, columns, illustrative=False, fields=_periods(edition))
    return frame.set_index(["area", "series_id"])


def continued_rates(edition: Edition) -> pd.DataFrame:
    """What the package publishes of `continued`: change per year in each period, and as planned, in the unit."""
    rows = {
        one.achievement_id: {
            "first_per_year": _number(one.first.per_year),
            "second_per_year": _number(one.second.per_year),
            "planned_per_year": _number(one.planned_per_year),
        }
        for one in edition.comparison.continued
    }
    return pd.DataFrame.from_dict(
        rows, orient="index", columns=["first_per_year", "second_per_year", "planned_per_year"]
    ).rename_axis("achievement_id")


def series_rates(edition: Edition) -> pd.DataFrame:
    """What the package publishes of `series_changes`: change and growth per year, and the test of the slopes.

    Index (area, series_id). first_per_year, second_per_year, difference in the unit; first_growth, second_growth as
    fractions; first_slope, second_slope, slope_difference with its interval slope_low, slope_high, and p_value, NaN
    where there are too few years.
    """
    rows = [
        {
            "area": one.series.area.id,
            "series_id": one.series.id,
            "first_per_year": _number(one.first.per_year),
            "second_per_year": _number(one.second.per_year),
            "difference": _number(one.difference_per_year),
            "first_growth": _number(one.first.growth),
            "second_growth": _number(one.second.growth),
            "first_slope": _number(one.slopes.first),
            "second_slope": _number(one.slopes.second),
            "slope_difference": _number(one.slopes.difference),
            "slope_low": _number(one.slopes.low),
            "slope_high": _number(one.slopes.high),
            "p_value": _number(one.slopes.p_value),
        }
        for one in edition.comparison.series
    ]
    columns = (
        "area",
        "series_id",
        "first_per_year",
        "second_per_year",
        "difference",
        "first_growth",
        "second_growth",
        "first_slope",
        "second_slope",
        "slope_difference",
        "slope_low",
        "slope_high",
        "p_value",
    )
    return pd.DataFrame(rows, columns=list(columns)).set_index(["area", "series_id"])


def _periods(edition: Edition) -> dict[str, str]:
    plan, words = edition.inputs.plan, edition.words
    return {"first": words.text(plan.predecessor.name), "second": words.text(plan.period.name)}


# -------------------------------------------------------------------------------------------- published series


def context(edition: Edition, series_ids: Iterable[str] = (), areas: Iterable[str] = ()) -> pd.DataFrame:
    """Published background series as the edition knows them, one row a year; all of them where none is named.

    Columns area, series_id, name, year, value, unit, flag, derived (computed here from other published figures),
    source_id; in the order of the series table, smallest area first, oldest year first. To compute with them,
    `frame.pivot(index="year", columns="series_id", values="value")`.

    Raises
    ------
    InputError
        When a series or an area is named that the data do not have.
    """
    wanted, within = list(series_ids), list(areas)
    known = edition.inputs.series["series_id"]
    _refuse_unknown("series", wanted, list(known))
    _refuse_unknown("area", within, list(edition.inputs.areas))
    rows = [
        {
            "area": one.area.id,
            "series_id": one.id,
            "name": edition.words.text(one.name),
            "year": point.year,
            "value": point.value,
            "unit": one.unit.id,
            "flag": point.flag.value,
            "derived": point.derived,
            "source_id": point.source_id,
        }
        for one in list_background(edition.inputs)
        if (not wanted or one.id in wanted) and (not within or one.area.id in within)
        for point in one.reported
    ]
    columns = ("area", "series_id", "name", "year", "value", "unit", "flag", "derived", "source_id")
    frame = make_frame(edition, "context", rows, columns, illustrative=False)
    units = set(frame["unit"])
    if len(units) == 1:
        frame.attrs["units"] = {"value": units.pop()}
    return frame


def _refuse_unknown(what: str, given: list[str], known: list[str]) -> None:
    problems = [
        Problem(
            file="context/series.csv",
            what=f"there is no such {what}",
            found=repr(one),
            expected=f"one of {', '.join(known)}",
            fix=f"correct the {what}",
        )
        for one in given
        if one not in known
    ]
    if problems:
        raise InputError(problems)
