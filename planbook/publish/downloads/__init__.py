"""The files a reader can take away: `data/` of an edition.

assessments the judgements of all indicators
tables      one CSV file for each table of the yearbook, and the list of sources
workbook    the yearbook as one workbook
indicators  for each indicator its CSV, JSON and chart
exchange    the indicators as SDMX
package     the data package that describes the CSV files
index       the page that lists everything
safety      texts that spreadsheets must not compute
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planbook.paths import Project
from planbook.present.citation import STYLES
from planbook.present.edition import Edition
from planbook.present.yearbook.addresses import workbook_file
from planbook.present.yearbook.contents import build_yearbook
from planbook.publish.downloads.assessments import write_assessments
from planbook.publish.downloads.exchange import write_sdmx
from planbook.publish.downloads.index import write_data_index
from planbook.publish.downloads.indicators import write_indicators
from planbook.publish.downloads.package import write_package
from planbook.publish.downloads.tables import write_sources, write_tables
from planbook.publish.folders import write_text

__all__ = ["publish_downloads", "write_data_index"]


def publish_downloads(
    editions: Mapping[str, Edition], drawings: Mapping[str, Mapping[str, str]], made: Path, project: Project
) -> None:
    """Write everything below `made/data/` but its index, which lists what is made later too.

    The files are in both languages whichever were built; only charts are by language.

    Parameters
    ----------
    editions : by language, at least one.
    drawings : language → drawing id (`trend-i03`) → SVG.
    made : the folder of the edition.

    Raises
    ------
    PublishError
        When a chart cannot be set as PNG.
    """
    from planbook.publish.downloads.workbook import write_workbook  # gptables takes a second to import

    edition = next(iter(editions.values()))
    parts = build_yearbook(edition.inputs)
    write_assessments(edition, made)
    write_sources(edition.inputs, made)
    write_tables(edition.inputs, parts, made)
    write_workbook(edition, parts, made / workbook_file(edition.year))
    write_indicators(editions, drawings, made)
    write_sdmx(edition, made)
    for style in STYLES.values():
        write_text(made / style.address, style.text(edition))
    write_package(edition, parts, made)
