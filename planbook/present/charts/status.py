"""The status of qualitative measures, year by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from planbook.looks import ILLUSTRATIVE_MARK, STATUSES
from planbook.model import Status, StatusReport, Task
from planbook.present.charts.common import empty_piece, look_key, marked, source_line
from planbook.present.charts.metrics import NO_BREAK_SPACE
from planbook.present.charts.model import Cell, Chart, ChartTable, Matrix, MatrixRow
from planbook.present.charts.piece import chart_piece
from planbook.present.measures import measures_in
from planbook.present.pieces import Piece, only_in_notebook, only_on_page
from planbook.present.words import Words

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_status_matrix"]


@dataclass(frozen=True)
class _Reported:
    """What was reported of some measures, by measure and year."""

    found: dict[tuple[str, int], StatusReport]

    def status(self, task: Task, year: int) -> Status:
        report = self.found.get((task.id, year))
        return report.status if report else Status.NOT_REPORTED

    def all_illustrative(self, year: int) -> bool:
        """Every status of a year is made up: the year's head says so once, rather than every field."""
        return {report.illustrative for report in self.found.values() if report.year == year} == {True}

    def marked(self, task: Task, year: int) -> bool:
        """The field itself has to carry the mark."""
        report = self.found.get((task.id, year))
        return report is not None and report.illustrative and not self.all_illustrative(year)


def chart_status_matrix(edition: Edition, measures: pd.DataFrame, statuses: pd.DataFrame) -> Piece:
    """Each measure of a heading's frame with its status at the end of each year; a sentence where none is known.

    Parameters
    ----------
    measures : with their latest status, as `Edition.measures` gives them.
    statuses : the status at the end of each year, as `Edition.statuses` gives them.
    """
    words, inputs, chapter_id = edition.words, edition.inputs, str(measures.attrs["chapter_id"])
    year, told = inputs.parameters.year, measures_in(edition, measures)
    tasks = [one.task for one in told]
    fields = {"chapter": words.text(inputs.chapters[chapter_id].title), "year": words.year(year)}
    reported = _reported(statuses)
    if not tasks:
        return only_in_notebook(f"status-{chapter_id}", words("charts.status.no_measures", **fields))
    if not reported.found:
        return empty_piece(f"status-{chapter_id}", words("charts.status.empty", **fields))
    years = range(inputs.plan.period.first_year, year + 1)
    # counted as the sentences beside the chart count them: by the latest status of each measure
    latest = Counter(measure.status for measure in told)
    finding = "delayed" if latest[Status.DELAYED] else "completed" if latest[Status.COMPLETED] else "other"
    counts = {status: _counted(words, status, latest[status]) for status in Status if latest[status]}
    chart = Chart(
        id=f"status-{chapter_id}",
        language=words.language,
        title=words(
            f"charts.status.title.{finding}",
            **fields,
            total=len(tasks),
            completed=latest[Status.COMPLETED],
            delayed=latest[Status.DELAYED],
        ),
        subtitle=words("charts.status.subtitle", **fields),
        panels=(_matrix(edition, tasks, reported, years),),
        alt=words("charts.status.alt", **fields, items=words.list(counts.values())),
        source_line=source_line(
            edition, [task.source_id for task in tasks] + [report.source_id for report in reported.found.values()]
        ),
        table=_table(words, tasks, reported, years),
        keys=tuple(
            look_key(words, STATUSES[status], _counted(words, status, latest[status]))
            for status in Status
            if latest[status] or any(report.status is status for report in reported.found.values())
        ),
    )
    # on paper the table of measures beside it says the same, and says it better
    piece = chart_piece(chart, words)
    return replace(piece, markdown=only_on_page(piece.markdown))


def _reported(statuses: pd.DataFrame) -> _Reported:
    return _Reported(
        {
            (str(row["task_id"]), int(row["year"])): StatusReport(
                int(row["year"]), Status(row["status"]), str(row["source_id"]), bool(row["illustrative"])
            )
            for row in statuses.reset_index().to_dict("records")
        }
    )


def _counted(words: Words, status: Status, count: int) -> str:
    return words("charts.status.key", status=words(STATUSES[status].word), count=count)


def _year_heads(reported: _Reported, years: range) -> tuple[str, ...]:
    return tuple(
        f"{year}{NO_BREAK_SPACE}{ILLUSTRATIVE_MARK}" if reported.all_illustrative(year) else str(year) for year in years
    )


def _matrix(edition: Edition, tasks: Sequence[Task], reported: _Reported, years: range) -> Matrix:
    """The measures under the plan's own headings, where there are several."""
    words, rows, heading = edition.words, [], ""
    several = len({task.chapter_id for task in tasks}) > 1
    for task in tasks:
        if several and task.chapter_id != heading:
            rows.append(MatrixRow(words.text(edition.inputs.chapters[task.chapter_id].title)))
        heading = task.chapter_id
        cells = tuple(_cell(words, task, year, reported) for year in years)
        rows.append(MatrixRow(words.text(task.text), cells))
    return Matrix(_year_heads(reported, years), tuple(rows), words=False, corner=words("charts.column.measure"))


def _cell(words: Words, task: Task, year: int, reported: _Reported) -> Cell:
    status = reported.status(task, year)
    look = STATUSES[status]
    shown = words(look.word)
    hover = words("charts.status.hover", year=words.year(year), status=shown, measure=words.text(task.text))
    mark = ILLUSTRATIVE_MARK if reported.marked(task, year) else ""
    return Cell(look.shape, look.role, hollow=look.hollow, hover=hover, mark=mark)


def _table(words: Words, tasks: Sequence[Task], reported: _Reported, years: range) -> ChartTable:
    rows = []
    for task in tasks:
        shown = (
            marked(words, words(STATUSES[reported.status(task, year)].word), reported.marked(task, year))
            for year in years
        )
        rows.append((words.text(task.text), *shown))
    heads = (words("charts.column.measure"), *_year_heads(reported, years))
    return ChartTable(heads, tuple(rows), (False,) * len(heads))
