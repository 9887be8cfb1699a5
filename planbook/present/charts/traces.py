"""The marks of a panel as Plotly's traces, in the panel's own scales."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from planbook.looks import LIGHT, sign_of
from planbook.present.charts.model import Band, Bar, Break, Dots, Line, Plane, Point, Rows, Segment, Shape, Tick, Zone
from planbook.present.charts.scene import Frame, Polygon, Scene
from planbook.present.charts.shapes import PLOTLY_SYMBOLS

__all__ = ["Traces", "dash", "rounded"]

Trace = dict[str, Any]
Thing = TypeVar("Thing")
Look = TypeVar("Look", bound=Hashable)


def rounded(value: float) -> float:
    """Four decimals are finer than any screen; whole numbers without a point."""
    short = round(value, 4)
    return int(short) if short == int(short) else short


def dash(dashed: bool) -> dict[str, str]:
    return {"dash": "4px,3px"} if dashed else {}


def _hover(texts: Iterable[str], name: str = "") -> Trace:
    texts = list(texts)
    if any(texts):
        return {"hovertext": texts, "hoverinfo": "text"}
    return {"hovertext": name, "hoverinfo": "text"} if name else {"hoverinfo": "skip"}


def _alike(things: Iterable[Thing], look: Callable[[Thing], Look]) -> list[tuple[Look, list[Thing]]]:
    """Things of one look together, in the order in which the looks first appear."""
    groups: dict[Look, list[Thing]] = {}
    for thing in things:
        groups.setdefault(look(thing), []).append(thing)
    return list(groups.items())


@dataclass(frozen=True)
class Traces:
    """Makes the traces of one panel; `suffix` is what Plotly numbers its scales with."""

    frame: Frame
    suffix: str

    def of_panel(self, panel: Plane | Rows) -> list[Trace]:
        """Grounds, bars and lines in the order of the marks, ticks last."""
        makers: dict[type, Callable[[Any], Trace]] = {
            Line: self._line,
            Segment: self._segment,
            Band: self._band,
            Zone: self._zone,
            Dots: self._dots,
            Break: self._break,
        }
        track = [self._track(panel.track)] if isinstance(panel, Rows) and panel.track is not None else []
        bars = [mark for mark in panel.marks if isinstance(mark, Bar)]
        ticks = [mark for mark in panel.marks if isinstance(mark, Tick)]
        return [
            *track,
            *(self._bars(*look) for look in _alike(bars, lambda bar: (bar.role, bar.hatched, bar.thickness))),
            *(makers[type(mark)](mark) for mark in panel.marks if type(mark) in makers),
            *(self._ticks(*look) for look in _alike(ticks, lambda tick: (tick.role, tick.length, tick.width))),
        ]

    def of_matrix(self, scene: Scene, index: int) -> tuple[list[Trace], list[Trace]]:
        """One trace for the fields of each look, where the drawing has them; and the frames around fields."""
        symbols = [symbol for symbol in scene.symbols if symbol.frame == index]
        traces = [
            {
                **self._base("scatter"),
                "x": [self._back(symbol.x) for symbol in alike],
                "y": [rounded(symbol.y - self.frame.top) for symbol in alike],
                **_hover(symbol.hover for symbol in alike),
                **_look(shape, role, hollow, 9.5, len(alike)),
            }
            for (shape, role, hollow), alike in _alike(symbols, lambda one: (one.shape, one.role, one.hollow))
        ]
        return traces, [self._field(area) for area in scene.areas if area.frame == index]

    def _base(self, kind: str) -> Trace:
        axes = {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"} if self.suffix else {}
        return {**axes, "type": kind}

    def _y(self, value: float) -> float:
        """A row's place counts in px from the panel's top."""
        return rounded(self.frame.rows[int(value)] - self.frame.top if self.frame.rows else value)

    def _back(self, px: float) -> float:
        axis = self.frame.x
        return rounded(axis.low + (px - self.frame.left) / self.frame.width * (axis.high - axis.low))

    def _points(self, points: Iterable[Point]) -> Trace:
        points = list(points)
        return {"x": [rounded(x) for x, _ in points], "y": [self._y(y) for _, y in points]}

    def _line(self, mark: Line) -> Trace:
        line = {"color": LIGHT[mark.role], "width": mark.width, **dash(mark.dashed)}
        hover = _hover(mark.hover, mark.name)
        return {**self._base("scatter"), "mode": "lines", **self._points(mark.points), **hover, "line": line}

    def _segment(self, mark: Segment) -> Trace:
        return self._line(Line((mark.start, mark.end), mark.role, mark.dashed, mark.width))

    def _filled(self, points: Iterable[Point], role: str) -> Trace:
        return {
            **self._base("scatter"),
            "mode": "lines",
            **self._points(points),
            "fill": "toself",
            "fillcolor": LIGHT[role],
            "line": {"width": 0},
            "hoverinfo": "skip",
        }

    def _band(self, mark: Band) -> Trace:
        upper = [(x, high) for x, _, high in mark.points]
        lower = [(x, low) for x, low, _ in mark.points]
        return self._filled(upper + lower[::-1], mark.role)

    def _zone(self, mark: Zone) -> Trace:
        return self._filled((*mark.points, mark.points[0]), mark.role)

    def _dots(self, mark: Dots) -> Trace:
        look = _look(mark.shape, mark.role, mark.hollow, mark.size, len(mark.points))
        return {**self._base("scatter"), **self._points(mark.points), **_hover(mark.hover, mark.name), **look}

    def _break(self, mark: Break) -> Trace:
        return {**self._base("scatter"), "mode": "text", **self._points([(mark.x, mark.y)]), **_hover([mark.text]),
                "text": ["//"]}  # fmt: skip

    def _track(self, track: Point) -> Trace:
        """The ground of all bars."""
        rows = range(len(self.frame.rows))
        ground = {"color": LIGHT["surface"], "line": {"color": LIGHT["rule"], "width": 1}}
        return self._bar_trace([(track[0], track[1])] * len(rows), rows, 9, ground, [])

    def _bars(self, look: tuple[str, bool, float], bars: list[Bar]) -> Trace:
        role, hatched, thickness = look
        spans, rows = [(bar.start, bar.end) for bar in bars], [bar.row for bar in bars]
        return self._bar_trace(spans, rows, thickness, _bar_marker(role, hatched), [bar.hover for bar in bars])

    def _bar_trace(
        self, spans: list[Point], rows: Iterable[int], thickness: float, marker: Trace, hovers: list[str]
    ) -> Trace:
        return {
            **self._base("bar"),
            "orientation": "h",
            "base": [rounded(start) for start, _ in spans],
            "x": [rounded(end - start) for start, end in spans],
            "y": [self._y(row) for row in rows],
            "width": thickness,
            **_hover(hovers),
            "marker": marker,
        }

    def _ticks(self, look: tuple[str, float, float], ticks: list[Tick]) -> Trace:
        """Upright in rows, level on a plane."""
        role, length, width = look
        marker = {
            "symbol": "line-ns" if self.frame.rows else "line-ew",
            "size": round(length / 1.4, 1),
            "line": {"color": LIGHT[role], "width": width},
        }
        points = self._points((tick.x, tick.y) for tick in ticks)
        hover = _hover(tick.hover for tick in ticks)
        return {**self._base("scatter"), "mode": "markers", **points, **hover, "marker": marker}

    def _field(self, area: Polygon) -> Trace:
        (x0, y0), (x1, y1) = area.points[0], area.points[2]
        top = self.frame.top
        return {
            "xref": f"x{self.suffix}",
            "yref": f"y{self.suffix}",
            "type": "rect",
            "x0": self._back(x0),
            "x1": self._back(x1),
            "y0": rounded(y0 - top),
            "y1": rounded(y1 - top),
            "line": {"color": LIGHT["ink"], "width": 1},
        }


def _look(shape: Shape, role: str, hollow: bool, size: float, count: int) -> Trace:
    """A marker, or a sign in text where Plotly has no such marker. Hollow is filled with the paper, not see-through."""
    if shape not in PLOTLY_SYMBOLS:
        font = {"color": LIGHT[role], "size": size + 3.5}
        return {"mode": "text", "text": [sign_of(shape, hollow)] * count, "textfont": font}
    line = {"color": LIGHT[role], "width": 1.6 if hollow else 0.8}
    colour = LIGHT["paper"] if hollow else LIGHT[role]
    return {
        "mode": "markers",
        "marker": {"symbol": PLOTLY_SYMBOLS[shape], "size": size, "color": colour, "opacity": 1, "line": line},
    }


def _bar_marker(role: str, hatched: bool) -> Trace:
    colour = LIGHT[role]
    if not hatched:
        return {"color": colour}
    pattern = {"shape": "/", "fgcolor": colour, "bgcolor": LIGHT["paper"], "size": 5, "solidity": 0.3}
    return {"color": LIGHT["paper"], "line": {"color": colour, "width": 1}, "pattern": pattern}
