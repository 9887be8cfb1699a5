"""Builders for tests: `make_indicator(target=60.0)` gives a whole, valid thing with that one part changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from string import Formatter

import pandas as pd

from planbook import present
from planbook.load import load_locale
from planbook.model import (
    Achievement,
    AchievementKind,
    Area,
    AreaLevel,
    Assessment,
    Bound,
    Chapter,
    Direction,
    EditionKind,
    EditionParameters,
    Indicator,
    IndicatorType,
    Inputs,
    Judged,
    NoProjection,
    NotComputed,
    OutlookVerdict,
    PaceVerdict,
    Period,
    Plan,
    Rates,
    Reported,
    Sensitivity,
    Series,
    Source,
    SourceKind,
    TargetKind,
    Task,
    TaskKind,
    Text,
    Unit,
    UnitKind,
    Unjudged,
)
from planbook.paths import LANGUAGES, find_project
from planbook.publish.manifest import Manifest, PlanIdentity

BED = Unit("bed", UnitKind.COUNT, "张", "bed", "beds", 0)
PERCENT = Unit("percent", UnitKind.SHARE, "%", "%", "%", 1)
PERSON = Unit("person", UnitKind.COUNT, "人", "person", "persons", 0)

DISTRICT = Area("chongming", Text("崇明区", "Chongming"), AreaLevel.COUNTY, "310151", "shanghai")
CITY = Area("shanghai", Text("上海市", "Shanghai"), AreaLevel.PROVINCE, "310000", "china")
COUNTRY = Area("china", Text("全国", "China"), AreaLevel.COUNTRY, "100000")

OBSERVATION_COLUMNS = [
    "indicator_id",
    "year",
    "value",
    "flag",
    "source_id",
    "note_zh",
    "note_en",
    "vintage",
    "illustrative",
]


def make_indicator(**overrides) -> Indicator:
    """Indicator 3 of the plan (beds 8,439 → 10,105) unless overridden."""
    indicator = Indicator(
        id="i03",
        number=3,
        chapter_id="c4-3",
        name=Text("养老床位总数", "Elderly care beds"),
        short_name=Text("养老床位", "Care beds"),
        definition=Text("全区养老床位总数", "All elderly care beds in the district"),
        formula=Text("", ""),
        baseline_year=2020,
        baseline=8439.0,
        target_year=2025,
        target=10105.0,
        bound=Bound.PLAIN,
        direction=Direction.RISE,
        unit_id="bed",
        type=IndicatorType.ANTICIPATORY,
        target_kind=TargetKind.REACH,
        source_id="plan_14",
    )
    return replace(indicator, **overrides)


def make_observations(values: dict[int, float] | None = None, indicator_id: str = "i03", **columns) -> pd.DataFrame:
    """Rows for one indicator: `{year: value}`; `columns` override a column for every row."""
    values = {2021: 8700.0, 2022: 9050.0, 2023: 9365.0} if values is None else values
    rows = [
        {
            "indicator_id": indicator_id,
            "year": year,
            "value": value,
            "flag": "",
            "source_id": "illustrative_a",
            "note_zh": "",
            "note_en": "",
            "vintage": year,
            "illustrative": True,
        }
        | columns
        for year, value in values.items()
    ]
    return pd.DataFrame(rows, columns=OBSERVATION_COLUMNS)


def make_series(
    rows: pd.DataFrame | None = None, unit: Unit = BED, year: int = 2025, subject_id: str = "i03"
) -> Series:
    """What the edition of a year knows of one indicator, from rows as `make_observations` gives them."""
    return Series.known_by(make_observations() if rows is None else rows, subject_id, unit, year)


def make_parameters(**overrides) -> EditionParameters:
    parameters = EditionParameters(
        year=2023,
        kind=EditionKind.MID_TERM,
        cut_off=date(2023, 12, 31),
        published=date(2024, 3, 31),
        title=Text("中期评估", "Mid-term evaluation"),
    )
    return replace(parameters, **overrides)


def make_plan(**overrides) -> Plan:
    plan = Plan(
        id="example",
        title=Text("示例区民政事业发展“十四五”规划", "Example District 14th Five-Year Plan for Civil Affairs"),
        short_title=Text("示例规划", "Example plan"),
        document_number="示例〔2021〕1号",
        issuer=Text("示例区人民政府", "Example District Government"),
        issued=date(2021, 8, 27),
        area=Text("示例区", "Example District"),
        area_code=DISTRICT.code,
        baseline_year=2020,
        period=Period(Text("“十四五”", "14th Five-Year Plan"), 2021, 2025),
        predecessor=Period(Text("“十三五”", "13th Five-Year Plan"), 2016, 2020),
        source_id="plan_14",
    )
    return replace(plan, **overrides)


def make_source(**overrides) -> Source:
    source = Source(
        "illustrative_a",
        Text("示例数据", "Illustrative data"),
        Text("Planbook", "Planbook"),
        "2024",
        "",
        "",
        SourceKind.ILLUSTRATIVE,
    )
    return replace(source, **overrides)


def make_inputs(**overrides) -> Inputs:
    """Two indicators (beds rising, a share rising), three years of illustrative values."""
    share = make_indicator(
        id="i04",
        number=4,
        name=Text("护理型床位占比", "Nursing-type share of beds"),
        short_name=Text("护理型床位占比", "Nursing-type beds"),
        baseline=30.0,
        target=60.0,
        bound=Bound.AT_LEAST,
        unit_id="percent",
        type=IndicatorType.BINDING,
    )
    observations = pd.concat(
        [make_observations(), make_observations({2021: 34.0, 2022: 39.0, 2023: 42.0}, "i04")], ignore_index=True
    )
    inputs = Inputs(
        plan=make_plan(),
        parameters=make_parameters(),
        units={u.id: u for u in (BED, PERCENT, PERSON)},
        chapters={
            "c4": Chapter("c4", "", "四", Text("主要任务", "Main tasks"), ""),
            "c4-3": Chapter(
                "c4-3", "c4", "四（三）", Text("社会福利体系", "Social welfare"), "chapter", "04-3-social-welfare"
            ),
        },
        indicators={"i03": make_indicator(), "i04": share},
        tasks={},
        achievements={},
        glossary={},
        sources={
            "illustrative_a": make_source(),
            "plan_14": make_source(id="plan_14", kind=SourceKind.PLAN, title=Text("示例规划", "Example plan")),
        },
        observations=observations,
        vintages=observations.copy(),
        progress=pd.DataFrame(
            columns=[
                "task_id",
                "year",
                "value",
                "status",
                "flag",
                "source_id",
                "note_zh",
                "note_en",
                "vintage",
                "illustrative",
            ]
        ),
        series=pd.DataFrame(
            columns=["series_id", "name_zh", "name_en", "definition_zh", "definition_en", "unit_id", "measure"]
        ),
        context=pd.DataFrame(
            columns=[
                "series_id",
                "area",
                "year",
                "value",
                "flag",
                "source_id",
                "quote",
                "preferred",
                "note_zh",
                "note_en",
                "expression",
                "inputs",
            ]
        ),
        areas={area.id: area for area in (DISTRICT, CITY, COUNTRY)},
    )
    return replace(inputs, **overrides)


def make_achievement(**overrides) -> Achievement:
    """8,439 beds at the end of 2020, continued by indicator 3."""
    achievement = Achievement(
        id="a1",
        chapter_id="c1-3",
        label=Text("养老床位总数", "Elderly care beds"),
        kind=AchievementKind.LEVEL,
        value=8439.0,
        year=2020,
        unit_id="bed",
        start_value=None,
        start_year=None,
        qualifier="",
        indicator_id="i03",
        task_id="",
        source_id="plan_14",
        place="一（三）",
    )
    return replace(achievement, **overrides)


def make_task(**overrides) -> Task:
    """Meal sites 92 → 100."""
    task = Task(
        id="t1",
        chapter_id="c4-3",
        kind=TaskKind.NUMERIC,
        text=Text("助餐场所", "Meal sites"),
        baseline_year=2020,
        baseline=92.0,
        target_year=2025,
        target=100.0,
        bound=Bound.PLAIN,
        direction=Direction.RISE,
        unit_id="site",
        target_kind=TargetKind.REACH,
        indicator_id="i06",
        source_id="plan_14",
        place="四（三）1",
    )
    return replace(task, **overrides)


def make_assessment(pace: PaceVerdict = PaceVerdict.ON_PACE, **overrides) -> Assessment:
    """Indicator 3 at 9,365 beds at the end of 2023, with nothing computed but what is overridden."""
    firm = Sensitivity(9365.0, None, None, None, None, (), (), near_boundary=False)
    unjudged = pace is PaceVerdict.NOT_REPORTED
    assessment = Assessment(
        indicator_id="i03",
        target_kind=TargetKind.REACH,
        latest=Reported(2023, 9365.0, source_id="illustrative_a", illustrative=True),
        due=0.6,
        standing=NotComputed(""),
        course=(),
        way=None,
        judgement=Unjudged("not_reported_this_year") if unjudged else Judged(pace, False, firm),
        rates=Rates(),
        forecast=NoProjection(OutlookVerdict.UNCERTAIN, ""),
        points=((2020, 8439.0), (2023, 9365.0)),
        cross_checks=(),
    )
    return replace(assessment, **overrides)


@cache
def locale_entries(language: str) -> dict:
    return load_locale(language, find_project().locales)


def missing_words(messages) -> list[str]:
    """What keeps any of the messages from being said in both languages: no template, or a field it is not given."""
    problems = []
    for language in LANGUAGES:
        entries = locale_entries(language)
        for message in messages:
            template = entries
            for part in message.key.split("."):
                template = template.get(part, {})
            texts = template.values() if isinstance(template, dict) else (template,)
            given = {name for name, *_ in message.fields}
            asked = {field for text in texts for _, field, *_ in Formatter().parse(str(text)) if field}
            if not texts or not asked <= given:
                problems.append(f"{language} {message.key}: {sorted(asked - given) or 'no text'}")
    return problems


def make_edition(language: str = "zh", inputs: Inputs | None = None, previous_inputs: Inputs | None = None):
    """An edition judged from `make_inputs()`, unless other inputs are given; in the words of its kind."""
    from planbook.assess import assess_all
    from planbook.present.edition import Edition
    from planbook.present.words import load_words

    inputs = make_inputs() if inputs is None else inputs
    return Edition(
        inputs=inputs,
        language=language,
        words=load_words(language, inputs.parameters.kind),
        assessments=assess_all(inputs),
        previous_inputs=previous_inputs,
        previous=None if previous_inputs is None else assess_all(previous_inputs),
    )


def make_manifest(**overrides) -> Manifest:
    """What an edition's manifest says: two pages in English, one in Chinese, an English report."""
    year = overrides.get("year", 2023)
    fields = {
        "year": year,
        "kind": EditionKind.MID_TERM,
        "title": Text(f"{year}年报告", f"Report {year}"),
        "plan": PlanIdentity("example", Text("示例规划", "Example plan"), "示例〔2021〕1号"),
        "cut_off": date(year, 12, 31),
        "published": date(year + 1, 3, 31),
        "has_illustrative": True,
        "official_only": False,
        "publisher": "embedded",
        "pages": {"zh": {"index": "摘要"}, "en": {"index": "Summary", "03-indicators": "Main indicators"}},
        "verdicts": {"achieved": 2, "ahead": 0, "on_pace": 1, "lagging": 1, "not_reported": 0},
        "outlooks": {"met": 2, "unlikely": 2},
        "headline": Text("一项滞后。", "One lagged."),
        "outputs": {"report-en.pdf": "x", "zh/index.html": "y"},
    }
    return Manifest(**fields | overrides)


