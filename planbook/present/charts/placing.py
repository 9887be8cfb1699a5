"""Where labels go so that none covers another: along an edge, and around a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Box", "Ground", "spread"]

Box = tuple[float, float, float, float]  # left, top, right, bottom
Way = tuple[tuple[float, float], ...]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float, gap: float = 2.0) -> list[float]:
    """Centres as near to `wanted` as possible so that items of `sizes` do not overlap between `low` and `high`.

    Items that would overlap form a block around their mean (pool adjacent violators). Where all together need
    more room than there is, they keep their distances and run over `high`.
    """
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    blocks: list[tuple[list[int], float, float]] = []  # members, length, centre
    for member in order:
        block = ([member], sizes[member], min(max(wanted[member], low + sizes[member] / 2), high - sizes[member] / 2))
        while blocks and blocks[-1][2] + blocks[-1][1] / 2 + gap > block[2] - block[1] / 2:
            members, length, centre = blocks.pop()
            weight, other = len(members), len(block[0])
            joined = length + gap + block[1]
            # each side's own wish for the centre of the block they form together
            from_left, from_right = centre + (joined - length) / 2, block[2] - (joined - block[1]) / 2
            middle = (from_left * weight + from_right * other) / (weight + other)
            middle = max(min(middle, high - joined / 2), low + joined / 2)
            block = (members + block[0], joined, middle)
        blocks.append(block)
    centres = [0.0] * len(wanted)
    for members, length, centre in blocks:
        edge = centre - length / 2
        for member in members:
            centres[member] = edge + sizes[member] / 2
            edge += sizes[member] + gap
    return centres


def _overlap(first: Box, second: Box) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return width * height if width > 0 and height > 0 else 0.0


@dataclass
class Ground:
    """What already stands on a panel, and what a label there would cost."""

    bounds: Box
    boxes: list[Box] = field(default_factory=list)
    lines: list[Way] = field(default_factory=list)
    edges: list[Way] = field(default_factory=list)  # light lines: better not crossed

    def _crossed(self, box: Box, lines: Sequence[Way]) -> float:
        """Px of the lines that lie inside `box`."""
        inside = 0.0
        for points in lines:
            for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
                length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-9)
                if max(x0, x1) < box[0] or min(x0, x1) > box[2] or max(y0, y1) < box[1] or min(y0, y1) > box[3]:
                    continue
                steps = max(int(length / 3), 1)
                hits = sum(
                    box[0] < x0 + (x1 - x0) * step / steps < box[2] and box[1] < y0 + (y1 - y0) * step / steps < box[3]
                    for step in range(steps + 1)
                )
                inside += length * hits / (steps + 1)
        return inside

    def cost(self, box: Box) -> float:
        """0 for a free place; the more is covered, the more it costs."""
        covered = sum(_overlap(box, other) for other in self.boxes)
        outside = (
            max(self.bounds[0] - box[0], 0)
            + max(box[2] - self.bounds[2], 0)
            + max(self.bounds[1] - box[1], 0)
            + max(box[3] - self.bounds[3], 0)
        )
        return covered * 4 + outside * 60 + self._crossed(box, self.lines) * 12 + self._crossed(box, self.edges) * 3

    def take(self, box: Box, margin: float = 0.0) -> None:
        """What stands at `box` keeps `margin` px free around it."""
        self.boxes.append((box[0] - margin, box[1] - margin / 2, box[2] + margin, box[3] + margin / 2))

    def best(
        self, anchors: Sequence[tuple[float, float]], width: float, height: float, gap: float, prefer: str
    ) -> tuple[float, Box]:
        """The cheapest box of that size beside one of `anchors`, and its cost; earlier anchors win a tie."""
        order = {
            "above": ("above", "below", "right", "left"),
            "below": ("below", "above", "right", "left"),
            "right": ("right", "above", "below", "left"),
            "left": ("left", "above", "below", "right"),
        }[prefer]
        best: tuple[float, Box] | None = None
        for anchor_place, (x, y) in enumerate(anchors):
            for rank, side in enumerate(order):
                for slip in (0.0, -0.5, 0.5, -0.25, 0.25):
                    for away in (0.0, 6.0, 14.0, 26.0):
                        if side in ("above", "below"):
                            left = x - width / 2 + slip * width
                            top = y - gap - away - height if side == "above" else y + gap + away
                        else:
                            left = x + gap + away if side == "right" else x - gap - away - width
                            top = y - height / 2 + slip * height
                        box = (left, top, left + width, top + height)
                        least = rank * 3 + abs(slip) * 6 + away * 0.8 + anchor_place * 0.5
                        if best is not None and least >= best[0] - 1e-9:
                            continue  # no cheaper however free the place is
                        cost = self.cost(box) + least
                        if best is None or cost < best[0] - 1e-9:
                            best = (cost, box)
        if best is None:
            raise ValueError("a label needs at least one anchor")
        return best
