"""The files a reader can take away: `data/` of an edition.

A kind of download is one entry of `DOWNLOADS`: it writes its files and lists them, each with its title, its group in
the list of files and, for a table, its description in the data package.

download     what a download is
assessments  the judgements of all indicators
tables       one CSV file for each table of the yearbook, and the list of sources
workbook     the yearbook as one workbook
indicators   for each indicator its CSV, JSON and chart
exchange     the indicators as SDMX
plan_changes what changed in the plan since it was adopted
beside       reports and notebooks, which are made elsewhere
package      the data package that describes the CSV files
index        the page that lists everything
safety       texts that spreadsheets must not compute
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from planbook.paths import Project
from planbook.present.citation import STYLES
from planbook.present.edition import Edition
from planbook.present.words import speaking_for
from planbook.present.yearbook.addresses import DATA_PACKAGE, workbook_file
from planbook.present.yearbook.figures import bilingual
from planbook.publish.downloads.assessments import JUDGEMENTS
from planbook.publish.downloads.beside import NOTEBOOKS, REPORTS
from planbook.publish.downloads.download import Download, DownloadFile, Making
from planbook.publish.downloads.exchange import SDMX
from planbook.publish.downloads.index import write_index
from planbook.publish.downloads.indicators import INDICATORS
from planbook.publish.downloads.package import write_package
from planbook.publish.downloads.plan_changes import PLAN_CHANGES
from planbook.publish.downloads.tables import SOURCE_LIST, TABLES
from planbook.publish.folders import write_text
from planbook.publish.reuse import Reuse

__all__ = ["DOWNLOADS", "publish_downloads", "write_data_index"]


def publish_downloads(
    editions: Mapping[str, Edition],
    drawings: Mapping[str, Mapping[str, str]],
    made: Path,
    reuse: Reuse | None = None,
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
    making = Making(editions, drawings, made, reuse or Reuse())
    with speaking_for(making.edition.words.own):
        for download in DOWNLOADS:
            if download.write is not None:
                download.write(making)
        write_package(making, _files(making))


def write_data_index(editions: Mapping[str, Edition], made: Path, project: Project, assets: str = "assets/") -> None:
    """Write `data/index.html`; called when everything else is made, the manifest excepted.

    `assets` leads from the edition's folder to style and scripts.
    """
    making = Making(editions, {}, made)
    with speaking_for(making.edition.words.own):
        write_index(making, _files(making), project, assets)


def _files(making: Making) -> list[DownloadFile]:
    """The files there are."""
    return [file for download in DOWNLOADS for file in download.files(making) if (making.made / file.address).is_file()]


def _workbook_files(making: Making) -> Iterator[DownloadFile]:
    yield DownloadFile(workbook_file(making.edition.year), bilingual("downloads.file.workbook"), "yearbook")


def _write_workbook(making: Making) -> None:
    from planbook.publish.downloads.workbook import write_workbook  # gptables takes a second to import

    address = workbook_file(making.edition.year)
    making.reuse.files(
        "workbook",
        making.known,
        making.made,
        lambda folder: write_workbook(making.edition, making.parts, folder / address),
    )


def _package_files(making: Making) -> Iterator[DownloadFile]:
    yield DownloadFile(DATA_PACKAGE, bilingual("downloads.file.package"), "yearbook")


def _citation_files(making: Making) -> Iterator[DownloadFile]:
    for key, style in STYLES.items():
        yield DownloadFile(style.address, bilingual(f"downloads.file.citation_{key}"), "citation")


def _write_citations(making: Making) -> None:
    for style in STYLES.values():
        write_text(making.made / style.address, style.text(making.edition))


# In the order in which the list of files names them within a group.
DOWNLOADS: tuple[Download, ...] = (
    REPORTS,
    Download(_workbook_files, _write_workbook),
    Download(_package_files),  # written last, by `publish_downloads`: it describes the others
    SOURCE_LIST,
    TABLES,
    INDICATORS,
    JUDGEMENTS,
    PLAN_CHANGES,
    SDMX,
    NOTEBOOKS,
    Download(_citation_files, _write_citations),
)
