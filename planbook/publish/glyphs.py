"""Which characters the reports' fonts have.

A PDF/UA report may hold no character without a glyph: Typst ends there, after everything has run, and names a file
that it was given. So every text is held against the fonts beforehand. The character map of the Chinese font answers
for nearly all; of the rest Typst itself is asked, which also has fonts of its own.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from planbook.publish.fonts import PDF_STANDARD, find_fonts

__all__ = ["find_unprintable", "stand_in"]

_REFUSED = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.+?)"`', re.DOTALL)
_FONT = "NotoSerifCJKsc-Regular.otf"  # the body's
# What people mean by what Word, a phone or an input method leaves; no others are guessed.
_STAND_INS = {
    "✅": "✓",
    "☑": "✓",
    "✔": "✓",
    "❌": "×",
    "❎": "×",
    "✖": "×",
    "⭐": "★",
    "🔴": "●",
    "🟢": "●",
    "🟡": "●",
    "⚠": "！",
    "➡": "→",
    "⬆": "↑",
    "⬇": "↓",
    "👍": "",
    "📈": "",
    "📉": "",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "›",
    "\uf0fc": "✓",
    "\uf06c": "●",
    "\uf06e": "■",
    "\ufeff": "",
    "\ufe0f": "",
    "\u20e3": "",
}


@cache
def _in_the_font() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(find_fonts() / _FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())


def find_unprintable(characters: Iterable[str]) -> frozenset[str]:
    """Those of the characters that no font of the reports can show.

    Raises
    ------
    PublishError
        When the fonts are not installed.
    """
    return frozenset(
        character
        for character in set(characters) - {"\n", "\r", "\t"}
        if ord(character) not in _in_the_font() and not _typst_shows(character)
    )


@cache
def _typst_shows(character: str) -> bool:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        source = root / "character.typ"
        source.write_text(
            '#set document(title: "x")\n#set text(lang: "zh", font: ("Libertinus Serif", "Noto Serif CJK SC"))\n'
            f'= x\n#text("a\\u{{{ord(character):x}}}b")\n',
            encoding="utf-8",
        )
        try:
            typst.compile(
                source,
                output=root / "character.pdf",
                root=root,
                font_paths=[find_fonts()],
                ignore_system_fonts=True,
                pdf_standards=PDF_STANDARD,
            )
        except RuntimeError as error:
            return _REFUSED.search(str(error)) is None
    return True


def stand_in(character: str) -> str | None:
    """What can be written in its place, "" where nothing is lost without it; None where nobody can know."""
    if character in _STAND_INS:
        return _STAND_INS[character]
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and not find_unprintable(plain):
        return plain
    return "" if unicodedata.category(character) == "Cf" else None
