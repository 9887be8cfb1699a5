"""The printed report: chapters in Markdown, set by pandoc and Typst as PDF, or by pandoc as a Word document.

Everything happens in the folder that holds the chapters' drawings (`charts/`); what stays there, beside the report
itself, is `report-<language>.typ`, the source Typst set it from.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NotRequired, TypedDict
from xml.sax.saxutils import escape

from planbook.errors import PublishError
from planbook.looks import ILLUSTRATIVE_MARK
from planbook.model import EditionKind
from planbook.paths import find_project
from planbook.present.words import Words
from planbook.publish.engines import run_engine
from planbook.publish.fonts import PDF_STANDARD, find_fonts
from planbook.publish.tokens import code_point, look_roles, look_signs, word_colours, word_styles
from planbook.publish.word import LINE_BREAK, finish_word, font_stand_ins, official_styles

__all__ = [
    "FILTERS",
    "ReportChapter",
    "ReportSettings",
    "as_markdown",
    "build_report",
    "read_from",
    "report_metadata",
    "timestamp_of",
    "word_metadata",
    "write_chapters",
    "write_reference_document",
]

# then typst.lua or docx.lua
FILTERS = ("conditional.lua", "list-table.lua", "html.lua", "chapters.lua", "terms.lua", "tables.lua")

# Off: what running Chinese text sets by accident (10~20 as subscript, --- as metadata). `@fig-x` is read as a citation,
# which chapters.lua makes a reference of; any other @ stays what it is.
_READER = "markdown-yaml_metadata_block-subscript-raw_tex-example_lists+east_asian_line_breaks"
_FIELD = "\ue000"  # stands where a number goes, in a template that is cut there
_CHINESE_NUMERALS = re.compile(r"[一二三四五六七八九十]+")
_MARKDOWN_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~^$@\"':&=%/])")

_STYLE = re.compile(r'<w:style\b[^>]*w:styleId="(?P<id>\w+)".*?</w:style>', re.DOTALL)
_SECTION = re.compile(r"<w:sectPr>.*?</w:sectPr>", re.DOTALL)
_WORD_INDENT = {"zh": '<w:ind w:firstLineChars="200" w:firstLine="420"/>', "en": ""}
_WORD_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" '
    'r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1304" w:bottom="1531" '
    'w:left="1304" w:header="850" w:footer="850" w:gutter="0"/></w:sectPr>'
)
# GB/T 9704: 37 mm above, 28 mm at the binding, so that text takes 156 × 225 mm.
_OFFICIAL_MARGINS = (
    'w:top="1701" w:right="1304" w:bottom="1531" w:left="1304"',
    'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"',
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_RELATIONS = (
    f'<Relationship Type="{_OFFICE}/header" Id="rIdHeader" Target="header1.xml"/>'
    f'<Relationship Type="{_OFFICE}/footer" Id="rIdFooter" Target="footer1.xml"/></Relationships>'
)
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WORD_TYPES = (
    f'<Override PartName="/word/header1.xml" ContentType="{_CONTENT}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_CONTENT}.footer+xml"/></Types>'
)


@dataclass(frozen=True)
class ReportChapter:
    """One chapter: `markdown` is its text or the file that holds it, without the chapter's own title.

    Attributes
    ----------
    number : as the report's headings show it (一, 四（三）, 4.3), "" for none.
    id : what links between chapters name, as a page's address without `.html`: `03-indicators`, `yearbook-part-1`.
    is_part : a part of the chapter before it, on a page of its own; its title is a section's.
    """

    title: str
    markdown: Path | str
    number: str = ""
    id: str = ""
    is_part: bool = False


@dataclass(frozen=True)
class ReportSettings:
    """What the report says of itself.

    Attributes
    ----------
    title : the edition's full title.
    document_number, issuer : of the plan that is evaluated, not of the report.
    published : the report's date, and the time that is stamped on its files.
    issued_by : who issues the report, "" where that is not given.
    kind_title : what the cover calls it; "" for the kind of edition.
    edition_title : what the running head calls it; "" for kind and year.
    terms : those of the glossary that are explained in a note where they first stand, with what they mean.
    illustrative : whether any figure in it is made up to show the product.
    """

    words: Words
    title: str
    kind: EditionKind
    plan_title: str
    year: int
    area: str
    document_number: str
    issuer: str
    cut_off: date
    published: date
    illustrative: bool
    author: str = "Planbook"
    conclusion: str = ""  # what lags and what will be missed, for the cover
    issued_by: str = ""
    kind_title: str = ""
    edition_title: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    contents_depth: int = 1  # levels of headings that the contents list

    @property
    def language(self) -> str:
        return self.words.language


class Cover(TypedDict):
    """The large lines of the cover."""

    area: str
    plan: str
    kind: str
    year: str
    conclusion: NotRequired[str]


class Between(TypedDict):
    """What stands around the number in `第 1 页`; `between` where there are two of them."""

    before: str
    after: str
    between: NotRequired[str]


# What `_extensions/planbook/report.typ` is told, by the names it knows; notices only where figures are illustrative.
ReportMetadata = TypedDict(
    "ReportMetadata",
    {
        "title": str,
        "author": list[str],
        "keywords": list[str],
        "published": dict[str, str],
        "lang": str,
        "region": str,
        "cover": Cover,
        "cover-facts": list[dict[str, str]],
        "edition": str,
        "toc": bool,
        "toc-title": str,
        "toc-depth": int,
        "issued-by": dict[str, str],
        "figures-title": str,
        "tables-title": str,
        "page-label": Between,
        "continued": Between,
        "on-page": Between,
        "table-label": str,
        "figure-label": str,
        "palette": dict[str, str],
        "looks": dict[str, str],
        "terms": list[dict[str, str]],
        "signs": list[str],
        "illustrative-sign": str,
        "notice": NotRequired[str],
        "notice-short": NotRequired[str],
        "notice-foot": NotRequired[str],
    },
)


def build_report(
    chapters: Sequence[ReportChapter], settings: ReportSettings, folder: Path, formats: Sequence[str] = ("pdf",)
) -> dict[str, Path]:
    """Set `chapters` as one report in `folder`; the path of each of `formats` ("pdf", "docx").

    Parameters
    ----------
    folder
        Where the drawings lie: `charts/<id>.svg`, and `charts/<id>.png` beside each for a Word document.

    Raises
    ------
    PublishError
        When pandoc or Typst fails, with the last lines of what it said.
    """
    folder = Path(folder)
    name = f"report-{settings.language}"
    sources = write_chapters(chapters, settings, folder / name)
    arguments = [*sources, "--file-scope", "--from", read_from(settings.language)]
    makers = {"pdf": _make_pdf, "docx": _make_docx}
    return {kind: makers[kind](arguments, settings, folder, name) for kind in formats}


def report_metadata(settings: ReportSettings) -> ReportMetadata:
    """The variables of `_extensions/planbook/report.typ`, as plain text: for pandoc, or for Quarto's front matter."""
    words = settings.words
    kind = settings.kind_title or words(f"report.kind.{settings.kind}")
    facts = {
        "plan_number": settings.document_number,
        "issuer": settings.issuer,
        "cut_off": words.date(settings.cut_off),
        "published": words.date(settings.published),
    }
    page_before, page_between, page_after = _between_fields(words("report.page", page=_FIELD, pages=_FIELD))
    on_page_before, on_page_after = _between_fields(words("report.on_page", page=_FIELD))
    continued_before, continued_after = _between_fields(words("report.continued", number=_FIELD))
    cover: Cover = {
        "area": settings.area,
        "plan": settings.plan_title,
        "kind": kind,
        "year": words.year(settings.year),
    }
    if settings.conclusion:
        cover["conclusion"] = settings.conclusion
    metadata: ReportMetadata = {
        "title": settings.title,
        "author": [settings.author],
        "keywords": [settings.plan_title, kind, str(settings.year), settings.area],
        "published": {part: str(getattr(settings.published, part)) for part in ("year", "month", "day")},
        "lang": settings.language,
        "region": {"zh": "cn", "en": "gb"}[settings.language],
        "cover": cover,
        "cover-facts": [
            {"label": words(f"report.cover.{key}"), "value": value} for key, value in facts.items() if value
        ],
        "edition": settings.edition_title or words("report.edition", kind=kind, year=settings.year),
        "issued-by": {"label": words("report.issued_by"), "value": settings.issued_by or words("report.not_given")},
        "figures-title": words("report.figures"),
        "tables-title": words("report.tables"),
        "toc": True,
        "toc-title": words("report.contents"),
        "toc-depth": settings.contents_depth,
        "page-label": {"before": page_before, "between": page_between, "after": page_after},
        "continued": {"before": continued_before, "after": continued_after},
        "on-page": {"before": on_page_before, "after": on_page_after},
        "table-label": words("report.table"),
        "figure-label": words("report.figure"),
        "palette": word_colours(),
        "looks": look_roles(),
        "terms": [{"term": term, "meaning": meaning} for term, meaning in settings.terms],
        "signs": look_signs(),
        "illustrative-sign": code_point(ILLUSTRATIVE_MARK),
    }
    if settings.illustrative:
        metadata["notice"] = words("report.notice")
        metadata["notice-short"] = words("report.notice_short")
        metadata["notice-foot"] = words("report.notice_foot")
    return metadata


