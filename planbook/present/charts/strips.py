"""All indicators at once: the bullet strip, and what is done set against what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.model import EditionKind, PaceVerdict
from planbook.present.charts.common import (
    completion_of,
    empty_piece,
    illustrative_key,
    marked,
    observed_values,
    percent_axis,
    source_line,
    target_text,
    value_text,
    verdict_look,
    verdict_role,
    verdict_text,
)
from planbook.present.charts.model import (
    Axis,
    Bar,
    Chart,
    Dots,
    Key,
    Label,
    Line,
    Mark,
    Place,
    Plane,
    Row,
    Rows,
    Shape,
    Table,
    Tick,
    Zone,
)
from planbook.present.charts.piece import chart_piece
from planbook.present.marks import verdict_shape
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, attention_order, indicator_subjects

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_bullets", "chart_due_against_done"]

# Beyond these ends of the track a bar is cut; its value says where it really is.
TRACK_LOW, TRACK_HIGH = -0.1, 1.12


def _value(subject: Subject) -> str:
    """The latest value, with its year where that is not the edition's."""
    judged, words = subject.assessment, subject.words
    if judged.value is None:
        return words("verdict.not_reported")
    shown = value_text(words, judged.value, subject.unit, judged.illustrative, judged.flag)
    if judged.year != subject.edition.inputs.parameters.year:
        return words("charts.older_value", value=shown, year=words.year(judged.year))
    return shown


def _verdict(subject: Subject) -> str:
    return verdict_text(subject.words, subject.pace, subject.assessment.reversing)


def _counted_title(edition: Edition, subjects: list[Subject]) -> str:
    """How many lag, and how many of them are binding."""
    behind = [subject for subject in subjects if subject.pace is PaceVerdict.LAGGING]
    binding = sum(subject.binding for subject in behind)
    part = "title_final" if edition.inputs.parameters.kind is EditionKind.FINAL else "title"
    if not behind:
        return edition.words(f"charts.bullets.{part}.none", total=len(subjects))
    kind = ("one_binding" if binding else "one_anticipatory") if len(behind) == 1 else "some" if binding else "none"
    tail = edition.words(f"charts.bullets.binding.{kind}", binding=binding)
    return edition.words(f"charts.bullets.{part}.some", count=len(behind), total=len(subjects), tail=tail)


