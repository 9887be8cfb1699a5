"""What the tables say: figures equal to the judgement, marks, links, empty states."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest
from builders import make_edition, make_inputs, make_observations, make_source, of_scorecard
from rendered import rendered

from planbook.assess import check_plan_consistency
from planbook.model import OutlookVerdict, PaceVerdict, Precedent, Projection, SourceKind, Text
from planbook.paths import LANGUAGES, find_project
from planbook.present import (
    table_agreement,
    table_backtest,
    table_consistency,
    table_figure_kinds,
    table_indicator_values,
    table_measures,
    table_outlooks,
    table_precedents,
    table_revisions,
    table_scorecard,
    table_sensitivity_grid,
    table_series,
    table_sources,
    table_strip,
    table_tasks,
    table_thresholds,
    table_two_plans,
)
from planbook.present.edition import Edition, open_edition
from planbook.present.pieces import Piece
from planbook.present.subjects import indicator_subject
from planbook.present.tables.chapters import heading_number
from planbook.present.tables.scorecard import NO_FIGURE
from planbook.present.tables.sources import source_numbers


@cache
def shipped(year: int, language: str) -> Edition:
    project = find_project()
    return open_edition(year, language, project.data, project.params)


def subject_mark(edition: Edition, indicator_id: str) -> str:
    return indicator_subject(edition, indicator_id).mark.text


def rows_of(text: str) -> list[list[str]]:
    """The cells of a table's plain text, heads first."""
    return [line.split(" | ") for line in text.splitlines() if " | " in line]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", (2022, 2023, 2025))
def test_the_scorecard_holds_each_indicators_own_figures(year, language):
    edition = shipped(year, language)
    words, (heads, *rows) = edition.words, rows_of(table_scorecard(edition, edition.scorecard()).text)
    assert [row[0].split(" ")[0] for row in rows] == [str(n) for n in range(1, 18)]
    for row, (indicator_id, assessment) in zip(rows, edition.assessments.items(), strict=True):
        indicator = edition.inputs.indicators[indicator_id]
        places = edition.inputs.units[indicator.unit_id].decimals
        assert f"[{words.unit(edition.inputs.units[indicator.unit_id])}]" in row[0]
        assert row[1] == subject_mark(edition, indicator_id)  # beside the name, where a phone has it in sight
        assert row[3] == words.number(indicator.baseline, places)
        assert re.split("[ （]", row[4])[0] == words.number(assessment.value, places)
        assert row[5].lstrip("≥≤") == words.number(indicator.target, places)
        done = NO_FIGURE if assessment.completion is None else words.number(assessment.completion * 100, 1)
        assert row[6].split(" ")[0] == done
        assert row[7] == words.number(assessment.due * 100, 1)
        ratio = NO_FIGURE if assessment.pace_ratio is None else words.number(assessment.pace_ratio, 2)
        assert row[8].split(" ")[0] == ratio
        marked = [heads[place] + row[place] for place in (4, 6, 8) if row[place] != NO_FIGURE]
        assert {"◇" in shown for shown in marked} == {assessment.illustrative}
        assert "◇" not in heads[3] + row[3] + heads[5] + row[5]


def test_the_scorecard_can_be_told_by_type_and_links_to_each_indicator():
    edition = shipped(2023, "zh")
    binding, other = (
        table_scorecard(edition, edition.scorecard().query("type == @kind")) for kind in ("binding", "anticipatory")
    )
    both = table_scorecard(edition, edition.scorecard())
    assert (both.html.count("tag-binding"), both.html.count("tag-anticipatory")) == (5, 12)
    assert (len(rows_of(binding.text)) - 1, len(rows_of(other.text)) - 1) == (5, 12)
    assert "tag-" not in binding.html + other.html  # the caption says it
    assert '<a href="indicators/i01.html">' in binding.html


