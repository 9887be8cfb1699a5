"""An edition's report in one language, from its pages, through whichever publisher was chosen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml

from planbook.errors import PublishError
from planbook.paths import Project
from planbook.present.edition import Edition
from planbook.publish.drawings import write_png
from planbook.publish.pages import Page
from planbook.publish.quarto import Quarto, render_report_with_quarto
from planbook.publish.sitemap import kind_of
from planbook.publish.typeset import (
    FILTERS,
    PDF_STANDARD,
    ReportChapter,
    ReportSettings,
    as_markdown,
    build_report,
    find_fonts,
    read_from,
    report_metadata,
    write_chapters,
)

__all__ = ["code_annex", "publish_report", "report_pages"]

_NUMBERED = re.compile(r"(?P<chapter>\d\d)(?:-(?P<section>\d))?-")
_CHINESE_DIGITS = "〇一二三四五六七八九"


def publish_report(
    edition: Edition,
    pages: Sequence[Page],
    file_format: str,
    target_folder: Path,
    folder: Path,
    project: Project,
    quarto: Quarto | None,
    show_code: bool = False,
) -> Path:
    """Make `report-<language>.<file_format>` in `target_folder`; its path. `folder` is for what lies between.

    With `show_code` an annex tells, chapter by chapter, the code and the frames behind it.

    Raises
    ------
    PublishError
        When an engine fails, or two chapters hold different drawings under one name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_drawings(pages, folder / "charts", with_png=file_format == "docx")
    settings = report_settings(edition)
    chapters = [
        ReportChapter(
            page.title,
            page.print,
            chapter_number(page.address, edition.language),
            page.address.replace("/", "-"),
            is_part="/" in page.address,
        )
        for page in pages
    ]
    if show_code:
        chapters += code_annex(pages, edition)
    if quarto is not None and file_format == "pdf":
        made = _set_with_quarto(quarto, chapters, settings, folder, project)
    else:
        made = build_report(chapters, settings, folder, (file_format,))[file_format]
    target = target_folder / f"report-{edition.language}.{file_format}"
    shutil.copyfile(made, target)
    return target


def code_annex(pages: Sequence[Page], edition: Edition) -> list[ReportChapter]:
    """How it was computed, a part for each chapter that has code."""
    parts = [
        ReportChapter(page.title, page.annex, id=f"code-{page.address.replace('/', '-')}", is_part=True)
        for page in pages
        if page.annex
    ]
    words = edition.words
    opening = ReportChapter(words("computation.annex"), words("computation.about_annex"), id="code")
    return [opening, *parts] if parts else []


def report_pages(pages: Sequence[Page], order: Sequence[str]) -> list[Page]:
    """The pages of `order`, the yearbook's parts after the yearbook; indicator pages are the site's."""
    parts = [page.address for page in pages if page.address.startswith("yearbook/")]
    whole = [one for address in order for one in ((address, *parts) if kind_of(address) == "yearbook" else (address,))]
    return sorted((page for page in pages if page.address in whole), key=lambda page: whole.index(page.address))


def report_settings(edition: Edition) -> ReportSettings:
    """What the report says of itself, from the edition."""
    plan, parameters, words = edition.inputs.plan, edition.inputs.parameters, edition.words
    return ReportSettings(
        words=words,
        title=f"{words.text(plan.title)} · {words.text(parameters.title)}",
        kind=parameters.kind,
        plan_title=words.text(plan.title),
        year=edition.year,
        area=words.text(plan.area),
        document_number=plan.document_number,
        issuer=words.text(plan.issuer),
        cut_off=parameters.cut_off,
        published=parameters.published,
        illustrative=edition.has_illustrative,
    )


def chapter_number(address: str, language: str) -> str:
    """The number of a chapter in the report: `四（三）`, `4.3`; "" for the summary and the annexes."""
    match = _NUMBERED.match(address)
    if match is None:
        return ""
    chapter, section = int(match["chapter"]), match["section"]
    if language == "zh":
        return _CHINESE_DIGITS[chapter] + (f"（{_CHINESE_DIGITS[int(section)]}）" if section else "")
    return f"{chapter}.{section}" if section else str(chapter)


def _write_drawings(pages: Sequence[Page], folder: Path, with_png: bool) -> None:
    folder.mkdir(exist_ok=True)
    for page in pages:
        for name, svg in page.drawings.items():
            path = folder / f"{name}.svg"
            if path.exists() and path.read_text(encoding="utf-8") != svg:
                raise PublishError(f"{page.address} ({page.language}): another chapter has another drawing {name!r}")
            path.write_text(svg, encoding="utf-8", newline="\n")
            if with_png:
                write_png(svg, path.with_suffix(".png"))


def _set_with_quarto(
    quarto: Quarto, chapters: Sequence[ReportChapter], settings: ReportSettings, folder: Path, project: Project
) -> Path:
    """The same chapters, template and filters, handed to Quarto's typst format as one document."""
    name = f"report-{settings.language}"
    written = write_chapters(chapters, settings, folder / name)
    texts = [(folder / source).read_text(encoding="utf-8") for source in written]
    sources = project.site_sources / "report"
    shutil.copytree(sources, folder / "_report", dirs_exist_ok=True)
    # Since Quarto 1.8 a font path that begins with "/" is read below the project: the fonts go into it.
    shutil.copytree(find_fonts(), folder / "_fonts", dirs_exist_ok=True)
    typst = {
        "template": "_report/report.typ",
        "font-paths": ["_fonts"],
        "keep-typ": True,
        "pdf-standard": [PDF_STANDARD],
        # Quarto would read the tables of raw HTML itself, before the filters, and drop their ids.
        "html-table-processing": "none",
    }
    about = as_markdown(report_metadata(settings)) | {
        "from": read_from(settings.language),
        "execute": {"enabled": False},
        "filters": [f"_report/{lua}" for lua in (*FILTERS, "typst.lua")],
        "format": {"typst": typst},
    }
    (folder / "_quarto.yml").write_text("project:\n  type: default\n", encoding="utf-8")
    front_matter = yaml.safe_dump(about, allow_unicode=True, sort_keys=True)
    (folder / f"{name}.qmd").write_text(f"---\n{front_matter}---\n\n" + "\n\n".join(texts), encoding="utf-8")
    return render_report_with_quarto(quarto, folder, f"{name}.qmd", f"{name}.pdf")
