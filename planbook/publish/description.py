"""What search engines and catalogues are told of a page: schema.org `Dataset` as JSON-LD.

Addresses are relative to the page, because a site does not know where it will be put.
"""

from __future__ import annotations

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
        "creator": {"@type": "Organization", "name": words.text(plan.publisher)},
        "datePublished": parameters.published.isoformat(),
        "inLanguage": words.html_language,
        "isAccessibleForFree": True,
        "spatialCoverage": words.text(plan.area),
        "temporalCoverage": f"{plan.baseline_year}/{edition.year}",
    }
    if plan.licence is not None:
        shared["license"] = plan.licence.path
    described = {
        "index": shared
        | _warning(edition, edition.has_illustrative, headline(edition, edition.scorecard()).text)
        | {
            "name": f"{words.text(plan.title)} · {edition_title(words, parameters)}",
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
        made_up = any(one.illustrative for one in edition.inputs.series_of(indicator.id).reported)
        described[f"indicators/{indicator.id}"] = shared | _warning(edition, made_up, words.text(indicator.definition))
        described[f"indicators/{indicator.id}"] |= {
            "name": words.text(indicator.name),
            "distribution": [
                _file(f"../../{indicator_file(indicator.id, 'csv')}", "text/csv"),
                _file(f"../../{indicator_file(indicator.id, 'json')}", "application/json"),
            ],
        }
    return described


def _warning(edition: Edition, made_up: bool, description: str) -> dict[str, object]:
    """The description; of made-up figures it begins with what they are, for a catalogue shows no mark."""
    words = edition.words
    if not made_up:
        return {"description": description}
    warning = words("downloads.citation.illustrative", area=words.text(edition.inputs.plan.area))
    return {
        "description": " ".join(part for part in (warning, description) if part),
        "creativeWorkStatus": words("illustrative.name"),
        "keywords": [words("illustrative.name")],
    }


def _file(address: str, media_type: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media_type}
