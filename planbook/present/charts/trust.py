"""Whether what was said held: calibration on published series, and last year's intervals against this year's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.present.charts.common import empty_piece, illustrative_key, percent_axis, source_line, value_text
from planbook.present.charts.model import Axis, Band, Chart, ChartTable, Dots, Label, Line, Mark, Place, Plane
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece

if TYPE_CHECKING:
    from planbook.assess.hindsight import Hindsight
    from planbook.present.edition import Edition

__all__ = ["chart_calibration", "chart_hindsight"]

EDGE = 2.5  # half-intervals: what came further off stands at the edge


def chart_calibration(edition: Edition) -> Piece:
    """How often targets were met against the probability that was given: on the diagonal the words are true."""
    words, parts = edition.words, edition.backtest.calibration
    if not parts:
        return empty_piece("calibration", words("charts.calibration.empty"))
    said = [(part.mean_probability, part.frequency) for part in parts]
    hovers = tuple(
        words(
            "charts.calibration.hover",
            probability=words.share(part.mean_probability, 0),
            frequency=words.share(part.frequency, 0),
            count=part.statements,
        )
        for part in parts
    )
    marks: tuple[Mark, ...] = (
        Line(((0.0, 0.0), (1.0, 1.0)), "muted", dashed=True, width=1.2, name=words("charts.calibration.diagonal")),
        Label(0.97, 0.97, words("charts.calibration.diagonal"), "muted", small=True, prefer="left", required=False),
        Line(tuple(said), "series-1"),
        Dots(tuple(said), "series-1", hover=hovers),
        *(
            Label(x, y, words.number(part.statements), "ink", small=True, prefer="below", required=False)
            for (x, y), part in zip(said, parts, strict=True)
        ),
    )
    rows = tuple(
        (
            words.share(part.low, 0),
            words.share(part.high, 0),
            words.number(part.statements),
            words.share(part.mean_probability, 0),
            words.share(part.frequency, 0),
        )
        for part in parts
    )
    chart = Chart(
        id="calibration",
        language=words.language,
        title=words("charts.calibration.title"),
        subtitle=words("charts.calibration.subtitle"),
        panels=(Plane(percent_axis(words, 0.0, 1.0, 0.2), percent_axis(words, 0.0, 1.05, 0.2), marks),),
        alt=words("charts.calibration.alt", items=words.list([hover.replace("<br>", ", ") for hover in hovers])),
        source_line=source_line(edition, []),
        table=ChartTable(
            tuple(words(f"charts.calibration.column.{name}") for name in ("from", "to", "count", "said", "came")), rows
        ),
    )
    return chart_piece(chart, words)


def chart_hindsight(edition: Edition) -> Piece:
    """Where this year's values came to lie in the intervals that last year's edition gave for them."""
    words = edition.words
    entries = [one for one in edition.hindsight if one.made_in == edition.year - 1 and one.year == edition.year]
    if not entries:
        return empty_piece("hindsight", words("charts.hindsight.empty", year=words.year(edition.year)))
    inputs = edition.inputs
    held = sum(one.held for one in entries)
    places = {one.indicator_id: place for place, one in enumerate(entries, 1)}
    numbers = {one.indicator_id: inputs.indicators[one.indicator_id].number for one in entries}
    marks: list[Mark] = [
        Band(((0.4, -1.0, 1.0), (len(entries) + 0.6, -1.0, 1.0)), name=words("charts.hindsight.band")),
        Line(((0.4, 0.0), (len(entries) + 0.6, 0.0)), "muted", dashed=True, width=1.0),
        Label(len(entries) + 0.6, 0.0, words("charts.hindsight.centre"), "muted", Place.END, small=True, leader=False),
    ]
    for hollow in (False, True):
        for role, inside in (("achieved", True), ("lagging", False)):
            alike = [one for one in entries if one.illustrative is hollow and one.held is inside]
            if alike:
                points = tuple((places[one.indicator_id], _at_edge(one.position)) for one in alike)
                hovers = tuple(_told(edition, one, "<br>") for one in alike)
                marks.append(Dots(points, role, hollow=hollow, hover=hovers))
    rows = tuple(
        (
            f"{numbers[one.indicator_id]} {words.text(inputs.indicators[one.indicator_id].short_name)}",
            *_figures(edition, one),
            words("charts.hindsight.inside" if one.held else "charts.hindsight.outside"),
        )
        for one in entries
    )
    ticks = tuple((float(places[one.indicator_id]), str(numbers[one.indicator_id])) for one in entries)
    ends = tuple((end, words(f"charts.hindsight.{name}")) for end, name in ((-1.0, "low"), (1.0, "high")))
    chart = Chart(
        id="hindsight",
        language=words.language,
        title=words("charts.hindsight.title", count=held, total=len(entries), before=words.year(edition.year - 1)),
        subtitle=words("charts.hindsight.subtitle"),
        panels=(Plane(Axis(0.4, len(entries) + 0.6, ticks), Axis(-EDGE - 0.2, EDGE + 0.2, ends), tuple(marks)),),
        alt=words("charts.hindsight.alt", items=words.list([_told(edition, one, ", ") for one in entries])),
        source_line=source_line(edition, []),
        table=ChartTable(
            tuple(words(f"charts.hindsight.column.{name}") for name in ("indicator", "interval", "value", "held")),
            rows,
            (False, False, False, False),
        ),
        keys=(illustrative_key(words),) if any(one.illustrative for one in entries) else (),
    )
    return chart_piece(chart, words)


def _at_edge(position: float) -> float:
    return min(max(position, -EDGE), EDGE)


def _figures(edition: Edition, one: Hindsight) -> tuple[str, str]:
    """The interval and what came."""
    words, unit = edition.words, edition.inputs.units[edition.inputs.indicators[one.indicator_id].unit_id]
    return words.range(one.low, one.high, unit), value_text(words, one.actual, unit, one.illustrative)


def _told(edition: Edition, one: Hindsight, gap: str) -> str:
    interval, value = _figures(edition, one)
    name = edition.words.text(edition.inputs.indicators[one.indicator_id].short_name)
    return edition.words("charts.hindsight.hover", name=name, interval=interval, value=value).replace("|", gap)
