"""How sentences are written, over every page of three years in both languages: see `CONTRIBUTING.md`, Sentences."""

from __future__ import annotations

import re
from functools import cache

import pytest
from sentences import said_on_pages, sentences_of

from planbook.paths import LANGUAGES, find_project
from planbook.present.edition import Edition, open_edition

YEARS = (2021, 2023, 2025)
# A character, or a figure or Latin word, which is read as one.
READ_AS_ONE = {"zh": re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9][A-Za-z0-9.,%/–-]*"), "en": re.compile(r"\S+")}
LONGEST = {"zh": 62, "en": 36}
COLON = {"zh": "：", "en": re.compile(r":(?=\s)")}
OTHER_RANGE = {"zh": re.compile(r"\d%?–\d"), "en": re.compile(r"\d%?—\d")}
QUOTED = re.compile("“[^”]*”")


@cache
def shipped(year: int, language: str) -> Edition:
    project = find_project()
    return open_edition(year, language, project.data, project.params)


@cache
def pages(year: int, language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((page, tuple(passages)) for page, passages in said_on_pages(shipped(year, language)))


def names_of(edition: Edition) -> list[str]:
    """Names that the plan's data give, longest first: a sentence cannot shorten them, and they are read as one."""
    words, inputs = edition.words, edition.inputs
    named = [one.name for one in inputs.indicators.values()] + [one.label for one in inputs.achievements.values()]
    texts = [words.text(name) for name in named]
    texts += [words.spaced(str(name)) for name in inputs.series[f"name_{edition.language}"]]
    texts += [words.text(one.measured) for one in inputs.tasks.values() if one.measured is not None]
    return sorted({form for text in texts for form in (text, words.inside(text))}, key=len, reverse=True)


def each_sentence(year: int, language: str):
    for page, passages in pages(year, language):
        for passage in passages:
            for sentence in sentences_of(passage, language):
                yield page, sentence


def strange(year: int, language: str, is_strange) -> list[tuple[str, str]]:
    return [(page, said) for page, said in each_sentence(year, language) if is_strange(QUOTED.sub("“”", said))]


every_edition = pytest.mark.parametrize(("year", "language"), [(year, one) for year in YEARS for one in LANGUAGES])


@every_edition
def test_a_sentence_has_one_thought(year, language):
    names = names_of(shipped(year, language))

    def is_long(said: str) -> bool:
        for name in names:
            said = said.replace(name, "N")
        return len(READ_AS_ONE[language].findall(said)) > LONGEST[language]

    assert strange(year, language, is_long) == []


@every_edition
def test_a_sentence_has_no_second_colon(year, language):
    assert strange(year, language, lambda said: len(re.findall(COLON[language], said)) > 1) == []


@every_edition
def test_running_text_has_no_plus_sign_before_a_number(year, language):
    assert strange(year, language, lambda said: re.search(r"(?<![\d)])\+ ?\d", said)) == []


@every_edition
def test_ranges_have_one_sign(year, language):
    assert strange(year, language, lambda said: OTHER_RANGE[language].search(said)) == []


@every_edition
def test_differences_have_no_empty_decimals(year, language):
    points = re.compile(r"\d\.0+ (?:个百分点|percentage point)")
    assert strange(year, language, lambda said: points.search(said) and "置信" not in said) == []


@every_edition
def test_no_page_says_a_sentence_twice(year, language):
    twice = []
    for page, passages in pages(year, language):
        told = [set(sentences_of(passage, language)) for passage in passages]
        for place, sentences in enumerate(told):
            twice += [(page, said) for said in sentences if any(said in other for other in told[:place])]
    assert twice == []


@every_edition
def test_a_mark_stands_once_in_a_sentence(year, language):
    for page, passages in pages(year, language):
        for line in "\n".join(passages).splitlines():
            for sentence in re.split(r"(?<=。)|(?<=\.)\s+(?=[A-Z“])", line):
                assert sentence.count("◇") <= 1, (page, sentence)
