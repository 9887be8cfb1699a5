"""Make the illustrative figures of `observations/`, `observations_by/` and `progress/`.

    python data/make_illustrative.py            # writes into the folder it lies in
    python data/make_illustrative.py --data DIR

Nobody publishes this district's yearly returns, so they are made up here, in the open: each indicator and numeric
task has a path (how much of the way from baseline to target is covered at the end of each year), to which a small
random wobble is added; each qualitative measure draws a history of statuses, and four in ten draw none. The random
numbers are seeded per indicator or task: the same plan gives the same bytes, and a task that is added changes no other.

Rows whose source is not illustrative (published or derived) are kept as they are and are never written over.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

SEED = 20210827  # the day the plan was issued
YEARS = (2021, 2022, 2023, 2024, 2025)
# Files of the middle of a year → its year, and the indicators of which something is known by then: those counted
# through the year. The others rest on yearly accounts, examinations and surveys.
HALF_YEARS = {"2023-06": (2023, ("i02", "i03", "i04", "i05", "i06", "i07", "i08", "i10", "i13", "i15", "i17"))}
WOBBLE = 0.012  # standard deviation of the wobble, as a share of the way from baseline to target
REPORTED_SHARE = 0.6  # of the qualitative measures that get a status at all

RETURNS_SOURCE = "illustrative_returns"
STATUS_SOURCE = "illustrative_statuses"

OBSERVATION_COLUMNS = ("indicator_id", "year", "value", "flag", "source_id", "note_zh", "note_en")
PART_COLUMNS = ("indicator_id", "year", "category_id", "value", "flag", "source_id", "note_zh", "note_en")
PROGRESS_COLUMNS = ("task_id", "year", "value", "status", "flag", "source_id", "note_zh", "note_en")

Row = dict[str, str]


@dataclass(frozen=True)
class FiveYearPath:
    """Share of the way from baseline to target at the end of each of the five years; None is not reported.

    `step` is the smallest change the value can make (1/18 of 100 % where townships are counted); by default the
    last decimal that the unit shows.
    """

    shares: tuple[float | None, ...]
    step: float | None = None


@dataclass(frozen=True)
class Remark:
    """A flag with its note."""

    flag: str
    zh: str
    en: str


@dataclass(frozen=True)
class Restatement:
    """`change` is added, in the indicator's unit, to what the file of `year` said; told in the file of `told_in`."""

    indicator_id: str
    year: int
    told_in: int
    change: float


TOWNSHIP_STEP = 100 / 18  # the district has 18 townships

INDICATOR_PATHS = {
    "i01": FiveYearPath((None, None, 1.45, 1.15, 1.60)),  # 2021 and 2022 are derived from published figures
    "i02": FiveYearPath((0.20, 0.20, 0.60, 0.80, 1.20)),
    "i03": FiveYearPath((0.16, 0.34, 0.56, 0.80, 1.02)),
    "i04": FiveYearPath((0.12, 0.26, 0.40, 0.66, 0.94)),
    "i05": FiveYearPath((0.15, 0.42, 0.72, 0.92, 1.06)),
    "i06": FiveYearPath((0.20, 0.45, 0.70, 0.86, 1.03), step=10),
    "i07": FiveYearPath((0.22, 0.05, -0.25, -0.05, 0.40)),
    "i08": FiveYearPath((0.20, 0.40, 0.80, 1.00, 1.00), step=TOWNSHIP_STEP),
    "i09": FiveYearPath((0.13, 0.30, 0.54, 0.77, 1.03)),
    "i10": FiveYearPath((0.00, 0.00, 1.00, 1.00, 1.00), step=100),
    "i11": FiveYearPath((0.15, 0.35, 0.53, 0.78, 1.00)),
    "i12": FiveYearPath((0.14, 0.34, 0.50, 0.70, 0.90)),
    "i13": FiveYearPath((0.17, 0.40, 0.64, 0.83, 1.02)),
    "i14": FiveYearPath((0.18, 0.38, 0.62, 0.84, 1.04)),
    "i15": FiveYearPath((0.10, 0.20, 0.26, 0.40, 0.55)),
    "i16": FiveYearPath((0.20, 0.42, None, 0.78, 1.04)),
    "i17": FiveYearPath((0.13, 0.33, 0.51, 0.74, 0.97)),
}

