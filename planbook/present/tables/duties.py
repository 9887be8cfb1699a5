"""Tables of who answers for what: the units, the subjects of a heading, the list of one unit."""

from __future__ import annotations

import pandas as pd

from planbook.model import DutyRole, Finding, PaceVerdict, Status
from planbook.present.duties import units_of, work_of
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, link, plain
from planbook.present.marks import status_mark
from planbook.present.pieces import Piece
from planbook.present.tables.duty_parts import (
    cause_shown,
    css_of,
    due_shown,
    duty_table,
    linked_subject,
    office_names,
    subject_of,
    with_sign,
)
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import NO_FIGURE, illustrative_note

__all__ = [
    "table_heading_duties",
    "table_office_work",
    "table_offices",
]


def table_offices(edition: Edition, responsibilities: pd.DataFrame) -> Piece:
    """The units with how much each leads in, and how much of that lags; last, what no unit is named for."""
    words, inputs = edition.words, edition.inputs
    columns = [
        Column(words("duties.office")),
        Column(words("duties.indicators"), numeric=True),
        Column(words("duties.lagging"), numeric=True),
        Column(words("duties.tasks"), numeric=True),
        Column(words("duties.projects"), numeric=True),
        Column(words("duties.cooperates"), numeric=True),
    ]
    body: list[Row] = []
    for office in inputs.offices.values():
        led, helped = work_of(edition, office.id)
        if led or helped:
            name = with_sign(edition, link(words.text(office.name), f"offices/{office.id}.html"), office.illustrative)
            body.append(Row((name, *_counts(edition, led), str(helped)), css_class=css_of(edition, office.id)))
    unnamed = [str(subject) for subject in responsibilities.index[responsibilities["lead_office"].isna()]]
    if unnamed:
        body.append(Row((words("duties.nobody"), *_counts(edition, unnamed), NO_FIGURE)))
    made_up = any(office.illustrative for office in inputs.offices.values())
    return Table(
        "table-offices", words("duties.offices_caption"), columns, body, [illustrative_note(words)] if made_up else []
    ).piece()


def _counts(edition: Edition, subjects: list[str]) -> tuple[str, str, str, str]:
    inputs = edition.inputs
    indicators = [one for one in subjects if one in inputs.indicators]
    lagging = sum(edition.assessments[one].pace is PaceVerdict.LAGGING for one in indicators)
    tasks, projects = (sum(one in nouns for one in subjects) for nouns in (inputs.tasks, inputs.projects))
    return str(len(indicators)), str(lagging), str(tasks), str(projects)


def table_heading_duties(edition: Edition, responsibilities: pd.DataFrame, findings: pd.DataFrame) -> Piece:
    """For one heading: each indicator and numeric task with its unit, and cause, countermeasure, next step if given.

    What is neither behind nor written about shows its unit only.
    """
    words = edition.words
    columns = [
        Column(words("duties.subject")),
        Column(words("duties.office")),
        Column(words("duties.cause")),
        Column(words("duties.measure")),
        Column(words("duties.next_step")),
    ]
    body, made_up = [], False
    for subject_id in map(str, responsibilities.index):
        subject, units = subject_of(edition, subject_id), units_of(edition, subject_id)
        own = [edition.inputs.findings[str(one)] for one in findings.index[findings["subject_id"] == subject_id]]
        own = [one for one in own if one.vintage == edition.year and (one.cause or one.promises)]
        behind = subject is not None and subject.behind
        missing = words("duties.not_given") if behind else NO_FIGURE
        made_up |= any(one.illustrative for one in own) or any(one for _, one in units)
        name = linked_subject(edition, subject_id)
        body.append(
            Row(
                (
                    name + plain(" ") + subject.mark if subject is not None else name,
                    office_names(edition, units) if units else plain(words("duties.not_named")),
                    _texts(edition, own, "cause", missing),
                    _texts(edition, own, "measure", missing),
                    _texts(edition, own, "next_step", NO_FIGURE),
                )
            )
        )
    chapter_id = str(responsibilities.attrs["chapter_id"])
    return duty_table(
        edition,
        f"table-duties-{chapter_id}",
        words("duties.heading_caption", title=words.text(edition.inputs.chapters[chapter_id].title)),
        columns,
        body,
        words("duties.nothing_here"),
        made_up,
    )


