"""An edition's report in one language, from its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from planbook.errors import PublishError
from planbook.paths import find_project
from planbook.present.edition import Edition
from planbook.present.sentences.summary import headline_sentences
from planbook.publish.drawings import write_png
from planbook.publish.pages import Page
from planbook.publish.reuse import Reuse
from planbook.publish.sitemap import kind_of
from planbook.publish.typeset import (
    ReportChapter,
    ReportSettings,
    as_markdown,
    build_report,
    read_from,
    report_metadata,
    write_chapters,
    write_reference_document,
)
from planbook.run.state import fingerprint

__all__ = [
    "code_annex",
    "publish_report",
    "reference_name",
    "report_pages",
    "report_settings",
    "report_source",
    "write_reference",
]

_NUMBERED = re.compile(r"(?P<chapter>\d\d)(?:-(?P<section>\d))?-")
FONTS = "../_extensions/planbook/fonts"  # from the report's source; an absolute path would be read below the project
_CHINESE_DIGITS = "〇一二三四五六七八九"


def publish_report(
    edition: Edition,
    pages: Sequence[Page],
    file_format: str,
    target_folder: Path,
    folder: Path,
    show_code: bool = False,
    reuse: Reuse | None = None,
) -> Path:
    """Make `report-<language>.<file_format>` in `target_folder`; its path. `folder` is for what lies between.

    With `show_code` an annex tells, chapter by chapter, the code and the frames behind it.

    Raises
    ------
    PublishError
        When an engine fails, or two chapters hold different drawings under one name.
    """
    settings = report_settings(edition)
    chapters = report_chapters(pages, edition, show_code)

    def make() -> bytes:
        folder.mkdir(parents=True, exist_ok=True)
        _write_drawings(pages, folder / "charts", with_png=file_format == "docx")
        return build_report(chapters, settings, folder, (file_format,))[file_format].read_bytes()

    made_of = [
        file_format,
        chapters,
        [page.drawings for page in pages],
        report_metadata(settings),
        settings.words("report.empty_chapter"),
        fingerprint(find_project().extension),
    ]
    target = target_folder / f"report-{edition.language}.{file_format}"
    target.write_bytes((reuse or Reuse()).of("reports", made_of, make))
    return target


def report_chapters(pages: Sequence[Page], edition: Edition, show_code: bool) -> list[ReportChapter]:
    """The chapters of the report, and with `show_code` an annex of how it was computed."""
    chapters = [
        ReportChapter(
            page.title,
            page.text,
            chapter_number(page.address, edition.language),
            page.address.replace("/", "-"),
            is_part="/" in page.address,
        )
        for page in pages
    ]
    return [*chapters, *(code_annex(pages, edition) if show_code else ())]


def write_reference(edition: Edition, target: Path) -> None:
    """Write the reference document of Word: the styles, running head and foot of the report."""
    target.parent.mkdir(parents=True, exist_ok=True)
    settings = report_settings(edition)
    write_reference_document(target, report_metadata(settings), settings, target.parent)


def reference_name(language: str) -> str:
    """The reference document of Word, beside the report's source."""
    return f"reference-{language}.docx"


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
        author=words.text(plan.publisher),
        conclusion=headline_sentences(edition, edition.scorecard())[0].text,
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


def report_source(edition: Edition, pages: Sequence[Page], folder: Path, show_code: bool = False) -> str:
    """The report as one document of the Quarto project, for the format `planbook-typst` (and `planbook-docx`).

    `folder` is for what lies between.
    """
    settings = report_settings(edition)
    chapters = report_chapters(pages, edition, show_code)
    written = write_chapters(chapters, settings, folder / f"report-{settings.language}")
    texts = [(folder / source).read_text(encoding="utf-8") for source in written]
    about = as_markdown(report_metadata(settings)) | {
        "from": read_from(settings.language),
        "format": {"planbook-typst": {"font-paths": [FONTS]}},
        "reference-doc": reference_name(settings.language),  # of `quarto render … --to planbook-docx`
    }
    front_matter = yaml.safe_dump(about, allow_unicode=True, sort_keys=True)
    return f"---\n{front_matter}---\n\n" + "\n\n".join(texts)
