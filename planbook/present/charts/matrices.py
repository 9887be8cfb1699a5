"""Rows and columns of marks: the status of measures, and what several methods say of each indicator."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from planbook.model import Assessment, CrossCheck, OutlookVerdict, PaceVerdict, Status, Task, TaskKind
from planbook.present.charts.common import (
    OUTLOOK_SHAPES,
    STATUS_LOOKS,
    empty_piece,
    marked,
    outlook_role,
    source_line,
    verdict_look,
    verdict_text,
)
from planbook.present.charts.metrics import NO_BREAK_SPACE
from planbook.present.charts.model import Cell, Chart, Key, Matrix, MatrixRow, Shape, Table
from planbook.present.charts.piece import chart_piece
from planbook.present.measures import measures_of
from planbook.present.palette import ILLUSTRATIVE_MARK
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, attention_order, chapter_tasks, indicator_subjects
from planbook.present.words import Words

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_agreement", "chart_status_matrix"]

METHODS = ("open_sdg", "un_progress_chart", "destatis")


def chart_status_matrix(edition: Edition, chapter_id: str) -> Piece:
    """The status of each qualitative measure of a heading, year by year."""
    words, inputs = edition.words, edition.inputs
    chart_id, year = f"status-{chapter_id}", inputs.parameters.year
    tasks = chapter_tasks(edition, chapter_id, TaskKind.QUALITATIVE)
    chapter = words.text(inputs.chapters[chapter_id].title)
    progress = inputs.progress[inputs.progress["status"] != ""]
    found = {
        (row.task_id, int(row.year)): (Status(row.status), bool(row.illustrative), row.source_id)
        for row in progress.itertuples()
        if int(row.year) <= year
    }
    reported = {key: value for key, value in found.items() if key[0] in {task.id for task in tasks}}
    if not tasks or not reported:
        key = "no_measures" if not tasks else "empty"
        return empty_piece(chart_id, words(f"charts.status.{key}", chapter=chapter, year=words.year(year)))
    years = range(inputs.plan.period.first_year, year + 1)
    # counted as the sentences beside the chart count them: by the latest status of each measure
    latest = Counter(measure.status for measure in measures_of(edition, chapter_id))
    columns = tuple(
        str(place) + (f"{NO_BREAK_SPACE}{ILLUSTRATIVE_MARK}" if _made_up(reported, place) == {True} else "")
        for place in years
    )
    rows, table, heading = [], [], ""
    for task in tasks:
        if task.chapter_id != heading and len({one.chapter_id for one in tasks}) > 1:
            rows.append(MatrixRow(words.text(inputs.chapters[task.chapter_id].title)))
        heading = task.chapter_id
        shown = [reported.get((task.id, place), (Status.NOT_REPORTED, False, "")) for place in years]
        marks = [
            ILLUSTRATIVE_MARK if made_up and _made_up(reported, place) != {True} else ""
            for (_, made_up, _), place in zip(shown, years, strict=True)
        ]
        rows.append(
            MatrixRow(
                words.text(task.text),
                tuple(
                    _status_cell(words, status, place, task, mark)
                    for (status, _, _), place, mark in zip(shown, years, marks, strict=True)
                ),
            )
        )
        table.append(
            (
                words.text(task.text),
                *(
                    marked(words, words(f"status.{status.value}"), bool(mark))
                    for (status, _, _), mark in zip(shown, marks, strict=True)
                ),
            )
        )
    keys = tuple(
        Key(
            words("charts.status.key", status=words(f"status.{status.value}"), count=latest[status]),
            *STATUS_LOOKS[status],
        )
        for status in Status
        if latest[status] or any(shown[0] is status for shown in reported.values())
    )
    finding = "delayed" if latest[Status.DELAYED] else "completed" if latest[Status.COMPLETED] else "other"
    chart = Chart(
        id=chart_id,
        language=words.language,
        title=words(
            f"charts.status.title.{finding}",
            chapter=chapter,
            total=len(tasks),
            count=len(tasks),
            completed=latest[Status.COMPLETED],
            delayed=latest[Status.DELAYED],
            under_way=latest[Status.UNDER_WAY],
            not_reported=latest[Status.NOT_REPORTED],
            year=words.year(year),
        ),
        subtitle=words("charts.status.subtitle", year=words.year(year)),
        panels=(Matrix(columns, tuple(rows), words=False, corner=words("charts.column.measure")),),
        alt=words(
            "charts.status.alt",
            chapter=chapter,
            year=words.year(year),
            items=words.list(
                [
                    words("charts.status.key", status=words(f"status.{status.value}"), count=count)
                    for status, count in ((one, latest[one]) for one in Status)
                    if count
                ]
            ),
        ),
        source_line=source_line(
            edition, [*(task.source_id for task in tasks), *(shown[2] for shown in reported.values())]
        ),
        table=Table((words("charts.column.measure"), *columns), tuple(table), (False,) * (len(columns) + 1)),
        keys=keys,
    )
    # On paper the table of measures beside it says the same, and says it better.
    return replace(chart_piece(chart, words), markdown="", svg="")


def _made_up(reported: dict[tuple[str, int], tuple[Status, bool, str]], year: int) -> set[bool]:
    """Whether the statuses of a year are illustrative: {True} where all are, which its column says once."""
    return {made_up for (_, when), (_, made_up, _) in reported.items() if when == year}


def _status_cell(words: Words, status: Status, year: int, task: Task, mark: str) -> Cell:
    shape, role, hollow = STATUS_LOOKS[status]
    hover = words(
        "charts.status.hover",
        year=words.year(year),
        status=words(f"status.{status.value}"),
        measure=words.text(task.text),
    )
    return Cell(shape, role, hollow=hollow, hover=hover, mark=mark)


def chart_agreement(edition: Edition) -> Piece:
    """What the two judgements and three published methods say of each indicator, side by side."""
    words = edition.words
    subjects = [
        subject
        for subject in attention_order(indicator_subjects(edition))
        if subject.pace is not PaceVerdict.NOT_REPORTED
    ]
    if not subjects:
        return empty_piece(
            "agreement", words("charts.agreement.empty", year=words.year(edition.inputs.parameters.year))
        )
    columns = (
        words("charts.agreement.pace"),
        words("charts.agreement.outlook"),
        *(words(f"cross_checks.{method}.name") for method in METHODS),
    )
    rows, table = [], []
    for subject in subjects:
        cells = _agreement_cells(words, subject)
        name = words("charts.numbered", number=subject.number, name=subject.short_name)
        rows.append(MatrixRow(name, cells))
        table.append((name, *(cell.text for cell in cells)))
    against = [subject for subject in subjects if subject.assessment.disagreeing]
    keys = (
        Key(words("charts.agreement.favourable"), Shape.CIRCLE, "achieved"),
        Key(words("charts.agreement.unfavourable"), Shape.DOWN, "lagging"),
        Key(words("charts.agreement.not_applicable"), Shape.DASH, "not-reported"),
        Key(words("charts.agreement.framed"), Shape.SQUARE, "ink", hollow=True),
    )
    chart = Chart(
        id="agreement",
        language=words.language,
        title=words(f"charts.agreement.title.{'some' if against else 'none'}", count=len(against), total=len(subjects)),
        subtitle=words("charts.agreement.subtitle"),
        panels=(
            Matrix(
                columns,
                tuple(rows),
                corner=words("charts.column.indicator"),
                label_share=0.26,
                word_keys=_word_keys(words, subjects),
            ),
        ),
        alt=words(
            f"charts.agreement.alt.{'some' if against else 'none'}",
            total=len(subjects),
            names=words.list(
                [
                    words(
                        "charts.agreement.alt_item",
                        name=subject.short_name,
                        methods=words.list(
                            [words(f"cross_checks.{method}.name") for method in subject.assessment.disagreeing]
                        ),
                    )
                    for subject in against
                ]
            ),
        ),
        source_line=source_line(
            edition,
            [
                *(edition.inputs.indicators[subject.id].source_id for subject in subjects),
                *(subject.assessment.source_id for subject in subjects),
            ],
        ),
        table=Table((words("charts.column.indicator"), *columns), tuple(table), (False,) * (len(columns) + 1)),
        keys=keys,
    )
    return chart_piece(chart, words)


def _word_keys(words: Words, subjects: list[Subject]) -> tuple[Key, ...]:
    """The shapes of the two judgements in words, for where the fields have no room for them."""
    paces = dict.fromkeys((subject.pace, subject.assessment.reversing) for subject in subjects)
    outlooks = dict.fromkeys(subject.assessment.outlook for subject in subjects)
    verdicts = [
        Key(words("verdict.reversing" if reversing else f"verdict.{pace.value}"), *verdict_look(pace, reversing))
        for pace, reversing in paces
    ]
    return (
        *verdicts,
        *(
            Key(
                words(f"outlook.{outlook.value}"),
                OUTLOOK_SHAPES[outlook],
                outlook_role(outlook),
                outlook is OutlookVerdict.INSUFFICIENT,
            )
            for outlook in outlooks
        ),
    )


def _agreement_cells(words: Words, subject: Subject) -> tuple[Cell, ...]:
    judged = subject.assessment
    shape, role, hollow = verdict_look(judged.pace, judged.reversing)
    pace = words("verdict.reversing" if judged.reversing else f"verdict.{judged.pace.value}")
    cells = [
        Cell(
            shape,
            role,
            pace,
            hollow,
            hover=f"{subject.short_name}<br>{verdict_text(words, judged.pace, judged.reversing)}",
        ),
        _outlook_cell(words, subject),
    ]
    checks = {check.method: check for check in judged.cross_checks}
    cells += [_check_cell(words, subject, judged, checks.get(method), method) for method in METHODS]
    return tuple(cells)


def _outlook_cell(words: Words, subject: Subject) -> Cell:
    outlook = subject.assessment.outlook
    text = words(f"outlook.{outlook.value}")
    return Cell(
        OUTLOOK_SHAPES[outlook],
        outlook_role(outlook),
        text,
        outlook is OutlookVerdict.INSUFFICIENT,
        hover=f"{subject.short_name}<br>{text}",
    )


def _check_cell(words: Words, subject: Subject, judged: Assessment, check: CrossCheck | None, method: str) -> Cell:
    """A method's class: in short in the field, in full where the reader points at it."""
    code = "not_applicable" if check is None or check.favourable is None else check.code
    full = words(f"cross_checks.{method}.classes.{code}")
    hover = f"{subject.short_name}<br>{words(f'cross_checks.{method}.name')}<br>{full}"
    if code == "not_applicable":
        return Cell(Shape.DASH, "not-reported", full, hover=hover)
    shape, role = (Shape.CIRCLE, "achieved") if check.favourable else (Shape.DOWN, "lagging")
    text = words(f"charts.agreement.class.{code}")
    return Cell(shape, role, text, framed=method in judged.disagreeing, hover=hover)
