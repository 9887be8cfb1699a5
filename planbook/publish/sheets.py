"""The annex of the report: the table of all indicators, then a sheet of one page for each.

A sheet says what the indicator's page says first: verdict with its arithmetic, trend, values, what will come of it, who
answers for it, definition, what other methods say. It is Markdown like a page, so that print and Word hold the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from planbook.present import (
    chart_trend,
    say_agreement,
    say_breakdowns,
    say_indicator_verdict,
    say_outlook,
    say_responsibility,
    table_annex,
)
from planbook.present.edition import Edition
from planbook.present.inline import plain
from planbook.present.pieces import Piece
from planbook.present.tables.sheets import table_sheet_values
from planbook.publish.pages import Page

__all__ = ["ANNEX", "sheet_pages"]

ANNEX = "annex-indicators"  # address of the annex in the report


def sheet_pages(edition: Edition) -> list[Page]:
    """The annex as pages of the report: its opening with the table, then the sheets by number."""
    words = edition.words
    title = words("sheet.annex")
    table = table_annex(edition)
    opening = Page(ANNEX, edition.language, "info", title, title, f"{words('sheet.about')}\n\n{table.markdown}\n")
    return [opening, *(_sheet(edition, indicator_id) for indicator_id in edition.inputs.indicators)]


def _sheet(edition: Edition, indicator_id: str) -> Page:
    words, indicator = edition.words, edition.inputs.indicators[indicator_id]
    pieces = list(_pieces(edition, indicator_id))
    text = "\n\n".join(piece.markdown for piece in pieces if piece.markdown.strip())
    kind = words(f"type.{indicator.type.value}")
    title = words("sheet.title", number=indicator.number, name=words.text(indicator.short_name), type=kind)
    return Page(
        f"indicators/{indicator_id}",
        edition.language,
        "info",
        title,
        title,
        f":::::::: {{.sheet}}\n{text}\n::::::::\n",
        {piece.id: piece.svg for piece in pieces if piece.svg},
    )


def _pieces(edition: Edition, indicator_id: str) -> Iterator[Piece]:
    judged = edition.judged(indicator_id)
    yield say_indicator_verdict(edition, judged)
    yield chart_trend(edition, edition.observations(indicator_id), judged, judged)
    yield say_outlook(edition, judged, judged[judged["outlook"].notna()])
    yield table_sheet_values(edition, indicator_id)
    yield say_breakdowns(edition, indicator_id)
    yield say_responsibility(edition, indicator_id)
    yield _definition(edition, indicator_id)
    yield say_agreement(edition, judged)


def _definition(edition: Edition, indicator_id: str) -> Piece:
    """Definition and formula in one paragraph."""
    words, indicator = edition.words, edition.inputs.indicators[indicator_id]
    told = words("sheet.definition", text=words.text(indicator.definition))
    if formula := words.text(indicator.formula):
        told += words("sheet.formula", text=formula)
    face = plain(told)
    return Piece(f"sheet-definition-{indicator_id}", f"<p>{face.html}</p>", face.markdown, told)
