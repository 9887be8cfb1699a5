"""The printed volumes of a built site, page by page: how full pages are, and what they send a reader of paper to."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import Destination
from reading import BuiltSite

MILLIMETRE = 72 / 25.4
HEAD, FOOT = 32 * MILLIMETRE, 26 * MILLIMETRE  # margins of `_extensions/planbook/report.typ`
NOTE_SIZE = 7.6  # points, of footnotes, which stand at the foot of a page however full it is
# Places of the site that the paper has not got.
ELSEWHERE = {
    "zh": re.compile(r"指标页|数据来源页|来源页|数据表格页|本页|网站|\.csv"),
    "en": re.compile(r"indicator page|sources page|data table|this page|website|\.csv", re.IGNORECASE),
}
both_languages = pytest.mark.parametrize("language", ["zh", "en"])


@cache
def opened(path: Path) -> PdfReader:
    return PdfReader(path)


def volume(built_site: BuiltSite, name: str, language: str) -> PdfReader:
    return opened(built_site.folder / built_site.year / f"{name}-{language}.pdf")


def fill_of(page: PageObject) -> float:
    """How much of the height for text is taken, from its top to the lowest line that is no footnote."""
    high = float(page.mediabox.height)
    heights = []

    def note(text: str, transform: list[float], matrix: list[float], _: object, size: float) -> None:
        height = matrix[5] * transform[3] + transform[5]
        if text.strip() and FOOT - 3 <= height <= high - HEAD + 3 and abs(size - NOTE_SIZE) > 0.05:
            heights.append(height)

    page.extract_text(visitor_text=note)
    return (high - HEAD - min(heights)) / (high - HEAD - FOOT) if heights else 0.0


def begun(reader: PdfReader, outline: list | None = None, level: int = 1) -> dict[int, str]:
    """Pages on which a chapter, or a part of one, begins at the top, with its title."""
    found: dict[int, str] = {}
    for entry in reader.outline if outline is None else outline:
        if isinstance(entry, Destination):
            number = reader.get_destination_page_number(entry)
            high = float(reader.pages[number].mediabox.height)
            if level == 1 or (entry.top is not None and float(entry.top) > high - HEAD - 30):
                found.setdefault(number, str(entry.title))
        elif level < 2:
            found |= begun(reader, entry, level + 1)
    return found


@both_languages
@pytest.mark.parametrize("name", ["report", "yearbook"])
def test_no_page_is_less_than_half_full_but_the_last_of_a_chapter(built_site, name, language):
    reader = volume(built_site, name, language)
    starts = begun(reader)
    assert len(starts) >= 5
    ends = {number - 1 for number in starts} | {len(reader.pages) - 1}
    empty = {
        number: round(fill, 2)
        for number, page in enumerate(reader.pages)
        if number > 0 and number not in ends and (fill := fill_of(page)) < 0.5
    }
    assert empty == {}


@both_languages
def test_the_assessment_takes_two_pages_and_the_contents_one(built_site, language):
    reader = volume(built_site, "report", language)
    chapters = sorted(begun(reader))
    opening = next(number for number in chapters if number > 1)
    following = next(number for number in chapters if number > opening)
    assert following - opening <= 2
    assert opening == 3  # cover, contents, lists of figures and tables


@both_languages
def test_nothing_sends_a_reader_of_paper_to_a_page_of_the_site(built_site, language):
    reader = volume(built_site, "report", language)
    last = next(number for number, title in sorted(begun(reader).items()) if re.match(r"附录二|Annex B", title))
    told = [
        (number, found[0])
        for number, page in enumerate(reader.pages[:last])
        if (found := ELSEWHERE[language].search(page.extract_text().replace("\n", "")))
    ]
    assert told == []


@both_languages
def test_the_page_beside_a_link_is_one_of_the_report_and_holds_what_it_names(built_site, language):
    reader = volume(built_site, "report", language)
    text = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    told = re.compile(r"(?:（第|\(page)(\d+)(?:页）|\))")
    pages = [int(number) for page in text for number in told.findall(page)]
    assert len(pages) > 20
    sheet = re.compile(r"指标\d+|Indicator\d+")
    assert [number for number in pages if not (number < len(text) and sheet.search(text[number]))] == []
