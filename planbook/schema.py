"""Every table of a plan's folder: its columns, their types and rules, and what they mean, stated once.

Reading, checking, the frames of an edition and `datapackage.json` all follow from `TABLES`. A new column is a line
here; `python build.py describe` writes the description of a folder anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from planbook.model import (
    AchievementKind,
    AdjustmentKind,
    Answer,
    AreaLevel,
    Bound,
    Cause,
    ChangedPart,
    Direction,
    DutyRole,
    EditionName,
    Flag,
    IndicatorType,
    PlanRelation,
    SourceKind,
    Status,
    TargetKind,
    TaskKind,
    Text,
    UnitKind,
    YearbookKind,
)

__all__ = [
    "CODES",
    "FIRST_YEAR",
    "LAST_YEAR",
    "TABLES",
    "ColumnSchema",
    "ColumnType",
    "TableSchema",
    "describe_tables",
    "schema_of",
]

ColumnType = Literal["string", "integer", "number", "boolean"]

FIRST_YEAR, LAST_YEAR = 2000, 2100  # a figure's year outside these is a slip of the pen
_ID = "[a-z0-9_]+"
_PUBLISHED = r"\d{4}(-\d{2}(-\d{2})?)?"


@dataclass(frozen=True)
class ColumnSchema:
    """One column of a table.

    Attributes
    ----------
    title, note : for readers of the data, in both languages.
    filled : whether each row needs a value.
    optional : whether the table may do without the column; every row then reads as an empty cell.
    several : letters of `codes` may stand together, such as br.
    codes : what a cell may hold; empty for anything. `meanings` says what they stand for, where the code does not.
    refers_to : path of the table whose ids (first column) a cell may hold, "" for none.
    unique : no value stands twice.
    longest : characters a text may have.
    dated : the text is a date, or its year, or its year and month.
    """

    name: str
    title: Text
    type: ColumnType = "string"
    note: Text = Text("", "")
    filled: bool = False
    optional: bool = False
    codes: tuple[str, ...] = ()
    several: bool = False
    meanings: Mapping[str, Text] = field(default_factory=dict)
    refers_to: str = ""
    unique: bool = False
    pattern: str = ""
    minimum: int | None = None
    maximum: int | None = None
    longest: int | None = None
    dated: bool = False


@dataclass(frozen=True)
class TableSchema:
    """One table. `path` is that of its file, or of a folder with one file a year; `key` tells its rows apart."""

    path: str
    title: Text
    columns: tuple[ColumnSchema, ...]
    key: tuple[str, ...]
    required: bool = False

    @property
    def yearly(self) -> bool:
        return not self.path.endswith(".csv")

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".csv")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def language_pairs(self) -> tuple[tuple[str, str], ...]:
        """(Chinese, English) columns of one text."""
        if self.path == "plan/units.csv":
            return ("zh", "en_one"), ("zh", "en_other")
        return tuple((name, f"{name[:-3]}_en") for name in self.names if name.endswith("_zh"))

    def column(self, name: str) -> ColumnSchema:
        return next(column for column in self.columns if column.name == name)


def _column(name: str, zh: str, en: str, type_: ColumnType = "string", **more: object) -> ColumnSchema:
    return ColumnSchema(name, Text(zh, en), type_, **more)  # type: ignore[arg-type]  # its own keywords


def _identifier(name: str, zh: str, en: str, pattern: str = _ID) -> ColumnSchema:
    return ColumnSchema(name, Text(zh, en), filled=True, unique=True, pattern=pattern)


def _pair(
    stem: str, zh: str, en: str, filled: bool = True, optional: bool = False, unique: bool = False
) -> list[ColumnSchema]:
    """A text in both languages."""
    return [
        ColumnSchema(
            f"{stem}_{language}",
            Text(
                f"{zh}（{'中文' if language == 'zh' else '英文'}）",
                f"{en} ({'Chinese' if language == 'zh' else 'English'})",
            ),
            filled=filled,
            optional=optional,
            unique=unique,
        )
        for language in ("zh", "en")
    ]


def _coded(
    name: str, zh: str, en: str, codes: type[StrEnum], filled: bool = True, optional: bool = False
) -> ColumnSchema:
    return ColumnSchema(
        name,
        Text(zh, en),
        filled=filled,
        optional=optional,
        codes=tuple(code.value for code in codes if code.value),
        meanings=CODES.get(codes, {}),
    )


def _reference(name: str, zh: str, en: str, table: str, filled: bool = True, optional: bool = False) -> ColumnSchema:
    return ColumnSchema(name, Text(zh, en), filled=filled, optional=optional, refers_to=table)


def _year(
    name: str = "year", zh: str = "年份", en: str = "Year", filled: bool = True, optional: bool = False
) -> ColumnSchema:
    return ColumnSchema(
        name, Text(zh, en), "integer", filled=filled, optional=optional, minimum=FIRST_YEAR, maximum=LAST_YEAR
    )


# What a code stands for, where its name does not say enough.
CODES: dict[type[StrEnum], dict[str, Text]] = {
    TargetKind: {
        TargetKind.REACH: Text(
            "由基期值到目标值；逐年填报年末水平",
            "from the baseline to the target; each year gives its level at the end",
        ),
        TargetKind.FALL_TO: Text(
            "由基期值降至目标值；逐年填报年末水平",
            "from the baseline down to the target; each year gives its level at the end",
        ),
        TargetKind.FROM_ZERO: Text(
            "由零起步达到目标值；逐年填报年末水平，不填当年新增",
            "from nothing to the target; each year gives its level at the end, not what it added",
        ),
        TargetKind.KEEP: Text(
            "规划期内平均保持在目标值以上或以下；逐年填报当年水平",
            "kept at or beyond the target on average over the years of the plan; each year gives its level",
        ),
        TargetKind.YEARLY_AVERAGE: Text(
            "年均值；逐年填报当年的变化，与目标同号",
            "a yearly average; each year gives its own change, signed as the target is",
        ),
        TargetKind.CUMULATIVE: Text(
            "五年累计；逐年填报当年数，不填累计数；下降用负数",
            "a total over the period; each year gives its own amount, not the running total; a cut is negative",
        ),
        TargetKind.ABOUT: Text("达到目标值左右，允许偏差见 tolerance", "about the target, within the tolerance"),
        TargetKind.RANGE: Text("处于 target 与 target_high 之间", "between target and target_high"),
        TargetKind.RELATIVE: Text(
            "与 reference_series_id 所指序列比较，不填 target",
            "measured against the series that reference_series_id names; target stays empty",
        ),
        TargetKind.SET_YEARLY: Text(
            "目标由各年度计划确定，不填 target",
            "the plan leaves the figure to each year's own plan; target stays empty",
        ),
        TargetKind.OBSERVED: Text("只作监测，不设目标，不填 target", "observed, without a target; target stays empty"),
        TargetKind.QUALITATIVE: Text("定性目标，无数值", "in words, without a figure"),
    },
    IndicatorType: {
        IndicatorType.BINDING: Text("约束性", "obliges the government"),
        IndicatorType.ANTICIPATORY: Text("预期性", "expected, and left to the market"),
        IndicatorType.NOT_STATED: Text("所读文本未注明", "no text that was read says which"),
    },
    UnitKind: {
        UnitKind.SHARE: Text("比重，0—100", "0-100"),
        UnitKind.COUNT: Text("个数，整数且不为负", "whole, not negative"),
        UnitKind.RATE: Text("比率，不为负", "not negative"),
        UnitKind.MONEY: Text("金额，不为负", "not negative"),
        UnitKind.CHANGE: Text("变化，可正可负", "any sign"),
    },
    Flag: {
        Flag.BREAK: Text("口径中断，与上年不可比", "break in the series"),
        Flag.DEFINITION_DIFFERS: Text("口径或时点不同", "definition or date differs from the series' own"),
        Flag.ESTIMATED: Text("估计值", "estimated"),
        Flag.FORECAST: Text("预测值", "forecast"),
        Flag.IMPUTED: Text("插补值", "imputed"),
        Flag.MISSING: Text("缺报", "missing"),
        Flag.NOT_SIGNIFICANT: Text("不显著", "not significant"),
        Flag.PROVISIONAL: Text("初步数", "provisional"),
        Flag.LOW_RELIABILITY: Text("可靠性低", "low reliability"),
        Flag.REVISED: Text("修订数", "revised"),
    },
    SourceKind: {
        SourceKind.PLAN: Text("规划文本", "the plan's own text"),
        SourceKind.ORIGINAL: Text("发布机构原文", "the publisher's own page or document"),
        SourceKind.NEWS: Text("新闻报道", "established news"),
        SourceKind.REPRINT: Text("转载，只注明不链接", "read on a mirror: cited, never linked"),
        SourceKind.DERIVED: Text("据其他数据推算", "computed from the others, arithmetic kept"),
        SourceKind.ILLUSTRATIVE: Text("示例数据，非官方", "made up to show the product, marked wherever it appears"),
    },
    AreaLevel: {
        AreaLevel.TOWNSHIP: Text("乡级", "township"),
        AreaLevel.COUNTY: Text("县级", "county or district"),
        AreaLevel.PREFECTURE: Text("地级", "prefecture"),
        AreaLevel.PROVINCE: Text("省级", "province or municipality"),
        AreaLevel.COUNTRY: Text("国家", "country"),
    },
    AchievementKind: {
        AchievementKind.LEVEL: Text("期末水平", "level at the end of the period"),
        AchievementKind.CHANGE: Text("期内变化", "change over the period"),
        AchievementKind.CUMULATIVE: Text("期内累计", "total of the period"),
        AchievementKind.SHARE: Text("比重", "share"),
    },
    DutyRole: {
        DutyRole.LEAD: Text("牵头", "leads"),
        DutyRole.COOPERATING: Text("配合", "co-operates"),
    },
    Cause: {
        Cause.STAFF: Text("人员不足或变动", "staff: too few, or changing"),
        Cause.FUNDS: Text("资金未到位或不足", "funds: short, or not in place"),
        Cause.SITE: Text("场地、房屋或设备", "land, buildings or equipment"),
        Cause.APPROVAL: Text("审批、验收或手续", "approvals, inspections or procedures"),
        Cause.DEMAND: Text("需求或参与不足", "demand or take-up too low"),
        Cause.COORDINATION: Text("部门协同", "co-ordination between bodies"),
        Cause.POLICY: Text("政策或标准变化", "rules or standards changed"),
        Cause.STATISTICS: Text("统计口径、范围或时点", "definition, coverage or date of the figures"),
        Cause.OUTSIDE: Text("外部因素", "outside causes"),
        Cause.OTHER: Text("其他", "other"),
    },
    Answer: {
        Answer.DONE: Text("已落实", "done"),
        Answer.UNDER_WAY: Text("正在落实", "under way"),
        Answer.NOT_DONE: Text("未落实", "not done"),
        Answer.DROPPED: Text("不再实施", "dropped"),
    },
    AdjustmentKind: {
        AdjustmentKind.RAISE: Text("调高目标", "raise the target"),
        AdjustmentKind.LOWER: Text("调低目标", "lower the target"),
        AdjustmentKind.REDEFINE: Text("调整口径", "state baseline and target anew, by the definition now in use"),
        AdjustmentKind.REVIEW: Text("专题研究，目标不变", "looked into; the target stays"),
        AdjustmentKind.DROP: Text("不再列入", "no longer a target"),
        AdjustmentKind.OTHER: Text("其他调整", "another change"),
    },
    ChangedPart: {
        ChangedPart.TARGET: Text("目标值", "the target"),
        ChangedPart.TARGET_HIGH: Text("区间目标的上限", "the upper end of a range target"),
        ChangedPart.TARGET_YEAR: Text("目标年份", "the target year"),
        ChangedPart.BASELINE: Text("基期值", "the baseline"),
        ChangedPart.BASELINE_YEAR: Text("基期年份", "the baseline year"),
        ChangedPart.ADDED: Text("新增指标，不填 value", "the indicator is added; value stays empty"),
        ChangedPart.DROPPED: Text("调出指标，不填 value", "the indicator is dropped; value stays empty"),
    },
    PlanRelation: {
        PlanRelation.EQUAL: Text("相等（允许 tolerance）", "equal, within the tolerance"),
        PlanRelation.AT_LEAST: Text("左边不小于右边", "left not less than right"),
        PlanRelation.AT_MOST: Text("左边不大于右边", "left not more than right"),
        PlanRelation.MORE: Text("左边大于右边", "left more than right"),
        PlanRelation.LESS: Text("左边小于右边", "left less than right"),
        PlanRelation.BESIDE: Text("仅并列，不作判定", "only side by side, nothing is judged"),
    },
}
_MEASURES = {
    "stock": Text("时点数", "as at a date"),
    "flow": Text("时期数", "over a year"),
    "share": Text("比重", "a share or rate"),
    "plan": Text("目标或年度计划，从不是结果", "a target or annual plan, never a result"),
}

SOURCES, UNITS, AREAS = "sources.csv", "plan/units.csv", "plan/areas.csv"
CHAPTERS, INDICATORS, TASKS = "plan/chapters.csv", "plan/indicators.csv", "plan/tasks.csv"
ACHIEVEMENTS, GLOSSARY, PRECEDENTS = "plan/achievements.csv", "plan/glossary.csv", "plan/precedents.csv"
YEARBOOK, CROSS_CHECKS, SITUATION = "plan/yearbook.csv", "plan/cross_checks.csv", "plan/situation.csv"
PEERS, CHANGES = "plan/peers.csv", "plan/changes.csv"
BREAKDOWNS, CATEGORIES, PARTS = "plan/breakdowns.csv", "plan/categories.csv", "observations_by"
OBSERVATIONS, PROGRESS = "observations", "progress"
OFFICES, DUTIES, FINDINGS = "plan/offices.csv", "plan/duties.csv", "findings"
PROJECTS, PROJECT_PROGRESS, ADJUSTMENTS = "plan/projects.csv", "project_progress", "plan/adjustments.csv"
SERIES, VALUES, DERIVED = "context/series.csv", "context/values.csv", "context/derived.csv"

_SEMICOLONS = Text("以分号分隔", "parted by semicolons")
_SOURCE = _reference("source_id", "来源", "Source", SOURCES)
_FLAG = replace(
    _coded("flag", "数据状态", "Observation status", Flag, filled=False),
    several=True,
    note=Text("可并列，如 br 为口径中断且已修订", "letters may stand together: br is a break whose value was revised"),
)
_NOTES = _pair("note", "说明", "Note", filled=False, optional=True)
_DATE_NOTE = Text("ISO 日期或其年、年月", "ISO date, or its year, or year and month")
_OFFICE = _reference("office_id", "责任单位", "Responsible unit", OFFICES)
_SUBJECT_NOTE = Text(
    "指标、任务、项目或规划标题的编号", "id of an indicator, a task, a project or a heading of the plan"
)


def _date(name: str, zh: str, en: str) -> ColumnSchema:
    return _column(name, zh, en, note=_DATE_NOTE, optional=True, pattern=_PUBLISHED, dated=True)


_PLACE = _column("place", "规划中的位置", "Place in the plan", filled=True)
_INDICATOR_TARGET = (
    _coded("bound", "目标的写法", "How the target is written", Bound),
    _coded("direction", "方向", "Direction", Direction),
)

TABLES: tuple[TableSchema, ...] = (
    TableSchema(
        SOURCES,
        Text(
            "全部来源：标题、发布者、日期、文号或网址、类别",
            "Every source: title, publisher, date, document number or address, kind",
        ),
        (
            _identifier("source_id", "来源", "Source"),
            *_pair("title", "标题", "Title"),
            *_pair("publisher", "发布者", "Publisher"),
            _column(
                "published",
                "发布日期",
                "Date of publication",
                note=Text("ISO 日期或其年、年月；不详则空", "ISO date or part of one; empty where unknown"),
                pattern=_PUBLISHED,
                dated=True,
            ),
            _column("document_number", "文号", "Document number", optional=True),
            _column(
                "address",
                "网址",
                "Address",
                note=Text(
                    "读取处；仅原文和新闻显示为链接",
                    "Where it was read; a link only where the kind is original or news",
                ),
                pattern="https?://.+",
            ),
            _coded("kind", "类别", "Kind", SourceKind),
            *_NOTES,
        ),
        ("source_id",),
        required=True,
    ),
    TableSchema(
        UNITS,
        Text("计量单位", "Units of measurement"),
        (
            _identifier("unit_id", "单位", "Unit"),
            _coded("kind", "类别", "Kind", UnitKind),
            _column("zh", "中文", "Chinese", filled=True),
            _column("en_one", "英文单数", "English, singular", filled=True),
            _column("en_other", "英文复数", "English, plural", filled=True),
            _column("decimals", "显示的小数位数", "Decimals shown", "integer", filled=True, minimum=0, maximum=4),
            _column(
                "factor",
                "倍数",
                "Multiple",
                "integer",
                note=Text("一个本单位合多少个 factor_of 单位", "how many of factor_of one of it is"),
                optional=True,
                minimum=2,
            ),
            _reference("factor_of", "基本单位", "Unit it is a multiple of", UNITS, filled=False, optional=True),
        ),
        ("unit_id",),
        required=True,
    ),
    TableSchema(
        AREAS,
        Text("数据所属的地区", "The areas that figures are of"),
        (
            _identifier("area_id", "地区", "Area"),
            *_pair("name", "名称", "Name"),
            _coded("level", "行政层级", "Administrative level", AreaLevel),
            _column("code", "行政区划代码", "Administrative code", filled=True, unique=True),
            _reference("parent_id", "上级地区", "Area it is part of", AREAS, filled=False),
        ),
        ("area_id",),
    ),
    TableSchema(
        CHAPTERS,
        Text(
            "规划自身的编号，以及讲述各部分的笔记本", "The plan's own numbering, and the notebook that tells each part"
        ),
        (
            _identifier("chapter_id", "标题", "Heading", r"c\d(-\d){0,3}"),
            _reference("parent_id", "上级标题", "Heading above", CHAPTERS, filled=False),
            _column("number", "规划所写编号", "Number as the plan writes it", filled=True),
            *_pair("title", "标题", "Title"),
            _column("notebook", "讲述该标题的笔记本", "Notebook that tells the heading"),
            _column(
                "page",
                "所成页面的地址，与笔记本名不同时填写",
                "Address of the page it makes, where it is not the notebook's name",
                optional=True,
                unique=True,
                pattern="[0-9a-z]+(-[0-9a-z]+)*",
            ),
        ),
        ("chapter_id",),
        required=True,
    ),
    TableSchema(
        INDICATORS,
        Text("规划指标表中的主要指标", "The main indicators of the plan's table"),
        (
            _identifier("indicator_id", "指标", "Indicator", r"i\d{2,4}"),
            _column(
                "number",
                "规划指标表中的序号",
                "Number in the plan's table",
                "integer",
                filled=True,
                unique=True,
                minimum=1,
            ),
            _reference("chapter_id", "所属标题", "Heading it belongs to", CHAPTERS),
            *_pair("name", "名称", "Name"),
            *_pair("short_name", "简称", "Short name"),
            *_pair("definition", "定义", "Definition"),
            *_pair("formula", "计算公式", "Formula", filled=False, optional=True),
            _year("baseline_year", "基期年份", "Baseline year"),
            _column("baseline", "基期值", "Baseline", "number"),
            _year("target_year", "目标年份", "Target year"),
            _column("target", "目标值", "Target", "number"),
            _column("target_high", "区间目标的上限", "Upper end of a range target", "number", optional=True),
            *_INDICATOR_TARGET,
            _reference("unit_id", "单位", "Unit", UNITS),
            _coded("type", "属性", "Type", IndicatorType),
            _coded("target_kind", "目标类型", "Kind of target", TargetKind),
            _column("tolerance", "允许偏差", "Tolerance", "number", optional=True, minimum=0),
            _reference(
                "reference_series_id",
                "参照序列：相对目标所比较的序列；其他目标则为更大范围内的同一指标",
                "Reference series: what a relative target is measured against; of other targets, the same measure in "
                "larger areas",
                SERIES,
                filled=False,
                optional=True,
            ),
            _SOURCE,
        ),
        ("indicator_id",),
        required=True,
    ),
    TableSchema(
        CHANGES,
        Text(
            "规划的调整：目标、基期值的修订，指标的增减",
            "Changes of the plan: targets and baselines restated, indicators added and dropped",
        ),
        (
            _identifier("change_id", "调整", "Change"),
            _reference("indicator_id", "指标", "Indicator", INDICATORS),
            _column(
                "effective",
                "生效日期",
                "Date it took effect",
                note=Text(
                    "ISO 日期；数据截止日早于此日的各版不受影响",
                    "ISO date; editions cut off before it stay as they were",
                ),
                filled=True,
                pattern=r"\d{4}-\d{2}-\d{2}",
                dated=True,
            ),
            _coded("part", "调整的内容", "What is changed", ChangedPart),
            _column("value", "调整后的数值", "New figure", "number"),
            replace(_SOURCE, note=Text("作出调整的文件", "the document that decided it")),
            *_NOTES,
        ),
        ("change_id",),
    ),
    TableSchema(
        TASKS,
        Text(
            "主要指标之外的量化任务和定性举措",
            "Numeric targets beyond the main indicators, and qualitative measures",
        ),
        (
            _identifier("task_id", "任务", "Task", r"t\d(-\d){1,2}-\d{2}"),
            _reference("chapter_id", "所属标题", "Heading it belongs to", CHAPTERS),
            _coded("kind", "类别", "Kind", TaskKind),
            *_pair("text", "内容", "Text"),
            *_pair("short_name", "所计量的内容", "What is measured, without the target", filled=False, optional=True),
            _year("baseline_year", "基期年份", "Baseline year", filled=False),
            _column("baseline", "基期值", "Baseline", "number"),
            _year("target_year", "目标年份", "Target year", filled=False),
            _column("target", "目标值", "Target", "number"),
            *_INDICATOR_TARGET,
            _reference("unit_id", "单位", "Unit", UNITS, filled=False),
            _coded("target_kind", "目标类型", "Kind of target", TargetKind),
            _reference(
                "indicator_id", "相关主要指标", "Related main indicator", INDICATORS, filled=False, optional=True
            ),
            _SOURCE,
            _PLACE,
        ),
        ("task_id",),
    ),
    TableSchema(
        ACHIEVEMENTS,
        Text("上一规划期的成就数据", "What the period before achieved, every figure of the plan's review"),
        (
            _identifier("achievement_id", "数据", "Figure", r"a1-\d-\d{2}"),
            _reference("chapter_id", "所属标题", "Heading it belongs to", CHAPTERS),
            *_pair("label", "名称", "Label"),
            _coded("kind", "类别", "Kind", AchievementKind),
            _column("value", "数值", "Value", "number", filled=True),
            _year(),
            _reference("unit_id", "单位", "Unit", UNITS),
            _column("start_value", "期初值", "Start value", "number", optional=True),
            _year("start_year", "期初年份", "Start year", filled=False, optional=True),
            _column("qualifier", "限定词", "Qualifier", optional=True, codes=("about", "more_than")),
            _reference(
                "indicator_id",
                "延续它的主要指标",
                "Main indicator that continues it",
                INDICATORS,
                filled=False,
                optional=True,
            ),
            _reference("task_id", "延续它的任务", "Task that continues it", TASKS, filled=False, optional=True),
            _SOURCE,
            _PLACE,
        ),
        ("achievement_id",),
    ),
    TableSchema(
        GLOSSARY,
        Text("规划的脚注和术语", "The plan's footnotes and terms"),
        (
            _identifier("term_id", "术语", "Term"),
            *_pair("term", "术语", "Term", unique=True),
            *_pair("definition", "释义", "Definition"),
            _column("footnote", "规划脚注号", "Footnote of the plan", "integer", optional=True, unique=True, minimum=1),
            _SOURCE,
        ),
        ("term_id",),
    ),
    TableSchema(
        PRECEDENTS,
        Text("已发布的评估如何划分指标等次", "How published evaluations classify indicators"),
        (
            _identifier("precedent_id", "先例", "Precedent"),
            *_pair("document", "文件", "Document"),
            _column(
                "published",
                "发布日期",
                "Date of publication",
                note=Text("ISO 日期或其年、年月；不详则空", "ISO date or part of one; empty where unknown"),
                pattern=_PUBLISHED,
                dated=True,
            ),
            _column("indicators", "评估的指标数", "Indicators it evaluates", "integer", minimum=1),
            *_pair("classes", "原文所用等次及其数量", "Its classes, with its own words and counts as given"),
            _SOURCE,
        ),
        ("precedent_id",),
    ),
    TableSchema(
        SITUATION,
        Text("形势一章的各节", "The sections of the chapter on the situation"),
        (
            _identifier("section_id", "节", "Section"),
            *_pair("title", "标题", "Title"),
            _column(
                "said",
                "文字所述的序列",
                "Series told of in sentences",
                note=Text(
                    "序列:地区，以分号分隔；前加 ! 者未见公布时也要说明",
                    "series:area, parted by semicolons; after a ! it is also said that nothing was published",
                ),
            ),
            _reference("compared", "与上级地区比较的序列", "Series set beside the area above", SERIES, filled=False),
            _column("chart", "图中的序列", "Series in the chart", note=_SEMICOLONS),
            _column(
                "chart_areas",
                "图中的地区",
                "Areas in the chart",
                note=Text("以分号分隔；空则全部", "parted by semicolons; empty for all"),
            ),
            _column("table", "表中的序列", "Series in the table", note=_SEMICOLONS),
            _column(
                "ratios",
                "可以验算的比率",
                "Ratios that can be computed",
                note=Text(
                    "已公布的序列 = 其他序列的算式，以分号分隔",
                    "published series = arithmetic over other series, parted by semicolons",
                ),
            ),
            *_pair("note", "附注", "Note", filled=False),
        ),
        ("section_id",),
    ),
    TableSchema(
        PEERS,
        Text("指标旁边列出的其他地区", "Other areas set beside an indicator"),
        (
            _reference("indicator_id", "指标", "Indicator", INDICATORS),
            _reference("area", "地区", "Area", AREAS),
            _reference("series_id", "各年数值的序列", "Series of its values", SERIES, filled=False),
            _reference("target_series_id", "目标的序列", "Series of its target", SERIES, filled=False),
            _column(
                "comparable",
                "口径与本指标相同",
                "Defined as the indicator is",
                "boolean",
                note=Text("false 者不入图，只说明差别", "where false it stays out of the chart, and the note says why"),
                filled=True,
            ),
            *_pair("note", "口径差别", "Difference of the definitions", filled=False),
        ),
        ("indicator_id", "area"),
    ),
    TableSchema(
        CROSS_CHECKS,
        Text("规划数据的自我核对", "Figures of the plan that ought to agree with each other or with published ones"),
        (
            _identifier("check_id", "核对", "Check"),
            *_pair("title", "标题", "Title"),
            _column(
                "figures",
                "所用数据",
                "Figures used",
                note=Text(
                    "名称 = 数据的位置，以分号分隔；位置为 i03.baseline、t4-3-1-07.target、a1-2-01.start "
                    "或 序列:地区:年份；也可为算式，其后单位写在名称后的方括号内",
                    "name = place of a figure, parted by semicolons: i03.baseline, t4-3-1-07.target, a1-2-01.start or "
                    "series:area:year; or name [unit] = arithmetic over the names before it; in units of one",
                ),
                filled=True,
            ),
            _column("left", "左边的算式", "Left side, arithmetic over the figures", filled=True),
            _coded("relation", "两边应有的关系", "How the sides should stand to each other", PlanRelation),
            _column("right", "右边的算式", "Right side, arithmetic over the figures", filled=True),
            _column("tolerance", "允许的差", "Difference allowed", "number", minimum=0),
            _reference("unit_id", "计量单位", "Unit", UNITS),
            *_pair("agrees", "一致时的说明", "What is said where they agree"),
            *_pair("differs", "不一致时的说明", "What is said where they differ", filled=False),
        ),
        ("check_id",),
    ),
    TableSchema(
        YEARBOOK,
        Text("统计年鉴各部分的表", "The tables of the statistical yearbook, by part"),
        (
            _identifier("table_id", "表号：部分、表", "Number of the table: part, table", r"[1-9]\d*-[1-9]\d*"),
            _coded("kind", "表的内容", "What the table shows", YearbookKind),
            _reference("chapter_id", "规划标题", "Heading of the plan", CHAPTERS, filled=False),
            _column(
                "series",
                "背景序列，按顺序；+ 为合计的组成，# 为其中",
                "Background series, in order; + part of a total, # of which",
            ),
            *_pair("title", "标题", "Title", filled=False),
            *_pair("note", "说明", "Note", filled=False),
        ),
        ("table_id",),
    ),
    TableSchema(
        OBSERVATIONS,
        Text("主要指标：该年底所知", "Indicators: what was known at the end of the year"),
        (
            _reference("indicator_id", "指标", "Indicator", INDICATORS),
            _year(),
            _column("value", "数值", "Value", "number", note=Text("空格为未报送", "Empty: not reported")),
            _FLAG,
            _SOURCE,
            *_NOTES,
        ),
        ("indicator_id", "year"),
    ),
    TableSchema(
        BREAKDOWNS,
        Text("数值的分组方式", "Ways to break values down"),
        (
            _identifier("breakdown_id", "分组", "Breakdown"),
            *_pair("name", "名称", "Name"),
            _column(
                "complete",
                "各类不重不漏",
                "Categories neither overlap nor leave anything out",
                "boolean",
                note=Text(
                    "为 true 时核对各类与合计是否一致",
                    "where true, parts are checked against the total",
                ),
                filled=True,
            ),
        ),
        ("breakdown_id",),
    ),
    TableSchema(
        CATEGORIES,
        Text("各分组的类别", "The categories of each breakdown"),
        (
            _identifier("category_id", "类别", "Category"),
            _reference("breakdown_id", "分组", "Breakdown", BREAKDOWNS),
            *_pair("name", "名称", "Name"),
        ),
        ("category_id",),
    ),
    TableSchema(
        PARTS,
        Text("主要指标的分组数值：该年底所知", "Indicators by category: what was known at the end of the year"),
        (
            _reference("indicator_id", "指标", "Indicator", INDICATORS),
            _year(),
            _reference("category_id", "类别", "Category", CATEGORIES),
            _column("value", "数值", "Value", "number", note=Text("空格为未报送", "Empty: not reported")),
            _FLAG,
            _SOURCE,
            *_NOTES,
        ),
        ("indicator_id", "year", "category_id"),
    ),
    TableSchema(
        PROGRESS,
        Text("任务：该年底所知", "Tasks: what was known at the end of the year"),
        (
            _reference("task_id", "任务", "Task", TASKS),
            _year(),
            _column("value", "量化任务的数值", "Value of a numeric task", "number"),
            _coded("status", "定性举措的状态", "Status of a qualitative measure", Status, filled=False),
            _FLAG,
            _SOURCE,
            *_NOTES,
        ),
        ("task_id", "year"),
    ),
    TableSchema(
        OFFICES,
        Text("责任单位", "The units that answer for indicators, tasks and projects"),
        (
            _identifier("office_id", "责任单位", "Responsible unit"),
            *_pair("name", "名称", "Name", unique=True),
            *_pair("short_name", "简称", "Short name", filled=False, optional=True),
            _SOURCE,
        ),
        ("office_id",),
    ),
    TableSchema(
        PROJECTS,
        Text("规划所列的工程项目", "The projects that the plan names"),
        (
            _identifier("project_id", "项目", "Project", r"p\d{2}"),
            _reference("chapter_id", "所属标题", "Heading it belongs to", CHAPTERS),
            *_pair("name", "名称", "Name"),
            _reference("task_id", "相关任务", "Related task", TASKS, filled=False, optional=True),
            _date("starts", "计划开工", "Planned start"),
            _date("ends", "计划完工", "Planned end"),
            _column("investment", "计划投资", "Planned investment", "number", optional=True, minimum=0),
            _reference("unit_id", "投资的单位", "Unit of the investment", UNITS, filled=False, optional=True),
            _PLACE,
            _SOURCE,
        ),
        ("project_id",),
    ),
    TableSchema(
        DUTIES,
        Text("指标、任务、项目的责任单位", "Who answers for which indicator, task or project"),
        (
            _column(
                "subject_id",
                "对象",
                "Subject",
                note=Text("指标、任务或项目的编号", "id of an indicator, a task or a project"),
                filled=True,
            ),
            _OFFICE,
            _coded("role", "职责", "Role", DutyRole),
            _SOURCE,
        ),
        ("subject_id", "office_id"),
    ),
    TableSchema(
        ADJUSTMENTS,
        Text("责任单位提出的规划调整建议", "Changes of the plan that the responsible units propose"),
        (
            _identifier("adjustment_id", "建议", "Proposal"),
            _year("year", "提出年份", "Year it was proposed"),
            _column(
                "subject_id",
                "对象",
                "Subject",
                note=Text("指标或任务的编号", "id of an indicator or a task"),
                filled=True,
            ),
            _coded("kind", "调整方式", "Kind of change", AdjustmentKind),
            _column("proposed", "建议的目标值", "Target proposed", "number", optional=True),
            *_pair("reason", "理由", "Reason"),
            _OFFICE,
            _SOURCE,
        ),
        ("adjustment_id",),
    ),
    TableSchema(
        FINDINGS,
        Text("成效、问题、原因、对策：该年底所填", "Achieved, problem, cause, countermeasure: as given in the year"),
        (
            _identifier("finding_id", "填报", "Finding"),
            _column("subject_id", "对象", "Subject", note=_SUBJECT_NOTE, filled=True),
            *_pair("achieved", "成效", "What was achieved", filled=False, optional=True),
            *_pair("problem", "问题", "Problem", filled=False, optional=True),
            _coded("cause", "原因类别", "Kind of cause", Cause, filled=False, optional=True),
            *_pair("cause_text", "原因", "Cause", filled=False, optional=True),
            *_pair("measure", "对策", "Countermeasure", filled=False, optional=True),
            _reference("office_id", "责任单位", "Responsible unit", OFFICES, filled=False, optional=True),
            _date("due", "完成时限", "Due"),
            *_pair("next_step", "下一步", "Next step", filled=False, optional=True),
            _column(
                "follows",
                "回应以往哪一对策",
                "Earlier countermeasure it answers for",
                note=Text("以往年份的填报编号", "id of a finding of an earlier year"),
                optional=True,
            ),
            _coded("answer", "落实情况", "What became of it", Answer, filled=False, optional=True),
            *_pair("answer_text", "落实情况说明", "What became of it, in words", filled=False, optional=True),
            _SOURCE,
        ),
        ("finding_id",),
    ),
    TableSchema(
        PROJECT_PROGRESS,
        Text("工程项目：该年底所知", "Projects: what was known at the end of the year"),
        (
            _reference("project_id", "项目", "Project", PROJECTS),
            _year(),
            _coded("status", "状态", "Status", Status),
            _column("done", "工程进度（%）", "Works done (%)", "number", optional=True, minimum=0, maximum=100),
            _column("money", "到位资金", "Money in place", "number", optional=True, minimum=0),
            _SOURCE,
            *_NOTES,
        ),
        ("project_id", "year"),
    ),
    TableSchema(
        SERIES,
        Text("背景序列", "Background series"),
        (
            _identifier("series_id", "序列", "Series"),
            *_pair("name", "名称", "Name"),
            *_pair("definition", "定义", "Definition"),
            _reference("unit_id", "单位", "Unit", UNITS),
            _column("measure", "计量方式", "Measure", filled=True, codes=tuple(_MEASURES), meanings=_MEASURES),
        ),
        ("series_id",),
    ),
    TableSchema(
        VALUES,
        Text("已发布的数值，附来源和简短引文", "Published values, each with its source and a short quotation"),
        (
            _reference("series_id", "序列", "Series", SERIES),
            _reference("area", "地区", "Area", AREAS),
            _year(),
            _column("value", "数值", "Value", "number", filled=True),
            _FLAG,
            _SOURCE,
            _column("quote", "来源原话", "Words of the source", longest=80),
            _column("preferred", "来源不一致时采用", "Preferred where sources disagree", "boolean", filled=True),
            *_NOTES,
        ),
        ("series_id", "area", "year", "source_id"),
    ),
    TableSchema(
        DERIVED,
        Text("据已发布数值推算的数值，附算式", "Values computed from published ones, with the arithmetic"),
        (
            _reference("series_id", "序列", "Series", SERIES),
            _reference("area", "地区", "Area", AREAS),
            _year(),
            _column("value", "数值", "Value", "number", filled=True),
            _FLAG,
            _SOURCE,
            _column("expression", "算式", "Arithmetic", filled=True, pattern="[0-9.()+*/ -]+"),
            _column("inputs", "所用数值", "Inputs", filled=True),
            *_NOTES,
        ),
        ("series_id", "area", "year"),
    ),
)
_BY_PATH = {table.path: table for table in TABLES}


def schema_of(path: str) -> TableSchema:
    """The schema of the file at `path` in a plan's folder (`plan/units.csv`, `observations/2023.csv`).

    Raises
    ------
    KeyError
        When no table of a plan lies there.
    """
    folder = path.partition("/")[0]
    return _BY_PATH[path] if path in _BY_PATH else _BY_PATH[folder]


def describe_tables(paths: Iterable[str]) -> list[dict[str, object]]:
    """The resources of a Frictionless Data Package for these files, in the order of `TABLES`.

    A reference to a table that is not among the files is left out, as the standard asks.
    """
    present = sorted(paths)
    described = []
    for table in TABLES:
        for path in (path for path in present if schema_of(path) is table):
            described.append(_resource(table, path, present))
    return described


def _resource(table: TableSchema, path: str, present: list[str]) -> dict[str, object]:
    year = path.rpartition("/")[2].removesuffix(".csv") if table.yearly else ""
    last_year = EditionName.of(year).year if year else None
    return {
        "name": f"{table.name}-{year}" if year else table.name,
        "type": "table",
        "path": path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": _both(table.title) + (f" ({year})" if year else ""),
        "dialect": {"csv": {"lineTerminator": "\n"}},
        "schema": {
            "fields": [_field(column, last_year if column.name == "year" else None) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **({"foreignKeys": keys} if (keys := _foreign_keys(table, present)) else {}),
        },
    }


def _field(column: ColumnSchema, last_year: int | None) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if column.filled:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.several:
        constraints["pattern"] = f"[{''.join(column.codes)}]+"
    elif column.codes:
        constraints["enum"] = list(column.codes)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum if last_year is None else last_year
    if column.longest is not None:
        constraints["maxLength"] = column.longest
    meanings = [Text(f"{code}：{text.zh}", f"{code}: {text.en}") for code, text in column.meanings.items()]
    notes = [column.note] if column.note.en else []
    if meanings:
        notes.append(Text("；".join(text.zh for text in meanings), "; ".join(text.en for text in meanings)))
    described: dict[str, object] = {"name": column.name, "type": column.type, "title": _both(column.title)}
    if notes:
        described["description"] = " / ".join([note.zh for note in notes] + [note.en for note in notes])
    if constraints:
        described["constraints"] = constraints
    if column.type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    return described


def _foreign_keys(table: TableSchema, present: list[str]) -> list[dict[str, object]]:
    return [
        {
            "fields": column.name,
            "reference": {
                "resource": "" if column.refers_to == table.path else _BY_PATH[column.refers_to].name,
                "fields": _BY_PATH[column.refers_to].columns[0].name,
            },
        }
        for column in table.columns
        if column.refers_to and column.refers_to in present
    ]


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"
