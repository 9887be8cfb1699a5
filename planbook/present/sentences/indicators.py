"""Sentences about one indicator: its verdict with the arithmetic, outlook, agreement of methods, sensitivity.

Which template speaks is decided by facts of the judgement: how far from what is due, which way it moved, when the
target was met, how much time is left. Two indicators with the same facts get the same sentence; that is meant.
"""

from __future__ import annotations

import math

import pandas as pd

from planbook.assess.crosschecks import explain_disagreement
from planbook.looks import FLAGS, VERDICTS
from planbook.model import (
    ChangedPart,
    Compared,
    CrossCheck,
    EditionKind,
    Flag,
    NotComputed,
    OutlookVerdict,
    PaceVerdict,
    PlanChange,
    Progress,
    Projection,
    Reported,
    Sensitivity,
    TargetKind,
    UnitKind,
    Unjudged,
)
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join_sentences, plain, see_figure
from planbook.present.marks import mark_once, with_mark
from planbook.present.messages import say_message
from planbook.present.pieces import Piece
from planbook.present.sentences.records import (
    best_pace_sentence,
    evidence_sentence,
    paces_elsewhere,
    record_sentence,
)
from planbook.present.subjects import Subject
from planbook.present.words import Words, round_half_up
from planbook.present.worked import subject_of
from planbook.rules.meaning import compounds

__all__ = [
    "arithmetic_line",
    "probability",
    "required_sentence",
    "say_agreement",
    "say_indicator_verdict",
    "say_outlook",
    "say_sensitivity",
    "verdict_sentence",
]

LEVEL_WITH = 1.5  # percentage points between done and due that still read as level with it
FAR_AHEAD = 1.5  # pace ratio from which it is told as a multiple
NEARLY_THERE = 0.9  # completion from which the distance left is what matters
NEAR_BORDER = 0.05  # pace ratio above the lagging border that is pointed out
ABOUT_THE_SAME = 0.05  # required over achieved pace within this of 1 reads as the same
OF_MIXED_KINDS = ("achieved.regained", "final.achieved.regained", "relative")  # may set made-up beside published values
# How a target that is met is told where no way leads to it.
_MET = {
    PaceVerdict.ACHIEVED: "met_without_baseline",
    PaceVerdict.ACHIEVED_LATE: "met_late_without_baseline",
}
HARDLY_MOVED = 0.4  # pace ratio below which so little is done that it is told first


def say_indicator_verdict(edition: Edition, pace: pd.DataFrame) -> Piece:
    """The verdict as a sentence, and its arithmetic in one line under it.

    `pace` is the frame of judgement 1, as `edition.judged` has it or a notebook computes it (`worked.subject_of`).
    """
    subject = subject_of(edition, pace)
    blocks = [Block((join_sentences(edition.words, verdict_sentences(subject)),), css_class="verdict-sentence")]
    line = arithmetic_line(subject)
    if line:
        blocks.append(Block((line,), css_class="arithmetic"))
    if subject.indicator.changes:
        blocks.append(Block((join_sentences(edition.words, _plan_changes(subject)),), css_class="record"))
    evidence = evidence_sentence(subject)
    if evidence:
        blocks.append(Block((evidence,), css_class="record"))
    return Passage(f"verdict-{subject.id}", blocks).piece()


def _plan_changes(subject: Subject) -> list[Inline]:
    """How the plan was changed for the indicator: both figures, since when, by what document."""
    words = subject.words
    return [
        fill(
            words,
            f"plan_changes.sentence.{change.part.value}",
            before=_planned(subject, change, change.before),
            now=_planned(subject, change, change.value),
            date=words.date(change.effective),
            document=words.text(subject.edition.inputs.sources[change.source_id].title),
        )
        for change in subject.indicator.changes
    ]


