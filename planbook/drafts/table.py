"""The table of indicators as a plan prints it: 序号, 指标名称, 定义, 基准值, 目标值, 单位, 指标类型.

What a target says is read where it is certain (≥60, 60以上, 约束性); a target in words is qualitative.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.errors import InputError, Problem
from planbook.load.encodings import UnreadableError, decode
from planbook.model import Bound, Direction, IndicatorType, TargetKind

__all__ = ["DraftIndicator", "read_plan_table"]

_HEADS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "number", "no."),
    "name": ("指标名称", "指标", "名称", "name", "indicator"),
    "name_en": ("英文名称", "指标名称(英文)", "name_en", "english name"),
    "definition": ("定义", "指标解释", "指标说明", "definition"),
    "formula": ("计算公式", "公式", "formula"),
    "baseline": ("基准值", "基期值", "现状值", "baseline"),
    "target": ("目标值", "规划目标", "target"),
    "unit": ("单位", "计量单位", "unit"),
    "type": ("指标类型", "指标属性", "属性", "类型", "type"),
}
_NEEDED = ("name", "target")
_AT_LEAST = re.compile(r"[≥>＞]=?|不低于|不少于|至少|达到?|以上|及以上|\+")
_AT_MOST = re.compile(r"[≤<＜]=?|不高于|不超过|控制在|以内|以下|及以下")
_NUMBER = re.compile(r"[-+−－]?\d+(?:\.\d+)?")
_FULL_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {"−": "-"})


@dataclass(frozen=True)
class DraftIndicator:
    """One row of the table. `doubt` says what was left open, "" where nothing was."""

    number: int
    name: str
    name_en: str
    definition: str
    formula: str
    baseline: float | None
    target: float | None
    target_high: float | None
    bound: Bound
    direction: Direction
    kind: TargetKind
    unit: str
    type: IndicatorType
    doubt: str = ""


def read_plan_table(path: Path) -> tuple[DraftIndicator, ...]:
    """The indicators of a table in xlsx, xls, ods, et or csv.

    Raises
    ------
    InputError
        When the table cannot be read, with every row that keeps it from being so.
    """
    grid = _grid(path)
    line, columns = _header(grid, path)
    indicators: list[DraftIndicator] = []
    problems: list[Problem] = []
    names: dict[str, int] = {}
    for row, cells in enumerate(grid[line + 1 :], start=line + 2):
        given = {key: _text(cells[column]) if column < len(cells) else "" for key, column in columns.items()}
        if not given["name"]:
            continue  # a line of a heading, of a total, or blank
        if given["name"] in names:
            found = f'"{given["name"]}" in rows {names[given["name"]]} and {row}'
            fix = "delete one, or give it a name of its own"
            problems.append(Problem(path.name, "an indicator stands twice", found, "each indicator once", fix, row=row))
        names.setdefault(given["name"], row)
        indicators.append(_indicator(len(indicators) + 1, given))
    if not indicators:
        fix = "give the table of the plan's indicators"
        problems.append(Problem(path.name, "the table holds no indicator", "no row", "a row for each indicator", fix))
    if problems:
        raise InputError(problems)
    return tuple(indicators)


def _grid(path: Path) -> list[list[object]]:
    """The cells of the first sheet, or of a CSV file."""
    if not path.is_file():
        raise InputError([Problem(path.name, "the table is missing", "no file", "a table", "correct the path")])
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        import csv

        try:
            text = decode(path.read_bytes()).text
        except UnreadableError as error:
            fix = "save the table as xlsx, or as “CSV UTF-8”"
            problem = Problem(path.name, "the encoding of the file cannot be told", error.found, "UTF-8", fix)
            raise InputError([problem]) from error
        separator = max(",\t;", key=text.count)
        return [[*row] for row in csv.reader(text.splitlines(), delimiter=separator)]
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    except (CalamineError, OSError, ValueError) as error:
        fix = "save it again as an Excel workbook (xlsx)"
        problem = Problem(path.name, "the workbook cannot be read", str(error)[:80], "a workbook of Excel or WPS", fix)
        raise InputError([problem]) from error


def _header(grid: Sequence[Sequence[object]], path: Path) -> tuple[int, Mapping[str, int]]:
    for line, cells in enumerate(grid[:12]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            head = re.sub(r"[（(].*?[）)]|\s", "", _text(cell)).casefold()
            for key, ways in _HEADS.items():
                if head and any(head == way or (way in ("基准值", "目标值") and head.endswith(way)) for way in ways):
                    columns.setdefault(key, column)
        if all(key in columns for key in _NEEDED):
            return line, columns
    needed = "序号, 指标名称, 定义, 基准值, 目标值, 单位, 指标类型"
    fix = "head the columns so"
    raise InputError([Problem(path.name, "the table has no header that is known", "other heads", needed, fix)])


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return "" if cell is None else str(cell).strip()


def _indicator(number: int, given: Mapping[str, str]) -> DraftIndicator:
    said = given["target"].translate(_FULL_WIDTH).replace(",", "")
    unit = given.get("unit", "")
    numbers = [float(found) for found in _NUMBER.findall(re.sub(r"(?<=\d)\s*[-–—~至到]\s*(?=\d)", " ", said))]
    baseline = _number(given.get("baseline", ""))
    per_cent = unit.translate(_FULL_WIDTH) in ("%", "百分比") or (not unit and "%" in said)
    bound = Bound.AT_LEAST if _AT_LEAST.search(said) else Bound.AT_MOST if _AT_MOST.search(said) else Bound.PLAIN
    doubt = ""
    target = numbers[0] if numbers else None
    high = numbers[1] if len(numbers) == 2 and numbers[1] > numbers[0] else None
    falling = bound is Bound.AT_MOST or (baseline is not None and target is not None and target < baseline)
    if bound is Bound.AT_LEAST:
        falling = False
    if target is None or len(numbers) > 2 or (len(numbers) == 2 and high is None):
        kind, target, high, baseline = TargetKind.QUALITATIVE, None, None, None
        doubt = f"the target is taken as words: {given['target'] or 'empty'}"
    elif high is not None:
        kind = TargetKind.RANGE
    elif baseline is not None and baseline == target:
        kind = TargetKind.KEEP
    elif baseline == 0 and not falling:
        kind = TargetKind.FROM_ZERO
    else:
        kind = TargetKind.FALL_TO if falling else TargetKind.REACH
    if re.search(r"累计|合计|五年", said + given["name"]) and kind is not TargetKind.QUALITATIVE:
        doubt = "it may be a total over the period: target_kind cumulative"
    elif re.search(r"年均|年增", said + given["name"]) and kind is not TargetKind.QUALITATIVE:
        doubt = "it may be a yearly average: target_kind yearly_average"
    elif "左右" in said:
        doubt = "“左右” needs a tolerance: target_kind about"
    return DraftIndicator(
        number,
        given["name"],
        given.get("name_en", ""),
        given.get("definition", ""),
        given.get("formula", ""),
        baseline,
        target,
        high,
        Bound.PLAIN if kind in (TargetKind.QUALITATIVE, TargetKind.RANGE) else bound,
        Direction.FALL if falling else Direction.RISE,
        kind,
        "%" if per_cent else unit,
        _type(given.get("type", "")),
        doubt,
    )


def _number(text: str) -> float | None:
    found = _NUMBER.fullmatch(text.translate(_FULL_WIDTH).replace(",", "").rstrip("%").strip())
    return float(found[0]) if found else None


def _type(text: str) -> IndicatorType:
    if "约束" in text or text.casefold() == "binding":
        return IndicatorType.BINDING
    if "预期" in text or text.casefold() == "anticipatory":
        return IndicatorType.ANTICIPATORY
    return IndicatorType.NOT_STATED
