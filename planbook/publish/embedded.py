"""The embedded publisher: the engines inside Quarto, from PyPI wheels."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from planbook.publish.engines import run_pandoc
from planbook.publish.folders import write_text
from planbook.publish.inline_styles import take_styles_out
from planbook.publish.page_files import PageFiles
from planbook.publish.reuse import Reuse
from planbook.publish.shell import finish_page
from planbook.run.state import fingerprint

__all__ = ["PAGE_FILTERS", "READER", "render_pages", "write_page"]

PAGE_FILTERS = ("conditional.lua", "list-table.lua", "page.lua")

_RENDER = Path(__file__).with_name("render_pages.lua")

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
    """Render the staged pages of `folder` into `output`, by `workers` pandocs, with the filters of `extension`.

    A page of which nothing has changed is taken over: its text, its frame, its figures, the filters.

    Raises
    ------
    PublishError
        When pandoc fails on a page.
    """
    texts = {page.source: _text(folder / page.source) for page in staged}
    templates = {page.source: _text(folder / page.template) for page in staged}

    def render(positions: list[int]) -> dict[int, bytes]:
        targets = {position: folder / f"{staged[position].source}.html" for position in positions}
        told = {
            "from": READER,
            "filters": [str(extension / name) for name in (*PAGE_FILTERS, "quarto-lite.lua")],
            "metadata": metadata,
            "pages": [
                {
                    "source": staged[position].source,
                    "text": texts[staged[position].source].expandtabs(4),  # as pandoc does before it reads
                    "template": templates[staged[position].source],
                    "target": str(target),
                }
                for position, target in targets.items()
            ],
        }
        asked = folder / f"_asked-{positions[0]}.json"
        write_text(asked, json.dumps(told, ensure_ascii=False))
        run_pandoc(["lua", str(_RENDER), asked.name], folder)
        for _ in positions:
            on_done()
        return {position: finish_page(_text(target)).encode() for position, target in targets.items()}

    def render_all(positions: list[int]) -> list[bytes]:
        # Every so many pages to each pandoc: those that stand beside one another are alike, and take as long.
        shares = [share for first in range(workers) if (share := positions[first::workers])]
        made: dict[int, bytes] = {}
        with ThreadPoolExecutor(max_workers=workers) as pool:
            for rendered in pool.map(render, shares):
                made |= rendered
        return [made[position] for position in positions]

    shared = [metadata, fingerprint(extension)]
    made_of = [
        [shared, page.page.address, texts[page.source], templates[page.source], page.page.figures] for page in staged
    ]
    for page, html in zip(staged, reuse.each("pages", made_of, render_all), strict=True):
        write_page(html.decode(), page.page.address, output)


def write_page(html: str, address: str, output: Path) -> None:
    """Write a page, and beside it the style sheet of what stood in style attributes, where there is any."""
    html, css = take_styles_out(html)
    sheet = output / "styles" / f"{address}.css"
    sheet.unlink(missing_ok=True)
    if css:
        write_text(sheet, css)
        link = f'<link rel="stylesheet" href="{"../" * address.count("/")}styles/{address}.css">'
        html = html.replace("</head>", f"{link}\n</head>", 1)
    write_text(output / f"{address}.html", html)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
