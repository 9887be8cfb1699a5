"""Kernels forked from a parent with the stack imported.

A fresh IPython kernel spends two to four seconds importing pandas, scipy and this package; an edition runs some
sixty notebooks. Here the standard library's fork server imports them once and each kernel is a fork of it. Where
forking does not exist (Windows), the ordinary provisioner is used.

The process that runs notebooks registers it: Planbook is run from its checkout, and nothing installs it.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from planbook.paths import Stamp, stamp_of
from planbook.run.noting import note_run

__all__ = ["EDITION", "ForkedProvisioner", "NOTES", "PROVISIONER_NAME", "fork_kernels", "open_for_kernels"]

PROVISIONER_NAME = "planbook-forked"
NOTES = "reads.txt"  # beside a forked kernel's connection file: what its run read
_LEAST_MEMORY = 4 << 30  # of addresses, which libraries set aside far more of than they use
EDITION = "PLANBOOK_EDITION"  # names, to a fork server that starts, the edition whose notebooks are to be run

_PACKAGES = str(Path(__file__).resolve().parents[2])  # the folder that this package lies in

# What a fork would otherwise import again: the program itself, this module, and what notebooks use.
_PRELOADED = (
    "__main__",
    "planbook.run.kernels",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "pandas",
    "scipy.stats",
    "babel.numbers",
    "babel.dates",
    "yaml",
    "planbook.present",
    "planbook.run.preloaded",
)


def fork_kernels() -> None:
    """Let kernels that this process starts be forked, where the system can and the process may have children.

    A Dask worker under its nanny may not: there a kernel is launched as Jupyter does it, and finds this package.
    """
    if _may_fork():
        # The factory is one for the process and takes no configuration from the kernel's manager.
        factory = KernelProvisionerFactory.instance()
        factory.provisioners[PROVISIONER_NAME] = EntryPoint(
            PROVISIONER_NAME, f"{__name__}:ForkedProvisioner", factory.GROUP_NAME
        )
        factory.default_provisioner_name = PROVISIONER_NAME
    else:
        searched = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        if _PACKAGES not in searched:
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [_PACKAGES, *searched]))


_Edition = tuple[int | str, str, str, bool]
_open: tuple[_Edition, Stamp] | None = None  # what the fork server has open


def open_for_kernels(year: int | str, data: Path, params: Path, official_only: bool) -> None:
    """Let kernels be forked from a process that has an edition open, whose folders are absolute.

    A fork server that has none or another one open, or files that have changed since, is ended and a new one started;
    no kernel of it may be running. Returns at once: the edition is opened beside what this process does.
    """
    global _open
    if not _may_fork():
        return
    edition = (year, str(data), str(params), official_only)
    wanted = edition, stamp_of(data, params)
    if wanted == _open:
        return
    from multiprocessing import forkserver

    cast(Any, forkserver._forkserver)._stop()
    os.environ[EDITION] = json.dumps(edition)
    try:
        forkserver.set_forkserver_preload(list(_PRELOADED))
        forkserver.ensure_running()
    finally:
        del os.environ[EDITION]
    _open = wanted


def _may_fork() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods() and not multiprocessing.current_process().daemon


def _serve_kernel(arguments: list[str], folder: str | None, environment: dict[str, str]) -> None:
    """Become an IPython kernel; runs in the forked process."""
    _let_go_of_the_fork_server()
    os.setsid()  # interrupts and kills reach the kernel's own children, as with a launched kernel
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a launched kernel does; it heeds interrupts while a cell runs
    _limit_memory()
    os.environ.clear()
    os.environ.update(environment)
    if folder:
        os.chdir(folder)
        sys.path.insert(0, "")
    from ipykernel.kernelapp import IPKernelApp

    application = IPKernelApp.instance(parent_handle=os.getppid())  # it ends with its parent, and explains nothing
    application.initialize(arguments)
    application.log_level = logging.CRITICAL  # told to stop, a kernel calls that an error
    note_run(Path(application.abs_connection_file).with_name(NOTES))
    application.start()


def _limit_memory() -> None:
    """Let a notebook that asks for more than half of the machine's memory fail itself, and not what runs beside it."""
    if sys.platform != "linux":
        return
    import resource

    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = max(physical // 2, _LEAST_MEMORY)
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _let_go_of_the_fork_server() -> None:
    """Close this process's end of the pipe by which the fork server knows that somebody still needs it.

    Each of its children is given one. With a kernel's left open, a main process that is killed leaves the fork server
    waiting for its kernels, and the kernels for the fork server, for ever.
    """
    from multiprocessing import forkserver

    server = cast(Any, forkserver._forkserver)  # what the standard library keeps to itself
    alive = server._forkserver_alive_fd
    if alive is not None:
        os.close(alive)
        server._forkserver_alive_fd = server._forkserver_address = None  # a notebook's own fork server is another


class _ForkedProcess:
    """A `multiprocessing.Process` with the few methods of `subprocess.Popen` that provisioners use."""

    stdin = stdout = stderr = None

    def __init__(self, process: multiprocessing.process.BaseProcess):
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.pid is not None and self._process.is_alive():
            os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by forking; everything else as the local provisioner does it."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel that takes the arguments of `cmd`."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(_PRELOADED))
        process = context.Process(
            target=_serve_kernel,
            args=(cmd[cmd.index("-f") :], kwargs.get("cwd"), dict(kwargs.get("env") or os.environ)),
            daemon=True,
        )
        process.start()
        self.process = cast(Any, _ForkedProcess(process))
        self.pid = process.pid
        self.pgid = None
        return self.connection_info
