"""What a notebook may call: every builder there is, and each of them once."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

from planbook import present

FAMILIES = ("say_", "table_", "chart_")


def builders() -> dict[str, object]:
    """Every function of the three families that makes something of an edition, by name, where it is defined."""
    found = {}
    for module in pkgutil.walk_packages(present.__path__, "planbook.present."):
        for name, value in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            first = next(iter(inspect.signature(value).parameters), "")
            if name.startswith(FAMILIES) and value.__module__ == module.name and first == "edition":
                found[name] = value
    return found


def test_every_builder_is_offered_and_no_other_function_under_its_name():
    offered = {name: value for name, value in vars(present).items() if name.startswith(FAMILIES)}
    assert offered == builders()


def test_a_notebook_names_only_what_is_offered():
    notebooks = Path(present.__file__).resolve().parents[2] / "notebooks"
    for notebook in notebooks.glob("*.ipynb"):
        for name in re.findall(r"\bpresent\.([A-Za-z_]+)\(", notebook.read_text(encoding="utf-8")):
            assert hasattr(present, name), f"{notebook.name}: present.{name}"
