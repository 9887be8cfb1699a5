"""How firmly a verdict stands: room to the next class, other cut-offs, provisional values near a border."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from planbook.assess.pace import class_below, judge_pace, pace_borders
from planbook.assess.yardstick import Yardstick
from planbook.model import Flag, Reported, Sensitivity, Thresholds

__all__ = ["AHEAD_CUT_OFFS", "ON_PACE_CUT_OFFS", "assess_sensitivity", "near_distance"]

AHEAD_CUT_OFFS: tuple[float, ...] = (1.00, 1.05, 1.10, 1.15, 1.20, 1.25)
ON_PACE_CUT_OFFS: tuple[float, ...] = (0.70, 0.75, 0.80, 0.85, 0.90, 0.95)
_SUBJECT_TO_REVISION = frozenset({Flag.PROVISIONAL, Flag.ESTIMATED})
_SHARE_OF_YEARLY_CHANGE = 0.25
_SHARE_OF_WAY = 0.02


def assess_sensitivity(yardstick: Yardstick, points: Sequence[Reported], thresholds: Thresholds) -> Sensitivity:
    """How far the latest value may move before its class changes, and the class under other cut-offs.

    Parameters
    ----------
    yardstick : of the latest value; only a provisional or estimated one can be near a border.
    points : the comparable yearly values, for the size of a usual yearly change.

    Returns
    -------
    Sensitivity
        `to_better` is the signed change at which the next better class begins, `to_worse` the one down to the
        border of the present class: a value that moves any further has left it. Both in the indicator's unit.
        `grid` runs over `AHEAD_CUT_OFFS` × `ON_PACE_CUT_OFFS`.

    Source
    ------
    METHODS, sensitivity.
    """
    borders = pace_borders(yardstick, thresholds)
    present = next((i for i, (_, border) in enumerate(borders) if yardstick.reaches(border)), len(borders))
    classes = (*(verdict for verdict, _ in borders), class_below(yardstick))
    to_better = borders[present - 1][1] - yardstick.value if present > 0 else None
    to_worse = borders[present][1] - yardstick.value if present < len(borders) else None
    grid = tuple(
        (ahead, on_pace, judge_pace(yardstick, replace(thresholds, ahead=ahead, on_pace=on_pace)))
        for ahead in AHEAD_CUT_OFFS
        for on_pace in ON_PACE_CUT_OFFS
    )
    room = min((abs(change) for change in (to_better, to_worse) if change is not None), default=None)
    flags = yardstick.standing.observation.flags
    near = room is not None and not _SUBJECT_TO_REVISION.isdisjoint(flags) and room <= near_distance(yardstick, points)
    return Sensitivity(
        yardstick.value,
        to_better,
        to_worse,
        classes[present - 1] if to_better is not None else None,
        classes[present + 1] if to_worse is not None else None,
        borders,
        grid,
        near,
    )


def near_distance(yardstick: Yardstick, points: Sequence[Reported]) -> float:
    """How close to a border a provisional value is pointed out, in the indicator's unit.

    A quarter of the usual (median absolute) yearly change, since a revision corrects part of one year's movement
    and seldom a whole year's; at least 2 % of the total way, since a series that has hardly moved would else never
    be near anything.
    """
    changes = [
        abs(after.value - before.value) / (after.time - before.time)
        for before, after in zip(points, points[1:], strict=False)
    ]
    return max(_SHARE_OF_YEARLY_CHANGE * median(changes) if changes else 0.0, _SHARE_OF_WAY * yardstick.span)
