"""How to cite the edition, and on what terms its data may be used: the only place where a citation is made.

A style is one entry of `STYLES` and a name in the locales (`downloads.file.citation_<key>`); its file, the links to it
and its line in the list of downloads follow.

The author is who publishes the edition (`publisher` of plan.yml), not the authority that issued the plan: an edition
may hold illustrative figures, and nothing made up goes out under an office's name.

Source
------
GB/T 7714-2015, 电子资源: 主要责任者. 题名[文献类型标识/文献载体标识]. (更新日期)[引用日期]. 获取和访问路径.
DS stands for a data set, R for a report, A for a document of an archive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planbook.model import Text
from planbook.paths import LANGUAGES
from planbook.present.edition import Edition
from planbook.present.titles import edition_title
from planbook.present.words import Words, load_words
from planbook.present.yearbook.addresses import DATA_INDEX

__all__ = ["STYLES", "CitationStyle", "citations", "cite_edition", "licence_record", "licence_text"]

SPECIAL = str.maketrans({character: f"\\{character}" for character in "&%$#_{}"})


@dataclass(frozen=True)
class CitationStyle:
    """A file that says how to cite an edition: its address below the edition's folder, and its text."""

    address: str
    text: Callable[[Edition], str]


def cite_edition(edition: Edition) -> str:
    """The edition as the foot of each page cites it, in the language of the edition."""
    plan, parameters, words = edition.inputs.plan, edition.inputs.parameters, edition.words
    said = words(
        "shell.citation",
        author=words.text(plan.publisher),
        plan=words.text(plan.title),
        title=edition_title(words, parameters),
        published=words.date(parameters.published),
        cut_off=words.date(parameters.cut_off),
    )
    return said + words("shell.citation_illustrative") if edition.has_illustrative else said


def licence_record(edition: Edition) -> dict[str, str] | None:
    """The licence as a data package names it; None where the plan's data state none."""
    licence = edition.inputs.plan.licence
    return None if licence is None else {"name": licence.name, "title": licence.title.en, "path": licence.path}


def licence_text(edition: Edition) -> Text:
    """On what terms the compilation may be used, in both languages."""
    licence, said = edition.inputs.plan.licence, []
    for language in LANGUAGES:
        words = load_words(language)
        if licence is None:
            said.append(words("downloads.licence_none"))
        else:
            said.append(words("downloads.licence", licence=words.text(licence.title)))
    return Text(*said)


def citations(edition: Edition, file: str) -> dict[str, str]:
    """The citation of a data file of the edition in GB/T 7714, by language."""
    return {language: _dataset(edition, load_words(language), file) for language in LANGUAGES}


def _dataset(edition: Edition, words: Words, file: str) -> str:
    inputs = edition.inputs
    return words(
        "downloads.citation.dataset",
        author=words.text(inputs.plan.publisher),
        plan=words.text(inputs.plan.title),
        year=words.year(edition.year),
        published=inputs.parameters.published.isoformat(),
        file=file,
    )


def _report(edition: Edition, words: Words) -> str:
    return words(
        "downloads.citation.report",
        author=words.text(edition.inputs.plan.publisher),
        title=words.text(edition.inputs.parameters.title),
        published=edition.inputs.parameters.published.isoformat(),
        file=f"report-{words.language}.pdf",
    )


def _plan(edition: Edition, words: Words) -> str:
    plan = edition.inputs.plan
    said = words(
        "downloads.citation.plan" if plan.document_number else "downloads.citation.plan_unnumbered",
        issuer=words.text(plan.issuer),
        plan=words.text(plan.title),
        number=plan.document_number,
        issued=plan.issued.isoformat(),
    )
    if not plan.document_number:
        return said
    return said.replace(words.spaced(plan.document_number), plan.document_number)  # a number is quoted as it stands


def _plain(edition: Edition) -> str:
    """GB/T 7714, both languages: the data, the report, the plan, and on what terms."""
    blocks = []
    for language in LANGUAGES:
        words = load_words(language)
        lines = [
            words("downloads.citation.lead"),
            "",
            _dataset(edition, words, DATA_INDEX),
            _report(edition, words),
            _plan(edition, words),
        ]
        if edition.has_illustrative:
            area = words.text(edition.inputs.plan.area)
            lines += ["", words("downloads.citation.illustrative", area=area)]
        licence = edition.inputs.plan.licence
        terms = licence_text(edition).in_language(language)
        lines += ["", terms if licence is None else f"{terms} {licence.path}"]
        blocks.append("\n".join(lines))
    return "\n\n\n".join(blocks) + "\n"


def _bibtex(edition: Edition) -> str:
    """BibTeX: one entry for the data, one for the report in each language."""
    parameters, plan = edition.inputs.parameters, edition.inputs.plan
    published = parameters.published
    note = [f"Data as of {parameters.cut_off.isoformat()}"]
    if edition.has_illustrative:
        note.append("contains illustrative figures that are not official statistics")
    key = f"planbook-{plan.id.replace('_', '-')}-{edition.year}"
    shared = {
        "author": f"{{{plan.publisher.en}}}",
        "year": str(published.year),
        "month": str(published.month),
        "date": published.isoformat(),
        "note": "; ".join(note),
    }
    entries = [
        _entry(
            "misc",
            f"{key}-data",
            shared
            | {
                "title": f"{{{plan.title.en}: statistical yearbook and data, {edition.year} edition}}",
                "howpublished": DATA_INDEX,
            }
            | ({} if plan.licence is None else {"copyright": plan.licence.name}),
        )
    ]
    for language in LANGUAGES:
        entries.append(
            _entry(
                "techreport",
                f"{key}-report-{language}",
                shared
                | {
                    "title": f"{{{parameters.title.in_language(language)}}}",
                    "institution": f"{{{plan.publisher.en}}}",
                    "howpublished": f"report-{language}.pdf",
                    "language": {"zh": "chinese", "en": "english"}[language],
                },
            )
        )
    return "\n\n".join(entries) + "\n"


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{_escaped(value)}}}," for name, value in fields.items()]
    return f"@{kind}{{{key},\n" + "\n".join(lines) + "\n}"


def _escaped(value: str) -> str:
    """TeX's own characters made plain; a pair of braces around a whole value stays."""
    if value.startswith("{") and value.endswith("}"):
        return "{" + value[1:-1].translate(SPECIAL) + "}"
    return value.translate(SPECIAL)


STYLES: dict[str, CitationStyle] = {
    "txt": CitationStyle("data/citation.txt", _plain),
    "bib": CitationStyle("data/citation.bib", _bibtex),
}
