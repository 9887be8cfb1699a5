"""What must be known of a statement before it is believed: how often such statements held, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from planbook.model import BestPace, OutlookVerdict, Projection
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, join_sentences, plain
from planbook.present.marks import mark_once
from planbook.present.subjects import Subject
from planbook.present.words import Words

__all__ = ["best_pace_sentence", "evidence_sentence", "paces_elsewhere", "record_sentence", "records_of"]


def record_sentence(subject: Subject, forecast: Projection) -> Inline:
    """How often intervals as far ahead held what came, and targets called so were met, on published series."""
    records = [_interval_record(subject.edition, _horizon(subject)), _verdict_record(subject.edition, forecast.verdict)]
    return join_sentences(subject.words, records)


def records_of(edition: Edition, subjects: Sequence[Subject]) -> Inline:
    """The same of all that is projected for some subjects, in one line; empty where nothing is."""
    projected = [one for one in subjects if isinstance(one.assessment.forecast, Projection)]
    verdicts = {one.assessment.outlook for one in projected}
    records = [_interval_record(edition, horizon) for horizon in sorted({_horizon(one) for one in projected})]
    records += [_verdict_record(edition, verdict) for verdict in OutlookVerdict if verdict in verdicts]
    return join_sentences(edition.words, records)


def _horizon(subject: Subject) -> int:
    """How many years ahead the target lies."""
    latest = subject.assessment.latest
    return subject.target_year - (latest.year if latest else subject.edition.year)


def _interval_record(edition: Edition, horizon: int) -> Inline:
    words, interval = edition.words, edition.backtest.interval_record(horizon)
    if interval is None:
        return fill(words, "record.no_interval", count=horizon, year=words.year(edition.year))
    return fill(
        words,
        "record.interval",
        count=horizon,
        year=words.year(edition.year),
        trials=words.number(interval.trials),
        covered=words.number(interval.covered),
        coverage=words.share(interval.coverage, 0),
    )


def _verdict_record(edition: Edition, verdict: OutlookVerdict) -> Inline:
    words, said = edition.words, edition.backtest.verdict_record(verdict)
    if said is None or said.frequency is None:
        return fill(words, "record.no_verdict", verdict=words(f"outlook.{verdict.value}"))
    return fill(
        words,
        "record.verdict",
        verdict=words(f"outlook.{verdict.value}"),
        statements=words.number(said.statements),
        met=words.number(said.met),
        frequency=words.share(said.frequency, 0),
    )


def evidence_sentence(subject: Subject) -> Inline:
    """How good the evidence behind the latest value is, and what weakens it."""
    words, evidence = subject.words, subject.assessment.evidence
    if evidence is None:
        return plain("")
    strength = words(f"evidence.strength.{evidence.strength.value}")
    if not evidence.reasons:
        return fill(words, "evidence.firm", strength=strength)
    reasons = words.list([words(f"evidence.reasons.{reason}") for reason in evidence.reasons])
    return fill(words, "evidence.because", strength=strength, reasons=reasons)


def best_pace_sentence(subject: Subject) -> Inline:
    """The pace still required, said just before, against the best pace ever seen here."""
    words, required = subject.words, subject.assessment.rates.required
    own = [pace for pace in subject.assessment.best_paces if not pace.area]
    if not required or not own or not subject.assessment.judged:
        return plain("")
    best = own[0]
    said = fill(
        words,
        f"best_pace.{'beyond' if abs(required) > abs(best.per_year) else 'within'}",
        best=subject.per_year(best.per_year),
        period=_period(words, best),
    )
    return mark_once(words, said)


def paces_elsewhere(subject: Subject) -> Inline:
    """The best paces seen in larger areas, beside which the one still required stands."""
    words, sentences = subject.words, []
    if not subject.assessment.rates.required:
        return plain("")
    for best in subject.assessment.best_paces:
        if not best.area:
            continue
        area = words.text(subject.edition.inputs.areas[best.area].name)
        fields = {"area": area, "best": subject.per_year(best.per_year), "period": _period(words, best)}
        if best.growth is None:
            # Published there, whatever the subject's own value is.
            fields["best"] = words.amount(best.per_year, subject.spoken_unit, subject.unit.decimals + 1)
            sentences.append(fill(words, "best_pace.elsewhere", **fields))
        else:
            sentences.append(fill(words, "best_pace.elsewhere_growth", growth=words.share(best.growth), **fields))
    return join_sentences(words, sentences)


def _period(words: Words, best: BestPace) -> str:
    """`2022年`, `2022`; of a longer stretch from its first value to its last."""
    if best.end_year == best.start_year + 1:
        return words.year(best.end_year)
    return words.period(best.start_year, best.end_year)
