"""Every link and every file a page asks for: does it exist, and is it ours?"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["find_broken_links", "find_foreign_requests"]

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
_NOT_FETCHED_RELATIONS = {"alternate", "canonical", "license", "author", "next", "prev"}


class _References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []  # (address, fetched by itself)

    def handle_starttag(self, tag, attributes):
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


def find_foreign_requests(folder: Path) -> Iterator[tuple[Path, str]]:
    """(page, address) for each script, style, picture or font that a page would fetch from another host."""
    for page in sorted(folder.rglob("*.html")):
        for address, fetched in _references(page):
            if fetched and (urlsplit(address).scheme in ("http", "https") or address.startswith("//")):
                yield page, address
