"""Sources: every figure's is listed (the schema's rule), every listed one is used, the plan's own are no inventions."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.errors import Problem
from planbook.load.facts import Facts
from planbook.load.tables import Tables, closest

__all__ = ["check_sources"]

_PLAN_TABLES = ("plan/indicators.csv", "plan/tasks.csv", "plan/achievements.csv")


def check_sources(tables: Tables, facts: Facts) -> Iterator[Problem]:
    """Sources nothing refers to, illustrative ones where no mark would show, and the plan's own."""
    if "sources.csv" not in tables:
        return
    named = facts.plan.get("source_id")
    if isinstance(named, str) and named not in facts.source_kinds:
        yield facts.plan.problem(
            "source_id",
            "the source is not listed",
            f'"{named}"{closest(named, facts.source_kinds)}',
            f"an id of {tables.show('sources.csv')}",
            f"correct the id, or add a row for it to {tables.show('sources.csv')}",
        )
    used = {named}
    for table in tables:
        if table.key != "sources.csv" and "source_id" in table.schema.names:
            used.update(row["source_id"] for row in table.rows())
    for key in _PLAN_TABLES:
        for row in tables[key].rows() if key in tables else ():
            if facts.source_kinds.get(row["source_id"]) == "illustrative":
                yield row.problem(
                    "a figure of the plan has an illustrative source",
                    f'"{row["source_id"]}"',
                    "the plan's own source",
                    "name the document the row comes from",
                )
    for row in tables["sources.csv"].rows():
        if row["source_id"] not in used:
            yield row.problem(
                "the source is listed but no figure names it",
                f'"{row["source_id"]}"',
                "a source that is used",
                "delete the row, or name the source where it belongs",
                severity="warning",
            )
