"""Chapter notebooks: their parameters cell, and their prose in both languages side by side.

papermill only warns of a parameter the notebook does not declare, and goes on with the default; here it is an error.
Parameters are read with `ast` rather than papermill's inspection, which reads lines by pattern and takes longer to
import than all checks together.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.errors import InputError, Problem, closest
from planbook.load.libraries import import_nbformat
from planbook.load.tables import CsvRow, Tables
from planbook.load.texts import find_chinese
from planbook.paths import LANGUAGES, Project, find_project

if TYPE_CHECKING:
    from nbformat import NotebookNode  # importing it takes longer than all checks together

__all__ = ["check_notebook_parameters", "check_notebooks", "notebook_parameters"]

_TAG = "parameters"
_NEEDED = ("year", "lang")  # what every run sets

# What nbformat raises where a file is JSON and no notebook.
_NO_NOTEBOOK = (AssertionError, AttributeError, KeyError, TypeError, ValueError, RecursionError, OSError)


def check_notebooks(notebooks: Mapping[str, Path], project: Project, tables: Tables) -> Iterator[Problem]:
    """Problems of every notebook, the plan's own among them, and of the chapters that name one."""
    names, shown = set(notebooks), project.shown(project.notebooks)
    if "plan/chapters.csv" in tables:
        yield from _check_chapters(list(tables["plan/chapters.csv"].rows()), names, shown)
    for path in notebooks.values():
        yield from _check_notebook(path, project.shown(path))


def _check_chapters(rows: list[CsvRow], names: set[str], shown: str) -> Iterator[Problem]:
    """Whether each heading's notebook exists, and no two pages get the same address."""
    # A notebook that no heading names, or that keeps its own name, makes a page of that name.
    taken = {"index", "sitemap"} | names - {row["notebook"] for row in rows}
    for row in rows:
        address = row["page"] or row["notebook"]
        if row["page"] and not row["notebook"]:
            yield row.problem(
                "a page is named for a heading that no notebook tells",
                f'page "{row["page"]}", no notebook',
                "the notebook that makes the page",
                "fill in notebook, or empty page",
            )
        elif row["notebook"] and row["notebook"] not in names:
            yield row.problem(
                "the chapter's notebook does not exist",
                f'"{row["notebook"]}"{closest(row["notebook"], names)}',
                f"a notebook in {shown}",
                f"correct the name, empty the cell, or add {shown}/{row['notebook']}.ipynb",
            )
        elif address and address in taken:
            yield row.problem(
                "another page has this address",
                f'"{address}"',
                "an address of its own for each page",
                "write another address in page",
            )
        taken.add(address)


def check_notebook_parameters(path: str | Path, parameters: Iterable[str]) -> tuple[Problem, ...]:
    """Parameters about to be passed that the notebook does not declare.

    Parameters
    ----------
    path : the notebook's file.
    parameters : names, or a mapping of names to values.
    """
    shown = find_project().shown(path)
    cells, problems = _read_cells(Path(path), shown)
    if problems:
        return tuple(problems)
    declared, problems = _declared(cells, shown)
    if problems:
        return tuple(problems)
    return tuple(
        Problem(
            shown,
            "a parameter is passed that the notebook does not declare",
            f'"{name}"{closest(name, declared)}',
            "one of " + ", ".join(declared),
            f"declare {name} in the cell tagged “{_TAG}”, or do not pass it",
            subject=name,
        )
        for name in parameters
        if name not in declared
    )


def notebook_parameters(path: Path) -> tuple[str, ...]:
    """The parameters a notebook declares.

    Raises
    ------
    InputError
        When it cannot be read or has no sound parameters cell.
    """
    shown = find_project().shown(path)
    cells, problems = _read_cells(path, shown)
    declared, more = ([], []) if problems else _declared(cells, shown)
    if problems or more:
        raise InputError([*problems, *more])
    return tuple(declared)


def _check_notebook(path: Path, shown: str) -> Iterator[Problem]:
    cells, problems = _read_cells(path, shown)
    yield from problems
    if problems:
        return
    declared, problems = _declared(cells, shown)
    yield from problems
    if not problems:
        for name in _NEEDED:
            if name not in declared:
                yield Problem(
                    shown,
                    f"the notebook does not declare {name}",
                    ", ".join(declared) or "no parameter",
                    f"a line {name} = … in the cell tagged “{_TAG}”",
                    f"declare {name}",
                    subject=name,
                )
    yield from _check_prose(cells, shown)


