"""What the chart builders share: values as they are read, roles and shapes of verdicts, scales, source lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from planbook.looks import FLAGS, ILLUSTRATIVE_MARK, Look, look_of
from planbook.model import (
    Bound,
    EditionKind,
    Flag,
    Indicator,
    PaceVerdict,
    SourceKind,
    Unit,
    UnitKind,
)
from planbook.present.charts.metrics import NO_BREAK_SPACE
from planbook.present.charts.model import Axis, Key, Shape
from planbook.present.marks import figure
from planbook.present.pieces import Piece
from planbook.present.words import Words

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = [
    "break_name",
    "empty_piece",
    "illustrative_key",
    "joined",
    "look_key",
    "marked",
    "nice_axis",
    "percent_axis",
    "sentences",
    "short_value",
    "source_line",
    "target_text",
    "title_part",
    "unit_name",
    "value_text",
    "verdict_text",
    "year_axis",
]


def verdict_text(words: Words, verdict: PaceVerdict, reversing: bool = False) -> str:
    """`▼ 滞后`."""
    look = look_of(verdict, reversing)
    return f"{look.mark} {words(look.word)}"


def break_name(words: Words) -> str:
    """What stands at a break in a series."""
    return words(FLAGS[Flag.BREAK].word)


def look_key(words: Words, look: Look, text: str = "") -> Key:
    """The key's entry of one class: its word, or `text`."""
    return Key(text or words(look.word), look.shape, look.role, look.hollow)


def value_text(
    words: Words, value: float, unit: Unit, illustrative: bool = False, flag: Flag = Flag.NORMAL, with_unit: bool = True
) -> str:
    """`9,365 张 ◇ p`; without the unit, which then stands beside the chart, `9,365 ◇ p`."""
    shown = words.value(value, unit) if with_unit else short_value(words, value, unit, unit.decimals)
    return marked(words, shown, illustrative, flag)


def unit_name(words: Words, unit: Unit) -> str:
    """The unit as a scale names it; English writes 万人 as persons, with the number in full or in millions."""
    return words.unit(unit if words.language == "zh" or unit.in_ones is None else unit.in_ones)


def short_value(words: Words, value: float, unit: Unit, decimals: int) -> str:
    """A value as a scale writes it: without its unit, but with a per cent sign."""
    name = unit_name(words, unit)
    if name != words.unit(unit):
        return words.value(value, unit, decimals).removesuffix(name).rstrip()
    return words.number(value, decimals) + (name if name == "%" else "")


def marked(words: Words, shown: str, illustrative: bool, flag: Flag = Flag.NORMAL) -> str:
    """A figure with ◇ and its flag, kept together in one line: `9,365 张 ◇ p`."""
    tail = figure(words, "", illustrative, flag).text
    return shown + tail.replace(" ", NO_BREAK_SPACE)


def target_text(words: Words, indicator: Indicator, unit: Unit, with_unit: bool = True) -> str:
    """The target with the plan's own sign: `≥60.0%`, `10,105 张`."""
    if indicator.target is None:
        return ""
    sign = {Bound.PLAIN: "", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}[indicator.bound]
    return sign + value_text(words, indicator.target, unit, with_unit=with_unit)


def title_part(edition: Edition) -> str:
    """A final evaluation's titles speak of targets met and missed, the others' of pace."""
    return "title_final" if edition.inputs.parameters.kind is EditionKind.FINAL else "title"


def joined(words: Words, key: str, rows: Iterable[Mapping[str, str]]) -> str:
    """The template `key` filled in once for each row, as one enumeration."""
    return words("charts.item_gap").join(words(key, **row) for row in rows)


def sentences(words: Words, parts: Iterable[str]) -> str:
    """Sentences one after another, as the language sets them."""
    return ("" if words.language == "zh" else " ").join(parts)


