"""The words of the site: `site/locales/<language>.yml`, and whether the languages hold the same.

A value is a template (`{name}` is filled in) or a mapping of plural forms (`one:`, `other:`).
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path

from planbook.errors import InputError, Problem
from planbook.load.mappings import Document, read_document
from planbook.looks import without_look, words_needed
from planbook.paths import LANGUAGES, find_project

__all__ = ["check_locales", "check_looks", "check_own_locales", "load_locale"]

_PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
# The plural forms a language needs (Unicode CLDR): Chinese has one form for every number.
_FORMS_NEEDED = {"zh": ("other",), "en": ("one", "other")}


def load_locale(language: str, folder: str | Path, own: Path | None = None) -> dict[str, object]:
    """The words of one language: nested groups whose leaves are str, or {form: str} for plurals.

    `own` is a plan's folder of words, which add to those of the project or take their place; it may be missing.

    Raises
    ------
    InputError
        When the file is missing or not such a mapping; with every problem of the file.
    """
    values: dict[str, object] = {}
    for place in (Path(folder), *([own] if own is not None and own.is_dir() else [])):
        document, problems = _read(language, place)
        problems = (*problems, *_check_leaves(document, language))
        if problems:
            raise InputError(problems)
        values = _overlaid(values, document.values)
    return values


def _overlaid(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """`below` with what `above` adds to it or says instead, group by group."""
    merged = dict(below)
    for key, value in above.items():
        here = merged.get(key)
        groups = isinstance(here, Mapping) and isinstance(value, Mapping) and not _is_plural(value)
        merged[key] = _overlaid(here, value) if groups else value  # type: ignore[arg-type]  # both are mappings then
    return merged


def check_own_locales(own: Path, shown: str, folder: str | Path) -> tuple[Problem, ...]:
    """Problems of a plan's own words: both languages say the same, and with no other fields than those they replace."""
    problems = list(check_locales(own, shown))
    for language in LANGUAGES:
        document, unread = _read(language, own, shown)
        base, no_base = _read(language, Path(folder))
        if unread or no_base:
            continue
        given, replaced = _leaves(document.values), _leaves(base.values)
        for key in given.keys() & replaced.keys():
            asked, filled = _fields(given[key]), _fields(replaced[key])
            if asked is not None and filled is not None and not asked <= filled:
                problems.append(
                    document.problem(
                        key,
                        f"a word asks for fields that the one in {base.shown} does not have",
                        _braced(asked - filled),
                        _braced(filled),
                        "use no other fields",
                    )
                )
    return tuple(problems)


def check_locales(folder: str | Path, shown: str = "") -> tuple[Problem, ...]:
    """Whether every language says everything the others say, with the same fields to fill in.

    `shown` is how problems name the folder, where it is not one of this project.
    """
    problems: list[Problem] = []
    leaves: dict[str, dict[str, object]] = {}
    documents: dict[str, Document] = {}
    for language in LANGUAGES:
        documents[language], found = _read(language, Path(folder), shown)
        problems.extend(found)
        problems.extend(_check_leaves(documents[language], language))
        if not found:
            leaves[language] = _leaves(documents[language].values)
    if len(leaves) == len(LANGUAGES):
        for language in LANGUAGES:
            for other in LANGUAGES:
                if other != language:
                    problems.extend(
                        _check_missing(documents[language], leaves[language], documents[other], leaves[other])
                    )
        first, *others = LANGUAGES
        for other in others:
            problems.extend(_check_fields(documents[first], leaves[first], documents[other], leaves[other]))
    return tuple(problems)


def check_looks(folder: str | Path, shown: str = "") -> tuple[Problem, ...]:
    """Whether every verdict, outlook, status and flag has a look, and words.

    What only some languages lack is told by `check_locales`. `shown` is how problems name the folder, where it is not
    one of this project.
    """
    problems = [
        Problem(
            "planbook/looks.py", "a code has no look", code, "a look for each code", f"add {code} to its table of looks"
        )
        for code in without_look()
    ]
    documents = [
        document for language in LANGUAGES for document, unread in [_read(language, Path(folder), shown)] if not unread
    ]
    problems += [
        document.problem(
            key, "a class has no words", "no such key", "words for each class of planbook/looks.py", f"add {key}"
        )
        for key in words_needed()
        if all(document.get(key) is None for document in documents)
        for document in documents
    ]
    return tuple(problems)


