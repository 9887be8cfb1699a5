"""A number or a text as a paragraph."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from planbook.present.edition import Edition
from planbook.present.faces.numbers import fewest_decimals, number_text
from planbook.present.inline import Block, Inline, Passage, plain
from planbook.present.marks import illustrative_mark, with_languages
from planbook.present.pieces import Piece
from planbook.present.words import Words

__all__ = ["face_of_number", "face_of_text", "whole_note"]


def whole_note(words: Words) -> Block:
    """The sentence under an output that is marked as a whole."""
    return Block((plain(words("faces.whole")),), css_class="table-note")


def face_of_number(
    value: float, edition: Edition, id: str, illustrative: bool, told: Mapping[Hashable, object] | None = None
) -> Piece:
    """`Completion: 0.556 ◇`, with its unit where `told` names one."""
    words, told = edition.words, told or {}
    unit = edition.inputs.units.get(str(told.get("unit", "")))
    shown = words.value(value, unit) if unit else number_text(value, fewest_decimals([value]), words)
    return _paragraph(plain(shown), edition, id, illustrative, str(told.get("title", "")))


def face_of_text(
    text: str, edition: Edition, id: str, illustrative: bool, told: Mapping[Hashable, object] | None = None
) -> Piece:
    """The text as it stands, a paragraph a line."""
    return _paragraph(
        with_languages(edition.words, text), edition, id, illustrative, str((told or {}).get("title", ""))
    )


def _paragraph(said: Inline, edition: Edition, id: str, illustrative: bool, title: str) -> Piece:
    words = edition.words
    if title:
        said = plain(words("faces.named", name=title)) + said
    if illustrative:
        said += illustrative_mark(words)
    blocks = [Block((said,), css_class="output")]
    if illustrative:
        blocks.append(whole_note(words))
    return Passage(id, tuple(blocks)).piece()
