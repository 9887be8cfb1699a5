"""What a page says, the report says too: text taken out of the PDF against the pieces that the page is made of."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html
from pypdf import PdfReader
from test_publish_edition_report import ROOT, make_page

from planbook import present
from planbook.present.tables.sheets import table_annex, table_sheet_values
from planbook.publish.edition_report import publish_report, report_pages

CHECKED = ("i01", "i04", "i07", "i16")  # achieved, a lagging binding one, a reversing one, one not reported


def squeezed(text: str) -> str:
    """Text without spaces, and without the parentheses that a browser reads out a mark with."""
    return re.sub(r"\s", "", text)


def stands(said: str, printed: str) -> bool:
    """Whether print says it word for word; but for numbers of notes and the pages of links."""
    if said in printed:
        return True
    between = r"(?:\d{1,2}|（第\d+页）)?"
    return (
        re.search("".join(re.escape(one) + (between if not one.isdigit() else "") for one in said), printed) is not None
    )


def shown(piece: present.Piece) -> list[str]:
    """The paragraphs and cells of a piece as the page shows them."""
    root = lxml_html.fragment_fromstring(piece.html, create_parent="div")
    found = root.xpath(".//p|.//dd|.//dt|.//td|.//th")
    return [squeezed(one.text_content()) for one in found if squeezed(one.text_content())]


@pytest.fixture(scope="module")
def edition():
    return present.open_edition(2023, "zh", ROOT / "data", ROOT / "params")


@pytest.fixture(scope="module")
def printed(edition, tmp_path_factory):
    """The text of a report of the summary's sentence, the page on responsibility and all sheets."""
    folder = tmp_path_factory.mktemp("agrees")
    findings = edition.findings()
    pieces = [
        present.say_headline(edition, edition.scorecard()),
        present.table_offices(edition, edition.responsibilities()),
        present.table_findings(edition, findings),
        present.table_adjustments(edition, edition.proposals()),
        present.table_projects(edition, edition.projects()),
    ]
    text = "\n\n".join(piece.markdown for piece in pieces)
    pages = report_pages([make_page("index", text)], ["index"], edition)
    made = publish_report(edition, pages, "pdf", folder, folder / "between")
    return [squeezed(page.extract_text()) for page in PdfReader(made).pages]


def test_the_conclusion_stands_in_the_report_word_for_word(edition, printed):
    whole = "".join(printed)
    for sentence in shown(present.say_headline(edition, edition.scorecard())):
        assert stands(sentence, whole), sentence


@pytest.mark.parametrize("indicator_id", CHECKED)
def test_an_indicator_s_page_and_its_sheet_say_the_same(edition, printed, indicator_id):
    indicator, judged = edition.inputs.indicators[indicator_id], edition.judged(indicator_id)
    title = squeezed(f"指标 {indicator.number}　{indicator.short_name.zh}（")
    (sheet,) = [page for page in printed if title in page and "目录" not in page]  # one page, and only one
    told = [
        *shown(present.say_indicator_verdict(edition, judged)),
        *shown(present.say_outlook(edition, judged, judged[judged["outlook"].notna()])),
        *shown(present.say_responsibility(edition, indicator_id)),
    ]
    assert len(told) >= 5
    assert [one for one in told if not stands(one, sheet)] == []


def test_every_cell_of_what_units_wrote_stands_in_the_report(edition, printed):
    whole = "".join(printed)
    cells = shown(present.table_findings(edition, edition.findings()))
    assert any("房屋产权" in cell for cell in cells)
    assert [cell for cell in cells if cell not in whole] == []


@pytest.mark.parametrize(
    ("table", "frame", "told"),
    [
        ("table_offices", "responsibilities", "养老服务"),
        ("table_adjustments", "proposals", "调低目标"),
        ("table_projects", "projects", "社会福利院"),
    ],
)
def test_every_cell_of_duties_projects_and_adjustments_stands_in_the_report(edition, printed, table, frame, told):
    whole = "".join(printed)
    cells = shown(getattr(present, table)(edition, getattr(edition, frame)()))
    assert len(cells) > 5 and any(told in cell for cell in cells)
    assert [cell for cell in cells if not stands(cell, whole)] == []


def test_every_indicator_has_its_row_in_the_annex_and_its_values_on_its_sheet(edition, printed):
    whole = "".join(printed)
    annex = table_annex(edition)
    assert [cell for cell in shown(annex) if not stands(cell, whole)] == []
    for indicator_id, indicator in edition.inputs.indicators.items():
        title = squeezed(f"指标 {indicator.number}　{indicator.short_name.zh}（")
        (sheet,) = [page for page in printed if title in page and "目录" not in page]
        assert [cell for cell in shown(table_sheet_values(edition, indicator_id)) if not stands(cell, sheet)] == []
