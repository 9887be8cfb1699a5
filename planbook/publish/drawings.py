"""A drawing as a picture: the SVG of a chart, set by Typst, which knows its fonts, as PNG."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from planbook.publish.engines import run_engine
from planbook.publish.fonts import find_fonts
from planbook.publish.reuse import Reuse

__all__ = ["write_png", "write_pngs"]

_PAGES = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for svg in json(bytes(sys.inputs.given)) { page(image(bytes(svg), format: "svg")) }
"""
PIXELS_PER_INCH = 200
_AT_ONCE = 16  # pictures; Typst holds some ten megabytes for each until its process ends

# In a process of its own, which gives the memory back.
_SET = """
import json, pathlib, sys, typst
asked = json.loads(pathlib.Path("asked.json").read_text(encoding="utf-8"))
fonts = typst.Fonts(include_system_fonts=False, font_paths=asked["fonts"])
try:
    made = typst.compile(
        asked["template"].encode(),
        format="png",
        ppi=asked["ppi"],
        font_paths=fonts,
        sys_inputs={"given": asked["given"]},
    )
except RuntimeError as error:
    sys.exit(str(error))
for number, picture in enumerate(made if isinstance(made, list) else [made]):
    pathlib.Path(f"{number}.png").write_bytes(picture)
"""


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
        chosen = [given[position] for position in positions]
        shares = [chosen[start : start + _AT_ONCE] for start in range(0, len(chosen), _AT_ONCE)]
        return [picture for share in shares for picture in _set_pages(template, share, pixels_per_inch)]

    return (reuse or Reuse()).each("pictures", [[template, one, pixels_per_inch] for one in given], make)


def _set_pages(template: str, given: Sequence[object], pixels_per_inch: int) -> list[bytes]:
    asked = {
        "template": template,
        "given": json.dumps(list(given), ensure_ascii=False),
        "ppi": pixels_per_inch,
        "fonts": [str(find_fonts())],
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "asked.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
        run_engine("Typst on drawings", [sys.executable, "-c", _SET], folder)
        return [(folder / f"{number}.png").read_bytes() for number in range(len(given))]
