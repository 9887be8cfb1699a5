"""What stands above the editions: the page that lists them, the feed, the page for addresses that do not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from jinja2 import Environment

from planbook.looks import COUNTED_OUTLOOKS, COUNTED_VERDICTS, OUTLOOKS, VERDICTS, Look
from planbook.model import EditionKind, Text
from planbook.paths import LANGUAGES, Project
from planbook.present.words import Words, load_words
from planbook.publish.manifest import Manifest, PlanIdentity, published_editions
from planbook.publish.request import HANDOUTS
from planbook.publish.shell import EditionFacts, PageHead, ShellContext, render_template, shell_environment

__all__ = ["publish_front_page"]


@dataclass(frozen=True)
class VerdictCount:
    """How many indicators of an edition have a verdict or an outlook, and how the edition calls it."""

    look: Look
    number: int
    label: Text


@dataclass(frozen=True)
class ReportLink:
    """A report of an edition, from the front page."""

    href: str
    title: Text


@dataclass(frozen=True)
class EditionEntry:
    """An edition as the front page lists it; `pages` leads to the summary in each language, None where not built."""

    year: str
    title: Text
    cut_off: Text
    has_illustrative: bool
    pages: Mapping[str, str | None]
    headline: Text | None
    counts: Sequence[VerdictCount]
    outlooks: Sequence[VerdictCount]
    downloads: Sequence[ReportLink]


@dataclass(frozen=True, kw_only=True)
class FrontContext(ShellContext):
    """What `editions.html.j2` is filled with."""

    words_zh: Words
    words_en: Words
    plan: PlanIdentity
    editions: Sequence[EditionEntry]


def publish_front_page(site: Path, project: Project, assets: str = "") -> None:
    """Write `index.html`, `404.html`, `feed.xml` and `editions.js` for the editions found in `site`.

    `assets` leads from `site` to style and scripts that several sites share; "" for those of the newest edition.
    """
    manifests = published_editions(site)[::-1]
    if not manifests:
        return
    words = {language: load_words(language) for language in LANGUAGES}
    environment = shell_environment(project.site_sources / "shell")
    _replace(site / "index.html", _index(manifests, words, environment, assets))
    _replace(site / "404.html", _missing(words, environment))
    _replace(site / "feed.xml", _feed(manifests, words))
    _replace(site / "editions.js", _script(manifests))


def _index(manifests: Sequence[Manifest], words: Mapping[str, Words], environment: Environment, assets: str) -> str:
    newest = manifests[0]
    title = newest.plan.title
    context = FrontContext(
        lang="zh",
        html_lang=words["zh"].html_language,
        words=words["zh"],
        page=PageHead(id="index", title=title.zh, description=title.en, kind="editions"),
        edition=_facts(newest, words["zh"]),
        root=f"{newest.name}/",
        site_root="",
        assets=assets or f"{newest.name}/assets/",
        banner=False,
        words_zh=words["zh"],
        words_en=words["en"],
        plan=newest.plan,
        editions=[_entry(manifest, words) for manifest in manifests],
    )
    return render_template(environment, "editions.html.j2", context)


def _missing(words: Mapping[str, Words], environment: Environment) -> str:
    return environment.get_template("404.html.j2").render(words_zh=words["zh"], words_en=words["en"])


def _facts(manifest: Manifest, words: Words) -> EditionFacts:
    return EditionFacts(
        year=manifest.year,
        name=str(manifest.name),
        title=words.text(manifest.title),
        kind=manifest.kind.value,
        document_number=manifest.plan.document_number,
        plan_title=words.text(manifest.plan.title),
        cut_off=words.date(manifest.cut_off),
        has_illustrative=manifest.has_illustrative,
    )


def _entry(manifest: Manifest, words: Mapping[str, Words]) -> EditionEntry:
    year, zh, en = str(manifest.name), words["zh"].of_kind(manifest.kind), words["en"].of_kind(manifest.kind)
    return EditionEntry(
        year=year,
        title=manifest.title,
        cut_off=Text(zh.date(manifest.cut_off), en.date(manifest.cut_off)),
        has_illustrative=manifest.has_illustrative,
        pages={
            language: f"{year}/{language}/index.html" if "index" in manifest.pages.get(language, {}) else None
            for language in LANGUAGES
        },
        headline=manifest.headline,
        counts=[
            VerdictCount(VERDICTS[verdict], number, Text(*(said(VERDICTS[verdict].word) for said in (zh, en))))
            for verdict in COUNTED_VERDICTS
            if (number := manifest.verdicts.get(verdict.value, 0))
        ],
        outlooks=[
            VerdictCount(OUTLOOKS[outlook], number, Text(*(said(OUTLOOKS[outlook].word) for said in (zh, en))))
            for outlook in COUNTED_OUTLOOKS
            if manifest.kind is not EditionKind.FINAL and (number := manifest.outlooks.get(outlook.value, 0))
        ],
        downloads=[
            ReportLink(f"{year}/{name}", Text(*(_report_title(said, Path(name)) for said in (zh, en))))
            for name in sorted(manifest.outputs, key=_chinese_first)
            if name.startswith(("report-", *(f"{stem}-" for stem in HANDOUTS)))
        ],
    )


def _chinese_first(report: str) -> tuple[str, int, str]:
    """Where a report stands among the others: by what it is, then in the order of the languages."""
    kind, _, rest = report.partition("-")
    return kind, next((place for place, one in enumerate(LANGUAGES) if rest.startswith(one)), len(LANGUAGES)), rest


def _report_title(words: Words, report: Path) -> str:
    return words(f"shell.{report.stem.replace('-', '_')}", format=report.suffix[1:].upper())


def _feed(manifests: Sequence[Manifest], words: Mapping[str, Words]) -> str:
    """An Atom feed of the editions. Ids are tag URIs: they stay the same wherever the site is put."""
    newest = manifests[0]
    number = "".join(c for c in newest.plan.document_number if c.isalnum()) or newest.plan.id
    entries = []
    for manifest in manifests:
        for language in LANGUAGES:
            if "index" not in manifest.pages.get(language, {}):
                continue
            html_language = words[language].html_language
            title = f"{manifest.plan.title.in_language(language)} · {manifest.title.in_language(language)}"
            entries.append(
                f"<entry><id>tag:planbook,2021:{escape(number)}/{manifest.name}/{language}</id>"
                f'<title xml:lang="{html_language}">{escape(title)}</title>'
                f"<updated>{manifest.published.isoformat()}T00:00:00Z</updated>"
                f'<link rel="alternate" hreflang="{html_language}" '
                f'href="{manifest.name}/{language}/index.html"/>{_conclusion(manifest, language)}</entry>'
            )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>tag:planbook,2021:{escape(number)}</id><title>{escape(newest.plan.title.zh)} · "
        f"{escape(newest.plan.title.en)}</title><updated>{newest.published.isoformat()}T00:00:00Z</updated>"
        "<author><name>Planbook</name></author>\n" + "\n".join(entries) + "\n</feed>\n"
    )


def _conclusion(manifest: Manifest, language: str) -> str:
    if manifest.headline is None:
        return ""
    html_language, said = load_words(language).html_language, escape(manifest.headline.in_language(language))
    if manifest.has_illustrative:
        said += " " + escape(load_words(language)("shell.banner"))
    return f'<summary xml:lang="{html_language}">{said}</summary>'


def _script(manifests: Sequence[Manifest]) -> str:
    """The editions for pages published before the newest one; a script, because files from disk cannot be fetched."""
    editions = [
        {
            "year": manifest.year,
            "name": str(manifest.name),
            "kind": manifest.kind.value,
            "title_zh": manifest.title.zh,
            "title_en": manifest.title.en,
            "pages": sorted(f"{language}/{address}" for language, found in manifest.pages.items() for address in found),
        }
        for manifest in manifests
    ]
    return f"window.planbookEditions = {json.dumps(editions, ensure_ascii=False, sort_keys=True)};\n"


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
