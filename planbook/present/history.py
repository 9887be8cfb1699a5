"""What the plan's earlier editions said of an indicator, as a row of marks: `2021 ▼ 2022 ◆ 2023 ▲`."""

from __future__ import annotations

from collections.abc import Sequence

from planbook.looks import Look, look_of
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, plain, span
from planbook.present.marks import look_sign
from planbook.present.pieces import Piece
from planbook.present.words import Words

__all__ = ["history_marks", "past_verdicts", "say_past_verdicts"]

Verdicts = tuple[tuple[int, Look], ...]


def past_verdicts(edition: Edition, indicator_id: str) -> Verdicts:
    """(year, look) of each earlier edition of the plan, oldest first, as it was judged with what was known then."""
    return tuple(
        (year, look_of(judged[indicator_id].pace, judged[indicator_id].reversing))
        for year, judged in edition.earlier_assessments.items()
        if indicator_id in judged
    )


def history_marks(words: Words, verdicts: Sequence[tuple[int, Look]], with_years: bool = False) -> Inline:
    """The marks side by side, each with its year and word for whoever cannot see it; with the year before it."""
    whole = plain("")
    for year, look in verdicts:
        said = words("history.one", year=words.year(year), verdict=words(look.word))
        sign = look_sign(words, look, said)
        one = span(plain(f"{year} ") + sign if with_years else sign, "history-one")
        whole = whole + plain(" ") + one if whole else one
    return span(whole, "history")


def say_past_verdicts(edition: Edition, indicator_id: str) -> Piece:
    """The verdicts of all editions so far, this one last; nothing in the plan's first year."""
    words, judged = edition.words, edition.assessments[indicator_id]
    before = past_verdicts(edition, indicator_id)
    id = f"history-{indicator_id}"
    if not before:
        return Piece(id, "", "", "")
    verdicts = (*before, (edition.year, look_of(judged.pace, judged.reversing)))
    line = fill(words, "history.line", marks=history_marks(words, verdicts, with_years=True))
    return Passage(id, [Block((line,), css_class="arithmetic")]).piece()
