"""Each construct of our Markdown, and whole pages of the product, as Quarto showed them once and as pandoc does here.

`PLANBOOK_RECORD=1 QUARTO_PATH=… pytest -n 0 tests/test_quarto_sample.py` writes the records anew. Where a build left
`_build/quarto/2023/`, the pages of the product are taken anew from there before.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest
from quarto_pages import (
    FIXTURES,
    NO_QUARTO,
    RECORDING,
    contents_in,
    contents_record,
    recorded_page,
    report_through_pandoc,
    take_page,
    through_pandoc,
    through_quarto,
    write_record,
)

from planbook.paths import find_project
from planbook.publish.links import find_foreign_requests, find_markup_faults
from planbook.publish.pages import Page

LANGUAGES = ("zh", "en")
PRODUCT = (
    "04-4-social-services",
    "indicators/i03",
    "yearbook/part-5",
)  # a chapter, an indicator, a part of the yearbook
CONSTRUCT = re.compile(r"\{[^{}\n]*?\.([a-z][\w-]*)")
FACE = '<div class="chart-static" role="img" aria-label="折线">图形</div>\n<p class="chart-source">来源：规划。</p>'
without_quarto = pytest.mark.skipif(NO_QUARTO, reason="Quarto is not installed here; its result is recorded beside")


def sample() -> Page:
    return recorded_page("zh", "sample")


@lru_cache
def product(language: str) -> list[Page]:
    project = find_project().build / "quarto" / "2023"
    if RECORDING and project.is_dir():
        for address in PRODUCT:
            take_page(project, language, address)
    return [recorded_page(language, address) for address in PRODUCT]


def record_of(page: Page) -> Path:
    return FIXTURES / page.language / f"{page.address}.json"


@without_quarto
def test_quarto_shows_what_it_showed(tmp_path):
    made, _ = through_quarto([sample()], tmp_path)
    if RECORDING:
        write_record(record_of(sample()), contents_in(made, sample()))
    assert contents_in(made, sample()) == contents_record(record_of(sample()))
    assert list(find_markup_faults(made.parent)) == []
    assert list(find_foreign_requests(made.parent)) == []


@without_quarto
@pytest.mark.parametrize("language", LANGUAGES)
def test_quarto_shows_pages_of_the_product_as_it_did(tmp_path, language):
    pages = product(language)
    made, report = through_quarto(pages, tmp_path, with_report=True)
    if RECORDING:
        for page in pages:
            write_record(record_of(page), contents_in(made, page))
        write_record(FIXTURES / language / "report.json", report)
    for page in pages:
        assert contents_in(made, page) == contents_record(record_of(page)), page.address
    assert report == json.loads((FIXTURES / language / "report.json").read_text(encoding="utf-8"))
    assert list(find_markup_faults(made.parent)) == []
    assert list(find_foreign_requests(made.parent)) == []


def test_pandoc_with_our_filters_shows_what_quarto_showed(tmp_path):
    assert contents_in(through_pandoc([sample()], tmp_path), sample()) == contents_record(record_of(sample()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_product_are_without_quarto_what_they_were_through_it(tmp_path, language):
    pages = product(language)
    made = through_pandoc(pages, tmp_path)
    for page in pages:
        assert contents_in(made, page) == contents_record(record_of(page)), page.address


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_them_is_without_quarto_what_it_was_through_it(tmp_path, language):
    recorded = json.loads((FIXTURES / language / "report.json").read_text(encoding="utf-8"))
    assert len(recorded) > 200 and report_through_pandoc(product(language), tmp_path) == recorded


def test_marks_explain_themselves_and_tables_are_named(tmp_path):
    html = (through_pandoc([sample()], tmp_path) / "sample.html").read_text(encoding="utf-8")
    for part in (
        '<abbr class="illustrative" title="示例数据，非公布数据">◇</abbr>',
        '<abbr class="flag" title="初步数">p</abbr>',
        '<dfn class="term" tabindex="0" data-definition="由政府和社会“共同”提供的救助">多元救助</dfn>',
        '<span class="sign" aria-hidden="true">◆</span>',
        '<p class="headline">',
        '<li class="count verdict-lagging">',
        '<div id="table-4-1" class="table-scroll" role="region" tabindex="0" aria-labelledby="table-4-1-caption">',
        '<th colspan="3" scope="rowgroup">养老</th>',
        '<th scope="row">　#护理型床位<sup>①</sup></th>',
        '<tr class="own">',
        '<td role="cell" data-label="状态">',
        '<details class="computation" id="computation-1" data-pagefind-ignore="all">',
        '<div class="callout callout-note">',
        '<figure id="fig-beds" class="chart"><figcaption>',
        '图\u00a01 <span class="chart-title">床位逐年增加</span> <span class="chart-subtitle">床位，张</span>',
        f"</figcaption>\n{FACE}",
        '<a href="#fig-people" class="quarto-xref">图\u00a02</a>',
        "两图即<a",
    ):
        assert part in html, part
    assert "只在纸上" not in html and "没有的图" not in html
    assert list(find_markup_faults(tmp_path / "made")) == []
