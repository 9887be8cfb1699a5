"""Two editions beside each other, printed."""

from __future__ import annotations

import json
from pathlib import Path

from planbook.assess import assess_all
from planbook.cli.messages import spoken
from planbook.compare import compare_editions
from planbook.load import load_inputs
from planbook.model import EditionName

__all__ = ["print_difference"]


def print_difference(earlier: EditionName, later: EditionName, data: Path, params: Path, as_json: bool) -> None:
    """Which figures were revised, and which verdicts changed, from one edition to the other."""
    inputs = [load_inputs(name, data, params) for name in (earlier, later)]
    difference = compare_editions(inputs[0], inputs[1], assess_all(inputs[0]), assess_all(inputs[1]))
    if as_json:
        print(json.dumps(difference.as_dict(), ensure_ascii=False, indent=1))
        return
    names = {name: indicator.name.zh for name, indicator in inputs[1].indicators.items()}
    print(spoken(f"{len(difference.figures)} figures revised from edition {earlier} to {later}"))
    for figure in difference.figures:
        flag = f" {figure.flag}" if figure.flag else ""
        values = f"{_shown(figure.before)} → {_shown(figure.after)}"
        print(f"  {figure.subject} {names[figure.subject]} {figure.year}: {values}{flag}")
    print(spoken(f"{len(difference.verdicts)} verdicts changed"))
    for verdict in difference.verdicts:
        why = spoken("; a figure was revised") if verdict.because_revised else ""
        classes = f"{verdict.before} → {verdict.after}"
        print(f"  {verdict.subject} {names[verdict.subject]}, {verdict.judgement}: {classes}{why}")


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.12g}"
