"""The yearbook's tables: which there are, what stands in them, how a figure is written, what is said around them."""

import html as html_module
import re
from dataclasses import replace

import pandas as pd
import pytest
from bad_inputs.project import make_project
from builders import CITY, COUNTRY, DISTRICT, PERSON, make_indicator, make_inputs, make_observations, make_source
from rendered import rendered

from planbook.load.nouns import split_series
from planbook.model import (
    Bound,
    Flag,
    Relation,
    SourceKind,
    TargetKind,
    Text,
    Unit,
    UnitKind,
    YearbookKind,
    YearbookSeries,
    YearbookTable,
)
from planbook.present import (
    say_indicator_downloads,
    say_yearbook,
    say_yearbook_downloads,
    say_yearbook_notes,
    say_yearbook_part,
    say_yearbook_title,
    table_yearbook,
    table_yearbook_contents,
    table_yearbook_part,
    table_yearbook_symbols,
    yearbook_parts,
)
from planbook.present.edition import Edition, open_edition
from planbook.present.words import load_words
from planbook.present.yearbook.contents import build_part, build_yearbook
from planbook.present.yearbook.figures import figure_text, footnote_mark, item_label
from planbook.present.yearbook.model import Figure, FigureKind
from planbook.present.yearbook.notes import year_ranges

WORDS = load_words("en")
HOUSE = Unit("house", UnitKind.COUNT, "座", "house", "houses", 0)
TEN_THOUSAND = Unit(
    "ten_thousand", UnitKind.RATE, "万人", "ten thousand persons", "ten thousand persons", 1, 10_000, PERSON
)


@pytest.fixture(scope="module", params=["zh", "en"])
def edition(request) -> Edition:
    """The shipped plan's edition of 2023, in each language."""
    return open_edition(2023, request.param)


@pytest.fixture(scope="module")
def shipped() -> Edition:
    return open_edition(2023, "en")


def make_figure(value: float | None = 9371.0, **overrides) -> Figure:
    return replace(Figure(2023, value, source_id="source", kind=FigureKind.OBSERVED, decimals=0), **overrides)


def make_background(rows: list[tuple], **columns) -> pd.DataFrame:
    """Rows of (series, area, year, value), every other column plain unless given."""
    entry = {
        "flag": "",
        "source_id": "published_a",
        "quote": "q",
        "preferred": True,
        "note_zh": "",
        "note_en": "",
        "expression": "",
        "inputs": "",
    } | columns
    return pd.DataFrame([dict(zip(("series_id", "area", "year", "value"), row, strict=True)) | entry for row in rows])


def make_series(*entries: tuple[str, str, str]) -> pd.DataFrame:
    """Series of (id, unit, measure) with names made of the id."""
    return pd.DataFrame(
        [
            {
                "series_id": name,
                "name_zh": f"序列{name}",
                "name_en": f"Series {name}",
                "definition_zh": f"{name}的定义。",
                "definition_en": f"Definition of {name}.",
                "unit_id": unit,
                "measure": measure,
            }
            for name, unit, measure in entries
        ]
    )


def make_edition(language: str = "en", **overrides) -> Edition:
    """Two indicators and whatever background is given; sources of a published figure and of a plan's."""
    inputs = make_inputs()
    sources = inputs.sources | {
        "published_a": make_source(
            id="published_a",
            kind=SourceKind.NEWS,
            published="2022-05-01",
            address="https://a.example/x",
            title=Text("甲报报道", "Report of A"),
            publisher=Text("甲报", "A Daily"),
        ),
    }
    units = inputs.units | {HOUSE.id: HOUSE, TEN_THOUSAND.id: TEN_THOUSAND}
    inputs = replace(inputs, **({"sources": sources, "units": units} | overrides))
    return Edition(inputs, language, load_words(language), {})


def series_table(declaration: str, **inputs):
    """The one table that declares some series."""
    declared = YearbookTable("1-1", YearbookKind.SERIES, "", split_series(declaration), Text("背景", "Background"))
    return build_part(make_edition(yearbook=(declared,), **inputs).inputs, "part-1").tables[0]


