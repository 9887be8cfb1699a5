"""What a target asks for: the values that meet it, the limits of its unit, and whether it makes sense at all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planbook.errors import Problem
from planbook.model import Bound, Direction, Indicator, TargetKind, Unit, UnitKind

__all__ = [
    "FLOW_KINDS",
    "INDICATOR_FILES",
    "LEVEL_KINDS",
    "TASK_FILES",
    "Files",
    "accepted_values",
    "as_shown",
    "check_target",
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
_DIRECTED_KINDS = frozenset({TargetKind.REACH, TargetKind.FALL_TO, TargetKind.FROM_ZERO})
# Kinds whose yearly values are changes or amounts of the year, to be averaged or totalled.
FLOW_KINDS = frozenset({TargetKind.YEARLY_AVERAGE, TargetKind.CUMULATIVE})
_CLOSE = 1e-9  # relative; arithmetic such as 30 + 0.6 * 30 must not miss a border by the last binary digit


@dataclass(frozen=True)
class Files:
    """Where the definitions and the yearly values come from, below the data folder, for messages."""

    definitions: str
    values: str

    def of_vintage(self, vintage: int) -> str:
        return f"{self.values}/{vintage}.csv"


INDICATOR_FILES = Files("plan/indicators.csv", "observations")
TASK_FILES = Files("plan/tasks.csv", "progress")


def as_shown(value: float | None) -> str:
    """A figure in a message."""
    return "none" if value is None else f"{value:.12g}"


def improves_upwards(indicator: Indicator) -> bool:
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


def check_target(indicator: Indicator, unit: Unit, files: Files = INDICATOR_FILES) -> tuple[Problem, ...]:
    """Everything that keeps a target from being judged; empty when it can be.

    A qualitative target is never computed and a relative one rests on another series, so neither needs a figure.
    """

    def problem(what: str, found: str, expected: str, fix: str) -> Problem:
        return Problem(files.definitions, what, found, expected, fix, subject=indicator.id)

    problems = []
    if indicator.target_year <= indicator.baseline_year:
        problems.append(
            problem(
                "the target year is not after the baseline year",
                str(indicator.target_year),
                f"a year after {indicator.baseline_year}",
                "correct target_year or baseline_year",
            )
        )
    if unit.id != indicator.unit_id:
        problems.append(
            problem(
                "the series is not in the indicator's unit",
                f'"{unit.id}"',
                f'"{indicator.unit_id}"',
                "give the series in the indicator's unit",
            )
        )
    if indicator.target_kind is TargetKind.QUALITATIVE:
        return tuple(problems)
    figures = {
        "baseline": indicator.baseline,
        "target": indicator.target,
        "target_high": indicator.target_high,
        "tolerance": indicator.tolerance,
    }
    unusable = {name: value for name, value in figures.items() if value is not None and not math.isfinite(value)}
    if unusable:
        problems.extend(
            problem(f"{name} is not a finite number", as_shown(value), "a finite number", f"correct {name}")
            for name, value in unusable.items()
        )
        return tuple(problems)
    if indicator.target_kind is TargetKind.RELATIVE:
        return tuple(problems)
    if indicator.target is None:
        problems.append(
            problem(
                "there is no target value",
                "none",
                f"a target for the kind {indicator.target_kind}",
                "enter the target, or declare the target kind qualitative",
            )
        )
        return tuple(problems)
    low, high = unit_limits(unit)
    problems.extend(
        problem(
            f"{name} cannot be in the unit {unit.id}",
            as_shown(value),
            _limits_in_words(low, high),
            f"correct {name} or unit_id",
        )
        for name, value in figures.items()
        if name != "tolerance" and value is not None and not low <= value <= high
    )
    problems.extend(_kind_problems(indicator, unit, problem))
    return tuple(problems)


def _limits_in_words(low: float, high: float) -> str:
    return f"0 or more{'' if math.isinf(high) else f', at most {high:g}'}" if low == 0 else "any finite number"


def _kind_problems(indicator: Indicator, unit: Unit, problem) -> list[Problem]:
    """What each kind of target asks of its figures."""
    kind, baseline, target = indicator.target_kind, indicator.baseline, indicator.target
    if kind in _DIRECTED_KINDS:
        return _directed_problems(indicator, problem)
    if kind in FLOW_KINDS:
        found = []
        if target == 0:
            found.append(
                problem(
                    f"a {kind} target of 0 leaves nothing to measure progress by",
                    "0",
                    "a target other than 0",
                    "declare the target kind keep",
                )
            )
        elif (target > 0) is not improves_upwards(indicator):
            found.append(
                problem(
                    f"the sign of a {kind} target contradicts its direction",
                    as_shown(target),
                    f"a {'positive' if improves_upwards(indicator) else 'negative'} target",
                    "correct target, direction or bound; declare a ceiling or floor as keep",
                )
            )
        elif compounds(unit) and target <= -100:
            found.append(
                problem("nothing falls by 100 % or more", as_shown(target), "more than -100", "correct target")
            )
        return found
    if kind is TargetKind.ABOUT and (indicator.tolerance is None or indicator.tolerance < 0):
        return [
            problem(
                "an about target has no tolerance",
                as_shown(indicator.tolerance),
                "0 or more, in the unit",
                "enter the tolerance",
            )
        ]
    if kind is TargetKind.RANGE and (indicator.target_high is None or indicator.target_high <= target):
        return [
            problem(
                "a range has no upper end above its lower end",
                as_shown(indicator.target_high),
                f"more than {as_shown(target)}",
                "enter target_high",
            )
        ]
    if kind in LEVEL_KINDS and baseline is not None and is_met(baseline, accepted_values(indicator)):
        return [
            problem(
                "the baseline meets the target already",
                as_shown(baseline),
                "a baseline outside the target",
                "declare the target kind keep",
            )
        ]
    return []


def _directed_problems(indicator: Indicator, problem) -> list[Problem]:
    kind, baseline, target = indicator.target_kind, indicator.baseline, indicator.target
    rising = indicator.direction is Direction.RISE
    found = []
    if kind is TargetKind.FALL_TO and rising:
        found.append(
            problem(
                "a fall_to target has the direction rise",
                indicator.direction,
                "fall",
                "correct direction or target_kind",
            )
        )
    if kind is TargetKind.FROM_ZERO and baseline != 0:
        found.append(
            problem(
                "a from_zero target does not start at 0",
                as_shown(baseline),
                "0",
                "correct baseline, or declare the target kind reach",
            )
        )
    if indicator.bound is not Bound.PLAIN and improves_upwards(indicator) is not rising:
        found.append(
            problem(
                "the bound contradicts the direction",
                f"{indicator.bound} with {indicator.direction}",
                "at_least with rise, at_most with fall",
                "correct bound or direction, or declare keep",
            )
        )
    if baseline is not None and baseline == target:
        found.append(
            problem(
                "the baseline equals the target",
                as_shown(baseline),
                "a baseline other than the target",
                "declare the target kind keep",
            )
        )
    elif baseline is not None and (target > baseline) is not rising:
        found.append(
            problem(
                "the target lies on the wrong side of the baseline",
                f"{as_shown(baseline)} to {as_shown(target)}",
                f"a {indicator.direction}",
                "correct direction, baseline or target; declare a target already met as keep",
            )
        )
    return found
