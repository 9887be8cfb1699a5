"""The plan's indicators and what their targets ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.observations import Reported
from planbook.model.origin import Noun
from planbook.model.plan_changes import ChangedPart, PlanChange
from planbook.model.text import Text

__all__ = [
    "Bound",
    "Direction",
    "Indicator",
    "IndicatorType",
    "TargetKind",
]


class Direction(StrEnum):
    RISE = "rise"
    FALL = "fall"


class Bound(StrEnum):
    """How the plan writes the target: `plain` (100), `at_least` (≥ 60), `at_most` (≤ 5.5)."""

    PLAIN = "plain"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class IndicatorType(StrEnum):
    BINDING = "binding"  # 约束性
    ANTICIPATORY = "anticipatory"  # 预期性
    NOT_STATED = "not_stated"  # no text that was read says which


class TargetKind(StrEnum):
    """The kinds of target in METHODS; each says how completion is computed, or that it is not."""

    REACH = "reach"
    FALL_TO = "fall_to"
    FROM_ZERO = "from_zero"
    KEEP = "keep"
    YEARLY_AVERAGE = "yearly_average"
    CUMULATIVE = "cumulative"
    ABOUT = "about"
    RANGE = "range"
    RELATIVE = "relative"
    SET_YEARLY = "set_yearly"  # the plan leaves the figure to each year's own plan
    OBSERVED = "observed"  # a figure to watch, without a target
    QUALITATIVE = "qualitative"


@dataclass(frozen=True)
class Indicator(Noun):
    """One row of the plan's table. `baseline` and `target` in `unit_id`; years are calendar years, end of year.

    The figures are those in force; `changes` says what changed since the plan was adopted, oldest first.
    """

    id: str
    number: int
    chapter_id: str
    name: Text
    short_name: Text
    definition: Text
    formula: Text
    baseline_year: int
    baseline: float | None  # None only for qualitative targets
    target_year: int
    target: float | None
    bound: Bound
    direction: Direction
    unit_id: str
    type: IndicatorType
    target_kind: TargetKind
    source_id: str
    target_high: float | None = None  # upper end of a range target
    tolerance: float | None = None  # for "about" targets, in the unit
    reference_series_id: str = ""  # what a relative target is set against; else the same measure elsewhere
    changes: tuple[PlanChange, ...] = ()

    @property
    def binding(self) -> bool:
        return self.type is IndicatorType.BINDING

    @property
    def target_figure(self) -> float:
        """The target of a kind that has one.

        Raises
        ------
        ValueError
            Where the plan states none.
        """
        if self.target is None:
            raise ValueError(f"{self.id} has no target value")
        return self.target

    @property
    def baseline_observation(self) -> Reported | None:
        """The plan's baseline as the first value of the indicator's course; None where the plan states none."""
        if self.baseline is None:
            return None
        return Reported(self.baseline_year, self.baseline, source_id=self.baseline_source_id)

    @property
    def baseline_source_id(self) -> str:
        """The document that the baseline in force stands in."""
        parts = (ChangedPart.BASELINE, ChangedPart.BASELINE_YEAR)
        return next((one.source_id for one in reversed(self.changes) if one.part in parts), self.source_id)

    @property
    def target_source_id(self) -> str:
        """The document that the target in force stands in."""
        return next((one.source_id for one in reversed(self.changes) if one.part.of_target), self.source_id)

    @property
    def added(self) -> PlanChange | None:
        """The change that added it to the plan; None where it was adopted with it."""
        return next((one for one in self.changes if one.part is ChangedPart.ADDED), None)

    @property
    def dropped(self) -> PlanChange | None:
        """The change that took it out of the plan; None for an indicator that is in it."""
        return next((one for one in self.changes if one.part is ChangedPart.DROPPED), None)

    @property
    def earlier_targets(self) -> tuple[PlanChange, ...]:
        """The changes of its target figure; the `before` of each is a target that held until then."""
        return tuple(one for one in self.changes if one.part is ChangedPart.TARGET and one.before is not None)
