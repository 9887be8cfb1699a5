"""What a build did, kept beside the builds and never in an edition: `_build/logs/<edition>/`, the last twenty.

`<start>.log` is written line by line, so that it tells how far a killed build came; `<start>.json` at the end: time per
step, inputs with checksums, versions, what was run and what taken over, warnings, exit code.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from planbook.errors import PlanbookError, PublishError

__all__ = ["BuildLog", "exit_code_of"]

KEPT = 20  # builds of each edition
_STOPPED = 128


def exit_code_of(error: BaseException | None) -> int:
    """What a command ends with that ends so; a signal is the argument of `KeyboardInterrupt`."""
    if error is None:
        return 0
    if isinstance(error, PlanbookError):
        return error.exit_code
    if isinstance(error, KeyboardInterrupt):
        return _STOPPED + (error.args[0] if error.args else 2)
    return PublishError.exit_code


class BuildLog:
    """The log of one build; where it cannot be written the build goes on without."""

    def __init__(self, folder: Path) -> None:
        self._started, self._clock = datetime.now(UTC), time.monotonic()
        self._path = folder / f"{self._started:%Y%m%dT%H%M%S.%fZ}-{os.getpid()}.log"
        self._lines = 0
        self._steps: list[dict[str, object]] = []
        self._warnings: list[str] = []
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            for old in sorted(folder.glob("*.log"))[: -KEPT + 1]:
                old.unlink(missing_ok=True)
                old.with_suffix(".json").unlink(missing_ok=True)

    def line(self, text: str) -> None:
        """Write what was said, with the seconds since the start."""
        with contextlib.suppress(OSError), self._path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{time.monotonic() - self._clock:9.3f} {text}\n")

    def warn(self, text: str) -> None:
        """Keep a warning for the summary; it is said elsewhere."""
        self._warnings.append(text)

    def begin(self, step: str) -> None:
        """Note that a step begins, and that the one before it ends."""
        self._end_step()
        self._steps.append({"step": step, "from": time.monotonic()})
        self.line(f"-- {step}")

    def end(self, about: Mapping[str, object], error: BaseException | None = None) -> None:
        """Write the summary; `about` is what else it holds."""
        self._end_step()
        code = exit_code_of(error)
        if error is not None:
            self.line("".join(traceback.format_exception(error)).rstrip())
        self.line(f"-- exit {code}")
        summary = {
            "started": self._started.isoformat(),
            "seconds": round(time.monotonic() - self._clock, 3),
            "exit_code": code,
            "error": None if error is None else str(error) or type(error).__name__,
            "steps": self._steps,
            "warnings": self._warnings,
            **about,
        }
        with contextlib.suppress(OSError):
            text = json.dumps(summary, ensure_ascii=False, indent=1, sort_keys=True)
            self._path.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8")

    def _end_step(self) -> None:
        if self._steps and "from" in self._steps[-1]:
            began = self._steps[-1].pop("from")
            assert isinstance(began, float)
            self._steps[-1]["seconds"] = round(time.monotonic() - began, 3)
