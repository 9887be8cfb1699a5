"""Hands the editions of a portfolio to workers and puts what comes back in its place.

What stands there already and was made of the same inputs by the same versions is not built again, so a run that was
stopped goes on where it was. Only a few editions are under way at once: memory does not grow with their number.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from distributed import Client, Future, KilledWorker, as_completed

from planbook.errors import InputError, Problem
from planbook.model import EditionName
from planbook.paths import Project
from planbook.portfolio.compared import publish_compared
from planbook.portfolio.front import publish_portfolio_front
from planbook.portfolio.listing import Portfolio, PortfolioPlan
from planbook.portfolio.task import (
    EditionBuilt,
    EditionFailed,
    EditionTask,
    build_task,
    pack_folder,
    project_fingerprint,
)
from planbook.portfolio.workers import open_workers
from planbook.publish import held, swap_into_place, working_folder
from planbook.publish.front_page import publish_front_page
from planbook.publish.manifest import checksums, read_manifest, versions
from planbook.publish.request import edition_inputs
from planbook.publish.site import copy_assets

__all__ = ["EditionOutcome", "PortfolioResult", "build_portfolio"]

_AHEAD = 2  # editions handed out for each worker: one it builds, one that is there when it is done
_RETRIES = 2
SHARED_ASSETS = "../../assets/"  # from the folder of an edition, _site/<plan>/<year>/


@dataclass(frozen=True)
class EditionOutcome:
    """What became of one edition. `seconds` is 0 for what stood there already; `said` what a failed build said."""

    plan: str
    year: str
    state: str  # built | up to date | failed
    seconds: float = 0.0
    archive_bytes: int = 0
    code: int = 0
    said: str = ""


@dataclass(frozen=True)
class PortfolioResult:
    """All editions in the order of the list, and how long everything took."""

    outcomes: tuple[EditionOutcome, ...]
    seconds: float

    @property
    def exit_code(self) -> int:
        """0, or that of the first edition that failed."""
        return next((one.code for one in self.outcomes if one.state == "failed"), 0)


@dataclass(frozen=True)
class _Run:
    portfolio: Portfolio
    project: Project
    site: Path
    publisher: str
    official_only: bool
    jobs: int
    fingerprint: str

    def place(self, plan: PortfolioPlan, year: str) -> Path:
        return self.plan_site(plan) / year

    def plan_site(self, plan: PortfolioPlan) -> Path:
        return self.site if self.portfolio.one_plan else self.site / plan.address

    def task(self, plan: PortfolioPlan, year: str) -> EditionTask:
        files = [path for path in plan.folder.rglob("*") if "__pycache__" not in path.parts]
        return EditionTask(
            plan=plan.address,
            year=year,
            data=pack_folder(plan.folder, files),
            languages=plan.languages,
            formats=plan.formats,
            publisher=self.publisher,
            official_only=self.official_only,
            jobs=self.jobs,
            fingerprint=self.fingerprint,
            assets="" if self.portfolio.one_plan else SHARED_ASSETS,
            store=self.portfolio.store,
        )

    def is_up_to_date(self, plan: PortfolioPlan, year: str) -> bool:
        """Whether what stands at the edition's place is what a build would make of it now."""
        found = read_manifest(self.place(plan, year))
        if found is None or found.official_only != self.official_only or found.versions != versions():
            return False
        reports = {f"report-{language}.{one}" for language in plan.languages for one in plan.formats if one != "html"}
        return (
            set(found.pages) == set(plan.languages)
            and reports <= set(found.outputs)
            and ("html" not in plan.formats or any(name.endswith("/index.html") for name in found.outputs))
            and dict(found.inputs)
            == checksums(
                edition_inputs(self.project, plan.folder, self.project.params_of(plan.folder), EditionName.of(year))
            )
        )


