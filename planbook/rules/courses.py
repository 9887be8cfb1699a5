"""Values unlike what they should be beside: the value before, the target, the kind of unit; and jumps.

What is certain is an error, what is only unlikely a warning. A break (flag b) says why a value is out of line, and so
does the plain word that it was checked (`CHECKED`); a note about something else does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from planbook.errors import Problem
from planbook.model import Flag, TargetKind, Text, UnitKind
from planbook.rules.facts import Facts, Record, problem_at
from planbook.rules.meaning import LEVEL_KINDS, as_shown
from planbook.rules.targets import Aim
from planbook.rules.values import value_problems

__all__ = ["CHECKED", "JUMP_MULTIPLE", "ValueCourse", "aims_values_out_of_line", "explained", "foremost"]

# A change this many times the usual yearly one is pointed out. Of the indicators' planned courses none is so uneven;
# slips of a digit, which are what the check is for, change a value tenfold.
JUMP_MULTIPLE = 5
# Factors between a value and what it should be like that tell of a wrong unit: a percentage given as a fraction, or
# 万 (ten thousand) taken for ones; and of a slip of the decimal point. A value within the room around what it should
# be like is never told of.
_UNIT_FACTORS = (100.0, 10_000.0)
_SLIP_FACTOR = 10.0
_ROOM = 2.0
# So many other yearly changes, at least, make a "usual" one where the plan does not say what to expect.
_FEWEST_CHANGES = 3
# No series gains or loses this factor at once and stays there.
_IMPLAUSIBLE_FACTOR = 1000.0
# A share whose baseline and target are both at least 2 % is not 0.02 throughout; one that stood above 5 % and is to
# stand above 5 % is not at 1 % or less in between.
_SHARE_NOT_A_FRACTION = 2.0
_SHARE_FAR_ABOVE_ONE = 5.0

# What a note has to say, in both languages, for a value that is unlikely and right.
CHECKED = Text("已核实", "verified")
_CHECKED_EN = re.compile(r"\bverified\b", re.IGNORECASE)
_CONFIRM = f"where it holds, say “{CHECKED.zh}” in note_zh and “{CHECKED.en}” in note_en"


@dataclass(frozen=True)
class ValueCourse:
    """The values of one subject in order of year, in one unit; a record without origin is the plan's baseline.

    `planned_yearly_change` is what the plan expects a year, in the unit, and the least that counts as usual; where it
    expects nothing (0) only courses of at least five values are judged. `plan_levels` are baseline and target where
    the yearly values are levels of the same kind.
    """

    records: tuple[Record, ...]
    unit_kind: UnitKind | None
    planned_yearly_change: float = 0.0
    plan_levels: tuple[float, float] | None = None


def aims_values_out_of_line(facts: Facts) -> Iterator[Problem]:
    """Values of indicators and tasks that cannot be, or are unlike their neighbours; of each row what says most."""
    for records, aims in ((facts.observations, facts.indicators), (facts.progress, facts.tasks)):
        values: list[Problem] = []
        latest: dict[str, dict[int, Record]] = {}
        for record in records:
            if record.value is not None:
                latest.setdefault(record.subject_id, {})[record.year] = record
                unit = facts.unit_of(record)
                values += value_problems(record, record.value, unit) if unit is not None else ()
        courses = [_course(aims[name], years, facts) for name, years in latest.items() if name in aims]
        yield from foremost(values, courses)


def _course(aim: Aim, years: dict[int, Record], facts: Facts) -> ValueCourse:
    if aim.baseline is not None and aim.baseline_year is not None:
        years.setdefault(aim.baseline_year, Record(aim.id, aim.baseline_year, aim.baseline))
    unit = facts.units.get(aim.unit_id)
    levels = None
    if aim.target_kind in LEVEL_KINDS | {TargetKind.KEEP} and aim.baseline is not None and aim.target is not None:
        levels = (aim.baseline, aim.target)
    return ValueCourse(
        tuple(years[year] for year in sorted(years)),
        None if unit is None else unit.kind,
        _planned_yearly_change(aim),
        levels,
    )


def _planned_yearly_change(aim: Aim) -> float:
    """The change a year that leads from baseline to target, in the unit; 0 where none is planned.

    Yearly rates and amounts lead nowhere: each year's is its own.
    """
    start, end = aim.baseline_year, aim.target_year
    if aim.target_kind not in LEVEL_KINDS or None in (aim.baseline, aim.target, start, end):
        return 0.0
    assert aim.baseline is not None and aim.target is not None and start is not None and end is not None
    return abs(aim.target - aim.baseline) / (end - start) if end > start else 0.0


def foremost(values: Iterable[Problem], courses: Iterable[ValueCourse]) -> Iterator[Problem]:
    """Of each row the problem that says most: a wrong unit, else an impossible value, else what is only unlikely."""
    told: set[tuple[str, int | None]] = set()
    courses = tuple(courses)
    units = [problem for course in courses for problem in (*_check_units(course), *_check_scale(course))]
    jumps = [problem for course in courses for problem in _check_jumps(course, units)]
    certain = [problem for problem in units if problem.severity == "error"]
    for problem in (*certain, *values, *units, *jumps):
        if (problem.file, problem.row) not in told:
            told.add((problem.file, problem.row))
            yield problem


def _check_units(course: ValueCourse) -> Iterator[Problem]:
    """Values that are like nothing around them, and would be like it if they were given in another unit."""
    if course.unit_kind is UnitKind.CHANGE or not course.records:
        return
    before: Record | None = None
    usual = median(abs(_value(record)) for record in course.records)
    for record in course.records:
        if record.origin is None or not record.value or explained(record):
            before = record
            continue
        problem = _in_another_unit(record, _surroundings(course, before, usual), course)
        if problem is None:
            before = record
        else:
            yield problem


def _surroundings(course: ValueCourse, before: Record | None, usual: float) -> tuple[float, ...]:
    """The sizes a value should be like: the one before it and the target; where the plan aims at no level, the usual.

    Without a value before it may be anything from nothing on.
    """
    if course.plan_levels is None:
        first = course.records[0]
        return (abs(first.value),) if first.origin is None and first.value else (usual,)
    return (abs(_value(before)) if before is not None else 0.0, abs(course.plan_levels[1]))


def _in_another_unit(record: Record, sizes: tuple[float, ...], course: ValueCourse) -> Problem | None:
    """A share given as a fraction, or ones for ten thousands, is an error; a hundredfold count could be growth."""
    size, low, high = abs(_value(record)), min(sizes) / _ROOM, max(sizes) * _ROOM
    around = " to ".join(dict.fromkeys(_plain(each) for each in sorted(sizes)))
    if course.unit_kind is UnitKind.SHARE and size <= 1 and min(sizes) > _SHARE_FAR_ABOVE_ONE:
        return _odd_unit(record, "a share of at most 1 %, among values far above", around, certain=True)
    if low <= size <= high or not high:
        return None
    for factor in _UNIT_FACTORS:
        for expected in (factor, 1 / factor):
            if low <= size / expected <= high:
                certain = factor == _UNIT_FACTORS[1] or (course.unit_kind is UnitKind.SHARE and expected < 1)
                times = f"{factor:,.0f} times" if expected > 1 else f"1/{factor:,.0f} of"
                return _odd_unit(record, f"about {times} the other values", around, certain)
    slipped = course.plan_levels is not None and (
        low <= size / _SLIP_FACTOR <= high or (low > 0 and low <= size * _SLIP_FACTOR <= high)
    )
    if slipped:
        return problem_at(
            record,
            "the value looks as if its decimal point had slipped",
            record.written,
            f"a value of the size of {around}",
            f"check the figure; {_CONFIRM}",
            severity="warning",
        )
    return None


def _odd_unit(record: Record, what: str, around: str, certain: bool) -> Problem:
    return problem_at(
        record,
        "the value looks as if given in another unit",
        f"{record.written}, {what}",
        f"a value of the size of {around}",
        f"give the value in its unit; {_CONFIRM}",
        severity="error" if certain else "warning",
    )


def _check_scale(course: ValueCourse) -> Iterator[Problem]:
    """A whole series out of scale with its plan figures was given in another unit, and would come out as a collapse."""
    reported = [record for record in course.records if record.origin is not None and Flag.FORECAST not in record.flags]
    sizes = [abs(_value(record)) for record in reported if record.value]
    if course.plan_levels is None or not sizes or len(sizes) < len(reported) or 0 in course.plan_levels:
        return
    levels = tuple(abs(level) for level in course.plan_levels)
    fraction = course.unit_kind is UnitKind.SHARE and min(levels) >= _SHARE_NOT_A_FRACTION and max(sizes) <= 1
    beyond = max(sizes) * _IMPLAUSIBLE_FACTOR < min(levels) or min(sizes) > max(levels) * _IMPLAUSIBLE_FACTOR
    if fraction or beyond:
        yield problem_at(
            reported[-1],
            "the series looks as if it were in another unit",
            ", ".join(record.written for record in reported),
            f"values on the scale of {as_shown(course.plan_levels[0])} to {as_shown(course.plan_levels[1])}",
            "convert the values to the unit",
        )


def explained(record: Record) -> bool:
    """A break (flag b), or the word in both languages that the figure was checked, says why it is out of line."""
    checked = CHECKED.zh in record.note.zh and bool(_CHECKED_EN.search(record.note.en))
    return Flag.BREAK in record.flags or checked


def _check_jumps(course: ValueCourse, in_another_unit: Iterable[Problem]) -> Iterator[Problem]:
    """Changes beyond `JUMP_MULTIPLE` times the usual one, each told once.

    A value that jumps is compared with too, so that a new level is told of once and a single slip once, not twice.
    """
    passed_over = {(problem.file, problem.row) for problem in in_another_unit}
    records = [
        record
        for record in course.records
        if record.origin is None or (record.origin.file, record.origin.row) not in passed_over
    ]
    changes = [_yearly_change(before, after) for before, after in pairwise(records)]
    compared = records[:1]
    for index, record in enumerate(records[1:]):
        others = changes[:index] + changes[index + 1 :]
        planned = course.planned_yearly_change
        usual = max([planned, median(others)] if len(others) >= _FEWEST_CHANGES else [planned])
        nearest = min(compared, key=lambda before: _yearly_change(before, record))
        if record.origin is None or not usual or _yearly_change(nearest, record) <= JUMP_MULTIPLE * usual:
            compared = [record]
            continue
        compared = [*compared[-1:], record]
        if not explained(record):
            yield problem_at(
                record,
                "the value jumps",
                f"{_plain(_value(nearest))} in {nearest.year} → {_plain(_value(record))}",
                f"a change of at most {_plain(JUMP_MULTIPLE * usual)} a year "
                f"({JUMP_MULTIPLE} times the usual {_plain(usual)})",
                f"check the figure; write flag b where the definition changed; {_CONFIRM}",
                severity="warning",
            )


def _yearly_change(before: Record, after: Record) -> float:
    return abs(_value(after) - _value(before)) / (after.year - before.year)


def _value(record: Record) -> float:
    """A course holds values only."""
    if record.value is None:
        raise ValueError(f"{record.subject_id}, {record.year}: a course holds values only")
    return record.value


def _plain(number: float) -> str:
    """A number for a message: no more than three decimals, never an exponent."""
    return f"{number:,.3f}".rstrip("0").rstrip(".")
