"""What a build is asked for: the one thing every step of publishing is handed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from planbook.model import EditionName
from planbook.paths import LANGUAGES, Project
from planbook.publish.quarto import Quarto

__all__ = [
    "HANDOUTS",
    "ProgressDisplay",
    "PublishedEdition",
    "REPORT_FORMATS",
    "PublishRequest",
    "Silent",
    "edition_inputs",
    "handout_name",
    "publisher_name",
]


REPORT_FORMATS = ("pdf", "docx")
HANDOUTS = {
    "brief": "pdf",
    "yearbook": "pdf",
    "slides": "pptx",
}  # what else is made of an edition → the format that asks for it


def handout_name(stem: str, language: str) -> str:
    """The file of one of `HANDOUTS`: `brief-zh.pdf`."""
    return f"{stem}-{language}.{HANDOUTS[stem]}"


class ProgressDisplay(Protocol):
    """Who is told how far the work is: `begin` names a step and how much of it there is, `advance` counts, `warn` is
    told what went well and may not be what was wanted."""

    def begin(self, description: str, total: int | None) -> None: ...

    def advance(self, description: str | None = None) -> None: ...

    def warn(self, line: str) -> None: ...


class Silent:
    """A `ProgressDisplay` that tells nobody."""

    def begin(self, description: str, total: int | None) -> None:
        """Do nothing."""

    def advance(self, description: str | None = None) -> None:
        """Do nothing."""

    def warn(self, line: str) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class PublishRequest:
    """What to publish and where.

    Attributes
    ----------
    month : that of an edition in the middle of its year, None for one at its end.
    publisher : a Quarto, or None for the embedded engines.
    data_dir, params_dir, site : absolute; the edition goes to `site/<name>`.
    some_chapters : whether only some chapters are made.
    force : whether nothing is taken over from earlier builds.
    show_code : whether an annex of the report shows how everything was computed.
    assets : from the edition's folder to the assets that several share; "" where it has its own.
    """

    project: Project
    year: int
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    publisher: Quarto | None
    data_dir: Path
    params_dir: Path
    site: Path
    workers: int
    official_only: bool
    some_chapters: bool
    show_code: bool = False
    force: bool = False
    month: int | None = None
    assets: str = ""

    @property
    def name(self) -> EditionName:
        """What the edition is called, and its folder."""
        return EditionName(self.year, self.month)

    @property
    def reports(self) -> tuple[tuple[str, str], ...]:
        """(language, format) of each report that is asked for."""
        formats = [one for one in REPORT_FORMATS if one in self.formats]
        return tuple((language, one) for one in formats for language in self.languages)

    @property
    def handouts(self) -> tuple[str, ...]:
        """The files of the brief and the slides that are asked for."""
        return tuple(
            handout_name(stem, language)
            for stem, one in HANDOUTS.items()
            if one in self.formats
            for language in self.languages
        )

    @property
    def place(self) -> Path:
        """Where the edition stands once it is published."""
        return self.site / str(self.name)

    @property
    def quarto_project(self) -> Path:
        """Where the edition stays as a Quarto project."""
        return self.project.quarto_of(str(self.name), self.data_dir)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of an edition that stands there already is left to stay."""
        all_languages = set(self.languages) == set(LANGUAGES)
        return all_languages and not self.some_chapters and {"html", "pdf"} <= set(self.formats)

    @property
    def inputs(self) -> dict[str, Path]:
        """What is read to make the edition, by the name its manifest gives it."""
        return edition_inputs(self.project, self.data_dir, self.params_dir, self.name)


def edition_inputs(project: Project, data_dir: Path, params_dir: Path, name: EditionName) -> dict[str, Path]:
    """What an edition is made of: files and folders by the name its manifest gives them."""
    return {
        "data": data_dir,
        "params": params_dir / f"{name}.yml",
        "notebooks": project.notebooks,
        "site": project.site_sources,
        "extension": project.extension,
        "planbook": Path(__file__).resolve().parents[1],
    }


@dataclass(frozen=True)
class PublishedEdition:
    """What came of it."""

    folder: Path
    page_count: int
    reports: tuple[str, ...]
    publisher: str
    verdict_counts: Mapping[str, int]
    is_partial: bool = False  # the other pages are not there
    reused: str = ""  # what was made and what taken over from earlier builds, for people


def publisher_name(publisher: Quarto | None) -> str:
    """How the manifest and the closing table name the publisher."""
    return "embedded" if publisher is None else f"quarto {publisher.version}"
