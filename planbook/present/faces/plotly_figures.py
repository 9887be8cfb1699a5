"""A Plotly figure: interactive on the page, through the site's own plotly.min.js; drawn in print.

In print stands, in this order: the drawing that its author gave it (`with_drawing`); for lines, points and bars over
one pair of scales, the same as a chart of the house; else the data as a table, with a line that says where the
interactive chart is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping
from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd

from planbook.looks import ILLUSTRATIVE_MARK, LIGHT
from planbook.present.charts.metrics import NO_BREAK_SPACE
from planbook.present.charts.piece import chart_piece, figure_markdown
from planbook.present.edition import Edition
from planbook.present.faces.numbers import is_missing, is_number
from planbook.present.faces.origins import Reach
from planbook.present.faces.plotly_charts import ROLES, house_chart, text_at
from planbook.present.faces.tables import face_of_frame
from planbook.present.inline import plain
from planbook.present.pieces import Figure, Piece, figure_face, only_on_page, only_on_paper, raw_html
from planbook.present.scripts import json_in_script
from planbook.present.words import Words

__all__ = ["DRAWING", "PLOTLY_MIME", "face_of_plotly", "is_plotly"]

PLOTLY_MIME = "application/vnd.plotly.v1+json"
DRAWING = "_planbook_drawing"  # attribute of a figure: the drawing its author gave it, as SVG
_MOST_TABLE_ROWS = 200  # of a figure's data beside it
# Plotly's own first colours, which Plotly Express writes into every trace: the author chose none of them.
_DEFAULT_COLOURS = "#636efa #ef553b #00cc96 #ab63fa #ffa15a #19d3f3 #ff6692 #b6e880 #ff97ff #fecb52"
_ASKS_OTHERS = re.compile(
    "geo$|^choropleth|^(scatter|density)map|mapbox$"
)  # kinds of trace that fetch their ground from another host
_ARRAYS = ("labels", "parents", "x", "y", "z", "values", "r", "theta", "open", "high", "low", "close", "lat", "lon")
_HEIGHT = 400


def is_plotly(shown: object) -> bool:
    """Whether it is a Plotly figure; Plotly is not imported to find out."""
    return any(
        f"{kind.__module__}.{kind.__name__}" == "plotly.basedatatypes.BaseFigure" for kind in type(shown).__mro__
    )


def face_of_plotly(
    figure: Any, edition: Edition, id: str, illustrative: bool, told: Mapping[Hashable, object] | None = None
) -> Piece | None:
    """The faces of a Plotly figure; None for a map without a drawing, which asks another host for its ground."""
    words, told = edition.words, told or {}
    title = str(told.get("title") or "") or text_at(figure.layout.title) or words("faces.result")
    title += f"{NO_BREAK_SPACE}{ILLUSTRATIVE_MARK}" if illustrative else ""
    notes = [*_texts(told.get("notes")), *([words("faces.whole")] if illustrative else [])]
    source_line = ("" if words.language == "zh" else " ").join(notes)
    asks = any(_ASKS_OTHERS.search(str(trace.type)) for trace in figure.data)
    model = {} if asks else _model(figure)
    given = str(getattr(figure, DRAWING, "") or "")
    alt = str(told.get("alt") or "")
    if given:
        return _drawn_piece(given, id, title, source_line, alt or title, model, figure, words)
    if asks:
        return None
    chart = house_chart(figure, id, title, source_line, words)
    if chart is not None:
        return chart_piece(replace(chart, alt=alt) if alt else chart, words, model)
    return _live_piece(figure, id, title, source_line, alt or title, model, edition)


def _texts(value: object) -> list[str]:
    if not value:
        return []
    return [value] if isinstance(value, str) else [str(part) for part in value]  # type: ignore[attr-defined]


def _model(figure: Any) -> dict[str, Any]:
    """Data and layout as the page's script draws them: in the house's colours, on the page's ground, without the title
    that stands above the figure anyway. The author's own colours and fonts stay."""
    content = json.loads(figure.to_json())
    layout = content["layout"]
    layout.pop("title", None)
    layout.pop("width", None)
    layout["template"] = _template() if _has_default_template(figure) else layout.get("template", {})
    layout.setdefault("height", _HEIGHT)
    text = json.dumps({"data": content["data"], "layout": layout}, ensure_ascii=False, separators=(",", ":"))
    for place, colour in enumerate(_DEFAULT_COLOURS.split()):
        role = [*ROLES, "ahead", "accent", "on-pace", "muted"][place]
        text = re.sub(colour, LIGHT[role], text, flags=re.IGNORECASE)
    made: dict[str, Any] = json.loads(text)
    return made


def _has_default_template(figure: Any) -> bool:
    import plotly.io

    template = figure.layout.template
    return template is None or template == plotly.io.templates["plotly"] or not template.to_plotly_json()


def _template() -> dict[str, Any]:
    axis = {
        "gridcolor": LIGHT["rule"],
        "linecolor": LIGHT["muted"],
        "zerolinecolor": LIGHT["rule"],
        "tickcolor": LIGHT["muted"],
        "ticks": "outside",
        "automargin": True,
    }
    return {
        "layout": {
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": LIGHT["ink"], "size": 13},
            "colorway": [LIGHT[role] for role in ROLES],
            "margin": {"l": 56, "r": 16, "t": 16, "b": 48},
            "hoverlabel": {"bgcolor": LIGHT["paper"], "font": {"color": LIGHT["ink"]}},
            "legend": {"orientation": "h", "y": -0.2},
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
        }
    }


