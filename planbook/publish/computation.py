"""“How this was computed”: the code of a section and the frames it shows, folded on the page, an annex in print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from planbook.present.pieces import Piece
from planbook.present.words import Words

__all__ = ["CodeCell", "fold", "printed_code", "raw_block"]

_NOTE = re.compile(r'\n?<p class="table-note">.*?</p>', re.DOTALL)
# Token of Pygments → class of site.css. What is not here is set in the colour of the text.
_CLASSES = {"Comment": "code-comment", "Keyword": "code-keyword", "String": "code-string", "Number": "code-number"}


@dataclass(frozen=True)
class CodeCell:
    """A cell's code, "" for one of prose, and what it shows where that is folded with it."""

    source: str
    shown: tuple[Piece, ...] = ()


def fold(cells: list[CodeCell], section: str, number: int, words: Words, foot: str = "") -> list[str]:
    """The code of one section as a `<details>`, in blocks of Markdown with raw HTML."""
    of_section = f'<span class="visually-hidden"> · {escape(section, quote=False)}</span>' if section else ""
    blocks = [
        f'<details class="computation" id="computation-{number}" data-pagefind-ignore="all">'
        f"<summary>{escape(words('computation.summary'), quote=False)}{of_section}</summary>"
    ]
    made: list[str] = []
    told: set[str] = set()
    for cell in cells:
        if cell.source:
            blocks.append(
                f'<pre class="code" role="group" tabindex="0" aria-label="{escape(words("computation.code"))}"><code>'
                f"{_highlight(cell.source)}</code></pre>"
            )
        for piece in cell.shown:
            if piece.html:
                blocks.append(_without_told_notes(piece.html, told))
            else:  # pandoc makes the page's face of it
                made += [raw_block("\n".join(blocks)), piece.markdown]
                blocks = []
    return [*made, raw_block("\n".join([*blocks, foot, "</details>"]))]


def _without_told_notes(html: str, told: set[str]) -> str:
    """`html` without the notes of a table that stand under an earlier one; `told` grows by the new ones."""

    def once(note: re.Match[str]) -> str:
        new = note[0] not in told
        told.add(note[0])
        return note[0] if new else ""

    return _NOTE.sub(once, html)


def raw_block(html: str) -> str:
    """HTML as a raw block of Markdown, fenced by more backquotes than stand in it."""
    fence = "`" * (max((len(run) for run in re.findall("`+", html)), default=0) + 8)
    return f"{fence}{{=html}}\n{html}\n{fence}"


def printed_code(cells: list[CodeCell]) -> str:
    """The same as Markdown for the report's annex."""
    parts = []
    for cell in cells:
        if cell.source:
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", cell.source)), default=0))
            parts.append(f"{fence}python\n{cell.source}\n{fence}")
        parts += [piece.markdown for piece in cell.shown]
    return "\n\n".join(parts)


def _highlight(source: str) -> str:
    """Python with the few colours that help reading; most tokens need no element of their own."""
    from pygments.lexers import PythonLexer
    from pygments.token import Comment, Keyword, Number, Operator, String

    kinds = {Comment: "Comment", Keyword: "Keyword", Operator.Word: "Keyword", String: "String", Number: "Number"}
    runs: list[tuple[str, str]] = []
    for token, text in PythonLexer(stripnl=True).get_tokens(source):
        name = next((_CLASSES[name] for kind, name in kinds.items() if token in kind), "")
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + text)
        else:
            runs.append((name, text))
    return "".join(
        f'<span class="{name}">{escape(text, quote=False)}</span>' if name else escape(text, quote=False)
        for name, text in runs
    ).rstrip("\n")
