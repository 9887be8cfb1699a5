"""The trend of one indicator: baseline, due path, values, projection and target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planbook.assess.periods import years_at
from planbook.looks import VERDICTS
from planbook.model import PaceVerdict, Reported, TargetKind
from planbook.present.charts.common import (
    break_name,
    empty_piece,
    illustrative_key,
    marked,
    nice_axis,
    sentences,
    source_line,
    target_text,
    title_part,
    unit_name,
    value_text,
    verdict_text,
    year_axis,
)
from planbook.present.charts.course import SERIES, Course, break_marks, course_from, value_marks
from planbook.present.charts.model import (
    Axis,
    Band,
    Chart,
    ChartTable,
    Dots,
    Key,
    Label,
    Line,
    Mark,
    Place,
    Plane,
    Segment,
    Tick,
)
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.worked import subject_of, with_path

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_trend", "trend_chart", "trend_marks"]

WORTH_SHOWING = 0.02  # of the way: what is nearer to the due path than this hides it


def chart_trend(edition: Edition, observations: pd.DataFrame, pace: pd.DataFrame, projection: pd.DataFrame) -> Piece:
    """The trend of one indicator; a sentence where nothing was reported yet.

    Parameters
    ----------
    observations : index year; value, flag, illustrative, source_id (`Edition.observations`).
    pace : the frame of judgement 1 (`worked.subject_of`).
    projection : index year, the years to come; centre, low, high in the unit. Without rows nothing is projected.
    """
    words, subject = edition.words, subject_of(edition, pace)
    if not subject.has_value:
        sentence = words("charts.trend.empty", name=subject.short_name, year=words.year(edition.year))
        return empty_piece(f"trend-{subject.id}", sentence)
    return chart_piece(trend_chart(edition, observations, pace, projection), words)


def trend_chart(edition: Edition, observations: pd.DataFrame, pace: pd.DataFrame, projection: pd.DataFrame) -> Chart:
    """The model of `chart_trend`."""
    words, subject = edition.words, subject_of(edition, pace)
    judged = with_path(subject.assessment, pace, projection)
    indicator, course = subject.indicator, course_from(edition, subject.indicator, observations, judged)
    interval = words.share(edition.inputs.parameters.thresholds.interval, 0)
    keys = [illustrative_key(words)] if any(item.illustrative for item in course.known) else []
    if len(course.judged.forecast.path) > 1:
        keys.append(Key(words("charts.trend.key_band", share=interval), role=SERIES, dashed=True))
    axis = nice_axis(words, _figures(course), course.unit)
    panel = Plane(
        year_axis(indicator.baseline_year, indicator.target_year),
        axis,
        (*trend_marks(course, interval), *_ends_beyond(course, axis)),
        heights=(300, 270),
    )
    return Chart(
        id=f"trend-{subject.id}",
        language=words.language,
        title=_title(edition, course),
        subtitle=words("charts.trend.subtitle", name=words.text(indicator.name), unit=unit_name(words, course.unit)),
        panels=(panel,),
        alt=_alt(course, interval),
        source_line=source_line(
            edition, [*_documents(course), *(one.source_id for one in course.known if one.source_id)]
        ),
        table=_table(course),
        keys=tuple(keys),
    )


def _documents(course: Course) -> list[str]:
    """Where the targets that are drawn stand, of a plan that was changed for the indicator."""
    return [change.source_id for change in course.indicator.earlier_targets]


def trend_marks(course: Course, interval: str) -> list[Mark]:
    """Everything that stands on the trend, grounds first."""
    return [
        *_projection_band(course, interval),
        *_earlier_target_marks(course),
        *_target_marks(course),
        *_due_path(course),
        *_projection_line(course),
        *value_marks(course),
        *break_marks(course, break_name(course.words)),
        *_value_labels(course),
        *_due_now(course),
        *_missing_years(course),
    ]


def _projection_band(course: Course, interval: str) -> list[Mark]:
    path = course.judged.forecast.path
    if len(path) < 2:
        return []
    points = tuple((year, low, high) for year, _, low, high in path)
    return [Band(points, name=course.words("charts.trend.band", share=interval))]


def _ends_beyond(course: Course, axis: Axis) -> list[Mark]:
    """The ends of the interval that the scale does not reach, told at the edge where the band is cut."""
    words, path = course.words, course.judged.forecast.path
    if len(path) < 2:
        return []
    year, _, low, high = path[-1]
    ends = (("↑", high, axis.high) if high > axis.high else None, ("↓", low, axis.low) if low < axis.low else None)
    return [
        Label(
            year,
            edge,
            f"{sign} {marked(words, words.value(end, course.unit), course.judged.illustrative)}",
            "muted",
            Place.END,
            small=True,
            leader=False,
        )
        for sign, end, edge in (one for one in ends if one is not None)
    ]


def _projection_line(course: Course) -> list[Mark]:
    words, path = course.words, course.judged.forecast.path
    if len(path) < 2:
        return []
    hovers = tuple(
        words(
            "charts.trend.hover_projection",
            year=words.year(year),
            value=marked(words, words.value(centre, course.unit), course.judged.illustrative),
            range=words.range(low, high, course.unit),
        )
        for year, centre, low, high in path[1:]
    )
    year, centre, *_ = path[-1]
    shown = marked(words, words.value(centre, course.unit), course.judged.illustrative)
    return [
        Line(tuple((year, centre) for year, centre, _, _ in path), SERIES, dashed=True, hover=("", *hovers)),
        Label(year, centre, words("charts.trend.projection", value=shown), SERIES, Place.END),
    ]


def _target_marks(course: Course) -> list[Mark]:
    """The target as a line."""
    indicator = course.indicator
    if indicator.target is None:
        return []
    start, end = indicator.baseline_year, indicator.target_year
    text = course.words("charts.trend.target", year=end, value=target_text(course.words, indicator, course.unit))
    return [
        Segment((start, indicator.target), (end, indicator.target), "accent", 1.1),
        Label(end, indicator.target, text, "accent", Place.END, leader=False),
    ]


def _earlier_target_marks(course: Course) -> list[Mark]:
    """Targets that held before the plan was changed, each as a broken line up to the day it was."""
    words, start = course.words, float(course.indicator.baseline_year)
    marks: list[Mark] = []
    for change in course.indicator.earlier_targets:
        if change.before is None:
            continue
        end = min(years_at(change.effective), float(course.indicator.target_year))
        text = words("charts.trend.earlier_target", value=words.value(change.before, course.unit))
        points = ((start, change.before), (end, change.before))
        marks.append(Line(points, "muted", dashed=True, width=1.2, name=text))
        marks.append(Label(end, change.before, text, "muted", small=True, prefer="below"))
        start = end
    return marks


def _due_path(course: Course) -> list[Mark]:
    way, text = course.judged.way, course.words("charts.trend.due_path")
    if way is None:
        return []
    path = course.due_line
    last = int(path[-1][0])
    middles = tuple((year + 0.5, way.at(year + 0.5)) for year in range(last - 1, way.start_year - 1, -1))
    if not middles:
        return []
    return [
        Line(path, "muted", dashed=True, width=1.2, name=text),
        Label(*middles[0], text, "muted", small=True, anchors=middles, prefer="below"),
    ]


def _value_labels(course: Course) -> list[Mark]:
    """Each value at its dot, away from the due path; the latest with its verdict, and placed first."""
    judged = course.judged
    marks: list[Mark] = []
    for item in course.known:
        due = course.due_at(item.year)
        prefer = "above" if due is None or item.value >= due else "below"
        if item.year == judged.year and judged.judged:
            text = f"{course.shown(item)}\n{verdict_text(course.words, judged.pace, judged.reversing)}"
            marks.insert(0, Label(item.year, item.value, text, VERDICTS[judged.pace].role, prefer=prefer))
        else:
            text = course.shown(item, with_unit=False)
            marks.append(Label(item.year, item.value, text, "ink", small=True, prefer=prefer))
    return marks


def _due_now(course: Course) -> list[Mark]:
    """What was due at the latest value's date, where that is apart from the value and before the target itself."""
    judged, words, progress = course.judged, course.words, course.judged.progress
    settled = judged.pace in (PaceVerdict.ACHIEVED, PaceVerdict.ACHIEVED_LATE) or not judged.judged
    if judged.way is None or progress is None or settled or progress.due >= 1:
        return []
    if abs(progress.completion - progress.due) <= WORTH_SHOWING:
        return []
    latest = course.known[-1]
    due = judged.way.at(latest.time)
    text = words("charts.trend.due", value=words.value(due, course.unit))
    prefer = "below" if latest.value >= due else "above"
    return [
        Tick(latest.year, due, "muted", 12.0, 1.6, hover=text),
        Label(latest.year, due, text, "muted", small=True, required=False, gap=11.0, prefer=prefer),
    ]


