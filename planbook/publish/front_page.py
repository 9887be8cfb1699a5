"""What stands above the editions: the page that lists them, the feed, the page for addresses that do not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from planbook.model import EditionKind, PaceVerdict
from planbook.paths import LANGUAGES, Project
from planbook.present.palette import VERDICT_MARKS
from planbook.present.words import Words, load_words
from planbook.publish.manifest import read_manifest
from planbook.publish.shell import shell_environment

__all__ = ["publish_front_page"]


def publish_front_page(site: Path, project: Project) -> None:
    """Write `index.html`, `404.html`, `feed.xml` and `editions.js` for the editions found in `site`."""
    manifests = [manifest for folder in site.glob("[0-9][0-9][0-9][0-9]") if (manifest := read_manifest(folder))]
    manifests.sort(key=lambda manifest: manifest["year"], reverse=True)
    if not manifests:
        return
    words = {language: load_words(language) for language in LANGUAGES}
    environment = shell_environment(project.site_sources / "shell")
    newest = manifests[0]
    index = environment.get_template("editions.html.j2").render(
        lang="zh",
        html_lang=words["zh"].html_language,
        words=words["zh"],
        words_zh=words["zh"],
        words_en=words["en"],
        page={
            "id": "index",
            "title": newest["plan"]["title"]["zh"],
            "description": newest["plan"]["title"]["en"],
            "kind": "editions",
        },
        root=f"{newest['year']}/",
        site_root="",
        assets=f"{newest['year']}/assets/",
        edition=_facts(newest, words["zh"]),
        plan=newest["plan"],
        editions=[_entry(manifest, words) for manifest in manifests],
        json_ld=None,
        banner=False,
        language_links=[],
        year_links=[],
        toc="",
        citation="",
    )
    missing = environment.get_template("404.html.j2").render(words_zh=words["zh"], words_en=words["en"])
    _replace(site / "index.html", index)
    _replace(site / "404.html", missing)
    _replace(site / "feed.xml", _feed(manifests, words))
    _replace(site / "editions.js", _script(manifests))


def _facts(manifest: Mapping[str, object], words: Words) -> dict[str, object]:
    return {
        "year": manifest["year"],
        "title": manifest["title"][words.language],
        "kind": manifest["kind"],
        "document_number": manifest["plan"]["document_number"],
        "plan_title": manifest["plan"]["title"][words.language],
        "cut_off": words.date(date.fromisoformat(manifest["cut_off"])),
        "has_illustrative": manifest["has_illustrative"],
    }


def _entry(manifest: Mapping[str, object], words: Mapping[str, Words]) -> dict[str, object]:
    year = manifest["year"]
    words = {language: said.of_kind(EditionKind(manifest["kind"])) for language, said in words.items()}
    reports = [name for name in sorted(manifest["outputs"]) if name.startswith("report-")]
    return {
        "year": year,
        "title": manifest["title"],
        "cut_off": {lang: words[lang].date(date.fromisoformat(manifest["cut_off"])) for lang in LANGUAGES},
        "has_illustrative": manifest["has_illustrative"],
        "pages": {
            lang: f"{year}/{lang}/index.html" if "index" in manifest["pages"].get(lang, {}) else None
            for lang in LANGUAGES
        },
        "counts": [
            {
                "code": verdict.value,
                "mark": VERDICT_MARKS[verdict],
                "number": manifest["verdicts"][verdict.value],
                "label": {lang: words[lang](f"verdict.{verdict.value}") for lang in LANGUAGES},
            }
            for verdict in PaceVerdict
            if manifest["verdicts"][verdict.value]
        ],
        "downloads": [
            {"href": f"{year}/{name}", "title": {lang: _report_title(words[lang], Path(name)) for lang in LANGUAGES}}
            for name in reports
        ],
    }


def _report_title(words: Words, report: Path) -> str:
    return words(f"shell.{report.stem.replace('-', '_')}", format=report.suffix[1:].upper())


def _feed(manifests: Sequence[Mapping[str, object]], words: Mapping[str, Words]) -> str:
    """An Atom feed of the editions. Ids are tag URIs: they stay the same wherever the site is put."""
    newest = manifests[0]
    number = "".join(c for c in newest["plan"]["document_number"] if c.isalnum()) or "planbook"
    entries = []
    for manifest in manifests:
        for language in LANGUAGES:
            if "index" not in manifest["pages"].get(language, {}):
                continue
            title = f"{manifest['plan']['title'][language]} · {manifest['title'][language]}"
            entries.append(
                f"<entry><id>tag:planbook,2021:{escape(number)}/{manifest['year']}/{language}</id>"
                f'<title xml:lang="{words[language].html_language}">{escape(title)}</title>'
                f"<updated>{manifest['published']}T00:00:00Z</updated>"
                f'<link rel="alternate" hreflang="{words[language].html_language}" '
                f'href="{manifest["year"]}/{language}/index.html"/></entry>'
            )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>tag:planbook,2021:{escape(number)}</id><title>{escape(newest['plan']['title']['zh'])} · "
        f"{escape(newest['plan']['title']['en'])}</title><updated>{newest['published']}T00:00:00Z</updated>"
        f"<author><name>Planbook</name></author>\n" + "\n".join(entries) + "\n</feed>\n"
    )


def _script(manifests: Sequence[Mapping[str, object]]) -> str:
    """The editions for pages published before the newest one; a script, because files from disk cannot be fetched."""
    editions = [
        {
            "year": manifest["year"],
            "kind": manifest["kind"],
            "title_zh": manifest["title"]["zh"],
            "title_en": manifest["title"]["en"],
            "pages": sorted(
                f"{language}/{address}" for language, found in manifest["pages"].items() for address in found
            ),
        }
        for manifest in manifests
    ]
    return f"window.planbookEditions = {json.dumps(editions, ensure_ascii=False, sort_keys=True)};\n"


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
