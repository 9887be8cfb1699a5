"""Rules of the plan's own figures: whether baseline, target, bound, direction and kind of target agree.

Each is asked of every main indicator and every task. What a kind of target needs and may have stands in `NEEDS` and
`MAY_HAVE`: a new kind is a line in each, and a rule where its figures have to agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from planbook.errors import Problem
from planbook.model import Achievement, Bound, Direction, Indicator, TargetKind, Task, TaskKind
from planbook.rules.facts import Facts, problem_at
from planbook.rules.meaning import FLOW_KINDS, accepted_values, as_shown, compounds, improves_upwards, is_met
from planbook.rules.values import value_problems

__all__ = ["ACHIEVEMENT_RULES", "MAY_HAVE", "NEEDS", "NEVER_HAVE", "TARGET_RULES", "Aim"]

Aim = Indicator | Task

# The figures each kind of target cannot do without. Where the plan gives no baseline none is made up: a level is then
# met or not, and no completion is computed.
NEEDS: dict[TargetKind, tuple[str, ...]] = {
    TargetKind.REACH: ("target",),
    TargetKind.FALL_TO: ("target",),
    TargetKind.FROM_ZERO: ("baseline", "target"),
    TargetKind.KEEP: ("target",),
    TargetKind.YEARLY_AVERAGE: ("target",),
    TargetKind.CUMULATIVE: ("target",),
    TargetKind.ABOUT: ("target", "tolerance"),
    TargetKind.RANGE: ("target", "target_high"),
    TargetKind.RELATIVE: ("reference_series_id",),
    TargetKind.SET_YEARLY: (),
    TargetKind.OBSERVED: (),
    TargetKind.QUALITATIVE: (),
}
# Columns that belong to some kinds only; tasks have none of them.
MAY_HAVE: dict[str, frozenset[TargetKind]] = {
    "target_high": frozenset({TargetKind.RANGE, TargetKind.KEEP}),
    "tolerance": frozenset({TargetKind.ABOUT, TargetKind.RELATIVE}),
    # Of a relative target, what it is measured against; of others, the same measure in larger areas.
    "reference_series_id": frozenset(TargetKind) - {TargetKind.QUALITATIVE},
}
# What stands in a column although the plan states nothing: a figure of nobody's, with the plan as its source.
NEVER_HAVE: dict[TargetKind, tuple[str, ...]] = {
    TargetKind.QUALITATIVE: ("baseline", "target"),
    TargetKind.RELATIVE: ("target",),
    TargetKind.SET_YEARLY: ("target",),
    TargetKind.OBSERVED: ("target",),
}
_WAYS = frozenset({TargetKind.REACH, TargetKind.FALL_TO, TargetKind.FROM_ZERO})  # straight from baseline to target
_MOVING = _WAYS | {TargetKind.ABOUT, TargetKind.RANGE}  # lead from one level to another


def _figure(aim: Aim, column: str) -> float | str | None:
    """What stands in a column; None where it is empty, or a task has none such."""
    figure: float | str | None = getattr(aim, column, None)
    return None if figure == "" else figure


def _cell(aim: Aim, column: str) -> str:
    figure = _figure(aim, column)
    return figure if isinstance(figure, str) else as_shown(figure)


def figures_fit_their_unit(aim: Aim, facts: Facts) -> Iterator[Problem]:
    unit = facts.units.get(aim.unit_id)
    for column in ("baseline", "target", "target_high"):
        value = _figure(aim, column)
        if unit is not None and isinstance(value, float):
            yield from value_problems(aim, value, unit, column)


def kinds_agree(aim: Aim, facts: Facts) -> Iterator[Problem]:
    if not _kinds_agree(aim) and isinstance(aim, Task):
        yield problem_at(
            aim,
            "kind and target_kind do not agree",
            f"{aim.kind} and {aim.target_kind}",
            "qualitative in both or in neither",
            "correct one of the two",
        )


def _kinds_agree(aim: Aim) -> bool:
    qualitative = aim.target_kind is TargetKind.QUALITATIVE
    return isinstance(aim, Indicator) or (aim.kind is TaskKind.QUALITATIVE) is qualitative


def nothing_stands_that_the_kind_has_no_use_for(aim: Aim, facts: Facts) -> Iterator[Problem]:
    if not _kinds_agree(aim):
        return
    for column, kinds in MAY_HAVE.items():
        if _figure(aim, column) is not None and aim.target_kind not in kinds:
            others = sorted(set(TargetKind) - kinds)
            named = others[0] if len(others) == 1 else f"neither {' nor '.join(sorted(kinds))}"
            yield problem_at(
                aim,
                f'column "{column}" is filled for a target that is {named}',
                f'"{_cell(aim, column)}"',
                "an empty cell",
                f"empty the cell, or write target_kind {' or '.join(sorted(kinds))}",
            )
    for column in NEVER_HAVE.get(aim.target_kind, ()):
        if _figure(aim, column) is not None:
            yield problem_at(
                aim,
                f"a target of the kind {aim.target_kind} has a {column}"
                if aim.target_kind is not TargetKind.QUALITATIVE
                else f"a qualitative target has a {column}",
                f'"{_cell(aim, column)}"',
                "an empty cell",
                "empty the cell, or write another target_kind",
            )


def everything_stands_that_the_kind_needs(aim: Aim, facts: Facts) -> Iterator[Problem]:
    kind = aim.target_kind
    if not _kinds_agree(aim) or kind is TargetKind.QUALITATIVE:
        return
    for column in (*NEEDS[kind], "target_year"):
        if _figure(aim, column) is not None or (isinstance(aim, Task) and column == "baseline"):
            continue
        if isinstance(aim, Task) and column in MAY_HAVE:
            yield problem_at(
                aim,
                f"a task cannot have a {kind} target",
                kind,
                "a kind without further figures",
                "make it an indicator, or write another target_kind",
            )
        elif column in MAY_HAVE:
            yield problem_at(
                aim,
                f'column "{column}" is empty',
                "an empty cell",
                f"a value: the target_kind is {kind}",
                f'fill in "{column}"',
            )
        else:
            yield problem_at(
                aim,
                f'column "{column}" is empty',
                "an empty cell",
                f"a figure: the target_kind is {kind}",
                f'fill in "{column}", or write target_kind qualitative',
            )
    if not aim.unit_id:
        yield problem_at(
            aim, 'column "unit_id" is empty', "an empty cell", "a unit for the target", 'fill in "unit_id"'
        )


def the_target_comes_after_the_baseline(aim: Aim, facts: Facts) -> Iterator[Problem]:
    """Years a task does not give are the plan's own."""
    start, end = aim.baseline_year, aim.target_year
    if facts.plan is not None and aim.target_kind is not TargetKind.QUALITATIVE:
        start = facts.plan.baseline_year if start is None else start
        end = facts.plan.period.last_year if end is None else end
    if start is not None and end is not None and end <= start:
        yield problem_at(
            aim,
            "the target year is not after the baseline year",
            str(end),
            f"a year after {start}",
            "correct one of the two years",
        )


