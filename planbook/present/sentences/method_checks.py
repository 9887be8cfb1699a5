"""The methods page: the published methods that judgement 1 is checked against, and where and why they disagree."""

from __future__ import annotations

from dataclasses import dataclass

from planbook.assess.crosschecks import (
    DESTATIS_SUN,
    DESTATIS_SUN_AND_CLOUD,
    DESTATIS_YEARS,
    OPEN_SDG_ACCELERATION,
    OPEN_SDG_ON_TRACK,
    OPEN_SDG_ZERO,
    UN_FAIR,
    UN_ON_TRACK,
    WORKED_EXAMPLES,
)
from planbook.model import CrossCheck, TargetKind
from planbook.present.edition import Edition
from planbook.present.formula import Formula, absolute, as_block, bracket, chain, fraction, number, power, variable
from planbook.present.inline import Block, Passage, fill
from planbook.present.pieces import Piece
from planbook.present.sentences.methods import (
    BASE,
    END,
    LATEST,
    NOW,
    ONE,
    START,
    TARGET,
    derived_number,
    find_example,
    no_example,
    shown_number,
)
from planbook.present.subjects import Subject, indicator_subjects
from planbook.present.words import Words

__all__ = [
    "say_method_agreement",
    "say_method_destatis",
    "say_method_open_sdg",
    "say_method_un_progress_chart",
]


def _growth(value: Formula, base: Formula, years: Formula) -> Formula:
    """Compound growth: `(value / base)^(1 / years) − 1`."""
    return power(bracket(fraction(value, base)), fraction(ONE, years)) - ONE


@dataclass(frozen=True)
class _Worked:
    """The example of the methods page, with what one published method says of it."""

    subject: Subject
    check: CrossCheck
    statistic: float
    target: float

    def result(self) -> Block:
        words = self.subject.words
        return Block(
            (
                fill(
                    words,
                    "method.check_result",
                    statistic=self.subject.derived(words.number(self.statistic, 2)),
                    shown=words(f"cross_checks.{self.check.method}.classes.{self.check.code}"),
                ),
            )
        )


def _work_out(edition: Edition, method: str) -> _Worked | None:
    """None where the edition has no example, or the method does not apply to it."""
    example = find_example(edition)
    if example is None:
        return None
    for check in example.subject.assessment.cross_checks:
        if check.method == method and check.statistic is not None:
            return _Worked(example.subject, check, check.statistic, example.way.end)
    return None


def _classes(words: Words, key: str, method: str, from_good: str, from_some: str, **codes: str) -> Block:
    """A method's classes with their cut-offs, by the names used everywhere for them."""
    names = {name: words(f"cross_checks.{method}.classes.{code}") for name, code in codes.items()}
    return Block((fill(words, f"method.{key}.classes", from_good=from_good, from_some=from_some, **names),))


def say_method_open_sdg(edition: Edition) -> Piece:
    """Open SDG / Statistics Canada: observed over required compound growth."""
    words = edition.words
    observed, required = variable("g"), variable("g", "T")
    blocks = [
        Block((fill(words, "method.open_sdg.what"),)),
        as_block(chain(observed, _growth(LATEST, BASE, NOW - START))),
        as_block(chain(required, _growth(TARGET, BASE, END - START))),
        as_block(chain(variable("R"), fraction(variable("d") * observed, absolute(required)))),
        _classes(
            words,
            "open_sdg",
            "open_sdg",
            words.share(OPEN_SDG_ON_TRACK, 0),
            words.share(OPEN_SDG_ACCELERATION, 0),
            achieved="target_achieved",
            good="on_track",
            some="acceleration_needed",
            little="limited_progress",
            worse="deterioration",
        ),
        Block((fill(words, "method.open_sdg.zero", zero=words.number(OPEN_SDG_ZERO, 3)),)),
    ]
    worked = _work_out(edition, "open_sdg")
    if worked is None:
        return no_example(words, "open-sdg", blocks)
    subject, assessment = worked.subject, worked.subject.assessment
    (base_year, base), (year, value) = assessment.points[0], assessment.points[-1]
    grown = (value / base) ** (1 / (year - base_year)) - 1
    needed = (worked.target / base) ** (1 / (subject.target_year - base_year)) - 1
    made_up = assessment.illustrative
    direction = number("1") if subject.rises else number("−1")
    blocks += [
        Block((fill(words, "method.example", name=subject.linked, unit=words.unit(subject.unit)),)),
        as_block(
            chain(
                observed,
                _growth(
                    shown_number(subject, value, made_up), shown_number(subject, base), number(str(year - base_year))
                ),
                derived_number(subject, words.share(grown, 2)),
            )
        ),
        as_block(
            chain(
                required,
                _growth(
                    shown_number(subject, worked.target),
                    shown_number(subject, base),
                    number(str(subject.target_year - base_year)),
                ),
                number(words.share(needed, 2)),
            )
        ),
        as_block(
            chain(
                variable("R"),
                fraction(
                    direction * derived_number(subject, words.share(grown, 2)), absolute(number(words.share(needed, 2)))
                ),
                derived_number(subject, words.number(worked.statistic, 2)),
            )
        ),
        worked.result(),
    ]
    return Passage("method-open-sdg", blocks).piece()


