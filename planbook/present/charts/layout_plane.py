"""Panels with two scales: grid, marks, direct labels."""

from __future__ import annotations

from dataclasses import replace

from planbook.present.charts.leaving import edge_arrow
from planbook.present.charts.metrics import text_width, wrap_text
from planbook.present.charts.model import Axis, Band, Break, Dots, Label, Line, Mark, Place, Plane, Segment, Tick, Zone
from planbook.present.charts.placing import Ground, spread
from planbook.present.charts.scene import Frame, Path, Polygon, Scene, SceneText, Symbol

__all__ = ["lay_out_plane"]

STRIP_GAP = 10.0  # from the panel to a strip of labels with leaders


def lay_out_plane(panel: Plane, scene: Scene, left: float, top: float, width: float) -> float:
    """Put `panel` into the scene; its bottom in px."""
    top = _lay_out_title(panel, scene, left, top, width)
    frame = _frame(panel, scene, left, top, width)
    scene.frames.append(frame)
    index = len(scene.frames) - 1
    _lay_out_axes(panel, scene, frame, index)
    edge = min(frame.right + 6, left + width)  # nothing may be cut off at the edge of the drawing
    ground = Ground((max(frame.left - 4, left), frame.top - 14, edge, frame.bottom - 1))
    for text in scene.texts:
        if text.frame == index and text.tie == "tick" and text.align == "right":  # labels keep clear of the scale's
            ground.take(text.box, margin=6.0)
    for mark in panel.marks:
        _lay_out_mark(mark, scene, frame, ground)
    _lay_out_end_labels(panel, scene, frame, index, left + width)
    _lay_out_strips(panel, scene, frame, index, left, width)
    for mark in panel.marks:
        if isinstance(mark, Break) and mark.text:
            label = Label(mark.x, mark.y, mark.text, "muted", small=True, prefer="below")
            _lay_out_label(label, scene, frame, index, ground)
    # the labels that must be found a place for come first
    labels = [mark for mark in panel.marks if isinstance(mark, Label) and mark.place in (Place.AUTO, Place.CENTRE)]
    for label in sorted(labels, key=lambda label: (not label.required, bool(label.anchors))):
        _lay_out_label(label, scene, frame, index, ground)
    return _bottom(panel, scene, frame)


def _labels(panel: Plane, place: Place) -> list[Label]:
    return [mark for mark in panel.marks if isinstance(mark, Label) and mark.place is place]


def _lay_out_title(panel: Plane, scene: Scene, left: float, top: float, width: float) -> float:
    style = scene.style
    if panel.title:
        lines = wrap_text(panel.title, style.text, width)
        scene.texts.append(SceneText(left, top, lines, style.text, "ink"))
        top += len(lines) * style.line_height
    if panel.note:
        lines = wrap_text(panel.note, style.small, width)
        scene.texts.append(SceneText(left, top, lines, style.small, panel.title_role))
        top += len(lines) * style.small_line_height
    return top + (8 if panel.title or panel.note else 0)


def _end_width(panel: Plane, width: float) -> float:
    """The widest a label in the right margin may be."""
    return width * panel.end_share


def _strip(panel: Plane, scene: Scene, place: Place, width: float) -> list[tuple[Label, tuple[str, ...]]]:
    widest = 84.0 if scene.style.narrow and place is not Place.ABOVE else 132.0
    return [
        (label, wrap_text(label.text, scene.style.size(label.small), min(widest, width)))
        for label in _labels(panel, place)
    ]


def _strip_height(rows: list[tuple[Label, tuple[str, ...]]], scene: Scene) -> float:
    return max((len(lines) * scene.style.size(label.small) * 1.3 for label, lines in rows), default=0.0)