def cells_of(html: str) -> list[list[str]]:
    """The rows of a table's body as text, marks included."""
    return [
        [
            html_module.unescape(re.sub(r"<[^>]*>", "", cell)).replace("\n", "").strip(" ")
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html.partition("</thead>")[2], re.DOTALL)
    ]


# ---- How a figure is written ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (make_figure(9371.0), "9,371"),
        (make_figure(0.0), "0"),
        (make_figure(0.4), "…"),  # 0.4 bed would be shown as 0, but is not none
        (make_figure(-0.4), "…"),
        (make_figure(0.5), "1"),  # half a unit is rounded up
        (make_figure(-103.0), "−103"),
        (make_figure(60.0, decimals=1, bound=Bound.AT_LEAST), "≥60.0"),
        (make_figure(5.5, decimals=1, bound=Bound.AT_MOST), "≤5.5"),
        (make_figure(20.0, high=25.0), "20–25"),
        (make_figure(9371.0, illustrative=True), "9,371 ◇"),
        (make_figure(17.5, decimals=1, illustrative=True, flag=Flag.PROVISIONAL), "17.5 ◇ p"),
        (make_figure(24870895.0, flag=Flag.BREAK), "24,870,895 b"),
        (make_figure(None, flag=Flag.MISSING), "m"),
        (make_figure(None, illustrative=True, flag=Flag.MISSING), "m"),  # nothing made up where there is no number
        (None, ""),
    ],
)
def test_a_figure_carries_its_symbols_and_marks_in_text(figure, shown):
    assert figure_text(WORDS, figure) == shown


def test_footnote_marks_are_circled_as_far_as_there_are_circles():
    shown = [footnote_mark(number) for number in (1, 20, 21, 35, 36, 50, 51)]
    assert shown == ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "(51)"]


def test_years_that_follow_each_other_are_joined():
    assert year_ranges([2021, 2018, 2019, 2023, 2020, 2018]) == "2018–2021, 2023"
    assert year_ranges([2020]) == "2020"


# ---- Which tables there are ----------------------------------------------------------------------------------------


def test_the_shipped_yearbook_has_a_general_part_and_one_for_each_system_in_the_plans_order(shipped):
    parts = build_yearbook(shipped.inputs)
    assert [part.id for part in parts] == list(yearbook_parts(shipped.inputs)) == [f"part-{n}" for n in range(1, 6)]
    assert [part.chapter_id for part in parts] == ["", "c4-1", "c4-2", "c4-3", "c4-4"]
    for part in parts:
        assert [table.id for table in part.tables] == [f"{part.number}-{n}" for n in range(1, len(part.tables) + 1)]


def test_each_system_has_its_indicators_and_the_achievements_of_the_period_before(shipped):
    for part in build_yearbook(shipped.inputs)[1:]:
        kinds = [table.kind for table in part.tables]
        assert kinds[0] is YearbookKind.INDICATORS
        assert kinds.count(YearbookKind.ACHIEVEMENTS) == 1
        assert YearbookKind.SERIES in kinds
    # The plan sets numeric tasks under social welfare alone: eight of them.
    welfare = build_part(shipped.inputs, "part-4")
    tasks = [table for table in welfare.tables if table.kind is YearbookKind.TASKS]
    assert [len(list(table.lines())) for table in tasks] == [8]


def test_every_indicator_and_every_achievement_stands_in_exactly_one_table(shipped):
    parts = build_yearbook(shipped.inputs)
    for kind, known in (
        (YearbookKind.INDICATORS, shipped.inputs.indicators),
        (YearbookKind.ACHIEVEMENTS, shipped.inputs.achievements),
    ):
        tables = [table for part in parts for table in part.tables if table.kind is kind]
        # an indicator's categories stand under it
        shown = [line.item_id for table in tables for line in table.lines() if "." not in line.item_id]
        assert sorted(shown) == sorted(known)


@pytest.mark.parametrize("year", [2021, 2022, 2024, 2025])
def test_tables_keep_their_numbers_from_edition_to_edition(shipped, year):
    other = build_yearbook(open_edition(year, "en").inputs)
    assert [(table.id, table.title) for part in other for table in part.tables] == [
        (table.id, table.title) for part in build_yearbook(shipped.inputs) for table in part.tables
    ]