def say_method_un_progress_chart(edition: Edition) -> Piece:
    """UN Progress Chart 2023: where the growth so far would lead by the target year."""
    words = edition.words
    expected = variable("v", "E")
    blocks = [
        Block((fill(words, "method.un.what"),)),
        as_block(chain(expected, LATEST * power(bracket(ONE + variable("g")), END - NOW))),
        as_block(chain(variable("q"), fraction(expected - BASE, TARGET - BASE))),
        _classes(
            words,
            "un",
            "un_progress_chart",
            words.number(UN_ON_TRACK, 2),
            words.number(UN_FAIR, 2),
            good="on_track_or_met",
            some="fair_progress",
            worse="stagnation_or_regression",
        ),
    ]
    worked = _work_out(edition, "un_progress_chart")
    if worked is None:
        return no_example(words, "un-progress-chart", blocks)
    subject, assessment = worked.subject, worked.subject.assessment
    (base_year, base), (year, value) = assessment.points[0], assessment.points[-1]
    grown = (value / base) ** (1 / (year - base_year)) - 1
    reached = value * (1 + grown) ** (subject.target_year - year)
    made_up = assessment.illustrative
    blocks += [
        Block((fill(words, "method.example", name=subject.linked, unit=words.unit(subject.unit)),)),
        as_block(
            chain(
                expected,
                shown_number(subject, value, made_up)
                * power(
                    bracket(ONE + derived_number(subject, words.share(grown, 2))),
                    number(str(subject.target_year - year)),
                ),
                shown_number(subject, reached, made_up),
            )
        ),
        as_block(
            chain(
                variable("q"),
                fraction(
                    shown_number(subject, reached, made_up) - shown_number(subject, base),
                    shown_number(subject, worked.target) - shown_number(subject, base),
                ),
                derived_number(subject, words.number(worked.statistic, 2)),
            )
        ),
        worked.result(),
    ]
    return Passage("method-un-progress-chart", blocks).piece()


def say_method_destatis(edition: Edition) -> Piece:
    """Destatis: the mean change of the last five years continued to the target year."""
    words = edition.words
    change = variable("m")
    blocks = [
        Block((fill(words, "method.destatis.what"),)),
        as_block(chain(variable("p"), LATEST + change * bracket(END - NOW))),
        as_block(chain(variable("w"), fraction(TARGET - variable("p"), TARGET - LATEST))),
        _classes(
            words,
            "destatis",
            "destatis",
            words.share(DESTATIS_SUN, 0),
            words.share(DESTATIS_SUN_AND_CLOUD, 0),
            good="sun",
            some="sun_and_cloud",
            worse="cloud",
            wrong="thunderstorm",
        ),
    ]
    worked = _work_out(edition, "destatis")
    if worked is None or worked.subject.assessment.points[-1][0] >= worked.subject.target_year:
        return no_example(words, "destatis", blocks)
    subject, assessment = worked.subject, worked.subject.assessment
    year, value = assessment.points[-1]
    recent = [point for point in assessment.points if point[0] >= year - DESTATIS_YEARS]
    yearly = (value - recent[0][1]) / (year - recent[0][0])
    reached = value + yearly * (subject.target_year - year)
    made_up, places = assessment.illustrative, subject.unit.decimals + 1
    blocks += [
        Block((fill(words, "method.example", name=subject.linked, unit=words.unit(subject.unit)),)),
        as_block(
            chain(
                variable("p"),
                shown_number(subject, value, made_up)
                + derived_number(subject, words.number(yearly, places)) * number(str(subject.target_year - year)),
                shown_number(subject, reached, made_up),
            )
        ),
        as_block(
            chain(
                variable("w"),
                fraction(
                    shown_number(subject, worked.target) - shown_number(subject, reached, made_up),
                    shown_number(subject, worked.target) - shown_number(subject, value, made_up),
                ),
                derived_number(subject, words.share(worked.statistic)),
            )
        ),
        worked.result(),
    ]
    return Passage("method-destatis", blocks).piece()


def say_method_agreement(edition: Edition) -> Piece:
    """Where the methods disagree and why: the zero base, and the cases of this edition."""
    words = edition.words
    zero = next(example for example in WORKED_EXAMPLES if example.baseline == 0)
    small = next(example for example in WORKED_EXAMPLES if example.baseline != 0)
    blocks = [
        Block((fill(words, "method.agreement.what"),)),
        Block(
            (
                fill(
                    words,
                    "method.agreement.small",
                    base=words.number(small.baseline, 1),
                    value=words.number(small.value),
                    year=words.year(small.value_year),
                    target=words.number(small.target),
                    target_year=words.year(small.target_year),
                    pace=words.number(small.pace_ratio, 2),
                    growth=words.number(small.growth_ratio, 2),
                ),
            )
        ),
        Block(
            (
                fill(
                    words,
                    "method.agreement.zero",
                    zero=words.number(OPEN_SDG_ZERO, 3),
                    pace=words.number(zero.pace_ratio, 2),
                    growth=words.number(zero.growth_ratio, 2),
                ),
            )
        ),
    ]
    subjects = [subject for subject in indicator_subjects(edition) if subject.assessment.disagreeing]
    zeros = [
        subject for subject in indicator_subjects(edition) if subject.indicator.target_kind is TargetKind.FROM_ZERO
    ]
    if zeros:
        blocks.append(
            Block(
                (
                    fill(
                        words,
                        "method.agreement.zeros",
                        count=len(zeros),
                        names=words.list([words.inside(subject.short_name) for subject in zeros]),
                    ),
                )
            )
        )
    blocks.append(
        Block(
            (
                fill(
                    words,
                    "method.agreement.edition" if subjects else "method.agreement.none",
                    count=len(subjects),
                    year=words.year(edition.year),
                ),
            )
        )
    )
    return Passage("method-agreement", blocks).piece()
