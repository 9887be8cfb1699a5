"""An edition through each publisher: the same pages, text, tables, addresses and reports, and sound as a whole.

Quarto's part needs a real one, on the PATH or in QUARTO_PATH, and is then tried with the product as well;
PLANBOOK_EDITION_EMBEDDED and PLANBOOK_EDITION_QUARTO name editions of it that stand already. What Quarto showed of each
construct, and of pages of the product, is recorded besides (`test_quarto_sample.py`).
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from page_contents import contents_of
from pypdf import PdfReader
from quarto_pages import FIXTURES, NO_QUARTO, pdf_text

from planbook.cli import main
from planbook.paths import find_project
from planbook.publish.links import find_broken_links, find_foreign_requests, find_markup_faults
from planbook.publish.materials import PRINT_FONTS

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "fixtures" / "small_plan"
LANGUAGES = ("zh", "en")
CLASS = re.compile(r"(?<=[{ ])\.([a-z][\w-]*)(?=[^{}\n]*\})")
FAMILY = re.compile(r"^(verdict|outlook|status|answer|tag)-.*")  # one class for each thing that is shown
WITH_QUARTO = pytest.mark.skipif(
    NO_QUARTO,
    reason="Quarto is not installed here (no package registry has it); see test_quarto_sample.py for its record",
)


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """The edition of a plan ("small", "product") by a publisher; of the product one that stands, where named."""
    made: dict[tuple[str, str], Path] = {}

    def build_one(plan: str, publisher: str) -> Path:
        standing = os.environ.get(f"PLANBOOK_EDITION_{publisher.upper()}")
        if plan == "product" and standing:
            return Path(standing)
        if (plan, publisher) not in made:
            out = tmp_path_factory.mktemp(f"{plan}-{publisher}")
            options = ["--year", "2023", "--out", str(out), "--publisher", publisher]
            assert main([*options, *(["--data", str(SMALL)] if plan == "small" else [])]) == 0
            made[plan, publisher] = out / "2023"
        return made[plan, publisher]

    return build_one


@pytest.fixture(
    params=[
        ("small", "embedded"),
        pytest.param(("small", "quarto"), marks=WITH_QUARTO),
        pytest.param(("product", "embedded"), marks=WITH_QUARTO),  # a whole edition takes minutes
        pytest.param(("product", "quarto"), marks=WITH_QUARTO),
    ],
    ids="-".join,
)
def edition(request, build):
    return build(*request.param)


@pytest.fixture(params=["small", "product"])
def plan(request):
    return request.param


def pages_of(edition: Path) -> list[str]:
    return sorted(
        path.relative_to(edition).as_posix()
        for language in LANGUAGES
        for path in (edition / language).rglob("*.html")
        if "embed" not in path.relative_to(edition).parts
    )


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
def test_quarto_publishes_the_pages_that_the_embedded_publisher_does(build, plan):
    embedded, through_quarto = build(plan, "embedded"), build(plan, "quarto")
    assert pages_of(through_quarto) == pages_of(embedded)
    others = [name for name in pages_of(embedded) if contents_of(through_quarto / name) != contents_of(embedded / name)]
    assert others == []


@WITH_QUARTO
def test_quarto_sets_the_report_that_the_embedded_publisher_does(build, plan):
    embedded, through_quarto = build(plan, "embedded"), build(plan, "quarto")
    for language in LANGUAGES:
        name = f"report-{language}.pdf"
        # A word at the end of a line may be divided in one and not in the other.
        one, other = ([page.replace("-", "") for page in pdf_text(made / name)] for made in (through_quarto, embedded))
        assert one == other


@WITH_QUARTO
def test_quarto_s_own_frame_is_around_every_page(build, plan):
    through_quarto = build(plan, "quarto")
    for name in pages_of(through_quarto):
        html = (through_quarto / name).read_text(encoding="utf-8")
        for part in ('class="navbar ', 'id="quarto-sidebar"', 'id="quarto-search"', "bootstrap", "nav-footer"):
            assert part in html, (name, part)


def test_every_construct_of_a_page_is_among_those_that_quarto_was_seen_to_render(build):
    """What the recorded pages hold is compared with and without Quarto; what they lack nobody compares."""
    build("small", "embedded")
    project = find_project().quarto_of("2023", SMALL)
    assert (project / "_quarto.yml").is_file()

    def classes(pages: list[Path]) -> set[str]:
        found = {one for page in pages for one in CLASS.findall(page.read_text(encoding="utf-8"))}
        return {FAMILY.sub(r"\1-", one) for one in found} - {"appendix"}  # how a page is cited is of its frame

    recorded = classes([*FIXTURES.rglob("*.qmd")])
    assert classes([page for page in project.rglob("*.qmd") if page.stem != "report"]) - recorded == set()
