"""Panels of rows and columns with a shape in each field, and a word beside it where there is room."""

from __future__ import annotations

from planbook.present.charts.keys import ARROWS, lay_out_keys
from planbook.present.charts.metrics import NO_BREAK_SPACE, text_width, wrap_text
from planbook.present.charts.model import Axis, Cell, Matrix, Shape
from planbook.present.charts.scene import Frame, Path, Polygon, Scene, SceneText, Style, Symbol

__all__ = ["lay_out_matrix"]

SYMBOL_ROOM = 18.0
TAG_WIDTH = 15.0
LEAST_COLUMN = 30.0
LEAST_NAMES = 0.25  # of the width, for the names of the rows


def lay_out_matrix(panel: Matrix, scene: Scene, left: float, top: float, width: float) -> float:
    """Put `panel` into the scene; its bottom in px."""
    style, count = scene.style, len(panel.columns)
    tag = TAG_WIDTH if any(row.tag for row in panel.rows) else 0.0
    name_width, column_width, words = _measure(panel, style, width - tag)
    heads = panel.columns
    if (
        style.narrow and name_width < LEAST_NAMES * width
    ):  # heads too wide for so many columns are numbered, and told above
        heads, column_width = tuple(str(place + 1) for place in range(count)), LEAST_COLUMN
        name_width = width - tag - column_width * count
        top = _tell_heads(panel, heads, scene, left, top, width)
    cells_left = left + width - column_width * count
    index = len(scene.frames)
    if not words:
        top = lay_out_keys(panel.word_keys, scene, top)
    top = _lay_out_head(panel, heads, scene, left, cells_left, column_width, top, words, index)
    first, centres = top, []
    for row in panel.rows:
        heading = not row.cells
        size = style.small if heading else style.text
        lines = wrap_text(row.label, size, (width if heading else name_width) - 2)
        word_lines = [
            wrap_text(cell.text, style.small, column_width - SYMBOL_ROOM - 6) if cell and words and cell.text else ()
            for cell in row.cells
        ]
        content = max([len(lines) * size * 1.3] + [len(texts) * style.small_line_height for texts in word_lines])
        height = content + (12 if heading else 9)
        middle = top + height / 2 + (3 if heading else 0)
        if row.tag:
            scene.symbols.append(Symbol(left + 4.5, middle, Shape.SQUARE, "ink", 8.0, row.tag == "outline"))
        scene.texts.append(
            SceneText(
                left + (0 if heading else tag),
                middle - len(lines) * size * 0.65,
                lines,
                size,
                "muted" if heading else "ink",
                frame=index,
            )
        )
        for place, (cell, texts) in enumerate(zip(row.cells, word_lines, strict=True)):
            if cell is not None:
                box = (cells_left + place * column_width, top, column_width, height)
                _lay_out_cell(cell, scene, box, texts, words, index)
        top += height
        scene.paths.append(Path(((left, top), (left + width, top)), "rule", 0.6))
        centres.append(middle)
    scene.frames.append(
        Frame(
            cells_left,
            first,
            column_width * count,
            top - first,
            Axis(-0.5, count - 0.5),
            Axis(top - first, 0.0),
            tuple(centres),
        )
    )
    return top


def _longest_word(text: str, size: float) -> float:
    return max(text_width(line, size) for line in wrap_text(text, size, 1.0))


def _measure(panel: Matrix, style: Style, width: float) -> tuple[float, float, bool]:
    """Widths of the name column and of the others, and whether words stand in the fields."""
    count = len(panel.columns)
    texts = [cell.text for row in panel.rows for cell in row.cells if cell is not None and cell.text]
    names = max((text_width(row.label, style.text) for row in panel.rows if row.cells), default=0.0) + 8
    if panel.words and texts and not style.narrow:
        name_width = min(names, width * panel.label_share)
        column_width = (width - name_width) / count
        room = column_width - SYMBOL_ROOM - 6
        if all(
            len(wrap_text(text, style.small, room)) <= 2 and _longest_word(text, style.small) <= room for text in texts
        ):
            return name_width, column_width, True
    heads = max((_longest_word(column, style.small) for column in panel.columns), default=0.0)
    if style.narrow or not panel.words:
        column_width = max(LEAST_COLUMN, heads + 4)
    else:
        column_width = max(LEAST_COLUMN, heads + 6, (width - min(names, width * panel.label_share)) / count)
    return width - column_width * count, column_width, False


def _tell_heads(panel: Matrix, heads: tuple[str, ...], scene: Scene, left: float, top: float, width: float) -> float:
    """What each numbered column is, above the panel; the bottom of it in px."""
    style, lines = scene.style, [""]
    for head, name in zip(heads, panel.columns, strict=True):
        told = f"{head} {name}".replace(" ", NO_BREAK_SPACE)
        joined = f"{lines[-1]}   {told}" if lines[-1] else told
        if text_width(joined, style.small) > width:
            lines.append(told)
        else:
            lines[-1] = joined
    scene.texts.append(SceneText(left, top, tuple(lines), style.small, "muted"))
    return top + len(lines) * style.small_line_height + 6


def _lay_out_head(
    panel: Matrix,
    heads: tuple[str, ...],
    scene: Scene,
    left: float,
    cells_left: float,
    column_width: float,
    top: float,
    words: bool,
    index: int,
) -> float:
    style = scene.style
    wrapped = [wrap_text(column, style.small, column_width - 4) for column in heads]
    foot = top + max((len(lines) for lines in wrapped), default=1) * style.small_line_height
    for place, lines in enumerate(wrapped):
        start = cells_left + place * column_width
        scene.texts.append(
            SceneText(
                start + (4 if words else column_width / 2),
                foot - len(lines) * style.small_line_height,
                lines,
                style.small,
                "muted",
                "left" if words else "center",
                frame=index,
            )
        )
    if panel.corner:
        lines = wrap_text(panel.corner, style.small, max(cells_left - left - 8, 40))
        scene.texts.append(
            SceneText(left, foot - len(lines) * style.small_line_height, lines, style.small, "muted", frame=index)
        )
    foot += 4
    scene.paths.append(Path(((left, foot), (scene.width, foot)), "ink", 1.0))
    return foot


def _lay_out_cell(
    cell: Cell, scene: Scene, box: tuple[float, float, float, float], texts: tuple[str, ...], words: bool, index: int
) -> None:
    left, top, width, height = box
    middle = top + height / 2
    x = left + 10 if words else left + width / 2
    size = 12.0 if cell.shape in ARROWS else 9.5
    scene.symbols.append(Symbol(x, middle, cell.shape, cell.role, size, cell.hollow, frame=index))
    scene.point_out(x, middle, cell.hover, 9.0)
    if cell.mark:
        scene.texts.append(
            SceneText(x + 7, middle - scene.style.small * 0.65, (cell.mark,), scene.style.small, frame=index)
        )
    if texts:
        small = scene.style.small
        scene.texts.append(
            SceneText(
                left + SYMBOL_ROOM + 2,
                middle - len(texts) * small * 0.65,
                texts,
                small,
                cell.role,
                frame=index,
            )
        )
    if cell.framed:
        edge = (
            (left + 1, top + 2),
            (left + width - 2, top + 2),
            (left + width - 2, top + height - 2),
            (left + 1, top + height - 2),
        )
        scene.areas.append(Polygon(edge, None, "ink", frame=index))
