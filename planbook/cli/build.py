"""From options to a published edition."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.cli.checks import check_edition
from planbook.cli.display import Display
from planbook.cli.log import BuildLog
from planbook.cli.messages import reader_messages, spoken
from planbook.cli.ready import require_ready
from planbook.errors import raise_errors
from planbook.load import load_inputs
from planbook.model import EditionName
from planbook.paths import LANGUAGES, Project
from planbook.publish import (
    PublishedEdition,
    PublishRequest,
    Quarto,
    choose_publisher,
    examine_place,
    held,
    made_of,
    note_standing,
    publish_edition,
    still_standing,
)
from planbook.publish.manifest import checksums, versions
from planbook.publish.request import publisher_name
from planbook.run import RunReport, plan_jobs, run_jobs

__all__ = ["BuildOptions", "build_edition"]

_PAGES_NAMED = 6  # by `--explain`, of those that one reason made run


@dataclass(frozen=True)
class BuildOptions:
    """What a user asked for; None means the project's default."""

    project: Project
    year: int | EditionName
    languages: tuple[str, ...] = LANGUAGES
    formats: tuple[str, ...] = ("html", "pdf")
    only: tuple[str, ...] = ()
    publisher: str = "auto"
    data_dir: Path | None = None  # absolute, as all paths here: while notebooks run the working folder is another
    output: Path | None = None
    official_only: bool = False
    workers: int = os.cpu_count() or 1
    remember: bool = True
    assets: str = ""
    force: bool = False
    keep_going: bool = False
    explain: bool = False
    show_code: bool = False

    @property
    def data(self) -> Path:
        return self.data_dir or self.project.data

    @property
    def params(self) -> Path:
        return self.project.params_of(self.data)

    @property
    def site(self) -> Path:
        return self.output or self.project.output

    @property
    def name(self) -> EditionName:
        return EditionName.of(self.year)

    def publish_request(self, publisher: Quarto | None) -> PublishRequest:
        """What publishing is asked for."""
        return PublishRequest(
            project=self.project,
            year=self.name.year,
            month=self.name.month,
            languages=self.languages,
            formats=self.formats,
            publisher=publisher,
            data_dir=self.data,
            params_dir=self.params,
            site=self.site,
            workers=self.workers,
            official_only=self.official_only,
            some_chapters=bool(self.only),
            show_code=self.show_code,
            force=self.force,
            assets=self.assets,
        )


def build_edition(options: BuildOptions, display: Display) -> PublishedEdition:
    """Check, run and publish one edition, and say what came of it.

    Raises
    ------
    PlanbookError
        Its kind tells what failed; `_site/<year>/` is then as it was.
    """
    log = BuildLog(options.project.build / "logs" / str(options.name))
    request = options.publish_request(choose_publisher(options.publisher, display.say))
    about: dict[str, object] = _asked(options, request)
    try:
        edition = _build(options, request, display.noting(log), log, about)
    except BaseException as error:
        log.end(about, error)
        raise
    log.end(about | {"pages": edition.page_count, "publishing": edition.reused})
    return edition


def _asked(options: BuildOptions, request: PublishRequest) -> dict[str, object]:
    """What the summary of a build says that is known when it begins."""
    return {
        "edition": str(options.name),
        "place": str(request.place),
        "asked": {
            **{"languages": request.languages, "formats": request.formats, "only": options.only},
            **{"publisher": publisher_name(request.publisher), "official_only": request.official_only},
            **{"jobs": request.workers, "force": request.force, "keep_going": options.keep_going},
        },
        "inputs": checksums(request.inputs),
        "versions": versions(),
    }