def _read(language: str, folder: Path, shown: str = "") -> tuple[Document, tuple[Problem, ...]]:
    path = folder / f"{language}.yml"
    return read_document(path, f"{shown}/{path.name}" if shown else find_project().shown(path))


def _is_plural(value: object) -> bool:
    return isinstance(value, Mapping) and "other" in value and _PLURAL_FORMS.issuperset(value)


def _leaves(values: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """Dotted key → template, or mapping of plural forms."""
    found: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, Mapping) and not _is_plural(value):
            found.update(_leaves(value, f"{prefix}{key}."))
        else:
            found[f"{prefix}{key}"] = value
    return found


def _fields(template: object) -> set[str] | None:
    """The fields of a template, or of all its plural forms together (`one bed` need not count).

    None where it is no template; that is told elsewhere.
    """
    forms = template.values() if isinstance(template, Mapping) else [template]
    try:
        return {name for form in forms for _, name, _, _ in string.Formatter().parse(str(form)) if name is not None}
    except ValueError:
        return None


def _check_leaves(document: Document, language: str) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    for key, value in _leaves(document.values).items():
        forms = value if isinstance(value, Mapping) else {"": value}
        if isinstance(value, Mapping):
            problems.extend(
                document.problem(
                    key,
                    f'the plural form "{form}" is missing',
                    ", ".join(value),
                    "the forms " + ", ".join(_FORMS_NEEDED[language]),
                    f'add "{form}:"',
                )
                for form in _FORMS_NEEDED.get(language, ("other",))
                if form not in value
            )
        for form, template in forms.items():
            place = f"{key}.{form}" if form else key
            problems.extend(_check_template(document, place, template))
    return tuple(problems)


def _check_template(document: Document, key: str, template: object) -> list[Problem]:
    if not isinstance(template, str):
        found = "nothing" if template is None else f"{template!r} (YAML reads it as {type(template).__name__})"
        return [document.problem(key, "a word is not text", found, "text", "write it in double quotes")]
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    except ValueError as error:
        return [
            document.problem(
                key,
                "the template cannot be filled in",
                f'"{template}" ({error})',
                "each { closed by a }",
                "close the brace, or double it to show it",
            )
        ]
    return [
        document.problem(
            key, "a field of the template has no name", f'"{template}"', "fields such as {count}", "name the field"
        )
        for name in names
        if not name.isidentifier()
    ]


def _check_missing(
    here: Document, words: Mapping[str, object], there: Document, others: Mapping[str, object]
) -> list[Problem]:
    return [
        here.problem(
            key,
            "a word is missing",
            "no such key",
            f"the key that {there.shown} has on line {there.lines.get(key, '?')}",
            f"add {key}",
        )
        for key in others
        if key not in words
    ]


def _check_fields(
    first: Document, words: Mapping[str, object], other: Document, others: Mapping[str, object]
) -> list[Problem]:
    problems = []
    for key in words.keys() & others.keys():
        for here, word, there in ((first, words[key], others[key]), (other, others[key], words[key])):
            if word == "" and there != "":  # empty in both languages is how a sentence is left out
                problems.append(here.problem(key, "a word is empty in one language", '""', "text", f"write {key}"))
        wanted, got = _fields(words[key]), _fields(others[key])
        if wanted is not None and got is not None and wanted != got:
            problems.append(
                other.problem(
                    key,
                    f"the fields differ from those in {first.shown}",
                    _braced(got),
                    _braced(wanted),
                    "use the same fields in both languages",
                )
            )
    return sorted(problems, key=lambda problem: problem.row or 0)


def _braced(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "no field"
