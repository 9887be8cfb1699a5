"""An edition's report in one language, from its pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from planbook.errors import PublishError
from planbook.looks import OUTLOOKS, STATUSES, VERDICTS
from planbook.paths import find_project
from planbook.present import chart_bullets
from planbook.present.edition import Edition
from planbook.present.sentences.summary import headline_sentences
from planbook.present.titles import edition_title
from planbook.publish.drawings import write_png
from planbook.publish.folders import write_text
from planbook.publish.pages import Page
from planbook.publish.request import handout_name
from planbook.publish.reuse import Reuse
from planbook.publish.sheets import ANNEX, sheet_pages
from planbook.publish.sitemap import kind_of
from planbook.publish.typeset import (
    ReportChapter,
    ReportSettings,
    as_markdown,
    build_report,
    read_from,
    report_metadata,
    word_metadata,
    write_chapters,
    write_reference_document,
)
from planbook.publish.word import LINE_BREAK
from planbook.run.state import fingerprint

__all__ = [
    "code_annex",
    "keep_formats",
    "publish_report",
    "reference_name",
    "report_pages",
    "report_settings",
    "report_source",
    "strip_drawing",
    "publish_yearbook",
    "write_reference",
    "yearbook_pages",
]

FONTS = "../_extensions/planbook/fonts"  # from the report's source; an absolute path would be read below the project
QUARTO_FORMATS = {"pdf": "planbook-typst", "docx": "planbook-docx"}  # what the extension calls them
_CHINESE_DIGITS = "〇一二三四五六七八九"
SUMMARY, DUTIES = "index", "06-duties"
_FIRST = (
    "03",
    "04",
    "05",
)  # what comes first: indicators, tasks, safeguards, by the numbers their addresses begin with
_ANNEXES = 9


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

    strip = strip_drawing(edition) if file_format == "docx" else ""

    def make() -> bytes:
        folder.mkdir(parents=True, exist_ok=True)
        _write_drawings(pages, folder / "charts", with_png=file_format == "docx")
        if strip:
            write_png(strip, folder / "charts" / "strip.png")
        return build_report(chapters, settings, folder, (file_format,))[file_format].read_bytes()

    made_of = [*_made_of(file_format, chapters, pages, settings), strip]
    target = target_folder / f"report-{edition.language}.{file_format}"
    target.write_bytes((reuse or Reuse()).of("reports", made_of, make))
    return target


def strip_drawing(edition: Edition) -> str:
    """The strip as Word shows it; on page and paper it is a table that holds drawings."""
    return chart_bullets(edition, edition.scorecard()).svg


def _made_of(
    file_format: str, chapters: Sequence[ReportChapter], pages: Sequence[Page], settings: ReportSettings
) -> list[object]:
    """All that a report is made of."""
    return [
        file_format,
        list(chapters),
        [page.drawings for page in pages],
        report_metadata(settings),
        settings.words("report.empty_chapter"),
        fingerprint(find_project().extension),
    ]


def publish_yearbook(
    edition: Edition, pages: Sequence[Page], target_folder: Path, folder: Path, reuse: Reuse | None = None
) -> Path | None:
    """Make `yearbook-<language>.pdf`, a volume of its own, of the yearbook's pages; None where none was made.

    Raises
    ------
    PublishError
        When an engine fails.
    """
    if not pages:
        return None
    title = edition.words("report.yearbook_title")
    settings = replace(
        report_settings(edition), kind_title=title, edition_title="", conclusion="", terms=(), contents_depth=2
    )
    chapters = [
        ReportChapter(page.title, page.text, "", page.address.replace("/", "-"), is_part=_is_part(page))
        for page in pages
    ]

    def make() -> bytes:
        folder.mkdir(parents=True, exist_ok=True)
        _write_drawings(pages, folder / "charts", with_png=False)
        return build_report(chapters, settings, folder, ("pdf",))["pdf"].read_bytes()

    target = target_folder / handout_name("yearbook", edition.language)
    target.write_bytes((reuse or Reuse()).of("reports", _made_of("pdf", chapters, pages, settings), make))
    return target


def report_chapters(pages: Sequence[Page], edition: Edition, show_code: bool) -> list[ReportChapter]:
    """The chapters of the report by number, the annexes by theirs, and with `show_code` how it was computed."""
    words, chapters = edition.words, []
    numbered = annexes = 0
    for page in pages:
        number, title = "", page.title
        if not _is_part(page):
            if _rank(page.address) < _ANNEXES:
                numbered += 1
                number = ordinal(numbered, edition.language)
            else:
                annexes += 1
                letter = ordinal(annexes, "zh") if edition.language == "zh" else chr(ord("A") + annexes - 1)
                number = words("report.annex", number=letter)
            if page.address == SUMMARY:
                title = words("report.opening")
        chapters.append(ReportChapter(title, page.text, number, page.address.replace("/", "-"), is_part=_is_part(page)))
    return [*chapters, *(code_annex(pages, edition) if show_code else ())]


def _is_part(page: Page) -> bool:
    return "/" in page.address


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


def report_pages(pages: Sequence[Page], order: Sequence[str], edition: Edition | None = None) -> list[Page]:
    """The pages of the report in the order that notices on evaluations ask for.

    Overall assessment, indicators, tasks, safeguards, measures and responsibility, then the plan before, the situation
    and the comparison; as annexes the indicators' sheets (of `edition`), methods, sources and terms. The yearbook is a
    volume of its own (`yearbook_pages`).
    """
    found = [page for page in pages if page.address in order and kind_of(page.address) != "yearbook"]
    if edition is not None and found:
        found += sheet_pages(edition)
    return sorted(found, key=lambda page: (_rank(page.address), _is_part(page), _place(page.address, order)))


def yearbook_pages(pages: Sequence[Page], order: Sequence[str]) -> list[Page]:
    """The pages of the yearbook, its parts after it."""
    parts = [page for page in pages if page.address.startswith("yearbook/")]
    return [*(page for page in pages if page.address in order and kind_of(page.address) == "yearbook"), *parts]


def _rank(address: str) -> int:
    """Where a page stands in the report: by the number its address begins with; annexes last."""
    if address == SUMMARY:
        return 0
    if address == ANNEX or address.startswith("indicators/"):
        return _ANNEXES
    if kind_of(address) == "info":
        return _ANNEXES + 1
    if address == DUTIES:
        return len(_FIRST) + 1
    number = address.partition("-")[0]
    return _FIRST.index(number) + 1 if number in _FIRST else len(_FIRST) + 2


def _place(address: str, order: Sequence[str]) -> int:
    return order.index(address) if address in order else 0


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
        issued_by=words.text(plan.publisher),
        edition_title=edition_title(words, parameters),
        terms=_noted_terms(edition),
    )


def _noted_terms(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Terms and what they mean, but for classes: these have a sign, and stand in the methods with their cut-offs."""
    words = edition.words
    classes = {words(look.word).lower() for look in (*VERDICTS.values(), *OUTLOOKS.values(), *STATUSES.values())}
    told = ((words.text(one.term), words.text(one.definition)) for one in edition.inputs.glossary.values())
    return tuple((term, meaning) for term, meaning in told if term.lower() not in classes)


