"""What many plans cost: `python benchmarks/portfolio.py [--plans 100] [--workers 1 2] [--lost 8]` prints one table.

The plans are generated from the small invented one of the tests, each with other figures, and are illustrative. What is
measured: seconds for each edition alone, with one worker and with several; what a task adds to the build itself; the
most memory that the driver and everything it started had; and, with `--lost`, what a worker killed in the middle costs.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from planbook.paths import find_project
from planbook.portfolio import build_portfolio, read_portfolio

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "fixtures" / "small_plan"


def generate_portfolio(folder: Path, count: int, languages: list[str], seed: int = 1) -> Path:
    """`count` invented counties and the city they make up in `folder`; its list, for `build-all`.

    Each county is the small plan with yearly values of its own; the city's stock of books is the sum of theirs.
    """
    chance = random.Random(seed)
    counties = [_copy(folder, f"county-{number:04d}", f"{number:04d}") for number in range(1, count + 1)]
    for county in counties:
        _change_values(county, lambda value: value * (1 + chance.uniform(-0.02, 0.02)))
    city = _copy(folder, "city", "")
    for name, changed in (("示例县", "示例市"), ("Example County", "Example City"), ("of the county", "of the city")):
        _replace(city, name, changed)
    _change_values(city, lambda value: value * count, ("i01",))
    _replace(city, ",200000,2025,260000,", f",{200_000 * count},2025,{260_000 * count},")
    for written in sorted((city / "observations").glob("*.csv")):
        _sum_up(written, [county / "observations" / written.name for county in counties])
    shared = ", ".join(f"{county.name}: i01" for county in counties)
    share = ", ".join(f"{county.name}: i02" for county in counties)
    listed = folder / "portfolio.yml"
    listed.write_text(
        "title: {zh: 模拟县级规划（示例）, en: Simulated counties (illustrative)}\n"
        f"languages: [{', '.join(languages)}]\nformats: [html]\nplans:\n"
        + "".join(f"  - {{folder: {plan.name}, years: [2023]}}\n" for plan in (city, *counties))
        + "shared:\n"
        + f"  - {{name: {{zh: 公共图书馆藏书量, en: Holdings}}, indicators: {{{shared}}}, whole: {{city: i01}}}}\n"
        + f"  - {{name: {{zh: 行政村图书服务点覆盖率, en: Service points}}, indicators: {{{share}}}}}\n",
        encoding="utf-8",
    )
    return listed


def _copy(folder: Path, name: str, number: str) -> Path:
    plan = folder / name
    shutil.copytree(SMALL, plan)
    for said, changed in (
        ("example_county", f"example_{name.replace('-', '_')}"),
        ("示例县", f"示例县{number}"),
        ("Example County", f"Example County {number}".strip()),
    ):
        _replace(plan, said, changed)
    return plan


def _replace(plan: Path, said: str, changed: str) -> None:
    """Another word for `said` in every text of the plan's folder."""
    for path in plan.rglob("*"):
        if path.suffix in {".csv", ".yml"}:
            path.write_text(path.read_text(encoding="utf-8").replace(said, changed), encoding="utf-8")


def _change_values(plan: Path, change: Callable[[float], float], indicators: tuple[str, ...] = ()) -> None:
    """Change each yearly value of the indicators (of all where none is named), whole numbers staying whole."""
    for path in sorted((plan / "observations").glob("*.csv")):
        rows = _read(path)
        for row in rows:
            if row["value"] and (not indicators or row["indicator_id"] in indicators):
                value = change(float(row["value"]))
                row["value"] = f"{value:.1f}" if "." in row["value"] else str(round(value))
        _write(path, rows)


def _sum_up(path: Path, parts: list[Path]) -> None:
    """Set the stock of books (i01) of each year in `path` to the sum of the parts'."""
    read = [{(row["indicator_id"], row["year"]): row["value"] for row in _read(part)} for part in parts]
    rows = _read(path)
    for row in rows:
        key = (row["indicator_id"], row["year"])
        if row["indicator_id"] == "i01" and row["value"]:
            row["value"] = str(sum(int(values[key]) for values in read))
    _write(path, rows)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class MemoryWatch:
    """The most that this process and everything below it held, in MB: of the driver, and of all."""

    def __init__(self) -> None:
        self.driver = self.everything = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._ended.wait(0.5):
            own, total = me.memory_info().rss, 0
            for child in me.children(recursive=True):
                try:
                    total += child.memory_full_info().uss
                except psutil.Error:
                    continue
            self.driver = max(self.driver, own / 1e6)
            self.everything = max(self.everything, (own + total) / 1e6)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def kill_one_build(after: float) -> None:
    """Kill the first worker that has been building for `after` seconds."""
    me = psutil.Process()
    while True:
        for child in me.children(recursive=True):
            try:
                if "planbook.cli.alone" in child.cmdline() and time.time() - child.create_time() > after:
                    os.kill(child.ppid(), signal.SIGKILL)
                    return
            except psutil.Error:
                continue
        time.sleep(0.2)


def run(listed: Path, workers: int, lost: float = 0.0) -> tuple[str, ...]:
    """Build what the list names from nothing; a row of the table."""
    portfolio = read_portfolio(listed)
    with tempfile.TemporaryDirectory() as site, MemoryWatch() as memory:
        if lost:
            threading.Thread(target=kill_one_build, args=(lost,), daemon=True).start()
        result = build_portfolio(portfolio, find_project(), Path(site), workers=workers, publisher="embedded")
        size = sum(path.stat().st_size for path in Path(site).rglob("*") if path.is_file()) / 1e6
    built = [one.seconds for one in result.outcomes if one.state == "built"]
    failed = len(result.outcomes) - len(built)
    busy = sum(built) / workers
    said = (", one killed" if lost else "") + (f", {failed} failed" if failed else "")
    return (
        f"{len(result.outcomes)} editions, {workers} workers{said}",
        f"{result.seconds:.1f}",
        f"{sum(built) / max(1, len(built)):.1f}",
        f"{(result.seconds - busy) / len(result.outcomes):.2f}",
        f"{memory.driver:.0f}",
        f"{memory.everything:.0f}",
        f"{size:.0f}",
    )


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--plans", type=int, default=4)
    asked.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    asked.add_argument("--lost", type=float, default=0.0, help="kill a worker after so many seconds of a build")
    asked.add_argument("--languages", nargs="*", default=["zh", "en"])
    asked.add_argument(
        "--keep", type=Path, help="only write the plans and their list there, to be built by `build-all`"
    )
    given = asked.parse_args()
    if given.keep is not None:
        print(generate_portfolio(given.keep, given.plans, given.languages))
        return
    head = ("", "seconds", "s an edition", "s beside, an edition", "driver MB", "all MB", "site MB")
    print("\t".join(head))
    with tempfile.TemporaryDirectory() as folder:
        listed = generate_portfolio(Path(folder), given.plans, given.languages)
        for workers in given.workers:
            print("\t".join(run(listed, workers)), flush=True)
        if given.lost:
            print("\t".join(run(listed, max(given.workers), given.lost)), flush=True)
    print(f"load while measuring: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)


if __name__ == "__main__":
    main()
