"""Marks beside figures and names."""

from __future__ import annotations

import pytest

from planbook.model import Flag, IndicatorType, OutlookVerdict, PaceVerdict, Status, Term, Text
from planbook.present.inline import plain
from planbook.present.marks import (
    figure,
    flag_mark,
    illustrative_mark,
    illustrative_sign,
    outlook_mark,
    status_mark,
    term_mark,
    type_tag,
    verdict_mark,
    with_languages,
    with_mark,
    with_terms,
)
from planbook.present.words import load_words

ZH, EN = load_words("zh"), load_words("en")


def make_term(zh: str, en: str, term_id: str = "t") -> Term:
    return Term(term_id, Text(zh, en), Text("释义“甲”", 'Meaning "a"'), None, "plan_14")


def test_a_verdict_has_a_shape_and_a_word_beside_its_class():
    mark = verdict_mark(ZH, PaceVerdict.ON_PACE)
    assert mark.html == (
        '<span class="verdict verdict-on-pace"><span class="sign" aria-hidden="true">◆</span> 基本符合预期</span>'
    )
    assert mark.markdown == "[[◆]{.sign} 基本符合预期]{.verdict .verdict-on-pace}"
    assert mark.text == "◆ 基本符合预期"


def test_a_reversing_indicator_has_a_double_mark():
    assert verdict_mark(EN, PaceVerdict.LAGGING, reversing=True).text == "▼▼ lagging (reversing)"
    assert 'class="verdict verdict-reversing"' in verdict_mark(EN, PaceVerdict.LAGGING, reversing=True).html


@pytest.mark.parametrize("words", [ZH, EN])
def test_every_code_has_a_mark_of_its_own(words):
    for make, codes in ((verdict_mark, PaceVerdict), (outlook_mark, OutlookVerdict), (status_mark, Status)):
        assert len({make(words, code).text for code in codes}) == len(codes)


def test_a_type_is_a_tag():
    assert type_tag(ZH, IndicatorType.BINDING).html == '<span class="tag tag-binding">约束性</span>'
    assert type_tag(EN, IndicatorType.ANTICIPATORY).text == "anticipatory"


def test_an_illustrative_figure_carries_its_mark_right_behind_it():
    shown = figure(ZH, "8,439", illustrative=True, flag=Flag.PROVISIONAL)
    assert shown.html == (
        '8,439<abbr class="illustrative" title="示例数据，非公布数据">◇</abbr> '
        '<abbr class="flag" title="初步数">p</abbr>'
    )
    assert shown.text == "8,439 ◇ p"
    assert shown.markdown == "8,439[◇]{.illustrative} [p]{.flag}"
    assert figure(ZH, "8,439").html == "8,439"
    assert flag_mark(ZH, Flag.NORMAL).html == ""
    assert illustrative_mark(ZH).text == " ◇"
    assert illustrative_sign(ZH).text == "◇"


def test_a_sentence_is_marked_before_its_full_stop():
    assert with_mark(ZH, plain("共 3 项。")).text == "共 3 项 ◇。"
    assert with_mark(EN, plain("Three")).text == "Three ◇"
    assert with_mark(ZH, plain("共 3 项。"), illustrative=False).text == "共 3 项。"


def test_a_term_explains_itself_and_cannot_break_its_attribute():
    assert term_mark(EN, make_term("甲", "a")).html == (
        '<dfn class="term" tabindex="0" data-definition="Meaning &quot;a&quot;">a</dfn>'
    )


def test_terms_are_explained_where_they_first_stand_and_only_there():
    seen: set[str] = set()
    term = make_term("时间银行", "Time Bank")
    first = with_terms(ZH, "试点时间银行，推广时间银行", [term], seen)
    assert first.html.count("<dfn") == 1
    assert first.text == "试点时间银行，推广时间银行"
    assert "<dfn" not in with_terms(ZH, "时间银行", [term], seen).html


def test_the_longer_of_two_terms_wins_and_parts_of_words_are_left_alone():
    terms = [make_term("社会组织", "Organisation", "a"), make_term("社会组织服务中心", "Organisation centre", "b")]
    assert with_terms(ZH, "支持社会组织服务中心", terms).html.count("<dfn") == 1
    assert "<dfn" not in with_terms(EN, "Reorganisation of centres", terms).html
    assert with_terms(EN, "an organisation", terms).html.count("<dfn") == 1


def test_chinese_on_an_english_page_is_said_to_be_chinese():
    assert with_languages(EN, "Binding (约束性) indicator").html == (
        'Binding (<span lang="zh-Hans">约束性</span>) indicator'
    )
    assert with_languages(EN, "沪崇府办发〔2021〕15号").html == '<span lang="zh-Hans">沪崇府办发〔2021〕15号</span>'
    assert with_languages(ZH, "约束性 a").html == "约束性 a"
