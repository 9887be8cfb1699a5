"""Tables of what is otherwise than before: figures since the edition before, verdicts, and the plan itself."""

from __future__ import annotations

from dataclasses import replace

from planbook.compare.editions import FigureChange, VerdictChange
from planbook.model import ChangedPart, Flag, Indicator, Observation, PlanChange, Reported
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, link, plain
from planbook.present.marks import figure, illustrative_mark, outlook_mark, verdict_mark, with_languages
from planbook.present.pieces import Piece, only_on_page
from planbook.present.subjects import indicator_subject
from planbook.present.tables.indicators import linked_source
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import NO_FIGURE, illustrative_note
from planbook.present.words import Words

__all__ = ["changed_figures", "table_dropped", "table_flips", "table_plan_changes", "table_revisions"]


def table_revisions(edition: Edition) -> Piece:
    """Every figure of an earlier year that this edition knows otherwise than the one before."""
    words, found = edition.words, () if edition.difference is None else edition.difference.figures
    columns = [
        Column(words("table.indicator")),
        Column(words("table.year"), numeric=True),
        Column(words("table.unit")),
        Column(words("table.before"), numeric=True),
        Column(words("table.now"), numeric=True),
        Column(words("table.difference"), numeric=True),
        Column(words("table.what_changed")),
    ]
    body = [_figure_row(edition, change) for change in found]
    if not body:
        body = [Row((words("table.no_revisions"), "", "", "", "", "", ""))]
    made_up = any(change.illustrative for change in found)
    return Table(
        "table-revisions",
        words("table.revisions_caption", year=words.year(edition.year)),
        columns,
        body,
        [illustrative_note(words)] if made_up else [],
    ).piece()


def _figure_row(edition: Edition, change: FigureChange) -> Row:
    words, subject = edition.words, indicator_subject(edition, change.subject)
    places = subject.unit.decimals
    before, after = change.before, change.after

    def shown(one: Observation | None) -> Inline:
        if not isinstance(one, Reported):
            return plain(words("verdict.not_reported"))
        code = "".join(flag for flag in one.flags if flag is not Flag.REVISED)  # the last column says so
        return figure(words, words.number(one.value, places), one.illustrative, code)

    difference = plain(NO_FIGURE)
    if isinstance(before, Reported) and isinstance(after, Reported):
        difference = figure(words, words.signed(after.value - before.value, places), change.illustrative)
    kind = words(f"table.figure_change.{change.kind.value}")
    unit = words.unit(subject.unit)
    return Row((subject.linked, str(change.year), unit, shown(before), shown(after), difference, kind))


def table_flips(edition: Edition) -> Piece:
    """Every indicator with another verdict than in the edition before: both judgements then and now, and why."""
    words, found = edition.words, () if edition.difference is None else edition.difference.verdicts
    columns = [
        Column(words("table.indicator")),
        Column(words("table.pace")),
        Column(words("table.outlook")),
        Column(words("table.because")),
    ]
    changed: dict[str, list[VerdictChange]] = {}
    for change in found:
        changed.setdefault(change.subject, []).append(change)
    body = [_verdict_row(edition, changes) for changes in changed.values()]
    if not body:
        body = [Row((words("table.no_flips"), "", "", ""))]
    piece = Table(
        "table-flips",
        words("table.flips_caption", year=words.year(edition.year)),
        columns,
        body,
        [illustrative_note(words)] if any(change.illustrative for change in found) else [],
        css_class="cards",
    ).piece()
    # On paper the list above it says what changed, and the assessment takes two pages.
    return replace(piece, markdown=only_on_page(piece.markdown))


def _verdict_row(edition: Edition, changes: list[VerdictChange]) -> Row:
    words, subject = edition.words, indicator_subject(edition, changes[0].subject)
    assert edition.previous is not None and edition.previous_inputs is not None
    old, then = edition.previous[subject.id], words.of_kind(edition.previous_inputs.parameters.kind)
    marks = {
        "pace": (verdict_mark(then, old.pace, old.reversing), subject.mark),
        "outlook": (outlook_mark(then, old.outlook), outlook_mark(words, subject.assessment.outlook)),
    }
    made_up = old.illustrative or subject.assessment.illustrative
    sign = illustrative_mark(words) if made_up else plain("")
    cells: dict[str, Inline] = dict.fromkeys(marks, plain(""))
    for change in changes:
        before, now = marks[change.judgement]
        cells[change.judgement] = fill(words, "table.flip", before=before, now=now) + sign
    why = dict.fromkeys(one for change in changes for one in change.because)
    said = words.list([words(f"table.because_{one.value}") for one in why])
    return Row((subject.linked, cells["pace"], cells["outlook"], said))


