"""The title of a page."""

from __future__ import annotations

from html import escape

from planbook.errors import InputError, Problem
from planbook.model import EditionParameters
from planbook.present.edition import Edition
from planbook.present.pieces import Piece
from planbook.present.words import Words

__all__ = ["edition_title", "page_title", "say_title"]


def edition_title(words: Words, parameters: EditionParameters) -> str:
    """The edition's name beside the plan's: 2023年中期评估报告, Mid-term Evaluation Report 2023."""
    kind = words(f"report.kind.{parameters.kind.value}")
    if parameters.month is not None:
        until = words.of_edition(parameters.name).year(parameters.year)
        return words("report.edition_until", kind=kind, until=until)
    return words("report.edition", kind=kind, year=parameters.year)


def page_title(edition: Edition, page: str) -> str:
    """The title of a page: by its notebook's name, or the id of an indicator or of a heading of the plan.

    Raises
    ------
    InputError
        When there is no such page.
    """
    words, inputs = edition.words, edition.inputs
    if page in inputs.indicators:
        return words.text(inputs.indicators[page].name)
    if page in inputs.offices:
        return words.text(inputs.offices[page].name)
    if words.has(f"titles.{page}"):
        return words(
            f"titles.{page}",
            plan=words.text(inputs.plan.period.name),
            predecessor=words.text(inputs.plan.predecessor.name),
            year=edition.year,
        )
    for chapter in inputs.chapters.values():
        if page in (chapter.id, chapter.address):
            return words.text(chapter.title)
    raise InputError(
        [
            Problem(
                file="plan/chapters.csv",
                what="the plan has no such heading and no page has this name",
                found=repr(page),
                expected=f"one of {', '.join(inputs.chapters)}",
                fix="correct the id, or give the page a text under titles in both languages",
            )
        ]
    )


def say_title(edition: Edition, page: str) -> Piece:
    """The heading of the page; the first thing a notebook shows."""
    title = page_title(edition, page)
    return Piece(id="title", html=f"<h1>{escape(title, quote=False)}</h1>", markdown=f"# {title}", text=title)