def the_target_lies_ahead(aim: Aim, facts: Facts) -> Iterator[Problem]:
    """A target that leads somewhere lies on the side its direction says, and its bound says the same."""
    start, end, kind, rising = aim.baseline, aim.target, aim.target_kind, aim.direction is Direction.RISE
    if kind not in _MOVING:
        return
    if kind in _WAYS and start is not None and start == end:
        yield problem_at(
            aim,
            "the baseline equals the target",
            f"target_kind {kind} with {as_shown(end)} in both",
            "target_kind keep",
            "write target_kind keep",
        )
        return
    if start is not None and end is not None and start != end and (end > start) is not rising:
        yield problem_at(
            aim,
            "the target lies against the direction",
            f"{as_shown(start)} → {as_shown(end)}, {aim.direction}",
            "a target above the baseline for rise, below it for fall",
            f"write direction {'fall' if end < start else 'rise'}, or correct the target",
        )
    if kind is TargetKind.FROM_ZERO and start is not None and start != 0:
        yield problem_at(
            aim,
            "the baseline of a from_zero target is not zero",
            as_shown(start),
            "0",
            "write target_kind reach, or baseline 0",
        )
    if kind is TargetKind.FALL_TO and rising:
        yield problem_at(aim, "a fall_to target rises", "direction rise", "direction fall", "write direction fall")
    if aim.bound is not Bound.PLAIN and improves_upwards(aim) is not rising:
        yield problem_at(
            aim,
            "bound and direction do not agree",
            f"{aim.bound} with {aim.direction}",
            "at_least with rise, at_most with fall",
            "correct one of the two",
        )


