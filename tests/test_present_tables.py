"""The table model: HTML through its template, plain text; and what holds for every table of every edition."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

import pytest
from rendered import plain_text, rendered

from planbook import present
from planbook.assess import check_plan_consistency
from planbook.paths import LANGUAGES, find_project
from planbook.present.edition import Edition, open_edition
from planbook.present.inline import Inline, link
from planbook.present.pieces import Piece
from planbook.present.tables.model import Column, Row, Table

VOID = {"br", "line", "rect", "path"}


@cache
def shipped(year: int, language: str, official_only: bool = False) -> Edition:
    project = find_project()
    return open_edition(year, language, project.data, project.params, official_only)


def arguments(edition: Edition, name: str) -> list[tuple]:
    """What each builder is called with, beyond the edition."""
    if name in ("table_indicator_values", "table_sheet_values"):
        return [(indicator_id,) for indicator_id in edition.inputs.indicators]
    if name in ("table_cross_checks", "table_sensitivity_grid"):
        return [(edition.judged(indicator_id),) for indicator_id in edition.inputs.indicators]
    if name in ("table_tasks", "table_measures"):
        frame_of = edition.tasks if name == "table_tasks" else edition.measures
        return [(frame_of(chapter),) for chapter in ("c4-1", "c4-2", "c4-3", "c4-4", "c5")]
    if name == "table_achievements":
        return [(edition.achievements(chapter),) for chapter in ("c1-1", "c1-2", "c1-3", "c1-4")]
    if name == "table_two_plans":
        return [(edition.continued(),)]
    if name == "table_two_plans_series":
        return [(edition.series_changes(),)]
    if name == "table_consistency":
        found = [check.agrees for check in check_plan_consistency(edition.inputs)]
        return [(edition.plan_checks().assign(agrees=found),)]
    if name == "table_situation":
        return [(section,) for section in ("ageing", "population", "income", "care")]
    if name == "table_series":
        return [
            (("registered_pop_60plus_share",),),
            (("registered_population",), ("shanghai",)),
            (("no_such_series",),),
        ]
    if name in ("table_outlooks", "table_strip"):
        return [(edition.scorecard(),)]
    if name == "table_scorecard":
        scorecard = edition.scorecard()
        return [(scorecard,), *((own,) for _, own in scorecard.groupby("type"))]
    return [()]


# Tried with frames and subjects of their own in test_present_duties.py and test_breakdowns.py.
ELSEWHERE = {f"planbook.present.tables.{name}" for name in ("breakdowns", "duties", "findings", "projects")}
BUILDERS = [
    name
    for name, builder in vars(present).items()
    if name.startswith("table_") and "yearbook" not in name and builder.__module__ not in ELSEWHERE
]


def every_table(edition: Edition) -> list[Piece]:
    pieces = [getattr(present, name)(edition, *args) for name in BUILDERS for args in arguments(edition, name)]
    return [piece for piece in pieces if piece.html]  # where a sentence has said it all there is none


class Outline(HTMLParser):
    """Collects tags, and fails on one that is never closed."""

    def __init__(self, html: str):
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.tags if name == tag]


MADE_UP = Inline('9<abbr class="illustrative" title="t">◇</abbr>', "9◇", "9 ◇")


def columns_of(*cells):
    return Table("t", "c", (Column("Name"), Column("Beds", numeric=True)), [Row(("a", cell)) for cell in cells])


def test_a_column_of_made_up_figures_bears_the_mark_once_in_its_head():
    text = columns_of(MADE_UP, "–", MADE_UP).text()
    assert text.splitlines()[1:] == ["Name | Beds ◇", "a | 9", "a | –", "a | 9"]
    assert columns_of(MADE_UP, MADE_UP).html().count("◇") == 1


def test_where_kinds_mix_each_made_up_figure_keeps_its_mark():
    assert columns_of(MADE_UP, "8").text().splitlines()[1:] == ["Name | Beds", "a | 9 ◇", "a | 8"]


SAMPLE = Table(
    "t",
    "Beds & more",
    (Column("Place"), Column("Beds", "beds", numeric=True)),
    (Row(group="North"), Row((link("A", "a.html"), "1")), Row(("B<1>", "2"), css_class="total")),
    ("A note.",),
)


def test_a_table_is_clean_html_with_caption_scopes_and_notes():
    assert (
        SAMPLE.html()
        == """<div class="table-scroll" role="region" tabindex="0" aria-labelledby="t-caption">
