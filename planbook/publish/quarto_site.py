"""What Quarto made of the edition's project, put into the edition: pages, their libraries, search, reports."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection, Sequence
from html import escape
from pathlib import Path

from planbook.publish.folders import write_text
from planbook.publish.pages import Page
from planbook.publish.quarto import require_files
from planbook.publish.quarto_project import EDITIONS
from planbook.publish.shell import finish_markup
from planbook.publish.word import finish_word

__all__ = ["take_pages", "take_report"]

_LIBRARIES = "site_libs"
_OFFSET = re.compile(r'(<meta name="quarto:offset" content=")([^"]*)(")')
_EDITIONS = re.compile(rf'(href="(?:\.\./)+){EDITIONS}/')
_TITLE = re.compile(r'(<h1 class="title">).*?(</h1>)', re.DOTALL)
_MAIN = re.compile(r'<main class="content')


def take_pages(made_by_quarto: Path, pages: Sequence[Page], edition: Path, counterparts: Collection[str]) -> None:
    """Move the pages of one language into `edition`, with the libraries they need and their search index.

    Parameters
    ----------
    counterparts : addresses that the other language has too; from them the language menu leads to the same page.

    Raises
    ------
    PublishError
        When one is missing: Quarto ends with 0 all the same.
    """
    language = pages[0].language
    require_files(made_by_quarto, [f"{language}/{page.address}.html" for page in pages])
    for page in pages:
        html = (made_by_quarto / language / f"{page.address}.html").read_text(encoding="utf-8")
        write_text(edition / language / f"{page.address}.html", _finish(html, page, counterparts))
    shutil.copytree(made_by_quarto / _LIBRARIES, edition / _LIBRARIES, dirs_exist_ok=True)
    shutil.copyfile(made_by_quarto / "favicon.svg", edition / "favicon.svg")
    _take_search(made_by_quarto / "search.json", edition / language, language)


def take_report(made_by_quarto: Path, language: str, file_format: str, edition: Path) -> str:
    """Move the report of one language in one format ("pdf", "docx") into `edition`; its name.

    Raises
    ------
    PublishError
        When there is none.
    """
    made = f"{language}/report.{file_format}"
    require_files(made_by_quarto, [made])
    name = f"report-{language}.{file_format}"
    shutil.copyfile(made_by_quarto / made, edition / name)
    if file_format == "docx":
        finish_word(edition / name)
    return name


def _take_search(index: Path, folder: Path, language: str) -> None:
    """Each language has its own index, in its own folder: a page looks for it there (`quarto:offset`)."""
    entries = json.loads(index.read_text(encoding="utf-8"))
    for entry in entries:
        for name in ("objectID", "href"):
            entry[name] = entry[name].removeprefix(f"{language}/")
    write_text(folder / "search.json", json.dumps(entries, ensure_ascii=False, indent=1) + "\n")


def _finish(html: str, page: Page, counterparts: Collection[str]) -> str:
    up = "../" * page.depth
    html = _OFFSET.sub(rf"\g<1>{up or './'}\g<3>", html)
    html = _EDITIONS.sub(r"\g<1>../", html)
    other = "en" if page.language == "zh" else "zh"
    if page.address in counterparts:
        html = html.replace(f'href="{up}../{other}/index.html"', f'href="{up}../{other}/{page.address}.html"')
    # Quarto reads a title as Markdown of its own kind, with other quotation marks.
    html = _TITLE.sub(lambda found: f"{found[1]}{escape(page.title, quote=False)}{found[2]}", html, count=1)
    pagefind = "data-pagefind-body"
    if page.kind == "indicator":
        pagefind += ' data-pagefind-filter="kind:indicator" data-pagefind-weight="2"'
    html = _MAIN.sub(f'<main {pagefind} class="content', html, count=1)
    return finish_markup(html)
