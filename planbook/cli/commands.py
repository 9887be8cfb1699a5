"""The calls and their options. What one of them alone needs is imported when it is called: `check` is not to wait for
papermill and Plotly.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from planbook.cli.checks import check_edition
from planbook.cli.display import Display
from planbook.cli.ending import run_to_the_end
from planbook.cli.messages import reader_messages, speak, take_language
from planbook.cli.options import Data, Out, absolute
from planbook.cli.returns import returns
from planbook.errors import InputError, Problem
from planbook.load import describe_folder, load_inputs
from planbook.model import EditionName
from planbook.paths import LANGUAGES, find_project
from planbook.run.scratch import use_private_scratch

__all__ = ["main"]

FORMATS = ("html", "pdf", "docx", "pptx")
PUBLISHERS = ("auto", "quarto", "embedded")

application = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Turns a five-year plan and its yearly statistics into a bilingual evaluation site, report and yearbook.",
)

application.add_typer(returns, name="returns")

Year = Annotated[
    str | None,
    typer.Option("--year", help="The edition: data up to the end of this year, or of a month, such as 2023-06."),
]


@application.callback(invoke_without_command=True)
def build(
    context: typer.Context,
    year: Year = None,
    lang: Annotated[str, typer.Option(help="zh, en, or both as zh,en.")] = "zh,en",
    format_: Annotated[str, typer.Option("--format", help="What to publish: html, pdf, docx, pptx.")] = "",
    only: Annotated[
        list[str] | None, typer.Option(help="Only this chapter (may be repeated or comma-separated).")
    ] = None,
    publisher: Annotated[str, typer.Option(help="auto, quarto or embedded.")] = "auto",
    data: Data = None,
    out: Out = None,
    official_only: Annotated[bool, typer.Option("--official-only", help="Leave illustrative figures out.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks run at once (default: the number of cores).")] = (
        os.cpu_count() or 1
    ),
    force: Annotated[bool, typer.Option("--force", help="Ignore what earlier builds left.")] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Run the other notebooks when one fails, and list all that failed.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say what was taken from earlier builds, and why the rest ran.")
    ] = False,
    show_code: Annotated[
        bool, typer.Option("--show-code", help="Add to the reports how everything was computed.")
    ] = False,
    messages: Annotated[
        str, typer.Option("--messages", help="zh or en, with any call (default: the system's language).")
    ] = "",  # taken out of the arguments before they are read
) -> None:
    """Check the data, run every chapter in both languages, publish the site and the reports."""
    if context.invoked_subcommand is not None:
        return
    asked_for = (format_, only, official_only, force, explain, show_code)
    if year is None and not any(asked_for) and (lang, publisher) == ("zh,en", "auto"):
        from planbook.cli.next_steps import print_next_steps

        project = find_project()
        given = [f" {name} {path}" if path else "" for name, path in (("--data", data), ("--out", out))]
        print_next_steps(project, absolute(data) or project.data, absolute(out) or project.output, *given)
        return
    chapters = tuple(name.strip() for item in only or () for name in item.split(",") if name.strip())
    # A report of a few chapters would take the place of the whole one, so it has to be asked for.
    formats = _choices("--format", format_ or ("html" if chapters else "html,pdf"), FORMATS)
    from planbook.cli.build import BuildOptions, build_edition

    options = BuildOptions(
        project=find_project(),
        year=_year(year),
        languages=_choices("--lang", lang, LANGUAGES),
        formats=formats,
        only=chapters,
        publisher=_choices("--publisher", publisher, PUBLISHERS)[0],
        data_dir=absolute(data),
        output=absolute(out),
        official_only=official_only,
        workers=jobs,
        force=force,
        keep_going=keep_going,
        explain=explain,
        show_code=show_code,
    )
    build_edition(options, Display())


@application.command()
def check(
    year: Year = None,
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON, for machines.")] = False,
) -> None:
    """Validate data, parameters, translations and notebooks; build nothing."""
    project = find_project()
    problems = check_edition(_year(year), project, absolute(data) or project.data)
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity == "warning"]
    if as_json:
        print(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=1))
    else:
        told = reader_messages()
        for problem in problems:  # errors first
            print(told.problem(problem))
        print(told.counts(len(errors), len(warnings)))
    raise typer.Exit(InputError.exit_code if errors else 0)


@application.command()
def verify(
    year: Year = None,
    data: Data = None,
    out: Out = None,
    show_code: Annotated[bool, typer.Option("--show-code", help="The edition was built with --show-code.")] = False,
) -> None:
    """Make a published edition again elsewhere, from nothing, and name every file that differs."""
    from planbook.cli.build import BuildOptions
    from planbook.cli.verify import verify_edition

    options = BuildOptions(
        project=find_project(),
        year=_year(year),
        data_dir=absolute(data),
        output=absolute(out),
        show_code=show_code,
    )
    verify_edition(options, Display())


@application.command("build-all")
def build_all(
    listed: Annotated[Path, typer.Argument(metavar="PORTFOLIO.yml", help="The list of plans and years.")],
    cluster: Annotated[str, typer.Option(help="A Dask scheduler, tcp://HOST:8786 (default: this machine).")] = "",
    workers: Annotated[int, typer.Option(min=1, help="Editions built at once on this machine.")] = os.cpu_count() or 1,
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks that each edition runs at once.")] = 1,
    publisher: Annotated[str, typer.Option(help="auto, quarto or embedded.")] = "auto",
    out: Out = None,
    official_only: Annotated[bool, typer.Option("--official-only", help="Leave illustrative figures out.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Build again what stands there as it would be built.")] = False,
) -> None:
    """Build every edition of a list of plans, each as a task, and the page over all."""
    from planbook.cli.portfolio import build_listed  # Dask takes a second to import

    raise typer.Exit(
        build_listed(
            Path(os.path.abspath(listed)),
            find_project(),
            absolute(out),
            Display(),
            cluster=cluster,
            workers=workers,
            jobs=jobs,
            publisher=_choices("--publisher", publisher, PUBLISHERS)[0],
            official_only=official_only,
            force=force,
        )
    )


@application.command()
def backtest(
    year: Year = None,
    data: Data = None,
) -> None:
    """Try the projection, and other methods, on the published series; print how each did."""
    project = find_project()
    folder = absolute(data) or project.data
    from planbook.cli.backtest import print_backtest

    print_backtest(load_inputs(_year(year), folder, project.params_of(folder)), Display())


@application.command()
def diff(
    earlier: Annotated[str, typer.Argument(help="The earlier edition, such as 2022.")],
    later: Annotated[str, typer.Argument(help="The later edition, such as 2023.")],
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as JSON, for machines.")] = False,
) -> None:
    """Print which figures were revised and which verdicts changed from one edition to another."""
    project = find_project()
    folder = absolute(data) or project.data
    from planbook.cli.diff import print_difference

    print_difference(_year(earlier), _year(later), folder, project.params_of(folder), as_json)


@application.command()
def pull(
    mapping: Annotated[Path, typer.Argument(metavar="MAPPING.yml", help="Which figure stands where.")],
    year: Annotated[int | None, typer.Option("--year", help="The year's file that indicators' figures go to.")] = None,
    data: Data = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
) -> None:
    """Take background figures from a yearbook's workbook or an SDMX file, by a mapping file; show old → new, ask."""
    project = find_project()
    given = absolute(mapping)
    assert given is not None
    from planbook.cli.pull import pull_figures

    pull_figures(given, year, absolute(data) or project.data, project, yes)


