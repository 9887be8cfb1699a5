"""A drawing that travels: the SVG of a chart with its title, unit, source, date and warning around it, and a margin.

Whoever finds it in a slide can tell what it shows, where it is from, and that its figures are illustrative where they
are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from planbook.looks import ILLUSTRATIVE_MARK, LIGHT
from planbook.present.charts.drawing import MILLIMETRES, UNWRITABLE
from planbook.present.charts.metrics import FONT_FAMILY, wrap_text
from planbook.present.pieces import Figure
from planbook.present.words import Words

__all__ = ["Imprint", "draw_card"]

MARGIN, GAP = 24.0, 10.0  # px
TITLE, TEXT, NOTE = 17.0, 12.5, 11.0  # px, sizes of type
LINE = 1.35
STRIP = 5.0  # px, height of the hatched strip
LEAST = 520.0  # px: a narrow drawing still needs room for its sentences

_OUTER = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_PREFIX = re.compile(r"\bxmlns:[\w-]+=\"[^\"]*\"")
_BOX = re.compile(r'viewBox="\s*([-\d.]+)[ ,]+([-\d.]+)[ ,]+([-\d.]+)[ ,]+([-\d.]+)\s*"')
_TEXTS = re.compile(r"<(title|desc)\b[^>]*>.*?</\1>\s*", re.DOTALL)
_CSS_COLOUR = re.compile(r"var\(\s*--[\w-]+\s*,\s*(#[0-9a-fA-F]+)\s*\)")


@dataclass(frozen=True)
class Imprint:
    """What every card of an edition says at its foot, in the language of `words`."""

    words: Words
    edition: str  # plan, edition and date
    illustrative: str  # the warning


def draw_card(svg: str, figure: Figure, imprint: Imprint) -> str:
    """`svg` (a drawing for print) as a document that stands on its own; a drawing without a `viewBox` as it is."""
    svg = _CSS_COLOUR.sub(r"\1", svg)
    outer = _OUTER.search(svg)
    box = _BOX.search(outer[0]) if outer else None
    if outer is None or box is None:
        return svg
    left, top, width, height = map(float, box.groups())
    inner = _TEXTS.sub("", svg[outer.end() : svg.rindex("</svg>")])
    room = max(width, LEAST)
    made_up = ILLUSTRATIVE_MARK in svg + figure.title + figure.subtitle + figure.source
    page = _Page(room)
    page.write(figure.title, TITLE, "ink", bold=True)
    page.write(figure.subtitle, TEXT, "muted")
    page.down(GAP)
    # What the drawing refers to by a prefix is declared on the element that falls away (matplotlib's xlink).
    prefixes = "".join(f"{one} " for one in _PREFIX.findall(outer[0]))
    page.put(
        f'<svg {prefixes}x="{MARGIN + (room - width) / 2:g}" y="{page.y:g}" width="{width:g}" '
        f'height="{height:g}" viewBox="{left:g} {top:g} {width:g} {height:g}">{inner}</svg>'
    )
    page.down(height + GAP)
    page.put(_rule(page.y, room))
    page.down(GAP * 0.8)
    page.write(figure.source, NOTE, "muted")
    if made_up:
        page.down(3)
        page.put(_hatched(page.y, room))
        page.down(STRIP + 4)
        page.write(f"{ILLUSTRATIVE_MARK} {imprint.illustrative}", NOTE, "series-2")
    page.write(imprint.edition, NOTE, "muted")
    return page.document(figure)


class _Page:
    """Elements from the top down, within the margin."""

    def __init__(self, room: float) -> None:
        self.room, self.y = room, MARGIN
        self.elements: list[str] = []

    def put(self, element: str) -> None:
        self.elements.append(element)

    def down(self, px: float) -> None:
        self.y += px

    def write(self, text: str, size: float, role: str, bold: bool = False) -> None:
        """`text` in as many lines as it needs."""
        lines: Sequence[str] = wrap_text(text, size, self.room) if text else ()
        for line in lines:
            weight = ' font-weight="700"' if bold else ""
            self.put(
                f'<text x="{MARGIN:g}" y="{self.y + size:.1f}" font-size="{size:g}" fill="{LIGHT[role]}"{weight}>'
                f"{_escaped(line)}</text>"
            )
            self.y += size * LINE
        self.y += size * 0.25 if lines else 0.0

    def document(self, figure: Figure) -> str:
        width, height = self.room + 2 * MARGIN, self.y + MARGIN
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * MILLIMETRES:.2f}mm" '
            f'height="{height * MILLIMETRES:.2f}mm" viewBox="0 0 {width:g} {height:.1f}" '
            f'font-family="{FONT_FAMILY}, sans-serif">\n'
            f"<title>{_escaped(figure.title)}</title>\n<desc>{_escaped(figure.alt)}</desc>\n"
            f'<rect width="{width:g}" height="{height:.1f}" fill="{LIGHT["paper"]}"/>\n'
            + "\n".join(self.elements)
            + "\n</svg>\n"
        )


def _rule(y: float, room: float) -> str:
    return f'<path d="M{MARGIN:g} {y:g}H{MARGIN + room:g}" stroke="{LIGHT["rule"]}" fill="none"/>'


def _hatched(y: float, room: float) -> str:
    strokes = "".join(f"M{MARGIN + x:g} {y + STRIP:g}l{STRIP:g} {-STRIP:g}" for x in range(0, int(room - STRIP), 6))
    return f'<path d="{strokes}" stroke="{LIGHT["series-2"]}" stroke-width="1.3" fill="none"/>'


def _escaped(text: str) -> str:
    return escape(text.translate(UNWRITABLE), quote=False)
