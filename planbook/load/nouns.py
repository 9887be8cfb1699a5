"""Rows of the tables as nouns of the model, each knowing where it was read.

Only rows whose cells fit the schema become nouns; `planbook.load.cells` has told of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from planbook.load.cells_read import Cells
from planbook.load.duties import (
    read_adjustment,
    read_duty,
    read_finding,
    read_office,
    read_project,
    read_project_report,
)
from planbook.load.plan_checks import read_figures
from planbook.load.situation import read_ratios, read_said, split_cell
from planbook.load.tables import CsvTable, Tables, year_of
from planbook.model import (
    Achievement,
    AchievementKind,
    Area,
    AreaLevel,
    Bound,
    Breakdown,
    Category,
    ChangedPart,
    Chapter,
    Direction,
    EditionName,
    Indicator,
    IndicatorType,
    Peer,
    Plan,
    PlanChange,
    PlanCheck,
    PlanRelation,
    Precedent,
    Relation,
    SituationSection,
    Source,
    SourceKind,
    Status,
    TargetKind,
    Task,
    TaskKind,
    Term,
    Unit,
    UnitKind,
    YearbookKind,
    YearbookSeries,
    YearbookTable,
    read_flags,
)
from planbook.rules import DeclaredSeries, Facts, Record
from planbook.rules.plan_changes import every_state, plan_as_of
from planbook.schema import (
    ACHIEVEMENTS,
    ADJUSTMENTS,
    AREAS,
    BREAKDOWNS,
    CATEGORIES,
    CHANGES,
    CHAPTERS,
    CROSS_CHECKS,
    DERIVED,
    DUTIES,
    FINDINGS,
    GLOSSARY,
    INDICATORS,
    OBSERVATIONS,
    OFFICES,
    PARTS,
    PEERS,
    PRECEDENTS,
    PROGRESS,
    PROJECT_PROGRESS,
    PROJECTS,
    SERIES,
    SITUATION,
    SOURCES,
    TASKS,
    UNITS,
    VALUES,
    YEARBOOK,
)

__all__ = ["gather_facts", "split_series"]

Place = tuple[str, int]  # file as shown, row


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Built = TypeVar("Built", bound=_Identified)
Read = TypeVar("Read")


def gather_facts(
    name: EditionName,
    tables: Tables,
    plan: Plan | None,
    unsound: Collection[Place],
    troubled: Collection[str] = (),
    cut_off: date | None = None,
) -> Facts:
    """Every noun the edition of that name reads; rows at the places in `unsound` are passed over.

    `troubled` are the files of which something is wrong or that are not there; `cut_off` is the day whose plan the
    edition goes by, by default the last of its year or month.
    """

    def rows(key: str) -> Iterator[Cells]:
        for row in tables[key].rows() if key in tables else ():
            if (row.table.shown, row.line) not in unsound:
                yield Cells(row)

    def by_id(key: str, build: Callable[[Cells], Built]) -> dict[str, Built]:
        return {noun.id: noun for noun in map(build, rows(key))}

    def of_years(folder: str, build: Callable[[Cells], Read]) -> tuple[Read, ...]:
        return tuple(build(cells) for _, table in tables.yearly(folder, name) for cells in rows(table.key))

    sources = by_id(SOURCES, _source)
    illustrative = {one.id for one in sources.values() if one.illustrative}
    adopted, changes = by_id(INDICATORS, _indicator), tuple(map(_plan_change, rows(CHANGES)))
    as_of = plan_as_of(adopted, changes, cut_off or name.ends)

    return Facts(
        year=name.year,
        month=name.month,
        plan=plan,
        units=_multiples(by_id(UNITS, _unit), rows(UNITS)),
        areas=_smallest_first(by_id(AREAS, _area)),
        chapters=by_id(CHAPTERS, _chapter),
        indicators=as_of.members,
        adopted=adopted,
        dropped=as_of.dropped,
        changes=as_of.changes,
        all_changes=changes,
        restated=tuple(every_state(adopted, changes)),
        tasks=by_id(TASKS, _task),
        achievements=by_id(ACHIEVEMENTS, _achievement),
        glossary=by_id(GLOSSARY, _term),
        precedents=by_id(PRECEDENTS, _precedent),
        sources=sources,
        series=by_id(SERIES, _series),
        yearbook=by_id(YEARBOOK, _yearbook_table),
        plan_checks=by_id(CROSS_CHECKS, _plan_check),
        situation=by_id(SITUATION, _situation_section),
        peers=tuple(map(_peer, rows(PEERS))),
        offices=by_id(OFFICES, lambda cells: read_office(cells, illustrative)),
        duties=tuple(read_duty(cells, illustrative) for cells in rows(DUTIES)),
        findings=of_years(FINDINGS, lambda cells: read_finding(cells, illustrative)),
        projects=by_id(PROJECTS, read_project),
        project_reports=of_years(PROJECT_PROGRESS, lambda cells: read_project_report(cells, illustrative)),
        adjustments=by_id(ADJUSTMENTS, lambda cells: read_adjustment(cells, illustrative)),
        breakdowns=by_id(BREAKDOWNS, _breakdown),
        categories=by_id(CATEGORIES, _category),
        observations=of_years(OBSERVATIONS, _record),
        parts=of_years(PARTS, _record),
        progress=of_years(PROGRESS, _record),
        published=tuple(map(_record, rows(VALUES))),
        derived=tuple(map(_record, rows(DERIVED))),
        troubled=frozenset(troubled),
        cited=frozenset(_cited(tables)),
        listed={table.key: frozenset(_names(table)) for table in tables if not table.schema.yearly},
    )


def _cited(tables: Tables) -> Iterator[str]:
    """The sources that rows name, sound or not."""
    for table in tables:
        if table.schema.path != SOURCES and "source_id" in table.schema.names:
            yield from (row["source_id"] for row in table.rows())


def _names(table: CsvTable) -> Iterator[str]:
    """What the rows of a table are named by elsewhere: an id, or series:area:year of a background figure."""
    key = table.schema.key if table.key in (VALUES, DERIVED) else table.schema.key[:1]
    for row in table.rows():
        yield ":".join(row[column] for column in key[:3])


def _smallest_first(areas: Mapping[str, Area]) -> dict[str, Area]:
    """In the order of the levels; areas of one level as they stand in the table."""
    levels = list(AreaLevel)
    return {area.id: area for area in sorted(areas.values(), key=lambda area: levels.index(area.level))}


def _source(cells: Cells) -> Source:
    return Source(
        id=cells.text("source_id"),
        title=cells.both("title"),
        publisher=cells.both("publisher"),
        published=cells.text("published"),
        document_number=cells.text("document_number"),
        address=cells.text("address"),
        kind=cells.code("kind", SourceKind),
        note=cells.both("note"),
        origin=cells.origin,
    )


def _unit(cells: Cells) -> Unit:
    return Unit(
        id=cells.text("unit_id"),
        kind=cells.code("kind", UnitKind),
        zh=cells.text("zh"),
        en_one=cells.text("en_one"),
        en_other=cells.text("en_other"),
        decimals=int(cells.text("decimals")),
        origin=cells.origin,
    )


def _multiples(units: dict[str, Unit], rows: Iterable[Cells]) -> dict[str, Unit]:
    """The units; one that is a multiple of another (万人) knows which, and of how many."""
    for cells in rows:
        factor, whole = cells.whole("factor"), units.get(cells.text("factor_of"))
        if factor is not None and whole is not None:
            units[cells.text("unit_id")] = replace(units[cells.text("unit_id")], factor=factor, in_ones=whole)
    return units


def _area(cells: Cells) -> Area:
    return Area(
        id=cells.text("area_id"),
        name=cells.both("name"),
        level=cells.code("level", AreaLevel),
        code=cells.text("code"),
        parent_id=cells.text("parent_id"),
        origin=cells.origin,
    )


def _chapter(cells: Cells) -> Chapter:
    return Chapter(
        id=cells.text("chapter_id"),
        parent_id=cells.text("parent_id"),
        number=cells.text("number"),
        title=cells.both("title"),
        notebook=cells.text("notebook"),
        page=cells.text("page"),
        origin=cells.origin,
    )


def _indicator(cells: Cells) -> Indicator:
    return Indicator(
        id=cells.text("indicator_id"),
        number=int(cells.text("number")),
        chapter_id=cells.text("chapter_id"),
        name=cells.both("name"),
        short_name=cells.both("short_name"),
        definition=cells.both("definition"),
        formula=cells.both("formula"),
        baseline_year=cells.year("baseline_year"),
        baseline=cells.number("baseline"),
        target_year=cells.year("target_year"),
        target=cells.number("target"),
        bound=cells.code("bound", Bound),
        direction=cells.code("direction", Direction),
        unit_id=cells.text("unit_id"),
        type=cells.code("type", IndicatorType),
        target_kind=cells.code("target_kind", TargetKind),
        source_id=cells.text("source_id"),
        target_high=cells.number("target_high"),
        tolerance=cells.number("tolerance"),
        reference_series_id=cells.text("reference_series_id"),
        origin=cells.origin,
    )


def _breakdown(cells: Cells) -> Breakdown:
    return Breakdown(
        id=cells.text("breakdown_id"),
        name=cells.both("name"),
        complete=cells.text("complete") == "true",
        origin=cells.origin,
    )


def _category(cells: Cells) -> Category:
    return Category(
        id=cells.text("category_id"),
        breakdown_id=cells.text("breakdown_id"),
        name=cells.both("name"),
        origin=cells.origin,
    )


def _plan_change(cells: Cells) -> PlanChange:
    return PlanChange(
        id=cells.text("change_id"),
        indicator_id=cells.text("indicator_id"),
        effective=date.fromisoformat(cells.text("effective")),
        part=cells.code("part", ChangedPart),
        value=cells.number("value"),
        source_id=cells.text("source_id"),
        note=cells.both("note"),
        origin=cells.origin,
    )


def _task(cells: Cells) -> Task:
    return Task(
        id=cells.text("task_id"),
        chapter_id=cells.text("chapter_id"),
        kind=cells.code("kind", TaskKind),
        text=cells.both("text"),
        short_name=cells.both("short_name"),
        baseline_year=cells.whole("baseline_year"),
        baseline=cells.number("baseline"),
        target_year=cells.whole("target_year"),
        target=cells.number("target"),
        bound=cells.code("bound", Bound),
        direction=cells.code("direction", Direction),
        unit_id=cells.text("unit_id"),
        target_kind=cells.code("target_kind", TargetKind),
        indicator_id=cells.text("indicator_id"),
        source_id=cells.text("source_id"),
        place=cells.text("place"),
        origin=cells.origin,
    )


def _achievement(cells: Cells) -> Achievement:
    return Achievement(
        id=cells.text("achievement_id"),
        chapter_id=cells.text("chapter_id"),
        label=cells.both("label"),
        kind=cells.code("kind", AchievementKind),
        value=float(cells.text("value")),
        year=cells.year(),
        unit_id=cells.text("unit_id"),
        start_value=cells.number("start_value"),
        start_year=cells.whole("start_year"),
        qualifier=cells.text("qualifier"),
        indicator_id=cells.text("indicator_id"),
        task_id=cells.text("task_id"),
        source_id=cells.text("source_id"),
        place=cells.text("place"),
        origin=cells.origin,
    )


def _term(cells: Cells) -> Term:
    return Term(
        id=cells.text("term_id"),
        term=cells.both("term"),
        definition=cells.both("definition"),
        footnote=cells.whole("footnote"),
        source_id=cells.text("source_id"),
        origin=cells.origin,
    )


def _precedent(cells: Cells) -> Precedent:
    return Precedent(
        id=cells.text("precedent_id"),
        document=cells.both("document"),
        published=cells.text("published"),
        indicators=cells.whole("indicators"),
        classes=cells.both("classes"),
        source_id=cells.text("source_id"),
        origin=cells.origin,
    )


def _peer(cells: Cells) -> Peer:
    return Peer(
        indicator_id=cells.text("indicator_id"),
        area_id=cells.text("area"),
        series_id=cells.text("series_id"),
        target_series_id=cells.text("target_series_id"),
        comparable=cells.text("comparable") != "false",
        note=cells.both("note"),
        origin=cells.origin,
    )


def _situation_section(cells: Cells) -> SituationSection:
    return SituationSection(
        id=cells.text("section_id"),
        title=cells.both("title"),
        said=read_said(cells.text("said")),
        compared=cells.text("compared"),
        chart=split_cell(cells.text("chart")),
        chart_areas=split_cell(cells.text("chart_areas")),
        table=split_cell(cells.text("table")),
        ratios=read_ratios(cells.text("ratios")),
        note=cells.both("note"),
        origin=cells.origin,
    )


def _plan_check(cells: Cells) -> PlanCheck:
    return PlanCheck(
        id=cells.text("check_id"),
        title=cells.both("title"),
        figures=read_figures(cells.text("figures")),
        left=cells.text("left"),
        relation=cells.code("relation", PlanRelation),
        right=cells.text("right"),
        tolerance=cells.number("tolerance") or 0.0,
        unit_id=cells.text("unit_id"),
        agrees=cells.both("agrees"),
        differs=cells.both("differs"),
        origin=cells.origin,
    )


def _yearbook_table(cells: Cells) -> YearbookTable:
    return YearbookTable(
        id=cells.text("table_id"),
        kind=cells.code("kind", YearbookKind),
        chapter_id=cells.text("chapter_id"),
        series=split_series(cells.text("series")),
        title=cells.both("title"),
        note=cells.both("note"),
        origin=cells.origin,
    )


def split_series(cell: str) -> tuple[YearbookSeries, ...]:
    """`beds;#dementia` as series, each with its relation to the one above.

    >>> [(item.series_id, item.relation.value) for item in split_series("beds;+public;#dementia")]
    [('beds', ''), ('public', '+'), ('dementia', '#')]
    """
    marks = tuple(relation.value for relation in Relation if relation.value)
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    return tuple(
        YearbookSeries(part[1:].strip(), Relation(part[0])) if part[0] in marks else YearbookSeries(part)
        for part in parts
    )


def _series(cells: Cells) -> DeclaredSeries:
    return DeclaredSeries(
        id=cells.text("series_id"),
        name=cells.both("name"),
        definition=cells.both("definition"),
        unit_id=cells.text("unit_id"),
        measure=cells.text("measure"),
        origin=cells.origin,
    )


def _record(cells: Cells) -> Record:
    schema, key = cells.row.table.schema, cells.row.table.key
    status = cells.text("status")
    return Record(
        subject_id=cells.text(schema.columns[0].name),
        year=cells.year(),
        value=cells.number("value"),
        flags=read_flags(cells.text("flag")),
        source_id=cells.text("source_id"),
        note=cells.both("note"),
        decimals=_decimals(cells.text("value")),
        vintage=year_of(key) if schema.yearly else None,
        status=Status(status) if status else None,
        area_id=cells.text("area") or cells.text("category_id"),
        quote=cells.text("quote"),
        preferred=cells.text("preferred") != "false",
        expression=cells.text("expression"),
        inputs=cells.text("inputs"),
        origin=cells.origin,
    )


def _decimals(text: str) -> int:
    """With how many decimals a number is written."""
    exponent = Decimal(text or "0").as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
