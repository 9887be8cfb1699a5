"""`data/datapackage.json`: what the CSV files hold, on what terms, and where their figures come from."""

from __future__ import annotations

import json
from collections.abc import Iterable

from planbook.present.citation import citations, licence_record, licence_text
from planbook.present.edition import Edition
from planbook.present.words import load_words
from planbook.present.yearbook.addresses import DATA_PACKAGE
from planbook.present.yearbook.figures import bilingual
from planbook.present.yearbook.model import Part
from planbook.publish.downloads.download import DownloadFile, Making, Resource
from planbook.publish.folders import write_text

__all__ = ["write_package"]


def write_package(making: Making, files: Iterable[DownloadFile]) -> None:
    """Describe every table among `files`."""
    edition, inputs, plan = making.edition, making.inputs, making.inputs.plan
    title = bilingual("downloads.workbook.title", plan=plan.title, year=edition.year)
    licence = licence_record(edition)
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{plan.id.replace('_', '-')}-{edition.year}",
        "title": f"{title.zh} / {title.en}",
        "description": _description(edition),
        "homepage": "index.html",
        "version": str(edition.year),
        "created": f"{inputs.parameters.published.isoformat()}T00:00:00Z",
        **({} if licence is None else {"licenses": [licence]}),
        "contributors": [{"title": plan.publisher.en, "roles": ["author"]}],
        "sources": _sources(edition, making.parts),
        "resources": [_resource(file, file.resource) for file in files if file.resource is not None],
    }
    write_text(making.made / DATA_PACKAGE, json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n")


def _description(edition: Edition) -> str:
    sentences = [*citations(edition, "data/").values(), *vars(licence_text(edition)).values()]
    if edition.has_illustrative:
        sentences += vars(bilingual("downloads.citation.illustrative", area=edition.inputs.plan.area)).values()
    return "\n".join(sentences)


def _sources(edition: Edition, parts: tuple[Part, ...]) -> list[dict[str, str]]:
    """The sources of the tables' figures; an address only where it is the publisher's own."""
    inputs, english = edition.inputs, load_words("en")
    used = dict.fromkeys(source_id for part in parts for table in part.tables for source_id in table.source_ids)
    found = []
    for source in (inputs.sources[source_id] for source_id in used if source_id in inputs.sources):
        title = f"{source.title.zh} / {source.title.en} ({english(f'source_kind.{source.kind.value}')})"
        found.append({"title": title} | ({"path": source.address} if source.linkable else {}))
    return found


def _resource(file: DownloadFile, resource: Resource) -> dict[str, object]:
    title = resource.title or file.title
    return {
        "name": resource.name,
        "type": "table",
        "path": file.address.removeprefix("data/"),
        "title": f"{title.zh} / {title.en}",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if resource.mark else "utf-8",
        "dialect": {"csv": {"lineTerminator": "\n"}},
        "schema": resource.schema,
        **resource.more,
    }