# Shares of the total by category, for each of the five years; the last category takes what is left.
PART_SHARES: dict[str, dict[str, tuple[float, ...]]] = {
    "i03": {
        "beds_institution": (0.92, 0.91, 0.90, 0.89, 0.88),
        "beds_community": (0.05, 0.05, 0.05, 0.06, 0.06),
        "beds_home": (),
    },
}

NOT_YET_KNOWN = Remark(
    "m", "示例：按年度统计，年中尚无数据", "Illustrative: counted once a year; nothing is known in the middle of it"
)
NOT_REPORTED = Remark("m", "示例：本年未报送", "Illustrative: not reported for this year")
REVISED = Remark("r", "示例：修订上一年度数值", "Illustrative: revises the value of the year before")
REMARKS = {
    ("i11", 2023): Remark(
        "b",
        "示例：假设本年起统计范围扩大，与以往年份不可比",
        "Illustrative: supposes that the coverage was widened from this year; not comparable with earlier years",
    ),
    ("i12", 2023): Remark("p", "示例：初步数，待核定", "Illustrative: provisional, to be confirmed"),
}
RESTATEMENTS = (
    Restatement("i14", year=2022, told_in=2023, change=-0.2),
    Restatement("i12", year=2023, told_in=2024, change=-0.2),
)

# Values, not shares of the way: several of these tasks have no baseline in the plan.
TASK_VALUES: dict[str, tuple[float | None, ...]] = {
    "t4-3-1-01": (3.1, 3.2, 3.3, 3.4, 3.6),
    "t4-3-1-02": (13, 14, 15, 17, 18),
    "t4-3-1-03": (30, 31, 31, 32, 34),
    "t4-3-1-04": (5, 6, 6, 7, 8),
    "t4-3-1-05": (37, 38, 39, 39, 40),
    "t4-3-1-06": (91.5, 93.4, 95.2, 97.0, 99.1),
    "t4-3-1-07": (None, None, 117, 122, 126),  # 2022 is published, 2021 derived from it
    "t4-3-1-08": (8, 10, 13, 15, 18),
}

STATUS_HISTORIES = (
    ("under_way", "under_way", "under_way", "under_way", "completed"),
    ("under_way", "under_way", "under_way", "under_way", "under_way"),
    ("not_started", "under_way", "under_way", "completed", "completed"),
    ("under_way", "under_way", "completed", "completed", "completed"),
    ("under_way", "completed", "completed", "completed", "completed"),
    ("not_started", "not_started", "delayed", "under_way", "under_way"),
    ("not_started", "not_started", "not_started", "under_way", "under_way"),
    ("under_way", "under_way", "under_way", "delayed", "completed"),
    ("not_started", "under_way", "under_way", "under_way", "under_way"),
)
STATUS_NOTE = ("示例状态", "Illustrative status")


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file, none where there is no file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def random_numbers(subject: str) -> np.random.Generator:
    """The generator of one indicator or task, independent of all others."""
    return np.random.default_rng([SEED, crc32(subject.encode())])


def show_number(value: float, decimals: int) -> str:
    """`value` with at most `decimals` decimals and no trailing zeros, as the data files write numbers."""
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def make_values(indicator: Row, unit: Row, path: FiveYearPath) -> list[float | None]:
    """Values in the indicator's unit at the end of each year, rounded to what the unit shows; None is not reported."""
    decimals = int(unit["decimals"])
    baseline, target = float(indicator["baseline"]), float(indicator["target"])
    step = path.step or 10.0**-decimals
    wobbles = random_numbers(indicator["indicator_id"]).normal(0, WOBBLE, len(YEARS))
    values: list[float | None] = []
    for share, wobble in zip(path.shares, wobbles, strict=True):
        if share is None:
            values.append(None)
            continue
        value = baseline + (share + wobble) * (target - baseline)
        value = round(round(value / step) * step, decimals)
        upper = 100.0 if unit["kind"] == "share" else np.inf
        values.append(float(np.clip(value, 0, upper)))
    return values


