"""A table as Quarto Markdown that a person can read and change: a list of rows, each a list of cells.

    ::: {#table-4-1 .list-table .planbook aligns="l,r" header-rows=1 header-cols=1}
    4-1 Population

    - - Item
      - 2023
    - - []{.group colspan=2}By age
    - - 60 and over
      - 1,204
    :::

`_extensions/planbook/list-table.lua` turns it into pandoc's own table, for page, print and Word alike. The syntax is
that of pandoc-ext/list-table, a public filter, with groups of rows (`.group`) and classes of rows (`row=`) beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from planbook.present.inline import Inline, plain

__all__ = ["list_table", "table_note"]

# What would open a list, a definition or a quotation at the start of a cell's line.
_OPENS_BLOCK = re.compile(r"^(?P<before>\(?(?:\d+|[A-Za-z]|[ivxlcIVXLC]+)?)(?P<mark>[-+:.)%])(?=\s|$)")


def list_table(
    id: str,
    classes: Sequence[str],
    attributes: Iterable[tuple[str, str]],
    caption: Inline | str,
    rows: Iterable[Sequence[Inline | str]],
) -> str:
    """The table; a cell may begin with `[]{…}`, which holds what is said of the cell or of its row."""
    marks = [f"#{id}", ".list-table", *(f".{name}" for name in classes)]
    marks += [f'{name}="{value}"' for name, value in attributes]
    lines = [f"::: {{{' '.join(marks)}}}", _markdown(caption), ""]
    for row in rows:
        for place, cell in enumerate(row):
            text = cell_text(_markdown(cell), "    ")
            lines.append(f"{'- -' if place == 0 else '  -'}{' ' if text else ''}{text}")
    return "\n".join([*lines, ":::"])


def table_note(note: Inline | str) -> str:
    """A line under a table."""
    return f"::: {{.table-note}}\n{cell_text(_markdown(note), '')}\n:::"


def cell_text(markdown: str, indent: str) -> str:
    """`markdown` as the lines of one cell: none of them opens a block of its own."""
    lines = [_OPENS_BLOCK.sub(r"\g<before>\\\g<mark>", line) for line in markdown.split("\n")]
    return f"\n{indent}".join(lines)


def _markdown(cell: Inline | str) -> str:
    return (cell if isinstance(cell, Inline) else plain(cell)).markdown
