"""Pages and a report of them through Quarto and through pandoc, for comparing the two and for recording the first.

Below `fixtures/quarto/` lies a sample of each construct, and pages of the product as they stood when Quarto last
rendered them: their text, and the faces of their charts without the drawings. Beside each is what Quarto made of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import yaml
from builders import make_edition
from page_contents import Contents, contents_of
from pypdf import PdfReader

from planbook.paths import find_project
from planbook.publish.edition_report import keep_formats, report_chapters, report_settings, report_source
from planbook.publish.embedded import render_pages
from planbook.publish.page_files import PageFiles, page_metadata, write_drawings
from planbook.publish.pages import Page
from planbook.publish.quarto import find_quarto, render_project
from planbook.publish.quarto_project import REPORT, write_language, write_project
from planbook.publish.quarto_site import take_pages
from planbook.publish.reuse import Reuse
from planbook.publish.shell import EditionFrame, edition_facts
from planbook.publish.sitemap import build_site_map, kind_of
from planbook.publish.typeset import build_report

FIXTURES = Path(__file__).resolve().parent / "fixtures" / "quarto"
RECORDING = bool(os.environ.get("PLANBOOK_RECORD"))
NO_QUARTO = shutil.which(os.environ.get("QUARTO_PATH", "quarto")) is None
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0H9"/></svg>'
_FIGURES = re.compile(r"\d+")
_FRAME = "<!DOCTYPE html>\n<html lang=zh><title>$title$</title><article><h1>$title$</h1>$body$</article></html>"
_SVG = re.compile(r"<svg.*?</svg>|<script.*?</script>", re.DOTALL)
_FOOT = re.compile(r'\n:+ \{\.content-visible when-format="html"\}\n## [^\n]* \{#cite .*\Z', re.DOTALL)


def recorded_page(language: str, address: str, folder: Path = FIXTURES) -> Page:
    """A page of the fixtures; `folder` is the one of their languages."""
    source = folder / language / f"{address}.qmd"
    _, front_matter, text = source.read_text(encoding="utf-8").split("---\n", 2)
    title = yaml.safe_load(front_matter)["title"]
    names = dict.fromkeys(re.findall(r"\(charts/([\w-]+)\.svg\)", text))
    faces = {name: source.parent / "charts" / f"{name}.html" for name in names}
    figures = {name: face.read_text(encoding="utf-8") for name, face in faces.items() if face.is_file()}
    return Page(address, language, kind_of(address), title, title, text, dict.fromkeys(names, DRAWING), figures)


def take_page(project: Path, language: str, address: str, folder: Path = FIXTURES) -> None:
    """Make a fixture of a page of a Quarto project that a build left: its text, and its charts without drawings."""
    source, target = project / language / f"{address}.qmd", folder / language / f"{address}.qmd"
    _, front_matter, text = source.read_text(encoding="utf-8").split("---\n", 2)
    title = json.dumps(yaml.safe_load(front_matter)["title"], ensure_ascii=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"---\ntitle: {title}\n---\n{_FOOT.sub('', text)}", encoding="utf-8")
    for name in re.findall(r"\(charts/([\w-]+)\.svg\)", text):
        face = (source.parent / "charts" / f"{name}.html").read_text(encoding="utf-8")
        (target.parent / "charts").mkdir(exist_ok=True)
        (target.parent / "charts" / f"{name}.html").write_text(_SVG.sub("", face), encoding="utf-8")


def contents_record(path: Path) -> Contents:
    """What Quarto once made of a page."""
    return Contents(**json.loads(path.read_text(encoding="utf-8")))


def write_record(path: Path, record: Contents | list[str]) -> None:
    told = record if isinstance(record, list) else asdict(record)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def through_pandoc(pages: list[Page], folder: Path) -> Path:
    """The folder of what the embedded publisher makes of pages of one language."""
    staged = []
    (folder / "made").mkdir(parents=True)
    (folder / "frame.html").write_text(_FRAME, encoding="utf-8")
    for page in pages:
        source = folder / f"{page.address}.qmd"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(f"---\ntitle: {json.dumps(page.title)}\n---\n\n{page.text}", encoding="utf-8")
        write_drawings(page, source.parent / "charts")
        staged.append(PageFiles(page, f"{page.address}.qmd", "frame.html"))
    words = make_edition(pages[0].language).words
    render_pages(staged, folder, folder / "made", 1, find_project().extension, page_metadata(words), Reuse())
    return folder / "made"


def report_through_pandoc(pages: list[Page], folder: Path) -> list[str]:
    """What a report of `pages` says, set without Quarto."""
    edition = make_edition(pages[0].language)
    for page in pages:
        write_drawings(page, folder / "charts")
    made = build_report(report_chapters(pages, edition, False), report_settings(edition), folder)
    return phrases(made["pdf"])


def through_quarto(pages: list[Page], folder: Path, with_report: bool = False) -> tuple[Path, list[str]]:
    """The folder of what Quarto makes of pages of one language, and what a report of them says."""
    language = pages[0].language
    edition, project = make_edition(language), folder / "project"
    write_project(project, find_project(), "2023", (language,))
    titles = {page.address: page.title for page in pages}
    frame = EditionFrame(
        words=edition.words,
        edition=edition_facts(edition, edition.words),
        site_map=build_site_map(list(titles), titles),
        pages={language: frozenset(titles)},
        other_years={},
        citation="",
    )
    report = report_source(edition, pages, folder / "between") if with_report else ""
    write_language(project, pages, frame, find_project(), report, with_report)
    if with_report:
        keep_formats(project / language / f"{REPORT}.qmd", ["pdf"])
        for page in pages:
            write_drawings(page, project / language / "charts")
    quarto = find_quarto(required=True)
    assert quarto is not None
    made = render_project(
        quarto, project, {language: [f"{language}/{address}" for address in titles]}, folder / "copies"
    )
    take_pages(made[language], pages, folder / "made", ())
    return folder / "made" / language, phrases(made[language] / language / f"{REPORT}.pdf") if with_report else []


def pdf_text(report: Path) -> list[str]:
    """What each page says, spaces apart."""
    return ["".join(page.extract_text().split()) for page in PdfReader(report).pages]


def phrases(report: Path) -> list[str]:
    """What a report says between one mark and the next, each once: the same wherever lines and pages break.

    Left out are running heads and feet, which stand between (what is on every third page but for its figures), and the
    cover and the lists behind it, which name pages.
    """
    told = PdfReader(report).pages[3:]
    pages = [["".join(line.split()) for line in page.extract_text().split("\n")] for page in told]
    seen = Counter(name for lines in pages for name in {_FIGURES.sub("", line) for line in lines})
    often = {name for name, times in seen.items() if times > len(pages) / 3}
    kept = [line for lines in pages for line in lines if _FIGURES.sub("", line) not in often]
    whole = re.sub(r"[-\u00ad\u2010]", "", "".join(kept))
    return sorted({part for part in re.split(r"[，。；：、,.;:（）()“”]", whole) if part})


def contents_in(folder: Path, page: Page) -> Contents:
    return contents_of(folder / f"{page.address}.html")
