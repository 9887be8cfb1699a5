"""What a notebook cell shows: one piece, with a face for the page, one for print and one for plain text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PIECE_MIME", "Piece", "raw_html"]

# Carries the print face and the drawing through the executed notebook to `publish`. JupyterLab ignores it.
PIECE_MIME = "application/vnd.planbook.piece+json"


def raw_html(html: str) -> str:
    """HTML as a raw block of Markdown, which the print filter reads into pandoc's own elements."""
    return f"```{{=html}}\n{html}\n```"


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
    """

    id: str
    html: str
    markdown: str
    text: str
    svg: str = ""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, object]:
        return {
            "text/plain": self.text,
            "text/html": self.html,
            PIECE_MIME: {"id": self.id, "markdown": self.markdown, "svg": self.svg},
        }
