"""Tables of who answers for what, what they wrote and promised, projects, and targets that might be changed."""

from __future__ import annotations

from datetime import date

import pandas as pd
from babel.dates import format_date

from planbook.assess import propose_changes
from planbook.looks import PROMISES
from planbook.model import Adjustment, Answer, DutyRole, Finding, Office, PaceVerdict, Proposal, ProposalRule, Status
from planbook.present.duties import lead_of, name_of, units_of, work_of
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, join, link, plain, unbroken
from planbook.present.marks import illustrative_mark, look_mark, status_mark
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, indicator_subject, is_within, task_subject
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import NO_FIGURE, illustrative_note

__all__ = [
    "due_shown",
    "linked_subject",
    "office_names",
    "proposal_reason",
    "table_adjustments",
    "table_findings",
    "table_heading_duties",
    "table_office_work",
    "table_offices",
    "table_projects",
    "table_promises",
    "with_sign",
]


def linked_subject(edition: Edition, subject_id: str, root: str = "") -> Inline:
    """The name of what a row is about, linked to its page where it has one; `root` leads to the pages' folder."""
    shown, inputs = name_of(edition, subject_id), edition.inputs
    if subject_id in inputs.indicators:
        return link(shown, f"{root}indicators/{subject_id}.html")
    chapter = inputs.chapters.get(subject_id)
    return link(shown, f"{root}{chapter.address}.html") if chapter and chapter.address else plain(shown)


def with_sign(edition: Edition, text: Inline | str, illustrative: bool) -> Inline:
    """Text with ◇ behind it where it is made up."""
    face = text if isinstance(text, Inline) else plain(text)
    return face + illustrative_mark(edition.words) if illustrative and face else face


def office_names(edition: Edition, offices: list[tuple[Office, bool]], root: str = "") -> Inline:
    """Units, each linked to its page and marked where it is made up."""
    words = edition.words
    return join(
        words,
        [
            with_sign(edition, link(words.text(office.short_name), f"{root}offices/{office.id}.html"), made_up)
            for office, made_up in offices
        ],
    )


def due_shown(edition: Edition, due: str) -> str:
    """A date or part of one as the language writes it: `2024年12月`, `December 2024`."""
    words = edition.words
    if not due:
        return words("duties.not_given")
    year, month, day = ([int(part) for part in due.split("-")] + [0, 0])[:3]
    if not month:
        return words.year(year)
    if day:
        return words.date(date(year, month, day))
    return format_date(date(year, month, 1), words.template("duties.month_pattern"), locale=words.locale)


def _css_of(edition: Edition, office_id: str) -> str:
    """The class by which a row is shown or hidden when the reader chooses a unit."""
    ids = list(edition.inputs.offices)
    return f"by-unit-{ids.index(office_id) + 1 if office_id in ids else 0}"


def _subject(edition: Edition, subject_id: str) -> Subject | None:
    if subject_id in edition.inputs.indicators:
        return indicator_subject(edition, subject_id)
    return task_subject(edition, subject_id) if subject_id in edition.task_assessments else None


def _notes(edition: Edition, illustrative: bool) -> list[Inline]:
    return [illustrative_note(edition.words)] if illustrative else []


def _said(edition: Edition, *parts: tuple[str, str]) -> Inline:
    """Lines of one cell, each with what it is: 问题：…；原因：…"""
    words, told = edition.words, plain("")
    for key, text in parts:
        if text:
            told = told + (plain(words("duties.part_separator")) if told else plain(""))
            told = told + fill(words, "duties.part", what=words(f"duties.{key}"), text=text.rstrip("。."))
    return told


def _cause(edition: Edition, cause: object, text: str) -> str:
    words = edition.words
    if not isinstance(cause, str):
        return text
    kind = words(f"cause.{cause}")
    return words("duties.cause_said", kind=kind, text=text.rstrip("。.")) if text else kind


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
            body.append(Row((name, *_counts(edition, led), str(helped)), css_class=_css_of(edition, office.id)))
    unnamed = [str(subject) for subject in responsibilities.index[responsibilities["lead_office"].isna()]]
    if unnamed:
        body.append(Row((words("duties.nobody"), *_counts(edition, unnamed), NO_FIGURE)))
    made_up = any(office.illustrative for office in inputs.offices.values())
    return Table("table-offices", words("duties.offices_caption"), columns, body, _notes(edition, made_up)).piece()


