"""`load_inputs`: everything one edition knew, typed.

A chapter notebook calls this in a fresh kernel, some sixty times a build, so this path reads each file once.
Nothing is built on data that `check` would refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

import pandas as pd

from planbook.errors import InputError, Problem
from planbook.load.cells import check_cells
from planbook.load.content import check_content
from planbook.load.documents import (
    build_parameters,
    build_plan,
    check_parameters,
    check_plan,
    read_parameters,
)
from planbook.load.mappings import Document, read_document
from planbook.load.plan_checks import read_figures
from planbook.load.situation import read_ratios, read_said, split_cell
from planbook.load.tables import CsvRow, Tables, read_tables
from planbook.load.yearbook import split_series
from planbook.model import (
    Achievement,
    AchievementKind,
    Area,
    AreaLevel,
    Bound,
    Chapter,
    Direction,
    EditionParameters,
    Flag,
    Indicator,
    IndicatorType,
    Inputs,
    Plan,
    PlanCheck,
    PlanRelation,
    Precedent,
    SituationSection,
    Source,
    SourceKind,
    Status,
    TargetKind,
    Task,
    TaskKind,
    Term,
    Text,
    Unit,
    UnitKind,
    YearbookKind,
    YearbookTable,
)
from planbook.paths import find_project
from planbook.schema import OBSERVATIONS, PROGRESS, SERIES, VALUES, schema_of

__all__ = ["load_inputs", "read_plan"]

T = TypeVar("T")
Code = TypeVar("Code", bound=StrEnum)
Noun = TypeVar("Noun", Area, Source, Unit, Chapter, Indicator, Task, Achievement, Term, Precedent)
Known = Container[str]  # the ids a cell may name

_PLANNED = "plan"  # measure of a series that holds targets: known before their year


def load_inputs(year: int, data_dir: str | Path, params_dir: str | Path, official_only: bool = False) -> Inputs:
    """Everything the edition of `year` knew.

    Yearly files later than `year` are not read, and background figures of later years are left out (planned ones
    stay), so that the edition shows what was known then. Where a later file restates an earlier year, it wins.

    Parameters
    ----------
    official_only : leave illustrative rows of observations and progress out; an official figure that only an
        illustrative one had replaced comes back.

    Raises
    ------
    InputError
        When anything does not fit, with every problem found.
    """
    project = find_project()
    data, params = project.resolve(data_dir), project.resolve(params_dir)
    tables, problems = read_tables(data, project.shown(data))
    if not data.is_dir():
        raise InputError(problems)
    plan_file, plan_problems = read_plan(data, tables.shown)
    parameter_file, parameter_problems = read_parameters(year, params, project.shown(params))
    if not plan_problems:
        plan_problems = check_plan(plan_file)
    if not parameter_problems:
        parameter_problems = check_parameters(parameter_file, year)
    problems += plan_problems + parameter_problems + check_cells(tables) + check_content(year, tables, plan_file)
    errors = tuple(dict.fromkeys(problem for problem in problems if problem.severity == "error"))
    if errors:
        raise InputError(errors)
    return _build(year, tables, build_plan(plan_file), build_parameters(parameter_file), official_only)


def read_plan(data: Path, shown: str) -> tuple[Document, tuple[Problem, ...]]:
    return read_document(data / "plan" / "plan.yml", f"{shown}/plan/plan.yml")


@dataclass(frozen=True)
class _Reader:
    """One row of sound cells, asked for by type."""

    row: CsvRow

    def text(self, column: str) -> str:
        return self.row[column]

    def both(self, stem: str) -> Text:
        return Text(self.row[f"{stem}_zh"], self.row[f"{stem}_en"])

    def number(self, column: str) -> float | None:
        return self.row.number(column)

    def whole(self, column: str) -> int | None:
        return self.row.whole(column)

    def needed(self, column: str, value: T | None) -> T:
        if value is None:
            raise ValueError(f"{self.row.table.shown}:{self.row.line}: no {column}, but the cells passed their check")
        return value

    def yes(self, column: str) -> bool:
        return self.row[column] == "true"

    def code(self, column: str, codes: type[Code]) -> Code:
        return codes(self.row[column])

    def known(self, column: str, ids: Container[str], optional: bool = False) -> str:
        return self.row[column]


def _build(year: int, tables: Tables, plan: Plan, parameters: EditionParameters, official_only: bool) -> Inputs:
    sources = _by_id(tables, "sources.csv", _source)
    units = _units(tables)
    chapters = _by_id(tables, "plan/chapters.csv", _chapter)
    indicators = _by_id(
        tables, "plan/indicators.csv", partial(_indicator, chapters=chapters, units=units, sources=sources)
    )
    tasks = _by_id(
        tables, "plan/tasks.csv", partial(_task, chapters=chapters, units=units, sources=sources, indicators=indicators)
    )
    achievements = _by_id(
        tables,
        "plan/achievements.csv",
        partial(_achievement, chapters=chapters, units=units, sources=sources, indicators=indicators, tasks=tasks),
    )
    areas = _by_id(tables, "plan/areas.csv", _area)
    series, context = _context(year, tables, units, sources, areas)
    observed = _yearly(
        year,
        tables,
        "observations",
        partial(_observation, indicators=indicators, sources=sources),
        _types(OBSERVATIONS, vintage=int, illustrative=bool),
        official_only,
    )
    progress = _yearly(
        year,
        tables,
        "progress",
        partial(_progress, tasks=tasks, sources=sources),
        _types(PROGRESS, vintage=int, illustrative=bool),
        official_only,
    )
    return Inputs(
        plan=plan,
        parameters=parameters,
        units=units,
        chapters=chapters,
        indicators=indicators,
        tasks=tasks,
        achievements=achievements,
        glossary=_by_id(tables, "plan/glossary.csv", partial(_term, sources=sources)),
        sources=sources,
        observations=_latest(observed, list(indicators)),
        vintages=observed,
        progress=_latest(progress, list(tasks)),
        series=series,
        context=context,
        official_only=official_only,
        yearbook=tuple(_by_id(tables, "plan/yearbook.csv", partial(_yearbook_table, chapters=chapters)).values()),
        precedents=_by_id(tables, "plan/precedents.csv", partial(_precedent, sources=sources)),
        situation=_by_id(tables, "plan/situation.csv", _situation_section),
        plan_checks=_by_id(tables, "plan/cross_checks.csv", partial(_plan_check, units=units)),
        areas=_smallest_first(areas),
    )


def _by_id(tables: Tables, key: str, build: Callable[[_Reader], Noun]) -> dict[str, Noun]:
    things: dict[str, Noun] = {}
    for row in tables[key].rows():
        thing = build(_Reader(row))
        things[thing.id] = thing
    return things


def _source(cell: _Reader) -> Source:
    return Source(
        cell.text("source_id"),
        cell.both("title"),
        cell.both("publisher"),
        cell.text("published"),
        cell.text("document_number"),
        cell.text("address"),
        cell.code("kind", SourceKind),
        cell.both("note"),
    )


def _units(tables: Tables) -> dict[str, Unit]:
    """The units; one that is a multiple of another (万人) knows which, and of how many."""
    units = _by_id(tables, "plan/units.csv", _unit)
    for row in tables["plan/units.csv"].rows():
        cell = _Reader(row)
        if whole := cell.known("factor_of", units, optional=True):
            factor = cell.needed("factor", cell.whole("factor"))
            units[row["unit_id"]] = replace(units[row["unit_id"]], factor=factor, in_ones=units[whole])
    return units


def _unit(cell: _Reader) -> Unit:
    return Unit(
        cell.text("unit_id"),
        cell.code("kind", UnitKind),
        cell.text("zh"),
        cell.text("en_one"),
        cell.text("en_other"),
        cell.needed("decimals", cell.whole("decimals")),
    )


def _area(cell: _Reader) -> Area:
    return Area(
        cell.text("area_id"),
        cell.both("name"),
        cell.code("level", AreaLevel),
        cell.text("code"),
        cell.text("parent_id"),
    )


def _smallest_first(areas: Mapping[str, Area]) -> dict[str, Area]:
    """In the order of the levels; areas of one level as they stand in the table."""
    levels = list(AreaLevel)
    return {area.id: area for area in sorted(areas.values(), key=lambda area: levels.index(area.level))}


def _chapter(cell: _Reader) -> Chapter:
    return Chapter(
        cell.text("chapter_id"),
        cell.text("parent_id"),
        cell.text("number"),
        cell.both("title"),
        cell.text("notebook"),
        cell.text("page"),
    )


def _indicator(cell: _Reader, chapters: Known, units: Known, sources: Known) -> Indicator:
    return Indicator(
        id=cell.text("indicator_id"),
        number=cell.needed("number", cell.whole("number")),
        chapter_id=cell.known("chapter_id", chapters),
        name=cell.both("name"),
        short_name=cell.both("short_name"),
        definition=cell.both("definition"),
        formula=cell.both("formula"),
        baseline_year=cell.needed("baseline_year", cell.whole("baseline_year")),
        baseline=cell.number("baseline"),
        target_year=cell.needed("target_year", cell.whole("target_year")),
        target=cell.number("target"),
        bound=cell.code("bound", Bound),
        direction=cell.code("direction", Direction),
        unit_id=cell.known("unit_id", units),
        type=cell.code("type", IndicatorType),
        target_kind=cell.code("target_kind", TargetKind),
        source_id=cell.known("source_id", sources),
        target_high=cell.number("target_high"),
        tolerance=cell.number("tolerance"),
        reference_series_id=cell.text("reference_series_id"),
    )


def _task(cell: _Reader, chapters: Known, units: Known, sources: Known, indicators: Known) -> Task:
    kind = cell.code("kind", TaskKind)
    qualitative = kind is TaskKind.QUALITATIVE
    return Task(
        id=cell.text("task_id"),
        chapter_id=cell.known("chapter_id", chapters),
        kind=kind,
        text=cell.both("text"),
        short_name=cell.both("short_name"),
        baseline_year=cell.whole("baseline_year"),
        baseline=cell.number("baseline"),
        target_year=cell.whole("target_year"),
        target=cell.number("target"),
        # A measure in words has neither bound nor direction; the model's plain values stand in.
        bound=Bound.PLAIN if qualitative and not cell.text("bound") else cell.code("bound", Bound),
        direction=Direction.RISE if qualitative and not cell.text("direction") else cell.code("direction", Direction),
        unit_id=cell.known("unit_id", units, optional=qualitative),
        target_kind=cell.code("target_kind", TargetKind),
        indicator_id=cell.known("indicator_id", indicators, optional=True),
        source_id=cell.known("source_id", sources),
        place=cell.text("place"),
    )


def _achievement(
    cell: _Reader, chapters: Known, units: Known, sources: Known, indicators: Known, tasks: Known
) -> Achievement:
    return Achievement(
        id=cell.text("achievement_id"),
        chapter_id=cell.known("chapter_id", chapters),
        label=cell.both("label"),
        kind=cell.code("kind", AchievementKind),
        value=cell.needed("value", cell.number("value")),
        year=cell.needed("year", cell.whole("year")),
        unit_id=cell.known("unit_id", units),
        start_value=cell.number("start_value"),
        start_year=cell.whole("start_year"),
        qualifier=cell.text("qualifier"),
        indicator_id=cell.known("indicator_id", indicators, optional=True),
        task_id=cell.known("task_id", tasks, optional=True),
        source_id=cell.known("source_id", sources),
        place=cell.text("place"),
    )


def _term(cell: _Reader, sources: Known) -> Term:
    return Term(
        cell.text("term_id"),
        cell.both("term"),
        cell.both("definition"),
        cell.whole("footnote"),
        cell.known("source_id", sources),
    )


def _precedent(cell: _Reader, sources: Known) -> Precedent:
    return Precedent(
        cell.text("precedent_id"),
        cell.both("document"),
        cell.text("published"),
        cell.whole("indicators"),
        cell.both("classes"),
        cell.known("source_id", sources),
    )


def _situation_section(cell: _Reader) -> SituationSection:
    return SituationSection(
        id=cell.text("section_id"),
        title=cell.both("title"),
        said=read_said(cell.text("said")),
        compared=cell.text("compared"),
        chart=split_cell(cell.text("chart")),
        chart_areas=split_cell(cell.text("chart_areas")),
        table=split_cell(cell.text("table")),
        ratios=read_ratios(cell.text("ratios")),
        note=cell.both("note"),
    )


def _plan_check(cell: _Reader, units: Known) -> PlanCheck:
    try:
        figures = read_figures(cell.text("figures"))
    except ValueError as error:
        raise cell.unreadable("figures", str(error)) from error
    return PlanCheck(
        id=cell.text("check_id"),
        title=cell.both("title"),
        figures=figures,
        left=cell.text("left"),
        relation=cell.code("relation", PlanRelation),
        right=cell.text("right"),
        tolerance=cell.number("tolerance") or 0.0,
        unit_id=cell.known("unit_id", units),
        agrees=cell.both("agrees"),
        differs=cell.both("differs"),
    )


def _yearbook_table(cell: _Reader, chapters: Known) -> YearbookTable:
    return YearbookTable(
        id=cell.text("table_id"),
        kind=cell.code("kind", YearbookKind),
        chapter_id=cell.known("chapter_id", chapters, optional=True),
        series=split_series(cell.text("series")),
        title=cell.both("title"),
        note=cell.both("note"),
    )


def _observation(cell: _Reader, indicators: Known, sources: Mapping[str, Source]) -> dict[str, object]:
    return {"indicator_id": cell.known("indicator_id", indicators), **_figure(cell, sources)}


def _progress(cell: _Reader, tasks: Known, sources: Mapping[str, Source]) -> dict[str, object]:
    status = cell.code("status", Status).value if cell.text("status") else ""
    return {"task_id": cell.known("task_id", tasks), "status": status, **_figure(cell, sources)}


def _figure(cell: _Reader, sources: Mapping[str, Source]) -> dict[str, object]:
    """What a row of observations, progress or background figures has in common."""
    source_id = cell.known("source_id", sources)
    return {
        "year": cell.needed("year", cell.whole("year")),
        "value": cell.number("value"),
        "flag": cell.code("flag", Flag).value,
        "source_id": source_id,
        "note_zh": cell.text("note_zh"),
        "note_en": cell.text("note_en"),
        "illustrative": sources[source_id].illustrative,
    }


def _yearly(
    year: int,
    tables: Tables,
    folder: str,
    read: Callable[[_Reader], dict[str, object]],
    types: Mapping[str, type],
    official_only: bool,
) -> pd.DataFrame:
    """Every row of the files up to `year`, oldest file first."""
    rows = [
        read(_Reader(row)) | {"vintage": vintage}
        for vintage, table in tables.yearly(folder, year)
        for row in table.rows()
    ]
    frame = _frame(rows, types)
    return frame[~frame["illustrative"]].reset_index(drop=True) if official_only else frame


def _latest(vintages: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """One row per subject and year, the latest file's; in plan order, then by year."""
    subject = vintages.columns[0]
    kept = vintages.drop_duplicates([subject, "year"], keep="last")
    place = kept[subject].map({identifier: index for index, identifier in enumerate(order)}).astype(int)
    return kept.assign(_place=place).sort_values(["_place", "year"]).drop(columns="_place").reset_index(drop=True)


