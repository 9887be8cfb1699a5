"""What earlier builds ran: an executed notebook is shown again while all that its run read is as it was.

A run is remembered by the notebook, its parameters, the package's code, the versions of what it rests on, and the
digest of everything it read (`noting` writes that down). Of what it read the last few lists are kept, because what is
read depends on what is read: a file that a changed figure leads to was not on the list before.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from planbook.run.execute import Executed
from planbook.run.jobs import NotebookJob
from planbook.run.noting import EVERYTHING
from planbook.run.state import State, fingerprint
from planbook.run.store import Store

__all__ = ["Found", "Memory"]

_LISTS = 4  # of what a run read
_SHOWN = 3  # of what changed
_RUNS, _EXECUTED = "runs", "executed"
_PARTS = {"notebook": "the notebook", "package": "Planbook's code", "versions": "installed packages"}
# What notebooks are run by and rest on; the lock file names more, which no notebook's output depends on.
_PACKAGES = (
    *("babel", "fonttools", "ipykernel", "ipython", "jinja2", "matplotlib", "nbclient", "nbformat", "numpy", "pandas"),
    *("papermill", "plotly", "pyyaml", "scipy"),
)
_NAME = re.compile(r"(?P<root>edition|words|file|folder)\[(?P<where>.*?)\](?P<what>(?:[.\[].*)?)$")


@dataclass(frozen=True)
class Found:
    """What is remembered of a run: what it showed, or why it has to be run."""

    text: str | None
    reason: str = ""


class Memory:
    """The runs that are remembered in a store; `state` tells how things are in this build."""

    def __init__(self, store: Store, state: State) -> None:
        self._store, self._state = store, state
        package = Path(__file__).resolve().parents[1]
        self._same = {"package": fingerprint(package), "versions": _versions()}

    def look_up(self, job: NotebookJob, folder: Path) -> Found:
        """What the job showed when everything was as it is now."""
        known = self._known(job, folder)
        if known is None:
            return Found(None, "was not run before")
        parts = self._parts(job)
        changed = [said for part, said in _PARTS.items() if known["parts"].get(part) != parts[part]]
        if changed:
            return Found(None, f"{' and '.join(changed)} changed")
        for reads in known["reads"]:
            if all(self._state.digest(name) == digest for name, digest in reads.items()):
                text = self._store.get(_EXECUTED, _key(job, folder, parts, reads))
                return Found(None, "is not remembered any more") if text is None else Found(text.decode())
        return Found(None, self._what_changed(known["reads"][0]) if known["reads"] else "was not run before")

    def keep(self, job: NotebookJob, folder: Path, executed: Executed, started: int) -> None:
        """Remember a run that began at `started` (nanoseconds), unless what it read changed meanwhile."""
        names = executed.reads if executed.reads is not None else frozenset([EVERYTHING])
        if self._state.has_changed or any(_is_newer(name, started) for name in names):
            return
        reads = {name: self._state.digest(name) for name in sorted(names)}
        parts, known = self._parts(job), self._known(job, folder)
        others = known["reads"] if known is not None and known["parts"] == parts else []
        lists = [reads, *(one for one in others if one != reads)][:_LISTS]
        self._store.put(_EXECUTED, _key(job, folder, parts, reads), executed.text.encode())
        record = json.dumps({"parts": parts, "reads": lists}, ensure_ascii=False)
        self._store.put(_RUNS, _identity(job, folder), record.encode())

    def _parts(self, job: NotebookJob) -> dict[str, str]:
        return {"notebook": hashlib.sha256(job.notebook.read_bytes()).hexdigest(), **self._same}

    def _known(self, job: NotebookJob, folder: Path) -> dict[str, Any] | None:
        record = self._store.get(_RUNS, _identity(job, folder))
        return None if record is None else json.loads(record)

    def _what_changed(self, reads: Mapping[str, str]) -> str:
        names = [shown_name(name) for name, digest in reads.items() if self._state.digest(name) != digest]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return f"{', '.join(names[:_SHOWN])}{more} changed"


def shown_name(name: str) -> str:
    """The name of what was read as people are told: `assessments['i03']`, `words zh outlook.likely`."""
    if name == EVERYTHING:
        return "the plan's data, parameters or words"
    named = _NAME.search(name)
    if named is None:
        return name
    root, where, what = named.groups()
    if root in ("file", "folder"):
        return Path(ast.literal_eval(where)[0]).name
    if root == "words":
        return f"words {ast.literal_eval(where)[0]}{what}"
    return what.removeprefix(".").replace("._", ".")


def _identity(job: NotebookJob, folder: Path) -> str:
    return json.dumps([str(job.notebook), job.parameters, str(folder)], sort_keys=True)


def _key(job: NotebookJob, folder: Path, parts: Mapping[str, str], reads: Mapping[str, str]) -> str:
    return json.dumps([_identity(job, folder), dict(parts), dict(reads)], sort_keys=True)


def _is_newer(name: str, started: int) -> bool:
    """Whether a file that a run read may have changed since the run began."""
    if not name.startswith("file["):
        return False
    try:
        about = Path(ast.literal_eval(name.removeprefix("file[").removesuffix("]"))[0]).stat()
    except OSError:
        return False
    return max(about.st_mtime_ns, about.st_ctime_ns) >= started


def _versions() -> str:
    found = [platform.python_version()]
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(package)
    return ", ".join(found)
