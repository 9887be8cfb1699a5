"""The same indicator in several plans: what each set out to do, how far it is, and whether two can be told apart.

Nothing is ranked within noise. How far a plan is done is known no better than its figures are: to half of the last
decimal that the unit shows, and to what the values scatter from year to year. Two plans are told apart only where the
difference is larger than both uncertainties together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import stdev

from planbook.model import Assessment, Indicator, Inputs, PaceVerdict, Progress, Reported, Text, Unit

__all__ = ["PlanStanding", "RollUp", "SharedIndicator", "compare_shared", "roll_up", "stand_of"]

_TOLD_APART = 1.96  # standard errors of a difference at which it is told: 95 % of differences by chance are smaller
_FEWEST_CHANGES = 3  # yearly changes that make a scatter


@dataclass(frozen=True)
class PlanStanding:
    """One plan's indicator.

    Attributes
    ----------
    plan : the plan's address; `area` the name of the area it is for.
    ambition : change a year from baseline to target, in the unit; None without a baseline.
    relative_ambition : the same in per cent of the baseline; None without one, or where it is zero.
    latest : the latest value known, None where nothing is.
    completion, uncertainty : share of the way that is covered and its standard error, both 0-1; None where there is no
        way to cover.
    illustrative : the latest value is made up.
    """

    plan: str
    area: Text
    indicator: Indicator
    unit: Unit
    year: int
    edition: str  # its name
    ambition: float | None
    relative_ambition: float | None
    latest: Reported | None
    completion: float | None
    uncertainty: float | None
    due: float
    verdict: PaceVerdict
    illustrative: bool


@dataclass(frozen=True)
class SharedIndicator:
    """An indicator that several plans have, in the order of the list.

    `groups` holds the plans with a completion, the furthest group first; within one, in the order of the list, none can
    be told from the furthest of it.
    """

    name: Text
    standings: tuple[PlanStanding, ...]
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class RollUp:
    """The parts of a whole (分解指标): what the districts' figures add up to, against the city's own.

    `baseline`, `target`, `value` are sums over the parts, None where a part has none; `missing` the parts without a
    value of the year.
    """

    whole: PlanStanding
    parts: tuple[PlanStanding, ...]
    baseline: float | None
    target: float | None
    value: float | None
    missing: tuple[str, ...]

    @property
    def target_gap(self) -> float | None:
        """Sum of the parts' targets less the whole's target."""
        own = self.whole.indicator.target
        return None if self.target is None or own is None else self.target - own


def stand_of(plan: str, inputs: Inputs, assessment: Assessment) -> PlanStanding:
    """What one plan says of one of its indicators."""
    indicator = inputs.indicators[assessment.indicator_id]
    unit = inputs.units[indicator.unit_id]
    ambition = relative = None
    if indicator.baseline is not None and indicator.target is not None:
        ambition = (indicator.target - indicator.baseline) / (indicator.target_year - indicator.baseline_year)
        relative = 100 * ambition / indicator.baseline if indicator.baseline else None
    progress = assessment.standing if isinstance(assessment.standing, Progress) else None
    return PlanStanding(
        plan,
        inputs.plan.area,
        indicator,
        unit,
        inputs.parameters.year,
        str(inputs.parameters.name),
        ambition,
        relative,
        assessment.latest,
        None if progress is None else progress.completion,
        None if progress is None else _uncertainty(indicator, unit, inputs),
        assessment.due,
        assessment.pace,
        assessment.illustrative,
    )


def _uncertainty(indicator: Indicator, unit: Unit, inputs: Inputs) -> float | None:
    """Standard error of the completion: rounding of baseline and value, and the scatter of the yearly changes."""
    if indicator.baseline is None or indicator.target is None or indicator.target == indicator.baseline:
        return None
    rounding = 10.0**-unit.decimals / math.sqrt(12)  # standard deviation of what rounding hides
    values = [indicator.baseline, *(one.value for one in inputs.series_of(indicator.id).reported)]
    changes = [after - before for before, after in pairwise(values)]
    scatter = stdev(changes) if len(changes) >= _FEWEST_CHANGES else 0.0
    return math.sqrt(2 * rounding**2 + scatter**2) / abs(indicator.target - indicator.baseline)


def compare_shared(name: Text, standings: Sequence[PlanStanding]) -> SharedIndicator:
    """The same indicator side by side; grouped, not ranked."""
    known = sorted(
        (one for one in standings if one.completion is not None and one.uncertainty is not None),
        key=lambda one: (-(one.completion or 0.0), one.plan),
    )
    groups: list[list[PlanStanding]] = []
    for one in known:
        if groups and not _told_apart(groups[-1][0], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    told = tuple(tuple(one.plan for one in standings if one in group) for group in groups)
    return SharedIndicator(name, tuple(standings), told)


def _told_apart(first: PlanStanding, second: PlanStanding) -> bool:
    assert first.completion is not None and second.completion is not None
    error = math.hypot(first.uncertainty or 0.0, second.uncertainty or 0.0)
    return abs(first.completion - second.completion) > _TOLD_APART * error


def roll_up(whole: PlanStanding, parts: Sequence[PlanStanding]) -> RollUp:
    """The parts added up; only amounts in the whole's unit can be.

    Raises
    ------
    ValueError
        When a part is in another unit than the whole.
    """
    others = sorted({part.unit.zh for part in parts} - {whole.unit.zh})
    if others:
        raise ValueError(f"{', '.join(others)} cannot be added up to {whole.unit.zh}")
    values: Mapping[str, float | None] = {
        part.plan: part.latest.value if part.latest is not None and part.latest.year == part.year else None
        for part in parts
    }
    return RollUp(
        whole,
        tuple(parts),
        _total(part.indicator.baseline for part in parts),
        _total(part.indicator.target for part in parts),
        _total(values.values()),
        tuple(plan for plan, value in values.items() if value is None),
    )


def _total(figures: Iterable[float | None]) -> float | None:
    listed = list(figures)
    known = [figure for figure in listed if figure is not None]
    return math.fsum(known) if known and len(known) == len(listed) else None
