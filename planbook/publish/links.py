"""Every page as a whole: do its links and files exist, are they ours, is its markup sound?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["find_broken_links", "find_foreign_requests", "take_away_links", "find_markup_faults"]

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


class _References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []  # (address, fetched by itself)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        for name, value in attributes:
            if not value:
                continue
            if (tag, name) in _FETCHED:
                waits = tag == "link" and set((values.get("rel") or "").split()) & _NOT_FETCHED_RELATIONS
                self.found.append((value, not waits))
            elif tag == "a" and name == "href":
                self.found.append((value, False))


def _references(page: Path) -> list[tuple[str, bool]]:
    parser = _References()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.found


def find_broken_links(folder: Path, ignored: frozenset[Path] = frozenset()) -> Iterator[tuple[Path, str]]:
    """(page, address) for each relative reference of a page below `folder` that leads inside it to no file.

    References that leave `folder` (other editions) are not followed; nor those in `ignored`, made later.
    """
    root = folder.resolve()
    for page in sorted(folder.rglob("*.html")):
        for address, _ in _references(page):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            target = (page.parent / unquote(parts.path)).resolve()
            if not target.is_relative_to(root) or target in ignored:
                continue
            if not target.is_file():
                yield page, address


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


def find_foreign_requests(folder: Path) -> Iterator[tuple[Path, str]]:
    """(page, address) for each script, style, picture or font that a page would fetch from another host."""
    for page in sorted(folder.rglob("*.html")):
        for address, fetched in _references(page):
            if fetched and (urlsplit(address).scheme in ("http", "https") or address.startswith("//")):
                yield page, address


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.doctype = ""
        self.ids: list[str] = []
        self.named: list[tuple[str, str]] = []  # (attribute, id)

    def handle_decl(self, declaration: str) -> None:
        self.doctype = declaration

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id" and value and tag != "link":  # Quarto names all its style sheets alike
                self.ids.append(value)
            elif name in _NAMING_IDS and value:
                self.named += [(name, identifier) for identifier in value.split()]
            elif tag == "a" and name == "href" and value and value.startswith("#") and len(value) > 1:
                self.named.append(("href", unquote(value[1:])))


def find_markup_faults(folder: Path) -> Iterator[tuple[Path, str]]:
    """(page, fault) for each page below `folder` without a doctype, with an id twice, or naming an id it has not.

    A page without a doctype is laid out in quirks mode; an id that is there twice, or not at all, leaves a reader
    with a screen reader without the name of a table.
    """
    for page in sorted(folder.rglob("*.html")):
        markup = _Markup()
        markup.feed(page.read_text(encoding="utf-8"))
        if markup.doctype.lower() != "doctype html":
            yield page, "has no <!DOCTYPE html>"
        known = set(markup.ids)
        for identifier in sorted(known):
            if markup.ids.count(identifier) > 1:
                yield page, f'has the id "{identifier}" {markup.ids.count(identifier)} times'
        for attribute, identifier in dict.fromkeys(markup.named):
            if identifier not in known:
                yield page, f'{attribute} names "{identifier}", an id it has not'
