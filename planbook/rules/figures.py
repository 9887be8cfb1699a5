"""Rules of the yearly figures: years, values, flags, statuses, revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planbook.errors import Problem
from planbook.model import Flag, Indicator, TargetKind, Task, TaskKind
from planbook.rules.facts import Facts, Record, problem_at
from planbook.rules.meaning import FLOW_KINDS, compounds
from planbook.rules.targets import Aim

__all__ = [
    "YEARLY_RULES",
    "restated_values_say_so",
    "the_edition_is_one_of_the_plan",
]


def the_edition_is_one_of_the_plan(facts: Facts) -> Iterator[Problem]:
    plan = facts.plan
    if plan is not None and not plan.period.first_year <= facts.year <= plan.period.last_year:
        yield Problem(
            "" if plan.origin is None else plan.origin.file,
            f"the plan has no edition of {facts.year}",
            str(facts.year),
            f"a year from {plan.period.first_year} to {plan.period.last_year}",
            "build a year of the plan with --year",
            row=None if plan.origin is None else plan.origin.lines.get("period.first_year"),
        )


def the_year_is_one_of_the_plan_and_of_the_file(record: Record, facts: Facts) -> Iterator[Problem]:
    plan, vintage = facts.plan, record.vintage
    if plan is None or vintage is None:
        return
    if record.year > vintage:
        folder = "" if record.origin is None else record.origin.file.rpartition("/")[0]
        yield problem_at(
            record,
            "the year is later than the file",
            str(record.year),
            f"a year up to {vintage}",
            f"move the row to {folder}/{record.year}.csv, or correct the year",
        )
    elif not plan.period.first_year <= record.year <= plan.period.last_year:
        last = min(vintage, plan.period.last_year)
        yield problem_at(
            record,
            "the year lies outside the plan",
            str(record.year),
            f"a year from {plan.period.first_year} to {last}",
            "correct the year",
        )


def a_missing_value_is_not_there(record: Record, facts: Facts) -> Iterator[Problem]:
    if Flag.MISSING in record.flags and record.value is not None:
        yield problem_at(
            record,
            "a value is flagged as missing",
            f"{record.written} with {record.flagged}",
            "flag m with an empty value",
            "empty the value or the flag",
        )


def a_measure_in_words_has_a_status_and_a_figure_has_none(record: Record, facts: Facts) -> Iterator[Problem]:
    aim = _aim_of(record, facts)
    if isinstance(aim, Indicator) and aim.target_kind is TargetKind.QUALITATIVE and record.value is not None:
        yield problem_at(
            record,
            "a qualitative target has a value",
            f'"{record.written}"',
            "an empty cell",
            "empty the value, or give the indicator another target_kind",
        )
    if not isinstance(aim, Task):
        return
    if aim.kind is TaskKind.NUMERIC and record.status is not None:
        yield problem_at(
            record,
            "a numeric task has a status",
            f'"{record.status}"',
            "a value and no status",
            "empty the status; it follows from the value",
        )
    elif aim.kind is TaskKind.QUALITATIVE and record.value is not None:
        yield problem_at(
            record,
            "a qualitative measure has a value",
            f'"{record.written}"',
            "a status and no value",
            "empty the value",
        )
    elif aim.kind is TaskKind.QUALITATIVE and record.status is None:
        yield problem_at(
            record,
            "a qualitative measure has no status",
            "an empty cell",
            "a status code",
            "write the status, not_reported where none is known",
        )


def a_compounding_change_leaves_something(record: Record, facts: Facts) -> Iterator[Problem]:
    aim, unit = _aim_of(record, facts), facts.unit_of(record)
    if aim is None or unit is None or record.value is None or aim.target_kind not in FLOW_KINDS:
        return
    if compounds(unit) and record.value <= -100:
        yield problem_at(
            record, "nothing falls by 100 % or more", record.written, "more than -100", "correct the value"
        )


YEARLY_RULES = (
    the_year_is_one_of_the_plan_and_of_the_file,
    a_missing_value_is_not_there,
    a_measure_in_words_has_a_status_and_a_figure_has_none,
    a_compounding_change_leaves_something,
)


def _aim_of(record: Record, facts: Facts) -> Aim | None:
    return facts.indicators.get(record.subject_id) or facts.tasks.get(record.subject_id)


def restated_values_say_so(records: Iterable[Record]) -> Iterator[Problem]:
    """A later file that restates a value says so with flag r, and says so only where it is true; a break stays one."""
    known: dict[tuple[str, int], Record] = {}
    restated = _restated(records := tuple(records))
    for record in records:  # the oldest file first
        before = known.get((record.subject_id, record.year))
        known[record.subject_id, record.year] = record
        if record.value is None:
            continue
        if before is not None and before.vintage != record.vintage:
            yield from _break_stays(before, record, restated)
        if before is not None and before.value not in (None, record.value) and before.vintage != record.vintage:
            if Flag.REVISED not in record.flags:
                yield problem_at(
                    record,
                    "an earlier value is restated without saying so",
                    f"{record.written} with {record.flagged}; {before.written} in {_place(before)}",
                    "flag r (revised)",
                    f"write flag {''.join(record.flags)}r",
                    severity="warning",
                )
        elif Flag.REVISED in record.flags:
            yield problem_at(
                record,
                "the value is flagged as revised, but no earlier file gives another",
                record.written,
                "an earlier file with a different value",
                "delete the letter r" if len(record.flags) > 1 else "empty the flag",
                severity="warning",
            )


def _restated(records: Iterable[Record]) -> dict[tuple[str, int | None], set[int]]:
    """Which years each file gives of each subject."""
    years: dict[tuple[str, int | None], set[int]] = {}
    for record in records:
        years.setdefault((record.subject_id, record.vintage), set()).add(record.year)
    return years


def _break_stays(
    before: Record, record: Record, restated: Mapping[tuple[str, int | None], set[int]]
) -> Iterator[Problem]:
    """Restated without flag b, a break would be gone, and trend and pace would be drawn across it.

    Where the same file restates the year before as well, the series may have been brought to one definition.
    """
    lost = Flag.BREAK in before.flags and Flag.BREAK not in record.flags
    if lost and record.year - 1 not in restated[record.subject_id, record.vintage]:
        letters = "".join(sorted({*record.flags, Flag.BREAK}))
        yield problem_at(
            record,
            "the break of an earlier file is not said any more",
            f"{record.flagged}; {before.flagged} in {_place(before)}",
            "flag b as before, beside what else is said of the value",
            f"write flag {letters}; where the years before are now of the same definition, restate them in this file",
        )


def _place(record: Record) -> str:
    return "" if record.origin is None else f"{record.origin.file}:{record.origin.row}"
