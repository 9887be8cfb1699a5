"""What a notebook cell shows: one piece, as Markdown for page and print, as HTML for JupyterLab and as plain text."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from html import escape

__all__ = [
    "PIECE_MIME",
    "DataTable",
    "Figure",
    "Piece",
    "figure_face",
    "only_in_notebook",
    "only_on_page",
    "only_on_paper",
    "raw_html",
]

# Carries the Markdown and the drawing through the executed notebook to `publish`. JupyterLab ignores it.
PIECE_MIME = "application/vnd.planbook.piece+json"

_FIGURE = re.compile(r"\A<figure[^>]*>(<figcaption>.*?</figcaption>)?", re.DOTALL)


def raw_html(html: str) -> str:
    """HTML as a raw block of Markdown, which the print filter reads into pandoc's own elements."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", html)), default=0))
    return f"{fence}{{=html}}\n{html}\n{fence}"


def figure_face(html: str) -> str:
    """What is inside the figure `html`, but for its caption: that stands in the Markdown, with the figure's number."""
    return _FIGURE.sub("", html.removesuffix("</figure>"))


def only_on_page(markdown: str) -> str:
    """What stands on the page alone, as Quarto writes it; "" stays so."""
    return _conditional(markdown, "when-format")


def only_on_paper(markdown: str) -> str:
    """What stands in print alone, as Quarto writes it; "" stays so."""
    return _conditional(markdown, "unless-format")


def _conditional(markdown: str, condition: str) -> str:
    if not markdown:
        return ""
    fence = ":" * (2 + max((len(run) for run in re.findall("^:+", markdown, re.MULTILINE)), default=1))
    return f'{fence} {{.content-visible {condition}="html"}}\n{markdown}\n{fence}'


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
    html : what JupyterLab shows. A drawing's is also what the page has in its place: the figure that a reader can try.
    markdown : Quarto Markdown, the one source of page, report and Word document.
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


def only_in_notebook(id: str, sentence: str) -> Piece:
    """What the notebook says where there is nothing to show; page and report leave it out, and its heading with it."""
    return Piece(id, f'<p class="empty" id="{escape(id)}">{escape(sentence)}</p>', "", sentence)
