"""Tables of published background series: areas one after another, years side by side."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from planbook.model import (
    Area,
    Inputs,
    Relation,
    Source,
    SourceKind,
    Text,
    Unit,
    YearbookKind,
    YearbookSeries,
    YearbookTable,
    observe_row,
)
from planbook.present.words import load_words
from planbook.present.yearbook.figures import bilingual
from planbook.present.yearbook.model import Figure, FigureKind, Section, StatisticalTable, YearbookColumn, YearbookRow
from planbook.present.yearbook.notes import listed_years, noted

__all__ = ["FIRST_YEAR", "PLANNED", "series_table"]

FIRST_YEAR = 2015  # published series are collected from this year on; earlier figures are base points, told in a note
PLANNED = "plan"  # measure of a series of targets or annual plans
ROUNDED_TO = 100  # a count of five digits or more that is a multiple of this was published rounded
ROUNDED_FROM = 10_000


def series_table(inputs: Inputs, declared: YearbookTable) -> StatisticalTable:
    """The declared series in each area that has figures, as known in the edition."""
    entries: dict[str, Mapping[Hashable, Any]] = {
        entry["series_id"]: entry for entry in inputs.series.to_dict("records")
    }
    known = _known_figures(inputs, declared, entries)
    sections = tuple(
        Section(lines, area.name)
        for area in inputs.areas.values()
        if (lines := _lines(inputs, declared, entries, known, area))
    )
    years = sorted({figure.year for section in sections for line in section.lines for figure in line.figures.values()})
    columns = tuple(YearbookColumn(str(year), str(year)) for year in years)
    return StatisticalTable(
        declared.id, YearbookKind.SERIES, declared.title, columns, sections, declared.note, _rounded_totals(sections)
    )


def _known_figures(
    inputs: Inputs, declared: YearbookTable, entries: Mapping[str, Mapping[Hashable, Any]]
) -> dict[tuple[str, str], list[Figure]]:
    """(series, area) → its figures by year, base points included; of figures that disagree the preferred one."""
    wanted = {item.series_id for item in declared.series if item.series_id in entries}
    found: dict[tuple[str, str], list[Figure]] = {}
    rows = inputs.context[inputs.context["preferred"].astype(bool) & inputs.context["series_id"].isin(wanted)]
    for row in rows.sort_values("year", kind="stable").to_dict("records"):
        entry, source = entries[row["series_id"]], inputs.sources.get(row["source_id"])
        planned = entry["measure"] == PLANNED
        if planned and not _known_by(source, inputs.parameters.year, int(row["year"])):
            continue
        found.setdefault((row["series_id"], row["area"]), []).append(
            Figure.of(
                replace(observe_row(row), illustrative=source is not None and source.illustrative),
                FigureKind.PLANNED if planned else FigureKind.OBSERVED,
                inputs.units[entry["unit_id"]].decimals,
            )
        )
    return found


def _known_by(source: Source | None, edition_year: int, figure_year: int) -> bool:
    """Whether a target was published by the edition's year; where no date is known, whether its year has come."""
    published = source.published[:4] if source is not None else ""
    return (int(published) if published.isdigit() else figure_year) <= edition_year


def _lines(
    inputs: Inputs,
    declared: YearbookTable,
    entries: Mapping[str, Mapping[Hashable, Any]],
    known: Mapping[tuple[str, str], list[Figure]],
    area: Area,
) -> tuple[YearbookRow, ...]:
    lines: list[YearbookRow] = []
    whole: YearbookRow | None = None
    for item in declared.series:
        figures = known.get((item.series_id, area.id), [])
        line = _line(inputs, item, entries[item.series_id], figures, area) if figures else None
        if line is not None and item.relation is not Relation.NONE and whole is None:
            line = replace(line, relation=Relation.NONE)  # its total is not known in this area
        if item.relation is Relation.NONE:
            whole = line
        if line is not None and line.figures:
            lines.append(line)
    return tuple(lines)


def _line(
    inputs: Inputs, item: YearbookSeries, entry: Mapping[Hashable, Any], figures: list[Figure], area: Area
) -> YearbookRow:
    unit: Unit = inputs.units[entry["unit_id"]]
    shown = [figure for figure in figures if figure.year >= FIRST_YEAR]
    notes = list(noted(shown))
    base_points = [(figure.year, figure.value) for figure in figures if figure.year < FIRST_YEAR]
    notes += [_base_point(year, value, unit) for year, value in base_points if value is not None]
    derived = [
        figure
        for figure in shown
        if (source := inputs.sources.get(figure.source_id)) is not None and source.kind is SourceKind.DERIVED
    ]
    if derived:
        notes.append(bilingual("yearbook.note_derived", years=listed_years(figure.year for figure in derived)))
    return YearbookRow(
        item.series_id,
        Text(entry["name_zh"], entry["name_en"]),
        unit,
        {str(figure.year): figure for figure in shown},
        area=area,
        relation=item.relation,
        notes=tuple(notes),
    )


def _base_point(year: int, value: float, unit: Unit) -> Text:
    shown = Text(*(load_words(language).value(value, unit) for language in ("zh", "en")))
    return bilingual("yearbook.note_base_point", year=year, value=shown)


def _rounded_totals(sections: tuple[Section, ...]) -> tuple[Text, ...]:
    """Totals that stand above at least two parts of theirs in the same year, with figures published rounded."""
    names: list[Text] = []
    for section in sections:
        for whole, parts in _breakdowns(section.lines):
            for year, figure in whole.figures.items():
                own = [part.figures[year] for part in parts if year in part.figures]
                if len(own) > 1 and any(_is_rounded(one) for one in (figure, *own)) and whole.label not in names:
                    names.append(whole.label)
    return tuple(names)


def _breakdowns(lines: tuple[YearbookRow, ...]) -> list[tuple[YearbookRow, list[YearbookRow]]]:
    found: list[tuple[YearbookRow, list[YearbookRow]]] = []
    for line in lines:
        if line.relation is Relation.NONE:
            found.append((line, []))
        elif line.relation is Relation.PART and found:
            found[-1][1].append(line)
    return [(whole, parts) for whole, parts in found if parts]


def _is_rounded(figure: Figure) -> bool:
    if figure.decimals > 0 or figure.value is None:
        return figure.value is not None
    return abs(figure.value) >= ROUNDED_FROM and figure.value % ROUNDED_TO == 0
