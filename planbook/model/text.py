"""Texts in both languages, and messages still to be said."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Message",
    "MessageFields",
    "Text",
]


@dataclass(frozen=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return {"zh": self.zh, "en": self.en}[language]


MessageFields = tuple[tuple[str, float | int | str | Text, str], ...]  # (name, value, form), see `Message`


@dataclass(frozen=True)
class Message:
    """A sentence to be said: a key of the locales and what the fields of its template are filled with.

    `fields` holds (name, value, form). The form says how readers see the value: a unit id (a level in that unit),
    `change:<unit id>` (a signed difference in it), or one of `ratio` (two decimals), `share` (a fraction, shown in
    per cent), `year`, `number`, `p_value` (three decimals), `count` (whole; it also chooses the plural), `key`
    (another key of the locales), `text` (a `Text`), `plain` (as it stands).
    """

    key: str
    fields: MessageFields = ()
