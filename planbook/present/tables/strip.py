"""The strip: all indicators, one row each, on a track from baseline to target; what needs attention first."""

from __future__ import annotations

from html import escape

import pandas as pd

from planbook.looks import ILLUSTRATIVE_MARK, LIGHT, OUTLOOKS
from planbook.present.charts.shapes import hatching
from planbook.present.edition import Edition
from planbook.present.history import history_marks, past_verdicts
from planbook.present.inline import Inline, plain
from planbook.present.marks import outlook_mark, type_tag, without_mark
from planbook.present.pieces import Piece, raw_html
from planbook.present.subjects import Subject, attention_order
from planbook.present.tables.scorecard import of_year
from planbook.present.words import Words
from planbook.present.worked import subjects_of

__all__ = ["table_strip"]

# The track in its own units: 140 from baseline to target, with room for what falls back or runs past.
LEFT, TRACK, RIGHT, HEIGHT, MIDDLE = 12.0, 140.0, 18.0, 16.0, 8.0
BAR, TIP, GHOST = 6.0, 4.0, 3.2  # height of the bar; length of an arrow; radius of the projection's mark


def table_strip(edition: Edition, scorecard: pd.DataFrame) -> Piece:
    """All indicators in one picture that is a table too. Print sets the same table.

    Raw HTML, for each row holds a drawing.
    """
    words = edition.words
    subjects = attention_order(subjects_of(edition, scorecard))
    years = sorted(edition.earlier_inputs)
    target_year = edition.inputs.plan.period.last_year
    heads = {name: words(f"table.strip.{name}") for name in ("indicator", "track", "value", "verdict")}
    if edition.year < target_year:
        heads["by-target"] = words("table.strip.outlook", year=words.year(target_year))
    if years:
        heads["past"] = words(
            f"table.strip.past_{'one' if len(years) == 1 else 'many'}", first=years[0], last=years[-1]
        )
    reported = [subject for subject in subjects if subject.has_value]
    whole = len(reported) > 1 and all(subject.assessment.illustrative for subject in reported)
    if whole:  # on a phone the heads are out of sight; the caption says it there
        heads["value"] += f" {ILLUSTRATIVE_MARK}"
    head = "".join(f'<th scope="col" class="{css}">{escape(text)}</th>' for css, text in heads.items())
    rows = "".join(_row(words, subject, frozenset(heads), whole) for subject in subjects)
    projected = any(subject.ghost is not None for subject in subjects)
    caption = words(
        f"table.strip.caption{'_projected' if projected else ''}",
        base=edition.inputs.plan.baseline_year,
        target=target_year,
        year=words.year(edition.year),
    )
    if any(subject.assessment.illustrative for subject in subjects):
        said = words("table.strip.all_illustrative", mark=ILLUSTRATIVE_MARK) if whole else words("table.strip.hatching")
        caption += ("" if words.language == "zh" else " ") + said
    html = (
        f'<table class="strip" id="strip"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    text = "\n".join(
        f"{subject.number} {subject.short_name} | {_value(subject).text} | {subject.mark.text}"
        f" | {outlook_mark(words, subject.assessment.outlook).text}"
        for subject in subjects
    )
    return Piece(id="strip", html=html, markdown=raw_html(html), text=text)


def _row(words: Words, subject: Subject, columns: frozenset[str], whole: bool) -> str:
    more, value = "", _value(subject)
    if whole:
        value = without_mark(value)
    if "by-target" in columns:
        more += f'<td class="by-target">{outlook_mark(words, subject.assessment.outlook).html}</td>'
    if "past" in columns:
        marks = history_marks(words, past_verdicts(subject.edition, subject.id))
        more += f'<td class="past">{marks.html}</td>'
    return (
        f'<tr class="{subject.look.css}"><th scope="row" class="indicator">'
        f'<span class="strip-number">{subject.number}</span> '
        f"{subject.linked.html} {type_tag(words, subject.indicator.type).html}</th>"
        f'<td class="track">{_track(words, subject)}</td><td class="value number">{value.html}</td>'
        f'<td class="verdict">{subject.mark.html}</td>{more}</tr>'
    )


def _value(subject: Subject) -> Inline:
    """The latest value with its unit, and its year where that is not the edition's; of a total, what it comes to."""
    words, latest = subject.words, subject.assessment.latest
    if latest is None:
        return plain(words("verdict.not_reported"))
    shown = subject.counted_shown if subject.total else subject.value
    if latest.year == subject.edition.year:
        return shown
    return shown + of_year(words, latest.year)


