"""Judgement 1: is the indicator where it should be by now (是否达到序时进度)."""

from __future__ import annotations

from planbook.assess.yardstick import Yardstick
from planbook.model import Indicator, Paced, PaceVerdict, Progress, Series, Thresholds
from planbook.rules.meaning import LEVEL_KINDS, accepted_values, is_met

__all__ = ["class_below", "is_reversing", "judge_pace", "met_history", "pace_borders"]


def pace_borders(yardstick: Yardstick, thresholds: Thresholds) -> tuple[tuple[PaceVerdict, float], ...]:
    """The classes that can be reached now, best first, each with the latest value at which it begins.

    A class that begins only beyond a better one cannot be reached and is left out: at the end of the period
    nothing is "ahead", because 1.10 of what is due lies beyond the target. Below the last border is lagging.

    Returns
    -------
    tuple of (PaceVerdict, float)
        Values in the indicator's unit, exact: a count has to be rounded up (or down, where it falls) to whole
        units by whoever shows it.
    """
    borders = [] if yardstick.met_from is None else [(yardstick.best, yardstick.met_from)]
    if yardstick.begins is None:
        return tuple(borders)
    for verdict, ratio in ((PaceVerdict.AHEAD, thresholds.ahead), (PaceVerdict.ON_PACE, thresholds.on_pace)):
        border = yardstick.begins(ratio)
        beyond = borders and (border >= borders[-1][1] if yardstick.rising else border <= borders[-1][1])
        if not beyond:
            borders.append((verdict, border))
    return tuple(borders)


def judge_pace(yardstick: Yardstick, thresholds: Thresholds) -> PaceVerdict:
    """The class of the latest value.

    `achieved` whatever the trend when the target is met; else by the pace ratio r: `ahead` r ≥ 1.10, `on_pace`
    0.80 ≤ r < 1.10, `lagging` below (the cut-offs are `thresholds`). A target to keep is `on_pace` or `lagging`
    until its period is over. Without a baseline only `achieved` can be told; anything else is `not_judged`.

    Source
    ------
    METHODS, judgement 1; the four classes are those of the national mid-term evaluation of 26 December 2023.
    """
    for verdict, border in pace_borders(yardstick, thresholds):
        if yardstick.reaches(border):
            return verdict
    return class_below(yardstick)


def class_below(yardstick: Yardstick) -> PaceVerdict:
    """The class of a value below every border."""
    return PaceVerdict.NOT_JUDGED if yardstick.reason == "no_baseline" else PaceVerdict.LAGGING


def is_reversing(yardstick: Yardstick, verdict: PaceVerdict) -> bool:
    """Whether a lagging indicator is further from its target than it was at the baseline (c < 0).

    For a yearly average, which has no completion, whether the mean change goes against the target.
    """
    standing = yardstick.standing
    if verdict is not PaceVerdict.LAGGING or not isinstance(standing, Paced):
        return False
    return (standing.completion if isinstance(standing, Progress) else standing.ratio) < 0


def met_history(indicator: Indicator, known: Series) -> tuple[int | None, bool]:
    """Since which year the target has been met without interruption, and whether it was met once and then lost.

    Only for targets that are levels; a mean or a total is not met year by year.
    """
    if indicator.target_kind not in LEVEL_KINDS:
        return None, False
    accepted = accepted_values(indicator)
    met = [(value.year, is_met(value.value, accepted)) for value in known.reported]
    since = None
    for year, holds in reversed(met):
        if not holds:
            break
        since = year
    return since, since is None and any(holds for _, holds in met)