def write_chapters(chapters: Sequence[ReportChapter], settings: ReportSettings, folder: Path) -> list[str]:
    """One Markdown file a chapter, so that footnotes and identifiers of one do not meet those of another.

    Returns the files' paths, from the folder that `folder` lies in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    sources = []
    for position, chapter in enumerate(chapters):
        identifier = chapter.id or f"chapter-{position + 1}"
        text = chapter.markdown.read_text(encoding="utf-8") if isinstance(chapter.markdown, Path) else chapter.markdown
        if not text.strip():
            text = settings.words("report.empty_chapter")
        level, classes = ("##", ".chapter .part") if chapter.is_part else ("#", ".chapter")
        heading = f"{level} {_escape(_numbered(chapter, settings.language))}"
        number = "" if chapter.is_part else f' number="{_arabic(chapter.number)}"'
        attributes = f'{{#{identifier} {classes} title="{_escape(chapter.title)}"{number}}}'
        path = folder / f"{identifier}.md"
        path.write_text(f"{heading} {attributes}\n\n{text}\n", encoding="utf-8")
        sources.append(f"{folder.name}/{path.name}")
    return sources


def _numbered(chapter: ReportChapter, language: str) -> str:
    """Number and title as a heading: 一、回顾; 四（三）社会福利; 4.3 Social welfare."""
    if not chapter.number:
        return chapter.title
    if language == "en" or chapter.number.startswith("附录"):
        return f"{chapter.number}\u2002{chapter.title}"
    return f"{chapter.number}{'、' if _CHINESE_NUMERALS.fullmatch(chapter.number) else ''}{chapter.title}"


def _arabic(number: str) -> str:
    """What captions of a chapter begin with: 3 for 三, A for Annex A; "" without a number."""
    last = number.rpartition(" ")[2].removeprefix("附录")
    if not _CHINESE_NUMERALS.fullmatch(last):
        return last
    tens, ten, ones = last.rpartition("十")
    digits = "一二三四五六七八九"
    value = (digits.index(tens) + 1 if tens else 1) * 10 if ten else 0
    value += digits.index(ones) + 1 if ones else 0
    return f"附{value}" if number.startswith("附录") else str(value)


def read_from(language: str) -> str:
    """The dialect of Markdown the chapters are in, as pandoc names it."""
    # Straight quotes become typographic ones in English; Chinese text holds its own already.
    return f"{_READER}{'+smart' if language == 'en' else '-smart'}"


# In a process of its own: Typst keeps hundreds of megabytes of a report until the process ends, and two reports are set
# at a time.
_SET = """
import json, sys, typst
try:
    _, warnings = typst.compile_with_warnings(**json.loads(sys.argv[1]))
