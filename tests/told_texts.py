"""Every text that the code tells people, read from the code itself, with `7` where something is filled in.

A text is an argument of a call that makes a `Problem`, or what is assigned or returned to become one.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "planbook"
ROOMS = ("errors.py", "paths.py", "load", "rules", "returns", "pull", "drafts", "run/jobs.py", "assess/duties.py")
MORE = ("publish/earlier.py", "publish/quarto.py", "portfolio", "cli")
NAMES = frozenset({"what", "found", "expected", "fix", "rule", "rest", "instead", "such", "shown", "has"})
MAKERS = re.compile(r"problem|wrong|refuse|lack$|^spoken$", re.IGNORECASE)
SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")
FILLED = "7"


def told_texts() -> dict[str, str]:
    """Text → `file:line` where it stands."""
    found: dict[str, str] = {}
    for room in (*ROOMS, *MORE):
        base = PACKAGE / room
        for path in [base] if base.is_file() else sorted(base.rglob("*.py")):
            for line, text in _of_module(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(text, f"{path.relative_to(PACKAGE.parent)}:{line}")
    return found


def _of_module(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        for value in _said(node):
            for text in _variants(value):
                if SENTENCE.search(text):
                    yield value.lineno, text


def _said(node: ast.AST) -> list[ast.expr]:
    """The expressions of a node that become what people are told."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if MAKERS.search(name):
            given = [word.value for word in node.keywords if word.arg not in ("severity", "key", "subject")]
            return [*node.args, *given]
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id in NAMES:
            return [node.value]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = zip(target.elts, node.value.elts, strict=False)
            return [value for name, value in pairs if isinstance(name, ast.Name) and name.id in NAMES]
    return []


def _variants(node: ast.expr) -> list[str]:
    """The texts an expression can be; [] where it is none that stands in the code."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return [*_variants(node.body), *_variants(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in _variants(value)]
    if isinstance(node, ast.JoinedStr):
        return _joined([_part(value) for value in node.values])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = [_variants(side) or [FILLED] for side in (node.left, node.right)]
        return _joined(sides)
    return []


def _part(value: ast.expr) -> list[str]:
    if isinstance(value, ast.FormattedValue):
        return _variants(value.value) or [FILLED]
    return _variants(value)


def _joined(parts: list[list[str]]) -> list[str]:
    return ["".join(_filled(chosen)) for chosen in itertools.islice(itertools.product(*parts), 32)]


def _filled(parts: tuple[str, ...]) -> Iterator[str]:
    """The parts, without what is filled in behind a word: an end that is mostly not there."""
    before = ""
    for part in parts:
        yield "" if part == FILLED and before[-1:].isalnum() else part
        before = part