def _planned(subject: Subject, change: PlanChange, figure: float | None) -> str:
    if figure is None:
        return subject.words("plan_changes.none")
    if change.part in (ChangedPart.TARGET_YEAR, ChangedPart.BASELINE_YEAR):
        return subject.words.year(int(figure))
    return subject.words.value(figure, subject.unit)


def verdict_sentences(subject: Subject) -> list[Inline]:
    """The verdict sentence and what qualifies it: an older value, a provisional one, a target met and lost."""
    words, latest = subject.words, subject.assessment.latest
    sentences = [verdict_sentence(subject)]
    if latest is None:
        return sentences
    if latest.year != subject.edition.year and subject.assessment.judged:
        sentences.append(
            fill(words, "pace.older", edition=words.year(subject.edition.year), year=words.year(latest.year))
        )
    for flag in latest.flags:
        if flag is not Flag.BREAK and FLAGS[flag].doubt:
            sentences.append(fill(words, f"pace.flag.{flag.value}"))
    if subject.assessment.met_and_lost:
        sentences.append(fill(words, "pace.met_and_lost", target=subject.target_shown))
    if subject.behind and latest.year < subject.target_year:
        sentences += [required_sentence(subject), best_pace_sentence(subject)]
    return [sentence for sentence in sentences if sentence]


def verdict_sentence(subject: Subject) -> Inline:
    """Where the subject stands against its plan, in one sentence chosen by the facts."""
    latest = subject.assessment.latest
    if latest is None:
        key = "no_target" if subject.target is None else "no_baseline" if subject.baseline is None else "not_reported"
        if subject.indicator.target_kind is TargetKind.QUALITATIVE:
            key = "qualitative"
        return fill(
            subject.words,
            f"pace.{key}",
            name=subject.subject_name,
            edition=subject.words.year(subject.edition.year),
            base=subject.words.year(subject.baseline_year),
            baseline=subject.baseline_shown,
            target_year=subject.words.year(subject.target_year),
            target=subject.target_shown,
        )
    key = _pace_key(subject)
    said = fill(subject.words, f"pace.{key}", **_pace_fields(subject, latest))
    return said if key.startswith(OF_MIXED_KINDS) else mark_once(subject.words, said)


def _pace_key(subject: Subject) -> str:
    """Which template tells the verdict."""
    progress, pace, judgement = subject.assessment.progress, subject.pace, subject.assessment.judgement
    if isinstance(judgement, Unjudged):
        if not subject.unmeasured:
            return "stale" if subject.target is not None else "stale_without_target"
        return f"unjudged.{judgement.reason}"
    final = subject.edition.inputs.parameters.kind is EditionKind.FINAL
    kind, kept = subject.indicator.target_kind, "kept" if subject.look.favourable else "missed"
    if kind is TargetKind.KEEP or isinstance(subject.assessment.standing, Compared):
        return f"{'keep' if kind is TargetKind.KEEP else 'relative'}.{kept}"
    if kind is TargetKind.CUMULATIVE:
        return f"total.{pace.value}" if pace in _MET else "total.so_far"
    if kind is TargetKind.YEARLY_AVERAGE:
        return "average"
    if progress is None:
        return _MET.get(pace, "plain")
    chosen = {
        PaceVerdict.ACHIEVED: _achieved_key,
        PaceVerdict.ACHIEVED_LATE: _late_key,
        PaceVerdict.AHEAD: _ahead_key,
        PaceVerdict.ON_PACE: _on_pace_key,
        PaceVerdict.LAGGING: _lagging_key,
    }
    key = f"final.{pace.value}" if final else pace.value
    return f"{key}.{chosen[pace](subject, progress)}" if pace in chosen else key  # a class may have one sentence


def _achieved_key(subject: Subject, progress: Progress) -> str:
    if subject.regained is not None:
        return "regained_rise" if subject.rises else "regained_fall"
    over, met_since = -(subject.gap or 0.0), subject.assessment.met_since
    exact = round_half_up(over, subject.unit.decimals) == 0
    if met_since is not None and met_since < progress.observation.year:
        return "earlier_exact" if exact else "earlier"
    return "now_exact" if exact else "now"


