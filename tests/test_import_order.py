"""Data flows one way: a module imports only from those before it."""

import ast
from pathlib import Path

import planbook

ORDER = [
    "errors",
    "paths",
    "model",
    "looks",
    "schema",
    "arithmetic",
    "rules",
    "load",
    "assess",
    "compare",
    "present",
    "returns",
    "pull",
    "drafts",
    "run",
    "publish",
    "portfolio",
    "cli",
]
PACKAGE = Path(planbook.__file__).parent


def imported_parts(path: Path) -> set[str]:
    """The parts of Planbook that the module at `path` imports anywhere, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            modules = [node.module] if node.module != "planbook" else [f"planbook.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        names |= {module.split(".")[1] for module in modules if module.startswith("planbook.")}
    return names


def test_every_module_belongs_to_a_part():
    parts = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
    assert parts - {"__init__"} == set(ORDER)


def test_no_module_imports_from_a_later_part():
    backwards = []
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part == "__init__":
            continue
        allowed = set(ORDER[: ORDER.index(part) + 1])
        later = imported_parts(path) & set(ORDER) - allowed
        backwards += [f"{path.relative_to(PACKAGE)} imports {name}" for name in later]
    assert backwards == []


def test_only_run_knows_papermill_and_only_publish_starts_engines():
    users = {"papermill": set(), "subprocess": set(), "pypandoc": set(), "typst": set()}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                modules = [node.module]
            for module in modules:
                if (top := module.split(".")[0]) in users:
                    users[top].add(path.relative_to(PACKAGE).parts[0])
    assert users["papermill"] == {"run"}
    assert users["subprocess"] | users["pypandoc"] | users["typst"] == {"portfolio", "publish"}
