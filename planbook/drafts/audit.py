"""A draft plan against itself, before it is adopted: what is missing, and what its figures do not agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planbook.drafts.folder import STAND_IN_EN, STAND_IN_ZH
from planbook.load.meant import read_as_meant
from planbook.load.tables import read_tables
from planbook.model import Indicator, IndicatorType, TargetKind
from planbook.rules import Facts

__all__ = ["Lack", "find_lacks"]

_SHORT_WAY = 0.01  # a target within one per cent of its baseline asks for next to nothing


@dataclass(frozen=True)
class Lack:
    """One thing to settle before the plan is adopted: where, and what."""

    place: str
    what: str


def find_lacks(folder: Path, shown: str, facts: Facts) -> tuple[Lack, ...]:
    """Stand-ins still in the folder, and what the rules of data allow and a plan should not leave open."""
    return (*_stand_ins(folder, shown), *_said_of_the_plan(folder, shown, facts), *_open_questions(facts))


def _stand_ins(folder: Path, shown: str) -> Iterator[Lack]:
    tables, _ = read_as_meant(read_tables(folder, shown)[0])
    for table in tables:
        for row in table.rows():
            lacking = [name for name, text in row.cells.items() if STAND_IN_ZH in text or STAND_IN_EN in text]
            if lacking:
                yield Lack(f"{table.shown}:{row.line} [{table.subject(row.line)}]", ", ".join(lacking))
    for path in (folder / "plan" / "plan.yml", *sorted((folder / "params").glob("[!.]*.yml"))):
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for number, line in enumerate(lines, start=1):
            if (STAND_IN_ZH in line or STAND_IN_EN in line) and not line.startswith("#"):
                yield Lack(f"{shown}/{path.relative_to(folder).as_posix()}:{number}", line.strip())


def _said_of_the_plan(folder: Path, shown: str, facts: Facts) -> Iterator[Lack]:
    """What `new-plan` cannot know of the plan and writes down for show: the day of issue, the area's code."""
    plan = facts.plan
    if plan is None:
        return
    path = folder / "plan" / "plan.yml"
    lines = {
        line.strip().partition(":")[0]: number
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if not line.startswith("#")
    }
    if (plan.issued.month, plan.issued.day) == (1, 1) and plan.issued.year == plan.period.first_year:
        what = f"the day of issue, {plan.issued.isoformat()}, stands in for the real one"
        yield Lack(f"{shown}/plan/plan.yml:{lines.get('issued', 1)}", what)
    if not plan.area_code.strip("0"):
        what = f"the code of the area, {plan.area_code}, stands in for the real one"
        yield Lack(f"{shown}/plan/plan.yml:{lines.get('code', 1)}", what)


def _open_questions(facts: Facts) -> Iterator[Lack]:
    names = Counter(indicator.name.zh for indicator in facts.indicators.values())
    for indicator in facts.indicators.values():
        place = "" if indicator.origin is None else f"{indicator.origin.file}:{indicator.origin.row}"
        place = f"{place} [{indicator.id}]"
        for question in _questions(indicator):
            yield Lack(place, question)
        if names[indicator.name.zh] > 1:
            yield Lack(place, "another indicator has the same name")
    if facts.duties:
        led = {duty.subject_id for duty in facts.duties}
        for name in facts.indicators:
            if name not in led:
                yield Lack(name, "no unit is responsible")


def _questions(indicator: Indicator) -> Iterator[str]:
    start, end = indicator.baseline, indicator.target
    if indicator.target_kind is TargetKind.QUALITATIVE:
        yield "the target is in words and cannot be judged by a figure"
        return
    if start is None:
        yield "there is no baseline, so progress cannot be measured, only whether the target is met"
    elif start and end is not None and start != end and abs(end - start) / abs(start) < _SHORT_WAY:
        yield f"the target is within 1 % of the baseline: {start:.12g} → {end:.12g}"
    if not indicator.formula.zh and "率" in indicator.name.zh:
        yield "a rate without a formula"
    if indicator.type is IndicatorType.NOT_STATED:
        yield "neither binding nor anticipatory"
