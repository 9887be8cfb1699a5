"""From a chart to a scene: panels in a grid, keys above, everything in px for one width."""

from __future__ import annotations

from planbook.present.charts.keys import lay_out_keys
from planbook.present.charts.layout_matrix import lay_out_matrix
from planbook.present.charts.layout_plane import lay_out_plane
from planbook.present.charts.layout_rows import lay_out_rows
from planbook.present.charts.model import Chart, Matrix, Plane, Rows
from planbook.present.charts.scene import Scene, Style

__all__ = ["NARROW_BELOW", "lay_out", "style_for"]

NARROW_BELOW = 480
COLUMN_GAP = 26.0
ROW_GAP = 18.0


def style_for(width: float) -> Style:
    """Text sizes for a width; never below 11 px."""
    if width < NARROW_BELOW:
        return Style(True, 12.0, 11.0)
    return Style(False, 13.0, 12.0) if width >= 680 else Style(False, 12.0, 11.0)


def lay_out(chart: Chart, width: float) -> Scene:
    """`chart` arranged for `width` px."""
    style = style_for(width)
    scene = Scene(float(width), style)
    top = lay_out_keys(chart.keys, scene, 4.0)
    columns = min(chart.columns[1 if style.narrow else 0], max(len(chart.panels), 1))
    panel_width = (width - COLUMN_GAP * (columns - 1)) / columns
    for start in range(0, len(chart.panels), columns):
        bottoms = []
        for place, panel in enumerate(chart.panels[start : start + columns]):
            left = place * (panel_width + COLUMN_GAP)
            if isinstance(panel, Plane):
                bottoms.append(lay_out_plane(panel, scene, left, top, panel_width))
            elif isinstance(panel, Rows):
                bottoms.append(lay_out_rows(panel, scene, left, top, panel_width))
            elif isinstance(panel, Matrix):
                bottoms.append(lay_out_matrix(panel, scene, left, top, panel_width))
        top = max(bottoms) + ROW_GAP
    scene.height = float(round(top - (ROW_GAP if chart.panels else 0) + 2))
    return scene