except RuntimeError as error:
    sys.exit(getattr(error, "diagnostic", None) or str(error))
for warning in warnings:
    print(" ".join(str(warning).split()))
"""


def _make_pdf(arguments: list[str], settings: ReportSettings, folder: Path, name: str) -> Path:
    source, target = folder / f"{name}.typ", folder / f"{name}.pdf"
    _run_pandoc(
        [
            *arguments,
            *_metadata(report_metadata(settings), folder / name),
            *_filters("typst.lua"),
            "--to",
            "typst-smart",
            "--wrap=none",
            "--template",
            str(_report_sources() / "report.typ"),
            "--output",
            source.name,
        ],
        settings,
        folder,
    )
    asked = {
        "input": str(source),
        "output": str(target),
        "root": str(folder),
        "font_paths": [str(find_fonts())],
        "ignore_system_fonts": True,
        "timestamp": timestamp_of(settings.published),
        "pdf_standards": PDF_STANDARD,
    }
    said = run_engine(f"Typst on {source.name}", [sys.executable, "-c", _SET, json.dumps(asked)], folder).stdout
    missing = sorted({warning for warning in said.splitlines() if "unknown font family" in warning})
    if missing:  # what is to be set in it would be missing, or in another font
        raise PublishError(f"Typst did not find a font of {source.name}: {'; '.join(missing)}")
    return target


def _make_docx(arguments: list[str], settings: ReportSettings, folder: Path, name: str) -> Path:
    about = report_metadata(settings)
    reference, target = folder / name / "reference.docx", folder / f"{name}.docx"
    write_reference_document(reference, about, settings, folder)
    metadata = {**about, **word_metadata(about, settings)}
    _run_pandoc(
        [
            *arguments,
            *_metadata(metadata, folder / name),
            *_filters("docx.lua"),
            "--to",
            "docx",
            "--toc",
            "--toc-depth=2",
            "--reference-doc",
            str(reference),
            "--output",
            target.name,
        ],
        settings,
        folder,
    )
    finish_word(target)
    return target


def _shown_facts(about: ReportMetadata) -> list[dict[str, str]]:
    """What stands under the title of a Word document: the plan's number and the date of its data."""
    return [about["cover-facts"][0], *about["cover-facts"][-2:-1]]


