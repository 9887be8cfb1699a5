"""`build-all`: what a user sees of a portfolio being built."""

from __future__ import annotations

from pathlib import Path

from planbook.cli.display import Display
from planbook.paths import Project
from planbook.portfolio import EditionOutcome, build_portfolio, read_portfolio

__all__ = ["build_listed"]

_MEGABYTE = 1_000_000


def build_listed(
    listed: Path,
    project: Project,
    out: Path | None,
    display: Display,
    *,
    cluster: str,
    workers: int,
    jobs: int,
    publisher: str,
    official_only: bool,
    force: bool,
) -> int:
    """Build what the list names and say what came of each; the exit code."""
    portfolio, site = read_portfolio(listed), out or project.output

    def tell(outcome: EditionOutcome, done: int, total: int) -> None:
        took = f" in {outcome.seconds:.1f} s" if outcome.seconds else ""
        display.say(f"[{done}/{total}] {outcome.plan} {outcome.year}: {outcome.state}{took}")

    result = build_portfolio(
        portfolio,
        project,
        site,
        cluster=cluster,
        workers=workers,
        jobs=jobs,
        publisher=publisher,
        official_only=official_only,
        force=force,
        on_done=tell,
    )
    display.table(
        f"{len(result.outcomes)} editions in {site}, {result.seconds:.1f} s",
        ("plan", "year", "state", "seconds", "MB"),
        [
            (
                one.plan,
                str(one.year),
                one.state if not one.code else f"{one.state} (exit {one.code})",
                f"{one.seconds:.1f}" if one.seconds else "",
                f"{one.archive_bytes / _MEGABYTE:.1f}" if one.archive_bytes else "",
            )
            for one in result.outcomes
        ],
    )
    for one in result.outcomes:
        if one.said:
            display.say(f"{one.plan} {one.year}:\n{one.said}")
    return result.exit_code
