"""Writes expected/<case>.txt anew. Read the difference before keeping it: the texts are what people are told."""

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from bad_inputs.cases import CASES  # noqa: E402
from bad_inputs.project import make_project, told  # noqa: E402

if __name__ == "__main__":
    for old in (HERE / "expected").glob("*.txt"):
        old.unlink()
    for name, spoil in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            bad = make_project(Path(folder) / "project")
            spoil(bad)
            (HERE / "expected" / f"{name}.txt").write_text(told(bad.check()), encoding="utf-8")
