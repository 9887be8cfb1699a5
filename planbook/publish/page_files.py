"""The pages of one language written down for pandoc: `<page>.qmd`, `_shell/<page>.html`, its template, and beside each
page the drawings it shows, `charts/<name>.svg`, with what the page shows in their place, `charts/<name>.html`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment

from planbook.errors import PublishError
from planbook.looks import FLAGS
from planbook.present.words import Words
from planbook.publish.folders import write_text
from planbook.publish.pages import Page
from planbook.publish.shell import EditionFrame, page_template

__all__ = ["PageFiles", "page_metadata", "write_drawings", "write_page_files"]


def page_metadata(words: Words) -> dict[str, object]:
    """What the filters of a page are told: the titles of the marks beside values, what a drawing is called."""
    flags = {flag.value: words(look.word) for flag, look in FLAGS.items() if flag.value}
    told = {"illustrative": words("illustrative.mark_title"), "flags": flags, "figure": words("report.figure")}
    return {"planbook": told}


def write_drawings(page: Page, folder: Path) -> None:
    """Write the drawings of a page, and beside each the figure that a reader can try.

    Raises
    ------
    PublishError
        When a page beside it holds a different drawing under the same name.
    """
    for name, svg in page.drawings.items():
        path = folder / f"{name}.svg"
        if path.exists() and path.read_text(encoding="utf-8") != svg:
            raise PublishError(f"{page.address} ({page.language}): another page has another drawing {name!r}")
        write_text(path, svg)
        if name in page.figures:  # a sheet of the report alone shows its drawing as it is
            write_text(folder / f"{name}.html", page.figures[name])


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
        write_text(folder / source, f"---\n{yaml.safe_dump(front_matter, allow_unicode=True)}---\n\n{page.text}")
        write_text(folder / template, page_template(environment, page, frame))
        write_drawings(page, (folder / source).parent / "charts")
        staged.append(PageFiles(page, source, template))
    return tuple(staged)
