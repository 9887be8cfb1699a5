"""A drawing as a picture: the SVG of a chart, set by Typst, which knows its fonts, as PNG."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from planbook.errors import PublishError
from planbook.publish.reuse import Reuse
from planbook.publish.typeset import find_fonts

__all__ = ["write_png", "write_pngs"]

_PAGES = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for svg in json(bytes(sys.inputs.given)) { page(image(bytes(svg), format: "svg")) }
"""
PIXELS_PER_INCH = 200


def write_png(svg: str, path: Path) -> None:
    """Write `svg` to `path` as PNG at 200 pixels an inch, on white.

    Raises
    ------
    PublishError
        When Typst cannot set the drawing.
    """
    write_pngs({path: svg})


def write_pngs(drawings: Mapping[Path, str], reuse: Reuse | None = None) -> None:
    """Write each drawing to its path as PNG; all are set at once, since Typst takes longer to begin than to draw.

    Raises
    ------
    PublishError
        When Typst cannot set one of them.
    """
    for path, picture in zip(drawings, set_pages(_PAGES, list(drawings.values()), PIXELS_PER_INCH, reuse), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)


def set_pages(template: str, given: Sequence[object], pixels_per_inch: int, reuse: Reuse | None = None) -> list[bytes]:
    """A page for each of what is `given` as PNG; the template finds it as a list in JSON in `sys.inputs.given`.

    Raises
    ------
    PublishError
        When Typst cannot set them.
    """

    def make(positions: list[int]) -> list[bytes]:
        return _set_pages(template, [given[position] for position in positions], pixels_per_inch)

    return (reuse or Reuse()).each("pictures", [[template, one, pixels_per_inch] for one in given], make)


def _set_pages(template: str, given: Sequence[object], pixels_per_inch: int) -> list[bytes]:
    import typst

    try:
        made = typst.compile(
            template.encode(),
            format="png",
            ppi=pixels_per_inch,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[find_fonts()]),
            sys_inputs={"given": json.dumps(list(given), ensure_ascii=False)},
        )
    except RuntimeError as error:
        raise PublishError(f"Typst could not set the drawings: {error}") from error
    return made if isinstance(made, list) else [made]
