"""`python build.py` alone: what there is, and the three likeliest next steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planbook.cli.messages import reader_messages, spoken
from planbook.load.data import read_data
from planbook.model import EditionName
from planbook.paths import Project
from planbook.schema import FIRST_YEAR, OBSERVATIONS

__all__ = ["Step", "likeliest_steps", "print_next_steps"]

_SHOWN = 3


@dataclass(frozen=True)
class Step:
    """A call, and why now."""

    call: str
    why: str


def print_next_steps(project: Project, data: Path, site: Path, other_data: str = "", other_place: str = "") -> None:
    """Say what Planbook is, which plan and editions there are, and what is likeliest to be done next.

    Parameters
    ----------
    other_data, other_place : the options by which another plan or place was named, for the calls that take them.
    """
    print(spoken("Planbook turns a five-year plan and its yearly statistics into an evaluation: a site and reports."))
    data_of_plan = read_data(FIRST_YEAR, data, project.shown(data))
    plan = data_of_plan.plan
    if plan is not None:
        title = plan.title.zh if reader_messages().language == "zh" else plan.title.en
        period = f"{plan.period.first_year}–{plan.period.last_year}"
        print(f"  {project.shown(data)}: {title}, {period}")
    published = [str(name) for name in _published(site, plan.id if plan is not None else "")]
    if published:
        print(spoken(f"  {project.shown(site)}: {', '.join(published)}"))
    for number, step in enumerate(likeliest_steps(project, data, site, other_data, other_place), start=1):
        print(f"{number}. {step.call}\n   {spoken(step.why)}")
    print(spoken("python build.py --help lists everything; the guides are in docs/guides."))


def likeliest_steps(
    project: Project, data: Path, site: Path, other_data: str = "", other_place: str = ""
) -> tuple[Step, ...]:
    """The three likeliest next steps, the most pressing first."""
    steps = _steps(project, data, site, other_data, other_place)
    return tuple(step for step, _ in zip(steps, range(_SHOWN), strict=False))


def _steps(project: Project, data: Path, site: Path, more: str, place: str) -> Iterator[Step]:
    plan = read_data(FIRST_YEAR, data, project.shown(data)).plan
    new_plan = Step(
        "python build.py new-plan my-plan --from TABLE.xlsx --period 2026-2030",
        "make a plan's folder of its table of indicators",
    )
    if plan is None:
        yield new_plan
        if (data / "plan").is_dir():
            yield Step(f"python build.py audit {project.shown(data)}", "see what is wrong with the plan's folder")
        if data != project.data:
            yield Step("python build.py --year 2023", "build the plan that comes with Planbook, to see what comes out")
        return
    years = sorted(
        int(path.stem)
        for path in (data / OBSERVATIONS).glob("[0-9][0-9][0-9][0-9].csv")
        if plan.period.first_year <= int(path.stem) <= plan.period.last_year
    )
    editions = {str(name) for name in _published(site, plan.id)}
    newest = years[-1] if years else plan.period.first_year
    found = read_data(newest, data, project.shown(data))
    errors = sum(problem.severity == "error" for problem in found.problems)
    check = f"python build.py check --year {newest}{more}"
    if errors:
        yield Step(check, f"{errors} errors keep the edition of {newest} from being built")
    sent_back = project.root / "_returns"
    waiting = sorted(folder.name for folder in sent_back.glob("[0-9]*") if any(folder.glob("*.xlsx")))
    if waiting and int(waiting[-1]) not in years:
        files = f"{project.shown(sent_back)}/{waiting[-1]}/*.xlsx"
        yield Step(
            f"python build.py returns import {files} --year {waiting[-1]}{more}", "read what the units have filled in"
        )
    if not errors and str(newest) not in editions:
        yield Step(f"python build.py --year {newest}{more}{place}", f"build the edition of {newest}")
    if not errors and str(newest) in editions:
        yield Step(
            f"python build.py serve --year {newest}{more}{place}", "read the edition; what you save shows on the page"
        )
    if newest < plan.period.last_year and years:
        yield Step(
            f"python build.py returns template --year {newest + 1}{more}",
            f"write a workbook for each unit to report {newest + 1} in",
        )
    if len(years) > 1 and not errors:
        yield Step(
            f"python build.py diff {years[-2]} {newest}{more}", "see what was revised and which verdicts changed"
        )
    if not errors:
        yield Step(check, "see what the checks say of the data")
    yield new_plan


def _published(site: Path, plan_id: str) -> list[EditionName]:
    from planbook.publish.manifest import published_editions

    return [manifest.name for manifest in published_editions(site) if plan_id in ("", manifest.plan.id)]
