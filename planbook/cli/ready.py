"""Whether a machine has what a build needs, asked before anything runs: engines, fonts, places that can be written."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from planbook.cli.messages import spoken
from planbook.errors import InputError, Problem, PublishError
from planbook.publish.request import PublishRequest

__all__ = ["require_ready"]

# What is called while publishing → the package that brings it, and the formats that need it.
_ENGINES = {
    "pandoc": ("pypandoc", ("html", "pdf", "docx")),
    "Typst": ("typst", ("html", "pdf")),
    "Pagefind": ("pagefind", ("html",)),
    "the reports' fonts": ("mplfonts", ("html", "pdf", "pptx")),
}
_A_MEGABYTE = 1_000_000


def require_ready(request: PublishRequest) -> None:
    """Refuse a build that cannot end well on this machine; everything that is missing is told at once.

    Raises
    ------
    InputError
        When a file stands where the site is to go.
    PublishError
        When an engine is not installed, or a place cannot be written or has less room than the edition takes.
    """
    if not _nearest(request.site).is_dir():
        raise InputError([_no_folder(request.site)])
    missing = [*_missing_engines(request), *_places(request)]
    if missing:
        raise PublishError("\n".join(missing))


def _missing_engines(request: PublishRequest) -> Iterator[str]:
    for name, (package, formats) in _ENGINES.items():
        if set(formats) & set(request.formats) and not _is_installed(package):
            yield spoken(f"{name} cannot be used: {package} is not installed. Fix: pip install -r requirements.txt.")


def _is_installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def _places(request: PublishRequest) -> Iterator[str]:
    """What is wrong with the places that are written: twice as much room as the edition takes is never needed."""
    takes = sum(path.stat().st_size for path in request.place.rglob("*") if path.is_file())
    for place in dict.fromkeys((request.project.build, request.site)):
        nearest = _nearest(place)
        if not os.access(nearest, os.W_OK | os.X_OK):
            yield spoken(f"{place} cannot be written: Read-only. Fix: give another --out, or the right to write there.")
        elif (free := shutil.disk_usage(nearest).free) < takes:
            room, size = free // _A_MEGABYTE, takes // _A_MEGABYTE
            yield spoken(
                f"No space left for {place}: {room} MB are free, the edition takes {size} MB. Fix: make room there."
            )


def _nearest(place: Path) -> Path:
    """The place itself, or the nearest of the folders above it that is there."""
    return next((folder for folder in (place, *place.parents) if folder.exists()), Path(place.anchor))


def _no_folder(place: Path) -> Problem:
    return Problem(
        file="--out",
        what="the site cannot go there",
        found=f"{_nearest(place)}, a file",
        expected="a folder, or a place where one can be made",
        fix="give --out another folder",
    )
