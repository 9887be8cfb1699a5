"""The frame around every page: header, navigation, footer. Made once per page as a pandoc template.

Both publishers put the page's text into it (`$body$`, `$table-of-contents$`), so that a page through Quarto and a
page through pandoc alone differ in nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planbook.paths import LANGUAGES
from planbook.present.edition import Edition
from planbook.present.titles import edition_title
from planbook.present.words import Words
from planbook.publish.pages import Page
from planbook.publish.sitemap import SiteMap

__all__ = ["EditionFrame", "edition_facts", "finish_page", "page_template", "shell_environment"]

_FIRST_CONTENTS = re.compile(r'<nav class="toc".*?</nav>', re.DOTALL)
_BODY, _CONTENTS = "\x02body\x02", "\x02contents\x02"


@dataclass(frozen=True)
class EditionFrame:
    """What all pages of one edition and language share.

    `pages` holds the addresses present in each language, `other_years` those of the editions already published.
    """

    words: Words
    edition: Mapping[str, object]
    site_map: SiteMap
    pages: Mapping[str, frozenset[str]]
    other_years: Mapping[int, Mapping[str, frozenset[str]]]
    citation: str
    json_ld: Mapping[str, object] = field(default_factory=dict)  # by address of the page
    downloads: Sequence[Mapping[str, str]] = ()  # stand beside the summary


def edition_facts(edition: Edition, words: Words) -> dict[str, object]:
    """What the shell says of the edition, in the language of `words`."""
    plan, parameters = edition.inputs.plan, edition.inputs.parameters
    return {
        "year": edition.year,
        "title": edition_title(words, parameters),
        "kind": parameters.kind.value,
        "document_number": plan.document_number,
        "plan_title": words.text(plan.title),
        "cut_off": words.date(parameters.cut_off),
        "has_illustrative": edition.has_illustrative,
    }


def shell_environment(folder: Path) -> Environment:
    """Jinja2 over the shell's templates, escaping everything that is not marked as safe."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_template(environment: Environment, page: Page, frame: EditionFrame) -> str:
    """The pandoc template of one page."""
    language = page.language
    prefix, root = "../" * page.depth, "../" * (page.depth + 1)
    html = environment.get_template("page.html.j2").render(
        lang=language,
        html_lang=frame.words.html_language,
        page={"id": page.address, "title": page.title, "description": page.description, "kind": page.kind},
        edition=frame.edition,
        root=root,
        site_root=f"../{root}",
        language_links=_language_links(page, frame, root),
        year_links=_year_links(page, frame, root),
        nav=frame.site_map.tree(page.address, prefix),
        toc=Markup(_CONTENTS),
        body=Markup(_BODY),
        previous=frame.site_map.beside(page.address, prefix, -1),
        next=frame.site_map.beside(page.address, prefix, +1),
        words=frame.words,
        banner=frame.edition["has_illustrative"],
        citation=frame.citation,
        json_ld=json.dumps(frame.json_ld[page.address], ensure_ascii=False, sort_keys=True)
        if page.address in frame.json_ld
        else None,
        downloads=frame.downloads if page.kind == "summary" else [],
    )
    return html.replace("$", "$$").replace(_BODY, "$body$").replace(_CONTENTS, "$table-of-contents$")


def finish_page(html: str) -> str:
    """The rendered page with ids only once: the list of headings stands in the menu and in the margin."""
    return _FIRST_CONTENTS.sub(lambda menu: menu[0].replace(' id="toc-', ' data-toc="'), html, count=1)


def _language_links(page: Page, frame: EditionFrame, root: str) -> Sequence[dict[str, object]]:
    own_names = {"zh": "中文", "en": "English"}  # a language is named in itself
    return [
        {
            "lang": language,
            "label": own_names[language],
            "href": f"{root}{language}/{page.address if page.address in frame.pages[language] else 'index'}.html",
            "current": language == page.language,
        }
        for language in LANGUAGES
        if frame.pages.get(language)
    ]


def _year_links(page: Page, frame: EditionFrame, root: str) -> Sequence[dict[str, object]]:
    this = frame.edition["year"]
    links = [{"year": this, "href": "", "current": True}]
    for year, pages in frame.other_years.items():
        there = pages.get(page.language, frozenset())
        if there:
            address = page.address if page.address in there else "index"
            links.append({"year": year, "href": f"../{root}{year}/{page.language}/{address}.html", "current": False})
    return sorted(links, key=lambda link: link["year"])
