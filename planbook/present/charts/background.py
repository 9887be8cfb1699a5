"""Published series over years: district, city and country together, and two plan periods against one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planbook.assess.background import BackgroundPoint, BackgroundSeries, list_background
from planbook.model import Area, UnitKind
from planbook.present.charts.common import (
    empty_piece,
    nice_axis,
    short_value,
    source_line,
    unit_name,
    value_text,
    year_axis,
)
from planbook.present.charts.model import Axis, Break, Chart, Dots, Key, Label, Line, Mark, Place, Plane, Segment, Table
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.words import MINUS, Words

if TYPE_CHECKING:
    from planbook.compare import SeriesComparison
    from planbook.present.edition import Edition

__all__ = ["AGEING_SERIES", "chart_ageing", "chart_series", "chart_slopes"]

AREA_ROLES: dict[Area, str] = {Area.DISTRICT: "series-1", Area.CITY: "series-2", Area.COUNTRY: "series-3"}
LINE_ROLES = ("series-1", "series-2", "series-3", "on-pace")

# The shares of older people that are comparable enough to stand on one scale; which population each is of is said.
AGEING_SERIES = ("registered_pop_60plus_share", "pop_60plus_share")


def _chosen(edition: Edition, series_ids: Sequence[str], areas: Sequence[str] | None) -> list[BackgroundSeries]:
    """The series asked for that the edition knows, in the order asked for; of one series district first."""
    known = list_background(edition.inputs)
    return [
        series
        for series_id in series_ids
        for series in known
        if series.series_id == series_id and (areas is None or series.area.value in areas)
    ]


def _panels_by_unit(chosen: Sequence[BackgroundSeries]) -> list[list[BackgroundSeries]]:
    """Series of one unit share a panel, but numbers of people or things in areas of different size do not."""
    panels: list[list[BackgroundSeries]] = []
    for series in chosen:
        panel = next(
            (
                one
                for one in panels
                if one[0].unit.id == series.unit.id
                and len(one) < len(LINE_ROLES)
                and (series.measure != "stock" or one[0].area is series.area)
            ),
            None,
        )
        if panel is None:
            panels.append([series])
        else:
            panel.append(series)
    return panels


def _roles(panel: Sequence[BackgroundSeries]) -> list[str]:
    """An area keeps its colour where each line is another area's; else the lines take colours in order."""
    if len({series.area for series in panel}) == len(panel):
        return [AREA_ROLES[series.area] for series in panel]
    return [LINE_ROLES[place % len(LINE_ROLES)] for place in range(len(panel))]


def _line_names(words: Words, panel: Sequence[BackgroundSeries]) -> list[str]:
    """What tells the lines of a panel apart: the area, the series, or both."""
    one_series = len({series.series_id for series in panel}) == 1 or len({series.area for series in panel}) == len(
        panel
    )
    one_area = len({series.area for series in panel}) == 1
    names = []
    for series in panel:
        area, name = words(f"area.{series.area.value}"), words.text(series.name)
        names.append(area if one_series else name if one_area else words("charts.series.line", area=area, name=name))
    return names


def line_marks(words: Words, series: BackgroundSeries, role: str, name: str) -> list[Mark]:
    """Solid between neighbouring years, dashed over years without a value, a gap with a mark at a break."""
    marks: list[Mark] = []
    stretches = series.stretches
    for stretch in stretches:
        for before, after in zip(stretch, stretch[1:], strict=False):
            points = ((before.year, before.value), (after.year, after.value))
            apart = after.year - before.year > 1
            marks.append(Line(points, role, dashed=apart, width=1.2 if apart else 2.2))
    for before, after in zip(stretches, stretches[1:], strict=False):
        first, second = before[-1], after[0]
        marks.append(Break((first.year + second.year) / 2, (first.value + second.value) / 2, words("flag.b")))
    hovers = tuple(
        f"{name}<br>" + words("charts.year_value", year=words.year(point.year), value=_shown(words, point, series))
        for point in series.points
    )
    return [*marks, Dots(tuple((point.year, point.value) for point in series.points), role, size=6.0, hover=hovers)]


def _shown(words: Words, point: BackgroundPoint, series: BackgroundSeries, with_unit: bool = True) -> str:
    return value_text(words, point.value, series.unit, flag=point.flag, with_unit=with_unit)


