"""The glossary: the plan's own terms."""

from __future__ import annotations

from html import escape

from planbook.present.edition import Edition
from planbook.present.inline import Block, Passage, fill, plain
from planbook.present.pieces import Piece

__all__ = ["say_glossary_terms"]


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
