"""Tables of the projects of a plan, and of targets that might be changed."""

from __future__ import annotations

import pandas as pd

from planbook.assess import propose_changes
from planbook.model import Adjustment, Proposal, ProposalRule, Status
from planbook.present.duties import units_of
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, plain
from planbook.present.marks import status_mark
from planbook.present.pieces import Piece
from planbook.present.tables.duty_parts import css_of, due_shown, duty_table, linked_subject, office_names, with_sign
from planbook.present.tables.model import Column, Row
from planbook.present.tables.scorecard import NO_FIGURE

__all__ = [
    "proposal_reason",
    "table_adjustments",
    "table_projects",
]


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
                css_class=css_of(edition, units[0][0].id if units else ""),
            )
        )
    return duty_table(
        edition,
        "table-projects",
        words("duties.projects_caption", year=words.year(edition.year)),
        columns,
        body,
        words("duties.no_projects"),
        made_up,
        css_class="cards",
    )


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
    return duty_table(
        edition,
        "table-adjustments",
        words("duties.adjustments_caption", year=words.year(edition.year)),
        columns,
        body,
        words("duties.no_changes"),
        made_up,
        notes=[plain(words("duties.adjustments_note"))],
    )


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
        css_class=css_of(edition, office.id),
    )
