"""One colour for each class in every face: the page's style sheet, tables, charts, the strip, print."""

from __future__ import annotations

import re
from functools import cache

import pytest
from builders import status_matrix

from planbook import present
from planbook.looks import LIGHT, OUTLOOKS, STATUSES, VERDICTS, Look, every_look
from planbook.paths import find_project
from planbook.present.charts.common import look_key
from planbook.present.edition import Edition, open_edition
from planbook.present.marks import look_mark, look_sign
from planbook.present.words import load_words
from planbook.publish.tokens import look_roles, looks_css

CLASS_COLOUR = re.compile(r"([^{}]+)\{ color: var\(--([\w-]+)\); \}")


@cache
def edition() -> Edition:
    project = find_project()
    return open_edition(2023, "zh", project.data, project.params)


def page_colours() -> dict[str, str]:
    """Class → the role that the style sheet gives it."""
    found = {}
    for selectors, role in CLASS_COLOUR.findall(looks_css()):
        for selector in selectors.split(","):
            found[selector.strip().split(".")[-1]] = role
    return found


@pytest.mark.parametrize("look", every_look(), ids=lambda look: look.word)
def test_a_class_has_the_colour_of_looks_in_every_face(look: Look):
    words = load_words("en")
    group = look.word.partition(".")[0]
    assert page_colours()[look.css] == look.role
    assert look_roles()[look.css] == look.role  # Typst and Word
    assert look_key(words, look).role == look.role  # charts
    for mark in (look_mark(words, look), look_sign(words, look, "said")):
        assert f'class="{group} {look.css}"' in mark.html
        assert f".{look.css}" in mark.markdown


def test_no_other_style_sheet_or_template_colours_a_class():
    sheet = (find_project().site_sources / "assets" / "site.css").read_text("utf-8")
    for look in every_look():
        for block in re.findall(rf"\.{look.css}\b[^{{}}]*\{{([^}}]*)\}}", sheet):
            assert not re.search(r"(?<![-\w])(color|fill|stroke)\s*:", block), look.css


def test_charts_draw_each_class_in_its_own_colour():
    one = edition()
    chart = present.chart_agreement(one, one.scorecard()).html
    for subject in one.assessments.values():
        for look in (VERDICTS[subject.pace], OUTLOOKS[subject.outlook]):
            assert f"var(--{look.role}, {LIGHT[look.role]})" in chart
    matrix = status_matrix(one, "c4-3").html
    assert all(f"var(--{look.role}," in matrix for look in (STATUSES[status] for status in STATUSES) if look.favourable)
