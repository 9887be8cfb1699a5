"""Rows of the tables of duty as nouns: who answers for what, what they wrote, projects, proposals."""

from __future__ import annotations

from collections.abc import Container

from planbook.load.cells_read import Cells
from planbook.model import (
    Adjustment,
    AdjustmentKind,
    Answer,
    Cause,
    Duty,
    DutyRole,
    Finding,
    Office,
    Project,
    ProjectReport,
    Status,
)

__all__ = ["read_adjustment", "read_duty", "read_finding", "read_office", "read_project", "read_project_report"]


def read_office(cells: Cells, illustrative: Container[str]) -> Office:
    return Office(
        id=cells.text("office_id"),
        name=cells.both("name"),
        short=cells.both("short_name"),
        source_id=cells.text("source_id"),
        illustrative=cells.text("source_id") in illustrative,
        origin=cells.origin,
    )


def read_duty(cells: Cells, illustrative: Container[str]) -> Duty:
    return Duty(
        subject_id=cells.text("subject_id"),
        office_id=cells.text("office_id"),
        role=cells.code("role", DutyRole),
        source_id=cells.text("source_id"),
        illustrative=cells.text("source_id") in illustrative,
        origin=cells.origin,
    )


def read_finding(cells: Cells, illustrative: Container[str]) -> Finding:
    return Finding(
        id=cells.text("finding_id"),
        vintage=cells.vintage,
        subject_id=cells.text("subject_id"),
        achieved=cells.both("achieved"),
        problem=cells.both("problem"),
        cause=cells.optional_code("cause", Cause),
        cause_text=cells.both("cause_text"),
        measure=cells.both("measure"),
        office_id=cells.text("office_id"),
        due=cells.text("due"),
        next_step=cells.both("next_step"),
        follows=cells.text("follows"),
        answer=cells.optional_code("answer", Answer),
        answer_text=cells.both("answer_text"),
        source_id=cells.text("source_id"),
        illustrative=cells.text("source_id") in illustrative,
        origin=cells.origin,
    )


def read_project(cells: Cells) -> Project:
    return Project(
        id=cells.text("project_id"),
        chapter_id=cells.text("chapter_id"),
        name=cells.both("name"),
        task_id=cells.text("task_id"),
        starts=cells.text("starts"),
        ends=cells.text("ends"),
        investment=cells.number("investment"),
        unit_id=cells.text("unit_id"),
        place=cells.text("place"),
        source_id=cells.text("source_id"),
        origin=cells.origin,
    )


def read_project_report(cells: Cells, illustrative: Container[str]) -> ProjectReport:
    return ProjectReport(
        project_id=cells.text("project_id"),
        year=cells.year(),
        status=cells.code("status", Status),
        done=cells.number("done"),
        money=cells.number("money"),
        note=cells.both("note"),
        source_id=cells.text("source_id"),
        vintage=cells.vintage,
        illustrative=cells.text("source_id") in illustrative,
        origin=cells.origin,
    )


def read_adjustment(cells: Cells, illustrative: Container[str]) -> Adjustment:
    return Adjustment(
        id=cells.text("adjustment_id"),
        year=cells.year(),
        subject_id=cells.text("subject_id"),
        kind=cells.code("kind", AdjustmentKind),
        proposed=cells.number("proposed"),
        reason=cells.both("reason"),
        office_id=cells.text("office_id"),
        source_id=cells.text("source_id"),
        illustrative=cells.text("source_id") in illustrative,
        origin=cells.origin,
    )
