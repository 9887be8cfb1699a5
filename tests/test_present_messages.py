"""Messages of assess and compare put into words."""

from __future__ import annotations

import pytest
from builders import BED, PERCENT

from planbook.model import Message, Text
from planbook.present.messages import decimals_of, p_value, say_message
from planbook.present.words import Words

WORDS = Words(
    "zh",
    {
        "method": "甲法",
        "said": "{method}：{name}{year}为{value}，变化{change}，比值{ratio}，占{share}，{plain}，{number}，p值{p}",
        "years": {"other": "最近{years}年"},
    },
)
UNITS = {"bed": BED, "percent": PERCENT}


def test_each_form_is_written_as_it_says():
    message = Message(
        "said",
        (
            ("method", "method", "key"),
            ("name", Text("床位", "beds"), "text"),
            ("year", 2023, "year"),
            ("value", 9365.0, "bed"),
            ("change", -120.0, "change:bed"),
            ("ratio", 0.926, "ratio"),
            ("share", 0.5558, "share"),
            ("plain", "x", "plain"),
            ("number", 10.25, "number"),
            ("p", 0.0004, "p_value"),
        ),
    )
    assert say_message(WORDS, UNITS, message).text == (
        "甲法：床位2023年为 9,365 张，变化 −120 张，比值 0.93，占 55.6%，x，10.25，p 值<0.001"
    )


def test_a_count_also_chooses_the_plural():
    english = Words("en", {"years": {"one": "the last year", "other": "the last {years} years"}})
    assert say_message(english, UNITS, Message("years", (("years", 1, "count"),))).text == "the last year"
    assert say_message(english, UNITS, Message("years", (("years", 3, "count"),))).text == "the last 3 years"


def test_an_unknown_form_is_an_error():
    with pytest.raises(ValueError, match="no form 'metre'"):
        say_message(WORDS, UNITS, Message("years", (("years", 1, "metre"),)))


def test_decimals_and_p_values():
    assert [decimals_of(value) for value in (10.0, 1.5, 99.99)] == [0, 1, 2]
    assert (p_value(WORDS, 0.0312), p_value(WORDS, 0.0004)) == ("0.031", "<0.001")