def _late_key(subject: Subject, progress: Progress) -> str:
    years = {one.observation.year for one in subject.assessment.course}
    return "missed" if subject.target_year in years else "unknown"


def _ahead_key(subject: Subject, progress: Progress) -> str:
    if progress.completion >= NEARLY_THERE:
        return "nearly"
    return "far" if progress.ratio >= FAR_AHEAD else "lead"


def _lead(progress: Progress) -> float:
    """Completion less due, in percentage points."""
    return (progress.completion - progress.due) * 100


def _on_pace_key(subject: Subject, progress: Progress) -> str:
    thresholds = subject.edition.inputs.parameters.thresholds
    if abs(_lead(progress)) < LEVEL_WITH:
        return "level"
    if _lead(progress) > 0:
        return "above"
    if progress.ratio < thresholds.on_pace + NEAR_BORDER:
        return "border"
    return "below"


def _lagging_key(subject: Subject, progress: Progress) -> str:
    if subject.assessment.reversing:
        return "reversing_rise" if subject.rises else "reversing_fall"
    if round_half_up(subject.change or 0.0, subject.unit.decimals) == 0:
        return "flat"
    if progress.ratio < HARDLY_MOVED:
        return "hardly"
    thresholds = subject.edition.inputs.parameters.thresholds
    return "border" if progress.ratio >= thresholds.on_pace - NEAR_BORDER else "behind"


def _pace_fields(subject: Subject, latest: Reported) -> dict[str, object]:
    words, assessment, progress = subject.words, subject.assessment, subject.assessment.progress
    fields: dict[str, object] = {
        "name": subject.subject_name,
        "year": words.year(latest.year),
        "value": subject.value,
        "at": subject.standing_at(subject.value, latest.value),
        "target": subject.target_shown,
        "target_year": words.year(subject.target_year),
        "edition": words.year(subject.edition.year),
        "base": words.year(subject.baseline_year),
        "baseline": subject.baseline_shown,
        "due": subject.due_said,
        "verdict": subject.verdict_word,
    }
    standing = assessment.standing
    if not isinstance(standing, NotComputed):
        fields["counted"] = subject.written(standing.counted)
        fields["period"] = words.period(assessment.course[0].observation.year, latest.year)
    if isinstance(standing, Compared):
        fields["reference"] = words.value(standing.reference, subject.spoken_unit)
        fields["series"] = _reference_name(subject)
    if subject.change is not None:
        fields["movement"] = subject.movement
    if subject.gap is not None:
        fields["gap"] = subject.amount(subject.gap)
        fields["beyond"] = _beyond(subject, subject.gap)
    if progress is not None:
        fields |= {"completion": subject.completion_said, "lead": subject.lead}
    if assessment.pace_ratio is not None:
        fields["ratio"] = subject.ratio
        fields["times"] = subject.times(assessment.pace_ratio, 2)
    met = assessment.met_since or latest.year
    early = subject.target_year - met
    fields["met_since"] = words.year(met)
    if subject.regained is not None:
        first, lost = subject.regained
        fields |= {"first_met": words.year(first.year), "lost": words.year(lost.year)}
        fields["lost_value"] = subject.written(lost.value, lost.illustrative)
    fields["early"] = words("pace.on_time")
    if early:  # a target of an earlier year, missed then and met since, is late
        key = "pace.years_early" if early > 0 else "pace.years_late"
        fields["early"] = words(key, count=abs(early), number=words.spelled(abs(early)))
    return fields


def _reference_name(subject: Subject) -> str:
    """The name of the series that a relative target is measured against."""
    series = subject.edition.inputs.series
    named = series[series["series_id"] == subject.indicator.reference_series_id]
    return next((str(name) for name in named[f"name_{subject.words.language}"]), "")


