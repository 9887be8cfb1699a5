"""Count the figures of the data folder by where they come from, as the table of README.md.

python data/count_figures.py
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ORIGINS = ("plan", "published", "derived", "illustrative")
PUBLISHED_KINDS = ("original", "news", "reprint")
# Table → the columns that hold figures. A status is a figure here: it is as official, or as made up, as a number.
FIGURE_COLUMNS = {
    "plan/indicators.csv": ("baseline", "target"),
    "plan/tasks.csv": ("baseline", "target"),
    "plan/achievements.csv": ("value", "start_value"),
    "context/values.csv": ("value",),
    "context/derived.csv": ("value",),
    "observations": ("value",),
    "observations_by": ("value",),
    "progress": ("value", "status"),
    "project_progress": ("status", "done", "money"),
}


def read_table(data: Path, table: str) -> Iterator[dict[str, str]]:
    """Rows of one file, or of all yearly files of a folder."""
    path = data / table
    for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
        with file.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def count_figures(data: Path) -> dict[str, Counter[str]]:
    """Table → number of figures by origin."""
    kinds = {row["source_id"]: row["kind"] for row in read_table(data, "sources.csv")}
    counts: dict[str, Counter[str]] = {}
    for table, columns in FIGURE_COLUMNS.items():
        counts[table] = Counter()
        for row in read_table(data, table):
            kind = kinds[row["source_id"]]
            origin = "published" if kind in PUBLISHED_KINDS else kind
            counts[table][origin] += sum(1 for column in columns if row[column])
    return counts


def show_counts(counts: dict[str, Counter[str]]) -> str:
    """The counts as a Markdown table with a line of totals."""
    lines = ["| table | plan | published | derived | illustrative |", "|---|---:|---:|---:|---:|"]
    total: Counter[str] = Counter()
    for table, by_origin in counts.items():
        total += by_origin
        lines.append(f"| `{table}` | " + " | ".join(str(by_origin[origin] or "") for origin in ORIGINS) + " |")
    lines.append("| all | " + " | ".join(str(total[origin]) for origin in ORIGINS) + " |")
    return "\n".join(line.replace("|  |", "| |").replace("|  |", "| |") for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Count the figures of the data folder by where they come from.")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parent, help="the data folder")
    print(show_counts(count_figures(parser.parse_args().data)))


if __name__ == "__main__":
    main()
