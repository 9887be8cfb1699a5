"""One edition in a process of its own, for a worker of a portfolio: `python -m planbook.cli.alone '{…}'`.

It ends as `python build.py` does, and with the worker that started it: then its standard input closes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path

from rich.console import Console

from planbook.cli.build import BuildOptions, build_edition
from planbook.cli.display import Display
from planbook.cli.ending import run_to_the_end
from planbook.paths import find_project
from planbook.run.scratch import use_private_scratch

__all__ = ["main"]


def main(asked: str) -> int:
    """Build what `asked` says, a JSON object; the exit code."""
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    project, given = find_project(), json.loads(asked)
    options = BuildOptions(
        project=project,
        year=given["year"],
        languages=tuple(given["languages"]),
        formats=tuple(given["formats"]),
        publisher=given["publisher"],
        data_dir=Path(given["data"]),
        output=Path(given["site"]),
        official_only=given["official_only"],
        workers=given["jobs"],
        assets=given["assets"],
        remember=False,  # the folder is another each time: nothing would be found again
    )

    def run() -> None:
        use_private_scratch()
        build_edition(options, Display(Console(width=200)))

    return run_to_the_end(run, project.build)


def _end_with_the_worker() -> None:
    # Read past Python's own buffer: a thread that waits in it would keep the process from ending.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
