"""What the content checks look up again and again: units, sources, what each indicator and task aims at."""

from __future__ import annotations

from dataclasses import dataclass

from planbook.errors import Problem
from planbook.load.mappings import Document
from planbook.load.tables import CsvRow, Tables

__all__ = ["Aim", "Facts", "check_value", "gather_facts"]


@dataclass(frozen=True)
class Aim:
    """What an indicator or a numeric task aims at, as far as its row can be read; None where it cannot."""

    id: str
    target_kind: str
    unit_id: str
    baseline_year: int | None
    baseline: float | None
    target_year: int | None
    target: float | None
    numeric: bool

    @property
    def planned_yearly_change(self) -> float:
        """The change a year that leads from baseline to target, in the unit; 0 where none is planned."""
        if None in (self.baseline, self.target, self.baseline_year, self.target_year) or self.target_kind == "keep":
            return 0.0
        years = self.target_year - self.baseline_year
        return abs(self.target - self.baseline) / years if years > 0 else 0.0


@dataclass(frozen=True)
class Facts:
    """Lookups by id. `source_of_plan` and the years come from `plan.yml`; None where it cannot be read."""

    unit_kinds: dict[str, str]
    unit_decimals: dict[str, int | None]
    unit_names: dict[str, str]
    source_kinds: dict[str, str]
    indicators: dict[str, Aim]
    tasks: dict[str, Aim]
    plan: Document
    first_year: int | None
    last_year: int | None


def _aim(row: CsvRow, identifier: str) -> Aim:
    return Aim(
        id=row[identifier],
        target_kind=row["target_kind"],
        unit_id=row["unit_id"],
        baseline_year=row.whole("baseline_year"),
        baseline=row.number("baseline"),
        target_year=row.whole("target_year"),
        target=row.number("target"),
        numeric=row["target_kind"] != "qualitative" and row.cells.get("kind", "numeric") == "numeric",
    )


def gather_facts(tables: Tables, plan: Document) -> Facts:
    def rows(key: str) -> list[CsvRow]:
        return list(tables[key].rows()) if key in tables else []

    units = rows("plan/units.csv")
    first, last = plan.get("period.first_year"), plan.get("period.last_year")
    return Facts(
        unit_kinds={row["unit_id"]: row["kind"] for row in units},
        unit_decimals={row["unit_id"]: row.whole("decimals") for row in units},
        unit_names={row["unit_id"]: row["en_other"] for row in units},
        source_kinds={row["source_id"]: row["kind"] for row in rows("sources.csv")},
        indicators={row["indicator_id"]: _aim(row, "indicator_id") for row in rows("plan/indicators.csv")},
        tasks={row["task_id"]: _aim(row, "task_id") for row in rows("plan/tasks.csv")},
        plan=plan,
        first_year=first if isinstance(first, int) else None,
        last_year=last if isinstance(last, int) else None,
    )


def check_value(row: CsvRow, column: str, unit_id: str, facts: Facts) -> tuple[Problem, ...]:
    """Whether a value can be of its unit at all: shares within 0-100, counts whole and never negative."""
    value, kind = row.number(column), facts.unit_kinds.get(unit_id)
    if value is None or kind is None:
        return ()
    name = "" if column == "value" else f' in column "{column}"'
    if kind == "share" and not 0 <= value <= 100:
        return (
            row.problem(
                f"a share lies outside 0-100{name}", f"{row[column]} %", "0 to 100 %", "correct the figure, or its unit"
            ),
        )
    if kind in ("count", "rate", "money") and value < 0:
        return (
            row.problem(
                f"a {'count' if kind == 'count' else 'level'} is negative{name}",
                f"{row[column]} {facts.unit_names[unit_id]}",
                "0 or more",
                "correct the figure",
            ),
        )
    if kind == "count" and value % 1 and facts.unit_decimals[unit_id] == 0:
        return (
            row.problem(
                f"a count is not whole{name}",
                f"{row[column]} {facts.unit_names[unit_id]}",
                "a whole number",
                "correct the figure, or its unit",
            ),
        )
    return ()
