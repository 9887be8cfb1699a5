"""The static face of a chart: a scene drawn by matplotlib as SVG, for the page and for print.

Text stays text (`svg.fonttype` none), so that it can be searched, copied and set in the reader's own font. The same
chart and width give the same bytes: no date, and ids that follow from the chart's id.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from io import StringIO

from planbook.present.charts.layout import lay_out
from planbook.present.charts.metrics import FONT_FAMILY, font_path
from planbook.present.charts.model import Chart
from planbook.present.charts.scene import Scene
from planbook.present.charts.shapes import outlines
from planbook.present.palette import LIGHT

__all__ = ["NARROW_WIDTH", "PRINT_WIDTH", "WIDE_WIDTH", "draw_static"]

WIDE_WIDTH = 720
NARROW_WIDTH = 350
PRINT_WIDTH = 605  # 16 cm, the width of the report's text, at 96 px to the inch

SCREEN_FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
CIRCLE_CODES = [1] + [4] * 12  # matplotlib's MOVETO, and CURVE4 for four cubic arcs
HALO = "halo"  # group id that marks text with a rim of the paper's colour


@cache
def _register_font() -> None:
    from matplotlib.font_manager import fontManager

    fontManager.addfont(str(font_path()))


def draw_static(chart: Chart, width: int, face: str = "page") -> str:
    """`chart` as an SVG of `width` px.

    Parameters
    ----------
    chart : what to draw.
    width : CSS px; below 480 the narrow arrangement is used.
    face : "page" (colours as CSS variables, the reader's fonts, to stand inside a page) or "print" (fixed colours,
        the font that Typst is given, a document of its own).
    """
    scene = lay_out(chart, width)
    svg = _draw_scene(scene, salt=f"{chart.id}-{width}")
    return _page_face(svg, chart, scene) if face == "page" else _print_face(svg, scene)


def _draw_scene(scene: Scene, salt: str) -> str:
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as MatplotlibPath
    from matplotlib.text import Text
    from matplotlib.transforms import Affine2D

    _register_font()
    settings = {
        "svg.fonttype": "none",
        "svg.hashsalt": salt,
        "font.family": [FONT_FAMILY],
        "hatch.linewidth": 0.9,
        "lines.scale_dashes": False,
        "lines.dash_capstyle": "butt",
        "lines.solid_capstyle": "round",
        "text.parse_math": False,
    }
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(scene.width / 72, scene.height / 72), dpi=72, frameon=False)
        FigureCanvasSVG(figure)
        downward = Affine2D().scale(1, -1).translate(0, scene.height)

        def add(artist) -> None:
            """Later artists cover earlier ones, whatever their kind."""
            artist.set_zorder(len(figure.get_children()))
            figure.add_artist(artist)

        def patch(outline, fill: str | None, edge: str | None, width: float, hatch: str | None = None) -> None:
            add(
                PathPatch(
                    outline,
                    facecolor=LIGHT[fill] if fill else "none",
                    edgecolor=LIGHT[edge] if edge else "none",
                    linewidth=width if edge else 0,
                    hatch=hatch,
                    transform=downward,
                )
            )

        def closed(points) -> MatplotlibPath:
            return MatplotlibPath([*points, points[0]], closed=True)

        for area in scene.areas:
            if area.hatched:
                patch(closed(area.points), "paper", area.fill, 1.0, "//////")
            else:
                patch(closed(area.points), area.fill, area.edge, 1.0)
        for path in scene.paths:
            xs, ys = zip(*path.points, strict=True)
            line = Line2D(xs, ys, color=LIGHT[path.role], linewidth=path.width, transform=downward)
            if path.dashed:
                line.set_dashes((4.0, 3.0))
            add(line)
        for symbol in scene.symbols:
            for points, curved, filled in outlines(symbol.shape, symbol.size):
                placed = [(symbol.x + x, symbol.y + y) for x, y in points]
                outline = MatplotlibPath(placed, CIRCLE_CODES) if curved else closed(placed)
                hollow = symbol.hollow if filled is None else not filled
                patch(outline, "paper" if hollow else symbol.role, symbol.role, 1.6 if hollow else 0.8)
        for text in scene.texts:
            for place, line in enumerate(text.lines):
                add(
                    Text(
                        text.x,
                        text.top + text.size * (1.02 + 1.3 * place),
                        line,
                        fontsize=text.size,
                        transform=downward,
                        horizontalalignment=text.align,
                        verticalalignment="baseline",
                        color=LIGHT[text.role],
                        gid=HALO if text.halo else None,
                    )
                )
        drawn = StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue()


def _tenths(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _lean(svg: str) -> str:
    """The drawing without what only a document of its own needs: prolog, metadata, group ids, needless precision."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'<g id="halo">\s*<text style="',
        f'<text style="paint-order: stroke; stroke: {LIGHT["paper"]}; stroke-width: 3px; stroke-linejoin: round; ',
        svg,
    )
    svg = re.sub(r'<g id="[^"]*">', "", svg).replace("</g>", "")
    svg = re.sub(r' transform="rotate\(-0 [^"]*\)"', "", svg)
    svg = svg.replace("; font-family: 'Noto Sans CJK SC'", "").replace("; stroke-dashoffset: 0", "")
    svg = re.sub(r"<[^>]*>", lambda tag: re.sub(r"\d+\.\d{2,}", _tenths, tag[0]), svg)  # tags only, never texts
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    return re.sub(r"\n(?=[LCz\"\d])", "", svg)


def _without_root(svg: str) -> str:
    body = svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip()
    return re.sub(r'<defs>\s*<style type="text/css">.*?</style>\s*</defs>\s*', "", body, flags=re.DOTALL)


def _page_face(svg: str, chart: Chart, scene: Scene) -> str:
    body = _without_root(_lean(svg))
    for role, colour in LIGHT.items():
        body = body.replace(colour, f"var(--{role}, {colour})")
    kind = "narrow" if scene.style.narrow else "wide"
    # Several drawings stand in one page: what one refers to must not be found in another.
    prefix = f"{chart.id}-{kind}-"
    for name in sorted(set(re.findall(r'\bid="([^"]+)"', body))):
        body = body.replace(f'id="{name}"', f'id="{prefix}{name}"').replace(f"url(#{name})", f"url(#{prefix}{name})")
        body = body.replace(f'"#{name}"', f'"#{prefix}{name}"')
    return (
        f'<svg class="chart-{kind}" viewBox="0 0 {scene.width:g} {scene.height:g}" aria-hidden="true" '
        f'focusable="false" font-family="{escape(SCREEN_FONTS)}" stroke-linejoin="round">{body}</svg>'
    )


def _print_face(svg: str, scene: Scene) -> str:
    body = _without_root(_lean(svg))
    millimetres = 160 / PRINT_WIDTH
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{scene.width * millimetres:.2f}mm" height="{scene.height * millimetres:.2f}mm" '
        f'viewBox="0 0 {scene.width:g} {scene.height:g}" font-family="{FONT_FAMILY}" stroke-linejoin="round">\n'
        f"{body}\n</svg>\n"
    )
