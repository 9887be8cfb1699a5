"""The engine knows no plan: what the shipped one is about stands in its data alone."""

import csv
import re
from pathlib import Path

import planbook

ROOT = Path(planbook.__file__).resolve().parents[1]
# What reads or shows any plan. Notebooks are named by a plan and may be its own.
ENGINE = [
    path
    for folder in (ROOT / "planbook", ROOT / "site", ROOT / "notebooks")
    for path in sorted(folder.rglob("*"))
    if path.suffix in {".py", ".j2", ".js", ".css", ".lua", ".typ", ".yml", ".xml", ".ipynb"}
]


def ids(table: str) -> set[str]:
    with (ROOT / "data" / table).open(encoding="utf-8") as file:
        return {next(iter(row.values())) for row in csv.DictReader(file)}


def uses(words: set[str]) -> list[str]:
    """Where one of the words stands whole: as a word of its own in prose, or quoted in code."""
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, words))) + r")(?![\w-])", re.IGNORECASE)
    return [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in ENGINE
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]


def test_no_place_of_the_shipped_plan_is_named():
    assert [
        str(path.relative_to(ROOT)) for path in ENGINE if re.search("chongming|崇明", path.read_text("utf-8"), re.I)
    ] == []
    assert uses(ids("plan/areas.csv") - {"china"}) == []


def test_no_series_of_the_shipped_plan_is_named():
    assert uses(ids("context/series.csv")) == []
