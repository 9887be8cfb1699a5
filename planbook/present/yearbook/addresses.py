"""Where the files to take away lie in an edition. They stay the same from edition to edition."""

from __future__ import annotations

__all__ = [
    "DATA_INDEX",
    "DATA_PACKAGE",
    "INDICATOR_TABLE",
    "ROOT_FROM_CONTENTS",
    "ROOT_FROM_PART",
    "SDMX_DATA",
    "SDMX_STRUCTURE",
    "SOURCES",
    "chart_file",
    "indicator_file",
    "table_csv",
    "workbook_file",
]

# From a page to the folder of its edition.
ROOT_FROM_CONTENTS = "../"
ROOT_FROM_PART = "../../"  # from yearbook/ and from indicators/ alike

DATA_INDEX = "data/index.html"
DATA_PACKAGE = "data/datapackage.json"
SOURCES = "data/sources.csv"
INDICATOR_TABLE = "data/indicators.csv"
SDMX_DATA = "data/sdmx/observations.csv"
SDMX_STRUCTURE = "data/sdmx/structure.xml"


def workbook_file(year: int) -> str:
    """The workbook with all tables; its name carries the year, so that two editions can lie in one folder."""
    return f"data/yearbook-{year}.xlsx"


def table_csv(table_id: str) -> str:
    return f"data/tables/{table_id}.csv"


def indicator_file(indicator_id: str, extension: str) -> str:
    """The data of one indicator: `csv` or `json`."""
    return f"data/indicators/{indicator_id}.{extension}"


def chart_file(indicator_id: str, language: str, extension: str) -> str:
    """The trend chart of one indicator in one language: `svg` or `png`."""
    return f"data/indicators/{indicator_id}-{language}.{extension}"
