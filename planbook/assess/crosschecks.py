"""Cross-checks: published methods applied to the same figures as judgement 1.

Each method keeps its own classes and edge rules, so that its answer is the one its publisher would give. Where it
has none (a zero base for a growth rate, too few years, a kind of target it does not know) the answer is "not
applicable" with a reason; no value is replaced silently. What Open SDG would publish with its own replacement of
zero by 0.001 is `open_sdg_published_ratio`, for the methods page only.

`favourable` puts a method's class to the question of judgement 1 (is the indicator on pace or better?):

================= =========================================== ===========================================
method            yes                                         no
================= =========================================== ===========================================
open_sdg          target_achieved, on_track                   acceleration_needed, limited_progress,
                                                              deterioration
un_progress_chart on_track_or_met                             fair_progress, stagnation_or_regression
destatis          sun, sun_and_cloud (both "on track" to      cloud, thunderstorm (both "off track" to
                  Destatis itself)                            Destatis itself)
================= =========================================== ===========================================

All count in whole years: a value of mid-2023 counts as 2023. The methods of SDSN, the UN regional commissions and
the OECD stand in `crosschecks_trends`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planbook.assess.crosschecks_trends import TREND_FAVOURABLE, check_escap, check_oecd, check_sdsn
from planbook.looks import VERDICTS
from planbook.model import (
    Assessment,
    CrossCheck,
    Direction,
    Indicator,
    Message,
    MessageFields,
    TargetKind,
    Thresholds,
    Unit,
    UnitKind,
)
from planbook.rules.meaning import accepted_values, improves_upwards, is_met, nearest_accepted

__all__ = [
    "METHODS",
    "WORKED_EXAMPLES",
    "WorkedExample",
    "assess_cross_checks",
    "check_destatis",
    "check_open_sdg",
    "check_un_progress_chart",
    "explain_disagreement",
    "open_sdg_published_ratio",
]

METHODS: tuple[str, ...] = ("open_sdg", "un_progress_chart", "destatis", "sdsn", "escap", "oecd")
NOT_APPLICABLE = "not_applicable"
FAVOURABLE: dict[str, bool | None] = TREND_FAVOURABLE | {
    "target_achieved": True,
    "on_track": True,
    "acceleration_needed": False,
    "limited_progress": False,
    "deterioration": False,
    "on_track_or_met": True,
    "fair_progress": False,
    "stagnation_or_regression": False,
    "sun": True,
    "sun_and_cloud": True,
    "cloud": False,
    "thunderstorm": False,
}

OPEN_SDG_ON_TRACK, OPEN_SDG_ACCELERATION = 0.95, 0.60
OPEN_SDG_ZERO = 0.001  # what Open SDG puts in the place of a zero base or target
UN_ON_TRACK, UN_FAIR = 0.95, 0.10
UN_NEAR_LIMIT = 1.0  # percentage points from a target of 0 or 100 % that still count as met
DESTATIS_SUN, DESTATIS_SUN_AND_CLOUD = 0.05, 0.20
DESTATIS_YEARS, DESTATIS_MINIMUM_POINTS = 5, 4

NO_LEVEL_TO_REACH = (TargetKind.QUALITATIVE, TargetKind.RELATIVE, TargetKind.YEARLY_AVERAGE, TargetKind.CUMULATIVE)
TWO_SIDED = (TargetKind.ABOUT, TargetKind.RANGE)

Points = tuple[tuple[int, float], ...]


def assess_cross_checks(
    indicator: Indicator, points: Points, value_year: int | None, unit: Unit
) -> tuple[CrossCheck, ...]:
    """The methods' answers for one indicator, in the order of `METHODS`.

    Parameters
    ----------
    indicator : gives direction, target and target year.
    points : (year, value) in the indicator's unit, oldest first; the first is the base (the baseline, or the first
        value after a break in the series).
    value_year : year of the latest value; None where nothing was reported.
    unit : only shares know the rule about 0 and 100 %.
    """
    known = tuple(sorted((year, value) for year, value in points if value_year is not None and year <= value_year))
    return (
        check_open_sdg(indicator, known, value_year),
        check_un_progress_chart(indicator, known, value_year, unit),
        check_destatis(indicator, known, value_year),
        *_check_trends(indicator, known, value_year),
    )


def _check_trends(indicator: Indicator, points: Points, value_year: int | None) -> tuple[CrossCheck, ...]:
    """The methods of `crosschecks_trends`, where they apply to the kind of target at all."""
    reason = _why_not(indicator, points, value_year, two_sided=False)
    known = tuple((year, value) for year, value in points if year <= indicator.target_year)
    if reason or len(known) < 2:
        return tuple(_not_applicable(method, reason or "cross_one_point") for method in ("sdsn", "escap", "oecd"))
    return check_sdsn(indicator, known), check_escap(indicator, known), check_oecd(indicator, known)


def check_open_sdg(indicator: Indicator, points: Points, value_year: int | None) -> CrossCheck:
    """Observed against required compound annual growth, `R = d · CAGR_observed / |CAGR_required|`.

    R ≥ 95 % on track, 60-95 % acceleration needed, 0-60 % limited progress, < 0 deterioration. A target that the
    latest value meets is achieved whatever the trend. Values, base and target all have to have the same sign;
    where all are negative the desired direction is flipped.

    Source
    ------
    Open SDG, "Progress measurement methodology" (Statistics Canada, after Eurostat); edge rules as in sdg-build,
    `ProgressMeasure.py`.
    """
    method = "open_sdg"
    reason = _why_not(indicator, points, value_year, two_sided=False)
    if reason:
        return _not_applicable(method, reason)
    (base_year, base), (year, value) = points[0], points[-1]
    target = indicator.target_figure
    achieved = is_met(value, accepted_values(indicator))
    reason = _why_no_growth(base, value, target)
    if reason:
        return _check(method, "target_achieved", None) if achieved else _not_applicable(method, reason)
    wanted = Direction.RISE if improves_upwards(indicator) else Direction.FALL
    ratio = _growth_ratio(base, value, target, year - base_year, indicator.target_year - base_year, wanted)
    if achieved:
        return _check(method, "target_achieved", ratio)
    for code, least in (
        ("on_track", OPEN_SDG_ON_TRACK),
        ("acceleration_needed", OPEN_SDG_ACCELERATION),
        ("limited_progress", 0.0),
    ):
        if _tidy(ratio) >= least:
            return _check(method, code, ratio)
    return _check(method, "deterioration", ratio)


def check_un_progress_chart(indicator: Indicator, points: Points, value_year: int | None, unit: Unit) -> CrossCheck:
    """Where the growth so far would lead by the target year, as a share of the way from base to target.

    `v_E = v_t (1 + CAGR)^(T − t)`; `(v_E − v_b) / (v_T − v_b)` ≥ 0.95 on track or met, 0.10-0.95 fair progress,
    < 0.10 stagnation or regression. A latest value that meets the target is met whatever the trend; so is a share
    within one point of a target of 0 or 100 %. Values after the target year are left out.

    Source
    ------
    UN Statistics Division, "Progress Chart Technical Note 2023", as restated by Eustat, "Measuring progress on the
    Sustainable Development Goals", sections 2.1 and 2.4.
    """
    method = "un_progress_chart"
    reason = _why_not(indicator, points, value_year, two_sided=False)
    points = tuple((year, value) for year, value in points if year <= indicator.target_year)
    reason = reason or _why_not(indicator, points, value_year, two_sided=False)
    if reason:
        return _not_applicable(method, reason)
    (base_year, base), (year, value) = points[0], points[-1]
    target = indicator.target_figure
    near_limit = unit.kind is UnitKind.SHARE and target in (0.0, 100.0) and abs(value - target) <= UN_NEAR_LIMIT
    met = is_met(value, accepted_values(indicator)) or near_limit
    # A target of zero is no obstacle here: only the base and the latest value enter the growth rate.
    reason = _why_no_growth(base, value, target, target_grows=False)
    if reason:
        return _check(method, "on_track_or_met", None) if met else _not_applicable(method, reason)
    expected = _expected_value(base, value, year - base_year, indicator.target_year - year)
    covered = (expected - base) / (target - base)
    if met or _tidy(covered) >= UN_ON_TRACK:
        return _check(method, "on_track_or_met", covered)
    return _check(method, "fair_progress" if _tidy(covered) >= UN_FAIR else "stagnation_or_regression", covered)


def check_destatis(indicator: Indicator, points: Points, value_year: int | None) -> CrossCheck:
    """Weather symbol: the mean change of the last five years continued to the target year.

    The miss is counted in the distance between target and current value: < 5 % sun, 5-20 % sun and cloud, > 20 %
    cloud; a distance that stays the same or grows is a thunderstorm. It takes the points of the last five years
    (six, at least four). Where the target is met already, has to be kept every year, or its year has come, the
    rule for constant targets applies: met and not getting worse sun, met but getting worse sun and cloud, missed
    but approaching cloud, otherwise thunderstorm. Of a target interval the weakest end counts.

    Source
    ------
    Statistisches Bundesamt, "Nachhaltigkeitsindikatoren: Status der Indikatoren – Methodik".
    """
    method = "destatis"
    reason = _why_not(indicator, points, value_year, two_sided=True)
    if reason:
        return _not_applicable(method, reason)
    recent = _recent(points)
    if len(recent) < DESTATIS_MINIMUM_POINTS:
        return _not_applicable(method, "cross_fewer_than_four_points")
    year, value = recent[-1]
    yearly_change = _mean_yearly_change(recent)
    accepted = accepted_values(indicator)
    met, target = is_met(value, accepted), nearest_accepted(value, accepted)
    towards = math.copysign(1.0, yearly_change) if yearly_change else 0.0
    if not met:
        towards *= math.copysign(1.0, target - value)
    elif indicator.target_kind in TWO_SIDED:
        towards = 0.0  # inside an interval no direction is worse
    else:
        towards *= 1.0 if improves_upwards(indicator) else -1.0
    if met:
        return _check(method, "sun_and_cloud" if towards < 0 else "sun", None)
    if indicator.target_kind is TargetKind.KEEP or year >= indicator.target_year:
        return _check(method, "cloud" if towards > 0 else "thunderstorm", None)
    projected = value + yearly_change * (indicator.target_year - year)
    missed = (target - projected) / (target - value)
    if towards <= 0:
        return _check(method, "thunderstorm", missed)
    if _tidy(missed) < DESTATIS_SUN:
        return _check(method, "sun", missed)
    return _check(method, "sun_and_cloud" if _tidy(missed) <= DESTATIS_SUN_AND_CLOUD else "cloud", missed)


def open_sdg_published_ratio(
    base: float, value: float, target: float, years: int, target_years: int, direction: Direction
) -> float:
    """The ratio Open SDG publishes, with its replacement of a zero base or target by 0.001.

    `years` and `target_years` count from the base year. For the methods page: `check_open_sdg` never replaces.

    >>> round(open_sdg_published_ratio(0.0, 5.0, 10.0, 3, 5, Direction.RISE), 2)
    3.03

    Raises
    ------
    ValueError
        When the three values have different signs: Open SDG publishes nothing then.
    """
    base, target = base or OPEN_SDG_ZERO, target or OPEN_SDG_ZERO
    if reason := _why_no_growth(base, value, target):
        raise ValueError(f"Open SDG publishes no ratio for base {base}, value {value}, target {target}: {reason}")
    return _growth_ratio(base, value, target, years, target_years, direction)


@dataclass(frozen=True)
class WorkedExample:
    """One set of figures on which judgement 1 and Open SDG differ; years as in this plan unless given."""

    baseline: float
    value: float
    target: float
    direction: Direction
    baseline_year: int = 2020
    value_year: int = 2023
    target_year: int = 2025

    @property
    def pace_ratio(self) -> float:
        """Completion over the share of time elapsed, as in judgement 1."""
        due = (self.value_year - self.baseline_year) / (self.target_year - self.baseline_year)
        return (self.value - self.baseline) / (self.target - self.baseline) / due

    @property
    def growth_ratio(self) -> float:
        """The ratio Open SDG publishes."""
        return open_sdg_published_ratio(
            self.baseline,
            self.value,
            self.target,
            self.value_year - self.baseline_year,
            self.target_year - self.baseline_year,
            self.direction,
        )


# Steep growth from a small base, a zero base, a falling target and a moderate rise. The last is indicator 5 of the
# plan (200 → 300 beds) had it stood exactly on the straight line at the end of 2023.
WORKED_EXAMPLES: tuple[WorkedExample, ...] = (
    WorkedExample(0.2, 5.0, 10.0, Direction.RISE),
    WorkedExample(0.0, 5.0, 10.0, Direction.RISE),
    WorkedExample(60.0, 52.0, 50.0, Direction.FALL),
    WorkedExample(200.0, 260.0, 300.0, Direction.RISE),
)


def explain_disagreement(
    indicator: Indicator, assessment: Assessment, check: CrossCheck, thresholds: Thresholds
) -> Message | None:
    """Why a method answers otherwise than judgement 1, in one sentence; None where they agree or it does not apply.

    The sentence is chosen by the arithmetic: the growth path asks for less (or more) by now than the straight
    line, the method's cut-off is stricter, a share is close enough to 0 or 100 %, or only the last years count.
    """
    on_pace = VERDICTS[assessment.pace].favourable
    if check.favourable is None or not assessment.judged or check.favourable is on_pace:
        return None
    value_year, value = assessment.points[-1]
    base_year, base = assessment.points[0]
    target, level = indicator.target_figure, indicator.unit_id
    statistic = check.statistic
    common: MessageFields = (
        ("method", f"cross_checks.{check.method}.in_text", "key"),
        ("year", value_year, "year"),
        ("target_year", indicator.target_year, "year"),
        ("value", value, level),
        ("target", target, level),
    )
    if indicator.target_kind is TargetKind.KEEP:
        return Message("cross_checks.why.mean_against_latest", common)
    if base_year > indicator.baseline_year:
        return Message("cross_checks.why.base_after_break", (*common, ("base_year", base_year, "year")))
    fields: MessageFields
    if check.method == "destatis":
        if statistic is None:
            return Message("cross_checks.why.target_year_come", common)
        recent = _recent(assessment.points)
        change = _mean_yearly_change(recent)
        fields = (
            *common,
            ("years", recent[-1][0] - recent[0][0], "count"),
            ("change", change, f"change:{level}"),
            ("projected", value + change * (indicator.target_year - value_year), level),
            ("missed", statistic, "share"),
            ("allowed", _percent(DESTATIS_SUN_AND_CLOUD), "plain"),
        )
        return Message(f"cross_checks.why.destatis_{'easier' if check.favourable else 'harder'}", fields)
    if statistic is None or (
        check.method == "un_progress_chart" and check.favourable and _tidy(statistic) < UN_ON_TRACK
    ):
        return Message("cross_checks.why.near_limit", common)
    if check.method == "un_progress_chart":
        fields = (
            *common,
            ("expected", base + statistic * (target - base), level),
            ("covered", statistic, "share"),
            ("cut_off", _percent(UN_ON_TRACK), "plain"),
        )
        return Message(f"cross_checks.why.un_{'easier' if check.favourable else 'harder'}", fields)
    if check.method == "sdsn":
        fields = (*common, ("ratio", statistic, "share"), ("own_cut_off", _percent(thresholds.on_pace), "plain"))
        return Message("cross_checks.why.sdsn_harder", fields)
    if check.method == "escap":
        fields = (*common, ("missed", statistic, "share"))
        return Message(f"cross_checks.why.escap_{'easier' if check.favourable else 'harder'}", fields)
    elapsed = (value_year - base_year) / (indicator.target_year - base_year)
    growth_path, straight_line = base * (target / base) ** elapsed, base + elapsed * (target - base)
    fields = (
        *common,
        ("growth_path", growth_path, level),
        ("straight_line", straight_line, level),
        ("ratio", statistic, "share"),
        ("cut_off", _percent(OPEN_SDG_ON_TRACK), "plain"),
        ("own_cut_off", _percent(thresholds.on_pace), "plain"),
    )
    if check.favourable:
        return Message("cross_checks.why.growth_path_easier", fields)
    stricter_path = (growth_path > straight_line) is improves_upwards(indicator)
    return Message(f"cross_checks.why.{'growth_path_harder' if stricter_path else 'stricter_cut_off'}", fields)


def _check(method: str, code: str, statistic: float | None) -> CrossCheck:
    return CrossCheck(method, code, statistic, favourable=FAVOURABLE[code])


def _not_applicable(method: str, reason: str) -> CrossCheck:
    return CrossCheck(method, NOT_APPLICABLE, None, reason=reason)


def _why_not(indicator: Indicator, points: Points, value_year: int | None, *, two_sided: bool) -> str:
    """Key of the reason why no method of this kind applies, "" where it may."""
    if indicator.target_kind in NO_LEVEL_TO_REACH or indicator.target is None:
        return "cross_no_level_to_reach"
    if indicator.target_kind in TWO_SIDED and not two_sided:
        return "cross_two_sided_target"
    if value_year is None or not points:
        return "cross_not_reported"
    if len(points) < 2:
        return "cross_one_point"
    # A break in the series may leave nothing from before the target year to set out from.
    if points[0][0] >= indicator.target_year:
        return "cross_after_target_year"
    return ""


def _why_no_growth(base: float, value: float, target: float, *, target_grows: bool = True) -> str:
    """Key of the reason why no growth rate exists, "" where it does."""
    if base == 0:
        return "cross_zero_base"
    if target_grows and target == 0:
        return "cross_zero_target"
    if base * value < 0 or (target_grows and base * target < 0):
        return "cross_sign_change"
    if math.isclose(target, base, rel_tol=1e-12):
        return "cross_no_way_to_go"
    return ""


def _growth_ratio(
    base: float, value: float, target: float, years: int, target_years: int, direction: Direction
) -> float:
    observed = (value / base) ** (1 / years) - 1
    required = (target / base) ** (1 / target_years) - 1
    wanted = 1.0 if direction is Direction.RISE else -1.0
    return float(math.copysign(1.0, base) * wanted * observed / abs(required))


def _expected_value(base: float, value: float, years: int, years_left: int) -> float:
    return float(value * (value / base) ** (years_left / years))


def _recent(points: Points) -> Points:
    """The points of the last five years, oldest first."""
    return tuple((year, value) for year, value in points if year >= points[-1][0] - DESTATIS_YEARS)


def _mean_yearly_change(points: Points) -> float:
    (first_year, first), (last_year, last) = points[0], points[-1]
    return (last - first) / (last_year - first_year)


def _percent(fraction: float) -> str:
    """A cut-off as it is written: 95%."""
    return f"{fraction * 100:g}%"


def _tidy(statistic: float) -> float:
    """The statistic without binary noise, so that figures exactly on a border fall on its right side."""
    return round(statistic, 9)
