"""What a chart says, free of how it is drawn.

A `Chart` holds panels, and a panel holds marks in the units of its data. `layout` turns it into a scene for one
width, `drawing` draws the scene; what the marks say where a reader points lies in the page's drawing itself.
Colours are roles of `planbook.looks`, never hexes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.looks import Shape

__all__ = [
    "Axis",
    "Band",
    "Bar",
    "Break",
    "Cell",
    "Chart",
    "Dots",
    "Key",
    "Label",
    "Line",
    "Mark",
    "Matrix",
    "MatrixRow",
    "Panel",
    "Place",
    "Plane",
    "TrackRow",
    "Rows",
    "Segment",
    "Shape",
    "ChartTable",
    "Tick",
    "Zone",
]

Point = tuple[float, float]


class Place(StrEnum):
    """Where a label stands."""

    AUTO = "auto"  # beside its point, wherever it covers least
    END = "end"  # in the right margin, at its point's height
    ABOVE = "above"  # in a strip above the panel, at its point's x
    BELOW = "below"  # in a strip below the panel
    FOOT = "foot"  # in a second strip below the panel
    CENTRE = "centre"  # on its point


@dataclass(frozen=True)
class Axis:
    """A scale from `low` to `high` (`low` may be the larger: the scale then runs the other way)."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()
    grid: bool = False


@dataclass(frozen=True)
class Line:
    """A line through points. A None value between two points is a gap."""

    points: tuple[Point, ...]
    role: str
    dashed: bool = False
    width: float = 1.8
    name: str = ""
    hover: tuple[str, ...] = ()


@dataclass(frozen=True)
class Band:
    """An area between a low and a high line: (x, low, high)."""

    points: tuple[tuple[float, float, float], ...]
    role: str = "band"
    name: str = ""


@dataclass(frozen=True)
class Dots:
    """Points with a shape; `hollow` where the figure is illustrative."""

    points: tuple[Point, ...]
    role: str
    shape: Shape = Shape.CIRCLE
    hollow: bool = False
    size: float = 8.0  # px across
    name: str = ""
    hover: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A horizontal bar in row `row`; `hatched` where the figure is illustrative."""

    row: int
    start: float
    end: float
    role: str
    hatched: bool = False
    thickness: float = 9.0  # px
    hover: str = ""


@dataclass(frozen=True)
class Segment:
    """A straight line between two points; in a `Rows` panel y is the row."""

    start: Point
    end: Point
    role: str
    width: float = 1.2
    dashed: bool = False


@dataclass(frozen=True)
class Tick:
    """A short upright stroke across row `y` of a `Rows` panel, or a short level one at a point of a plane."""

    x: float
    y: float
    role: str = "ink"
    length: float = 17.0  # px
    width: float = 1.6
    hover: str = ""


@dataclass(frozen=True)
class Zone:
    """A filled area given by its corners."""

    points: tuple[Point, ...]
    role: str


@dataclass(frozen=True)
class Break:
    """The place where a series is broken (definition changed): two slanting strokes, never a bridge."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Label:
    """Text for a point. `anchors` holds other points it may stand at (a label for a line)."""

    x: float
    y: float
    text: str
    role: str = "ink"
    place: Place = Place.AUTO
    small: bool = False
    prefer: str = "above"  # above | below | right | left
    anchors: tuple[Point, ...] = ()
    leader: bool = True  # a hairline to the point when the label had to move away
    required: bool = True  # left out where it would cover something, when False
    gap: float = 7.0  # px from the point


Mark = Line | Band | Dots | Bar | Segment | Tick | Zone | Break | Label


@dataclass(frozen=True)
class Plane:
    """A panel with two scales. `heights` in px for the wide and the narrow drawing."""

    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    title: str = ""
    title_role: str = "ink"
    note: str = ""  # second, muted line of the title
    heights: tuple[int, int] = (300, 260)
    baseline: bool = True  # the line at the foot
    end_share: float = 0.27  # of the width, at most, for the labels in the right margin
    end_gap: float = 10.0  # px from the frame to those labels


@dataclass(frozen=True)
class TrackRow:
    """One category: its name, and what stands in the columns right of the track."""

    label: str
    value: str = ""
    verdict: str = ""
    verdict_role: str = "ink"
    tag: str = ""  # "" | solid (binding) | outline (anticipatory)
    gap_before: bool = False


@dataclass(frozen=True)
class Rows:
    """A panel of category rows over one scale; marks give the row as y (or `row`)."""

    x: Axis
    rows: tuple[TrackRow, ...]
    marks: tuple[Mark, ...]
    head: tuple[Label, ...] = ()  # labels above the track
    columns: tuple[str, str, str] = ("", "", "")  # heads of the name, value and verdict columns
    track: tuple[float, float] | None = None  # the ground of the bars


@dataclass(frozen=True)
class Key:
    """One entry of the key: only for what cannot be labelled where it stands."""

    text: str
    shape: Shape | None = None
    role: str = "ink"
    hollow: bool = False
    hatched: bool = False
    dashed: bool = False
    line: bool = False


@dataclass(frozen=True)
class Cell:
    """One field of a matrix: a shape, and a word where there is room."""

    shape: Shape
    role: str
    text: str = ""
    hollow: bool = False
    framed: bool = False
    hover: str = ""
    mark: str = ""  # a small sign right of the shape


@dataclass(frozen=True)
class MatrixRow:
    """One row of a matrix; a row without cells is a heading."""

    label: str
    cells: tuple[Cell | None, ...] = ()
    tag: str = ""


@dataclass(frozen=True)
class Matrix:
    """A panel of rows and columns with a shape in each field."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    words: bool = True  # words in the fields where they fit
    corner: str = ""  # head of the first column
    label_share: float = 0.34  # of the width, at most, for the names
    word_keys: tuple[Key, ...] = ()  # shown where the words do not fit into the fields


Panel = Plane | Rows | Matrix


@dataclass(frozen=True)
class ChartTable:
    """The same data as a table: every cell as it is read. `numeric` marks the columns set flush right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Chart:
    """One finding and the marks that show it.

    Attributes
    ----------
    id : names the figure and its file; stable within a page.
    language : "zh" or "en", of every text in it.
    title : the finding.
    subtitle : what is measured, and in what unit.
    panels : in reading order; `columns` says how many stand side by side, wide and narrow.
    alt : what a reader who cannot see it needs, with the numbers that matter.
    source_line : sources and marks.
    """

    id: str
    language: str
    title: str
    subtitle: str
    panels: tuple[Panel, ...]
    alt: str
    source_line: str
    table: ChartTable
    keys: tuple[Key, ...] = ()
    columns: tuple[int, int] = (1, 1)