def _beyond(subject: Subject, gap: float) -> Inline:
    """By how much the value lies past the target: `高出 12 张`, `lower by 0.03 percentage points`."""
    key = "pace.beyond_rise" if subject.rises else "pace.beyond_fall"
    return fill(subject.words, key, amount=subject.amount(gap))


def required_sentence(subject: Subject, named: bool | None = None) -> Inline:
    """What pace the target now asks for, against the pace so far; what is missing once the period is over.

    `named` says whether it names the target: by default where the subject is behind, for elsewhere the sentence
    before has named it.
    """
    words, rates, latest = subject.words, subject.assessment.rates, subject.assessment.latest
    if latest is None or subject.gap is None or subject.gap <= 0:
        return plain("")
    fields: dict[str, object] = {
        "target": subject.target_shown,
        "target_year": words.year(subject.target_year),
        "gap": subject.amount(subject.gap),
    }
    if not rates.required or latest.year >= subject.target_year:
        return mark_once(words, fill(words, "pace.short", **fields))
    kind = "share" if subject.unit.kind in (UnitKind.SHARE, UnitKind.RATE) else "count"
    aim = "aim_named" if (subject.behind if named is None else named) else "aim"
    fields |= {
        "aim": words(f"pace.{aim}", target=subject.target_shown, target_year=words.year(subject.target_year)),
        "required": subject.per_year(rates.required),
        "verb": words(f"pace.verb.{'rise' if subject.rises else 'fall'}_{kind}"),
        "years": words.years(latest.year + 1, subject.target_year),
    }
    if rates.achieved is None or rates.multiple is None or (rates.achieved > 0) is not subject.rises:
        return mark_once(words, fill(words, "pace.required", **fields))
    fields |= {"achieved": subject.per_year(rates.achieved), "multiple": subject.times(rates.multiple, 1)}
    ratio = rates.multiple
    key = "multiple" if ratio >= 1 + ABOUT_THE_SAME else "same" if ratio > 1 - ABOUT_THE_SAME else "enough"
    return mark_once(words, fill(words, f"pace.required_{key}", **fields))


def arithmetic_line(subject: Subject) -> Inline:
    """`8,439 → 9,365，926 / 1,666 = 55.6%；应完成 60.0%；比值 0.93：基本符合预期`."""
    words, assessment, progress = subject.words, subject.assessment, subject.assessment.progress
    unit = words.unit(subject.unit)
    change, total = subject.change, subject.required_total
    if progress is not None and subject.total:
        return _total_line(subject, progress)
    if subject.unmeasured:
        return plain("")  # the sentence has said why
    if progress is None or subject.baseline is None or change is None or not total:
        return _reason(words, assessment.reason) if subject.has_value and assessment.reason else plain("")
    places = subject.unit.decimals
    line = fill(
        words,
        "arithmetic.line",
        baseline=words.number(subject.baseline, places),
        value=words.number(progress.observation.value, places),
        change=words.number(change, places),
        total=words.number(total, places),
        unit=unit,
        completion=words.share(progress.completion),
        due=words.share(assessment.due),
        ratio=words.number(progress.ratio, 2),
        verdict=subject.mark,
    )
    return with_mark(words, line, assessment.illustrative)


def _total_line(subject: Subject, progress: Progress) -> Inline:
    """`(1 − 2.7%) × (1 − 0.1%) − 1 = −2.8%，−2.8 / −13.5 = 20.7%；应完成 41.8%；比值 0.50：滞后`."""
    words = subject.words
    parts = [one.observation.value for one in subject.assessment.course]
    shown = [words.number(abs(part), subject.unit.decimals) for part in parts]
    if compounds(subject.unit):
        factors = (f"(1 {'−' if part < 0 else '+'} {figure}%)" for part, figure in zip(parts, shown, strict=True))
        arithmetic = " × ".join(factors) + " − 1"
    else:
        arithmetic = "".join(
            f" {'−' if part < 0 else '+'} {figure}" for part, figure in zip(parts, shown, strict=True)
        ).removeprefix(" + ")
    line = fill(
        words,
        "arithmetic.total",
        parts=arithmetic,
        counted=words.value(progress.counted, subject.spoken_unit),
        total=words.value(subject.target or 0.0, subject.unit),
        completion=words.share(progress.completion),
        due=words.share(subject.assessment.due),
        ratio=words.number(progress.ratio, 2),
        verdict=subject.mark,
    )
    return with_mark(words, line, subject.assessment.illustrative)