def _build(
    options: BuildOptions, request: PublishRequest, display: Display, log: BuildLog, about: dict[str, object]
) -> PublishedEdition:
    started = time.monotonic()
    now = made_of(request, options.only)
    standing = still_standing(request, options.only, now)
    if standing is not None:
        edition, said = standing
        _say(said, display)
        _close(
            options, edition, [("notebooks", "none run, nothing has changed"), ("published", "as it stands")], display
        )
        return edition
    require_ready(request)
    log.begin("Checking")
    problems = raise_errors(check_edition(options.name, options.project, options.data, options.official_only))
    said = [reader_messages().problem(problem) for problem in problems]
    _say(said, display)
    for line in said:
        log.warn(line)
    with held(
        request.place,
        lambda: display.say(spoken(f"another build is making {request.place}; this one waits until it is done")),
    ):
        edition, runs, ran = _make_edition(options, request, display)
        if made_of(request, options.only) == now:  # else something changed while it was made
            note_standing(request, options.only, now, edition, said)
    about["notebooks"] = {
        "run": {f"{job.language}/{job.output}": reason for job, reason in runs.reasons.items()},
        "taken_over": len(runs.executed) - len(runs.reasons),
    }
    finished = time.monotonic()
    rows = [
        ("notebooks", f"{_counted(runs)} in {ran - started:.1f} s"),
        ("published", f"in {finished - ran:.1f} s"),
        *([("of these", edition.reused)] if options.explain and edition.reused else []),
    ]
    _close(options, edition, rows, display)
    return edition


def _say(lines: Sequence[str], display: Display) -> None:
    for line in lines:
        display.say(line)


def _close(options: BuildOptions, edition: PublishedEdition, rows: Sequence[tuple[str, str]], display: Display) -> None:
    display.table(
        spoken(f"Edition {options.year} in {edition.folder}"),
        ("", ""),
        [
            (spoken("pages"), spoken(f"{edition.page_count}{', a part of the edition' if edition.is_partial else ''}")),
            (spoken("reports"), ", ".join(edition.reports) or spoken("none")),
            (spoken("publisher"), edition.publisher),
            *((spoken(name), spoken(what)) for name, what in rows),
            *((verdict, str(count)) for verdict, count in edition.verdict_counts.items()),
        ],
    )
    _say_partial(options, edition, display)


def _say_partial(options: BuildOptions, edition: PublishedEdition, display: Display) -> None:
    """That a part is only a part is said last, where it is read."""
    if edition.is_partial:
        whole = f"python build.py --year {options.year}"
        display.say(spoken(f"This is a part of the edition, and its pages say so; {whole} makes all of it"))


def _counted(runs: RunReport) -> str:
    ran, all_of_them = len(runs.reasons), len(runs.executed)
    return f"{ran} run" if ran == all_of_them else f"{ran} of {all_of_them} run"


def _explain(runs: RunReport, display: Display) -> None:
    """Say why each notebook that ran was not taken from an earlier build, a line for all of one reason."""
    by_reason: dict[str, list[str]] = {}
    for job, reason in runs.reasons.items():
        by_reason.setdefault(reason, []).append(f"{job.output} ({job.language})")
    for reason, pages in sorted(by_reason.items(), key=lambda entry: -len(entry[1])):
        more = f" and {len(pages) - _PAGES_NAMED} more" if len(pages) > _PAGES_NAMED else ""
        display.say(f"{len(pages)} run: {reason}: {', '.join(pages[:_PAGES_NAMED])}{more}")
    if reused := len(runs.executed) - len(runs.reasons):
        display.say(spoken(f"{reused} taken from earlier builds: all that they read is as it was"))


def _make_edition(
    options: BuildOptions, request: PublishRequest, display: Display
) -> tuple[PublishedEdition, RunReport, float]:
    """Run and publish; what came of it, and the time when the notebooks had run."""
    inputs = load_inputs(options.name, options.data, options.params, options.official_only)
    earlier = examine_place(request, inputs.plan)
    for remark in earlier.remarks:
        display.say(spoken(f"warning: {remark}"))
    jobs = plan_jobs(
        options.project, inputs, options.languages, options.data, options.params, options.only, options.official_only
    )
    with display.steps() as steps:
        steps.begin("Running notebooks", len(jobs))
        runs = run_jobs(
            jobs,
            options.project,
            (options.data, options.params),
            options.workers,
            options.force,
            options.remember,
            options.keep_going,
            on_done=lambda job: steps.advance(f"{job.output} ({job.language})"),
        )
        ran = time.monotonic()
        if options.explain:
            _explain(runs, display)
        edition = publish_edition(request, inputs, runs.executed, earlier, steps)
    return edition, runs, ran