def chart_bullets(edition: Edition) -> Piece:
    """Every indicator on a track from baseline to target: where it is, where it is due; what needs attention first."""
    words, parameters = edition.words, edition.inputs.parameters
    subjects = attention_order(indicator_subjects(edition))
    if not any(subject.has_value for subject in subjects):
        return empty_piece(
            "bullets", words("charts.bullets.empty", year=words.year(parameters.year), total=len(subjects))
        )
    rows, marks = [], []
    below = any(subject.assessment.completion is not None and subject.assessment.completion < 0 for subject in subjects)
    low = TRACK_LOW if below else 0.0
    for place, subject in enumerate(subjects):
        judged = subject.assessment
        rows.append(
            Row(
                words("charts.numbered", number=subject.number, name=subject.short_name),
                _value(subject),
                _verdict(subject),
                verdict_role(subject.pace),
                "solid" if subject.binding else "outline",
                gap_before=place > 0 and subjects[place - 1].pace is not subject.pace,
            )
        )
        if judged.completion is not None:
            end = min(max(judged.completion, low), TRACK_HIGH)
            marks.append(Bar(place, 0.0, end, verdict_role(subject.pace), judged.illustrative, hover=_hover(subject)))
        if judged.completion is not None or not subject.has_value:
            marks.append(
                Tick(judged.due, place, "ink", hover=words("charts.bullets.due", share=words.share(judged.due, 0)))
            )
    due = subjects[0].assessment.due
    head = (
        Label(0.0, 0, words("charts.bullets.baseline", year=edition.inputs.plan.baseline_year), "muted"),
        Label(due, 0, words("charts.bullets.due", share=words.share(due, 0)), "ink"),
        Label(1.0, 0, words("charts.bullets.target", year=edition.inputs.plan.period.last_year), "muted"),
    )
    if due > 0.95:
        head = (
            head[0],
            Label(1.0, 0, words("charts.bullets.target_due", year=edition.inputs.plan.period.last_year), "ink"),
        )
    keys = [
        Key(words("type.binding"), Shape.SQUARE, "ink"),
        Key(words("type.anticipatory"), Shape.SQUARE, "ink", hollow=True),
    ]
    if any(subject.assessment.illustrative for subject in subjects):
        keys.append(illustrative_key(words, hatched=True))
    chart = Chart(
        id="bullets",
        language=words.language,
        title=_counted_title(edition, subjects),
        subtitle=words("charts.bullets.subtitle", due=words.share(due, 0)),
        panels=(
            Rows(
                Axis(low, TRACK_HIGH),
                tuple(rows),
                tuple(marks),
                head,
                (words("charts.column.indicator"), words("charts.column.value"), words("charts.column.verdict")),
                track=(0.0, 1.0),
            ),
        ),
        alt=words(
            "charts.bullets.alt",
            items=words("charts.item_gap").join(
                words(
                    "charts.bullets.alt_item",
                    name=subject.short_name,
                    value=_value(subject),
                    verdict=_verdict(subject),
                    completion=_completion(subject),
                )
                for subject in subjects
            ),
        ),
        source_line=source_line(edition, _sources(edition, subjects)),
        table=Table(
            (
                words("charts.column.indicator"),
                words("charts.column.type"),
                words("charts.column.baseline"),
                words("charts.column.value"),
                words("charts.column.target"),
                words("charts.column.completion"),
                words("charts.column.due_share"),
                words("charts.column.verdict"),
            ),
            tuple(
                (
                    words("charts.numbered", number=subject.number, name=subject.short_name),
                    words(f"type.{subject.type.value}"),
                    subject.baseline_shown.text,
                    _value(subject),
                    target_text(words, edition.inputs.indicators[subject.id], subject.unit),
                    _completion(subject),
                    subject.due,
                    _verdict(subject),
                )
                for subject in subjects
            ),
            (False, False, True, True, True, True, True, False),
        ),
        keys=tuple(keys),
    )
    return chart_piece(chart, words)


def _completion(subject: Subject) -> str:
    judged, words = subject.assessment, subject.words
    return "–" if judged.completion is None else marked(words, words.share(judged.completion), judged.illustrative)


def _hover(subject: Subject) -> str:
    words = subject.words
    return words(
        "charts.bullets.hover",
        name=subject.short_name,
        value=_value(subject),
        completion=_completion(subject),
        due=subject.due,
        verdict=_verdict(subject),
    )


def _sources(edition: Edition, subjects: list[Subject]) -> list[str]:
    plan = [edition.inputs.indicators[subject.id].source_id for subject in subjects]
    return plan + [subject.assessment.source_id for subject in subjects if subject.assessment.source_id]


