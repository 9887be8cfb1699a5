"""The table of what a build costs: `python -m benchmarks [--rivals 12] [--growth] [--write docs/benchmarks.md]`.

Every figure stands beside its rival, measured in the same run: the notebooks beside papermill in turn (a sample,
scaled up), a build that finds something beside one from nothing. Builds are made in a copy; nothing here is changed.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.growth import measure_growth
from benchmarks.measuring import Cost, measure

ROOT = Path(__file__).resolve().parents[1]
_COPIED = ("_extensions", "benchmarks", "data", "notebooks", "params", "planbook", "site", "tests")


@dataclass(frozen=True)
class Line:
    """A line of the table: what was done, what it cost, and what the rival did."""

    work: str
    cost: Cost
    rival: str


class Copy:
    """A copy of the project in which builds are measured."""

    def __init__(self, folder: Path, year: int) -> None:
        self.folder, self.year = folder, year
        for name in _COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("_quarto.yml", "build.py", "pyproject.toml"):
            shutil.copyfile(ROOT / name, folder / name)

    def run(self, *arguments: str) -> Cost:
        return measure([sys.executable, *arguments], self.folder, {"PYTHONPATH": str(self.folder)})

    def build(self, *options: str) -> Cost:
        return self.run("build.py", "--year", str(self.year), "--publisher", "embedded", *options)

    def change_an_observation(self) -> None:
        """Another value of the last indicator that has a whole number, one larger."""
        path = self.folder / "data" / "observations" / f"{self.year}.csv"
        lines = path.read_text(encoding="utf-8").split("\n")
        place = max(n for n, line in enumerate(lines) if re.fullmatch(rf"[^,]+,{self.year},\d+,.*", line))
        cells = lines[place].split(",")
        cells[2] = str(int(cells[2]) + 1)
        lines[place] = ",".join(cells)
        path.write_text("\n".join(lines), encoding="utf-8")

    def change_a_sentence(self) -> None:
        """Another title of the glossary, in English."""
        path = self.folder / "site" / "locales" / "en.yml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("  glossary: ", "  glossary: The ", 1), encoding="utf-8")


def notebooks_in(cost: Cost) -> str:
    """What the closing table says of the notebooks."""
    found = re.search(r"^  notebooks\s+(.*)$", cost.output, re.MULTILINE)
    return found[1].strip() if found else ""


def measure_all(year: int, rivals: int) -> list[Line]:
    """Build in a copy, again and again."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Copy(Path(scratch, "project"), year)
        check = copy.run("build.py", "check", "--year", str(year))
        cold = copy.build()
        again = copy.build()
        copy.change_an_observation()
        observation = copy.build()
        copy.change_a_sentence()
        sentence = copy.build()
        plain = copy.run("-m", "benchmarks.plain", str(year), str(rivals))
        ran, of_all = map(int, plain.output.split()[-3::2])
    scaled = of_all / ran
    in_turn = f"papermill in turn: {plain.wall * scaled:.0f} s, {plain.cpu * scaled:.0f} s of processors"
    in_turn += f" ({ran} of {of_all} run)"
    nothing = f"cold: {cold.wall:.0f} s, {cold.cpu:.0f} s of processors"
    return [
        Line("edition cold, both languages, html and pdf", cold, f"{in_turn}, for the notebooks alone"),
        Line("the same again, nothing changed", again, nothing),
        Line("one observation changed", observation, nothing),
        Line("one sentence of one locale changed", sentence, nothing),
        Line("check", check, ""),
    ]


def table_of(lines: list[Line], growth: list[tuple[int, int, float, float]]) -> str:
    """The results as Markdown."""
    said = [
        "| work | clock | processors | memory | notebooks | beside it |",
        "|---|---|---|---|---|---|",
        *(
            f"| {line.work} | {line.cost.wall:.1f} s | {line.cost.cpu:.1f} s | {line.cost.memory / 1e6:.0f} MB "
            f"| {notebooks_in(line.cost)} | {line.rival} |"
            for line in lines
        ),
    ]
    if growth:
        said += [
            "",
            "| indicators | years | an edition opened | an indicator's page then worked |",
            "|---|---|---|---|",
            *(f"| {one} | {years} | {opened:.2f} s | {ran:.2f} s |" for one, years, opened, ran in growth),
        ]
    return "\n".join(said) + "\n"


def machine() -> str:
    """Where and when it was measured, and how busy the machine was with other things."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}; load at the start {load}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--year", type=int, default=2023)
    asked.add_argument("--rivals", type=int, default=12, help="how many notebooks papermill runs in turn")
    asked.add_argument("--growth", action="store_true", help="also how a run grows with the plan")
    asked.add_argument("--write", type=Path, help="put the table into this page, below its line of dashes")
    options = asked.parse_args()
    where = machine()
    growth = measure_growth() if options.growth else []
    told = f"Measured {where}.\n\n{table_of(measure_all(options.year, options.rivals), growth)}"
    print(told)
    if options.write is not None:
        page = options.write.read_text(encoding="utf-8").partition("\n---\n")[0]
        options.write.write_text(f"{page}\n---\n\n{told}", encoding="utf-8")


if __name__ == "__main__":
    main()
