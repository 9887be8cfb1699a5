"""The outlines of the shapes, in px around a centre, and hatching; y runs downward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

from planbook.looks import Shape

__all__ = ["Circle", "hatching", "outlines"]

Points = tuple[tuple[float, float], ...]

HATCH_DISTANCE = 4.0


def _turned(points: Points, angle: float) -> Points:
    return tuple((x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)) for x, y in points)


@dataclass(frozen=True)
class Circle:
    """A circle around the centre."""

    radius: float


def outlines(shape: Shape, size: float) -> tuple[tuple[Points | Circle, bool | None], ...]:
    """The closed outlines of `shape`, about `size` px across.

    Returns
    -------
    tuple of (outline, filled)
        `outline`: the corners, or a circle. `filled`: always (True), never (False), or as the mark is hollow or not
        (None).
    """
    half = size / 2
    if shape is Shape.CIRCLE:
        return ((Circle(half), None),)
    if shape is Shape.UP:
        return ((((-half * 1.1, half * 0.85), (half * 1.1, half * 0.85), (0.0, -half * 1.05)), None),)
    if shape is Shape.DOWN:
        return ((((-half * 1.1, -half * 0.85), (half * 1.1, -half * 0.85), (0.0, half * 1.05)), None),)
    if shape is Shape.DOWN_TWICE:
        upper = ((-half * 1.05, -half * 1.1), (half * 1.05, -half * 1.1), (0.0, 0.0))
        return (upper, None), (tuple((x, y + half * 1.15) for x, y in upper), None)
    if shape is Shape.DIAMOND:
        return ((((0.0, -half * 1.15), (half * 1.15, 0.0), (0.0, half * 1.15), (-half * 1.15, 0.0)), None),)
    if shape is Shape.HALF:
        left = tuple((half * sin(angle), half * cos(angle)) for angle in (pi + pi * step / 12 for step in range(13)))
        return (Circle(half), False), (left, True)
    if shape is Shape.DASH:
        return ((((-half * 0.9, -0.8), (half * 0.9, -0.8), (half * 0.9, 0.8), (-half * 0.9, 0.8)), True),)
    if shape is Shape.SQUARE:
        return ((((-half, -half), (half, -half), (half, half), (-half, half)), None),)
    arrow = (
        (-half, -0.8),
        (half * 0.25, -0.8),
        (half * 0.25, -half * 0.6),
        (half, 0.0),
        (half * 0.25, half * 0.6),
        (half * 0.25, 0.8),
        (-half, 0.8),
    )
    turn = {Shape.RISING: -pi / 4, Shape.LEVEL: 0.0, Shape.SINKING: pi / 4}[shape]
    return ((_turned(arrow, turn), True),)


def hatching(left: float, top: float, right: float, bottom: float) -> Iterator[tuple[float, float, float]]:
    """Lines that rise to the right at 45°, 4 px apart along the edge, and end at the edges of a rectangle.

    Yields
    ------
    (x, y, length) : the lower end of each line, and how far it goes to the right and up.
    """
    start = left - (bottom - top) + HATCH_DISTANCE
    while start < right:
        x, end = max(start, left), min(start + bottom - top, right)
        yield x, bottom - (x - start), end - x
        start += HATCH_DISTANCE