def indicator_verdict(edition, indicator_id: str):
    """`say_indicator_verdict` of what the package itself has judged."""
    return present.say_indicator_verdict(edition, edition.judged(indicator_id))


def indicator_outlook(edition, indicator_id: str):
    """`say_outlook` of what the package itself has judged."""
    judged = edition.judged(indicator_id)
    return present.say_outlook(edition, judged, judged[judged["outlook"].notna()])


def indicator_trend(edition, indicator_id: str):
    """`chart_trend` of what the package itself has judged."""
    judged = edition.judged(indicator_id)
    return present.chart_trend(edition, edition.observations(indicator_id), judged, judged)


def of_pace(builder):
    """A builder that takes the frame of judgement 1, as one of edition and indicator, with what the package judged."""
    return lambda edition, indicator_id: builder(edition, edition.judged(indicator_id))


def small_multiples(edition, chapter_id: str):
    """`chart_small_multiples` of a heading, with the edition's own frames."""
    return present.chart_small_multiples(edition, edition.scorecard(chapter_id), edition.yearly_values(chapter_id))


def status_matrix(edition, chapter_id: str):
    """`chart_status_matrix` of a heading, with the edition's own frames."""
    return present.chart_status_matrix(edition, edition.measures(chapter_id), edition.statuses(chapter_id))


def of_scorecard(builder, edition):
    """A builder that takes a scorecard, with the edition's own."""
    return builder(edition, edition.scorecard())


def of_achievements(builder, edition, chapter_id: str):
    """A builder that takes the achievements of a heading, with the edition's own."""
    return builder(edition, edition.achievements(chapter_id))


def of_series(builder, edition):
    """A builder that takes the series of both plans, with the edition's own."""
    return builder(edition, edition.series_changes())
