"""One row of a table whose cells fit the schema, asked for by type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from planbook.load.tables import CsvRow, year_of
from planbook.model import Origin, Text

__all__ = ["Cells"]

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True)
class Cells:
    """One row of sound cells, asked for by type; a column its table has not is empty."""

    row: CsvRow

    @property
    def origin(self) -> Origin:
        return Origin(self.row.table.shown, self.row.line)

    def text(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def both(self, stem: str) -> Text:
        return Text(self.text(f"{stem}_zh"), self.text(f"{stem}_en"))

    def number(self, column: str) -> float | None:
        return float(text) if (text := self.text(column)) else None

    def whole(self, column: str) -> int | None:
        return int(text) if (text := self.text(column)) else None

    def year(self, column: str = "year") -> int:
        return int(self.text(column))

    def code(self, column: str, codes: type[Code]) -> Code:
        return codes(self.text(column))

    def optional_code(self, column: str, codes: type[Code]) -> Code | None:
        return codes(text) if (text := self.text(column)) else None

    @property
    def vintage(self) -> int:
        """The year of the yearly file the row stands in."""
        return year_of(self.row.table.key)
