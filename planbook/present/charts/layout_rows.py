"""Panels of category rows: name, track with bars, value, verdict; on a phone the track stands under the name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planbook.present.charts.leaving import clamped, edge_arrow
from planbook.present.charts.metrics import text_width, wrap_text
from planbook.present.charts.model import Axis, Bar, Dots, Label, Line, Mark, Rows, Segment, Shape, Tick, TrackRow
from planbook.present.charts.placing import spread
from planbook.present.charts.scene import Frame, Path, Polygon, Scene, SceneText, Symbol, Tip, lines_of

__all__ = ["lay_out_rows"]

TAG_WIDTH = 15.0
COLUMN_GAP = 16.0
GROUP_GAP = 9.0


@dataclass(frozen=True)
class _Columns:
    """Left edges and widths in px."""

    name_width: float
    track_left: float
    track_width: float
    value_right: float
    value_width: float
    verdict_left: float
    verdict_width: float
    tag: float


def lay_out_rows(panel: Rows, scene: Scene, left: float, top: float, width: float) -> float:
    """Put `panel` into the scene; its bottom in px."""
    columns = _measure(panel, scene, left, width)
    index = len(scene.frames)
    top = _lay_out_head(panel, scene, columns, left, top, index)
    first, centres = top, []
    for row in panel.rows:
        if row.gap_before:
            top += GROUP_GAP
        top, centre = _lay_out_row(row, scene, columns, left, top, index, width)
        centres.append(centre)
    frame = Frame(
        columns.track_left, first, columns.track_width, top - first, panel.x, Axis(top - first, 0.0), tuple(centres)
    )
    scene.frames.append(frame)
    _lay_out_track(panel, scene, frame)
    for mark in panel.marks:
        _lay_out_mark(mark, scene, frame, index)
    return _lay_out_scale(panel, scene, frame, index, top)


def _measure(panel: Rows, scene: Scene, left: float, width: float) -> _Columns:
    style = scene.style
    tag = TAG_WIDTH if any(row.tag for row in panel.rows) else 0.0

    def widest(texts: Iterable[str], size: float, limit: float) -> float:
        return max((text_width(line, size) for text in texts for line in wrap_text(text, size, limit)), default=0.0)

    values = [row.value for row in panel.rows]
    verdicts = [row.verdict for row in panel.rows]
    if style.narrow:
        right = max(widest(values, style.text, 120), widest(verdicts, style.small, 120), 30)
        inner = width - right - 12
        return _Columns(inner - tag, left, inner, left + width, right, left + width - right, right, tag)
    value_width = max(widest(values, style.text, 132), widest(panel.columns[1:2], style.small, 132))
    verdict_width = max(widest(verdicts, style.text, 130), widest(panel.columns[2:], style.small, 130))
    name_width = min(widest((row.label for row in panel.rows), style.text, width * 0.3), width * 0.3)
    track_left = left + tag + name_width + COLUMN_GAP
    verdict_left = left + width - verdict_width
    value_right = verdict_left - (COLUMN_GAP if verdict_width else 0)
    track_width = value_right - value_width - (COLUMN_GAP if value_width else 0) - track_left
    return _Columns(name_width, track_left, track_width, value_right, value_width, verdict_left, verdict_width, tag)


def _lay_out_head(panel: Rows, scene: Scene, columns: _Columns, left: float, top: float, index: int) -> float:
    style = scene.style
    size = style.small
    wrapped = [wrap_text(label.text, size, 110 if not style.narrow else 96) for label in panel.head]
    lines_needed = max([len(lines) for lines in wrapped] + [1 if any(panel.columns) else 0])
    if not lines_needed:
        return top
    foot = top + lines_needed * style.small_line_height
    axis = panel.x
    wanted = [
        columns.track_left + (label.x - axis.low) / (axis.high - axis.low) * columns.track_width for label in panel.head
    ]
    widths = [max(text_width(line, size) for line in lines) for lines in wrapped]
    low = left if style.narrow else columns.track_left - 24
    high = columns.track_left + columns.track_width + (0 if style.narrow else 24)
    if style.narrow:
        high = left + scene.width
    centres = spread(wanted, widths, low, high, gap=8)
    for label, lines, centre in zip(panel.head, wrapped, centres, strict=True):
        scene.texts.append(
            SceneText(
                centre,
                foot - len(lines) * style.small_line_height,
                lines,
                size,
                label.role,
                "center",
                frame=index,
            )
        )
    if not style.narrow:
        name, value, verdict = panel.columns
        heads = (
            (name, left, "left"),
            (value, columns.value_right, "right"),
            (verdict, columns.verdict_left, "left"),
        )
        for text, x, align in heads:
            if text:
                scene.texts.append(
                    SceneText(x, foot - style.small_line_height, (text,), size, "muted", align, frame=index)
                )
    foot += 4
    scene.paths.append(Path(((left, foot), (left + scene.width, foot)), "ink", 1.0))
    return foot + 3


def _lay_out_row(
    row: TrackRow, scene: Scene, columns: _Columns, left: float, top: float, index: int, width: float
) -> tuple[float, float]:
    """The bottom of the row, and the height of its track's middle."""
    style = scene.style
    if style.narrow:
        return _lay_out_narrow_row(row, scene, columns, left, top, index, width)
    name = wrap_text(row.label, style.text, columns.name_width + 1)
    value = wrap_text(row.value, style.text, columns.value_width + 1) if row.value else ()
    verdict = wrap_text(row.verdict, style.text, columns.verdict_width + 1) if row.verdict else ()
    height = max(len(name), len(value), len(verdict), 1) * style.line_height + 8
    middle = top + height / 2

    def put(lines: tuple[str, ...], x: float, align: str, role: str = "ink") -> None:
        if lines:
            scene.texts.append(
                SceneText(x, middle - len(lines) * style.line_height / 2, lines, style.text, role, align, frame=index)
            )

    _lay_out_tag(row, scene, left, middle)
    put(name, left + columns.tag, "left")
    put(value, columns.value_right, "right")
    put(verdict, columns.verdict_left, "left", row.verdict_role)
    bottom = top + height
    scene.paths.append(Path(((left, bottom), (left + width, bottom)), "rule", 0.6))
    return bottom, middle


