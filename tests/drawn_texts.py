"""The texts of a drawing with the places they take, read back from its SVG."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from planbook.present.charts.metrics import LATIN_ALLOWANCE, text_width

__all__ = ["DrawnText", "drawn_texts", "size_of"]


@dataclass(frozen=True)
class DrawnText:
    """One line of text; `left`, `right` and `baseline` in px of the drawing."""

    text: str
    size: float
    left: float
    right: float
    baseline: float


def _drawn_width(character: str) -> float:
    width = text_width(character, 1.0)
    return width if width >= 1 else width / LATIN_ALLOWANCE


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing in px."""
    width, height = ElementTree.fromstring(svg).attrib["viewBox"].split()[2:]
    return float(width), float(height)


def drawn_texts(svg: str) -> list[DrawnText]:
    """Every line of text of a drawing, as wide as the font itself draws it."""
    found = []
    for parent in ElementTree.fromstring(svg).iter():
        for element in parent:
            if element.tag.rpartition("}")[2] != "text":
                continue
            look = {**parent.attrib, **element.attrib}
            size, x = float(look["font-size"]), float(look["x"])
            width = sum(size * _drawn_width(character) for character in element.text or "")
            left = x - width * {"middle": 0.5, "end": 1.0}.get(look.get("text-anchor", ""), 0.0)
            found.append(DrawnText(element.text or "", size, left, left + width, float(look["y"])))
    return found