def chart_due_against_done(edition: Edition) -> Piece:
    """What each indicator has done of its way, year by year, against what was due; the latest with its verdict."""
    words, inputs = edition.words, edition.inputs
    parameters = inputs.parameters
    subjects = [
        subject
        for subject in attention_order(indicator_subjects(edition))
        if subject.assessment.completion is not None and subject.pace is not PaceVerdict.NOT_REPORTED
    ]
    if not subjects:
        return empty_piece("due-against-done", words("charts.due_against_done.empty", year=words.year(parameters.year)))
    due = max(subject.assessment.due for subject in subjects)
    ways = {subject.id: _way(edition, subject) for subject in subjects}
    done = [share for way in ways.values() for _, share in way]
    # one indicator far beyond its target must not flatten the others: it stands at the edge, with an arrow
    low, high = min(-0.05, max(min(done) - 0.06, -due)), max(due * 1.25, min(max(done) + 0.06, due * 2 + 0.25))
    thresholds = parameters.thresholds
    steady = ((0.0, 0.0), (due, thresholds.ahead * due), (due, thresholds.on_pace * due))
    marks: list[Mark] = [Zone(steady, "band"), Line(((0.0, 0.0), (due, due)), "ink", dashed=True, width=1.1)]
    for subject in subjects:
        marks += _way_marks(subject, ways[subject.id])
    middle = tuple((due * part, due * part) for part in (0.35, 0.5, 0.25, 0.65))
    marks.append(
        Label(*middle[0], words("charts.due_against_done.on_time"), "ink", small=True, anchors=middle, required=False)
    )
    for subject in subjects:
        judged = subject.assessment
        sign = verdict_shape(subject.pace, judged.reversing)
        beyond = "↑" if judged.completion > high else "↓" if judged.completion < low else ""
        text = f"{sign} {subject.short_name} {_completion(subject)}{beyond}"
        marks.append(Label(judged.due, judged.completion, text, verdict_role(subject.pace), Place.END, small=True))
    years = range(inputs.plan.baseline_year, parameters.cut_off.year + 1)
    span = inputs.plan.period.last_year - inputs.plan.baseline_year
    ticks = [(min((year - inputs.plan.baseline_year) / span, due), year) for year in years]
    panel = Plane(
        Axis(
            -0.02, due * 1.03, tuple((share, f"{words.year(year)}\n{words.share(share, 0)}") for share, year in ticks)
        ),
        percent_axis(words, low, high, 0.2),
        tuple(marks),
        heights=(480, 500),
        end_share=0.42,
        end_gap=34.0,
    )
    ahead = sum(subject.assessment.completion >= subject.assessment.due for subject in subjects)
    left_out = [subject for subject in indicator_subjects(edition) if subject.id not in {one.id for one in subjects}]
    subtitle = words(
        "charts.due_against_done.subtitle",
        low=words.share(thresholds.on_pace, 0),
        high=words.share(thresholds.ahead, 0),
    )
    if left_out:
        gap = "" if words.language == "zh" else " "
        subtitle += gap + words(
            "charts.due_against_done.left_out", names=words.list([subject.short_name for subject in left_out])
        )
    illustrative = any(subject.assessment.illustrative for subject in subjects)
    chart = Chart(
        id="due-against-done",
        language=words.language,
        title=words("charts.due_against_done.title", count=ahead, total=len(subjects), due=words.share(due, 0)),
        subtitle=subtitle,
        panels=(panel,),
        alt=words(
            "charts.due_against_done.alt",
            due=words.share(due, 0),
            items=words("charts.item_gap").join(
                words(
                    "charts.due_against_done.alt_item",
                    name=subject.short_name,
                    completion=_completion(subject),
                    verdict=_verdict(subject),
                )
                for subject in subjects
            ),
        ),
        source_line=source_line(edition, _sources(edition, subjects)),
        table=Table(
            (
                words("charts.column.indicator"),
                words("charts.column.due_share"),
                words("charts.column.completion"),
                words("charts.column.ratio"),
                words("charts.column.verdict"),
            ),
            tuple(
                (subject.short_name, subject.due, _completion(subject), subject.ratio.text, _verdict(subject))
                for subject in subjects
            ),
            (False, True, True, True, False),
        ),
        keys=(illustrative_key(words),) if illustrative else (),
    )
    return chart_piece(chart, words)


def _way(edition: Edition, subject: Subject) -> list[tuple[float, float]]:
    """Due and completed share of one indicator, year by year since the last break; the latest value last."""
    indicator, judged = edition.inputs.indicators[subject.id], subject.assessment
    span = indicator.target_year - indicator.baseline_year
    points: list[tuple[float, float]] = []
    for item in observed_values(edition, indicator):
        if item.broken:
            points = []
        share = None if item.value is None else completion_of(indicator, item.value)
        if share is not None and item.year != judged.year:
            points.append(((item.year - indicator.baseline_year) / span, share))
    return [*points, (judged.due, judged.completion)]


def _way_marks(subject: Subject, way: list[tuple[float, float]]) -> list[Mark]:
    shape, role, _ = verdict_look(subject.pace, subject.assessment.reversing)
    dot = Dots((way[-1],), role, shape, subject.assessment.illustrative, 9.0, hover=(_hover(subject),))
    return [Line(tuple(way), role, width=0.8), dot] if len(way) > 1 else [dot]
