"""A small edition through each publisher: the same pages, text, tables, addresses and reports, and sound as a whole.

Quarto's part needs a real one, on the PATH or in QUARTO_PATH; what it showed of each construct is recorded besides
(`test_quarto_sample.py`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from page_contents import contents_of
from pypdf import PdfReader

from planbook.cli import main
from planbook.paths import find_project
from planbook.publish.links import find_broken_links, find_foreign_requests, find_markup_faults
from planbook.publish.materials import PRINT_FONTS

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "fixtures" / "small_plan"
LANGUAGES = ("zh", "en")
WITH_QUARTO = pytest.mark.skipif(
    shutil.which(os.environ.get("QUARTO_PATH", "quarto")) is None,
    reason="Quarto is not installed here (no package registry has it); see test_quarto_sample.py for its record",
)


def build(publisher: str, out: Path) -> Path:
    options = ["--year", "2023", "--data", str(SMALL), "--out", str(out), "--publisher", publisher]
    assert main(options) == 0
    return out / "2023"


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    return build("embedded", tmp_path_factory.mktemp("embedded"))


@pytest.fixture(scope="module")
def through_quarto(tmp_path_factory):
    return build("quarto", tmp_path_factory.mktemp("quarto"))


@pytest.fixture(params=["embedded", pytest.param("through_quarto", marks=WITH_QUARTO)])
def edition(request):
    return request.getfixturevalue(request.param)


def pages_of(edition: Path) -> list[str]:
    return sorted(
        path.relative_to(edition).as_posix()
        for language in LANGUAGES
        for path in (edition / language).rglob("*.html")
        if "embed" not in path.relative_to(edition).parts
    )


def pdf_text(report: Path) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(report).pages]


def test_every_page_is_sound_and_asks_no_other_host_for_anything(edition):
    told = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))["pages"]
    listed = [f"{language}/{address}.html" for language, found in told.items() for address in found]
    assert pages_of(edition) == sorted([*listed, *(f"{language}/sitemap.html" for language in LANGUAGES)])
    assert list(find_markup_faults(edition)) == []
    assert list(find_broken_links(edition)) == []
    assert list(find_foreign_requests(edition)) == []


def test_every_page_says_its_title_and_description_to_whoever_shares_it(edition):
    for name in pages_of(edition):
        html = (edition / name).read_text(encoding="utf-8")
        shared = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', html))
        assert shared["title"] == re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1].strip(), name
        assert shared["description"], name


def test_every_page_says_that_figures_are_illustrative_where_some_are(edition):
    for name in pages_of(edition):
        html = (edition / name).read_text(encoding="utf-8")
        assert 'class="banner"' in html or 'id="quarto-announcement"' in html, name


def test_the_report_is_accessible_and_holds_its_own_fonts_alone(edition):
    for language in LANGUAGES:
        report = edition / f"report-{language}.pdf"
        assert b"pdfuaid" in report.read_bytes()
        reader = PdfReader(report)
        fonts = {
            font.get_object()["/BaseFont"]: font.get_object()
            for page in reader.pages
            for font in page["/Resources"].get("/Font", {}).values()
        }
        names = {str(name).partition("+")[2] for name in fonts}
        assert names and all(any(name.startswith(known) for known in PRINT_FONTS) for name in names)
        for font in fonts.values():  # "+": a subset of it is in the file
            assert "+" in str(font["/BaseFont"])


@WITH_QUARTO
def test_quarto_publishes_the_pages_that_the_embedded_publisher_does(embedded, through_quarto):
    assert pages_of(through_quarto) == pages_of(embedded)
    for name in pages_of(embedded):
        assert contents_of(through_quarto / name) == contents_of(embedded / name), name


@WITH_QUARTO
def test_quarto_sets_the_report_that_the_embedded_publisher_does(embedded, through_quarto):
    for language in LANGUAGES:
        name = f"report-{language}.pdf"
        assert pdf_text(through_quarto / name) == pdf_text(embedded / name)


@WITH_QUARTO
def test_quarto_s_own_frame_is_around_every_page(through_quarto):
    for name in pages_of(through_quarto):
        html = (through_quarto / name).read_text(encoding="utf-8")
        for part in ('class="navbar ', 'id="quarto-sidebar"', 'id="quarto-search"', "bootstrap", "nav-footer"):
            assert part in html, (name, part)
    assert (find_project().quarto_of("2023") / "_quarto.yml").is_file()
