"""Judgement 1: is it on pace; and what is said beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "CrossCheck",
    "Evidence",
    "EvidenceStrength",
    "Judged",
    "PaceVerdict",
    "Sensitivity",
    "Unjudged",
]


class PaceVerdict(StrEnum):
    """Judgement 1 (是否达到序时进度); declared in the order best to worst."""

    ACHIEVED = "achieved"
    ACHIEVED_LATE = "achieved_late"  # missed in the year it was due, met since
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    LAGGING = "lagging"
    NOT_JUDGED = "not_judged"  # reported, but nothing to judge it by
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True)
class Sensitivity:
    """How far the value may move before the class changes, in the indicator's own unit.

    `value` is the latest one; `to_better`/`to_worse` are signed changes of it (None where there is no such class);
    `grid` holds (ahead cut-off, on-pace cut-off, verdict code) for each pair of cut-offs tried.
    """

    value: float
    to_better: float | None
    to_worse: float | None
    better: PaceVerdict | None
    worse: PaceVerdict | None
    borders: tuple[tuple[PaceVerdict, float], ...]  # value at which each class begins, best first
    grid: tuple[tuple[float, float, PaceVerdict], ...]
    near_boundary: bool  # a provisional or estimated value within one border of another class


@dataclass(frozen=True)
class Judged:
    """Judgement 1 of a value of the edition's own year: `verdict` is neither `not_reported` nor `not_judged`."""

    verdict: PaceVerdict
    reversing: bool  # lagging, and further from the target than at the baseline
    sensitivity: Sensitivity


@dataclass(frozen=True)
class Unjudged:
    """No judgement 1, and why: nothing was reported this year or ever, or the value has nothing to be judged by.

    A value without baseline can only be told to have met its target; how far it is from that, `sensitivity` says.
    """

    reason: str  # key of the locales' `reasons`
    sensitivity: Sensitivity | None = None

    @property
    def verdict(self) -> PaceVerdict:
        missing = self.reason in ("not_reported_this_year", "no_value_in_plan_period")
        return PaceVerdict.NOT_REPORTED if missing else PaceVerdict.NOT_JUDGED

    @property
    def reversing(self) -> bool:
        return False


class EvidenceStrength(StrEnum):
    """How good the evidence behind a verdict is; it never changes the verdict."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"


@dataclass(frozen=True)
class Evidence:
    """The strength, and what weakens it: keys of the locales' `evidence.reasons`, in the order they are told."""

    strength: EvidenceStrength
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrossCheck:
    """One published method applied to one indicator.

    `code` is the method's own class, or `not_applicable` with `reason` (a key of the locales' `reasons`).
    `favourable` maps the class on judgement 1's question: True on track or better, False not, None where
    the method does not apply, or asks only whether there is a trend.
    """

    method: str  # one of `assess.METHODS`
    code: str
    statistic: float | None  # the ratio or the share missed that the class rests on
    reason: str = ""
    favourable: bool | None = None

    @property
    def applies(self) -> bool:
        return self.code != "not_applicable"