def _missing_years(course: Course) -> list[Mark]:
    """An empty circle where a value should be."""
    marks: list[Mark] = []
    for item in course.values:
        if item.value is None and course.known:
            due = course.due_at(item.year)
            y = course.known[-1].value if due is None else due
            # a year of a total whose amount is known, but of another definition
            apart = any(part.year == item.year and isinstance(part, Reported) for part in course.parts)
            text = course.words("verdict.not_judged" if apart else "verdict.not_reported")
            marks.append(Dots(((item.year, y),), "not-reported", hollow=True, size=7.0, hover=(text,)))
            marks.append(Label(item.year, y, text, "not-reported", small=True, prefer="below"))
    return marks


def _figures(course: Course) -> list[float]:
    """What the scale has to hold, without the ends of an interval so wide that it would flatten everything else."""
    core = [item.value for item in course.known]
    if course.indicator.target is not None:
        core.append(course.indicator.target)
    core += [one.before for one in course.indicator.earlier_targets if one.before is not None]
    low, high = min(core), max(core)
    reach = (high - low) * 1.2 or abs(high) * 0.1 or 1.0
    ends = [end for _, *ends in course.judged.forecast.path for end in ends]
    return core + [min(max(end, low - reach), high + reach) for end in ends]


def _title(edition: Edition, course: Course) -> str:
    """The finding: the verdict with the numbers it rests on."""
    words, judged, indicator = course.words, course.judged, course.indicator
    latest = judged.latest or course.known[-1]
    if not judged.judged:
        finding = judged.pace.value
    elif indicator.target_kind is TargetKind.CUMULATIVE:
        finding = "total"
    elif indicator.target_kind is TargetKind.YEARLY_AVERAGE:
        finding = "average"
    elif judged.completion is None:
        finding = "kept" if VERDICTS[judged.pace].favourable else "not_kept"
    else:
        finding = "reversing" if judged.reversing else judged.pace.value

    def derived(shown: str) -> str:
        return marked(words, shown, judged.illustrative)

    return words(
        f"charts.trend.{title_part(edition)}.{finding}",
        name=course.name,
        year=words.year(latest.year),
        edition_year=words.year(edition.inputs.parameters.year),
        base=words.year(indicator.baseline_year),
        value=derived(words.value(latest.value, course.unit)),
        counted="" if judged.counted is None else derived(words.value(judged.counted, course.unit)),
        baseline="" if indicator.baseline is None else words.value(indicator.baseline, course.unit),
        target=target_text(words, indicator, course.unit),
        completion="" if judged.completion is None else derived(words.share(judged.completion)),
        due=words.share(judged.due),
    )


