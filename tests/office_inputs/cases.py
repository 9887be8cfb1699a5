"""Inputs as offices make them, one a case: what is done to a good project, and what has to come of it.

Each belongs to a kind that public bug reports and trials told of. A case says what is right: refused with words a
person understands, warned of, or read as what was meant, with a note that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bad_inputs.project import BadProject

from planbook.errors import Problem
from planbook.load.data import read_data

CASES: dict[str, Case] = {}

OBSERVED, OBSERVED_2022, OBSERVED_2021 = (f"data/observations/{year}.csv" for year in (2023, 2022, 2021))
HOLDINGS, SHARE, DAYS = "i01,2023,238000,,", "i02,2023,74,,", "i03,2023,22,p,"  # the rows of 2023
VALUES_2023 = {"i01": 238000.0, "i02": 74.0, "i03": 22.0}

Spoil = Callable[[BadProject], object]
Expect = Callable[[BadProject, tuple[Problem, ...]], None]


@dataclass(frozen=True)
class Case:
    """`spoil` changes a good project; `expect` asserts what `check` then says and what is read."""

    name: str
    spoil: Spoil
    expect: Expect


def case(name: str, spoil: Spoil, expect: Expect) -> None:
    assert name not in CASES, name
    CASES[name] = Case(name, spoil, expect)


def each(kind: str, spoils: Iterable[tuple[str, Spoil]], expect: Expect) -> None:
    """Cases of one kind with one right outcome."""
    for name, spoil in spoils:
        case(f"{kind}: {name}", spoil, expect)


def edit(name: str, old: str, new: str) -> Spoil:
    return lambda bad: bad.edit(name, old, new)


def cell(text: str) -> Spoil:
    """The share of 2023 (74) written in another way."""
    quoted = '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text
    return edit(OBSERVED, SHARE, f"i02,2023,{quoted},,")


def recode(name: str, change: Callable[[str], bytes]) -> Spoil:
    """The whole file written in another way."""

    def spoil(bad: BadProject) -> None:
        bad.path(name).write_bytes(change(bad.path(name).read_text(encoding="utf-8")))

    return spoil


def refused(*parts: str, only: bool = True) -> Expect:
    """An error says each of `parts`; unless told otherwise there is no other error."""

    def expect(bad: BadProject, problems: tuple[Problem, ...]) -> None:
        errors = [str(problem) for problem in problems if problem.severity == "error"]
        said = "\n".join(map(str, problems))
        assert any(all(part in error for part in parts) for error in errors), said or "nothing was said"
        assert not only or len(errors) == 1, said

    return expect


def warned(*parts: str) -> Expect:
    """A warning says each of `parts`; nothing is refused."""

    def expect(bad: BadProject, problems: tuple[Problem, ...]) -> None:
        said = "\n".join(f"{problem.severity}: {problem}" for problem in problems)
        assert all(problem.severity != "error" for problem in problems), said
        assert any(
            all(part in str(problem) for part in parts) for problem in problems if problem.severity == "warning"
        ), said or "nothing was said"

    return expect


def read(*notes: str, **values: float | None) -> Expect:
    """Nothing is refused or warned of; notes say each of `notes`, and there is none without; these are the values."""

    def expect(bad: BadProject, problems: tuple[Problem, ...]) -> None:
        said = "\n".join(f"{problem.severity}: {problem}" for problem in problems)
        assert {problem.severity for problem in problems} <= {"note"}, said
        for part in notes:
            assert any(part in str(problem) for problem in problems), said or "nothing was said"
        assert notes or not problems, said
        facts = read_data(2023, bad.path("data"), "data").facts
        found = {record.subject_id: record.value for record in facts.observations if record.year == 2023}
        assert found == {**VALUES_2023, **values}

    return expect