def test_a_published_value_has_no_mark_and_no_note():
    inputs = make_inputs(observations=make_observations({2023: 9365.0}, illustrative=False))
    piece = of_scorecard(table_scorecard, make_edition("zh", inputs))
    assert "◇" not in piece.text


def test_the_strip_puts_laggards_and_binding_ones_first_and_says_its_bar_in_words():
    edition = make_edition("zh")
    piece = table_strip(edition, edition.scorecard())
    assert piece.text.splitlines()[0].startswith("4 护理型床位占比")
    assert piece.html in piece.markdown
    assert 'aria-label="从 8,439 张到 10,105 张，完成 55.6% ◇，应完成 60.0%，照目前趋势' in piece.html
    # due at 60 % of the 140 wide track that begins at 12: 12 + 84 = 96
    assert '<line x1="96" y1="1" x2="96" y2="15"' in piece.html


def test_the_strip_shows_where_the_projection_ends_and_nothing_where_the_target_is_met():
    edition = shipped(2023, "en")
    html = table_strip(edition, edition.scorecard()).html
    rows = dict(zip(edition_order(html), re.findall(r"<tr class=.*?</tr>", html), strict=True))
    # 4: from 30 to 60, projected to 46.9 %: (46.9 - 30) / 30 = 56.4 % of the way, at 12 + 0.564 * 140 = 90.9
    (centre,) = re.findall(r'<circle cx="([\d.]+)"', rows["4"])
    forecast = edition.assessments["i04"].projection
    assert abs(float(centre) - (12 + 140 * (forecast - 30) / 30)) < 1e-3
    assert "on present trends" in rows["4"] and "unlikely to be met" in rows["4"]
    assert edition.assessments["i01"].outlook is OutlookVerdict.MET
    assert "<circle" not in rows["1"] and "on present trends" not in rows["1"]


def test_the_strip_tells_earlier_editions_verdicts_in_words_too():
    edition = shipped(2023, "zh")
    html = table_strip(edition, edition.scorecard()).html
    (row,) = [row for row in re.findall(r"<tr class=.*?</tr>", html) if "护理型床位占比" in row]
    said = re.findall(r'role="img" aria-label="(\d{4}年：[^"]+)"', row)
    assert said == ["2021年：滞后", "2022年：滞后"]
    first = shipped(2021, "zh")
    assert 'class="past"' not in table_strip(first, first.scorecard()).html


def edition_order(html):
    return re.findall(r'<span class="strip-number">(\d+)</span>', html)


def test_only_illustrative_bars_are_hatched():
    observations = pd.concat(
        [
            make_observations({2023: 9365.0}, illustrative=False),
            make_observations({2023: 42.0}, "i04", illustrative=True),
        ],
        ignore_index=True,
    )
    html = of_scorecard(table_strip, make_edition("zh", make_inputs(observations=observations))).html
    rows = re.findall(r"<tr class=.*?</tr>", html)
    hatched = ["<path" in row for row in rows]
    assert hatched == ["◇" in row for row in rows] == [True, False]


def test_a_bar_beyond_the_track_ends_in_an_arrow():
    observations = make_observations({2023: 20000.0}, illustrative=False)
    html = of_scorecard(table_strip, make_edition("zh", make_inputs(observations=observations))).html
    assert html.count("<path") == 1


def test_values_show_what_earlier_editions_knew():
    edition = shipped(2023, "zh")
    text = table_indicator_values(edition, "i14").text
    assert "修订数" in text
    assert "2022年版为 11.7 ◇" in text
    assert rows_of(text)[1][1] == "9.4"


def test_a_value_not_reported_says_so():
    edition = shipped(2023, "en")
    assert any(row[1] == "not reported" for row in rows_of(table_indicator_values(edition, "i16").text))


def test_a_year_without_a_row_is_a_gap_in_the_table():
    observations = make_observations({2021: 34.0, 2023: 42.0}, "i04")
    edition = make_edition("en", make_inputs(observations=observations))
    text = table_indicator_values(edition, "i04").text
    assert [row[:2] for row in rows_of(text) if row[0] == "2022"] == [["2022", "not reported"]]


