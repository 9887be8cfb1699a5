"""The qualitative measures of a plan with the status that a person entered for them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planbook.model import Status, Task
from planbook.present.edition import Edition

__all__ = ["Measure", "measure_of", "measures_in"]


@dataclass(frozen=True)
class Measure:
    """One qualitative measure; `year` is that of its latest status, None where none was ever reported."""

    task: Task
    text: str
    status: Status
    year: int | None
    source_id: str
    illustrative: bool
    note: str


def measures_in(edition: Edition, measures: pd.DataFrame) -> list[Measure]:
    """The measures of a frame (`edition.measures(…)` or a part of it) with the statuses it holds, in its order."""
    return [
        Measure(
            edition.inputs.tasks[str(row["task_id"])],
            str(row["name"]),
            Status(row["status"]),
            None if pd.isna(row["year"]) else int(row["year"]),
            str(row["source_id"]),
            bool(row["illustrative"]),
            str(row["note"]),
        )
        for row in measures.reset_index().to_dict("records")
    ]


def measure_of(edition: Edition, task: Task) -> Measure:
    """One measure with its latest status in the edition."""
    words, reports = edition.words, edition.inputs.statuses_of(task.id)
    text = words.text(task.text)
    if not reports:
        return Measure(task, text, Status.NOT_REPORTED, None, "", False, "")
    latest = reports[-1]
    return Measure(
        task, text, latest.status, latest.year, latest.source_id, latest.illustrative, words.text(latest.note)
    )
