"""What stands beside each chart of a page, so that it can be taken along: link, embedding, citation, data, pictures.

For each chart of a language: `charts/<name>.svg`, `.png`, `.csv`, and `embed/<name>.html`, a page of its own that any
site can show in a frame. All links work without script, which only copies and completes addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from planbook.present.edition import Edition
from planbook.present.pieces import DataTable, Piece
from planbook.present.titles import edition_title
from planbook.present.words import Words
from planbook.publish.cards import Imprint, draw_card

__all__ = ["ChartFile", "chart_file", "folder_address", "imprint_of", "with_tools"]

_HEIGHT = re.compile(r'viewBox="0 0 [\d.]+ ([\d.]+)"')
_TEXTS_AROUND, _USUAL_HEIGHT = 260, 400  # px
_STATIC = re.compile(r'<div class="chart-static".*?</div>', re.DOTALL)


@dataclass(frozen=True)
class ChartFile:
    """One chart that can be taken along.

    Attributes
    ----------
    name : of its files; the same from edition to edition.
    anchor : its id on its page.
    page, page_title : address of its page below the language's folder, and what that is called.
    drawing : the drawing as it stands on the page.
    card : the SVG document to take away.
    """

    name: str
    anchor: str
    page: str
    title: str
    subtitle: str
    source: str
    alt: str
    drawing: str
    card: str
    data: DataTable | None = None


def imprint_of(edition: Edition) -> Imprint:
    """What a card of the edition says at its foot."""
    words, parameters = edition.words, edition.inputs.parameters
    foot = words(
        "share.imprint",
        plan=words.text(edition.inputs.plan.title),
        title=edition_title(words, parameters),
        cut_off=words.date(parameters.cut_off),
    )
    return Imprint(words, foot, words("share.illustrative"))


def folder_address(edition: Edition) -> str:
    """The address of the language's folder in full; "" where the parameters do not say where the site will stand."""
    parameters = edition.inputs.parameters
    return f"{parameters.site_address}{parameters.name}/{edition.language}/" if parameters.site_address else ""


def chart_file(piece: Piece, name: str, page: str, imprint: Imprint) -> ChartFile | None:
    """The files of a piece that is a drawing with its texts; None for any other."""
    found = _STATIC.search(piece.html)
    if piece.figure is None or not piece.svg or found is None:
        return None
    figure = piece.figure
    return ChartFile(
        name,
        f"fig-{piece.id}",
        page,
        figure.title,
        figure.subtitle,
        figure.source,
        figure.alt,
        found[0],
        draw_card(piece.svg, figure, imprint),
        piece.data,
    )


def _frame_height(chart: ChartFile) -> int:
    """Px that the page for a frame takes where it is as wide as the drawing: the drawing and the texts around it."""
    found = _HEIGHT.search(chart.drawing)
    return _TEXTS_AROUND + (round(float(found[1])) if found else _USUAL_HEIGHT)


def with_tools(piece: Piece, chart: ChartFile, words: Words, citation: str, address: str = "") -> str:
    """The HTML of a chart with what stands under it: all of it links, fields and a fold, no button without script.

    Parameters
    ----------
    address : of the language's folder in full, which the code for other sites then bears without script.
    """
    root = "../" * chart.page.count("/")
    files = [("SVG", "svg", "share.svg"), ("PNG", "png", "share.png")]
    if chart.data is not None:
        files.append(("CSV", "csv", "share.csv"))
    title = chart.title

    def named(key: str) -> str:
        return escape(words(key, title=title))

    links = "".join(
        f'<a class="button" href="{root}charts/{chart.name}.{extension}" download aria-label="{named(key)}">{label}</a>'
        for label, extension, key in files
    )
    code_id, embed = f"embed-{chart.anchor}", f"{root}embed/{chart.name}.html"
    source = f"{address}embed/{chart.name}.html" if address else embed
    frame = (
        f'<iframe src="{source}" title="{escape(title)}" width="100%" height="{_frame_height(chart)}" '
        'style="border:0" loading="lazy"></iframe>'
    )
    cited = words("share.cite_chart", title=title, citation=citation)
    tools = (
        '<div class="chart-tools only-page" data-pagefind-ignore="all">'
        f'<a class="button chart-link" href="#{chart.anchor}" aria-label="{named("share.link_of")}">'
        f"{escape(words('share.link'), quote=False)}</a>{links}"
        f'<details class="chart-share"><summary class="button">{escape(words("share.embed"), quote=False)}'
        f'<span class="visually-hidden"> · {escape(title, quote=False)}</span></summary>'
        f'<div class="chart-share-panel"><label for="{code_id}">{escape(words("share.code"), quote=False)}</label>'
        f'<textarea id="{code_id}" class="chart-embed" rows="3" readonly>{escape(frame, quote=False)}</textarea>'
        f'<p><a href="{embed}">{escape(words("share.open"), quote=False)}</a></p>'
        f'<p class="label">{escape(words("share.cite"), quote=False)}</p>'
        f'<p class="chart-citation">{escape(cited, quote=False)}</p></div></details></div>'
    )
    return piece.html.removesuffix("</figure>") + tools + "</figure>"
