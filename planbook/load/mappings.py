"""YAML files (plan, parameters, words) as plain mappings, each key with the line it stands on.

YAML quietly keeps the last of two equal keys and reads `no:` as False; both are refused here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from planbook.errors import Problem, closest
from planbook.load.encodings import UnreadableError, decode
from planbook.load.limits import DEEPEST, find_anchor, too_deep, too_large

__all__ = ["Document", "check_keys", "read_document"]

Value = TypeVar("Value")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """One YAML file: nested values, and the line of each dotted key."""

    shown: str
    values: dict[str, object] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def get(self, dotted: str) -> object:
        """The value at `group.key`, None where there is none."""
        value: object = self.values
        for part in dotted.split("."):
            if not isinstance(value, Mapping) or part not in value:
                return None
            value = value[part]
        return value

    def text(self, dotted: str) -> str:
        """The text at a key of a document that was checked, "" where there is none."""
        return self._of_kind(dotted, str) if self.get(dotted) is not None else ""

    def whole(self, dotted: str) -> int:
        """The whole number at a key of a document that was checked."""
        return self._of_kind(dotted, int)

    def day(self, dotted: str) -> date:
        """The date at a key of a document that was checked."""
        return self._of_kind(dotted, date)

    def _of_kind(self, dotted: str, kind: type[Value]) -> Value:
        value = self.get(dotted)
        if not isinstance(value, kind):
            raise TypeError(
                f"{self.shown}, {dotted}: {value!r} is not of type {kind.__name__}; the file is not checked"
            )
        return value

    def problem(self, dotted: str, what: str, found: str, expected: str, fix: str) -> Problem:
        """A `Problem` at a key; at the group it belongs in where the key is not there."""
        place = dotted
        while place and place not in self.lines:
            place = place.rpartition(".")[0]
        return Problem(self.shown, what, found, expected, fix, row=self.lines.get(place), subject=dotted or None)


def read_document(path: Path, shown: str) -> tuple[Document, tuple[Problem, ...]]:
    """A YAML file whose top is a mapping, and everything that keeps it from being one.

    With problems the document is empty: nothing is built on a file that was half read.
    """
    text, unreadable = _read_text(path, shown)
    if unreadable is not None:
        return Document(shown), (unreadable,)
    loader = _Loader(text)
    try:
        if (anchor := find_anchor(text)) is not None:
            return Document(shown), (
                Problem(
                    shown,
                    "the file uses anchors or aliases of YAML",
                    "a key or value with & or *",
                    "every value written where it stands",
                    "write the value out; text that begins with & or * goes in double quotes",
                    row=anchor,
                ),
            )
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return Document(shown), (
                Problem(
                    shown,
                    "the file holds no keys",
                    "nothing" if node is None else node.tag.rpartition(":")[2],
                    "lines of the form key: value",
                    "write the keys the file is for",
                ),
            )
        lines: dict[str, int] = {}
        problems = tuple(_walk(loader, node, "", lines, shown))
        if problems:
            return Document(shown), problems
        return Document(shown, loader.construct_document(node), lines), ()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return Document(shown), (
            Problem(
                shown,
                "the file cannot be read as YAML",
                str(getattr(error, "problem", None) or error),
                "valid YAML",
                "mend the line; text with a colon or a quote goes in double quotes",
                row=None if mark is None else mark.line + 1,
            ),
        )
    finally:
        loader.dispose()


def _read_text(path: Path, shown: str) -> tuple[str, Problem | None]:
    """The text of a YAML file, or why it is not read."""
    if not path.is_file():
        found, fix = ("a folder", "move the folder elsewhere") if path.is_dir() else ("no file", f"add {shown}")
        return "", Problem(shown, "the file is missing", found, "a YAML file", fix)
    if (large := too_large(path, shown)) is not None:
        return "", large
    try:
        decoded = decode(path.read_bytes())
    except UnreadableError as error:
        found = error.found
    else:
        if not decoded.read_as:
            if not too_deep(decoded.text):
                return decoded.text, None
            return "", Problem(
                shown, "groups lie too deep in one another", "very many", f"at most {DEEPEST}", "mend the file"
            )
        found = f"what looks like {decoded.read_as}"
    return "", Problem(shown, "the file is not encoded in UTF-8", found, "UTF-8", "save the file again in UTF-8")


def _walk(
    loader: yaml.SafeLoader, node: yaml.MappingNode, prefix: str, lines: dict[str, int], shown: str
) -> Iterator[Problem]:
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.tag != "tag:yaml.org,2002:str":
            yield Problem(
                shown,
                "a key is not text",
                f"{key.value} (YAML reads it as {key.tag.rpartition(':')[2]})",
                "a key that is text",
                f'write "{key.value}" in double quotes',
                row=line,
            )
            continue
        dotted = f"{prefix}{key.value}"
        if dotted in lines:
            yield Problem(
                shown,
                "a key stands twice",
                f"{dotted} on lines {lines[dotted]} and {line}",
                "each key once",
                f"delete or rename one {key.value}",
                row=line,
                subject=dotted,
            )
        lines[dotted] = line
        if isinstance(value, yaml.MappingNode):
            yield from _walk(loader, value, f"{dotted}.", lines, shown)
        elif value.tag == "tag:yaml.org,2002:timestamp":
            try:
                loader.construct_object(value)
            except ValueError:
                yield Problem(
                    shown,
                    "there is no such date",
                    value.value,
                    "a date of the calendar",
                    "correct the date",
                    row=value.start_mark.line + 1,
                    subject=dotted,
                )


def check_keys(document: Document, required: Iterable[str], optional: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Dotted keys that are missing, and keys nobody asked for.

    `required` and `optional` name the leaves; a group is known when a leaf below it is.
    """
    required, optional = tuple(required), tuple(optional)
    known = {*required, *optional}
    groups = {leaf[:index] for leaf in known for index, sign in enumerate(leaf) if sign == "."}
    missing = [key for key in required if document.get(key) in (None, "")]
    problems, hints = [], ""
    for key in document.lines:
        if key in known or key in groups:
            continue
        hint = closest(key, [*missing, *optional])
        hints += hint
        problems.append(
            document.problem(
                key,
                "the key is not known",
                f'"{key}"{hint}',
                "one of " + ", ".join((*required, *optional)),
                f"rename or delete {key}",
            )
        )
    problems.extend(
        document.problem(key, "the key is missing or empty", "nothing", f"a value for {key}", f"write {key}")
        for key in missing
        if f'"{key}"' not in hints  # a misspelt key is told once
    )
    problems.extend(
        document.problem(
            key, "a single value is needed here", "a group of keys", f"one value for {key}", f"write {key} as one value"
        )
        for key in known
        if isinstance(document.get(key), Mapping)
    )
    return tuple(sorted(problems, key=lambda problem: (problem.row or 0, problem.subject or "")))
