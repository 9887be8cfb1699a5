"""The changes of the plan that are in force in the edition: `data/plan-changes.csv`, where there are any."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.model import ChangedPart
from planbook.present.yearbook.figures import bilingual
from planbook.publish.downloads.download import Download, DownloadFile, Fields, Making, Resource, table_schema
from planbook.publish.downloads.safety import write_csv

__all__ = ["PLAN_CHANGES"]

ADDRESS = "data/plan-changes.csv"
FIELDS: Fields = {
    "change_id": ("string", "Change", {"required": True, "unique": True}),
    "effective": ("date", "Date it took effect", {"required": True}),
    "indicator_id": ("string", "Indicator", {"required": True}),
    "name_zh": ("string", "Name (Chinese)", {"required": True}),
    "name_en": ("string", "Name (English)", {"required": True}),
    "unit_id": ("string", "Unit", {"required": True}),
    "part": ("string", "What was changed", {"required": True, "enum": list(ChangedPart)}),
    "before": ("number", "Figure before; empty where there was none", {}),
    "value": ("number", "Figure now; empty for an indicator added or dropped", {}),
    "source_id": ("string", "Document that decided it", {"required": True}),
    "note_zh": ("string", "Note (Chinese)", {}),
    "note_en": ("string", "Note (English)", {}),
}


def _write(making: Making) -> None:
    if making.inputs.plan_changes:
        write_csv(making.made / ADDRESS, tuple(FIELDS), _rows(making))


def _rows(making: Making) -> Iterator[list[object]]:
    inputs = making.inputs
    for change in inputs.plan_changes:
        indicator = inputs.indicators.get(change.indicator_id) or inputs.dropped[change.indicator_id]
        yield [
            change.id,
            change.effective.isoformat(),
            indicator.id,
            indicator.name.zh,
            indicator.name.en,
            indicator.unit_id,
            change.part.value,
            change.before,
            change.value,
            change.source_id,
            change.note.zh,
            change.note.en,
        ]


def _files(making: Making) -> Iterator[DownloadFile]:
    resource = Resource("plan-changes", table_schema(FIELDS, "change_id"))
    yield DownloadFile(ADDRESS, bilingual("downloads.entry.plan_changes"), "observations", resource)


PLAN_CHANGES = Download(_files, _write)
