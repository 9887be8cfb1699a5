"""The printed report: what pandoc, the filters and Typst make of chapters, in the PDF and in Typst's source."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from planbook.errors import PublishError
from planbook.looks import LIGHT, every_look
from planbook.model import EditionKind
from planbook.present.words import load_words
from planbook.publish.typeset import ReportChapter, ReportSettings, build_report, report_metadata

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="160" viewBox="0 0 400 160">'
    '<text x="20" y="40" font-family="Noto Sans CJK SC" font-size="20">床位</text></svg>'
)
FONTS = {"NotoSerifCJKsc", "NotoSansCJKsc", "LibertinusSerif", "NewCMMath", "DejaVuSansMono", "NotoSansMonoCJKsc"}
MARK = '<abbr class="illustrative" title="示例数据">◇</abbr>'


def make_settings(language: str = "zh", **overrides) -> ReportSettings:
    zh = language == "zh"
    settings = ReportSettings(
        words=load_words(language),
        title="示例规划中期评估报告" if zh else "Example Plan: Mid-term Evaluation Report",
        kind=EditionKind.MID_TERM,
        plan_title="示例规划" if zh else "Example Plan",
        year=2023,
        area="示例区" if zh else "Example District",
        document_number="示例〔2021〕1号",
        issuer="示例区人民政府" if zh else "Example District Government",
        cut_off=date(2023, 12, 31),
        published=date(2024, 3, 31),
        illustrative=True,
    )
    return replace(settings, **overrides)


def make_table(columns: int = 3, rows: int = 2, identifier: str = "beds", note: str = "") -> str:
    head = '<th scope="col">指标</th>' + '<th scope="col" style="text-align: right">数值</th>' * (columns - 1)
    number = '<td class="number" style="text-align: right">9,365</td>'
    row = f'<tr><th scope="row">养老床位</th>{number * (columns - 1)}</tr>'
    return (
        f'```{{=html}}\n<div class="table-scroll"><table class="planbook" id="{identifier}"><caption>床位</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{row * rows}</tbody></table></div>\n{note}\n```\n"
    )


def set_report(
    folder: Path, *chapters: ReportChapter | str, settings: ReportSettings | None = None
) -> tuple[Path, str]:
    """The PDF made of `chapters` and the Typst source it was set from."""
    made = [chapter if isinstance(chapter, ReportChapter) else ReportChapter("章", chapter) for chapter in chapters]
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    (folder / "charts" / "beds.svg").write_text(DRAWING, encoding="utf-8")
    target = build_report(made, settings or make_settings(), folder)["pdf"]
    return target, target.with_suffix(".typ").read_text(encoding="utf-8")


def raw_table(head: str, rows: str) -> str:
    return f"```{{=html}}\n<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n```\n"


def body_of(source: str) -> str:
    return source.split("#counter(page).update(1)")[1]


def page_texts(pdf: Path) -> list[str]:
    """The text of each page without any white space, which is not kept alike in all readers."""
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(pdf).pages]


@pytest.fixture(scope="module")
def long_report(tmp_path_factory) -> Path:
    """Cover, contents, a short chapter, and one with a table of 90 rows."""
    return set_report(
        tmp_path_factory.mktemp("long"),
        ReportChapter("摘要", "一句话。", "", "00-summary"),
        ReportChapter("主要指标", make_table(rows=90), "三", "03-indicators"),
    )[0]


def test_the_cover_and_every_running_head_and_foot_say_that_figures_are_illustrative(long_report):
    cover, *pages = page_texts(long_report)
    assert "本报告含示例数据" in cover
    assert len(pages) >= 5
    assert all("含示例数据" in page and "并非官方统计" in page for page in pages)


def test_a_report_without_illustrative_figures_does_not_speak_of_them(tmp_path):
    pdf, _ = set_report(tmp_path, "一句话。", settings=make_settings(illustrative=False))
    assert not any("示例数据" in page for page in page_texts(pdf))


def test_pages_are_counted_without_the_cover(long_report):
    cover, *pages = page_texts(long_report)
    assert "页共" not in cover
    assert [f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)


def test_english_pages_are_counted_in_english(tmp_path):
    pdf, _ = set_report(tmp_path, "One sentence.", settings=make_settings("en"))
    assert "Page2of2" in page_texts(pdf)[2]


def test_a_long_table_repeats_its_head_and_its_number_on_every_page(long_report):
    with_rows = [page for page in page_texts(long_report) if "养老床位" in page]
    assert len(with_rows) >= 3
    assert all("指标" in page and "数值" in page for page in with_rows)
    assert ["续表3-1" in page for page in with_rows] == [False] + [True] * (len(with_rows) - 1)


def test_a_chapter_begins_on_a_new_page_and_names_the_pages_after_it(long_report):
    texts = page_texts(long_report)
    first = next(number for number, page in enumerate(texts) if "表3-1床位" in page)
    assert "一句话" not in texts[first]
    assert "三、主要指标" in texts[first + 1]


def test_the_pdf_has_its_title_author_language_and_outline_and_is_tagged(long_report):
    reader = PdfReader(long_report)
    assert reader.metadata.title == "示例规划中期评估报告"
    assert reader.metadata.author == "Planbook"
    assert [entry.title for entry in reader.outline] == ["摘要", "三、主要指标"]
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]


def test_only_the_fonts_that_come_with_the_wheels_are_used(long_report, tmp_path):
    english, _ = set_report(tmp_path, "*So* **much** `x` for $c / e$ 床位 ▲.", settings=make_settings("en"))
    for pdf in (long_report, english):
        used = {
            re.sub(r"^[A-Z]{6}\+", "", font["/BaseFont"].lstrip("/")).split("-")[0]
            for page in PdfReader(pdf).pages
            for font in page["/Resources"]["/Font"].get_object().values()
            for font in [font.get_object()]
        }
        assert used <= FONTS


def test_no_name_of_the_template_is_taken_for_one_of_a_formula(tmp_path):
    # Thin spaces, fonts and accents are written as names in Typst; a definition of the template would stand for them.
    spaces, fonts = r"$$x\,(1+g)\;y\quad z$$", r"$$\mathsf{a}+\mathrm{b}+\mathbf{c}+\hat{x}+|d|$$"
    pdf, _ = set_report(tmp_path, f"{spaces}\n\n{fonts}\n")
    text = "".join(page_texts(pdf))
    assert "rgb(" not in text and "pt+" not in text and "Noto" not in text


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_same_chapters_give_the_same_bytes(tmp_path, kind):
    chapters = [ReportChapter("章", make_table() + "\n$c / e$ 与脚注[^1]。\n\n[^1]: 注。\n", "一", "a")]
    first, second = (
        build_report(chapters, make_settings(), tmp_path / name, (kind,))[kind].read_bytes() for name in ("one", "two")
    )
    assert first == second


def test_numbers_are_set_right_and_names_left(tmp_path):
    _, source = set_report(tmp_path, make_table(columns=3))
    assert "align: (left, right, right,)" in body_of(source)


def test_numbers_without_a_mark_leave_its_width_free_where_others_in_the_column_bear_one(tmp_path):
    cell = '<td class="number" style="text-align: right">{}</td>'
    rows = f"<tr><th>a</th>{cell.format('1')}</tr><tr><th>b</th>{cell.format('2' + MARK)}</tr>"
    _, source = set_report(tmp_path, raw_table('<th>甲</th><th style="text-align: right">乙</th>', rows))
    assert "[1#h(illustrative-width)]" in source
    assert "[#box[2#illustrative-mark;];]" in source


def make_yearbook_table(rows: int = 3) -> str:
    row = '<tr><th scope="row">户籍人口</th><td class="number" style="text-align: right">67.06</td></tr>'
    return (
        '```{=html}\n<table class="planbook yearbook" id="table-1-1"><caption>1-1&emsp;人口 Population</caption>'
        '<thead><tr><th>项目</th><th style="text-align: right">2023</th></tr></thead>'
        f"<tbody>{row * rows}</tbody></table>\n```\n"
    )


def test_a_table_of_the_yearbook_keeps_its_own_number_and_takes_none_of_the_others(tmp_path):
    pdf, _ = set_report(tmp_path, make_yearbook_table(90) + "\n" + make_table())
    pages = page_texts(pdf)[2:]
    assert "1-1人口Population" in pages[0] and "表1-1人口" not in pages[0]
    assert "续表1-1" in pages[1]
    assert "表1床位" in pages[-1]


def placed(pdf: Path) -> list[list[tuple[str, float]]]:
    """For each page what is written on it, with its height above the foot of the page in points, by line."""
    pages = []
    for page in PdfReader(pdf).pages:
        found: list[tuple[str, float]] = []

        def note(text: str, transform: list[float], matrix: list[float], *_: object, found=found) -> None:
            if text.strip():
                found.append((re.sub(r"\s+", "", text), matrix[5] * transform[3] + transform[5]))

        page.extract_text(visitor_text=note)
        pages.append(found)
    return pages


def a_group(name: str, rows: int) -> str:
    head = f'<tr><th colspan="2" scope="rowgroup">组{name}</th></tr>'
    return head + "".join(f"<tr><th>R{name}x{row:02}z</th><td>9</td></tr>" for row in range(rows))


@pytest.mark.parametrize(
    "groups", [(24,), (1, 1, 20), (20, 2, 1), (6, 6, 6, 6)], ids=lambda one: "-".join(map(str, one))
)
def test_three_rows_at_least_stand_on_each_side_of_a_break(tmp_path, groups):
    # Some line of the page is the last before each table: 32 to 40 lines of text fit on a page after its heading.
    chapters = []
    for lines in range(18, 41):
        made = [f"{lines}q{number}" for number in range(len(groups))]
        rows = "".join(
            a_group(name, rows)
            if len(groups) > 1
            else "".join(f"<tr><th>R{name}x{row:02}z</th><td>9</td></tr>" for row in range(rows))
            for name, rows in zip(made, groups, strict=True)
        )
        table = (
            f"<table><caption>表题</caption><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody>{rows}</tbody></table>"
        )
        chapters.append(ReportChapter("章", "句。\n\n" * lines + f"```{{=html}}\n{table}\n```\n", "", f"c{lines}"))
    pdf, _ = set_report(tmp_path, *chapters)
    seen: dict[str, dict[int, list[float]]] = {}
    heads = {}
    for number, page in enumerate(placed(pdf)):
        for text, height in page:
            for table in re.findall(r"R(\d+)q\d+x\d\dz", text):
                seen.setdefault(table, {}).setdefault(number, []).append(height)
            if text == "甲":
                heads.setdefault(number, []).append(height)
    assert len(seen) == 23
    divided = [table for table, pages in seen.items() if len(pages) > 1]
    assert len(divided) > 5
    for table, pages in seen.items():
        assert sum(map(len, pages.values())) == sum(groups), table
        for number, heights in pages.items():
            assert len(set(heights)) >= 3, (table, number)  # each on a line of its own
            assert max(heads[number]) > max(heights)  # under a head


def test_the_heading_of_a_short_last_group_stays_with_its_rows_and_the_notes(tmp_path):
    first = "<tr><td>a</td><td>b</td></tr>" * 5
    groups = f'{first}</tbody><tbody><tr><th colspan="2">末组</th></tr><tr><td>c</td><td>d</td></tr>'
    _, source = set_report(tmp_path, raw_table("<th>甲</th><th>乙</th>", groups))
    last = source.split("  last: (")[1].split("\n  ),")[0]
    assert "#group-head[末组]" in last and "[c], [d]," in last


def test_notes_stand_under_their_table(tmp_path):
    _, source = set_report(tmp_path, make_table(note='<p class="table-note">p 为初步数。</p>'))
    assert "notes: [p 为初步数。]" in source


def test_a_row_that_spans_the_table_heads_a_group(tmp_path):
    rows = '<tr><th colspan="2" scope="rowgroup">社会福利</th></tr><tr><th>床位</th><td>9</td></tr>'
    _, source = set_report(tmp_path, raw_table("<th>甲</th><th>乙</th>", rows))
    assert "table.cell(align: left + bottom, colspan: 2)[#group-head[社会福利]]" in source


@pytest.mark.parametrize(("columns", "turned"), [(6, False), (14, False), (20, True)])
def test_a_table_takes_the_page_then_a_page_turned_on_its_side(tmp_path, columns, turned):
    # "10,105" is (5 × 0.55 + 0.4) × 1.05 = 3.31 em wide. At 7.5 pt, with 7 pt between columns, that is 31.8 pt: 14
    # columns fill the 453 pt of the page.
    head = '<th style="text-align: right">2023</th>' * columns
    row = '<td class="number" style="text-align: right">10,105</td>' * columns
    _, source = set_report(tmp_path, raw_table(head, f"<tr>{row}</tr>"))
    assert ("  landscape: true," in body_of(source)) is turned


@pytest.mark.parametrize(("groups", "kept"), [(2, True), (20, False)])
def test_a_short_table_is_kept_on_one_page_and_a_long_one_is_not(tmp_path, groups, kept):
    # Kept together up to 120 pt of lines: 2 groups are 1 + 2 × 2 lines of 9 pt = 45 pt, 20 are 369 pt.
    group = '<tr><th colspan="2">组</th></tr><tr><td>a</td><td>b</td></tr>'
    _, source = set_report(tmp_path, raw_table("<th>甲</th><th>乙</th>", "</tbody><tbody>".join([group] * groups)))
    assert ("  whole: true," in body_of(source)) is kept


@pytest.mark.parametrize(
    "face",
    [
        '<span class="verdict verdict-lagging"><span class="mark" aria-hidden="true">▼</span> 滞后</span>',
        "[▼ 滞后]{.verdict .verdict-lagging}",
    ],
)
def test_a_verdict_keeps_its_shape_beside_its_word_and_gets_its_colour(tmp_path, face):
    _, source = set_report(tmp_path, f"养老床位{face}。")
    assert '#look("verdict-lagging")[#mark[▼];~滞后];' in source


def test_what_belongs_to_the_page_alone_is_left_out(tmp_path):
    _, source = set_report(
        tmp_path,
        "\n\n".join(
            [
                "前。",
                '<p class="only-page">页一</p>',
                "::: {.only-page}\n页二\n:::",
                "<details><summary>页三</summary>",
                "页四",
                "</details>",
                "```{=html}\n<details><summary>页五</summary><p>页六</p></details>\n<script>var 页七</script>\n```",
                "后。",
            ]
        ),
    )
    assert "页" not in re.sub(r"//.*", "", body_of(source))
    assert "前。" in source and "后。" in source


def test_a_term_stays_as_text(tmp_path):
    _, source = set_report(tmp_path, '农村<dfn class="term" tabindex="0" data-definition="x">五美</dfn>社区。')
    assert "农村五美社区。" in source


def test_a_figure_has_alternative_text_a_caption_and_its_source(tmp_path):
    text = (
        '![床位](charts/beds.svg){#fig-beds width=100% alt="折线图：升至 9,365 张"}\n\n'
        '```{=html}\n<p class="chart-source">来源：规划。</p>\n```\n'
    )
    pdf, source = set_report(tmp_path, text)
    assert 'image("charts/beds.svg", alt: "折线图：升至 9,365 张", width: 100%)' in source
    assert "source: [来源：规划。]" in source
    assert "图1床位" in page_texts(pdf)[2]


def test_a_chart_s_finding_is_its_caption_and_the_rest_stands_under_it(tmp_path):
    _, source = set_report(tmp_path, "![床位增长放缓。单位：张。来源：规划。](charts/beds.svg)")
    assert "caption: [床位增长放缓]" in source
    assert "source: [单位：张。来源：规划。]" in source


FIGURES = (
    "床位见[@fig-beds]，人口见 @fig-people，即图[-@fig-people]。[各年见[@fig-none]。]{.see-figure}去信 a@b.cn。\n\n"
    "![[床位]{.chart-title}。[单位：张]{.chart-subtitle}。](charts/beds.svg){#fig-beds}\n\n"
    "![人口](charts/beds.svg){#fig-people}\n"
)


def test_text_refers_to_a_figure_of_its_chapter_by_the_number_that_the_figure_bears_there(tmp_path):
    chapters = [ReportChapter("甲", FIGURES, "一", "01-a"), ReportChapter("乙", FIGURES, "二", "02-b")]
    pdf, source = set_report(tmp_path, *chapters)
    text = "".join(page_texts(pdf))
    for number in (1, 2):
        assert f"床位见图{number}-1，人口见图{number}-2，即图{number}-2。去信a@b.cn。" in text
        assert f"图{number}-1床位" in text and f"图{number}-2人口" in text
    assert "各年见" not in text and 'label("01-a.fig-beds")' in source and 'label("02-b.fig-beds")' in source


def test_a_reference_to_a_figure_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(PublishError, match="Unable to resolve crossref @fig-none: the chapter has no such figure"):
        set_report(tmp_path, ReportChapter("甲", "见[@fig-none]。", "一", "01-a"))


def test_a_drawing_inside_a_table_is_saved_with_its_colours_and_its_label(tmp_path):
    svg = '<svg viewBox="0 0 240 16" role="img" aria-label="完成 40%"><rect fill="var(--lagging, #b5351a)"/></svg>'
    _, source = set_report(tmp_path, raw_table("<th>甲</th>", f"<tr><td>{svg}</td></tr>"))
    [path] = (tmp_path / "charts").glob("inline-*.svg")
    assert 'fill="#b5351a"' in path.read_text(encoding="utf-8")
    assert f'image("charts/{path.name}", alt: "完成 40%"' in source


def test_counts_stand_side_by_side_each_with_its_class(tmp_path):
    item = (
        '<li class="count verdict-lagging"><span class="count-number">4</span> '
        '<span class="count-label">▼ 滞后</span> <span class="count-split">约束性 1</span></li>'
    )
    _, source = set_report(tmp_path, f'```{{=html}}\n<ul class="counts">{item}</ul>\n```\n')
    assert '#counts(\n  ("verdict-lagging", [4], [▼ 滞后], [约束性 1]),\n)' in source


def test_a_figure_without_alternative_text_is_described_by_its_caption(tmp_path):
    _, source = set_report(tmp_path, "![床位 *上升*](charts/beds.svg)")
    assert 'alt: "床位 上升"' in source


def test_a_link_names_its_page_once_a_chapter_at_the_end_of_what_links_there(tmp_path):
    text = (
        "- [乙](02-b.html)为 3 个。\n- [乙](02-b.html)又见。\n\n[乙](02-b.html)和[丙](03-c.html)。[本章](01-a.html)。"
    )
    pdf, source = set_report(
        tmp_path,
        ReportChapter("一章", "[乙](02-b.html)在前。\n", "", "01"),
        ReportChapter("二章", text, "", "01-a"),
        ReportChapter("三章", "句。", "", "02-b"),
        ReportChapter("四章", "句。", "", "03-c"),
    )
    body = body_of(source)
    assert body.count("#on-page(<02-b>)") == 2  # once in each of the two chapters
    told = "".join(page_texts(pdf))
    # After the contents (page 1): one, two, three, four.
    assert "乙在前（第4页）。" in told and "乙为3个（第4页）。" in told and "丙（第5页）" in told
    assert "本章（第" not in told  # the page itself


def test_links_lead_to_chapters_in_the_report_and_are_text_where_the_page_is_not_in_it(tmp_path):
    _, source = set_report(
        tmp_path,
        ReportChapter("一章", "[甲](02-b.html) [乙](02-b.html#beds) [丙](indicators/i01.html)", "", "01-a"),
        ReportChapter("二章", make_table(identifier="beds"), "", "02-b"),
    )
    assert "#link(<02-b>)[甲]" in source
    assert "#link(<02-b.beds>)[乙]" in source
    assert "丙" in source and "[丙]" not in source


def test_a_part_of_a_chapter_begins_a_page_and_is_named_after_the_chapter_in_the_running_head(tmp_path):
    chapters = [
        ReportChapter("统计年鉴", "导言。", "七", "07-yearbook"),
        ReportChapter("第1篇　综合", "# 说明\n\n" + make_table(rows=95, identifier="a"), "", "yearbook-part-1", True),
        ReportChapter("第2篇　救助", make_table(rows=94, identifier="b"), "", "yearbook-part-2", True),
        ReportChapter("名词解释", "一句话。", "", "glossary"),
    ]
    pdf, source = set_report(tmp_path, *chapters)
    found = re.findall(r"^(=+) (.*)", body_of(source), re.MULTILINE)
    assert found == [
        ("=", "七、统计年鉴"),
        ("==", "第1篇　综合"),
        ("===", "说明"),
        ("==", "第2篇　救助"),
        ("=", "名词解释"),
    ]
    heads = [page.split("含示例数据")[0] for page in page_texts(pdf)[2:]]
    assert heads[0] == "2023年中期评估报告◇"
    assert heads[1] == "七、统计年鉴2023年中期评估报告◇"
    assert heads[2] == "七、统计年鉴第1篇综合2023年中期评估报告◇"
    assert heads[-2] == "七、统计年鉴第2篇救助2023年中期评估报告◇"


def test_the_contents_list_chapters_and_figures_and_tables_stand_apart_where_there_are_many(tmp_path):
    text = "## 节\n\n句。\n\n" + "\n\n".join(
        make_table(rows=number, identifier=f"t{number}") for number in range(1, 10)
    )
    pdf, _ = set_report(tmp_path, ReportChapter("甲", text, "一", "a"), ReportChapter("乙", "句。", "二", "b"))
    contents, lists = page_texts(pdf)[1:3]
    assert "一、甲" in contents and "二、乙" in contents and "节" not in contents
    assert "表目录" in lists and "表1-9" in lists


def test_headings_below_a_numbered_chapter_are_numbered_and_captions_by_chapter(tmp_path):
    text = "## 甲节\n\n### 小节\n\n句。\n\n## 乙节\n\n" + make_table(rows=2)
    pdf, source = set_report(tmp_path, ReportChapter("概况", "句。", "一", "a"), ReportChapter("进展", text, "二", "b"))
    found = re.findall(r"^(=+) (.*)", body_of(source), re.MULTILINE)
    assert found == [
        ("=", "一、概况"),
        ("=", "二、进展"),
        ("==", "（一）甲节"),
        ("===", "1. 小节"),
        ("==", "（二）乙节"),
    ]
    assert "表2-1" in "".join(page_texts(pdf))


def test_a_sheet_is_set_as_large_as_its_page_holds(tmp_path):
    line = "一句很长的话，说明这项指标的情况和算式。"
    sheets = [
        ReportChapter(
            f"指标 {number}", f"::: {{.sheet}}\n{(line * 6 + chr(10) * 2) * number}:::\n", "", f"s{number}", True
        )
        for number in (2, 20)
    ]
    pdf, _ = set_report(tmp_path, ReportChapter("附件", "句。", "附录一", "annex"), *sheets)
    # Cover, contents, the annex, and a page for each sheet, the long one too.
    assert len(page_texts(pdf)) == 5


def test_a_table_shown_again_later_is_left_to_the_later_chapter_with_its_notes(tmp_path):
    note = '<p class="table-note">注一。</p>'
    _, source = set_report(
        tmp_path,
        ReportChapter("一", make_table(note=note) + "\n甲句。", "", "a"),
        ReportChapter("二", "乙句。\n\n" + make_table(note=note), "", "b"),
        ReportChapter("三", make_table(rows=1), "", "c"),
    )
    body = body_of(source)
    assert body.count("#report-table(") == 2 and body.count("注一。") == 1
    assert body.index("甲句。") < body.index("乙句。") < body.index("注一。")


def test_a_tall_drawing_stays_where_it_is_told_of(tmp_path):
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "tall.svg").write_text(DRAWING.replace("160", "400"), encoding="utf-8")
    pdf, source = set_report(tmp_path, "前句。" * 400 + "\n\n![床位](charts/tall.svg)\n\n后句。")
    text = "".join(page_texts(pdf))
    assert text.index("前句") < text.index("床位") < text.index("后句")
    assert "floating" not in body_of(source)


TERMS = (("床位", "床的位置。"), ("护理型床位", "供失能老年人使用的床位。"), ("常住人口", "居住半年以上的人口。"))


def notes_in(source: str) -> list[str]:
    return re.findall(r"(\S{2})#footnote\[#h\(0\.3em\);(.*?)\]", body_of(source))


def test_a_term_is_explained_in_a_note_where_it_first_stands_and_nowhere_else(tmp_path):
    first = f"## 床位\n\n{make_table()}\n护理型床位 30 张，常住人口 9 人。\n\n- 护理型床位又见，另有床位。\n"
    chapters = [
        ReportChapter("一", first, "一", "a"),
        ReportChapter("二", "[常住人口](a.html)和床位。", "二", "b"),
        ReportChapter("方法", "常住人口。", "附录一", "c"),
    ]
    _, source = set_report(tmp_path, *chapters, settings=make_settings(terms=TERMS))
    # The longest term is meant; a heading, a table, a later chapter and an annex have no note.
    assert notes_in(source) == [
        ("床位", "供失能老年人使用的床位。"),
        ("人口", "居住半年以上的人口。"),
        ("床位", "床的位置。"),
    ]
    assert "另有床位#footnote" in source


def test_an_english_term_is_found_whatever_its_case_and_number_and_not_inside_a_word(tmp_path):
    terms = (("Social worker", "A person with a certificate."), ("Bed", "A place."))
    text = "Embedded in 3 places. [Social workers](b.html) came; social workers left two beds, beds."
    settings = make_settings("en", terms=terms)
    chapters = (ReportChapter("One", text, "1", "a"), ReportChapter("Two", "x", "2", "b"))
    _, source = set_report(tmp_path, *chapters, settings=settings)
    body = body_of(source)
    assert body.count("#footnote[") == 2
    assert "two beds#footnote[#h(0.3em);A place.]" in body
    assert body.index("A person with a certificate.") < body.index("social workers left")


def test_a_term_is_set_with_its_meaning(tmp_path):
    _, source = set_report(tmp_path, "五美 (Five Beauties)\n\n:   自然生态美。\n")
    assert "#definition[五美 (Five Beauties)][自然生态美。]" in source


def test_footnotes_and_identifiers_of_two_chapters_do_not_meet(tmp_path):
    text = "句[^1]。\n\n## 同名 {#same}\n\n又一句。\n\n[^1]: 注%s。\n"
    chapters = [ReportChapter("一", text % "甲", "", "a"), ReportChapter("二", text % "乙", "", "b")]
    _, source = set_report(tmp_path, *chapters)
    assert "注甲。" in source and "注乙。" in source
    assert "<a.same>" in source and "<b.same>" in source


def test_headings_begin_below_the_chapter_and_skip_no_level(tmp_path):
    _, source = set_report(tmp_path, ReportChapter("章", "# 甲\n\n### 乙\n\n句。\n\n# 丙\n\n句。\n"))
    found = re.findall(r"^(=+) (.)", body_of(source), re.MULTILINE)
    assert found == [("=", "章"), ("==", "甲"), ("===", "乙"), ("==", "丙")]


def test_a_heading_with_nothing_under_it_is_left_out_and_takes_no_number(tmp_path):
    on_page = '::: {.content-visible when-format="html"}\n一句话。\n:::\n'
    text = f"## 甲\n\n{on_page}\n## 乙\n\n### 丙\n\n句。\n\n## 丁\n"
    _, source = set_report(tmp_path, ReportChapter("章", text, "三", "a"))
    found = re.findall(r"^(=+) (.*)", body_of(source), re.MULTILINE)
    assert found == [("=", "三、章"), ("==", "（一）乙"), ("===", "1. 丙")]


def test_a_conclusion_is_not_said_again_where_a_later_chapter_opens_with_it(tmp_path):
    counts = "::: {.counts}\n- [3]{.count-number} [▼ 滞后]{.count-label}\n:::\n"
    opening = f"::: {{.headline}}\n三项滞后。\n:::\n\n现在\n\n{counts}\n"
    _, source = set_report(
        tmp_path,
        ReportChapter("一", f"{opening}甲句。", "", "a"),
        ReportChapter("二", f"{opening}## 节\n\n乙句。", "", "b"),
        ReportChapter("三", "现在\n\n丙句。", "", "c"),
    )
    body = body_of(source)
    assert body.count("三项滞后。") == body.count("#counts(") == 1
    assert body.index("三项滞后。") < body.index("甲句。") < body.index("乙句。") < body.index("丙句。")
    assert body.count("现在") == 2  # alone it is no repetition


def test_an_empty_chapter_says_so(tmp_path):
    _, source = set_report(tmp_path, ReportChapter("章", "\n"))
    assert "本章在本版报告中没有可以刊载的内容。" in source


@pytest.mark.parametrize(
    ("language", "number", "heading"),
    [
        ("zh", "三", "三、指标"),
        ("zh", "四（三）", "四（三）指标"),
        ("zh", "", "指标"),
        ("en", "4.3", "4.3\u2002指标"),
    ],
)
def test_chapter_numbers_are_written_as_the_language_writes_them(tmp_path, language, number, heading):
    _, source = set_report(tmp_path, ReportChapter("指标", "x", number), settings=make_settings(language))
    assert f"\n= {heading}\n" in source


def test_chinese_quotation_marks_stay_and_straight_english_ones_are_turned(tmp_path):
    _, chinese = set_report(tmp_path / "zh", "落实“十四五”规划……")
    _, english = set_report(tmp_path / "en", 'The plan\'s "care".', settings=make_settings("en"))
    assert "落实“十四五”规划……" in chinese
    assert "The plan’s “care”." in english


def test_characters_that_mean_something_to_markdown_or_typst_stay_themselves(tmp_path):
    title = 'A #1 *plan* with $5 "quoted" <tag> _x_ \\ @y [z]'
    settings = make_settings("en", title=title, plan_title=title)
    pdf, _ = set_report(tmp_path, ReportChapter(title, "x"), settings=settings)
    reader = PdfReader(pdf)
    assert reader.metadata.title == title
    assert reader.outline[0].title == title
    assert title in reader.metadata["/Keywords"]


def test_ranges_written_with_a_tilde_are_not_set_as_subscripts(tmp_path):
    _, source = set_report(tmp_path, "10~20张和30~40张")
    assert "10\\~20张和30\\~40张" in source


def test_a_missing_drawing_is_an_error_that_names_it(tmp_path):
    with pytest.raises(PublishError, match=r"(?s)report-zh\.typ.*charts/none\.svg"):
        set_report(tmp_path, "![床位](charts/none.svg)")


def test_the_report_is_not_attributed_to_whoever_issued_the_plan():
    about = report_metadata(make_settings())
    assert about["author"] == ["Planbook"]
    assert {"label": "规划印发", "value": "示例区人民政府"} in about["cover-facts"]


def test_a_word_document_has_native_tables_pictures_and_the_notice_on_every_page(tmp_path):
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "beds.png").write_bytes(PNG)
    chapter = ReportChapter("章", make_table() + "\n![床位](charts/beds.svg)\n", "一", "a")
    target = build_report([chapter], make_settings(), tmp_path, ("docx",))["docx"]
    with zipfile.ZipFile(target) as parts:
        document, header = parts.read("word/document.xml").decode(), parts.read("word/header1.xml").decode()
        pictures = [name for name in parts.namelist() if name.startswith("word/media/")]
    assert document.count("<w:tbl>") == 1
    assert '<w:pStyle w:val="TableText"' in document
    assert "本报告含示例数据" in re.sub(r"<[^>]+>", "", document)
    assert "headerReference" in document and "含示例数据" in header
    assert [Path(name).suffix for name in pictures] == [".png"]


def test_a_word_document_leaves_out_the_strip_s_drawings_and_numbers_no_table_of_the_yearbook(tmp_path):
    drawing = '<svg viewBox="0 0 240 16" role="img" aria-label="完成"><rect/></svg>'
    strip = (
        '```{=html}\n<table class="strip"><caption>进程</caption><thead><tr><th>指标</th><th>基准值到目标值</th>'
        f"<th>判断</th></tr></thead><tbody><tr><td>床位</td><td>{drawing}</td><td>滞后</td></tr></tbody></table>\n```\n"
    )
    chapter = ReportChapter("章", strip + "\n" + make_yearbook_table(), "", "a")
    target = build_report([chapter], make_settings(), tmp_path, ("docx",))["docx"]
    with zipfile.ZipFile(target) as parts:
        text = re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())
    assert "基准值到目标值" not in text
    assert text.count("床位") == 1 and "滞后" in text
    assert "1-1\u2003人口" in text and "表\u00a02" not in text


# One grey pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000 3a7e9b55"
    "0000000a49444154789c6368000000820081 77cd72b6 0000000049454e44ae426082".replace(" ", "")
)


def test_each_class_has_its_colour_in_a_word_document(tmp_path):
    said = "\n\n".join(f"[{look.css}]{{.{look.word.split('.')[0]} .{look.css}}}" for look in every_look())
    target = build_report([ReportChapter("章", said)], make_settings(), tmp_path, ("docx",))["docx"]
    with zipfile.ZipFile(target) as document:
        styles, text = (ElementTree.fromstring(document.read(f"word/{name}.xml")) for name in ("styles", "document"))
    colours = {}
    for style in styles.iter(f"{WORD}style"):
        colour = style.find(f"{WORD}rPr/{WORD}color")
        colours[style.get(f"{WORD}styleId")] = None if colour is None else f"#{colour.get(f'{WORD}val')}"
    shown = {}
    for run in text.iter(f"{WORD}r"):
        style = run.find(f"{WORD}rPr/{WORD}rStyle")
        if style is not None:
            shown["".join(run.itertext())] = colours[style.get(f"{WORD}val")]
    assert {look.css: LIGHT[look.role] for look in every_look()}.items() <= shown.items()
