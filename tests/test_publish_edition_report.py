"""An edition's report: its chapters and their numbers, its drawings, and the document that Quarto is handed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from builders import make_edition
from pypdf import PdfReader

from planbook import present
from planbook.errors import PublishError
from planbook.paths import find_project
from planbook.publish.edition_report import (
    ordinal,
    publish_report,
    publish_yearbook,
    report_chapters,
    report_pages,
    report_source,
    yearbook_pages,
)
from planbook.publish.embedded import PAGE_FILTERS, READER
from planbook.publish.fonts import PDF_STANDARD
from planbook.publish.pages import Page
from planbook.publish.typeset import FILTERS

ROOT = find_project().root
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"><rect width="{}"/></svg>'


def make_page(address: str, text: str = "一句话。", title: str = "", drawings: dict[str, str] | None = None) -> Page:
    return Page(address, "zh", "chapter", title or address, "", f"{text}\n", drawings or {})


def publish(tmp_path: Path, *pages: Page, file_format: str = "pdf") -> Path:
    target = tmp_path / "made"
    target.mkdir(parents=True, exist_ok=True)
    return publish_report(make_edition(), pages, file_format, target, tmp_path / "between")


@pytest.mark.parametrize(
    ("number", "chinese", "english"), [(1, "一", "1"), (10, "十", "10"), (12, "十二", "12"), (20, "二十", "20")]
)
def test_chapters_are_counted_as_the_language_counts(number, chinese, english):
    assert (ordinal(number, "zh"), ordinal(number, "en")) == (chinese, english)


def test_the_report_goes_from_the_assessment_to_what_should_change_and_has_no_yearbook_in_it():
    order = ["index", "01-review", "02-situation", "03-indicators", "04-1-a", "05-safeguards", "06-duties", "06-two"]
    order += ["07-yearbook", "methods", "sources", "glossary"]
    addresses = [*reversed(order), "yearbook/part-2", "yearbook/part-10", "indicators/i01"]
    pages = [make_page(address) for address in addresses]
    assert [page.address for page in report_pages(pages, order)] == [
        *("index", "03-indicators", "04-1-a", "05-safeguards", "06-duties", "01-review", "02-situation", "06-two"),
        *("methods", "sources", "glossary"),
    ]
    assert [page.address for page in yearbook_pages(pages, order)] == [
        "07-yearbook",
        "yearbook/part-2",
        "yearbook/part-10",
    ]


def test_chapters_and_annexes_are_numbered_in_their_order():
    pages = [
        make_page("index", title="摘要"),
        make_page("03-indicators", title="主要指标"),
        make_page("methods", title="方法"),
    ]
    chapters = report_chapters(pages, make_edition(), show_code=False)
    assert [(one.number, one.title) for one in chapters] == [("一", "总体评价"), ("二", "主要指标"), ("附录一", "方法")]


def test_each_indicator_has_a_sheet_after_the_table_of_all():
    edition = present.open_edition(2023, "zh", ROOT / "data", ROOT / "params")
    pages = report_pages([make_page("index")], ["index"], edition)
    assert [page.address for page in pages] == [
        "index",
        "annex-indicators",
        *(f"indicators/{one}" for one in edition.inputs.indicators),
    ]
    sheet = next(page for page in pages if page.address == "indicators/i04")
    # The sheet and the indicator's page say the same: the sentence, its arithmetic, the unit, the cause.
    for told in ("40.0%", "牵头单位", "其余机构房屋产权和消防条件不具备"):
        assert told in sheet.text
    assert set(sheet.drawings) == {"trend-i04"}


def test_the_yearbook_is_a_volume_of_its_own(tmp_path):
    pages = [make_page("07-yearbook", "导言。", "统计年鉴"), make_page("yearbook/part-1", "一句话。", "第1篇　综合")]
    target = tmp_path / "made"
    target.mkdir()
    made = publish_yearbook(make_edition(), pages, target, tmp_path / "between")
    assert made is not None and made.name == "yearbook-zh.pdf"
    assert "统计年鉴" in PdfReader(made).pages[0].extract_text()
    assert publish_yearbook(make_edition(), [], target, tmp_path / "between") is None


def test_a_part_of_the_yearbook_is_a_section_of_its_chapter_and_pages_link_to_it(tmp_path):
    target = publish(
        tmp_path,
        make_page("07-yearbook", "[见一篇](yearbook/part-1.html)", "统计年鉴"),
        make_page("yearbook/part-1", "## 简要说明\n\n一句话。", "第1篇　综合"),
        make_page("methods", title="评估方法"),
    )
    chapters = PdfReader(target).outline
    assert [entry.title for entry in chapters if not isinstance(entry, list)] == [
        "一、统计年鉴",
        "附录一\u2002评估方法",
    ]
    assert chapters[1][0].title == "第1篇　综合"
    assert chapters[1][1][0].title == "简要说明"
    source = (tmp_path / "between" / "report-zh.typ").read_text(encoding="utf-8")
    assert "#link(<yearbook-part-1>)[见一篇]" in source


def test_the_same_drawing_may_stand_in_two_chapters_but_not_two_under_one_name(tmp_path):
    with_drawing = [
        make_page(address, f"![甲](charts/beds.svg){{alt={address}}}", drawings={"beds": DRAWING.format(width)})
        for address, width in (("01-a", 5), ("02-b", 5), ("methods", 6))
    ]
    assert publish(tmp_path / "same", *with_drawing[:2]).is_file()
    with pytest.raises(PublishError, match=r"methods \(zh\): another chapter has another drawing 'beds'"):
        publish(tmp_path / "other", *with_drawing)


def test_a_word_document_takes_its_drawings_as_pictures(tmp_path):
    page = make_page("01-a", "![甲](charts/beds.svg)", drawings={"beds": DRAWING.format(5)})
    assert publish(tmp_path, page, file_format="docx").name == "report-zh.docx"
    assert (tmp_path / "between" / "charts" / "beds.png").read_bytes().startswith(b"\x89PNG")


def test_the_report_is_one_document_of_the_quarto_project(tmp_path):
    pages = [make_page("index", "甲句。", "摘要"), make_page("01-a", "乙句。", "回顾")]
    source = report_source(make_edition(), pages, tmp_path)
    about = yaml.safe_load(source.split("---\n")[1])
    assert about["lang"] == "zh" and about["toc-depth"] == 1  # a number, as Quarto's schema has it
    (fonts,) = about["format"]["planbook-typst"]["font-paths"]
    assert not fonts.startswith("/")  # would be read below the project
    assert source.index("甲句。") < source.index("二、回顾") < source.index("乙句。")


def test_the_extension_runs_the_filters_that_the_embedded_publisher_runs():
    extension = find_project().extension
    formats = yaml.safe_load((extension / "_extension.yml").read_text(encoding="utf-8"))["contributes"]["formats"]
    named = {name: [one["path"] for one in settings["filters"]] for name, settings in formats.items()}
    assert named == {
        "html": list(PAGE_FILTERS),
        "typst": [*FILTERS, "typst.lua"],
        "docx": [*FILTERS, "docx.lua"],
    }
    assert all((extension / path).is_file() for paths in named.values() for path in paths)
    assert formats["html"]["from"] == READER
    assert formats["typst"]["pdf-standard"] == [PDF_STANDARD]
    # Quarto would read the tables of raw HTML itself, and rebuild those that hold a link, without their classes.
    assert {settings["html-table-processing"] for settings in formats.values()} == {"none"}
    assert {settings["tbl-colwidths"] for settings in formats.values()} == {True}
