"""The plan's checks of its own figures, as frames and in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from planbook.assess import CheckedPlan, check_plan_consistency
from planbook.model import PlanCheck
from planbook.present.frames import make_frame
from planbook.present.inline import Inline, fill_in
from planbook.present.messages import decimals_of

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["plan_check_figures", "plan_checks", "finding_of_check", "title_of_check"]


def plan_checks(edition: Edition) -> pd.DataFrame:
    """The checks of the plan whose figures the edition knows, in the order of the plan's table.

    Index check_id; name, left, relation (code), right, tolerance, all three in the row's `unit`, and the arithmetic.
    Whether they hold is the notebook's to compute.
    """
    rows = [
        {
            "check_id": done.check.id,
            "name": title_of_check(edition, done).text,
            "left": done.left,
            "relation": done.check.relation.value,
            "right": done.right,
            "tolerance": done.check.tolerance,
            "unit": done.check.unit_id,
            "arithmetic": done.arithmetic,
        }
        for done in check_plan_consistency(edition.inputs)
    ]
    columns = ("check_id", "name", "left", "relation", "right", "tolerance", "unit", "arithmetic")
    return make_frame(edition, "plan_checks", rows, columns, index="check_id", illustrative=False)


def plan_check_figures(edition: Edition) -> pd.DataFrame:
    """The figures that the checks rest on, one row each: check_id, figure (its name), value in units of one, year.

    `arithmetic` is that of a computed figure, "" for one looked up; `source_id` the other way round.
    """
    rows = [
        {
            "check_id": done.check.id,
            "figure": figure.name,
            "value": figure.value,
            "year": figure.year,
            "arithmetic": figure.working,
            "source_id": figure.source_id,
        }
        for done in check_plan_consistency(edition.inputs)
        for figure in done.figures
    ]
    columns = ("check_id", "figure", "value", "year", "arithmetic", "source_id")
    return make_frame(edition, "plan_check_figures", rows, columns, illustrative=False)


def title_of_check(edition: Edition, done: CheckedPlan) -> Inline:
    return _said(edition, done, edition.words.text(done.check.title))


def finding_of_check(edition: Edition, done: CheckedPlan, agrees: bool | None) -> Inline:
    """What the plan's data say where the check comes out as `agrees`."""
    check: PlanCheck = done.check
    return _said(edition, done, edition.words.text(check.differs if agrees is False else check.agrees))


def _said(edition: Edition, done: CheckedPlan, template: str) -> Inline:
    return fill_in(edition.words, template, f"cross_checks.{done.check.id}", **_fields(edition, done))


def _fields(edition: Edition, done: CheckedPlan) -> dict[str, str]:
    words, units = edition.words, edition.inputs.units
    own = units[done.check.unit_id]
    fields = {
        "left": words.value(done.left, own),
        "right": words.value(done.right, own),
        "difference": words.change(done.difference, own),
    }
    for figure in done.figures:
        unit = units.get(figure.unit_id)
        write = partial(words.number, decimals=min(decimals_of(figure.value), 2))
        fields[figure.name] = write(figure.value) if unit is None else words.value(figure.value / unit.factor, unit)
        if figure.year is not None:
            fields[f"{figure.name}_year"] = words.year(figure.year)
    return fields
