"""The indicators' figures as SDMX: SDMX-CSV 2.0 for the data, SDMX-ML 2.1 for their structure.

Written with sdmx1 (khaeru/sdmx). pysdmx 1.21 was tried: it writes SDMX-JSON structures as well, but its SDMX-CSV writer
needs pyarrow, some 40 MB of library for one small file. sdmx1 writes both files with what is installed anyway, and
reads both back, which the tests use.

Source
------
SDMX 3.0, section 5, "SDMX-CSV 2.0"; content-oriented guidelines, code list CL_OBS_STATUS (its letters are Eurostat's
flags in capitals; A is normal). R, revised, is Eurostat's own.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pandas as pd

from planbook.looks import FLAGS, ILLUSTRATIVE_MARK
from planbook.model import Inputs, SourceKind, Text
from planbook.present.edition import Edition
from planbook.present.words import load_words
from planbook.present.yearbook.addresses import SDMX_DATA, SDMX_STRUCTURE
from planbook.present.yearbook.figures import bilingual
from planbook.publish.downloads.download import Download, DownloadFile, Fields, Making, Resource, table_schema
from planbook.publish.downloads.indicators import TOTAL, figures_by_category
from planbook.publish.downloads.safety import write_frame

__all__ = ["SDMX"]

AGENCY, VERSION = "PLANBOOK", "1.0"
NORMAL = "A"
FIGURES = ("baseline", "observed", "adopted_target", "target")
DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "FIGURE", "CATEGORY", "TIME_PERIOD")
ATTRIBUTES = ("UNIT_MEASURE", "OBS_STATUS", "NATURE", "MARK", "SOURCE", "COMMENT_OBS")
COLUMNS = {
    "STRUCTURE": "Kind of structure",
    "STRUCTURE_ID": "Structure",
    "ACTION": "Action",
    "FREQ": "Frequency",
    "REF_AREA": "Area",
    "INDICATOR": "Indicator",
    "FIGURE": "What the figure is",
    "CATEGORY": "Category of a value by township, sex and the like; _T for the total",
    "TIME_PERIOD": "Year",
    "OBS_VALUE": "Value",
    "UNIT_MEASURE": "Unit",
    "OBS_STATUS": "Observation status",
    "NATURE": "Kind of source",
    "MARK": "◇ where the figure is illustrative",
    "SOURCE": "Source",
    "COMMENT_OBS": "Note",
}


def write_sdmx(making: Making) -> None:
    """Write `data/sdmx/observations.csv` and `data/sdmx/structure.xml`.

    One series is an indicator's baseline, yearly values or target in the plan's area. NATURE says what kind of
    source a figure has; an illustrative one carries ◇ in MARK as well.
    """
    making.reuse.files("SDMX", making.known, making.made, lambda folder: _write(making.edition, folder))


def _write(edition: Edition, made: Path) -> None:
    import sdmx  # takes a second to import

    structure = _Structure(edition)
    (made / SDMX_STRUCTURE).parent.mkdir(parents=True, exist_ok=True)
    write_frame(made / SDMX_DATA, cast(pd.DataFrame, sdmx.to_csv(structure.data(), rtype=pd.DataFrame, attributes="o")))
    (made / SDMX_STRUCTURE).write_bytes(sdmx.to_xml(structure.message(), pretty_print=True))


def _files(making: Making) -> Iterator[DownloadFile]:
    fields: Fields = {
        name: ("number" if name == "OBS_VALUE" else "string", title, {}) for name, title in COLUMNS.items()
    }
    schema = table_schema(fields, "INDICATOR", "FIGURE", "CATEGORY", "TIME_PERIOD", source="SOURCE")
    resource = Resource("sdmx-observations", schema, mark=False)
    yield DownloadFile(SDMX_DATA, bilingual("downloads.file.sdmx"), "observations", resource)
    yield DownloadFile(SDMX_STRUCTURE, bilingual("downloads.file.sdmx_structure"), "observations")


SDMX = Download(_files, write_sdmx)


class _Structure:
    """Code lists, concepts, data structure and dataflow of one edition, and the data in them."""

    def __init__(self, edition: Edition):
        from sdmx.model import common, v21

        self.edition, self.inputs = edition, edition.inputs
        self.common, self.v21 = common, v21
        self.agency = common.Agency(id=AGENCY, name="Planbook")
        self.codes = {name: self._code_list(name, codes) for name, codes in _codes(self.inputs).items()}
        self.concepts = self._maintained(common.ConceptScheme, "CS_PLANBOOK", bilingual("downloads.sdmx.concepts"))
        self.definition = self._definition()
        self.flow = self._maintained(
            v21.DataflowDefinition,
            "DF_INDICATORS",
            bilingual("downloads.sdmx.dataflow", plan=self.inputs.plan.title),
            structure=self.definition,
        )

    def _maintained(self, kind: Any, identifier: str, name: Text, **more: object) -> Any:
        return kind(
            id=identifier,
            version=VERSION,
            maintainer=self.agency,
            is_final=True,
            is_external_reference=False,
            name={"zh": name.zh, "en": name.en},
            **more,
        )

    def _code_list(self, name: str, codes: dict[str, Text]) -> Any:
        made = self._maintained(self.common.Codelist, f"CL_{name}", bilingual(f"downloads.sdmx.{name.lower()}"))
        for identifier, text in codes.items():
            made.append(self.common.Code(id=identifier, name={"zh": text.zh, "en": text.en}))
        return made

    def _concept(self, identifier: str) -> Any:
        text = bilingual(f"downloads.sdmx.{identifier.lower()}")
        concept = self.common.Concept(id=identifier, name={"zh": text.zh, "en": text.en})
        self.concepts.append(concept)
        return concept

    def _component(self, kind: Any, identifier: str, **more: object) -> Any:
        if identifier in self.codes:
            more["local_representation"] = self.common.Representation(enumerated=self.codes[identifier])
        return kind(id=identifier, concept_identity=self._concept(identifier), **more)

    def _definition(self) -> Any:
        common, v21 = self.common, self.v21
        definition = self._maintained(
            v21.DataStructureDefinition, "DSD_INDICATORS", bilingual("downloads.sdmx.structure")
        )
        definition.dimensions.id, definition.attributes.id, definition.measures.id = (
            "DimensionDescriptor",
            "AttributeDescriptor",
            "MeasureDescriptor",
        )
        for identifier in DIMENSIONS[:-1]:
            definition.dimensions.append(self._component(common.Dimension, identifier))
        period = common.Facet(value_type=common.FacetValueType.observationalTimePeriod)
        definition.dimensions.append(
            self._component(
                common.TimeDimension,
                "TIME_PERIOD",
                local_representation=common.Representation(non_enumerated=[period]),
            )
        )
        self.measure = self._component(v21.PrimaryMeasure, "OBS_VALUE")
        definition.measures.append(self.measure)
        for identifier in ATTRIBUTES:
            definition.attributes.append(
                self._component(
                    common.DataAttribute,
                    identifier,
                    related_to=v21.PrimaryMeasureRelationship(),
                    usage_status=common.UsageStatus["conditional"],
                )
            )
        return definition

    def data(self) -> Any:
        """Every figure of every indicator as an observation."""
        inputs, english = self.inputs, load_words("en")
        observations = []
        for indicator in inputs.indicators.values():
            for category, figure in figures_by_category(inputs, indicator):
                source = inputs.sources.get(figure.source_id)
                comment = " / ".join(text for text in (figure.note.zh, english.text(figure.note)) if text)
                observations.append(
                    self._observation(
                        {
                            "FREQ": "A",
                            "REF_AREA": inputs.plan.area_code,
                            "INDICATOR": indicator.id,
                            "FIGURE": figure.kind.value.upper(),
                            "CATEGORY": TOTAL if category is None else category.id,
                            "TIME_PERIOD": str(figure.year),
                        },
                        figure.value,
                        {
                            "UNIT_MEASURE": indicator.unit_id,
                            "OBS_STATUS": figure.flag.value.upper() or NORMAL,
                            "NATURE": source.kind.value.upper() if source is not None else "",
                            "MARK": ILLUSTRATIVE_MARK if figure.illustrative else "",
                            "SOURCE": figure.source_id,
                            "COMMENT_OBS": comment,
                        },
                    )
                )
        data = self.v21.DataSet(described_by=self.flow, structured_by=self.definition)
        data.add_obs(observations)
        return data

    def _observation(self, key: dict[str, str], value: float | None, attributes: dict[str, str]) -> Any:
        return self.v21.Observation(
            dimension=self.definition.make_key(self.common.Key, key),
            value=value,
            value_for=self.measure,
            attached_attribute={
                identifier: self.common.AttributeValue(value=said, value_for=self.definition.attributes.get(identifier))
                for identifier, said in attributes.items()
            },
        )

    def message(self) -> Any:
        """The structure message; its date is the edition's."""
        from sdmx import message

        published = self.inputs.parameters.published
        prepared = datetime.datetime(published.year, published.month, published.day, tzinfo=datetime.UTC)
        made = message.StructureMessage(
            header=message.Header(
                id=f"PLANBOOK-{self.edition.year}",
                prepared=prepared,
                sender=self.agency,
                test=False,
            )
        )
        for artefact in (*self.codes.values(), self.concepts, self.definition, self.flow):
            made.add(artefact)
        return made


def _codes(inputs: Inputs) -> dict[str, dict[str, Text]]:
    """Code list by the component that uses it."""
    used = {indicator.unit_id for indicator in inputs.indicators.values()}
    return {
        "FREQ": {"A": bilingual("downloads.sdmx.annual")},
        "REF_AREA": {inputs.plan.area_code: inputs.plan.area},
        "INDICATOR": {indicator.id: indicator.name for indicator in inputs.indicators.values()},
        "FIGURE": {kind.upper(): bilingual(f"downloads.sdmx.figure_{kind}") for kind in FIGURES},
        "CATEGORY": {TOTAL: bilingual("downloads.sdmx.category_total")}
        | {category.id: category.name for category in inputs.categories.values()},
        "UNIT_MEASURE": {unit.id: Text(unit.zh, unit.en_other) for unit in inputs.units.values() if unit.id in used},
        "OBS_STATUS": {NORMAL: bilingual("downloads.sdmx.normal")}
        | {flag.value.upper(): bilingual(look.word) for flag, look in FLAGS.items()},
        "NATURE": {kind.value.upper(): bilingual(f"source_kind.{kind.value}") for kind in SourceKind},
    }
