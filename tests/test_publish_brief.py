"""The one-page brief and the slides: one side, ten slides at most, texts of the edition, the same bytes twice."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from bad_inputs.project import FIXTURES
from pptx import Presentation
from pypdf import PdfReader

from planbook import present
from planbook.paths import find_project
from planbook.present.brief import make_brief
from planbook.publish.brief import publish_brief
from planbook.publish.slides import publish_slides

ROOT = FIXTURES.parents[1]


@pytest.fixture(scope="module", params=["zh", "en"])
def edition(request):
    return present.open_edition(2023, request.param, ROOT / "data", ROOT / "params")


def squeezed(text: str) -> str:
    """Text without spaces and line breaks: a PDF knows where glyphs stand, not what was a space."""
    return "".join(text.replace("\u2060", "").split())


@pytest.fixture(scope="module")
def brief_text(edition, tmp_path_factory):
    path = publish_brief(edition, tmp_path_factory.mktemp("brief"), find_project())
    reader = PdfReader(path)
    assert len(reader.pages) == 1
    return squeezed(reader.pages[0].extract_text())


def test_the_brief_says_what_the_page_says(edition, brief_text):
    headline = present.say_headline(edition, edition.scorecard()).text.splitlines()[0]
    assert squeezed(headline) in brief_text
    strip = present.table_strip(edition, edition.scorecard()).text.splitlines()
    assert len(strip) == 17
    for subject in edition.inputs.indicators.values():
        assert squeezed(edition.words.text(subject.short_name)) in brief_text
    assert squeezed(edition.words("report.notice")) in brief_text


def test_what_lags_stands_with_its_cause_unit_and_measure(edition, brief_text):
    brief = make_brief(edition)
    assert [one.name.startswith(name) for one, name in zip(brief.laggards, ("护理", "养老", "每万"), strict=True)] == (
        [True] * 3 if edition.language == "zh" else [False] * 3
    )
    for one in brief.laggards:
        for text in (one.figures, one.unit, one.cause, one.measure):
            assert squeezed(text) in brief_text
    for decision in brief.decisions:
        assert squeezed(decision) in brief_text


def test_what_was_not_given_is_said_to_be_missing(edition):
    bare = replace(edition, inputs=replace(edition.inputs, findings={}, duties=()))
    brief = make_brief(bare)
    assert {one.cause for one in brief.laggards} == {edition.words("duties.to_be_named")}
    assert {one.unit for one in brief.laggards} == {edition.words("duties.not_named")}
    assert any("17" in decision for decision in brief.decisions)  # no unit is named for any of them


def test_the_counts_are_those_of_the_edition(edition):
    brief = make_brief(edition)
    assert sum(one.number for one in brief.counts) == sum(one.number for one in brief.outlooks) == 17
    assert brief.counts[0].number == 3  # what lags stands first


def test_the_same_edition_makes_the_same_brief_and_slides(edition, tmp_path):
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        publish_brief(edition, tmp_path / place, find_project())
        publish_slides(edition, tmp_path / place, tmp_path / place)
    for name in (f"brief-{edition.language}.pdf", f"slides-{edition.language}.pptx"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_slides_are_ten_at_most_each_with_a_title_a_source_and_its_number(edition, tmp_path):
    deck = Presentation(io.BytesIO(publish_slides(edition, tmp_path, tmp_path).read_bytes()))
    assert 8 <= len(deck.slides) <= 10
    assert deck.core_properties.author == edition.words.text(edition.inputs.plan.issuer)
    for number, slide in enumerate(deck.slides, 1):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert slide.shapes.title.text_frame.text
        assert str(number) in texts
        assert any(edition.words("report.notice_short") in text for text in texts)
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 2  # all indicators, and the one that needs attention first
    assert all(shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures)


def test_a_made_up_answer_keeps_its_mark_on_the_slides(edition, tmp_path):
    deck = Presentation(io.BytesIO(publish_slides(edition, tmp_path, tmp_path).read_bytes()))
    cells = [
        cell.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    promise = edition.words.text(edition.inputs.findings["f2022_01"].measure)
    assert f"{promise} ◇" in cells
