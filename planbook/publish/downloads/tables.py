"""One CSV file for each table of the yearbook: one figure a row, nothing left to guess."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from planbook.looks import ILLUSTRATIVE_MARK
from planbook.model import Bound, Relation, SourceKind
from planbook.present.words import Words, load_words
from planbook.present.yearbook.addresses import SOURCES, table_csv
from planbook.present.yearbook.figures import bilingual, figure_text
from planbook.present.yearbook.model import FigureKind, StatisticalTable, YearbookColumn, YearbookRow
from planbook.publish.downloads.download import Download, DownloadFile, Fields, Making, Resource, table_schema
from planbook.publish.downloads.safety import write_csv
from planbook.schema import OBSERVATIONS, schema_of

__all__ = ["FLAGS", "SOURCE_LIST", "TABLES"]

FLAGS = f"[{''.join(schema_of(OBSERVATIONS).column('flag').codes)}]+"
RELATIONS = {Relation.NONE: "", Relation.PART: "part", Relation.OF_WHICH: "of_which"}

TABLE_FIELDS: Fields = {
    "table_id": ("string", "Number of the table", {"required": True}),
    "line": ("integer", "Number of the line in the table", {"required": True, "minimum": 1}),
    "item_id": ("string", "Indicator, task, achievement or series", {"required": True}),
    "item_zh": ("string", "Item (Chinese)", {"required": True}),
    "item_en": ("string", "Item (English)", {"required": True}),
    "relation": (
        "string",
        "part: adds up to the total above with its neighbours; of_which: one of several",
        {"enum": ["part", "of_which"]},
    ),
    "area": ("string", "Area", {}),
    "area_zh": ("string", "Area (Chinese)", {}),
    "area_en": ("string", "Area (English)", {}),
    "unit_id": ("string", "Unit", {"required": True}),
    "unit_zh": ("string", "Unit (Chinese)", {"required": True}),
    "unit_en": ("string", "Unit (English)", {"required": True}),
    "figure": (
        "string",
        "What the figure is",
        {"required": True, "enum": ["baseline", "observed", "target", "planned", "change", "total"]},
    ),
    "years": ("string", "Year or years, as in the head of the table", {"required": True}),
    "year": ("integer", "Year, the last one where it spans several", {"required": True}),
    "bound": ("string", "Bound of a target", {"enum": list(Bound)}),
    "value": ("number", "Value in the unit, as published; empty where it is not known", {}),
    "value_high": ("number", "Upper end of a target that is a range", {}),
    "decimals": ("integer", "Decimals the tables show", {"required": True, "minimum": 0}),
    "shown": ("string", "The figure as the tables show it, with its marks", {}),
    "flag": ("string", "Observation status", {"pattern": FLAGS}),
    "illustrative": ("boolean", "Whether the figure is made up for demonstration", {"required": True}),
    "mark": ("string", "◇ where the figure is illustrative", {"enum": [ILLUSTRATIVE_MARK]}),
    "source_id": ("string", "Source", {"required": True}),
    "expression": ("string", "Arithmetic of a computed figure", {}),
    "note_zh": ("string", "Note (Chinese)", {}),
    "note_en": ("string", "Note (English)", {}),
}
SOURCE_FIELDS: Fields = {
    "source_id": ("string", "Source", {"required": True, "unique": True}),
    "title_zh": ("string", "Title (Chinese)", {"required": True}),
    "title_en": ("string", "Title (English)", {"required": True}),
    "publisher_zh": ("string", "Publisher (Chinese)", {}),
    "publisher_en": ("string", "Publisher (English)", {}),
    "published": ("string", "Date of publication, or part of one", {}),
    "document_number": ("string", "Document number", {}),
    "kind": (
        "string",
        "Kind of source",
        {"required": True, "enum": list(SourceKind)},
    ),
    "mark": ("string", "◇ where its figures are illustrative", {"enum": [ILLUSTRATIVE_MARK]}),
    "address": ("string", "Address, of publishers' own documents and news reports", {}),
    "note_zh": ("string", "Note (Chinese)", {}),
    "note_en": ("string", "Note (English)", {}),
}


def write_tables(making: Making) -> None:
    """Write `data/tables/<table>.csv` for every table; files of tables that are no more go away."""
    shutil.rmtree((making.made / table_csv("0")).parent, ignore_errors=True)
    words = load_words("en")  # a figure is written alike in both languages
    for table in _tables(making):
        write_csv(making.made / table_csv(table.id), tuple(TABLE_FIELDS), _rows(words, table))


def _tables(making: Making) -> Iterator[StatisticalTable]:
    return (table for part in making.parts for table in part.tables)


def _table_files(making: Making) -> Iterator[DownloadFile]:
    schema = table_schema(TABLE_FIELDS, "line", "figure", "years")
    for table in _tables(making):
        unit = table.shared_unit
        more = {} if unit is None else {"unit": {"zh": unit.zh, "en": unit.en_other}}
        title = bilingual("downloads.entry.table", number=table.id, title=table.title)
        resource = Resource(f"table-{table.id}", schema, more=more)
        yield DownloadFile(table_csv(table.id), title, "tables", resource)


def _rows(words: Words, table: StatisticalTable) -> Iterator[list[object]]:
    for number, line in enumerate(table.lines(), start=1):
        for column in table.columns:
            if column.key in line.figures:
                yield _row(words, table, number, line, column)


def _row(words: Words, table: StatisticalTable, number: int, line: YearbookRow, column: YearbookColumn) -> list[object]:
    figure = line.figures[column.key]
    illustrative = figure.illustrative and figure.value is not None
    return [
        table.id,
        number,
        line.item_id,
        line.label.zh,
        line.label.en,
        RELATIONS[line.relation],
        *(("", "", "") if line.area is None else (line.area.id, line.area.name.zh, line.area.name.en)),
        line.unit.id,
        line.unit.zh,
        line.unit.en_other,
        figure.kind.value,
        column.years,
        figure.year,
        figure.bound.value if figure.kind is FigureKind.TARGET else "",
        figure.value,
        figure.high,
        figure.decimals,
        figure_text(words, figure),
        figure.code,
        illustrative,
        ILLUSTRATIVE_MARK if illustrative else "",
        figure.source_id,
        figure.expression,
        figure.note.zh,
        figure.note.en,
    ]


def write_sources(making: Making) -> None:
    """Write `data/sources.csv`: every source of the edition. A reprint's address is not handed on."""
    rows = (
        [
            source.id,
            source.title.zh,
            source.title.en,
            source.publisher.zh,
            source.publisher.en,
            source.published,
            source.document_number,
            source.kind.value,
            ILLUSTRATIVE_MARK if source.illustrative else "",
            source.address if source.linkable else "",
            source.note.zh,
            source.note.en,
        ]
        for source in making.inputs.sources.values()
    )
    write_csv(making.made / SOURCES, tuple(SOURCE_FIELDS), rows)


def _source_files(making: Making) -> Iterator[DownloadFile]:
    resource = Resource("sources", table_schema(SOURCE_FIELDS, "source_id"))
    yield DownloadFile(SOURCES, bilingual("downloads.entry.sources"), "yearbook", resource)


SOURCE_LIST = Download(_source_files, write_sources)
TABLES = Download(_table_files, write_tables)
