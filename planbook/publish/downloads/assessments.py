"""The judgements of all indicators: `data/assessments.csv`, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from planbook.assess import assessments_frame
from planbook.present.edition import Edition
from planbook.present.yearbook.figures import bilingual
from planbook.publish.downloads.download import Download, DownloadFile, Making, Resource
from planbook.publish.downloads.safety import write_frame
from planbook.publish.folders import write_text

__all__ = ["JUDGEMENTS", "assessment_records", "write_assessments"]

ASSESSMENTS, ASSESSMENTS_JSON = "data/assessments.csv", "data/assessments.json"
TYPES = {"i": "integer", "f": "number", "b": "boolean"}  # of a pandas column, by the kind of its values


def write_assessments(edition: Edition, made: Path) -> None:
    """Write one row per indicator, as `planbook.assess.assessments_frame` describes them."""
    frame = assessments_frame(edition.inputs, edition.assessments)
    write_frame(made / ASSESSMENTS, frame)
    write_text(made / ASSESSMENTS_JSON, json.dumps(_records(frame), ensure_ascii=False, indent=1) + "\n")


def assessment_records(edition: Edition) -> dict[str, dict[str, object]]:
    """The row of each indicator as plain values, by its id; None where something is not computed."""
    frame = assessments_frame(edition.inputs, edition.assessments)
    return {str(record["indicator_id"]): record for record in _records(frame)}


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    records: list[dict[str, object]] = json.loads(
        frame.to_json(orient="records", force_ascii=False, double_precision=10)
    )
    return records


def _files(making: Making) -> Iterator[DownloadFile]:
    frame = assessments_frame(making.inputs, making.edition.assessments)
    fields = [{"name": name, "type": TYPES.get(frame[name].dtype.kind, "string")} for name in frame.columns]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": ["indicator_id"]}
    title = bilingual("downloads.entry.assessments")
    yield DownloadFile(ASSESSMENTS, title, "observations", Resource("assessments", schema, mark=False))
    yield DownloadFile(ASSESSMENTS_JSON, title, "observations")


JUDGEMENTS = Download(_files, lambda making: write_assessments(making.edition, making.made))
