"""Rules of the plan's checks of its own figures: what they name stands somewhere, and their texts ask for no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from planbook.arithmetic import evaluate_arithmetic, names_in
from planbook.errors import Problem, closest
from planbook.model import Indicator, PlanCheck, PlanRelation, Task
from planbook.rules.facts import Facts, problem_at
from planbook.schema import ACHIEVEMENTS, DERIVED, INDICATORS, TASKS, VALUES

__all__ = ["PLAN_CHECK_RULES"]

_SIDES = ("left", "right", "difference")
# The parts of a row that a check may name, by the table of its id.
_PARTS = {INDICATORS: ("baseline", "target"), TASKS: ("baseline", "target"), ACHIEVEMENTS: ("value", "start")}


def _places(facts: Facts) -> set[str]:
    """Where a figure stands that a check may name."""
    aims: list[Indicator | Task] = [*facts.as_adopted.values(), *facts.tasks.values()]
    places = {
        f"{aim.id}.{part}"
        for aim in aims
        for part, figure in (("baseline", aim.baseline), ("target", aim.target))
        if figure is not None
    }
    for one in facts.achievements.values():
        places |= {f"{one.id}.value"} | ({f"{one.id}.start"} if one.start_value is not None else set())
    return places | {f"{row.subject_id}:{row.area_id}:{row.year}" for row in (*facts.published, *facts.derived)}


def _told_already(place: str, facts: Facts) -> bool:
    """Whether the figure's row stands in its table but could not be read."""
    name, _, part = place.partition(".")
    read = {*facts.as_adopted, *facts.tasks, *facts.achievements}
    if part:
        return name not in read and any(
            name in facts.listed.get(path, ()) and part in parts for path, parts in _PARTS.items()
        )
    return any(place in facts.listed.get(path, ()) for path in (VALUES, DERIVED))


def figures_stand_somewhere(check: PlanCheck, facts: Facts) -> Iterator[Problem]:
    known = _places(facts)
    before: dict[str, float] = {}
    for figure in check.figures:
        if figure.computed:
            yield from _check_expression(check, f"figures, {figure.name}", figure.what, before)
        elif figure.what not in known and not _told_already(figure.what, facts):
            yield problem_at(
                check,
                "a figure of a check is not known",
                f'"{figure.what}"{closest(figure.what, known)}',
                "the baseline or target of an indicator or task, the value or start of an achievement, or "
                "series:area:year of the context tables, filled in",
                "correct the figure's place, or add the figure",
            )
        if figure.unit_id and figure.unit_id not in facts.units:
            yield problem_at(
                check,
                "the unit of a computed figure is not listed",
                f'"{figure.unit_id}"{closest(figure.unit_id, facts.units)}',
                "a unit of plan/units.csv",
                "correct the unit",
            )
        before[figure.name] = 1.0 + len(before) / 7


def both_sides_can_be_computed(check: PlanCheck, facts: Facts) -> Iterator[Problem]:
    values = {figure.name: 1.0 + place / 7 for place, figure in enumerate(check.figures, 1)}
    yield from _check_expression(check, "left", check.left, values)
    yield from _check_expression(check, "right", check.right, values)


def _check_expression(check: PlanCheck, place: str, expression: str, values: Mapping[str, float]) -> Iterator[Problem]:
    missing = [name for name in names_in(expression) if name not in values]
    try:
        evaluate_arithmetic(expression, dict.fromkeys(missing, 1.5) | dict(values))
    except ValueError as error:
        if "finite" not in str(error):  # with the placeholders; the real figures may do
            yield problem_at(
                check,
                f"the arithmetic cannot be computed ({place})",
                f'"{expression}" ({error})',
                "named figures, numbers, + - * /, brackets, round, max and min",
                "write the arithmetic over the figures named in the row",
            )
            return
    for name in missing:
        yield problem_at(
            check,
            f"the arithmetic uses a figure that is not named before it ({place})",
            f'"{name}"{closest(name, values)}',
            "one of " + (", ".join(values) or "no figure"),
            "name the figure in figures, or correct its name",
        )


def texts_ask_for_named_figures(check: PlanCheck, facts: Facts) -> Iterator[Problem]:
    allowed = {*_SIDES, *(figure.name for figure in check.figures)}
    allowed |= {f"{figure.name}_year" for figure in check.figures if not figure.computed}
    for stem, text in (("title", check.title), ("agrees", check.agrees), ("differs", check.differs)):
        if stem == "differs" and check.relation is PlanRelation.BESIDE:
            continue
        for column, template in ((f"{stem}_zh", text.zh), (f"{stem}_en", text.en)):
            if not template:
                yield problem_at(
                    check, f"a check has nothing to say in {column}", "an empty cell", "a text", f"fill in {column}"
                )
            try:
                asked = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
            except ValueError as error:
                yield problem_at(
                    check, f"the text of {column} cannot be filled in", str(error), "{name}", "close the braces"
                )
                continue
            for name in sorted(asked - allowed):
                yield problem_at(
                    check,
                    f"the text of {column} asks for a figure that is not named",
                    f"{{{name}}}",
                    "one of " + ", ".join(sorted(allowed)),
                    "name the figure in figures, or correct the text",
                )


PLAN_CHECK_RULES = (figures_stand_somewhere, both_sides_can_be_computed, texts_ask_for_named_figures)
