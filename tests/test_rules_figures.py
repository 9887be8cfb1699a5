"""Values out of line with their neighbours: jumps and wrong units, at and around their limits."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from planbook.model import Flag, Origin, Text, UnitKind
from planbook.rules.courses import JUMP_MULTIPLE, ValueCourse, foremost
from planbook.rules.facts import Record, problem_at
from planbook.rules.figures import restated_values_say_so


def make_course(
    values: dict[int, float], kind=UnitKind.COUNT, planned=0.0, flags=None, notes=MappingProxyType({})
) -> ValueCourse:
    """A course whose first year is the plan's baseline and the others rows of one file, from line 2 on."""
    records = [
        Record(
            "i01",
            year,
            value,
            Flag((flags or {}).get(year, "")),
            note=notes.get(year, Text("", "")),
            decimals=2,
            vintage=2025,
            origin=Origin("observations/2025.csv", line) if line > 1 else None,
        )
        for line, (year, value) in enumerate(values.items(), start=1)
    ]
    return ValueCourse(tuple(records), kind, planned)


def told_of(course: ValueCourse) -> list[tuple[int, str, str]]:
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


CHECKED_NOTE = Text("数值已核实", "Verified with the department")
OTHER_NOTES = (
    Text("初步数，待核定", "Provisional, to be confirmed"),
    Text("待核实", "To be verified"),
    Text("未经核实", "Not verified"),
    Text("数值已核实", "Note"),
)


def test_a_break_or_the_word_that_it_was_checked_explains_a_jump():
    values = {2020: 100, 2021: 180, 2022: 182}
    assert told_of(make_course(values, planned=2, flags={2021: "b"})) == []
    assert told_of(make_course(values, planned=2, notes={2021: CHECKED_NOTE})) == []


@pytest.mark.parametrize("note", OTHER_NOTES)
def test_a_note_about_something_else_mutes_nothing(note):
    assert told_of(make_course({2020: 100, 2021: 180, 2022: 182}, planned=2, notes={2021: note})) == [
        (2021, "the value jumps", "warning")
    ]
    assert told_of(make_course({2020: 40, 2021: 41, 2022: 0.4}, UnitKind.SHARE, notes={2022: note})) == [
        (2022, "the value looks as if given in another unit", "error")
    ]


@pytest.mark.parametrize(
    ("kind", "value", "severity"),
    [
        (UnitKind.SHARE, 0.42, "error"),  # 42 % given as a fraction
        (UnitKind.SHARE, 0.65, "error"),
        (UnitKind.COUNT, 0.9, "error"),  # 9,000 in 万
        (UnitKind.COUNT, 90_000_000, "error"),  # 万 taken for ones
        (UnitKind.COUNT, 900_000, "warning"),  # a hundredfold could be growth
    ],
)
def test_a_value_in_another_unit_is_told_by_its_size(kind, value, severity):
    others = {UnitKind.SHARE: {2020: 40, 2021: 41}, UnitKind.COUNT: {2020: 9000, 2021: 9100}}[kind]
    assert told_of(make_course({**others, 2022: value}, kind)) == [
        (2022, "the value looks as if given in another unit", severity)
    ]


def test_an_impossible_value_is_an_error_even_where_it_may_be_in_another_unit():
    course = make_course({2020: 40, 2021: 41, 2022: 4100}, UnitKind.SHARE)
    impossible = problem_at(
        course.records[2], "a share lies outside 0-100", "4100 %", "0 to 100 %", "correct the figure"
    )
    assert [problem.severity for problem in foremost((), [course])] == ["warning"]
    assert list(foremost([impossible], [course])) == [impossible]


def test_a_value_that_was_checked_is_in_its_unit():
    assert told_of(make_course({2020: 40, 2021: 41, 2022: 0.4}, UnitKind.SHARE, notes={2022: CHECKED_NOTE})) == []


def test_without_a_baseline_the_median_is_the_measure():
    # Median of 0.41, 40, 41, 42 and 43: 41.
    course = make_course({2018: 40, 2019: 0.41, 2020: 41, 2021: 42, 2022: 43}, UnitKind.SHARE)
    published = ValueCourse(
        (replace(course.records[0], origin=course.records[2].origin), *course.records[1:]), UnitKind.SHARE
    )
    assert [problem.year for problem in foremost((), [published])] == [2019]


@pytest.mark.parametrize("value", [4.2, 1.1, 0.0])
def test_a_low_share_is_not_a_wrong_unit(value):
    assert told_of(make_course({2020: 40, 2021: 41, 2022: value}, UnitKind.SHARE)) == []


def test_a_start_from_zero_is_no_wrong_unit():
    assert told_of(make_course({2020: 0, 2021: 12, 2022: 20}, planned=6)) == []


def test_changes_have_no_unit_to_be_wrong():
    assert told_of(make_course({2020: 1.2, 2021: 0.012}, UnitKind.CHANGE)) == []


def scale(values, kind, baseline, target):
    """A course of a plan that leads from `baseline` to `target`."""
    course = make_course({2020: baseline, **values}, kind)
    return told_of(replace(course, plan_levels=(baseline, target)))