def make_observations(indicators: list[Row], units: dict[str, Row]) -> dict[int, list[Row]]:
    """Illustrative rows of each yearly file."""
    files: dict[int, list[Row]] = {year: [] for year in YEARS}

    def row(indicator_id: str, year: int, value: str, remark: Remark) -> Row:
        cells = (indicator_id, str(year), value, remark.flag, RETURNS_SOURCE, remark.zh, remark.en)
        return dict(zip(OBSERVATION_COLUMNS, cells, strict=True))

    for indicator in indicators:
        indicator_id, unit = indicator["indicator_id"], units[indicator["unit_id"]]
        decimals = int(unit["decimals"])
        values = dict(zip(YEARS, make_values(indicator, unit, INDICATOR_PATHS[indicator_id]), strict=True))
        for year, value in values.items():
            if value is None:
                files[year].append(row(indicator_id, year, "", NOT_REPORTED))
            else:
                remark = REMARKS.get((indicator_id, year), Remark("", "", ""))
                files[year].append(row(indicator_id, year, show_number(value, decimals), remark))
        for again in RESTATEMENTS:
            if again.indicator_id == indicator_id:
                revised = show_number(values[again.year] + again.change, decimals)
                files[again.told_in].append(row(indicator_id, again.year, revised, REVISED))
    return files


def make_parts(files: dict[int, list[Row]]) -> dict[int, list[Row]]:
    """Illustrative rows by category of each yearly file: whole numbers that add up to the total of the year."""
    made: dict[int, list[Row]] = {year: [] for year in YEARS}
    for place, year in enumerate(YEARS):
        for row in files[year]:
            shares = PART_SHARES.get(row["indicator_id"])
            if shares is None or row["year"] != str(year) or not row["value"]:
                continue
            left = int(row["value"])
            for category_id, known in shares.items():
                part = round(int(row["value"]) * known[place]) if known else left
                left -= part
                cells = (row["indicator_id"], str(year), category_id, str(part), "", RETURNS_SOURCE, "", "")
                made[year].append(dict(zip(PART_COLUMNS, cells, strict=True)))
    return made


def make_half_years(indicators: list[Row], units: dict[str, Row]) -> dict[str, list[Row]]:
    """Illustrative rows of the files of the middle of a year: half-way between the ends of the years around it."""
    files: dict[str, list[Row]] = {}
    for name, (year, known) in HALF_YEARS.items():
        files[name] = []
        for indicator in indicators:
            indicator_id, unit = indicator["indicator_id"], units[indicator["unit_id"]]
            path, place = INDICATOR_PATHS[indicator_id], YEARS.index(year)
            before, after = path.shares[place - 1], path.shares[place]
            value, remark = "", NOT_YET_KNOWN
            if indicator_id in known and before is not None and after is not None:
                share = before if path.step == 100 else (before + after) / 2
                only = FiveYearPath((share,) * len(YEARS), path.step)
                made = make_values({**indicator, "indicator_id": f"{indicator_id}:{name}"}, unit, only)[0]
                value, remark = (
                    show_number(made if made is not None else 0.0, int(unit["decimals"])),
                    Remark("", "", ""),
                )
            cells = (indicator_id, str(year), value, remark.flag, RETURNS_SOURCE, remark.zh, remark.en)
            files[name].append(dict(zip(OBSERVATION_COLUMNS, cells, strict=True)))
    return files


