"""Figures put into a copy of the plan's folder and checked there by the plan's own rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planbook.errors import Problem, closest
from planbook.load.data import PlanData, read_data
from planbook.pull.entries import Figure
from planbook.returns.changes import Change, ChangedTable, Merged, merge_tables
from planbook.rules import Facts
from planbook.rules.facts import Record
from planbook.schema import OBSERVATIONS, VALUES

__all__ = ["merge_figures"]


def merge_figures(
    figures: Sequence[Figure], year: int, folder: Path, params: Path, shown: str, scratch: Path
) -> Merged:
    """The figures put into a copy of the plan's folder below `scratch`; indicators' into `observations/<year>.csv`."""
    before = read_data(year, folder, shown)
    problems = list(_unknown(figures, before.facts))
    changes: list[Change] = []
    tables: dict[str, ChangedTable] = {}
    for figure in figures if not problems else ():
        key = f"{OBSERVATIONS}/{year}.csv" if figure.entry.indicator else VALUES
        if key not in tables:
            tables[key] = ChangedTable(before, key)
        put = _put_observation if figure.entry.indicator else _put_published
        changes += put(figure, tables[key], before, year)
    places = (folder, params, scratch)
    return merge_tables(tables.values(), changes, problems, before, places, year, shown, follows_warn=True)


def _unknown(figures: Sequence[Figure], facts: Facts) -> Iterator[Problem]:
    """Series, areas, indicators and sources that the plan has not, each told once, at the mapping's key."""
    told: set[tuple[str, str]] = set()
    for entry in dict.fromkeys(figure.entry.name for figure in figures):
        own = next(figure.entry for figure in figures if figure.entry.name == entry)
        asked: Iterable[tuple[str, str, Iterable[str], str]] = (
            ("indicator", own.indicator, facts.indicators, "plan/indicators.csv"),
            ("series", own.series, facts.series, "context/series.csv"),
            ("area", own.area, facts.areas, "plan/areas.csv"),
            ("source", own.source, facts.sources, "sources.csv"),
        )
        for key, name, known, table in asked:
            if name and name not in known and (key, name) not in told:
                told.add((key, name))
                found = f'"{name}"{closest(name, known)}'
                fix = f"correct {key}, or add a row for it to {table}"
                yield own.problem(key, "the mapping names something the plan has not", found, f"an id of {table}", fix)


def _put_published(figure: Figure, table: ChangedTable, before: PlanData, year: int) -> list[Change]:
    entry = figure.entry
    same = [
        record
        for record in before.facts.published
        if (record.subject_id, record.area_id, record.year) == (entry.series, entry.area, figure.year)
    ]
    had = next((record for record in same if record.source_id == entry.source), None)
    own = {
        "series_id": entry.series,
        "area": entry.area,
        "year": str(figure.year),
        "source_id": entry.source,
    }
    kept = table.rows.get(tuple(own[column] for column in table.schema.key), {})
    preferred = kept.get("preferred") or ("false" if any(record.preferred for record in same) else "true")
    said = {"value": figure.text, "flag": figure.flag, "quote": figure.quote, "preferred": preferred}
    if had is not None and _as_before(had, figure):
        return []
    table.put({**kept, **own, **said}, {"value": figure.place})
    return [Change(entry.subject, figure.year, None if had is None else had.written, figure.text, figure.place)]


def _put_observation(figure: Figure, table: ChangedTable, before: PlanData, year: int) -> list[Change]:
    """An indicator's figure; an earlier year's only where it differs from what is known, as a revision."""
    entry = figure.entry
    known = [
        record
        for record in before.facts.observations
        if (record.subject_id, record.year) == (entry.indicator, figure.year)
    ]
    had = known[-1] if known else None
    if had is not None and _as_before(had, figure):
        return []
    flag = figure.flag
    if had is not None and had.value is not None and figure.year < year and "r" not in flag:
        flag = "".join(sorted({*flag, "r"}))
    own = {"indicator_id": entry.indicator, "year": str(figure.year), "source_id": entry.source}
    kept = table.rows.get(tuple(own[column] for column in table.schema.key), {})
    table.put({**kept, **own, "value": figure.text, "flag": flag}, {"value": figure.place})
    return [Change(entry.subject, figure.year, None if had is None else had.written, figure.text, figure.place)]


def _as_before(had: Record, figure: Figure) -> bool:
    """Whether nothing new is said: the same number, and the flag that stands or none."""
    try:
        same = had.value is not None and float(figure.text) == had.value
    except ValueError:
        return False
    return same and figure.flag in ("", "".join(had.flags))
