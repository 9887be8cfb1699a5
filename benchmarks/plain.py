"""The plain way: papermill runs the notebooks of an edition in turn, each in a kernel started as Jupyter starts them.

`python -m benchmarks.plain 2023 12` runs every seventh or so, twelve in all, and says how many of how many.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import papermill

from planbook.load import load_inputs
from planbook.paths import LANGUAGES, find_project
from planbook.run import plan_jobs


def run_in_turn(year: int, most: int) -> tuple[int, int]:
    """Run at most `most` of the edition's notebooks, spread over all; how many, of how many."""
    project = find_project()
    inputs = load_inputs(year, project.data, project.params)
    jobs = plan_jobs(project, inputs, LANGUAGES, project.data, project.params)
    chosen = jobs[:: max(1, len(jobs) // most)][:most]
    with tempfile.TemporaryDirectory() as folder:
        for job in chosen:
            target = Path(folder, "out.ipynb")
            papermill.execute_notebook(
                str(job.notebook), str(target), job.parameters, cwd=str(project.notebooks), progress_bar=False
            )
    return len(chosen), len(jobs)


if __name__ == "__main__":
    ran, of_all = run_in_turn(int(sys.argv[1]), int(sys.argv[2]))
    print(f"{ran} of {of_all}")
