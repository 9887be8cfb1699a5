"""What the tables of duties share: names with links and marks, dates, causes, and their frame."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from planbook.model import Office
from planbook.present.duties import name_of
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, join, link, plain
from planbook.present.marks import illustrative_mark
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, indicator_subject, task_subject
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import illustrative_note

__all__ = [
    "cause_shown",
    "css_of",
    "due_shown",
    "duty_table",
    "linked_subject",
    "office_names",
    "said_in_parts",
    "subject_of",
    "with_sign",
]


def linked_subject(edition: Edition, subject_id: str, root: str = "") -> Inline:
    """The name of what a row is about, linked to its page where it has one; `root` leads to the pages' folder."""
    shown, inputs = name_of(edition, subject_id), edition.inputs
    if subject_id in inputs.indicators:
        return link(shown, f"{root}indicators/{subject_id}.html")
    chapter = inputs.chapters.get(subject_id)
    return link(shown, f"{root}{chapter.address}.html") if chapter and chapter.address else plain(shown)


def with_sign(edition: Edition, text: Inline | str, illustrative: bool) -> Inline:
    """Text with ◇ behind it where it is made up."""
    face = text if isinstance(text, Inline) else plain(text)
    return face + illustrative_mark(edition.words) if illustrative and face else face


def office_names(edition: Edition, offices: list[tuple[Office, bool]], root: str = "") -> Inline:
    """Units, each linked to its page and marked where it is made up."""
    words = edition.words
    return join(
        words,
        [
            with_sign(edition, link(words.text(office.short_name), f"{root}offices/{office.id}.html"), made_up)
            for office, made_up in offices
        ],
    )


def due_shown(edition: Edition, due: str) -> str:
    """A date or part of one as the language writes it: `2024年12月`, `December 2024`."""
    words = edition.words
    if not due:
        return words("duties.not_given")
    year, month, day = ([int(part) for part in due.split("-")] + [0, 0])[:3]
    if not month:
        return words.year(year)
    if day:
        return words.date(date(year, month, day))
    return format_date(date(year, month, 1), words.template("duties.month_pattern"), locale=words.locale)


def css_of(edition: Edition, office_id: str) -> str:
    """The class by which a row is shown or hidden when the reader chooses a unit."""
    ids = list(edition.inputs.offices)
    return f"by-unit-{ids.index(office_id) + 1 if office_id in ids else 0}"


def subject_of(edition: Edition, subject_id: str) -> Subject | None:
    if subject_id in edition.inputs.indicators:
        return indicator_subject(edition, subject_id)
    return task_subject(edition, subject_id) if subject_id in edition.task_assessments else None


def said_in_parts(edition: Edition, *parts: tuple[str, str]) -> Inline:
    """Lines of one cell, each with what it is: 问题：…；原因：…"""
    words, told = edition.words, plain("")
    for key, text in parts:
        if text:
            told = told + (plain(words("duties.part_separator")) if told else plain(""))
            told = told + fill(words, "duties.part", what=words(f"duties.{key}"), text=text.rstrip("。."))
    return told


def cause_shown(edition: Edition, cause: object, text: str) -> str:
    words = edition.words
    if not isinstance(cause, str):
        return text
    kind = words(f"cause.{cause}")
    return words("duties.cause_said", kind=kind, text=text.rstrip("。.")) if text else kind


def duty_table(
    edition: Edition,
    name: str,
    caption: str,
    columns: list[Column],
    body: list[Row],
    empty: str,
    illustrative: bool,
    css_class: str = "prose cards",
    notes: Sequence[Inline] = (),
) -> Piece:
    """One of these tables: `empty` stands where it has no row, and made-up content is noted under it."""
    notes = [*notes, *([illustrative_note(edition.words)] if illustrative else [])]
    return Table(name, caption, columns, body or [Row((empty,))], notes, css_class=css_class).piece()
