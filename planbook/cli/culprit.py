"""Which cell of the plan a library was at when it failed in a way nobody foresaw.

A library says what it could not do, and never where in the plan the text stood. But it had that text in hand: in the
variables of the calls that the error came through, from the innermost outwards, the plan's own texts are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from planbook.load.tables import read_tables
from planbook.paths import Project

__all__ = ["find_culprit"]

_SHORTEST = 4  # characters of a text that is looked for within another: less stands everywhere
_LONGEST = 100_000  # characters of a variable: more is a file, in which everything stands
_ITEMS = 40  # of a list or mapping that is looked into
_MOST = 3  # places that are named


def find_culprit(error: BaseException, project: Project) -> tuple[str, ...]:
    """The cells (`data/observations/2023.csv:4 [i03] note_zh`) that the calls had in hand, likeliest first; or none."""
    frames = [list(_variables(one)) for one in _tracebacks(error)]
    data = next((folder for variables in frames for folder in _data_folders(variables)), project.data)
    try:
        cells = _cells(data, project.shown(data))
    except Exception:  # whatever is wrong with the data is no reason to say nothing of the error
        return ()
    for variables in reversed(frames):
        held = [text for variable in variables for text in _texts(variable)]
        exact = [cells[text] for text in held if text in cells]
        within = [
            place
            for text, place in cells.items()
            if len(text) >= _SHORTEST and not text.isascii() and any(text in longer for longer in held)
        ]
        found = dict.fromkeys(exact or within)
        if 0 < len(found) <= _MOST:
            return tuple(found)
    return ()


def _tracebacks(error: BaseException) -> Iterator[TracebackType]:
    trace = error.__traceback__
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _variables(trace: TracebackType) -> Iterator[Any]:
    return iter(list(trace.tb_frame.f_locals.values()))


def _data_folders(variables: list[Any]) -> Iterator[Path]:
    """The plan's folder, of what a call was given to build."""
    for variable in variables:
        folder = getattr(variable, "data_dir", None)
        if isinstance(folder, Path):
            yield folder


def _cells(data: Path, shown: str) -> dict[str, str]:
    """The plan's texts that stand once, and where; what stands in many cells says nothing."""
    tables, _ = read_tables(data, shown)
    places: dict[str, list[str]] = {}
    for table in tables:
        columns = [column.name for column in table.schema.columns if column.type == "string" and not column.codes]
        for row in table.rows():
            for column in columns:
                if len(row[column]) >= _SHORTEST and not column.endswith("_id"):
                    subject = table.subject(row.line)
                    about = f" [{subject}]" if subject else ""
                    places.setdefault(row[column], []).append(f"{table.shown}:{row.line}{about} {column}")
    return {text: found[0] for text, found in places.items() if len(found) == 1}


def _texts(variable: Any) -> Iterator[str]:
    if isinstance(variable, str):
        if _SHORTEST <= len(variable) <= _LONGEST:
            yield variable
    elif isinstance(variable, Mapping):
        yield from (one for one in list(variable.values())[:_ITEMS] if isinstance(one, str))
    elif isinstance(variable, list | tuple | set | frozenset):
        yield from (one for one in list(variable)[:_ITEMS] if isinstance(one, str))
