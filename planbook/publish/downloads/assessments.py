"""The judgements of all indicators: `data/assessments.csv`, and the same as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from planbook.assess import assessments_frame
from planbook.present.edition import Edition
from planbook.publish.downloads.safety import write_frame
from planbook.publish.folders import write_text

__all__ = ["ASSESSMENTS", "ASSESSMENTS_JSON", "assessment_records", "write_assessments"]

ASSESSMENTS, ASSESSMENTS_JSON = "data/assessments.csv", "data/assessments.json"


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
