"""A default face for whatever a notebook shows that has none of its own: Markdown, LaTeX, HTML, a picture, text."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable, Mapping
from functools import partial
from html import escape

from planbook.errors import PublishError
from planbook.present.edition import Edition
from planbook.present.faces.plotly_figures import PLOTLY_MIME, face_of_plotly
from planbook.present.faces.showing import rests_on_published
from planbook.present.inline import plain
from planbook.present.marks import illustrative_mark
from planbook.present.pieces import PIECE_MIME, DataTable, Figure, Piece, raw_html
from planbook.present.words import Words
from planbook.publish.cleaning import clean_html

__all__ = ["face_of_output", "text_of"]

_TAG = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?|mailto):)")
_CODE = re.compile(
    r"(^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[`~]*\s*$|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))", re.M | re.S
)
_HOLDS_MATH = re.compile(r"\$|\\\(|\\\[")
_LIVE = ("application/vnd.jupyter.widget-view+json", "application/javascript")  # need a kernel or a script of their own
_PIXELS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8", "image/gif": b"GIF8"}


def face_of_output(
    data: Mapping[str, object], id: str, edition: Edition, place: str, metadata: Mapping[str, object] | None = None
) -> Piece:
    """The face of one output.

    Parameters
    ----------
    data : its representations by media type.
    edition : where it holds illustrative figures, what does not say what it rests on is marked as a whole.
    place : chapter, language and cell, for the message.
    metadata : of the output; says where the kernel knows that it rests on published figures alone.

    Raises
    ------
    PublishError
        When it is something that neither page nor paper can hold: a widget, a script.
    """
    if PIECE_MIME in data:
        return _carried(data)
    words, illustrative = edition.words, edition.has_illustrative and not rests_on_published(metadata or {})
    if PLOTLY_MIME in data and (piece := _plotly_face(data[PLOTLY_MIME], id, edition, illustrative)):
        return piece
    if not any(kind in data for kind in _LIVE):
        for kind, make in _FACES.items():
            if kind in data and (piece := make(text_of(data[kind]), id, words, illustrative)):
                return piece
        # text beside HTML only says what kind of thing it is
        text = "" if {"text/html", "image/svg+xml", PLOTLY_MIME} & set(data) else text_of(data.get("text/plain", ""))
        if piece := _plain_face(text, id, words, illustrative):
            return piece
    raise PublishError(
        f"{place}: an output cannot be published; found {', '.join(sorted(data)) or 'nothing'}, expected a table, "
        "figure, picture, Markdown, LaTeX, number or text that needs no script of its own. "
        "Fix: show what it holds as a DataFrame, a Plotly or matplotlib figure or Markdown, "
        "a map on a ground from the internet with present.with_drawing(figure, drawing), "
        "or tag the cell “not-published”."
    )


def text_of(value: object) -> str:
    """A notebook writes a text as one string or as its lines."""
    return value if isinstance(value, str) else "".join(value)  # type: ignore[arg-type]


def _plotly_face(content: object, id: str, edition: Edition, illustrative: bool) -> Piece | None:
    """A figure that was shown by `figure.show()`, past the formatters that give figures their faces."""
    import plotly.graph_objects

    held: Mapping[str, object] = content  # type: ignore[assignment]
    figure = plotly.graph_objects.Figure({"data": held.get("data"), "layout": held.get("layout")})
    return face_of_plotly(figure, edition, id, illustrative)


def _carried(data: Mapping[str, object]) -> Piece:
    carried: Mapping[str, object] = data[PIECE_MIME]  # type: ignore[assignment]
    table: Mapping[str, list[object]] | None = carried.get("data")  # type: ignore[assignment]
    figure: Mapping[str, str] | None = carried.get("figure")  # type: ignore[assignment]
    return Piece(
        id=str(carried["id"]),
        html=text_of(data.get("text/html", "")),
        markdown=text_of(carried["markdown"]),
        text=text_of(data.get("text/plain", "")),
        svg=text_of(carried["svg"]),
        data=None if table is None else DataTable(tuple(table["columns"]), tuple(map(tuple, table["rows"]))),  # type: ignore[arg-type]
        figure=None if figure is None else Figure(**figure),
    )


def _note(words: Words, illustrative: bool) -> tuple[str, str]:
    """The sentence under an output that is marked as a whole, for the page and for print."""
    if not illustrative:
        return "", ""
    said = plain(words("faces.whole"))
    return f'<p class="table-note">{said.html}</p>', f"\n\n::: {{.table-note}}\n{said.markdown}\n:::"


def _markdown_face(text: str, id: str, words: Words, illustrative: bool) -> Piece | None:
    """Markdown is read by pandoc for page and print alike; tags in it are texts that some data brought."""
    if not text.strip():
        return None
    safe = _escape_tags(text.strip())
    only_headings = all(line.startswith("#") for line in text.split("\n") if line.strip())
    _, note = _note(words, illustrative and not only_headings)
    return Piece(id, "", safe + note, text.strip())


def _escape_tags(text: str) -> str:
    parts, position = [], 0
    for code in _CODE.finditer(text):
        parts += [_TAG.sub(r"\\<", text[position : code.start()]), code[0]]
        position = code.end()
    return "".join([*parts, _TAG.sub(r"\\<", text[position:])])


def _latex_face(text: str, id: str, words: Words, illustrative: bool) -> Piece | None:
    """A formula stands on a line of its own; other LaTeX is text with formulas in it."""
    formula = text.strip().removeprefix(r"\[").removesuffix(r"\]").strip()
    single = re.fullmatch(r"\$\$?(?P<formula>[^$]+)\$\$?", formula)
    if single:
        formula = single["formula"]
    elif _HOLDS_MATH.search(formula):
        return _markdown_face(text, id, words, illustrative)
    formula = re.sub(r"\\displaystyle\s*", "", formula).strip()
    if not formula:
        return None
    formula = re.sub(r"\\(begin|end)\{(equation|align|gather)\*?\}", _inner_environment, formula)
    _, note = _note(words, illustrative)
    return Piece(id, "", f"$${' '.join(formula.split())}$$" + note, formula)


def _inner_environment(found: re.Match[str]) -> str:
    inner = {"equation": "", "align": "aligned", "gather": "gathered"}[found[2]]
    return f"\\{found[1]}{{{inner}}}" if inner else ""


def _html_face(source: str, id: str, words: Words, illustrative: bool) -> Piece | None:
    cleaned = clean_html(source, id, words, illustrative_mark(words).html if illustrative else "")
    if not cleaned.text and "<img" not in cleaned.html:
        return None
    html = cleaned.html if cleaned.has_table else f'<div class="output">{cleaned.html}</div>'
    note, _ = _note(words, illustrative)
    return Piece(id, html + note, raw_html(html + note), cleaned.text)


def _svg_face(source: str, id: str, words: Words, illustrative: bool) -> Piece | None:
    """A drawing of unknown make stands on the page as a picture: inside one, no script runs and no style leaks."""
    if not source.strip():
        return None
    encoded = base64.b64encode(source.encode()).decode()
    return _picture(f"data:image/svg+xml;base64,{encoded}", source, id, words, illustrative)


def _pixel_face(kind: str, encoded: str, id: str, words: Words, illustrative: bool) -> Piece | None:
    encoded = "".join(encoded.split())
    address = f"data:{kind};base64,{encoded}"
    width, height = _pixel_size(kind, base64.b64decode(encoded))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'xlink:href="{address}"/></svg>'
    )
    return _picture(address, svg, id, words, illustrative)


def _pixel_size(kind: str, content: bytes) -> tuple[int, int]:
    if not content.startswith(_PIXELS[kind]):
        raise PublishError(f"a picture of type {kind} does not begin as one. Fix: show it again.")
    if kind == "image/png":
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if kind == "image/gif":
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    position = 2
    while position < len(content):  # JPEG: the frame header, whatever stands before it
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return int(width), int(height)
        position += 2 + length
    return 640, 480


def _picture(address: str, svg: str, id: str, words: Words, illustrative: bool) -> Piece:
    title = plain(words("faces.result"))
    mark = illustrative_mark(words) if illustrative else plain("")
    alt = words("faces.picture")
    note, _ = _note(words, illustrative)
    source = note.replace("table-note", "chart-source")
    html = (
        f'<figure class="chart" id="{id}"><figcaption><span class="chart-title">{title.html}{mark.html}</span>'
        f"</figcaption>"
        f'<div class="chart-picture"><img src="{address}" alt="{escape(alt)}"></div>{source}</figure>'
    )
    said = plain(words("faces.whole")).markdown if illustrative else ""
    caption = f"[{title.markdown}{mark.markdown}]{{.chart-title}}" + (f" [{said}]{{.chart-source}}" if said else "")
    return Piece(
        id, html, f'![{caption}](charts/{id}.svg){{#fig-{id} width=100% alt="{alt}"}}', words("faces.picture"), svg
    )


def _plain_face(text: str, id: str, words: Words, illustrative: bool) -> Piece | None:
    """One line is a paragraph; several keep their lines."""
    text = text.strip("\n")
    if not text.strip():
        return None
    note, printed_note = _note(words, illustrative)
    mark = illustrative_mark(words) if illustrative else plain("")
    said = plain(text)
    if "\n" not in text:
        html = f'<p class="output">{said.html}{mark.html}</p>'
        paragraph = f"::: {{.output}}\n{said.markdown}{mark.markdown}\n:::"
        return Piece(id, html + note, paragraph + printed_note, text)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return Piece(
        id, f'<pre class="output" tabindex="0">{said.html}</pre>{note}', f"{fence}\n{text}\n{fence}{printed_note}", text
    )


# The first that there is: what says most to page and print alike goes first.
_Maker = Callable[[str, str, Words, bool], Piece | None]
_FACES: dict[str, _Maker] = {
    "text/markdown": _markdown_face,
    "text/html": _html_face,
    "text/latex": _latex_face,
    "image/svg+xml": _svg_face,
    **{kind: partial(_pixel_face, kind) for kind in _PIXELS},
}
