"""What a page says, whoever published it and whatever stands around it: for comparing one publisher with the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import html as lxml_html

# What belongs to the frame of either publisher: title block, menus, lists of headings, tools, the foot of the page.
FRAME = (
    ".//script|.//style|.//nav|.//header|.//button|.//h1|.//section[@id='cite']|.//*[@id='quarto-appendix']"
    "|.//*[contains(concat(' ', @class, ' '), ' running-head ')]|.//*[contains(concat(' ', @class, ' '), ' eyebrow ')]"
    "|.//a[contains(concat(' ', @class, ' '), ' anchorjs-link ')]|.//*[contains(@class, 'callout-icon')]"
)


@dataclass(frozen=True)
class Contents:
    """A page as a reader has it.

    Attributes
    ----------
    headings : (level, text) of those below the title.
    tables : the cells of each row of each table, spaces apart; `captions` are theirs.
    figures : the captions, with the number that each figure bears.
    heads, numbers : how many cells of tables say what they head, and how many are set as numbers.
    text : all of it without spaces, in the order of reading.
    """

    title: str
    headings: list[list[str]]
    captions: list[str]
    tables: list[list[list[str]]]
    figures: list[str]
    heads: int
    numbers: int
    links: list[str]
    text: str


def contents_of(page: Path | str) -> Contents:
    """The contents of a page's file, or of its HTML."""
    text = page.read_text(encoding="utf-8") if isinstance(page, Path) else page
    root = lxml_html.fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    found = root.xpath("//article") or root.xpath("//main") or [root]
    article = found[0]
    titles = [_said(heading) for heading in article.xpath(".//h1")]
    for part in article.xpath(FRAME):
        part.drop_tree()
    return Contents(
        title=titles[0] if titles else "",
        headings=[[heading.tag, _said(heading)] for heading in article.xpath(".//h2|.//h3|.//h4")],
        captions=[_said(caption) for caption in article.xpath(".//caption")],
        tables=[
            [[_said(cell) for cell in row.xpath("./th|./td")] for row in table.xpath(".//tr")]
            for table in article.xpath(".//table")
        ],
        heads=len(article.xpath(".//th[@scope]")),
        numbers=len(article.xpath(".//table//*[contains(concat(' ', @class, ' '), ' number ')]")),
        figures=[_said(caption) for caption in article.xpath(".//figcaption")],
        links=[link.get("href", "") for link in article.xpath(".//a[@href]") if not link.get("href").startswith("#cb")],
        text=_said(article),
    )


def _said(element: lxml_html.HtmlElement) -> str:
    return re.sub(r"[\s\u2060]+", "", element.text_content())
