"""Sentences that belong to no chapter: the glossary, and what an empty place says."""

from __future__ import annotations

from html import escape

from planbook.present.edition import Edition
from planbook.present.inline import Block, Passage, fill, plain
from planbook.present.pieces import Piece

__all__ = ["EMPTY_KINDS", "say_empty", "say_glossary_terms"]

EMPTY_KINDS = (
    "chart",
    "table",
    "indicator",
    "chapter",
    "official_only",
    "no_tasks",
    "no_measures",
    "no_series",
    "comparison",
    "achievements",
)


def say_glossary_terms(edition: Edition) -> Piece:
    """The glossary as a definition list: each term with its other-language name and its definition."""
    words, terms = edition.words, list(edition.inputs.glossary.values())
    if not terms:
        return Passage("glossary", [Block((fill(words, "glossary.none"),))]).piece()
    other, other_lang = ("en", "en") if words.language == "zh" else ("zh", "zh-Hans")
    html, markdown, text = [], [], []
    for term in terms:
        name, foreign, definition = words.text(term.term), term.term.in_language(other), words.text(term.definition)
        note = words("glossary.footnote", number=term.footnote) if term.footnote is not None else ""
        html.append(
            f'<dt id="term-{escape(term.id)}">{escape(name, quote=False)} '
            f'<span lang="{other_lang}">{escape(foreign, quote=False)}</span></dt>'
            f"<dd>{escape(definition, quote=False)}{' ' + escape(note, quote=False) if note else ''}</dd>"
        )
        markdown.append(
            f"{plain(name).markdown} ({plain(foreign).markdown})\n\n:   {plain(definition).markdown}"
            f"{' ' + plain(note).markdown if note else ''}"
        )
        text.append(f"{name} ({foreign}): {definition}{' ' + note if note else ''}")
    return Piece("glossary", f'<dl class="glossary">{"".join(html)}</dl>', "\n\n".join(markdown), "\n".join(text))


def say_empty(edition: Edition, kind: str) -> Piece:
    """What a place says that has nothing to show: what is missing, and who has it.

    Raises
    ------
    ValueError
        When `kind` is none of `EMPTY_KINDS`.
    """
    if kind not in EMPTY_KINDS:
        raise ValueError(f"no empty state {kind!r}; there are {', '.join(EMPTY_KINDS)}")
    words = edition.words
    sentence = fill(
        words,
        f"empty.{kind}",
        year=words.year(edition.year),
        area=words.text(edition.inputs.plan.area),
        issuer=words.text(edition.inputs.plan.issuer),
    )
    return Passage(f"empty-{kind}", [Block((sentence,), css_class="empty")]).piece()
