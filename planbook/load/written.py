"""Every text that can reach a page or a report, and where it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planbook.load.meant import read_as_meant
from planbook.load.tables import read_tables
from planbook.paths import Project

__all__ = ["Written", "every_text"]


@dataclass(frozen=True)
class Written:
    """A text, and its place: file as shown, row, and what it is about."""

    file: str
    row: int | None
    subject: str | None
    text: str


def every_text(project: Project, data_dir: Path) -> Iterator[Written]:
    """Texts of the tables, of plan, parameters and words, and the prose of the notebooks."""
    tables, _ = read_as_meant(read_tables(data_dir, project.shown(data_dir))[0])
    for table in tables:
        words = [column.name for column in table.schema.columns if column.type == "string"]
        for row in table.rows():
            for column in words:
                if row[column] and not row[column].isascii():
                    yield Written(table.shown, row.line, table.subject(row.line), row[column])
    for folder in (data_dir / "plan", project.params_of(data_dir), project.locales, project.locales_of(data_dir)):
        for path in sorted(folder.glob("[!.]*.yml")) if folder.is_dir() else ():
            lines, shown = path.read_text(encoding="utf-8", errors="ignore").splitlines(), project.shown(path)
            for number, line in enumerate(lines, start=1):
                yield Written(shown, number, None, line)
    for name, path in sorted(project.notebook_files(data_dir).items()):
        shown = project.shown(path)
        for position, text in enumerate(_prose(path), start=1):
            yield Written(shown, None, f"{name}, cell {position}", text)


def _prose(path: Path) -> Iterator[str]:
    """The text of each cell, "" of what is no prose; of a notebook that is none, which is told elsewhere, nothing."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        return
    for cell in cells:
        yield "".join(cell.get("source", ())) if cell.get("cell_type") == "markdown" else ""