def test_a_plan_that_declares_no_tables_gets_the_usual_ones():
    # make_inputs has two indicators of heading c4-3 and no tasks, achievements or background.
    parts = build_yearbook(make_edition().inputs)
    assert [(part.id, part.chapter_id, [table.id for table in part.tables]) for part in parts] == [
        ("part-1", "c4-3", ["1-1"]),
    ]
    with_background = make_edition(
        series=make_series(("beds", "bed", "stock"), ("target", "bed", "plan")),
        context=make_background([("beds", "shanghai", 2020, 100.0), ("target", "shanghai", 2025, 200.0)]),
    )
    parts = build_yearbook(with_background.inputs)
    assert [[(table.id, table.title.en) for table in part.tables] for part in parts] == [
        [("1-1", "Background figures"), ("1-2", "Targets and annual plans")],
        [("2-1", "Main indicators of the 14th Five-Year Plan")],
    ]


def test_an_unknown_part_or_table_says_which_there_are(shipped):
    with pytest.raises(ValueError, match="part-1, part-2, part-3, part-4, part-5"):
        say_yearbook_part(shipped, "part-9")
    with pytest.raises(ValueError, match="5-1, 5-2"):
        table_yearbook(shipped, "5-99")


# ---- What stands in them -------------------------------------------------------------------------------------------


def test_an_indicator_shows_baseline_years_and_target(edition):
    # Plan: 8,439 beds in 2020, 10,105 in 2025; data/observations: 9,371 for 2023, illustrative.
    row = next(cells for cells in cells_of(table_yearbook(edition, "4-1").html) if "养老床位总数" in cells[0])
    assert (row[2], row[5], row[6]) == ("8,439", "9,371", "10,105")
    # Every value of 2021, 2022 and 2023 in the table is made up: their columns say it once, in their heads.
    head = table_yearbook(edition, "4-1").html.partition("</thead>")[0]
    heads = re.findall(r"<th[^>]*>(.*?)</th>", head, re.DOTALL)
    assert ["◇" in text for text in heads] == [False, False, False, True, True, True, False]


def test_an_achievement_shows_start_end_and_change(edition):
    # Plan, section 一（二）: the allowance standard rose from 790 to 1,240 yuan a month: 1,240 - 790 = 450.
    rows = {cells[0]: cells[1:] for cells in cells_of(table_yearbook(edition, "3-2").html)}
    own = next(cells for name, cells in rows.items() if name.startswith("最低生活保障标准"))
    assert own == ["790", "1,240", "450", ""]
    # 1,227.1 (ten thousand yuan of claims) is a five-year total, with the plan's own decimals.
    claims = next(cells for name, cells in rows.items() if "理赔金额" in name)
    assert claims == ["", "", "", "1,227.1"]


def test_items_that_the_plan_counts_among_others_carry_the_number_sign(edition):
    # Section 一（四）: of 191 items, 190, 189 and 66.
    names = [cells[0] for cells in cells_of(table_yearbook(edition, "5-2").html)]
    assert sum(name.startswith("\u3000#") for name in names) == 3


def test_every_title_head_and_stub_is_in_both_languages(edition):
    for part in build_yearbook(edition.inputs):
        for table in part.tables:
            assert table.title.zh and table.title.en
            for line in table.lines():
                assert re.search("[\u4e00-\u9fff]", line.label.zh) and re.search("[A-Za-z]", line.label.en)
        html = table_yearbook_part(edition, edition.yearbook_figures(part.id)).html
        other = {"zh": "en", "en": "zh-Hans"}[edition.language]
        for stub in re.findall(r'<th scope="row">(.*?)</th>', html, re.DOTALL):
            assert f'<span lang="{other}">' in stub and "<br>" in stub
        captions = re.findall(r"<caption[^>]*>(.*?)</caption>", html, re.DOTALL)
        assert len(captions) == len(part.tables) and all(f'<span lang="{other}">' in caption for caption in captions)


