"""Does the plan agree with itself, and with what was published?

Every check is computed from the data: the plan's narrative (achievements), its table (indicators), its tasks and
the published background. A figure is found by what it is (the level linked to an indicator, the formula that
names the registered population, a series in an area), never by its value; a check whose figures another plan
does not have is left out. A disagreement is reported with its arithmetic, and nothing is repaired.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from planbook.assess.background import known_figures
from planbook.model import (
    Achievement,
    AchievementKind,
    Flag,
    Indicator,
    Inputs,
    Message,
    TaskKind,
    Text,
    Unit,
    UnitKind,
)

__all__ = ["ConsistencyCheck", "check_plan_consistency"]

DISTRICT_AREA, CITY_AREA = "chongming", "shanghai"
CITY = "全市"  # the whole city
DISTRICT_ENDINGS = ("区", "县")
REGISTERED, RESIDENT = "户籍人口", "常住人口"
OF_WHICH = "其中"
PER = 10_000  # rates are per ten thousand residents


@dataclass(frozen=True)
class ConsistencyCheck:
    """Two figures that ought to agree, with the arithmetic between them.

    Attributes
    ----------
    id : of the check; with the indicator or year it is about where it is made more than once.
    agrees : True, False, or None where the two are not strictly comparable and only stand side by side.
    left : what the plan says, in `unit_id`.
    right : what it is set against, in the same unit.
    arithmetic : with the figures filled in, the same in every language.
    title, message : for readers; keys of the locales' `consistency`.
    source_ids : where the figures come from, the plan first.
    """

    id: str
    agrees: bool | None
    left: float
    right: float
    unit_id: str
    arithmetic: str
    title: Message
    message: Message
    source_ids: tuple[str, ...]

    @property
    def difference(self) -> float:
        """left − right, in `unit_id`."""
        return self.left - self.right


class _NotInThisPlan(LookupError):
    """A figure that a check needs is not among the inputs."""


@dataclass(frozen=True)
class _Published:
    """A background figure with its unit; `value` in units of one (万人 multiplied out)."""

    year: int
    value: float
    unit: Unit
    source_id: str


@dataclass(frozen=True)
class _Figures:
    """Finds figures in the inputs; every lookup raises `_NotInThisPlan` where there is none."""

    inputs: Inputs

    def indicator(self, *words: str) -> Indicator:
        """The indicator whose formula (or definition, where it has none) has all these words; not one from zero."""
        for indicator in self.inputs.indicators.values():
            text = indicator.formula.zh or indicator.definition.zh
            if indicator.baseline and all(word in text for word in words):
                return indicator
        raise _NotInThisPlan(words)

    def level_behind(self, indicator: Indicator) -> Achievement:
        """The counted level of the narrative that an indicator's baseline rests on."""
        for achievement in self.levels():
            if (
                achievement.indicator_id == indicator.id
                and achievement.year == indicator.baseline_year
                and self.unit(achievement.unit_id).kind is UnitKind.COUNT
                and achievement.unit_id != indicator.unit_id
            ):
                return achievement
        raise _NotInThisPlan(indicator.id)

    def levels(self) -> Iterator[Achievement]:
        return (entry for entry in self.inputs.achievements.values() if entry.kind is AchievementKind.LEVEL)

    def unit(self, unit_id: str) -> Unit:
        return self.inputs.units[unit_id]

    def published(self, series_id: str, area: str, year: int | None = None) -> _Published:
        """The preferred figure of a year, or the latest known one where no year is given."""
        rows = known_figures(self.inputs)
        rows = rows[(rows["series_id"] == series_id) & (rows["area"] == area)]
        rows = rows[rows["year"] == year] if year is not None else rows
        rows = rows[~rows["flag"].isin([Flag.MISSING, Flag.FORECAST])].sort_values("year", kind="stable")
        series = self.inputs.series
        units = series[series["series_id"] == series_id]["unit_id"]
        if rows.empty or units.empty:
            raise _NotInThisPlan(series_id)
        row, unit = rows.iloc[-1], self.unit(units.iloc[0])
        return _Published(int(row["year"]), _in_ones(float(row["value"]), unit), unit, str(row["source_id"]))

    @property
    def plan_source(self) -> str:
        return self.inputs.plan.source_id


