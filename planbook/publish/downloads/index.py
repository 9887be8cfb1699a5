"""`data/index.html`: everything of the edition that can be taken away, in both languages, with sizes and checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.model import Inputs, Text
from planbook.paths import LANGUAGES, Project
from planbook.present.citation import STYLES
from planbook.present.edition import Edition
from planbook.present.titles import page_title
from planbook.present.words import Words, load_words
from planbook.present.yearbook.addresses import (
    DATA_INDEX,
    DATA_PACKAGE,
    INDICATOR_TABLE,
    SDMX_DATA,
    SDMX_STRUCTURE,
    SOURCES,
    chart_file,
    indicator_file,
    table_csv,
    workbook_file,
)
from planbook.present.yearbook.contents import build_yearbook
from planbook.present.yearbook.figures import bilingual
from planbook.publish.downloads.assessments import ASSESSMENTS, ASSESSMENTS_JSON
from planbook.publish.folders import write_text
from planbook.publish.shell import PageHead, ShellContext, edition_facts, render_template, shell_environment

__all__ = ["list_files", "write_data_index"]

REPORT_FORMATS = ("pdf", "docx")
KILOBYTE = 1000  # as statistical offices and the SI count


@dataclass(frozen=True)
class File:
    """A file to take away; `address` is below the edition's folder."""

    address: str
    title: Text


@dataclass(frozen=True)
class FileEntry:
    """A file as the page lists it: its address from the page, its size as text."""

    href: str
    title: Text
    format: str
    size: str
    sha256: str


@dataclass(frozen=True)
class FileGroup:
    """The files of one kind, and a remark on all of them."""

    title: Text
    files: Sequence[FileEntry]
    note: Text | None


@dataclass(frozen=True, kw_only=True)
class DataIndexContext(ShellContext):
    """What `data_index.html.j2` is filled with."""

    words_zh: Words
    words_en: Words
    groups: Sequence[FileGroup]


def write_data_index(editions: Mapping[str, Edition], made: Path, project: Project) -> None:
    """Write `data/index.html`; called when everything else is made, the manifest excepted."""
    edition = next(iter(editions.values()))
    words = {language: load_words(language, edition.inputs.parameters.kind) for language in LANGUAGES}
    # The frame's links lead to pages of one language: Chinese, unless the edition is in English alone.
    language = "zh" if "zh" in editions or (made / "zh").is_dir() else next(iter(editions))
    groups = [
        FileGroup(
            title=bilingual(f"downloads.group.{key}"),
            files=[_entry(made, file) for file in files],
            note=bilingual(f"downloads.note.{key}", licence=bilingual("downloads.licence"))
            if words["zh"].has(f"downloads.note.{key}")
            else None,
        )
        for key, files in list_files(edition, made).items()
        if files
    ]
    own = words[language]
    context = DataIndexContext(
        lang=language,
        html_lang=own.html_language,
        words=own,
        page=PageHead("data", own("shell.data"), words["en"]("shell.data"), "data"),
        edition=edition_facts(edition, own),
        root="../",
        site_root="../../",
        assets="../assets/",
        banner=edition.has_illustrative,
        words_zh=words["zh"],
        words_en=words["en"],
        groups=groups,
    )
    environment = shell_environment(project.site_sources / "shell")
    write_text(made / DATA_INDEX, render_template(environment, "data_index.html.j2", context))


def list_files(edition: Edition, made: Path) -> dict[str, list[File]]:
    """The files there are, by group."""
    inputs = edition.inputs
    groups = {
        "reports": _reports(),
        "yearbook": _yearbook(edition),
        "tables": _tables(inputs),
        "observations": _observations(),
        "notebooks": _notebooks(edition, made),
        "citation": _citation(),
        "indicators": _indicators(inputs),
    }
    return {key: [file for file in files if (made / file.address).is_file()] for key, files in groups.items()}


