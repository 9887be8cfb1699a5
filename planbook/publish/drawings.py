"""A drawing as a picture: the SVG of a chart, set by Typst, which knows its fonts, as PNG."""

from __future__ import annotations

from pathlib import Path

from planbook.errors import PublishError
from planbook.publish.typeset import find_fonts

__all__ = ["write_png"]

_PAGE = '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image(bytes(sys.inputs.svg), format: "svg")\n'
PIXELS_PER_INCH = 200


def write_png(svg: str, path: Path) -> None:
    """Write `svg` to `path` as PNG at 200 pixels an inch, on white.

    Raises
    ------
    PublishError
        When Typst cannot set the drawing.
    """
    import typst

    try:
        picture = typst.compile(
            _PAGE.encode(),
            format="png",
            ppi=PIXELS_PER_INCH,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[find_fonts()]),
            sys_inputs={"svg": svg},
        )
    except RuntimeError as error:
        raise PublishError(f"Typst could not set the drawing {path.stem}: {error}") from error
    path.write_bytes(picture)