def _drawn_piece(
    svg: str, id: str, title: str, source_line: str, alt: str, model: dict[str, Any], figure: Any, words: Words
) -> Piece:
    """A figure with the drawing that its author gave it."""
    from planbook.present.faces.drawings import page_drawing

    html = _figure_html(id, title, page_drawing(svg, id), source_line, alt, model, _data_html(figure, id, words), words)
    markdown = figure_markdown(id, title, "", source_line, alt, words.language)
    return Piece(id, html, markdown, f"{title}\n{alt}", svg, figure=Figure(title, "", source_line, alt))


def _live_piece(
    figure: Any, id: str, title: str, source_line: str, alt: str, model: dict[str, Any], edition: Edition
) -> Piece:
    """A figure without a drawing: on the page its data until the script draws it; in print its data."""
    words = edition.words
    frame = _data_frame(figure)
    frame.attrs = {"title": title, "notes": [words("faces.on_page"), *([source_line] if source_line else [])]}
    frame.attrs["illustrative"] = False  # the title and the notes say it already
    table = face_of_frame(frame, edition, id, lambda: Reach.NOTHING)
    waiting = f'<p class="chart-waiting">{escape(words("faces.needs_script"), quote=False)}</p>'
    html = _figure_html(id, title, waiting, source_line, alt, model, _data_html(figure, id, words), words, live=True)
    caption = f"[{plain(title).markdown}]{{.chart-title}}"
    on_page = f"::: {{#fig-{id} .chart}}\n{raw_html(figure_face(html))}\n\n{caption}\n:::"
    markdown = f"{only_on_page(on_page)}\n\n{only_on_paper(table.markdown)}"
    return Piece(id, html, markdown, f"{title}\n{table.text}")


def _figure_html(
    id: str,
    title: str,
    drawing: str,
    source_line: str,
    alt: str,
    model: dict[str, Any],
    table: str,
    words: Words,
    live: bool = False,
) -> str:
    script = json_in_script(model)
    role = "" if live else f' role="img" aria-label="{escape(alt)}"'
    return (
        f'<figure class="chart" id="{id}">'
        f'<figcaption><span class="chart-title">{escape(title, quote=False)}</span></figcaption>'
        f'<div class="chart-static{" chart-live" if live else ""}"{role}>{drawing}</div>'
        + (f'<script type="application/json" class="chart-model">{script}</script>' if model else "")
        + f'<details class="chart-data"{" open" if live else ""}>'
        f"<summary>{escape(words('charts.data'), quote=False)}</summary>{table}</details>"
        + (f'<p class="chart-source">{escape(source_line, quote=False)}</p>' if source_line else "")
        + "</figure>"
    )


def _data_html(figure: Any, id: str, words: Words) -> str:
    """The figure's data as the plain table that stands beside every chart."""
    frame = _data_frame(figure).head(_MOST_TABLE_ROWS)
    numeric = [all(is_missing(value) or is_number(value) for value in frame[name]) for name in frame.columns]

    def cells(row: tuple[object, ...]) -> str:
        return "".join(
            f'<td class="number" style="text-align: right">{_plain(value)}</td>'
            if right
            else f"<td>{_plain(value)}</td>"
            for value, right in zip(row, numeric, strict=True)
        )

    head = "".join(
        f'<th scope="col"{" class=number" if right else ""}>{escape(str(name), quote=False)}</th>'
        for name, right in zip(frame.columns, numeric, strict=True)
    )
    rows = "".join(f"<tr>{cells(row)}</tr>" for row in frame.itertuples(index=False, name=None))
    label = escape(words("charts.data"))
    return (
        f'<div class="table-scroll" role="group" tabindex="0" aria-label="{label} {id}">'
        f'<table class="planbook"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _plain(value: object) -> str:
    if is_missing(value):
        return "–"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return escape(str(value), quote=False)


def _data_frame(figure: Any) -> pd.DataFrame:
    """What the traces hold, one row a point; a grid of values one row a field."""
    parts = []
    for number, trace in enumerate(figure.data, start=1):
        held = trace.to_plotly_json()
        arrays = {name: _flat(trace[name]) for name in _ARRAYS if name in held and trace[name] is not None}
        grid = arrays.get("z")
        if grid and isinstance(grid[0], (list, tuple)):
            arrays = _fields_of_grid(grid, arrays.get("x"), arrays.get("y"))
        length = max((len(values) for values in arrays.values()), default=0)
        columns = {name: values for name, values in arrays.items() if len(values) == length}
        if columns:
            part = pd.DataFrame(columns)
            if len(figure.data) > 1:
                part.insert(0, "name", str(trace.name or number))
            parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _flat(array: Any) -> list[Any]:
    return array.tolist() if hasattr(array, "tolist") else list(array)


def _fields_of_grid(grid: list[Any], x: list[Any] | None, y: list[Any] | None) -> dict[str, list[Any]]:
    rows, columns = range(len(grid)), range(max(len(row) for row in grid))
    places = [(row, column) for row in rows for column in columns if column < len(grid[row])]
    return {
        "y": [y[row] if y else row for row, _ in places],
        "x": [x[column] if x else column for _, column in places],
        "z": [grid[row][column] for row, column in places],
    }
