"""The search index: Pagefind, with the word lists that know Chinese."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from planbook.publish.engines import run_engine
from planbook.publish.reuse import Reuse

__all__ = ["index_pages"]


def index_pages(folder: Path, reuse: Reuse | None = None) -> None:
    """Index the pages below `folder` into `folder/pagefind`, each language apart.

    Raises
    ------
    PublishError
        When Pagefind fails.
    """
    pages = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.html"))}
    (reuse or Reuse()).files("search index", pages, folder / "pagefind", lambda target: _index(folder, target))


def _index(folder: Path, target: Path) -> None:
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
        ],  # the figures behind a chart would fill the excerpts
        folder,
    )
    # Pagefind names the languages in an order that changes from run to run.
    entry = target / "pagefind-entry.json"
    entry.write_text(json.dumps(json.loads(entry.read_text(encoding="utf-8")), sort_keys=True), encoding="utf-8")
