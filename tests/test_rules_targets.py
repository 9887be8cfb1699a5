"""What a target has to agree on with itself: one defect each, told with the row it stands in."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import BED, PERCENT, make_achievement, make_indicator, make_plan, make_task

from planbook.model import Bound, Direction, Flag, Origin, TargetKind, TaskKind, Text, Unit, UnitKind
from planbook.rules import RULES, DeclaredSeries, Facts, Record, find_problems
from planbook.rules.targets import MAY_HAVE, NEEDS, NEVER_HAVE

GROWTH = Unit("growth", UnitKind.CHANGE, "%", "%", "%", 1)
POINTS = Unit("points", UnitKind.CHANGE, "个百分点", "percentage point", "percentage points", 1)
SITE = Unit("site", UnitKind.COUNT, "个", "site", "sites", 0)
SERIES = DeclaredSeries("gdp_growth", Text("增速", "Growth"), Text("增速。", "Growth."), "growth", "flow")
UNITS = {unit.id: unit for unit in (BED, PERCENT, GROWTH, POINTS, SITE)}


def problems_of(aim, values=None, flags=None) -> list:
    """What the rules say of one indicator or task with these yearly values (None for an empty cell).

    That years were not handed in is another subject, and left out.
    """
    vintage = 2023
    records = tuple(
        Record(
            aim.id,
            year,
            value,
            Flag((flags or {}).get(year, "")),
            decimals=2,
            vintage=vintage,
            origin=Origin("data/observations/2023.csv", line),
        )
        for line, (year, value) in enumerate((values or {}).items(), start=2)
    )
    aim = replace(aim, origin=Origin("data/plan/indicators.csv", 4))
    known = {aim.id: aim}
    is_task = hasattr(aim, "place")
    found = find_problems(
        Facts(
            vintage,
            plan=make_plan(),
            units=UNITS,
            indicators={} if is_task else known,
            tasks=known if is_task else {},
            series={SERIES.id: SERIES},
            observations=() if is_task else records,
            progress=records if is_task else (),
        )
    )
    return [problem for problem in found if not problem.what.startswith("no indicator has a row for")]


def told(aim, values=None, flags=None) -> list[str]:
    return [problem.what for problem in problems_of(aim, values, flags)]


def test_the_plans_own_kinds_of_target_pass():
    assert told(make_indicator(), {2021: 8700.0, 2022: 9050.0, 2023: 9365.0}) == []
    assert told(make_task()) == []


ABOUT = {"target_kind": TargetKind.ABOUT}
RANGE = {"target_kind": TargetKind.RANGE, "unit_id": "percent", "baseline": 30.0, "target": 40.0, "target_high": 50.0}
AVERAGE = {"target_kind": TargetKind.YEARLY_AVERAGE, "unit_id": "growth", "baseline": 4.0, "target": 5.0}
TOTAL = {
    "target_kind": TargetKind.CUMULATIVE,
    "unit_id": "growth",
    "baseline": 0.0,
    "target": -13.5,
    "direction": Direction.FALL,
}
RELATIVE = {
    "target_kind": TargetKind.RELATIVE,
    "unit_id": "growth",
    "baseline": None,
    "target": None,
    "reference_series_id": "gdp_growth",
}
KEPT_RANGE = RANGE | {"target_kind": TargetKind.KEEP, "baseline": 45.0}


@pytest.mark.parametrize(
    "changes",
    [
        RANGE,
        KEPT_RANGE,
        AVERAGE,
        TOTAL,
        RELATIVE,
        RELATIVE | {"tolerance": 0.5},
        ABOUT | {"tolerance": 100.0},
        # No baseline is made up where the plan gives none.
        {"baseline": None},
        AVERAGE | {"baseline": None},
        TOTAL | {"baseline": None},
        KEPT_RANGE | {"baseline": None},
        {"target_kind": TargetKind.OBSERVED, "baseline": None, "target": None},
        {"target_kind": TargetKind.SET_YEARLY, "target": None},
    ],
)
def test_every_other_kind_passes_with_what_it_needs(changes):
    assert told(make_indicator(**changes)) == []


UNJUDGEABLE = [
    ({"target": 8439.0}, "the baseline equals the target"),
    ({"target_year": 2019}, "the target year is not after the baseline year"),
    ({"target": 8000.0}, "the target lies against the direction"),
    ({"bound": Bound.AT_MOST}, "bound and direction do not agree"),
    ({"target": None}, 'column "target" is empty'),
    ({"target_kind": TargetKind.FROM_ZERO, "baseline": None}, 'column "baseline" is empty'),
    (RELATIVE | {"target": 0.0}, "a target of the kind relative has a target"),
    ({"target_kind": TargetKind.OBSERVED}, "a target of the kind observed has a target"),
    ({"target_kind": TargetKind.SET_YEARLY}, "a target of the kind set_yearly has a target"),
    (KEPT_RANGE | {"target_high": 40.0}, "the upper end of the range is not above the lower"),
    ({"target": 10105.5}, 'a count is not whole in column "target"'),
    ({"baseline": -1.0}, 'a count is negative in column "baseline"'),
    ({"target_kind": TargetKind.FROM_ZERO}, "the baseline of a from_zero target is not zero"),
    ({"target_kind": TargetKind.FALL_TO}, "a fall_to target rises"),
    (ABOUT, 'column "tolerance" is empty'),
    # 8,439 lies within 10,105 ± 2,000.
    (ABOUT | {"tolerance": 2000.0}, "the baseline meets the target already"),
    ({"tolerance": 2000.0}, 'column "tolerance" is filled for a target that is neither about nor relative'),
    (RANGE | {"target_high": None}, 'column "target_high" is empty'),
    (RANGE | {"target_high": 40.0}, "the upper end of the range is not above the lower"),
    (RANGE | {"baseline": 45.0, "direction": Direction.FALL}, "the baseline meets the target already"),
    (
        RANGE | {"target_kind": TargetKind.REACH},
        'column "target_high" is filled for a target that is neither keep nor range',
    ),
    (AVERAGE | {"target": 0.0}, "a yearly_average target of 0 leaves nothing to measure progress by"),
    (AVERAGE | {"bound": Bound.AT_MOST}, "the sign of a yearly_average target contradicts its direction"),
    (TOTAL | {"target": 13.5}, "the sign of a cumulative target contradicts its direction"),
    (TOTAL | {"direction": Direction.RISE}, "the sign of a cumulative target contradicts its direction"),
    (TOTAL | {"target": -100.0}, "nothing falls by 100 % or more"),
    (RELATIVE | {"unit_id": "points"}, "the series a relative target names is in another unit"),
    (RELATIVE | {"reference_series_id": ""}, 'column "reference_series_id" is empty'),
    ({"target_kind": TargetKind.QUALITATIVE, "baseline": None}, "a qualitative target has a target"),
]


@pytest.mark.parametrize(("changes", "what"), UNJUDGEABLE)
def test_an_indicator_that_could_not_be_judged_is_told_of_in_its_row(changes, what):
    (problem,) = problems_of(make_indicator(**changes))
    assert problem.what == what
    assert (problem.file, problem.row, problem.subject) == ("data/plan/indicators.csv", 4, "i03")
    assert problem.severity == "error"


def test_amounts_may_fall_by_more_than_a_hundred_where_they_do_not_compound():
    # 100 percentage points less is possible, 100 per cent less is nothing left.
    assert told(make_indicator(**TOTAL | {"unit_id": "points", "target": -100.0})) == []


UNJUDGEABLE_VALUES = [
    ({}, {2023: -9365.0}, {}, "a count is negative"),
    ({"unit_id": "percent", "baseline": 30.0, "target": 60.0}, {2023: 101.0}, {}, "a share lies outside 0-100"),
    (TOTAL, {2023: -120.0}, {}, "nothing falls by 100 % or more"),
    (
        {"target_kind": TargetKind.QUALITATIVE, "baseline": None, "target": None},
        {2023: 1.0},
        {},
        "a qualitative target has a value",
    ),
    ({}, {2023: 9365.0}, {2023: "m"}, "a value is flagged as missing"),
    ({}, {2024: 9365.0}, {}, "the year is later than the file"),
]


@pytest.mark.parametrize(("changes", "values", "flags", "what"), UNJUDGEABLE_VALUES)
def test_a_value_that_could_not_be_judged_is_told_of_in_its_row(changes, values, flags, what):
    (problem,) = problems_of(make_indicator(**changes), values, flags)
    assert problem.what == what
    assert (problem.file, problem.row, problem.subject) == ("data/observations/2023.csv", 2, "i03")


def test_a_missing_value_is_an_empty_cell_with_its_flag_or_without():
    assert told(make_indicator(), {2022: 9050.0, 2023: None}, {2023: "m"}) == []
    assert told(make_indicator(), {2022: 9050.0, 2023: None}) == []


def test_a_task_may_lack_its_baseline_and_its_years_are_the_plans():
    assert told(make_task(baseline=None, baseline_year=None)) == []
    assert told(make_task(baseline_year=None)) == []
    # The plan's baseline year is 2020.
    assert told(make_task(baseline_year=None, target_year=2020)) == ["the target year is not after the baseline year"]


def test_a_task_has_no_kind_that_needs_figures_it_has_no_columns_for():
    assert told(make_task(target_kind=TargetKind.RANGE)) == ["a task cannot have a range target"]
    assert told(make_task(kind=TaskKind.QUALITATIVE)) == ["kind and target_kind do not agree"]


def test_every_kind_of_target_says_what_it_needs():
    assert set(NEEDS) == set(TargetKind)
    for kind, columns in NEEDS.items():
        assert all(kind in MAY_HAVE[column] for column in columns if column in MAY_HAVE)
        assert not set(columns) & set(NEVER_HAVE.get(kind, ()))


def test_no_rule_is_asked_twice_of_the_same_nouns():
    asked = [
        (rule, nouns) for group in RULES for rule in group.rules for nouns in set(group.nouns.__code__.co_names) or {""}
    ]
    assert len({rule for rule, _ in asked}) > 40
    of_nouns = [(rule, nouns) for rule, nouns in asked if nouns != "values"]
    assert len(of_nouns) == len(set(of_nouns))


def test_each_is_told_in_the_words_that_were_reviewed():
    """The whole of each message; after a wording is changed on purpose, put what is told into the file."""
    reviewed = Path(__file__).parent / "fixtures" / "told_of_targets.txt"
    indicators = [make_indicator(**changes) for changes, _ in UNJUDGEABLE]
    found = [problem for one in indicators for problem in problems_of(one)]
    for changes, values, flags, _ in UNJUDGEABLE_VALUES:
        found += problems_of(make_indicator(**changes), values, flags)
    found += problems_of(make_task(target_kind=TargetKind.RANGE))
    assert [str(problem) for problem in found] == reviewed.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("start", "said"), [(2019, []), (2020, ["the start year is not before the year"])])
def test_an_achievement_takes_time(start, said):
    achievement = make_achievement(start_value=8000.0, start_year=start)
    facts = Facts(2023, plan=make_plan(), units=UNITS, achievements={"a1": achievement})
    assert [problem.what for problem in find_problems(facts)] == said


def test_a_task_is_measured_from_its_own_baseline_year():
    # the plan's baseline year is 2020; a target for 2020 is due after 2018
    assert told(make_task(baseline_year=2018, target_year=2020, unit_id="site")) == []
    assert told(make_task(baseline_year=2020, target_year=2020, unit_id="site")) == [
        "the target year is not after the baseline year"
    ]
