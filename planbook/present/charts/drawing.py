"""The static face of a chart: a scene written down as SVG, for the page, for print and for Word.

Text stays text, so that it can be searched, copied and set in the reader's own font. The same chart and width give the
same bytes: coordinates are written to a tenth of a pixel, and a drawing refers to nothing outside or inside itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby

from planbook.looks import LIGHT
from planbook.present.charts.layout import lay_out
from planbook.present.charts.metrics import FONT_FAMILY
from planbook.present.charts.model import Chart
from planbook.present.charts.scene import Path, Point, Polygon, Scene, SceneText, Symbol
from planbook.present.charts.shapes import Circle, hatching, outlines

__all__ = ["NARROW_WIDTH", "PRINT_WIDTH", "WIDE_WIDTH", "draw_scene", "draw_static"]

WIDE_WIDTH = 720
NARROW_WIDTH = 350
PRINT_WIDTH = 605  # 16 cm, the width of the report's text, at 96 px to the inch
MILLIMETRES = 160 / PRINT_WIDTH  # a px in print

SCREEN_FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
ANCHORS = {"left": "", "center": "middle", "right": "end"}
# XML has no way to write these, not even as references.
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])

BREAK = "&#10;"  # a line's end in an attribute

Colours = Callable[[str], str]  # the value of a colour's role in one face
Element = tuple[str, str]  # the attributes that a group of elements may share, and the element without them


def draw_static(chart: Chart, width: int, face: str = "page") -> str:
    """`chart` as an SVG of `width` px.

    Parameters
    ----------
    chart : what to draw.
    width : CSS px; below 480 the narrow arrangement is used.
    face : "page" (colours as CSS variables, the reader's fonts, to stand inside a page whose figure says what it
        shows) or "print" (fixed colours, the font that Typst is given, title and description, a document of its own).

    Raises
    ------
    ValueError
        When a place in the drawing is not a finite number.
    """
    scene = lay_out(chart, width)
    box = f'viewBox="0 0 {scene.width:g} {scene.height:g}"'
    if face == "page":
        kind = "narrow" if scene.style.narrow else "wide"
        body = draw_scene(scene, lambda role: f"var(--{role}, {LIGHT[role]})") + _tips(scene)
        return (
            f'<svg class="chart-{kind}" {box} aria-hidden="true" focusable="false" '
            f'font-family="{SCREEN_FONTS}">{body}</svg>'
        )
    body = draw_scene(scene, LIGHT.__getitem__)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{scene.width * MILLIMETRES:.2f}mm" '
        f'height="{scene.height * MILLIMETRES:.2f}mm" {box} font-family="{FONT_FAMILY}">\n'
        f"<title>{_text(chart.title)}</title>\n<desc>{_text(chart.alt)}</desc>{body}</svg>\n"
    )


def draw_scene(scene: Scene, colours: Colours) -> str:
    """What stands between `<svg>` and `</svg>`, an element a line; neighbours that look the same stand in one group.

    Parameters
    ----------
    scene : shapes and texts in px; grounds are drawn first, then lines, symbols and texts.
    colours : gives the value of a colour's role.
    """
    elements = [
        *(_area(area, colours) for area in scene.areas),
        *(_path(path, colours) for path in scene.paths),
        *(element for symbol in scene.symbols for element in _symbol(symbol, colours)),
        *(element for text in scene.texts for element in _lines(text, colours)),
    ]
    return "\n".join(["", *_grouped(elements), ""])


def _tips(scene: Scene) -> str:
    """What is said where the reader points: boxes that show nothing until the page's script finds the nearest."""
    boxes = "".join(
        f'<rect x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}" '
        f'height="{_number(bottom - top)}" data-tip="{escape(tip.text).replace(chr(10), BREAK)}"/>'
        for tip in scene.tips
        for left, top, right, bottom in (tip.box,)
    )
    return f'<g class="tips" fill="none">{boxes}</g>\n' if boxes else ""


def _grouped(elements: Iterable[Element]) -> Iterator[str]:
    for shared, group in groupby(elements, key=lambda element: element[0]):
        marks = [mark for _, mark in group]
        yield from (f"<g {shared}>", *marks, "</g>") if len(marks) > 1 else (marks[0].replace(" ", f" {shared} ", 1),)


def _area(area: Polygon, colours: Colours) -> Element:
    way = f"{_way(area.points)}Z"
    if area.hatched and area.fill:
        look = f'fill="{colours("paper")}" stroke="{colours(area.fill)}" stroke-width="0.9"'
        return look, f'<path d="{way}{_hatching(area.points)}"/>'
    look = f'fill="{colours(area.fill) if area.fill else "none"}"' + (
        f' stroke="{colours(area.edge)}"' if area.edge else ""
    )
    return look, f'<path d="{way}"/>'


def _hatching(points: Iterable[Point]) -> str:
    """Slanted lines within the rectangle that `points` span; as lines, since readers of SVG draw patterns unlike."""
    xs, ys = zip(*points, strict=True)
    strokes = hatching(min(xs), min(ys), max(xs), max(ys))
    return "".join(f"M{_number(x)} {_number(y)}l{_number(length)} {_number(-length)}" for x, y, length in strokes)


def _path(path: Path, colours: Colours) -> Element:
    end = 'stroke-dasharray="4 3"' if path.dashed else 'stroke-linecap="round"'
    look = f'fill="none" stroke="{colours(path.role)}" stroke-width="{path.width:g}" stroke-linejoin="round" {end}'
    return look, f'<path d="{_way(path.points)}"/>'


def _symbol(symbol: Symbol, colours: Colours) -> Iterator[Element]:
    for outline, filled in outlines(symbol.shape, symbol.size):
        hollow = symbol.hollow if filled is None else not filled
        look = (
            f'fill="{colours("paper" if hollow else symbol.role)}" stroke="{colours(symbol.role)}" '
            f'stroke-width="{1.6 if hollow else 0.8}"'
        )
        if isinstance(outline, Circle):
            place = f'cx="{_number(symbol.x)}" cy="{_number(symbol.y)}" r="{outline.radius:g}"'
            yield look, f"<circle {place}/>"
        else:
            yield look, f'<path d="{_way([(symbol.x + x, symbol.y + y) for x, y in outline])}Z"/>'


def _lines(text: SceneText, colours: Colours) -> Iterator[Element]:
    anchor = ANCHORS[text.align]
    look = f'fill="{colours(text.role)}" font-size="{text.size:g}"' + (f' text-anchor="{anchor}"' if anchor else "")
    if text.halo:  # a rim of the paper's colour, under the letters
        look += f' stroke="{colours("paper")}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    for place, line in enumerate(text.lines):
        baseline = text.top + text.size * (1.02 + 1.3 * place)
        yield look, f'<text x="{_number(text.x)}" y="{_number(baseline)}">{_text(line)}</text>'


def _way(points: Iterable[Point]) -> str:
    """A line through points as SVG writes it, level and upright stretches short."""
    steps: list[str] = []
    last_x = last_y = ""
    for point in points:
        x, y = map(_number, point)
        if not steps:
            steps.append(f"M{x} {y}")
        elif y == last_y:
            steps.append(f"H{x}")
        elif x == last_x:
            steps.append(f"V{y}")
        else:
            steps.append(f"L{x} {y}")
        last_x, last_y = x, y
    return "".join(steps)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"a place in a drawing is {value}, expected a finite number")
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def _text(text: str) -> str:
    return escape(text.translate(UNWRITABLE), quote=False)
