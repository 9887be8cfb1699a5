"""Where an edition is put together, and how it takes the place of the one before.

Everything is made in a folder nobody reads and moved into `_site/<year>/` when all is green: a failed or killed
build leaves the last good edition as it was.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from planbook.run.scratch import own_folder

__all__ = ["exchange", "held", "restore_place", "swap_into_place", "working_folder", "write_text"]

_HERE = -100  # AT_FDCWD: paths are meant from the working folder
_EXCHANGE = _SWAP = 2  # RENAME_EXCHANGE, RENAME_SWAP


def write_text(path: Path, text: str) -> None:
    """Write `text` in UTF-8 with plain line ends, making the folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def working_folder(parent: Path, name: str) -> contextlib.AbstractContextManager[Path]:
    """An empty folder `parent/name-…` that no other build has, removed at the end whatever happens.

    Those that killed builds left behind are removed too.
    """
    return own_folder(parent, f"{name}-")


@contextlib.contextmanager
def held(place: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold `place`, a folder that need not exist, against other builds while the block runs.

    Where another holds it, `waiting` is told once and the block waits. The system lets go of what a killed build held;
    the file beside the place that is locked stays, since whoever waits has it open.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place.parent / f".{place.name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def swap_into_place(made: Path, place: Path) -> None:
    """Move the folder `made` to `place`; what stood there is removed after.

    Where the system can, the two change places in one step, so that a whole edition stands there at every moment.
    Elsewhere the old one steps aside first; if the second rename fails, it steps back, and where the process is killed
    between the two, `restore_place` puts it back. Where the two lie on different disks, `made` is first copied beside
    `place`.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    restore_place(place)
    beside = _beside(place)
    try:
        if os.stat(made).st_dev != os.stat(place.parent).st_dev:
            made = Path(shutil.copytree(made, beside))
        if place.exists():
            if exchange(made, place):
                shutil.rmtree(made, ignore_errors=True)
                return
            place.rename(_aside(place))
        try:
            made.rename(place)
        except OSError:
            restore_place(place)
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(_aside(place), ignore_errors=True)


def restore_place(place: Path) -> None:
    """Undo what a killed swap left: put the edition that had stepped aside back, or away where the new one stands."""
    aside = _aside(place)
    shutil.rmtree(_beside(place), ignore_errors=True)
    if place.exists():
        shutil.rmtree(aside, ignore_errors=True)
    elif aside.exists():
        aside.rename(place)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one disk change places in a single step; False where the system cannot.

    Source: renameat2(2) of Linux, renamex_np(2) of macOS.
    """
    try:
        system = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(system.renamex_np(os.fsencode(one), os.fsencode(other), _SWAP) == 0)
        return bool(system.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):  # another system, or an old library
        return False


def _beside(place: Path) -> Path:
    return place.parent / f".{place.name}.new"


def _aside(place: Path) -> Path:
    return place.parent / f".{place.name}.old"
