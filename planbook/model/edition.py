"""What an edition is, and the cut-offs it judges by."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from planbook.model.text import Text

__all__ = [
    "EditionKind",
    "EditionName",
    "EditionParameters",
    "Thresholds",
]


class EditionKind(StrEnum):
    MONITORING = "monitoring"  # annual monitoring report
    MID_TERM = "mid_term"
    FINAL = "final"


@dataclass(frozen=True)
class Thresholds:
    """The cut-offs in force; parameters, because no official numeric cut-off has been published."""

    ahead: float = 1.10  # pace ratio from which an indicator is ahead
    on_pace: float = 0.80  # pace ratio from which it is on pace
    likely: float = 0.80  # probability from which meeting the target is likely
    unlikely: float = 0.20  # probability below which it is unlikely
    interval: float = 0.80  # coverage of the prediction interval
    minimum_points: int = 3  # yearly values needed for a projection, baseline included


_NAME = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", re.ASCII)


@dataclass(frozen=True)
class EditionName:
    """What an edition and its files are called: `2023`, or `2023-06` for figures up to the end of June 2023.

    >>> str(EditionName.of("2023-06")), str(EditionName.of(2023))
    ('2023-06', '2023')
    """

    year: int
    month: int | None = None

    @classmethod
    def of(cls, name: int | str | Self) -> Self:
        """The edition of that name.

        Raises
        ------
        ValueError
            When it is none.
        """
        if isinstance(name, cls):
            return name
        found = _NAME.fullmatch(str(name))
        if found is None:
            raise ValueError(f"{name!r} is no name of an edition")
        return cls(int(found[1]), int(found[2]) if found[2] else None)

    @staticmethod
    def fits(name: str) -> bool:
        """Whether that is the name of an edition."""
        return _NAME.fullmatch(name) is not None

    def __str__(self) -> str:
        return f"{self.year}" if self.month is None else f"{self.year}-{self.month:02d}"

    @property
    def ends(self) -> date:
        """The last day of its year, or of its month."""
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    def reads(self, file: Self) -> bool:
        """Whether what a file of that name reports was known in this edition.

        An edition in the middle of a year reads its own file and those of the years before; at the end of the year
        the file of the whole year stands in its place.
        """
        if file.month is None:
            return file.year < self.year or (file.year == self.year and self.month is None)
        return file == self


@dataclass(frozen=True)
class EditionParameters:
    """What `params/<name>.yml` says an edition is. `published` fixes SOURCE_DATE_EPOCH.

    `month` is that of the name of an edition in the middle of its year, None for one at its end. `needs_measures`: a
    lagging binding indicator without cause and countermeasure is an error. `site_address` is where the folder of all
    editions will stand, with a slash at its end; "" where that is not said, and addresses are then relative.
    """

    year: int
    kind: EditionKind
    cut_off: date
    published: date
    title: Text
    thresholds: Thresholds = field(default_factory=Thresholds)
    month: int | None = None
    needs_measures: bool = False
    site_address: str = ""

    @property
    def name(self) -> EditionName:
        return EditionName(self.year, self.month)