@application.command("new-plan")
def new_plan(
    folder: Annotated[Path, typer.Argument(help="Where the plan's folder goes.")],
    table: Annotated[Path, typer.Option("--from", help="The plan's table of indicators: xlsx, xls, ods, et or csv.")],
    title: Annotated[str, typer.Option(help="The plan's title (default: the name of the table's file).")] = "",
    period: Annotated[str, typer.Option(help="First and last year, such as 2026-2030.")] = "",
    area: Annotated[str, typer.Option(help="The area's name.")] = "",
    issuer: Annotated[str, typer.Option(help="Who issued the plan.")] = "",
    number: Annotated[str, typer.Option("--document-number", help="The document's number.")] = "",
) -> None:
    """Make a folder of a plan's table (序号, 指标名称, 定义, 基准值, 目标值, 单位, 指标类型); list what lacks."""
    from planbook.cli.drafts import make_plan

    made, given = absolute(folder), absolute(table)
    assert made is not None and given is not None
    make_plan(made, given, title, period, area, issuer, number)


@application.command()
def audit(folder: Annotated[Path, typer.Argument(help="The folder of the draft plan.")]) -> None:
    """Check a draft plan against itself before it is adopted, and list what it leaves open."""
    from planbook.cli.drafts import audit_plan

    given = absolute(folder)
    assert given is not None
    raise typer.Exit(audit_plan(given, find_project()))


@application.command()
def describe(data: Data = None) -> None:
    """Write datapackage.json of the plan's folder anew, from the schema."""
    project = find_project()
    folder = absolute(data) or project.data
    (folder / "datapackage.json").write_text(
        describe_folder(folder, project.shown(folder)), encoding="utf-8", newline="\n"
    )
    print(f"{project.shown(folder)}/datapackage.json")


@application.command()
def serve(
    year: Year = None,
    data: Data = None,
    out: Out = None,
    port: Annotated[int, typer.Option(help="The port on this machine.")] = 8000,
) -> None:
    """Serve the site on this machine and rebuild what changes."""
    project = find_project()
    from planbook.cli.build import BuildOptions
    from planbook.cli.serve import serve_edition

    options = BuildOptions(project=project, year=_year(year), data_dir=absolute(data), output=absolute(out))
    serve_edition(options, port, Display())


def _year(year: str | None) -> EditionName:
    if year is None:
        raise InputError(
            [
                Problem(
                    file="command line",
                    what="no edition is named",
                    found="no --year",
                    expected="--year and a year of the plan",
                    fix="run, for example, python build.py --year 2023",
                )
            ]
        )
    if not EditionName.fits(year):
        raise InputError(
            [
                Problem(
                    file="command line",
                    what="there is no such edition",
                    found=f"--year {year}",
                    expected="a year such as 2023, or a year and month such as 2023-06",
                    fix="correct --year",
                )
            ]
        )
    return EditionName.of(year)


def _choices(option: str, given: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    wrong = [name for name in named if name not in allowed]
    if wrong or not named:
        raise InputError(
            [
                Problem(
                    file="command line",
                    what=f"{option} is not known",
                    found=repr(given),
                    expected=f"of {', '.join(allowed)}",
                    fix=f"give {option} one or more of these, separated by commas",
                )
            ]
        )
    return named


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; its exit code.

    `--messages zh|en` may stand anywhere among the arguments; a console that lacks a character shows its number.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    rest, asked = take_language(list(sys.argv[1:] if arguments is None else arguments))

    def run() -> None:
        speak(asked)
        use_private_scratch()
        application(args=rest)

    try:
        return run_to_the_end(run, find_project().build)
    finally:
        speak("")  # a program that calls this twice is not spoken to in the language of the first call
