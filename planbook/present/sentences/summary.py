"""The summary's sentences: the conclusion, the counts, what changed, what to doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sized
from dataclasses import replace

import pandas as pd

from planbook.assess import due_share
from planbook.compare.editions import FigureChangeKind
from planbook.looks import (
    BEST_FIRST,
    COUNTED_OUTLOOKS,
    COUNTED_VERDICTS,
    JUDGED_WORST_FIRST,
    OUTLOOKS,
    VERDICTS,
    WORST_FIRST,
    Look,
    flags_with,
    look_of,
)
from planbook.model import (
    Assessment,
    EditionKind,
    IndicatorType,
    OutlookVerdict,
    PaceVerdict,
    Projection,
    UnitKind,
)
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join, join_sentences, plain, span
from planbook.present.marks import illustrative_mark, look_mark, mark_once, verdict_mark, with_mark
from planbook.present.pieces import Piece
from planbook.present.sentences.methods import hindsight_count
from planbook.present.subjects import Subject, attention_order
from planbook.present.words import Words
from planbook.present.worked import subjects_of

__all__ = [
    "MANY_NAMES",
    "headline",
    "headline_sentences",
    "laggard",
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

MANY_NAMES = 4  # a longer list of names is told as a number
FEW_NAMES = 2  # what the headline names; more are counted


def headline(edition: Edition, scorecard: pd.DataFrame) -> Inline:
    """Both answers of the edition, then what is good; also what a page's description and the feed carry."""
    return join_sentences(edition.words, headline_sentences(edition, scorecard))


def headline_sentences(edition: Edition, scorecard: pd.DataFrame) -> tuple[Inline, ...]:
    """Which binding indicator lags, how many lag, how many are unlikely to be met; then how the others stand."""
    words, subjects = edition.words, subjects_of(edition, scorecard)
    total = len(subjects)
    if not total or not any(subject.assessment.judged for subject in subjects):
        return (fill(words, "headline.nothing", count=total, total=total, year=words.year(edition.year)),)
    lagging = [subject for subject in subjects if subject.behind]
    fields = {
        "year": words.year(edition.year),
        "binding": _binding_clause(words, subjects),
        "lagging": _of_all(words, "lagging", len(lagging), subjects),
        "outlook": _outlook_clause(edition, subjects),
        "plan": words.text(edition.inputs.plan.short_title),
    }
    whole = "whole" if any(subject.binding for subject in subjects) else "whole_without_binding"
    sentences = [fill(words, f"headline.{whole}.{edition.inputs.parameters.kind.value}", **fields)]
    parts = []
    for verdict in BEST_FIRST:
        members = [subject for subject in subjects if subject.pace is verdict and not subject.behind]
        if members:
            number = words.spelled(len(members))
            parts.append(words(f"headline.part.{verdict.value}", count=len(members), number=number))
    if parts:
        key = "headline.rest" if lagging else "headline.all"
        sentences.append(fill(words, key, parts=_join_parts(words, parts)))
    illustrative = any(subject.assessment.illustrative for subject in subjects)
    return tuple(with_mark(words, sentence, illustrative) for sentence in sentences)


def _of_all(words: Words, key: str, count: int, subjects: list[Subject]) -> str:
    total = len(subjects)
    if count:
        said = words(f"headline.{key}", count=count, number=words.spelled(count), total=words.spelled(total))
    else:
        said = _none_of(words, key, subjects)
    return words.opening(said)


def _none_of(words: Words, key: str, subjects: list[Subject]) -> str:
    """That none lags, said only of those that could be judged."""
    judged, total = sum(subject.assessment.judged for subject in subjects), len(subjects)
    fields = {"count": judged, "judged": words.spelled(judged), "total": words.spelled(total)}
    return words(f"headline.{key}_none" if judged == total else f"headline.{key}_none_of_judged", **fields)


