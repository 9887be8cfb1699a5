"""What every run of the tests begins with, and two options for runs that look deeper."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = str(Path(__file__).resolve().parent)

# Kernels and programs that tests start run in folders of their own, and nothing installs Planbook.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [ROOT, os.environ.get("PYTHONPATH")]))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=int,
        default=None,
        metavar="N",
        help="damaged inputs to try on the loaders (tests/test_load_damaged.py); without, a few, always the same",
    )
