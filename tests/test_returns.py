"""An office's year: workbooks out, filled in as people do, read back, checked, written; a revision the year after."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

from planbook.assess import assess_all
from planbook.cli import main
from planbook.load import load_inputs
from planbook.load.data import read_data
from planbook.model import Flag
from planbook.paths import find_project
from planbook.returns.layout import SHEETS

FIXTURES = Path(__file__).resolve().parent / "fixtures"
OFFICES = """\
office_id,name_zh,name_en,short_name_zh,short_name_en,source_id
stock,示例县图书馆,County Library,图书馆,Library,plan_example
villages,示例县文化局,County Culture Bureau,文化局,Culture Bureau,plan_example
"""
DUTIES = """\
subject_id,office_id,role,source_id
i01,stock,lead,plan_example
i03,stock,lead,plan_example
i02,villages,lead,plan_example
t2-1-01,villages,lead,plan_example
t2-2-01,villages,lead,plan_example
"""


@pytest.fixture
def plan(tmp_path):
    folder = tmp_path / "plan"
    for name in ("small_plan", "small_plan_more"):
        shutil.copytree(FIXTURES / name, folder, dirs_exist_ok=True)
    (folder / "plan/offices.csv").write_text(OFFICES, encoding="utf-8")
    (folder / "plan/duties.csv").write_text(DUTIES, encoding="utf-8")
    return folder


def templates(plan, year) -> dict[str, Path]:
    out = plan.parent / f"returns-{year}"
    assert main(["returns", "template", "--year", str(year), "--data", str(plan), "--out", str(out)]) == 0
    return {path.stem.partition("-")[0]: path for path in sorted(out.glob("*.xlsx"))}


def fill(path: Path, sheet: str, entries: dict[tuple[str, str], object], formats: dict | None = None) -> None:
    """Entries by (id, head in Chinese); where the sheet lists no ids, a new line for each id."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {str(cell.value).splitlines()[0].partition("（")[0]: cell.column for cell in page[3]}
    lines = {str(page.cell(line, 1).value): line for line in range(4, page.max_row + 1) if page.cell(line, 1).value}
    for (subject, head), value in entries.items():
        line = lines.setdefault(subject, len(lines) + 4)
        page.cell(line, 1).value = subject
        page.cell(line, heads[head]).value = value
        if (subject, head) in (formats or {}):
            page.cell(line, heads[head]).number_format = formats[subject, head]
    book.save(path)


def read_back(plan, year, *paths, more=("--yes",)) -> int:
    return main(["returns", "import", *map(str, paths), "--year", str(year), "--data", str(plan), *more])


def test_each_unit_gets_what_it_leads_with_last_values_and_what_is_due(plan):
    books = templates(plan, 2024)
    assert set(books) == {"图书馆", "文化局"}
    library = openpyxl.load_workbook(books["图书馆"])
    assert library.sheetnames == ["填报说明", "指标", "原因对策", "修订"]
    rows = {row[0]: row for row in library["指标"].iter_rows(min_row=4, values_only=True) if row[0]}
    # i01: 200,000 of 2020 to 260,000 of 2025; due 2024 four fifths of the way: 248,000; 238,000 known of 2023.
    assert rows["i01"][3:8] == ("册", 200000, 238000, 260000, 248000)
    # i03: 30 to 20 days, 22 of 2023; due 30 − 0.8 × 10 = 22.
    assert rows["i03"][4:8] == (30, 22, 20, 22)
    assert [sheet.name for sheet in SHEETS] == ["指标", "任务", "举措", "原因对策", "修订"]
    offered = [each.formula1 for each in library["指标"].data_validations.dataValidation if each.type == "list"]
    assert any("p 初步数" in each for each in offered)
    bureau = openpyxl.load_workbook(books["文化局"])
    assert bureau.sheetnames == ["填报说明", "指标", "任务", "举措", "原因对策", "修订"]
    assert bureau["举措"].cell(4, 3).value == "推进中"


def test_the_same_plan_gives_the_same_workbook(plan):
    first = {name: path.read_bytes() for name, path in templates(plan, 2024).items()}
    assert {name: path.read_bytes() for name, path in templates(plan, 2024).items()} == first


def test_one_unit_can_be_asked_alone_and_an_unknown_one_is_told(plan, capsys):
    out = plan.parent / "one"
    call = ["returns", "template", "--year", "2024", "--data", str(plan), "--out", str(out), "--unit"]
    assert main([*call, "文化局"]) == 0
    assert [path.name for path in out.iterdir()] == ["文化局-2024.xlsx"]
    assert main([*call, "教育局"]) == 2
    assert "no responsible unit has that name" in capsys.readouterr().err


