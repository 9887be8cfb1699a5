"""Tables of what the responsible units wrote, and of what became of what they promised."""

from __future__ import annotations

import pandas as pd

from planbook.looks import PROMISES
from planbook.model import Answer, PaceVerdict
from planbook.present.duties import lead_of
from planbook.present.edition import Edition
from planbook.present.inline import fill, plain, unbroken
from planbook.present.marks import look_mark
from planbook.present.pieces import Piece
from planbook.present.subjects import indicator_subject, is_within
from planbook.present.tables.duty_parts import (
    cause_shown,
    css_of,
    due_shown,
    duty_table,
    linked_subject,
    office_names,
    said_in_parts,
    subject_of,
    with_sign,
)
from planbook.present.tables.model import Column, Row
from planbook.present.tables.scorecard import NO_FIGURE

__all__ = [
    "table_findings",
    "table_promises",
]


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
        subject, sign = subject_of(edition, str(row["subject_id"])), bool(row["illustrative"])
        made_up |= sign
        name = linked_subject(edition, str(row["subject_id"]), root)
        if subject is not None:
            name = name + plain(" ") + subject.mark
        told = said_in_parts(
            edition,
            ("achieved", str(row["achieved"])),
            ("problem", str(row["problem"])),
            ("cause", cause_shown(edition, row["cause"], str(row["cause_text"]))),
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
                css_class=css_of(edition, str(row["office_id"])),
            )
        )
    if "office_id" not in findings.attrs:
        body += _unexplained(edition, now)
    chapter = str(findings.attrs.get("chapter_id", ""))
    return duty_table(
        edition,
        "table-findings" + (f"-{chapter}" if chapter else ""),
        words("duties.findings_caption", year=words.year(edition.year)),
        columns,
        body,
        words("duties.none_lagging"),
        made_up,
    )


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
                css_class=css_of(edition, lead[0].id if lead else ""),
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
                css_class=css_of(edition, str(row["office_id"])),
            )
        )
    made_up = bool(promises["illustrative"].any())
    return duty_table(
        edition,
        "table-promises",
        words("duties.promises_caption", year=words.year(edition.year - 1)),
        columns,
        body,
        words("duties.none_promised", year=words.year(edition.year - 1)),
        made_up,
    )
