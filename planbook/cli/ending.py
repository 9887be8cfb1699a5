"""How a command ends: its exit code, and what is said when it does not end well.

0 done; 2 wrong input; 3 a notebook failed; 4 publishing failed, or something nobody foresaw; 130 and 143 stopped by
Ctrl-C and by SIGTERM.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from planbook.cli.culprit import find_culprit
from planbook.cli.messages import reader_messages, spoken
from planbook.errors import InputError, NotebookError, NotebooksError, PlanbookError, PublishError
from planbook.paths import find_project
from planbook.run.scratch import shared_temporary_folder

__all__ = ["explain", "run_to_the_end"]

_INTERRUPTED = 128 + signal.SIGINT  # what Typer makes of KeyboardInterrupt
_LINES_OF_A_CELL = 8
_UNFORESEEN = PublishError.exit_code


def run_to_the_end(command: Callable[[], object], log_folder: Path) -> int:
    """Run `command`; its exit code. Whatever goes wrong is told in a few lines, never as a traceback.

    What nobody foresaw is written down with its traceback in `log_folder/failure.log`.
    """
    with _heeding_termination() as received:
        try:
            command()
        except SystemExit as ended:  # Typer explains its own errors and ends with their code
            code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
            return _stopped(received) if code == _INTERRUPTED else code
        except KeyboardInterrupt:
            return _stopped(received)
        except PlanbookError as error:
            _say(explain(error))
            return error.exit_code
        except Exception as error:
            stands = f"{spoken('The last good edition stays as it was.')} {_write_log(error, log_folder)}"
            _say("\n".join((explain(error), *_places(error), stands)))
            return _UNFORESEEN
    return 0


def explain(error: Exception) -> str:
    """What a person needs to know of `error`, in a line or, for several problems, a line each."""
    if isinstance(error, InputError):
        return "\n".join(reader_messages().problem(problem).removeprefix("error: ") for problem in error.problems)
    if isinstance(error, NotebookError):
        return f"{error}\n{error.traceback or _quoted(error.source)}".rstrip()
    if isinstance(error, NotebooksError):
        return "\n".join([str(error).partition("\n")[0], *map(_row, error.failures)])
    if isinstance(error, PlanbookError):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        return spoken(f"{error.name} is not installed. Fix: pip install -r requirements.txt.")
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return spoken(
            f"The system refused: {error.strerror}{place}. Fix: see that the place can be written and has room."
        )
    said = str(error).strip().partition("\n")[0]
    return spoken(f"Planbook failed in a way nobody foresaw: {type(error).__name__}{f': {said}' if said else ''}.")


def _row(error: NotebookError) -> str:
    """A failed notebook in the closing table: chapter, cell and error, the cell's first lines."""
    return f"  {error}\n{_quoted(error.source)}".rstrip()


def _quoted(source: str) -> str:
    lines = source.strip().split("\n")
    more = ["…"] if len(lines) > _LINES_OF_A_CELL else []
    return "\n".join(f"    {line}".rstrip() for line in [*lines[:_LINES_OF_A_CELL], *more])


@contextlib.contextmanager
def _heeding_termination() -> Iterator[list[int]]:
    """Let SIGTERM end what runs as Ctrl-C does, so that temporary folders go and no kernel stays; signals received."""
    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        received.append(number)
        raise KeyboardInterrupt(number)

    if threading.current_thread() is not threading.main_thread():
        yield received
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield received
    finally:
        signal.signal(signal.SIGTERM, before)


def _stopped(received: list[int]) -> int:
    _say(spoken("Stopped; the last good edition stays as it was."))
    return 128 + received[0] if received else _INTERRUPTED


def _places(error: Exception) -> tuple[str, ...]:
    """Which cells of the plan led to an error, where that can be told."""
    try:
        found = find_culprit(error, find_project())
    except Exception:  # an error while another is explained would hide that one
        return ()
    return (spoken(f"It was at: {'; '.join(found)}. Fix: write that text more plainly."),) if found else ()


def _write_log(error: Exception, folder: Path) -> str:
    text = "".join(traceback.format_exception(error))
    for place in (folder, shared_temporary_folder()):
        path = place / "failure.log"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return spoken(f"Details: {path}")
    return spoken("Details could not be written anywhere.")


def _say(text: str) -> None:
    print(text, file=sys.stderr)
