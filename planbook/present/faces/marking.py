"""Which part of an ordinary output is illustrative: nothing made up may lose its mark on its way through pandas.

A frame says it itself: a column `illustrative` marks row by row, `attrs["illustrative"]` the whole. What says neither,
in an edition that holds illustrative figures, is marked as a whole.

Both sayings are doubted, because pandas keeps them through operations that make them false (`made_up + official`
bears the attributes of `official`; a column of shares divides an official row by a made-up total):

- a figure in a row that says False stays unmarked only if the edition holds it as an official figure;
- a whole that says False, or a value that can say nothing, stays unmarked only if the code that made it had nothing
  illustrative in reach (`origins`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planbook.assess.periods import elapsed_share, years_at
from planbook.model import Indicator, Task
from planbook.present.edition import Edition
from planbook.present.faces.origins import Reach

__all__ = ["ILLUSTRATIVE", "Doubt", "Marking", "is_marked", "marking_of", "official_figures"]

ILLUSTRATIVE = "illustrative"  # the column, and the attribute


@dataclass(frozen=True)
class Marking:
    """What of a frame bears ◇: all of it (`whole`), or the rows for which `rows` holds True."""

    whole: bool = False
    rows: tuple[bool, ...] = ()

    @property
    def any(self) -> bool:
        return self.whole or any(self.rows)


def marking_of(
    frame: pd.DataFrame, attributes: Mapping[Hashable, object], edition: Edition, reach: Callable[[], Reach | None]
) -> Marking:
    """How `frame` is marked; `reach` tells what the code behind it rests on, None where that is not known."""
    if ILLUSTRATIVE in frame.columns:
        return Marking(rows=tuple(not _is_false(value) for value in frame[ILLUSTRATIVE].tolist()))
    return Marking(whole=is_marked(attributes.get(ILLUSTRATIVE), edition, reach))


def is_marked(said: object, edition: Edition, reach: Callable[[], Reach | None]) -> bool:
    """Whether an output is marked as a whole; `said` is what it says of itself, None for nothing."""
    if said is not None and not _is_false(said):
        return True
    if not edition.has_illustrative:
        return False
    reached = reach()
    return reached is Reach.ILLUSTRATIVE if said is not None else reached is not Reach.OFFICIAL


def _is_false(value: object) -> bool:
    """Only a plain False or 0 says that nothing is made up; a missing value or a share of rows does not."""
    return isinstance(value, (bool, np.bool_, int, float, np.integer, np.floating)) and value == 0


# Columns of what a plan says and of what was before it: official by nature, where the edition holds the figure as such.
_OF_THE_PLAN = re.compile(r"baseline|target|lowest|highest|first_(start|end)|second_start")
_DUE = "due"


class Doubt:
    """Whether a figure of a frame that is marked row by row bears the mark, whatever the row says of itself."""

    def __init__(self, edition: Edition, reach: Callable[[], Reach | None]) -> None:
        self._trusts_rows = not edition.has_illustrative or reach() is Reach.OFFICIAL
        self._edition = edition
        self._due = due_shares(edition)

    def asks_for_mark(self, value: float, column: str, row_is_illustrative: bool) -> bool:
        if column == _DUE and value in self._due:
            return False  # time alone decides it
        if row_is_illustrative:
            return not (_OF_THE_PLAN.fullmatch(column) and value in self._edition.official_figures)
        return not self._trusts_rows and value not in self._edition.official_figures


def due_shares(edition: Edition) -> frozenset[float]:
    """The share of its time that has passed for each indicator and task, at each year's end and at the cut-off."""
    inputs = edition.inputs
    cut_off = years_at(inputs.parameters.cut_off)
    found = set()
    subjects: list[Indicator | Task] = [*inputs.indicators.values(), *inputs.tasks.values()]
    for one in subjects:
        if one.baseline_year is None or one.target_year is None or one.baseline_year >= one.target_year:
            continue
        for time in (*range(one.baseline_year, one.target_year + 1), cut_off):
            found.add(elapsed_share(one.baseline_year, one.target_year, float(time)))
    return frozenset(found)


def official_figures(edition: Edition) -> frozenset[float]:
    """Every figure of the edition that somebody published: values, baselines, targets, achievements, background."""
    inputs = edition.inputs
    found: list[float | None] = []
    for table in (inputs.observations, inputs.progress, inputs.vintages):
        found += table.loc[~table[ILLUSTRATIVE].astype(bool), "value"].tolist()
    published = [not inputs.sources[source].illustrative for source in inputs.context["source_id"]]
    found += inputs.context.loc[published, "value"].tolist()
    for subjects in (inputs.indicators.values(), inputs.tasks.values()):
        found += [figure for subject in subjects for figure in (subject.baseline, subject.target)]
    found += [figure for one in inputs.achievements.values() for figure in (one.value, one.start_value)]
    return frozenset(float(figure) for figure in found if figure is not None and not math.isnan(figure))
