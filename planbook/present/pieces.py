"""What a notebook cell shows: one piece, with a face for the page, one for print and one for plain text."""

from __future__ import annotations

from dataclasses import asdict, dataclass

__all__ = ["PIECE_MIME", "DataTable", "Figure", "Piece", "raw_html"]

# Carries the print face and the drawing through the executed notebook to `publish`. JupyterLab ignores it.
PIECE_MIME = "application/vnd.planbook.piece+json"


def raw_html(html: str) -> str:
    """HTML as a raw block of Markdown, which the print filter reads into pandoc's own elements."""
    return f"```{{=html}}\n{html}\n```"


@dataclass(frozen=True)
class DataTable:
    """The figures behind a piece, for a file to take away: heads, and rows of texts, numbers, truth values or None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Figure:
    """What a drawing takes along when it leaves its page: its texts."""

    title: str
    subtitle: str = ""
    source: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Piece:
    """One table, chart or passage.

    Attributes
    ----------
    id : stable within a page; names the drawing's file.
    html : the page face; goes onto the page as it is.
    markdown : what pandoc reads for print: native Markdown, with tables as the same HTML.
    text : plain summary; what a terminal, and nbval, sees.
    svg : the drawing for print and download, "" where there is none.
    data : what a CSV file beside the piece holds, None where none is offered.
    figure : the texts of a drawing that can be taken away, None for what is none.
    """

    id: str
    html: str
    markdown: str
    text: str
    svg: str = ""
    data: DataTable | None = None
    figure: Figure | None = None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        carried: dict[str, object] = {"id": self.id, "markdown": self.markdown, "svg": self.svg}
        if self.data is not None:
            carried["data"] = {"columns": list(self.data.columns), "rows": [list(row) for row in self.data.rows]}
        if self.figure is not None:
            carried["figure"] = asdict(self.figure)
        return {"text/plain": self.text, "text/html": self.html, PIECE_MIME: carried}
