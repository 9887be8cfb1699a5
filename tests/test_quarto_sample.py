"""Each construct of our Markdown, as Quarto showed it once (`fixtures/quarto/sample.json`) and as pandoc does here.

`PLANBOOK_RECORD=1 pytest tests/test_quarto_sample.py` writes the record anew, where Quarto is found.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from builders import make_edition
from page_contents import Contents, contents_of

from planbook.paths import find_project
from planbook.publish.embedded import render_pages
from planbook.publish.links import find_foreign_requests, find_markup_faults
from planbook.publish.page_files import PageFiles, page_metadata
from planbook.publish.pages import Page
from planbook.publish.quarto import find_quarto, render_project
from planbook.publish.quarto_project import write_language, write_project
from planbook.publish.quarto_site import take_pages
from planbook.publish.reuse import Reuse
from planbook.publish.shell import EditionFrame, edition_facts
from planbook.publish.sitemap import build_site_map

FOLDER = Path(__file__).resolve().parent / "fixtures" / "quarto"
RECORD = FOLDER / "sample.json"
FACE = '<div class="chart-static" role="img" aria-label="折线">图形</div><p class="chart-source">来源：规划。</p>'
PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
TEMPLATE = "<!DOCTYPE html>\n<html lang=zh><title>$title$</title><article><h1>$title$</h1>$body$</article></html>"
NO_QUARTO = shutil.which(os.environ.get("QUARTO_PATH", "quarto")) is None


def sample() -> Page:
    text = (FOLDER / "sample.qmd").read_text(encoding="utf-8").split("---\n", 2)[2]
    return Page("sample", "zh", "chapter", "样页", "样页", text, {"beds": PLAIN, "people": PLAIN}, {"beds": FACE})


def through_pandoc(folder: Path) -> Path:
    (folder / "charts").mkdir(parents=True)
    (folder / "sample.qmd").write_text((FOLDER / "sample.qmd").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "charts" / "beds.html").write_text(FACE, encoding="utf-8")
    (folder / "frame.html").write_text(TEMPLATE, encoding="utf-8")
    files = [PageFiles(sample(), "sample.qmd", "frame.html")]
    words = make_edition("zh").words
    render_pages(files, folder, folder / "made", 1, find_project().extension, page_metadata(words), Reuse())
    return folder / "made"


def through_quarto(folder: Path) -> Path:
    edition, project = make_edition("zh"), folder / "project"
    write_project(project, find_project(), "2023", ("zh",))
    frame = EditionFrame(
        words=edition.words,
        edition=edition_facts(edition, edition.words),
        site_map=build_site_map(["sample"], {"sample": "样页"}),
        pages={"zh": frozenset({"sample"})},
        other_years={},
        citation="",
    )
    write_language(project, [sample()], frame, find_project(), "", with_report=False)
    quarto = find_quarto(required=True)
    assert quarto is not None
    made = render_project(quarto, project, {"zh": ["zh/sample"]}, folder / "copies")
    take_pages(made["zh"], [sample()], folder / "made", ())
    return folder / "made"


def recorded() -> Contents:
    return Contents(**json.loads(RECORD.read_text(encoding="utf-8")))


def test_pandoc_with_our_filters_shows_what_quarto_showed(tmp_path):
    assert contents_of(through_pandoc(tmp_path) / "sample.html") == recorded()


@pytest.mark.skipif(NO_QUARTO, reason="Quarto is not installed here; its result is recorded in sample.json")
def test_quarto_shows_what_it_showed(tmp_path):
    made = through_quarto(tmp_path)
    contents = contents_of(made / "zh" / "sample.html")
    if os.environ.get("PLANBOOK_RECORD"):
        RECORD.write_text(json.dumps(asdict(contents), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert contents == recorded()
    assert list(find_markup_faults(made)) == []
    assert list(find_foreign_requests(made)) == []


def test_marks_explain_themselves_and_tables_are_named(tmp_path):
    html = (through_pandoc(tmp_path) / "sample.html").read_text(encoding="utf-8")
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
