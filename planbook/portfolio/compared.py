"""The page that sets plans beside each other: what the list names as shared, never a ranking within noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.assess import assess_all
from planbook.compare.shared import PlanStanding, RollUp, compare_shared, roll_up, stand_of
from planbook.errors import PlanbookError
from planbook.load import load_inputs
from planbook.looks import ILLUSTRATIVE_MARK, VERDICTS, Look
from planbook.model import EditionName, Text
from planbook.paths import LANGUAGES, Project
from planbook.portfolio.front import portfolio_facts
from planbook.portfolio.listing import Portfolio, Shared
from planbook.present.words import Words, load_words
from planbook.publish.folders import write_text
from planbook.publish.shell import PageHead, ShellContext, render_template, shell_environment

__all__ = ["COMPARED", "publish_compared"]

COMPARED = "compared.html"
_MANY, _SHOWN = 8, 3  # areas that a sentence names


@dataclass(frozen=True)
class ComparedRow:
    """One plan's indicator as the page shows it."""

    plan: Text
    href: str
    baseline: str
    target: str
    ambition: str
    latest: str
    completion: str
    due: str
    look: Look
    verdict: Text


@dataclass(frozen=True)
class ComparedIndicator:
    """One shared indicator as the page shows it."""

    name: Text
    unit: Text
    rows: Sequence[ComparedRow]
    told: Text
    rolled: Text | None


@dataclass(frozen=True, kw_only=True)
class ComparedContext(ShellContext):
    """What `compared.html.j2` is filled with."""

    words_zh: Words
    words_en: Words
    title: Text
    indicators: Sequence[ComparedIndicator]
    illustrative: bool
    search_root: str = "./"
    home_page: str = "index.html"


def publish_compared(portfolio: Portfolio, site: Path, project: Project, official_only: bool = False) -> str:
    """Write the page; its address, "" where the list names nothing that is shared.

    A plan whose data cannot be read is left out: why it cannot is told where it is built.
    """
    if not portfolio.shared:
        return ""
    words = {language: load_words(language) for language in LANGUAGES}
    known = _standings(portfolio, project, official_only)
    indicators = [
        _indicator(shared, standings, known.get((shared.whole, shared.whole_indicator)), words)
        for shared in portfolio.shared
        if (standings := [one for key in shared.indicators if (one := known.get(key)) is not None])
    ]
    if not indicators:
        return ""
    named = {key for one in portfolio.shared for key in (*one.indicators, (one.whole, one.whole_indicator))}
    shown = [one for key, one in known.items() if key in named]
    context = ComparedContext(
        lang="zh",
        html_lang=words["zh"].html_language,
        words=words["zh"],
        page=PageHead("compared", words["zh"]("portfolio.compared"), words["en"]("portfolio.compared"), "portfolio"),
        edition=portfolio_facts(portfolio, max(one.year for one in shown)),
        root="",
        site_root="",
        assets="assets/",
        banner=False,
        words_zh=words["zh"],
        words_en=words["en"],
        title=portfolio.title,
        indicators=indicators,
        illustrative=any(one.illustrative for one in shown),
    )
    html = render_template(shell_environment(project.site_sources / "shell"), "compared.html.j2", context)
    write_text(site / COMPARED, html)
    return COMPARED


def _standings(portfolio: Portfolio, project: Project, official_only: bool) -> dict[tuple[str, str], PlanStanding]:
    """(plan, indicator) → how it stands in the plan's last listed year; only of plans that share something."""
    named = {plan for shared in portfolio.shared for plan, _ in shared.indicators}
    named |= {shared.whole for shared in portfolio.shared}
    found: dict[tuple[str, str], PlanStanding] = {}
    for plan in portfolio.plans:
        if plan.address not in named:
            continue
        try:
            inputs = load_inputs(
                EditionName.of(plan.years[-1]), plan.folder, project.params_of(plan.folder), official_only
            )
        except PlanbookError:
            continue
        for id, assessment in assess_all(inputs).items():
            found[plan.address, id] = stand_of(plan.address, inputs, assessment)
    return found


