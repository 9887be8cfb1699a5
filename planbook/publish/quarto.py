"""The Quarto publisher: a website project per language, rendered by the `quarto` command in a subprocess.

How Quarto behaves when a program drives it decides what is done here: its exit code is 0 or 1 only and its messages
are on standard error; it ends with 0 when a page it was told to render does not exist, so pages are counted; it
writes beside its sources, so it works in the staged folder and its output is moved from there.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from planbook.errors import PublishError
from planbook.publish.embedded import READER
from planbook.publish.engines import run_engine
from planbook.publish.page_files import PageFiles

__all__ = ["Quarto", "find_quarto", "render_pages_with_quarto", "render_report_with_quarto"]

_OLDEST = (1, 9)  # the first with pdf-standard
_OUTPUT = "_quarto_site"
_HOW_TO_GET_IT = (
    "Fix: install Quarto 1.9 or newer (`pip install '.[quarto]'` brings it where its download is reachable) or "
    "set QUARTO_PATH, or build with --publisher embedded."
)


@dataclass(frozen=True)
class Quarto:
    """An installed Quarto."""

    command: str
    version: str


def find_quarto(required: bool) -> Quarto | None:
    """Quarto from QUARTO_PATH or the PATH; None where there is none and none is required.

    Raises
    ------
    PublishError
        When it is required and not found, QUARTO_PATH leads nowhere, or it is too old.
    """
    named = os.environ.get("QUARTO_PATH", "")
    command = shutil.which(named) if named else shutil.which("quarto")
    if command is None:
        if named:
            raise PublishError(f"QUARTO_PATH is {named!r}, which is not a command. {_HOW_TO_GET_IT}")
        if required:
            raise PublishError(f"Quarto is not installed. {_HOW_TO_GET_IT}")
        return None
    said = run_engine("quarto --version", [command, "--version"], Path.cwd()).stdout.strip()
    match = re.match(r"(\d+)\.(\d+)", said)
    if match is None or tuple(map(int, match.groups())) < _OLDEST:
        if not required and not named:
            return None
        raise PublishError(f"Quarto is {said or 'of unknown version'}; 1.9 or newer is needed. {_HOW_TO_GET_IT}")
    return Quarto(command, said)


def project_settings(base: Path, staged: Sequence[PageFiles]) -> dict[str, Any]:
    """The staged project's `_quarto.yml`: the base project's settings, with the staged pages to render."""
    settings: dict[str, Any] = yaml.safe_load(base.read_text(encoding="utf-8"))
    settings["project"] |= {"output-dir": _OUTPUT, "render": [page.source for page in staged]}
    settings["execute"] = {"enabled": False}  # the pages hold nothing to execute
    settings["from"] = READER
    # Quarto would read the tables of raw HTML itself: give them a second number, double ids and other marks.
    settings["format"]["html"]["html-table-processing"] = "none"
    return settings


def render_pages_with_quarto(
    quarto: Quarto,
    base: Path,
    staged: Sequence[PageFiles],
    folder: Path,
    output: Path,
    on_done: Callable[[], None] = lambda: None,
) -> None:
    """Render the staged pages of `folder` through Quarto into `output`.

    Raises
    ------
    PublishError
        When Quarto fails (with its last lines), or ends well and left a page out.
    """
    settings = project_settings(base, staged)
    (folder / "_quarto.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    _render(quarto, ["render", ".", "--to", "html"], folder)
    made = folder / _OUTPUT
    require_pages(made, [f"{page.page.address}.html" for page in staged])
    for page in staged:
        target = output / f"{page.page.address}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made / f"{page.page.address}.html", target)
        on_done()


def render_report_with_quarto(quarto: Quarto, folder: Path, source: str, made: str) -> Path:
    """Render `source`, a document whose front matter asks for the typst format, in `folder`; the path of `made`.

    Raises
    ------
    PublishError
        When Quarto fails, or ends well without the document.
    """
    _render(quarto, ["render", source, "--to", "typst"], folder)
    require_pages(folder, [made])
    return folder / made


def require_pages(folder: Path, expected: Sequence[str]) -> None:
    """Raise `PublishError` naming the files of `expected` that are not in `folder` or are empty."""
    missing = [name for name in expected if not (folder / name).is_file() or not (folder / name).stat().st_size]
    if missing:
        raise PublishError(
            f"Quarto ended without an error and left out {len(missing)} of {len(expected)}: {', '.join(missing)}"
        )


def _render(quarto: Quarto, arguments: Sequence[str], folder: Path) -> None:
    # Not --quiet: it hides errors too.
    run_engine(f"Quarto {quarto.version}", [quarto.command, *arguments, "--log-level", "warning"], folder)
