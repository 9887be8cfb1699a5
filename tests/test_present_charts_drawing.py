"""The static face: what a browser and Typst are given."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from builders import make_edition

from planbook.present import chart_bullets, chart_trend
from planbook.present.charts.drawing import NARROW_WIDTH, WIDE_WIDTH
from planbook.present.palette import LIGHT

SCRIPT = """
from builders import make_edition
from planbook.present import chart_bullets, chart_trend
edition = make_edition()
print(chart_trend(edition, "i04").html, chart_bullets(edition).svg)
"""


@pytest.fixture(scope="module")
def trend():
    return chart_trend(make_edition(), "i04")


@pytest.fixture(scope="module")
def bullets():
    return chart_bullets(make_edition())


def drawings(piece) -> list[str]:
    return re.findall(r"<svg.*?</svg>", piece.html, re.DOTALL)


def test_a_chart_is_drawn_wide_and_narrow(trend):
    wide, narrow = drawings(trend)
    assert f'class="chart-wide" viewBox="0 0 {WIDE_WIDTH} ' in wide
    assert f'class="chart-narrow" viewBox="0 0 {NARROW_WIDTH} ' in narrow


def test_every_drawing_is_well_formed(trend, bullets):
    for piece in (trend, bullets):
        for svg in (*drawings(piece), piece.svg):
            assert ElementTree.fromstring(svg).tag.endswith("svg")


def test_colours_on_the_page_follow_the_readers_setting_and_in_print_they_are_fixed(trend, bullets):
    for piece in (trend, bullets):
        for svg in drawings(piece):
            loose = re.sub(r"var\(--[\w-]+, #[0-9a-f]{6}\)", "", svg)
            assert not re.search(r"#[0-9a-f]{6}\b", loose)
        assert "var(" not in piece.svg
        assert set(re.findall(r"#[0-9a-f]{6}\b", piece.svg)) <= set(LIGHT.values())


def test_nothing_in_a_page_has_the_id_of_something_else(trend, bullets):
    page = trend.html + bullets.html
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
    assert re.search(r"url\(#bullets-wide-", page)  # the hatching of illustrative bars


def test_a_drawing_in_a_page_carries_no_prolog_no_metadata_and_no_font_of_its_own(trend):
    for svg in drawings(trend):
        assert not re.search(r"<\?xml|<!DOCTYPE|metadata|<style|Noto Sans CJK SC'\"", svg)
    assert 'font-family="Noto Sans CJK SC"' in trend.svg


def test_text_stays_text_with_its_figures_unrounded(trend):
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", trend.svg)
    assert "42.0%\u00a0◇" in texts
    assert "序时进度" in texts


def test_no_text_is_smaller_than_11_px(trend, bullets):
    for piece in (trend, bullets):
        for svg in drawings(piece):
            assert min(float(size) for size in re.findall(r"font-size: ([\d.]+)px", svg)) >= 11


def test_the_same_edition_gives_the_same_bytes_in_another_process():
    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True, capture_output=True).stdout

    first = run("1")
    assert len(first) > 10_000
    assert first == run("2")


def test_importing_the_charts_loads_neither_matplotlib_nor_plotly():
    code = "import sys, planbook.present.charts; print(sorted({'matplotlib', 'plotly'} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    shown = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"
