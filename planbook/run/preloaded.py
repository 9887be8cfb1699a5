"""What every kernel needs, loaded once: the fork server imports this module, and each kernel is a fork of it."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
from pathlib import Path

from planbook.errors import PlanbookError
from planbook.present.charts.metrics import text_width
from planbook.present.edition import open_whole
from planbook.run.kernels import EDITION

__all__: list[str] = []


def _preload() -> None:
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # else it warns whoever starts a build
    importlib.import_module("ipykernel.debugger")  # every kernel has one, wanted or not
    text_width(" ", 1.0)  # importing the module is not enough: the first text measured reads the font
    if named := os.environ.pop(EDITION, ""):
        year, data, params, official_only = json.loads(named)
        with contextlib.suppress(PlanbookError):  # whoever opens it next is told
            open_whole(year, Path(data), Path(params), official_only)
    gc.freeze()  # what is loaded stays: a collection in a kernel would only copy the pages it lies on


_preload()
