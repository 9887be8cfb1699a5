"""The methods page: formulas of both judgements, cut-offs in force, and a worked example from the edition's data."""

from __future__ import annotations

from dataclasses import dataclass

from planbook.assess import backtest_series
from planbook.assess.line import fit_line
from planbook.assess.sensitivity import AHEAD_CUT_OFFS, ON_PACE_CUT_OFFS
from planbook.looks import OUTLOOKS
from planbook.model import Progress, Projection, TargetKind, UnitKind, Way
from planbook.present.edition import Edition
from planbook.present.formula import (
    Formula,
    as_block,
    as_inline,
    bracket,
    chain,
    fraction,
    mean,
    number,
    power,
    root,
    total,
    variable,
)
from planbook.present.inline import Block, Passage, fill, join_sentences
from planbook.present.messages import say_message
from planbook.present.pieces import Piece
from planbook.present.sentences.indicators import probability
from planbook.present.subjects import Subject, indicator_subjects
from planbook.present.words import Words

__all__ = [
    "derived_number",
    "find_example",
    "no_example",
    "say_method_backtest",
    "say_method_comparison",
    "say_method_kinds",
    "say_method_outlook",
    "say_method_pace",
    "say_method_sensitivity",
    "shown_number",
]

BASE, LATEST, TARGET = variable("x", "0"), variable("x", "t"), variable("x", "T")
START, NOW, END = variable("t", "0"), variable("t"), variable("T")
ONE = number("1")
LEVELS = (TargetKind.REACH, TargetKind.FALL_TO)
TARGET_KINDS = tuple(TargetKind)


@dataclass(frozen=True)
class Example:
    """The indicator the methods page works its examples on."""

    subject: Subject
    progress: Progress
    way: Way

    @property
    def value(self) -> float:
        return self.progress.observation.value


def find_example(edition: Edition) -> Example | None:
    """One that is counted, judged, projected and not yet met; the first that serves best. None where none is judged."""
    examples = [
        Example(subject, progress, way)
        for subject in indicator_subjects(edition)
        if (progress := subject.assessment.progress) is not None
        and (way := subject.assessment.way) is not None
        and subject.assessment.judged
        and subject.indicator.target_kind in LEVELS
    ]

    def fitness(example: Example) -> tuple[bool, bool, bool, int]:
        subject = example.subject
        growing = any(check.statistic is not None for check in subject.assessment.cross_checks)
        projected = isinstance(subject.assessment.forecast, Projection)
        return (not projected, not growing, subject.unit.kind is not UnitKind.COUNT, subject.number)

    return min(examples, key=fitness, default=None)


def shown_number(subject: Subject, value: float, made_up: bool = False) -> Formula:
    """A value without its unit, as a formula writes it; with ◇ where it is illustrative."""
    shown = subject.words.number(value, subject.unit.decimals)
    return number(f"{shown} ◇" if made_up else shown)


def derived_number(subject: Subject, shown: str) -> Formula:
    return number(f"{shown} ◇" if subject.assessment.illustrative else shown)


def no_example(words: Words, name: str, blocks: list[Block]) -> Piece:
    return Passage(f"method-{name}", [*blocks, Block((fill(words, "method.no_example"),))]).piece()


