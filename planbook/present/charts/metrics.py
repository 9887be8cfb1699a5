"""How wide a text is, and where it may break. Measured by the advance widths of the font that print uses.

On the page the reader's own fonts draw the text; Chinese is as wide in all of them, Latin differs by a few per
cent, which `LATIN_ALLOWANCE` keeps free.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["FONT_FAMILY", "font_path", "text_width", "wrap_text"]

FONT_FAMILY = "Noto Sans CJK SC"
LATIN_ALLOWANCE = 1.05
GUESSED_WIDTH = 0.6  # em; a letter or a figure of Noto Sans is about 0.56

# Chinese typesetting: these never begin a line, and those never end one.
NO_BREAK_SPACE = "\u00a0"
NO_LINE_START = set("，。、；：！？）》”’」】％%…—·,.;:!?)]}◇" + NO_BREAK_SPACE)
NO_LINE_END = set("（《“‘「【([{≥≤＜＞<>+−¥" + NO_BREAK_SPACE)


@cache
def font_path() -> Path:
    """The font file that the mplfonts package carries.

    Raises
    ------
    FileNotFoundError
        When mplfonts is not installed.
    """
    found = find_spec("mplfonts")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the package mplfonts, which carries Noto Sans CJK SC, is not installed")
    return Path(found.submodule_search_locations[0]) / "fonts" / "NotoSansCJKsc-Regular.otf"


@cache
def _advances() -> Callable[[int], float | None]:
    """Gives the advance width of a code point in em, None where the font lacks it."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(font_path(), lazy=True)
    glyphs, advances, units = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
    font.close()
    return lambda code: advances[glyphs[code]][0] / units if code in glyphs else None


def _guessed_advance(character: str) -> float:
    """Width in em of a character that the font lacks: whatever font stands in will be about as wide."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0  # accents stand on the letter before; the others show nothing
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else GUESSED_WIDTH


@cache
def _advance(character: str) -> float:
    """Width of one character in em."""
    width = _advances()(ord(character))
    if width is None:
        width = _guessed_advance(character)
    return width * LATIN_ALLOWANCE if width < 0.9 else width


def text_width(text: str, size: float) -> float:
    """Width of one line of text in px at `size` px."""
    return size * sum(_advance(character) for character in text)


def _is_wide(character: str) -> bool:
    return character >= "\u2e80" and not "\uff61" <= character <= "\uffdc"


def _after_hyphen(word: str, character: str) -> bool:
    """Nursing-type may be parted after its hyphen, 3-4 may not."""
    return len(word) > 3 and word[-1] == "-" and word[-2].isalpha() and character.isalpha()


@cache
def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """The parts a line may break between, each with whether a space stands before it."""
    pieces: list[tuple[str, bool]] = []
    word, space = "", False

    def close() -> None:
        nonlocal word, space
        if word:
            pieces.append((word, space))
            word, space = "", False

    for character in text:
        if character == " ":
            close()
            space = True
            continue
        joined = bool(word) and (character in NO_LINE_START or word[-1] in NO_LINE_END)
        apart = bool(word) and (_is_wide(character) or _is_wide(word[-1]) or _after_hyphen(word, character))
        if apart and not joined:
            close()
        if not word and not space and pieces and character in NO_LINE_START:
            last, had_space = pieces.pop()
            word, space = last, had_space
        word += character
    close()
    # ◇ belongs to the number before it, and so does a Chinese unit.
    merged: list[tuple[str, bool]] = []
    for piece, spaced in pieces:
        unit = merged and merged[-1][0][-1].isdigit() and _is_wide(piece[0])
        if merged and spaced and (piece[0] in NO_LINE_START or unit):
            merged[-1] = (f"{merged[-1][0]} {piece}", merged[-1][1])
        else:
            merged.append((piece, spaced))
    return tuple(merged)


@cache
def _words(text: str) -> tuple[tuple[str, bool], ...]:
    """The parts between spaces, a number with its unit as one."""
    words: list[tuple[str, bool]] = []
    for piece, spaced in _pieces(text):
        if words and not spaced:
            words[-1] = (words[-1][0] + piece, words[-1][1])
        else:
            words.append((piece, spaced))
    return tuple(words)


def _fill(pieces: tuple[tuple[str, bool], ...], size: float, width: float) -> list[str]:
    lines = [""]
    for piece, spaced in pieces:
        longer = f"{lines[-1]}{' ' if spaced and lines[-1] else ''}{piece}"
        if lines[-1] and text_width(longer, size) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines


@cache
def wrap_text(text: str, size: float, width: float) -> tuple[str, ...]:
    """The lines of `text` in at most `width` px, of about equal length; a line feed always breaks.

    A single word longer than `width` stays whole.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        filled = _fill(_pieces(paragraph), size, width)
        if len(filled) > 1:
            at_spaces = _fill(_words(paragraph), size, width)
            if len(at_spaces) == len(filled) and all(text_width(line, size) <= width for line in at_spaces):
                filled = at_spaces  # never 目|标 where a space would do
            else:
                filled = _balance(paragraph, size, width, filled)
        lines.extend(filled)
    return tuple(lines)


def _balance(paragraph: str, size: float, width: float, filled: list[str]) -> list[str]:
    """The same number of lines, of about equal length."""
    low, high = width / 2, width
    while high - low > 2:
        middle = (low + high) / 2
        if len(_fill(_pieces(paragraph), size, middle)) > len(filled):
            low = middle
        else:
            high = middle
    return _fill(_pieces(paragraph), size, high)
