"""What one edition says otherwise than an earlier one: the plan, figures that were revised, verdicts that changed.

Page, report and `diff` all tell this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from planbook.assess.indicator import assess_indicator, reference_of
from planbook.model import Assessment, Flag, Inputs, Observation, PlanChange, Reported, TargetKind

__all__ = ["Because", "EditionDifference", "FigureChange", "FigureChangeKind", "VerdictChange", "compare_editions"]

_NOT_COMPARABLE = frozenset({Flag.BREAK, Flag.DEFINITION_DIFFERS})


class FigureChangeKind(StrEnum):
    """What became of a figure of a year that the earlier edition told of, or could have."""

    REVISED = "revised"  # another value
    LATE = "late"  # reported since
    WITHDRAWN = "withdrawn"  # no value any more
    REDEFINED = "redefined"  # the same value, of another definition than was said


class Because(StrEnum):
    """Why a verdict is another one, tried by judging the later year without the change."""

    PLAN = "plan"  # by the plan as it was, the verdict would not be what it is
    FIGURES = "figures"  # by the earlier years' figures as they were known, it would not
    YEAR = "year"  # it would be the same by both: the year has gone on


@dataclass(frozen=True)
class FigureChange:
    """A figure of a year that both editions speak of; None where one of them has no value."""

    subject: str
    year: int
    before: Observation | None
    after: Observation | None

    @property
    def kind(self) -> FigureChangeKind:
        if _value(self.before) is None:
            return FigureChangeKind.LATE
        if _value(self.after) is None:
            return FigureChangeKind.WITHDRAWN
        same = _value(self.before) == _value(self.after)
        return FigureChangeKind.REDEFINED if same else FigureChangeKind.REVISED

    @property
    def illustrative(self) -> bool:
        """Whether either value is made up."""
        return any(one is not None and one.illustrative for one in (self.before, self.after))


@dataclass(frozen=True)
class VerdictChange:
    """The class of an indicator in both editions; `judgement` is pace or outlook."""

    subject: str
    judgement: str
    before: str
    after: str
    because: tuple[Because, ...]
    illustrative: bool  # whether the latest value behind either is made up


@dataclass(frozen=True)
class EditionDifference:
    """Everything that differs, in the order of the plan."""

    earlier: str
    later: str
    plan: tuple[PlanChange, ...]
    figures: tuple[FigureChange, ...]
    verdicts: tuple[VerdictChange, ...]

    def as_dict(self) -> dict[str, object]:
        """As plain values, for `diff --json`."""
        return {
            "earlier": self.earlier,
            "later": self.later,
            "plan": [
                {
                    "subject": one.indicator_id,
                    "effective": one.effective.isoformat(),
                    "part": one.part.value,
                    "before": one.before,
                    "after": one.value,
                    "source_id": one.source_id,
                }
                for one in self.plan
            ],
            "figures": [
                {
                    "subject": one.subject,
                    "year": one.year,
                    "kind": one.kind.value,
                    "before": _value(one.before),
                    "after": _value(one.after),
                    "flag": "" if one.after is None else one.after.code,
                    "illustrative": one.illustrative,
                }
                for one in self.figures
            ],
            "verdicts": [
                {
                    "subject": one.subject,
                    "judgement": one.judgement,
                    "before": one.before,
                    "after": one.after,
                    "because": [why.value for why in one.because],
                    "illustrative": one.illustrative,
                }
                for one in self.verdicts
            ],
        }


def compare_editions(
    earlier: Inputs, later: Inputs, judged_earlier: Mapping[str, Assessment], judged_later: Mapping[str, Assessment]
) -> EditionDifference:
    """Two editions of one plan beside each other.

    Figures are those of the years that the earlier edition could tell of, of the indicators that both have.
    """
    known = {change.id for change in earlier.plan_changes}
    plan = tuple(change for change in later.plan_changes if change.id not in known)
    figures = tuple(_figures(earlier, later))
    return EditionDifference(
        str(earlier.parameters.name),
        str(later.parameters.name),
        plan,
        figures,
        tuple(
            _verdicts(
                earlier,
                later,
                judged_earlier,
                judged_later,
                {change.indicator_id for change in plan},
                {change.subject for change in figures},
            )
        ),
    )


def _figures(earlier: Inputs, later: Inputs) -> Iterator[FigureChange]:
    for name in later.indicators:
        if name not in earlier.indicators:
            continue
        then = {one.year: one for one in earlier.series_of(name).observations}
        now = {one.year: one for one in later.series_of(name).observations}
        for year in sorted({*then, *now}):
            before, after = then.get(year), now.get(year)
            if year <= earlier.parameters.year and _said(before) != _said(after):
                yield FigureChange(name, year, before, after)


def _value(one: Observation | None) -> float | None:
    return one.value if isinstance(one, Reported) else None


def _said(one: Observation | None) -> tuple[float | None, frozenset[Flag]]:
    """The value, and whether it may be set beside others; that it is final now says nothing else."""
    return (None, frozenset()) if not isinstance(one, Reported) else (one.value, _NOT_COMPARABLE & {*one.flags})


def _verdicts(
    earlier: Inputs,
    later: Inputs,
    before: Mapping[str, Assessment],
    after: Mapping[str, Assessment],
    replanned: set[str],
    revised: set[str],
) -> Iterator[VerdictChange]:
    for name in after:
        if name not in before:
            continue
        old, new = _classes(before[name]), _classes(after[name])
        illustrative = before[name].illustrative or after[name].illustrative
        for judgement in old:
            if old[judgement] == new[judgement]:
                continue
            because: tuple[Because, ...] = (Because.YEAR,)
            if name in replanned or name in revised:
                because = _because(earlier, later, name, judgement, new[judgement])
            yield VerdictChange(name, judgement, old[judgement], new[judgement], because, illustrative)


def _because(earlier: Inputs, later: Inputs, name: str, judgement: str, now: str) -> tuple[Because, ...]:
    """What the class would be without the changes of the plan, without the revisions, and without both."""

    def would_be(plan: Inputs, figures: Inputs) -> str:
        indicator, series = plan.indicators[name], later.series_of(name)
        if figures is earlier:
            kept = earlier.series_of(name).between(0, earlier.parameters.year).observations
            new = series.between(earlier.parameters.year + 1, later.parameters.year).observations
            series = replace(series, observations=(*kept, *new))
        reference = reference_of(indicator, later) if indicator.target_kind is TargetKind.RELATIVE else None
        return _classes(assess_indicator(indicator, series, later.parameters, reference))[judgement]

    if would_be(earlier, earlier) == now:
        return (Because.YEAR,)
    found = tuple(
        why
        for why, plan, figures in ((Because.PLAN, earlier, later), (Because.FIGURES, later, earlier))
        if would_be(plan, figures) != now
    )
    return found or (Because.PLAN, Because.FIGURES)  # either alone would have done


def _classes(assessment: Assessment) -> dict[str, str]:
    return {"pace": _class(assessment), "outlook": assessment.outlook.value}


def _class(assessment: Assessment) -> str:
    return f"{assessment.pace.value}{' (reversing)' if assessment.reversing else ''}"
