"""Everything that can go wrong, and how it is told to people.

PlanbookError
├── InputError     exit 2: data, parameters or translations are wrong; carries every Problem at once
├── NotebookError  exit 3: a chapter notebook failed; carries chapter, cell, its source and the error
├── NotebooksError  exit 3: several failed while the others ran on (`--keep-going`); carries every one
├── DisagreementError  exit 3: a notebook computes otherwise than the package; carries every difference
└── PublishError   exit 4: pandoc, Typst, Pagefind or Quarto failed

A `Problem` is one defect, written as
`<file>:<row> [<indicator>, <year>]: <what is wrong>; found <value>, expected <rule>. Fix: <one action>.`
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

__all__ = [
    "DisagreementError",
    "InputError",
    "NotebookError",
    "NotebooksError",
    "PlanbookError",
    "Problem",
    "PublishError",
    "Severity",
    "closest",
    "raise_errors",
]


# An error stops; a warning may hold; a note says how something was read, and asks for nothing.
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Problem:
    """One defect in what the user gave, with the one action that mends it."""

    file: str
    what: str
    found: str
    expected: str
    fix: str
    row: int | None = None
    subject: str | None = None  # an indicator, task or series id
    year: int | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        about = ", ".join(str(part) for part in (self.subject, self.year) if part is not None)
        return (
            f"{place}{f' [{about}]' if about else ''}: {self.what}; "
            f"found {self.found}, expected {self.expected}. Fix: {self.fix.rstrip('.')}."
        )

    def as_dict(self) -> dict[str, object]:
        """The problem as plain values, for `check --json`."""
        return asdict(self)


class PlanbookError(Exception):
    """Base of all errors that Planbook explains; `exit_code` is what the command ends with."""

    exit_code = 1


class InputError(PlanbookError):
    """The input is wrong. `problems` holds every defect found, never only the first."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(
        self,
    ) -> tuple[type[InputError], tuple[object, ...]]:  # errors cross process borders when chapters run in parallel
        return (type(self), (self.problems,))


class NotebookError(PlanbookError):
    """A notebook failed while it ran.

    Attributes
    ----------
    chapter, language, cell : the notebook and what it is about; the cell counted from 0, None before the first.
    source : what the cell says; "" where that is not known.
    kept : the notebook as far as it came, from the project's folder; "" where there is none.
    """

    exit_code = 3

    def __init__(
        self,
        chapter: str,
        language: str,
        cell: int | None,
        error: str,
        traceback: str = "",
        source: str = "",
        kept: str = "",
    ):
        self.chapter, self.language, self.cell = chapter, language, cell
        self.error, self.traceback, self.source, self.kept = error, traceback, source, kept
        place = f"{chapter} ({language})" + ("" if cell is None else f", cell {cell}")
        super().__init__(f"{place}: {error}{f' (as far as it came: {kept})' if kept else ''}")

    def __reduce__(self) -> tuple[type[NotebookError], tuple[object, ...]]:
        said = (self.chapter, self.language, self.cell, self.error, self.traceback, self.source, self.kept)
        return (type(self), said)


class NotebooksError(PlanbookError):
    """Several notebooks failed, each apart, while the others ran on. `failures`: every one, in the edition's order."""

    exit_code = 3

    def __init__(self, failures: Iterable[NotebookError], of: int):
        self.failures, self.of = tuple(failures), of
        said = f"{len(self.failures)} of {of} notebooks failed; the others ran and are remembered"
        super().__init__("\n".join([said, *map(str, self.failures)]))

    def __reduce__(self) -> tuple[type[NotebooksError], tuple[object, ...]]:
        return (type(self), (self.failures, self.of))


class DisagreementError(PlanbookError):
    """A figure that a notebook computes in view is not the one the package publishes. `problems`: every difference."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[DisagreementError], tuple[object, ...]]:
        return (type(self), (self.problems,))


class PublishError(PlanbookError):
    """A publishing engine failed, or left something out without saying so."""

    exit_code = 4


def closest(word: str, known: Iterable[object]) -> str:
    """` (did you mean "…"?)` for a likely slip, else ""."""
    import difflib

    near = difflib.get_close_matches(word, [str(name) for name in known], n=1, cutoff=0.75)
    return f' (did you mean "{near[0]}"?)' if near else ""


def raise_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Raise `InputError` when any problem is an error; hand the warnings back otherwise.

    Raises
    ------
    InputError
        With all problems, warnings included, when at least one is an error.
    """
    problems = tuple(problems)
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return problems