def test_revisions_name_both_values_or_that_there_are_none():
    assert "11.7 ◇ | 11.5 ◇ | −0.2 ◇" in table_revisions(shipped(2023, "zh")).text
    assert "没有修订" in table_revisions(shipped(2022, "zh")).text


def test_agreement_marks_every_method_that_disagrees():
    edition = shipped(2023, "zh")
    expected = sum(len(assessment.disagreeing) for assessment in edition.assessments.values())
    body = table_agreement(edition).text.rsplit("\n", 1)[0]
    assert body.count("≠") == expected > 0


def test_the_cut_offs_in_force_are_those_of_the_edition():
    text = table_thresholds(shipped(2023, "zh")).text
    for shown in ("1.10", "0.80", "80%", "20%"):
        assert shown in text


def precedents_of(language: str, **sources) -> Piece:
    """The table of two precedents: County A's rests on `a`, County B's, with no date and no count, on `b`."""
    listed = {
        name: make_source(id=name, title=Text(f"来源{name}", f"Source {name}"), **parts)
        for name, parts in sources.items()
    }
    found = {
        "a": Precedent(
            "a",
            Text("甲县评估", "Evaluation of County A"),
            "2023-11-22",
            20,
            Text("提前实现6项", "Achieved ahead (提前实现) 6"),
            "a",
        ),
        "b": Precedent("b", Text("乙县评估", "Evaluation of County B"), "", None, Text("符合", "On pace (符合)"), "b"),
    }
    return table_precedents(make_edition(language, make_inputs(sources=listed, precedents=found)))


@pytest.mark.parametrize(
    ("language", "rows", "official"),
    [
        (
            "zh",
            [
                ["甲县评估", "2023-11-22", "20", "提前实现 6 项", "来源 a"],
                ["乙县评估", "–", "–", "符合", "来源 b（见于转载）"],
            ],
            "国家没有公布各类之间的数量分界",
        ),
        (
            "en",
            [
                ["Evaluation of County A", "2023-11-22", "20", "Achieved ahead (提前实现) 6", "Source a"],
                ["Evaluation of County B", "–", "–", "On pace (符合)", "Source b (seen in a reprint)"],
            ],
            "No official numeric cut-offs between the classes have been published",
        ),
    ],
)
def test_precedents_stand_in_their_own_words_and_only_publishers_pages_are_linked(language, rows, official):
    piece = precedents_of(
        language,
        a={"kind": SourceKind.ORIGINAL, "address": "https://county-a.example/report"},
        b={"kind": SourceKind.REPRINT, "address": "https://mirror.example/b"},
    )
    assert rows_of(piece.text)[1:] == rows
    assert re.findall(r'href="([^"]*)"', piece.html) == ["https://county-a.example/report"]
    assert "mirror.example" not in piece.html
    assert official in piece.text
    assert '<span class="nowrap">2023-11-22</span>' in piece.html
    assert piece.html.count('<span lang="zh-Hans">') == (2 if language == "en" else 0)


@pytest.mark.parametrize(("language", "said"), [("zh", "没有收录"), ("en", "No published evaluation is listed")])
def test_a_plan_without_precedents_says_so_and_has_no_note(language, said):
    piece = table_precedents(make_edition(language))
    assert said in piece.text
    assert "table-note" not in piece.html


def test_every_precedent_that_ships_is_shown_with_its_source():
    edition = shipped(2023, "en")
    rows = rows_of(table_precedents(edition).text)[1:]
    assert len(rows) == len(edition.inputs.precedents) == 12
    assert "4 relatively lagging" in rows[0][3]