def _counts(edition: Edition, subjects: list[str]) -> tuple[str, str, str, str]:
    inputs = edition.inputs
    indicators = [one for one in subjects if one in inputs.indicators]
    lagging = sum(edition.assessments[one].pace is PaceVerdict.LAGGING for one in indicators)
    tasks, projects = (sum(one in nouns for one in subjects) for nouns in (inputs.tasks, inputs.projects))
    return str(len(indicators)), str(lagging), str(tasks), str(projects)


def table_findings(edition: Edition, findings: pd.DataFrame, root: str = "") -> Piece:
    """What the units wrote of this year: problem and cause, countermeasure with unit and date, next step.

    A lagging indicator of which nobody wrote stands there too, with what is missing and who has to give it.
    """
    words = edition.words
    now = findings[findings["year"] == edition.year]
    now = now[(now["problem"] != "") | (now["measure"] != "") | (now["achieved"] != "")]
    columns = [
        Column(words("duties.subject")),
        Column(words("duties.problem_and_cause")),
        Column(words("duties.measure")),
        Column(words("duties.office_and_date")),
        Column(words("duties.next_step")),
    ]
    body, made_up = [], False
    for row in now.reset_index().to_dict("records"):
        subject, sign = _subject(edition, str(row["subject_id"])), bool(row["illustrative"])
        made_up |= sign
        name = linked_subject(edition, str(row["subject_id"]), root)
        if subject is not None:
            name = name + plain(" ") + subject.mark
        told = _said(
            edition,
            ("achieved", str(row["achieved"])),
            ("problem", str(row["problem"])),
            ("cause", _cause(edition, row["cause"], str(row["cause_text"]))),
        )
        office = edition.inputs.offices.get(str(row["office_id"]))
        unit = office_names(edition, [(office, sign)], root) if office else plain(words("duties.not_given"))
        has_measure, when = bool(row["measure"]), unbroken(due_shown(edition, str(row["due_date"])))
        body.append(
            Row(
                (
                    name,
                    with_sign(edition, told, sign),
                    with_sign(edition, str(row["measure"]), sign) if has_measure else plain(NO_FIGURE),
                    fill(words, "duties.by", unit=unit, due=when) if has_measure else unit,
                    with_sign(edition, str(row["next_step"]), sign) if row["next_step"] else plain(NO_FIGURE),
                ),
                css_class=_css_of(edition, str(row["office_id"])),
            )
        )
    if "office_id" not in findings.attrs:
        body += _unexplained(edition, now)
    if not body:
        body = [Row((words("duties.none_lagging"),))]
    chapter = str(findings.attrs.get("chapter_id", ""))
    return Table(
        "table-findings" + (f"-{chapter}" if chapter else ""),
        words("duties.findings_caption", year=words.year(edition.year)),
        columns,
        body,
        _notes(edition, made_up),
        css_class="prose cards",
    ).piece()


def _unexplained(edition: Edition, findings: pd.DataFrame) -> list[Row]:
    """A row for each lagging indicator that no finding is about: 未填, and who has to give it."""
    words, rows = edition.words, []
    chapter = str(findings.attrs.get("chapter_id", ""))
    for indicator in edition.inputs.indicators.values():
        if chapter and not is_within(edition.inputs, indicator.chapter_id, chapter):
            continue
        lagging = edition.assessments[indicator.id].pace is PaceVerdict.LAGGING
        if not lagging or (findings["subject_id"] == indicator.id).any():
            continue
        lead = lead_of(edition, indicator.id)
        unit = office_names(edition, [lead]) if lead else plain(words("duties.not_named"))
        missing = plain(words("duties.to_be_given") if lead else words("duties.to_be_named"))
        name = linked_subject(edition, indicator.id) + plain(" ") + indicator_subject(edition, indicator.id).mark
        rows.append(
            Row(
                (name, missing, words("duties.not_given"), unit, NO_FIGURE),
                css_class=_css_of(edition, lead[0].id if lead else ""),
            )
        )
    return rows


