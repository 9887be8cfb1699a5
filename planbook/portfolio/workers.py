"""Who builds: processes of this machine, or the workers of a Dask cluster.

Both are Dask's, so that there is one way: a worker that is lost has its edition built by another, and what fails for
want of a machine is tried again.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from distributed import Client, LocalCluster

from planbook.errors import InputError, Problem

__all__ = ["open_workers"]

_SECONDS = 20
_COMPARED = ["pandas", "scipy", "plotly", "typst", "papermill", "matplotlib"]  # beside what Dask compares itself


@contextlib.contextmanager
def open_workers(address: str, count: int) -> Iterator[Client]:
    """A client of the cluster at `address`, or of `count` processes of this machine where that is "".

    Raises
    ------
    InputError
        When no scheduler answers, it has no workers, or their versions are not those of this machine.
    """
    if not address:
        with (
            LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",  # any free port, and none but this machine asks it
                memory_limit=0,
                silence_logs=logging.CRITICAL,
            ) as local,
            Client(local, set_as_default=False) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            [
                Problem(
                    "--cluster",
                    "no Dask scheduler answers there",
                    f"{address!r} ({error})",
                    "tcp://HOST:PORT of a running scheduler",
                    "start one with `dask scheduler`, or leave --cluster out",
                )
            ]
        ) from error
    with client:
        _require_workers(client, address)
        _compare_versions(client, address)
        yield client


def _require_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError as error:
        raise InputError(
            [
                Problem(
                    "--cluster",
                    "the scheduler has no workers",
                    address,
                    "at least one worker",
                    f"start some: dask worker {address} --nthreads 1",
                )
            ]
        ) from error


def _compare_versions(client: Client, address: str) -> None:
    try:
        client.get_versions(check=True, packages=_COMPARED)
    except (ValueError, ImportError) as error:
        raise InputError(
            [
                Problem(
                    "--cluster",
                    "workers, scheduler and this machine do not run the same versions",
                    " ".join(str(error).split()),
                    f"the same versions on {address} as here",
                    "pip install -r requirements.txt on every machine, in the same Python",
                )
            ]
        ) from error
