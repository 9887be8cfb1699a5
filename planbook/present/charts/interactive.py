"""The interactive face of a chart: the same marks as data and layout for Plotly.

Only what differs from Plotly's own defaults is written, colours are the light palette's (the page's script puts the
dark ones in their place), and texts stand where the static drawing has them: beside their point by so many px.
"""

from __future__ import annotations

from typing import Any

from planbook.present.charts.drawing import NARROW_WIDTH, SCREEN_FONTS, WIDE_WIDTH
from planbook.present.charts.layout import lay_out
from planbook.present.charts.model import (
    Axis,
    Band,
    Bar,
    Break,
    Chart,
    Dots,
    Line,
    Matrix,
    Panel,
    Plane,
    Rows,
    Segment,
    Tick,
    Zone,
)
from planbook.present.charts.scene import Frame, Scene, SceneText
from planbook.present.charts.shapes import PLOTLY_SYMBOLS
from planbook.present.palette import LIGHT

__all__ = ["plotly_figure", "plotly_model"]

# Shapes that Plotly's markers lack are set as text.
TEXT_SHAPES = {"down_twice": "▼▼", "half": "◐", "rising": "↗", "level": "→", "sinking": "↘", "dash": "–"}
SIGNS = {
    ("circle", False): "●",
    ("circle", True): "○",
    ("up", False): "▲",
    ("up", True): "△",
    ("down", False): "▼",
    ("down", True): "▽",
    ("down_twice", False): "▼▼",
    ("down_twice", True): "▽▽",
    ("diamond", False): "◆",
    ("diamond", True): "◇",
    ("half", True): "◐",
    ("half", False): "◐",
    ("dash", False): "–",
    ("square", False): "■",
    ("square", True): "□",
    ("rising", False): "↗",
    ("level", False): "→",
    ("sinking", False): "↘",
}


def plotly_model(chart: Chart) -> dict[str, Any]:
    """`plotly_figure` for the page: the wide one, and under `narrow` what a phone takes in its place."""
    wide, narrow = plotly_figure(chart, WIDE_WIDTH), plotly_figure(chart, NARROW_WIDTH)
    if narrow["data"] == wide["data"]:
        del narrow["data"]
    return {**wide, "narrow": narrow}


def plotly_figure(chart: Chart, width: int = WIDE_WIDTH) -> dict[str, Any]:
    """`chart` as Plotly's data and layout, plain values only.

    Parameters
    ----------
    chart : what to draw.
    width : the px the texts are placed for; the figure itself fills what it is given.
    """
    scene = lay_out(chart, width)
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    margin = _margin(scene)
    layout: dict[str, Any] = {
        "height": int(scene.height),
        "margin": {**margin, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": SCREEN_FONTS, "size": scene.style.text, "color": LIGHT["ink"]},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": LIGHT["paper"],
            "bordercolor": LIGHT["rule"],
            "font": {"family": SCREEN_FONTS, "size": scene.style.text, "color": LIGHT["ink"]},
            "align": "left",
        },
        "dragmode": False,
        "barmode": "overlay",
        "template": {
            "layout": {
                "annotationdefaults": {
                    "xref": "paper",
                    "yref": "paper",
                    "showarrow": False,
                    "xanchor": "left",
                    "yanchor": "middle",
                    "align": "left",
                    "borderpad": 0,
                },
                "shapedefaults": {"xref": "paper", "yref": "paper"},
            }
        },
    }
    for index, (panel, frame) in enumerate(zip(chart.panels, scene.frames, strict=True)):
        suffix = _suffix(index)
        layout[f"xaxis{suffix}"], layout[f"yaxis{suffix}"] = _axes(panel, frame, scene, margin, suffix)
        if isinstance(panel, Matrix):
            panel_data, panel_shapes = _matrix(index, frame, scene, suffix)
        else:
            panel_data, panel_shapes = _panel(panel, frame, suffix)
        data += panel_data
        shapes += panel_shapes
    shapes += _guides(scene, margin)
    zoomable = [_zoomable(panel) for panel in chart.panels]
    layout["annotations"] = [
        _annotation(text, scene, margin, text.frame is not None and zoomable[text.frame], _suffix(text.frame or 0))
        for text in scene.texts
        if text.tie != "tick"
    ] + _signs(scene, margin)
    layout["shapes"] = shapes
    return {"data": data, "layout": layout}


