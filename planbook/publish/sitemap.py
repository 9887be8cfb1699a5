"""Which pages an edition has, in reading order, and how one finds the way between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["SITE_MAP", "Entry", "NavigationItem", "PageLink", "SiteMap", "build_site_map", "kind_of"]

SITE_MAP = "sitemap"

_KINDS = {"index": "summary", "07-yearbook": "yearbook"} | dict.fromkeys(
    (SITE_MAP, "methods", "sources", "glossary"), "info"
)
_FOLDERS = {"indicators": "indicator", "yearbook": "yearbook", "offices": "office"}
_PARENTS = {"indicators": "03-indicators", "yearbook": "07-yearbook", "offices": "06-duties"}


def kind_of(address: str) -> str:
    """The kind of page at `address`: summary, chapter, indicator, yearbook, office or info."""
    folder = address.partition("/")[0] if "/" in address else ""
    return _FOLDERS.get(folder) or _KINDS.get(address, "chapter")


@dataclass(frozen=True)
class Entry:
    """One page in the map; `parent` is the address it is listed under, "" at the top."""

    address: str
    title: str

    @property
    def kind(self) -> str:
        return kind_of(self.address)

    @property
    def parent(self) -> str:
        return _PARENTS.get(self.address.partition("/")[0], "") if "/" in self.address else ""


@dataclass(frozen=True)
class PageLink:
    """A page and the way to it."""

    title: str
    href: str


@dataclass(frozen=True)
class NavigationItem(PageLink):
    """A page in the menu with those listed under it; `current` where the menu stands on it."""

    current: bool
    children: tuple[NavigationItem, ...]


@dataclass(frozen=True)
class SiteMap:
    """The pages of one language in reading order."""

    entries: tuple[Entry, ...]

    def __contains__(self, address: str) -> bool:
        return any(entry.address == address for entry in self.entries)

    def tree(self, current: str, prefix: str) -> tuple[NavigationItem, ...]:
        """The menu of the page `current`; `prefix` leads from it to the language's folder."""

        def items(parent: str) -> tuple[NavigationItem, ...]:
            return tuple(
                NavigationItem(
                    entry.title, f"{prefix}{entry.address}.html", entry.address == current, items(entry.address)
                )
                for entry in self.entries
                if entry.parent == parent
            )

        return items("")

    def markdown(self) -> str:
        """All pages as nested lists of links, for the page that shows the map itself."""
        lines = []
        for entry in self.entries:
            if not entry.parent:
                children = [child for child in self.entries if child.parent == entry.address]
                lines += [f"- [{entry.title}]({entry.address}.html)"]
                lines += [f"    - [{child.title}]({child.address}.html)" for child in children]
        return "\n".join(lines) + "\n"

    def beside(self, address: str, prefix: str, step: int) -> PageLink | None:
        """The page before (`step` −1) or after (+1) among those listed under the same parent."""
        this = next((entry for entry in self.entries if entry.address == address), None)
        if this is None:
            return None
        row = [entry for entry in self.entries if entry.parent == this.parent]
        position = row.index(this) + step
        if not 0 <= position < len(row):
            return None
        return PageLink(row[position].title, f"{prefix}{row[position].address}.html")


def build_site_map(order: Iterable[str], titles: Mapping[str, str]) -> SiteMap:
    """The map of the pages that have a title, in `order`."""
    return SiteMap(tuple(Entry(address, titles[address]) for address in order if address in titles))
