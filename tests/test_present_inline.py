"""Running text in its three faces."""

from __future__ import annotations

import html
import re

import pytest
from rendered import rendered

from planbook.errors import InputError
from planbook.present.inline import Block, Inline, Passage, fill, join, join_sentences, link, plain, span, strong
from planbook.present.words import Words

WORDS = Words("zh", {"told": "{name}为{value}。", "plain": "一*二"})
ENGLISH = Words("en", {"told": "{name} stood at {value}."})


def said(markup: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", markup)).strip()


def test_a_template_is_filled_in_three_faces_that_say_the_same():
    told = fill(WORDS, "told", name=link("床位", "indicators/i03.html"), value=strong("9,365张"))
    assert told.text == "床位为 9,365 张。"
    assert told.html == '<a href="indicators/i03.html">床位</a>为 <strong>9,365 张</strong>。'
    assert told.markdown == "[床位](indicators/i03.html)为 **9,365 张**。"


def test_characters_with_a_meaning_are_escaped_in_each_face():
    told = fill(WORDS, "told", name="A<b>", value="x_1*[2]")
    assert told.html == "A&lt;b&gt;为 x_1*[2]。"
    assert told.markdown == r"A\<b\>为 x\_1\*\[2\]。"
    assert fill(WORDS, "plain").markdown == r"一\*二"


def test_a_field_nobody_fills_is_an_input_error():
    with pytest.raises(InputError, match=r"\{value\}"):
        fill(WORDS, "told", name="x")


def test_a_link_is_one_in_markdown_whatever_its_address_holds():
    assert link("a", "indicators/i03.html").markdown == "[a](indicators/i03.html)"
    assert link("a", "https://example.org/?a=1&b=2") == Inline(
        '<a href="https://example.org/?a=1&amp;b=2">a</a>', "[a](https://example.org/?a=1&b=2)", "a"
    )
    assert link("a", "https://example.org/a(b) c").markdown == "[a](<https://example.org/a(b) c>)"


def test_a_span_has_its_classes_and_attributes_in_both_faces():
    face = span('"x"', "unit of-year", lang="zh-Hans", title='a "b"')
    assert face.html == '<span class="unit of-year" lang="zh-Hans" title="a &quot;b&quot;">"x"</span>'
    assert face.markdown == r"""["x"]{.unit .of-year lang="zh-Hans" title="a \"b\""}"""
    assert "title=" in rendered(face.markdown) and "a &quot;b&quot;" in rendered(face.markdown)


def test_spaces_between_scripts_are_the_same_in_all_faces():
    told = fill(WORDS, "told", name=span("床位", "unit") + plain("共") + link("9", "a.html"), value=strong("3"))
    assert told.text == "床位共 9 为 3。"
    assert said(told.html) == said(rendered(told.markdown)) == told.text


def test_lists_and_sentences_are_joined_as_each_language_joins_them():
    assert join(WORDS, [link("甲", "a"), "乙", "丙"]).html == '<a href="a">甲</a>、乙和丙'
    assert join(ENGLISH, ["a", "b", "c"]).text == "a, b and c"
    assert join(WORDS, []).text == ""
    assert join_sentences(WORDS, [plain("一。"), None, plain("二。")]).text == "一。二。"
    assert join_sentences(ENGLISH, [plain("One."), plain(""), plain("Two.")]).text == "One. Two."


def test_a_paragraph_that_opens_with_a_number_and_a_full_stop_is_no_list_in_markdown():
    assert Block((plain("3. Quartal"),)).markdown == r"3\. Quartal"


def test_a_passage_gives_paragraphs_and_lists():
    piece = Passage(
        "p",
        [
            Block((plain("一"),), css_class="headline"),
            Block((plain("甲"), plain("乙")), "ul", "counts", ("a", "b")),
            Block((), "ul"),
        ],
    ).piece()
    assert piece.html == (
        '<p class="headline">一</p>\n<ul class="counts"><li class="a">甲</li><li class="b">乙</li></ul>'
    )
    assert piece.markdown == "::: {.headline}\n一\n:::\n\n::: {.counts}\n- [甲]{.a}\n- [乙]{.b}\n:::"
    assert piece.text == "一\n- 甲\n- 乙"
    assert re.sub(r"\s", "", rendered(piece.markdown)) == re.sub(r"\s", "", piece.html)
