"""The frame around every page: header, navigation, footer. Made once per page as a pandoc template.

Both publishers put the page's text into it (`$body$`, `$table-of-contents$`), so that a page through Quarto and a
page through pandoc alone differ in nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planbook.looks import DARK, ILLUSTRATIVE_MARK, LIGHT
from planbook.paths import LANGUAGES
from planbook.present.edition import Edition
from planbook.present.scripts import json_in_script
from planbook.present.titles import edition_title
from planbook.present.words import Words
from planbook.publish.pages import Page
from planbook.publish.share import share_image
from planbook.publish.sitemap import NavigationItem, PageLink, SiteMap
from planbook.publish.tokens import css_variables

__all__ = [
    "OWN_NAMES",
    "EditionFacts",
    "EditionFrame",
    "FileLink",
    "PageHead",
    "ShellContext",
    "edition_facts",
    "finish_markup",
    "finish_page",
    "page_template",
    "render_template",
    "script_data",
    "shell_environment",
]

_FIRST_CONTENTS = re.compile(r'<nav class="toc".*?</nav>', re.DOTALL)
_EMPTY_HEAD = re.compile(r"<th\b[^>]*></th>")
_BODY, _CONTENTS = "\x02body\x02", "\x02contents\x02"
OWN_NAMES = {"zh": "中文", "en": "English"}  # a language is named in itself


@dataclass(frozen=True)
class PageHead:
    """What the head of a page says of it; `kind` as in `sitemap.kind_of`, or `editions`, `data`."""

    id: str
    title: str
    description: str
    kind: str


@dataclass(frozen=True)
class EditionFacts:
    """What the shell says of an edition, in the language of the page."""

    year: int
    name: str  # of the edition and its folder: 2023, 2023-06
    title: str
    kind: str
    document_number: str
    plan_title: str
    cut_off: str
    has_illustrative: bool
    is_partial: bool = False  # only some pages were made, and the others are not there
    address: str = ""  # of its folder in full, with a slash at its end; "" where it is not known


@dataclass(frozen=True)
class LanguageLink:
    """The same page in a language; `current` where it is that of the page itself."""

    lang: str
    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class YearLink:
    """The same page of another edition; "" for this one. `year` is the edition's name."""

    year: str
    href: str
    current: bool


@dataclass(frozen=True)
class FileLink:
    """A file that stands beside the summary to take away."""

    title: str
    href: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ShellContext:
    """What `base.html.j2` is filled with; each page that extends it adds its own.

    Attributes
    ----------
    root, site_root : from the page to the folder of the edition, and to that of all editions.
    banner : whether the page says that illustrative figures stand on it.
    share : address of the picture that stands for the page where it is shared, "" for none.
    address : of the page itself in full, "" where it is not known.
    json_ld : what machines are told, as JSON that a script element may hold; None for nothing.
    toc : the page's headings as a list in HTML, "" for none.
    """

    lang: str
    html_lang: str
    words: Words
    page: PageHead
    edition: EditionFacts
    root: str
    site_root: str
    assets: str
    banner: bool
    share: str = ""
    address: str = ""
    json_ld: Markup | None = None
    citation: str = ""
    language_links: Sequence[LanguageLink] = ()
    year_links: Sequence[YearLink] = ()
    nav: Sequence[NavigationItem] = ()
    toc: Markup | str = ""
    downloads: Sequence[FileLink] = ()


@dataclass(frozen=True, kw_only=True)
class PageContext(ShellContext):
    """What `page.html.j2` is filled with."""

    body: Markup
    previous: PageLink | None
    next: PageLink | None


@dataclass(frozen=True)
class EditionFrame:
    """What all pages of one edition and language share.

    Attributes
    ----------
    pages : language → addresses present in it.
    other_years : year → language → addresses, of the editions already published.
    json_ld : address of a page → what machines are told of it.
    downloads : what stands beside the summary.
    assets : from the edition's folder to style and scripts.
    """

    words: Words
    edition: EditionFacts
    site_map: SiteMap
    pages: Mapping[str, frozenset[str]]
    other_years: Mapping[str, Mapping[str, frozenset[str]]]
    citation: str
    json_ld: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    downloads: Sequence[FileLink] = ()
    assets: str = "assets/"


