"""What holds for every indicator, whatever its figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from builders import make_indicator, make_observations, make_parameters, make_series
from hypothesis import assume, given, settings, strategies as st

from planbook.assess import assess_indicator
from planbook.model import (
    Bound,
    Direction,
    OutlookVerdict,
    PaceVerdict,
    TargetKind,
    Unit,
    UnitKind,
)

# No deadline, because a slow machine is no defect; no database, so that a run leaves nothing behind.
settings.register_profile("planbook", deadline=None, database=None)
settings.load_profile("planbook")

RATE = Unit("rate", UnitKind.RATE, "人/万人", "per 10,000", "per 10,000", 1)
CHANGE = Unit("change", UnitKind.CHANGE, "个百分点", "point", "points", 1)
SHARE = Unit("share", UnitKind.SHARE, "%", "%", "%", 1)
WORST_TO_BEST = (PaceVerdict.LAGGING, PaceVerdict.ON_PACE, PaceVerdict.AHEAD, PaceVerdict.ACHIEVED)

# One decimal, as returns have: no figure is so close to another that binary rounding decides.
levels = st.integers(10, 9990).map(lambda tenths: tenths / 10)
shares = st.integers(20, 1000).map(lambda tenths: tenths / 10)
years = st.sets(st.sampled_from([2021, 2022, 2023, 2024, 2025]), min_size=1)


@st.composite
def cases(draw, figures=levels, unit=RATE):
    """An indicator of a level kind with its yearly values: rising or falling, any years missing."""
    baseline, target = draw(figures), draw(figures)
    assume(abs(baseline - target) >= 1)
    rising = target > baseline
    bound = draw(st.sampled_from([Bound.PLAIN, Bound.AT_LEAST if rising else Bound.AT_MOST]))
    indicator = make_indicator(
        baseline=baseline,
        target=target,
        unit_id=unit.id,
        bound=bound,
        direction=Direction.RISE if rising else Direction.FALL,
    )
    return indicator, {year: draw(figures) for year in sorted(draw(years))}


cut_offs = st.sampled_from(
    [
        date(2021, 12, 31),
        date(2022, 12, 31),
        date(2023, 6, 30),
        date(2023, 12, 31),
        date(2024, 12, 31),
        date(2025, 6, 30),
        date(2025, 12, 31),
    ]
)


def judge(indicator, values, cut_off, unit=RATE):
    parameters = make_parameters(year=cut_off.year, cut_off=cut_off)
    return assess_indicator(indicator, make_series(make_observations(values), unit, cut_off.year), parameters)


@given(cases(), cut_offs, levels)
def test_a_better_value_never_gets_a_worse_verdict(case, cut_off, other):
    indicator, values = case
    up = indicator.direction is Direction.RISE
    worse, better = sorted((values.get(cut_off.year, 50.0), other), reverse=not up)
    first = judge(indicator, values | {cut_off.year: worse}, cut_off)
    second = judge(indicator, values | {cut_off.year: better}, cut_off)
    assert second.completion >= first.completion
    assert WORST_TO_BEST.index(second.pace) >= WORST_TO_BEST.index(first.pace)


@given(cases(), cut_offs, st.sampled_from([1e-4, 0.1, 3.7, 1e4]))
def test_a_change_of_unit_changes_no_verdict(case, cut_off, factor):
    indicator, values = case
    scaled = replace(indicator, baseline=indicator.baseline * factor, target=indicator.target * factor)
    one = judge(indicator, values, cut_off)
    other = judge(scaled, {year: value * factor for year, value in values.items()}, cut_off)
    assert (one.pace, one.outlook, one.reversing, one.met_and_lost) == (
        other.pace,
        other.outlook,
        other.reversing,
        other.met_and_lost,
    )
    if one.value is not None:
        assert other.completion == pytest.approx(one.completion, abs=1e-6)
        assert other.value == pytest.approx(one.value * factor)
    if one.p_target is not None:
        assert other.p_target == pytest.approx(one.p_target, abs=1e-4)
        assert other.projection == pytest.approx(one.projection * factor, rel=1e-6, abs=1e-6 * factor)
    if one.sensitivity is not None and one.sensitivity.to_better is not None:
        assert other.sensitivity.to_better == pytest.approx(one.sensitivity.to_better * factor, abs=1e-6 * factor)


@given(cases(unit=CHANGE), cut_offs)
def test_a_falling_indicator_is_the_mirror_image_of_a_rising_one(case, cut_off):
    indicator, values = case
    turned = {Bound.PLAIN: Bound.PLAIN, Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}
    mirrored = replace(
        indicator,
        baseline=-indicator.baseline,
        target=-indicator.target,
        bound=turned[indicator.bound],
        direction=Direction.FALL if indicator.direction is Direction.RISE else Direction.RISE,
    )
    one = judge(indicator, values, cut_off, CHANGE)
    other = judge(mirrored, {year: -value for year, value in values.items()}, cut_off, CHANGE)
    assert (one.pace, one.outlook, one.reversing, one.met_since) == (
        other.pace,
        other.outlook,
        other.reversing,
        other.met_since,
    )
    assert (one.completion, one.pace_ratio) == (other.completion, other.pace_ratio)
    assert one.rates.multiple == other.rates.multiple
    if one.p_target is not None:
        assert other.p_target == pytest.approx(one.p_target)
        assert (other.projection, other.projection_low, other.projection_high) == pytest.approx(
            (-one.projection, -one.projection_high, -one.projection_low)
        )


@given(cases(), cut_offs, st.integers(0, 500))
def test_a_met_target_is_never_lagging(case, cut_off, beyond):
    indicator, values = case
    sign = 1 if indicator.direction is Direction.RISE else -1
    met = max(indicator.target + sign * beyond / 10, 0.0)
    assessment = judge(indicator, values | {cut_off.year: met}, cut_off)
    assert (assessment.pace, assessment.outlook) == (PaceVerdict.ACHIEVED, OutlookVerdict.MET)
    assert assessment.completion >= 1 - 1e-9
    assert assessment.required_per_year in (0.0, None)
    assert assessment.met_since is not None
    assert not assessment.met_and_lost


@given(cases(), st.sampled_from([2021, 2022, 2023, 2024]), levels, levels)
def test_adding_a_later_year_never_changes_an_earlier_edition(case, year, later, restated):
    indicator, values = case
    parameters = make_parameters(year=year, cut_off=date(year, 12, 31))
    known = make_observations({y: v for y, v in values.items() if y <= year})
    added = make_observations({2021: restated, year: restated, year + 1: later}, vintage=year + 1)
    both = pd.concat([added, known], ignore_index=True)
    before = assess_indicator(indicator, make_series(known, RATE, year), parameters)
    after = assess_indicator(indicator, make_series(both, RATE, year), parameters)
    assert before == after


@given(st.one_of(cases(), cases(figures=shares, unit=SHARE)), cut_offs)
def test_probabilities_and_intervals_are_what_they_say(case, cut_off):
    indicator, values = case
    unit = SHARE if indicator.unit_id == "share" else RATE
    assessment = judge(indicator, values, cut_off, unit)
    if assessment.p_target is None:
        assert assessment.outlook in (OutlookVerdict.INSUFFICIENT, OutlookVerdict.MET)
        assert assessment.projection is None
        return
    assert 0 <= assessment.p_target <= 1
    floor, ceiling = (0, 100) if unit is SHARE else (0, float("inf"))
    for _, centre, low, high in (
        *assessment.forecast.path,
        (0, assessment.projection, assessment.projection_low, assessment.projection_high),
    ):
        assert floor <= low <= centre <= high <= ceiling


@given(cases(), cut_offs)
def test_moving_by_the_margin_reaches_the_next_class(case, cut_off):
    indicator, values = case
    assessment = judge(indicator, values, cut_off)
    assume(assessment.sensitivity is not None and assessment.sensitivity.to_better is not None)
    moved = assessment.value + assessment.sensitivity.to_better
    assume(moved > 0)
    again = judge(indicator, values | {assessment.year: moved}, cut_off)
    assert again.pace is assessment.sensitivity.better


@given(cases(), cut_offs)
def test_the_verdict_under_the_cut_offs_in_force_is_in_the_grid(case, cut_off):
    assessment = judge(*case, cut_off)
    assume(assessment.sensitivity is not None)
    in_force = [verdict for ahead, on_pace, verdict in assessment.sensitivity.grid if (ahead, on_pace) == (1.10, 0.80)]
    assert in_force == [assessment.pace]


@given(st.lists(levels, min_size=1, max_size=5), levels)
def test_a_floor_is_judged_on_its_mean_and_never_finished_early(values, floor):
    indicator = make_indicator(
        baseline=floor, target=floor, bound=Bound.AT_LEAST, unit_id="rate", target_kind=TargetKind.KEEP
    )
    mean = sum(values) / len(values)
    assume(abs(mean - floor) > 1e-6)
    last = 2020 + len(values)
    assessment = judge(indicator, dict(enumerate(values, 2021)), date(last, 12, 31))
    kept = PaceVerdict.ACHIEVED if last == 2025 else PaceVerdict.ON_PACE
    assert assessment.pace is (kept if mean > floor else PaceVerdict.LAGGING)
    assert assessment.completion is None
