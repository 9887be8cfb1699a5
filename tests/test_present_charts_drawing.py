"""The static face: what a browser and Typst are given."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from builders import (
    indicator_trend,
    make_edition,
    make_indicator,
    make_inputs,
    of_scorecard,
    small_multiples,
    status_matrix,
)
from drawn_texts import drawn_texts, size_of

from planbook import present
from planbook.looks import LIGHT, VERDICTS
from planbook.model import Text
from planbook.paths import LANGUAGES
from planbook.present import chart_bullets
from planbook.present.charts.drawing import NARROW_WIDTH, WIDE_WIDTH, draw_scene
from planbook.present.charts.metrics import text_width, wrap_text
from planbook.present.charts.model import Shape
from planbook.present.charts.scene import Path, Polygon, Scene, SceneText, Style, Symbol
from planbook.present.subjects import indicator_subjects

SCRIPT = """
from builders import indicator_trend, make_edition
from planbook.present import chart_bullets
edition = make_edition()
print(indicator_trend(edition, "i04").html, chart_bullets(edition, edition.scorecard()).svg)
"""


@pytest.fixture(scope="module")
def trend():
    return indicator_trend(make_edition(), "i04")


@pytest.fixture(scope="module")
def bullets():
    return of_scorecard(chart_bullets, make_edition())


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


def test_a_class_has_one_colour_on_the_page_on_a_phone_and_in_print(bullets):
    wide, narrow = drawings(bullets)
    page, small, printed = (set(re.findall(r"#[0-9a-f]{6}", face)) for face in (wide, narrow, bullets.svg))
    assert page == small == printed
    classes = {LIGHT[VERDICTS[subject.pace].role] for subject in indicator_subjects(make_edition())}
    assert classes and classes <= page


def test_a_drawing_on_the_page_says_each_value_where_it_is_pointed_at_and_a_printed_one_nothing(trend):
    wide, narrow = drawings(trend)
    said = re.findall(r'data-tip="([^"]*)"', wide)
    assert said == re.findall(r'data-tip="([^"]*)"', narrow)
    assert "2023年&#10;42.0%\u00a0◇" in said
    assert sum(one.startswith("20") for one in said) == 6  # baseline, three values, two projected years
    assert "data-tip" not in trend.svg


def test_a_drawing_refers_to_nothing_so_that_several_can_stand_in_one_page(trend, bullets):
    for piece in (trend, bullets):
        for svg in (*drawings(piece), piece.svg):
            assert not re.search(r"\bid=|url\(|href", svg)


def test_a_drawing_in_a_page_carries_no_prolog_no_metadata_and_no_font_of_its_own(trend):
    for svg in drawings(trend):
        assert not re.search(r"<\?xml|<!DOCTYPE|xmlns|<title|<style", svg)
    assert 'font-family="Noto Sans CJK SC"' in trend.svg


def test_a_drawing_of_its_own_says_what_it_shows(trend):
    title, description = (ElementTree.fromstring(trend.svg)[place] for place in (0, 1))
    assert (title.tag, description.tag) == ("{http://www.w3.org/2000/svg}title", "{http://www.w3.org/2000/svg}desc")
    assert f"{title.text}\n{description.text}" == trend.text


def make_scene(**parts) -> Scene:
    return Scene(100.0, Style(narrow=True, text=12.0, small=11.0), height=50.0, **parts)


def drawn(**parts) -> str:
    """A scene with every colour written as the name of its role."""
    return draw_scene(make_scene(**parts), lambda role: role)


def test_a_rectangle_is_written_from_corner_to_corner():
    area = Polygon(((10.0, 5.0), (30.04, 5.0), (30.04, 15.25), (10.0, 15.25)), fill="surface", edge="rule")
    assert drawn(areas=[area]) == '\n<path fill="surface" stroke="rule" d="M10 5H30V15.2H10Z"/>\n'


def test_what_looks_the_same_stands_in_one_group():
    paths = [Path(((0.0, y), (9.0, y + 1)), "ink", width=1.2) for y in (1.0, -0.04)]
    assert drawn(paths=paths) == (
        '\n<g fill="none" stroke="ink" stroke-width="1.2" stroke-linejoin="round" stroke-linecap="round">\n'
        '<path d="M0 1L9 2"/>\n<path d="M0 0L9 1"/>\n</g>\n'
    )


def test_an_illustrative_area_is_hatched_in_its_own_colour():
    # lines at 45° through (0, 4), (4, 4) and (8, 4) within a box of 10 by 6 whose foot is y = 6
    box = ((0.0, 0.0), (10.0, 0.0), (10.0, 6.0), (0.0, 6.0))
    assert drawn(areas=[Polygon(box, fill="ahead", hatched=True)]) == (
        '\n<path fill="paper" stroke="ahead" stroke-width="0.9" d="M0 0H10V6H0ZM0 4l4 -4M2 6l6 -6M6 6l4 -4"/>\n'
    )


def test_a_symbol_stands_around_its_point_and_is_paper_inside_where_it_is_hollow():
    # a diamond of 8 px reaches 4 × 1.15 = 4.6 px to each side
    symbols = [Symbol(20.0, 10.0, Shape.CIRCLE, "ink", 8.0), Symbol(40.0, 10.0, Shape.DIAMOND, "ink", 8.0, hollow=True)]
    assert drawn(symbols=symbols) == (
        '\n<circle fill="ink" stroke="ink" stroke-width="0.8" cx="20" cy="10" r="4"/>\n'
        '<path fill="paper" stroke="ink" stroke-width="1.6" d="M40 5.4L44.6 10L40 14.6L35.4 10Z"/>\n'
    )


def test_lines_of_text_stand_1_3_of_their_size_apart():
    # first baseline 1.02 × 10 under the top of 5, the second 13 lower; "&" and "<" are text, never markup
    text = SceneText(50.0, 5.0, ("a & b", "<c>"), 10.0, align="center", halo=True)
    assert drawn(texts=[text]) == (
        '\n<g fill="ink" font-size="10" text-anchor="middle" stroke="paper" stroke-width="3" stroke-linejoin="round" '
        'paint-order="stroke">\n<text x="50" y="15.2">a &amp; b</text>\n<text x="50" y="28.2">&lt;c&gt;</text>\n</g>\n'
    )


def test_what_xml_cannot_write_is_left_out():
    drawing = drawn(texts=[SceneText(0.0, 0.0, ("a\x00\x0b\x1f\ufffe\ud800b",), 10.0)])
    assert ElementTree.fromstring(f"<svg>{drawing}</svg>")[0].text == "ab"


@pytest.mark.parametrize("place", [math.nan, math.inf])
def test_a_place_that_is_no_number_is_refused(place):
    with pytest.raises(ValueError, match=f"a place in a drawing is {place}"):
        drawn(paths=[Path(((0.0, place), (1.0, 1.0)), "ink")])


def test_widths_are_the_fonts_advance_widths():
    # Noto Sans CJK SC: a is 564 and 1 is 555 thousandths of an em wide, 床 a whole em; Latin is given 5 % more
    assert text_width("床", 12) == 12
    assert text_width("a1床", 20) == pytest.approx(20 * (0.564 * 1.05 + 0.555 * 1.05 + 1))


@pytest.mark.parametrize(
    ("lacking", "width"), [("\u200b", 0), ("\ufeff", 0), ("e\u0301", 0.554 * 1.05), ("₂", 0.63), ("ž", 0.63), ("😀", 1)]
)
def test_a_character_that_the_font_lacks_has_a_width_all_the_same(lacking, width):
    assert text_width(lacking, 1) == pytest.approx(width)
    assert "".join(wrap_text(f"CO{lacking} 床位", 12, 40)).startswith(f"CO{lacking}")


def test_a_name_with_characters_that_no_font_here_has_is_drawn_all_the_same():
    name = Text("养老\u200b床位₂😀", "Care\u200b beds₂ 😀\x01")
    inputs = make_inputs(indicators={"i03": make_indicator(short_name=name)})
    for language, shown in (("zh", "养老\u200b床位₂😀"), ("en", "Care\u200b beds₂ 😀")):
        edition = make_edition(language, inputs)
        texts = [line.text for line in drawn_texts(chart_bullets(edition, edition.scorecard()).svg)]
        assert shown in " ".join(texts)


def every_chart(edition) -> list:
    """Every chart that a notebook of the shipped edition shows."""
    chapters = edition.inputs.chapters
    ids = [subject.id for subject in indicator_subjects(edition)]
    pieces = [
        *(
            present.chart_achievements(edition, edition.achievements(chapter))
            for chapter in chapters
            if chapter.startswith("c1-")
        ),
        *(small_multiples(edition, chapter) for chapter in ("c4-1", "c4-2", "c4-3", "c4-4")),
        *(status_matrix(edition, chapter) for chapter in ("c4-1", "c4-2", "c4-3", "c4-4", "c5")),
        *(indicator_trend(edition, indicator_id) for indicator_id in ids),
        *(present.chart_sensitivity(edition, edition.judged(indicator_id)) for indicator_id in ids),
        *(present.chart_situation(edition, section) for section in edition.inputs.situation),
        present.chart_agreement(edition, edition.scorecard()),
        present.chart_bullets(edition, edition.scorecard()),
        present.chart_due_against_done(edition, edition.scorecard()),
        present.chart_slopes(edition, edition.series_changes()),
    ]
    return [piece for piece in pieces if piece.svg]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_of_the_shipped_edition_is_well_formed_and_keeps_its_texts_inside(language):
    pieces = every_chart(present.open_edition(2023, language))
    assert len(pieces) > 40
    outside = []
    for piece in pieces:
        for svg in (*drawings(piece), piece.svg):
            assert "nan" not in re.sub(r'<(text|title|desc)[^>]*>[^<]*|data-tip="[^"]*"', "", svg).lower()
            width, height = size_of(svg)
            for line in drawn_texts(svg):
                below = height - line.baseline - 0.25 * line.size
                if min(line.left, width - line.right, line.baseline - 0.9 * line.size, below) < 0:
                    outside.append((piece.id, width, line))
    assert outside == []


def test_text_stays_text_with_its_figures_unrounded(trend):
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", trend.svg)
    assert "42.0%\u00a0◇" in texts
    assert "序时进度" in texts


def test_no_text_is_smaller_than_11_px(trend, bullets):
    for piece in (trend, bullets):
        for svg in drawings(piece):
            assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)) >= 11


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
