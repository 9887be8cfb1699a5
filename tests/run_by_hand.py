"""Runs notebooks as someone does in JupyterLab: top to bottom, in the folder it was started from.

`python tests/run_by_hand.py FOLDER YEAR LANGUAGE [NOTEBOOK …]`; each in a session of its own. Prints the name of each
that ran; stops with the error of the first cell that fails.
"""

import os
import sys
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def run_by_hand(notebook: Path, parameters: dict[str, object]) -> None:
    """Run `notebook` with some of its parameters set to others, as one edits them in the first cell."""
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source, store_history=False, silent=True).raise_error()
            if "parameters" in cell.metadata.get("tags", ()):
                shell.push(parameters)


if __name__ == "__main__":
    folder, year, language, *names = sys.argv[1:]
    os.chdir(folder)
    for path in [NOTEBOOKS / f"{name}.ipynb" for name in names] or sorted(NOTEBOOKS.glob("*.ipynb")):
        run_by_hand(path, {"year": int(year), "lang": language})
        print(path.stem, flush=True)