def _read_cells(path: Path, shown: str) -> tuple[list[NotebookNode], list[Problem]]:
    nbformat = import_nbformat()
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError:
        return [], [Problem(shown, "the notebook is missing", "no file", "a Jupyter notebook", f"add {shown}")]
    except (UnicodeDecodeError, nbformat.reader.NotJSONError) as error:
        return [], [
            Problem(
                shown,
                "the notebook cannot be read",
                (str(error) or type(error).__name__).splitlines()[0][:80],
                "JSON in UTF-8",
                "save it again from JupyterLab",
            )
        ]
    except (nbformat.ValidationError, *_NO_NOTEBOOK) as error:
        return [], [
            Problem(
                shown,
                "the file is not a valid notebook",
                (str(error) or type(error).__name__).splitlines()[0][:80],
                "nbformat 4",
                "save it again from JupyterLab",
            )
        ]
    return notebook.cells, []


def _cell(index: int) -> str:
    return f"cell {index + 1}"


def _tags(cell: NotebookNode) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))


def _declared(cells: list[NotebookNode], shown: str) -> tuple[list[str], list[Problem]]:
    """Names the parameters cell assigns, and what is wrong with that cell."""
    tagged = [index for index, cell in enumerate(cells) if _TAG in _tags(cell)]
    first_code = next((index for index, cell in enumerate(cells) if cell.cell_type == "code"), None)
    if len(tagged) != 1:
        return [], [
            Problem(
                shown,
                "the notebook needs exactly one parameters cell",
                f"{len(tagged)} cells tagged “{_TAG}”",
                f"one code cell tagged “{_TAG}”, the first",
                "tag the first code cell, and no other",
            )
        ]
    if tagged[0] != first_code:
        return [], [
            Problem(
                shown,
                "the parameters cell is not the first code cell",
                f"cell {tagged[0] + 1}",
                "the first code cell",
                "move the cell up",
            )
        ]
    names, problems = [], []
    try:
        statements = ast.parse(cells[tagged[0]].source).body
    except SyntaxError as error:
        return [], [
            Problem(
                shown,
                "the parameters cell is not valid Python",
                f"{error.msg} in its line {error.lineno}",
                "lines of the form name = literal",
                "mend the line",
                subject=_cell(tagged[0]),
            )
        ]
    for statement in statements:
        text = ast.unparse(statement)
        name = _assigned(statement)
        if name is None:
            problems.append(
                Problem(
                    shown,
                    "the parameters cell does more than set literals",
                    f'"{text}"',
                    "lines of the form name = literal: derived values go stale when a run sets others",
                    "move the line to a later cell",
                    subject=_cell(tagged[0]),
                )
            )
        else:
            names.append(name)
    return names, problems


def _assigned(statement: ast.stmt) -> str | None:
    """The name that `name = literal` sets; None for any other statement."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, value = statement.target, statement.value
    else:
        return None
    try:
        ast.literal_eval(value)
    except ValueError:
        return None
    return target.id if isinstance(target, ast.Name) else None


def _check_prose(cells: list[NotebookNode], shown: str) -> Iterator[Problem]:
    """Markdown cells come in pairs, zh and en next to each other."""
    waiting: tuple[int, str] | None = None
    for index, cell in enumerate(cells):
        languages = [tag for tag in _tags(cell) if tag in LANGUAGES] if cell.cell_type == "markdown" else []
        if waiting is not None and (len(languages) != 1 or languages[0] == waiting[1]):
            yield _unpaired(shown, *waiting)
            waiting = None
        if cell.cell_type != "markdown":
            continue
        if len(languages) != 1:
            yield Problem(
                shown,
                "a Markdown cell does not say which language it is in",
                f"tags {', '.join(_tags(cell)) or 'none'}",
                "one of the tags " + ", ".join(LANGUAGES),
                "tag the cell, and put its translation beside it",
                subject=_cell(index),
            )
            continue
        yield from _check_language(cell.source, languages[0], index, shown)
        waiting = (index, languages[0]) if waiting is None else None
    if waiting is not None:
        yield _unpaired(shown, *waiting)


def _unpaired(shown: str, index: int, language: str) -> Problem:
    other = next(name for name in LANGUAGES if name != language)
    return Problem(
        shown,
        "a Markdown cell has no translation beside it",
        f"{language} alone",
        f"a Markdown cell tagged {other} next to it",
        f"add the text in {other}",
        subject=_cell(index),
    )


def _check_language(source: str, language: str, index: int, shown: str) -> Iterator[Problem]:
    stretch = find_chinese(source)
    if language == "en" and stretch:
        yield Problem(
            shown,
            "Chinese stands in an English cell",
            f'"{stretch[:40]}"',
            "English, with Chinese names in quotation marks or brackets only",
            "translate the text",
            subject=_cell(index),
        )
