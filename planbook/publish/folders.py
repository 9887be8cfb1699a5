"""Where an edition is put together, and how it takes the place of the one before.

Everything is made in a folder nobody reads and moved into `_site/<year>/` when all is green: a failed or killed
build leaves the last good edition as it was.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

__all__ = ["held", "restore_place", "swap_into_place", "working_folder", "write_text"]

_SECONDS_A_DAY = 24 * 60 * 60


def write_text(path: Path, text: str) -> None:
    """Write `text` in UTF-8 with plain line ends, making the folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@contextlib.contextmanager
def working_folder(parent: Path, name: str) -> Iterator[Path]:
    """An empty folder `parent/name-…` that no other build has, removed at the end whatever happens.

    Those that builds killed more than a day ago left behind are removed too.
    """
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{name}-*"):
        if time.time() - left.stat().st_mtime > _SECONDS_A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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

    A folder cannot be renamed over another, so the old one steps aside first; if the second rename fails, it steps
    back, and where the process is killed between the two, `restore_place` puts it back. Where the two lie on
    different disks, `made` is first copied beside `place`.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    restore_place(place)
    beside = place.parent / f".{place.name}.new"
    try:
        if os.stat(made).st_dev != os.stat(place.parent).st_dev:
            shutil.rmtree(beside, ignore_errors=True)
            made = Path(shutil.copytree(made, beside))
        if place.exists():
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
    if place.exists():
        shutil.rmtree(aside, ignore_errors=True)
    elif aside.exists():
        aside.rename(place)


def _aside(place: Path) -> Path:
    return place.parent / f".{place.name}.old"
