"""The embedded publisher: the engines inside Quarto, from PyPI wheels."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from planbook.publish.engines import run_pandoc
from planbook.publish.folders import write_text
from planbook.publish.page_files import PageFiles

__all__ = ["PAGE_FILTERS", "READER", "render_pages"]

PAGE_FILTERS = ("conditional.lua", "list-table.lua", "page.lua")

# Straight quotes in English stay what they are; a line break between Chinese characters is not a space.
READER = "markdown-smart+east_asian_line_breaks"


def render_pages(
    staged: Sequence[PageFiles],
    folder: Path,
    output: Path,
    workers: int,
    extension: Path,
    metadata: Mapping[str, object],
    on_done: Callable[[], None] = lambda: None,
) -> None:
    """Render the staged pages of `folder` into `output`, `workers` pandocs at a time, with the filters of `extension`.

    Raises
    ------
    PublishError
        When pandoc fails on a page.
    """

    about = folder / "_metadata.json"
    write_text(about, json.dumps(metadata, ensure_ascii=False))
    filters = [f"--lua-filter={extension / name}" for name in (*PAGE_FILTERS, "quarto-lite.lua")]

    def render(page: PageFiles) -> None:
        target = output / f"{page.page.address}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        run_pandoc(
            [
                page.source,
                "--from",
                READER,
                "--to",
                "html5",
                "--template",
                page.template,
                "--toc",
                "--toc-depth=3",
                "--mathml",
                "--wrap=none",
                "--metadata-file",
                about.name,
                *filters,
                "--output",
                str(target),
            ],
            folder,
        )
        on_done()

    with ThreadPoolExecutor(max_workers=workers) as pool:
        list(pool.map(render, staged))