def test_a_unit_that_all_lines_share_stands_under_the_title_and_others_after_the_item(edition):
    shared = table_yearbook(edition, "5-3").html  # couples only
    assert "单位：对" in shared and "Unit: couples" in shared
    assert "（对）" not in shared
    mixed = table_yearbook(edition, "1-1").html  # persons, and ten thousand persons
    assert "单位：" not in mixed
    assert "户籍人口（万人）" in mixed and "Registered population (ten thousand persons)" in mixed


def test_no_figure_is_later_than_the_edition_unless_it_is_planned(shipped):
    for part in build_yearbook(shipped.inputs):
        for table in part.tables:
            for figure in table.figures():
                assert figure.year <= 2023 or figure.kind in (FigureKind.TARGET, FigureKind.PLANNED)


def test_a_target_is_shown_only_once_it_was_published():
    # Published on 1 May 2022: unknown to the edition of 2021, known to that of 2022.
    given = {
        "series": make_series(("target", "bed", "plan")),
        "context": make_background([("target", "shanghai", 2025, 200.0)]),
    }
    for year, known in ((2021, []), (2022, [200.0])):
        parameters = replace(make_inputs().parameters, year=year)
        assert [figure.value for figure in series_table("target", parameters=parameters, **given).figures()] == known


def test_of_figures_that_disagree_the_preferred_one_is_shown():
    context = pd.concat(
        [
            make_background([("beds", "shanghai", 2020, 161000.0)]),
            make_background([("beds", "shanghai", 2020, 159000.0)], preferred=False),
        ],
        ignore_index=True,
    )
    table = series_table("beds", series=make_series(("beds", "bed", "stock")), context=context)
    assert [figure.value for figure in table.figures()] == [161000.0]


def test_areas_follow_each_other_district_first_and_years_without_figures_have_no_column():
    context = make_background(
        [
            ("beds", "china", 2015, 3.0),
            ("beds", "shanghai", 2018, 2.0),
            ("beds", "chongming", 2020, 1.0),
        ]
    )
    table = series_table("beds", series=make_series(("beds", "bed", "stock")), context=context)
    assert [section.lines[0].area for section in table.sections] == [DISTRICT, CITY, COUNTRY]
    assert [column.years for column in table.columns] == ["2015", "2018", "2020"]


def test_a_base_point_before_2015_stands_in_a_footnote_not_in_a_column(edition):
    # Census of 2010: 704,000 residents of the district.
    html = table_yearbook(edition, "1-1").html
    assert "2010" not in html.partition("</thead>")[0]
    assert {"zh": "2010年为 704,000 人", "en": "In 2010: 704,000 persons"}[edition.language] in html


def test_an_item_is_marked_as_part_only_under_its_total():
    series = make_series(("all", "house", "stock"), ("stone", "house", "stock"))
    context = make_background(
        [
            ("all", "shanghai", 2020, 10.0),
            ("stone", "shanghai", 2020, 4.0),
            ("stone", "china", 2020, 50.0),
        ]
    )
    lines = list(series_table("all;#stone", series=series, context=context).lines())
    assert [(line.area, line.relation) for line in lines] == [
        (CITY, Relation.NONE),
        (CITY, Relation.OF_WHICH),
        (COUNTRY, Relation.NONE),
    ]
    assert item_label(lines[1]) == Text("\u3000#序列stone", "\u3000#Series stone")


def test_the_rounding_note_stands_where_parts_of_a_total_were_published_rounded():
    series = make_series(("all", "house", "stock"), ("stone", "house", "stock"), ("wood", "house", "stock"))

    def rounded(*values: float) -> tuple[Text, ...]:
        rows = [(name, "china", 2020, value) for name, value in zip(("all", "stone", "wood"), values, strict=True)]
        return series_table("all;+stone;+wood", series=series, context=make_background(rows)).rounded

    # 404,000 = 41,000 + 363,000 in thousands: rounded. 97,039 = 72,048 + 24,991: counted to the last couple.
    assert rounded(404000.0, 41000.0, 363000.0) == (Text("序列all", "Series all"),)
    assert rounded(97039.0, 72048.0, 24991.0) == ()


