"""The embedded publisher: the engines inside Quarto, from PyPI wheels."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from planbook.publish.engines import run_pandoc
from planbook.publish.folders import write_text
from planbook.publish.page_files import PageFiles
from planbook.publish.reuse import Reuse
from planbook.publish.shell import finish_page
from planbook.run.state import fingerprint

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
    reuse: Reuse,
    on_done: Callable[[], None] = lambda: None,
) -> None:
    """Render the staged pages of `folder` into `output`, `workers` pandocs at a time, with the filters of `extension`.

    A page of which nothing has changed is taken over: its text, its frame, its figures, the filters.

    Raises
    ------
    PublishError
        When pandoc fails on a page.
    """

    about = folder / "_metadata.json"
    write_text(about, json.dumps(metadata, ensure_ascii=False))
    shared = [metadata, fingerprint(extension)]
    filters = [f"--lua-filter={extension / name}" for name in (*PAGE_FILTERS, "quarto-lite.lua")]

    def render(page: PageFiles) -> bytes:
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
        return finish_page(target.read_text(encoding="utf-8")).encode()

    def render_all(positions: list[int]) -> list[bytes]:
        with ThreadPoolExecutor(max_workers=workers) as pool:
            return list(pool.map(render, [staged[position] for position in positions]))

    made_of = [
        [shared, page.page.address, _text(folder / page.source), _text(folder / page.template), page.page.figures]
        for page in staged
    ]
    for page, html in zip(staged, reuse.each("pages", made_of, render_all), strict=True):
        target = output / f"{page.page.address}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(html)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
