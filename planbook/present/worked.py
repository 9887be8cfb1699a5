"""Subjects as a notebook's frames tell them: what is shown in a cell is what the builders below it say and draw.

A frame gives what a notebook computes in view: values, what is due and done, verdicts, the projection. What it does
not compute (names, units, sources' titles, the other methods' classes) is the edition's.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from planbook.assess.crosschecks import FAVOURABLE, assess_cross_checks
from planbook.assess.indicator import disagreeing_methods
from planbook.assess.outlook import projection_points
from planbook.assess.sensitivity import assess_sensitivity
from planbook.assess.yardstick import Yardstick, lay_yardstick
from planbook.compare import ContinuedFigure, NoChange, PeriodChange, SeriesComparison
from planbook.compare.change import growth_per_year
from planbook.compare.series import changes_in_words
from planbook.errors import InputError, Problem
from planbook.model import (
    Achievement,
    Assessment,
    Compared,
    CrossCheck,
    Flag,
    Judged,
    NoProjection,
    Outcome,
    OutlookVerdict,
    Paced,
    PaceVerdict,
    Progress,
    Projection,
    Rates,
    Reported,
    Sensitivity,
    Series,
    Standing,
    TargetKind,
    Unjudged,
)
from planbook.rules.meaning import FLOW_KINDS, LEVEL_KINDS

if TYPE_CHECKING:
    from planbook.present.edition import Edition
    from planbook.present.subjects import Subject

__all__ = [
    "achievements_of",
    "continued_of",
    "latest_row",
    "series_of",
    "subject_of",
    "subjects_of",
    "with_path",
]

Row = Mapping[Hashable, Any]

OUTLOOK = ("projection", "projection_low", "projection_high", "robust", "probability", "outlook")


def subjects_of(edition: Edition, scorecard: pd.DataFrame) -> list[Subject]:
    """A subject for each row of a scorecard, of a frame of numeric tasks or of a part of one, in its order."""
    from planbook.present.subjects import indicator_subject, task_subject

    of_task = scorecard.index.name == "task_id"
    find, key = (task_subject, "task_id") if of_task else (indicator_subject, "indicator_id")
    return [_retold(find(edition, str(row[key])), row) for row in scorecard.reset_index().to_dict("records")]


def subject_of(edition: Edition, pace: pd.DataFrame, outlook: pd.DataFrame | None = None) -> Subject:
    """The subject that a frame of judgement 1 is of.

    Parameters
    ----------
    pace
        Index year; value, flag, illustrative, source_id, baseline, target, counted, due, completion, ratio, verdict,
        met, achieved_per_year, required_per_year. The last row is the edition's year.
    outlook
        One row, of the target year: projection, projection_low, projection_high, robust, probability, outlook.
    """
    from planbook.present.subjects import indicator_subject, task_subject

    subject_id = str(pace.attrs.get("subject", ""))
    if not subject_id:
        raise InputError([_without_subject("the frame of judgement 1")])
    is_indicator = subject_id in edition.inputs.indicators
    subject = indicator_subject(edition, subject_id) if is_indicator else task_subject(edition, subject_id)
    row = {name: value for name, value in latest_row(pace).items() if name not in OUTLOOK}
    row["points"] = _points(subject, pace)
    if "counted" in pace:
        row["course"] = _course(subject.assessment, pace)
    row |= _checked(edition, subject, pace)
    if outlook is not None:
        said = dict(outlook.iloc[-1])
        row |= {name: said[name] for name in OUTLOOK if name in said}
    return _retold(subject, row)


def latest_row(pace: pd.DataFrame) -> dict[Hashable, Any]:
    """What a frame of judgement 1 says in the end, as a row of a scorecard.

    The figures are those of the latest value, the verdict is that of the last row: not reported, where it has none.
    """
    judged = pace[pace["verdict"].notna()]
    known = judged[judged["value"].notna()]
    last: dict[Hashable, Any] = dict(judged.iloc[-1])
    if not len(known):
        return last | {"year": None, "reversing": False, "met_since": None, "met_and_lost": False}
    latest: dict[Hashable, Any] = dict(known.iloc[-1])
    met = known["met"].astype(bool)
    since = None
    for year, holds in reversed(list(met.items())):
        if not holds:
            break
        since = year
    done = latest["ratio"] if pd.isna(latest["completion"]) else latest["completion"]
    return latest | {
        "year": int(known.index[-1]),
        "verdict": last["verdict"],
        "reversing": last["verdict"] == PaceVerdict.LAGGING and not pd.isna(done) and done < 0,
        "met_since": since,
        "met_and_lost": since is None and bool(met.any()),
    }


def with_path(judged: Assessment, pace: pd.DataFrame, projection: pd.DataFrame) -> Assessment:
    """The assessment with the years to come as a frame projects them; without any where it has no rows."""
    ahead = projection.dropna(subset=["centre"])
    known = pace[pace["value"].notna()]
    if isinstance(judged.forecast, Outcome) or not len(known):
        return judged
    if not len(ahead):
        return replace(judged, forecast=NoProjection(judged.outlook, judged.forecast.reason))
    value = float(known["value"].iloc[-1])
    if judged.target_kind in FLOW_KINDS and judged.counted is not None:
        value = judged.counted  # the path goes on from the total or the mean so far
    path = (
        (int(known.index[-1]), value, value, value),
        *(
            (int(year), float(centre), float(low), float(high))
            for year, centre, low, high in ahead[["centre", "low", "high"]].itertuples()
        ),
    )
    _, centre, low, high = path[-1]
    if isinstance(judged.forecast, Projection):
        return replace(judged, forecast=replace(judged.forecast, path=path))
    return replace(judged, forecast=Projection(judged.outlook, math.nan, centre, low, high, centre, path))


def _points(subject: Subject, pace: pd.DataFrame) -> tuple[tuple[int, float], ...]:
    """The values since the last break; the plan's baseline leads them where it is a level like them."""
    known = pace[pace["verdict"].notna() & pace["value"].notna() & (pace["flag"] != Flag.DEFINITION_DIFFERS)]
    breaks = known["flag"] == Flag.BREAK
    values = tuple(
        (int(str(year)), float(value)) for year, value in known["value"][breaks.cumsum() == breaks.sum()].items()
    )
    has_level = subject.indicator.target_kind in LEVEL_KINDS or subject.indicator.target_kind is TargetKind.KEEP
    baseline = known["baseline"].iloc[-1] if len(known) else None
    if not has_level or breaks.any() or pd.isna(baseline):
        return values
    return ((subject.baseline_year, float(baseline)), *values)


