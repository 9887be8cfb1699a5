"""Published series over years: the areas they are known for together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from planbook.assess.background import list_background
from planbook.model import BackgroundSeries, Inputs, Reported
from planbook.present.charts.common import (
    break_name,
    empty_piece,
    joined,
    nice_axis,
    source_line,
    unit_name,
    value_text,
    year_axis,
)
from planbook.present.charts.model import Break, Chart, ChartTable, Dots, Key, Label, Line, Mark, Place, Plane
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.words import Words

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["area_name", "chart_series", "chart_situation", "line_marks"]

LINE_ROLES = ("series-1", "series-2", "series-3", "on-pace")


def chart_series(
    edition: Edition, series_ids: Sequence[str], areas: Sequence[str] | None = None, chart_id: str = "", title: str = ""
) -> Piece:
    """Background series as lines; a sentence where the edition knows none of them.

    Parameters
    ----------
    series_ids : ids of `data/context/series.csv`, the one the title speaks of first.
    areas : ids of the areas to show, None for all.
    chart_id : default: from the first series id.
    title : default: first and latest value of the first line.
    """
    words, chosen = edition.words, _chosen(edition, series_ids, areas)
    chart_id = chart_id or "series-" + series_ids[0].replace("_", "-")
    if not chosen:
        year = words.year(edition.inputs.parameters.year)
        sentence = words("charts.series.empty", names=words.list(_names_of(edition, series_ids)), year=year)
        return empty_piece(chart_id, sentence)
    return chart_piece(_chart(edition, chosen, chart_id, title or _title(words, chosen)), words)


def chart_situation(edition: Edition, section_id: str) -> Piece:
    """The chart of one section of the plan's situation, and nothing where it has none.

    Where the section compares a series, the title sets the plan's area against the one above it, in the latest year
    that both have.
    """
    section = edition.inputs.situation[section_id]
    chart_id, areas = f"situation-{section.id}", section.chart_areas or None
    if not section.chart:
        return Piece(chart_id, "", "", "")
    title = _comparing_title(edition, section.chart) if section.compared in section.chart else ""
    return chart_series(edition, section.chart, areas, chart_id, title)


def _comparing_title(edition: Edition, series_ids: Sequence[str]) -> str:
    """ "" where the two areas have no year in common."""
    words = edition.words
    first_of = {series.area: series for series in reversed(_chosen(edition, series_ids, None))}
    area = edition.inputs.own_area
    above = edition.inputs.area_above(area) if area is not None else None
    own = first_of.get(area) if area is not None else None
    larger = first_of.get(above) if above is not None else None
    if own is None or larger is None:
        return ""
    elsewhere = {point.year: point for point in larger.reported}
    common = [point for point in own.reported if point.year in elsewhere]
    if not common:
        return ""
    here, there = common[-1], elsewhere[common[-1].year]
    way = "above" if here.value > there.value else "below" if here.value < there.value else "same"
    return words(
        f"charts.compared.{way}",
        name=words.text(own.name),
        year=words.year(here.year),
        area=area_name(words, own),
        other=area_name(words, larger),
        here=_shown(words, here, own),
        there=_shown(words, there, larger),
    )


def area_name(words: Words, series: BackgroundSeries) -> str:
    return words.text(series.area.name)


def line_marks(words: Words, series: BackgroundSeries, role: str, name: str) -> list[Mark]:
    """Solid between neighbouring years, dashed over years without a value, a gap with a mark at a break."""
    marks: list[Mark] = []
    for stretch in series.stretches:
        for before, after in pairwise(stretch):
            apart = after.year - before.year > 1
            ends = ((before.year, before.value), (after.year, after.value))
            marks.append(Line(ends, role, dashed=apart, width=1.2 if apart else 2.2))
    for earlier, later in pairwise(series.stretches):
        before, after = earlier[-1], later[0]
        marks.append(Break((before.year + after.year) / 2, (before.value + after.value) / 2, break_name(words)))
    hovers = tuple(
        f"{name}<br>" + words("charts.year_value", year=words.year(point.year), value=_shown(words, point, series))
        for point in series.reported
    )
    return [*marks, Dots(tuple((point.year, point.value) for point in series.reported), role, size=6.0, hover=hovers)]


def _chosen(edition: Edition, series_ids: Sequence[str], areas: Sequence[str] | None) -> list[BackgroundSeries]:
    """The series asked for that the edition knows, in the order asked for; of one series the smallest area first."""
    known = list_background(edition.inputs)
    return [
        series
        for series_id in series_ids
        for series in known
        if series.id == series_id and (areas is None or series.area.id in areas)
    ]


def _names_of(edition: Edition, series_ids: Sequence[str]) -> list[str]:
    known = edition.inputs.series.set_index("series_id")[f"name_{edition.words.language}"]
    return [edition.words.spaced(known[name]) if name in known.index else name for name in series_ids]


def _shown(words: Words, point: Reported, series: BackgroundSeries, with_unit: bool = True) -> str:
    return value_text(words, point.value, series.unit, flag=point.flag, with_unit=with_unit)


def _title(words: Words, chosen: Sequence[BackgroundSeries]) -> str:
    """First and latest value of the first line."""
    lead = next((series for series in chosen if len(series.reported) > 1), chosen[0])
    first, last = lead.reported[0], lead.reported[-1]
    way = "up" if last.value > first.value else "down" if last.value < first.value else "flat"
    way = "one" if first.year == last.year else way
    return words(f"charts.series.title.{way}", area=area_name(words, lead), **_span(words, lead, words.text(lead.name)))


def _span(words: Words, series: BackgroundSeries, name: str) -> dict[str, str]:
    first, last = series.reported[0], series.reported[-1]
    return {
        "name": name,
        "first_year": words.year(first.year),
        "first": _shown(words, first, series),
        "last_year": words.year(last.year),
        "last": _shown(words, last, series),
    }


def _chart(edition: Edition, chosen: Sequence[BackgroundSeries], chart_id: str, title: str) -> Chart:
    """Lines of the chosen series, those of one unit on one scale; a single value is told, not drawn."""
    words = edition.words
    drawn = [series for series in chosen if len(series.reported) > 1] or list(chosen)
    years = [point.year for series in drawn for point in series.reported]
    groups = _groups(drawn)
    dashed = any(
        after.year - before.year > 1
        for series in drawn
        for stretch in series.stretches
        for before, after in pairwise(stretch)
    )
    spans = [_span(words, series, _full_name(words, series)) for series in chosen]
    return Chart(
        id=chart_id,
        language=words.language,
        title=title,
        subtitle=_subtitle(words, chosen, [series for series in chosen if series not in drawn]),
        panels=tuple(
            _panel(words, group, _roles(edition.inputs, group), (min(years), max(years)), alone=len(groups) == 1)
            for group in groups
        ),
        alt=words("charts.series.alt", items=joined(words, "charts.series.alt_item", spans)),
        source_line=source_line(edition, [point.source_id for series in chosen for point in series.reported]),
        table=_table(words, chosen),
        keys=(Key(words("charts.series.dashed"), role="muted", dashed=True),) if dashed else (),
    )


def _groups(chosen: Sequence[BackgroundSeries]) -> list[list[BackgroundSeries]]:
    """Series of one unit share a panel, but numbers of people or things in areas of different size do not."""
    groups: list[list[BackgroundSeries]] = []
    for series in chosen:
        for group in groups:
            alike = group[0].unit.id == series.unit.id and len(group) < len(LINE_ROLES)
            if alike and (series.measure != "stock" or group[0].area == series.area):
                group.append(series)
                break
        else:
            groups.append([series])
    return groups


def _panel(
    words: Words, group: Sequence[BackgroundSeries], roles: Sequence[str], years: tuple[int, int], alone: bool
) -> Plane:
    marks: list[Mark] = []
    for series, role, name in zip(group, roles, _line_names(words, group), strict=True):
        first, last = series.reported[0], series.reported[-1]
        text = _shown(words, last, series)
        named = f"{name}\n{text}" if alone or len(group) > 1 else text
        place = Place.END if last.year >= years[1] - 1 else Place.AUTO
        marks += line_marks(words, series, role, name)
        marks.append(Label(last.year, last.value, named, role, place, small=True, prefer="right"))
        if first.year != last.year:
            text = _shown(words, first, series, with_unit=False)
            marks.append(Label(first.year, first.value, text, role, small=True))
    return Plane(
        year_axis(*years, 0.4),
        nice_axis(words, [point.value for series in group for point in series.reported], group[0].unit),
        tuple(marks),
        title="" if alone else _panel_title(words, group),
        note="" if alone else _panel_note(words, group),
        title_role="muted",
        heights=(280, 240),
        end_share=0.3,
    )


def _roles(inputs: Inputs, group: Sequence[BackgroundSeries]) -> list[str]:
    """An area keeps its colour where each line is another area's; else the lines take colours in order."""
    places = [list(inputs.areas).index(series.area.id) for series in group]
    if len(set(places)) == len(group) and max(places) < len(LINE_ROLES):
        return [LINE_ROLES[place] for place in places]
    return [LINE_ROLES[place % len(LINE_ROLES)] for place in range(len(group))]


