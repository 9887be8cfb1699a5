"""A plain Plotly figure (lines, points, bars over one pair of scales) as a chart of the house, for print.

What the house's model cannot hold (maps, pies, subplots, logarithms, error bars, …) has no such drawing.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planbook.looks import Shape
from planbook.model import Unit, UnitKind
from planbook.present.charts.common import nice_axis, year_axis
from planbook.present.charts.model import (
    Axis,
    Bar,
    Chart,
    ChartTable,
    Dots,
    Key,
    Label,
    Line,
    Mark,
    Place,
    Plane,
    Rows,
    TrackRow,
    Zone,
)
from planbook.present.faces.numbers import YEARS, fewest_decimals, is_missing, is_number, number_text
from planbook.present.words import Words

__all__ = ["ROLES", "house_chart", "text_at"]

ROLES = ("series-1", "series-2", "series-3", "achieved", "lagging", "not-reported")
_NO_UNIT = Unit("", UnitKind.COUNT, "", "", "", 0)
_MOST_LABELS, _MOST_TICKS = 8, 12
_BAR_SHARE = 0.7  # of the room of a category
_UNSUPPORTED = ("error_x", "error_y", "stackgroup")


@dataclass(frozen=True)
class _Series:
    name: str
    x: tuple[object, ...]
    y: tuple[float, ...]  # NaN where there is no value
    kind: str  # lines | markers | lines+markers | bar
    is_dashed: bool
    role: str


@dataclass(frozen=True)
class _Scale:
    """Where a value of x stands: numbers as they are, dates by year, names by place."""

    axis: Axis
    places: dict[object, float]
    step: float  # between neighbours, for the width of bars

    def at(self, value: object) -> float:
        return self.places[value]


def house_chart(figure: Any, id: str, title: str, source_line: str, words: Words) -> Chart | None:
    """The figure as a chart; None where the model of the house cannot hold it.

    Parameters
    ----------
    figure : a Plotly figure.
    title, source_line : as they are to stand, with marks and sentences.
    """
    if not _is_plain(figure):
        return None
    across = [trace for trace in figure.data if trace.type == "bar" and trace.orientation == "h"]
    if across:
        return _rows_chart(figure, id, title, source_line, words) if len(figure.data) == 1 else None
    series = _series(figure)
    if not series or len(series) > len(ROLES):
        return None
    scale = _scale([value for one in series for value in one.x], any(one.kind == "bar" for one in series), words)
    if scale is None:
        return None
    marks, tops = _marks(series, scale, str(figure.layout.barmode or "group"))
    values = [y for one in series if one.kind != "bar" for y in one.y if not math.isnan(y)] + tops
    if not values:
        return None
    y_axis = nice_axis(words, values, _NO_UNIT)
    subtitle = _known(text_at(figure.layout.yaxis.title), words)
    panel = Plane(scale.axis, y_axis, (*marks, *_labels(series, scale, words)), heights=(300, 260))
    return Chart(
        id=id,
        language=words.language,
        title=title,
        subtitle=subtitle,
        panels=(panel,),
        alt=_alt(title, series, words),
        source_line=source_line,
        table=_table(series, _known(text_at(figure.layout.xaxis.title), words), subtitle, words),
        keys=_keys(series),
    )


def text_at(title: Any) -> str:
    """The text of a Plotly title, without its few tags."""
    text = str(getattr(title, "text", None) or "")
    for tag in ("<br>", "<b>", "</b>", "<i>", "</i>", "<sub>", "</sub>", "<sup>", "</sup>"):
        text = text.replace(tag, " " if tag == "<br>" else "")
    return text.strip()


def _known(name: str, words: Words) -> str:
    """The heading of a column that frames of an edition have too; Plotly Express names scales by columns."""
    return words(f"frames.column.{name}") if words.has(f"frames.column.{name}") else name


def _is_plain(figure: Any) -> bool:
    layout = figure.layout
    if any(str(axis.type or "") == "log" for axis in (layout.xaxis, layout.yaxis)):
        return False
    for trace in figure.data:
        if trace.type not in ("scatter", "scattergl", "bar"):
            return False
        if (trace.xaxis or "x") != "x" or (trace.yaxis or "y") != "y":
            return False
        if any(_is_set(trace, name) for name in _UNSUPPORTED):
            return False
        if trace.type != "bar" and str(trace.fill or "none") != "none":
            return False
        if trace.type == "bar" and trace.base is not None:
            return False
    return bool(figure.data)


def _is_set(trace: Any, name: str) -> bool:
    if name not in trace or trace[name] is None:
        return False
    value = trace[name]
    return bool(value.to_plotly_json()) if hasattr(value, "to_plotly_json") else bool(value)


def _series(figure: Any) -> list[_Series]:
    found: list[_Series] = []
    for number, trace in enumerate(figure.data):
        if trace.visible in (False, "legendonly"):
            continue
        y = _values(trace.y)
        x = _values(trace.x) if trace.x is not None else list(range(len(y)))
        if not y or len(x) != len(y) or not all(is_missing(value) or is_number(value) for value in y):
            return []
        mode = "bar" if trace.type == "bar" else str(trace.mode or ("lines+markers" if len(y) < 20 else "lines"))
        dash = getattr(getattr(trace, "line", None), "dash", None)
        numbers = tuple(math.nan if is_missing(value) else float(value) for value in y)  # type: ignore[arg-type]
        role = ROLES[len(found) % len(ROLES)]
        found.append(_Series(str(trace.name or ""), tuple(x), numbers, mode, dash not in (None, "solid"), role))
        if len(found) > len(ROLES) or number > 40:
            break
    return found


def _values(array: Any) -> list[object]:
    if array is None:
        return []
    values = array.tolist() if hasattr(array, "tolist") else list(array)
    if getattr(getattr(array, "dtype", None), "kind", "") == "M":
        return list(pd.to_datetime(array))
    return [pd.Timestamp(value) if isinstance(value, datetime.date) else value for value in values]


def _scale(values: Sequence[object], has_bars: bool, words: Words) -> _Scale | None:
    shown = list(dict.fromkeys(value for value in values if not is_missing(value)))
    if not shown or len(shown) != len(dict.fromkeys(values)):
        return None
    if all(is_number(value) for value in shown):
        numbers = sorted(float(value) for value in shown)  # type: ignore[arg-type]
        step = min((b - a for a, b in zip(numbers, numbers[1:], strict=False)), default=1.0)
        axis = _number_axis(numbers, step, has_bars, words)
        return _Scale(axis, {value: float(value) for value in shown}, step)  # type: ignore[arg-type]
    dates = _dates(shown)
    if dates is not None:
        return _date_scale(shown, dates, has_bars)
    if not all(isinstance(value, str) for value in shown) or len(shown) > 30:
        return None
    ticks = tuple((float(place), str(name)) for place, name in enumerate(shown))
    return _Scale(Axis(-0.6, len(shown) - 0.4, ticks), {name: float(place) for place, name in enumerate(shown)}, 1.0)


def _number_axis(numbers: Sequence[float], step: float, has_bars: bool, words: Words) -> Axis:
    if all(number in YEARS for number in numbers):
        first, last = int(numbers[0]), int(numbers[-1])
        axis = year_axis(first, last, 0.6 * step if has_bars else 0.25)
        every = math.ceil((last - first + 1) / _MOST_TICKS)
        return Axis(axis.low, axis.high, axis.ticks[::every])
    axis = nice_axis(words, numbers, _NO_UNIT)
    pad = 0.6 * step if has_bars else 0.0
    return Axis(min(axis.low, numbers[0] - pad), max(axis.high, numbers[-1] + pad), axis.ticks)


def _dates(values: Sequence[object]) -> list[pd.Timestamp] | None:
    if all(isinstance(value, pd.Timestamp) for value in values):
        return list(values)  # type: ignore[arg-type]
    if all(isinstance(value, str) and len(value) >= 7 and value[:4].isdigit() and value[4] == "-" for value in values):
        parsed = pd.to_datetime(pd.Series([str(value) for value in values]), errors="coerce", format="ISO8601")
        return None if parsed.isna().any() else list(parsed)
    return None


def _date_scale(values: Sequence[object], dates: Sequence[pd.Timestamp], has_bars: bool) -> _Scale:
    first, last = min(dates), max(dates)
    span = max((last - first).days, 1)
    frequency, pattern = ("YS", "%Y") if span > 1100 else ("QS", "%Y-%m") if span > 200 else ("MS", "%Y-%m")
    ticks = list(pd.date_range(first.normalize(), last, freq=frequency)) or [first]
    ticks = ticks[:: math.ceil(len(ticks) / _MOST_TICKS)]
    places = {value: _year_of(date) for value, date in zip(values, dates, strict=True)}
    ordered = sorted(places.values())
    step = min((b - a for a, b in zip(ordered, ordered[1:], strict=False)), default=span / 365.25)
    pad = 0.6 * step if has_bars else (ordered[-1] - ordered[0]) * 0.03
    shown = tuple((_year_of(tick), tick.strftime(pattern)) for tick in ticks)
    return _Scale(Axis(ordered[0] - pad, ordered[-1] + pad, shown), places, step)


def _year_of(date: pd.Timestamp) -> float:
    return float(
        date.year + (date.day_of_year - 1 + (date.hour + date.minute / 60) / 24) / (366 if date.is_leap_year else 365)
    )


def _marks(series: Sequence[_Series], scale: _Scale, barmode: str) -> tuple[list[Mark], list[float]]:
    """The marks, and the ends of the bars, which the scale has to reach."""
    marks: list[Mark] = []
    ends: list[float] = []
    bars = [one for one in series if one.kind == "bar"]
    stacked = barmode in ("stack", "relative")
    side_by_side = 1 if stacked or barmode == "overlay" else max(len(bars), 1)
    width = scale.step * _BAR_SHARE / side_by_side
    heights: dict[tuple[object, bool], float] = {}
    for number, one in enumerate(bars):
        for x, y in zip(one.x, one.y, strict=True):
            if math.isnan(y):
                continue
            start = heights.get((x, y >= 0), 0.0) if stacked else 0.0
            heights[x, y >= 0] = start + y
            place = 0 if side_by_side == 1 else number
            left = scale.at(x) - scale.step * _BAR_SHARE / 2 + place * width
            right, end = left + width * (0.94 if side_by_side > 1 else 1.0), start + y
            marks.append(Zone(((left, start), (right, start), (right, end), (left, end)), one.role))
            ends += [start, end]
    for one in series:
        if one.kind == "bar":
            continue
        points = [(scale.at(x), y) for x, y in zip(one.x, one.y, strict=True)]
        if "lines" in one.kind:
            marks += [Line(tuple(run), one.role, one.is_dashed, name=one.name) for run in _runs(points) if len(run) > 1]
        if "markers" in one.kind or "lines" not in one.kind:
            shown = tuple(point for point in points if not math.isnan(point[1]))
            marks.append(Dots(shown, one.role, size=7.0, name=one.name))
    return marks, ends


def _runs(points: Iterable[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Points without a gap; where a value is missing, the line breaks off."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if math.isnan(point[1]):
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _labels(series: Sequence[_Series], scale: _Scale, words: Words) -> list[Label]:
    found: list[Label] = []
    if len(series) > 1:
        for one in series:
            points = [(scale.at(x), y) for x, y in zip(one.x, one.y, strict=True) if not math.isnan(y)]
            if "lines" in one.kind and points and one.name:
                last, height = max(points)
                found.append(Label(last, height, one.name, one.role, Place.END))
        return found
    (only,) = series
    decimals = fewest_decimals(only.y)
    if sum(not math.isnan(y) for y in only.y) <= _MOST_LABELS:
        for x, y in zip(only.x, only.y, strict=True):
            if not math.isnan(y):
                shown = number_text(y, decimals, words)
                found.append(Label(scale.at(x), y, shown, small=True, leader=False, required=False))
    return found


def _keys(series: Sequence[_Series]) -> tuple[Key, ...]:
    """For what bears no name where it stands: bars and single points."""
    if len(series) < 2:
        return ()
    return tuple(
        Key(one.name, Shape.SQUARE if one.kind == "bar" else Shape.CIRCLE, one.role)
        for one in series
        if "lines" not in one.kind and one.name
    )


def _rows_chart(figure: Any, id: str, title: str, source_line: str, words: Words) -> Chart | None:
    """Bars that lie: a row for each name, from the top down as Plotly has them from the foot up."""
    (trace,) = figure.data
    names, values = _values(trace.y), _values(trace.x)
    if len(names) != len(values) or not names or len(names) > 40 or not all(is_number(value) for value in values):
        return None
    pairs = [(str(name), float(value)) for name, value in zip(names, values, strict=True)][::-1]  # type: ignore[arg-type]
    if not all(math.isfinite(value) for _, value in pairs):
        return None
    decimals = fewest_decimals([value for _, value in pairs])
    axis = nice_axis(words, [0.0, *(value for _, value in pairs)], _NO_UNIT)
    rows = tuple(TrackRow(name, number_text(value, decimals, words)) for name, value in pairs)
    bars = tuple(Bar(row, 0.0, value, ROLES[0]) for row, (_, value) in enumerate(pairs))
    said = "; ".join(f"{name} {number_text(value, decimals, words)}" for name, value in pairs)
    x_title = _known(text_at(figure.layout.xaxis.title), words)
    heads = (_known(text_at(figure.layout.yaxis.title), words), x_title or words("frames.column.value"))
    return Chart(
        id=id,
        language=words.language,
        title=title,
        subtitle=x_title,
        panels=(Rows(Axis(min(axis.low, 0.0), axis.high, ()), rows, bars),),
        alt=f"{title}: {said}",
        source_line=source_line,
        table=ChartTable(heads, tuple((row.label, row.value) for row in rows)),
    )


def _alt(title: str, series: Sequence[_Series], words: Words) -> str:
    parts = []
    for one in series:
        known = [(x, y) for x, y in zip(one.x, one.y, strict=True) if not math.isnan(y)]
        if len(known) > _MOST_LABELS:
            known = [known[0], known[-1]]
        decimals = fewest_decimals(one.y)
        said = ", ".join(f"{_x_text(x)} {number_text(y, decimals, words)}" for x, y in known)
        parts.append(f"{one.name}: {said}" if one.name else said)
    return f"{title}: " + "; ".join(parts)


def _table(series: Sequence[_Series], x_title: str, y_title: str, words: Words) -> ChartTable:
    names = [one.name or y_title or words("frames.column.value") for one in series]
    order = list(dict.fromkeys(x for one in series for x in one.x))
    numbers = all(is_number(x) for x in order)
    if numbers:
        order.sort(key=lambda x: float(x))  # type: ignore[arg-type]
    rows = []
    values: list[dict[object, float]] = [dict(zip(one.x, one.y, strict=True)) for one in series]
    for x in order:
        cells = [
            "–" if math.isnan(known.get(x, math.nan)) else number_text(known[x], fewest_decimals(one.y), words)
            for known, one in zip(values, series, strict=True)
        ]
        rows.append((_x_text(x), *cells))
    return ChartTable((x_title, *names), tuple(rows))


def _x_text(x: object) -> str:
    if isinstance(x, pd.Timestamp):
        return x.strftime("%Y-%m-%d")
    if is_number(x) and float(x) == int(float(x)):  # type: ignore[arg-type]
        return str(int(float(x)))  # type: ignore[arg-type]
    return str(x)