def series_chart(
    edition: Edition, chosen: Sequence[BackgroundSeries], chart_id: str, title: str, subtitle: str
) -> Chart:
    """Lines of the chosen series, those of one unit on one scale."""
    words = edition.words
    drawn = [series for series in chosen if len(series.points) > 1] or list(chosen)
    grouped = _panels_by_unit(drawn)
    single = [series for series in chosen if series not in drawn]
    years = [point.year for series in drawn for point in series.points]
    panels = []
    for group in grouped:
        marks: list[Mark] = []
        for series, role, name in zip(group, _roles(group), _line_names(words, group), strict=True):
            marks += line_marks(words, series, role, name)
            first, last = series.points[0], series.points[-1]
            place = Place.END if last.year >= max(years) - 1 else Place.AUTO
            text = _shown(words, last, series)
            if len(group) > 1 or len(grouped) == 1:
                text = f"{name}\n{text}"
            marks.append(Label(last.year, last.value, text, role, place, small=True, prefer="right"))
            if first.year != last.year:
                marks.append(
                    Label(first.year, first.value, _shown(words, first, series, with_unit=False), role, small=True)
                )
        values = [point.value for series in group for point in series.points]
        unit = group[0].unit
        several = len(grouped) > 1
        panels.append(
            Plane(
                year_axis(min(years), max(years), 0.4),
                nice_axis(words, values, unit),
                tuple(marks),
                title=_panel_title(words, group) if several else "",
                note=_panel_note(words, group) if several else "",
                title_role="muted",
                heights=(280, 240),
                end_share=0.3,
            )
        )
    names = [
        words("charts.series.line", area=words(f"area.{series.area.value}"), name=words.text(series.name))
        for series in chosen
    ]
    rows = []
    for year in sorted({point.year for series in chosen for point in series.points}):
        found = [{point.year: point for point in series.points}.get(year) for series in chosen]
        rows.append(
            (
                str(year),
                *(
                    "" if point is None else _shown(words, point, series, with_unit=False)
                    for point, series in zip(found, chosen, strict=True)
                ),
            )
        )
    spans = [
        words(
            "charts.series.alt_item",
            name=name,
            first_year=words.year(series.points[0].year),
            first=_shown(words, series.points[0], series),
            last_year=words.year(series.points[-1].year),
            last=_shown(words, series.points[-1], series),
        )
        for series, name in zip(chosen, names, strict=True)
    ]
    dashed = any(
        after.year - before.year > 1
        for series in chosen
        for stretch in series.stretches
        for before, after in zip(stretch, stretch[1:], strict=False)
    )
    only = [
        words(
            "charts.series.single",
            area=words(f"area.{series.area.value}"),
            name=words.text(series.name),
            year=words.year(series.points[0].year),
            value=_shown(words, series.points[0], series),
        )
        for series in single
    ]
    return Chart(
        id=chart_id,
        language=words.language,
        title=title,
        subtitle=words("charts.item_gap").join([subtitle, *only]),
        panels=tuple(panels),
        alt=words("charts.series.alt", items=words("charts.item_gap").join(spans)),
        source_line=source_line(edition, [point.source_id for series in chosen for point in series.points]),
        table=Table(
            (
                words("charts.column.year"),
                *(
                    f"{name}{words('format.unit_bracket', unit=unit_name(words, series.unit))}"
                    for series, name in zip(chosen, names, strict=True)
                ),
            ),
            tuple(rows),
        ),
        keys=(Key(words("charts.series.dashed"), role="muted", dashed=True),) if dashed else (),
    )


def chart_series(
    edition: Edition, series_ids: Sequence[str], areas: Sequence[str] | None = None, chart_id: str = "", title: str = ""
) -> Piece:
    """Background series as lines; a sentence where the edition knows none of them.

    Parameters
    ----------
    series_ids : ids of `data/context/series.csv`, the one the title speaks of first.
    areas : codes of `Area` to show, None for all.
    chart_id : default: from the first series id.
    title : default: first and latest value of the first line.
    """
    words, inputs = edition.words, edition.inputs
    chosen = _chosen(edition, series_ids, areas)
    chart_id = chart_id or "series-" + series_ids[0].replace("_", "-")
    if not chosen:
        known = inputs.series.set_index("series_id")
        column = "name_zh" if words.language == "zh" else "name_en"
        names = [words.spaced(known.loc[name, column]) if name in known.index else name for name in series_ids]
        return empty_piece(
            chart_id, words("charts.series.empty", names=words.list(names), year=words.year(inputs.parameters.year))
        )
    lead = next((series for series in chosen if len(series.points) > 1), chosen[0])
    first, last = lead.points[0], lead.points[-1]
    way = (
        "one"
        if first.year == last.year
        else "up"
        if last.value > first.value
        else "down"
        if last.value < first.value
        else "flat"
    )
    title = title or words(
        f"charts.series.title.{way}",
        name=words.text(lead.name),
        area=words(f"area.{lead.area.value}"),
        first_year=words.year(first.year),
        first=_shown(words, first, lead),
        last_year=words.year(last.year),
        last=_shown(words, last, lead),
    )
    return chart_piece(series_chart(edition, chosen, chart_id, title, _subtitle(words, chosen)), words)


