"""What a target asks for: the values that meet it, and the limits of its unit. Rules and judgements both read this."""

from __future__ import annotations

import math

from planbook.model import Bound, Direction, Indicator, TargetKind, Task, Unit, UnitKind

__all__ = [
    "FLOW_KINDS",
    "LEVEL_KINDS",
    "UNJUDGED_KINDS",
    "accepted_values",
    "as_shown",
    "compounds",
    "improves_upwards",
    "is_met",
    "nearest_accepted",
    "unit_limits",
]

# Kinds whose target is a level that the latest value either has reached or has not.
LEVEL_KINDS = frozenset(
    {
        TargetKind.REACH,
        TargetKind.FALL_TO,
        TargetKind.FROM_ZERO,
        TargetKind.ABOUT,
        TargetKind.RANGE,
    }
)
# Kinds whose yearly values are changes or amounts of the year, to be averaged or totalled.
FLOW_KINDS = frozenset({TargetKind.YEARLY_AVERAGE, TargetKind.CUMULATIVE})
# Kinds that no figure is judged of, and why: a key of the locales' `reasons`.
UNJUDGED_KINDS: dict[TargetKind, str] = {
    TargetKind.QUALITATIVE: "qualitative_target",
    TargetKind.OBSERVED: "observed_only",
    TargetKind.SET_YEARLY: "target_set_yearly",
}
_CLOSE = 1e-9  # relative; arithmetic such as 30 + 0.6 * 30 must not miss a border by the last binary digit


def as_shown(value: float | None) -> str:
    """A figure in a message."""
    return "none" if value is None else f"{value:.12g}"


def improves_upwards(indicator: Indicator | Task) -> bool:
    """Whether larger values are better; a bound says so more clearly than the direction."""
    if indicator.bound is Bound.PLAIN:
        return indicator.direction is Direction.RISE
    return indicator.bound is Bound.AT_LEAST


def compounds(unit: Unit) -> bool:
    """Whether yearly changes in this unit multiply (per cent of change) or add up (percentage points, amounts).

    A plan states a five-year cut "in %" of the level, or "in percentage points"; the unit is where a target says
    which of the two it means.
    """
    return unit.kind is UnitKind.CHANGE and unit.zh in ("%", "％")


def unit_limits(unit: Unit) -> tuple[float, float]:
    """The smallest and largest value a unit allows: shares 0-100, changes any, everything else from 0."""
    if unit.kind is UnitKind.SHARE:
        return 0.0, 100.0
    if unit.kind is UnitKind.CHANGE:
        return -math.inf, math.inf
    return 0.0, math.inf


def accepted_values(indicator: Indicator) -> tuple[float, float]:
    """The closed interval of values that meet the target, in the indicator's unit; ±inf where it is open.

    A plain value may be overshot: 100 planned and 110 reached is met. "About" is met within its tolerance, on
    both sides; a range between its ends. A target to keep may be any of these.
    """
    target = indicator.target
    if target is None:
        raise ValueError(f"{indicator.id} has no target value")
    if indicator.target_high is not None:
        return target, indicator.target_high
    if indicator.tolerance is not None:
        return target - indicator.tolerance, target + indicator.tolerance
    return (target, math.inf) if improves_upwards(indicator) else (-math.inf, target)


def is_met(value: float, accepted: tuple[float, float]) -> bool:
    """Whether a value lies within the accepted interval, ends included and rounding of the last digit forgiven."""
    low, high = accepted
    return low <= value <= high or math.isclose(value, low, rel_tol=_CLOSE) or math.isclose(value, high, rel_tol=_CLOSE)


def nearest_accepted(value: float, accepted: tuple[float, float]) -> float:
    """The accepted value that takes the smallest move from `value`."""
    return min(max(value, accepted[0]), accepted[1])
