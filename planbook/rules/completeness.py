"""Rules of what has to be handed in: a row for every indicator and year, for every task that was told of before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from planbook.errors import Problem
from planbook.model import Indicator, IndicatorType, TargetKind
from planbook.rules.facts import Facts, Record
from planbook.schema import OBSERVATIONS, PROGRESS

__all__ = ["every_indicator_has_a_row_for_every_year", "every_file_tells_of_its_year", "tasks_once_told_of_stay"]

_NAMED = 12  # so many ids stand in a message; of more, how many others there are


def every_file_tells_of_its_year(facts: Facts) -> Iterator[Problem]:
    """A file whose rows are all of other years is another year's, copied."""
    for folder, records in ((OBSERVATIONS, facts.observations), (PROGRESS, facts.progress)):
        years: dict[int, list[Record]] = {}
        for record in records:
            if record.vintage is not None:
                years.setdefault(record.vintage, []).append(record)
        for vintage, rows in sorted(years.items()):
            told = sorted({row.year for row in rows})
            if vintage in told or any(year > vintage for year in told):
                continue
            yield Problem(
                f"{_folder(facts)}{folder}/{facts.file_of(vintage)}.csv",
                f"the file has no row for {vintage}, only for earlier years",
                f"{len(rows)} rows for {', '.join(map(str, told))}",
                f"a row for {vintage} of each {'indicator' if folder == OBSERVATIONS else 'task'} that is reported",
                f"put the figures of {vintage} into the file; it looks like a copy of {told[-1]}.csv",
                year=vintage,
            )


def every_indicator_has_a_row_for_every_year(facts: Facts) -> Iterator[Problem]:
    """Who has not reported what; what is known to be missing has a row with flag m, and is not told of again."""
    if facts.plan is None:
        return
    expected = {
        name: indicator
        for name, indicator in facts.indicators.items()
        if indicator.target_kind is not TargetKind.QUALITATIVE
    }
    handed_in = {(record.subject_id, record.year) for record in facts.observations}
    # A row whose year is wrong is told of as that.
    handed_in |= {
        (record.subject_id, record.vintage)
        for record in facts.observations
        if record.vintage is not None and not facts.plan.period.first_year <= record.year <= record.vintage
    }
    last = min(facts.year, facts.plan.period.last_year)
    for year in range(facts.plan.period.first_year, last + 1):
        path = f"{_folder(facts)}{OBSERVATIONS}/{facts.file_of(year)}.csv"
        missing = [
            name
            for name, indicator in expected.items()
            if (name, year) not in handed_in and (indicator.added is None or indicator.added.effective.year <= year)
        ]
        if missing and path not in facts.troubled:
            yield _not_handed_in(path, year, missing, expected)


def _not_handed_in(path: str, year: int, missing: list[str], expected: Mapping[str, Indicator]) -> Problem:
    binding = [name for name in missing if expected[name].type is IndicatorType.BINDING]
    stress = f" ({len(binding)} binding: {_named(binding)})" if binding and len(binding) < len(missing) else ""
    stress = " (all binding)" if binding and len(binding) == len(missing) else stress
    whole = len(missing) == len(expected)
    what = "no indicator has a row for" if whole else f"{len(missing)} of {len(expected)} indicators have no row for"
    return Problem(
        path,
        f"{what} {year}",
        f"nothing of {_named(missing)}{stress}",
        "a row for each indicator and year",
        "add the rows; where nothing was reported, an empty value with flag m",
        subject=missing[0] if len(missing) == 1 else None,
        year=year,
        severity="warning",
    )


def tasks_once_told_of_stay(facts: Facts) -> Iterator[Problem]:
    """A task that an earlier file told of, and the edition's own year does not."""
    before = {record.subject_id for record in facts.progress if record.year < facts.year}
    now = {record.subject_id for record in facts.progress if record.year == facts.year}
    missing = [name for name in facts.tasks if name in before - now]
    path = f"{_folder(facts)}{PROGRESS}/{facts.file_of(facts.year)}.csv"
    if now and missing and path not in facts.troubled:
        yield Problem(
            path,
            f"no row for {facts.year} of tasks that were told of before, {len(missing)} in all",
            f"nothing of {_named(missing)}",
            "a row for each task that is followed",
            "add the rows; where nothing was reported, flag m or the status not_reported",
            subject=missing[0] if len(missing) == 1 else None,
            year=facts.year,
            severity="warning",
        )


def _named(names: Collection[str]) -> str:
    shown = list(names)[:_NAMED]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} others" if rest else "")


def _folder(facts: Facts) -> str:
    """The plan's folder as shown, with its slash."""
    if facts.plan is None or facts.plan.origin is None:
        return ""
    return facts.plan.origin.file.removesuffix("plan/plan.yml")
