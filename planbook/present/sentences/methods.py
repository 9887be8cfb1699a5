"""The methods page: what its prose, formulas and frames leave to be said of the edition."""

from __future__ import annotations

from planbook.model import TargetKind
from planbook.present.edition import Edition
from planbook.present.inline import Block, Passage, fill, join_sentences
from planbook.present.messages import say_message
from planbook.present.pieces import Piece
from planbook.present.subjects import indicator_subject, indicator_subjects

__all__ = ["say_example", "say_method_agreement", "say_method_backtest", "say_method_kinds"]

TARGET_KINDS = tuple(TargetKind)


def say_example(edition: Edition, indicator_id: str) -> Piece:
    """Which indicator the formulas are worked on; that there is none where the id is ""."""
    words = edition.words
    if not indicator_id:
        return Passage("example", [Block((fill(words, "method.no_example"),))]).piece()
    subject = indicator_subject(edition, indicator_id)
    said = fill(words, "method.example", name=subject.linked, unit=words.unit(subject.unit))
    return Passage("example", [Block((said,))]).piece()


def say_method_kinds(edition: Edition) -> Piece:
    """The kinds of target and how each is judged; how many of the plan's indicators are of each."""
    words = edition.words
    kinds = [indicator.target_kind for indicator in edition.inputs.indicators.values()]
    items = []
    for kind in TARGET_KINDS:
        used = kinds.count(kind)
        said = fill(words, f"method.kinds.{kind.value}")
        items.append(join_sentences(words, [said, fill(words, "method.kinds.used", count=used)]) if used else said)
    return Passage("method-kinds", [Block((fill(words, "method.kinds.lead"),)), Block(tuple(items), "ul")]).piece()


def say_method_agreement(edition: Edition) -> Piece:
    """Which indicators start from zero, and how many have a method that disagrees."""
    words, subjects = edition.words, indicator_subjects(edition)
    disagreeing = [subject for subject in subjects if subject.assessment.disagreeing]
    zeros = [subject for subject in subjects if subject.indicator.target_kind is TargetKind.FROM_ZERO]
    key = "method.agreement.edition" if disagreeing else "method.agreement.none"
    sentences = [fill(words, key, count=len(disagreeing), year=words.year(edition.year))]
    if zeros:
        names = words.list([words.inside(subject.short_name) for subject in zeros])
        sentences.insert(0, fill(words, "method.agreement.zeros", count=len(zeros), names=names))
    return Passage("method-agreement", [Block((join_sentences(words, sentences),))]).piece()


def say_method_backtest(edition: Edition) -> Piece:
    """How the projection was tried on published series, and what came of it."""
    words = edition.words
    result = edition.backtest
    blocks = [
        Block((fill(words, "method.backtest.what", nominal=words.share(result.nominal, 0)),)),
        Block((say_message(words, edition.inputs.units, result.message),)),
    ]
    if result.coverage_low is not None and result.coverage_high is not None:
        low, high = words.share(result.coverage_low), words.share(result.coverage_high)
        blocks.append(Block((fill(words, "method.backtest.interval", low=low, high=high),)))
    return Passage("method-backtest", blocks).piece()