def _lay_out_narrow_row(
    row: TrackRow, scene: Scene, columns: _Columns, left: float, top: float, index: int, width: float
) -> tuple[float, float]:
    style = scene.style
    name = wrap_text(row.label, style.text, columns.name_width)
    value = wrap_text(row.value, style.text, columns.value_width + 1) if row.value else ()
    verdict = wrap_text(row.verdict, style.small, columns.verdict_width + 1) if row.verdict else ()
    start = top + 5
    _lay_out_tag(row, scene, left, start + style.text * 0.66)
    scene.texts.append(SceneText(left + columns.tag, start, name, style.text, "ink", frame=index))
    name_foot = start + len(name) * style.line_height
    value_foot = start
    for lines, size, role in ((value, style.text, "ink"), (verdict, style.small, row.verdict_role)):
        if lines:
            scene.texts.append(
                SceneText(columns.value_right, value_foot, lines, size, role, "right", frame=index, tie="right")
            )
            value_foot += len(lines) * size * 1.3 + 1
    middle = name_foot + 10
    bottom = max(middle + 10, value_foot) + 4
    scene.paths.append(Path(((left, bottom), (left + width, bottom)), "rule", 0.6))
    return bottom, middle


def _lay_out_tag(row: TrackRow, scene: Scene, left: float, middle: float) -> None:
    if row.tag:
        scene.symbols.append(Symbol(left + 4.5, middle, Shape.SQUARE, "ink", 8.0, row.tag == "outline"))


def _lay_out_track(panel: Rows, scene: Scene, frame: Frame) -> None:
    if panel.track is None:
        return
    left, right = (frame.x_at(value) for value in panel.track)
    for middle in frame.rows:
        box = ((left, middle - 4.5), (right, middle - 4.5), (right, middle + 4.5), (left, middle + 4.5))
        scene.areas.append(Polygon(box, "surface", "rule"))


