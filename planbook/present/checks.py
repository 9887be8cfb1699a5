"""Whether what a notebook computes in view is what the package publishes."""

from __future__ import annotations

import math
from numbers import Number
from typing import TYPE_CHECKING, NoReturn

import pandas as pd

from planbook.errors import DisagreementError, Problem

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["agrees"]

RELATIVE, ABSOLUTE = 1e-9, 1e-12  # the last digits, in which two ways of adding up may differ


def agrees(frame: pd.DataFrame, edition: Edition, published: pd.DataFrame | None = None) -> None:
    """Nothing where a notebook's frame is what the package publishes; else an error that shows each difference.

    Compared are the columns that both have, in every row for which either has one of them: numbers to the last
    digits, codes and words as they stand, and missing with missing. Marks are not compared: a row is marked by what it
    rests on.

    Parameters
    ----------
    frame : indexed as what the edition hands out; it knows what it is of by its attributes (`frame.attrs`).
    published : what to compare with; None for what the package publishes of the frame's subject (`edition.judged`),
        or under its name (`edition.scorecard`, `edition.tasks`, …).

    Raises
    ------
    DisagreementError
        With every difference: what, row, column, both values.
    """
    against = _published(frame, edition) if published is None else published
    columns = [column for column in against.columns if column in frame.columns and column != "illustrative"]
    if not columns:
        _refuse(
            frame,
            edition,
            "the frame has no column that the package publishes",
            ", ".join(map(str, frame.columns)),
            f"one of {', '.join(map(str, against.columns))}",
            "name the columns as the package does",
        )
    own, theirs = (one[columns].dropna(how="all") for one in (frame, against))
    problems = []
    for row in [*theirs.index, *own.index.difference(theirs.index, sort=False)]:
        if row not in own.index or row not in theirs.index:
            missing = "the row is missing", "no row", "one"
            added = "the package publishes no such row", "a row", "none"
            what, found, expected = added if row in own.index else missing
            problems.append(_problem(frame, edition, f"row {row}: {what}", found, expected))
            continue
        for column in columns:
            mine, published_value = own.at[row, column], theirs.at[row, column]
            if not _same(mine, published_value):
                what = f"row {row}, column {column}: the notebook computes otherwise than the package"
                problems.append(_problem(frame, edition, what, _shown(mine), _shown(published_value)))
    if problems:
        raise DisagreementError(problems)


def _published(frame: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """What the package publishes of what a frame is of."""
    from planbook.present import frames

    name, subject = frame.attrs.get("name", ""), frame.attrs.get("subject", "")
    if subject:
        return edition.judged(subject)
    known = {
        "scorecard": frames.scorecard,
        "tasks": frames.tasks,
        "continued": frames.continued_rates,
        "series_changes": frames.series_rates,
    }
    if name not in known:
        _refuse(
            frame,
            edition,
            "the frame does not say what it is of",
            repr(name),
            f"one of {', '.join(known)}",
            "give what to compare with as `published`",
        )
    return known[name](edition)


def _same(found: object, expected: object) -> bool:
    if _missing(found) or _missing(expected):
        return _missing(found) and _missing(expected)
    if _is_number(found) and _is_number(expected):
        return math.isclose(float(str(found)), float(str(expected)), rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return bool(found == expected)


def _is_number(value: object) -> bool:
    return isinstance(value, Number) and not isinstance(value, bool)


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _shown(value: object) -> str:
    if _missing(value):
        return "nothing"
    return f"{float(str(value)):.12g}" if _is_number(value) else str(value)


def _problem(frame: pd.DataFrame, edition: Edition, what: str, found: str, expected: str) -> Problem:
    name, subject = frame.attrs.get("name", "frame"), frame.attrs.get("subject", "")
    return Problem(
        file=f"{name} ({edition.language})",
        what=what,
        found=found,
        expected=expected,
        fix="mend the notebook's arithmetic, or the package's",
        subject=str(subject) or None,
        year=edition.year,
    )


def _refuse(frame: pd.DataFrame, edition: Edition, what: str, found: str, expected: str, fix: str) -> NoReturn:
    raise DisagreementError(
        [
            Problem(
                file=str(frame.attrs.get("name", "frame")),
                what=what,
                found=found,
                expected=expected,
                fix=fix,
                subject=str(frame.attrs.get("subject", "")) or None,
                year=edition.year,
            )
        ]
    )