def _line_names(words: Words, group: Sequence[BackgroundSeries]) -> list[str]:
    """What tells the lines of a panel apart: the area, the series, or both."""
    areas, ids = {series.area for series in group}, {series.id for series in group}
    if len(areas) == len(group) or len(ids) == 1:
        return [area_name(words, series) for series in group]
    if len(areas) == 1:
        return [words.text(series.name) for series in group]
    return [_full_name(words, series) for series in group]


def _full_name(words: Words, series: BackgroundSeries) -> str:
    return words("charts.series.line", area=area_name(words, series), name=words.text(series.name))


def _panel_title(words: Words, group: Sequence[BackgroundSeries]) -> str:
    """What one panel of several shows: the series, where it is the same for all its lines."""
    names = list(dict.fromkeys(words.text(series.name) for series in group))
    return names[0] if len(names) == 1 else ""


def _panel_note(words: Words, group: Sequence[BackgroundSeries]) -> str:
    """Its unit, and the area, where that is the same for all its lines."""
    unit = unit_name(words, group[0].unit)
    if len({series.area for series in group}) > 1:
        return unit
    return words("charts.series.panel", area=area_name(words, group[0]), unit=unit)


def _subtitle(words: Words, chosen: Sequence[BackgroundSeries], single: Sequence[BackgroundSeries]) -> str:
    """What is measured, with unit; where the areas' series differ, whose is which; values that stand alone."""
    by_series: dict[str, list[BackgroundSeries]] = {}
    for series in chosen:
        by_series.setdefault(series.id, []).append(series)
    one_each = len(by_series) > 1 and len({series.area for series in chosen}) == len(chosen)
    parts = []
    for group in by_series.values():
        named = words.text(group[0].name) + words("format.unit_bracket", unit=unit_name(words, group[0].unit))
        areas = words.list([area_name(words, series) for series in group])
        parts.append(words("charts.series.line", area=areas, name=named) if one_each else named)
    for series in single:
        (point,) = series.reported
        name, year, value = words.text(series.name), words.year(point.year), _shown(words, point, series)
        parts.append(words("charts.series.single", area=area_name(words, series), name=name, year=year, value=value))
    return words("charts.item_gap").join(parts)


def _table(words: Words, chosen: Sequence[BackgroundSeries]) -> ChartTable:
    found = [
        {point.year: _shown(words, point, series, with_unit=False) for point in series.reported} for series in chosen
    ]
    heads = [
        _full_name(words, series) + words("format.unit_bracket", unit=unit_name(words, series.unit))
        for series in chosen
    ]
    years = sorted({year for values in found for year in values})
    rows = tuple((str(year), *(values.get(year, "") for values in found)) for year in years)
    return ChartTable((words("charts.column.year"), *heads), rows)
