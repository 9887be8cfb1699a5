"""The shipped data against facts read by hand in the plan and in the published figures' own notes."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from planbook.load import check_project
from planbook.paths import find_project

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
CSV_FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))
YEARS = range(2021, 2026)
CHINESE = "\u3400-\u9fff"


def read(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def by_id(name: str) -> dict[str, dict[str, str]]:
    rows = read(name)
    key = next(iter(rows[0]))
    return {row[key]: row for row in rows}


def run_script(name: str, folder: Path = DATA) -> str:
    """What the script says, run as people run it."""
    command = [sys.executable, str(DATA / f"{name}.py"), "--data", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def source_kind(row: dict[str, str]) -> str:
    return by_id("sources.csv")[row["source_id"]]["kind"]


# The plan's table in section 三（四）: number → baseline, target, ≥, unit, binding, system of section 四.
PLAN_TABLE = {
    1: (32.63, 35, True, "%", True, "c4-2"),
    2: (1.64, 1.59, False, "%", False, "c4-2"),
    3: (8439, 10105, False, "张", False, "c4-3"),
    4: (30, 60, True, "%", True, "c4-3"),
    5: (200, 300, False, "张", True, "c4-3"),
    6: (5500, 9000, False, "客/日", False, "c4-3"),
    7: (89, 95, False, "%", False, "c4-3"),
    8: (72, 100, False, "%", True, "c4-3"),
    9: (0, 30, False, "人", False, "c4-3"),
    10: (0, 100, False, "%", True, "c4-3"),
    11: (2, 35, False, "人", False, "c4-3"),
    12: (15, 20, False, "%", False, "c4-1"),
    13: (5, 60, True, "%", False, "c4-1"),
    14: (9.4, 15.2, False, "人", False, "c4-1"),
    15: (8.1, 10, False, "个", False, "c4-1"),
    16: (19.8, 30, True, "%", False, "c4-1"),
    17: (41, 90, False, "%", False, "c4-4"),
}


def test_the_indicators_are_the_seventeen_of_the_plans_table():
    units = by_id("plan/units.csv")
    found = {
        int(row["number"]): (
            float(row["baseline"]),
            float(row["target"]),
            row["bound"] == "at_least",
            units[row["unit_id"]]["zh"].partition("/万人")[0],
            row["type"] == "binding",
            row["chapter_id"],
        )
        for row in read("plan/indicators.csv")
    }
    assert found == PLAN_TABLE


def test_five_indicators_are_binding_and_only_indicator_2_falls():
    rows = read("plan/indicators.csv")
    assert [int(row["number"]) for row in rows if row["type"] == "binding"] == [1, 4, 5, 8, 10]
    assert [int(row["number"]) for row in rows if row["direction"] == "fall"] == [2]
    assert {row["indicator_id"]: row["target_kind"] for row in rows if row["target_kind"] != "reach"} == {
        "i02": "fall_to",
        "i09": "from_zero",
        "i10": "from_zero",
    }


def test_the_plan_is_identified_as_on_its_first_page():
    plan = yaml.safe_load((DATA / "plan/plan.yml").read_text(encoding="utf-8"))
    assert plan["document_number"] == "沪崇府办发〔2021〕15号"
    assert plan["issued"].isoformat() == "2021-08-27"
    assert plan["title"]["zh"] == "崇明区民政事业发展“十四五”规划"
    assert (plan["period"]["first_year"], plan["period"]["last_year"]) == (2021, 2025)
    assert (plan["predecessor"]["first_year"], plan["predecessor"]["last_year"]) == (2016, 2020)


def test_every_numbered_heading_of_sections_4_and_5_has_a_task_and_no_other_heading_has():
    # Section 四: 4 + 4 + 3 + 4 = 15 headings in four systems; section 五: 5 + 3 safeguards.
    expected = {
        f"c4-{system}-{number}" for system, count in ((1, 4), (2, 4), (3, 3), (4, 4)) for number in range(1, count + 1)
    }
    assert len(expected) == 15
    expected |= {f"c5-1-{number}" for number in range(1, 6)} | {"c5-2", "c5-3", "c5-4"}
    assert {row["chapter_id"] for row in read("plan/tasks.csv")} == expected
    assert expected <= set(by_id("plan/chapters.csv"))


def test_the_numeric_tasks_are_those_of_the_elderly_care_heading():
    # 四（三）1: 3.5 %, one institution in each of 18 townships, 33 (from 29), 8 (from 5), 40 (from 37), a room in
    # each village and neighbourhood, 100 (from 92), a canteen in each of 18 townships.
    found = {
        row["task_id"]: (row["baseline"], row["target"], row["bound"])
        for row in read("plan/tasks.csv")
        if row["kind"] == "numeric"
    }
    assert list(found.values()) == [
        ("", "3.5", "at_least"),
        ("", "18", "plain"),
        ("29", "33", "plain"),
        ("5", "8", "plain"),
        ("37", "40", "plain"),
        ("", "100", "plain"),
        ("92", "100", "plain"),
        ("", "18", "plain"),
    ]
    assert set(found) == {f"t4-3-1-{number:02d}" for number in range(1, 9)}


def test_task_ids_carry_their_heading():
    for row in read("plan/tasks.csv"):
        assert row["task_id"].rpartition("-")[0][1:] == row["chapter_id"][1:]


def test_start_and_end_values_of_section_1_are_the_plans():
    rows = [row for row in read("plan/achievements.csv") if row["start_value"]]
    found = {(float(row["start_value"]), float(row["value"])) for row in rows}
    assert found == {(790, 1240), (17611, 10648), (135, 32), (118, 26)}


@pytest.mark.parametrize(
    ("heading", "figures"),
    [
        ("c1-1", [1, 22, 268, 32, 26, 23, 62, 1.8, 991, 9, 15, 640, 44, 10]),
        ("c1-2", [1240, 10648, 403.4, 12.2, 29.3, 7040, 1227.1, 8]),
        (
            "c1-3",
            [
                47,
                8439,
                19,
                29,
                37,
                5,
                92,
                439,
                305,
                18,
                68.7,
                4.2,
                11500,
                50,
                328.3,
                13.5,
                778,
                330,
                145.5,
                3.6,
                9192.1,
            ],
        ),
        ("c1-4", [100, 41994, 99.99, 36, 19, 191, 190, 189, 66, 10, 3, 3]),
    ],
)
def test_every_figure_of_section_1_is_there(heading, figures):
    # Read off the plan's text, heading by heading.
    found = [float(row["value"]) for row in read("plan/achievements.csv") if row["chapter_id"] == heading]
    assert sorted(found) == sorted(figures)


def test_about_sixty_figures_of_section_1_start_values_included():
    rows = read("plan/achievements.csv")
    assert len(rows) + sum(1 for row in rows if row["start_value"]) == 59  # 55 values and 4 start values


def test_what_continues_a_figure_of_section_1_starts_from_it():
    tasks, indicators = by_id("plan/tasks.csv"), by_id("plan/indicators.csv")
    rows = read("plan/achievements.csv")
    assert {row["value"] for row in rows if row["indicator_id"] == "i03"} == {indicators["i03"]["baseline"]}
    for row in rows:
        if row["task_id"] and tasks[row["task_id"]]["baseline"]:
            assert row["value"] == tasks[row["task_id"]]["baseline"], row["achievement_id"]


def test_the_glossary_has_the_eleven_footnotes_in_the_plans_order():
    footnotes = {int(row["footnote"]): row["term_zh"] for row in read("plan/glossary.csv") if row["footnote"]}
    assert footnotes == {
        1: "五美",
        2: "五项清单",
        3: "社区云",
        4: "三区",
        5: "生态惠民保险",
        6: "五位一体",
        7: "3+3",
        8: "老吾老计划",
        9: "喘息式服务",
        10: "时间银行",
        11: "老伙伴计划",
    }


def test_all_published_rows_are_there():
    # The collection holds 268 rows: 25 of Chongming, 187 of Shanghai, 56 of China; two
    # yearly changes were read on pages that it lists.
    rows = [
        row
        for row in read("context/values.csv")
        if source_kind(row) != "plan" and row["series_id"] != "household_consumption_per_capita_change"
    ]
    assert Counter(row["area"] for row in rows) == {"chongming": 25, "shanghai": 187, "china": 56}
    assert all(row["quote"] for row in rows)


@pytest.mark.parametrize(
    ("series", "area", "year", "value"),
    [
        ("meal_sites", "chongming", "2022", "111"),
        ("registered_pop_60plus_share", "chongming", "2024", "43.9"),
        ("dibao_standard_monthly", "shanghai", "2022", "1420"),
        ("household_consumption_per_capita", "shanghai", "2020", "42536"),
        ("household_consumption_per_capita_change", "shanghai", "2022", "-5.8"),
        ("care_beds", "shanghai", "2024", "170000"),  # news before reprint (176,000)
        ("care_beds", "shanghai", "2020", "161000"),  # news before reprint (159,000)
        ("comprehensive_centers", "shanghai", "2024", "529"),  # news before reprint (502)
        ("licensed_social_workers", "china", "2016", "287367"),  # news before reprint (288,000)
        ("licensed_social_workers", "china", "2022", "929000"),  # dated before undated (931,000)
    ],
)
def test_preferred_value(series, area, year, value):
    found = [
        row["value"]
        for row in read("context/values.csv")
        if (row["series_id"], row["area"], row["year"], row["preferred"]) == (series, area, year, "true")
    ]
    assert found == [value]


def test_preferred_rows_follow_the_written_rule():
    sources = by_id("sources.csv")
    groups = defaultdict(list)
    for row in read("context/values.csv"):
        groups[row["series_id"], row["area"], row["year"]].append(row)

    def rank(row):
        source = sources[row["source_id"]]
        kind = {"original": 2, "plan": 2, "news": 1, "reprint": 0}[source["kind"]]
        return kind, source["published"], len(row["value"].replace(".", "").rstrip("0"))

    assert sum(1 for group in groups.values() if len(group) > 1) == 16
    for name, group in groups.items():
        assert [row for row in group if row["preferred"] == "true"] == [max(group, key=rank)], name


def test_published_figures_that_add_up_do():
    value = {
        (row["series_id"], row["area"], row["year"]): float(row["value"])
        for row in read("context/values.csv")
        if row["preferred"] == "true"
    }
    # 72,048 + 24,991 = 97,039 couples; 33.89 + 6.48 = 40.37 million recipients.
    assert (
        value["marriage_registrations", "shanghai", "2022"] + value["divorce_registrations", "shanghai", "2022"]
        == value["marriage_divorce_registrations_total", "shanghai", "2022"]
        == 97_039
    )
    assert (
        value["dibao_persons_rural", "china", "2024"] + value["dibao_persons_urban", "china", "2024"]
        == value["dibao_persons", "china", "2024"]
        == 40_370_000
    )


@pytest.mark.parametrize(
    ("series", "area", "year", "value", "flag"),
    [
        ("dibao_to_consumption_ratio", "shanghai", "2020", "32.63", ""),  # 1,240 × 12 / 45,605
        ("dibao_to_consumption_ratio", "shanghai", "2021", "37.52", ""),  # 1,330 × 12 / 42,536
        ("dibao_to_consumption_ratio", "shanghai", "2022", "34.86", "e"),  # 1,420 × 12 / (46,045 / 0.942)
        ("registered_population_implied_by_plan", "chongming", "2020", "649268", "e"),  # 10,648 / 1.64 %
        ("resident_population_implied_by_plan", "chongming", "2020", "790123", "e"),  # 640 / 8.1 × 10,000
        ("meal_sites_share_of_target", "chongming", "2022", "111.0", ""),  # 111 of 100
        ("registered_pop_60plus_share_computed", "shanghai", "2019", "35.22", ""),  # 518.12 / 1,471.16
    ],
)
def test_derived_value_worked_by_hand(series, area, year, value, flag):
    found = [
        (row["value"], row["flag"])
        for row in read("context/derived.csv")
        if (row["series_id"], row["area"], row["year"]) == (series, area, year)
    ]
    assert found == [(value, flag)]


def test_observed_indicator_1_is_the_derived_series():
    derived = {
        row["year"]: (row["value"], row["flag"])
        for row in read("context/derived.csv")
        if row["series_id"] == "dibao_to_consumption_ratio"
    }
    for year in ("2021", "2022"):
        observed = [row for row in read(f"observations/{year}.csv") if row["indicator_id"] == "i01"]
        assert [(row["value"], row["flag"]) for row in observed] == [derived[year]]
        assert source_kind(observed[0]) == "derived"


def test_the_meal_sites_of_2022_are_progress_from_a_published_source():
    row = next(row for row in read("progress/2022.csv") if (row["task_id"], row["year"]) == ("t4-3-1-07", "2022"))
    assert (row["value"], source_kind(row)) == ("111", "reprint")


def test_each_yearly_file_reports_every_indicator_for_its_year():
    for year in YEARS:
        found = [row["indicator_id"] for row in read(f"observations/{year}.csv") if row["year"] == str(year)]
        assert found == [f"i{number:02d}" for number in range(1, 18)]


def test_the_special_cases_an_edition_of_2023_has_to_show_are_there():
    flags = {(row["indicator_id"], row["year"]): row["flag"] for row in read("observations/2023.csv") if row["flag"]}
    assert flags == {("i11", "2023"): "b", ("i12", "2023"): "p", ("i14", "2022"): "r", ("i16", "2023"): "m"}
    value = {(row["indicator_id"], row["year"]): row["value"] for row in read("observations/2023.csv")}
    assert value["i16", "2023"] == ""
    assert float(value["i07", "2023"]) < 89  # below its baseline
    # Indicator 4 is due 30 + 0.6 × 30 = 48; lagging below 30 + 0.8 × 18 = 44.4.
    assert float(value["i04", "2023"]) < 44.4
    later = {(row["indicator_id"], row["year"]): row["flag"] for row in read("observations/2024.csv")}
    assert later["i12", "2023"] == "r"


def test_nothing_made_up_stands_outside_the_yearly_files():
    # sources.csv lists the illustrative sources, and the glossary's term “illustrative data” names one; no figure of
    # the plan stands in the tables of who answers for what.
    apart = ("observations/", "observations_by/", "progress/", "plan/glossary.csv", "sources.csv")
    apart += ("findings/", "project_progress/", "plan/offices.csv", "plan/duties.csv", "plan/adjustments.csv")
    for name in CSV_FILES:
        if not name.startswith(apart):
            assert not [row for row in read(name) if row.get("source_id", "").startswith("illustrative")], name


def test_a_made_up_status_says_no_more_than_that_it_is_one():
    for year in YEARS:
        for row in read(f"progress/{year}.csv"):
            if row["status"]:
                assert (row["source_id"], row["note_zh"], row["note_en"]) == (
                    "illustrative_statuses",
                    "示例状态",
                    "Illustrative status",
                )


def test_a_good_share_of_the_measures_is_left_not_reported():
    measures = [row["task_id"] for row in read("plan/tasks.csv") if row["kind"] == "qualitative"]
    reported = {row["task_id"] for row in read("progress/2023.csv") if row["status"]}
    assert 0.25 < 1 - len(reported) / len(measures) < 0.55


@pytest.fixture
def copied_data(tmp_path):
    target = tmp_path / "data"
    shutil.copytree(DATA, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def yearly_bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for name in ("observations", "progress")
        for path in sorted((folder / name).glob("*.csv"))
    }


def test_the_script_makes_the_same_bytes_again_without_its_earlier_rows(copied_data):
    for year in YEARS:
        for folder in ("observations", "progress"):
            path = copied_data / folder / f"{year}.csv"
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if ",illustrative_" not in line), encoding="utf-8")
    run_script("make_illustrative", copied_data)
    assert yearly_bytes(copied_data) == yearly_bytes(DATA)


def test_the_script_never_writes_over_a_published_or_derived_row(copied_data):
    path = copied_data / "observations/2023.csv"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^i03,2023,.*$", "i03,2023,9125,,pcyanglao_chenjiazhen,,", text, flags=re.M)
    path.write_text(text, encoding="utf-8")
    run_script("make_illustrative", copied_data)
    rows = [row for row in read("observations/2023.csv", copied_data) if row["indicator_id"] == "i03"]
    assert [(row["value"], row["source_id"]) for row in rows] == [("9125", "pcyanglao_chenjiazhen")]


def test_the_data_package_lists_every_table_and_is_valid(monkeypatch):
    import frictionless

    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert sorted(resource["path"] for resource in package["resources"]) == CSV_FILES
    monkeypatch.chdir(ROOT)  # frictionless refuses absolute paths
    report = frictionless.validate("data/datapackage.json")
    assert report.valid, report.flatten(["title", "rowNumber", "message"])


def test_the_table_of_origins_in_the_readme_is_what_the_script_counts():
    assert run_script("count_figures") in (DATA / "README.md").read_text(encoding="utf-8")


def test_documents_are_numbered_only_where_their_sources_say_so():
    numbers = {row["source_id"]: row["document_number"] for row in read("sources.csv") if row["document_number"]}
    assert numbers == {
        "plan_14": "沪崇府办发〔2021〕15号",
        "chongming_projects_2025": "沪崇府办发〔2025〕6号",
        "mzj_summary_2021": "沪民办发〔2022〕4号",
        "d_sh_notice_2023": "沪发改规〔2023〕1号",
        "d_minhang_2023": "闵府办发〔2023〕9号",
    }


@pytest.mark.parametrize("year", YEARS)
def test_nothing_of_what_ships_is_an_error_or_a_warning(year):
    assert [str(problem) for problem in check_project(year, find_project(), "data")] == []


# Section D of the published figures' notes: source → indicators, and the words it gives with their counts.
@pytest.mark.parametrize(
    ("source", "indicators", "words"),
    [
        ("d_cn_midterm_2023", "20", ["提前实现4项", "快于预期5项", "基本符合预期7项", "相对滞后4项"]),
        ("d_sh_midterm_2023", "20", ["总体进展良好", "6项已提前达到规划目标", "259项重大任务实施进展总体顺利"]),
        ("d_jiading_2023", "22", ["好于预期", "部分指标进展较缓", "时间过半、完成任务过半"]),
        ("d_daishan_2023", "", ["主要目标基本符合预期", "滞后指标"]),
        ("d_anhui_2013", "23", ["已达到和超过目标值9项", "目标实现度超过50%的11项", "没有过半3项"]),
        ("d_sh_notice_2023", "", ["指标进度、项目进展和规划预计完成度", "突出重点", "问题导向"]),
        ("d_beijing_2023", "", ["达到预期进度", "完成五年目标的趋势判断"]),
        ("d_sh_plan_report_2025", "", ["指标名称、属性、全年目标、全年完成", "并非中期评估"]),
        ("d_putuo_table_2021", "", ["类别、指标名称、年度目标、完成情况、责任部门", "并非中期评估"]),
    ],
)
def test_precedents_are_told_in_the_words_and_counts_of_their_sources(source, indicators, words):
    row = next(row for row in read("plan/precedents.csv") if row["source_id"] == source)
    assert row["indicators"] == indicators
    assert [word for word in words if word not in row["classes_zh"]] == []


def test_the_counts_of_a_precedent_add_up_to_its_indicators():
    # 4 + 5 + 7 + 4 = 20 of the nation's outline; 9 + 11 + 3 = 23 of Anhui's plan on ageing.
    rows = {row["source_id"]: row for row in read("plan/precedents.csv")}
    for source in ("d_cn_midterm_2023", "d_anhui_2013"):
        assert sum(map(int, re.findall(r"(\d+)项", rows[source]["classes_zh"]))) == int(rows[source]["indicators"])


def test_precedents_are_dated_as_their_sources_and_say_the_same_in_both_languages():
    sources = by_id("sources.csv")
    for row in read("plan/precedents.csv"):
        assert row["published"] == sources[row["source_id"]]["published"]
        # The English quotes words of the document in brackets; each stands in the Chinese.
        assert all(word in row["classes_zh"] for word in re.findall(r"\(([^)]*)\)", row["classes_en"])), row
        if row["classes_en"].startswith(("Achieved ahead", "Target met", "Good progress")):
            bare = re.sub(r"\([^)]*\)", "", row["classes_en"])
            counts = re.findall(r"\d+%?", bare)
            assert Counter(counts) == Counter(re.findall(r"\d+%?", row["classes_zh"])), row


@pytest.mark.parametrize("name", CSV_FILES)
def test_chinese_texts_use_full_width_punctuation(name):
    half_width = re.compile(rf"[{CHINESE}][,;:?!()\"]|[,;:?!()\"][{CHINESE}]")
    for row in read(name):
        for column, text in row.items():
            if column.endswith("_zh") or column == "zh":
                assert not half_width.search(text), (row, column)


@pytest.mark.parametrize("name", [name for name in CSV_FILES if name != "sources.csv"])
def test_english_texts_are_spelt_the_british_way_and_use_one_term_for_one_thing(name):
    # Titles of sources keep their publishers' spelling. "dibao" is the minimum subsistence allowance.
    unwanted = re.compile(r"\b(centers?|organi[z]ations?|programs?|aging|dibao|per capita)\b", re.I)
    for row in read(name):
        for column, text in row.items():
            if column.endswith("_en") or column in ("en_one", "en_other"):
                # an id in brackets names a row, not a thing
                assert not unwanted.search(re.sub(r"\([a-z]+(_[a-z]+)+\)", "", text)), (row, column)


@pytest.mark.parametrize("name", CSV_FILES)
def test_files_are_plain_utf8_with_line_feeds(name):
    content = (DATA / name).read_bytes()
    assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\n")


@pytest.mark.parametrize("year", YEARS)
def test_the_parameters_say_what_each_edition_is(year):
    parameters = yaml.safe_load((ROOT / "params" / f"{year}.yml").read_text(encoding="utf-8"))
    kinds = {2021: "monitoring", 2022: "monitoring", 2023: "mid_term", 2024: "monitoring", 2025: "final"}
    assert (parameters["year"], parameters["kind"]) == (year, kinds[year])
    assert parameters["cut_off"].isoformat() == f"{year}-12-31"
    # METHODS: ahead from 1.10, on pace from 0.80; likely from 0.8, unlikely below 0.2; 80 % interval; 3 points.
    assert parameters["thresholds"] == {
        "ahead": 1.10,
        "on_pace": 0.80,
        "likely": 0.80,
        "unlikely": 0.20,
        "interval": 0.80,
        "minimum_points": 3,
    }