def test_the_grid_marks_the_pair_in_force_with_the_verdict_of_the_edition():
    edition = shipped(2023, "zh")
    for indicator_id, assessment in edition.assessments.items():
        text = table_sensitivity_grid(edition, edition.judged(indicator_id)).text
        if assessment.sensitivity is None or all(
            verdict is assessment.pace for *_, verdict in assessment.sensitivity.grid
        ):
            assert not text  # one sentence has said it
        else:
            assert re.findall(r"\[([^\]]*)\]", text) == [
                f"{'◆' if assessment.pace is PaceVerdict.ON_PACE else text[text.index('[') + 1]} "
                + edition.words(f"verdict.{assessment.pace.value}")
            ]


def test_tasks_and_measures_hold_every_task_of_a_system():
    edition = shipped(2023, "zh")
    tasks = [task for task in edition.inputs.tasks.values() if task.chapter_id.startswith("c4-3")]
    numeric = rows_of(table_tasks(edition, edition.tasks("c4-3")).text)[1:]
    assert len(numeric) == sum(task.kind == "numeric" for task in tasks)
    qualitative = rows_of(table_measures(edition, edition.measures("c4-3")).text)[1:]
    assert len(qualitative) == sum(task.kind == "qualitative" for task in tasks)


def test_a_made_up_status_carries_the_mark():
    edition = shipped(2023, "zh")
    heads, *rows = rows_of(table_measures(edition, edition.measures("c4-1")).text)
    assert heads[1].endswith("◇")  # of every status that was entered: once, in the head
    assert {"◇" in row[1] for row in rows} == {False}


def test_a_series_table_leaves_unpublished_years_blank_and_names_its_sources():
    edition = shipped(2023, "zh")
    piece = table_series(edition, ("registered_pop_60plus_share",), ("chongming", "shanghai"))
    rows = rows_of(piece.text)
    assert rows[0][1] == "2015"
    assert "\n户籍 60 岁及以上老年人口占户籍人口比重\n" in piece.text
    assert [row[0] for row in rows[1:]] == ["崇明区", "上海市"]
    assert [cell for cell in rows[1][1:] if cell.strip()] == ["34.0"]
    numbers = source_numbers(edition)
    used = sorted(numbers[source] for source in numbers if f'#source-{numbers[source]}"' in piece.html)
    assert len(used) > 3 and "来源：" in piece.text and "转载" in piece.text
    listed = table_sources(edition).html
    assert all(f'id="source-{number}"' in listed for number in used)


def test_a_series_of_one_area_is_named_in_one_row():
    rows = rows_of(table_series(shipped(2023, "zh"), ("registered_pop_60plus_share",), ("shanghai",)).text)
    assert rows[1][0] == "上海市：户籍 60 岁及以上老年人口占户籍人口比重"


def test_in_print_a_series_table_names_who_published_most_and_leaves_titles_to_the_annex():
    edition = shipped(2023, "en")
    piece = table_series(edition, ("registered_pop_60plus_share",))
    note = re.findall(r"<p>(Sources: .*?)</p>", rendered(piece.markdown, "typst"))
    assert len(note) == 1
    assert re.search(r" and others, \d+ in all; .* are listed under “Sources and consistency”\.$", note[0])
    assert note[0].count(";") <= 3  # three publishers and what follows them


@pytest.mark.parametrize(
    ("number", "english"),
    [
        ("四", "4"),
        ("四（三）", "4.3"),
        ("四（一）2", "4.1.2"),
        ("十二（二十三）", "12.23"),
        ("二十", "20"),
        ("2.1", "2.1"),
        ("第二章", "第二章"),
        ("Part A", "Part A"),
    ],
)
def test_numbers_of_the_plan_s_headings_are_arabic_in_english(number, english):
    assert heading_number(number, "en") == english
    assert heading_number(number, "zh") == number


def test_a_heading_without_numeric_tasks_says_so_in_the_notebook_and_nowhere_else():
    edition = shipped(2023, "zh")
    piece = table_tasks(edition, edition.tasks("c4-1"))
    assert (piece.text, piece.markdown) == ("规划在这一部分没有量化任务。", "")
    assert "规划在这一部分没有量化任务。" in piece.html