def test_figures_with_decimals_count_as_rounded_and_a_single_part_is_no_sum():
    series = make_series(*((name, "ten_thousand", "stock") for name in ("all", "old", "young")))
    both = [("all", "china", 2020, 10.1), ("old", "china", 2020, 3.3), ("young", "china", 2020, 6.7)]
    assert series_table("all;+old;+young", series=series, context=make_background(both)).rounded
    assert not series_table("all;+old;+young", series=series, context=make_background(both[:2])).rounded
    assert not series_table("all;#old;#young", series=series, context=make_background(both)).rounded


def test_the_shipped_rounding_note_names_its_total(edition):
    note = {"zh": "因四舍五入，分项合计可能不等于总计", "en": "Because of rounding, parts may not add up to the total"}
    assert note[edition.language] in table_yearbook(edition, "4-5").html
    assert note[edition.language] not in table_yearbook(edition, "5-3").html


def test_years_with_the_same_note_share_one_footnote_and_one_number():
    context = make_background(
        [("beds", area, year, 1.0 * year) for area in ("china", "shanghai") for year in (2018, 2019, 2021)],
        note_zh="转载。",
        note_en="A reprint.",
    )
    declared = (YearbookTable("1-1", YearbookKind.SERIES, "", (YearbookSeries("beds"),), Text("床位", "Beds")),)
    given = {"series": make_series(("beds", "bed", "stock")), "context": context, "yearbook": declared}
    assert "①2018—2019、2021年：转载。</p>" in table_yearbook(make_edition("zh", **given), "1-1").html
    english = table_yearbook(make_edition("en", **given), "1-1").html
    assert "Notes: ① 2018–2019, 2021: A reprint.</p>" in english
    assert english.count("<sup>①</sup>") == 2


def test_a_table_without_figures_says_so_and_keeps_its_number():
    declared = YearbookTable("1-1", YearbookKind.SERIES, "", (YearbookSeries("beds"),), Text("床位", "Beds"))
    edition = make_edition(yearbook=(declared,), series=make_series(("beds", "bed", "stock")))
    piece = table_yearbook(edition, "1-1")
    assert "截至本版没有数据" in piece.html and "No figures known in this edition" in piece.html


def test_a_target_that_is_no_level_to_reach_is_explained():
    edition = make_edition(indicators={"i03": make_indicator(target_kind=TargetKind.ABOUT)})
    assert "The target is approximate." in table_yearbook(edition, "1-1").html


# ---- Illustrative figures and sources ------------------------------------------------------------------------------


def test_every_illustrative_figure_carries_its_mark_on_the_page_and_no_other_does(edition):
    for part in build_yearbook(edition.inputs):
        for table in part.tables:
            html = table_yearbook(edition, table.id).html
            heads = re.findall(r"<th[^>]*>(.*?)</th>", html.partition("</thead>")[0], re.DOTALL)
            body = [cells for cells in cells_of(html) if len(cells) == len(heads)]  # without headings over rows
            any_made_up = False
            for place, column in enumerate(table.columns):
                known = [
                    line.figures[column.key].illustrative
                    for line in table.lines()
                    if column.key in line.figures and line.figures[column.key].value is not None
                ]
                if not column.figures:
                    continue
                position = place + len(heads) - len(table.columns)
                in_cells = sum("◇" in cells[position] for cells in body)
                whole = len(known) > 1 and all(known)  # a single figure carries its own
                assert ("◇" in heads[position], in_cells) == (whole, 0 if whole else sum(known))
                any_made_up |= any(known)
            assert ("◇" in html.partition("</table>")[2]) is any_made_up


def test_an_official_edition_shows_nothing_made_up():
    official = open_edition(2023, "zh", official_only=True)
    for part in yearbook_parts(official.inputs):
        for piece in (
            table_yearbook_part(official, official.yearbook_figures(part)),
            say_yearbook_part(official, part),
        ):
            assert "◇" not in piece.html + piece.markdown + piece.text
    assert "◇" not in say_yearbook(official, official.yearbook_contents()).html


def test_every_figure_has_a_source_that_is_named_under_its_table(edition):
    for part in build_yearbook(edition.inputs):
        for table in part.tables:
            html = html_module.unescape(table_yearbook(edition, table.id).html)
            for source_id in {figure.source_id for figure in table.figures()}:
                assert edition.words.text(edition.inputs.sources[source_id].title) in html


