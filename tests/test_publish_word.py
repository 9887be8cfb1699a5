"""The Word report as an office edits it: the form of official documents, contents filled, rows and pictures whole."""

from __future__ import annotations

import re
import zipfile

import pytest
from builders import make_edition
from test_publish_edition_report import DRAWING, make_page

from planbook.present import chart_bullets
from planbook.present.edition import open_edition
from planbook.present.subjects import indicator_subjects
from planbook.publish.edition_report import publish_report

COUNTS = """::: {.counts}
- [3]{.count-number} [▼ 滞后]{.count-label}
- [7]{.count-number} [◆ 基本符合预期]{.count-label}
:::
"""
TABLE = "<table><caption>床位</caption><thead><tr><th>指标</th><th>数值</th></tr></thead><tbody>{}</tbody></table>"


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("word")
    rows = "<tr><td>养老床位</td><td>9,365</td></tr>" * 40
    figure = "见[@fig-tall]。\n\n![床位](charts/tall.svg){#fig-tall}\n"
    text = f"{COUNTS}\n## 节\n\n一句话。\n\n```{{=html}}\n{TABLE.format(rows)}\n```\n\n{figure}"
    drawing = DRAWING.format(5).replace('height="20"', 'height="400"').replace("40 20", "40 400")
    pages = [
        make_page("index", text, "摘要", {"tall": drawing}),
        make_page("03-indicators", "一句话。", "主要指标"),
    ]
    made = publish_report(make_edition(), pages, "docx", folder, folder / "between")
    with zipfile.ZipFile(made) as document:
        return {name: document.read(name).decode("utf-8") for name in document.namelist() if name.endswith(".xml")}


def test_the_contents_are_filled_and_ask_for_their_pages(parts):
    document = parts["word/document.xml"]
    entries = re.findall(r'<w:pStyle w:val="TOC1" />.*?</w:p>', document, re.DOTALL)
    titles = ["".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", entry)) for entry in entries]
    assert titles == ["一、总体评价", "二、主要指标"]
    assert all("PAGEREF" in entry for entry in entries)
    assert '<w:updateFields w:val="true" />' in parts["word/settings.xml"]


def test_no_row_is_divided_and_a_head_is_repeated(parts):
    rows = re.findall(r"<w:tr>.*?</w:tr>", parts["word/document.xml"], re.DOTALL)
    assert len(rows) > 40
    assert all(row.startswith("<w:tr><w:trPr><w:cantSplit />") for row in rows)
    assert sum("<w:tblHeader" in row for row in rows) == 1


def test_the_counts_are_a_table_with_numbers_over_words(parts):
    rows = re.findall(r"<w:tr>.*?</w:tr>", parts["word/document.xml"], re.DOTALL)
    texts = ["|".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", row)) for row in rows[:2]]
    assert texts[0] == "3|7"
    assert "滞后" in texts[1] and "基本符合预期" in texts[1]


def test_text_refers_to_a_figure_by_its_number(parts):
    document = parts["word/document.xml"]
    place = re.search(r'<w:hyperlink w:anchor="(index\.fig-tall)">(.*?)</w:hyperlink>', document, re.DOTALL)
    assert "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", place[2])) == "图\u00a01-1"
    assert f'w:name="{place[1]}"' in document


def test_the_strip_shows_where_the_trend_leads():
    edition = open_edition(2023, "zh")
    svg = chart_bullets(edition, edition.scorecard()).svg
    projected = [one for one in indicator_subjects(edition) if one.ghost is not None]
    assert len(projected) > 10
    # One empty circle an indicator with a projection, and the one of the key.
    assert "照目前趋势到" in svg
    assert len(re.findall(r"<circle", svg)) == len(projected) + 1


def test_a_chapter_runs_on_and_the_title_is_the_plan_s_and_the_report_s(parts):
    document = parts["word/document.xml"]
    headings = re.findall(r'<w:pStyle w:val="Heading1" />(<w:pageBreakBefore />)?', document)
    assert headings == ["<w:pageBreakBefore />", ""]  # a new page after the contents, and none before chapter two
    title = re.search(r'<w:pStyle w:val="Title" />.*?</w:p>', document, re.DOTALL)
    assert title is not None and "<w:br />" in title[0]
    assert re.sub(r"<[^>]+>", "", title[0]).strip().endswith("评估报告")


def test_captions_are_numbered_within_their_chapter(parts):
    text = re.sub(r"<[^>]+>", "", parts["word/document.xml"])
    assert "表\u00a01-1" in text and "图\u00a01-1" in text


def test_a_picture_is_no_taller_than_the_page(parts):
    heights = [int(found) for found in re.findall(r'<wp:extent cx="\d+" cy="(\d+)"', parts["word/document.xml"])]
    assert heights and max(heights) <= 7_200_000  # 200 mm at 36,000 EMU


def test_headings_are_headings_and_numbered(parts):
    found = re.findall(r'<w:pStyle w:val="Heading(\d)" />.*?</w:p>', parts["word/document.xml"], re.DOTALL)
    assert found == ["1", "2", "1"]
    assert "（一）" in parts["word/document.xml"]


def test_the_form_is_that_of_official_documents(parts):
    styles = parts["word/styles.xml"].replace(" />", "/>")
    body = re.search(r'<w:style [^>]*w:styleId="BodyText".*?</w:style>', styles, re.DOTALL)
    assert body is not None
    # GB/T 9704—2012: 仿宋 三号 (16 points), lines of 28 points, first lines two characters in.
    for told in ('w:eastAsia="仿宋_GB2312"', '<w:sz w:val="32"/>', 'w:line="560"', 'w:firstLineChars="200"'):
        assert told in body[0]
    title = re.search(r'<w:style [^>]*w:styleId="Title".*?</w:style>', styles, re.DOTALL)
    assert title is not None and "小标宋" in title[0] and '<w:sz w:val="44"/>' in title[0]
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in parts["word/fontTable.xml"]
    assert "— " in parts["word/footer1.xml"]
    assert 'w:top="2098"' in parts["word/document.xml"]  # 37 mm


def test_what_is_made_up_is_said_in_the_head_of_every_page(parts):
    assert "含示例数据" in parts["word/header1.xml"]
