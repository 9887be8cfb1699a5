"""Kernels forked from a parent with the stack imported.

A fresh IPython kernel spends three to five seconds importing pandas, matplotlib and plotly; an edition runs some
sixty notebooks. Here the standard library's fork server imports them once and each kernel is a fork of it. Where
forking does not exist (Windows), the ordinary provisioner is used.

Registered in pyproject.toml as the entry point `planbook-forked` of `jupyter_client.kernel_provisioners`.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

__all__ = ["ForkedProvisioner", "PROVISIONER_NAME", "forking_available"]

PROVISIONER_NAME = "planbook-forked"

_PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "pandas",
    "scipy.stats",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "babel.numbers",
    "babel.dates",
    "yaml",
    "planbook.present",
)


def forking_available() -> bool:
    """Whether this system can fork kernels."""
    return "forkserver" in multiprocessing.get_all_start_methods()


def _serve_kernel(connection_file: str, folder: str | None, environment: dict[str, str]) -> None:
    """Become an IPython kernel; runs in the forked process."""
    os.setsid()  # interrupts and kills reach the kernel's own children, as with a launched kernel
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a launched kernel does; it heeds interrupts while a cell runs
    os.environ.clear()
    os.environ.update(environment)
    if folder:
        os.chdir(folder)
        sys.path.insert(0, "")
    from ipykernel.kernelapp import IPKernelApp

    application = IPKernelApp.instance(log_level=logging.CRITICAL)  # told to stop, a kernel calls that an error
    application.initialize(["-f", connection_file])
    application.start()


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
        if self._process.is_alive():
            os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by forking; everything else as the local provisioner does it."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any):
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(_PRELOADED))
        connection_file = self.parent.connection_file
        process = context.Process(
            target=_serve_kernel,
            args=(connection_file, kwargs.get("cwd"), dict(kwargs.get("env") or os.environ)),
            daemon=True,
        )
        process.start()
        self.process = _ForkedProcess(process)
        self.pid = self.process.pid
        self.pgid = None
        return self.connection_info
