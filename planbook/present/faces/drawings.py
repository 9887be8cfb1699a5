"""Drawings that are not the house's: matplotlib figures, and what an author gives a figure as its drawing.

A drawing made here follows the reader's dark setting, because its colours are known; one that an author brings stands
in the page as a picture, in which no script runs and from which no style leaks.
"""

from __future__ import annotations

import base64
import importlib.util
import re
import sys
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from io import StringIO
from types import ModuleType
from typing import Any

from planbook.looks import ILLUSTRATIVE_MARK, LIGHT
from planbook.present.charts.metrics import FONT_FAMILY, NO_BREAK_SPACE, font_path
from planbook.present.charts.piece import figure_markdown
from planbook.present.edition import Edition
from planbook.present.pieces import Figure, Piece

__all__ = ["draw_matplotlib", "face_of_matplotlib", "is_matplotlib", "page_drawing", "use_house_settings"]

_OURS = "<!--planbook-->"  # says that a drawing was made here
FONT_MODULE = "matplotlib.font_manager"
_SERIES = ("series-1", "series-2", "series-3", "achieved", "lagging", "ahead")
_SCREEN_FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"


def is_matplotlib(shown: object) -> bool:
    """Whether it is a matplotlib figure; matplotlib is not imported to find out."""
    return any(f"{kind.__module__}.{kind.__name__}" == "matplotlib.figure.Figure" for kind in type(shown).__mro__)


def use_house_settings() -> None:
    """Let matplotlib draw in the house's font and colours; what an author sets himself goes before them.

    Most notebooks never draw with it: it is set up when one imports it, not before.
    """
    if FONT_MODULE in sys.modules:
        _set_up()
    elif not any(isinstance(finder, _SetUpOnImport) for finder in sys.meta_path):
        sys.meta_path.insert(0, _SetUpOnImport())


class _SetUpOnImport(MetaPathFinder):
    """Sees matplotlib's fonts imported, which comes before any figure, and then gives it the house's settings."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != FONT_MODULE:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_set_up(module: ModuleType) -> None:
                load(module)
                _set_up()

            spec.loader.exec_module = load_and_set_up  # type: ignore[method-assign]
        return spec


def _set_up() -> None:
    import matplotlib

    _register_font()
    matplotlib.rcParams.update(_settings())


def _settings() -> dict[Any, Any]:
    from cycler import cycler

    ink, muted, rule = LIGHT["ink"], LIGHT["muted"], LIGHT["rule"]
    return {
        "axes.edgecolor": muted,
        "axes.labelcolor": ink,
        "axes.prop_cycle": cycler(color=[LIGHT[role] for role in _SERIES]),
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlesize": "medium",
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "font.family": ["sans-serif"],
        "font.sans-serif": [FONT_FAMILY, "DejaVu Sans"],
        "grid.color": rule,
        "legend.frameon": False,
        "text.color": ink,
        "xtick.color": muted,
        "ytick.color": muted,
        "xtick.labelcolor": ink,
        "ytick.labelcolor": ink,
    }


@cache
def _register_font() -> None:
    from matplotlib.font_manager import fontManager

    fontManager.addfont(str(font_path()))


def draw_matplotlib(figure: Any, salt: str) -> str:
    """The figure as an SVG document whose text stays text; the same figure and salt give the same bytes."""
    import matplotlib

    _register_font()
    fonts = {name: value for name, value in _settings().items() if name.startswith("font.")}
    buffer = StringIO()
    with matplotlib.rc_context({**fonts, "svg.fonttype": "none", "svg.hashsalt": salt}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight")
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    # its style sheet would hold for the whole page
    svg = re.sub(r"<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>\s*", "", svg, count=1)
    svg = svg.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><").strip()
    return f"{_OURS}{_with_own_ids(svg, salt)}"


def _with_own_ids(svg: str, prefix: str) -> str:
    """Ids that no other drawing of the page has, and only those that something in it refers to."""
    named = set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg))

    def own(found: re.Match[str]) -> str:
        return f' id="{prefix}-{found[1]}"' if found[1] in named else ""

    svg = re.sub(r'\s+id="([^"]+)"', own, svg)
    return re.sub(r'(url\(#|href="#)', rf"\1{prefix}-", svg)


def page_drawing(svg: str, id: str) -> str:
    """The drawing as it stands in a page."""
    if not svg.startswith(_OURS):
        encoded = base64.b64encode(svg.encode()).decode()
        return f'<img class="chart-picture" src="data:image/svg+xml;base64,{encoded}" alt="">'
    roles = {LIGHT[role]: role for role in reversed(LIGHT)}
    roles |= {"#000000": "ink", "#ffffff": "paper"}
    svg = svg.removeprefix(_OURS)
    svg = re.sub(
        "|".join(roles), lambda found: f"var(--{roles[found[0].lower()]}, {found[0]})", svg, flags=re.IGNORECASE
    )
    svg = re.sub(r"font-family: [^;\"]*", f"font-family: {_SCREEN_FONTS}", svg)
    svg = re.sub(r"(font: [^;\"]*?[\d.]+px) [^;\"]*", rf"\1 {_SCREEN_FONTS}", svg)
    head, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    return re.sub(r' (width|height)="[^"]*"', "", head) + rest


def print_drawing(svg: str) -> str:
    """The drawing as a file of its own."""
    return svg.removeprefix(_OURS)


def face_of_matplotlib(
    figure: Any, edition: Edition, id: str, illustrative: bool, told: Mapping[Hashable, object] | None = None
) -> Piece:
    """A matplotlib figure as SVG, on the page and in print."""
    words, told = edition.words, told or {}
    drawn = draw_matplotlib(figure, id)
    shown_title = _title_in(figure)
    title = str(told.get("title") or "") or words("faces.result")
    alt = str(told.get("alt") or "") or _describe(figure) or title
    title += f"{NO_BREAK_SPACE}{ILLUSTRATIVE_MARK}" if illustrative else ""
    given = told.get("notes") or ()
    notes = [given] if isinstance(given, str) else [str(note) for note in given]  # type: ignore[attr-defined]
    source_line = ("" if words.language == "zh" else " ").join(
        [*notes, *([words("faces.whole")] if illustrative else [])]
    )
    source = f'<p class="chart-source">{escape(source_line, quote=False)}</p>' if source_line else ""
    html = (
        f'<figure class="chart" id="{id}"><figcaption><span class="chart-title">{escape(title, quote=False)}</span>'
        f'</figcaption><div class="chart-static" role="img" aria-label="{escape(alt)}">{page_drawing(drawn, id)}</div>'
        f"{source}</figure>"
    )
    markdown = figure_markdown(id, title, "", source_line, alt, words.language)
    figure_texts = Figure(title, "", source_line, alt)
    return Piece(id, html, markdown, f"{shown_title or title}\n{alt}", print_drawing(drawn), figure=figure_texts)


def _title_in(figure: Any) -> str:
    titles = [figure.get_suptitle(), *(axes.get_title() for axes in figure.axes)]
    return next((title for title in titles if title), "")


def _describe(figure: Any) -> str:
    """Titles, scales and series by name: what a figure says of itself in words."""
    parts = [figure.get_suptitle()]
    for axes in figure.axes:
        names = [line.get_label() for line in axes.get_lines() if not str(line.get_label()).startswith("_")]
        parts += [axes.get_title(), axes.get_xlabel(), axes.get_ylabel(), ", ".join(map(str, names))]
    return "; ".join(part for part in parts if part)