def _binding_clause(words: Words, subjects: list[Subject]) -> str:
    """Which of the binding indicators lag: by name where they are few."""
    binding = [subject for subject in subjects if subject.binding]
    lagging = [subject for subject in attention_order(binding) if subject.behind]
    fields = {
        "count": len(lagging),
        "number": words.spelled(len(lagging)),
        "total": words.spelled(len(binding)),
        "names": words.list([words.inside(subject.short_name) for subject in lagging]),
    }
    if not lagging:
        judged = any(subject.assessment.judged for subject in binding)
        if judged:
            return _none_of(words, "binding", binding)
        return words("headline.binding_unknown", **(fields | {"count": len(binding)}))
    if len(binding) == 1:
        return words("headline.binding_only", **fields)
    return words("headline.binding" if len(lagging) <= FEW_NAMES else "headline.binding_many", **fields)


def _outlook_clause(edition: Edition, subjects: list[Subject]) -> str:
    """How many targets are unlikely to be met on the present trend, or that it cannot be told."""
    words = edition.words
    unlikely = [subject for subject in subjects if subject.assessment.outlook is OutlookVerdict.UNLIKELY]
    projected = any(isinstance(subject.assessment.forecast, Projection) for subject in subjects)
    years = {subject.target_year for subject in unlikely} or {edition.inputs.plan.period.last_year}
    by = words("headline.by", year=words.year(years.pop())) if len(years) == 1 else words("headline.in_time")
    if not projected and not unlikely:
        return words("headline.outlook_unknown", by=by)
    key = "headline.outlook" if unlikely else "headline.outlook_none"
    return words(key, count=len(unlikely), number=words.spelled(len(unlikely)), by=by)


def _join_parts(words: Words, parts: list[str]) -> str:
    return "，".join(parts) if words.language == "zh" else words.list(parts)


def _due(edition: Edition) -> float:
    """Share of the plan's period that has passed at the edition's cut-off."""
    plan = edition.inputs.plan
    return due_share(plan.baseline_year, plan.period.last_year, edition.inputs.parameters.cut_off)


