"""Two editions beside each other, printed."""

from __future__ import annotations

import json
from pathlib import Path

from planbook.assess import assess_all
from planbook.cli.messages import spoken
from planbook.compare import compare_editions
from planbook.load import load_inputs
from planbook.looks import ILLUSTRATIVE_MARK
from planbook.model import EditionName, Observation, PlanChange, Reported

__all__ = ["print_difference"]


def print_difference(earlier: EditionName, later: EditionName, data: Path, params: Path, as_json: bool) -> None:
    """How the plan was changed, which figures were revised, and which verdicts changed, between two editions."""
    inputs = [load_inputs(name, data, params) for name in (earlier, later)]
    difference = compare_editions(inputs[0], inputs[1], assess_all(inputs[0]), assess_all(inputs[1]))
    if as_json:
        print(json.dumps(difference.as_dict(), ensure_ascii=False, indent=1))
        return
    names = {name: one.name.zh for known in inputs for name, one in (known.indicators | known.dropped).items()}
    if difference.plan:
        print(spoken(f"{len(difference.plan)} changes of the plan from edition {earlier} to {later}"))
        for change in difference.plan:
            print(f"  {change.indicator_id} {names[change.indicator_id]}, {change.effective}: {_changed(change)}")
    print(spoken(f"{len(difference.figures)} figures revised from edition {earlier} to {later}"))
    for figure in difference.figures:
        flag = f" {figure.after.code}" if figure.after is not None and figure.after.code else ""
        values = f"{_shown(figure.before)} → {_shown(figure.after)}"
        print(f"  {figure.subject} {names[figure.subject]} {figure.year}: {values}{flag}")
    print(spoken(f"{len(difference.verdicts)} verdicts changed"))
    for verdict in difference.verdicts:
        why = "".join(spoken(_WHY[one.value]) for one in verdict.because if one.value in _WHY)
        mark = f" {ILLUSTRATIVE_MARK}" if verdict.illustrative else ""
        classes = f"{verdict.before} → {verdict.after}{mark}"
        print(f"  {verdict.subject} {names[verdict.subject]}, {verdict.judgement}: {classes}{why}")


_WHY = {"plan": "; the plan was changed", "figures": "; a figure was revised"}


def _changed(change: PlanChange) -> str:
    if not change.part.is_figure:
        return change.part.value
    before = "-" if change.before is None else f"{change.before:.12g}"
    return f"{change.part.value} {before} → {change.value:.12g}"


def _shown(one: Observation | None) -> str:
    if not isinstance(one, Reported):
        return "-"
    return f"{one.value:.12g}" + (f" {ILLUSTRATIVE_MARK}" if one.illustrative else "")
