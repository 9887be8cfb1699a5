"""Rules of the yearly figures: years, values, flags, statuses, revisions, and values out of line with the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from planbook.errors import Problem
from planbook.model import Flag, Indicator, TargetKind, Task, TaskKind, UnitKind
from planbook.rules.facts import Facts, Record, problem_at
from planbook.rules.meaning import FLOW_KINDS, LEVEL_KINDS, as_shown, compounds
from planbook.rules.targets import Aim
from planbook.rules.values import value_problems

__all__ = [
    "JUMP_MULTIPLE",
    "YEARLY_RULES",
    "ValueCourse",
    "aims_values_out_of_line",
    "foremost",
    "restated_values_say_so",
    "the_edition_is_one_of_the_plan",
]

# A change this many times the usual yearly one is pointed out. Of the indicators' planned courses none is so uneven;
# slips of a digit, which are what the check is for, change a value tenfold.
JUMP_MULTIPLE = 5
# Factors between a value and its neighbours that tell of a wrong unit, and how near to them a ratio has to come:
# a percentage given as a fraction, or 万 (ten thousand) taken for ones.
_UNIT_FACTORS = (100.0, 10_000.0)
_UNIT_NEARNESS = 2.0
# So many other yearly changes, at least, make a "usual" one where the plan does not say what to expect.
_FEWEST_CHANGES = 3
# No series gains or loses this factor at once and stays there.
_IMPLAUSIBLE_FACTOR = 1000.0
_SHARE_NOT_A_FRACTION = 2.0  # a share whose baseline and target are both at least 2 % is not 0.02


def the_edition_is_one_of_the_plan(facts: Facts) -> Iterator[Problem]:
    plan = facts.plan
    if plan is not None and not plan.period.first_year <= facts.year <= plan.period.last_year:
        yield Problem(
            "" if plan.origin is None else plan.origin.file,
            f"the plan has no edition of {facts.year}",
            str(facts.year),
            f"a year from {plan.period.first_year} to {plan.period.last_year}",
            "build a year of the plan with --year",
            row=None if plan.origin is None else plan.origin.lines.get("period.first_year"),
        )


def the_year_is_one_of_the_plan_and_of_the_file(record: Record, facts: Facts) -> Iterator[Problem]:
    plan, vintage = facts.plan, record.vintage
    if plan is None or vintage is None:
        return
    if record.year > vintage:
        folder = "" if record.origin is None else record.origin.file.rpartition("/")[0]
        yield problem_at(
            record,
            "the year is later than the file",
            str(record.year),
            f"a year up to {vintage}",
            f"move the row to {folder}/{record.year}.csv, or correct the year",
        )
    elif not plan.period.first_year <= record.year <= plan.period.last_year:
        last = min(vintage, plan.period.last_year)
        yield problem_at(
            record,
            "the year lies outside the plan",
            str(record.year),
            f"a year from {plan.period.first_year} to {last}",
            "correct the year",
        )


def a_missing_value_is_not_there(record: Record, facts: Facts) -> Iterator[Problem]:
    if record.flag is Flag.MISSING and record.value is not None:
        yield problem_at(
            record,
            "a value is flagged as missing",
            f"{record.written} with flag m",
            "flag m with an empty value",
            "empty the value or the flag",
        )


def a_measure_in_words_has_a_status_and_a_figure_has_none(record: Record, facts: Facts) -> Iterator[Problem]:
    aim = _aim_of(record, facts)
    if isinstance(aim, Indicator) and aim.target_kind is TargetKind.QUALITATIVE and record.value is not None:
        yield problem_at(
            record,
            "a qualitative target has a value",
            f'"{record.written}"',
            "an empty cell",
            "empty the value, or give the indicator another target_kind",
        )
    if not isinstance(aim, Task):
        return
    if aim.kind is TaskKind.NUMERIC and record.status is not None:
        yield problem_at(
            record,
            "a numeric task has a status",
            f'"{record.status}"',
            "a value and no status",
            "empty the status; it follows from the value",
        )
    elif aim.kind is TaskKind.QUALITATIVE and record.value is not None:
        yield problem_at(
            record,
            "a qualitative measure has a value",
            f'"{record.written}"',
            "a status and no value",
            "empty the value",
        )
    elif aim.kind is TaskKind.QUALITATIVE and record.status is None:
        yield problem_at(
            record,
            "a qualitative measure has no status",
            "an empty cell",
            "a status code",
            "write the status, not_reported where none is known",
        )


def a_compounding_change_leaves_something(record: Record, facts: Facts) -> Iterator[Problem]:
    aim, unit = _aim_of(record, facts), facts.unit_of(record)
    if aim is None or unit is None or record.value is None or aim.target_kind not in FLOW_KINDS:
        return
    if compounds(unit) and record.value <= -100:
        yield problem_at(
            record, "nothing falls by 100 % or more", record.written, "more than -100", "correct the value"
        )


YEARLY_RULES = (
    the_year_is_one_of_the_plan_and_of_the_file,
    a_missing_value_is_not_there,
    a_measure_in_words_has_a_status_and_a_figure_has_none,
    a_compounding_change_leaves_something,
)


def _aim_of(record: Record, facts: Facts) -> Aim | None:
    return facts.indicators.get(record.subject_id) or facts.tasks.get(record.subject_id)


def restated_values_say_so(records: Iterable[Record]) -> Iterator[Problem]:
    """A later file that restates a value says so with flag r; flag r says so only where it is true."""
    known: dict[tuple[str, int], Record] = {}
    for record in records:  # the oldest file first
        before = known.get((record.subject_id, record.year))
        known[record.subject_id, record.year] = record
        if record.value is None:
            continue
        if before is not None and before.value not in (None, record.value) and before.vintage != record.vintage:
            if record.flag is not Flag.REVISED:
                place = "" if before.origin is None else f"{before.origin.file}:{before.origin.row}"
                yield problem_at(
                    record,
                    "an earlier value is restated without saying so",
                    f"{record.written} with {f'flag {record.flag}' if record.flag else 'no flag'}; "
                    f"{before.written} in {place}",
                    "flag r (revised)",
                    "write flag r",
                    severity="warning",
                )
        elif record.flag is Flag.REVISED:
            yield problem_at(
                record,
                "the value is flagged as revised, but no earlier file gives another",
                record.written,
                "an earlier file with a different value",
                "empty the flag",
                severity="warning",
            )


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
    """Values about 100 or 10,000 times what the course is measured by, or that fraction of it.

    A course is measured by the plan's baseline, which is sound; without one, by the median of its values.
    """
    if course.unit_kind is UnitKind.CHANGE or not course.records:
        return
    first = course.records[0]
    sizes = [abs(_value(record)) for record in course.records]
    usual = sizes[0] if first.origin is None and first.value else median(sizes)
    for record in course.records:
        if record.origin is not None and usual and record.value and not _explained(record):
            yield from _check_unit(record, usual, course.unit_kind)


def _check_unit(record: Record, usual: float, unit_kind: UnitKind | None) -> Iterator[Problem]:
    """A share given as a fraction, or ones for ten thousands, is an error; a hundredfold count could be growth."""
    for factor in _UNIT_FACTORS:
        for expected in (factor, 1 / factor):
            if 1 / _UNIT_NEARNESS <= abs(_value(record)) / usual / expected <= _UNIT_NEARNESS:
                certain = factor == _UNIT_FACTORS[1] or (unit_kind is UnitKind.SHARE and expected < 1)
                size = f"{factor:,.0f} times" if expected > 1 else f"1/{factor:,.0f} of"
                yield problem_at(
                    record,
                    "the value looks as if given in another unit",
                    f"{record.written}, about {size} the other values",
                    f"a value of the size of {_plain(usual)}",
                    "give the value in its unit; where it holds, say why in note_zh and note_en",
                    severity="error" if certain else "warning",
                )


def _check_scale(course: ValueCourse) -> Iterator[Problem]:
    """A whole series out of scale with its plan figures was given in another unit, and would come out as a collapse."""
    reported = [record for record in course.records if record.origin is not None and record.flag is not Flag.FORECAST]
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


def _explained(record: Record) -> bool:
    """A break (flag b), or a note in both languages, says why a value is out of line."""
    return record.flag is Flag.BREAK or bool(record.note.zh and record.note.en)


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
        if not _explained(record):
            yield problem_at(
                record,
                "the value jumps",
                f"{_plain(_value(nearest))} in {nearest.year} → {_plain(_value(record))}",
                f"a change of at most {_plain(JUMP_MULTIPLE * usual)} a year "
                f"({JUMP_MULTIPLE} times the usual {_plain(usual)})",
                "check the figure; where it holds, write flag b or say why in note_zh and note_en",
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
