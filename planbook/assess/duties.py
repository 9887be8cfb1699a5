"""What follows from the judgements for the people responsible: what has to be explained, what might be changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from planbook.errors import Problem
from planbook.model import (
    AdjustmentKind,
    Assessment,
    Indicator,
    Inputs,
    OutlookVerdict,
    PaceVerdict,
    Proposal,
    ProposalRule,
)
from planbook.rules.meaning import LEVEL_KINDS, accepted_values, improves_upwards, unit_limits

__all__ = ["find_unanswered", "propose_changes"]


def find_unanswered(inputs: Inputs, assessments: Mapping[str, Assessment], shown: str) -> tuple[Problem, ...]:
    """Lagging binding indicators of this edition without a cause and a countermeasure.

    A warning, or an error where the edition's parameters say `needs_measures`. `shown` is the data folder as people
    are shown it.
    """
    file = f"{shown}/findings/{inputs.parameters.name}.csv"
    problems = []
    for indicator in inputs.indicators.values():
        if not indicator.binding or assessments[indicator.id].pace is not PaceVerdict.LAGGING:
            continue
        own = [
            one
            for one in inputs.findings.values()
            if one.subject_id == indicator.id and one.vintage == inputs.parameters.year
        ]
        if any(one.explains for one in own):
            continue
        has_cause, has_measure = any(one.cause for one in own), any(one.promises for one in own)
        missing = [
            word for word, there in (("cause", has_cause), ("measure_zh and measure_en", has_measure)) if not there
        ]
        problems.append(
            Problem(
                file,
                "a lagging binding indicator carries no cause and countermeasure",
                f"{'a row' if own else 'no row'} for {indicator.id}"
                + (f" without {', '.join(missing)}" if own else ""),
                f"a row with cause, countermeasure, responsible unit and date for {indicator.id}",
                f"have the responsible unit fill in {', '.join(missing) or 'both in one row'}",
                subject=indicator.id,
                year=inputs.parameters.year,
                severity="error" if inputs.parameters.needs_measures else "warning",
            )
        )
    return tuple(problems)


def propose_changes(inputs: Inputs, assessments: Mapping[str, Assessment]) -> tuple[Proposal, ...]:
    """The changes of targets that the rules below propose, one at most for each indicator; in plan order.

    - definition changed: the series has a break (flag b) within the plan, so that value and baseline are of two
      definitions; both ends of the way have to be stated anew;
    - met early: a level that has been met without interruption since a year before the target year, with the year
      before it still to come; not where the target lies at a limit of its unit (100 %);
    - out of reach: meeting it is unlikely, and the change a year still required is more than the best seen between
      two neighbouring values, here or in a larger area.
    """
    return tuple(
        proposal
        for indicator in inputs.indicators.values()
        if (proposal := next(_proposals(inputs, indicator, assessments[indicator.id]), None)) is not None
    )


def _proposals(inputs: Inputs, indicator: Indicator, assessment: Assessment) -> Iterator[Proposal]:
    series, year = inputs.series_of(indicator.id), inputs.parameters.year
    illustrative = assessment.illustrative
    if series.break_year is not None and series.break_year > indicator.baseline_year:
        yield Proposal(
            indicator.id,
            ProposalRule.DEFINITION_CHANGED,
            AdjustmentKind.REDEFINE,
            illustrative,
            year=series.break_year,
        )
    if indicator.target_kind not in LEVEL_KINDS or assessment.value is None or indicator.target is None:
        return
    towards = 1 if improves_upwards(indicator) else -1
    nearest = min(max(assessment.value, (ends := accepted_values(indicator))[0]), ends[1])
    eased = AdjustmentKind.LOWER if towards > 0 else AdjustmentKind.RAISE
    limits = unit_limits(inputs.units[indicator.unit_id])
    early = indicator.target_year - (assessment.met_since or indicator.target_year)
    if (
        assessment.pace is PaceVerdict.ACHIEVED
        and early >= 1
        and year < indicator.target_year
        and not any(math.isclose(indicator.target, limit) for limit in limits)
    ):
        yield Proposal(
            indicator.id,
            ProposalRule.MET_EARLY,
            AdjustmentKind.RAISE if towards > 0 else AdjustmentKind.LOWER,
            illustrative,
            year=assessment.met_since,
            early=early,
            beyond=assessment.value - indicator.target,
        )
    required = assessment.required_per_year
    best = max(assessment.best_paces, key=lambda pace: towards * pace.per_year, default=None)
    if (
        assessment.outlook is OutlookVerdict.UNLIKELY
        and assessment.value != nearest
        and required is not None
        and best is not None
        and towards * required > towards * best.per_year
    ):
        yield Proposal(
            indicator.id,
            ProposalRule.OUT_OF_REACH,
            AdjustmentKind.REVIEW if indicator.binding else eased,
            illustrative,
            required=required,
            best=best,
        )