def _checked(edition: Edition, subject: Subject, pace: pd.DataFrame) -> dict[Hashable, Any]:
    """What other methods, and other cut-offs, make of the figures of a frame: its values, baseline and target."""
    told = pace[pace["verdict"].notna() & pace["value"].notna()]
    if not len(told):
        return {}
    baseline, target = (_figure(dict(told.iloc[-1]), name) for name in ("baseline", "target"))
    indicator = replace(subject.indicator, baseline=baseline, target=target)
    values = tuple(_observed(subject.assessment, row) for row in told.reset_index().to_dict("records"))
    known = Series(indicator.id, subject.unit, values)
    beside = told["reference"].dropna().items() if "reference" in told else ()
    reference = {int(str(year)): float(value) for year, value in beside}
    points, yardstick = projection_points(indicator, known), lay_yardstick(indicator, subject.unit, known, reference)
    shown = tuple((point.year, point.value) for point in points)
    checked: dict[Hashable, Any] = {
        "cross_checks": assess_cross_checks(indicator, shown, values[-1].year, subject.unit)
    }
    if isinstance(yardstick, Yardstick) and subject.assessment.sensitivity is not None:
        thresholds = edition.inputs.parameters.thresholds
        checked["sensitivity"] = assess_sensitivity(yardstick, points, thresholds)
    return checked


def _course(judged: Assessment, pace: pd.DataFrame) -> tuple[Standing, ...]:
    """The standing at each value that a frame has measured."""
    told = pace[pace["value"].notna() & pace["counted"].notna()].reset_index().to_dict("records")
    return tuple(_standing(judged, _observed(judged, row), row) for row in told)


