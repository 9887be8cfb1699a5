"""The tables of the yearbook as `plan/yearbook.csv` declares them."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.errors import Problem
from planbook.load.tables import CsvRow, Tables, closest
from planbook.model import Relation, YearbookKind, YearbookSeries

__all__ = ["check_yearbook", "split_series"]

_TABLE = "plan/yearbook.csv"
_MARKS = tuple(relation.value for relation in Relation if relation.value)


def split_series(cell: str) -> tuple[YearbookSeries, ...]:
    """`beds;#dementia` as series, each with its relation to the one above.

    >>> [(item.series_id, item.relation.value) for item in split_series("beds;+public;#dementia")]
    [('beds', ''), ('public', '+'), ('dementia', '#')]
    """
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    return tuple(
        YearbookSeries(part[1:].strip(), Relation(part[0])) if part[0] in _MARKS else YearbookSeries(part)
        for part in parts
    )


def check_yearbook(tables: Tables) -> Iterator[Problem]:
    """Problems of the declared tables: what each kind needs, and series that are not listed."""
    if _TABLE not in tables:
        return
    for row in tables[_TABLE].rows():
        if row["kind"] == YearbookKind.SERIES.value:
            yield from _check_series(row, tables)
            if not row["title_zh"]:
                yield row.problem(
                    "a table of background series has no title",
                    "an empty cell",
                    "a title in both languages",
                    'fill in "title_zh" and "title_en"',
                )
        elif row["series"]:
            yield row.problem(
                f"a table of {row['kind'] or 'no kind'} names background series",
                f'"{row["series"]}"',
                "series in tables of kind series only",
                'empty "series", or write kind series',
            )
        elif not row["chapter_id"]:
            yield row.problem(
                f"a table of {row['kind'] or 'no kind'} names no heading of the plan",
                "an empty cell",
                "the heading whose figures it shows",
                'fill in "chapter_id"',
            )


def _check_series(row: CsvRow, tables: Tables) -> Iterator[Problem]:
    declared = split_series(row["series"])
    if not declared:
        yield row.problem(
            "a table of background series names none", "an empty cell", "ids parted by semicolons", 'fill in "series"'
        )
        return
    if declared[0].relation is not Relation.NONE:
        yield row.problem(
            "the first series is part of nothing",
            f'"{row["series"].partition(";")[0]}"',
            "a total above its parts",
            f"take the mark {declared[0].relation.value} away",
        )
    known = tables.ids("context/series.csv") if "context/series.csv" in tables else ()
    for item in declared:
        if item.series_id not in known:
            yield row.problem(
                "a series is not listed",
                f'"{item.series_id}"{closest(item.series_id, known)}',
                f"an id of {tables.show('context/series.csv')}",
                "correct the id, or add the series",
            )
