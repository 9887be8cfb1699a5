"""Where things are. No other module spells out a folder name."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from planbook.errors import InputError, Problem

__all__ = ["BUNDLE", "LANGUAGES", "Project", "Stamp", "find_project", "imported_when_asked", "stamp_of"]

LANGUAGES: tuple[str, ...] = ("zh", "en")
BUNDLE = "plan-data.zip"  # beside published notebooks: what they need to run again


# File → size, and when it or what is known of it last changed, in nanoseconds.
Stamp = tuple[tuple[str, int, int, int], ...]


def stamp_of(*places: Path) -> Stamp:
    """What tells, while a process lives, that a file of `places` (files, or folders with all below) has changed.

    No file is opened. Nobody can set back when a file's entry changed (`st_ctime`), so no change goes unseen.
    """
    found = []
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            with contextlib.suppress(OSError):  # gone, or a link that leads to itself: whoever reads it says so
                about = file.stat()
                if not stat.S_ISDIR(about.st_mode):
                    found.append((file.as_posix(), about.st_size, about.st_mtime_ns, about.st_ctime_ns))
    return tuple(found)


@dataclass(frozen=True)
class Project:
    """The folders of one Planbook project; `root` holds `_quarto.yml`, `build_folder` what lies between builds."""

    root: Path
    build_folder: Path | None = None

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def notebook_files(self, data_dir: Path) -> dict[str, Path]:
        """Every notebook by its name: the project's, and before those of the same name the plan's own."""
        folders = (self.notebooks, data_dir / "notebooks")
        found = (path for folder in folders for path in sorted(folder.glob("*.ipynb")))
        return {path.stem: path for path in found if not path.name.startswith(".")}  # macOS leaves ._name beside a file

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def params(self) -> Path:
        return self.root / "params"

    def params_of(self, data_dir: Path) -> Path:
        """Another plan may bring its editions' parameters with its data; without, this project's serve."""
        own = data_dir / "params"
        return own if own.is_dir() else self.params

    @property
    def site_sources(self) -> Path:
        return self.root / "site"

    @property
    def extension(self) -> Path:
        """The Quarto extension: filters of page and report, the report's template and styles."""
        return self.root / "_extensions" / "planbook"

    @property
    def locales(self) -> Path:
        return self.site_sources / "locales"

    def locales_of(self, data_dir: Path) -> Path:
        """Where a plan keeps words of its own, which add to this project's or take their place; may not exist."""
        return data_dir / "locales"

    @property
    def build(self) -> Path:
        return self.build_folder or self.root / "_build"

    def quarto_of(self, edition: str, data_dir: Path) -> Path:
        """An edition as a Quarto project that a person can open; other plans than this project's own lie apart."""
        folder, plan = self.build / "quarto", data_dir.resolve()
        if plan == self.data.resolve():
            return folder / edition
        is_ours = plan.is_relative_to(self.root.resolve())
        told_apart = "" if is_ours else f"-{hashlib.sha256(plan.as_posix().encode()).hexdigest()[:6]}"
        return folder / f"{plan.name}{told_apart}" / edition

    @property
    def output(self) -> Path:
        return self.root / "_site"

    def resolve(self, path: str | Path) -> Path:
        """`path` as given when absolute, else below the project root; a path in a command is absolute by then.

        A notebook runs in `notebooks/` under JupyterLab and elsewhere under papermill;
        `data_dir = "data"` has to mean the same folder in both.
        """
        path = Path(path)
        if path.is_absolute():
            return path
        return self.root / path

    def shown(self, path: str | Path) -> str:
        """`path` as people are shown it: below the project root where it lies there."""
        path = Path(path)
        try:
            return Path(os.path.realpath(path)).relative_to(os.path.realpath(self.root)).as_posix()
        except ValueError:
            return path.as_posix()


def find_project(start: Path | None = None) -> Project:
    """The project that `start` (default: the working folder) lies in, else the one of this checkout.

    A notebook that was taken away from a published edition has its project in `plan-data.zip`, beside it or above.

    Raises
    ------
    InputError
        When there is neither.
    """
    here = Path(start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "_quarto.yml").is_file() and (folder / "notebooks").is_dir():
            return Project(folder)
        if (folder / BUNDLE).is_file():
            bundle = folder / BUNDLE
            return Project(_unpacked(bundle, bundle.stat().st_mtime_ns))
    checkout = Path(__file__).resolve().parents[1]
    if not (checkout / "_quarto.yml").is_file():
        raise InputError(
            [
                Problem(
                    str(here),
                    "there is no plan to open",
                    "no project here or above",
                    f"a checkout of Planbook, or {BUNDLE} of the published edition",
                    f"put {BUNDLE}, from the folder the notebook was published in, beside the notebook",
                )
            ]
        )
    return Project(checkout)


@lru_cache(maxsize=4)
def _unpacked(bundle: Path, changed: int) -> Path:
    """The folder of what the zip holds, unpacked once; `changed` is there to notice another zip of that name."""
    content = bundle.read_bytes()
    folder = Path(tempfile.gettempdir()) / f"planbook-{hashlib.sha256(content).hexdigest()[:16]}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="planbook-") as scratch:
            made = Path(scratch, "project")
            with zipfile.ZipFile(io.BytesIO(content)) as held:
                held.extractall(made)
            # another notebook that unpacked it at the same time got there first, with the same
            with contextlib.suppress(OSError):
                made.rename(folder)
    return folder


def imported_when_asked(package: str, homes: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """What a package takes as its `__getattr__`: names by the module they are in, imported once one is asked for.

    So a command that needs one module of a package does not wait for what the others import.
    """
    home = {name: module for module, names in homes.items() for name in names}

    def found(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{home[name]}"), name)

    return found
