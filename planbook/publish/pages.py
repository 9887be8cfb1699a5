"""From an executed notebook to a page: its title, and its text for the screen and for print."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

import nbformat

from planbook.errors import PublishError
from planbook.present.pieces import PIECE_MIME

__all__ = ["Page", "read_page"]

_FENCE = "`" * 8  # longer than any run of backquotes in a page
_TITLE = re.compile(r"\A\s*# (?P<title>[^\n]+)\n?")


@dataclass(frozen=True)
class Page:
    """One page of one language.

    Attributes
    ----------
    address : below the language's folder, without `.html`: `index`, `indicators/i01`.
    kind : summary, chapter, indicator, yearbook, data or info; decides its place in search results.
    screen, print : pandoc Markdown; in `screen` every piece is raw HTML, in `print` it is what paper can hold.
    drawings : SVG text by the id that `print` refers to as `charts/<id>.svg`.
    """

    address: str
    language: str
    kind: str
    title: str
    description: str
    screen: str
    print: str
    drawings: dict[str, str] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many folders below the language's folder the page lies."""
        return self.address.count("/")


def read_page(executed: str, address: str, language: str, kind: str) -> Page:
    """The page that an executed notebook makes.

    Raises
    ------
    PublishError
        When a cell shows something that is not a piece, or the page has no title.
    """
    notebook = nbformat.from_dict(json.loads(executed))
    screen: list[str] = []
    printed: list[str] = []
    drawings: dict[str, str] = {}
    title = description = ""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            text = _text(cell.source)
            if not title and (match := _TITLE.match(text)):
                title, text = match["title"].strip(), text[match.end() :]
            screen.append(text)
            printed.append(text)
            continue
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                continue  # a warning or a print for whoever runs the notebook by hand
            piece = output.get("data", {}).get(PIECE_MIME)
            if piece is None:
                raise PublishError(
                    f"{address} ({language}), cell {number}: shows {sorted(output.get('data', {}))}, "
                    "which has no face for print. Fix: let the cell end with one say_, table_ or chart_ call."
                )
            markdown = _text(piece["markdown"])
            if not title and (match := _TITLE.match(markdown)):
                title = match["title"].strip()
                continue
            if not description:
                description = _text(output.data.get("text/plain", "")).strip().split("\n")[0][:200]
            if html := _text(output.data.get("text/html", "")):
                screen.append(f"{_FENCE}{{=html}}\n{html}\n{_FENCE}")
            printed.append(markdown)
            if piece["svg"]:
                drawings[piece["id"]] = _text(piece["svg"])
    if not title:
        raise PublishError(f"{address} ({language}): the page has no title. Fix: begin the notebook with `# …`.")
    return Page(
        address,
        language,
        kind,
        title,
        description or title,
        "\n\n".join(screen) + "\n",
        "\n\n".join(printed) + "\n",
        drawings,
    )


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