def make_half_year_progress(files: dict[int, list[Row]], kept: dict[int, list[Row]]) -> dict[str, list[Row]]:
    """Tasks in the middle of a year: numeric ones half-way, rounded down; measures as at the end of the year before."""
    made: dict[str, list[Row]] = {}
    for name, (year, _) in HALF_YEARS.items():
        before = {row["task_id"]: row for row in [*files[year - 1], *kept[year - 1]]}
        made[name] = []
        for row in files[year]:
            earlier = before[row["task_id"]]
            halfway = ""
            if row["value"]:
                decimals = len(row["value"].partition(".")[2])
                mean = (float(earlier["value"]) + float(row["value"])) / 2
                halfway = show_number(int(mean * 10**decimals) / 10**decimals, decimals)
            made[name].append({**row, "value": halfway, "status": earlier["status"] if row["status"] else ""})
    return made


def make_progress(tasks: list[Row], units: dict[str, Row]) -> dict[int, list[Row]]:
    """Illustrative values of numeric tasks and statuses of qualitative ones, for each yearly file."""
    files: dict[int, list[Row]] = {year: [] for year in YEARS}

    def row(task_id: str, year: int, value: str, status: str, source_id: str, note: tuple[str, str]) -> Row:
        cells = (task_id, str(year), value, status, "", source_id, *note)
        return dict(zip(PROGRESS_COLUMNS, cells, strict=True))

    for task in tasks:
        task_id = task["task_id"]
        if task["kind"] == "numeric":
            decimals = int(units[task["unit_id"]]["decimals"])
            values = TASK_VALUES.get(task_id, (None,) * len(YEARS))
            for year, value in zip(YEARS, values, strict=True):
                if value is not None:
                    files[year].append(row(task_id, year, show_number(value, decimals), "", RETURNS_SOURCE, ("", "")))
            continue
        numbers = random_numbers(task_id)
        if numbers.random() < REPORTED_SHARE:
            history = STATUS_HISTORIES[numbers.integers(len(STATUS_HISTORIES))]
            for year, status in zip(YEARS, history, strict=True):
                files[year].append(row(task_id, year, "", status, STATUS_SOURCE, STATUS_NOTE))
    return files


def merge_rows(kept: list[Row], made: list[Row], key: str) -> list[Row]:
    """`kept` and those rows of `made` that say nothing about the same subject and year, in order."""
    taken = {(row[key], row["year"]) for row in kept}
    rows = kept + [row for row in made if (row[key], row["year"]) not in taken]
    return sorted(rows, key=lambda row: (row[key], row["year"]))


def make_illustrative(data: Path) -> None:
    """Write `observations/<year>.csv`, `observations_by/<year>.csv` and `progress/<year>.csv` below `data`."""
    illustrative = {row["source_id"] for row in read_rows(data / "sources.csv") if row["kind"] == "illustrative"}
    units = {row["unit_id"]: row for row in read_rows(data / "plan" / "units.csv")}
    indicators = read_rows(data / "plan" / "indicators.csv")
    progress = make_progress(read_rows(data / "plan" / "tasks.csv"), units)
    kept_progress = {year: read_rows(data / "progress" / f"{year}.csv") for year in YEARS}
    tables: tuple[tuple[str, tuple[str, ...], dict[int | str, list[Row]]], ...] = (
        (
            "observations",
            OBSERVATION_COLUMNS,
            {**make_observations(indicators, units), **make_half_years(indicators, units)},
        ),
        ("progress", PROGRESS_COLUMNS, {**progress, **make_half_year_progress(progress, kept_progress)}),
    )
    for folder, columns, files in tables:
        for year, made in files.items():
            path = data / folder / f"{year}.csv"
            kept = [row for row in read_rows(path) if row["source_id"] not in illustrative]
            write_rows(path, columns, merge_rows(kept, made, key=columns[0]))
    totals = {year: read_rows(data / "observations" / f"{year}.csv") for year in YEARS}
    for year, made in make_parts(totals).items():
        path = data / "observations_by" / f"{year}.csv"
        kept = [row for row in read_rows(path) if row["source_id"] not in illustrative]
        write_rows(path, PART_COLUMNS, [*kept, *made])


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Make the illustrative figures of observations/, observations_by/ and progress/."
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parent, help="the data folder")
    make_illustrative(parser.parse_args().data)


if __name__ == "__main__":
    main()