def a_range_ends_above_its_beginning(aim: Aim, facts: Facts) -> Iterator[Problem]:
    low, high = aim.target, _figure(aim, "target_high")
    ranged = aim.target_kind in MAY_HAVE["target_high"]
    if ranged and low is not None and isinstance(high, float) and high <= low:
        yield problem_at(
            aim,
            "the upper end of the range is not above the lower",
            f"{as_shown(low)} to {as_shown(high)}",
            f"more than {as_shown(low)}",
            "correct the range",
        )


def the_baseline_does_not_meet_the_target_already(aim: Aim, facts: Facts) -> Iterator[Problem]:
    """For targets that are an interval; with the others the target would lie on the baseline or behind it."""
    if not isinstance(aim, Indicator) or aim.target_kind not in _MOVING - _WAYS:
        return
    if aim.baseline is None or any(_figure(aim, column) is None for column in NEEDS[aim.target_kind]):
        return
    low, high = accepted_values(aim)
    if is_met(aim.baseline, (low, high)):
        yield problem_at(
            aim,
            "the baseline meets the target already",
            f"{as_shown(aim.baseline)}, with {as_shown(low)} to {as_shown(high)} accepted",
            "a baseline outside what is accepted",
            "correct the figures, or write target_kind keep",
        )


def a_flow_target_can_be_measured(aim: Aim, facts: Facts) -> Iterator[Problem]:
    """A yearly average or a total is a change: not nothing, signed as its direction, and no fall by all there is."""
    kind, target, unit = aim.target_kind, aim.target, facts.units.get(aim.unit_id)
    if kind not in FLOW_KINDS or target is None:
        return
    if target == 0:
        yield problem_at(
            aim,
            f"a {kind} target of 0 leaves nothing to measure progress by",
            "0",
            "a target other than 0",
            "write target_kind keep",
        )
    elif (target > 0) is not improves_upwards(aim):
        yield problem_at(
            aim,
            f"the sign of a {kind} target contradicts its direction",
            as_shown(target),
            f"a {'positive' if improves_upwards(aim) else 'negative'} target",
            "correct target, direction or bound; write a ceiling or floor as target_kind keep",
        )
    elif unit is not None and compounds(unit) and target <= -100:
        yield problem_at(
            aim, "nothing falls by 100 % or more", as_shown(target), "more than -100", "correct the target"
        )


def a_reference_series_is_in_the_same_unit(aim: Aim, facts: Facts) -> Iterator[Problem]:
    """That there is such a series is for the schema, which knows the columns that refer to other tables."""
    series = facts.series.get(str(_figure(aim, "reference_series_id") or ""))
    if aim.target_kind is TargetKind.RELATIVE and series is not None and series.unit_id != aim.unit_id:
        yield problem_at(
            aim,
            "the series a relative target names is in another unit",
            f'{series.id} in "{series.unit_id}"',
            f'a series in "{aim.unit_id}"',
            "name a series in the indicator's unit",
        )


TARGET_RULES = (
    figures_fit_their_unit,
    kinds_agree,
    nothing_stands_that_the_kind_has_no_use_for,
    everything_stands_that_the_kind_needs,
    the_target_comes_after_the_baseline,
    the_target_lies_ahead,
    a_range_ends_above_its_beginning,
    the_baseline_does_not_meet_the_target_already,
    a_flow_target_can_be_measured,
    a_reference_series_is_in_the_same_unit,
)


def achieved_values_fit_their_unit(achievement: Achievement, facts: Facts) -> Iterator[Problem]:
    unit = facts.units.get(achievement.unit_id)
    if unit is not None:
        yield from value_problems(achievement, achievement.value, unit, "value")
        if achievement.start_value is not None:
            yield from value_problems(achievement, achievement.start_value, unit, "start_value")


def an_achievement_starts_before_it_ends(achievement: Achievement, facts: Facts) -> Iterator[Problem]:
    start = achievement.start_year
    if start is not None and start >= achievement.year:
        yield problem_at(
            achievement,
            "the start year is not before the year",
            str(start),
            f"a year before {achievement.year}",
            "correct one of the two years",
        )


ACHIEVEMENT_RULES = (achieved_values_fit_their_unit, an_achievement_starts_before_it_ends)