def _texts(edition: Edition, findings: list[Finding], part: str, missing: str) -> Inline:
    """One part of each finding, with ◇; for a countermeasure its date too."""
    words, told = edition.words, plain("")
    for one in findings:
        if part == "cause":
            text = cause_shown(edition, one.cause.value if one.cause else None, words.text(one.cause_text))
        else:
            text = words.text(getattr(one, part))
        if part == "measure" and text and one.due:
            text = words("duties.measure_by", measure=text.rstrip("。."), due=due_shown(edition, one.due))
        if text:
            told = told + (plain(words("duties.part_separator")) if told else plain(""))
            told = told + with_sign(edition, text, one.illustrative)
    return told or plain(missing)


def table_office_work(edition: Edition, office_id: str) -> Piece:
    """A unit's own list: what it leads and helps in, how each stands, what is asked of it; printed as a task list."""
    words, inputs = edition.words, edition.inputs
    columns = [
        Column(words("duties.subject")),
        Column(words("duties.role")),
        Column(words("duties.stands")),
        Column(words("duties.asked")),
    ]
    body, made_up = [], False
    for duty in inputs.duties:
        if duty.office_id != office_id:
            continue
        made_up |= duty.illustrative
        body.append(
            Row(
                (
                    with_sign(edition, linked_subject(edition, duty.subject_id, "../"), duty.illustrative),
                    words(f"duties.role_{duty.role.value}"),
                    _standing(edition, duty.subject_id),
                    _asked(edition, duty.subject_id) if duty.role is DutyRole.LEAD else plain(NO_FIGURE),
                )
            )
        )
    return duty_table(
        edition,
        f"table-office-{office_id}",
        words("duties.office_caption", name=words.text(inputs.offices[office_id].name), year=words.year(edition.year)),
        columns,
        body,
        words("duties.nothing_here"),
        made_up,
    )


def _standing(edition: Edition, subject_id: str) -> Inline:
    words, subject = edition.words, subject_of(edition, subject_id)
    if subject is not None:
        return subject.mark
    if subject_id in edition.inputs.projects:
        reports = [one for one in edition.inputs.project_reports if one.project_id == subject_id]
        if reports:
            return with_sign(edition, status_mark(words, reports[-1].status), reports[-1].illustrative)
        return status_mark(words, Status.NOT_REPORTED)
    reports_of = edition.inputs.statuses_of(subject_id)
    if reports_of:
        return with_sign(edition, status_mark(words, reports_of[-1].status), reports_of[-1].illustrative)
    return status_mark(words, Status.NOT_REPORTED)


def _asked(edition: Edition, subject_id: str) -> Inline:
    """What the one that leads has to do now: reach so much a year, explain, report."""
    words, subject = edition.words, subject_of(edition, subject_id)
    if subject is None:
        return plain(NO_FIGURE)
    asked: list[Inline] = []
    required = subject.assessment.required_per_year
    if required and subject.assessment.pace not in (PaceVerdict.ACHIEVED, PaceVerdict.ACHIEVED_LATE):
        amount, key = words.amount(required, subject.unit), f"duties.ask_{'rise' if required > 0 else 'fall'}"
        asked.append(
            with_sign(
                edition,
                fill(words, key, amount=amount, year=words.year(subject.target_year)),
                subject.assessment.illustrative,
            )
        )
    if subject.pace is PaceVerdict.NOT_REPORTED:
        asked.append(plain(words("duties.ask_report")))
    own = [
        one for one in edition.inputs.findings.values() if one.subject_id == subject_id and one.vintage == edition.year
    ]
    if subject.behind and not any(one.explains for one in own):
        asked.append(plain(words("duties.ask_explain")))
    told = plain("")
    for one in asked:
        told = told + (plain(words("duties.part_separator")) if told else plain("")) + one
    return told or plain(NO_FIGURE)