def check_plan_consistency(inputs: Inputs) -> tuple[ConsistencyCheck, ...]:
    """Every check that the inputs allow, in a fixed order.

    Parameters
    ----------
    inputs : plan figures and background; of the background nothing later than the edition's year is used, but for
        plan targets.

    Returns
    -------
    tuple of ConsistencyCheck
        Shorter for another plan: a check whose figures are missing is left out.

    Source
    ------
    METHODS, "Does the plan agree with itself". Whole numbers behind a percentage: Brown and Heathers, "The GRIM
    test", Social Psychological and Personality Science 8 (2017).
    """
    figures = _Figures(inputs)
    found: list[ConsistencyCheck] = []
    for check in CHECKS:
        try:
            found.extend(check(figures))
        except _NotInThisPlan:
            continue
    return tuple(found)


def _narrative_against_table(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """A level that the narrative and the table both give is the same in both."""
    for achievement in figures.inputs.achievements.values():
        indicator = figures.inputs.indicators.get(achievement.indicator_id)
        if (
            indicator is None
            or indicator.baseline is None
            or achievement.unit_id != indicator.unit_id
            or achievement.year != indicator.baseline_year
        ):
            continue
        sign = "=" if achievement.value == indicator.baseline else "≠"
        yield _check(
            figures,
            "narrative_against_table",
            achievement.value == indicator.baseline,
            achievement.value,
            indicator.baseline,
            indicator.unit_id,
            f"{_shown(achievement.value)} {sign} {_shown(indicator.baseline)}",
            (("name", indicator.short_name, "text"),),
            about=indicator.id,
        )


def _allowance_ratio(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """The allowance over the consumption of the year before, as the indicator defines it."""
    indicator = figures.indicator("最低生活保障标准", "消费支出")
    allowance = next(
        (
            entry
            for entry in figures.levels()
            if entry.indicator_id == indicator.id and figures.unit(entry.unit_id).kind is UnitKind.MONEY
        ),
        None,
    )
    if allowance is None:
        raise _NotInThisPlan(indicator.id)
    spending = figures.published("household_consumption_per_capita", CITY_AREA, indicator.baseline_year - 1)
    computed = allowance.value * 12 / spending.value * 100
    yield _check(
        figures,
        "allowance_ratio",
        _rounds_to(computed, indicator.baseline),
        indicator.baseline,
        computed,
        indicator.unit_id,
        f"{_shown(allowance.value)} × 12 ÷ {_shown(spending.value)} × 100 = {_shown(computed, 2)}",
        (("name", indicator.short_name, "text"), ("year", spending.year, "year")),
        sources=(spending.source_id,),
    )


def _allowance_standard(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """The allowance at the start and the end of the finished plan, in the plan and as the city published it."""
    indicator = figures.indicator("最低生活保障标准")
    for entry in figures.levels():
        if entry.indicator_id != indicator.id or figures.unit(entry.unit_id).kind is not UnitKind.MONEY:
            continue
        for year, value in ((entry.start_year, entry.start_value), (entry.year, entry.value)):
            if year is None or value is None:
                continue
            published = figures.published("dibao_standard_monthly", CITY_AREA, year)
            yield _check(
                figures,
                "allowance_standard",
                value == published.value,
                value,
                published.value,
                entry.unit_id,
                f"{_shown(value)} {'=' if value == published.value else '≠'} {_shown(published.value)}",
                (("year", year, "year"),),
                about=str(year),
                sources=(published.source_id,),
            )


def _stated_growth(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """ "Up 44 %": is there a whole number to have grown from?"""
    for growth in figures.inputs.achievements.values():
        if growth.kind is not AchievementKind.CHANGE or figures.unit(growth.unit_id).kind is not UnitKind.CHANGE:
            continue
        for level in figures.levels():
            if level.indicator_id != growth.indicator_id or figures.unit(level.unit_id).kind is not UnitKind.COUNT:
                continue
            if growth.value <= -100 or round(implied := level.value / (1 + growth.value / 100)) == 0:
                continue
            start = round(implied)
            computed = (level.value / start - 1) * 100
            yield _check(
                figures,
                "stated_growth",
                _rounds_to(computed, growth.value),
                growth.value,
                computed,
                growth.unit_id,
                f"{_shown(level.value)} ÷ (1 + {_shown(growth.value)} ÷ 100) = {_shown(implied, 1)}; "
                f"({_shown(level.value)} ÷ {_shown(start)} − 1) × 100 = {_shown(computed, 1)}",
                (("name", level.label, "text"), ("level", level.value, level.unit_id), ("start", start, level.unit_id)),
                about=level.id,
            )


def _resident_population(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """The population behind a rate per 10,000 residents against the census, and the rate on the census."""
    indicator = figures.indicator(RESIDENT, "社会组织")
    level = figures.level_behind(indicator)
    published = figures.published("resident_population", DISTRICT_AREA, indicator.baseline_year)
    implied, (low, high) = level.value / indicator.baseline * PER, _implied_range(level.value * PER, indicator.baseline)
    fields = (
        ("name", indicator.short_name, "text"),
        ("level", level.value, level.unit_id),
        ("rate", indicator.baseline, indicator.unit_id),
        ("year", published.year, "year"),
    )
    yield _check(
        figures,
        "resident_population",
        low <= published.value <= high,
        implied,
        published.value,
        published.unit.id,
        f"{_shown(level.value)} ÷ {_shown(indicator.baseline)} × {_shown(PER)} = {_shown(implied, 0)}",
        (*fields, ("low", low, published.unit.id), ("high", high, published.unit.id)),
        sources=(published.source_id,),
    )
    computed = level.value / published.value * PER
    yield _check(
        figures,
        "rate_on_published_population",
        _rounds_to(computed, indicator.baseline),
        indicator.baseline,
        computed,
        indicator.unit_id,
        f"{_shown(level.value)} ÷ {_shown(published.value)} × {_shown(PER)} = {_shown(computed, 2)}",
        (
            *fields,
            ("population", published.value, published.unit.id),
            ("target", indicator.target, indicator.unit_id),
            ("target_year", indicator.target_year, "year"),
        ),
        sources=(published.source_id,),
    )


def _registered_population(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """The registered population behind a share against the latest published one."""
    indicator = figures.indicator(REGISTERED)
    level = figures.level_behind(indicator)
    published = figures.published("registered_population", DISTRICT_AREA)
    implied, (low, high) = level.value / indicator.baseline * 100, _implied_range(level.value * 100, indicator.baseline)
    same_year = published.year == indicator.baseline_year
    yield _check(
        figures,
        "registered_population",
        low <= published.value <= high if same_year else None,
        implied,
        published.value,
        level.unit_id,
        f"{_shown(level.value)} ÷ {_shown(indicator.baseline)} × 100 = {_shown(implied, 0)}",
        (
            ("name", indicator.short_name, "text"),
            ("level", level.value, level.unit_id),
            ("share", indicator.baseline, indicator.unit_id),
            ("year", published.year, "year"),
            ("low", low, level.unit_id),
            ("high", high, level.unit_id),
        ),
        sources=(published.source_id,),
    )


def _two_populations(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """Which is larger, the resident or the registered population: as the plan implies, and as published."""
    per_residents, per_registered = figures.indicator(RESIDENT, "社会组织"), figures.indicator(REGISTERED)
    organisations, recipients = figures.level_behind(per_residents), figures.level_behind(per_registered)
    resident = organisations.value / per_residents.baseline * PER
    registered = recipients.value / per_registered.baseline * 100
    arithmetic = f"{_shown(resident, 0)} ÷ {_shown(registered, 0)} = {_shown(resident / registered, 3)}"
    fields = (("ratio", resident / registered, "ratio"),)
    agrees, sources = None, ()
    try:
        published = (
            figures.published("resident_population", DISTRICT_AREA),
            figures.published("registered_population", DISTRICT_AREA),
        )
    except _NotInThisPlan:
        pass
    else:
        ratio = published[0].value / published[1].value
        agrees = (resident > registered) is (ratio > 1)
        sources = tuple(figure.source_id for figure in published)
        arithmetic += f"; {_shown(published[0].value, 0)} ÷ {_shown(published[1].value, 0)} = {_shown(ratio, 3)}"
        fields = (
            *fields,
            ("published_ratio", ratio, "ratio"),
            ("resident_year", published[0].year, "year"),
            ("registered_year", published[1].year, "year"),
        )
    yield _check(
        figures,
        "two_populations",
        agrees,
        resident,
        registered,
        recipients.unit_id,
        arithmetic,
        fields,
        sources=sources,
    )


def _city_in_a_district_plan(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """An indicator defined on the whole city in a district's plan: its figure against the city's."""
    if not figures.inputs.plan.area.zh.endswith(DISTRICT_ENDINGS):
        return
    indicator = next(
        (
            entry
            for entry in figures.inputs.indicators.values()
            if CITY in entry.definition.zh and entry.baseline is not None
        ),
        None,
    )
    if indicator is None or "助餐" not in indicator.definition.zh:
        raise _NotInThisPlan(CITY)
    city = figures.published("meal_served_daily", CITY_AREA, indicator.baseline_year)
    share = indicator.baseline / city.value
    yield _check(
        figures,
        "city_in_a_district_plan",
        share >= 1,
        indicator.baseline,
        city.value,
        indicator.unit_id,
        f"{_shown(indicator.baseline)} ÷ {_shown(city.value)} × 100 = {_shown(share * 100, 1)}",
        (
            ("name", indicator.short_name, "text"),
            ("area", figures.inputs.plan.area, "text"),
            ("year", city.year, "year"),
            ("share", share, "share"),
        ),
        sources=(city.source_id,),
    )


def _whole_townships(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """A percentage of the townships has to come from a whole number of them."""
    indicator = figures.indicator("乡镇数", "÷全区乡镇数")
    totals = [
        task.target
        for task in figures.inputs.tasks.values()
        if task.kind is TaskKind.NUMERIC and task.unit_id == "township" and task.target is not None
    ]
    if not totals:
        raise _NotInThisPlan(indicator.id)
    total = max(totals)
    covered = round(indicator.baseline / 100 * total)
    computed = covered / total * 100
    yield _check(
        figures,
        "whole_townships",
        _rounds_to(computed, indicator.baseline),
        indicator.baseline,
        computed,
        indicator.unit_id,
        f"{_shown(covered)} ÷ {_shown(total)} × 100 = {_shown(computed, 1)}",
        (("name", indicator.short_name, "text"), ("covered", covered, "number"), ("total", total, "township")),
    )


def _whole_numbers_behind_a_share(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """A share of what the narrative also counts: is there a whole total that gives it?"""
    for share in figures.inputs.achievements.values():
        if share.kind is not AchievementKind.SHARE or not share.task_id or not 0 < share.value < 100:
            continue
        for counted in figures.inputs.achievements.values():
            if (
                counted.task_id != share.task_id
                or counted.kind is not AchievementKind.CUMULATIVE
                or figures.unit(counted.unit_id).kind is not UnitKind.COUNT
                or counted.value <= 0
            ):
                continue
            total = round(counted.value / share.value * 100)
            computed = counted.value / total * 100
            yield _check(
                figures,
                "whole_numbers_behind_a_share",
                _rounds_to(computed, share.value),
                share.value,
                computed,
                share.unit_id,
                f"{_shown(counted.value)} ÷ {_shown(total)} × 100 = {_shown(computed, 4)}",
                (
                    ("name", share.label, "text"),
                    ("counted", counted.value, counted.unit_id),
                    ("total", total, counted.unit_id),
                    ("left_over", total - counted.value, counted.unit_id),
                ),
                about=share.id,
            )


def _part_and_whole(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """No part ("of which") is larger than its whole."""
    entries = list(figures.inputs.achievements.values())
    for position, whole in enumerate(entries):
        parts = []
        for entry in entries[position + 1 :]:
            if not entry.label.zh.startswith(OF_WHICH):
                break
            parts.append(entry)
        if whole.label.zh.startswith(OF_WHICH) or not parts:
            continue
        largest = max(parts, key=lambda part: part.value)
        sign = "≤" if largest.value <= whole.value else ">"
        shown = ", ".join(_shown(part.value) for part in parts)
        yield _check(
            figures,
            "part_and_whole",
            largest.value <= whole.value,
            largest.value,
            whole.value,
            whole.unit_id,
            f"max({shown}) = {_shown(largest.value)} {sign} {_shown(whole.value)}",
            (("name", whole.label, "text"), ("parts", len(parts), "number")),
            about=whole.id,
        )


def _service_items(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """Items handled city-wide: one list for the whole city, counted by the district and by the city."""
    own = next((entry for entry in figures.levels() if "全市通办" in entry.label.zh), None)
    if own is None:
        raise _NotInThisPlan("全市通办")
    city = figures.published("citywide_service_items", CITY_AREA, own.year)
    yield _check(
        figures,
        "service_items",
        own.value == city.value,
        own.value,
        city.value,
        own.unit_id,
        f"{_shown(own.value)} − {_shown(city.value)} = {_shown(own.value - city.value)}",
        (("year", own.year, "year"),),
        sources=(city.source_id,),
    )


def _beds_for_the_elderly(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """Are the beds planned in all enough for the share of the elderly that the plan wants beds in institutions for?"""
    task = next(
        (
            entry
            for entry in figures.inputs.tasks.values()
            if entry.kind is TaskKind.NUMERIC
            and "户籍老年人口" in entry.text.zh
            and entry.target is not None
            and figures.unit(entry.unit_id).kind is UnitKind.SHARE
        ),
        None,
    )
    indicator = figures.inputs.indicators.get(task.indicator_id) if task is not None else None
    if indicator is None or indicator.target is None:
        raise _NotInThisPlan("户籍老年人口")
    elderly = figures.published("registered_pop_60plus", DISTRICT_AREA)
    needed = elderly.value * task.target / 100
    yield _check(
        figures,
        "beds_for_the_elderly",
        indicator.target >= needed,
        indicator.target,
        needed,
        indicator.unit_id,
        f"{_shown(elderly.value, 0)} × {_shown(task.target)} ÷ 100 = {_shown(needed, 0)}",
        (
            ("name", indicator.short_name, "text"),
            ("share", task.target, task.unit_id),
            ("year", elderly.year, "year"),
            ("target_year", indicator.target_year, "year"),
        ),
        sources=(elderly.source_id,),
    )


def _certificate_holders(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """Certified community workers are among all holders of the certificate, so there are no more of them."""
    share, rate = figures.indicator("社区工作者数"), figures.indicator("职业水平证书", RESIDENT)
    workers = figures.level_behind(share)
    residents = figures.published("resident_population", DISTRICT_AREA, rate.baseline_year)
    certified = workers.value * share.baseline / 100
    holders = rate.baseline * residents.value / PER
    yield _check(
        figures,
        "certificate_holders",
        certified <= holders,
        certified,
        holders,
        workers.unit_id,
        f"{_shown(workers.value)} × {_shown(share.baseline)} ÷ 100 = {_shown(certified, 0)}; "
        f"{_shown(rate.baseline)} × {_shown(residents.value)} ÷ {_shown(PER)} = {_shown(holders, 0)}",
        (("year", residents.year, "year"),),
        sources=(residents.source_id,),
    )


def _target_already_passed(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """A target for the end of the plan that a published figure passed years before."""
    task = next(
        (
            entry
            for entry in figures.inputs.tasks.values()
            if entry.kind is TaskKind.NUMERIC and "助餐服务场所" in entry.text.zh and entry.target is not None
        ),
        None,
    )
    published = figures.published("meal_sites", DISTRICT_AREA)
    if task is None or task.baseline_year is None or published.year <= task.baseline_year:
        raise _NotInThisPlan("助餐服务场所")
    early = published.value >= task.target and published.year < task.target_year
    yield _check(
        figures,
        "target_already_passed",
        not early,
        task.target,
        published.value,
        task.unit_id,
        f"{_shown(published.value)} − {_shown(task.target)} = {_shown(published.value - task.target)}",
        (
            ("name", task.text, "text"),
            ("year", published.year, "year"),
            ("target_year", task.target_year, "year"),
            ("baseline", task.baseline or 0.0, task.unit_id),
        ),
        sources=(published.source_id,),
    )


def _district_and_city_target(figures: _Figures) -> Iterator[ConsistencyCheck]:
    """One ratio of two city-wide figures has two targets, the city's and the district's."""
    indicator = figures.indicator("最低生活保障标准", "消费支出")
    city = figures.published("dibao_to_consumption_ratio_target", CITY_AREA, indicator.target_year)
    yield _check(
        figures,
        "district_and_city_target",
        indicator.target == city.value,
        indicator.target,
        city.value,
        indicator.unit_id,
        f"{_shown(indicator.target)} − {_shown(city.value)} = {_shown(indicator.target - city.value)}",
        (("name", indicator.short_name, "text"), ("target_year", indicator.target_year, "year")),
        sources=(city.source_id,),
    )


CHECKS = (
    _narrative_against_table,
    _allowance_ratio,
    _allowance_standard,
    _stated_growth,
    _resident_population,
    _registered_population,
    _two_populations,
    _city_in_a_district_plan,
    _whole_townships,
    _whole_numbers_behind_a_share,
    _part_and_whole,
    _certificate_holders,
    _service_items,
    _beds_for_the_elderly,
    _target_already_passed,
    _district_and_city_target,
)


def _check(
    figures: _Figures,
    name: str,
    agrees: bool | None,
    left: float,
    right: float,
    unit_id: str,
    arithmetic: str,
    fields: tuple[tuple[str, float | int | str | Text, str], ...],
    *,
    about: str = "",
    sources: tuple[str, ...] = (),
) -> ConsistencyCheck:
    result = {True: "agrees", False: "differs", None: "side_by_side"}[agrees]
    fields = (
        ("left", left, unit_id),
        ("right", right, unit_id),
        ("difference", left - right, f"change:{unit_id}"),
        *fields,
    )
    return ConsistencyCheck(
        f"{name}_{about}" if about else name,
        agrees,
        left,
        right,
        unit_id,
        arithmetic,
        Message(f"consistency.{name}.title", fields),
        Message(f"consistency.{name}.{result}", fields),
        tuple(dict.fromkeys((figures.plan_source, *sources))),
    )


def _decimals(stated: float) -> int:
    """Decimals a figure is stated with: 8.1 has one, 44 none."""
    exponent = Decimal(repr(stated)).normalize().as_tuple().exponent
    return max(-exponent, 0)


def _rounds_to(computed: float, stated: float) -> bool:
    """Whether `computed` is `stated` at the decimals that it is stated with."""
    return abs(computed - stated) <= 0.5 * 10.0 ** -_decimals(stated) + 1e-9


def _implied_range(numerator: float, stated: float) -> tuple[float, float]:
    """What numerator ÷ stated may be, given that `stated` is rounded."""
    half = 0.5 * 10.0 ** -_decimals(stated)
    return numerator / (stated + half), numerator / (stated - half) if stated > half else math.inf


def _in_ones(value: float, unit: Unit) -> float:
    """A value in units of one: 22.8 万人 is 228,000."""
    for character, factor in (("万", 1e4), ("亿", 1e8)):
        if unit.zh.startswith(character):
            return value * factor
    return value


def _shown(value: float, decimals: int | None = None) -> str:
    """A figure in an arithmetic: as it is stated, or with the given decimals; thousands parted by commas."""
    places = _decimals(float(value)) if decimals is None else decimals
    return f"{value:,.{places}f}".replace("-", "−")
