"""The title of a page, and which heading of the plan a notebook tells."""

from __future__ import annotations

from html import escape

from planbook.errors import InputError, Problem
from planbook.model import EditionParameters
from planbook.present.edition import Edition
from planbook.present.pieces import Piece
from planbook.present.words import Words

__all__ = ["chapter_told_by", "edition_title", "page_title", "say_title"]


def chapter_told_by(edition: Edition, notebook: str) -> str:
    """The id of the plan's heading that `notebook` tells, as `chapters.csv` says.

    Raises
    ------
    InputError
        When the plan gives the notebook no heading.
    """
    for chapter in edition.inputs.chapters.values():
        if chapter.notebook == notebook:
            return chapter.id
    raise InputError(
        [
            Problem(
                file="data/plan/chapters.csv",
                what="no heading of the plan is told by this notebook",
                found="no row",
                expected=f"a row with notebook {notebook!r}",
                fix="fill in the column notebook, or do not run this notebook",
            )
        ]
    )


def edition_title(words: Words, parameters: EditionParameters) -> str:
    """The edition's name beside the plan's: 2023年中期评估报告, Mid-term Evaluation Report 2023."""
    return words("report.edition", kind=words(f"report.kind.{parameters.kind.value}"), year=parameters.year)


def page_title(edition: Edition, page: str) -> str:
    """The title of a chapter (by its notebook's name) or of an indicator's page (by its id)."""
    words, plan = edition.words, edition.inputs.plan
    if page in edition.inputs.indicators:
        return words.text(edition.inputs.indicators[page].name)
    if words.has(f"titles.{page}"):
        return words(
            f"titles.{page}",
            plan=words.text(plan.period.name),
            predecessor=words.text(plan.predecessor.name),
            year=edition.year,
        )
    return words.text(edition.inputs.chapters[chapter_told_by(edition, page)].title)


def say_title(edition: Edition, page: str) -> Piece:
    """The heading of the page; the first thing a notebook shows."""
    title = page_title(edition, page)
    return Piece(id="title", html=f"<h1>{escape(title, quote=False)}</h1>", markdown=f"# {title}", text=title)