<table class="planbook" id="t">
<caption id="t-caption">Beds &amp; more</caption>
<thead>
<tr>
<th scope="col">Place</th>
<th scope="col" class="number" style="text-align: right">Beds <span class="unit">beds</span></th>
</tr>
</thead>
<tbody>
<tr class="group"><th scope="rowgroup" colspan="2">North</th></tr>
<tr>
<th scope="row"><a href="a.html">A</a></th>
<td class="number" style="text-align: right">1</td>
</tr>
<tr class="total">
<th scope="row">B&lt;1&gt;</th>
<td class="number" style="text-align: right">2</td>
</tr>
</tbody>
</table>
</div>
<p class="table-note">A note.</p>"""
    )


def test_the_same_table_in_plain_text_and_for_print():
    piece = SAMPLE.piece()
    assert piece.text == "Beds & more\nPlace | Beds [beds]\nNorth\nA | 1\nB<1> | 2\nA note."
    assert plain_text(rendered(piece.markdown)) == plain_text(piece.html)
    assert "[beds]{.unit}" in piece.markdown and "<t" not in piece.markdown
    assert piece.svg == ""


def test_each_group_has_a_body_of_its_own():
    table = Table("t", "c", (Column("a"),), (Row(("x",)), Row(group="G"), Row(("y",)), Row(group="H"), Row(("z",))))
    assert table.html().count("<tbody>") == 3


def test_the_row_header_may_be_another_column():
    html = Table("t", "c", (Column("No.", numeric=True), Column("Name")), (Row(("1", "a")),), row_header=1).html()
    assert '<td class="number" style="text-align: right">1</td>\n<th scope="row">a</th>' in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", (2021, 2023, 2025))
def test_every_table_of_every_edition_is_well_formed(year, language):
    edition = shipped(year, language)
    pieces = [piece for piece in every_table(edition) if piece.markdown]  # the others say that there is nothing
    assert len(pieces) > 40
    for piece in pieces:
        outline = Outline(piece.html)
        assert len(outline.all("table")) == len(outline.all("caption")) == 1
        assert outline.all("table")[0]["id"] == piece.id or piece.id == "strip"
        assert all(head.get("scope") in ("col", "row", "rowgroup") for head in outline.all("th"))
        styles = {attributes["style"] for _, attributes in outline.tags if "style" in attributes}
        assert styles <= {"text-align: right"}
        assert not any(name[:2] == "on" for _, attributes in outline.tags for name in attributes)
        assert not re.search(r"\b(?:None|nan)\b", piece.text)
        heads = len([head for head in outline.all("th") if head.get("scope") == "col"])
        for row in re.findall(r"<tr(?: class=\"(?!group)[^\"]*\")?>(.*?)</tr>", piece.html, re.DOTALL):
            spans_all = row.count(f'<td colspan="{heads}">') == 1 and row.count("<t") == 1  # says there is nothing
            assert spans_all or row.count("<th") + row.count("<td") == heads
    assert len({piece.id for piece in pieces}) == len(pieces)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_stays_whole_without_illustrative_figures(language):
    edition = shipped(2023, language, official_only=True)
    for piece in every_table(edition):
        Outline(piece.html)
        assert "◇" not in piece.text or piece.id in ("table-glossary",)
        assert piece.text.count("\n") >= 1 or not piece.markdown


@pytest.mark.parametrize("year", (2022, 2023, 2025))
def test_no_table_of_the_english_edition_holds_chinese_but_names(year):
    """Chinese stands only in elements that say so: the glossary's other column, a document's number."""
    for piece in every_table(shipped(year, "en")):
        html = re.sub(r'<span lang="zh-Hans">.*?</span>', "", piece.html)
        assert re.findall("[\u3400-\u9fff]+", html) == [], piece.id


def test_the_same_edition_gives_the_same_bytes():
    edition = shipped(2023, "zh")
    assert [piece.html for piece in every_table(edition)] == [piece.html for piece in every_table(edition)]


def test_an_inline_cell_keeps_its_markup():
    html = Table("t", "c", (Column("a"),), (Row((Inline("<b>x</b>", "**x**", "x"),)),)).html()
    assert '<th scope="row"><b>x</b></th>' in html
