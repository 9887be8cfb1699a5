"""The data of the indicators: one file for all, and for each its CSV, its JSON and its chart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from planbook.looks import ILLUSTRATIVE_MARK
from planbook.model import Category, Indicator, Inputs, Text
from planbook.paths import LANGUAGES
from planbook.present.citation import citations, licence_record
from planbook.present.edition import Edition
from planbook.present.yearbook.addresses import INDICATOR_TABLE, chart_file, indicator_file
from planbook.present.yearbook.figures import bilingual
from planbook.present.yearbook.model import Figure, FigureKind
from planbook.publish.downloads.assessments import assessment_records
from planbook.publish.downloads.download import Download, DownloadFile, Fields, Making, Resource, table_schema
from planbook.publish.downloads.safety import write_csv
from planbook.publish.downloads.tables import FLAGS
from planbook.publish.drawings import write_pngs
from planbook.publish.folders import write_text

__all__ = ["INDICATORS", "TOTAL", "figures_by_category", "indicator_figures"]

INDICATOR_FIELDS: Fields = {
    "indicator_id": ("string", "Indicator", {"required": True}),
    "number": ("integer", "Number in the plan's table", {"required": True}),
    "name_zh": ("string", "Name (Chinese)", {"required": True}),
    "name_en": ("string", "Name (English)", {"required": True}),
    "unit_id": ("string", "Unit", {"required": True}),
    "unit_zh": ("string", "Unit (Chinese)", {"required": True}),
    "unit_en": ("string", "Unit (English)", {"required": True}),
    "figure": (
        "string",
        "What the figure is",
        {"required": True, "enum": ["baseline", "observed", "adopted_target", "target"]},
    ),
    "year": ("integer", "Year; the figure is that of its end", {"required": True}),
    "bound": ("string", "Bound of a target", {"enum": ["plain", "at_least", "at_most"]}),
    "value": ("number", "Value in the unit; empty where it was not reported", {}),
    "value_high": ("number", "Upper end of a target that is a range", {}),
    "flag": ("string", "Observation status", {"pattern": FLAGS}),
    "illustrative": ("boolean", "Whether the figure is made up for demonstration", {"required": True}),
    "mark": ("string", "◇ where the figure is illustrative", {"enum": [ILLUSTRATIVE_MARK]}),
    "vintage": ("integer", "Edition whose data file the figure came from; empty for the plan's figures", {}),
    "source_id": ("string", "Source", {"required": True}),
    "note_zh": ("string", "Note (Chinese)", {}),
    "note_en": ("string", "Note (English)", {}),
    "category_id": (
        "string",
        "Category of a value by township, sex and the like; _T for the total",
        {"required": True},
    ),
    "category_zh": ("string", "Category (Chinese)", {"required": True}),
    "category_en": ("string", "Category (English)", {"required": True}),
}
TOTAL = "_T"  # SDMX's code for the total over all categories
_TARGETS = (FigureKind.TARGET, FigureKind.ADOPTED_TARGET)
DRAWING = "trend-{}"  # the page's drawing that is handed out
FALLBACK = re.compile(r"var\(\s*--[\w-]+\s*,\s*(#[0-9a-fA-F]+)\s*\)")  # a colour of the page, with the one for paper


def indicator_figures(inputs: Inputs, indicator: Indicator) -> tuple[Figure, ...]:
    """Baseline, every yearly value known in the edition, target; of a target that was changed, the adopted one too."""
    series = inputs.series_of(indicator.id)
    decimals = series.unit.decimals
    figures = [Figure.of(one, FigureKind.OBSERVED, decimals) for one in series.observations]
    if (baseline := indicator.baseline_observation) is not None:
        figures.insert(0, Figure.of(baseline, FigureKind.BASELINE, decimals))
    if indicator.target is not None:
        target = Figure(
            indicator.target_year,
            indicator.target,
            source_id=indicator.target_source_id,
            kind=FigureKind.TARGET,
            decimals=decimals,
            bound=indicator.bound,
            high=indicator.target_high,
        )
        adopted = inputs.as_adopted[indicator.id]
        if indicator.earlier_targets:
            figures.append(
                replace(
                    target,
                    year=adopted.target_year,
                    value=adopted.target,
                    high=adopted.target_high,
                    source_id=adopted.source_id,
                    kind=FigureKind.ADOPTED_TARGET,
                )
            )
        figures.append(target)
    return tuple(figures)


def figures_by_category(inputs: Inputs, indicator: Indicator) -> Iterator[tuple[Category | None, Figure]]:
    """Every figure of `indicator_figures`, and after them the yearly values by category; None stands for the total."""
    yield from ((None, figure) for figure in indicator_figures(inputs, indicator))
    decimals = inputs.units[indicator.unit_id].decimals
    for parts in inputs.parts_of(indicator.id):
        for category in parts.categories:
            known = parts.values[category.id]
            yield from ((category, Figure.of(known[year], FigureKind.OBSERVED, decimals)) for year in sorted(known))


def write_indicators(making: Making) -> None:
    """Write `data/indicators.csv`, and `data/indicators/<id>.csv`, `.json`, `<id>-<language>.svg`, `.png`.

    A language without a drawing of an indicator keeps the chart it had.

    Raises
    ------
    PublishError
        When a chart cannot be set as PNG.
    """
    edition, inputs, made = making.edition, making.inputs, making.made
    columns = tuple(INDICATOR_FIELDS)
    write_csv(
        made / INDICATOR_TABLE,
        columns,
        (row for indicator in inputs.indicators.values() for row in _rows(inputs, indicator)),
    )
    records, pictures = assessment_records(edition), {}
    for indicator in inputs.indicators.values():
        write_csv(made / indicator_file(indicator.id, "csv"), columns, _rows(inputs, indicator))
        document = _document(edition, indicator, records[indicator.id])
        write_text(
            made / indicator_file(indicator.id, "json"), json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        )
        for language in LANGUAGES:
            svg = making.drawings.get(language, {}).get(DRAWING.format(indicator.id))
            if svg:
                svg = FALLBACK.sub(r"\1", svg)
                write_text(made / chart_file(indicator.id, language, "svg"), svg if svg.endswith("\n") else svg + "\n")
                pictures[made / chart_file(indicator.id, language, "png")] = svg
    write_pngs(pictures, making.reuse)


def _rows(inputs: Inputs, indicator: Indicator) -> Iterator[list[object]]:
    unit = inputs.units[indicator.unit_id]
    for category, figure in figures_by_category(inputs, indicator):
        named = bilingual("downloads.sdmx.category_total") if category is None else category.name
        yield [
            indicator.id,
            indicator.number,
            indicator.name.zh,
            indicator.name.en,
            unit.id,
            unit.zh,
            unit.en_other,
            figure.kind.value,
            figure.year,
            figure.bound.value if figure.kind in _TARGETS else "",
            figure.value,
            figure.high,
            figure.code,
            figure.illustrative,
            ILLUSTRATIVE_MARK if figure.illustrative else "",
            figure.vintage,
            figure.source_id,
            figure.note.zh,
            figure.note.en,
            TOTAL if category is None else category.id,
            named.zh,
            named.en,
        ]


def _document(edition: Edition, indicator: Indicator, record: dict[str, object]) -> dict[str, object]:
    """Data, metadata, assessment and sources of one indicator; texts in both languages."""
    inputs = edition.inputs
    unit, plan, parameters = inputs.units[indicator.unit_id], inputs.plan, inputs.parameters
    figures = list(figures_by_category(inputs, indicator))
    used = dict.fromkeys(figure.source_id for _, figure in figures)
    return {
        "indicator": {
            "id": indicator.id,
            "number": indicator.number,
            "name": _both(indicator.name),
            "definition": _both(indicator.definition),
            "formula": _both(indicator.formula),
            "unit": {"id": unit.id, "zh": unit.zh, "en": unit.en_other, "decimals": unit.decimals},
            "type": indicator.type.value,
            "direction": indicator.direction.value,
            "target_kind": indicator.target_kind.value,
            "bound": indicator.bound.value,
            "chapter": {"id": indicator.chapter_id, "title": _both(inputs.chapters[indicator.chapter_id].title)},
        },
        "edition": {
            "year": edition.year,
            "kind": parameters.kind.value,
            "title": _both(parameters.title),
            "cut_off": parameters.cut_off.isoformat(),
            "published": parameters.published.isoformat(),
            "plan": _both(plan.title),
            "document_number": plan.document_number,
        },
        "data": [
            {
                "figure": figure.kind.value,
                "year": figure.year,
                "value": figure.value,
                **({"value_high": figure.high} if figure.high is not None else {}),
                **({"bound": figure.bound.value} if figure.kind in _TARGETS else {}),
                "flag": figure.code,
                "illustrative": figure.illustrative,
                "mark": ILLUSTRATIVE_MARK if figure.illustrative else "",
                "vintage": figure.vintage,
                "source_id": figure.source_id,
                "note": _both(figure.note),
                **({} if category is None else {"category": category.id, "category_name": _both(category.name)}),
            }
            for category, figure in figures
        ],
        "assessment": record | {"mark": ILLUSTRATIVE_MARK if record["illustrative"] else ""},
        "sources": [_source(inputs, source_id) for source_id in used if source_id in inputs.sources],
        "licence": licence_record(edition),
        "citation": citations(edition, indicator_file(indicator.id, "json")),
    }


def _source(inputs: Inputs, source_id: str) -> dict[str, object]:
    source = inputs.sources[source_id]
    return {
        "id": source.id,
        "kind": source.kind.value,
        "illustrative": source.illustrative,
        "title": _both(source.title),
        "publisher": _both(source.publisher),
        "published": source.published,
        "document_number": source.document_number,
        "address": source.address if source.linkable else "",
        "note": _both(source.note),
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _files(making: Making) -> Iterator[DownloadFile]:
    schema = table_schema(INDICATOR_FIELDS, "indicator_id", "figure", "year", "category_id")
    everything = Resource("indicators", schema)
    yield DownloadFile(INDICATOR_TABLE, bilingual("downloads.entry.indicators"), "observations", everything)
    for indicator in making.inputs.indicators.values():
        named = {"number": indicator.number, "name": indicator.name}
        resources = {"csv": Resource(f"indicator-{indicator.id}", schema, indicator.name)}
        for extension in ("csv", "json"):
            title = bilingual(f"downloads.entry.indicator_{extension}", **named)
            address = indicator_file(indicator.id, extension)
            yield DownloadFile(address, title, "indicators", resources.get(extension))
        for language in LANGUAGES:
            spoken = bilingual(f"downloads.entry.language_{language}")
            title = bilingual("downloads.entry.indicator_chart", language=spoken, **named)
            for extension in ("svg", "png"):
                yield DownloadFile(chart_file(indicator.id, language, extension), title, "indicators")


INDICATORS = Download(_files, write_indicators)