def _lay_out_mark(mark: Mark, scene: Scene, frame: Frame, index: int) -> None:
    if isinstance(mark, Bar):
        start, end = frame.x_at(mark.start), frame.x_at(mark.end)
        middle, half = frame.rows[mark.row], mark.thickness / 2
        box = ((start, middle - half), (end, middle - half), (end, middle + half), (start, middle + half))
        if abs(end - start) >= 0.5:
            scene.areas.append(Polygon(box, mark.role, mark.role, hatched=mark.hatched))
        if mark.hover:
            span = (min(start, end), middle - half, max(start, end), middle + half)
            scene.tips.append(Tip(span, lines_of(mark.hover)))
    elif isinstance(mark, Tick):
        x, middle = frame.x_at(mark.x), frame.y_at(mark.y)
        points = ((x, middle - mark.length / 2), (x, middle + mark.length / 2))
        scene.paths.append(Path(points, mark.role, mark.width))
        scene.point_out(x, middle, mark.hover, 3.0)
    elif isinstance(mark, Segment):
        ends = tuple((frame.x_at(x), frame.y_at(y)) for x, y in (mark.start, mark.end))
        scene.paths.append(Path(ends, mark.role, mark.width, mark.dashed))
    elif isinstance(mark, Line):
        course = tuple(clamped(point, frame) for point in mark.points)
        scene.paths.append(Path(course, mark.role, mark.width, mark.dashed))
    elif isinstance(mark, Dots):
        for point, said in zip(mark.points, mark.hover or ("",) * len(mark.points), strict=True):
            scene.point_out(*clamped(point, frame), said)
            if (arrow := edge_arrow(point, frame, mark.role)) is not None:
                scene.areas.append(arrow)
            else:
                x, y = clamped(point, frame)
                scene.symbols.append(Symbol(x, y, mark.shape, mark.role, mark.size, mark.hollow))
    elif isinstance(mark, Label):
        _lay_out_label(mark, scene, frame, index)


def _lay_out_label(label: Label, scene: Scene, frame: Frame, index: int) -> None:
    """A label right or left of its point, kept inside the track."""
    size = scene.style.size(label.small)
    width = text_width(label.text, size)
    x, middle = frame.x_at(label.x), frame.y_at(label.y)
    at_left = label.prefer == "left"
    if at_left and x - 8 - width < frame.left:
        at_left = False
    if not at_left and x + 8 + width > max(frame.right, frame.left + 1) + 4:
        at_left = True
    scene.texts.append(
        SceneText(
            x - 8 if at_left else x + 8,
            middle - size * 0.66,
            (label.text,),
            size,
            label.role,
            "right" if at_left else "left",
            halo=True,
            frame=index,
        )
    )


def _lay_out_scale(panel: Rows, scene: Scene, frame: Frame, index: int, top: float) -> float:
    """The scale under the rows, where the panel has one."""
    if not panel.x.ticks:
        return top
    size, taken = scene.style.small, float("-inf")
    for value, text in panel.x.ticks:
        x = frame.x_at(value)
        half = text_width(text, size) / 2
        middle = max(x, half)
        if panel.x.grid:
            _lay_out_grid_line(scene, frame, x)
        if middle - half > taken:
            scene.texts.append(SceneText(middle, top + 5, (text,), size, "muted", "center", frame=index))
            taken = middle + half + 6
    return top + 5 + scene.style.small_line_height


def _lay_out_grid_line(scene: Scene, frame: Frame, x: float) -> None:
    """Through all rows; on a phone, where the names stand above the tracks, in each track only."""
    spans = [(frame.top, frame.bottom)]
    if scene.style.narrow:
        spans = [(middle - 8, middle + 8) for middle in frame.rows]
    for top, bottom in spans:
        scene.paths.insert(0, Path(((x, top), (x, bottom)), "rule", 0.8))
