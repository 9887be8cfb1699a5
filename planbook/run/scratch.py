"""Temporary folders that never outlive their process for long, however it ends.

Each is locked by the process that made it, and the system lets go of a lock whatever ends a process. So the next
start knows which folders a killed one left, and removes them, while those of a build under way stay. Where a folder
cannot be locked (Windows, some network disks) those of more than a day ago are removed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.util import Finalize
from pathlib import Path

__all__ = ["own_folder", "shared_temporary_folder", "sweep", "use_private_scratch"]

PREFIX = "pbs-"  # of no other folder, and short: the path of a Unix socket has 107 characters
_LAST = -200  # after multiprocessing's own folder, which lies within, at -100
_SECONDS_A_DAY = 24 * 60 * 60
_private: list[Path] = []  # where temporary files were before this process had a folder of its own


def use_private_scratch() -> None:
    """Let all that this process and its children hold for a time lie in one folder, which goes when the process ends.

    Kernels, their sockets, pandoc and Typst are among them. What processes that were killed left is removed first.
    """
    if _private:
        return
    shared = Path(tempfile.gettempdir())
    sweep(shared, PREFIX)
    folder, lock = _locked_folder(shared, PREFIX)
    _private.append(shared)
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)

    def leave() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        _unlock(lock)

    Finalize(None, leave, exitpriority=_LAST)


def shared_temporary_folder() -> Path:
    """The system's folder for temporary files, for what is to be found after this process has ended."""
    return _private[0] if _private else Path(tempfile.gettempdir())


@contextlib.contextmanager
def own_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """An empty folder `parent/prefix…` that no other process has, removed at the end whatever happens."""
    parent.mkdir(parents=True, exist_ok=True)
    sweep(parent, prefix)
    folder, lock = _locked_folder(parent, prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _unlock(lock)


def sweep(parent: Path, prefix: str) -> None:
    """Remove the folders `parent/prefix…` that processes left which were killed."""
    for folder in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            about = folder.lstat()
            if folder.is_symlink() or not folder.is_dir() or (hasattr(os, "getuid") and about.st_uid != os.getuid()):
                continue
            lock = _lock(folder)
            if lock is None and time.time() - about.st_mtime < _SECONDS_A_DAY:
                continue
            shutil.rmtree(folder, ignore_errors=True)
            _unlock(lock)


def _locked_folder(parent: Path, prefix: str) -> tuple[Path, int | None]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        with contextlib.suppress(BlockingIOError):  # another start is about to sweep it
            lock = _lock(folder)
            if folder.is_dir():  # else it has been swept before it was locked
                return folder, lock
            _unlock(lock)


def _lock(folder: Path) -> int | None:
    """Lock the folder for this process; what to unlock it by, None where folders cannot be locked.

    Raises
    ------
    BlockingIOError
        When another process holds it.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        raise
    except OSError:  # not on this disk
        os.close(number)
        return None
    return number


def _unlock(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)