def _reason(words: Words, reason: str) -> Inline:
    return fill(words, f"reasons.{reason}")


def probability(words: Words, share: float) -> str:
    """A probability in whole per cent; never 0 or 100, which no projection can promise."""
    if share > 0.99:
        return words("outlook_says.almost_certain")
    if share < 0.01:
        return words("outlook_says.almost_impossible")
    return words.share(share, 0)


def say_outlook(edition: Edition, pace: pd.DataFrame, outlook: pd.DataFrame) -> Piece:
    """Where the yearly values point, how sure that is, and what pace the target still asks for.

    `pace` is the frame of judgement 1, `outlook` the row of judgement 2 (`worked.subject_of`).
    """
    subject = subject_of(edition, pace, outlook)
    blocks = [Block((join_sentences(edition.words, outlook_sentences(subject)),))]
    forecast = subject.assessment.forecast
    if isinstance(forecast, Projection):
        note = [interval_sentence(subject, forecast), record_sentence(subject, forecast)]
        note += [paces_elsewhere(subject)] if subject.assessment.judged else []
        blocks.append(Block((join_sentences(edition.words, note),), css_class="record"))
    return Passage(f"outlook-{subject.id}", blocks).piece()


def outlook_sentences(subject: Subject) -> list[Inline]:
    words, assessment, forecast = subject.words, subject.assessment, subject.assessment.forecast
    target_year = words.year(subject.target_year)
    if forecast.verdict is OutlookVerdict.MET:
        return [fill(words, "outlook_says.met", target=subject.target_shown, target_year=target_year)]
    if assessment.latest is None:
        return [fill(words, "outlook_says.no_value", edition=words.year(subject.edition.year))]
    if assessment.latest.year >= subject.target_year:
        return [fill(words, "outlook_says.over", target_year=target_year, target=subject.target_shown)]
    if not isinstance(forecast, Projection):
        minimum = subject.edition.inputs.parameters.thresholds.minimum_points
        if forecast.reason in ("too_few_points", "") and len(assessment.points) < minimum:
            return [fill(words, "outlook_says.few", count=len(assessment.points), minimum=minimum)]
        judgement = assessment.judgement
        if isinstance(judgement, Unjudged) and judgement.reason == forecast.reason:
            return [fill(words, "outlook_says.same_reason")]
        return [_reason(words, forecast.reason) if forecast.reason else fill(words, "outlook_says.none")]
    said = fill(
        words,
        f"outlook_says.{forecast.verdict.value}",
        quantity=_quantity(subject),
        target=subject.target_shown,
        projection=subject.written(forecast.centre, decimals=_telling_decimals(subject, forecast.centre)),
        p=_probable(words, forecast.probability),
    )
    sentences = [mark_once(words, said)]
    if not subject.behind:
        sentences += [required_sentence(subject), best_pace_sentence(subject)]
    return [sentence for sentence in sentences if sentence]


def _probable(words: Words, share: float) -> str:
    """`为 43%`, `不足 1%`; `43%`, `under 1%`."""
    shown = probability(words, share)
    return words("outlook_says.p", p=shown) if shown == words.share(share, 0) else shown


def _telling_decimals(subject: Subject, value: float) -> int:
    """Decimals that keep a value short of the target from reading as the target itself."""
    places = subject.unit.decimals
    if (
        subject.target is None
        or subject.counted
        or round_half_up(value, places) != round_half_up(subject.target, places)
    ):
        return places
    return places + (round_half_up(value, places + 1) != round_half_up(subject.target, places + 1))


