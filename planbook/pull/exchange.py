"""Figures of SDMX-CSV and SDMX-ML, by the key of a series.

pandas reads SDMX-CSV, which is a table with known heads (version 1 and 2, and what Eurostat hands out); sdmx1 reads
SDMX-ML. A file with a DOCTYPE is refused: it could name files of this machine.

Source
------
SDMX 3.0, section 5, "SDMX-CSV"; SDMX 2.1, section 3A, "SDMX-ML". Flags are CL_OBS_STATUS, A for normal.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.errors import Problem
from planbook.load.encodings import UnreadableError, decode
from planbook.pull.entries import Entry, Figure, figure_of, year_of_text

__all__ = ["read_keys"]

_NO_DIMENSION = frozenset(
    {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "LAST UPDATE", "SERIES_KEY", "OBS_KEY"}
)
_TIME, _VALUE = "TIME_PERIOD", "OBS_VALUE"
_FLAGS = ("OBS_STATUS", "OBS_FLAG")
_NORMAL, _MISSING = "A", "M"


@dataclass(frozen=True)
class _Observation:
    """A line of an SDMX file: codes of its dimensions in their order, period, value, status; row where it has one."""

    key: tuple[str, ...]
    period: str
    value: str
    status: str
    row: int | None


@dataclass(frozen=True)
class _Message:
    dimensions: tuple[str, ...]
    observations: tuple[_Observation, ...]


def read_keys(path: Path, entries: Sequence[Entry]) -> tuple[list[Figure], list[Problem]]:
    """The figures that the entries name in one SDMX file, and every key that leads to none or to several series."""
    structures = {entry.places.get("structure", "") for entry in entries}
    structure, wrong = _structure_of(path, entries[0], structures)
    if wrong is not None:
        return [], [wrong]
    message = _read_csv(path) if path.suffix.lower() == ".csv" else _read_xml(path, structure)
    if isinstance(message, Problem):
        return [], [message]
    figures: list[Figure] = []
    problems: list[Problem] = []
    for entry in entries:
        found = _of_entry(entry, path.name, message)
        for one in found:
            if isinstance(one, Problem):
                problems.append(one)
            else:
                figures.append(one)
    return figures, problems


def _of_entry(entry: Entry, file: str, message: _Message) -> Iterator[Figure | Problem]:
    if "key" not in entry.places:
        dimensions = ".".join(message.dimensions)
        fix = f"write key, the codes of {dimensions} parted by dots"
        yield entry.problem("key", "an SDMX file has no cells", "cells", "the key of a series", fix)
        return
    asked = tuple(entry.places["key"].split("."))
    if len(asked) != len(message.dimensions):
        found = f'"{entry.places["key"]}" ({len(asked)} codes)'
        expected = f"{len(message.dimensions)} codes: {'.'.join(message.dimensions)}"
        yield entry.problem("key", "the key has another number of codes", found, expected, "correct key")
        return
    own = [
        one for one in message.observations if all(code in ("", has) for code, has in zip(asked, one.key, strict=True))
    ]
    keys = sorted({".".join(one.key) for one in own})
    if len(keys) != 1:
        found = f'"{entry.places["key"]}"' + (f" fits {len(keys)}: {', '.join(keys[:4])}" if keys else "")
        expected = (
            "the key of one series" if keys else f"a key of the file, such as {'.'.join(message.observations[0].key)}"
        )
        what = "the key fits several series" if keys else "the key fits no series"
        yield entry.problem("key", what, found, expected, "correct key")
        return
    for one in own:
        place = f"{file}:{one.row}" if one.row is not None else f"{file} {keys[0]}"
        year = year_of_text(one.period)
        if year is None:
            fix = "take a series of yearly figures"
            yield Problem(
                place,
                "the figure is not of a year",
                f'"{one.period}"',
                "a year such as 2023",
                fix,
                subject=entry.subject,
            )
            continue
        flag = "" if one.status in ("", _NORMAL) else one.status.lower()
        figure = None if one.status == _MISSING else figure_of(entry, year, one.value, keys[0], place, flag)
        if figure is not None:
            yield figure


def _read_csv(path: Path) -> _Message | Problem:
    import pandas as pd

    try:
        text = decode(path.read_bytes()).text
    except UnreadableError as error:
        fix = "save the file as UTF-8"
        return Problem(path.name, "the encoding of the file cannot be told", error.found, "UTF-8", fix)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        frame = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        fix = "hand in the file as the statistical office gives it out"
        return Problem(path.name, "the file cannot be read as SDMX-CSV", str(error)[:80], "SDMX-CSV", fix)
    # With labels, heads are `FREQ: Frequency` and cells `A: Annual`.
    labelled = any(": " in str(head) for head in frame.columns)
    frame.columns = [re.split(r": ?|\[", str(head))[0].strip() for head in frame.columns]
    upper = {name.upper(): name for name in frame.columns}
    if _TIME not in upper or _VALUE not in upper or frame.empty:
        expected = f"columns {_TIME} and {_VALUE}, and a row for each figure"
        found = ", ".join(map(str, frame.columns))[:80] if not frame.empty else "no row"
        fix = "hand in the file as the statistical office gives it out"
        return Problem(path.name, "the file is no SDMX-CSV", found, expected, fix)
    time, value = upper[_TIME], upper[_VALUE]
    before = list(frame.columns)[: list(frame.columns).index(value)]
    dimensions = [name for name in before if name.upper() not in _NO_DIMENSION and name != time]
    status = next((upper[name] for name in _FLAGS if name in upper), None)

    def code(text: str) -> str:
        return text.partition(": ")[0].strip() if labelled else text.strip()

    rows = frame.to_dict("records")
    observations = tuple(
        _Observation(
            tuple(code(str(row[name])) for name in dimensions),
            code(str(row[time])),
            str(row[value]).strip(),
            code(str(row[status])).upper() if status else "",
            number,
        )
        for number, row in enumerate(rows, start=2)
    )
    return _Message(tuple(dimensions), observations)


def _structure_of(path: Path, entry: Entry, structures: set[str]) -> tuple[Path | None, Problem | None]:
    """The file that describes the data, where the mapping names one: beside the data, as the data is."""
    named = next(iter(structures - {""}), "")
    if not named:
        return None, None
    found = (path.parent / named).resolve()
    if len(structures) > 1 or not found.is_relative_to(path.parent) or not found.is_file():
        fix = "put the file with the structure beside the data, and write its name"
        what = "the file with the structure is missing"
        return None, entry.problem("structure", what, f'"{named}"', "one file beside the data", fix)
    return found, None


def _read_xml(path: Path, structure: Path | None) -> _Message | Problem:
    import sdmx  # takes a second to import

    for file in filter(None, (path, structure)):
        if b"<!DOCTYPE" in file.read_bytes():
            fix = "hand in the file as the statistical office gives it out"
            return Problem(file.name, "the file names other files", "a DOCTYPE", "SDMX-ML without one", fix)
    try:
        described = None
        if structure is not None:
            described = next(iter(_message(sdmx.read_sdmx(_opened(structure), format="XML")).structure.values()))
        more = {} if described is None else {"structure": described}
        message = _message(sdmx.read_sdmx(_opened(path), format="XML", **more))
        read = [_of_observation(one) for data in message.data for one in data.obs]
    except Exception as error:  # whatever sdmx1 makes of a file that is damaged or of something else
        told = str(error).strip().splitlines()
        found = f"{type(error).__name__}{f': {told[0][:80]}' if told else ''}"
        fix = "hand in the data message itself, with structure: naming the file of its structure where it needs one"
        return Problem(path.name, "the file cannot be read as SDMX-ML", found, "a data message of SDMX-ML", fix)
    if not read:
        fix = "hand in the data message itself"
        return Problem(path.name, "the file holds no figures", "no observation", "a data message of SDMX-ML", fix)
    dimensions = read[0][0]
    return _Message(dimensions, tuple(one for names, one in read if names == dimensions))


def _opened(path: Path) -> io.BytesIO:
    """A file's content: sdmx1 leaves files open that it opens itself."""
    return io.BytesIO(path.read_bytes())


def _message(read: Any) -> Any:
    """A message of sdmx1, whose kinds have attributes that their base has not."""
    return read


def _of_observation(observation: Any) -> tuple[tuple[str, ...], _Observation]:
    """An observation of sdmx1 as codes, its dimensions named in their order."""
    key = observation.key
    codes = {name: str(value.value) for name, value in key.values.items()}
    attributes = {name: str(value.value) for name, value in observation.attrib.items()}
    value = observation.value
    names = tuple(name for name in codes if name != _TIME)
    status = next((attributes[name].upper() for name in _FLAGS if name in attributes), "")
    text = "" if value is None or str(value) == "nan" else str(value)
    return names, _Observation(tuple(codes[name] for name in names), codes.get(_TIME, ""), text, status, None)
