"""What an edition says on one page to whoever decides: the sentence, counts, the strip, what lags, what to decide.

Figures and texts only; `publish.brief` sets them on a page and `publish.slides` on slides.
"""

from __future__ import annotations

from dataclasses import dataclass

from planbook.assess import propose_changes
from planbook.looks import COUNTED_OUTLOOKS, COUNTED_VERDICTS, OUTLOOKS, VERDICTS, Look, look_of
from planbook.model import Answer, PaceVerdict, ProposalRule
from planbook.present.duties import findings_about, lead_of, name_of, units_of
from planbook.present.edition import Edition
from planbook.present.sentences.summary import say_headline
from planbook.present.subjects import Subject, attention_order, indicator_subjects
from planbook.present.tables.duty_parts import due_shown

__all__ = ["Brief", "Count", "Laggard", "StripRow", "make_brief"]

MOST_LAGGARDS = 3
MOST_NAMED = 6


@dataclass(frozen=True)
class Count:
    """How many indicators stand in a class; `role` is its colour."""

    mark: str
    word: str
    number: int
    role: str


@dataclass(frozen=True)
class StripRow:
    """One indicator on its track. Shares are of the way from baseline to target; None where there is none."""

    number: int
    name: str
    type: str
    binding: bool
    value: str
    mark: str
    word: str
    role: str
    completion: float | None
    due: float
    ghost: float | None
    outlook_mark: str
    outlook_word: str
    outlook_role: str
    illustrative: bool


@dataclass(frozen=True)
class Laggard:
    """An indicator behind, with what was given of it; `missing` says what was not, and who has to give it."""

    name: str
    verdict: str
    figures: str
    unit: str
    cause: str
    measure: str


@dataclass(frozen=True)
class Brief:
    """The page. Texts are plain, marks ◇ in them; `decisions` are what has to be decided."""

    headline: str
    counts: tuple[Count, ...]
    outlooks: tuple[Count, ...]
    strip: tuple[StripRow, ...]
    laggards: tuple[Laggard, ...]
    more_lagging: str
    decisions: tuple[str, ...]


def make_brief(edition: Edition) -> Brief:
    """The page of one edition in its language."""
    subjects = attention_order(indicator_subjects(edition))
    lagging = [subject for subject in subjects if subject.behind]
    lagging.sort(key=lambda subject: not subject.binding)
    more = len(lagging) - MOST_LAGGARDS
    return Brief(
        headline=say_headline(edition, edition.scorecard()).text.splitlines()[0],
        counts=_counts(edition),
        outlooks=_outlooks(edition),
        strip=tuple(_strip_row(subject) for subject in subjects),
        laggards=tuple(_laggard(subject) for subject in lagging[:MOST_LAGGARDS]),
        more_lagging=edition.words("brief.more", count=more) if more > 0 else "",
        decisions=tuple(map(edition.words.opening, _decisions(edition, lagging))),
    )


def _count(edition: Edition, look: Look, number: int) -> Count:
    return Count(look.mark, edition.words(look.word), number, look.role)


def _counts(edition: Edition) -> tuple[Count, ...]:
    found = [assessment.pace for assessment in edition.assessments.values()]
    return tuple(_count(edition, VERDICTS[one], found.count(one)) for one in COUNTED_VERDICTS if found.count(one))


def _outlooks(edition: Edition) -> tuple[Count, ...]:
    found = [assessment.outlook for assessment in edition.assessments.values()]
    return tuple(_count(edition, OUTLOOKS[one], found.count(one)) for one in COUNTED_OUTLOOKS if found.count(one))


def _strip_row(subject: Subject) -> StripRow:
    words, assessment = subject.words, subject.assessment
    look, outlook = look_of(subject.pace, assessment.reversing), OUTLOOKS[assessment.outlook]
    latest = assessment.latest
    value = words("verdict.not_reported") if latest is None else subject.value.text
    if latest is not None and latest.year != subject.edition.year:
        value += words("table.of_year", year=latest.year)
    return StripRow(
        subject.number,
        subject.short_name,
        words(f"type.{subject.indicator.type.value}"),
        subject.binding,
        value,
        look.mark,
        words(look.word),
        look.role,
        assessment.completion,
        assessment.due,
        subject.ghost,
        outlook.mark,
        words(outlook.word),
        outlook.role,
        assessment.illustrative,
    )


