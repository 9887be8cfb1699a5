"""What search engines and catalogues are told of a page: schema.org `Dataset` as JSON-LD.

Addresses are relative to the page, because a site does not know where it will be put.
"""

from __future__ import annotations

from planbook.present.citation import AUTHOR, LICENCE
from planbook.present.edition import Edition
from planbook.present.sentences.summary import headline
from planbook.present.titles import edition_title
from planbook.present.yearbook.addresses import DATA_PACKAGE, indicator_file, workbook_file

__all__ = ["describe_data"]


def describe_data(edition: Edition) -> dict[str, dict[str, object]]:
    """By address of the page: the edition's data set on its summary, each indicator's on its own page."""
    words, plan, parameters = edition.words, edition.inputs.plan, edition.inputs.parameters
    shared = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "creator": {"@type": "Organization", "name": AUTHOR},
        "datePublished": parameters.published.isoformat(),
        "inLanguage": words.html_language,
        "isAccessibleForFree": True,
        "license": LICENCE["path"],
        "spatialCoverage": words.text(plan.area),
        "temporalCoverage": f"{plan.baseline_year}/{edition.year}",
    }
    described = {
        "index": shared
        | {
            "name": f"{words.text(plan.title)} · {edition_title(words, parameters)}",
            "description": headline(edition, edition.scorecard()).text,
            "distribution": [
                _file(
                    f"../{workbook_file(edition.year)}",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                ),
                _file(f"../{DATA_PACKAGE}", "application/json"),
            ],
        }
    }
    for indicator in edition.inputs.indicators.values():
        described[f"indicators/{indicator.id}"] = shared | {
            "name": words.text(indicator.name),
            "description": words.text(indicator.definition),
            "distribution": [
                _file(f"../../{indicator_file(indicator.id, 'csv')}", "text/csv"),
                _file(f"../../{indicator_file(indicator.id, 'json')}", "application/json"),
            ],
        }
    return described


def _file(address: str, media_type: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media_type}