def _step(span: float, count: int) -> float:
    """A round step that parts `span` into about `count`."""
    raw = span / max(count, 1)
    power = 10.0 ** floor(log10(raw))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * (1 - 1e-9))


def nice_axis(words: Words, values: Iterable[float], unit: Unit, count: int = 5) -> Axis:
    """A scale around `values` with ticks at round numbers; from zero where zero is near."""
    values = [value for value in values if value is not None]
    low, high = min(values), max(values)
    if unit.kind is not UnitKind.CHANGE and low < 0.3 * high and low >= 0:
        low = 0.0
    if high == low:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    step, span = _step(high - low, count), high - low
    # room for a label above and a dot below, but never past what the unit allows
    bottom = low if low == 0 else low - span * 0.09
    top = high + span * 0.05
    if unit.kind is UnitKind.SHARE and high <= 100:
        top = min(top, 100.0)
    decimals = max(0, -floor(log10(step) + 1e-9)) if step < 1 else 0
    if round(step * 10**decimals, 6) % 1:
        decimals += 1
    places = [step * place for place in range(ceil(bottom / step - 1e-9), floor(top / step + 1e-9) + 1)]
    if places and places[0] - bottom < (top - bottom) * 0.04:
        bottom = places[0]  # a rule just above the foot would look like a slip
    shown = tuple((round(place, 10), short_value(words, place, unit, decimals)) for place in places)
    return Axis(bottom, top, shown, grid=True)


def percent_axis(words: Words, low: float, high: float, step: float) -> Axis:
    """A scale of fractions, shown as percentages."""
    places = [step * place for place in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
    return Axis(low, high, tuple((round(place, 10), words.share(place, 0)) for place in places), grid=True)


def year_axis(first: int, last: int, pad: float = 0.25) -> Axis:
    """A scale of years with room at both ends."""
    return Axis(first - pad, last + pad, tuple((float(year), str(year)) for year in range(first, last + 1)))


def illustrative_key(words: Words, hatched: bool = False) -> Key:
    """What hollow dots or hatched bars mean."""
    text = f"{ILLUSTRATIVE_MARK} {words('illustrative.name')}"
    if hatched:
        return Key(text, role="on-pace", hatched=True)
    return Key(text, Shape.CIRCLE, "series-1", hollow=True)


SOURCE_ORDER = (SourceKind.PLAN, SourceKind.ORIGINAL, SourceKind.NEWS, SourceKind.REPRINT, SourceKind.DERIVED)
TITLES_SHOWN, PUBLISHERS_SHOWN = 3, 4


def source_line(edition: Edition, source_ids: Iterable[str]) -> str:
    """A few sources by title; many by their publishers, with how many there are; ◇ explained last."""
    words, sources = edition.words, edition.inputs.sources
    seen = [sources[name] for name in dict.fromkeys(source_ids) if name in sources]
    named = sorted(
        (source for source in seen if not source.illustrative), key=lambda source: SOURCE_ORDER.index(source.kind)
    )
    parts = []
    if named and len(named) <= TITLES_SHOWN:
        titles = words("charts.source_gap").join(words.text(source.title) for source in named)
        parts.append(words("charts.source", sources=titles))
    elif named:
        publishers = list(dict.fromkeys(words.text(source.publisher) for source in named))[:PUBLISHERS_SHOWN]
        parts.append(words("charts.sources", publishers=words("charts.source_gap").join(publishers), count=len(named)))
    if any(source.illustrative for source in seen):
        parts.append(words("charts.source_illustrative", mark=ILLUSTRATIVE_MARK))
    return sentences(words, parts)


def empty_piece(chart_id: str, sentence: str) -> Piece:
    """A sentence in the place of a chart that has nothing to show."""
    from planbook.present.inline import plain

    face = plain(sentence)
    html = f'<p class="empty" id="{escape(chart_id)}">{face.html}</p>'
    return Piece(chart_id, html, f"::: {{#{chart_id} .empty}}\n{face.markdown}\n:::", face.text)