def _retold(subject: Subject, row: Row) -> Subject:
    """The subject with what a row says in the place of what the edition says."""
    baseline = _figure(row, "baseline") if "baseline" in row else subject.baseline
    target = _figure(row, "target") if "target" in row else subject.target
    judged = _retold_value(subject.assessment, row)
    judged = _retold_pace(judged, row)
    if "outlook" in row:
        judged = replace(judged, forecast=_forecast(judged, row))
    way = judged.way
    if way is not None and baseline is not None and target is not None:
        # The way of a total starts at 0; that of a range ends at the nearer of its ends, which no row holds.
        start = baseline if judged.target_kind in LEVEL_KINDS else 0.0
        judged = replace(judged, way=replace(way, start=start, end=target if way.end == subject.target else way.end))
    indicator = replace(subject.indicator, baseline=baseline, target=target)
    return replace(subject, indicator=indicator, assessment=judged)


def _figure(row: Row, name: str) -> float | None:
    value = row.get(name)
    return None if value is None or pd.isna(value) else float(value)


def _observed(judged: Assessment, row: Row) -> Reported:
    """The value that a row holds."""
    year, value = int(row["year"]), float(row["value"])
    base = next((one.observation for one in judged.course if one.observation.year == year), judged.latest)
    base = base or Reported(year, value)
    return replace(
        base,
        year=year,
        value=value,
        flag=Flag(row["flag"]),
        illustrative=bool(row["illustrative"]),
        source_id=str(row["source_id"]),
        at=_figure(row, "time") if "time" in row else base.at,
    )


def _standing(judged: Assessment, latest: Reported, row: Row) -> Standing:
    """Where a row says that a value stands."""
    due, counted = _figure(row, "due"), _figure(row, "counted")
    completion, ratio = _figure(row, "completion"), _figure(row, "ratio")
    due = judged.due if due is None else due
    if counted is None:  # a row of many does not say
        level = judged.target_kind in LEVEL_KINDS
        counted = judged.standing.counted if isinstance(judged.standing, Standing) and not level else latest.value
    if completion is not None and ratio is not None:
        return Progress(latest, due, counted, ratio, completion)
    if ratio is not None:
        return Paced(latest, due, counted, ratio)
    known = {one.observation.year: one for one in judged.course}.get(latest.year, judged.standing)
    if isinstance(known, Compared):
        return replace(known, observation=latest, due=due, counted=counted)
    return Standing(latest, due, counted)


def _retold_value(judged: Assessment, row: Row) -> Assessment:
    """The assessment of the latest value that a row holds."""
    if _figure(row, "value") is None or _figure(row, "year") is None:
        return replace(judged, latest=None)
    more = {name: row[name] for name in ("points", "course", "met_since", "met_and_lost") if name in row}
    return replace(judged, latest=_observed(judged, row), **more)


def _retold_pace(judged: Assessment, row: Row) -> Assessment:
    """The assessment with a row's judgement 1: what is due and done, its class, the rates."""
    due, standing, latest = _figure(row, "due"), judged.standing, judged.latest
    if latest is not None and (isinstance(standing, Standing) or _figure(row, "ratio") is not None):
        standing = _standing(judged, latest, row)
    verdict, reversing = PaceVerdict(row["verdict"]), bool(row["reversing"])
    value = latest.value if latest is not None else math.nan
    told: Sensitivity | None = row.get("sensitivity", judged.sensitivity)
    sensitivity = told or Sensitivity(value, None, None, None, None, (), (), False)
    if verdict in (PaceVerdict.NOT_REPORTED, PaceVerdict.NOT_JUDGED):
        silent = verdict is PaceVerdict.NOT_REPORTED
        reason = "not_reported_this_year" if silent else "break_in_series"
        if isinstance(judged.judgement, Unjudged) and judged.judgement.verdict is verdict:
            reason = judged.judgement.reason
        judgement: Judged | Unjudged = Unjudged(reason, told)
    else:
        judgement = Judged(verdict, reversing, sensitivity)
    achieved, required = _figure(row, "achieved_per_year"), _figure(row, "required_per_year")
    multiple = required / achieved if achieved and required is not None and achieved * required >= 0 else None
    course = judged.course
    if "course" not in row and isinstance(standing, Standing) and course:
        same = course[-1].observation.year == standing.observation.year
        course = (*course[:-1], standing) if same else course
    checks: tuple[CrossCheck, ...] = row.get("cross_checks") or tuple(
        replace(check, code=str(row[check.method]), favourable=FAVOURABLE.get(str(row[check.method])))
        if check.method in row
        else check
        for check in judged.cross_checks
    )
    return replace(
        judged,
        due=judged.due if due is None else due,
        standing=standing,
        course=course,
        judgement=judgement,
        cross_checks=checks,
        disagreeing=disagreeing_methods(checks, verdict),
        rates=Rates(achieved, required, multiple),
    )


