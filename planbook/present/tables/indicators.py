"""Tables of one indicator, and the one that sets the indicators side by side by method."""

from __future__ import annotations

import pandas as pd

from planbook.assess.crosschecks import METHODS
from planbook.looks import FLAGS
from planbook.model import CrossCheck, Observation, Series, observe
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, link, plain
from planbook.present.marks import figure, flag_mark, outlook_mark, with_languages
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, indicator_subject, indicator_subjects
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import NO_FIGURE, flag_note, illustrative_note, name_cell
from planbook.present.words import Words
from planbook.present.worked import subject_of

__all__ = [
    "linked_source",
    "method_class",
    "method_statistic",
    "source_title",
    "table_agreement",
    "table_cross_checks",
    "table_indicator_values",
]


def table_indicator_values(edition: Edition, indicator_id: str) -> Piece:
    """Every yearly value known in the edition, with flag, source, and what earlier editions knew instead."""
    words, subject = edition.words, indicator_subject(edition, indicator_id)
    series = edition.inputs.series_of(indicator_id)
    indicator = edition.inputs.indicators[indicator_id]
    body = []
    if subject.baseline is not None:
        body.append(
            Row(
                (
                    str(subject.baseline_year),
                    words.number(subject.baseline, subject.unit.decimals),
                    words("table.baseline_of_plan"),
                    source_title(edition, indicator.baseline_source_id),
                    "",
                )
            )
        )
    body += [_value_row(edition, subject, one) for one in _every_year(edition, series, indicator.baseline_year)]
    body += _target_rows(edition, subject)
    columns = [
        Column(words("table.year")),
        Column(words("table.value"), words.unit(subject.unit), numeric=True),
        Column(words("table.flag_head")),
        Column(words("table.source")),
        Column(words("table.note")),
    ]
    notes = [illustrative_note(words)] if any(one.illustrative for one in series.observations) else []
    flags = sorted({flag.value for one in series.observations for flag in one.flags})
    if flags:
        notes.append(flag_note(words, flags))
    return Table(
        f"table-values-{indicator_id}",
        words("table.values_caption", name=subject.name),
        columns,
        body,
        notes,
        css_class="cards",
    ).piece()


def _target_rows(edition: Edition, subject: Subject) -> list[Row]:
    """The targets one after the other, where the plan was changed: until when each held, and since when."""
    words, rows = edition.words, []
    changes = subject.indicator.earlier_targets
    for change, source_id in zip(changes, _documents(subject), strict=True):
        assert change.before is not None
        until = words("plan_changes.until", date=words.date(change.effective))
        shown = words.number(change.before, subject.unit.decimals)
        source = source_title(edition, source_id)
        rows.append(Row((str(subject.target_year), shown, words("plan_changes.earlier_target"), source, until)))
    if changes and subject.target is not None:
        since = words("plan_changes.since", date=words.date(changes[-1].effective))
        shown, source = (
            words.number(subject.target, subject.unit.decimals),
            source_title(edition, changes[-1].source_id),
        )
        rows.append(Row((str(subject.target_year), shown, words("plan_changes.target_now"), source, since)))
    return rows


def _documents(subject: Subject) -> list[str]:
    """Where each target that held earlier stood: the plan's own first."""
    indicator = subject.indicator
    return [indicator.source_id, *(change.source_id for change in indicator.earlier_targets)][
        : len(indicator.earlier_targets)
    ]


def _every_year(edition: Edition, series: Series, baseline_year: int) -> list[Observation]:
    """The observations, and a gap for each year of the plan so far that has none; none before an own baseline."""
    period, year = edition.inputs.plan.period, edition.inputs.parameters.year
    found = {one.year: one for one in series.observations}
    for gap in range(max(period.first_year, baseline_year + 1), min(period.last_year, year) + 1):
        found.setdefault(gap, observe(gap, None))
    return [found[each] for each in sorted(found)]


def _value_row(edition: Edition, subject: Subject, one: Observation) -> Row:
    words = edition.words
    shown = plain(words("verdict.not_reported"))
    if one.value is not None:
        number = figure(words, words.number(one.value, subject.unit.decimals), one.illustrative)
        shown = number + flag_mark(words, one.code)
    note = words.text(one.note)
    notes = [*([note] if note else []), *_earlier(edition, subject, one)]
    return Row(
        (
            str(one.year),
            shown,
            words.list([words(FLAGS[flag].word) for flag in one.flags]) if one.flags else "",
            source_title(edition, one.source_id),
            with_languages(words, words("table.note_separator").join(notes)),
        )
    )