def say_method_pace(edition: Edition) -> Piece:
    """Judgement 1: due, completion, ratio; the cut-offs in force; an example."""
    words, thresholds = edition.words, edition.inputs.parameters.thresholds
    blocks = [
        Block(
            (
                fill(
                    words,
                    "method.pace.what",
                    base=as_inline(BASE),
                    latest=as_inline(LATEST),
                    target=as_inline(TARGET),
                    start=as_inline(START),
                    now=as_inline(NOW),
                    end=as_inline(END),
                ),
            )
        ),
        as_block(variable("e").equals(fraction(NOW - START, END - START))),
        as_block(variable("c").equals(fraction(LATEST - BASE, TARGET - BASE))),
        as_block(variable("r").equals(fraction(variable("c"), variable("e")))),
        Block(
            (
                fill(
                    words,
                    "method.pace.classes",
                    ahead=words.number(thresholds.ahead, 2),
                    on_pace=words.number(thresholds.on_pace, 2),
                ),
            )
        ),
        Block((fill(words, "method.pace.no_official"),)),
    ]
    example = find_example(edition)
    if example is None:
        return no_example(words, "pace", blocks)
    subject, progress, way, value = example.subject, example.progress, example.way, example.value
    made_up = subject.assessment.illustrative
    blocks += [
        Block((fill(words, "method.example", name=subject.linked, unit=words.unit(subject.unit)),)),
        as_block(
            chain(
                variable("e"),
                fraction(
                    number(str(progress.observation.year)) - number(str(subject.baseline_year)),
                    number(str(subject.target_year)) - number(str(subject.baseline_year)),
                ),
                number(subject.due),
            )
        ),
        as_block(
            chain(
                variable("c"),
                fraction(
                    shown_number(subject, value, made_up) - shown_number(subject, way.start),
                    shown_number(subject, way.end) - shown_number(subject, way.start),
                ),
                fraction(shown_number(subject, value - way.start, made_up), shown_number(subject, way.end - way.start)),
                derived_number(subject, words.share(progress.completion)),
            )
        ),
        as_block(
            chain(
                variable("r"),
                fraction(derived_number(subject, words.share(progress.completion)), number(subject.due)),
                derived_number(subject, words.number(progress.ratio, 2)),
            )
        ),
        Block((fill(words, "method.pace.result", ratio=subject.ratio, verdict=subject.mark),)),
    ]
    return Passage("method-pace", blocks).piece()


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


def say_method_outlook(edition: Edition) -> Piece:
    """Judgement 2: rates, projection, probability; the cut-offs in force; an example."""
    words, thresholds = edition.words, edition.inputs.parameters.thresholds
    scatter, count, centre = variable("s"), variable("n"), mean("t")
    squares = total(power(bracket(variable("t", "i") - centre), number("2")))
    blocks = [
        Block((fill(words, "method.outlook.rates"),)),
        as_block(variable("a").equals(fraction(LATEST - BASE, NOW - START))),
        as_block(variable("b").equals(fraction(TARGET - LATEST, END - NOW))),
        Block((fill(words, "method.outlook.line", minimum=thresholds.minimum_points),)),
        as_block(chain(variable("ŷ"), mean("x") + variable("β") * bracket(END - centre))),
        as_block(
            chain(
                variable("u"),
                scatter
                * root(ONE + fraction(ONE, count) + fraction(power(bracket(END - centre), number("2")), squares)),
            )
        ),
        Block(
            (
                fill(
                    words,
                    "method.outlook.probability",
                    likely=words.share(thresholds.likely, 0),
                    unlikely=words.share(thresholds.unlikely, 0),
                    interval=words.share(thresholds.interval, 0),
                ),
            )
        ),
        Block((fill(words, "method.outlook.limits"),)),
    ]
    example = find_example(edition)
    assessment = None if example is None else example.subject.assessment
    if example is None or assessment is None or not isinstance(assessment.forecast, Projection):
        return no_example(words, "outlook", blocks)
    subject, value, forecast = example.subject, example.value, assessment.forecast
    year, made_up = example.progress.observation.year, assessment.illustrative
    line = fit_line(*zip(*assessment.points, strict=True))
    left = subject.target_year - year
    passed = year - assessment.points[0][0]
    places = subject.unit.decimals + 1
    blocks += [
        Block(
            (
                fill(
                    words,
                    "method.outlook.example",
                    name=subject.linked,
                    unit=words.unit(subject.unit),
                    first=assessment.points[0][0],
                    last=assessment.points[-1][0],
                    count=len(assessment.points),
                ),
            )
        ),
        as_block(
            chain(
                variable("a"),
                fraction(
                    shown_number(subject, value, made_up) - shown_number(subject, assessment.points[0][1]),
                    number(str(passed)),
                ),
                derived_number(subject, words.number(assessment.rates.achieved or 0.0, places)),
            )
        ),
        as_block(
            chain(
                variable("b"),
                fraction(
                    shown_number(subject, example.way.end) - shown_number(subject, value, made_up),
                    number(str(left)),
                ),
                derived_number(subject, words.number(assessment.rates.required or 0.0, places)),
            )
        ),
        as_block(
            chain(
                variable("ŷ"),
                derived_number(subject, words.number(line.mean_value, places))
                + derived_number(subject, words.number(line.slope, places))
                * bracket(number(str(subject.target_year)) - number(f"{line.mean_time:.1f}")),
                derived_number(
                    subject,
                    words.number(
                        line.mean_value + line.slope * (subject.target_year - line.mean_time), subject.unit.decimals
                    ),
                ),
            )
        ),
        Block(
            (
                fill(
                    words,
                    "method.outlook.result",
                    projection=subject.written(forecast.centre),
                    interval=subject.derived(words.range(forecast.low, forecast.high, subject.unit)),
                    coverage=words.share(thresholds.interval, 0),
                    target=subject.target_shown,
                    p=subject.derived(probability(words, forecast.probability)),
                    verdict=words(OUTLOOKS[forecast.verdict].word),
                ),
            )
        ),
    ]
    return Passage("method-outlook", blocks).piece()


