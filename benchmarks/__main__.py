"""The table of what a build costs: `python -m benchmarks [--rivals 12] [--write docs/benchmarks.md]`.

Every figure stands beside its rival, measured in the same run: the notebooks beside papermill in turn (a sample,
scaled up), publishing beside Quarto alone where there is one, a build that finds something beside one from nothing.
Builds are made in a copy; nothing here is changed. What fails is said in its line, and the rest is measured.
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
from planbook.paths import LANGUAGES
from planbook.publish.quarto import find_quarto

ROOT = Path(__file__).resolve().parents[1]
_COPIED = ("_extensions", "benchmarks", "data", "notebooks", "params", "planbook", "site", "tests")


@dataclass(frozen=True)
class Line:
    """A line of the table: what was done, what it cost, and what the rival did."""

    work: str
    cost: Cost | None  # None where it failed
    rival: str


class Copy:
    """A copy of the project in which builds are measured."""

    def __init__(self, folder: Path, year: int) -> None:
        self.folder, self.year = folder, year
        for name in _COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("_quarto.yml", "build.py", "pyproject.toml"):
            shutil.copyfile(ROOT / name, folder / name)

    def run(self, *arguments: str) -> Cost | None:
        return attempt([sys.executable, *arguments], self.folder, {"PYTHONPATH": str(self.folder)})

    def build(self, *options: str) -> Cost | None:
        return self.run("build.py", "--year", str(self.year), "--publisher", "embedded", *options)

    def render_through(self, quarto: str) -> list[Cost | None]:
        """Quarto by itself renders the project that a build left, one language after the other."""
        project = self.folder / "_build" / "quarto" / str(self.year)
        return [attempt([quarto, "render", "--profile", language], project) for language in LANGUAGES]

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


def attempt(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Cost | None:
    """What a command costs; None where it failed, which is said."""
    print(f"{datetime.now(UTC):%H:%M:%S}  {' '.join(command[1:])}", file=sys.stderr, flush=True)
    try:
        return measure(command, folder, environment)
    except (OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return None


def notebooks_in(cost: Cost) -> str:
    """What the closing table says of the notebooks."""
    found = re.search(r"^  notebooks\s+(.*)$", cost.output, re.MULTILINE)
    return found[1].strip() if found else ""


def measure_all(year: int, rivals: int) -> list[Line]:
    """Build in a copy, again and again."""
    quarto = find_quarto(required=False)
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
        rendered = [] if quarto is None else copy.render_through(quarto.command)
    beside = [_in_turn(plain, cold), _through_quarto(rendered, "" if quarto is None else quarto.version)]
    nothing = "" if cold is None else f"cold: {cold.wall:.0f} s, {cold.cpu:.0f} s of processors"
    return [
        Line("edition cold, both languages, html and pdf", cold, "; ".join(filter(None, beside))),
        Line("the same again, nothing changed", again, nothing),
        Line("one observation changed", observation, nothing),
        Line("one sentence of one locale changed", sentence, nothing),
        Line("check", check, ""),
    ]


def _in_turn(plain: Cost | None, cold: Cost | None) -> str:
    """The notebooks by papermill, as many as there are, and how many times longer that takes."""
    counted = re.findall(r"^(\d+) of (\d+)$", plain.output, re.MULTILINE) if plain else []
    if plain is None or not counted:
        return "papermill in turn failed"
    ran, of_all = map(int, counted[-1])
    wall, cpu = plain.wall * of_all / ran, plain.cpu * of_all / ran
    said = f"notebooks by papermill in turn: {wall:.0f} s, {cpu:.0f} s of processors ({ran} of {of_all} run)"
    took = re.search(r"in ([\d.]+) s", notebooks_in(cold)) if cold else None
    return f"{said}, {wall / float(took[1]):.1f} times as long" if took else said


def _through_quarto(rendered: list[Cost | None], version: str) -> str:
    """Pages and reports by Quarto alone, from the project that was left."""
    if not rendered:
        return "no Quarto here"
    costs = [cost for cost in rendered if cost is not None]
    if len(costs) < len(rendered):
        return f"Quarto {version} alone failed"
    wall, cpu = sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs)
    return f"pages and reports by Quarto {version} alone: {wall:.0f} s, {cpu:.0f} s of processors"


def table_of(lines: list[Line], growth: list[tuple[int, int, float, float]]) -> str:
    """The results as Markdown."""
    said = [
        "| work | clock | processors | memory | notebooks | beside it |",
        "|---|---|---|---|---|---|",
        *(
            f"| {line.work} | {line.cost.wall:.1f} s | {line.cost.cpu:.1f} s | {line.cost.memory / 1e6:.0f} MB "
            f"| {notebooks_in(line.cost)} | {line.rival} |"
            if line.cost is not None
            else f"| {line.work} | failed | | | | {line.rival} |"
            for line in lines
        ),
    ]
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
    asked.add_argument("--write", type=Path, help="put the table into this page, below its line of dashes")
    options = asked.parse_args()
    where = machine()
    lines = measure_all(options.year, options.rivals)
    told = f"Measured {where}.\n\n{table_of(lines, measure_growth())}"
    print(told)
    if options.write is not None:
        page = options.write.read_text(encoding="utf-8").partition("\n---\n")[0]
        options.write.write_text(f"{page}\n---\n\n{told}", encoding="utf-8")


if __name__ == "__main__":
    main()
