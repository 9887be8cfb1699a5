"""What many plans cost: `python benchmarks/portfolio.py [--plans 100] [--workers 2] [--lost]` prints one table.

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
from pathlib import Path

import psutil

from planbook.model import Text
from planbook.paths import find_project
from planbook.portfolio import Portfolio, PortfolioPlan, build_portfolio

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "fixtures" / "small_plan"


def generate_plans(folder: Path, count: int, seed: int = 1) -> list[PortfolioPlan]:
    """`count` plans of invented counties in `folder`: the small plan with yearly values of their own."""
    chance = random.Random(seed)
    plans = []
    for number in range(1, count + 1):
        plan = folder / f"county-{number:04d}"
        shutil.copytree(SMALL, plan)
        path = plan / "plan" / "plan.yml"
        text = path.read_text(encoding="utf-8").replace("example_county", f"example_county_{number:04d}")
        text = text.replace("示例县", f"示例县{number}").replace("Example County", f"Example County {number}")
        path.write_text(text, encoding="utf-8")
        for observed in sorted((plan / "observations").glob("*.csv")):
            _scatter(observed, chance)
        plans.append(PortfolioPlan(plan.name, plan, ("2023",), ("zh", "en"), ("html",)))
    return plans


def _scatter(path: Path, chance: random.Random) -> None:
    """Change each value of a file by up to two per cent, whole numbers staying whole."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["value"]:
            value = float(row["value"]) * (1 + chance.uniform(-0.02, 0.02))
            row["value"] = f"{value:.1f}" if "." in row["value"] else str(round(value))
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


def run(plans: list[PortfolioPlan], workers: int, lost: float = 0.0) -> tuple[str, ...]:
    """Build `plans` from nothing; a row of the table."""
    portfolio = Portfolio(Text("模拟县级规划", "Simulated counties"), tuple(plans))
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
        f"{len(plans)} editions, {workers} workers{said}",
        f"{result.seconds:.1f}",
        f"{sum(built) / max(1, len(built)):.1f}",
        f"{(result.seconds - busy) / len(plans):.2f}",
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
    given = asked.parse_args()
    head = ("", "seconds", "s an edition", "s beside, an edition", "driver MB", "all MB", "site MB")
    print("\t".join(head))
    with tempfile.TemporaryDirectory() as folder:
        plans = generate_plans(Path(folder), given.plans)
        for workers in given.workers:
            print("\t".join(run(plans, workers)), flush=True)
        if given.lost:
            print("\t".join(run(plans, max(given.workers), given.lost)), flush=True)
    print(f"load while measuring: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)


if __name__ == "__main__":
    main()