def say_headline(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """The conclusion as the kind of edition says it: what lags and what will be missed, large; then the others."""
    first, *others = headline_sentences(edition, scorecard)
    blocks = [Block((first,), css_class="headline"), *(Block((one,), css_class="headline-rest") for one in others)]
    return Passage("headline", blocks).piece()


def say_counts(edition: Edition, counts: pd.DataFrame, outlooks: pd.DataFrame | None = None) -> Piece:
    """How many indicators stand in each class, split by type; what needs attention first.

    `counts` has a row for each verdict that occurs and a column for each type (codes): whole numbers. `outlooks` is
    the same by outlook: a second row, for the target year; a plan whose period is over has only the first.
    """
    words = edition.words
    final = edition.inputs.parameters.kind is EditionKind.FINAL
    numbers = _by_type(counts)
    now = []
    for verdict in COUNTED_VERDICTS:
        seldom = verdict is PaceVerdict.ACHIEVED_LATE or (verdict is PaceVerdict.AHEAD and final)
        shown = verdict in JUDGED_WORST_FIRST and not seldom
        if shown or any(numbers[verdict, kind] for kind in IndicatorType):  # at the end, ahead is met or it is not
            now.append((VERDICTS[verdict], {kind: numbers[verdict, kind] for kind in IndicatorType}))
    if outlooks is None or final:
        return Passage("counts", [_counts_row(words, now)]).piece()
    numbers = _by_type(outlooks)
    later = [
        (OUTLOOKS[outlook], {kind: numbers[outlook, kind] for kind in IndicatorType})
        for outlook in COUNTED_OUTLOOKS
        if any(numbers[outlook, kind] for kind in IndicatorType)
    ]
    last = words.year(edition.inputs.plan.period.last_year)
    blocks = [
        Block((fill(words, "counts.now", year=words.year(edition.year)),), css_class="counts-head"),
        _counts_row(words, now),
        Block((fill(words, "counts.later", year=last),), css_class="counts-head"),
        _counts_row(words, later),
    ]
    return Passage("counts", blocks).piece()


def _by_type(counts: pd.DataFrame) -> Counter[tuple[str, str]]:
    return Counter({(str(code), str(kind)): int(number) for kind in counts for code, number in counts[kind].items()})


def _counts_row(words: Words, classes: list[tuple[Look, dict[IndicatorType, int]]]) -> Block:
    items, gap = [], plain(" ")
    named = any(numbers.get(IndicatorType.NOT_STATED) for _, numbers in classes)
    for look, numbers in classes:
        number, label = sum(numbers.values()), look_mark(words, look).text
        by_type = {kind.value: numbers[kind] for kind in IndicatorType}
        split = words("counts.split_not_stated" if named else "counts.split", **by_type)
        bracketed = words("counts.bracket", split=split)
        items.append(
            replace(
                span(str(number), "count-number") + gap + span(label, "count-label") + gap + span(split, "count-split"),
                text=f"{number} {label}{bracketed}",
            )
        )
    return Block(tuple(items), "ul", "counts", tuple(f"count {look.css}" for look, _ in classes))


def say_laggards(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """Which indicators lag, binding ones first; then which do not lag yet but will miss their target as things go."""
    words, subjects = edition.words, attention_order(subjects_of(edition, scorecard))
    lagging = [subject for subject in subjects if subject.behind]
    at_risk = [subject for subject in subjects if subject.at_risk]
    if not lagging and not at_risk:
        judged = any(subject.assessment.judged for subject in subjects)
        return Passage(
            "laggards",
            [Block((fill(words, "laggards.none" if judged else "laggards.nothing", year=words.year(edition.year)),))],
        ).piece()
    blocks = []
    for key, members, said in (("lead", lagging, laggard), ("at_risk_lead", at_risk, _at_risk)):
        if members:
            lead = fill(words, f"laggards.{key}", count=len(members), number=words.opening(words.spelled(len(members))))
            blocks += [Block((lead,)), Block(tuple(said(subject) for subject in members), "ul")]
    return Passage("laggards", blocks).piece()


def laggard(subject: Subject) -> Inline:
    """Where a subject that lags stands, its name with its type first."""
    words, assessment = subject.words, subject.assessment
    fields = {
        "name": subject.linked,
        "type": words("problems.task") if subject.is_task else words(f"type.{subject.indicator.type.value}"),
        "value": subject.counted_shown,
        "target": subject.target_shown,
        "year": words.year(subject.target_year),
    }
    if assessment.progress is None:
        return mark_once(words, fill(words, "laggards.plain", **fields))
    fields |= {"completion": subject.completion_said, "lead": subject.lead, "movement": subject.movement}
    return mark_once(words, fill(words, "laggards.reversing" if assessment.reversing else "laggards.item", **fields))


def _at_risk(subject: Subject) -> Inline:
    words, forecast = subject.words, subject.assessment.forecast
    assert isinstance(forecast, Projection)
    said = fill(
        words,
        "laggards.at_risk",
        name=subject.linked,
        type=words(f"type.{subject.indicator.type.value}"),
        value=subject.counted_shown,
        projection=subject.written(forecast.centre),
        target=subject.target_shown,
        year=words.year(subject.target_year),
    )
    return mark_once(words, said)


def say_binding(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """How the binding indicators stand: they oblige, so they are told apart."""
    words = edition.words
    binding = [subject for subject in subjects_of(edition, scorecard) if subject.binding]
    if not binding:
        return Passage("binding", [Block((fill(words, "binding.none"),))]).piece()
    if not any(subject.assessment.judged for subject in binding):
        return Passage("binding", [Block((fill(words, "binding.nothing", count=len(binding)),))]).piece()
    sentences = [fill(words, "binding.lead", count=len(binding), parts=named_by_verdict(words, binding))]
    lagging = [subject for subject in attention_order(binding) if subject.behind]
    if lagging:
        sentences += [_catch_up(subject) for subject in lagging]
    else:
        sentences.append(fill(words, "binding.clear"))
    return Passage("binding", [Block((join_sentences(words, sentences),))]).piece()


def _catch_up(subject: Subject) -> Inline:
    """The pace that a binding indicator which lags now needs."""
    words, latest, required = subject.words, subject.assessment.latest, subject.assessment.rates.required
    if latest is None or not required or latest.year >= subject.target_year:
        return plain("")
    kind = "share" if subject.unit.kind in (UnitKind.SHARE, UnitKind.RATE) else "count"
    said = fill(
        words,
        "binding.catch_up",
        name=subject.linked_inside,
        years=words.years(latest.year + 1, subject.target_year),
        verb=words(f"pace.verb.{'rise' if subject.rises else 'fall'}_{kind}"),
        required=subject.per_year(required),
    )
    return mark_once(words, said)


def named_by_verdict(words: Words, subjects: list[Subject]) -> Inline:
    """`滞后 1 项（丙），提前实现 2 项`, worst first; what stands as it should is only counted."""
    groups = []
    for verdict in WORST_FIRST:
        members = [subject for subject in subjects if subject.pace is verdict]
        if not members:
            continue
        number = words.spelled(len(members))
        if VERDICTS[verdict].favourable or len(members) > MANY_NAMES:
            groups.append(fill(words, f"headline.part.{verdict.value}", count=len(members), number=number))
        else:
            names = join(words, [subject.linked_inside for subject in members])
            groups.append(fill(words, f"named.{verdict.value}", count=len(members), number=number, names=names))
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
        "edition-note", [Block((join_sentences(words, [sentence, vintage, official]),), "callout", "note")]
    ).piece()


def say_changes(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """What changed in a scorecard since last year's edition: verdicts, values revised, newly reported or missing."""
    words = edition.words
    if edition.previous is None or edition.previous_inputs is None:
        return Passage("changes", [Block((fill(words, "changes.first", year=words.year(edition.year)),))]).piece()
    before_words = words.of_kind(edition.previous_inputs.parameters.kind)
    better, worse, others, appeared, vanished = [], [], [], [], []
    for subject in subjects_of(edition, scorecard):
        old = edition.previous.get(subject.id)
        if old is None or old.pace is subject.pace and old.reversing == subject.assessment.reversing:
            continue
        change = (subject, _verdict_of(before_words, old))
        if PaceVerdict.NOT_JUDGED in (old.pace, subject.pace):
            others.append(change)
        elif old.pace is PaceVerdict.NOT_REPORTED:
            appeared.append(change)
        elif subject.pace is PaceVerdict.NOT_REPORTED:
            vanished.append(change)
        elif _rank(subject.assessment) > _rank(old):
            better.append(change)
        else:
            worse.append(change)
    lead = _changes_lead(edition, better, worse, appeared, vanished)
    items = [
        *_changed(words, "verdict", worse),
        *_changed(words, "verdict", better),
        *_changed(words, "verdict", others),
    ]
    items += [*_changed(words, "now_reported", appeared), *_changed(words, "not_any_more", vanished)]
    return Passage("changes", [Block((lead,)), Block(tuple(items), "ul")]).piece()


def _changed(words: Words, key: str, changes: list[tuple[Subject, Inline]]) -> list[Inline]:
    """One line for all that went the same way."""
    ways: dict[tuple[str, str], list[tuple[Subject, Inline]]] = {}
    for subject, old in changes:
        ways.setdefault((old.text, subject.mark.text), []).append((subject, old))
    return [
        fill(
            words,
            f"changes.{key}",
            names=_named_or_counted(
                words, [one.linked_inside if place else one.linked for place, (one, _) in enumerate(members)]
            ),
            old=members[0][1],
            new=members[0][0].mark,
            count=len(members),
        )
        for members in ways.values()
    ]


def _named_or_counted(words: Words, names: list[Inline]) -> Inline:
    return join(words, names) if len(names) <= MANY_NAMES else fill(words, "changes.many", count=len(names))


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
) -> Inline:
    words, before, difference = edition.words, words_year(edition), edition.difference
    figures = Counter(one.kind for one in difference.figures) if difference is not None else {}
    plan = Counter(one.part.value for one in difference.plan) if difference is not None else {}
    verdicts = {"better": better, "worse": worse, "appeared": appeared, "vanished": vanished}
    counts = {name: len(items) for name, items in verdicts.items()}
    counts |= {kind.value: figures.get(kind, 0) for kind in FigureChangeKind}
    counts |= {
        "targets": plan.get("target", 0),
        "added": plan.get("added", 0),
        "dropped": plan.get("dropped", 0),
    }
    parts = [words(f"changes.count.{name}", count=count) for name, count in counts.items() if count]
    if not parts:
        return fill(words, "changes.none", before=before)
    return fill(words, "changes.lead", before=before, parts=_join_parts(words, parts))


def words_year(edition: Edition) -> str:
    """The year of the edition before, written out."""
    return edition.words.year(edition.year - 1)


def say_doubts(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """What a reader should doubt: made-up values, provisional ones, near borders, methods that disagree, gaps."""
    words, subjects = edition.words, subjects_of(edition, scorecard)
    reported = [subject for subject in subjects if subject.has_value]
    estimated = set(flags_with(doubt="estimated"))
    doubts = [
        _illustrative_doubt(words, reported),
        *_revision_doubts(words, reported),
        _doubt(words, "estimated", [s for s in reported if estimated & set(s.assessment.flags)]),
        _doubt(words, "regained", [s for s in reported if s.regained is not None]),
        _disagreement_doubt(words, reported),
        _doubt(words, "broken", [s for s in subjects if _has_break(edition, s)]),
        _doubt(
            words,
            "old_value",
            [s for s in reported if s.assessment.year != edition.year and s.assessment.judged],
        ),
        _doubt(words, "not_reported", [s for s in subjects if s.pace is PaceVerdict.NOT_REPORTED]),
        _interval_doubt(edition, reported),
        _doubt(words, "insufficient", _unprojected(reported)),
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


def _interval_doubt(edition: Edition, reported: list[Subject]) -> Inline | None:
    """Whether the intervals of the outlook hold less than they say, tried on published series."""
    words, result = edition.words, edition.backtest
    projected = any(isinstance(subject.assessment.forecast, Projection) for subject in reported)
    if result.coverage is None or result.message.key != "backtest.too_narrow" or not projected:
        return None
    return fill(words, "doubts.interval", nominal=words.share(result.nominal, 0), coverage=words.share(result.coverage))


def _revision_doubts(words: Words, reported: list[Subject]) -> list[Inline | None]:
    """Provisional values, and values so near a border that a small revision changes the class; together where both."""
    provisional = [s for s in reported if set(flags_with(doubt="provisional")) & set(s.assessment.flags)]
    near = [s for s in reported if s.assessment.sensitivity is not None and s.assessment.sensitivity.near_boundary]
    both = [s for s in provisional if s in near]
    groups = {
        "provisional_near_border": both,
        "provisional": [s for s in provisional if s not in both],
        "near_border": [s for s in near if s not in both],
    }
    return [_doubt(words, key, subjects) for key, subjects in groups.items()]


def _unprojected(reported: list[Subject]) -> list[Subject]:
    """What cannot be projected though it is judged; of what is not judged another doubt has told."""
    return [s for s in reported if s.assessment.outlook is OutlookVerdict.INSUFFICIENT and not s.unmeasured]


def _disagreement_doubt(words: Words, reported: list[Subject]) -> Inline | None:
    return _doubt(words, "disagreeing", [subject for subject in reported if subject.assessment.disagreeing])


def _has_break(edition: Edition, subject: Subject) -> bool:
    return edition.inputs.series_of(subject.id).break_year is not None
