"""Plans that change midway: each edition sees the plan of its cut-off date, and judges by that."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from in_process import make_pages_in_process

from planbook.assess import assess_all, assessments_frame
from planbook.cli.diff import print_difference
from planbook.compare import compare_editions
from planbook.compare.editions import Because, FigureChangeKind
from planbook.load import load_inputs
from planbook.model import EditionName, Inputs, PaceVerdict
from planbook.paths import find_project
from planbook.present import (
    chart_trend,
    say_changes,
    say_indicator_definition,
    table_dropped,
    table_flips,
    table_indicator_values,
    table_plan_changes,
    table_revisions,
)
from planbook.present.edition import Edition, open_edition
from planbook.publish.downloads.indicators import indicator_figures
from planbook.publish.sheets import sheet_pages

SMALL = Path(__file__).parent / "fixtures" / "small_plan"
HEAD = "change_id,indicator_id,effective,part,value,source_id,note_zh,note_en\n"
DOCUMENT = (
    "decision_2023,关于调整示例规划指标的通知,Notice on changes of the example plan,示例县人民政府,County Government,"
    "2023-06-30,示例〔2023〕9号,,original,为测试而编写,Written for tests\n"
)
ADDED = (
    "i04,4,c2-2,流动图书车停靠点,Stops of the mobile library,停靠点,Stops,"
    "年末停靠点数。,Stops at the end of the year.,,,2021,10,2025,50,,plain,rise,volume,binding,reach,,,plan_example\n"
)
CHANGES = (
    "c1,i04,2022-07-01,added,,decision_2023,,\n"
    "c2,i02,2023-06-30,target,95,decision_2023,提前达到序时进度，调高目标。,Raised for running ahead.\n"
    "c3,i03,2023-06-30,dropped,,decision_2023,,\n"
    "c4,i01,2024-03-01,baseline,205000,decision_2023,,\n"
)


def changed_plan(folder: Path, changes: str = CHANGES) -> Path:
    """The invented plan of the fixtures, with an indicator more and these changes."""
    made = folder / "data"
    shutil.copytree(SMALL, made)
    for name, text in (("plan/indicators.csv", ADDED), ("sources.csv", DOCUMENT)):
        with (made / name).open("a", encoding="utf-8") as file:
            file.write(text)
    for year, value in ((2022, 16), (2023, 22)):
        with (made / f"observations/{year}.csv").open("a", encoding="utf-8") as file:
            file.write(f"i04,{year},{value},,illustrative_example,,\n")
    shutil.copyfile(made / "observations/2023.csv", made / "observations/2024.csv")
    text = (made / "observations/2024.csv").read_text(encoding="utf-8").replace(",2023,", ",2024,")
    (made / "observations/2024.csv").write_text(text.replace("238000", "240000"), encoding="utf-8")
    (made / "plan/changes.csv").write_text(HEAD + changes, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def plan(tmp_path_factory) -> Path:
    return changed_plan(tmp_path_factory.mktemp("plan"))


def known(plan: Path, year: int) -> Inputs:
    return load_inputs(year, plan, find_project().params)


def test_each_edition_has_the_indicators_of_its_cut_off_date(plan):
    members = {year: list(known(plan, year).indicators) for year in range(2021, 2025)}
    assert members == {
        2021: ["i01", "i02", "i03"],
        2022: ["i01", "i02", "i03", "i04"],
        2023: ["i01", "i02", "i04"],
        2024: ["i01", "i02", "i04"],
    }
    assert [list(known(plan, year).dropped) for year in (2022, 2023)] == [[], ["i03"]]
    assert known(plan, 2023).dropped["i03"].dropped.effective == date(2023, 6, 30)


def test_a_revised_target_is_judged_by_from_its_date_on(plan):
    # 62 → 90: at the end of 2022, 9 of 28 points are 32.1 % of the way, with 40 % due: 0.80
    before, after = known(plan, 2022), known(plan, 2023)
    assert (before.indicators["i02"].target, after.indicators["i02"].target) == (90.0, 95.0)
    assert assess_all(before)["i02"].completion == pytest.approx(9 / 28)
    # 62 → 95: at the end of 2023, 12 of 33 points are 36.4 %, with 60 % due: 0.61; of 28 they would be 42.9 %: 0.71
    judged = assess_all(after)["i02"]
    assert (judged.completion, judged.pace_ratio) == (pytest.approx(12 / 33), pytest.approx(12 / 33 / 0.6))
    assert judged.required_per_year == pytest.approx((95 - 74) / 2)
    (change,) = after.indicators["i02"].earlier_targets
    assert (change.before, change.value, change.source_id) == (90.0, 95.0, "decision_2023")
    assert after.indicators["i02"].target_source_id == "decision_2023"
    assert after.indicators["i02"].source_id == after.indicators["i02"].baseline_source_id == "plan_example"


def test_a_restated_baseline_counts_from_its_date_on(plan):
    # 205,000 → 260,000: at the end of 2024, 35,000 of 55,000 are 63.6 %
    assert known(plan, 2023).indicators["i01"].baseline == 200000
    after = known(plan, 2024)
    assert assess_all(after)["i01"].completion == pytest.approx(35 / 55)
    assert after.indicators["i01"].baseline_observation.source_id == "decision_2023"
    assert after.as_adopted["i01"].baseline == 200000


def test_an_added_indicator_is_judged_from_its_start(plan):
    # 10 at the end of 2021 → 50 at the end of 2025: a year on, a quarter is due, and 6 of 40 are 15 %: 0.6
    first = assess_all(known(plan, 2022))["i04"]
    assert (first.due, first.completion, first.pace) == (0.25, pytest.approx(0.15), PaceVerdict.LAGGING)
    assert assess_all(known(plan, 2023))["i04"].due == 0.5


def test_a_dropped_indicator_is_not_judged_and_stands_apart(plan):
    inputs = known(plan, 2023)
    frame = assessments_frame(inputs, assess_all(inputs)).set_index("indicator_id")
    assert "i03" not in assess_all(inputs)
    row = frame.loc["i03"]
    assert (row["pace_verdict"], row["outlook_verdict"], row["target"], row["value"]) == ("dropped", "", 20, 22)
    assert list(frame.index) == ["i01", "i02", "i04", "i03"]  # after those that are judged
    dropped, latest = inputs.dropped["i03"], inputs.series_of("i03").latest
    assert (row["number"], row["name_zh"], row["name_en"]) == (dropped.number, dropped.name.zh, dropped.name.en)
    assert (row["type"], row["direction"], row["unit"]) == (dropped.type, dropped.direction, dropped.unit_id)
    ends = (row["baseline_year"], row["baseline"], row["target_year"], row["bound"])
    assert ends == (dropped.baseline_year, dropped.baseline, dropped.target_year, dropped.bound)
    assert (row["year"], row["flag"], row["source_id"]) == (latest.year, latest.flag.value, latest.source_id)
    assert bool(row["illustrative"]) is latest.illustrative
    not_judged = ["completion", "due", "pace_ratio", "p_target", "projection", "required_per_year", "counted"]
    assert row[not_judged].isna().all()
    assert (row["evidence"], row["evidence_reasons"]) == ("", "")


def test_past_editions_stay_as_they_were(plan, tmp_path):
    """Changes that come later, and whatever they bring with them, leave no trace in the editions before."""
    before = changed_plan(tmp_path, CHANGES.splitlines(keepends=True)[0])
    for year in (2021, 2022):
        frames = [assessments_frame(inputs, assess_all(inputs)) for inputs in (known(before, year), known(plan, year))]
        assert frames[0].to_csv() == frames[1].to_csv()
        assert known(before, year).plan_changes == known(plan, year).plan_changes
    untouched = load_inputs(2021, SMALL, find_project().params)
    assert assessments_frame(untouched, assess_all(untouched)).to_csv() == frames_of(plan, 2021)


def frames_of(plan: Path, year: int) -> str:
    inputs = known(plan, year)
    return assessments_frame(inputs, assess_all(inputs)).to_csv()


def test_a_change_of_the_cut_off_date_itself_is_in_force(tmp_path):
    made = changed_plan(tmp_path, "c1,i02,2022-12-31,target,95,decision_2023,,\n")
    assert [known(made, year).indicators["i02"].target for year in (2021, 2022)] == [90.0, 95.0]


def test_a_change_counts_by_the_cut_off_date_of_the_parameters(tmp_path):
    made = changed_plan(tmp_path, "c1,i02,2022-12-01,target,95,decision_2023,,\n")
    params = tmp_path / "params"
    shutil.copytree(find_project().params, params)
    text = (params / "2022.yml").read_text(encoding="utf-8").replace("cut_off: 2022-12-31", "cut_off: 2022-11-30")
    (params / "2022.yml").write_text(text, encoding="utf-8")
    assert load_inputs(2022, made, params).indicators["i02"].target == 90.0


def test_several_changes_of_one_target_are_told_in_their_order(tmp_path):
    made = changed_plan(
        tmp_path,
        "c2,i02,2023-06-30,target,95,decision_2023,,\nc1,i02,2022-03-01,target,92,decision_2023,,\n"
        "c3,i02,2023-06-30,target_year,2024,decision_2023,,\n",
    )
    inputs = known(made, 2023)
    assert [(one.before, one.value) for one in inputs.indicators["i02"].earlier_targets] == [(90.0, 92.0), (92.0, 95.0)]
    assert inputs.indicators["i02"].target_year == 2024
    assert assess_all(inputs)["i02"].due == 0.75  # three of four years


# What readers see of it


def opened(plan: Path, year: int, language: str) -> Edition:
    return open_edition(year, language, plan, find_project().params)


SEEN = {
    "zh": (
        "2023年6月30日起，目标由 90.0% 调整为 95.0%（关于调整示例规划指标的通知）。",
        "原目标 90.0%",
        "1 项目标经规划调整，调出 1 项指标",
    ),
    "en": (
        "On 30 June 2023 the target was changed from 90.0% to 95.0% (Notice on changes of the example plan).",
        "earlier target 90.0%",
        "1 target was changed in the plan and 1 indicator was dropped from the plan",
    ),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_chart_values_and_sheet_show_both_targets(plan, language):
    edition = opened(plan, 2023, language)
    sentence, label, counted = SEEN[language]
    judged = edition.judged("i02")
    chart = chart_trend(edition, edition.observations("i02"), judged, judged)
    assert label in chart.svg
    (sheet,) = (page for page in sheet_pages(edition) if page.address == "indicators/i02")
    assert sentence in sheet.text.replace("\\", "") and label in next(iter(sheet.drawings.values()))
    values = table_indicator_values(edition, "i02").text.splitlines()
    assert [line.split(" | ")[:2] for line in values if line.startswith("2025")] == [["2025", "90.0"], ["2025", "95.0"]]
    assert "90.0%" in say_indicator_definition(edition, "i02").text
    assert counted in say_changes(edition, edition.scorecard()).text


def test_the_list_of_changes_names_each_with_date_and_document(plan):
    lines = table_plan_changes(opened(plan, 2023, "zh")).text.splitlines()
    assert [line.split(" | ")[:5] for line in lines[2:5]] == [
        ["2022年7月1日", "停靠点 [册]", "新增指标", "–", "–"],
        ["2023年6月30日", "服务点覆盖率 [%]", "目标值", "90.0", "95.0"],
        ["2023年6月30日", "上架时间 [天]", "调出指标", "–", "–"],
    ]
    assert all("关于调整示例规划指标的通知" in line for line in lines[2:5])


def test_a_dropped_indicator_is_shown_as_dropped_and_in_no_count(plan):
    edition = opened(plan, 2023, "en")
    line = table_dropped(edition).text.splitlines()[2]
    # its last verdict is that of 2022: from 30 to 25 days of 20 is half the way, with 40 % due: 1.25
    assert line.startswith(
        "Time to the shelf [days] | 30 June 2023 | 20.0 | 22.0 ◇ p | 2023 | ▲ ahead of pace ◇ (2022)"
    )
    assert edition.aggregates[0].total == 3
    assert "i03" not in edition.scorecard().index


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_every_page_of_every_edition_is_made(plan, year, monkeypatch):
    """Whatever refers to an indicator that is not yet, or no longer, in the plan."""
    pages = make_pages_in_process(plan, year, "en", monkeypatch)
    assert ("indicators/i03" in pages) is (year < 2023)
    assert ("indicators/i04" in pages) is (year > 2021)


def test_files_to_take_away_hold_both_targets(plan):
    inputs = known(plan, 2023)
    figures = [
        (one.kind.value, one.value, one.source_id) for one in indicator_figures(inputs, inputs.indicators["i02"])
    ]
    assert figures[-2:] == [("adopted_target", 90.0, "plan_example"), ("target", 95.0, "decision_2023")]
    assert [one.kind.value for one in indicator_figures(inputs, inputs.indicators["i01"])][-2:] == [
        "observed",
        "target",
    ]


# What differs between two editions


def test_diff_tells_the_plan_the_figures_and_the_verdicts(plan, capsys):
    print_difference(EditionName(2022), EditionName(2023), plan, find_project().params, as_json=False)
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "2 changes of the plan from edition 2022 to 2023",
        "  i02 行政村图书服务点覆盖率, 2023-06-30: target 90 → 95",
        "  i03 新书平均上架时间, 2023-06-30: dropped",
    ]
    assert "0 figures revised from edition 2022 to 2023" in said


def flips(plan: Path, earlier: int, later: int) -> dict[tuple[str, str], tuple[Because, ...]]:
    inputs = known(plan, earlier), known(plan, later)
    difference = compare_editions(*inputs, *map(assess_all, inputs))
    return {(one.subject, one.judgement): one.because for one in difference.verdicts}


@pytest.mark.parametrize(
    ("value", "because"),
    [
        # 77 of 62 → 95 is 45.5 % with 60 % due, 0.76: lagging; of 62 → 90 it would be 53.6 %, 0.89: on pace as before
        (77, (Because.PLAN,)),
        # 74 lags by either target: 0.61 and 0.71
        (74, (Because.YEAR,)),
    ],
)
def test_a_verdict_changed_because_of_the_plan_only_where_it_would_be_another_without(tmp_path, value, because):
    made = changed_plan(tmp_path)
    file = made / "observations/2023.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("i02,2023,74", f"i02,2023,{value}"), encoding="utf-8")
    assert flips(made, 2022, 2023)["i02", "pace"] == because


def test_a_verdict_changed_because_of_a_revision_only_where_it_would_be_another_without(tmp_path):
    """A total: 20,000 and 30,000 of 100,000 by the end of 2023 on revised figures, 60 % of them due."""
    made = changed_plan(tmp_path, "")
    table = made / "plan/indicators.csv"
    text = table.read_text(encoding="utf-8").replace(
        "2020,200000,2025,260000,,plain,rise,volume,anticipatory,reach",
        ("2020,,2025,100000,,plain,rise,volume,anticipatory,cumulative"),
    )
    table.write_text(text, encoding="utf-8")
    for year, rows in {
        2021: "i01,2021,20000,,illustrative_example\n",
        2022: "i01,2022,20000,,illustrative_example,,\n",
        2023: "i01,2023,20000,,illustrative_example,,\ni01,2021,5000,r,illustrative_example,,\n",
    }.items():
        file = made / f"observations/{year}.csv"
        lines = [line for line in file.read_text(encoding="utf-8").splitlines(True) if not line.startswith("i01")]
        file.write_text("".join(lines) + rows, encoding="utf-8")
    # as known: 60,000 of 100,000 at 60 %, on pace as the year before; revised: 45,000, 0.75
    assert flips(made, 2022, 2023)["i01", "pace"] == (Because.FIGURES,)
    edition = opened(made, 2023, "en")
    (figure,) = edition.difference.figures
    assert (figure.subject, figure.year, figure.kind) == ("i01", 2021, FigureChangeKind.REVISED)
    assert "Holdings | 2021 | volumes | 20,000 | 5,000 | −15,000 | revised" in unmarked(table_revisions(edition).text)
    assert "Holdings | ◆ broadly on track → ▼ lagging |" in unmarked(table_flips(edition).text)


def unmarked(text: str) -> str:
    return text.replace(" ◇", "").replace(" r |", " |")


def test_what_was_reported_late_and_a_break_that_was_added_are_told_as_what_they_are(tmp_path):
    made = changed_plan(tmp_path, "")
    first, last = made / "observations/2022.csv", made / "observations/2023.csv"
    first.write_text(first.read_text(encoding="utf-8").replace("i02,2022,71,,", "i02,2022,,m,"), encoding="utf-8")
    last.write_text(
        last.read_text(encoding="utf-8")
        + "i02,2022,71,,illustrative_example,,\ni03,2022,25,b,illustrative_example,,\n",
        encoding="utf-8",
    )
    inputs = known(made, 2022), known(made, 2023)
    difference = compare_editions(*inputs, *map(assess_all, inputs))
    assert [(one.subject, one.kind) for one in difference.figures] == [
        ("i02", FigureChangeKind.LATE), ("i03", FigureChangeKind.REDEFINED),
    ]  # fmt: skip


def test_nothing_differs_in_the_first_year(plan):
    assert opened(plan, 2021, "en").difference is None
    assert "none" in table_flips(opened(plan, 2021, "en")).text
