"""The plan, its periods, headings and terms, and evaluations of plans like it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = [
    "Chapter",
    "Licence",
    "Period",
    "Plan",
    "Precedent",
    "Term",
]


@dataclass(frozen=True)
class Period:
    """A plan period such as 2021-2025; `name` is “十四五” / 14th Five-Year Plan."""

    name: Text
    first_year: int
    last_year: int


@dataclass(frozen=True)
class Licence:
    """On what terms an edition's compilation may be used: an SPDX name, what readers call it, where it is written."""

    name: str
    title: Text
    path: str


@dataclass(frozen=True)
class Plan(Noun):
    """One plan.

    `publisher` answers for the editions, and is their author in citations and catalogues; `licence` is that of the
    compilation, None where the plan's data state none.
    """

    id: str
    title: Text
    short_title: Text
    document_number: str
    issuer: Text
    issued: date
    area: Text
    area_code: str
    baseline_year: int
    period: Period
    predecessor: Period
    source_id: str
    publisher: Text = Text("Planbook", "Planbook")
    licence: Licence | None = None


@dataclass(frozen=True)
class Chapter(Noun):
    """A numbered heading of the plan.

    `notebook` is the notebook that tells it, "" for none; `page` the address of the page that makes, "" where the
    page is called as the notebook is.
    """

    id: str
    parent_id: str
    number: str  # as the plan writes it: 四（三）1
    title: Text
    notebook: str
    page: str = ""

    @property
    def address(self) -> str:
        """The page that tells the heading, without `.html`; "" where none does."""
        return self.page or self.notebook


@dataclass(frozen=True)
class Term(Noun):
    id: str
    term: Text
    definition: Text
    footnote: int | None  # number of the plan's footnote
    source_id: str


@dataclass(frozen=True)
class Precedent(Noun):
    """How a published evaluation, or a document like one, classifies indicators; to read beside, never to judge by."""

    id: str
    document: Text
    published: str  # ISO date or part of one; "" where unknown
    indicators: int | None  # how many it evaluates; None where it does not say
    classes: Text  # its words, with counts as it gives them
    source_id: str
