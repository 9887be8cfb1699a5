"""A chart laid out for one width: shapes and texts in px from the top left corner, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass, field

from planbook.present.charts.metrics import text_width
from planbook.present.charts.model import Axis, Shape

__all__ = ["Polygon", "Frame", "Path", "Point", "Scene", "SceneText", "Style", "Symbol", "Tip", "lines_of"]

Point = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """Sizes in px for one width."""

    narrow: bool
    text: float
    small: float

    @property
    def line_height(self) -> float:
        return self.text * 1.3

    @property
    def small_line_height(self) -> float:
        return self.small * 1.3

    def size(self, small: bool) -> float:
        return self.small if small else self.text


@dataclass(frozen=True)
class Frame:
    """Where a panel's scales lie. `rows` holds the height of each row's centre for panels without a y scale."""

    left: float
    top: float
    width: float
    height: float
    x: Axis
    y: Axis
    rows: tuple[float, ...] = ()

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def x_at(self, value: float) -> float:
        return self.left + (value - self.x.low) / (self.x.high - self.x.low) * self.width

    def y_at(self, value: float) -> float:
        if self.rows:
            return self.rows[int(value)]
        return self.bottom - (value - self.y.low) / (self.y.high - self.y.low) * self.height


@dataclass(frozen=True)
class Path:
    points: tuple[Point, ...]
    role: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Polygon:
    points: tuple[Point, ...]
    fill: str | None
    edge: str | None = None
    hatched: bool = False
    frame: int | None = None  # the panel it belongs to


@dataclass(frozen=True)
class Symbol:
    x: float
    y: float
    shape: Shape
    role: str
    size: float
    hollow: bool = False
    frame: int | None = None


@dataclass(frozen=True)
class SceneText:
    """Lines of text; `x` is the left, middle or right edge by `align`, `top` the top of the first line."""

    x: float
    top: float
    lines: tuple[str, ...]
    size: float
    role: str = "ink"
    align: str = "left"  # left | center | right
    halo: bool = False
    frame: int | None = None  # the panel it belongs to
    tie: str = ""  # tick: of a scale, which labels keep clear of; right: in the margin

    @property
    def width(self) -> float:
        return max((text_width(line, self.size) for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * 1.3

    @property
    def box(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom."""
        left = self.x - {"left": 0.0, "center": self.width / 2, "right": self.width}[self.align]
        return left, self.top, left + self.width, self.top + self.height


@dataclass(frozen=True)
class Tip:
    """What is said where the reader points: around a place, or over a bar; `box` is left, top, right, bottom."""

    box: tuple[float, float, float, float]
    text: str  # lines


def lines_of(text: str) -> str:
    """What is said at a mark, whose lines the builders part as HTML does."""
    return "\n".join(line.strip() for line in text.split("<br>"))


@dataclass
class Scene:
    """Filled by the layouts, in drawing order: grounds first, texts last."""

    width: float
    style: Style
    height: float = 0.0
    frames: list[Frame] = field(default_factory=list)
    areas: list[Polygon] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    texts: list[SceneText] = field(default_factory=list)
    tips: list[Tip] = field(default_factory=list)

    def point_out(self, x: float, y: float, text: str, reach: float = 6.0) -> None:
        """Let `text` be said around a place; nothing where there is none."""
        if text:
            self.tips.append(Tip((x - reach, y - reach, x + reach, y + reach), lines_of(text)))
