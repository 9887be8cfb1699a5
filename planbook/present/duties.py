"""Who answers for what, what they wrote, projects, and targets that might be changed: as frames."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from planbook.assess import propose_changes
from planbook.model import DutyRole, Finding, Office, Status, TaskKind
from planbook.present.frames import make_frame
from planbook.rules.meaning import LEVEL_KINDS, improves_upwards, unit_limits

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = [
    "cooperating_with",
    "findings",
    "findings_about",
    "lead_of",
    "name_of",
    "projects",
    "proposals",
    "reach",
    "responsibilities",
    "units_of",
    "work_of",
]


def lead_of(edition: Edition, subject_id: str) -> tuple[Office, bool] | None:
    """The unit that leads in an indicator, task or project, and whether that is made up; None where none is named."""
    for duty in edition.inputs.duties:
        if duty.subject_id == subject_id and duty.role is DutyRole.LEAD:
            return edition.inputs.offices[duty.office_id], duty.illustrative
    return None


def cooperating_with(edition: Edition, subject_id: str) -> list[tuple[Office, bool]]:
    """The units that co-operate, each with whether that is made up."""
    return [
        (edition.inputs.offices[duty.office_id], duty.illustrative)
        for duty in edition.inputs.duties
        if duty.subject_id == subject_id and duty.role is DutyRole.COOPERATING
    ]


def units_of(edition: Edition, subject_id: str) -> list[tuple[Office, bool]]:
    """The unit that leads, then those that co-operate, each with whether that is made up."""
    lead = lead_of(edition, subject_id)
    return ([lead] if lead else []) + cooperating_with(edition, subject_id)


def work_of(edition: Edition, office_id: str) -> tuple[list[str], int]:
    """What a unit leads in, by id and in the order of the duties, and in how much else it co-operates."""
    own = [duty for duty in edition.inputs.duties if duty.office_id == office_id]
    led = [duty.subject_id for duty in own if duty.role is DutyRole.LEAD]
    return led, len(own) - len(led)


def name_of(edition: Edition, subject_id: str) -> str:
    """What a row calls an indicator, a task, a project or a heading of the plan."""
    words, inputs = edition.words, edition.inputs
    if subject_id in inputs.indicators:
        return words.text(inputs.indicators[subject_id].short_name)
    if subject_id in inputs.tasks:
        task = inputs.tasks[subject_id]
        return words.text(task.measured if task.kind is TaskKind.NUMERIC else task.text)
    if subject_id in inputs.projects:
        return words.text(inputs.projects[subject_id].name)
    return words.text(inputs.chapters[subject_id].title)


def heading_of(edition: Edition, subject_id: str) -> str:
    """The heading of the plan that a subject belongs to; a heading is its own."""
    inputs = edition.inputs
    for nouns in (inputs.indicators, inputs.tasks, inputs.projects):
        if subject_id in nouns:
            return str(nouns[subject_id].chapter_id)
    return subject_id


def findings_about(edition: Edition, subject_id: str) -> list[Finding]:
    """What this edition's year says of one subject."""
    found = edition.inputs.findings.values()
    return [one for one in found if one.subject_id == subject_id and one.vintage == edition.year]


def responsibilities(edition: Edition, chapter_id: str = "") -> pd.DataFrame:
    """Who answers for every indicator, numeric task and project, and for measures that a unit is named for.

    Index subject_id. chapter_id, name, verdict (code; missing where nothing is judged), lead and cooperating (names;
    missing where none is named), illustrative (the unit named is made up).
    """
    from planbook.present.subjects import is_within

    words, inputs = edition.words, edition.inputs
    named = {duty.subject_id for duty in inputs.duties}
    subjects = [
        *inputs.indicators,
        *(task.id for task in inputs.tasks.values() if task.kind is TaskKind.NUMERIC or task.id in named),
        *inputs.projects,
    ]
    rows = []
    for subject in subjects:
        heading, lead = heading_of(edition, subject), lead_of(edition, subject)
        if chapter_id and not is_within(inputs, heading, chapter_id):
            continue
        helpers = cooperating_with(edition, subject)
        judged = edition.assessments.get(subject) or edition.task_assessments.get(subject)
        rows.append(
            {
                "subject_id": subject,
                "chapter_id": heading,
                "name": name_of(edition, subject),
                "verdict": judged.pace.value if judged else None,
                "lead_office": words.text(lead[0].short_name) if lead else None,
                "cooperating": words.list([words.text(one.short_name) for one, _ in helpers]) if helpers else None,
                "illustrative": any(made_up for _, made_up in ([lead] if lead else []) + helpers),
            }
        )
    return make_frame(
        edition,
        "responsibilities",
        rows,
        ("subject_id", "chapter_id", "name", "verdict", "lead_office", "cooperating", "illustrative"),
        index="subject_id",
        chapter_id=chapter_id,
    )


