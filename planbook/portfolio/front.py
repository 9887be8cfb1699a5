"""What stands above many plans: the page that lists them by verdict, the feed of all, the search over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from planbook.looks import VERDICTS, Look
from planbook.model import PaceVerdict, Text
from planbook.paths import LANGUAGES, Project
from planbook.portfolio.listing import Portfolio
from planbook.present.words import Words, load_words
from planbook.publish.folders import write_text
from planbook.publish.manifest import Manifest, published_editions
from planbook.publish.search import index_some_pages
from planbook.publish.shell import EditionFacts, PageHead, ShellContext, render_template, shell_environment

__all__ = ["PlanEditions", "find_editions", "portfolio_facts", "publish_portfolio_front"]


@dataclass(frozen=True)
class PlanEditions:
    """The editions of one plan that stand on the site, newest first; `address` is its folder there."""

    address: str
    manifests: tuple[Manifest, ...]

    @property
    def newest(self) -> Manifest:
        return self.manifests[0]


@dataclass(frozen=True)
class VerdictHead:
    """The head of a column of verdicts."""

    look: Look
    label: Text


@dataclass(frozen=True)
class OtherEdition:
    """An older edition, from the page of the portfolio."""

    year: str
    href: str


@dataclass(frozen=True)
class PortfolioRow:
    """A plan as the page lists it."""

    title: Text
    year: str
    has_illustrative: bool
    editions: str
    pages: Mapping[str, str | None]
    numbers: Sequence[int]
    others: Sequence[OtherEdition]


@dataclass(frozen=True, kw_only=True)
class PortfolioContext(ShellContext):
    """What `portfolio.html.j2` is filled with."""

    words_zh: Words
    words_en: Words
    title: Text
    lead: Text
    looks: Sequence[VerdictHead]
    rows: Sequence[PortfolioRow]
    compared: str
    search_root: str = "./"
    home_page: str = "index.html"


def portfolio_facts(portfolio: Portfolio, year: int) -> EditionFacts:
    """What the frame of a page over all plans says in place of an edition."""
    return EditionFacts(
        year=year,
        name=str(year),
        title=portfolio.title.en,
        kind="portfolio",
        document_number="",
        plan_title=portfolio.title.zh,
        cut_off="",
        has_illustrative=False,
    )


def find_editions(portfolio: Portfolio, site: Path) -> tuple[PlanEditions, ...]:
    """The editions of the listed plans that stand in `site`, in the order of the list."""
    found = []
    for plan in portfolio.plans:
        if manifests := published_editions(site / plan.address):
            found.append(PlanEditions(plan.address, tuple(reversed(manifests))))
    return tuple(found)


def publish_portfolio_front(portfolio: Portfolio, site: Path, project: Project, compared: str = "") -> None:
    """Write `index.html`, `feed.xml` and the search index over the latest editions of all plans.

    `compared` is the address of the page that compares them, "" for none.
    """
    plans = find_editions(portfolio, site)
    if not plans:
        return
    words = {language: load_words(language) for language in LANGUAGES}
    write_text(site / "index.html", _index(portfolio, plans, words, project, compared))
    write_text(site / "feed.xml", _feed(portfolio, plans, words))
    newest = ",".join(f"{plan.address}/{plan.newest.name}" for plan in plans)
    folders = f"{{{newest}}}" if len(plans) > 1 else newest
    index_some_pages(site, f"{folders}/{{zh,en}}/**/*.html")


def _index(
    portfolio: Portfolio,
    plans: Sequence[PlanEditions],
    words: Mapping[str, Words],
    project: Project,
    compared: str,
) -> str:
    zh, en = words["zh"], words["en"]
    counts = {"plans": len(plans), "editions": sum(len(plan.manifests) for plan in plans)}
    used = [
        verdict
        for verdict in PaceVerdict  # best first
        if verdict in VERDICTS and any(plan.newest.verdicts.get(verdict.value) for plan in plans)
    ]
    context = PortfolioContext(
        lang="zh",
        html_lang=zh.html_language,
        words=zh,
        page=PageHead(id="portfolio", title=portfolio.title.zh, description=portfolio.title.en, kind="portfolio"),
        edition=portfolio_facts(portfolio, max(plan.newest.year for plan in plans)),
        root="",
        site_root="",
        assets="assets/",
        banner=False,
        words_zh=zh,
        words_en=en,
        title=portfolio.title,
        lead=Text(zh("portfolio.lead", **counts), en("portfolio.lead", **counts)),
        looks=[VerdictHead(VERDICTS[one], Text(zh(VERDICTS[one].word), en(VERDICTS[one].word))) for one in used],
        rows=[_row(plan, used) for plan in plans],
        compared=compared,
    )
    return render_template(shell_environment(project.site_sources / "shell"), "portfolio.html.j2", context)


def _row(plan: PlanEditions, used: Sequence[PaceVerdict]) -> PortfolioRow:
    newest, base = plan.newest, f"{plan.address}/{plan.newest.name}"
    return PortfolioRow(
        title=newest.plan.title,
        year=str(newest.name),
        has_illustrative=newest.has_illustrative,
        editions=f"{plan.address}/index.html",
        pages={
            language: f"{base}/{language}/index.html" if "index" in newest.pages.get(language, {}) else None
            for language in LANGUAGES
        },
        numbers=[newest.verdicts.get(verdict.value, 0) for verdict in used],
        others=[
            OtherEdition(str(one.name), f"{plan.address}/{one.name}/{language}/index.html")
            for one in plan.manifests[1:]
            for language in [next((each for each in LANGUAGES if one.pages.get(each)), "zh")]
        ],
    )


def _feed(portfolio: Portfolio, plans: Sequence[PlanEditions], words: Mapping[str, Words]) -> str:
    """An Atom feed of all editions, the last published first; ids are those of the plan's own feed."""
    entries = sorted(
        ((manifest.published, plan.address, manifest) for plan in plans for manifest in plan.manifests),
        key=lambda entry: (-entry[0].toordinal(), entry[1], -entry[2].year),
    )
    lines = []
    for published, address, manifest in entries:
        for language in LANGUAGES:
            if "index" not in manifest.pages.get(language, {}):
                continue
            written = words[language].html_language
            title = f"{manifest.plan.title.in_language(language)} · {manifest.title.in_language(language)}"
            lines.append(
                f"<entry><id>tag:planbook,2021:{escape(address)}/{manifest.name}/{language}</id>"
                f'<title xml:lang="{written}">{escape(title)}</title>'
                f"<updated>{published.isoformat()}T00:00:00Z</updated>"
                f'<link rel="alternate" hreflang="{written}" '
                f'href="{address}/{manifest.name}/{language}/index.html"/></entry>'
            )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>tag:planbook,2021:portfolio/{escape('+'.join(plan.address for plan in plans)[:200])}</id>"
        f"<title>{escape(portfolio.title.zh)} · {escape(portfolio.title.en)}</title>"
        f"<updated>{entries[0][0].isoformat()}T00:00:00Z</updated>"
        "<author><name>Planbook</name></author>\n" + "\n".join(lines) + "\n</feed>\n"
    )