def _frame(panel: Plane, scene: Scene, left: float, top: float, width: float) -> Frame:
    style = scene.style
    tick_width = max((text_width(text, style.small) for _, text in panel.y.ticks), default=0.0)
    inner_left = left + (tick_width + 8 if panel.y.ticks else 0)
    ends = _labels(panel, Place.END)
    limit = _end_width(panel, width)
    end_width = max(
        (
            text_width(line, style.size(label.small))
            for label in ends
            for line in wrap_text(label.text, style.size(label.small), limit)
        ),
        default=0.0,
    )
    inner_right = left + width - (end_width + panel.end_gap if ends else 2)
    above = _strip_height(_strip(panel, scene, Place.ABOVE, width), scene)
    first = 16.0 if any(isinstance(mark, Label) for mark in panel.marks) and not above else 6.0
    inner_top = top + (above + STRIP_GAP if above else first)
    height = panel.heights[1 if style.narrow else 0]
    frame = Frame(inner_left, inner_top, inner_right - inner_left, height, panel.x, panel.y)
    return replace(frame, x=replace(panel.x, ticks=tuple(_shown_ticks(panel.x, frame, style.small))))


def _lay_out_axes(panel: Plane, scene: Scene, frame: Frame, index: int) -> None:
    style = scene.style
    for value, text in panel.y.ticks:
        y = frame.y_at(value)
        if panel.y.grid:
            scene.paths.append(Path(((frame.left, y), (frame.right, y)), "rule", 0.8))
        scene.texts.append(
            SceneText(
                frame.left - 8, y - style.small * 0.66, (text,), style.small, "muted", "right", frame=index, tie="tick"
            )
        )
    if panel.baseline:
        scene.paths.append(Path(((frame.left, frame.bottom), (frame.right, frame.bottom)), "muted", 1.0))
    for value, text in frame.x.ticks:
        x = frame.x_at(value)
        lines = text.split("\n")
        half = max(text_width(line, style.small) for line in lines) / 2
        middle = min(max(x, half), scene.width - half)
        if panel.x.grid:
            scene.paths.append(Path(((x, frame.top), (x, frame.bottom)), "rule", 0.8))
        if panel.baseline:
            scene.paths.append(Path(((x, frame.bottom), (x, frame.bottom + 4)), "muted", 1.0))
        scene.texts.append(
            SceneText(middle, frame.bottom + 7, tuple(lines), style.small, "muted", "center", frame=index, tie="tick")
        )


def _shown_ticks(axis: Axis, frame: Frame, size: float) -> list[tuple[float, str]]:
    """The ticks of the x scale that have room: all, or every second, third, … counted from the last."""
    for step in range(1, len(axis.ticks) + 1):
        shown = list(axis.ticks[::-1][::step][::-1])
        widths = [max(text_width(line, size) for line in text.split("\n")) for _, text in shown]
        places = [frame.x_at(value) for value, _ in shown]
        order = sorted(range(len(shown)), key=lambda place: places[place])
        if all(
            places[second] - places[first] >= (widths[first] + widths[second]) / 2 + 6
            for first, second in zip(order, order[1:], strict=False)
        ):
            return shown
    return []


def _clamp(value: float, axis: Axis) -> float:
    low, high = min(axis.low, axis.high), max(axis.low, axis.high)
    return min(max(value, low), high)


