"""Is there a trend at all? The Mann–Kendall test, with its exact distribution also where values are tied."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from statistics import median

from planbook.compare.change import Points
from planbook.model import Message

__all__ = ["MINIMUM_VALUES", "Trend", "find_trend", "mann_kendall_p_value"]

MINIMUM_VALUES = 8  # of fewer, even six of seven pairs in order may be chance
SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class Trend:
    """A Mann–Kendall test; None where the series is too short.

    Attributes
    ----------
    values, first_year, last_year : what was tested: the series since its last break.
    score : S, pairs of years that rise minus pairs that fall.
    tau : Kendall's tau-b, −1 to 1; None where every value is the same.
    p_value : exact, two-sided, of no trend.
    slope : Sen's slope, the median change per year over all pairs, in the unit.
    """

    values: int
    first_year: int | None
    last_year: int | None
    score: int | None
    tau: float | None
    p_value: float | None
    slope: float | None
    message: Message

    @property
    def computed(self) -> bool:
        return self.p_value is not None


def find_trend(stretches: tuple[Points, ...], unit_id: str) -> Trend:
    """Mann–Kendall test for a monotonic trend in the values since the last break; at least 8 of them.

    Years may be missing between the values: only their order counts.

    Source
    ------
    Mann, Econometrica 13 (1945); Kendall, Rank Correlation Methods (1975); slope: Sen, Journal of the American
    Statistical Association 63 (1968).
    """
    points = stretches[-1] if stretches else ()
    count = len(points)
    if count < MINIMUM_VALUES:
        message = Message(
            "compare.trend.too_few_years",
            (
                ("values", count, "number"),
                ("minimum", MINIMUM_VALUES, "number"),
            ),
        )
        first, last = (points[0][0], points[-1][0]) if points else (None, None)
        return Trend(count, first, last, None, None, None, None, message)
    first_year, last_year = points[0][0], points[-1][0]
    pairs = list(combinations(points, 2))
    score = sum((later > earlier) - (later < earlier) for (_, earlier), (_, later) in pairs)
    values = tuple(value for _, value in points)
    untied = sum(earlier != later for (_, earlier), (_, later) in pairs)
    tau = score / math.sqrt(untied * len(pairs)) if untied else None
    p_value = mann_kendall_p_value(values, score)
    slope = median((later - earlier) / (late - early) for (early, earlier), (late, later) in pairs)
    found = "none" if p_value >= SIGNIFICANCE else "rising" if score > 0 else "falling"
    message = Message(
        f"compare.trend.{found}",
        (
            ("first_year", first_year, "year"),
            ("last_year", last_year, "year"),
            ("values", count, "number"),
            ("slope", slope, f"change:{unit_id}"),
            ("p_value", p_value, "p_value"),
        ),
    )
    return Trend(count, first_year, last_year, score, tau, p_value, slope, message)


def mann_kendall_p_value(values: tuple[float, ...], score: int) -> float:
    """Probability of a score at least as far from 0 if every order of the values were equally likely. Exact.

    The number of orders with k falling pairs has the generating function [n]! / ([m₁]! [m₂]! …) with
    [k] = 1 + q + … + q^(k − 1), where m₁, m₂, … are the sizes of the groups of equal values.

    Source
    ------
    Inversions of a multiset: MacMahon, Combinatory Analysis (1915). Without ties this is Kendall's table.
    """
    ways = [1]
    for factor in range(2, len(values) + 1):
        ways = _times(ways, factor)
    for size in Counter(values).values():
        for factor in range(2, size + 1):
            ways = _divided(ways, factor)
    most = len(ways) - 1  # untied pairs; with k falling ones the score is most − 2k
    extreme = sum(number for falling, number in enumerate(ways) if abs(most - 2 * falling) >= abs(score))
    return float(Fraction(extreme, sum(ways)))


def _times(polynomial: list[int], size: int) -> list[int]:
    """`polynomial` · (1 + q + … + q^(size − 1))."""
    product = [0] * (len(polynomial) + size - 1)
    for place, coefficient in enumerate(polynomial):
        for shift in range(size):
            product[place + shift] += coefficient
    return product


def _divided(polynomial: list[int], size: int) -> list[int]:
    """`polynomial` / (1 + q + … + q^(size − 1)), which leaves no remainder."""
    quotient: list[int] = []
    for place in range(len(polynomial) - size + 1):
        quotient.append(polynomial[place] - sum(quotient[max(0, place - size + 1) : place]))
    return quotient