def findings(edition: Edition, chapter_id: str = "", office_id: str = "") -> pd.DataFrame:
    """What units wrote in this edition and the one before, those under one heading, or of one unit, or all.

    Index finding_id. year (of the file), subject_id, name, achieved, problem, cause (code, None for none), cause_text,
    measure, office, due_date (text as given), next_step, follows (the finding it answers for, "" for none), answer
    (code, None for none), answer_text, illustrative, source_id.
    """
    from planbook.present.subjects import is_within

    words, inputs = edition.words, edition.inputs
    rows = []
    for one in inputs.findings.values():
        if one.vintage < edition.year - 1:
            continue
        if chapter_id and not is_within(inputs, heading_of(edition, one.subject_id), chapter_id):
            continue
        lead = lead_of(edition, one.subject_id)
        office = inputs.offices.get(one.office_id) or (lead[0] if lead else None)
        if office_id and (office is None or office.id != office_id):
            continue
        rows.append(
            {
                "finding_id": one.id,
                "year": one.vintage,
                "subject_id": one.subject_id,
                "name": name_of(edition, one.subject_id),
                "achieved": words.text(one.achieved),
                "problem": words.text(one.problem),
                "cause": one.cause.value if one.cause else None,
                "cause_text": words.text(one.cause_text),
                "measure": words.text(one.measure),
                "office_id": office.id if office else "",
                "due_date": one.due,
                "next_step": words.text(one.next_step),
                "follows": one.follows,
                "answer": one.answer.value if one.answer else None,
                "answer_text": words.text(one.answer_text),
                "illustrative": one.illustrative,
                "source_id": one.source_id,
            }
        )
    columns = (
        *("finding_id", "year", "subject_id", "name", "achieved", "problem", "cause", "cause_text", "measure"),
        *("office_id", "due_date", "next_step", "follows", "answer", "answer_text", "illustrative", "source_id"),
    )
    frame = make_frame(edition, "findings", rows, columns, index="finding_id", chapter_id=chapter_id)
    frame.attrs["words"]["office_id"] = {
        office.id: words.text(office.short_name) for office in inputs.offices.values()
    } | {"": ""}
    if office_id:
        frame.attrs["office_id"] = office_id
    return frame


def projects(edition: Edition, chapter_id: str = "") -> pd.DataFrame:
    """The plan's projects with their latest report.

    Index project_id. chapter_id, name, starts, ends (texts as given), investment, unit, year (of the report; missing
    where there is none), status (code), done (per cent), money, illustrative.
    """
    from planbook.present.subjects import is_within

    words, inputs = edition.words, edition.inputs
    latest = {one.project_id: one for one in inputs.project_reports}
    rows: list[dict[str, object]] = []
    for project in inputs.projects.values():
        if chapter_id and not is_within(inputs, project.chapter_id, chapter_id):
            continue
        report = latest.get(project.id)
        rows.append(
            {
                "project_id": project.id,
                "chapter_id": project.chapter_id,
                "name": words.text(project.name),
                "starts": project.starts,
                "ends": project.ends,
                "investment": math.nan if project.investment is None else project.investment,
                "unit": project.unit_id,
                "year": report.year if report else None,
                "status": (report.status if report else Status.NOT_REPORTED).value,
                "done": math.nan if report is None or report.done is None else report.done / 100,
                "money": math.nan if report is None or report.money is None else report.money,
                "illustrative": bool(report and report.illustrative),
            }
        )
    columns = ("chapter_id", "name", "starts", "ends", "investment", "unit", "year", "status", "done", "money")
    return make_frame(
        edition,
        "projects",
        rows,
        ("project_id", *columns, "illustrative"),
        index="project_id",
        units={"done": "share"},
        chapter_id=chapter_id,
    )


def reach(edition: Edition) -> pd.DataFrame:
    """What the program's proposals rest on, one row an indicator; the rules are worked on it in view.

    Index indicator_id. name, unit, verdict, outlook, value, target, target_year, is_level (its kind of target is a
    level to reach), at_limit (the target cannot be moved), towards (1 up, −1 down), met_since (missing where not met
    without interruption), broken_since (missing without a break), required_per_year, best_per_year (NaN where none was
    seen), illustrative.
    """
    inputs, rows = edition.inputs, []
    for indicator in inputs.indicators.values():
        assessment = edition.assessments[indicator.id]
        towards = 1 if improves_upwards(indicator) else -1
        best = max((towards * pace.per_year for pace in assessment.best_paces), default=math.nan)
        limits = unit_limits(inputs.units[indicator.unit_id])
        break_year = inputs.series_of(indicator.id).break_year
        rows.append(
            {
                "indicator_id": indicator.id,
                "name": edition.words.text(indicator.short_name),
                "unit": indicator.unit_id,
                "verdict": assessment.pace.value,
                "outlook": assessment.outlook.value,
                "value": math.nan if assessment.value is None else assessment.value,
                "target": math.nan if indicator.target is None else indicator.target,
                "target_year": indicator.target_year,
                "is_level": indicator.target_kind in LEVEL_KINDS,
                "at_limit": indicator.target is not None
                and any(math.isclose(indicator.target, limit) for limit in limits),
                "towards": towards,
                "met_since": assessment.met_since,
                "broken_since": break_year if break_year and break_year > indicator.baseline_year else None,
                "required_per_year": math.nan if assessment.required_per_year is None else assessment.required_per_year,
                "best_per_year": towards * best,
                "illustrative": assessment.illustrative,
            }
        )
    columns = (
        *("indicator_id", "name", "unit", "verdict", "outlook", "value", "target", "target_year", "is_level"),
        *("at_limit", "towards", "met_since", "broken_since", "required_per_year", "best_per_year", "illustrative"),
    )
    frame = make_frame(edition, "reach", rows, columns, index="indicator_id")
    frame[["met_since", "broken_since"]] = frame[["met_since", "broken_since"]].astype("Int64")
    frame.attrs["units"] |= {"met_since": "year", "broken_since": "year"}
    return frame


def proposals(edition: Edition) -> pd.DataFrame:
    """What the program proposes to change by its rules (`assess.propose_changes`): indicator_id, rule, illustrative."""
    rows = [
        {"indicator_id": one.indicator_id, "rule": one.rule.value, "illustrative": one.illustrative}
        for one in propose_changes(edition.inputs, edition.assessments)
    ]
    return make_frame(edition, "proposals", rows, ("indicator_id", "rule", "illustrative"), index="indicator_id")
