"""No style stands in a page: what a column or an author's cell looks like is said by classes and style sheets."""

import re
from pathlib import Path

import plotly
import pytest

from planbook.errors import PublishError
from planbook.paths import find_project
from planbook.publish.embedded import write_page
from planbook.publish.inline_styles import plotly_css, take_styles_out

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ('<td style="text-align: right;">1</td>', '<td class="align-right">1</td>'),
        ('<td class="number" style="text-align: right">1</td>', '<td class="align-right number">1</td>'),
        ('<th style="text-align:left" class="a b">x</th>', '<th class="align-left a b">x</th>'),
        ('<td style="">1</td>', "<td>1</td>"),
        ('<p>style="color: red" is text</p>', '<p>style="color: red" is text</p>'),
        (
            '<textarea>&lt;iframe style="border:0"&gt;</textarea>',
            '<textarea>&lt;iframe style="border:0"&gt;</textarea>',
        ),
        ('<math displaystyle="true"></math>', '<math displaystyle="true"></math>'),
    ],
)
def test_how_a_column_is_set_is_a_class_and_what_is_no_attribute_stays(given, taken):
    assert take_styles_out(given) == (taken, "")


def test_an_author_s_colours_go_into_a_sheet_once():
    cell = '<td style="background-color: #fee; color: rgb(1, 2, 3)">1</td>'
    html, css = take_styles_out(cell * 2)
    [name] = set(re.findall(r'class="(style-[0-9a-f]{10})"', html))
    assert css == f".{name}{{background-color:#fee !important;color:rgb(1, 2, 3) !important}}\n"
    assert "style=" not in html


@pytest.mark.parametrize("value", ["x}body{display:none", "background:url(//evil)", "color:\\65 xpression", "a:b/**/"])
def test_what_is_more_than_a_declaration_is_left_out(value):
    assert take_styles_out(f'<td style="{value}">1</td>') == ("<td>1</td>", "")


def test_a_page_leads_to_its_sheet_and_loses_it_when_it_needs_none(tmp_path):
    page = "<html><head></head><body>{}</body></html>"
    write_page(page.format('<b style="color: red">x</b>'), "indicators/i01", tmp_path)
    sheet, html = tmp_path / "styles" / "indicators" / "i01.css", tmp_path / "indicators" / "i01.html"
    assert '<link rel="stylesheet" href="../styles/indicators/i01.css">' in html.read_text(encoding="utf-8")
    assert "color:red" in sheet.read_text(encoding="utf-8")
    write_page(page.format("<b>x</b>"), "indicators/i01", tmp_path)
    assert not sheet.exists() and "stylesheet" not in html.read_text(encoding="utf-8")


def test_the_rules_of_plotly_are_those_its_script_would_write():
    script = PLOTLY.read_text(encoding="utf-8")
    css = plotly_css(script)
    assert ".js-plotly-plot .plotly,.js-plotly-plot .plotly div{direction:ltr;" in css
    assert ".plotly-notifier .notifier-close:hover{" in css and ".maplibregl-map{" in css
    assert css.count("{") == css.count("}") > 50


def test_the_names_by_which_plotly_looks_for_its_rules_are_those_the_page_s_script_gives():
    script = (find_project().site_sources / "assets" / "site.js").read_text(encoding="utf-8")
    named = re.search(r"PLOTLY_RULES = \[(.*?)\]", script)
    assert named is not None
    text = PLOTLY.read_text(encoding="utf-8")
    glob, maps = re.findall(r'"([^"]+)"', named[1])
    assert glob == "plotly.js-style-global" and '"plotly.js-style-"+' in text and ".no-inline-styles" in text
    assert set(re.findall(r'getElementById\("([0-9a-f]{64})"\)', text)) == {maps}


def test_another_plotly_that_keeps_its_rules_elsewhere_is_told():
    with pytest.raises(PublishError, match="not where they were"):
        plotly_css("var x = 1;")
