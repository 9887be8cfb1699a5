"""Words, numbers, units, dates and lists; and what the locale files of sentences and tables may hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from builders import BED, PERCENT, PERSON

from planbook.errors import InputError
from planbook.load import load_locale
from planbook.model import EditionKind, EditionName, Text, Unit, UnitKind
from planbook.paths import find_project
from planbook.present.words import MINUS, Words, load_words, space_chinese

ZH, EN = load_words("zh"), load_words("en")
FINE = Unit("percent_fine", UnitKind.SHARE, "%", "%", "%", 2)
RATE = Unit(
    "per", UnitKind.RATE, "个/万人", "organisation per 10,000 residents", "organisations per 10,000 residents", 1
)
YUAN = Unit("yuan", UnitKind.MONEY, "元", "yuan", "yuan", 0)
POINTS = Unit("points", UnitKind.CHANGE, "个百分点", "percentage point", "percentage points", 1)
TEN_THOUSAND = Unit("w", UnitKind.RATE, "万人", "ten thousand persons", "ten thousand persons", 2, 10_000, PERSON)
HUNDRED_MILLION = Unit(
    "y", UnitKind.MONEY, "亿元", "hundred million yuan", "hundred million yuan", 1, 100_000_000, YUAN
)

# Groups of the locale files that sentences, tables and marks use; the others have their own tests.
OWN_GROUPS = (
    "format",
    "bound",
    "movement",
    "verdict",
    "outlook",
    "type",
    "status",
    "flag",
    "illustrative",
    "source_kind",
    "achievement_kind",
    "headline",
    "counts",
    "laggards",
    "named",
    "binding",
    "edition_note",
    "changes",
    "doubts",
    "pace",
    "arithmetic",
    "outlook_says",
    "agreement",
    "sensitivity",
    "overview",
    "tasks",
    "measures",
    "safeguards",
    "achievements",
    "problems",
    "situation",
    "comparison",
    "glossary",
    "empty",
    "table",
    "method",
    "in_final",
)
# Names, and the mark of GB/T 7714.
ENGLISH_IN_CHINESE = {"Open", "SDG", "Theil", "Sen", "Mann", "CRPS", "Kendall", "OL"}


def leaves(entries: dict, prefix: str = "") -> dict[str, object]:
    """Dotted key → text, or mapping of plural forms."""
    found: dict[str, object] = {}
    for key, value in entries.items():
        if isinstance(value, dict) and "other" not in value:
            found |= leaves(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = value
    return found


def own_leaves(language: str) -> dict[str, object]:
    entries = load_locale(language, find_project().locales)
    return leaves({group: entries[group] for group in OWN_GROUPS})


def fields(text: object) -> set[str]:
    texts = text.values() if isinstance(text, dict) else [text]
    return {name for one in texts for name in re.findall(r"\{(\w+)\}", str(one))}


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (8439, 0, "8,439"),
        (0, 0, "0"),
        (55.582, 1, "55.6"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (1.005, 2, "1.01"),
        (-1234.5, 1, f"{MINUS}1,234.5"),
        (-0.04, 1, "0.0"),
    ],
)
def test_a_number_has_groups_of_three_rounds_half_up_and_a_true_minus_sign(value, decimals, shown):
    assert ZH.number(value, decimals) == shown
    assert EN.number(value, decimals) == shown


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        (10105, BED, "10,105 张", "10,105 beds"),
        (1, BED, "1 张", "1 bed"),
        (0, BED, "0 张", "0 beds"),
        (55.582, PERCENT, "55.6%", "55.6%"),
        (32.63, FINE, "32.63%", "32.63%"),
        (8.1, RATE, "8.1 个/万人", "8.1 organisations per 10,000 residents"),
        (1.0, RATE, "1.0 个/万人", "1.0 organisations per 10,000 residents"),
        (1240, YUAN, "1,240 元", "1,240 yuan"),
        (-0.5, POINTS, f"{MINUS}0.5 个百分点", f"{MINUS}0.5 percentage points"),
    ],
)
def test_a_value_carries_its_unit_as_each_language_writes_it(value, unit, chinese, english):
    assert ZH.value(value, unit) == chinese
    assert EN.value(value, unit) == english


@pytest.mark.parametrize(
    ("value", "unit", "english"),
    [
        (29.3, TEN_THOUSAND, "293,000 persons"),  # 29.30 × 10,000
        (403.4, TEN_THOUSAND, "4.034 million persons"),  # 403.40 × 10,000 = 4,034,000
        (12.2, HUNDRED_MILLION, "1.22 billion yuan"),  # 12.2 × 100,000,000 = 1,220,000,000
    ],
)
def test_chinese_ten_thousands_are_spelled_out_in_english(value, unit, english):
    assert EN.value(value, unit) == english


def test_a_difference_of_shares_is_told_in_percentage_points():
    assert ZH.change(12.0, PERCENT) == "+12.0 个百分点"
    assert EN.change(-0.05, FINE) == f"{MINUS}0.05 percentage points"
    assert ZH.amount(-12.0, PERCENT) == "12 个百分点"  # in running text decimals that are all zero say nothing
    assert EN.amount(1.0, PERCENT) == "1 percentage point"
    assert ZH.change(926, BED) == "+926 张"
    assert EN.change(1, BED) == "+1 bed"
    assert ZH.change(0.0, BED) == "0 张"


def test_a_range_has_one_sign_in_a_language_and_one_unit():
    assert ZH.range(9826, 10127, BED) == "9,826—10,127 张" and "—" in ZH.period(2021, 2025)
    assert EN.range(0, 1, BED) == "0–1 beds"


def test_a_share_is_given_as_a_fraction():
    assert ZH.share(0.5558) == "55.6%"
    assert EN.share(0.6, 0) == "60%"


def test_dates_years_and_lists_are_written_as_each_language_does():
    assert ZH.date(date(2023, 12, 31)) == "2023年12月31日"
    assert EN.date(date(2023, 12, 31)) == "31 December 2023"
    assert (ZH.year(2023), EN.year(2023)) == ("2023年", "2023")
    assert ZH.list(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert EN.list(["a", "b", "c"]) == "a, b and c"
    assert (ZH.list(["甲"]), EN.list([])) == ("甲", "")


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("养老床位总数为9,365张", "养老床位总数为 9,365 张"),
        ("截至2023年底", "截至2023年底"),
        ("于2024年3月31日发布", "于2024年3月31日发布"),
        ("比2020年增加926张", "比2020年增加 926 张"),
        ("完成五年任务的55.6%，应完成60.0%", "完成五年任务的 55.6%，应完成 60.0%"),
        ("为<b>9,365</b>张", "为 <b>9,365</b> 张"),
        ("共5年", "共 5 年"),
        ("采用Open SDG的方法", "采用 Open SDG 的方法"),
    ],
)
def test_chinese_and_latin_stand_apart_but_dates_together(text, spaced):
    assert space_chinese(text) == spaced
    assert space_chinese(spaced) == spaced


def test_a_plural_is_chosen_by_count():
    words = Words("en", {"beds": {"one": "{count} bed", "other": "{count} beds"}})
    assert (words("beds", count=1), words("beds", count=2), words("beds", count=0)) == ("1 bed", "2 beds", "0 beds")


def test_chinese_has_one_form_for_every_number():
    assert Words("zh", {"beds": {"other": "{count}张"}})("beds", count=1) == "1 张"


def test_a_missing_key_is_an_input_error_that_names_file_and_key():
    with pytest.raises(InputError, match="site/locales/zh.yml: no text for `pace.nonsense`"):
        ZH("pace.nonsense")


def test_a_group_is_not_a_text():
    with pytest.raises(InputError, match="a group of texts"):
        ZH("pace")


def test_a_field_that_is_not_given_is_an_input_error():
    with pytest.raises(InputError, match=r"\{value\}"):
        Words("en", {"a": "It is {value}."})("a", count=3)


def test_an_edition_of_a_kind_may_say_a_thing_in_its_own_words():
    words = Words("zh", {"verdict": {"achieved": "提前实现"}, "in_final": {"verdict": {"achieved": "完成目标"}}})
    assert words("verdict.achieved") == "提前实现"
    assert words.of_kind(EditionKind.FINAL)("verdict.achieved") == "完成目标"
    assert words.of_kind(EditionKind.MID_TERM)("verdict.achieved") == "提前实现"


def test_a_bilingual_text_gives_its_own_side():
    text = Text("第1项", "item 1")
    assert (ZH.text(text), EN.text(text)) == ("第 1 项", "item 1")


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Nursing-type beds", "nursing-type beds"),
        ("Community Cloud households", "Community Cloud households"),
        ("Minors' protection standard", "minors' protection standard"),
        ("UN method", "UN method"),
    ],
)
def test_an_english_name_loses_its_capital_inside_a_sentence_unless_it_is_a_proper_one(name, inside):
    assert EN.inside(name) == inside
    assert ZH.inside("养老床位") == "养老床位"


def test_both_locales_hold_the_same_keys_and_fields():
    chinese, english = own_leaves("zh"), own_leaves("en")
    assert chinese.keys() == english.keys()
    assert {key: fields(text) for key, text in chinese.items()} == {key: fields(text) for key, text in english.items()}


def test_no_english_word_stands_in_a_chinese_template_beyond_names():
    found = {
        word
        for text in own_leaves("zh").values()
        for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", str(text)))
    }
    assert found - {"other"} <= ENGLISH_IN_CHINESE


def test_no_chinese_character_stands_in_an_english_template():
    chinese = re.compile("[\u3400-\u9fff\u3001\u3002\uff00-\uffef]")
    assert [key for key, text in own_leaves("en").items() if chinese.search(str(text))] == []


def test_no_template_exclaims():
    for language in ("zh", "en"):
        assert [key for key, text in own_leaves(language).items() if re.search("[!\uff01]", str(text))] == []


def test_words_of_what_an_edition_kind_says_instead_exist_for_every_kind_too():
    """A key of `in_final` that no other kind has would never be asked for."""
    entries = load_locale("zh", find_project().locales)
    general = leaves({group: text for group, text in entries.items() if not group.startswith("in_")})
    assert set(leaves(entries["in_final"])) <= set(general)


def test_an_edition_of_the_middle_of_a_year_calls_that_year_by_its_month():
    name = EditionName.of("2023-06")
    chinese, english = (load_words(language).of_edition(name) for language in ("zh", "en"))
    assert (chinese.year(2023), english.year(2023)) == ("2023年6月", "June 2023")
    assert (chinese.year(2022), english.year(2022)) == ("2022年", "2022")
    assert load_words("en").of_edition(EditionName(2023)).year(2023) == "2023"


def test_the_years_left_begin_where_the_figures_of_a_half_year_end():
    half = EditionName(2023, 6)
    zh, en = (replace(words, edition=half) for words in (ZH, EN))
    assert zh.years(2024, 2025) == "2023年6月底至2025年底"
    assert en.years(2024, 2025) == "from the end of June 2023 to that of 2025"
    assert zh.years(2023, 2025) == "2023—2025年"  # a figure of the year before is counted in whole years
    assert ZH.years(2024, 2025) == "2024、2025年"