def _reports() -> Iterator[File]:
    for language in LANGUAGES:
        for extension in REPORT_FORMATS:
            yield File(
                f"report-{language}.{extension}",
                bilingual("downloads.entry.report", language=bilingual(f"downloads.entry.language_{language}")),
            )


def _yearbook(edition: Edition) -> Iterator[File]:
    yield File(workbook_file(edition.year), bilingual("downloads.file.workbook"))
    yield File(DATA_PACKAGE, bilingual("downloads.file.package"))
    yield File(SOURCES, bilingual("downloads.entry.sources"))


def _tables(inputs: Inputs) -> Iterator[File]:
    for part in build_yearbook(inputs):
        for table in part.tables:
            yield File(table_csv(table.id), bilingual("downloads.entry.table", number=table.id, title=table.title))


def _observations() -> Iterator[File]:
    yield File(INDICATOR_TABLE, bilingual("downloads.entry.indicators"))
    for address in (ASSESSMENTS, ASSESSMENTS_JSON):
        yield File(address, bilingual("downloads.entry.assessments"))
    yield File(SDMX_DATA, bilingual("downloads.file.sdmx"))
    yield File(SDMX_STRUCTURE, bilingual("downloads.file.sdmx_structure"))


def _indicators(inputs: Inputs) -> Iterator[File]:
    for indicator in inputs.indicators.values():
        named = {"number": indicator.number, "name": indicator.name}
        for extension in ("csv", "json"):
            title = bilingual(f"downloads.entry.indicator_{extension}", **named)
            yield File(indicator_file(indicator.id, extension), title)
        for language in LANGUAGES:
            spoken = bilingual(f"downloads.entry.language_{language}")
            for extension in ("svg", "png"):
                yield File(
                    chart_file(indicator.id, language, extension),
                    bilingual("downloads.entry.indicator_chart", language=spoken, **named),
                )


def _notebooks(edition: Edition, made: Path) -> Iterator[File]:
    for language in LANGUAGES:
        folder = made / "notebooks" / language
        for path in sorted(folder.rglob("*.ipynb")):
            name = path.relative_to(folder).with_suffix("").as_posix()
            yield File(
                path.relative_to(made).as_posix(),
                bilingual(
                    "downloads.entry.notebook",
                    name=_notebook_title(edition, name),
                    language=bilingual(f"downloads.entry.language_{language}"),
                ),
            )


def _notebook_title(edition: Edition, name: str) -> Text:
    """The title of the page a notebook makes; its name where it has none of its own."""
    inputs, subject = edition.inputs, name.rpartition("/")[2]
    for part in build_yearbook(inputs):
        if subject == part.id:
            return bilingual("yearbook.part_title", number=part.number, title=part.title)
    known = subject in inputs.indicators or any(subject == chapter.address for chapter in inputs.chapters.values())
    if not known and not load_words("zh").has(f"titles.{subject}"):
        return Text(name, name)
    return Text(
        *(
            page_title(replace(edition, language=language, words=load_words(language)), subject)
            for language in LANGUAGES
        )
    )


def _citation() -> Iterator[File]:
    for key, style in STYLES.items():
        yield File(style.address, bilingual(f"downloads.file.citation_{key}"))


def _entry(made: Path, file: File) -> FileEntry:
    content = (made / file.address).read_bytes()
    below_data = file.address.startswith("data/")
    return FileEntry(
        href=file.address.removeprefix("data/") if below_data else f"../{file.address}",
        title=file.title,
        format=Path(file.address).suffix[1:].upper(),
        size=size_text(len(content)),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def size_text(size: int) -> str:
    """A file's size as readers see it, the same in both languages.

    >>> size_text(820), size_text(48_300), size_text(2_450_000)
    ('820 B', '48 kB', '2.5 MB')
    """
    words = load_words("en")
    if size < KILOBYTE:
        return f"{size} B"
    if size < KILOBYTE**2:
        return f"{words.number(size / KILOBYTE)} kB"
    return f"{words.number(size / KILOBYTE**2, 1)} MB"