def test_an_office_s_year(plan, capsys):
    untouched = {path: path.read_bytes() for path in plan.rglob("*.csv")}
    books = templates(plan, 2024)
    # Half filled, as people do: a unit behind the number, per cent as Excel shows it, a word, a note in one language.
    fill(
        books["图书馆"],
        "指标",
        {("i01", "本年值"): "251,000册", ("i01", "数据状态"): "p 初步数", ("i03", "本年值"): "约21"},
    )
    fill(
        books["文化局"],
        "指标",
        {("i02", "本年值"): 0.79, ("i02", "说明"): "含流动服务点"},
        {("i02", "本年值"): "0%"},
    )
    fill(books["文化局"], "举措", {("t2-2-01", "状态"): "已完成"})
    assert read_back(plan, 2024, *books.values()) == 2
    said = capsys.readouterr().err
    assert '图书馆-2024.xlsx 指标!J5 [i03, 2024]: column "value" does not hold a number; found "约21"' in said
    assert '文化局-2024.xlsx 指标!L4 [i02, 2024]: the translation "note_en" is missing' in said
    assert {path: path.read_bytes() for path in plan.rglob("*.csv")} == untouched

    fill(books["图书馆"], "指标", {("i03", "本年值"): 21})
    fill(books["文化局"], "指标", {("i02", "英文说明"): "Mobile points included"})
    fill(
        books["文化局"],
        "原因对策",
        {
            ("i02", "问题"): "部分行政村未设点",
            ("i02", "英文问题"): "Some villages have none",
            ("i02", "原因类别"): "资金",
            ("i02", "对策"): "列入明年预算",
            ("i02", "英文对策"): "Put into next year's budget",
            ("i02", "完成时限"): "2025-06",
        },
    )
    assert read_back(plan, 2024, *books.values(), more=()) == 0  # not on a terminal, and without --yes
    assert "Nothing was written" in capsys.readouterr().out
    assert not (plan / "observations/2024.csv").exists()

    assert read_back(plan, 2024, *books.values()) == 0
    said = capsys.readouterr().out
    assert "i02 2024: - → 79" in said
    assert "t2-2-01 2024: - → completed" in said
    # The numeric task was not filled in: the unit is reminded.
    assert "been reported for 2024" in said and "t2-1-01" in said
    rows = list(csv.DictReader((plan / "observations/2024.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["indicator_id"], row["flag"], row["source_id"]) for row in rows] == [
        ("i01", "p", "illustrative_example"),
        ("i03", "", "illustrative_example"),
        ("i02", "", "illustrative_example"),
    ]
    (finding,) = csv.DictReader((plan / "findings/2024.csv").read_text(encoding="utf-8").splitlines())
    assert (finding["finding_id"], finding["cause"], finding["office_id"]) == ("f2024_01", "funds", "villages")

    # What was read is judged: the edition of 2024 stands.
    params = find_project().params
    inputs = load_inputs(2024, plan, params)
    assert {name: inputs.series_of(name).latest.value for name in inputs.indicators} == {
        "i01": 251000,
        "i02": 79,
        "i03": 21,
    }
    assert inputs.series_of("i01").latest.flag is Flag.PROVISIONAL
    # i02: 62 → 90 by 2025; 79 in 2024 is (79 − 62) / (0.8 × 28) = 0.76 of what is due: lagging.
    assert assess_all(inputs)["i02"].pace.value == "lagging"

    # The year after, a figure is revised.
    books = templates(plan, 2025)
    fill(books["图书馆"], "指标", {("i01", "本年值"): 262000, ("i03", "本年值"): 19.5})
    fill(books["文化局"], "指标", {("i02", "本年值"): 91})
    fill(books["文化局"], "修订", {("i02", "修订年份"): 2024, ("i02", "本年值"): 85})
    assert read_back(plan, 2025, *books.values()) == 0
    assert "i02 2024: 79 → 85" in capsys.readouterr().out
    assert main(["diff", "2024", "2025", "--data", str(plan)]) == 0
    said = capsys.readouterr().out
    assert "1 figures revised from edition 2024 to 2025" in said
    assert "i02 行政村图书服务点覆盖率 2024: 79 ◇ → 85 ◇ r" in said
    assert "i02 行政村图书服务点覆盖率, pace: lagging → achieved ◇" in said
    assert [problem for problem in read_data(2025, plan, "plan").problems if problem.severity == "error"] == []


def test_sending_the_same_return_twice_changes_nothing(plan, capsys):
    books = templates(plan, 2024)
    fill(books["图书馆"], "指标", {("i01", "本年值"): 251000})
    assert read_back(plan, 2024, books["图书馆"]) == 0
    capsys.readouterr()
    assert read_back(plan, 2024, books["图书馆"]) == 0
    assert "Nothing changes." in capsys.readouterr().out


def test_a_return_in_parts_keeps_what_came_before(plan):
    books = templates(plan, 2024)
    fill(books["图书馆"], "指标", {("i01", "本年值"): 251000})
    assert read_back(plan, 2024, books["图书馆"]) == 0
    fill(books["文化局"], "指标", {("i02", "本年值"): 80})
    assert read_back(plan, 2024, books["文化局"]) == 0
    rows = list(csv.DictReader((plan / "observations/2024.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["indicator_id"] for row in rows] == ["i01", "i02"]


@pytest.mark.parametrize(
    ("sheet", "entries", "said"),
    [
        ("指标", {("i01", "本年值"): 25.1}, ("图书馆-2024.xlsx 指标!J4", "given in another unit")),
        ("指标", {("i01", "本年值"): "#DIV/0!"}, ("指标!J4", "mend the formula")),
        ("指标", {("i01", "本年值"): "暂无"}, ("指标!J4", "empty the cell, with flag m")),
        ("指标", {("i01", "数据状态"): "大概"}, ("指标!K4", "unknown code")),
        ("指标", {("i99", "本年值"): 1}, ("指标!A", "something the plan has not")),
        ("修订", {("i01", "修订年份"): 2026, ("i01", "本年值"): 3}, ("修订!", "later than the file")),
        ("原因对策", {("i01", "问题"): "慢"}, ("原因对策!", 'the translation "problem_en" is missing')),
        ("原因对策", {("i01", "原因类别"): "运气"}, ("原因对策!", "unknown code")),
    ],
)
def test_what_cannot_be_read_is_told_with_file_sheet_and_cell(plan, capsys, sheet, entries, said):
    books = templates(plan, 2024)
    fill(books["图书馆"], sheet, entries)
    assert read_back(plan, 2024, books["图书馆"]) == 2
    error = capsys.readouterr().err
    assert all(part in error for part in said), error
    assert not (plan / "observations/2024.csv").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"id,value\ni01,3\n", "cannot be read"),
        (b"PK\x03\x04 damaged", "cannot be read"),
        (None, "the workbook is missing"),
    ],
)
def test_a_file_that_is_no_workbook_is_told(plan, capsys, content, said):
    path = plan.parent / "填报.xlsx"
    if content is not None:
        path.write_bytes(content)
    assert read_back(plan, 2024, path) == 2
    assert "填报.xlsx: " in (error := capsys.readouterr().err) and said in error


def test_a_workbook_of_another_year_or_of_something_else_is_refused(plan, capsys):
    books = templates(plan, 2024)
    fill(books["图书馆"], "指标", {("i01", "本年值"): 251000})
    assert read_back(plan, 2023, books["图书馆"]) == 2
    assert "the return is of another year" in capsys.readouterr().err
    other = openpyxl.Workbook()
    other.active["A1"] = "会议记录"
    other.save(plan.parent / "其他.xlsx")
    assert read_back(plan, 2024, plan.parent / "其他.xlsx") == 2
    assert "no sheet of a return" in capsys.readouterr().err


def test_two_returns_that_say_different_things_are_not_chosen_between(plan, capsys):
    books = templates(plan, 2024)
    second = shutil.copy(books["图书馆"], plan.parent / "图书馆（补报）.xlsx")
    fill(books["图书馆"], "指标", {("i01", "本年值"): 251000})
    fill(second, "指标", {("i01", "本年值"): 252000})
    assert read_back(plan, 2024, books["图书馆"], second) == 2
    assert "two returns say different things" in capsys.readouterr().err


def test_who_has_not_reported_what_is_listed_by_unit(plan, capsys):
    assert main(["returns", "missing", "--year", "2023", "--data", str(plan)]) == 0
    assert capsys.readouterr().out.startswith("0 not reported")
    assert main(["returns", "missing", "--year", "2024", "--data", str(plan), "--unit", "stock"]) == 0
    said = capsys.readouterr().out
    assert "2 not reported, by 1 units" in said
    assert "(i01)" in said
    call = ["returns", "missing", "--year", "2024", "--data", str(plan), "--unit", "stock", "--messages", "zh"]
    assert main(call) == 0
    assert "1. 公共图书馆藏书量（i01）" in capsys.readouterr().out