def word_metadata(about: ReportMetadata, settings: ReportSettings) -> dict[str, str]:
    """What stands on the first page of a Word document."""
    cover = about["cover"]
    return {
        "title": f"{cover['plan']}{LINE_BREAK}{cover['kind']}",
        "subtitle": LINE_BREAK.join(
            [cover["year"], *(f"{one['label']} {one['value']}" for one in _shown_facts(about))]
        ),
        "date": settings.words.date(settings.published),
        "abstract": about.get("notice", ""),
        "abstract-title": "",
    }


def write_reference_document(target: Path, about: ReportMetadata, settings: ReportSettings, folder: Path) -> None:
    """pandoc's own reference document, with the styles, running head and foot of `_extensions/planbook/word/`."""
    plain = target.with_name("pandoc-reference.docx")
    _run_pandoc(["--output", str(plain), "--print-default-data-file", "reference.docx"], settings, folder)
    parts = _report_sources() / "word"
    notice = f"    {about['notice-short']}" if settings.illustrative else ""
    added = {
        "word/header1.xml": _fill(parts / "header.xml", {"edition": about["edition"], "notice_short": notice}),
        "word/footer1.xml": _fill(
            parts / ("footer-zh.xml" if settings.language == "zh" else "footer.xml"), _strings(about["page-label"])
        ),
    }
    changed: dict[str, Callable[[str], str]] = {
        "word/styles.xml": lambda text: _merge_styles(
            _merge_styles(
                text,
                _fill(
                    parts / "styles.xml",
                    {},
                    {"body_indent": _WORD_INDENT[settings.language], "look_styles": word_styles()} | word_colours(),
                ),
            ),
            official_styles() if settings.language == "zh" else "",
        ),
        "word/document.xml": lambda text: _SECTION.sub(
            _WORD_SECTION.replace(*_OFFICIAL_MARGINS) if settings.language == "zh" else _WORD_SECTION, text
        ),
        "word/fontTable.xml": lambda text: text.replace("</w:fonts>", font_stand_ins() + "</w:fonts>"),
        "word/_rels/document.xml.rels": lambda text: text.replace("</Relationships>", _WORD_RELATIONS),
        "[Content_Types].xml": lambda text: text.replace("</Types>", _WORD_TYPES),
    }
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            data = source.read(name)
            if name in changed:
                data = changed[name](data.decode("utf-8")).encode("utf-8")
            made.writestr(zipfile.ZipInfo(name), data)
        for name, text in added.items():
            made.writestr(zipfile.ZipInfo(name), text)
    plain.unlink()


