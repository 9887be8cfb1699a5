"""What every run of the tests begins with."""

import os
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent)

# Kernels and programs that tests start run in folders of their own, and nothing installs Planbook.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [ROOT, os.environ.get("PYTHONPATH")]))
