"""`new-plan` and `audit`: a folder from a plan's table, and what a draft still lacks."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from planbook.cli.messages import reader_messages, spoken
from planbook.drafts import Identity, find_lacks, read_plan_table, write_folder
from planbook.errors import InputError, Problem
from planbook.load.data import read_data
from planbook.paths import Project
from planbook.schema import FIRST_YEAR

__all__ = ["audit_plan", "make_plan"]


def make_plan(folder: Path, table: Path, title: str, period: str, area: str, issuer: str, number: str) -> None:
    """Write a plan's folder from its table of indicators; ask for what is not given where someone can answer."""
    indicators = read_plan_table(table)
    asking = sys.stdin.isatty()
    title = title or (typer.prompt("规划名称 / title") if asking else table.stem)
    period = period or (typer.prompt("规划期 / period, such as 2021-2025") if asking else "")
    years = [int(year) for year in period.split("-") if year.isdigit() and len(year) == 4]
    if len(years) != 2 or years[0] >= years[1]:
        fix = "write, for example, --period 2026-2030"
        raise InputError(
            [Problem("command line", "the period of the plan is not given", f'"{period}"', "two years", fix)]
        )
    if asking:
        area = area or typer.prompt("地区 / area", default="")
        issuer = issuer or typer.prompt("发布机构 / issuer", default="")
        number = number or typer.prompt("文号 / document number", default="")
    files = write_folder(indicators, Identity(title, years[0], years[1], area, issuer, number), folder)
    print(spoken(f"{folder}: {len(indicators)} indicators, {len(files)} files"))
    for indicator in indicators:
        if indicator.doubt:
            print(f"  i{indicator.number:02d} {indicator.name}: {spoken(indicator.doubt)}")
    lacks = find_lacks(folder, folder.name, read_data(years[0], folder, folder.name).facts)
    print(spoken(f"{len(lacks)} places to fill in or settle; python build.py audit {folder} lists them"))
    print(f"python build.py check --year {years[0]} --data {folder}")
    print(f"python build.py --year {years[0]} --data {folder}")


def audit_plan(folder: Path, project: Project) -> int:
    """Print what is wrong with a draft plan and what it leaves open; 2 where something is wrong."""
    known = read_data(FIRST_YEAR, folder, project.shown(folder)).plan
    year = known.period.first_year if known is not None else FIRST_YEAR
    data = read_data(year, folder, project.shown(folder))
    problems = [problem for problem in data.problems if f"/{year}.csv" not in problem.file or problem.row is not None]
    for problem in problems:
        print(reader_messages().problem(problem))
    lacks = find_lacks(folder, project.shown(folder), data.facts)
    for lack in lacks:
        print(f"{lack.place}: {spoken(lack.what)}")
    errors = sum(problem.severity == "error" for problem in problems)
    print(spoken(f"{errors} errors; {len(lacks)} places to fill in or settle"))
    return InputError.exit_code if errors else 0
