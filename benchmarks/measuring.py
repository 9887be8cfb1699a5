"""What a command costs: time on the clock, processor seconds and memory, with everything it started.

Kernels are forked by a process of their own, which nobody waits for; so the measuring process adopts what is left
(Linux: PR_SET_CHILD_SUBREAPER) and counts it too.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ADOPT = 36  # PR_SET_CHILD_SUBREAPER
_EVERY = 0.5  # seconds between two looks at memory


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of processors (user and system, descendants included), bytes of memory at the peak.

    Memory is the sum of the proportional sets of all processes: what several share is counted once.
    """

    wall: float
    cpu: float
    memory: int
    output: str


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run `command` in `folder` and wait for all it started.

    Raises
    ------
    RuntimeError
        When it fails, with what it said.
    """
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    before = _used()
    started = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        watch = _MemoryWatch()
        output = process.communicate()[0]
        code = process.returncode
        wall = time.monotonic() - started
        _wait_for_the_rest()
        peak = watch.stop()
    if code != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {code}:\n{output[-3000:]}")
    return Cost(wall, _used() - before, peak, output)


def _used() -> float:
    about = resource.getrusage(resource.RUSAGE_CHILDREN)
    return about.ru_utime + about.ru_stime


def _wait_for_the_rest() -> None:
    """Until no descendant is left; the fork server ends when the process that needed it has."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


class _MemoryWatch:
    """Looks every so often at how much memory the descendants of this process hold."""

    def __init__(self) -> None:
        self._peak, self._ended = 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._ended.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._ended.wait(_EVERY):
            self._peak = max(self._peak, sum(map(_memory_of, _descendants(os.getpid()))))


def _descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, IndexError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, ahead = [], [pid]
    while ahead:
        below = children.get(ahead.pop(), [])
        found += below
        ahead += below
    return found


def _memory_of(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    cost = measure(sys.argv[1:], Path.cwd())
    print(cost.output)
    print(f"wall {cost.wall:.1f} s, processors {cost.cpu:.1f} s, memory {cost.memory / 1e6:.0f} MB")
