"""`data/index.html`: everything of the edition that can be taken away, in both languages, with sizes and checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.model import Text
from planbook.paths import LANGUAGES, Project
from planbook.present.citation import licence_text
from planbook.present.words import Words, load_words
from planbook.present.yearbook.addresses import DATA_INDEX
from planbook.present.yearbook.figures import bilingual
from planbook.publish.downloads.download import DownloadFile, Making
from planbook.publish.folders import write_text
from planbook.publish.shell import PageHead, ShellContext, edition_facts, render_template, shell_environment

__all__ = ["write_index"]

GROUPS = ("reports", "yearbook", "tables", "observations", "notebooks", "citation", "indicators")  # as listed
KILOBYTE = 1000  # as statistical offices and the SI count


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


def write_index(making: Making, files: Iterable[DownloadFile], project: Project, assets: str) -> None:
    """Write `data/index.html`, which lists `files` by group."""
    edition, made = making.edition, making.made
    grouped: dict[str, list[DownloadFile]] = {group: [] for group in GROUPS}
    for file in files:
        grouped[file.group].append(file)
    words = {language: load_words(language, edition.inputs.parameters.kind) for language in LANGUAGES}
    # The frame's links lead to pages of one language: Chinese, unless the edition is in English alone.
    language = "zh" if "zh" in making.editions or (made / "zh").is_dir() else edition.language
    groups = [
        FileGroup(
            title=bilingual(f"downloads.group.{key}"),
            files=[_entry(made, file) for file in listed],
            note=bilingual(f"downloads.note.{key}", licence=licence_text(edition))
            if words["zh"].has(f"downloads.note.{key}")
            else None,
        )
        for key, listed in grouped.items()
        if listed
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
        assets=f"../{assets}",
        banner=edition.has_illustrative,
        words_zh=words["zh"],
        words_en=words["en"],
        groups=groups,
    )
    environment = shell_environment(project.site_sources / "shell")
    write_text(made / DATA_INDEX, render_template(environment, "data_index.html.j2", context))


def _entry(made: Path, file: DownloadFile) -> FileEntry:
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
