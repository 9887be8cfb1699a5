"""How firmly a verdict stands: borders and margins worked by hand, other cut-offs, provisional values."""

from __future__ import annotations

from datetime import date

import pytest
from builders import BED, PERCENT, make_indicator, make_observations, make_parameters, make_series

from planbook.assess import assess_indicator
from planbook.model import Bound, Direction, PaceVerdict, TargetKind, Unit, UnitKind

ACHIEVED, AHEAD, ON_PACE, LAGGING = (PaceVerdict.ACHIEVED, PaceVerdict.AHEAD, PaceVerdict.ON_PACE, PaceVerdict.LAGGING)
TONNES = Unit("tonne", UnitKind.RATE, "吨", "tonne", "tonnes", 0)
POINTS = Unit("percentage_point", UnitKind.CHANGE, "个百分点", "percentage point", "percentage points", 1)


def judge(values, unit=BED, parameters=None, flag="", **indicator):
    observations = make_observations(values)
    observations.loc[observations["year"] == max(values), "flag"] = flag
    parameters = parameters or make_parameters()
    series = make_series(observations, unit, parameters.year)
    return assess_indicator(make_indicator(unit_id=unit.id, **indicator), series, parameters)


def test_borders_are_the_values_at_which_the_classes_begin():
    sensitivity = judge({2023: 9365.0}).sensitivity
    # achieved 10,105; ahead 8,439 + 1.10 · 0.6 · 1,666 = 9,538.56; on pace 8,439 + 0.80 · 0.6 · 1,666 = 9,238.68
    assert [verdict for verdict, _ in sensitivity.borders] == [ACHIEVED, AHEAD, ON_PACE]
    assert [border for _, border in sensitivity.borders] == pytest.approx([10105.0, 9538.56, 9238.68])
    # from 9,365: 173.56 more beds would be ahead, 126.32 fewer would lag
    assert sensitivity.to_better == pytest.approx(173.56)
    assert sensitivity.to_worse == pytest.approx(-126.32)
    assert (sensitivity.better, sensitivity.worse) == (AHEAD, LAGGING)


def test_for_a_falling_indicator_better_is_down():
    sensitivity = judge(
        {2023: 1.61}, unit=PERCENT, baseline=1.64, target=1.59, direction=Direction.FALL, target_kind=TargetKind.FALL_TO
    ).sensitivity
    # ahead 1.64 − 1.10 · 0.6 · 0.05 = 1.607; on pace 1.64 − 0.80 · 0.6 · 0.05 = 1.616
    assert sensitivity.to_better == pytest.approx(-0.003)
    assert sensitivity.to_worse == pytest.approx(0.006)


def test_the_best_class_has_no_better_and_the_worst_no_worse():
    best = judge({2023: 10200.0}).sensitivity
    assert (best.to_better, best.better, best.worse) == (None, None, AHEAD)
    assert best.to_worse == pytest.approx(-95.0)
    worst = judge({2023: 8500.0}).sensitivity
    assert (worst.to_worse, worst.worse, worst.better) == (None, None, ON_PACE)
    assert worst.to_better == pytest.approx(738.68)  # 9,238.68 − 8,500


def test_at_the_end_of_the_period_nothing_can_be_ahead():
    final = make_parameters(year=2025, cut_off=date(2025, 12, 31))
    sensitivity = judge({2025: 10000.0}, parameters=final).sensitivity
    # due is 1, so ahead would begin at 8,439 + 1.10 · 1,666 = 10,271.6, beyond the target of 10,105
    assert [verdict for verdict, _ in sensitivity.borders] == [ACHIEVED, ON_PACE]
    assert sensitivity.better is ACHIEVED
    assert sensitivity.to_better == pytest.approx(105.0)


def test_the_grid_runs_over_every_pair_of_cut_offs():
    sensitivity = judge({2023: 9365.0}).sensitivity  # pace ratio 0.926
    verdicts = {(ahead, on_pace): verdict for ahead, on_pace, verdict in sensitivity.grid}
    assert len(verdicts) == 6 * 6
    assert sorted({ahead for ahead, _ in verdicts}) == [1.00, 1.05, 1.10, 1.15, 1.20, 1.25]
    assert sorted({on_pace for _, on_pace in verdicts}) == [0.70, 0.75, 0.80, 0.85, 0.90, 0.95]
    assert {verdict for (_, on_pace), verdict in verdicts.items() if on_pace == 0.95} == {LAGGING}
    assert {verdict for (_, on_pace), verdict in verdicts.items() if on_pace < 0.95} == {ON_PACE}


