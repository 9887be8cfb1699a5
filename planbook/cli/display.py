"""What a user sees: a progress bar on a terminal, plain lines elsewhere, and a closing table."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from planbook.cli.log import BuildLog
from planbook.cli.messages import spoken

__all__ = ["Display"]


class Display:
    """Progress and results on one console."""

    def __init__(self, console: Console | None = None, log: BuildLog | None = None):
        self.console, self._log = console or Console(), log

    def noting(self, log: BuildLog) -> Display:
        """The same display, which also writes what it shows into a log."""
        return Display(self.console, log)

    @contextlib.contextmanager
    def steps(self) -> Iterator[Steps]:
        """A progress bar while the block runs; nothing where there is no terminal."""
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            disable=not self.console.is_terminal,
            transient=True,
        ) as progress:
            yield Steps(progress, self._log)

    def say(self, line: str) -> None:
        """One plain line."""
        if self._log:
            self._log.line(line)
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A small table on a terminal, tab-separated lines elsewhere."""
        if not self.console.is_terminal:
            self.say(title)
            for row in (columns, *rows) if any(columns) else rows:
                self.say("  " + "\t".join(row))
            return
        if self._log:
            self._log.line("\n".join([title, *("  " + "\t".join(row) for row in rows)]))
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for position, column in enumerate(columns):
            table.add_column(column, justify="left" if position == 0 else "right")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)


class Steps:
    """The bar of one build: `begin` names what is being done and how much of it, `advance` counts."""

    def __init__(self, progress: Progress, log: BuildLog | None = None):
        self._progress, self._log = progress, log
        self._task = progress.add_task("", total=None)

    def begin(self, description: str, total: int | None) -> None:
        if self._log:
            self._log.begin(description)
        self._progress.reset(self._task, description=spoken(description), total=total)

    def advance(self, description: str | None = None) -> None:
        self._progress.update(self._task, advance=1, description=description)

    def warn(self, line: str) -> None:
        if self._log:
            self._log.line(line)
            self._log.warn(line)
        self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