def _split_input(listed: str) -> list[str]:
    """`series:area:year` in its parts; empty for nothing."""
    return listed.strip().split(":") if listed.strip() else []


def _context(
    year: int, tables: Tables, units: Known, sources: Mapping[str, Source], areas: Known
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The background series, and their published and derived figures in one frame.

    A derived figure is the preferred one where no published figure of its series, area and year is.
    """
    series = []
    for row in tables["context/series.csv"].rows():
        _Reader(row).known("unit_id", units)
        series.append(dict(row.cells))
    planned = {entry["series_id"] for entry in series if entry["measure"] == _PLANNED}
    known = {entry["series_id"] for entry in series}
    rows = []
    for row in tables["context/values.csv"].rows():
        cell = _Reader(row)
        rows.append(
            _background(cell, known, sources, areas)
            | {
                "quote": cell.text("quote"),
                "preferred": cell.yes("preferred"),
                "expression": "",
                "inputs": "",
            }
        )
    published = {(entry["series_id"], entry["area"], entry["year"]) for entry in rows if entry["preferred"]}
    for row in tables["context/derived.csv"].rows():
        cell = _Reader(row)
        entry = _background(cell, known, sources, areas)
        rows.append(
            entry
            | {
                "quote": "",
                "preferred": (entry["series_id"], entry["area"], entry["year"]) not in published,
                "expression": cell.text("expression"),
                "inputs": cell.text("inputs"),
            }
        )

    def known_by_then(series_id: str, figure_year: int) -> bool:
        return figure_year <= year or series_id in planned

    # A figure computed from one of a later year was not known either: the 101 meal sites of 2021 are the 111 of
    # 2022 less the 10 built in it.
    rows = [
        entry
        for entry in rows
        if known_by_then(entry["series_id"], entry["year"])
        and all(known_by_then(part[0], int(part[-1])) for part in map(_split_input, entry["inputs"].split(";")) if part)
    ]
    context = _frame(rows, _types(VALUES, expression=str, inputs=str)).sort_values(
        ["series_id", "area", "year", "source_id"], kind="stable"
    )
    return _frame(series, _types(SERIES)), context.reset_index(drop=True)


def _background(cell: _Reader, series: Known, sources: Mapping[str, Source], areas: Known) -> dict[str, object]:
    entry = _figure(cell, sources)
    cell.needed("value", entry["value"])
    return {"series_id": cell.known("series_id", series), "area": cell.known("area", areas)} | entry


def _types(path: str, **more: type) -> dict[str, type]:
    """Column → type of its values in a frame; a number, and a whole one that may be missing, is a float."""
    kinds = {"string": str, "integer": int, "number": float, "boolean": bool}
    types = {column.name: kinds[column.type] for column in schema_of(path).columns}
    return types | more


def _frame(rows: list[dict[str, object]], types: Mapping[str, type]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(types)).astype(dict(types))
