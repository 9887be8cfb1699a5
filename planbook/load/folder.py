"""What lies in a plan's folder beside its tables: files under a name nobody reads, and leftovers of other programs.

A table under a wrong name or in another format would be missing without a word. What a system or an editor left behind
is passed over, and said to be.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from planbook.errors import Problem
from planbook.model import EditionName
from planbook.schema import TABLES

__all__ = ["check_folder", "is_leftover"]

_LEFTOVER = re.compile(
    r"\..*|~\$.*|.*~|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|.*\.(tmp|bak|swp|swo|crdownload|part|lnk)|__macosx",
    re.IGNORECASE,
)
_BESIDE = ("locales", "notebooks", "params")  # what a plan may bring that is no table
_SHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".et", ".numbers"})  # .et: WPS
_TABULAR = _SHEETS | {".csv", ".tsv", ".txt", ".tab"}


def is_leftover(name: str) -> bool:
    """Whether a file or folder was left behind by a system or another program, and is no part of a plan."""
    return bool(_LEFTOVER.fullmatch(name))


def check_folder(folder: Path, shown: str) -> Iterator[Problem]:
    """Files that look like tables of the plan and are not read, copies of one year as another, and leftovers."""
    if not folder.is_dir():
        return
    yearly = {table.path for table in TABLES if table.yearly}
    single = {table.path for table in TABLES if not table.yearly}
    for place in _BESIDE:
        for path in sorted((folder / place).iterdir()) if (folder / place).is_dir() else ():
            if is_leftover(path.name):
                yield _left_over(f"{shown}/{place}/{path.name}")
    for place in sorted({"", *(path.rpartition("/")[0] for path in single), *yearly}):
        here = folder / place
        prefix = f"{place}/" if place else ""
        for path in sorted(here.iterdir()) if here.is_dir() else ():
            key = prefix + path.name
            if is_leftover(path.name):
                yield _left_over(f"{shown}/{key}")
            elif key in single or (place in yearly and _is_yearly(path)):
                if not path.is_file():
                    yield _no_file(f"{shown}/{key}")
            elif path.is_file() and path.suffix.lower() in _TABULAR:
                wanted = _meant(path, prefix, place in yearly, single)
                if wanted:
                    yield _misnamed(path, f"{shown}/{key}", f"{shown}/{wanted}", (folder / wanted).is_file())
                elif place in yearly:
                    yield _not_a_year(path, f"{shown}/{key}")
    for place in sorted(yearly):
        yield from _copies(folder / place, f"{shown}/{place}")


def _is_yearly(path: Path) -> bool:
    return path.suffix == ".csv" and EditionName.fits(path.stem)


def _meant(path: Path, prefix: str, yearly: bool, single: set[str]) -> str:
    """The table a file under another name is probably meant to be, "" where it is none."""
    if yearly:
        year = re.match(r"(?:FY)?((?:19|20)\d\d)(?!\d)", path.stem.strip(), re.IGNORECASE)
        return f"{prefix}{year[1]}.csv" if year and path.name != f"{year[1]}.csv" else ""
    wanted = f"{prefix}{path.stem.strip().lower()}.csv"
    return wanted if wanted in single else ""


def _misnamed(path: Path, shown: str, wanted: str, stands: bool) -> Problem:
    if path.suffix.lower() in _SHEETS:
        return Problem(
            shown,
            "a workbook stands where a table is read from a CSV file",
            f'"{path.name}"',
            wanted,
            f"save it as “CSV UTF-8” under {wanted}, or hand it in with python build.py returns import",
        )
    return Problem(
        shown,
        "the file has a name that is not read",
        f'"{path.name}"',
        wanted,
        f"delete it where {wanted} holds what counts" if stands else f"rename it to {wanted}",
    )


def _not_a_year(path: Path, shown: str) -> Problem:
    return Problem(
        shown,
        "the file is not named after a year",
        f'"{path.name}"',
        "a name such as 2023.csv",
        "rename the file to the year whose end it reports",
    )


def _left_over(shown: str) -> Problem:
    return Problem(
        shown,
        "a leftover of another program is passed over",
        f'"{shown.rpartition("/")[2]}"',
        "files of the plan only",
        "nothing needs to be done",
        severity="note",
    )


def _no_file(shown: str) -> Problem:
    return Problem(
        shown, "there is a folder where a file should be", "a folder", "a CSV file", "move the folder elsewhere"
    )


def _copies(folder: Path, shown: str) -> Iterator[Problem]:
    """Files of two years with the same content."""
    known: dict[str, Path] = {}
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].csv")) if folder.is_dir() else ():
        if not path.is_file() or path.read_bytes().count(b"\n") < 2:
            continue
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        if content in known:
            yield Problem(
                f"{shown}/{path.name}",
                "the file is a copy of another year's",
                f"the same bytes as {shown}/{known[content].name}",
                f"what was known at the end of {path.stem}",
                f"put the figures of {path.stem} into it",
            )
        known.setdefault(content, path)
