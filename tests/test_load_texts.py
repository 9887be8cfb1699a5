"""Chinese in English texts: names in quotation marks and terms in brackets may stay."""

import pytest

from planbook.load.texts import find_chinese


@pytest.mark.parametrize(
    "text",
    [
        "“五美” communities",
        "the 《民政》 plan",
        "binding (约束性)",
        'the "阳光" campaign',
        "2021–2025 – ≥ 60 %",
        "",
    ],
)
def test_names_and_terms_may_be_chinese(text):
    assert find_chinese(text) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("养老床位 total", "养老床位"),
        ("beds，total", "，"),
        ("“beds” 张", "张"),
        ("9,365（beds）", "（"),
    ],
)
def test_other_chinese_is_found_and_so_is_its_punctuation(text, found):
    assert find_chinese(text) == found
