"""`load_inputs`: everything one edition knew, typed.

A chapter notebook calls this in a fresh kernel, some sixty times a build, so this path reads each file once.
Nothing is built on data that `check` would refuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pandas as pd

from planbook.errors import InputError
from planbook.load.data import read_data
from planbook.load.documents import build_parameters, check_parameters, cut_off_of, read_parameters
from planbook.load.tables import CsvRow, Tables
from planbook.model import (
    Achievement,
    Adjustment,
    Duty,
    EditionName,
    EditionParameters,
    Finding,
    Inputs,
    ProjectReport,
    Source,
    Task,
)
from planbook.paths import find_project
from planbook.rules import Facts
from planbook.schema import DERIVED, OBSERVATIONS, PARTS, PROGRESS, SERIES, VALUES, schema_of

__all__ = ["load_inputs"]

_PLANNED = "plan"  # measure of a series that holds targets: known before their year
_PYTHON = {"string": str, "integer": int, "number": float, "boolean": bool}

Entry = dict[str, object]
Serving = TypeVar("Serving", Task, Achievement)


def load_inputs(
    year: int | str | EditionName, data_dir: str | Path, params_dir: str | Path, official_only: bool = False
) -> Inputs:
    """Everything the edition of `year` knew; "2023-06" is that of the middle of 2023.

    Yearly files later than `year` are not read, and background figures of later years are left out (planned ones
    stay), so that the edition shows what was known then. Where a later file restates an earlier year, it wins. In the
    middle of a year its background figures are not known yet.

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
    folder, params = project.resolve(data_dir), project.resolve(params_dir)
    name = EditionName.of(year)
    document, parameter_problems = read_parameters(name, params, project.shown(params))
    parameter_problems = parameter_problems or check_parameters(document, name)
    data = read_data(name, folder, project.shown(folder), cut_off_of(document))
    errors = [problem for problem in (*data.problems, *parameter_problems) if problem.severity == "error"]
    if errors:
        raise InputError(dict.fromkeys(errors))
    return _assemble(data.tables, data.facts, build_parameters(document, name), official_only)


def _assemble(tables: Tables, facts: Facts, parameters: EditionParameters, official_only: bool) -> Inputs:
    if facts.plan is None:
        raise ValueError("no plan, but its folder passed the check")
    name, present = parameters.name, {*facts.indicators, *facts.dropped}
    observed = _yearly(facts, tables, OBSERVATIONS, name, official_only)
    observed = observed[observed["indicator_id"].isin(present)].reset_index(drop=True)
    parts = _yearly(facts, tables, PARTS, name, official_only)
    parts = parts[parts["indicator_id"].isin(present)].reset_index(drop=True)
    series, context = _context(facts, tables, name)

    elsewhere = facts.as_adopted.keys() - facts.indicators.keys()  # what the plan has not got yet, or no more

    def shown(noun: Duty | Finding | ProjectReport | Adjustment) -> bool:
        absent = not isinstance(noun, ProjectReport) and noun.subject_id in elsewhere
        return not absent and not (official_only and noun.illustrative)

    def served(noun: Serving) -> Serving:
        return replace(noun, indicator_id="") if noun.indicator_id in elsewhere else noun

    return Inputs(
        plan=facts.plan,
        parameters=parameters,
        units=dict(facts.units),
        chapters=dict(facts.chapters),
        indicators=dict(facts.indicators),
        tasks={key: served(one) for key, one in facts.tasks.items()},
        achievements={key: served(one) for key, one in facts.achievements.items()},
        glossary=dict(facts.glossary),
        sources=dict(facts.sources),
        observations=_latest(observed, facts.as_adopted),
        vintages=observed,
        progress=_latest(_yearly(facts, tables, PROGRESS, name, official_only), facts.tasks),
        series=series,
        context=context,
        official_only=official_only,
        yearbook=tuple(facts.yearbook.values()),
        precedents=dict(facts.precedents),
        plan_checks=dict(facts.plan_checks),
        situation=dict(facts.situation),
        areas=dict(facts.areas),
        peers=tuple(one for one in facts.peers if one.indicator_id not in elsewhere),
        offices=dict(facts.offices),
        duties=tuple(filter(shown, facts.duties)),
        findings={one.id: one for one in filter(shown, facts.findings)},
        projects=dict(facts.projects),
        project_reports=_latest_reports(filter(shown, facts.project_reports)),
        adjustments={
            key: one
            for key, one in facts.adjustments.items()
            if shown(one) and one.year <= name.year - bool(name.month)
        },
        adopted=dict(facts.adopted) if facts.changes else {},
        dropped=dict(facts.dropped),
        plan_changes=facts.changes,
        breakdowns=dict(facts.breakdowns),
        categories=dict(facts.categories),
        parts=parts.drop_duplicates(["indicator_id", "year", "category_id"], keep="last").reset_index(drop=True),
    )