def _clipped(points: tuple[tuple[float, float], ...], frame: Frame) -> list[tuple[tuple[float, float], ...]]:
    """The stretches of a line that lie within the frame's height."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place, (x, y) in enumerate(points):
        if place:
            before = points[place - 1]
            for edge in sorted((frame.top, frame.bottom), key=lambda edge: abs(edge - before[1])):
                if min(before[1], y) < edge < max(before[1], y):
                    runs[-1].append((before[0] + (x - before[0]) * (edge - before[1]) / (y - before[1]), edge))
                    if not frame.top <= y <= frame.bottom:
                        runs.append([])
        if frame.top <= y <= frame.bottom:
            runs[-1].append((x, y))
    return [tuple(run) for run in runs if len(run) > 1]


def _lay_out_mark(mark: Mark, scene: Scene, frame: Frame, ground: Ground) -> None:
    def at(point: tuple[float, float]) -> tuple[float, float]:
        return frame.x_at(point[0]), frame.y_at(_clamp(point[1], frame.y))

    if isinstance(mark, Band):
        upper = [at((x, high)) for x, _, high in mark.points]
        lower = [at((x, low)) for x, low, _ in mark.points]
        scene.areas.append(Polygon(tuple(upper + lower[::-1]), mark.role))
        ground.edges += [tuple(upper), tuple(lower)]
        x, low, high = mark.points[-1]
        for end in (low, high):
            _lay_out_arrow((x, end), scene, frame, "muted", ground)
    elif isinstance(mark, Zone):
        scene.areas.append(Polygon(tuple(at(point) for point in mark.points), mark.role))
    elif isinstance(mark, Line):
        for run in _clipped(tuple((frame.x_at(x), frame.y_at(y)) for x, y in mark.points), frame):
            scene.paths.append(Path(run, mark.role, mark.width, mark.dashed))
            ground.lines.append(run)
        for point, said in zip(mark.points, mark.hover or ("",) * len(mark.points), strict=True):
            _lay_out_arrow(point, scene, frame, mark.role, ground)
            scene.point_out(*at(point), said)
    elif isinstance(mark, Segment):
        points = (at(mark.start), at(mark.end))
        scene.paths.append(Path(points, mark.role, mark.width, mark.dashed))
        ground.lines.append(points)
    elif isinstance(mark, Dots):
        for point, said in zip(mark.points, mark.hover or ("",) * len(mark.points), strict=True):
            scene.point_out(*at(point), said)
            if _lay_out_arrow(point, scene, frame, mark.role, ground):
                continue
            x, y = at(point)
            scene.symbols.append(Symbol(x, y, mark.shape, mark.role, mark.size, mark.hollow))
            reach = mark.size / 2 + 1.5
            ground.take((x - reach, y - reach, x + reach, y + reach))
    elif isinstance(mark, Tick):
        x, y = at((mark.x, mark.y))
        scene.paths.append(Path(((x - mark.length / 2, y), (x + mark.length / 2, y)), mark.role, mark.width))
        ground.take((x - mark.length / 2, y - 2, x + mark.length / 2, y + 2))
        scene.point_out(x, y, mark.hover)
    elif isinstance(mark, Break):
        x, y = at((mark.x, mark.y))
        for shift in (-3.0, 3.0):
            scene.paths.append(Path(((x + shift - 3, y + 7), (x + shift + 3, y - 7)), "ink", 1.4))
        ground.take((x - 7, y - 8, x + 7, y + 8))


def _lay_out_arrow(point: tuple[float, float], scene: Scene, frame: Frame, role: str, ground: Ground) -> bool:
    """An arrow at the edge for what lies beyond the scale; whether it does."""
    arrow = edge_arrow(point, frame, role)
    if arrow is None:
        return False
    if arrow not in scene.areas:  # a line and its dot are one arrow
        scene.areas.append(arrow)
    xs, ys = zip(*arrow.points, strict=True)
    ground.take((min(xs), min(ys), max(xs), max(ys)))
    return True


def _lay_out_end_labels(panel: Plane, scene: Scene, frame: Frame, index: int, right: float) -> None:
    labels = _labels(panel, Place.END)
    if not labels:
        return
    style, room = scene.style, right - frame.right - panel.end_gap + 1  # measured to the px
    wrapped = [wrap_text(label.text, style.size(label.small), room) for label in labels]
    heights = [len(lines) * style.size(label.small) * 1.3 for label, lines in zip(labels, wrapped, strict=True)]
    wanted = [frame.y_at(_clamp(label.y, frame.y)) for label in labels]
    low, high = frame.top - 14, frame.bottom + 20
    centres = spread(wanted, heights, low, high)
    for label, lines, height, y, centre in zip(labels, wrapped, heights, wanted, centres, strict=True):
        if label.leader and (abs(centre - y) > 5 or frame.x_at(label.x) < frame.right - 30):
            start, end = frame.x_at(label.x) + 7, frame.right + panel.end_gap - 4
            points = ((start, y), (end, centre))
            scene.paths.insert(0, Path(points, "rule", 0.8))
        scene.texts.append(
            SceneText(
                frame.right + panel.end_gap,
                centre - height / 2,
                lines,
                style.size(label.small),
                label.role,
                frame=index,
                tie="right",
            )
        )


def _lay_out_strips(panel: Plane, scene: Scene, frame: Frame, index: int, left: float, width: float) -> None:
    """Labels above and below the panel, at their x, moved aside where they would touch."""
    foot = frame.bottom + _tick_space(panel, scene)
    for place in (Place.ABOVE, Place.BELOW, Place.FOOT):
        rows = _strip(panel, scene, place, width)
        if not rows:
            continue
        sizes = [max(text_width(line, scene.style.size(label.small)) for line in lines) for label, lines in rows]
        wanted = [frame.x_at(_clamp(label.x, frame.x)) for label, _ in rows]
        centres = spread(wanted, sizes, left, left + width, gap=10)
        above = place is Place.ABOVE
        leaders = any(label.leader for label, _ in rows)
        for (label, lines), centre, x in zip(rows, centres, wanted, strict=True):
            size = scene.style.size(label.small)
            block = len(lines) * size * 1.3
            top = frame.top - STRIP_GAP - block if above else foot + (STRIP_GAP if leaders else 4)
            if label.leader:
                points = ((x, frame.top - 1), (centre, frame.top - 9)) if above else ((x, foot), (centre, foot + 8))
                scene.paths.append(Path(points, label.role, 1.0))
            scene.texts.append(SceneText(centre, top, lines, size, label.role, "center", frame=index))
        if not above:
            foot += _strip_height(rows, scene) + (STRIP_GAP if leaders else 4)


def _lay_out_label(label: Label, scene: Scene, frame: Frame, index: int, ground: Ground) -> None:
    size = scene.style.size(label.small)
    limit = min(120.0 if scene.style.narrow else 190.0, max(frame.width * 0.75, 70.0))
    lines = wrap_text(label.text, size, limit)
    width, height = max(text_width(line, size) for line in lines), len(lines) * size * 1.3
    anchors = [(frame.x_at(x), frame.y_at(_clamp(y, frame.y))) for x, y in (label.anchors or ((label.x, label.y),))]
    if label.place is Place.CENTRE:
        x, y = anchors[0]
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    else:
        cost, box = ground.best(anchors, width, height, label.gap, label.prefer)
        if not label.required and cost > 40:
            return
        inward = max(-box[0], 0.0) + min(
            scene.width - box[2], 0.0
        )  # a place may cost less though a px of it is cut off
        box = (box[0] + inward, box[1], box[2] + inward, box[3])
    ground.take(box, margin=5.0)
    scene.texts.append(
        SceneText((box[0] + box[2]) / 2, box[1], lines, size, label.role, "center", halo=True, frame=index)
    )


def _tick_space(panel: Plane, scene: Scene) -> float:
    lines = max((text.count("\n") + 1 for _, text in panel.x.ticks), default=0)
    return 7 + lines * scene.style.small_line_height if lines else 2.0


def _bottom(panel: Plane, scene: Scene, frame: Frame) -> float:
    bottom = frame.bottom + _tick_space(panel, scene)
    for place in (Place.BELOW, Place.FOOT):
        rows = _strip(panel, scene, place, frame.width)
        if rows:
            bottom += _strip_height(rows, scene) + (STRIP_GAP if any(label.leader for label, _ in rows) else 4)
    return bottom