def _indicator(
    shared: Shared, standings: list[PlanStanding], whole: PlanStanding | None, words: Mapping[str, Words]
) -> ComparedIndicator:
    compared = compare_shared(shared.name, standings)
    areas = {one.plan: one.area for one in standings}
    rolled = None
    if whole is not None:
        rolled = Text(*(_rolled(roll_up(whole, standings), words[language]) for language in LANGUAGES))
    return ComparedIndicator(
        shared.name,
        Text(*(words[language].unit(standings[0].unit) for language in LANGUAGES)),
        [_row(one, words) for one in standings],
        Text(*(_told(compared.groups, areas, words[language]) for language in LANGUAGES)),
        rolled,
    )


def _told(groups: Sequence[Sequence[str]], areas: Mapping[str, Text], words: Words) -> str:
    """Which plans can be told apart, and which cannot."""
    if not groups:
        return words("portfolio.told.nothing")
    names = [name_areas([words.text(areas[plan]) for plan in group], words) for group in groups]
    if len(groups) == 1:
        return words("portfolio.told.one" if len(groups[0]) == 1 else "portfolio.told.alike", names=names[0])
    return words("portfolio.told.groups", groups=words("portfolio.told.then").join(names))


def name_areas(areas: Sequence[str], words: Words) -> str:
    """The areas of a group; of many the first few, for the table names them all."""
    if len(areas) <= _MANY:
        return words.list(areas)
    shown = ("、" if words.language == "zh" else ", ").join(areas[:_SHOWN])
    return words("portfolio.told.many", names=shown, count=len(areas) - (0 if words.language == "zh" else _SHOWN))


def _rolled(rolled: RollUp, words: Words) -> str:
    whole, unit = rolled.whole, rolled.whole.unit
    if rolled.target is None or whole.indicator.target is None:
        return words("portfolio.rolled.unknown")
    said = words(
        "portfolio.rolled.target",
        parts=len(rolled.parts),
        sum=words.value(rolled.target, unit),
        whole=words.value(whole.indicator.target, unit),
        area=words.text(whole.area),
        share=words.share(rolled.target / whole.indicator.target) if whole.indicator.target else "–",
    )
    if rolled.value is None:
        missing = words.list([words.text(part.area) for part in rolled.parts if part.plan in rolled.missing])
        return said + words("portfolio.rolled.missing", names=missing)
    mark = ILLUSTRATIVE_MARK if any(part.illustrative for part in rolled.parts) else ""
    total = f"{words.value(rolled.value, unit)}{mark}"
    return said + words("portfolio.rolled.value", sum=total, year=words.year(whole.year))


def _row(one: PlanStanding, words: Mapping[str, Words]) -> ComparedRow:
    en, unit, look = words["en"], one.unit, VERDICTS[one.verdict]
    mark = ILLUSTRATIVE_MARK if one.illustrative else ""

    def number(value: float | None, decimals: int) -> str:
        return "–" if value is None else en.number(value, decimals)

    ambition = number(one.ambition, unit.decimals + 1)
    if one.relative_ambition is not None:
        ambition += f" ({en.number(one.relative_ambition, 1)}%)"
    latest = "–" if one.latest is None else f"{en.number(one.latest.value, unit.decimals)}{mark} ({one.latest.year})"
    completion = "–"
    if one.completion is not None:
        completion = f"{en.number(100 * one.completion, 1)}"
        if one.uncertainty:
            completion += f" ± {en.number(100 * one.uncertainty, 1)}"
        completion += f"%{mark}"
    return ComparedRow(
        one.area,
        f"{one.plan}/{one.edition}/zh/indicators/{one.indicator.id}.html",
        number(one.indicator.baseline, unit.decimals),
        number(one.indicator.target, unit.decimals),
        ambition,
        latest,
        completion,
        f"{en.number(100 * one.due, 1)}%",
        look,
        Text(words["zh"](look.word), en(look.word)),
    )