def test_sources_link_only_originals_and_news():
    edition = shipped(2023, "en")
    html = table_sources(edition).html
    linked = set(re.findall(r'href="([^"]*)"', html))
    sources = edition.inputs.sources.values()
    allowed = {
        source.address.replace("&", "&amp;")
        for source in sources
        if source.kind in (SourceKind.ORIGINAL, SourceKind.NEWS)
    }
    mirrors = {source.address for source in sources if source.kind is SourceKind.REPRINT and source.address}
    assert linked and linked <= allowed
    assert mirrors and not any(mirror in html for mirror in mirrors)
    assert html.count("seen only in a reprint") == sum(source.kind is SourceKind.REPRINT for source in sources) + 1


def test_dates_of_sources_stay_on_one_line():
    edition = shipped(2023, "zh")
    html = table_sources(edition).html
    for source in edition.inputs.sources.values():
        if "-" in source.published:
            assert f'<span class="nowrap">{source.published}</span>' in html
    assert not re.search(r">\d{4}-\d{2}(-\d{2})?</td>", html)


def test_a_reprint_of_an_original_is_still_no_link():
    source = make_source(id="r", kind=SourceKind.REPRINT, address="https://mirror.example/page")
    edition = make_edition("zh", make_inputs(sources=make_inputs().sources | {"r": source}))
    assert "mirror.example" not in table_sources(edition).html


def test_kinds_of_figures_add_up():
    rows = rows_of(table_figure_kinds(shipped(2023, "en")).text)[1:]
    numbers = [[int(cell.replace(",", "")) for cell in row[1:]] for row in rows]
    for row in numbers:
        assert sum(row[:-1]) == row[-1]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert numbers[0][0] == 34  # 17 baselines and 17 targets


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_is_checked_against_itself_with_its_arithmetic(language):
    edition = shipped(2023, language)
    checks = edition.plan_checks()
    checks["agrees"] = {done.check.id: done.agrees for done in check_plan_consistency(edition.inputs)}
    text = table_consistency(edition, checks).text
    assert "32.63 ≈ 1,240 × 12 ÷ 45,605 × 100 = 32.628" in text
    assert len(rows_of(text)) == 19  # 18 checks and the head


def test_a_finding_that_is_not_the_package_s_own_stops_the_table():
    edition = shipped(2023, "en")
    checks = edition.plan_checks().assign(agrees=True)
    with pytest.raises(ValueError, match="resident_population: the notebook finds True, the package False"):
        table_consistency(edition, checks)


def test_the_backtest_counts_its_trials():
    rows = rows_of(table_backtest(shipped(2023, "en")).text)
    total = rows[1]
    horizons = [row for row in rows if row[0].endswith("ahead")]
    assert total[0] == "all"
    assert sum(int(row[1]) for row in horizons) == int(total[1])


def test_figures_of_the_finished_plan_stand_beside_the_running_one():
    edition = shipped(2023, "zh")
    heads, *rows = rows_of(table_two_plans(edition, edition.continued()).text)
    assert not any("2015" in head for head in heads)  # no row says anything of 2015
    row = next(row for row in rows if row[0] == "养老床位总数")
    assert row[2] == "8,439"
    assert row[4] == "10,105"
    assert row[6] == "+333"  # (10,105 − 8,439) / 5 = 333.2


def test_under_the_outlooks_stands_how_often_such_statements_held():
    edition = shipped(2023, "en")
    interval = edition.backtest.interval_record(2)
    text = table_outlooks(edition, edition.scorecard()).text
    assert f"{interval.covered} of {interval.trials} such intervals 2 years ahead" in text
    for verdict in {one.outlook for one in edition.assessments.values() if isinstance(one.forecast, Projection)}:
        assert f"targets that would have been called “{edition.words(f'outlook.{verdict.value}')}”" in text
    final = shipped(2025, "en")  # nothing is projected once the target year has come
    assert "such intervals" not in table_outlooks(final, final.scorecard()).text
