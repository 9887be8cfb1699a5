"""What lies beside `data/` and is made elsewhere: the reports and the executed notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planbook.model import Text
from planbook.paths import BUNDLE, LANGUAGES
from planbook.present.titles import page_title
from planbook.present.yearbook.figures import bilingual
from planbook.publish.downloads.download import Download, DownloadFile, Making
from planbook.publish.request import HANDOUTS, REPORT_FORMATS, handout_name

__all__ = ["NOTEBOOKS", "REPORTS"]


def _reports(making: Making) -> Iterator[DownloadFile]:
    for language in LANGUAGES:
        title = bilingual("downloads.entry.report", language=bilingual(f"downloads.entry.language_{language}"))
        for extension in REPORT_FORMATS:
            yield DownloadFile(f"report-{language}.{extension}", title, "reports")
        for stem in HANDOUTS:
            title = bilingual(f"downloads.entry.{stem}", language=bilingual(f"downloads.entry.language_{language}"))
            yield DownloadFile(handout_name(stem, language), title, "reports")


def _notebooks(making: Making) -> Iterator[DownloadFile]:
    yield DownloadFile(f"notebooks/{BUNDLE}", bilingual("downloads.entry.bundle"), "notebooks")
    for language in LANGUAGES:
        folder = making.made / "notebooks" / language
        for path in sorted(folder.rglob("*.ipynb")):
            title = bilingual(
                "downloads.entry.notebook",
                name=_notebook_title(making, path.relative_to(folder).with_suffix("").as_posix()),
                language=bilingual(f"downloads.entry.language_{language}"),
            )
            yield DownloadFile(path.relative_to(making.made).as_posix(), title, "notebooks")


def _notebook_title(making: Making, name: str) -> Text:
    """The title of the page a notebook makes; its name where it has none of its own."""
    inputs, subject = making.inputs, name.rpartition("/")[2]
    for part in making.parts:
        if subject == part.id:
            return bilingual("yearbook.part_title", number=part.number, title=part.title)
    known = subject in inputs.indicators or any(subject == chapter.address for chapter in inputs.chapters.values())
    if not known and not making.edition.words.has(f"titles.{subject}"):
        return Text(name, name)
    return Text(
        *(
            page_title(
                replace(making.edition, language=language, words=making.edition.words.in_language(language)), subject
            )
            for language in LANGUAGES
        )
    )


REPORTS = Download(_reports)
NOTEBOOKS = Download(_notebooks)