def table_plan_changes(edition: Edition) -> Piece:
    """Every change of the plan in force, oldest first, with what it took the place of and the document."""
    words, inputs = edition.words, edition.inputs
    columns = [
        Column(words("plan_changes.effective")),
        Column(words("table.indicator")),
        Column(words("plan_changes.part_head")),
        Column(words("plan_changes.before"), numeric=True),
        Column(words("plan_changes.now"), numeric=True),
        Column(words("plan_changes.document")),
        Column(words("table.note")),
    ]
    body = []
    for change in inputs.plan_changes:
        indicator = inputs.indicators.get(change.indicator_id) or inputs.dropped[change.indicator_id]
        before, now = changed_figures(words, inputs.units[indicator.unit_id].decimals, change)
        body.append(
            Row(
                (
                    words.date(change.effective),
                    _named(edition, indicator),
                    words(f"plan_changes.part.{change.part.value}"),
                    before,
                    now,
                    linked_source(edition, change.source_id),
                    with_languages(words, words.text(change.note)),
                )
            )
        )
    caption = words("plan_changes.caption", date=words.date(inputs.parameters.cut_off))
    notes = [plain(words("plan_changes.note"))]
    return Table("table-plan-changes", caption, columns, body, notes, css_class="cards").piece()


def _named(edition: Edition, indicator: Indicator) -> Inline:
    """The indicator with its unit, linked where it still has a page."""
    words = edition.words
    name = words.text(indicator.short_name)
    has_page = indicator.id in edition.inputs.indicators
    shown = link(name, f"indicators/{indicator.id}.html") if has_page else plain(name)
    return shown + plain(f" [{words.unit(edition.inputs.units[indicator.unit_id])}]")


def changed_figures(words: Words, decimals: int, change: PlanChange) -> tuple[str, str]:
    """The figure before and now, "–" where there is none; a year as such."""
    places = 0 if change.part in (ChangedPart.TARGET_YEAR, ChangedPart.BASELINE_YEAR) else decimals
    shown = [
        NO_FIGURE if one is None else f"{one:.0f}" if places == 0 and places != decimals else words.number(one, places)
        for one in (change.before, change.value)
    ]
    return shown[0], shown[1]


def table_dropped(edition: Edition) -> Piece:
    """The indicators that are no longer in the plan: what was known of them, and what was said of them last."""
    words, inputs = edition.words, edition.inputs
    columns = [
        Column(words("table.indicator")),
        Column(words("plan_changes.dropped_on")),
        Column(words("plan_changes.target_then"), numeric=True),
        Column(words("plan_changes.latest"), numeric=True),
        Column(words("table.year"), numeric=True),
        Column(words("plan_changes.last_verdict")),
        Column(words("plan_changes.document")),
    ]
    body, made_up = [], False
    for indicator in inputs.dropped.values():
        latest, change = inputs.series_of(indicator.id).latest, indicator.dropped
        assert change is not None
        places = inputs.units[indicator.unit_id].decimals
        value, year = plain(NO_FIGURE), ""
        if latest is not None:
            made_up, year = made_up or latest.illustrative, str(latest.year)
            value = figure(words, words.number(latest.value, places), latest.illustrative, latest.code)
        body.append(
            Row(
                (
                    _named(edition, indicator),
                    words.date(change.effective),
                    NO_FIGURE if indicator.target is None else words.number(indicator.target, places),
                    value,
                    year,
                    _last_verdict(edition, indicator.id),
                    linked_source(edition, change.source_id),
                )
            )
        )
    caption = words("plan_changes.dropped_caption", date=words.date(inputs.parameters.cut_off))
    notes = [illustrative_note(words)] if made_up else []
    return Table("table-dropped", caption, columns, body, notes, css_class="cards").piece()


def _last_verdict(edition: Edition, indicator_id: str) -> Inline:
    """What the last edition that judged the indicator said of it, with its year."""
    for year, judged in reversed(list(edition.earlier_assessments.items())):
        if indicator_id in judged:
            one, then = judged[indicator_id], edition.earlier_inputs[year].parameters
            mark = verdict_mark(edition.words.of_kind(then.kind), one.pace, one.reversing)
            sign = illustrative_mark(edition.words) if one.illustrative else plain("")
            return mark + sign + plain(edition.words("table.of_year", year=year))
    return plain(NO_FIGURE)
