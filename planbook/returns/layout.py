"""The sheets of a return and their columns, stated once for writing and for reading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planbook.model import Text
from planbook.present.yearbook.figures import bilingual
from planbook.schema import FINDINGS, OBSERVATIONS, PROGRESS

__all__ = ["SHEETS", "Field", "Sheet", "field_of", "sheet_name"]


@dataclass(frozen=True)
class Field:
    """A column. `key` names its words in the locales (`returns.column`) and, where `entry`, the column of the data."""

    key: str
    width: int
    entry: bool = False

    @property
    def head(self) -> Text:
        return bilingual(f"returns.column.{self.key}")


@dataclass(frozen=True)
class Sheet:
    """A sheet, and the folder of yearly files that its rows go to; the first field is the id of what a row is about."""

    key: str
    folder: str
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """The tab's name; Chinese, since every unit finds it so."""
        return bilingual(f"returns.sheet.{self.key}").zh

    @property
    def entries(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.entry)


_KNOWN = (
    Field("unit", 10),
    Field("baseline", 12),
    Field("before", 12),
    Field("target", 14),
    Field("due", 12),
    Field("asked", 22),
)
_SAID = (Field("flag", 12, True), Field("note_zh", 30, True), Field("note_en", 30, True))
SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "indicators",
        OBSERVATIONS,
        (Field("id", 9), Field("name", 34), Field("definition", 40), *_KNOWN, Field("value", 14, True), *_SAID),
    ),
    Sheet("tasks", PROGRESS, (Field("id", 12), Field("name", 50), *_KNOWN, Field("value", 14, True), *_SAID)),
    Sheet(
        "measures",
        PROGRESS,
        (
            Field("id", 12),
            Field("name", 60),
            Field("status_before", 12),
            Field("status", 14, True),
            Field("note_zh", 30, True),
            Field("note_en", 30, True),
        ),
    ),
    Sheet(
        "findings",
        FINDINGS,
        (
            Field("id", 12, True),
            *(Field(f"{stem}_{language}", 30, True) for stem in ("achieved", "problem") for language in ("zh", "en")),
            Field("cause", 14, True),
            *(Field(f"{stem}_{language}", 30, True) for stem in ("cause_text", "measure") for language in ("zh", "en")),
            Field("due_by", 12, True),
            *(Field(f"next_step_{language}", 30, True) for language in ("zh", "en")),
        ),
    ),
    Sheet(
        "revisions",
        OBSERVATIONS,
        (Field("id", 12, True), Field("year", 10, True), Field("value", 14, True), *_SAID),
    ),
)


def field_of(sheet: Sheet, head: object) -> Field | None:
    """The column that a head names, in either language; what stands in brackets (a year) does not count."""
    named = _bare(str(head or "").splitlines()[0] if str(head or "").strip() else "")
    for field in sheet.fields:
        if named and named in (_bare(field.head.zh), _bare(field.head.en)):
            return field
    return None


def sheet_name(name: str) -> Sheet | None:
    """The sheet a tab of that name is, in either language; blanks and what was added in brackets do not count."""
    for sheet in SHEETS:
        if _bare(name) in (_bare(sheet.name), _bare(bilingual(f"returns.sheet.{sheet.key}").en)):
            return sheet
    return None


def _bare(text: str) -> str:
    return re.sub(r"[（(][^）)]*[）)]|\s", "", text).casefold()
