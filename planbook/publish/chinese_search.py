"""The text of the Chinese pages for searching them: every page that holds the words is found, and no other.

Pagefind cuts Chinese into words when it indexes and anew when it is asked, and where the two cuts differ it finds
nothing, or something else. The Chinese text of an edition is small enough to be looked through as it stands, so the
page's script does that: no cut, no server's help, and from disk too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

__all__ = ["INDEX", "fold", "page_texts", "write_chinese_index"]

INDEX = "search/zh.js"
_SKIPPED = "self::script or self::style or self::template or contains(concat(' ', @class, ' '), ' chart-data ')"
_RANGES = ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))  # figures, capitals, small letters
_FULL_WIDTH = str.maketrans({code: code - 0xFEE0 for first, last in _RANGES for code in range(first, last + 1)})
_BLOCKS = frozenset(
    ("p", "div", "section", "li", "ul", "ol", "table", "tr", "td", "th", "caption", "figure", "figcaption", "dt", "dd")
    + ("dl", "h1", "h2", "h3", "h4", "blockquote", "details", "summary", "br")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))


def fold(text: str) -> str:
    """A text as it is compared: full-width letters and figures as plain ones, blanks as one; case is for the script.

    >>> fold("ＡＩ　养老  2023年")
    'AI 养老 2023年'
    """
    return " ".join(text.translate(_FULL_WIDTH).split())


def page_texts(folder: Path) -> Iterator[dict[str, object]]:
    """Each Chinese page below an edition's folder: address, title, whether it is an indicator's, and its sections."""
    for path in sorted((folder / "zh").rglob("*.html")):
        document = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8")).getroot()
        for article in document.xpath("//*[@data-pagefind-body]"):
            for hidden in article.xpath(f".//*[@data-pagefind-ignore or {_SKIPPED}]"):
                hidden.drop_tree()
            sections = [[anchor, fold(head), fold(text)] for anchor, head, text in _sections(article)]
            title = next((head for _, head, _ in sections if head), fold(document.findtext(".//title") or ""))
            yield {
                "url": path.relative_to(folder).as_posix(),
                "title": title,
                "indicator": article.get("data-pagefind-filter") == "kind:indicator",
                "sections": [section for section in sections if section[1] or section[2]],
            }


def _sections(article: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """(anchor, heading, text) from one heading to the next; a block's text is parted from the next by a blank."""
    anchor, head = "", ""
    pieces: list[str] = []
    inside = None  # the heading being read
    for event, element in etree.iterwalk(article, events=("start", "end", "comment")):
        gap = " " if element.tag in _BLOCKS else ""
        if event == "start" and inside is None and element.tag in _HEADINGS:
            yield anchor, head, "".join(pieces)
            anchor = element.get("id") or "".join(element.xpath("ancestor::section[1]/@id"))
            head, pieces, inside = element.text_content(), [], element
        elif event == "start" and inside is None:
            pieces.append(gap + (element.text or ""))
        elif event != "start" and inside in (None, element) and element is not article:
            inside = None
            pieces.append(gap + (element.tail or ""))
    yield anchor, head, "".join(pieces)


def write_chinese_index(folder: Path) -> None:
    """Write `search/zh.js` of an edition's folder, the same for the same pages; nothing where none is Chinese."""
    pages = list(page_texts(folder))
    if not pages:
        return
    target = folder / INDEX
    target.parent.mkdir(exist_ok=True)
    text = json.dumps(pages, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    target.write_text(f"window.planbookPages={text};\n", encoding="utf-8", newline="\n")
