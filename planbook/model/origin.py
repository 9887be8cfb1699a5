"""Where a noun was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "Noun",
    "Origin",
]


@dataclass(frozen=True)
class Origin:
    """Where a noun was read: its file as people are shown it, and the line its row begins on.

    A document of keys has no row; `lines` then says on which line each of its dotted keys stands.
    """

    file: str
    row: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Noun:
    """What a row of the data, or a document, is about; two are equal wherever they were read."""

    origin: Origin | None = field(default=None, compare=False, repr=False)  # None for one made in a program
