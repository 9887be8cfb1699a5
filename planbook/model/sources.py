"""Sources of figures and texts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = [
    "Source",
    "SourceKind",
]


class SourceKind(StrEnum):
    PLAN = "plan"  # the plan's own text
    ORIGINAL = "original"  # the publisher's own page or document: may be linked
    NEWS = "news"  # established news: may be linked
    REPRINT = "reprint"  # read only on a mirror: cited, never linked
    DERIVED = "derived"  # computed here from the others, arithmetic kept
    ILLUSTRATIVE = "illustrative"  # made up to show the product; marked wherever it appears


@dataclass(frozen=True)
class Source(Noun):
    id: str
    title: Text
    publisher: Text
    published: str  # ISO date or part of one; "" where unknown
    document_number: str
    address: str  # audit trail; shown as a link only when `linkable`
    kind: SourceKind
    note: Text = Text("", "")

    @property
    def linkable(self) -> bool:
        return self.kind in (SourceKind.ORIGINAL, SourceKind.NEWS) and self.address.startswith("http")

    @property
    def illustrative(self) -> bool:
        return self.kind is SourceKind.ILLUSTRATIVE
