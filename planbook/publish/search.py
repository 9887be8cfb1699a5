"""The search index of the English pages: Pagefind.

The Chinese pages are looked through as they stand (`chinese_search`); of them Pagefind's index would be made in vain.
"""

from __future__ import annotations

import json
import shutil
import sys
from functools import partial
from pathlib import Path

from planbook.publish.engines import run_engine
from planbook.publish.reuse import Reuse

__all__ = ["index_pages", "index_some_pages"]

_ENGLISH = "en/**/*.html"


def index_pages(folder: Path, reuse: Reuse | None = None) -> None:
    """Index the English pages below `folder` into `folder/pagefind`; nothing where there are none.

    Raises
    ------
    PublishError
        When Pagefind fails.
    """
    pages = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob(_ENGLISH))}
    if pages:
        write = partial(_index, folder, only=_ENGLISH)
        (reuse or Reuse()).files("search index", pages, folder / "pagefind", write)


def index_some_pages(folder: Path, only: str) -> None:
    """Index the pages whose path below `folder` fits the pattern `only` into `folder/pagefind`, anew.

    Raises
    ------
    PublishError
        When Pagefind fails.
    """
    shutil.rmtree(folder / "pagefind", ignore_errors=True)
    _index(folder, folder / "pagefind", only)


def _index(folder: Path, target: Path, only: str = "") -> None:
    run_engine(
        "Pagefind",
        [
            sys.executable,
            "-m",
            "pagefind",
            "--site",
            str(folder),
            "--output-path",
            str(target),
            "--keep-index-url",
            "--silent",
            "--exclude-selectors",
            ".chart-data",
            *(["--glob", only] if only else []),
        ],  # the figures behind a chart would fill the excerpts
        folder,
    )
    # Pagefind names the languages in an order that changes from run to run.
    entry = target / "pagefind-entry.json"
    entry.write_text(json.dumps(json.loads(entry.read_text(encoding="utf-8")), sort_keys=True), encoding="utf-8")
