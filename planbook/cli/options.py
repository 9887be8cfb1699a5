"""Options that several calls have, and what a path in any of them means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Data", "Out", "absolute"]

Data = Annotated[Path | None, typer.Option("--data", help="Another plan's folder (default: data/).")]
Out = Annotated[Path | None, typer.Option("--out", help="Where the site goes (default: _site/).")]


def absolute(path: Path | None) -> Path | None:
    """A path as the user means it, from the folder they are in; that folder changes while notebooks run."""
    return None if path is None else Path(os.path.abspath(path))
