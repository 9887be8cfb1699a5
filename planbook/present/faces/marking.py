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
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planbook.present.edition import Edition

__all__ = ["ILLUSTRATIVE", "Marking", "is_missing", "marking_of", "official_figures"]

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
    frame: pd.DataFrame, attributes: Mapping[object, object], edition: Edition, is_proved: Callable[[], bool]
) -> Marking:
    """How `frame` is marked; `is_proved` tells whether the code behind it rests on nothing illustrative."""
    if ILLUSTRATIVE in frame.columns:
        return Marking(rows=tuple(not _is_false(value) for value in frame[ILLUSTRATIVE].tolist()))
    said = attributes.get(ILLUSTRATIVE)
    if said is not None and not _is_false(said):
        return Marking(whole=True)
    return Marking(whole=edition.has_illustrative and not is_proved())


def _is_false(value: object) -> bool:
    """Only a plain False or 0 says that nothing is made up; a missing value or a share of rows does not."""
    return isinstance(value, (bool, np.bool_, int, float, np.integer, np.floating)) and value == 0


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


def is_missing(value: object) -> bool:
    """None, NaN, NaT or NA."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, (float, np.floating)) and math.isnan(value)
