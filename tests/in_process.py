"""Every page of an edition made in this process, without kernels: whatever a page computes or says is tried."""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path
from types import CodeType

import pytest

from planbook import present
from planbook.paths import find_project
from planbook.present.edition import open_edition
from planbook.run import plan_jobs

__all__ = ["make_pages_in_process"]


@cache
def _cells_of(notebook: Path) -> tuple[tuple[CodeType, CodeType | None, bool], ...]:
    """Each code cell's statements, its last expression, and whether it is the parameters cell."""
    cells = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        shown = None if last is None else compile(ast.Expression(last.value), notebook.stem, "eval")
        cells.append((compile(tree, notebook.stem, "exec"), shown, "parameters" in cell["metadata"].get("tags", ())))
    return tuple(cells)


def make_pages_in_process(
    folder: Path, year: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, list[object]]:
    """What the cells of each page show, by the page's address: the plan in `folder`, one year, one language."""
    project = find_project()
    params = project.params_of(folder)
    edition = open_edition(year, language, folder, params)
    monkeypatch.setattr(present, "open_edition", lambda *_, **__: edition)  # opened once, not once a page
    made: dict[str, list[object]] = {}
    for job in plan_jobs(project, edition.inputs, [language], folder, params):
        space: dict[str, object] = {}
        shown_of_page = made.setdefault(job.output, [])
        for statements, shown, parameters in _cells_of(job.notebook):
            exec(statements, space)
            if parameters:
                space |= job.parameters
            if shown is not None:
                shown_of_page.append(eval(shown, space))
    return made
