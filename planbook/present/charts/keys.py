"""The key: samples with words, in as many lines as they need."""

from __future__ import annotations

from planbook.present.charts.metrics import text_width, wrap_text
from planbook.present.charts.model import Key, Shape
from planbook.present.charts.scene import Path, Polygon, Scene, SceneText, Symbol

__all__ = ["ARROWS", "lay_out_keys"]

ARROWS = (Shape.RISING, Shape.LEVEL, Shape.SINKING)


def lay_out_keys(keys: tuple[Key, ...], scene: Scene, top: float) -> float:
    """The key in as many lines as it needs; the top of what follows."""
    if not keys:
        return top
    style, left, rows = scene.style, 0.0, 1
    for key in keys:
        sample = 28.0 if key.dashed or key.line else 22.0 if key.hatched else 15.0 if key.shape else 0.0
        lines = wrap_text(key.text, style.small, scene.width - sample)
        wide = sample + max(text_width(line, style.small) for line in lines)
        if left and left + wide > scene.width:
            left, top, rows = 0.0, top + rows * style.small_line_height + 3, 1
        rows = max(rows, len(lines))
        middle = top + style.small * 0.66
        if key.hatched:
            box = ((left, middle - 4.5), (left + 17, middle - 4.5), (left + 17, middle + 4.5), (left, middle + 4.5))
            scene.areas.append(Polygon(box, key.role, hatched=True))
        elif key.dashed or key.line:
            sample_line = ((left, middle), (left + 22, middle))
            scene.paths.append(Path(sample_line, key.role, 1.6 if key.dashed else 2.4, key.dashed))
        elif key.shape:
            size = 12.0 if key.shape in ARROWS else 9.0
            scene.symbols.append(Symbol(left + 5.5, middle, key.shape, key.role, size, key.hollow))
        scene.texts.append(SceneText(left + sample, top, lines, style.small, "muted"))
        left += wide + 16
    return top + rows * style.small_line_height + 10
