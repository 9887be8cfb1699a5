"""Links from an indicator's page to its files."""

from __future__ import annotations

from dataclasses import replace

from planbook.present.edition import Edition
from planbook.present.inline import Block, Passage, link
from planbook.present.pieces import Piece, only_on_page
from planbook.present.yearbook.addresses import DATA_INDEX, ROOT_FROM_PART, chart_file, indicator_file

__all__ = ["say_indicator_downloads"]


def say_indicator_downloads(edition: Edition, indicator_id: str) -> Piece:
    """Data and chart of one indicator to take away; for the page alone. Charts are in the page's language."""
    words, language = edition.words, edition.language
    files = [
        (indicator_file(indicator_id, "csv"), words("downloads.indicator.csv")),
        (indicator_file(indicator_id, "json"), words("downloads.indicator.json")),
    ]
    if edition.assessments[indicator_id].value is not None:  # without a value there is no chart
        files += [
            (chart_file(indicator_id, language, "svg"), words("downloads.indicator.svg")),
            (chart_file(indicator_id, language, "png"), words("downloads.indicator.png")),
        ]
    files.append((DATA_INDEX, words("downloads.file.everything")))
    links = tuple(link(name, ROOT_FROM_PART + address) for address, name in files)
    piece = Passage(f"downloads-{indicator_id}", [Block(links, "ul", "downloads")]).piece()
    text = "\n".join(f"- {name}: {address}" for address, name in files)
    return replace(piece, markdown=only_on_page(piece.markdown), text=text)
