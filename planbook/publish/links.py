"""Every page as a whole: do its links and files exist, are they ours, is its markup sound?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from planbook.publish.reuse import Reuse

__all__ = ["find_broken_links", "find_foreign_requests", "take_away_links", "find_markup_faults", "look_at_pages"]

# What a browser fetches by itself, unlike a link that waits for a reader's click.
_FETCHED = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
    ("source", "srcset"),
    ("img", "srcset"),
    ("object", "data"),
    ("embed", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("use", "href"),
    ("image", "href"),
    ("image", "xlink:href"),
}
# Attributes that name elements of the same page by their ids.
_NAMING_IDS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers")
_ANCHOR = re.compile(r'<a\b[^>]*?\shref="(?P<address>[^"]*)"[^>]*>(?P<text>.*?)</a>', re.DOTALL)
_NOT_FETCHED_RELATIONS = {"alternate", "canonical", "license", "author", "next", "prev"}


@dataclass(frozen=True)
class PageFacts:
    """What one page refers to, (address, whether it is fetched by itself), and the faults of its markup."""

    references: tuple[tuple[str, bool], ...]
    faults: tuple[str, ...]


class _Look(HTMLParser):
    """One look at a page; it is the longest part of checking a site."""

    def __init__(self) -> None:
        super().__init__()
        self.references: list[tuple[str, bool]] = []
        self.doctype = ""
        self.ids: Counter[str] = Counter()
        self.named: dict[tuple[str, str], None] = {}  # (attribute, id), in the order of the page

    def handle_decl(self, declaration: str) -> None:
        self.doctype = declaration

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if not value:
                continue
            if (tag, name) in _FETCHED:
                relations = set((dict(attributes).get("rel") or "").split()) if tag == "link" else set()
                self.references.append((value, not relations & _NOT_FETCHED_RELATIONS))
            elif tag == "a" and name == "href":
                self.references.append((value, False))
                if value.startswith("#") and len(value) > 1:
                    self.named["href", unquote(value[1:])] = None
            if name == "id" and tag != "link":  # Quarto names all its style sheets alike
                self.ids[value] += 1
            elif name in _NAMING_IDS:
                self.named |= dict.fromkeys((name, identifier) for identifier in value.split())

    def faults(self) -> Iterator[str]:
        if self.doctype.lower() != "doctype html":
            yield "has no <!DOCTYPE html>"
        for identifier, count in sorted(self.ids.items()):
            if count > 1:
                yield f'has the id "{identifier}" {count} times'
        for attribute, identifier in self.named:
            if identifier not in self.ids:
                yield f'{attribute} names "{identifier}", an id it has not'


def look_at_pages(folder: Path, reuse: Reuse | None = None) -> dict[Path, PageFacts]:
    """What each page below `folder` says; of pages that are as they were, what was seen before is taken over."""
    pages = sorted(folder.rglob("*.html"))
    texts = [page.read_text(encoding="utf-8") for page in pages]

    def look(positions: list[int]) -> list[bytes]:
        found = []
        for position in positions:
            parser = _Look()
            parser.feed(texts[position])
            found.append(json.dumps([parser.references, list(parser.faults())]).encode())
        return found

    seen = map(json.loads, (reuse or Reuse()).each("looks at pages", texts, look))
    return {
        page: PageFacts(tuple((address, fetched) for address, fetched in references), tuple(faults))
        for page, (references, faults) in zip(pages, seen, strict=True)
    }


def find_broken_links(
    folder: Path, ignored: frozenset[Path] = frozenset(), pages: Mapping[Path, PageFacts] | None = None
) -> Iterator[tuple[Path, str]]:
    """(page, address) for each relative reference of a page below `folder` that leads inside it to no file.

    References that leave `folder` (other editions) are not followed; nor those in `ignored`, made later.
    """
    root = folder.resolve()
    leads: dict[tuple[Path, str], bool] = {}  # most addresses stand on every page of a folder
    for page, facts in (look_at_pages(folder) if pages is None else pages).items():
        for address, _ in facts.references:
            place = page.parent, address
            if place not in leads:
                leads[place] = _leads_somewhere(page.parent, address, root, ignored)
            if not leads[place]:
                yield page, address


def _leads_somewhere(folder: Path, address: str, root: Path, ignored: frozenset[Path]) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return True
    target = (folder / unquote(parts.path)).resolve()
    return not target.is_relative_to(root) or target in ignored or target.is_file()


def take_away_links(folder: Path, ignored: frozenset[Path] = frozenset()) -> None:
    """Leave what broken links say on the pages below `folder`, and take the links themselves away."""
    broken: dict[Path, set[str]] = {}
    for page, address in find_broken_links(folder, ignored):
        broken.setdefault(page, set()).add(address)
    for page, addresses in broken.items():

        def without_link(found: re.Match[str], gone: set[str] = addresses) -> str:
            return f"<span>{found['text']}</span>" if unescape(found["address"]) in gone else found[0]

        text = page.read_text(encoding="utf-8")
        page.write_text(_ANCHOR.sub(without_link, text), encoding="utf-8", newline="\n")


def find_foreign_requests(folder: Path, pages: Mapping[Path, PageFacts] | None = None) -> Iterator[tuple[Path, str]]:
    """(page, address) for each script, style, picture or font that a page would fetch from another host."""
    for page, facts in (look_at_pages(folder) if pages is None else pages).items():
        for address, fetched in facts.references:
            if fetched and (urlsplit(address).scheme in ("http", "https") or address.startswith("//")):
                yield page, address


def find_markup_faults(folder: Path, pages: Mapping[Path, PageFacts] | None = None) -> Iterator[tuple[Path, str]]:
    """(page, fault) for each page below `folder` without a doctype, with an id twice, or naming an id it has not.

    A page without a doctype is laid out in quirks mode; an id that is there twice, or not at all, leaves a reader
    with a screen reader without the name of a table.
    """
    for page, facts in (look_at_pages(folder) if pages is None else pages).items():
        for fault in facts.faults:
            yield page, fault
