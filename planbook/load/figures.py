"""The yearly figures: years, values, flags, revisions, jumps and units of `observations/` and `progress/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from planbook.errors import Problem
from planbook.load.facts import Aim, Facts, check_value
from planbook.load.tables import CsvRow, Tables

__all__ = ["JUMP_MULTIPLE", "Course", "Point", "check_observations", "check_progress", "foremost"]

# A change this many times the usual yearly one is pointed out. Of the indicators' planned courses none is so uneven;
# slips of a digit, which are what the check is for, change a value tenfold.
JUMP_MULTIPLE = 5
# Factors between a value and its neighbours that tell of a wrong unit, and how near to them a ratio has to come:
# a percentage given as a fraction, or 万 (ten thousand) taken for ones.
_UNIT_FACTORS = (100.0, 10_000.0)
_UNIT_NEARNESS = 2.0
# So many other yearly changes, at least, make a "usual" one where the plan does not say what to expect.
_FEWEST_CHANGES = 3


@dataclass(frozen=True)
class Point:
    """One value on the course of an indicator, task or series; `row` is None for the plan's baseline."""

    year: int
    value: float
    flag: str
    row: CsvRow | None


@dataclass(frozen=True)
class Course:
    """Points in order of year, in one unit.

    `planned_yearly_change` is what the plan expects a year, in the unit, and the least that counts as usual; where it
    expects nothing (0) only courses of at least five points are judged.
    """

    points: tuple[Point, ...]
    unit_kind: str
    planned_yearly_change: float = 0.0


def check_observations(year: int, tables: Tables, facts: Facts) -> Iterator[Problem]:
    """Problems of the indicators' yearly values up to `year`."""
    yield from _check_files(year, tables, facts)
    files = tables.yearly("observations", year)
    values: list[Problem] = []
    for vintage, table in files:
        for row in table.rows():
            yield from _check_row(row, vintage, facts)
            aim = facts.indicators.get(row["indicator_id"])
            if aim is not None:
                values.extend(check_value(row, "value", aim.unit_id, facts))
    yield from _check_revisions(files, "indicator_id")
    yield from foremost(values, _courses(files, "indicator_id", facts.indicators, facts))


def check_progress(year: int, tables: Tables, facts: Facts) -> Iterator[Problem]:
    """Problems of the tasks' values and statuses up to `year`."""
    files = tables.yearly("progress", year)
    values: list[Problem] = []
    for vintage, table in files:
        for row in table.rows():
            task = facts.tasks.get(row["task_id"])
            yield from _check_row(row, vintage, facts)
            if task is None:
                continue
            values.extend(check_value(row, "value", task.unit_id, facts))
            if task.numeric and row["status"]:
                yield row.problem(
                    "a numeric task has a status",
                    f'"{row["status"]}"',
                    "a value and no status",
                    "empty the status; it follows from the value",
                )
            elif not task.numeric and row["value"]:
                yield row.problem(
                    "a qualitative measure has a value", f'"{row["value"]}"', "a status and no value", "empty the value"
                )
            elif not task.numeric and not row["status"]:
                yield row.problem(
                    "a qualitative measure has no status",
                    "an empty cell",
                    "a status code",
                    "write the status, not_reported where none is known",
                )
    yield from _check_revisions(files, "task_id")
    yield from foremost(values, _courses(files, "task_id", facts.tasks, facts))


def _check_files(year: int, tables: Tables, facts: Facts) -> Iterator[Problem]:
    """Whether the edition's year belongs to the plan, and has its file; the year before it is compared with."""
    if facts.first_year is not None and facts.last_year is not None and not facts.first_year <= year <= facts.last_year:
        yield Problem(
            facts.plan.shown,
            f"the plan has no edition of {year}",
            str(year),
            f"a year from {facts.first_year} to {facts.last_year}",
            "build a year of the plan with --year",
            row=facts.plan.lines.get("period.first_year"),
        )
        return
    needed = [year - 1, year] if facts.first_year is not None and year > facts.first_year else [year]
    for wanted in needed:
        key = f"observations/{wanted}.csv"
        if key not in tables and not (tables.folder / key).is_file():
            yield Problem(
                tables.show(key),
                f"there are no figures for {wanted}",
                "no file",
                f"the file of what was known at the end of {wanted}",
                f"add {tables.show(key)}, with its header alone where nothing is known yet",
            )


def _check_row(row: CsvRow, vintage: int, facts: Facts) -> Iterator[Problem]:
    year = row.whole("year")
    if year is not None and facts.first_year is not None and facts.last_year is not None:
        last = min(vintage, facts.last_year)
        if year > vintage:
            yield row.problem(
                "the year is later than the file",
                str(year),
                f"a year up to {vintage}",
                f"move the row to {row.table.shown.rpartition('/')[0]}/{year}.csv, or correct the year",
            )
        elif not facts.first_year <= year <= facts.last_year:
            yield row.problem(
                "the year lies outside the plan",
                str(year),
                f"a year from {facts.first_year} to {last}",
                "correct the year",
            )
    if row["flag"] == "m" and row["value"]:
        yield row.problem(
            "a value is flagged as missing",
            f"{row['value']} with flag m",
            "flag m with an empty value",
            "empty the value or the flag",
        )


