"""“How this was computed”: the code of a section and the frames it shows, folded on the page, an annex in print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from planbook.present.inline import attribute
from planbook.present.pieces import Piece, only_on_page
from planbook.present.words import Words

__all__ = ["CodeCell", "code_and_frames", "fold"]


_NOTE = re.compile(r"^::: \{\.table-note\}\n.*?\n:::$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class CodeCell:
    """A cell's code, "" for one of prose, and what it shows where that is folded with it."""

    source: str
    shown: tuple[Piece, ...] = ()


def fold(cells: Sequence[CodeCell], section: str, number: int, words: Words, foot: str = "") -> str:
    """The code of one section, folded under it on the page; `foot` is Markdown that stands last in the fold."""
    marks = [f"#computation-{number}", ".computation", f'summary="{attribute(words("computation.summary"))}"']
    marks += [f'section="{attribute(section)}"'] if section else []
    inside = "\n\n".join(part for part in (_notes_once(code_and_frames(cells)), foot) if part)
    fence = ":" * (2 + max((len(run) for run in re.findall("^:+", inside, re.MULTILINE)), default=1))
    return only_on_page(f"{fence} {{{' '.join(marks)}}}\n{inside}\n{fence}")


def _notes_once(markdown: str) -> str:
    """`markdown` without the notes of a table that stand under an earlier one."""
    told: set[str] = set()

    def once(note: re.Match[str]) -> str:
        new = note[0] not in told
        told.add(note[0])
        return note[0] if new else ""

    return _NOTE.sub(once, markdown)


def code_and_frames(cells: Sequence[CodeCell]) -> str:
    """The code of cells, each with what it shows under it."""
    parts = []
    for cell in cells:
        if cell.source:
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", cell.source)), default=0))
            parts.append(f"{fence}python\n{cell.source}\n{fence}")
        parts += [piece.markdown for piece in cell.shown]
    return "\n\n".join(part for part in parts if part)