def test_only_publishers_own_pages_and_news_are_linked_and_reprints_say_what_they_are(shipped):
    html = "".join(
        table_yearbook_part(shipped, shipped.yearbook_figures(part)).html for part in yearbook_parts(shipped.inputs)
    )
    linked = set(re.findall(r'href="(https?://[^"]+)"', html))
    allowed = {html_module.escape(source.address) for source in shipped.inputs.sources.values() if source.linkable}
    assert linked and linked <= allowed
    assert "(reprint)" in html


def test_print_names_publishers_and_the_page_titles_with_the_same_figures(shipped):
    for part in yearbook_parts(shipped.inputs):
        piece = table_yearbook_part(shipped, shipped.yearbook_figures(part))
        on_page, on_paper = rendered(piece.markdown), rendered(piece.markdown, "typst")
        assert cells_of(piece.html) == cells_of(on_page) == cells_of(on_paper)
        assert ".csv" in on_page and ".csv" not in on_paper


# ---- What is said around them --------------------------------------------------------------------------------------


def test_the_contents_lead_to_every_table(edition):
    contents = table_yearbook_contents(edition, edition.yearbook_contents()).html
    for part in build_yearbook(edition.inputs):
        page = table_yearbook_part(edition, edition.yearbook_figures(part.id)).html
        for table in part.tables:
            assert f'href="yearbook/{part.id}.html#table-{table.id}"' in contents
            assert page.count(f'id="table-{table.id}"') == 1


def test_the_introduction_tells_content_sources_scope_method_and_changes(edition):
    heads = {
        "zh": ("主要内容", "资料来源", "统计范围", "统计方法", "历史变动"),
        "en": ("Content.", "Sources.", "Scope.", "Method.", "Historical changes."),
    }[edition.language]
    for part in yearbook_parts(edition.inputs):
        html = say_yearbook_part(edition, part).html
        assert [f"<strong>{head}</strong>" in html for head in heads] == [True] * 5


def test_the_introduction_counts_figures_by_kind_of_source(edition):
    # Part 5: one indicator (baseline, target; 3 illustrative years), 12 achievements, 4 marriage figures, 2 others.
    text = say_yearbook_part(edition, "part-5").text
    assert {
        "zh": "本篇共 23 个数据：规划文本 14 个；转载 6 个；示例数据 3 个 ◇。",
        "en": "It holds 23 figures: 14 from the plan; 6 from reprints; 3 illustrative ◇.",
    }[edition.language] in text


def test_the_introduction_names_breaks_differences_and_revisions(shipped):
    changes = say_yearbook_part(shipped, "part-1").text
    assert "Shanghai: Resident population (table 1-1): new definition from 2020" in changes
    changes = say_yearbook_part(shipped, "part-2").text
    assert "certificate per 10,000 residents (table 2-1): 2022 revised." in changes
    assert "No break in series" in say_yearbook_part(shipped, "part-5").text


def test_the_explanatory_notes_define_every_indicator_with_its_formula(edition):
    for part in build_yearbook(edition.inputs):
        notes = html_module.unescape(say_yearbook_notes(edition, part.id).html)
        for table in part.tables:
            if table.kind is YearbookKind.INDICATORS:
                for line in table.lines():
                    indicator = edition.inputs.indicators[line.item_id.partition(".")[0]]
                    assert edition.words.text(indicator.definition) in notes
                    assert edition.words.text(indicator.formula) in notes


def test_the_users_notes_explain_every_symbol_and_flag_in_use(edition):
    shown = table_yearbook_symbols(edition).text
    flags = {
        figure.flag.value
        for part in build_yearbook(edition.inputs)
        for table in part.tables
        for figure in table.figures()
    } - {""}
    for symbol in ("…", "#", "①", "◇", *flags):
        assert re.search(rf"^ ?{re.escape(symbol)} \| \S", shown, re.MULTILINE)


def test_the_opening_counts_tables_figures_and_what_is_illustrative(edition):
    tables = [table for part in build_yearbook(edition.inputs) for table in part.tables]
    made_up = sum(figure.illustrative and figure.value is not None for table in tables for figure in table.figures())
    text = say_yearbook(edition, edition.yearbook_contents()).text
    assert re.search(rf"\b{len(tables)}\b", text) and re.search(rf"\b{made_up}\b", text)
    assert "◇" in text


