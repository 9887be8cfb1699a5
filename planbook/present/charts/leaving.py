"""What lies beyond a panel's scale: it stands at the edge as an arrow, so that nothing leaves a plot unmarked."""

from __future__ import annotations

from planbook.present.charts.scene import Frame, Point, Polygon

__all__ = ["clamped", "edge_arrow"]

LENGTH, HALF = 6.0, 4.0  # px


def clamped(point: Point, frame: Frame) -> Point:
    """The place of a point in px, moved to the nearest edge of the frame where it lies beyond."""
    x, y = frame.x_at(point[0]), frame.y_at(point[1])
    if not frame.rows:
        y = min(max(y, frame.top), frame.bottom)
    return min(max(x, frame.left), frame.right), y


def edge_arrow(point: Point, frame: Frame, role: str) -> Polygon | None:
    """An arrow at the edge, towards a point of the scales beyond it; None where the point lies within."""
    x, y = frame.x_at(point[0]), frame.y_at(point[1])
    inside = clamped(point, frame)
    across, along = x - inside[0], 0.0 if frame.rows else y - inside[1]
    if abs(across) < 0.5 and abs(along) < 0.5:
        return None
    if abs(along) >= abs(across):
        way = 1.0 if along > 0 else -1.0
        tip, foot = inside[1], inside[1] - way * LENGTH
        return Polygon(((inside[0], tip), (inside[0] - HALF, foot), (inside[0] + HALF, foot)), role)
    way = 1.0 if across > 0 else -1.0
    tip, foot = inside[0], inside[0] - way * LENGTH
    return Polygon(((tip, inside[1]), (foot, inside[1] - HALF), (foot, inside[1] + HALF)), role)
