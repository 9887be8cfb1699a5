"""The methods page: what its prose, formulas and frames leave to be said of the edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from planbook.assess import backtest_rates, bootstrap_series
from planbook.assess.forecasters import Method
from planbook.assess.hindsight import Hindsight, count_hindsight
from planbook.model import OutlookVerdict, TargetKind
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join_sentences
from planbook.present.marks import figure, with_mark
from planbook.present.messages import say_message
from planbook.present.pieces import Piece
from planbook.present.subjects import indicator_subject
from planbook.present.words import Words
from planbook.present.worked import subjects_of

__all__ = [
    "hindsight_count",
    "say_example",
    "say_method_agreement",
    "say_method_backtest",
    "say_method_hindsight",
    "say_method_kinds",
]

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


def say_method_agreement(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """Which indicators of a scorecard start from zero, and how many have a method that disagrees."""
    words, subjects = edition.words, subjects_of(edition, scorecard)
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
    if result.trials:
        blocks.append(Block((_leave_out(edition),)))
        blocks += _bootstrap(edition)
    blocks += _rates(edition)
    return Passage("method-backtest", blocks).piece()


def _rates(edition: Edition) -> list[Block]:
    """How growth rates fared, forecast by their mean, beside no change; nothing where none is known long enough."""
    words, result = edition.words, backtest_rates(edition.inputs)
    scores = {score.method: score for score in result.scores}
    if not scores:
        return []
    own, other = scores[Method.MEAN], scores[Method.NO_CHANGE]
    fields = {
        "count": result.series,
        "trials": words.number(own.trials),
        "covered": words.number(own.covered),
        "coverage": words.share(own.coverage, 0),
        "score": words.number(own.interval_score, 2),
        "other_score": words.number(other.interval_score, 2),
        "crps": words.number(own.distribution_score, 2),
        "other_crps": words.number(other.distribution_score, 2),
    }
    return [Block((fill(words, "method.backtest.rates", **fields),))]


def _leave_out(edition: Edition) -> Inline:
    """That nothing leaks, with how few and how alike the series are."""
    words, result = edition.words, edition.backtest
    counts = Counter(row.trial.series_id for row in result.rows)
    largest = sum(count for _, count in counts.most_common(3))
    return fill(
        words,
        "method.backtest.no_leak",
        year=words.year(edition.year),
        series=words.number(len(counts)),
        areas=words.number(len({row.trial.area for row in result.rows})),
        three=words.share(largest / result.trials, 0),
    )


def _bootstrap(edition: Edition) -> list[Block]:
    """What changes when other series had been published."""
    words, blocks = edition.words, []
    for method in (Method.LINE, Method.NO_CHANGE):
        drawn = bootstrap_series(edition.backtest, method)
        if drawn is None:
            continue
        fields = {
            "against": words(f"backtest.methods.{method.value}"),
            "low": words.share(drawn.coverage[0], 0),
            "high": words.share(drawn.coverage[1], 0),
        }
        for name, (low, high) in (
            ("interval", drawn.interval_score_ratio),
            ("crps", drawn.distribution_score_ratio),
            ("error", drawn.error_ratio),
        ):
            fields |= {f"{name}_low": words.number(low, 2), f"{name}_high": words.number(high, 2)}
        blocks.append(Block((fill(words, "method.backtest.bootstrap", **fields),)))
    return blocks


def say_method_hindsight(edition: Edition) -> Piece:
    """What all earlier editions said of the years that have come, in total; made-up values apart."""
    words, entries = edition.words, edition.hindsight
    if not entries:
        return Passage(
            "method-hindsight", [Block((fill(words, "hindsight.none", year=words.year(edition.year)),))]
        ).piece()
    sentences = [fill(words, "hindsight.what")]
    for horizon in sorted({one.horizon for one in entries}):
        sentences.append(hindsight_count(words, [one for one in entries if one.horizon == horizon], horizon))
    # Each edition calls each target once, whatever the number of years it projects.
    called = {(one.made_in, one.indicator_id): one for one in entries if one.met is not None}.values()
    for verdict in (OutlookVerdict.LIKELY, OutlookVerdict.UNCERTAIN, OutlookVerdict.UNLIKELY):
        same = [one for one in called if one.outlook is verdict]
        if same:
            made_up = any(one.illustrative for one in same)
            sentences.append(
                fill(
                    words,
                    "hindsight.verdict",
                    verdict=words(f"outlook.{verdict.value}"),
                    said=words.number(len(same)),
                    met=figure(words, words.number(sum(bool(one.met) for one in same)), made_up),
                )
            )
    return Passage("method-hindsight", [Block((join_sentences(words, sentences),))]).piece()


def hindsight_count(words: Words, entries: Sequence[Hindsight], horizon: int) -> Inline:
    """How many intervals held what came, published and made-up values apart."""
    count = count_hindsight(entries)
    sentences = []
    if count.said:
        sentences.append(
            fill(
                words,
                "hindsight.published",
                count=horizon,
                held=words.number(count.held),
                said=words.number(count.said),
            )
        )
    if count.illustrative_said:
        said = fill(
            words,
            "hindsight.illustrative",
            count=horizon,
            held=words.number(count.illustrative_held),
            said=words.number(count.illustrative_said),
        )
        sentences.append(with_mark(words, said))
    return join_sentences(words, sentences)
