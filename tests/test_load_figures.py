"""Values out of line with their neighbours: jumps and wrong units, at and around their limits."""

from dataclasses import replace

import pytest

from planbook.load.figures import JUMP_MULTIPLE, Course, Point, foremost
from planbook.load.tables import CsvTable


def make_course(values: dict[int, float], kind="count", planned=0.0, flags=None, notes=()) -> Course:
    """A course whose first year is the plan's baseline and the others rows of one file, from line 2 on."""
    cells = [
        {
            "indicator_id": "i01",
            "year": str(year),
            "value": f"{value}",
            "note_zh": "说明" if year in notes else "",
            "note_en": "Note" if year in notes else "",
        }
        for year, value in values.items()
    ]
    rows = list(CsvTable("observations/2025.csv", "observations/2025.csv", dict(enumerate(cells))).rows())
    return Course(
        tuple(
            Point(year, value, (flags or {}).get(year, ""), None if index == 0 else rows[index])
            for index, (year, value) in enumerate(values.items())
        ),
        kind,
        planned,
    )


def told_of(course: Course) -> list[tuple[int, str, str]]:
    return [(problem.year, problem.what, problem.severity) for problem in foremost((), [course])]


def test_a_change_of_five_times_the_planned_one_passes_and_a_larger_one_does_not():
    # Planned 100 a year; 5 × 100 = 500.
    assert JUMP_MULTIPLE == 5
    assert told_of(make_course({2020: 1000, 2021: 1500}, planned=100)) == []
    assert told_of(make_course({2020: 1000, 2021: 1501}, planned=100)) == [(2021, "the value jumps", "warning")]
    assert told_of(make_course({2020: 1000, 2021: 499}, planned=100)) == [(2021, "the value jumps", "warning")]


def test_a_change_over_several_years_counts_by_the_year():
    # +1,400 in three years is 467 a year, below 500.
    assert told_of(make_course({2020: 1000, 2023: 2400}, planned=100)) == []
    assert told_of(make_course({2020: 1000, 2023: 2600}, planned=100)) == [(2023, "the value jumps", "warning")]


def test_the_usual_change_is_the_median_of_the_others_where_that_is_larger_than_planned():
    # Changes 300, 310, 290, then 1,400: the median of the others is 300, five times that 1,500.
    assert told_of(make_course({2019: 1000, 2020: 1300, 2021: 1610, 2022: 1900, 2023: 3300}, planned=10)) == []
    # … then 1,600.
    assert told_of(make_course({2019: 1000, 2020: 1300, 2021: 1610, 2022: 1900, 2023: 3500}, planned=10)) == [
        (2023, "the value jumps", "warning")
    ]


def test_without_a_planned_change_a_short_course_is_not_judged():
    assert told_of(make_course({2020: 10, 2021: 11, 2022: 12, 2023: 60})) == []
    assert told_of(make_course({2019: 9, 2020: 10, 2021: 11, 2022: 12, 2023: 60})) == [
        (2023, "the value jumps", "warning")
    ]


def test_one_slip_is_told_once_and_so_is_a_new_level():
    assert told_of(make_course({2020: 100, 2021: 180, 2022: 104, 2023: 106}, planned=2)) == [
        (2021, "the value jumps", "warning")
    ]
    assert told_of(make_course({2020: 100, 2021: 180, 2022: 182, 2023: 184}, planned=2)) == [
        (2021, "the value jumps", "warning")
    ]


def test_a_break_or_a_note_explains_a_jump():
    values = {2020: 100, 2021: 180, 2022: 182}
    assert told_of(make_course(values, planned=2, flags={2021: "b"})) == []
    assert told_of(make_course(values, planned=2, notes=(2021,))) == []


@pytest.mark.parametrize(
    ("kind", "value", "severity"),
    [
        ("share", 0.42, "error"),  # 42 % given as a fraction
        ("share", 0.65, "error"),
        ("count", 0.9, "error"),  # 9,000 in 万
        ("count", 90_000_000, "error"),  # 万 taken for ones
        ("count", 900_000, "warning"),  # a hundredfold could be growth
    ],
)
def test_a_value_in_another_unit_is_told_by_its_size(kind, value, severity):
    others = {"share": {2020: 40, 2021: 41}, "count": {2020: 9000, 2021: 9100}}[kind]
    assert told_of(make_course({**others, 2022: value}, kind)) == [
        (2022, "the value looks as if given in another unit", severity)
    ]


def test_an_impossible_value_is_an_error_even_where_it_may_be_in_another_unit():
    course = make_course({2020: 40, 2021: 41, 2022: 4100}, "share")
    row = course.points[2].row
    impossible = row.problem("a share lies outside 0-100", "4100 %", "0 to 100 %", "correct the figure")
    assert [problem.severity for problem in foremost((), [course])] == ["warning"]
    assert list(foremost([impossible], [course])) == [impossible]


def test_a_value_that_a_note_explains_is_in_its_unit():
    assert told_of(make_course({2020: 40, 2021: 41, 2022: 0.4}, "share", notes=(2022,))) == []


def test_without_a_baseline_the_median_is_the_measure():
    # Median of 0.41, 40, 41, 42 and 43: 41.
    course = make_course({2018: 40, 2019: 0.41, 2020: 41, 2021: 42, 2022: 43}, "share")
    published = Course((replace(course.points[0], row=course.points[2].row), *course.points[1:]), "share")
    assert [problem.year for problem in foremost((), [published])] == [2019]


@pytest.mark.parametrize("value", [4.2, 0.15, 0.0])
def test_a_low_share_is_not_a_wrong_unit(value):
    # 0.15 is 1/267 of 40: too far from 1/100 (within a factor of 2) to be the same share as a fraction.
    assert told_of(make_course({2020: 40, 2021: 41, 2022: value}, "share")) == []


def test_a_start_from_zero_is_no_wrong_unit():
    assert told_of(make_course({2020: 0, 2021: 12, 2022: 20}, planned=6)) == []


def test_changes_have_no_unit_to_be_wrong():
    assert told_of(make_course({2020: 1.2, 2021: 0.012}, "change")) == []