def test_a_series_out_of_scale_with_the_plan_as_a_whole_is_an_error():
    wrong = ("the series looks as if it were in another unit", "error")
    # 0.39 and 0.42 are 39 % and 42 % as fractions; each of them could be told by itself too, for 30 / 100 = 0.3.
    assert scale({2022: 0.39, 2023: 0.42}, UnitKind.SHARE, 30.0, 60.0)[-1][2] == "error"
    # 9.3 for 8,439 to 10,105 is 1/907 of the smaller: below a factor of 1,000, and only unlikely; 8.3 is 1/1,016.
    assert (2023, *wrong) not in scale({2023: 9.3}, UnitKind.COUNT, 8439.0, 10105.0)
    assert (2023, *wrong) in scale({2022: 8.2, 2023: 8.3}, UnitKind.COUNT, 8439.0, 10105.0)
    # A start from zero says nothing about the scale.
    assert scale({2023: 8.3}, UnitKind.COUNT, 0.0, 10105.0) == []


UNIT, SLIP = "the value looks as if given in another unit", "the value looks as if its decimal point had slipped"


@pytest.mark.parametrize(
    ("values", "target", "said"),
    [
        # 40.7 typed as a fraction, once the share has left its baseline of 5 far behind.
        ({2020: 5, 2021: 13.5, 2022: 27, 2023: 0.407}, 60, [(2023, UNIT, "error")]),
        # 17.5 of 15 to 20 as a fraction.
        ({2020: 15, 2021: 15.7, 2022: 16.7, 2023: 0.175}, 20, [(2023, UNIT, "error")]),
        # A small share as a fraction: 1.61 among 1.6.
        ({2020: 1.64, 2021: 1.63, 2022: 1.63, 2023: 0.0161}, 1.59, [(2023, UNIT, "error")]),
        # All of a whole typed as 1.
        ({2020: 72, 2021: 77.8, 2022: 83.3, 2023: 1}, 100, [(2023, UNIT, "error")]),
        # Two years in fractions: the second is compared with the last sound one.
        ({2020: 5, 2021: 13.5, 2022: 0.27, 2023: 0.407}, 60, [(2022, UNIT, "error"), (2023, UNIT, "error")]),
        # The right values after a wrong one are right.
        ({2020: 5, 2021: 13.5, 2022: 0.27, 2023: 40.7}, 60, [(2022, UNIT, "error")]),
        # The mirror: on the way from 60 to 0.5 a share of 0.6 is where it should be; so is 0.5.
        ({2020: 60, 2021: 30, 2022: 12, 2023: 0.6}, 0.5, []),
        ({2020: 60, 2021: 30, 2022: 0.6, 2023: 0.5}, 0.5, []),
        # From nothing: 0.5 % of a hundred may be the first year's.
        ({2020: 0, 2021: 0.5}, 100, []),
        # A slip of the decimal point: 40.7 typed 4.07 between 27 and 60.
        ({2020: 5, 2021: 13.5, 2022: 27, 2023: 4.07}, 60, [(2023, SLIP, "warning")]),
    ],
)
def test_a_share_is_measured_by_the_value_before_and_the_target(values, target, said):
    course = make_course(values, UnitKind.SHARE, planned=abs(target - values[2020]) / 5)
    assert told_of(replace(course, plan_levels=(values[2020], target))) == said


def test_a_count_is_measured_by_the_value_before_and_the_target():
    levels = (0.0, 33.0)

    def said(values):
        return told_of(replace(make_course(values, planned=6.6), plan_levels=levels))

    assert said({2020: 0, 2021: 7, 2022: 120000}) == [(2022, UNIT, "error")]  # ones for ten thousands
    assert said({2020: 0, 2021: 7, 2022: 1300}) == [(2022, UNIT, "warning")]  # a hundredfold could be growth
    assert said({2020: 0, 2021: 7, 2022: 130}) == [(2022, SLIP, "warning")]
    assert said({2020: 0, 2021: 7, 2022: 60}) == [(2022, "the value jumps", "warning")]  # 53 is over 5 × 6.6
    assert said({2020: 0, 2021: 7, 2022: 40}) == []


def handed_in(*rows) -> list[str]:
    """What is said of restatements: rows of (year, value, flags, vintage), the oldest file first."""
    records = [
        Record("i01", year, value, tuple(Flag(one) for one in flags), vintage=vintage, decimals=0)
        for year, value, flags, vintage in rows
    ]
    return [problem.what for problem in restated_values_say_so(records)]


def test_a_restated_value_says_so_and_only_where_it_is_one():
    unsaid = "an earlier value is restated without saying so"
    assert handed_in((2021, 10.0, "", 2021), (2021, 11.0, "r", 2022)) == []
    assert handed_in((2021, 10.0, "", 2021), (2021, 11.0, "", 2022)) == [unsaid]
    assert handed_in((2021, 10.0, "", 2021), (2021, 10.0, "", 2022)) == []
    assert len(handed_in((2021, 10.0, "r", 2021))) == 1
    # a year that was not reported hides nothing that comes after it
    assert handed_in((2020, None, "m", 2021), (2021, 10.0, "", 2021), (2021, 11.0, "", 2022)) == [unsaid]


def test_a_break_stays_unless_the_year_before_is_brought_to_its_definition():
    lost = "the break of an earlier file is not said any more"
    before = (2021, 10.0, "b", 2021)
    assert handed_in(before, (2021, 11.0, "r", 2022)) == [lost]
    assert handed_in(before, (2021, 11.0, "br", 2022)) == []
    earlier = (2020, 9.0, "", 2020)
    assert handed_in(earlier, before, (2020, 9.5, "r", 2022), (2021, 11.0, "r", 2022)) == []
    # the year before restated in another file than the break was lost in
    assert handed_in(earlier, before, (2020, 9.5, "r", 2023), (2021, 11.0, "r", 2022)) == [lost]