def interval_sentence(subject: Subject, forecast: Projection) -> Inline:
    """The interval, what it is projected from, and whether the robust estimate comes to the same."""
    words, points = subject.words, subject.assessment.points
    if forecast.reason:
        return _reason(words, forecast.reason)
    said = fill(
        words,
        f"outlook_says.interval{_robust(subject, forecast)}",
        number=words.spelled(len(points)),
        first=points[0][0],
        last=points[-1][0],
        interval=subject.derived(words.range(forecast.low, forecast.high, subject.spoken_unit)),
        coverage=words.share(subject.edition.inputs.parameters.thresholds.interval, 0),
        robust=subject.written(forecast.robust, decimals=_telling_decimals(subject, forecast.robust)),
    )
    return mark_once(words, said)


def _quantity(subject: Subject) -> str:
    """What is projected: the value of the target year, or the mean or total of the plan's years."""
    kinds = {TargetKind.KEEP: "mean", TargetKind.YEARLY_AVERAGE: "mean", TargetKind.CUMULATIVE: "total"}
    words = subject.words
    return words(
        f"outlook_says.quantity.{kinds.get(subject.indicator.target_kind, 'level')}",
        target_year=words.year(subject.target_year),
        period=words.period(subject.baseline_year + 1, subject.target_year),
    )


def _robust(subject: Subject, forecast: Projection) -> str:
    """Whether the robust estimate lies on the same side of the target as the projection; "" where there is none."""
    if subject.target is None:
        return ""
    side = 1 if subject.rises else -1
    line_meets = side * (forecast.centre - subject.target) >= 0
    robust_meets = side * (forecast.robust - subject.target) >= 0
    return "_other" if line_meets != robust_meets else "_meets" if robust_meets else "_misses"


def say_agreement(edition: Edition, pace: pd.DataFrame) -> Piece:
    """Whether the published methods agree with judgement 1 of a frame, and why one does not."""
    subject = subject_of(edition, pace)
    return Passage(
        f"agreement-{subject.id}", [Block((join_sentences(edition.words, agreement_sentences(subject)),))]
    ).piece()


def agreement_sentences(subject: Subject) -> list[Inline]:
    words, assessment, inputs = subject.words, subject.assessment, subject.edition.inputs
    if not subject.has_value:
        return [fill(words, "agreement.no_value")]
    if not subject.assessment.judged:
        return [fill(words, "agreement.not_judged" if subject.unmeasured else "agreement.no_judgement")]
    applying = [check for check in assessment.cross_checks if check.favourable is not None]
    silent = [check for check in assessment.cross_checks if not check.applies]
    disagreeing = [check for check in applying if check.method in assessment.disagreeing]
    sentences: list[Inline] = []
    if not applying:
        sentences.append(fill(words, "agreement.none_applies", count=len(silent)))
    elif not disagreeing:
        sentences.append(
            fill(
                words,
                "agreement.all",
                count=len(applying),
                names=_method_names(words, applying),
                verdict=words(f"agreement.as.{_favours(subject)}"),
            )
        )
    else:
        key = "agreement.split" if len(disagreeing) < len(applying) else "agreement.against"
        sentences.append(
            fill(
                words,
                key,
                count=len(disagreeing),
                names=_method_names(words, disagreeing),
                others=_method_names(words, [check for check in applying if check not in disagreeing]),
            )
        )
        for check in disagreeing:
            message = explain_disagreement(
                inputs.indicators[subject.id], assessment, check, inputs.parameters.thresholds
            )
            if message is not None:
                sentences.append(with_mark(words, say_message(words, inputs.units, message), assessment.illustrative))
    if not applying and len({check.reason for check in silent}) == 1:
        return [*sentences, fill(words, "agreement.because", reason=_inside(words, silent[0].reason))]
    if applying and silent:
        sentences.append(fill(words, "agreement.silent", count=len(silent), names=_method_names(words, silent)))
    return sentences