def test_the_border_of_a_floor_is_the_latest_value_that_keeps_the_mean():
    sensitivity = judge(
        {2021: 660.0, 2022: 645.0, 2023: 649.0},
        unit=TONNES,
        baseline=650.0,
        target=650.0,
        bound=Bound.AT_LEAST,
        target_kind=TargetKind.KEEP,
    ).sensitivity
    # 3 · 650 − 660 − 645 = 645: the latest year could be four lower
    assert sensitivity.borders == ((ON_PACE, 645.0),)
    assert (sensitivity.to_better, sensitivity.to_worse, sensitivity.worse) == (None, -4.0, LAGGING)
    assert {verdict for _, _, verdict in sensitivity.grid} == {ON_PACE}


def test_the_borders_of_a_total_are_latest_yearly_amounts():
    sensitivity = judge(
        {2021: 80.0, 2022: 110.0, 2023: 100.0}, baseline=0.0, target=500.0, target_kind=TargetKind.CUMULATIVE
    ).sensitivity
    # the whole 500 needs 310 in the third year; ahead 1.10 · 0.6 · 500 − 190 = 140; on pace 0.80 · 300 − 190 = 50
    assert [border for _, border in sensitivity.borders] == pytest.approx([310.0, 140.0, 50.0])


def test_the_borders_of_a_yearly_average_are_latest_yearly_rates():
    sensitivity = judge(
        {2021: 6.0, 2022: 8.0, 2023: 4.0}, unit=POINTS, baseline=None, target=7.0, target_kind=TargetKind.YEARLY_AVERAGE
    ).sensitivity
    # ahead: 1.10 · 7 · 3 − 14 = 9.1; on pace: 0.80 · 7 · 3 − 14 = 2.8; never achieved before the end
    assert [border for _, border in sensitivity.borders] == pytest.approx([9.1, 2.8])


def test_a_range_overshot_has_its_borders_on_the_far_side():
    sensitivity = judge(
        {2023: 27.0}, unit=TONNES, baseline=15.0, target=20.0, target_high=25.0, target_kind=TargetKind.RANGE
    ).sensitivity
    # five from baseline to range; ahead within (1 − 0.66) · 5 = 1.7 of 25, on pace within (1 − 0.48) · 5 = 2.6
    assert [border for _, border in sensitivity.borders] == pytest.approx([25.0, 26.7, 27.6])
    assert sensitivity.to_better == pytest.approx(-0.3)
    assert sensitivity.to_worse == pytest.approx(0.6)


def test_inside_a_range_the_nearest_end_is_where_it_would_be_left():
    ranged = {"unit": TONNES, "baseline": 15.0, "target": 20.0, "target_high": 25.0, "target_kind": TargetKind.RANGE}
    assert judge({2023: 24.0}, **ranged).sensitivity.to_worse == pytest.approx(1.0)
    assert judge({2023: 22.0}, **ranged).sensitivity.to_worse == pytest.approx(-2.0)


@pytest.mark.parametrize(
    ("value", "flag", "near"),
    [
        (50.0, "p", True),
        (50.0, "e", True),
        (50.0, "", False),
        (50.0, "r", False),
        (54.0, "p", False),
    ],
)
def test_a_provisional_or_estimated_value_near_a_border_is_pointed_out(value, flag, near):
    # changes of 16, 17 and 17 (21) a year: median 17, a quarter of it 4.25; on pace begins at 48, ahead at 66
    assert (
        judge({2021: 16.0, 2022: 33.0, 2023: value}, baseline=0.0, target=100.0, flag=flag).sensitivity.near_boundary
        is near
    )


def test_a_series_that_hardly_moves_still_has_a_near_border():
    # changes 46.5, 0 and 0: median 0; 2 % of the way of 100 is 2, and on pace begins at 48
    assert judge({2021: 46.5, 2022: 46.5, 2023: 46.5}, baseline=0.0, target=100.0, flag="p").sensitivity.near_boundary
    assert not judge(
        {2021: 45.5, 2022: 45.5, 2023: 45.5}, baseline=0.0, target=100.0, flag="p"
    ).sensitivity.near_boundary