def build_portfolio(
    portfolio: Portfolio,
    project: Project,
    site: Path,
    *,
    cluster: str = "",
    workers: int = 1,
    jobs: int = 1,
    publisher: str = "auto",
    official_only: bool = False,
    force: bool = False,
    on_done: Callable[[EditionOutcome, int, int], None] = lambda outcome, done, total: None,
) -> PortfolioResult:
    """Build every edition of the list that does not stand in `site` as it would be built, then the page over all.

    One edition that fails does not keep the others from being built.

    Parameters
    ----------
    cluster : address of a Dask scheduler, "" for `workers` processes of this machine.
    jobs : notebooks that each edition runs at once.
    on_done : told of each edition as it ends, how many have ended and how many there are.

    Raises
    ------
    InputError
        When no cluster answers, or its workers run other versions or another Planbook.
    """
    started = time.monotonic()
    run = _Run(portfolio, project, site, publisher, official_only, jobs, project_fingerprint(project))
    wanted = [(plan, year) for plan in portfolio.plans for year in plan.years]
    outcomes: dict[tuple[str, str], EditionOutcome] = {}

    def note(outcome: EditionOutcome) -> None:
        outcomes[outcome.plan, outcome.year] = outcome
        on_done(outcome, len(outcomes), len(wanted))

    missing = []
    for plan, year in wanted:
        if not force and run.is_up_to_date(plan, year):
            note(EditionOutcome(plan.address, year, "up to date"))
        else:
            missing.append((plan, year))
    if missing:
        with open_workers(cluster, min(workers, len(missing))) as client:
            for outcome in _build(run, missing, client):
                note(outcome)
    if not portfolio.one_plan:
        with held(site / "editions"):
            copy_assets(project, site)
            compared = publish_compared(portfolio, site, project, official_only)
            publish_portfolio_front(portfolio, site, project, compared)
    result = tuple(outcomes[plan.address, year] for plan, year in wanted)
    return PortfolioResult(result, time.monotonic() - started)


def _build(run: _Run, missing: list[tuple[PortfolioPlan, str]], client: Client) -> Iterator[EditionOutcome]:
    """Hand out the missing editions, a few at a time; what became of each, as it comes."""
    waiting = iter(missing)
    handed: dict[Future[EditionBuilt | EditionFailed], tuple[PortfolioPlan, str]] = {}
    ended = as_completed(loop=client.loop, with_results=False)

    def hand_out() -> None:
        for plan, year in waiting:
            task = run.task(plan, year)
            future = client.submit(build_task, task, key=f"edition-{task.name}", pure=False, retries=_RETRIES)
            handed[future] = plan, year
            ended.add(future)
            return

    for _ in range(_AHEAD * max(1, len(client.nthreads()))):
        hand_out()
    for future in ended:
        plan, year = handed.pop(future)
        try:
            outcome = _arrive(run, plan, year, future.result())
        except KilledWorker as error:
            outcome = EditionOutcome(plan.address, year, "failed", code=4, said=f"its workers were lost: {error}")
        except OSError as error:
            outcome = EditionOutcome(plan.address, year, "failed", code=4, said=str(error))
        future.release()
        hand_out()
        yield outcome


def _arrive(run: _Run, plan: PortfolioPlan, year: str, result: EditionBuilt | EditionFailed) -> EditionOutcome:
    """Put an edition that came back in its place."""
    if isinstance(result, EditionFailed):
        if result.other_package:
            raise InputError([_other_package(result)])
        return EditionOutcome(plan.address, year, "failed", result.seconds, code=result.code, said=result.said.strip())
    archive = result.read()
    place = run.place(plan, year)
    with held(place), working_folder(run.project.build, f"arrived-{plan.address}-{year}") as folder:
        made = folder / "edition"
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            packed.extractall(made)
        with held(place.parent / "editions"):
            swap_into_place(made, place)
            publish_front_page(run.plan_site(plan), run.project, assets="" if run.portfolio.one_plan else "../assets/")
    return EditionOutcome(plan.address, year, "built", result.seconds, len(archive))


def _other_package(result: EditionFailed) -> Problem:
    return Problem(
        "--cluster",
        "a worker has another Planbook than this machine",
        result.said,
        "the same files of Planbook, and the same versions, on every machine",
        "update the checkout on the workers' machines and start them again",
    )
