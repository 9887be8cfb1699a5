"""How much a file of a plan may hold: far beyond any plan, and little enough to be read in a moment."""

from __future__ import annotations

from pathlib import Path

import yaml

from planbook.errors import Problem

__all__ = ["DEEPEST", "LARGEST", "find_anchor", "too_deep", "too_large"]

LARGEST = 20_000_000  # bytes of one file
DEEPEST = 40  # groups within groups

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def too_large(path: Path, shown: str) -> Problem | None:
    """Why a file is not read at all; None where its size is no reason."""
    size = path.stat().st_size
    if size <= LARGEST:
        return None
    return Problem(
        shown,
        "the file is too large",
        f"{size:,} bytes",
        f"at most {LARGEST:,} bytes",
        "see what fills it, such as a pasted picture or empty rows, and delete that",
    )


def too_deep(text: str) -> bool:
    """Whether brackets or indented groups of a text lie deeper in one another than any plan needs."""
    depth = deepest = 0
    for sign in text:
        if sign in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "}]":
            depth = max(0, depth - 1)
    indents: list[int] = []
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" -"))
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        deepest = max(deepest, len(indents))
    return deepest > DEEPEST


def find_anchor(text: str) -> int | None:
    """The line of the first anchor or alias of a YAML file, None where there is none.

    Nine aliases of eight anchors of one another stand for millions of keys; no plan needs any.
    """
    if "&" not in text and "*" not in text:
        return None
    for event in yaml.parse(text, Loader=_Loader):
        if getattr(event, "anchor", None) is not None:
            return 1 if event.start_mark is None else int(event.start_mark.line) + 1
    return None