def _track(words: Words, subject: Subject) -> str:
    """The row's drawing; its label says the same in words."""
    assessment = subject.assessment
    colour = _colour(subject.look.role)
    marks = [_line(LEFT, MIDDLE, LEFT + TRACK, MIDDLE, "rule", 2)]
    marks += [_line(x, MIDDLE - 4, x, MIDDLE + 4, "muted", 1) for x in (LEFT, LEFT + TRACK)]
    fields = {"baseline": subject.baseline_shown.text or words("table.strip.unknown"), "target": subject.target_shown}
    if assessment.completion is None:
        label = words("table.strip.label_none", **fields)
    else:
        label = words("table.strip.label", completion=subject.completion.text, due=subject.due, **fields)
        marks += _bar(assessment.completion, assessment.illustrative, colour)
        if (ghost := subject.ghost) is not None:
            projected = subject.derived(words.share(ghost)).text
            label += words("table.strip.label_projected", year=words.year(subject.target_year), share=projected)
            marks += _ghost_marks(assessment.completion, ghost, _colour(OUTLOOKS[assessment.outlook].role))
    due = LEFT + TRACK * min(max(assessment.due, 0.0), 1.0)
    marks.append(_line(due, 1, due, HEIGHT - 1, "ink", 1.5))
    return (
        f'<svg viewBox="0 0 {LEFT + TRACK + RIGHT:g} {HEIGHT:g}" role="img" aria-label="{escape(label)}">'
        f"{''.join(marks)}</svg>"
    )


def _ghost_marks(completion: float, ghost: float, colour: str) -> list[str]:
    """A dotted line from the value to where the projection ends, with an empty circle; an arrow where that is out."""
    furthest, nearest = 1 + (RIGHT - TIP) / TRACK, (TIP - LEFT) / TRACK
    start, end = (LEFT + TRACK * min(max(share, nearest), furthest) for share in (completion, ghost))
    line = (
        f'<line x1="{start:g}" y1="{MIDDLE:g}" x2="{end:g}" y2="{MIDDLE:g}" stroke="{colour}" stroke-dasharray="2 2"/>'
    )
    look = f'fill="{_colour("paper")}" stroke="{colour}" stroke-width="1.4"'
    if nearest <= ghost <= furthest:
        return [line, f'<circle cx="{end:g}" cy="{MIDDLE:g}" r="{GHOST:g}" {look}/>']
    tip = end + TIP if ghost > furthest else end - TIP
    return [line, f'<path d="M{end:g} {MIDDLE - 3:g}L{tip:g} {MIDDLE:g}L{end:g} {MIDDLE + 3:g}z" {look}/>']


def _colour(role: str) -> str:
    return f"var(--{role}, {LIGHT[role]})"


def _line(x1: float, y1: float, x2: float, y2: float, role: str, width: float) -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{_colour(role)}" stroke-width="{width:g}"/>'


def _bar(completion: float, illustrative: bool, colour: str) -> list[str]:
    """From the baseline to the value: solid, or outlined and hatched where the value is illustrative."""
    furthest, nearest = 1 + (RIGHT - TIP) / TRACK, (TIP - LEFT) / TRACK
    end = LEFT + TRACK * min(max(completion, nearest), furthest)
    left, right = sorted((LEFT, end))
    top, size = MIDDLE - BAR / 2, max(right - left, 0.5)
    box = f'<rect x="{left:g}" y="{top:g}" width="{size:g}" height="{BAR:g}"'
    if illustrative:
        strokes = hatching(left, top, left + size, top + BAR)
        lines = "".join(f"M{x:g} {y:g}l{length:g} {-length:g}" for x, y, length in strokes)
        marks = [f'{box} fill="none" stroke="{colour}"/>', f'<path d="{lines}" stroke="{colour}" fill="none"/>']
    else:
        marks = [f'{box} fill="{colour}"/>']
    if completion > furthest or completion < nearest:  # the bar runs out of the picture
        tip = end + TIP if completion > furthest else end - TIP
        marks.append(f'<path d="M{end:g} {top - 1:g}L{tip:g} {MIDDLE:g}L{end:g} {top + BAR + 1:g}z" fill="{colour}"/>')
    return marks