def _inside(words: Words, reason: str) -> str:
    """A reason as it stands after a colon."""
    return words.inside(words(f"reasons.{reason}"))


def _favours(subject: Subject) -> str:
    return "lagging" if subject.behind else "on_pace"


def _method_names(words: Words, checks: list[CrossCheck]) -> str:
    return words.list([words(f"cross_checks.{check.method}.name") for check in checks])


def say_sensitivity(edition: Edition, pace: pd.DataFrame) -> Piece:
    """How far a frame's value may move before the class changes, and whether other cut-offs would change it."""
    subject, name = subject_of(edition, pace), "sensitivity"
    sentences = [
        *sensitivity_sentences(subject),
        see_figure(edition.words, "sensitivity.figure", f"{name}-{subject.id}"),
    ]
    return Passage(f"{name}-{subject.id}", [Block((join_sentences(edition.words, sentences),))]).piece()


def sensitivity_sentences(subject: Subject) -> list[Inline]:
    words, sensitivity = subject.words, subject.assessment.sensitivity
    if sensitivity is None:
        return [fill(words, "sensitivity.none")]
    moves = [move for move in (_to_better(subject, sensitivity), _to_worse(subject, sensitivity)) if move]
    sentences = []
    if moves:
        whole = moves[0]
        for move in moves[1:]:
            whole = whole + plain(words("sensitivity.separator")) + move
        sentences.append(mark_once(words, fill(words, "sensitivity.moves", moves=whole)))
    if sensitivity.grid:
        same = sum(verdict is subject.pace for _, _, verdict in sensitivity.grid)
        key = "all" if same == len(sensitivity.grid) else "some"
        sentences.append(fill(words, f"sensitivity.grid_{key}", count=len(sensitivity.grid), same=same))
    if sensitivity.near_boundary:
        sentences.append(fill(words, "sensitivity.near_boundary", flag=words(FLAGS[subject.assessment.flag].word)))
    return sentences


def _to_better(subject: Subject, sensitivity: Sensitivity) -> Inline | None:
    """The value at which the next better class begins; counted things come in whole units."""
    change = sensitivity.to_better
    if change is None or sensitivity.better is None:
        return None
    if subject.unit.kind is UnitKind.COUNT:
        change = math.copysign(math.ceil(round(abs(change), 9)), change)
    return _move(subject, sensitivity, change, "reach_up" if change > 0 else "reach_down", sensitivity.better)


def _to_worse(subject: Subject, sensitivity: Sensitivity) -> Inline | None:
    """The value below (or above) which the present class is left; of counted things the first one that leaves it."""
    change = sensitivity.to_worse
    if change is None or sensitivity.worse is None:
        return None
    falling = change < 0 or (change == 0 and subject.rises)
    if subject.unit.kind is UnitKind.COUNT:
        size = math.floor(round(abs(change), 9)) + 1
        return _move(
            subject, sensitivity, -size if falling else size, "reach_down" if falling else "reach_up", sensitivity.worse
        )
    if round_half_up(change, subject.unit.decimals + 1) == 0:
        return _move(subject, sensitivity, 0.0, "any_fall" if falling else "any_rise", sensitivity.worse)
    return _move(subject, sensitivity, change, "below" if falling else "above", sensitivity.worse)


def _move(subject: Subject, sensitivity: Sensitivity, change: float, way: str, verdict: PaceVerdict) -> Inline:
    words, unit = subject.words, subject.spoken_unit
    places = unit.decimals
    if unit.kind is not UnitKind.COUNT and round_half_up(change, places + 1) != round_half_up(change, places):
        places += 1
    return fill(
        words,
        f"sensitivity.{way}",
        amount=subject.derived(words.amount(change, unit, places)),
        value=words.value(sensitivity.value + change, unit, places),  # the border is the plan's, never made up
        verdict=words(VERDICTS[verdict].word),
    )
