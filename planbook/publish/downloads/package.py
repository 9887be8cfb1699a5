"""`data/datapackage.json`: what the CSV files hold, on what terms, and where their figures come from."""

from __future__ import annotations

import json
from pathlib import Path

from planbook.assess import assessments_frame
from planbook.model import Text
from planbook.present.citation import AUTHOR, LICENCE, citations
from planbook.present.edition import Edition
from planbook.present.words import load_words
from planbook.present.yearbook.addresses import (
    DATA_PACKAGE,
    INDICATOR_TABLE,
    SDMX_DATA,
    SOURCES,
    indicator_file,
    table_csv,
)
from planbook.present.yearbook.figures import bilingual
from planbook.present.yearbook.model import Part, StatisticalTable
from planbook.publish.downloads.assessments import ASSESSMENTS
from planbook.publish.downloads.indicators import INDICATOR_FIELDS
from planbook.publish.downloads.tables import SOURCE_FIELDS, TABLE_FIELDS, field_descriptors

__all__ = ["write_package"]

TYPES = {"i": "integer", "f": "number", "b": "boolean"}  # of a pandas column, by the kind of its values


def write_package(edition: Edition, parts: tuple[Part, ...], made: Path) -> None:
    """Describe every CSV file below `data/`; one that has not been made is left out."""
    inputs, plan = edition.inputs, edition.inputs.plan
    title = bilingual("downloads.entry.sources")
    resources = [_resource("sources", SOURCES, title, _schema(SOURCE_FIELDS, "source_id"))]
    for part in parts:
        resources += [_table_resource(table) for table in part.tables]
    key = ("indicator_id", "figure", "year")
    resources.append(
        _resource(
            "indicators", INDICATOR_TABLE, bilingual("downloads.entry.indicators"), _schema(INDICATOR_FIELDS, *key)
        )
    )
    for indicator in inputs.indicators.values():
        resources.append(
            _resource(
                f"indicator-{indicator.id}",
                indicator_file(indicator.id, "csv"),
                indicator.name,
                _schema(INDICATOR_FIELDS, *key),
            )
        )
    resources.append(_sdmx_resource())
    resources.append(_assessments_resource(edition))
    title = bilingual("downloads.workbook.title", plan=plan.title, year=edition.year)
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{plan.id.replace('_', '-')}-{edition.year}",
        "title": f"{title.zh} / {title.en}",
        "description": _description(edition),
        "homepage": "index.html",
        "version": str(edition.year),
        "created": f"{inputs.parameters.published.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "contributors": [{"title": AUTHOR, "roles": ["author"]}],
        "sources": _sources(edition, parts),
        "resources": [resource for resource in resources if (made / "data" / resource["path"]).is_file()],
    }
    path = made / DATA_PACKAGE
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _description(edition: Edition) -> str:
    sentences = [*citations(edition, "data/").values(), *vars(bilingual("downloads.licence")).values()]
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


def _resource(name: str, address: str, title: Text, schema: dict[str, object], mark: bool = True) -> dict[str, object]:
    """A CSV file; `mark` says whether it begins with a byte order mark."""
    return {
        "name": name,
        "type": "table",
        "path": address.removeprefix("data/"),
        "title": f"{title.zh} / {title.en}",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if mark else "utf-8",
        "dialect": {"csv": {"lineTerminator": "\n"}},
        "schema": schema,
    }


def _schema(fields: dict, *key: str) -> dict[str, object]:
    return {
        "fields": field_descriptors(fields),
        "missingValues": [""],
        "primaryKey": list(key),
        **(
            {}
            if fields is SOURCE_FIELDS
            else {
                "foreignKeys": [
                    {"fields": "source_id", "reference": {"resource": "sources", "fields": "source_id"}},
                ]
            }
        ),
    }


def _table_resource(table: StatisticalTable) -> dict[str, object]:
    """A table of the yearbook; a unit that all its lines share is named with it."""
    schema = _schema(TABLE_FIELDS, "line", "figure", "years")
    title = Text(f"{table.id} {table.title.zh}", f"{table.id} {table.title.en}")
    resource = _resource(f"table-{table.id}", table_csv(table.id), title, schema)
    unit = table.shared_unit
    return resource if unit is None else resource | {"unit": {"zh": unit.zh, "en": unit.en_other}}


def _sdmx_resource() -> dict[str, object]:
    fields = [
        {"name": name, "type": "number" if name == "OBS_VALUE" else "string", "title": title}
        for name, title in {
            "STRUCTURE": "Kind of structure",
            "STRUCTURE_ID": "Structure",
            "ACTION": "Action",
            "FREQ": "Frequency",
            "REF_AREA": "Area",
            "INDICATOR": "Indicator",
            "FIGURE": "What the figure is",
            "TIME_PERIOD": "Year",
            "OBS_VALUE": "Value",
            "UNIT_MEASURE": "Unit",
            "OBS_STATUS": "Observation status",
            "NATURE": "Kind of source",
            "MARK": "◇ where the figure is illustrative",
            "SOURCE": "Source",
            "COMMENT_OBS": "Note",
        }.items()
    ]
    schema = {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": ["INDICATOR", "FIGURE", "TIME_PERIOD"],
        "foreignKeys": [{"fields": "SOURCE", "reference": {"resource": "sources", "fields": "source_id"}}],
    }
    return _resource("sdmx-observations", SDMX_DATA, bilingual("downloads.file.sdmx"), schema, mark=False)


def _assessments_resource(edition: Edition) -> dict[str, object]:
    frame = assessments_frame(edition.inputs, edition.assessments)
    fields = [{"name": name, "type": TYPES.get(frame[name].dtype.kind, "string")} for name in frame.columns]
    return _resource(
        "assessments",
        ASSESSMENTS,
        bilingual("downloads.entry.assessments"),
        {"fields": fields, "missingValues": [""], "primaryKey": ["indicator_id"]},
        mark=False,
    )