def _alt(course: Course, interval: str) -> str:
    words, judged, indicator, unit = course.words, course.judged, course.indicator, course.unit
    values = words.list(
        [words("charts.year_value", year=words.year(item.year), value=course.shown(item)) for item in course.known]
    )
    parts = [words("charts.trend.alt", name=course.name, values=values)]
    if indicator.target is not None:
        target = target_text(words, indicator, unit)
        parts.append(words("charts.trend.alt_target", year=words.year(indicator.target_year), value=target))
    for change in indicator.earlier_targets:
        if change.before is not None:
            date = words.date(change.effective)
            parts.append(words("charts.trend.alt_earlier", date=date, value=words.value(change.before, unit)))
    parts.append(words("charts.trend.alt_verdict", verdict=verdict_text(words, judged.pace, judged.reversing)))
    if len(judged.forecast.path) > 1:
        year, centre, low, high = judged.forecast.path[-1]
        parts.append(
            words(
                "charts.trend.alt_projection",
                year=words.year(year),
                value=marked(words, words.value(centre, unit), judged.illustrative),
                range=words.range(low, high, unit),
                share=interval,
            )
        )
    return sentences(words, parts)


def _table(course: Course) -> ChartTable:
    """Every year of the period: value, what is due, projection with its interval."""
    words, unit = course.words, course.unit
    found = {item.year: item for item in course.values}
    parts = {item.year: item for item in course.parts}
    projected = {year: rest for year, *rest in course.judged.forecast.path[1:]}
    rows = []
    for year in range(course.indicator.baseline_year, course.indicator.target_year + 1):
        due = course.due_at(year)
        centre, interval = "", ""
        if year in projected:
            middle, low, high = projected[year]
            centre = value_text(words, middle, unit, course.judged.illustrative, with_unit=False)
            interval = words.range(low, high, unit)
        rows.append(
            (
                str(year),
                course.shown(found[year], with_unit=False) if year in found else "",
                *([course.shown(parts[year], with_unit=False) if year in parts else ""] if parts else []),
                "" if due is None else value_text(words, due, unit, with_unit=False),
                centre,
                interval,
            )
        )
    return ChartTable(
        (
            words("charts.column.year"),
            words(f"charts.column.{'total' if parts else 'value'}_unit", unit=unit_name(words, unit)),
            *([words("charts.column.part")] if parts else []),
            words("charts.column.due"),
            words("charts.column.projection"),
            words("charts.column.interval"),
        ),
        tuple(rows),
    )