def _forecast(judged: Assessment, row: Row) -> Projection | Outcome | NoProjection:
    """A row's judgement 2."""
    verdict, probability = OutlookVerdict(row["outlook"]), _figure(row, "probability")
    centre, low, high = (_figure(row, name) for name in ("projection", "projection_low", "projection_high"))
    if isinstance(judged.forecast, Outcome) and isinstance(judged.standing, Standing):
        return replace(judged.forecast, met=verdict is OutlookVerdict.MET, standing=judged.standing)
    if probability is None or centre is None or low is None or high is None:
        return NoProjection(verdict, judged.forecast.reason)
    robust, reason = _figure(row, "robust"), judged.forecast.reason
    if robust is None:
        robust = judged.forecast.robust if isinstance(judged.forecast, Projection) else centre
    return Projection(verdict, probability, centre, low, high, robust, judged.forecast.path, reason)


def achievements_of(edition: Edition, achievements: pd.DataFrame) -> list[Achievement]:
    """The finished plan's figures as a frame tells them (`Edition.achievements`)."""
    known = edition.inputs.achievements
    return [
        replace(
            known[str(achievement_id)],
            value=float(row["end"]),
            start_value=_figure(row, "start"),
            start_year=None if pd.isna(row["start_year"]) else int(row["start_year"]),
        )
        for achievement_id, row in achievements.to_dict("index").items()
    ]


def continued_of(edition: Edition, rates: pd.DataFrame) -> list[ContinuedFigure]:
    """Figures that continue, as a frame tells them (`Edition.continued`)."""
    known = {one.achievement_id: one for one in edition.comparison.continued}
    told = []
    for achievement_id, row in rates.to_dict("index").items():
        one = known[str(achievement_id)]
        told.append(
            replace(
                one,
                first=_change(one.first, row, "first"),
                second=_change(one.second, row, "second"),
                target=float(row["target"]),
                planned_per_year=_figure(row, "planned_per_year")
                if "planned_per_year" in row
                else one.planned_per_year,
                illustrative=bool(row["illustrative"]),
            )
        )
    return told


def series_of(edition: Edition, series: pd.DataFrame) -> list[SeriesComparison]:
    """Published series in both periods, as a frame tells them (`Edition.series_changes`)."""
    known = {(one.series.area.id, one.series.id): one for one in edition.comparison.series}
    told = []
    for key, row in zip(series.index, series.to_dict("records"), strict=True):
        one = known[key]
        first, second = _change(one.first, row, "first"), _change(one.second, row, "second")
        message = one.message if one.series.measure == "flow" else changes_in_words(one.series, first, second)
        told.append(replace(one, first=first, second=second, message=message))
    return told


def _change(known: PeriodChange | NoChange, row: Row, period: str) -> PeriodChange | NoChange:
    """The change of a period with the two ends a row gives it; what is not known stays so."""
    start, end = _figure(row, f"{period}_start"), _figure(row, f"{period}_end")
    if isinstance(known, NoChange) or start is None or end is None:
        return known
    years = int(row[f"{period}_start_year"]), int(row[f"{period}_end_year"])
    growth = growth_per_year(start, end, years[1] - years[0])
    return replace(known, start_year=years[0], start=start, end_year=years[1], end=end, growth=growth)


def _without_subject(what: str) -> Problem:
    return Problem(
        file="notebook",
        what=f"{what} does not say of which indicator it is",
        found="no attribute subject",
        expected="frame.attrs['subject']",
        fix="make it from edition.observations(…), or hand its attributes on: frame.attrs = observations.attrs",
    )
