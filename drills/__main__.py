"""Put builds through what happens to them: `python -m drills [--kills 50 --terms 20] [--write docs/drills.md]`.

Everything is done in a copy of the project with a small invented plan; nothing here is changed. `--only` names some of
the drills: kills, faults, damaged, two-builds, two-places.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from drills.damaged import drill_damaged
from drills.faults import drill_faults
from drills.kills import drill_kills
from drills.twice import drill_two_builds, drill_two_places
from drills.yard import Line, Yard

DRILLS = ("kills", "faults", "damaged", "two-builds", "two-places")


def table_of(lines: list[Line]) -> str:
    """The figures as Markdown, and below them what did not hold."""
    rows = ["| drill | tried | held | how |", "|---|---:|---:|---|"]
    rows += [f"| {line.drill} | {line.tried} | {line.held} | {line.remark} |" for line in lines]
    failures = [failure for line in lines for failure in line.failures]
    if failures:
        rows += ["", "Did not hold:", "", *(f"- {' '.join(failure.split())}" for failure in failures)]
    return "\n".join(rows) + "\n"


def machine() -> str:
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m drills", description=__doc__)
    asked.add_argument("--kills", type=int, default=50, help="builds ended by kill -9")
    asked.add_argument("--terms", type=int, default=20, help="builds ended by SIGTERM")
    asked.add_argument("--inputs", type=int, default=500, help="damaged inputs that are made")
    asked.add_argument("--seed", type=int, default=2023, help="of what is drawn at random")
    asked.add_argument("--only", default=",".join(DRILLS), help="some of the drills, separated by commas")
    asked.add_argument("--write", type=Path, help="put the table into this page, below its line of dashes")
    options = asked.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(DRILLS):
        asked.error(f"there is no drill {', '.join(sorted(unknown))}; there are {', '.join(DRILLS)}")

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    made: dict[str, Callable[[Yard], list[Line]]] = {
        "kills": lambda yard: drill_kills(yard, options.kills, options.terms, options.seed, say),
        "faults": lambda yard: drill_faults(yard, say),
        "damaged": lambda yard: drill_damaged(yard, options.inputs, options.seed, say),
        "two-builds": lambda yard: drill_two_builds(yard, say),
        "two-places": lambda yard: drill_two_places(yard, say),
    }
    lines: list[Line] = []
    for name in DRILLS:
        if name in wanted:
            with tempfile.TemporaryDirectory(prefix="drills-") as folder:
                lines += made[name](Yard(Path(folder)))
    told = f"{machine()}; seed {options.seed}.\n\n{table_of(lines)}"
    print(told)
    if options.write is not None:
        page = options.write.read_text(encoding="utf-8").partition("\n---\n")[0]
        options.write.write_text(f"{page}\n---\n\n{told}", encoding="utf-8")
    return 0 if all(line.held == line.tried for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
