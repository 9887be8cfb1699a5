"""The evidence that docs/trust.md names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OF_A_PLAN = ("plan.yml", "datapackage.json")  # named as any plan has them
TEXT = (ROOT / "docs/trust.md").read_text(encoding="utf-8")


def test_every_file_that_is_named_as_evidence_exists():
    here = TEXT.partition("Source of the items")[0]
    named = set(re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|md|yml|csv|json|ipynb|txt|toml))`", here))
    assert len(named) > 15
    assert [name for name in sorted(named) if not (ROOT / name).exists() and name not in OF_A_PLAN] == []


def test_the_limits_are_those_in_force():
    from planbook.load.limits import DEEPEST, LARGEST
    from planbook.run.execute import _CELL_SECONDS

    assert f"| size of a file | {LARGEST / 1_000_000:g} MB |" in TEXT
    assert f"| groups within groups | {DEEPEST} |" in TEXT
    assert _CELL_SECONDS == 600 and "| a cell of a notebook | ten minutes |" in TEXT


def test_every_item_of_the_levels_says_whether_it_holds():
    rows = re.findall(r"^\| (baseline|silver|gold) \| ([^|]+) \| (yes|in part|no|not shown) \| ([^|]+) \|$", TEXT, re.M)
    assert [level for level, *_ in rows] == ["baseline"] * 5 + ["silver"] * 9 + ["gold"] * 4