def say_method_sensitivity(edition: Edition) -> Piece:
    """How firmly a verdict stands: borders as values, other cut-offs, provisional values; an example."""
    words = edition.words
    blocks = [
        Block(
            (
                fill(
                    words,
                    "method.sensitivity.what",
                    pairs=len(AHEAD_CUT_OFFS) * len(ON_PACE_CUT_OFFS),
                    ahead_low=words.number(AHEAD_CUT_OFFS[0], 2),
                    ahead_high=words.number(AHEAD_CUT_OFFS[-1], 2),
                    pace_low=words.number(ON_PACE_CUT_OFFS[0], 2),
                    pace_high=words.number(ON_PACE_CUT_OFFS[-1], 2),
                ),
            )
        ),
        as_block(chain(variable("x", "k"), BASE + variable("k") * variable("e") * bracket(TARGET - BASE))),
    ]
    example = find_example(edition)
    if example is None:
        return no_example(words, "sensitivity", blocks)
    subject, way, due = example.subject, example.way, example.progress.due
    cut_off = edition.inputs.parameters.thresholds.on_pace
    border = way.start + cut_off * due * (way.end - way.start)
    blocks += [
        Block((fill(words, "method.example", name=subject.linked, unit=words.unit(subject.unit)),)),
        as_block(
            chain(
                variable("x", "k"),
                shown_number(subject, way.start)
                + number(words.number(cut_off, 2))
                * number(words.number(due, 2))
                * bracket(shown_number(subject, way.end) - shown_number(subject, way.start)),
                number(words.number(border, subject.unit.decimals + 1)),
            )
        ),
        Block(
            (
                fill(
                    words,
                    "method.sensitivity.result",
                    border=words.value(border, subject.unit, subject.unit.decimals + 1),
                    value=subject.value,
                ),
            )
        ),
    ]
    return Passage("method-sensitivity", blocks).piece()


def say_method_comparison(edition: Edition) -> Piece:
    """How two plans are compared: pace, slopes, trend; breaks are never bridged."""
    words = edition.words
    first, second = words.text(edition.inputs.plan.predecessor.name), words.text(edition.inputs.plan.period.name)
    late = variable("D")
    blocks = [
        Block((fill(words, "method.comparison.what", first=first, second=second),)),
        as_block(
            chain(
                variable("y"), variable("a") + variable("b") * NOW + variable("c") * late + variable("d") * NOW * late
            )
        ),
        Block((fill(words, "method.comparison.slopes", first=first, second=second),)),
        as_block(chain(variable("S"), total(variable("sgn") * bracket(variable("y", "j") - variable("y", "i"))))),
        Block((fill(words, "method.comparison.trend"),)),
    ]
    return Passage("method-comparison", blocks).piece()


def say_method_backtest(edition: Edition) -> Piece:
    """How the projection was tried on published series, and what came of it."""
    words = edition.words
    result = backtest_series(edition.inputs)
    blocks = [
        Block((fill(words, "method.backtest.what", nominal=words.share(result.nominal, 0)),)),
        Block((say_message(words, edition.inputs.units, result.message),)),
    ]
    if result.coverage_low is not None and result.coverage_high is not None:
        blocks.append(
            Block(
                (
                    fill(
                        words,
                        "method.backtest.interval",
                        low=words.share(result.coverage_low),
                        high=words.share(result.coverage_high),
                    ),
                )
            )
        )
    return Passage("method-backtest", blocks).piece()