def _panel_title(words: Words, group: Sequence[BackgroundSeries]) -> str:
    """What one panel of several shows: the series, where it is the same for all its lines."""
    names = list(dict.fromkeys(words.text(series.name) for series in group))
    return names[0] if len(names) == 1 else ""


def _panel_note(words: Words, group: Sequence[BackgroundSeries]) -> str:
    """Its unit, and the area, where that is the same for all its lines."""
    unit = unit_name(words, group[0].unit)
    if len({series.area for series in group}) > 1:
        return unit
    return words("charts.series.panel", area=words(f"area.{group[0].area.value}"), unit=unit)


def _subtitle(words: Words, chosen: Sequence[BackgroundSeries]) -> str:
    """What is measured, with unit; where the areas' series differ, which area's is which."""
    by_series: dict[str, list[BackgroundSeries]] = {}
    for series in chosen:
        by_series.setdefault(series.series_id, []).append(series)
    one_each = len(by_series) > 1 and len({series.area for series in chosen}) == len(chosen)
    parts = []
    for group in by_series.values():
        named = words.text(group[0].name) + words("format.unit_bracket", unit=unit_name(words, group[0].unit))
        areas = words.list([words(f"area.{series.area.value}") for series in group])
        parts.append(words("charts.series.line", area=areas, name=named) if one_each else named)
    return words("charts.item_gap").join(parts)


def chart_ageing(edition: Edition, series_ids: Sequence[str] = AGEING_SERIES) -> Piece:
    """The share of older people in the district, the city and the country."""
    words = edition.words
    chosen = _chosen(edition, series_ids, None)
    areas = {series.area: series for series in reversed(chosen)}
    if Area.DISTRICT not in areas or Area.CITY not in areas:
        return chart_series(edition, series_ids, chart_id="ageing")
    district, city = areas[Area.DISTRICT], areas[Area.CITY]
    common = sorted({point.year for point in district.points} & {point.year for point in city.points})
    if not common:
        return chart_series(edition, series_ids, chart_id="ageing")
    here = next(point for point in district.points if point.year == common[-1])
    there = next(point for point in city.points if point.year == common[-1])
    way = "above" if here.value > there.value else "below" if here.value < there.value else "same"
    title = words(
        f"charts.ageing.title.{way}",
        year=words.year(common[-1]),
        here=_shown(words, here, district),
        there=_shown(words, there, city),
    )
    return chart_piece(series_chart(edition, chosen, "ageing", title, _subtitle(words, chosen)), words)


def _worth_comparing(comparison: SeriesComparison) -> bool:
    """Levels, shares and amounts of money known in both periods, not all of them computed from other series here."""
    series = comparison.series
    measured = series.measure in ("stock", "share") or series.unit.kind is UnitKind.MONEY
    published = not all(point.derived for point in series.points)
    return measured and published and comparison.first.per_year is not None and comparison.second.per_year is not None