def table_promises(edition: Edition, promises: pd.DataFrame, root: str = "") -> Piece:
    """The countermeasures of the edition before, and what became of each.

    `promises` is made in view: the findings of the year before that promise something, beside those of this year that
    answer (columns measure, due_date, office_id, answer, answer_text, illustrative).
    """
    words = edition.words
    columns = [
        Column(words("duties.subject")),
        Column(words("duties.promised", year=words.year(edition.year - 1))),
        Column(words("duties.office")),
        Column(words("duties.due_date")),
        Column(words("duties.became")),
        Column(words("duties.answer_text")),
    ]
    body = []
    for row in promises.reset_index().to_dict("records"):
        sign, office = bool(row["illustrative"]), edition.inputs.offices.get(str(row["office_id"]))
        answer = Answer(row["answer"]) if isinstance(row["answer"], str) and row["answer"] else None
        said = str(row["answer_text"]) if answer is not None and row["answer_text"] else ""
        body.append(
            Row(
                (
                    linked_subject(edition, str(row["subject_id"]), root),
                    with_sign(edition, str(row["measure"]), sign),
                    office_names(edition, [(office, sign)], root) if office else plain(words("duties.not_given")),
                    unbroken(due_shown(edition, str(row["due_date"]))),
                    with_sign(edition, look_mark(words, PROMISES[answer]), sign and answer is not None),
                    with_sign(edition, said, sign) if said else plain(NO_FIGURE),
                ),
                css_class=_css_of(edition, str(row["office_id"])),
            )
        )
    made_up = bool(promises["illustrative"].any())
    if not body:
        body = [Row((words("duties.none_promised", year=words.year(edition.year - 1)),))]
    return Table(
        "table-promises",
        words("duties.promises_caption", year=words.year(edition.year - 1)),
        columns,
        body,
        _notes(edition, made_up),
        css_class="prose cards",
    ).piece()


def table_projects(edition: Edition, projects: pd.DataFrame) -> Piece:
    """The plan's projects: planned dates and investment, status, works done, money in place, unit."""
    words, inputs = edition.words, edition.inputs
    columns = [
        Column(words("duties.project")),
        Column(words("duties.planned")),
        Column(words("duties.investment")),
        Column(words("duties.status")),
        Column(words("duties.done"), "%", numeric=True),
        Column(words("duties.money")),
        Column(words("duties.office")),
    ]
    body, made_up = [], False
    for row in projects.reset_index().to_dict("records"):
        sign = bool(row["illustrative"])
        units = units_of(edition, str(row["project_id"]))
        made_up |= sign or any(one for _, one in units)
        unit = inputs.units.get(str(row["unit"]))

        def money(value: float, unit: object = unit) -> str:
            return words("duties.not_published") if pd.isna(value) or unit is None else words.value(value, unit)  # type: ignore[arg-type]

        status = Status(str(row["status"]))
        done = NO_FIGURE if pd.isna(row["done"]) else words.number(float(row["done"]) * 100, 0)
        body.append(
            Row(
                (
                    str(row["name"]),
                    _dates(edition, str(row["starts"]), str(row["ends"])),
                    money(float(row["investment"])),
                    with_sign(edition, status_mark(words, status), sign),
                    with_sign(edition, done, sign and done != NO_FIGURE),
                    money(float(row["money"])),
                    office_names(edition, units) if units else plain(words("duties.not_named")),
                ),
                css_class=_css_of(edition, units[0][0].id if units else ""),
            )
        )
    if not body:
        body = [Row((words("duties.no_projects"),))]
    return Table(
        "table-projects",
        words("duties.projects_caption", year=words.year(edition.year)),
        columns,
        body,
        _notes(edition, made_up),
        css_class="cards",
    ).piece()


def _dates(edition: Edition, starts: str, ends: str) -> str:
    words = edition.words
    if not starts and not ends:
        return words("duties.not_published")
    if not starts:
        return words("duties.until", end=due_shown(edition, ends))
    if not ends:
        return words("duties.from", start=due_shown(edition, starts))
    return words("duties.from_until", start=due_shown(edition, starts), end=due_shown(edition, ends))


def table_adjustments(edition: Edition, proposals: pd.DataFrame) -> Piece:
    """Changes of targets: what the program's rules propose, then what units propose, each said to be which."""
    words, inputs = edition.words, edition.inputs
    columns = [
        Column(words("duties.subject")),
        Column(words("duties.change")),
        Column(words("duties.reason")),
        Column(words("duties.proposed_by")),
    ]
    wanted = set(map(str, proposals.index))
    found = [one for one in propose_changes(inputs, edition.assessments) if one.indicator_id in wanted]
    body: list[Row] = []
    if found:
        body.append(Row(group=words("duties.by_program")))
    body += [_proposal_row(edition, one) for one in found]
    offices = list(inputs.adjustments.values())
    if offices:
        body.append(Row(group=words("duties.by_offices")))
    body += [_adjustment_row(edition, one) for one in offices]
    made_up = any(one.illustrative for one in found) or any(one.illustrative for one in offices)
    if not body:
        body = [Row((words("duties.no_changes"),))]
    return Table(
        "table-adjustments",
        words("duties.adjustments_caption", year=words.year(edition.year)),
        columns,
        body,
        [plain(words("duties.adjustments_note")), *_notes(edition, made_up)],
        css_class="prose cards",
    ).piece()


