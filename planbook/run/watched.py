"""What is seen of a notebook while it runs: which cell it is at, how much it has shown, how its kernel ended."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["ENGINE", "OUTPUT_BYTES", "Watch", "register_engine", "told"]

ENGINE = "planbook-watched"
OUTPUT_BYTES = 50_000_000  # of one notebook; the largest page shows some two million
_PATIENCE = 60  # seconds that outputs may take to arrive once a cell has ended


@dataclass
class Watch:
    """A notebook that runs: its cells as far as they came, the cell it is at, the characters it has shown."""

    limit: int = OUTPUT_BYTES
    notebook: NotebookNode | None = None
    cell: int | None = None
    source: str = ""
    shown: int = 0
    ended: int | None = None  # the exit code of a kernel that died, negative for a signal

    def begin(self, cell: NotebookNode, cell_index: int) -> None:
        self.cell, self.source = cell_index, str(cell.source)

    def end(self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        if self.showed_too_much:
            raise DeadKernelError("Kernel was ended")

    @property
    def showed_too_much(self) -> bool:
        return self.shown > self.limit


def told(error: Exception, watch: Watch, seconds: int) -> str:
    """Why a notebook ended that no error of its own ended, and what to do."""
    if watch.showed_too_much:
        return (
            f"the notebook shows more than {watch.limit / 1e6:g} MB. Fix: show a part or a summary, "
            "or write what is large into a file"
        )
    if isinstance(error, CellTimeoutError):
        return f"the cell did not end within {seconds} s. Fix: look for a loop without an end, or compute less"
    if isinstance(error, DeadKernelError):
        return f"the kernel died{_how(watch.ended)}. Fix: look for what ends the process in this cell"
    return f"{type(error).__name__}: {error}"


def _how(ended: int | None) -> str:
    if ended is None:
        return ""
    if ended >= 0:
        return f" (exit code {ended})"
    name = signal.Signals(-ended).name if -ended in set(signal.Signals) else str(-ended)
    often = "; most often the system had no memory left" if name == "SIGKILL" else ""
    return f" ({name}{often})"


class _Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """papermill's client, which tells a `Watch` what it sees and stops a notebook that shows too much."""

    watch: Watch

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        self.watch.shown += _size(msg)
        if self.watch.showed_too_much:
            self.task_poll_for_reply.cancel()  # as for a kernel that died; it is ended next
            raise CellExecutionComplete  # where the cell has ended already, `Watch.end` is asked after this
        output: NotebookNode | None = super().process_message(msg, cell, cell_index)
        return output

    async def _async_check_alive(self) -> None:
        if self.kc is None:  # asked once more after the kernel was ended
            raise DeadKernelError("Kernel died")
        try:
            await super()._async_check_alive()
        except DeadKernelError:
            if self.km is not None and self.km.provisioner is not None:
                self.watch.ended = await self.km.provisioner.poll()
            raise


def _size(message: dict[str, Any]) -> int:
    content = message["content"]
    if message["msg_type"] == "stream":
        return len(content["text"])
    return sum(len(value) if isinstance(value, str) else len(repr(value)) for value in content.get("data", {}).values())


class _Engine(NBClientEngine):  # type: ignore[misc]
    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, watch: Watch, **kwargs: Any) -> None:
        """Run the notebook that papermill hands over, seen by `watch`."""
        watch.notebook = nb_man.nb
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            timeout=kwargs.get("execution_timeout"),
            startup_timeout=kwargs.get("start_timeout", 60),
            iopub_timeout=_PATIENCE,
            config=kwargs.get("config"),
            on_cell_start=watch.begin,
            on_cell_executed=watch.end,
        )
        client.watch = watch
        client.execute()


def register_engine() -> None:
    """Make `ENGINE` known to papermill."""
    papermill_engines.register(ENGINE, _Engine)
