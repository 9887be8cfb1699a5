"""Cross-checks by extrapolation or trend: SDSN, the UN regional commissions, the OECD.

Each takes the (year, value) points of one definition, oldest first, the baseline leading; that the method applies to
the kind of target at all is settled by `crosschecks`. Where a constant of a method could not be found in what its
publisher has made public, none is put in its place: the answer is given only where it does not depend on it.

================= =========================================== ===========================================
method            on track: yes                               no
================= =========================================== ===========================================
sdsn              on_track_or_maintaining                     moderately_improving, stagnating, decreasing
escap             maintain                                    accelerate, reverse
oecd              asks only whether there is a trend, so neither agrees nor disagrees
================= =========================================== ===========================================
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations

import numpy as np

from planbook.model import CrossCheck, Indicator
from planbook.rules.meaning import accepted_values, improves_upwards, is_met, nearest_accepted

__all__ = ["TREND_FAVOURABLE", "anticipated_gaps", "check_escap", "check_oecd", "check_sdsn", "rank_trend"]

TREND_FAVOURABLE: dict[str, bool | None] = {
    "on_track_or_maintaining": True,
    "moderately_improving": False,
    "stagnating": False,
    "decreasing": False,
    "maintain": True,
    "accelerate": False,
    "reverse": False,
    "moving_towards": None,
    "no_significant_change": None,
    "moving_away": None,
}
SDSN_MODERATE = 0.5  # share of the pace needed from which progress is moderate
# Every level of significance in use: at the smallest all find a trend, beyond the largest none does.
OECD_LEVELS = (0.01, 0.10)

Points = tuple[tuple[int, float], ...]


def check_sdsn(indicator: Indicator, points: Points) -> CrossCheck:
    """The mean yearly change so far over the one needed from the baseline to the target year.

    Both are linear, so SDSN's normalisation to 0-100 cancels. Ratio ≥ 1, or the target met and not falling behind:
    on track or maintaining; ≥ 0.5 moderately improving; ≥ 0 stagnating; below 0 decreasing. A target that is met
    but from which the value has moved away since the baseline counts as stagnating.

    8,439 beds in 2020, 9,371 in 2023, target 10,105 in 2025: (932/3)/(1,666/5) = 0.932, moderately improving.

    Source
    ------
    Sustainable Development Solutions Network, Sustainable Development Report 2024, Annex "Methods Summary and Data
    Tables", section on trends (dashboards.sdgindex.org/chapters/methodology). The cut-offs 1
    and 0.5 are those it is known by; the section itself could not be read again when this was written.
    """
    (base_year, base), (year, value) = points[0], points[-1]
    accepted = accepted_values(indicator)
    towards = 1.0 if improves_upwards(indicator) else -1.0
    if is_met(value, accepted):
        away = is_met(base, accepted) and towards * (value - base) < 0
        return _check("sdsn", "stagnating" if away else "on_track_or_maintaining", None)
    target = nearest_accepted(base, accepted)
    needed = (target - base) / (indicator.target_year - base_year)
    if needed == 0:
        return _check("sdsn", "decreasing", None)  # met at the base, and not now
    ratio = round((value - base) / (year - base_year) / needed, 9)
    for code, least in (("on_track_or_maintaining", 1.0), ("moderately_improving", SDSN_MODERATE), ("stagnating", 0.0)):
        if ratio >= least:
            return _check("sdsn", code, ratio)
    return _check("sdsn", "decreasing", ratio)


def check_escap(indicator: Indicator, points: Points) -> CrossCheck:
    """The Anticipated Progress Index: what a time-weighted regression leaves missing in the target year.

    The gap between target and predicted value is counted in the way from base to target: none left (or the target
    met) `maintain`, up to all of it `accelerate`, more than all of it `reverse`.

    The regression gives recent values more weight. By how much could not be found in what the commissions publish,
    nor whether a small gap is forgiven. So the class is given only where it does not depend on the weights: where
    lines through the last two, the last three … and all values, which run from the most weight on recent values to
    the same weight on all, agree. The statistic is the gap with the same weight on all.

    8,439 / 8,679 / 9,022 / 9,371 beds in 2020-2023: lines through the last two, three and all four values predict
    10,069, 10,062.3 and 9,976.4 for 2025, short of 10,105 by 2.2, 2.6 and 7.7 % of the way: accelerate.

    Source
    ------
    ESCAP, "Progress assessment methodology" (data.unescap.org, 4 March 2026); UNECE, "Technical notes on the
    progress assessment" (w3.unece.org/sdg2026/technical-notes.html): the gap "relative to the progress required".
    """
    if is_met(points[-1][1], accepted_values(indicator)):
        return _check("escap", "maintain", None)
    gaps = anticipated_gaps(indicator, points)
    if gaps is None:
        return CrossCheck("escap", "not_applicable", None, reason="cross_no_way_to_go")
    codes = {"maintain" if gap <= 0 else "accelerate" if gap <= 1 else "reverse" for gap in gaps}
    if len(codes) > 1:
        return CrossCheck("escap", "not_applicable", None, reason="cross_escap_weights")
    return _check("escap", codes.pop(), gaps[-1])


def anticipated_gaps(indicator: Indicator, points: Points) -> tuple[float, ...] | None:
    """Gap to the target as a share of the way, by lines through the last two, three … and all points.

    0 where the predicted value meets the target; None where base and target leave no way.
    """
    base, accepted = points[0][1], accepted_values(indicator)
    target = nearest_accepted(base, accepted)
    if target == base:
        return None
    gaps = []
    for count in range(2, len(points) + 1):
        predicted = _line_at(points[-count:], indicator.target_year)
        met = is_met(predicted, accepted)
        gaps.append(0.0 if met else round((target - predicted) / (target - base), 9))
    return tuple(gaps)


def check_oecd(indicator: Indicator, points: Points) -> CrossCheck:
    """Whether the values have a trend at all: Spearman's rank correlation with time, by its exact distribution.

    The level of significance the OECD uses could not be found. So the class is given only where every level in use,
    from 1 to 10 %, says the same. The OECD's other measure, the distance to the target in standard deviations of
    its member countries, does not exist for one district.

    The statistic is the correlation, signed so that 1 is a steady move towards the target.

    Source
    ------
    OECD, The Short and Winding Road to 2030: Measuring Distance to the SDG Targets (2022), Annex A.
    """
    values = [value for _, value in points]
    if len(values) < 3 or len(set(values)) == 1:
        return CrossCheck("oecd", "not_applicable", None, reason="cross_oecd_too_few")
    correlation, p_value = rank_trend(values)
    towards = correlation if improves_upwards(indicator) else -correlation
    if p_value > OECD_LEVELS[1]:
        return _check("oecd", "no_significant_change", towards)
    if p_value > OECD_LEVELS[0]:
        return CrossCheck("oecd", "not_applicable", towards, reason="cross_oecd_level")
    return _check("oecd", "moving_towards" if towards > 0 else "moving_away", towards)


def rank_trend(values: Sequence[float]) -> tuple[float, float]:
    """Spearman's correlation of values with their order, and its exact two-sided p-value; ties share their rank.

    Every order of the values is counted, so at most eight values are taken, the last.

    >>> rank_trend([1.0, 2.0, 3.0, 4.0])
    (1.0, 0.08333333333333333)

    Source
    ------
    Kendall and Gibbons, Rank Correlation Methods (5th edition, 1990), chapters 3 and 4.
    """
    recent = list(values)[-8:]
    count = len(recent)
    ranks = [
        sum(other < value for other in recent) + (sum(other == value for other in recent) + 1) / 2 for value in recent
    ]
    centre = (count + 1) / 2
    spread = math.sqrt(
        sum((rank - centre) ** 2 for rank in ranks) * sum((n - centre) ** 2 for n in range(1, count + 1))
    )
    found = sum((rank - centre) * (n - centre) for n, rank in enumerate(ranks, 1)) / spread
    sizes = _sizes_of_orders(tuple(sorted(ranks)))
    return found, float((sizes >= abs(_doubled(ranks) @ _doubled(range(1, count + 1)))).mean())


@lru_cache(maxsize=64)
def _sizes_of_orders(ranks: tuple[float, ...]) -> np.ndarray:
    """For each order of the ranks four times |Σ (rank - mean) (place - mean)|, a whole number."""
    orders = np.array(list(permutations(_doubled(ranks))))
    sizes: np.ndarray = np.abs(orders @ _doubled(range(1, len(ranks) + 1)))
    return sizes


def _doubled(ranks: Sequence[float]) -> np.ndarray:
    """Twice the distances of ranks from their mean: whole numbers, for shared ranks are halves."""
    return np.array([round(2 * rank) - len(ranks) - 1 for rank in ranks])


def _line_at(points: Points, year: float) -> float:
    """Ordinary least squares through the points, read at a year."""
    mean_year = math.fsum(when for when, _ in points) / len(points)
    mean_value = math.fsum(value for _, value in points) / len(points)
    squares = math.fsum((when - mean_year) ** 2 for when, _ in points)
    slope = math.fsum((when - mean_year) * (value - mean_value) for when, value in points) / squares
    return mean_value + slope * (year - mean_year)


def _check(method: str, code: str, statistic: float | None) -> CrossCheck:
    return CrossCheck(method, code, statistic, favourable=TREND_FAVOURABLE[code])
