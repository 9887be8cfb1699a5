"""Rules of who answers for what, of what offices wrote, of projects and of proposed changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from planbook.errors import Problem, closest
from planbook.model import (
    Adjustment,
    AdjustmentKind,
    Duty,
    DutyRole,
    Finding,
    Project,
    ProjectReport,
    Status,
    Text,
)
from planbook.rules.facts import Facts, problem_at
from planbook.schema import CHAPTERS, INDICATORS, PROJECTS, TASKS

__all__ = [
    "ADJUSTMENT_RULES",
    "DUTY_RULES",
    "FINDING_RULES",
    "PROJECT_REPORT_RULES",
    "PROJECT_RULES",
    "findings_are_told_once",
    "one_office_leads",
]


def _subject_problem(noun: Duty | Finding | Adjustment, facts: Facts, tables: Iterable[str]) -> Iterator[Problem]:
    """A subject is an id of one of the tables; one whose row could not be read is told of already."""
    known = sorted(one for table in tables for one in facts.listed.get(table, ()))
    if noun.subject_id not in known:
        yield problem_at(
            noun,
            "the subject is not listed",
            f'"{noun.subject_id}"{closest(noun.subject_id, known)}',
            "an id of " + ", ".join(tables),
            "correct the id",
        )


def a_duty_is_for_something(duty: Duty, facts: Facts) -> Iterator[Problem]:
    yield from _subject_problem(duty, facts, (INDICATORS, TASKS, PROJECTS))


def one_office_leads(facts: Facts) -> Iterator[Problem]:
    """Where several lead, nobody can be asked."""
    leading = Counter(duty.subject_id for duty in facts.duties if duty.role is DutyRole.LEAD)
    told: set[str] = set()
    for duty in facts.duties:
        if duty.role is DutyRole.LEAD and leading[duty.subject_id] > 1:
            if duty.subject_id in told:
                yield problem_at(
                    duty,
                    "more than one unit leads",
                    f"{leading[duty.subject_id]} units with role lead for {duty.subject_id}",
                    "one that leads, the others co-operating",
                    "write cooperating for all but one",
                )
            told.add(duty.subject_id)


def a_finding_is_about_something(finding: Finding, facts: Facts) -> Iterator[Problem]:
    yield from _subject_problem(finding, facts, (INDICATORS, TASKS, PROJECTS, CHAPTERS))


def a_finding_says_something(finding: Finding, facts: Facts) -> Iterator[Problem]:
    texts: tuple[Text, ...] = (
        finding.achieved,
        finding.problem,
        finding.cause_text,
        finding.measure,
        finding.next_step,
        finding.answer_text,
    )
    if finding.cause is None and finding.answer is None and not any(text.zh for text in texts):
        yield problem_at(
            finding,
            "the row says nothing",
            "empty cells",
            "what was achieved, a problem, a cause, a countermeasure or an answer",
            "fill in what is known, or delete the row",
        )


def a_countermeasure_has_an_office_and_a_date(finding: Finding, facts: Facts) -> Iterator[Problem]:
    if not finding.promises:
        return
    for column, given in (("office_id", finding.office_id), ("due", finding.due)):
        if not given:
            yield problem_at(
                finding,
                f"a countermeasure has no {'responsible unit' if column == 'office_id' else 'date'}",
                f'an empty cell in "{column}"',
                "who does it, and by when",
                f'fill in "{column}"',
                severity="warning",
            )


def an_answer_is_to_an_earlier_countermeasure(finding: Finding, facts: Facts) -> Iterator[Problem]:
    if bool(finding.follows) != (finding.answer is not None):
        yield problem_at(
            finding,
            "an answer and what it answers do not go together",
            f'follows "{finding.follows}", answer "{finding.answer or ""}"',
            "both, or neither",
            'fill in both "follows" and "answer"',
        )
    if not finding.follows:
        return
    earlier = {one.id: one for one in facts.findings if one.vintage < finding.vintage and one.promises}
    if finding.follows not in earlier:
        yield problem_at(
            finding,
            "the countermeasure that is answered for is not there",
            f'"{finding.follows}"{closest(finding.follows, earlier)}',
            "the id of a finding of an earlier year that holds a countermeasure",
            'correct "follows"',
        )


def findings_are_told_once(facts: Facts) -> Iterator[Problem]:
    """An id is a finding's own over all years, so that an answer names one."""
    files: dict[str, str] = {}
    for finding in facts.findings:
        file = "" if finding.origin is None else finding.origin.file
        if files.setdefault(finding.id, file) != file:
            yield problem_at(
                finding,
                "the id of a finding stands in an earlier file too",
                files[finding.id],
                "an id of its own",
                "give the finding another id",
            )


def a_project_ends_after_it_starts(project: Project, facts: Facts) -> Iterator[Problem]:
    shorter = min(len(project.starts), len(project.ends))
    if shorter and project.ends[:shorter] < project.starts[:shorter]:
        yield problem_at(
            project,
            "the project ends before it starts",
            f"{project.starts} to {project.ends}",
            "an end after the start",
            "correct the dates",
        )


def an_investment_has_a_unit(project: Project, facts: Facts) -> Iterator[Problem]:
    if project.investment is not None and not project.unit_id:
        yield problem_at(project, "an investment has no unit", "an empty cell", "a unit of money", 'fill in "unit_id"')


def a_report_of_a_project_fits_its_file_and_status(report: ProjectReport, facts: Facts) -> Iterator[Problem]:
    project = facts.projects.get(report.project_id)
    if report.year > report.vintage:
        yield problem_at(
            report,
            "the year is later than the file",
            str(report.year),
            f"a year up to {report.vintage}",
            "correct the year, or move the row",
        )
    if report.status is Status.COMPLETED and report.done not in (None, 100):
        yield problem_at(
            report,
            "a completed project is not done",
            f"{report.done:g} % of the works",
            "100, or an empty cell",
            "correct status or done",
        )
    if report.money is not None and project is not None and not project.unit_id:
        yield problem_at(
            report,
            "money in place has no unit",
            f"{report.money:g}",
            "a unit_id of the project in plan/projects.csv",
            "fill in the project's unit_id",
        )


def a_change_is_of_a_target(adjustment: Adjustment, facts: Facts) -> Iterator[Problem]:
    yield from _subject_problem(adjustment, facts, (INDICATORS, TASKS))
    needs = adjustment.kind in (AdjustmentKind.RAISE, AdjustmentKind.LOWER)
    if needs and adjustment.proposed is None:
        yield problem_at(
            adjustment,
            "a change of a target names no target",
            "an empty cell",
            "the target that is proposed",
            'fill in "proposed"',
        )


DUTY_RULES = (a_duty_is_for_something,)
FINDING_RULES = (
    a_finding_is_about_something,
    a_finding_says_something,
    a_countermeasure_has_an_office_and_a_date,
    an_answer_is_to_an_earlier_countermeasure,
)
PROJECT_RULES = (a_project_ends_after_it_starts, an_investment_has_a_unit)
PROJECT_REPORT_RULES = (a_report_of_a_project_fits_its_file_and_status,)
ADJUSTMENT_RULES = (a_change_is_of_a_target,)
