"""Staging: the pages of one language written down as a Quarto project, for whichever publisher follows.

`<page>.qmd` (pandoc Markdown with a front matter, nothing to execute), `_shell/<page>.html` (its template),
`charts/<id>.svg`, `_quarto.yml`. The embedded publisher hands the same files to pandoc itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment

from planbook.publish.folders import write_text
from planbook.publish.pages import Page
from planbook.publish.shell import EditionFrame, page_template

__all__ = ["PageFiles", "write_page_files"]


@dataclass(frozen=True)
class PageFiles:
    """A page's files, relative to the staged folder."""

    page: Page
    source: str
    template: str


def write_page_files(
    pages: Iterable[Page], frame: EditionFrame, environment: Environment, folder: Path
) -> tuple[PageFiles, ...]:
    """Write `pages` below `folder`; what was written."""
    staged = []
    for page in pages:
        source, template = f"{page.address}.qmd", f"_shell/{page.address}.html"
        front_matter = {
            "title": page.title,
            "lang": frame.words.html_language,
            "format": {"html": {"template": f"{'../' * page.depth}{template}"}},
        }
        write_text(folder / source, f"---\n{yaml.safe_dump(front_matter, allow_unicode=True)}---\n\n{page.screen}")
        write_text(folder / template, page_template(environment, page, frame))
        for drawing_id, svg in page.drawings.items():
            write_text(folder / "charts" / f"{page.address.replace('/', '-')}-{drawing_id}.svg", svg)
        staged.append(PageFiles(page, source, template))
    return tuple(staged)
