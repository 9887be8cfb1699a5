"""The glossary: the plan's own terms."""

from __future__ import annotations

from dataclasses import replace

from planbook.present.edition import Edition
from planbook.present.inline import Block, Passage, definitions, fill, plain, span
from planbook.present.pieces import Piece

__all__ = ["say_glossary_terms"]


def say_glossary_terms(edition: Edition) -> Piece:
    """The glossary as a definition list: each term with its other-language name and its definition."""
    words, terms = edition.words, list(edition.inputs.glossary.values())
    if not terms:
        return Passage("glossary", [Block((fill(words, "glossary.none"),))]).piece()
    other, other_lang = ("en", "en") if words.language == "zh" else ("zh", "zh-Hans")
    entries = []
    for term in terms:
        name, foreign, definition = words.text(term.term), term.term.in_language(other), words.text(term.definition)
        note = words("glossary.footnote", number=term.footnote) if term.footnote is not None else ""
        anchor = span(name, id=f"term-{term.id}")
        named = anchor + plain(" ") + span(foreign, lang=other_lang)
        entries.append((replace(named, text=f"{name} ({foreign})"), plain(f"{definition} {note}".strip())))
    return definitions("glossary", entries)