def edition_facts(edition: Edition, words: Words, is_partial: bool = False) -> EditionFacts:
    """What the shell says of the edition, in the language of `words`."""
    plan, parameters = edition.inputs.plan, edition.inputs.parameters
    return EditionFacts(
        year=edition.year,
        name=str(parameters.name),
        title=edition_title(words, parameters),
        kind=parameters.kind.value,
        document_number=plan.document_number,
        plan_title=words.text(plan.title),
        cut_off=words.date(parameters.cut_off),
        has_illustrative=edition.has_illustrative,
        is_partial=is_partial,
        address=f"{parameters.site_address}{parameters.name}/" if parameters.site_address else "",
    )


def shell_environment(folder: Path) -> Environment:
    """Jinja2 over the shell's templates, which know the palette; everything not marked as safe is escaped."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "light": LIGHT,
        "dark": DARK,
        "css_variables": css_variables,
        "illustrative_sign": ILLUSTRATIVE_MARK,
    }
    environment.filters["csp_hash"] = _policy_hash
    return environment


def _policy_hash(content: str) -> str:
    """How a Content-Security-Policy names a script or style that stands in a page which has no other file."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def render_template(environment: Environment, name: str, context: ShellContext) -> str:
    """The template `name` filled with the fields of `context`."""
    return environment.get_template(name).render({one.name: getattr(context, one.name) for one in fields(context)})


def script_data(environment: Environment, words: Words, name: str) -> str:
    """What the page's script is told, as elements that a page of any frame may hold."""
    return environment.get_template("script_data.html.j2").render(words=words, edition={"name": name})


def page_template(environment: Environment, page: Page, frame: EditionFrame) -> str:
    """The pandoc template of one page."""
    prefix, root, full = "../" * page.depth, "../" * (page.depth + 1), frame.edition.address
    context = PageContext(
        lang=page.language,
        html_lang=frame.words.html_language,
        words=frame.words,
        page=PageHead(page.address, page.title, page.description, page.kind),
        edition=frame.edition,
        root=root,
        site_root=f"../{root}",
        assets=f"{root}{frame.assets}",
        banner=frame.edition.has_illustrative,
        share=f"{f'{full}{page.language}/' if full else prefix}{share_image(page)}",
        address=f"{full}{page.language}/{page.address}.html" if full else "",
        json_ld=json_in_script(frame.json_ld[page.address]) if page.address in frame.json_ld else None,
        citation=frame.citation,
        language_links=_language_links(page, frame, root),
        year_links=_year_links(page, frame, root),
        nav=frame.site_map.tree(page.address, prefix),
        toc=Markup(_CONTENTS),
        downloads=frame.downloads if page.kind == "summary" else (),
        body=Markup(_BODY),
        previous=frame.site_map.beside(page.address, prefix, -1),
        next=frame.site_map.beside(page.address, prefix, +1),
    )
    html = render_template(environment, "page.html.j2", context)
    return html.replace("$", "$$").replace(_BODY, "$body$").replace(_CONTENTS, "$table-of-contents$")


def finish_page(html: str) -> str:
    """The rendered page with ids only once: the list of headings stands in the menu and in the margin."""
    return _FIRST_CONTENTS.sub(lambda menu: menu[0].replace(' id="toc-', ' data-toc="'), finish_markup(html), count=1)


def finish_markup(html: str) -> str:
    """What the keyboard and a screen reader need beside what pandoc writes, whoever made the page.

    A formula on a line of its own and a line of code may be wider than a phone; the keyboard reaches them to move
    them. An empty head is no head.
    """
    html = html.replace('<math display="block"', '<math tabindex="0" display="block"')
    html = html.replace('<pre class="sourceCode', '<pre tabindex="0" class="sourceCode').replace(
        "<pre><code>", '<pre tabindex="0"><code>'
    )
    return _EMPTY_HEAD.sub("<td></td>", html)


def _language_links(page: Page, frame: EditionFrame, root: str) -> list[LanguageLink]:
    return [
        LanguageLink(
            lang=language,
            label=OWN_NAMES[language],
            href=f"{root}{language}/{page.address if page.address in frame.pages[language] else 'index'}.html",
            current=language == page.language,
        )
        for language in LANGUAGES
        if frame.pages.get(language)
    ]


def _year_links(page: Page, frame: EditionFrame, root: str) -> list[YearLink]:
    links = [YearLink(frame.edition.name, "", current=True)]
    for year, pages in frame.other_years.items():
        there = pages.get(page.language, frozenset())
        if there:
            address = page.address if page.address in there else "index"
            links.append(YearLink(year, f"../{root}{year}/{page.language}/{address}.html", current=False))
    return sorted(links, key=lambda link: link.year if "-" in link.year else f"{link.year}-99")
