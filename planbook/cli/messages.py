"""What is wrong, told in the reader's language.

Problems are written in English where they are found. `site/messages/<language>.po` holds, for gettext's own editors,
each English text with `{}` where a figure or a name stands, and how it is said in the other language. A text that is
not there is told in English.
"""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planbook.errors import InputError, Problem
from planbook.paths import find_project

__all__ = [
    "LANGUAGE_CODES",
    "Messages",
    "messages_in",
    "of_the_reader",
    "reader_messages",
    "speak",
    "spoken",
    "take_language",
]

LANGUAGE_CODES = ("zh", "en")
_PLACE = re.compile(r"\{(\d*)\}")
_DEEPEST = 4  # texts within texts: `about 100 times the other values` within `0.4, about …`


def of_the_reader() -> str:
    """The language the system speaks to the user in: zh where that is Chinese, else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    known = locale.getlocale()[0] or ""  # Windows and macOS tell it here
    return "zh" if known.lower().startswith(("zh", "chinese")) else "en"


@dataclass(frozen=True)
class Messages:
    """How problems are told in one language."""

    language: str
    exact: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def problem(self, problem: Problem) -> str:
        """A problem as one line, with its severity."""
        if self.language == "en":
            return f"{problem.severity}: {problem}"
        place = problem.file if problem.row is None else f"{problem.file}:{problem.row}"
        about = "，".join(str(part) for part in (problem.subject, problem.year) if part is not None)
        severity = {"error": "错误", "warning": "提醒", "note": "说明"}[problem.severity]
        what, found, expected, fix = map(self.text, (problem.what, problem.found, problem.expected, problem.fix))
        where = f"{self.text(place)}{f' [{about}]' if about else ''}"
        return f"{severity}：{where}：{what}；现为 {found}，应为 {expected}。处理：{fix.rstrip('.。')}。"

    def counts(self, errors: int, warnings: int) -> str:
        return (
            f"{errors} 个错误，{warnings} 个提醒" if self.language == "zh" else f"{errors} errors, {warnings} warnings"
        )

    def text(self, text: str, depth: int = 0) -> str:
        """A text in the language; as it stands where nobody translated it."""
        if self.language == "en" or not re.search("[a-z]", text):
            return text
        if text in self.exact:
            return self.exact[text]
        if depth < _DEEPEST:
            for pattern, meant in self.patterns:
                if found := pattern.fullmatch(text):
                    return self._filled(meant, [self.text(part, depth + 1) for part in found.groups()])
        return text

    def _filled(self, meant: str, parts: list[str]) -> str:
        following = iter(parts)
        return _PLACE.sub(lambda place: parts[int(place[1]) - 1] if place[1] else next(following), meant)


@cache
def messages_in(language: str) -> Messages:
    """The messages of a language; in English they are what the code says."""
    path = find_project().site_sources / "messages" / f"{language}.po"
    if language == "en" or not path.is_file():
        return Messages("en", {}, ())
    return _read(path, language)


def _read(path: Path, language: str) -> Messages:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        entries = {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}
    exact = {english: meant for english, meant in entries.items() if "{}" not in english}
    templates = [english for english in entries if "{}" in english]
    # The text with the most words of its own comes first: `{} in {}` fits too much.
    templates.sort(key=lambda english: (-len(english.replace("{}", "")), english))
    patterns = tuple(
        (re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL), entries[english])
        for english in templates
    )
    return Messages(language, exact, patterns)


_spoken: list[str] = []  # what this run was told to speak; empty for the system's own


def speak(language: str) -> None:
    """Tell everything in a language from now on; "" for the one the system speaks.

    Raises
    ------
    InputError
        When there are no messages in it.
    """
    if language not in ("", *LANGUAGE_CODES):
        fix = "write --messages zh or --messages en"
        found = f'"{language}"'
        raise InputError([Problem("command line", "--messages is not known", found, "zh or en", fix)])
    _spoken[:] = [language] if language else []


def reader_messages() -> Messages:
    """The messages in the language that was asked for, else in the system's."""
    return messages_in(_spoken[0] if _spoken else of_the_reader())


def spoken(text: str) -> str:
    """What a call says of its work, in the reader's language; figures and names stay."""
    return reader_messages().text(text)


def take_language(arguments: Sequence[str]) -> tuple[list[str], str]:
    """The arguments without `--messages`, wherever it stands, and the language it names; "" without."""
    rest, language, following = [], "", iter(arguments)
    for argument in following:
        if argument == "--messages":
            language = next(following, "?")
        elif argument.startswith("--messages="):
            language = argument.partition("=")[2]
        else:
            rest.append(argument)
    return rest, language
