"""The Quarto publisher: the edition's project, rendered by the `quarto` command in a subprocess, a language each.

How Quarto behaves when a program drives it decides what is done here: its exit code is 0 or 1 only and its messages
are on standard error; it ends with 0 when a page it was told to render does not exist, so pages are counted; it
writes beside its sources, and two renders of one folder break each other, so each language has a copy of the project.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.errors import PublishError
from planbook.publish.engines import run_engine, run_leashed
from planbook.publish.quarto_project import OUTPUT, place_file

__all__ = ["Quarto", "find_quarto", "render_project", "report_warnings", "require_files"]

_OLDEST = (1, 9)  # the first with pdf-standard
_HOW_TO_GET_IT = (
    "Fix: install Quarto 1.9 or newer (`pip install '.[quarto]'` brings it where its download is reachable) or "
    "set QUARTO_PATH, or build with --publisher embedded."
)
_WITHOUT_IT = "Fix: mend what Quarto names, or publish without it: add --publisher embedded."
_WARNING = re.compile(r"^\W*(?:\x1b\[\d+m)?(?:WARN|WARNING)\b")
_UNRESOLVED = re.compile(r"Unable to resolve link target: (?P<target>\S+)")
_LARGE = 1_000_000  # bytes; such files are not copied but named twice


@dataclass(frozen=True)
class Quarto:
    """An installed Quarto."""

    command: str
    version: str


def find_quarto(required: bool, warn: Callable[[str], None] = lambda line: None) -> Quarto | None:
    """Quarto from QUARTO_PATH or the PATH; None where there is none, or one too old, and none is required.

    `warn` is told, in one line, of one that is too old.

    Raises
    ------
    PublishError
        When QUARTO_PATH leads nowhere, or Quarto is required and not found or too old.
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
        too_old = f"Quarto is {said or 'of unknown version'}; 1.9 or newer is needed."
        if required:
            raise PublishError(f"{too_old} {_HOW_TO_GET_IT}")
        warn(f"{too_old} The embedded publisher is used.")
        return None
    return Quarto(command, said)


def render_project(
    quarto: Quarto,
    project: Path,
    sources: Mapping[str, Sequence[str]],
    between: Path,
    warn: Callable[[str], None] = lambda line: None,
    alone: bool = False,
    beside: Path | None = None,
    prepare: Callable[[Path, str], None] = lambda copy, language: None,
) -> dict[str, Path]:
    """Render `project` through Quarto, its languages side by side; by language, the folder of what came of it.

    Parameters
    ----------
    sources : language → what it renders, from the project's folder, without `.qmd`.
    between : where the copies lie.
    warn : told each warning of Quarto's.
    beside : the edition that the pages go into; links to what is there already are no mistake.
    prepare : is shown each copy, and its language, before it is rendered.
    alone : render the one source of each language by itself, rather than all that its profile names.

    Raises
    ------
    PublishError
        When Quarto fails, with its lines from the first error on.
    """
    copies = {language: between / f"quarto-{language}" for language in sources}
    commands = []
    for language, copy in copies.items():
        shutil.copytree(project, copy, copy_function=_copy)
        prepare(copy, language)
        what = [f"{source}.qmd" for source in sources[language]] if alone else []
        # Not --quiet: it hides errors too.
        command = [quarto.command, "render", *what, "--profile", language, "--log-level", "warning"]
        commands.append((command, copy))
    try:
        # What the system has would else stand in for a font that is missing.
        said = run_leashed(f"Quarto {quarto.version}", commands, {"TYPST_IGNORE_SYSTEM_FONTS": "true"})
    except PublishError as error:
        raise PublishError(f"{error}\n{_WITHOUT_IT}") from error
    for text in said:
        report_warnings(text, warn, beside)
    return {language: copy / OUTPUT for language, copy in copies.items()}


def report_warnings(text: str, warn: Callable[[str], None], beside: Path | None = None) -> None:
    """Tell `warn` the warnings in what an engine said, each once.

    Raises
    ------
    PublishError
        When one says that a font was not found: what is to be set in it would be missing; or that there is no figure
        of a name that a text refers to.
    """
    lines = [re.sub(r"\x1b\[\d+m", "", line).strip() for line in text.splitlines()]
    missing = [line for line in lines if "unknown font family" in line.lower()]
    if missing:
        raise PublishError("\n".join(["Quarto did not find a font of the report:", *missing, _WITHOUT_IT]))
    idle = [line for line in lines if "Unable to resolve crossref" in line]
    if idle:
        raise PublishError("\n".join(["A text refers to a figure that its page does not show:", *idle, _WITHOUT_IT]))
    for line in dict.fromkeys(line for line in lines if _WARNING.match(line)):
        link = _UNRESOLVED.search(line)
        if not (link and beside and (beside / link["target"]).is_file()):
            warn(f"Quarto: {line}")


def require_files(folder: Path, expected: Sequence[str]) -> None:
    """Raise `PublishError` naming the files of `expected` that are not in `folder` or are empty."""
    missing = [name for name in expected if not (folder / name).is_file() or not (folder / name).stat().st_size]
    if missing:
        raise PublishError(
            f"Quarto ended without an error and left out {len(missing)} of {len(expected)}: {', '.join(missing)}. "
            f"{_WITHOUT_IT}"
        )


def _copy(source: str, target: str) -> None:
    if os.path.getsize(source) >= _LARGE:
        place_file(Path(source), Path(target))
    else:
        shutil.copyfile(source, target)
