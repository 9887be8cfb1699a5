"""Where an edition is put together, and how it takes the place of the one before.

Everything is made in a folder nobody reads and moved into `_site/<year>/` when all is green: a failed or killed
build leaves the last good edition as it was.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

__all__ = ["swap_into_place", "working_folder", "write_text"]


def write_text(path: Path, text: str) -> None:
    """Write `text` in UTF-8 with plain line ends, making the folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@contextlib.contextmanager
def working_folder(parent: Path, name: str) -> Iterator[Path]:
    """An empty folder `parent/name`, removed at the end whatever happens."""
    folder = parent / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swap_into_place(made: Path, place: Path) -> None:
    """Move the folder `made` to `place`; what stood there is removed after.

    A folder cannot be renamed over another, so the old one steps aside first; if the second rename fails, it steps
    back. Where the two lie on different disks, `made` is first copied beside `place`.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.parent / f".{place.name}.old"
    shutil.rmtree(aside, ignore_errors=True)
    if os.stat(made).st_dev != os.stat(place.parent).st_dev:
        beside = place.parent / f".{place.name}.new"
        shutil.rmtree(beside, ignore_errors=True)
        made = Path(shutil.copytree(made, beside))
    if place.exists():
        place.rename(aside)
    try:
        made.rename(place)
    except OSError:
        if aside.exists():
            aside.rename(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)
