"""The interactive face of a chart: the same marks as data and layout for Plotly.

Only what differs from Plotly's own defaults is written, colours are the light palette's (the page's script puts the
dark ones in their place), and texts stand where the static drawing has them: beside their point by so many px.
"""

from __future__ import annotations

from typing import Any

from planbook.looks import LIGHT, sign_of
from planbook.present.charts.drawing import NARROW_WIDTH, SCREEN_FONTS, WIDE_WIDTH
from planbook.present.charts.layout import lay_out
from planbook.present.charts.model import Axis, Chart, Matrix, Panel, Plane, Rows
from planbook.present.charts.scene import Frame, Scene, SceneText
from planbook.present.charts.traces import Traces, dash, rounded

__all__ = ["plotly_figure", "plotly_model"]


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
    margin = _margin(scene)
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for index, (panel, frame) in enumerate(zip(chart.panels, scene.frames, strict=True)):
        suffix = _suffix(index)
        axes[f"xaxis{suffix}"], axes[f"yaxis{suffix}"] = _axes(panel, frame, scene, margin, suffix)
        traces = Traces(frame, suffix)
        if isinstance(panel, Matrix):
            panel_data, fields = traces.of_matrix(scene, index)
            data += panel_data
            shapes += fields
        else:
            data += traces.of_panel(panel)
    annotations = [_annotation(text, chart, scene, margin) for text in scene.texts if text.tie != "tick"] + _signs(
        scene, margin
    )
    layout = _frame_layout(scene, margin) | axes
    return {"data": data, "layout": {**layout, "annotations": annotations, "shapes": shapes + _guides(scene, margin)}}


def _frame_layout(scene: Scene, margin: dict[str, int]) -> dict[str, Any]:
    font = {"family": SCREEN_FONTS, "size": scene.style.text, "color": LIGHT["ink"]}
    texts = {
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "borderpad": 0,
    }
    return {
        "height": int(scene.height),
        "margin": {**margin, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": font,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": LIGHT["paper"], "bordercolor": LIGHT["rule"], "font": font, "align": "left"},
        "dragmode": False,
        "barmode": "overlay",
        "template": {"layout": {"annotationdefaults": texts, "shapedefaults": {"xref": "paper", "yref": "paper"}}},
    }


def _suffix(index: int) -> str:
    """Plotly names the first scale x, the second x2."""
    return "" if index == 0 else str(index + 1)


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
        "range": [rounded(frame.x.low), rounded(frame.x.high)],
        "anchor": f"y{suffix}",
        "domain": [_unit(_paper_x(frame.left, scene, margin)), _unit(_paper_x(frame.right, scene, margin))],
    }
    y = {
        **bare,
        "range": [rounded(frame.y.low), rounded(frame.y.high)],
        "anchor": f"x{suffix}",
        "domain": [_unit(_paper_y(frame.bottom, scene, margin)), _unit(_paper_y(frame.top, scene, margin))],
    }
    if not isinstance(panel, Plane):
        if isinstance(panel, Rows) and panel.x.grid:
            x |= {
                "showgrid": True,
                "gridcolor": LIGHT["rule"],
                "tickvals": [rounded(value) for value, _ in panel.x.ticks],
            }
        return x, y
    for axis, scale in ((x, frame.x), (y, frame.y)):
        if scale.ticks:
            axis |= {
                "showticklabels": True,
                "showgrid": scale.grid,
                "gridcolor": LIGHT["rule"],
                "tickfont": {"size": scene.style.small, "color": LIGHT["muted"]},
                "tickvals": [rounded(value) for value, _ in scale.ticks],
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


def _guides(scene: Scene, margin: dict[str, int]) -> list[dict[str, Any]]:
    """Rules and leaders: one shape for those of each look."""
    looks: dict[tuple[str, float, bool], list[str]] = {}
    for path in scene.paths:
        if path.guide == "line":
            points = [
                f"{rounded(_paper_x(x, scene, margin))},{rounded(_paper_y(y, scene, margin))}" for x, y in path.points
            ]
            looks.setdefault((path.role, path.width, path.dashed), []).append("M" + "L".join(points))
    return [
        {"type": "path", "path": "".join(parts), "line": {"color": LIGHT[role], "width": width, **dash(dashed)}}
        for (role, width, dashed), parts in looks.items()
    ]


def _annotation(text: SceneText, chart: Chart, scene: Scene, margin: dict[str, int]) -> dict[str, Any]:
    """A text: with the data where it belongs to a point, by px from its panel's edge where it stands in a margin."""
    found: dict[str, Any] = {"text": "<br>".join(_escaped(line) for line in text.lines)}
    found |= _place_across(text, chart, scene, margin) | _place_along(text, chart, scene, margin)
    if text.align != "left":
        found |= {"xanchor": text.align, "align": text.align}
    font: dict[str, Any] = {}
    if text.size != scene.style.text:
        font["size"] = text.size
    if text.role != "ink":
        font["color"] = LIGHT[text.role]
    return {**found, "font": font} if font else found


def _place_across(text: SceneText, chart: Chart, scene: Scene, margin: dict[str, int]) -> dict[str, Any]:
    if text.frame is None:
        return {"x": 0, "xshift": round(text.x - margin["l"])}
    frame = scene.frames[text.frame]
    if text.tie in ("left", "right"):
        edge = frame.left if text.tie == "left" else frame.right
        return {"x": rounded(_paper_x(edge, scene, margin)), "xshift": round(text.x - edge)}
    if text.tie == "data" and _zoomable(chart.panels[text.frame]):
        value = _back(text.x, frame.left, frame.width, frame.x)
        return {"xref": f"x{_suffix(text.frame)}", "x": rounded(value)}
    return {"x": rounded(_paper_x(text.x, scene, margin))}


def _place_along(text: SceneText, chart: Chart, scene: Scene, margin: dict[str, int]) -> dict[str, Any]:
    middle = text.top + text.height / 2
    if text.frame is None or text.tie not in ("data", "right") or not _zoomable(chart.panels[text.frame]):
        return {"y": rounded(_paper_y(middle, scene, margin))}
    # the anchor has to lie within the scale, or Plotly leaves the text out
    frame = scene.frames[text.frame]
    anchor = min(max(middle, frame.top), frame.bottom)
    value = _back(frame.bottom - anchor, 0.0, frame.height, frame.y)
    shift = {"yshift": round(anchor - middle)} if round(anchor - middle) else {}
    return {"yref": f"y{_suffix(text.frame)}", "y": rounded(value), **shift}


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
            "text": sign_of(symbol.shape, symbol.hollow),
            "x": 0,
            "xshift": round(symbol.x - margin["l"]),
            "y": rounded(_paper_y(symbol.y, scene, margin)),
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
                    "y": rounded(_paper_y((y0 + y1) / 2, scene, margin)),
                    "font": {"color": LIGHT[area.fill or "ink"], "size": 14},
                }
            )
    return found
