"""What must be known of a statement before it is believed: how often such statements held, and what it rests on."""

from __future__ import annotations

from planbook.model import BestPace, Projection
from planbook.present.inline import Inline, fill, join_sentences, plain
from planbook.present.subjects import Subject
from planbook.present.words import Words

__all__ = ["best_pace_sentence", "evidence_sentence", "record_sentence"]


def record_sentence(subject: Subject, forecast: Projection) -> Inline:
    """How often intervals as far ahead held what came, and targets called so were met, on published series."""
    edition, words, latest = subject.edition, subject.words, subject.assessment.latest
    known = words.year(edition.year)
    horizon = subject.target_year - (latest.year if latest else edition.year)
    interval = edition.backtest.interval_record(horizon)
    said = edition.backtest.verdict_record(forecast.verdict)
    sentences = []
    if interval is None:
        sentences.append(fill(words, "record.no_interval", count=horizon, year=known))
    else:
        sentences.append(
            fill(
                words,
                "record.interval",
                count=horizon,
                year=known,
                trials=words.number(interval.trials),
                covered=words.number(interval.covered),
                coverage=words.share(interval.coverage, 0),
            )
        )
    verdict = words(f"outlook.{forecast.verdict.value}")
    if said is None or said.frequency is None:
        sentences.append(fill(words, "record.no_verdict", verdict=verdict))
    else:
        sentences.append(
            fill(
                words,
                "record.verdict",
                verdict=verdict,
                statements=words.number(said.statements),
                met=words.number(said.met),
                frequency=words.share(said.frequency, 0),
            )
        )
    return join_sentences(words, sentences)


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
    """The pace still required against the best pace ever seen, here and in larger areas."""
    required, paces = subject.assessment.rates.required, subject.assessment.best_paces
    if not required or not paces:
        return plain("")
    words = subject.words
    own, others = [pace for pace in paces if not pace.area], [pace for pace in paces if pace.area]
    sentences = []
    if own:
        best = own[0]
        key = "beyond" if abs(required) > abs(best.per_year) else "within"
        sentences.append(
            fill(
                words,
                f"best_pace.{key}",
                required=subject.per_year(required),
                best=subject.per_year(best.per_year),
                period=_period(words, best),
            )
        )
    for best in others:
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
