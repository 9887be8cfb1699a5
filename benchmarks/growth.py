"""How opening an edition, and one run of a notebook, grow with the plan: processor seconds.

`python -m benchmarks.growth 170 5` prints them for 170 indicators in a plan of five years.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import measure
from benchmarks.plans import FIRST_YEAR, write_plan
from planbook.paths import find_project
from planbook.present import open_edition

SIZES = ((17, 5), (170, 5), (1700, 5), (17, 10), (17, 20), (17, 30))


def measure_growth(sizes: tuple[tuple[int, int], ...] = SIZES) -> list[tuple[int, int, float, float]]:
    """(indicators, years, processor seconds to open, and to run an indicator's page once it is open).

    What fails is said and left out.
    """
    rows = []
    for indicators, years in sizes:
        command = [sys.executable, "-m", "benchmarks.growth", str(indicators), str(years)]
        try:
            said = measure(command, Path(__file__).parents[1]).output
        except RuntimeError as error:
            print(error, file=sys.stderr)
            continue
        opened, ran = map(float, said.split()[-2:])
        rows.append((indicators, years, opened, ran))
    return rows


def main(indicators: int, years: int) -> None:
    """Open the edition and work an indicator's page, and print what each took."""
    import nbformat

    with tempfile.TemporaryDirectory() as scratch:
        data = write_plan(Path(scratch, "data"), indicators, years)
        year = FIRST_YEAR + years - 1
        started = time.process_time()
        open_edition(year, "en", data, data / "params")
        opened = time.process_time()
        notebook = nbformat.read(find_project().notebooks / "indicator.ipynb", as_version=4)
        names: dict[str, object] = {}
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for cell in code:
            source = cell.source
            if "parameters" in cell.metadata.get("tags", ()):
                source += f"\nyear, lang, indicator_id = {year}, 'en', 'i0001'"
                source += f"\ndata_dir, params_dir = {str(data)!r}, {str(data / 'params')!r}"
            exec(compile(source, "cell", "exec"), names)  # noqa: S102  the project's own notebook
        print(f"{opened - started:.3f} {time.process_time() - opened:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
