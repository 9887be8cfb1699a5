"""Writes the outputs that nbval compares into the notebooks; run after a change that is meant to move the figures.

Only cells tagged `nbval-check-output` keep an output; everything else is kept without.
"""

import nbformat
from nbclient import NotebookClient

from planbook.paths import find_project


def refresh() -> None:
    project = find_project()
    for path in sorted(project.notebooks.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(project.notebooks)}}).execute()
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
            if cell.cell_type != "code":
                continue
            cell.execution_count = None
            if "nbval-check-output" in cell.metadata.get("tags", ()):
                cell.execution_count = 1  # nbval takes outputs without a count for a mistake
            else:
                cell.outputs = []
        notebook.metadata = {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        nbformat.write(notebook, path)


if __name__ == "__main__":
    refresh()