def _earlier(edition: Edition, subject: Subject, now: Observation) -> list[str]:
    """What earlier files said of the year, where they said something else."""
    words, notes = edition.words, []
    for then in edition.inputs.vintages_of(subject.id):
        earlier = then.year == now.year and (then.vintage or 0) < (now.vintage or 0)
        if not earlier or then.value is None or then.value == now.value:
            continue
        shown = figure(words, words.number(then.value, subject.unit.decimals), then.illustrative).text
        notes.append(words("table.was", vintage=words.year(then.vintage or then.year), value=shown))
    return notes


def source_title(edition: Edition, source_id: str) -> Inline:
    """A source's title; "" where the id is of no source."""
    source = edition.inputs.sources.get(source_id)
    if source is None:
        return plain("")
    return with_languages(edition.words, edition.words.text(source.title))


def table_cross_checks(edition: Edition, pace: pd.DataFrame) -> Piece:
    """What each published method says of the figures of a frame, beside its judgement 1."""
    words, subject = edition.words, subject_of(edition, pace)
    body = [_own_row(subject)]
    for check in subject.assessment.cross_checks:
        agrees = NO_FIGURE
        if check.favourable is not None and subject.assessment.judged:
            agrees = words("table.disagrees" if check.method in subject.assessment.disagreeing else "table.agrees")
        body.append(
            Row(
                (
                    words(f"cross_checks.{check.method}.name"),
                    method_class(words, check),
                    agrees,
                    method_statistic(words, subject, check),
                )
            )
        )
    columns = [
        Column(words("table.method")),
        Column(words("table.class")),
        Column(words("table.agreement")),
        Column(words("table.statistic"), numeric=True),
    ]
    notes = [illustrative_note(words)] if subject.assessment.illustrative else []
    return Table(
        f"table-cross-checks-{subject.id}",
        words("table.cross_checks_caption", name=subject.name),
        columns,
        body,
        notes,
        css_class="cards",
    ).piece()


def _own_row(subject: Subject) -> Row:
    words = subject.words
    ratio = plain(NO_FIGURE) if subject.assessment.pace_ratio is None else subject.ratio
    return Row((words("table.judgement_1"), subject.mark, NO_FIGURE, ratio), css_class="own")


def method_statistic(words: Words, subject: Subject, check: CrossCheck) -> Inline:
    """The ratio or the share missed that a method's class rests on."""
    if check.statistic is None:
        return plain(NO_FIGURE)
    return subject.derived(words.number(check.statistic, 2))


def method_class(words: Words, check: CrossCheck) -> Inline:
    """A method's class in words; "not applicable" with its reason."""
    if not check.applies:
        return fill(words, "table.not_applicable", reason=words(f"reasons.{check.reason}"))
    return plain(words(f"cross_checks.{check.method}.classes.{check.code}"))


def table_agreement(edition: Edition) -> Piece:
    """Indicator by method: each method's class, and a mark where it disagrees with judgement 1."""
    words = edition.words
    subjects = indicator_subjects(edition)
    columns = [
        Column(words("table.indicator")),
        Column(words("table.judgement_1")),
        Column(words("table.judgement_2")),
        *(Column(words(f"cross_checks.{method}.name")) for method in METHODS),
    ]
    body = []
    for subject in subjects:
        checks = {check.method: check for check in subject.assessment.cross_checks}
        body.append(
            Row(
                (
                    name_cell(subject, unit=False),
                    subject.mark,
                    outlook_mark(words, subject.assessment.outlook),
                    *(_agreement_cell(words, subject, checks.get(method)) for method in METHODS),
                )
            )
        )
    notes = [fill(words, "table.agreement_note")]
    return Table(
        "table-agreement",
        words("table.agreement_caption", year=words.year(edition.year)),
        columns,
        body,
        notes,
    ).piece()


def _agreement_cell(words: Words, subject: Subject, check: CrossCheck | None) -> Inline:
    if check is None or not check.applies:
        return plain(words("table.does_not_apply"))
    shown = plain(words(f"cross_checks.{check.method}.classes.{check.code}"))
    if check.method in subject.assessment.disagreeing:
        return fill(words, "table.differs", shown=shown)
    return shown


def linked_source(edition: Edition, source_id: str) -> Inline:
    """A source's title with a link to the publisher, where the source may be linked at all."""
    source = edition.inputs.sources[source_id]
    title = with_languages(edition.words, edition.words.text(source.title))
    return link(title, source.address) if source.linkable else title