def _proposal_row(edition: Edition, proposal: Proposal) -> Row:
    words, indicator = edition.words, edition.inputs.indicators[proposal.indicator_id]
    return Row(
        (
            linked_subject(edition, indicator.id),
            words(f"adjustment.{proposal.kind.value}"),
            with_sign(edition, proposal_reason(edition, proposal), proposal.illustrative),
            words("duties.program"),
        )
    )


def proposal_reason(edition: Edition, proposal: Proposal) -> Inline:
    """Why the program proposes a change: which rule the figures meet, with them."""
    indicator = edition.inputs.indicators[proposal.indicator_id]
    words, unit = edition.words, edition.inputs.units[indicator.unit_id]
    key = f"duties.rule.{proposal.rule.value}"
    if proposal.rule is ProposalRule.MET_EARLY:
        return fill(
            words,
            key,
            since=words.year(proposal.year or edition.year),
            count=proposal.early,
            beyond=words.amount(proposal.beyond or 0.0, unit),
        )
    if proposal.rule is ProposalRule.DEFINITION_CHANGED:
        return fill(words, key, since=words.year(proposal.year or edition.year))
    best = proposal.best
    if best is None or proposal.required is None:
        raise ValueError(f"{indicator.id}: a target out of reach has a pace required and a best one")
    areas = edition.inputs.areas
    where = words("duties.own") if not best.area else words.text(areas[best.area].name)
    return fill(
        words,
        key,
        required=words.amount(proposal.required, unit),
        best=words.amount(best.per_year, unit),
        where=where,
        when=words.year(best.end_year),
    )


def _adjustment_row(edition: Edition, adjustment: Adjustment) -> Row:
    words, inputs = edition.words, edition.inputs
    change = words(f"adjustment.{adjustment.kind.value}")
    subject = inputs.indicators.get(adjustment.subject_id) or inputs.tasks[adjustment.subject_id]
    if adjustment.proposed is not None and subject.unit_id:
        target = words.value(adjustment.proposed, inputs.units[subject.unit_id])
        change = words("duties.change_to", change=change, target=target)
    office = inputs.offices[adjustment.office_id]
    return Row(
        (
            linked_subject(edition, adjustment.subject_id),
            with_sign(edition, change, adjustment.illustrative),
            with_sign(edition, words.text(adjustment.reason), adjustment.illustrative),
            office_names(edition, [(office, adjustment.illustrative)]),
        ),
        css_class=_css_of(edition, office.id),
    )


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
        subject, units = _subject(edition, subject_id), units_of(edition, subject_id)
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
    if not body:
        body = [Row((words("duties.nothing_here"),))]
    chapter_id = str(responsibilities.attrs["chapter_id"])
    return Table(
        f"table-duties-{chapter_id}",
        words("duties.heading_caption", title=words.text(edition.inputs.chapters[chapter_id].title)),
        columns,
        body,
        _notes(edition, made_up),
        css_class="prose cards",
    ).piece()


def _texts(edition: Edition, findings: list[Finding], part: str, missing: str) -> Inline:
    """One part of each finding, with ◇; for a countermeasure its date too."""
    words, told = edition.words, plain("")
    for one in findings:
        if part == "cause":
            text = _cause(edition, one.cause.value if one.cause else None, words.text(one.cause_text))
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
    if not body:
        body = [Row((words("duties.nothing_here"),))]
    return Table(
        f"table-office-{office_id}",
        words("duties.office_caption", name=words.text(inputs.offices[office_id].name), year=words.year(edition.year)),
        columns,
        body,
        _notes(edition, made_up),
        css_class="prose cards",
    ).piece()


def _standing(edition: Edition, subject_id: str) -> Inline:
    words, subject = edition.words, _subject(edition, subject_id)
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
    words, subject = edition.words, _subject(edition, subject_id)
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
