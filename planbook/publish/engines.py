"""Calling other people's programs: one way for all of them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from planbook.errors import PublishError

__all__ = ["run_engine", "run_leashed", "run_pandoc"]

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
            env=_environment(environment),
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


def run_leashed(name: str, commands: Sequence[tuple[Sequence[str], Path]], environment: Mapping[str, str]) -> list[str]:
    """Run commands side by side, each in its folder; what each said on standard error.

    None of them, and none of what they start, outlives this process, whatever ends it.

    Raises
    ------
    PublishError
        When one ends with another code than 0; the others are then stopped.
    """
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(_leashed(command, folder, environment)) for command, folder in commands]
        said = []
        for process, output in running:
            code = process.wait()
            output.seek(0)
            text = output.read().decode("utf-8", errors="replace")
            if code != 0:
                raise PublishError(f"{name} failed (exit {code}):\n{last_lines(text)}")
            said.append(text)
        return said


@contextlib.contextmanager
def _leashed(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """A command under `leash.py`, and the file of what it says; let go at the end."""
    leash = [sys.executable, "-I", str(Path(__file__).with_name("leash.py")), *command]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            leash, cwd=folder, env=_environment(environment), stdin=subprocess.PIPE, stdout=output, stderr=output
        )
        try:
            yield process, output
        finally:
            if process.stdin:
                process.stdin.close()  # the leash kills what is still running
            process.wait()


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, "NO_COLOR": "1", **_utf8_locale(os.environ), **(more or {})}


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
