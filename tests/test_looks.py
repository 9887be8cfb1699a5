"""The looks can be read: contrast on paper and dark ground, classes apart without colour vision, alike everywhere."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from planbook.looks import (
    DARK,
    FAVOURABLE,
    FLAGS,
    ILLUSTRATIVE_MARK,
    LIGHT,
    OUTLOOKS,
    STATUSES,
    VERDICTS,
    WORST_FIRST,
    every_look,
    flags_with,
    look_of,
)
from planbook.model import Flag, OutlookVerdict, PaceVerdict, Status
from planbook.publish.tokens import css_variables, look_roles, looks_css, word_colours, word_styles

GROUNDS = ("paper", "surface", "rule", "band")
TEXT_ROLES = sorted(set(LIGHT) - set(GROUNDS))
VERDICT_ROLES = ("achieved", "ahead", "on-pace", "lagging")

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    lights = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(one), strict=True)) + 0.05 for one in (first, second)
    )
    return lights[1] / lights[0]


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as that vision sees it."""
    red, green, blue = (
        min(max(sum(weight * channel for weight, channel in zip(row, linear(colour), strict=True)), 0.0), 1.0)
        for row in VISION[vision]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(first: str, second: str, vision: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(lab(first, vision), lab(second, vision), strict=True)) ** 0.5


def test_the_contrast_formula_gives_the_ratios_that_are_known():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes on white


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("role", TEXT_ROLES)
def test_every_colour_of_text_and_marks_passes_on_its_ground(palette, ground, role):
    assert contrast(palette[role], palette[ground]) >= 4.5


def test_both_palettes_have_the_same_roles_and_no_colour_stands_for_two_of_them():
    assert LIGHT.keys() == DARK.keys()
    assert len(set(LIGHT.values())) == len(LIGHT)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("vision", sorted(VISION))
@pytest.mark.parametrize("other", ["achieved", "ahead", "on-pace"])
def test_lagging_stands_apart_from_every_other_verdict_for_every_kind_of_colour_vision(palette, vision, other):
    assert distance(palette["lagging"], palette[other], vision) >= 20  # 2.3 is just noticeable


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_all_verdicts_and_all_series_stand_apart_for_normal_vision(palette):
    for roles in (VERDICT_ROLES, ("series-1", "series-2", "series-3")):
        assert all(distance(palette[a], palette[b], "normal") >= 20 for a, b in combinations(roles, 2))


def test_every_code_has_a_look_and_no_two_of_a_kind_share_a_sign():
    for looks, codes in ((VERDICTS, PaceVerdict), (OUTLOOKS, OutlookVerdict), (STATUSES, Status)):
        assert looks.keys() == set(codes)
        assert len({look.mark for look in looks.values()}) == len(codes)
    assert ILLUSTRATIVE_MARK not in {look.mark for look in every_look()}
    assert len({look.css for look in every_look()}) == len(every_look())
    assert {look.role for look in every_look()} <= set(TEXT_ROLES)


def test_every_flag_but_the_normal_one_has_a_look():
    assert FLAGS.keys() == set(Flag) - {Flag.NORMAL}


def test_the_signs_are_those_readers_know():
    assert {verdict.value: look.mark for verdict, look in VERDICTS.items()} == {
        "achieved": "●", "achieved_late": "◐", "ahead": "▲", "on_pace": "◆", "lagging": "▼", "not_judged": "–",
        "not_reported": "○",
    }  # fmt: skip
    assert [look.mark for look in OUTLOOKS.values()] == ["●", "↗", "→", "○", "↘"]
    assert [look.mark for look in STATUSES.values()] == ["●", "◐", "–", "○", "▼"]
    assert look_of(PaceVerdict.LAGGING, reversing=True).mark == "▼▼"


def test_a_class_is_favourable_where_things_are_where_they_should_be():
    met = {PaceVerdict.ACHIEVED, PaceVerdict.ACHIEVED_LATE}
    assert met | {PaceVerdict.AHEAD, PaceVerdict.ON_PACE} == FAVOURABLE
    assert WORST_FIRST == (
        PaceVerdict.LAGGING, PaceVerdict.NOT_REPORTED, PaceVerdict.NOT_JUDGED, PaceVerdict.ON_PACE,
        PaceVerdict.ACHIEVED_LATE, PaceVerdict.AHEAD, PaceVerdict.ACHIEVED,
    )  # fmt: skip


def test_css_variables_are_written_role_by_role():
    assert css_variables({"paper": "#fdfcf9", "ink": "#1c1d1f"}) == "--paper: #fdfcf9; --ink: #1c1d1f;"


def test_the_style_sheet_gives_every_class_its_colour_and_no_row_of_a_table_one():
    rules = dict.fromkeys(look.css for look in every_look())
    for selectors, role in re.findall(r"(?m)^(\..*) \{ color: var\(--([\w-]+)\); \}$", looks_css()):
        for selector in selectors.split(", "):
            group, css = selector.split(".")[1:]
            assert group == "count" or css.startswith(f"{group}-")
            rules[css] = role
    assert rules == {look.css: look.role for look in every_look()}


def test_word_and_typst_have_the_same_colours():
    styles = dict(re.findall(r'w:name w:val="Look ([\w-]+)"/><w:rPr><w:color w:val="(\w{6})"', word_styles()))
    assert styles == {look.role: LIGHT[look.role].lstrip("#") for look in every_look()}
    assert look_roles()["verdict-on-pace"] == "on-pace"
    assert word_colours()["lagging"] == "b5351a"


def test_flags_are_found_by_what_is_told_of_them():
    assert flags_with(doubt="estimated") == (Flag.ESTIMATED, Flag.IMPUTED)
    assert flags_with(change="break") == (Flag.BREAK,)