def _laggard(subject: Subject) -> Laggard:
    edition, words = subject.edition, subject.words
    lead, found = lead_of(edition, subject.id), findings_about(edition, subject.id)
    units = units_of(edition, subject.id)
    unit = words.list([_marked(words.text(office.short_name), made_up) for office, made_up in units])
    causes, measures = [], []
    for one in found:
        if one.cause_text.zh:
            causes.append(_marked(words.text(one.cause_text).rstrip("。."), one.illustrative))
        if one.promises:
            told = words(
                "duties.measure_by", measure=words.text(one.measure).rstrip("。."), due=due_shown(edition, one.due)
            )
            measures.append(_marked(told, one.illustrative))
    missing = words("duties.to_be_given") if lead else words("duties.to_be_named")
    separator = words("duties.part_separator")
    required = subject.assessment.required_per_year
    figures = words(
        "brief.figures",
        value=subject.value.text,
        target=subject.target_shown,
        completion=subject.completion.text,
        due=subject.due,
    )
    if required:
        key = "brief.rise" if required > 0 else "brief.fall"
        figures += words(key, amount=_marked(words.amount(required, subject.unit), subject.assessment.illustrative))
    kind = words(f"type.{subject.indicator.type.value}")
    return Laggard(
        words("brief.name", name=subject.short_name, type=kind),
        subject.mark.text,
        figures,
        unit or words("duties.not_named"),
        separator.join(causes) or missing,
        separator.join(measures) or missing,
    )


def _marked(text: str, illustrative: bool) -> str:
    return f"{text} ◇" if illustrative else text


def _decisions(edition: Edition, lagging: list[Subject]) -> list[str]:
    """What the figures leave to be decided: binding laggards, targets out of reach, what nobody answers for."""
    words, inputs = edition.words, edition.inputs
    proposals = {one.indicator_id: one for one in propose_changes(inputs, edition.assessments)}
    decisions = []
    for subject in (one for one in lagging if one.binding):
        required, proposal = subject.assessment.required_per_year, proposals.get(subject.id)
        if not required:
            continue
        best = proposal.best if proposal is not None else None
        pace = words("brief.best", best=words.amount(best.per_year, subject.unit)) if best else ""
        decisions.append(
            words(
                "brief.decide_binding",
                name=words.inside(subject.short_name),
                amount=_marked(words.amount(required, subject.unit), subject.assessment.illustrative),
                pace=pace,
                year=words.year(subject.target_year),
            )
        )
    beyond = [
        inputs.indicators[one.indicator_id]
        for one in proposals.values()
        if one.rule is ProposalRule.OUT_OF_REACH and not inputs.indicators[one.indicator_id].binding
    ]
    if beyond:
        decisions.append(
            words("brief.decide_beyond", count=len(beyond), names=_named(edition, [one.id for one in beyond]))
        )
    changed = [one.indicator_id for one in proposals.values() if one.rule is ProposalRule.DEFINITION_CHANGED]
    if changed:
        decisions.append(words("brief.decide_definition", count=len(changed), names=_named(edition, changed)))
    answers = [one for one in inputs.findings.values() if one.vintage == edition.year and one.answer is Answer.NOT_DONE]
    if answers:
        names = _named(edition, [one.subject_id for one in answers])
        decisions.append(words("brief.decide_promises", count=len(answers), names=names))
    unnamed = [one for one in inputs.indicators if lead_of(edition, one) is None]
    if unnamed:
        decisions.append(words("brief.decide_units", count=len(unnamed), all=len(inputs.indicators)))
    silent = [one for one, found in edition.assessments.items() if found.pace is PaceVerdict.NOT_REPORTED]
    if silent:
        decisions.append(words("brief.decide_silent", count=len(silent), names=_named(edition, silent)))
    return decisions


def _named(edition: Edition, subjects: list[str]) -> str:
    """The names, or the first of them and how many more."""
    words = edition.words
    names = [words.inside(name_of(edition, one)) for one in subjects]
    if len(names) <= MOST_NAMED:
        return words.list(names)
    return words("brief.and_more", names=words("brief.separator").join(names[:MOST_NAMED]), count=len(names))
