"""Everything judged of one subject, and the count of verdicts over many."""

from __future__ import annotations

from dataclasses import dataclass

from planbook.model.indicators import IndicatorType, TargetKind
from planbook.model.observations import Flag, Reported
from planbook.model.outlook import NoProjection, Outcome, OutlookVerdict, Projection
from planbook.model.pace import CrossCheck, Evidence, Judged, PaceVerdict, Sensitivity, Unjudged
from planbook.model.standings import BestPace, NotComputed, Paced, Progress, Rates, Standing, Way

__all__ = [
    "Aggregate",
    "Assessment",
]


@dataclass(frozen=True)
class Assessment:
    """Everything judged of one indicator (or numeric task) in one edition.

    Its parts are types that say whether they could be computed, so that a type checker holds their readers to ask:
    `isinstance(assessment.standing, Progress)` before a completion, `isinstance(assessment.forecast, Projection)`
    before an interval. What a new method adds goes into the part it belongs to: to `Standing` what it measures at
    every value, to `Projection` what it says of the future, to `cross_checks` what others make of the same figures.

    Below the parts stand readings as a table writes them, None where not computed: the columns of
    `assessments.csv`, for frames and notebooks.

    Attributes
    ----------
    latest : the latest value of the plan's years known in the edition, None where there is none.
    standing : at the latest value, also where that is of an earlier year and not judged.
    course : the standing at each value, oldest first; values that cannot be measured are left out.
    way : None where the target is neither a level to reach nor a total, or has no baseline; of a total, from 0.
    due : share of the plan period elapsed at the latest value's date, or at the cut-off where there is none.
    points : (year, value) the projection rests on, baseline first.
    disagreeing : methods whose `favourable` contradicts judgement 1.
    reason : key of the locales' `reasons`: the one thing a reader of judgement 1 has to know first, "" for nothing.
    met_since : the year since which the target has been met without interruption.
    met_and_lost : an earlier year met the target, the latest does not.
    evidence : how good the evidence behind the latest value is; None without a value.
    best_paces : the best pace seen towards the target, in the own series first, then in larger areas.
    """

    indicator_id: str
    target_kind: TargetKind
    latest: Reported | None
    due: float
    standing: Standing | NotComputed
    course: tuple[Standing, ...]
    way: Way | None
    judgement: Judged | Unjudged
    rates: Rates
    forecast: Projection | Outcome | NoProjection
    points: tuple[tuple[int, float], ...]
    cross_checks: tuple[CrossCheck, ...]
    disagreeing: tuple[str, ...] = ()
    reason: str = ""
    met_since: int | None = None
    met_and_lost: bool = False
    evidence: Evidence | None = None
    best_paces: tuple[BestPace, ...] = ()

    @property
    def progress(self) -> Progress | None:
        """The standing at the latest value, where its kind of target has a way to cover."""
        return self.standing if isinstance(self.standing, Progress) else None

    @property
    def judged(self) -> bool:
        """Whether judgement 1 was made."""
        return isinstance(self.judgement, Judged)

    @property
    def sensitivity(self) -> Sensitivity | None:
        return self.judgement.sensitivity

    @property
    def pace(self) -> PaceVerdict:
        return self.judgement.verdict

    @property
    def reversing(self) -> bool:
        return self.judgement.reversing

    @property
    def outlook(self) -> OutlookVerdict:
        return self.forecast.verdict

    @property
    def illustrative(self) -> bool:
        """Whether the latest value is illustrative."""
        return self.latest is not None and self.latest.illustrative

    @property
    def year(self) -> int | None:
        return self.latest.year if self.latest else None

    @property
    def value(self) -> float | None:
        return self.latest.value if self.latest else None

    @property
    def flag(self) -> Flag:
        return self.latest.flag if self.latest else Flag.MISSING

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags of the latest value."""
        return self.latest.flags if self.latest else (Flag.MISSING,)

    @property
    def source_id(self) -> str:
        return self.latest.source_id if self.latest else ""

    @property
    def counted(self) -> float | None:
        """What counts against the target: the latest value itself, or the mean or total of the plan's years so far."""
        return None if isinstance(self.standing, NotComputed) else self.standing.counted

    @property
    def completion(self) -> float | None:
        return self.standing.completion if isinstance(self.standing, Progress) else None

    @property
    def pace_ratio(self) -> float | None:
        return self.standing.ratio if isinstance(self.standing, Paced) else None

    @property
    def achieved_per_year(self) -> float | None:
        return self.rates.achieved

    @property
    def required_per_year(self) -> float | None:
        return self.rates.required

    @property
    def p_target(self) -> float | None:
        return None if isinstance(self.forecast, NoProjection) else self.forecast.probability

    @property
    def projection(self) -> float | None:
        return None if isinstance(self.forecast, NoProjection) else self.forecast.centre

    @property
    def projection_low(self) -> float | None:
        return None if isinstance(self.forecast, NoProjection) else self.forecast.low

    @property
    def projection_high(self) -> float | None:
        return None if isinstance(self.forecast, NoProjection) else self.forecast.high


@dataclass(frozen=True)
class Aggregate:
    """Counts of verdicts over a group of indicators; `counts[(verdict, type)]`."""

    label: str  # chapter id, or "all"
    total: int
    counts: tuple[tuple[PaceVerdict, IndicatorType, int], ...]
    mean_capped_completion: float | None  # mean of min(max(c, 0), 1) over `mean_over` indicators
    mean_over: int

    def count(self, verdict: PaceVerdict, kind: IndicatorType | None = None) -> int:
        return sum(n for v, t, n in self.counts if v is verdict and (kind is None or t is kind))
