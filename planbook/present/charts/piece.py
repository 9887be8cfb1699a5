"""A chart as a piece: figure for the page, picture with caption for print, one line for a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from planbook.looks import ILLUSTRATIVE_MARK
from planbook.present.charts.drawing import NARROW_WIDTH, PRINT_WIDTH, WIDE_WIDTH, draw_static
from planbook.present.charts.model import Chart, ChartTable
from planbook.present.inline import plain
from planbook.present.pieces import DataTable, Figure, Piece
from planbook.present.scripts import json_in_script
from planbook.present.words import Words

__all__ = ["chart_piece", "figure_markdown"]

_ENDS = ("。", ".", "！", "？", "!", "?")
MARK_AFTER_FIGURE = re.compile(rf"\s?{ILLUSTRATIVE_MARK}")


def chart_piece(chart: Chart, words: Words, model: object = None) -> Piece:
    """The three faces of `chart`.

    The page holds the drawing in two widths, of which the style sheet shows one, and the same data as a table. An
    author's own Plotly figure brings its `model`, data and layout, which the page's script draws when asked to.
    """
    script = f'<script type="application/json" class="chart-model">{json_in_script(model)}</script>' if model else ""
    html = (
        f'<figure class="chart" id="{escape(chart.id)}">'
        f'<figcaption><span class="chart-title">{escape(chart.title, quote=False)}</span> '
        f'<span class="chart-subtitle">{escape(chart.subtitle, quote=False)}</span></figcaption>'
        f'<div class="chart-static" role="img" aria-label="{escape(chart.alt)}">'
        f"{draw_static(chart, WIDE_WIDTH)}{draw_static(chart, NARROW_WIDTH)}</div>"
        f"{script}"
        f'<details class="chart-data"><summary>{escape(words("charts.data"), quote=False)}</summary>'
        f"{_table(chart)}</details>"
        f'<p class="chart-source">{escape(chart.source_line, quote=False)}</p></figure>'
    )
    return Piece(
        id=chart.id,
        html=html,
        markdown=figure_markdown(chart.id, chart.title, chart.subtitle, chart.source_line, chart.alt, chart.language),
        text=f"{chart.title}\n{chart.alt}",
        svg=draw_static(chart, PRINT_WIDTH, face="print"),
        data=DataTable(chart.table.columns, chart.table.rows),
        figure=Figure(chart.title, chart.subtitle, chart.source_line, chart.alt),
    )


def figure_markdown(id: str, title: str, subtitle: str, source: str, alt: str, language: str) -> str:
    """A drawing as a figure of Quarto Markdown, `@fig-<id>` to who speaks of it; "" for no subtitle, no source.

    Its caption is title, subtitle and source, as sentences in print; the page shows the source below the drawing.
    """
    gap, stop = ("", "。") if language == "zh" else (" ", ".")
    parts = (("chart-title", title), ("chart-subtitle", subtitle), ("chart-source", source))
    caption = gap.join(
        f"[{plain(text).markdown}]{{.{name}}}{'' if text.endswith(_ENDS) else stop}" for name, text in parts if text
    )
    return f'![{caption}](charts/{id}.svg){{#fig-{id} width=100% alt="{_attribute(alt)}"}}'


def _attribute(text: str) -> str:
    """`text` as the value of a Markdown attribute, on one line."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _marked_once(table: ChartTable) -> ChartTable:
    """The table with ◇ in the head of a column of which every figure bears it, instead of behind each."""
    columns, rows = list(table.columns), [list(row) for row in table.rows]
    for place, head in enumerate(columns):
        cells = [row[place] for row in rows if any(sign.isdigit() for sign in row[place])]
        if place and len(cells) > 1 and all(ILLUSTRATIVE_MARK in cell for cell in cells):
            columns[place] = f"{head} {ILLUSTRATIVE_MARK}"
            for row in rows:
                row[place] = MARK_AFTER_FIGURE.sub("", row[place])
    return replace(table, columns=tuple(columns), rows=tuple(tuple(row) for row in rows))


def _table(chart: Chart) -> str:
    table = _marked_once(chart.table)
    numeric = table.numeric or (False,) + (True,) * (len(table.columns) - 1)

    def attributes(place: int) -> str:
        return ' class="number" style="text-align: right"' if numeric[place] else ""

    head = "".join(
        f'<th scope="col"{attributes(place)}>{escape(column, quote=False)}</th>'
        for place, column in enumerate(table.columns)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(cell, quote=False)}</th>'
            if place == 0
            else f"<td{attributes(place)}>{escape(cell, quote=False)}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(chart.title)}">'
        f'<table class="planbook"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