def test_titles_give_number_and_name(edition):
    title = {"zh": "第 4 篇　社会福利体系", "en": "Part 4. Social welfare system"}[edition.language]
    assert say_yearbook_title(edition, "part-4").text == title
    assert say_yearbook_title(edition, "part-4").markdown.startswith("# ")


def test_links_to_files_are_for_the_page_alone(edition):
    downloads = say_yearbook_downloads(edition)
    assert rendered(downloads.markdown, "typst").strip() == ""
    assert 'href="../data/yearbook-2023.xlsx"' in downloads.html
    own = say_indicator_downloads(edition, "i03")
    assert rendered(own.markdown, "typst").strip() == ""
    for name in ("i03.csv", "i03.json", f"i03-{edition.language}.svg", f"i03-{edition.language}.png"):
        assert f'href="../../data/indicators/{name}"' in own.html


# ---- The declaration -----------------------------------------------------------------------------------------------


def problems_of(made) -> list[str]:
    return [str(problem) for problem in made.check() if "yearbook.csv" in problem.file]


@pytest.fixture
def project(tmp_path):
    """A good project whose plan declares its tables."""
    made = make_project(tmp_path / "project")
    made.path("data/plan/yearbook.csv").write_text(
        "table_id,kind,chapter_id,series,title_zh,title_en,note_zh,note_en\n", encoding="utf-8"
    )
    return made


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1-1,series,,nonsense,表,Table,,", '"nonsense"'),
        ("1-1,series,,,表,Table,,", "a table of background series names none"),
        ("1-1,series,,#loans,表,Table,,", "the first series is part of nothing"),
        ("1-1,series,,loans,,,,", "a table of background series has no title"),
        ("1-1,tasks,c2,loans,,,,", "a table of tasks names background series"),
        ("1-1,indicators,,,,,,", "a table of indicators names no heading of the plan"),
    ],
)
def test_a_wrong_declaration_is_told_with_its_row_and_fix(project, row, told):
    project.add_line("data/plan/yearbook.csv", row)
    found = [line for line in problems_of(project) if told in line]
    assert found and all("yearbook.csv:2" in line and "Fix:" in line for line in found)


def test_series_are_split_with_their_relation():
    assert split_series("beds; +public;#dementia;") == (
        YearbookSeries("beds"),
        YearbookSeries("public", Relation.PART),
        YearbookSeries("dementia", Relation.OF_WHICH),
    )


def test_observations_later_than_the_target_year_have_no_column():
    late = make_observations({2025: 10000.0, 2026: 10200.0})
    parameters = replace(make_inputs().parameters, year=2026)
    edition = make_edition(observations=late, parameters=parameters)
    assert [column.years for column in build_part(edition.inputs, "part-1").tables[0].columns if column.figures] == [
        "2020",
        "2021",
        "2022",
        "2023",
        "2024",
        "2025",
        "2025",
    ]


def test_a_changed_figure_of_a_frame_is_the_one_shown():
    edition = open_edition(2023, "en")
    figures = edition.yearbook_figures("part-4")
    beds = (figures["item_id"] == "i03") & (figures["year"] == 2023) & (figures["table"] == "4-1")
    assert figures.loc[beds, "value"].tolist() == [9371.0]
    assert "9,371" in table_yearbook_part(edition, figures).text
    figures.loc[beds, "value"] = 9999.0
    changed = table_yearbook_part(edition, figures).text
    assert "9,999" in changed and "9,371" not in changed
    without = table_yearbook_part(edition, figures[~beds]).text
    assert "9,999" not in without


def test_the_contents_count_what_the_frame_of_figures_holds():
    edition = open_edition(2023, "en")
    figures, contents = edition.yearbook_figures(), edition.yearbook_contents()
    assert contents["figures"].sum() == len(figures)
    assert contents["made_up"].sum() == figures["illustrative"].sum() > 0
    assert f"{len(figures)} figures in {len(contents)} tables" in say_yearbook(edition, contents).text
