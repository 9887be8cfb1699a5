"""How a figure of the yearbook is written: number, symbols, marks.

Source
------
China Statistical Yearbook, user's notes: `…` below the smallest unit shown, a blank for what is unknown or does not
exist, `#` before one of several items of a total, circled numbers for footnotes.
"""

from __future__ import annotations

from planbook.looks import ILLUSTRATIVE_MARK
from planbook.model import Relation, Text
from planbook.present.inline import Inline, plain
from planbook.present.marks import figure as marked
from planbook.present.tables.scorecard import BOUND_SIGNS
from planbook.present.words import Words, load_words, round_half_up
from planbook.present.yearbook.model import Figure, YearbookRow

__all__ = [
    "BELOW_UNIT",
    "INDENT",
    "bilingual",
    "figure_inline",
    "figure_text",
    "footnote_mark",
    "item_label",
    "marks_of",
    "number_text",
]

BELOW_UNIT = "…"
INDENT = "\u3000"
EN_DASH = "\u2013"
CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))  # first number, last number, code point of the first


def bilingual(key: str, **fields: object) -> Text:
    """A text of the locales in both languages; fields that are texts or units are filled in likewise."""
    return Text(
        *(
            words(key, **{name: _said(words, value) for name, value in fields.items()})
            for words in (load_words("zh"), load_words("en"))
        )
    )


def _said(words: Words, value: object) -> object:
    return words.text(value) if isinstance(value, Text) else value


def is_below_unit(value: float, decimals: int) -> bool:
    """Whether a figure other than zero would be shown as zero."""
    return value != 0 and round_half_up(value, decimals) == 0


def number_text(words: Words, figure: Figure) -> str:
    """The number without its marks: `≥60.0`, `…`, "" where it is not known. It is the same in both languages."""
    if figure.value is None:
        return ""
    shown = BELOW_UNIT if is_below_unit(figure.value, figure.decimals) else words.number(figure.value, figure.decimals)
    if figure.high is not None:
        shown = f"{shown}{EN_DASH}{words.number(figure.high, figure.decimals)}"
    return BOUND_SIGNS[figure.bound] + shown


def marks_of(figure: Figure) -> str:
    """◇ where the figure is illustrative, and its flag: `◇ p`."""
    illustrative = ILLUSTRATIVE_MARK if figure.illustrative and figure.value is not None else ""
    return " ".join(mark for mark in (illustrative, figure.code) if mark)


def figure_text(words: Words, figure: Figure | None) -> str:
    """A figure with its marks as plain text: `9,371 ◇ p`."""
    if figure is None:
        return ""
    return " ".join(part for part in (number_text(words, figure), marks_of(figure)) if part)


def figure_inline(words: Words, figure: Figure | None) -> Inline:
    """A figure with its marks, in all faces."""
    if figure is None:
        return plain("")
    return marked(words, number_text(words, figure), figure.illustrative and figure.value is not None, figure.code)


def item_label(line: YearbookRow, with_unit: bool = False) -> Text:
    """The name of a line, set in and with `#` where it is part of the line above; with its unit in brackets."""
    lead = {Relation.NONE: "", Relation.PART: INDENT, Relation.OF_WHICH: f"{INDENT}#"}[line.relation]
    label = Text(lead + line.label.zh, lead + line.label.en)
    if not with_unit:
        return label
    bracket = bilingual("format.unit_bracket", unit=Text(line.unit.zh, line.unit.en_other))
    return Text(label.zh + bracket.zh, label.en + bracket.en)


def footnote_mark(number: int) -> str:
    """①, ②, …; (51) where there is no such character."""
    for first, last, code in CIRCLED:
        if first <= number <= last:
            return chr(code + number - first)
    return f"({number})"
