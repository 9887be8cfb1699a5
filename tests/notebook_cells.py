"""Running a notebook's cells in this process, so that a test can change one line and look at what follows."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from typing import Any

from planbook.paths import find_project

__all__ = ["run_cells"]


def run_cells(
    notebook: str, parameters: dict[str, object], edit: Callable[[str], str] = lambda source: source
) -> tuple[dict[str, Any], list[Any]]:
    """What is defined in the end, and what each code cell shows.

    Parameters
    ----------
    parameters : set after the cell tagged `parameters`, as papermill does.
    edit : what a person at the keyboard changes in the source of a cell.
    """
    cells = json.loads((find_project().notebooks / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    space: dict[str, Any] = {}
    shown: list[Any] = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse(edit("".join(cell["source"])))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell["id"], "exec"), space)
        if "parameters" in cell["metadata"].get("tags", ()):
            space |= parameters
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), cell["id"], "eval"), space))
    return space, shown
