"""The mapping file: which figure of the plan stands where in a file of the office.

    file: 统计年鉴2024.xlsx        # beside the mapping file, or in a folder below
    source: yearbook_2024         # an id of sources.csv
    sheet: 3-1
    take:
      residents:                  # the id of a series; another name where `series:` or `indicator:` says the id
        area: example             # an id of plan/areas.csv
        label: A12                # the cell that names the row, and what it has to say
        says: 年末常住人口（万人）
        years: B4:H4
        values: B12:H12
        factor: 10000             # 万人 → persons
      loans_2023:
        series: loans
        area: example
        year: 2023
        value: C31

A key of SDMX stands in the place of cells: `key: A.CN.POP`, dimensions in the file's order, blank where only one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from planbook.errors import InputError, Problem
from planbook.load.limits import too_large
from planbook.load.mappings import Document, check_keys, read_document
from planbook.pull.cells import read_cells
from planbook.pull.entries import Entry, Figure
from planbook.pull.exchange import read_keys

__all__ = ["Figure", "read_figures"]

_SHARED = ("file", "source", "sheet", "structure")
_PLACES = ("sheet", "label", "says", "year", "value", "years", "values", "key", "structure")
_OWN = ("series", "indicator", "area", "factor", "flag", "quote", "nothing", "file", "source", *_PLACES)
_EXCHANGE = frozenset({".csv", ".xml"})


def read_figures(mapping: Path) -> tuple[tuple[Figure, ...], tuple[Problem, ...]]:
    """Every figure that the mapping names, and every cell or key that cannot be read.

    Raises
    ------
    InputError
        With everything that is wrong with the mapping itself.
    """
    entries = _read_entries(mapping)
    figures: list[Figure] = []
    problems: list[Problem] = []
    by_file: dict[Path, list[Entry]] = {}
    for entry in entries:
        path, wrong = _file_of(entry, mapping.parent)
        problems += wrong
        if path is not None:
            by_file.setdefault(path, []).append(entry)
    for path, own in by_file.items():
        read = read_keys if path.suffix.lower() in _EXCHANGE else read_cells
        found, wrong = read(path, own)
        figures += found
        problems += wrong
    return tuple(figures), (*problems, *_twice(figures))


def _read_entries(mapping: Path) -> tuple[Entry, ...]:
    document, problems = read_document(mapping, mapping.name)
    if problems:
        raise InputError(problems)
    rows = document.get("take")
    rows = rows if isinstance(rows, Mapping) else {}
    named = [name for name, row in rows.items() if isinstance(row, Mapping)]
    allowed = [f"take.{name}.{key}" for name in named for key in _OWN]
    found = list(check_keys(document, (), [*_SHARED, *allowed]))
    if not named:
        what, fix = "the mapping names no figure", "add a series below take:, with its cells or its key"
        found.append(document.problem("take", what, "nothing", "at least one series", fix))
    entries = [_entry(document, name, found) for name in named]
    if found:
        raise InputError(found)
    return tuple(entry for entry in entries if entry is not None)


def _entry(document: Document, name: str, problems: list[Problem]) -> Entry | None:
    def given(key: str) -> str:
        own = document.get(f"take.{name}.{key}")
        if own is None and key in _SHARED:
            own = document.get(key)
        return "" if own is None or isinstance(own, Mapping | list) else str(own).strip()

    def wrong(key: str, what: str, found: str, expected: str, fix: str) -> None:
        dotted = f"take.{name}.{key}"
        problems.append(document.problem(dotted, what, found, expected, fix))

    for key in ("file", "source"):
        if not given(key):
            wrong(key, "the key is missing or empty", "nothing", f"a value for {key}", f"write {key}")
    indicator = given("indicator")
    series = given("series") or ("" if indicator else name)
    if indicator and given("series"):
        wrong("series", "a figure has two targets", "series and indicator", "one of them", "delete series or indicator")
    if series and not given("area"):
        wrong("area", "the key is missing or empty", "nothing", "an id of plan/areas.csv", "write area")
    ways = [way for way in (("key",), ("value",), ("values",)) if given(way[0])]
    if len(ways) != 1:
        found = "nothing" if not ways else " and ".join(way[0] for way in ways)
        wrong("values", "where the figure stands is not said once", found, "value, values or key", "write one of them")
    elif ways[0][0] == "value" and not given("year"):
        wrong(
            "year", "the year of the figure is not given", "nothing", "a year, or the cell it stands in", "write year"
        )
    elif ways[0][0] == "values" and not given("years"):
        wrong("years", "the years of the figures are not given", "nothing", "the cells they stand in", "write years")
    if bool(given("label")) != bool(given("says")):
        fix = "write both, so that a row that moved is noticed"
        wrong("label", "label and says belong together", "one of them", "a cell, and what it says", fix)
    try:
        factor = Decimal(given("factor") or "1")
    except InvalidOperation:
        factor = Decimal("NaN")
    if not factor.is_finite() or factor == 0:
        wrong("factor", "the factor is no number", f'"{given("factor")}"', "a number such as 10000", "correct factor")
    nothing = document.get(f"take.{name}.nothing")
    words = nothing if isinstance(nothing, Sequence) and not isinstance(nothing, str) else [nothing] if nothing else []
    return Entry(
        name,
        document,
        given("file"),
        given("source"),
        series,
        indicator,
        "" if indicator else given("area"),
        factor,
        given("flag"),
        given("quote"),
        frozenset(str(word).strip() for word in words),
        {key: given(key) for key in _PLACES if given(key)},
    )


def _file_of(entry: Entry, folder: Path) -> tuple[Path | None, list[Problem]]:
    """The file of an entry; only one that lies beside the mapping or below, wherever a link may lead."""
    named = folder / entry.file
    path = named.resolve()
    if "://" in entry.file or not path.is_relative_to(folder.resolve()):
        expected = "a file in the mapping's folder or below"
        fix = "put a copy of the file beside the mapping, and write its name"
        found = f'"{entry.file}"'
        return None, [entry.problem("file", "the file lies outside the mapping's folder", found, expected, fix)]
    if not path.is_file():
        fix = "correct file, or put the file there"
        return None, [entry.problem("file", "the file is missing", f'"{entry.file}"', "a file that is there", fix)]
    large = too_large(path, path.name)
    return (path, []) if large is None else (None, [large])


def _twice(figures: Sequence[Figure]) -> list[Problem]:
    known: dict[tuple[str, str, int], Figure] = {}
    problems = []
    for figure in figures:
        first = known.setdefault((figure.entry.subject, figure.entry.source, figure.year), figure)
        if first is not figure:
            found = f"{figure.text}, and {first.text} in {first.place}"
            fix = "take one of the two out of the mapping"
            problems.append(
                Problem(
                    figure.place,
                    "the mapping gives one figure twice",
                    found,
                    "each figure once",
                    fix,
                    subject=figure.entry.subject,
                    year=figure.year,
                )
            )
    return problems