def ordinal(number: int, language: str) -> str:
    """The number of a chapter: `一`, `十二` in Chinese, else `12`."""
    if language != "zh":
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "十" if tens == 1 else f"{_CHINESE_DIGITS[tens]}十" if tens else ""
    return ten + (_CHINESE_DIGITS[ones] if ones or not tens else "")


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
    """The report as one document of the Quarto project, for the formats `planbook-typst` and `planbook-docx`.

    `folder` is for what lies between.
    """
    settings = report_settings(edition)
    chapters = report_chapters(pages, edition, show_code)
    written = write_chapters(chapters, settings, folder / f"report-{settings.language}")
    texts = [(folder / source).read_text(encoding="utf-8") for source in written]
    metadata = report_metadata(settings)
    on_first_page = word_metadata(metadata, settings)
    day = {"date": settings.published.isoformat(), "date-format": f"[{on_first_page.pop('date')}]"}  # as it is
    on_first_page = {key: text.replace(LINE_BREAK, "\\\n") for key, text in as_markdown(on_first_page).items()}
    word = {"reference-doc": reference_name(settings.language), "toc": True, "toc-depth": 2}
    about = as_markdown(metadata) | {
        "from": read_from(settings.language),
        "format": {
            QUARTO_FORMATS["pdf"]: {"font-paths": [FONTS]},
            QUARTO_FORMATS["docx"]: on_first_page | day | word,
        },
    }
    return _with_front_matter(about, "\n\n".join(texts))


def keep_formats(report: Path, formats: Collection[str]) -> None:
    """Leave in a report of a Quarto project those of `formats` ("pdf", "docx") alone."""
    _, front_matter, text = report.read_text(encoding="utf-8").split("---\n", 2)
    about = yaml.safe_load(front_matter)
    wanted = [QUARTO_FORMATS[one] for one in formats if one in QUARTO_FORMATS]
    about["format"] = {name: options for name, options in about["format"].items() if name in wanted}
    write_text(report, _with_front_matter(about, text.lstrip("\n")))


def _with_front_matter(about: dict[str, object], text: str) -> str:
    return f"---\n{yaml.safe_dump(about, allow_unicode=True, sort_keys=True)}---\n\n{text}"
