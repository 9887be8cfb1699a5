"""Charts that travel: what a drawing takes along, what stands beside it, the page for frames, the share picture."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builders import indicator_trend, make_edition, make_inputs, make_observations

from planbook.looks import DARK, LIGHT
from planbook.paths import LANGUAGES, find_project
from planbook.present.citation import cite_edition
from planbook.present.pieces import Piece
from planbook.publish.cards import draw_card
from planbook.publish.chart_files import write_charts
from planbook.publish.charts import chart_file, folder_address, imprint_of, with_tools
from planbook.publish.pages import Page
from planbook.publish.share import HEIGHT, WIDTH, share_image, write_share_images
from planbook.publish.shell import shell_environment
from planbook.publish.tokens import css_variables

SVG = "{http://www.w3.org/2000/svg}"


def made_file(language: str = "zh", published: bool = False):
    inputs = make_inputs(observations=make_observations(source_id="plan_14", illustrative=False)) if published else None
    edition = make_edition(language, inputs)
    piece = indicator_trend(edition, "i03")
    return edition, piece, chart_file(piece, "trend-i03", "indicators/i03", imprint_of(edition))


def texts_of(svg: str) -> str:
    return "".join(element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawing_takes_title_unit_source_date_and_warning_along_with_a_margin(language):
    edition, piece, chart = made_file(language)
    said = texts_of(chart.card).replace(" ", "")
    for part in (piece.figure.title, piece.figure.subtitle, piece.figure.source, imprint_of(edition).illustrative):
        assert part.replace(" ", "") in said
    assert {"zh": "2023年12月31日", "en": "31December2023"}[language] in said
    root = ElementTree.fromstring(chart.card)
    inner = root.find(f"{SVG}svg")
    width = float(root.get("viewBox").split()[2])
    assert float(inner.get("x")) >= 24 and float(inner.get("x")) + float(inner.get("width")) <= width - 24
    assert "var(" not in chart.card and root.find(f"{SVG}desc").text == piece.figure.alt


def test_published_figures_carry_no_warning():
    edition, _, chart = made_file(published=True)
    assert imprint_of(edition).illustrative not in texts_of(chart.card)


def test_a_drawing_whose_size_is_not_told_stays_as_it_is():
    edition, piece, _ = made_file()
    assert draw_card("<svg/>", piece.figure, imprint_of(edition)) == "<svg/>"


def test_what_stands_beside_a_chart_works_without_script():
    edition, piece, chart = made_file("en")
    html = with_tools(piece, chart, edition.words, cite_edition(edition))
    assert html.endswith("</figure>") and "<button" not in html
    links = re.findall(r'<a class="button[^"]*" href="([^"]*)"', html)
    assert links == ["#fig-trend-i03", *(f"../charts/trend-i03.{one}" for one in ("svg", "png", "csv"))]
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", html)[1])
    assert code.startswith('<iframe src="../embed/trend-i03.html"') and piece.figure.title in code
    assert f'<label for="{re.search(r"<textarea id=.([^ ]*?). ", html)[1]}">' in html
    assert piece.figure.title in unescape(re.search(r'<p class="chart-citation">(.*?)</p>', html)[1])


def test_where_the_site_will_stand_is_told_to_other_sites_without_script():
    edition, piece, chart = made_file("en")
    told = replace(edition.inputs.parameters, site_address="https://example.org/evaluation/")
    stands = replace(edition, inputs=replace(edition.inputs, parameters=told))
    assert folder_address(edition) == "" and folder_address(stands) == "https://example.org/evaluation/2023/en/"
    html = with_tools(piece, chart, edition.words, cite_edition(edition), folder_address(stands))
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", html)[1])
    assert 'src="https://example.org/evaluation/2023/en/embed/trend-i03.html"' in code


def test_what_is_no_drawing_has_nothing_beside_it():
    assert chart_file(Piece("p", "<p>3</p>", "3", "3"), "p", "p", imprint_of(make_edition())) is None


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    edition, _, chart = made_file()
    folder = tmp_path_factory.mktemp("zh")
    css = {"light": css_variables(LIGHT), "dark": css_variables(DARK)}
    write_charts([chart], edition, shell_environment(find_project().site_sources / "shell"), css, folder)
    return folder


def test_the_page_for_frames_says_what_it_is_and_asks_no_host(written):
    html = (written / "embed/trend-i03.html").read_text("utf-8")
    _, piece, _ = made_file()
    assert html.startswith("<!DOCTYPE html>") and f"<h1>{piece.figure.title}</h1>" in html
    assert "并非官方统计" in html and "2023年12月31日" in html
    assert 'href="../indicators/i03.html#fig-trend-i03" target="_top"' in html
    assert not re.search(r"<script|<link rel=.stylesheet|https?://(?!www\.w3\.org)", html)
    assert "default-src 'none'" in html
    assert "<title>2023年&#10;9,365 张\u00a0◇</title>" in html and "data-tip" not in html  # said without script


def test_picture_and_data_lie_beside_it(written):
    assert (written / "charts/trend-i03.png").read_bytes().startswith(b"\x89PNG\r\n")
    rows = (written / "charts/trend-i03.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("年份,") and len(rows) == 7  # 2020 to 2025
    assert "9,365 ◇" in rows[4].replace("\u00a0", " ")


def test_each_page_has_a_picture_of_the_size_that_is_asked_for(tmp_path):
    edition = make_edition("en")
    pages = [
        Page("index", "en", "summary", "Summary", "Three of 17 indicators are behind.", "", ""),
        Page("indicators/i03", "en", "indicator", "Beds " * 60, "Beds", "", ""),
    ]
    write_share_images(pages, edition, tmp_path)
    for page in pages:
        picture = (tmp_path / share_image(page)).read_bytes()
        assert struct.unpack(">II", picture[16:24]) == (WIDTH, HEIGHT)