def chart_slopes(edition: Edition, series_ids: Sequence[str] | None = None, limit: int = 12) -> Piece:
    """The yearly change of the published series in the finished plan's period and in the running one's.

    Parameters
    ----------
    series_ids : those to show, None for all that are known in both periods.
    limit : panels at most; the district's come first.
    """
    words, plan = edition.words, edition.inputs.plan
    compared = [
        one
        for one in edition.comparison.series
        if _worth_comparing(one) and (series_ids is None or one.series.series_id in series_ids)
    ][:limit]
    first, second = words.text(plan.predecessor.name), words.text(plan.period.name)
    if not compared:
        return empty_piece("slopes", words("charts.slopes.empty", first=first, second=second))
    faster = sum(one.second.per_year > one.first.per_year for one in compared)
    rows = [
        (
            f"{words.text(one.series.name)}{words('charts.slopes.area', area=words(f'area.{one.series.area.value}'))}",
            words("charts.slopes.span", first=one.first.start_year, last=one.first.end_year),
            _per_year(words, one, one.first.per_year),
            words("charts.slopes.span", first=one.second.start_year, last=one.second.end_year),
            _per_year(words, one, one.second.per_year),
        )
        for one in compared
    ]
    chart = Chart(
        id="slopes",
        language=words.language,
        title=words("charts.slopes.title", count=faster, total=len(compared), first=first, second=second),
        subtitle=words("charts.slopes.subtitle"),
        panels=tuple(_slope_panel(edition, one) for one in compared),
        alt=words(
            "charts.slopes.alt",
            items=words("charts.item_gap").join(
                words("charts.slopes.alt_item", name=row[0], first=row[2], second=row[4]) for row in rows
            ),
        ),
        source_line=source_line(edition, [point.source_id for one in compared for point in one.series.points]),
        table=Table(
            (
                words("charts.column.series"),
                words("charts.slopes.years", period=first),
                words("charts.slopes.change", period=first),
                words("charts.slopes.years", period=second),
                words("charts.slopes.change", period=second),
            ),
            tuple(rows),
        ),
        keys=(Key(first, role="on-pace", line=True), Key(second, role="series-1", line=True)),
        columns=(3, 2),
    )
    return chart_piece(chart, words)


def _decimals(compared: SeriesComparison, change: float) -> int:
    """One more than the unit's where whole units would be too coarse for a yearly change."""
    decimals = compared.series.unit.decimals
    return decimals + 1 if abs(change) < 10 and decimals < 2 else decimals


def _per_year(words: Words, compared: SeriesComparison, change: float) -> str:
    return words.change(change, compared.series.unit, _decimals(compared, change))


def _short_change(words: Words, compared: SeriesComparison, change: float) -> str:
    """A yearly change without its unit, which stands under the panel's title; percentage points are named."""
    unit = compared.series.unit
    if unit.kind is UnitKind.SHARE:
        return _per_year(words, compared, change)
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return sign + short_value(words, abs(change), unit, _decimals(compared, change))


def _slope_panel(edition: Edition, compared: SeriesComparison) -> Plane:
    words, plan, series = edition.words, edition.inputs.plan, compared.series
    begin, end = plan.predecessor.first_year - 1, plan.period.last_year
    points = [point for point in series.points if begin <= point.year <= end]
    marks: list[Mark] = [Dots(tuple((point.year, point.value) for point in points), "rule", size=5.0)]
    for change, role in ((compared.first, "on-pace"), (compared.second, "series-1")):
        ends = ((change.start_year, change.start), (change.end_year, change.end))
        name = words(
            "charts.slopes.hover",
            first=words.year(change.start_year),
            last=words.year(change.end_year),
            change=_per_year(words, compared, change.per_year),
        )
        marks.append(Line(ends, role, width=2.4, name=name))
        marks.append(
            Dots(
                ends,
                role,
                size=7.0,
                hover=tuple(
                    words("charts.year_value", year=words.year(year), value=value_text(words, value, series.unit))
                    for year, value in ends
                ),
            )
        )
    for year in compared.break_years:
        before = max((point for point in series.points if point.year < year), key=lambda point: point.year)
        after = next(point for point in series.points if point.year == year)
        marks.append(Break((before.year + year) / 2, (before.value + after.value) / 2, words("flag.b")))
    for change, role in ((compared.first, "on-pace"), (compared.second, "series-1")):
        middle = ((change.start_year + change.end_year) / 2, (change.start + change.end) / 2)
        text = words("charts.slopes.per_year", change=_short_change(words, compared, change.per_year))
        marks.append(Label(*middle, text, role, small=True, prefer="above"))
    values = [point.value for point in points]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1.0) * 0.2
    ticks = tuple((float(year), str(year)) for year in (begin, plan.predecessor.last_year, end))
    return Plane(
        Axis(begin - 0.8, end + 0.8, ticks, grid=False),
        Axis(low - room, high + room),
        (
            Segment((plan.predecessor.last_year, low - room), (plan.predecessor.last_year, high + room), "rule", 0.8),
            *marks,
        ),
        title=words.text(series.name),
        note=words("charts.series.panel", area=words(f"area.{series.area.value}"), unit=unit_name(words, series.unit)),
        title_role="muted",
        heights=(125, 115),
    )
