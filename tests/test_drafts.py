"""A plan from its table: read as it is printed, written as a folder that passes check, and what it lacks listed."""

import csv

import openpyxl
import pytest

from planbook.assess import assess_all
from planbook.cli import main
from planbook.drafts import read_plan_table
from planbook.errors import InputError
from planbook.load import load_inputs
from planbook.model import Bound, Direction, IndicatorType, TargetKind

HEAD = ["序号", "指标名称", "定义", "2025年基准值", "2030年目标值", "单位", "指标类型"]
ROWS = [
    [1, "公共图书馆藏书量", "年末藏书总册数", 26, 32, "万册", "预期性"],
    [2, "服务点覆盖率", "有服务点的村占比", "90%", "≥98", "%", "约束性"],
    [3, "新书上架时间", "平均天数", 20, "12以内", "天", "预期性"],
    [4, "24小时自助馆", "", 0, 15, "个", "预期性"],
    [5, "读者满意度", "抽样调查", 95, 95, "%", "约束性"],
    [6, "阅读活动场次", "五年累计", "—", "累计500", "场", "预期性"],
    [7, "无障碍服务", "", "", "明显提升", "", "预期性"],
    [8, "人均外借", "册次", 2.8, "3.2～3.6", "册次/人", ""],
]


@pytest.fixture
def table(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["表1　“十五五”时期公共图书馆事业发展主要指标"])
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    book.save(tmp_path / "示例县图书馆规划.xlsx")
    return tmp_path / "示例县图书馆规划.xlsx"


def test_targets_are_read_as_they_are_printed(table):
    read = [
        (one.number, one.baseline, one.target, one.target_high, one.kind, one.bound, one.direction, one.type)
        for one in read_plan_table(table)
    ]
    rise, fall, plain = Direction.RISE, Direction.FALL, Bound.PLAIN
    binding, expected = IndicatorType.BINDING, IndicatorType.ANTICIPATORY
    assert read == [
        (1, 26, 32, None, TargetKind.REACH, plain, rise, expected),
        (2, 90, 98, None, TargetKind.REACH, Bound.AT_LEAST, rise, binding),
        (3, 20, 12, None, TargetKind.FALL_TO, Bound.AT_MOST, fall, expected),
        (4, 0, 15, None, TargetKind.FROM_ZERO, plain, rise, expected),
        (5, 95, 95, None, TargetKind.KEEP, plain, rise, binding),
        (6, None, 500, None, TargetKind.REACH, plain, rise, expected),
        (7, None, None, None, TargetKind.QUALITATIVE, plain, rise, expected),
        (8, 2.8, 3.2, 3.6, TargetKind.RANGE, plain, rise, IndicatorType.NOT_STATED),
    ]
    doubts = {one.number: one.doubt for one in read_plan_table(table) if one.doubt}
    assert "cumulative" in doubts[6]
    assert doubts[7] == "the target is taken as words: 明显提升"
    assert set(doubts) == {6, 7}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_table_is_read_as_it_comes(tmp_path, encoding):
    path = tmp_path / "表.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEAD, *ROWS])
    assert [one.name for one in read_plan_table(path)] == [row[1] for row in ROWS]


def test_a_folder_is_made_that_passes_check_and_says_what_it_lacks(table, tmp_path, capsys):
    folder = tmp_path / "plan"
    call = ["new-plan", str(folder), "--from", str(table), "--period", "2026-2030", "--area", "示例县"]
    assert main(call) == 0
    said = capsys.readouterr().out
    assert "8 indicators" in said
    assert "i07 无障碍服务: the target is taken as words: 明显提升" in said
    assert main(["check", "--year", "2026", "--data", str(folder)]) == 0
    assert "0 errors" in capsys.readouterr().out
    # Nothing was reported yet, and no English name, source or document number was made up.
    inputs = load_inputs(2026, folder, folder / "params")
    assert [one.pace.value for one in assess_all(inputs).values()][:2] == ["not_reported", "not_reported"]
    assert inputs.indicators["i01"].name.en == "Indicator 1 (to be supplied)"
    assert main(["audit", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "plan.yml" in said and "document_number: （待补）" in said
    assert "[i01]: name_en, short_name_en, definition_en" in said
    assert "[i06]: there is no baseline" in said
    assert "[i08]: neither binding nor anticipatory" in said
    assert "plan.yml:13: the day of issue, 2026-01-01, stands in for the real one" in said
    assert "plan.yml:17: the code of the area, 000000, stands in for the real one" in said


def test_a_folder_that_holds_something_is_left_alone(table, tmp_path, capsys):
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "thesis.txt").write_text("x", encoding="utf-8")
    assert main(["new-plan", str(folder), "--from", str(table), "--period", "2026-2030"]) != 0
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["会议", "记录"]], "no header that is known"),
        ([HEAD], "holds no indicator"),
        ([HEAD, ROWS[0], ROWS[0]], "stands twice"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, rows, said):
    path = tmp_path / "表.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(InputError, match=said):
        read_plan_table(path)


def test_a_draft_with_an_error_ends_with_2(table, tmp_path, capsys):
    folder = tmp_path / "plan"
    assert main(["new-plan", str(folder), "--from", str(table), "--period", "2026-2030"]) == 0
    path = folder / "plan" / "indicators.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2025,26,2030,32", "2025,26,2030,20"), encoding="utf-8")
    assert main(["audit", str(folder)]) == 2
    assert "the target lies against the direction" in capsys.readouterr().out