def _latest_reports(reports: Iterable[ProjectReport]) -> tuple[ProjectReport, ...]:
    """One report per project and year, the latest file's; by year."""
    kept = {(one.project_id, one.year): one for one in reports}
    return tuple(sorted(kept.values(), key=lambda one: (one.year, one.project_id)))


def _entry(row: CsvRow, sources: Mapping[str, Source]) -> Entry:
    """A row of figures by column, typed as the schema says; whether it is illustrative follows from its source."""
    entry: Entry = {}
    for column in row.table.schema.columns:
        text = row[column.name]
        if column.type == "boolean":
            entry[column.name] = text == "true"
        elif column.type == "string":
            entry[column.name] = text
        else:
            entry[column.name] = _PYTHON[column.type](text) if text else None
    return entry | {"illustrative": sources[row["source_id"]].illustrative}


def _yearly(facts: Facts, tables: Tables, folder: str, name: EditionName, official_only: bool) -> pd.DataFrame:
    """Every row of the files that the edition reads, oldest file first."""
    rows = [
        _entry(row, facts.sources) | {"vintage": vintage}
        for vintage, table in tables.yearly(folder, name)
        for row in table.rows()
    ]
    frame = _frame(rows, folder, vintage=int, illustrative=bool)
    return frame[~frame["illustrative"]].reset_index(drop=True) if official_only else frame


def _latest(vintages: pd.DataFrame, order: Iterable[str]) -> pd.DataFrame:
    """One row per subject and year, the latest file's; in plan order, then by year."""
    subject = vintages.columns[0]
    kept = vintages.drop_duplicates([subject, "year"], keep="last")
    place = kept[subject].map({identifier: index for index, identifier in enumerate(order)}).astype(int)
    return kept.assign(_place=place).sort_values(["_place", "year"]).drop(columns="_place").reset_index(drop=True)


def _context(facts: Facts, tables: Tables, name: EditionName) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The background series, and their published and derived figures in one frame.

    A derived figure is the preferred one where no published figure of its series, area and year is. A figure computed
    from one of a later year was not known before either: the 101 meal sites of 2021 are the 111 of 2022 less the 10
    built in it.
    """
    preferred = {(one.subject_id, one.area_id, one.year) for one in facts.published if one.preferred}
    rows: list[Entry] = []
    last_year = name.year if name.month is None else name.year - 1
    for record, row in zip(
        (*facts.published, *facts.derived), (*tables[VALUES].rows(), *tables[DERIVED].rows()), strict=True
    ):
        entry = {"quote": "", "expression": "", "inputs": ""} | _entry(row, facts.sources)
        entry.setdefault("preferred", (record.subject_id, record.area_id, record.year) not in preferred)
        known = [(record.subject_id, record.year), *_inputs(record.inputs)]
        if all(year <= last_year or facts.series[name].measure == _PLANNED for name, year in known):
            rows.append(entry)
    context = _frame(rows, VALUES, expression=str, inputs=str)
    context = context.sort_values(["series_id", "area", "year", "source_id"], kind="stable").reset_index(drop=True)
    return _frame([dict(row.cells) for row in tables[SERIES].rows()], SERIES), context


def _inputs(listed: str) -> list[tuple[str, int]]:
    """The (series, year) of each `series:area:year` that a derived figure is computed from."""
    parts = [part.strip().split(":") for part in listed.split(";") if part.strip()]
    return [(series, int(year)) for series, _, year in parts]


def _frame(rows: list[Entry], path: str, **more: type) -> pd.DataFrame:
    """A frame of a table's columns and some more; a whole number that may be missing is a float."""
    types: dict[str, type] = {
        column.name: float if column.type == "integer" and not column.filled else _PYTHON[column.type]
        for column in schema_of(path).columns
    }
    types |= more
    return pd.DataFrame(rows, columns=list(types)).astype(types)