def _check_revisions(files: Sequence, identifier: str) -> Iterator[Problem]:
    """A later file that restates a value says so with flag r; flag r says so only where it is true."""
    known: dict[tuple[str, int | None], CsvRow] = {}
    for _, table in files:
        rows = list(table.rows())
        restated = [(row, known.get((row[identifier], row.whole("year")))) for row in rows]
        known.update({(row[identifier], row.whole("year")): row for row in rows})
        for row, before in restated:
            value = row.number("value")
            if value is None:
                continue
            revised = before is not None and before.number("value") not in (None, value)
            if revised and row["flag"] != "r":
                yield row.problem(
                    "an earlier value is restated without saying so",
                    f"{row['value']} with {'flag ' + row['flag'] if row['flag'] else 'no flag'}; "
                    f"{before['value']} in {before.table.shown}:{before.line}",
                    "flag r (revised)",
                    "write flag r",
                    severity="warning",
                )
            elif row["flag"] == "r" and not revised:
                yield row.problem(
                    "the value is flagged as revised, but no earlier file gives another",
                    row["value"],
                    "an earlier file with a different value",
                    "empty the flag",
                    severity="warning",
                )


def _courses(files: Sequence, identifier: str, aims: Mapping[str, Aim], facts: Facts) -> Iterator[Course]:
    """What the latest files say of each indicator or task, from the plan's baseline on."""
    latest: dict[str, dict[int, Point]] = {}
    for _, table in files:
        for row in table.rows():
            year, value = row.whole("year"), row.number("value")
            if year is not None and value is not None:
                latest.setdefault(row[identifier], {})[year] = Point(year, value, row["flag"], row)
    for name, points in latest.items():
        aim = aims.get(name)
        if aim is None:
            continue
        if aim.baseline is not None and aim.baseline_year is not None:
            points.setdefault(aim.baseline_year, Point(aim.baseline_year, aim.baseline, "", None))
        yield Course(
            tuple(points[year] for year in sorted(points)),
            facts.unit_kinds.get(aim.unit_id, ""),
            aim.planned_yearly_change,
        )


def foremost(values: Iterable[Problem], courses: Iterable[Course]) -> Iterator[Problem]:
    """Of each row the problem that says most: a wrong unit, else an impossible value, else what is only unlikely."""
    told: set[tuple[str, int | None]] = set()
    courses = tuple(courses)
    units = [problem for course in courses for problem in _check_units(course)]
    jumps = [problem for course in courses for problem in _check_jumps(course, units)]
    certain = [problem for problem in units if problem.severity == "error"]
    for problem in (*certain, *values, *units, *jumps):
        if (problem.file, problem.row) not in told:
            told.add((problem.file, problem.row))
            yield problem


def _check_units(course: Course) -> Iterator[Problem]:
    """Values about 100 or 10,000 times what the course is measured by, or that fraction of it.

    A course is measured by the plan's baseline, which is sound; without one, by the median of its values.
    """
    if course.unit_kind == "change" or not course.points:
        return
    first = course.points[0]
    sizes = [abs(point.value) for point in course.points]
    usual = sizes[0] if first.row is None and first.value else median(sizes)
    for point in course.points:
        if point.row is not None and usual and point.value and not _explained(point):
            yield from _check_unit(point, usual, course.unit_kind)


def _check_unit(point: Point, usual: float, unit_kind: str) -> Iterator[Problem]:
    """A share given as a fraction, or ones for ten thousands, is an error; a hundredfold count could be growth."""
    for factor in _UNIT_FACTORS:
        for expected in (factor, 1 / factor):
            if 1 / _UNIT_NEARNESS <= abs(point.value) / usual / expected <= _UNIT_NEARNESS:
                certain = factor == _UNIT_FACTORS[1] or (unit_kind == "share" and expected < 1)
                size = f"{factor:,.0f} times" if expected > 1 else f"1/{factor:,.0f} of"
                yield point.row.problem(
                    "the value looks as if given in another unit",
                    f"{point.row['value']}, about {size} the other values",
                    f"a value of the size of {_plain(usual)}",
                    "give the value in its unit; where it holds, say why in note_zh and note_en",
                    severity="error" if certain else "warning",
                )


def _explained(point: Point) -> bool:
    """A break (flag b), or a note in both languages, says why a value is out of line."""
    return point.flag == "b" or bool(point.row["note_zh"] and point.row["note_en"])


def _check_jumps(course: Course, in_another_unit: Iterable[Problem]) -> Iterator[Problem]:
    """Changes beyond `JUMP_MULTIPLE` times the usual one, each told once.

    A value that jumps is compared with too, so that a new level is told of once and a single slip once, not twice.
    """
    passed_over = {(problem.file, problem.row) for problem in in_another_unit}
    points = [
        point
        for point in course.points
        if point.row is None or (point.row.table.shown, point.row.line) not in passed_over
    ]
    changes = [_yearly_change(before, after) for before, after in pairwise(points)]
    compared = points[:1]
    for index, point in enumerate(points[1:]):
        others = changes[:index] + changes[index + 1 :]
        planned = course.planned_yearly_change
        usual = max([planned, median(others)] if len(others) >= _FEWEST_CHANGES else [planned])
        nearest = min(compared, key=lambda before: _yearly_change(before, point))
        if point.row is None or not usual or _yearly_change(nearest, point) <= JUMP_MULTIPLE * usual:
            compared = [point]
            continue
        compared = [*compared[-1:], point]
        if _explained(point):
            continue
        yield point.row.problem(
            "the value jumps",
            f"{_plain(nearest.value)} in {nearest.year} → {_plain(point.value)}",
            f"a change of at most {_plain(JUMP_MULTIPLE * usual)} a year "
            f"({JUMP_MULTIPLE} times the usual {_plain(usual)})",
            "check the figure; where it holds, write flag b or say why in note_zh and note_en",
            severity="warning",
        )


def _yearly_change(before: Point, after: Point) -> float:
    return abs(after.value - before.value) / (after.year - before.year)


def _plain(number: float) -> str:
    """A number for a message: no more than three decimals, never an exponent."""
    return f"{number:,.3f}".rstrip("0").rstrip(".")
