"""Invented plans of any size, every figure illustrative: the libraries of the tests with more indicators and years."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

from planbook.schema import schema_of

_SMALL = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "small_plan"
_SOURCE = "illustrative_example"
_PARAMETERS = """\
year: {year}
kind: monitoring
cut_off: {year}-12-31
published: {next_year}-03-31
title:
  zh: 示例县图书馆规划评估
  en: Evaluation of the libraries plan of Example County
thresholds:
  ahead: 1.10
  on_pace: 0.80
  likely: 0.80
  unlikely: 0.20
  interval: 0.80
  minimum_points: 3
"""
FIRST_YEAR = 2021


def write_plan(folder: Path, indicators: int, years: int) -> Path:
    """Write a plan that begins in 2021, with a value for each indicator and year; the same every time."""
    shutil.copytree(_SMALL, folder)
    shutil.rmtree(folder / "observations")
    last_year = FIRST_YEAR + years - 1
    draw = random.Random(indicators * 1000 + years)
    plan = (folder / "plan" / "plan.yml").read_text(encoding="utf-8")
    plan = plan.replace("last_year: 2025", f"last_year: {last_year}")
    (folder / "plan" / "plan.yml").write_text(plan, encoding="utf-8")
    rows = _rows(folder / "plan" / "indicators.csv")
    made, values = [], {}
    for number in range(1, indicators + 1):
        identifier = f"i{number:04d}"
        baseline = draw.randrange(100_000, 300_000)
        made.append(
            rows[0]
            | {
                "indicator_id": identifier,
                "number": str(number),
                "name_zh": f"藏书量{number}",
                "name_en": f"Holdings {number}",
                "short_name_zh": f"藏书{number}",
                "short_name_en": f"Holdings {number}",
                "baseline": str(baseline),
                "target_year": str(last_year),
                "target": str(int(baseline * 1.3)),
            }
        )
        pace = baseline * 0.3 / years
        values[identifier] = [
            round(baseline + pace * (year + 1) * draw.uniform(0.9, 1.05)) + draw.randrange(9) for year in range(years)
        ]
    _write(folder, "plan/indicators.csv", made)
    (folder / "params").mkdir()
    for place, year in enumerate(range(FIRST_YEAR, last_year + 1)):
        observed = [
            {"indicator_id": identifier, "year": str(year), "value": str(course[place]), "source_id": _SOURCE}
            for identifier, course in values.items()
        ]
        _write(folder, f"observations/{year}.csv", observed)
        text = _PARAMETERS.format(year=year, next_year=year + 1)
        (folder / "params" / f"{year}.yml").write_text(text, encoding="utf-8")
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, key: str, rows: list[dict[str, str]]) -> None:
    path = folder / key
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(schema_of(key).names), lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
