"""Does the plan agree with itself, and with what was published?

Which figures ought to agree is the plan's own matter and stands in its data (`plan/cross_checks.csv`): each check
names its figures, both sides as arithmetic over them, and how the sides should stand to each other. A check one of
whose figures the edition does not know is left out. A disagreement is reported with its arithmetic, and nothing is
repaired.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from planbook.arithmetic import evaluate_arithmetic, names_in, write_out
from planbook.assess.background import known_figures
from planbook.model import Flag, Inputs, PlanCheck, PlanRelation, UnitKind

__all__ = ["CheckFigure", "CheckedPlan", "check_plan_consistency", "holds"]


@dataclass(frozen=True)
class CheckFigure:
    """A figure of a check.

    Attributes
    ----------
    value : in units of one (22.8 万人 are 228,000), as the arithmetic takes it.
    year : the year it is of; None for one computed.
    unit_id : its unit; "" for a plain number.
    source_id : "" for one computed.
    working : the arithmetic it is computed by, figures filled in; "" for one that was looked up.
    """

    name: str
    value: float
    year: int | None
    unit_id: str
    source_id: str
    working: str = ""


@dataclass(frozen=True)
class CheckedPlan:
    """One check carried out: both sides in `check.unit_id`.

    `agrees` is None where the two are not strictly comparable and only stand side by side. `arithmetic` has the
    figures filled in and is the same in every language; `source_ids` name the plan first.
    """

    check: PlanCheck
    figures: tuple[CheckFigure, ...]
    left: float
    right: float
    agrees: bool | None
    arithmetic: str
    source_ids: tuple[str, ...]

    @property
    def difference(self) -> float:
        """left − right."""
        return self.left - self.right


def holds(left: float, right: float, relation: PlanRelation, tolerance: float = 0.0) -> bool | None:
    """Whether `left` stands to `right` as it should, give or take `tolerance`; None where nothing is claimed.

    >>> holds(8.1, 8.13, PlanRelation.EQUAL, 0.05), holds(190, 189, PlanRelation.EQUAL)
    (True, False)
    """
    difference = left - right
    return {
        PlanRelation.EQUAL: abs(difference) <= tolerance,
        PlanRelation.AT_LEAST: difference >= -tolerance,
        PlanRelation.AT_MOST: difference <= tolerance,
        PlanRelation.MORE: difference > -tolerance,
        PlanRelation.LESS: difference < tolerance,
        PlanRelation.BESIDE: None,
    }[relation]


def check_plan_consistency(inputs: Inputs) -> tuple[CheckedPlan, ...]:
    """Every check of the plan whose figures the edition knows, in the order of the plan's table.

    Source
    ------
    METHODS, "Does the plan agree with itself". Whole numbers behind a percentage: Brown and Heathers, "The GRIM
    test", Social Psychological and Personality Science 8 (2017).
    """
    return tuple(done for check in inputs.plan_checks.values() if (done := _carry_out(inputs, check)) is not None)


def _carry_out(inputs: Inputs, check: PlanCheck) -> CheckedPlan | None:
    figures: dict[str, CheckFigure] = {}
    for named in check.figures:
        if named.computed:
            values = {name: figure.value for name, figure in figures.items()}
            value = evaluate_arithmetic(named.what, values)
            figures[named.name] = CheckFigure(
                named.name, value, None, named.unit_id, "", write_out(named.what, _shown(figures))
            )
        elif (found := _look_up(inputs, named.name, named.what)) is not None:
            figures[named.name] = found
        else:
            return None
    values = {name: figure.value for name, figure in figures.items()}
    left, right = evaluate_arithmetic(check.left, values), evaluate_arithmetic(check.right, values)
    agrees = holds(left, right, check.relation, check.tolerance)
    plan_source = inputs.plan.source_id
    return CheckedPlan(
        check,
        tuple(figures.values()),
        left,
        right,
        agrees,
        _arithmetic(inputs, check, figures, left, right, agrees),
        tuple(dict.fromkeys((plan_source, *(figure.source_id for figure in figures.values() if figure.source_id)))),
    )


def _look_up(inputs: Inputs, name: str, reference: str) -> CheckFigure | None:
    """The figure of `i03.baseline`, `t4-3-1-07.target`, `a1-2-01.start` or `series:area:year`; None where unknown."""
    if ":" in reference:
        return _published(inputs, name, *reference.split(":"))
    subject_id, part = reference.split(".")
    if subject_id in inputs.achievements:
        achievement = inputs.achievements[subject_id]
        value, year = {
            "value": (achievement.value, achievement.year),
            "start": (achievement.start_value, achievement.start_year),
        }[part]
        unit_id, source_id = achievement.unit_id, achievement.source_id
    else:
        subject = inputs.as_adopted.get(subject_id) or inputs.tasks.get(subject_id)
        if subject is None:
            return None
        value, year = {
            "baseline": (subject.baseline, subject.baseline_year),
            "target": (subject.target, subject.target_year),
        }[part]
        unit_id, source_id = subject.unit_id, subject.source_id
    if value is None:
        return None
    return CheckFigure(name, value * inputs.units[unit_id].factor, year, unit_id, source_id)


def _published(inputs: Inputs, name: str, series_id: str, area: str, year: str) -> CheckFigure | None:
    rows = known_figures(inputs)
    rows = rows[(rows["series_id"] == series_id) & (rows["area"] == area) & (rows["year"] == int(year))]
    rows = rows[~rows["flag"].isin([Flag.MISSING, Flag.FORECAST])]
    units = inputs.series.loc[inputs.series["series_id"] == series_id, "unit_id"]
    if rows.empty or units.empty:
        return None
    row, unit_id = rows.iloc[-1], str(units.iloc[0])
    value = float(row["value"]) * inputs.units[unit_id].factor
    return CheckFigure(name, value, int(year), unit_id, str(row["source_id"]))


def _arithmetic(
    inputs: Inputs, check: PlanCheck, figures: dict[str, CheckFigure], left: float, right: float, agrees: bool | None
) -> str:
    """`640 ÷ 8.1 × 10,000 = 790,123 ≠ 637,921`, after what else was computed on the way there."""
    shown = _shown(figures)
    used = {name for side in (check.left, check.right) for name in names_in(side)}
    steps = [
        f"{figure.working} = {shown[figure.name]}"
        for figure in figures.values()
        if figure.working and figure.name in used
    ]
    sides = [_side(inputs, check, side, value, shown) for side, value in ((check.left, left), (check.right, right))]
    sign = "|" if agrees is None else _SIGNS[check.relation][not agrees]
    sign = f" {'≈' if sign == '=' and left != right else sign} "
    return "; ".join([*steps, sign.join(sides)])


_SIGNS = {  # where a relation holds, and where it does not
    PlanRelation.EQUAL: ("=", "≠"),
    PlanRelation.AT_LEAST: ("≥", "<"),
    PlanRelation.AT_MOST: ("≤", ">"),
    PlanRelation.MORE: (">", "≤"),
    PlanRelation.LESS: ("<", "≥"),
}


def _side(inputs: Inputs, check: PlanCheck, expression: str, value: float, shown: dict[str, str]) -> str:
    if expression.strip() in shown:
        return shown[expression.strip()]
    unit = inputs.units[check.unit_id]
    # One decimal more than its figures are shown with, so that a rounded match is seen to be one.
    return (
        f"{write_out(expression, shown)} = {_written(value, 0 if unit.kind is UnitKind.COUNT else unit.decimals + 1)}"
    )


def _shown(figures: dict[str, CheckFigure]) -> dict[str, str]:
    return {
        name: _written(figure.value, None if not figure.working or figure.value == round(figure.value) else 1)
        for name, figure in figures.items()
    }


def _written(value: float, decimals: int | None = None) -> str:
    """A figure in arithmetic: with the decimals it is stated with, or the given ones; thousands parted by commas."""
    if decimals is None:
        exponent = Decimal(repr(value)).normalize().as_tuple().exponent
        decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    return f"{value:,.{decimals}f}".replace("-", "−")
