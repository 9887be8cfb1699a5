"""The summary's sentences: the conclusion, the counts, what changed, what to doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sized
from dataclasses import replace

import pandas as pd

from planbook.assess import due_share
from planbook.looks import BEST_FIRST, JUDGED_WORST_FIRST, VERDICTS, flags_with, look_of
from planbook.model import (
    Assessment,
    EditionKind,
    IndicatorType,
    OutlookVerdict,
    PaceVerdict,
    Projection,
    Reported,
)
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join, join_sentences, plain
from planbook.present.marks import illustrative_mark, verdict_mark, with_mark
from planbook.present.pieces import Piece, raw_html
from planbook.present.sentences.methods import hindsight_count
from planbook.present.subjects import Subject, attention_order, indicator_subject, indicator_subjects
from planbook.present.words import Words
from planbook.present.worked import subjects_of

__all__ = [
    "MANY_NAMES",
    "headline",
    "named_by_verdict",
    "say_binding",
    "say_changes",
    "say_counts",
    "say_doubts",
    "say_edition_note",
    "say_headline",
    "say_hindsight",
    "say_laggards",
]

MANY_NAMES = 6  # a longer list of names is told as a number


def headline(edition: Edition, scorecard: pd.DataFrame) -> Inline:
    """The conclusion in one sentence; also what a page's description and the feed carry."""
    words, subjects = edition.words, subjects_of(edition, scorecard)
    total = len(subjects)
    if not total or not any(subject.assessment.judged for subject in subjects):
        return fill(words, "headline.nothing", count=total, total=total, year=words.year(edition.year))
    parts = []
    for verdict in BEST_FIRST:  # laggards close the sentence, so that it ends on what needs attention
        members = [subject for subject in subjects if subject.pace is verdict]
        if members:
            parts.append(words(f"headline.part.{verdict.value}", count=len(members)))
    lagging = [subject for subject in subjects if subject.behind]
    sentence = fill(
        words,
        f"headline.whole.{edition.inputs.parameters.kind.value}",
        count=total,
        total=total,
        year=words.year(edition.year),
        due=words.share(_due(edition), 0),
        parts=_join_parts(words, parts),
        tail=_headline_tail(words, lagging),
        plan=words.text(edition.inputs.plan.short_title),
    )
    return with_mark(words, sentence, any(subject.assessment.illustrative for subject in subjects))


def _headline_tail(words: Words, lagging: list[Subject]) -> str:
    if not lagging:
        return words("headline.none_lagging")
    binding = sum(subject.binding for subject in lagging)
    if not binding and any(subject.indicator.type is IndicatorType.NOT_STATED for subject in lagging):
        return ""  # that none is binding cannot be said of them
    if binding in (0, len(lagging)):
        number = "one" if len(lagging) == 1 else "all"
        return words(f"headline.{number}_{'binding' if binding else 'anticipatory'}")
    return words("headline.binding", count=binding)


def _join_parts(words: Words, parts: list[str]) -> str:
    return "，".join(parts) if words.language == "zh" else words.list(parts)


def _due(edition: Edition) -> float:
    """Share of the plan's period that has passed at the edition's cut-off."""
    plan = edition.inputs.plan
    return due_share(plan.baseline_year, plan.period.last_year, edition.inputs.parameters.cut_off)


