"""What print is set in, and the standard it keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from planbook.errors import PublishError

__all__ = ["PDF_STANDARD", "find_fonts"]

PDF_STANDARD: Literal["ua-1"] = "ua-1"


def find_fonts() -> Path:
    """The folder of the Chinese fonts that come with the mplfonts wheel."""
    import importlib.util

    found = importlib.util.find_spec("mplfonts")
    if found is None or not found.submodule_search_locations:
        raise PublishError("the fonts for print are missing. Fix: pip install mplfonts.")
    return Path(found.submodule_search_locations[0]) / "fonts"
