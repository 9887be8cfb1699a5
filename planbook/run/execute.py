"""One notebook, from its source to an executed copy."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.errors import NotebookError
from planbook.load import import_nbformat
from planbook.paths import LANGUAGES, find_project
from planbook.run.kernels import NOTES, fork_kernels
from planbook.run.noting import read_notes

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Executed", "execute_notebook", "run_notebook"]

_INJECTED = "injected-parameters"
_CELL_SECONDS = 600  # a cell that takes longer has no end
_OF_THE_EDITION = {"year", "lang", "data_dir", "params_dir", "official_only"}
_REMEDIES = {"MemoryError": "there is no memory left. Fix: hold less at once, or build with fewer --jobs"}


@dataclass(frozen=True)
class Executed:
    """An executed notebook as JSON text, and the names of what it read; None where that was not noted."""

    text: str
    reads: frozenset[str] | None


def execute_notebook(notebook: str, parameters: dict[str, object], folder: str) -> str:
    """The executed notebook of `run_notebook`, as JSON text."""
    return run_notebook(notebook, parameters, folder).text


def run_notebook(notebook: str, parameters: dict[str, object], folder: str) -> Executed:
    """Run `notebook` with `parameters` from `folder`.

    What papermill adds for its own use (times, random ids) is taken out, so that the same input gives the same
    bytes; prose of the other language goes too.

    Raises
    ------
    NotebookError
        With chapter, cell, its source and the error, when a cell fails, takes longer than ten minutes, shows too much,
        or the kernel dies. The notebook as far as it came is kept in `_build/failed/`.
    """
    import logging
    import warnings

    import papermill
    from rich.text import Text
    from traitlets.config import Config

    from planbook.run.watched import ENGINE, Watch, register_engine, told

    logging.getLogger("papermill").setLevel(logging.ERROR)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # what goes wrong is told once, by the error
    fork_kernels()
    register_engine()
    nbformat = import_nbformat()
    source, language = Path(notebook), str(parameters["lang"])
    name, watch = _named(source.stem, parameters), Watch()
    with tempfile.TemporaryDirectory(prefix="pb-") as scratch:  # short: a Unix socket's path has 107 characters
        copy, executed = Path(scratch, "in.ipynb"), Path(scratch, "out.ipynb")
        nbformat.write(_keep_language(nbformat.read(source, as_version=4), language), copy)
        # IPC sockets instead of TCP ports: notebooks that start at once race for ports (papermill#511).
        config = Config()
        config.KernelManager.transport = "ipc"
        config.KernelManager.connection_file = str(Path(scratch, "k.json"))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                papermill.execute_notebook(
                    copy,
                    executed,
                    parameters=parameters,
                    cwd=folder,
                    progress_bar=False,
                    log_output=False,
                    execution_timeout=_CELL_SECONDS,
                    autosave_cell_every=0,
                    request_save_on_cell_execute=False,  # it would write the whole notebook twice for every cell
                    kernel_name="python3",
                    language="python",
                    config=config,
                    engine_name=ENGINE,
                    watch=watch,
                )
        except papermill.PapermillExecutionError as error:
            raise NotebookError(
                name,
                language,
                error.cell_index,
                ": ".join(filter(None, (error.ename, error.evalue, _REMEDIES.get(error.ename, "")))),
                Text.from_ansi("\n".join(error.traceback)).plain,
                watch.source,
                _keep_failed(executed, name, language),
            ) from error
        except Exception as error:  # a dead kernel, a time-out: whatever it is, it is this chapter's failure
            kept = ""
            if watch.notebook is not None:
                nbformat.write(watch.notebook, executed)
                kept = _keep_failed(executed, name, language)
            said = told(error, watch, _CELL_SECONDS)
            raise NotebookError(name, language, watch.cell, said, source=watch.source, kept=kept) from error
        text = f"{nbformat.writes(_settle(nbformat.read(executed, as_version=4)))}\n"
        return Executed(text, read_notes(Path(scratch, NOTES)))


def _named(notebook: str, parameters: Mapping[str, object]) -> str:
    """The notebook and what it is about, where it runs once for each of many: `indicator i03`."""
    about = [str(value) for name, value in parameters.items() if name not in _OF_THE_EDITION]
    return " ".join([notebook, *about])


def _keep_failed(executed: Path, name: str, language: str) -> str:
    """Put a failed notebook where people can open it; where that is, from the project's folder."""
    project = find_project(Path(__file__).parent)
    target = project.build / "failed" / f"{name.replace(' ', '-')}-{language}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(executed, target)
    return project.shown(target)


def _keep_language(notebook: NotebookNode, language: str) -> NotebookNode:
    others = set(LANGUAGES) - {language}
    notebook.cells = [cell for cell in notebook.cells if not others & set(cell.metadata.get("tags", ()))]
    return notebook


def _settle(notebook: NotebookNode) -> NotebookNode:
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if _INJECTED in cell.metadata.get("tags", ()):
            cell["id"] = _INJECTED
    return notebook
