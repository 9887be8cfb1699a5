"""What would have to happen: the pace still needed, against the best pace ever seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from planbook.model import BackgroundSeries, BestPace, Reported, Unit, UnitKind

__all__ = ["best_amount", "best_elsewhere", "best_pace"]

# Amounts of areas of different size are compared by their growth; shares and rates already stand on one scale.
AMOUNTS = frozenset({UnitKind.COUNT, UnitKind.MONEY})


def best_pace(points: Sequence[Reported], towards: float) -> BestPace | None:
    """The best pace of the subject's own comparable values; None with fewer than two, or if none went that way.

    Parameters
    ----------
    points : oldest first, of one definition.
    towards : 1 where the target lies above, −1 where it lies below.
    """
    found = [
        BestPace("", (after.value - before.value) / (after.time - before.time), None, before.year, after.year)
        for before, after in zip(points, points[1:], strict=False)
    ]
    best = max(found, key=lambda pace: towards * pace.per_year, default=None)
    return best if best is not None and towards * best.per_year > 0 else None


def best_amount(values: Sequence[Reported], towards: float) -> BestPace | None:
    """The best year of values that are themselves changes or amounts of a year; half a year's are no year's."""
    found = [BestPace("", one.value, None, one.year - 1, one.year) for one in values if one.time == one.year]
    best = max(found, key=lambda pace: towards * pace.per_year, default=None)
    return best if best is not None and towards * best.per_year > 0 else None


def best_elsewhere(
    series: Iterable[BackgroundSeries], unit: Unit, level: float, towards: float
) -> tuple[BestPace, ...]:
    """The best pace of the same measure in each other area that has two values of one definition.

    Of amounts the growth counts, ((b/a)^(1/years) − 1), and `per_year` is that growth applied to `level`: a city
    adds more beds in a year than a district has. Of shares and rates the change itself counts, and only in the
    same unit.

    Parameters
    ----------
    series : of the same measure, one an area.
    level : the subject's latest value.
    """
    found = []
    for one in series:
        paces = [
            pace
            for stretch in one.stretches
            for before, after in zip(stretch, stretch[1:], strict=False)
            if (pace := _pace_between(one, before, after, unit, level)) is not None
        ]
        best = max(paces, key=lambda pace: towards * pace.per_year, default=None)
        if best is not None and towards * best.per_year > 0:
            found.append(best)
    return tuple(found)


def _pace_between(
    series: BackgroundSeries, before: Reported, after: Reported, unit: Unit, level: float
) -> BestPace | None:
    years = after.time - before.time
    if unit.kind in AMOUNTS:
        if series.unit.kind is not unit.kind or before.value <= 0 or after.value <= 0:
            return None
        growth = math.expm1(math.log(after.value / before.value) / years)
        return BestPace(series.area.id, level * growth, growth, before.year, after.year)
    if series.unit.id != unit.id:
        return None
    return BestPace(series.area.id, (after.value - before.value) / years, None, before.year, after.year)