def say_headline(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """The conclusion in one sentence, as the kind of edition says it."""
    return Passage("headline", [Block((headline(edition, scorecard),), css_class="headline")]).piece()


def say_counts(edition: Edition, counts: pd.DataFrame) -> Piece:
    """How many indicators stand in each class, split by type; what needs attention first.

    `counts` has a row for each verdict that occurs and a column for each type (codes): whole numbers.
    """
    words = edition.words
    number_of = Counter(
        {(str(verdict), kind): int(number) for kind in counts for verdict, number in counts[kind].items()}
    )
    final = edition.inputs.parameters.kind is EditionKind.FINAL
    items, classes = [], []
    for verdict in (*JUDGED_WORST_FIRST, PaceVerdict.NOT_JUDGED, PaceVerdict.NOT_REPORTED):
        number = sum(number_of[verdict, kind] for kind in IndicatorType)
        if not number and (verdict not in JUDGED_WORST_FIRST or (verdict is PaceVerdict.AHEAD and final)):
            continue  # once the period is over, nothing can be ahead without having met its target
        label = verdict_mark(words, verdict).text
        split = words(
            f"counts.{'split' if IndicatorType.NOT_STATED not in counts else 'split_not_stated'}",
            binding=number_of[verdict, IndicatorType.BINDING],
            anticipatory=number_of[verdict, IndicatorType.ANTICIPATORY],
            not_stated=number_of[verdict, IndicatorType.NOT_STATED],
        )
        bracketed = words("counts.bracket", split=split)
        items.append(
            Inline(
                f'<span class="count-number">{number}</span> <span class="count-label">{label}</span> '
                f'<span class="count-split">{split}</span>',
                f"**{number}** {label}{bracketed}",
                f"{number} {label}{bracketed}",
            )
        )
        classes.append(f"count {VERDICTS[verdict].css}")
    piece = Passage("counts", [Block(tuple(items), "ul", "counts", tuple(classes))]).piece()
    return replace(piece, markdown=raw_html(piece.html))  # print sets them side by side too


def say_laggards(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """Which indicators lag, binding ones first, each with what is done and what was due."""
    words, subjects = edition.words, subjects_of(edition, scorecard)
    lagging = [subject for subject in attention_order(subjects) if subject.behind]
    if not lagging:
        judged = any(subject.assessment.judged for subject in subjects)
        return Passage(
            "laggards",
            [Block((fill(words, "laggards.none" if judged else "laggards.nothing", year=words.year(edition.year)),))],
        ).piece()
    items = tuple(_laggard(subject) for subject in lagging)
    return Passage("laggards", [Block((fill(words, "laggards.lead", count=len(lagging)),)), Block(items, "ul")]).piece()


def _laggard(subject: Subject) -> Inline:
    words, assessment = subject.words, subject.assessment
    fields = {
        "name": subject.linked,
        "type": words(f"type.{subject.indicator.type.value}"),
        "value": subject.counted_shown,
        "target": subject.target_shown,
        "year": words.year(subject.target_year),
    }
    if assessment.completion is None:
        return fill(words, "laggards.plain", **fields)
    fields |= {"completion": subject.completion, "due": subject.due, "movement": subject.movement}
    return fill(words, "laggards.reversing" if assessment.reversing else "laggards.item", **fields)


def say_binding(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """How the binding indicators stand: they oblige, so they are told apart."""
    words = edition.words
    binding = [subject for subject in subjects_of(edition, scorecard) if subject.binding]
    if not binding:
        return Passage("binding", [Block((fill(words, "binding.none"),))]).piece()
    if not any(subject.assessment.judged for subject in binding):
        return Passage("binding", [Block((fill(words, "binding.nothing", count=len(binding)),))]).piece()
    sentences = [fill(words, "binding.lead", count=len(binding), parts=named_by_verdict(words, binding))]
    lagging = [subject for subject in binding if subject.behind]
    if lagging:
        sentences.append(fill(words, "binding.lagging", count=len(lagging)))
    else:
        sentences.append(fill(words, "binding.clear"))
    return Passage("binding", [Block((join_sentences(words, sentences),))]).piece()


def named_by_verdict(words: Words, subjects: list[Subject]) -> Inline:
    """`提前实现 2 项（甲、乙），滞后 1 项（丙）`, worst last."""
    groups = []
    for verdict in BEST_FIRST:
        members = [subject for subject in subjects if subject.pace is verdict]
        if members:
            groups.append(
                fill(
                    words,
                    f"named.{verdict.value}",
                    count=len(members),
                    names=join(words, [subject.linked_inside for subject in members]),
                )
            )
    separator = plain(words("named.separator"))
    whole = groups[0]
    for group in groups[1:]:
        whole = whole + separator + group
    return whole


def say_edition_note(edition: Edition) -> Piece:
    """What kind of edition this is, what it knew, and how much of the plan's period had passed."""
    words, parameters, plan = edition.words, edition.inputs.parameters, edition.inputs.plan
    sentence = fill(
        words,
        f"edition_note.{parameters.kind.value}",
        plan=words.text(plan.title),
        area=words.text(plan.area),
        cut_off=words.date(parameters.cut_off),
        published=words.date(parameters.published),
        due=words.share(_due(edition), 0),
        first=plan.period.first_year,
        last=plan.period.last_year,
        year=words.year(parameters.year),
    )
    vintage = fill(words, "edition_note.vintage", year=words.year(parameters.year))
    official = fill(words, "edition_note.official_only") if edition.inputs.official_only else None
    return Passage(
        "edition-note", [Block((join_sentences(words, [sentence, vintage, official]),), css_class="edition-note")]
    ).piece()


def say_changes(edition: Edition) -> Piece:
    """What changed since last year's edition: verdicts, values revised, values newly reported or gone missing."""
    words = edition.words
    if edition.previous is None or edition.previous_inputs is None:
        return Passage("changes", [Block((fill(words, "changes.first", year=words.year(edition.year)),))]).piece()
    before_words = words.of_kind(edition.previous_inputs.parameters.kind)
    better, worse, others, appeared, vanished = [], [], [], [], []
    for subject in indicator_subjects(edition):
        old = edition.previous.get(subject.id)
        if old is None or old.pace is subject.pace and old.reversing == subject.assessment.reversing:
            continue
        item = fill(words, "changes.verdict", name=subject.linked, old=_verdict_of(before_words, old), new=subject.mark)
        if PaceVerdict.NOT_JUDGED in (old.pace, subject.pace):
            others.append(item)
        elif old.pace is PaceVerdict.NOT_REPORTED:
            appeared.append(fill(words, "changes.now_reported", name=subject.linked, new=subject.mark))
        elif subject.pace is PaceVerdict.NOT_REPORTED:
            vanished.append(
                fill(words, "changes.not_any_more", name=subject.linked, old=_verdict_of(before_words, old))
            )
        elif _rank(subject.assessment) > _rank(old):
            better.append(item)
        else:
            worse.append(item)
    revised = _revisions(edition)
    blocks = [Block((_changes_lead(edition, better, worse, appeared, vanished, revised),))]
    blocks.append(Block((*worse, *better, *others, *appeared, *vanished, *revised), "ul"))
    return Passage("changes", blocks).piece()


def _rank(assessment: Assessment) -> int:
    return -look_of(assessment.pace, assessment.reversing).severity


def _verdict_of(words: Words, assessment: Assessment) -> Inline:
    return verdict_mark(words, assessment.pace, assessment.reversing)


def _changes_lead(
    edition: Edition,
    better: Sized,
    worse: Sized,
    appeared: Sized,
    vanished: Sized,
    revised: Sized,
) -> Inline:
    words, before = edition.words, words_year(edition)
    parts = [
        words(f"changes.count.{name}", count=len(items))
        for name, items in (
            ("better", better),
            ("worse", worse),
            ("appeared", appeared),
            ("vanished", vanished),
            ("revised", revised),
        )
        if items
    ]
    if not parts:
        return fill(words, "changes.none", before=before)
    return fill(words, "changes.lead", before=before, parts=_join_parts(words, parts))


def words_year(edition: Edition) -> str:
    """The year of the edition before, written out."""
    return edition.words.year(edition.year - 1)


def _revisions(edition: Edition) -> list[Inline]:
    """One line for each value that this edition knows otherwise than the one before did."""
    words, lines = edition.words, []
    for indicator_id, old, new in revisions(edition):
        subject = indicator_subject(edition, indicator_id)
        lines.append(
            fill(
                words,
                "changes.revised",
                name=subject.linked,
                year=words.year(new.year),
                old=subject.written(old.value, old.illustrative),
                new=subject.written(new.value, new.illustrative),
            )
        )
    return lines


def revisions(edition: Edition) -> list[tuple[str, Reported, Reported]]:
    """Values changed since the edition before: indicator, what was known then, what is known now."""
    if edition.previous_inputs is None:
        return []
    found = []
    for indicator_id in edition.inputs.indicators:
        before = {one.year: one for one in edition.previous_inputs.series_of(indicator_id).reported}
        for now in edition.inputs.series_of(indicator_id).reported:
            old = before.get(now.year)
            if old is not None and old.value != now.value:
                found.append((indicator_id, old, now))
    return found


def say_doubts(edition: Edition) -> Piece:
    """What a reader should doubt: made-up values, provisional ones, near borders, methods that disagree, gaps."""
    words, subjects = edition.words, indicator_subjects(edition)
    reported = [subject for subject in subjects if subject.has_value]
    doubts = [
        _illustrative_doubt(words, reported),
        _doubt(words, "provisional", [s for s in reported if s.assessment.flag in flags_with(doubt="provisional")]),
        _doubt(words, "estimated", [s for s in reported if s.assessment.flag in flags_with(doubt="estimated")]),
        _border_doubt(words, reported),
        _disagreement_doubt(words, reported),
        _doubt(words, "broken", [s for s in subjects if _has_break(edition, s)]),
        _doubt(
            words,
            "old_value",
            [s for s in reported if s.assessment.year != edition.year and s.assessment.judged],
        ),
        _doubt(words, "not_reported", [s for s in subjects if s.pace is PaceVerdict.NOT_REPORTED]),
        _interval_doubt(edition),
        _doubt(words, "insufficient", [s for s in reported if s.assessment.outlook is OutlookVerdict.INSUFFICIENT]),
    ]
    items = [item for item in doubts if item]
    if not items:
        return Passage("doubts", [Block((fill(words, "doubts.none"),))]).piece()
    return Passage("doubts", [Block(tuple(items), "ul", "doubts")]).piece()


def say_hindsight(edition: Edition) -> Piece:
    """What last year's edition said of this year, against what came; made-up values apart."""
    words, before = edition.words, edition.year - 1
    entries = [one for one in edition.hindsight if (one.made_in, one.year) == (before, edition.year)]
    if not entries:
        return Passage("hindsight", [Block((fill(words, "hindsight.none", year=words.year(edition.year)),))]).piece()
    lead = fill(words, "hindsight.lead", before=words.year(before), year=words.year(edition.year))
    return Passage("hindsight", [Block((lead + hindsight_count(words, entries, 1),))]).piece()


def _doubt(words: Words, key: str, subjects: list[Subject]) -> Inline | None:
    if not subjects:
        return None
    key = f"{key}_many" if len(subjects) > MANY_NAMES and words.has(f"doubts.{key}_many") else key
    return fill(
        words,
        f"doubts.{key}",
        count=len(subjects),
        names=join(words, [s.linked_inside for s in subjects]),
        year=words.year(subjects[0].target_year),
    )


def _illustrative_doubt(words: Words, reported: list[Subject]) -> Inline | None:
    made_up = [subject for subject in reported if subject.assessment.illustrative]
    if not made_up:
        return None
    if len(made_up) == len(reported):
        return fill(words, "doubts.all_illustrative", count=len(reported), mark=illustrative_mark(words))
    real = [subject.linked_inside for subject in reported if not subject.assessment.illustrative]
    return fill(
        words,
        "doubts.illustrative",
        count=len(made_up),
        total=len(reported),
        mark=illustrative_mark(words),
        names=join(words, real),
    )


def _interval_doubt(edition: Edition) -> Inline | None:
    """Whether the intervals of the outlook hold less than they say, tried on published series."""
    words, result = edition.words, edition.backtest
    projected = any(isinstance(subject.assessment.forecast, Projection) for subject in indicator_subjects(edition))
    if result.coverage is None or result.message.key != "backtest.too_narrow" or not projected:
        return None
    return fill(words, "doubts.interval", nominal=words.share(result.nominal, 0), coverage=words.share(result.coverage))


def _border_doubt(words: Words, reported: list[Subject]) -> Inline | None:
    near = [s for s in reported if s.assessment.sensitivity is not None and s.assessment.sensitivity.near_boundary]
    if not near:
        return None
    return fill(words, "doubts.near_border", count=len(near), names=join(words, [s.linked_inside for s in near]))


def _disagreement_doubt(words: Words, reported: list[Subject]) -> Inline | None:
    disagreeing = [subject for subject in reported if subject.assessment.disagreeing]
    if not disagreeing:
        return None
    named = [
        fill(
            words,
            "doubts.disagreeing_item",
            name=subject.linked_inside,
            methods=words.list([words(f"cross_checks.{method}.name") for method in subject.assessment.disagreeing]),
        )
        for subject in disagreeing
    ]
    return fill(words, "doubts.disagreeing", count=len(disagreeing), names=join(words, named))


def _has_break(edition: Edition, subject: Subject) -> bool:
    return edition.inputs.series_of(subject.id).break_year is not None
