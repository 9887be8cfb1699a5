"""Calling other people's programs: one way for all of them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from planbook.errors import PublishError

__all__ = ["run_engine", "run_pandoc"]

_LAST_LINES = 12


def run_engine(
    name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `command` in `folder`; its completed process.

    Raises
    ------
    PublishError
        When it cannot be started or ends with another code than 0, with the last lines of what it said.
    """
    try:
        done = subprocess.run(
            list(command),
            cwd=folder,
            env={**os.environ, "NO_COLOR": "1", **_utf8_locale(os.environ), **(environment or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        raise PublishError(f"{name} could not be started: {error.strerror or error}") from error
    if done.returncode != 0:
        raise PublishError(f"{name} failed (exit {done.returncode}):\n{last_lines(done.stderr or done.stdout)}")
    return done


def _utf8_locale(environment: Mapping[str, str]) -> dict[str, str]:
    """What makes programs read file names as UTF-8 where the system (Docker, cron) says `C` or nothing."""
    said = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    return {} if "utf" in said.lower() else {"LC_ALL": "C.UTF-8"}


def last_lines(text: str) -> str:
    """The lines a person needs: from the first `ERROR` on where there is one, else the last few.

    Quarto names file, line and field in the first, then closes with an ERROR that says only that it failed.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    errors = [position for position, line in enumerate(lines) if line.lstrip().startswith("ERROR")]
    start = errors[0] if errors else max(0, len(lines) - _LAST_LINES)
    return "\n".join(f"  {line}" for line in lines[start : start + _LAST_LINES]) or "  (it said nothing)"


def run_pandoc(arguments: Sequence[str], folder: Path) -> str:
    """Run the pandoc of the PyPI wheel; what it said on standard error (its warnings).

    Raises
    ------
    PublishError
        When pandoc fails.
    """
    import pypandoc

    return run_engine("pandoc", [pypandoc.get_pandoc_path(), *arguments], folder).stderr