def _suffix(index: int) -> str:
    """Plotly names the first scale x, the second x2."""
    return "" if index == 0 else str(index + 1)


def _round(value: float) -> float:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _margin(scene: Scene) -> dict[str, int]:
    """Px around the plotting area: everything outside the outermost frames."""
    left, right = min(frame.left for frame in scene.frames), max(frame.right for frame in scene.frames)
    top, bottom = min(frame.top for frame in scene.frames), max(frame.bottom for frame in scene.frames)
    return {"l": round(left), "r": round(scene.width - right), "t": round(top), "b": round(scene.height - bottom)}


def _paper_x(px: float, scene: Scene, margin: dict[str, int]) -> float:
    return (px - margin["l"]) / (scene.width - margin["l"] - margin["r"])


def _paper_y(px: float, scene: Scene, margin: dict[str, int]) -> float:
    return 1 - (px - margin["t"]) / (scene.height - margin["t"] - margin["b"])


def _axes(
    panel: Panel, frame: Frame, scene: Scene, margin: dict[str, int], suffix: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The scales of a panel: with ticks and free to zoom where both have them, else bare and fixed."""
    bare = {"showgrid": False, "zeroline": False, "showticklabels": False, "fixedrange": True}
    x = {
        **bare,
        "range": [_round(frame.x.low), _round(frame.x.high)],
        "anchor": f"y{suffix}",
        "domain": [_unit(_paper_x(frame.left, scene, margin)), _unit(_paper_x(frame.right, scene, margin))],
    }
    y = {
        **bare,
        "range": [_round(frame.y.low), _round(frame.y.high)],
        "anchor": f"x{suffix}",
        "domain": [_unit(_paper_y(frame.bottom, scene, margin)), _unit(_paper_y(frame.top, scene, margin))],
    }
    if not isinstance(panel, Plane):
        if isinstance(panel, Rows) and panel.x.grid:
            x |= {
                "showgrid": True,
                "gridcolor": LIGHT["rule"],
                "tickvals": [_round(value) for value, _ in panel.x.ticks],
            }
        return x, y
    for axis, scale in ((x, frame.x), (y, frame.y)):
        if scale.ticks:
            axis |= {
                "showticklabels": True,
                "showgrid": scale.grid,
                "gridcolor": LIGHT["rule"],
                "tickfont": {"size": scene.style.small, "color": LIGHT["muted"]},
                "tickvals": [_round(value) for value, _ in scale.ticks],
                "ticktext": [text.replace("\n", "<br>") for _, text in scale.ticks],
                "fixedrange": not _zoomable(panel),
            }
    if frame.x.ticks:
        x |= {"ticks": "outside", "ticklen": 4, "tickcolor": LIGHT["muted"]}
    if panel.baseline:
        x |= {"showline": True, "linecolor": LIGHT["muted"]}
    return x, y


def _zoomable(panel: Panel) -> bool:
    return isinstance(panel, Plane) and bool(panel.x.ticks) and bool(panel.y.ticks)


def _unit(value: float) -> float:
    return min(max(round(value, 5), 0.0), 1.0)


def _panel(panel: Plane | Rows, frame: Frame, suffix: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Traces and shapes of one panel, in the panel's own scales."""
    axes = _trace_axes(suffix)
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []

    def y_of(value: float) -> float:
        """A row's place counts in px from the panel's top."""
        return frame.rows[int(value)] - frame.top if frame.rows else value

    if isinstance(panel, Rows) and panel.track is not None:
        start, end = panel.track
        data.append(
            {
                **axes,
                "type": "bar",
                "orientation": "h",
                "base": _round(start),
                "x": [_round(end - start)] * len(frame.rows),
                "y": [_round(middle - frame.top) for middle in frame.rows],
                "width": 9,
                "hoverinfo": "skip",
                "marker": {"color": LIGHT["surface"], "line": {"color": LIGHT["rule"], "width": 1}},
            }
        )
    data += _bars([mark for mark in panel.marks if isinstance(mark, Bar)], axes, y_of)
    for mark in panel.marks:
        if isinstance(mark, Line):
            xs, ys = [_round(x) for x, _ in mark.points], [_round(y_of(y)) for _, y in mark.points]
            data.append(
                {
                    **axes,
                    "type": "scatter",
                    "mode": "lines",
                    "x": xs,
                    "y": ys,
                    **_hover(mark.hover, mark.name),
                    "line": {"color": LIGHT[mark.role], "width": mark.width, **_dash(mark.dashed)},
                }
            )
        elif isinstance(mark, Band):
            xs = [x for x, _, _ in mark.points]
            ys = [high for _, _, high in mark.points] + [low for _, low, _ in mark.points[::-1]]
            data.append(
                {
                    **axes,
                    "type": "scatter",
                    "mode": "lines",
                    "x": [_round(x) for x in xs + xs[::-1]],
                    "y": [_round(y) for y in ys],
                    "fill": "toself",
                    "fillcolor": LIGHT[mark.role],
                    "line": {"width": 0},
                    "hoverinfo": "skip",
                }
            )
        elif isinstance(mark, Dots):
            data.append(_dots(mark, axes, y_of))
        elif isinstance(mark, Segment):
            shapes.append(
                {
                    **_shape_axes(suffix),
                    "type": "line",
                    "x0": _round(mark.start[0]),
                    "y0": _round(y_of(mark.start[1])),
                    "x1": _round(mark.end[0]),
                    "y1": _round(y_of(mark.end[1])),
                    "layer": "below",
                    "line": {"color": LIGHT[mark.role], "width": mark.width, **_dash(mark.dashed)},
                }
            )
        elif isinstance(mark, Zone):
            xs, ys = zip(*mark.points, strict=True)
            data.append(
                {
                    **axes,
                    "type": "scatter",
                    "mode": "lines",
                    "x": [_round(x) for x in (*xs, xs[0])],
                    "y": [_round(y) for y in (*ys, ys[0])],
                    "fill": "toself",
                    "fillcolor": LIGHT[mark.role],
                    "line": {"width": 0},
                    "hoverinfo": "skip",
                }
            )
        elif isinstance(mark, Break):
            data.append(
                {
                    **axes,
                    "type": "scatter",
                    "mode": "text",
                    "x": [_round(mark.x)],
                    "y": [_round(mark.y)],
                    "text": ["//"],
                    "hovertext": [mark.text],
                    "hoverinfo": "text",
                }
            )
    data += _ticks([mark for mark in panel.marks if isinstance(mark, Tick)], axes, y_of, level=not frame.rows)
    return data, shapes


def _trace_axes(suffix: str) -> dict[str, str]:
    return {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"} if suffix else {}


def _shape_axes(suffix: str) -> dict[str, str]:
    return {"xref": f"x{suffix}", "yref": f"y{suffix}"}


def _hover(texts: tuple[str, ...], name: str) -> dict[str, Any]:
    shown = [text for text in texts if text]
    if shown:
        return {"hovertext": list(texts), "hoverinfo": "text"}
    return {"hovertext": name, "hoverinfo": "text"} if name else {"hoverinfo": "skip"}


def _bars(bars: list[Bar], axes: dict[str, str], y_of) -> list[dict[str, Any]]:
    """One trace for the bars of each look."""
    looks: dict[tuple[str, bool, float], list[Bar]] = {}
    for bar in bars:
        looks.setdefault((bar.role, bar.hatched, bar.thickness), []).append(bar)
    return [
        {
            **axes,
            "type": "bar",
            "orientation": "h",
            "base": [_round(bar.start) for bar in alike],
            "x": [_round(bar.end - bar.start) for bar in alike],
            "y": [_round(y_of(bar.row)) for bar in alike],
            "width": thickness,
            **_hover(tuple(bar.hover for bar in alike), ""),
            "marker": _bar_marker(role, hatched),
        }
        for (role, hatched, thickness), alike in looks.items()
    ]


def _ticks(ticks: list[Tick], axes: dict[str, str], y_of, level: bool) -> list[dict[str, Any]]:
    """One trace for the ticks of each look."""
    looks: dict[tuple[str, float, float], list[Tick]] = {}
    for tick in ticks:
        looks.setdefault((tick.role, tick.length, tick.width), []).append(tick)
    return [
        {
            **axes,
            "type": "scatter",
            "mode": "markers",
            "x": [_round(tick.x) for tick in alike],
            "y": [_round(y_of(tick.y)) for tick in alike],
            **_hover(tuple(tick.hover for tick in alike), ""),
            "marker": {
                "symbol": "line-ew" if level else "line-ns",
                "size": round(length / 1.4, 1),
                "line": {"color": LIGHT[role], "width": width},
            },
        }
        for (role, length, width), alike in looks.items()
    ]


def _dots(mark: Dots, axes: dict[str, str], y_of) -> dict[str, Any]:
    common = {
        **axes,
        "type": "scatter",
        "x": [_round(x) for x, _ in mark.points],
        "y": [_round(y_of(y)) for _, y in mark.points],
        **_hover(mark.hover, mark.name),
    }
    if mark.shape.value in TEXT_SHAPES:
        sign = SIGNS.get((mark.shape.value, mark.hollow), TEXT_SHAPES[mark.shape.value])
        return {
            **common,
            "mode": "text",
            "text": [sign] * len(mark.points),
            "textfont": {"color": LIGHT[mark.role], "size": mark.size + 3},
        }
    return {**common, "mode": "markers", "marker": _marker(mark.shape, mark.role, mark.hollow, mark.size)}


def _marker(shape, role: str, hollow: bool, size: float) -> dict[str, Any]:
    """A hollow marker is filled with the paper, so that the line under it does not show through."""
    line = {"color": LIGHT[role], "width": 1.6 if hollow else 0.8}
    return {
        "symbol": PLOTLY_SYMBOLS[shape],
        "size": size,
        "color": LIGHT["paper"] if hollow else LIGHT[role],
        "opacity": 1,
        "line": line,
    }


def _bar_marker(role: str, hatched: bool) -> dict[str, Any]:
    colour = LIGHT[role]
    if not hatched:
        return {"color": colour}
    return {
        "color": LIGHT["paper"],
        "line": {"color": colour, "width": 1},
        "pattern": {"shape": "/", "fgcolor": colour, "bgcolor": LIGHT["paper"], "size": 5, "solidity": 0.3},
    }


def _matrix(index: int, frame: Frame, scene: Scene, suffix: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One trace for each look; a field's shape stands where the static drawing has it."""
    looks: dict[tuple, dict[str, list]] = {}

    def x_of(px: float) -> float:
        return _round(frame.x.low + (px - frame.left) / frame.width * (frame.x.high - frame.x.low))

    for symbol in scene.symbols:
        if symbol.frame == index:
            points = looks.setdefault((symbol.shape, symbol.role, symbol.hollow), {"x": [], "y": [], "hovertext": []})
            points["x"].append(x_of(symbol.x))
            points["y"].append(_round(symbol.y - frame.top))
            points["hovertext"].append(symbol.hover)
    data = []
    for (shape, role, hollow), points in looks.items():
        common = {**_trace_axes(suffix), "type": "scatter", **points, "hoverinfo": "text"}
        if shape.value in TEXT_SHAPES:
            data.append(
                {
                    **common,
                    "mode": "text",
                    "text": [TEXT_SHAPES[shape.value]] * len(points["x"]),
                    "textfont": {"color": LIGHT[role], "size": 13},
                }
            )
        else:
            data.append({**common, "mode": "markers", "marker": _marker(shape, role, hollow, 9.5)})
    shapes = []
    for area in scene.areas:
        if area.frame == index:
            (x0, y0), (x1, y1) = area.points[0], area.points[2]
            shapes.append(
                {
                    **_shape_axes(suffix),
                    "type": "rect",
                    "x0": x_of(x0),
                    "x1": x_of(x1),
                    "y0": _round(y0 - frame.top),
                    "y1": _round(y1 - frame.top),
                    "line": {"color": LIGHT["ink"], "width": 1},
                }
            )
    return data, shapes


def _guides(scene: Scene, margin: dict[str, int]) -> list[dict[str, Any]]:
    """Rules and leaders: one shape for those of each look."""
    looks: dict[tuple[str, float, bool], list[str]] = {}
    for path in scene.paths:
        if path.guide == "line":
            points = [
                f"{_round(_paper_x(x, scene, margin))},{_round(_paper_y(y, scene, margin))}" for x, y in path.points
            ]
            looks.setdefault((path.role, path.width, path.dashed), []).append("M" + "L".join(points))
    return [
        {"type": "path", "path": "".join(parts), "line": {"color": LIGHT[role], "width": width, **_dash(dashed)}}
        for (role, width, dashed), parts in looks.items()
    ]


def _dash(dashed: bool) -> dict[str, str]:
    return {"dash": "4px,3px"} if dashed else {}


def _annotation(text: SceneText, scene: Scene, margin: dict[str, int], zoomable: bool, suffix: str) -> dict[str, Any]:
    """A text: with the data where it belongs to a point, by px from its panel's edge where it stands in a margin."""
    frame = None if text.frame is None else scene.frames[text.frame]
    middle = text.top + text.height / 2
    found: dict[str, Any] = {"text": "<br>".join(_escaped(line) for line in text.lines)}
    if frame and text.tie in ("left", "right"):
        edge = frame.left if text.tie == "left" else frame.right
        found |= {"x": _round(_paper_x(edge, scene, margin)), "xshift": round(text.x - edge)}
    elif frame and text.tie == "data" and zoomable:
        found |= {"xref": f"x{suffix}", "x": _round(_back(text.x, frame.left, frame.width, frame.x))}
    elif frame:
        found["x"] = _round(_paper_x(text.x, scene, margin))
    else:
        found |= {"x": 0, "xshift": round(text.x - margin["l"])}
    if frame and zoomable and text.tie in ("data", "right"):
        # the anchor has to lie within the scale, or Plotly leaves the text out
        anchor = min(max(middle, frame.top), frame.bottom)
        value = _back(frame.bottom - anchor, 0.0, frame.height, frame.y)
        found |= {"yref": f"y{suffix}", "y": _round(value)}
        if round(anchor - middle):
            found["yshift"] = round(anchor - middle)
    else:
        found["y"] = _round(_paper_y(middle, scene, margin))
    if text.align != "left":
        found |= {"xanchor": text.align, "align": text.align}
    font: dict[str, Any] = {}
    if text.size != scene.style.text:
        font["size"] = text.size
    if text.role != "ink":
        font["color"] = LIGHT[text.role]
    return {**found, "font": font} if font else found


def _back(px: float, start: float, length: float, axis: Axis) -> float:
    """The value at a px."""
    return axis.low + (px - start) / length * (axis.high - axis.low)


def _escaped(text: str) -> str:
    """Plotly reads a little HTML in texts."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _signs(scene: Scene, margin: dict[str, int]) -> list[dict[str, Any]]:
    """The samples of the key, and the tags before names, as signs in text."""
    found = [
        {
            "text": SIGNS[(symbol.shape.value, symbol.hollow)],
            "x": 0,
            "xshift": round(symbol.x - margin["l"]),
            "y": _round(_paper_y(symbol.y, scene, margin)),
            "xanchor": "center",
            "font": {"color": LIGHT[symbol.role], "size": 11},
        }
        for symbol in scene.symbols
        if symbol.guide
    ]
    for area in scene.areas:
        if area.guide and area.hatched:
            (x0, y0), (x1, y1) = area.points[0], area.points[2]
            found.append(
                {
                    "text": "▨",
                    "x": 0,
                    "xshift": round((x0 + x1) / 2 - margin["l"]),
                    "xanchor": "center",
                    "y": _round(_paper_y((y0 + y1) / 2, scene, margin)),
                    "font": {"color": LIGHT[area.fill or "ink"], "size": 14},
                }
            )
    return found