def _strings(values: Between) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _merge_styles(styles: str, ours: str) -> str:
    """`styles` with each style of `ours` in the place of the one of that id, or at the end."""
    for style in _STYLE.finditer(ours):
        old = re.search(rf'<w:style\b[^>]*w:styleId="{style["id"]}".*?</w:style>', styles, re.DOTALL)
        if old:
            styles = styles[: old.start()] + style[0] + styles[old.end() :]
        else:
            styles = styles.replace("</w:styles>", style[0] + "</w:styles>")
    return styles


def _fill(part: Path, texts: Mapping[str, str], markup: Mapping[str, str] | None = None) -> str:
    """The text of `part` with `{name}` filled in; `texts` are escaped for XML, `markup` is not."""
    filled = part.read_text(encoding="utf-8")
    for name, value in {**{key: escape(text) for key, text in texts.items()}, **(markup or {})}.items():
        filled = filled.replace(f"{{{name}}}", value)
    return filled


def _run_pandoc(arguments: list[str], settings: ReportSettings, folder: Path) -> None:
    import pypandoc

    # A Word document bears the time it was made; the edition's date makes it the same every time.
    environment = {"SOURCE_DATE_EPOCH": str(timestamp_of(settings.published))}
    run_engine("pandoc", [pypandoc.get_pandoc_path(), *arguments], folder, environment)


def _metadata(about: Mapping[str, object], folder: Path) -> list[str]:
    path = folder / "metadata.json"
    path.write_text(json.dumps(as_markdown(about), ensure_ascii=False), encoding="utf-8")
    return ["--metadata-file", str(path)]


def _filters(last: str) -> list[str]:
    return [f"--lua-filter={_report_sources() / name}" for name in (*FILTERS, last)]


def _report_sources() -> Path:
    return find_project().extension


def as_markdown(value: Any) -> Any:
    """`value` with its texts escaped: pandoc reads metadata as Markdown."""
    if isinstance(value, dict):
        return {key: as_markdown(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_markdown(part) for part in value]
    return _escape(value) if isinstance(value, str) else value


def _escape(text: str) -> str:
    return _MARKDOWN_PUNCTUATION.sub(r"\\\1", text)


def _between_fields(text: str) -> list[str]:
    return [part.strip() for part in text.split(_FIELD)]


def timestamp_of(day: date) -> int:
    """Midnight of `day` in Coordinated Universal Time, as SOURCE_DATE_EPOCH counts it."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
