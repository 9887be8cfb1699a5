"""Running text with three faces: HTML for the page, Markdown for print, plain text for a terminal.

A sentence is filled in once per face from one template, so that the three can never say different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from string import Formatter

from planbook.present.pieces import Piece
from planbook.present.words import Words

__all__ = ["Block", "Inline", "Passage", "fill", "join", "join_sentences", "link", "plain", "strong", "unbroken"]

MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>#$~^@|{}])")


@dataclass(frozen=True)
class Inline:
    """A stretch of text in its three faces."""

    html: str
    markdown: str
    text: str

    def __add__(self, other: Inline) -> Inline:
        return Inline(self.html + other.html, self.markdown + other.markdown, self.text + other.text)

    def __bool__(self) -> bool:
        return bool(self.text)


def plain(text: object) -> Inline:
    """Text that means only itself; characters with a meaning in HTML or Markdown are escaped."""
    text = str(text)
    return Inline(escape(text, quote=False), MARKDOWN_SPECIAL.sub(r"\\\1", text), text)


def link(content: Inline | str, address: str, print_address: bool = False) -> Inline:
    """A link on the page; in print only where `print_address` (pages of the site have no address on paper)."""
    content = content if isinstance(content, Inline) else plain(content)
    markdown = f"[{content.markdown}](<{address}>)" if print_address else content.markdown
    return Inline(f'<a href="{escape(address)}">{content.html}</a>', markdown, content.text)


def strong(content: Inline | str) -> Inline:
    content = content if isinstance(content, Inline) else plain(content)
    return Inline(f"<strong>{content.html}</strong>", f"**{content.markdown}**", content.text)


def unbroken(text: str) -> Inline:
    """Text that stays on one line of the page, such as a date with hyphens."""
    face = plain(text)
    return Inline(f'<span class="nowrap">{face.html}</span>', face.markdown, face.text)


def fill(words: Words, key: str, **fields: object) -> Inline:
    """The template of `key` with its fields filled in, in all three faces.

    Raises
    ------
    InputError
        When there is no such key, or the template asks for a field that is not given.
    """
    return fill_in(words, words.template(key, fields.get("count")), key, **fields)


def fill_in(words: Words, template: str, called: str, **fields: object) -> Inline:
    """A template that is not of the locales but of the plan's data, filled in; `called` is how errors name it.

    Raises
    ------
    InputError
        When the template asks for a field that is not given.
    """
    whole = plain("")
    for literal, name, _, _ in Formatter().parse(template):
        whole += plain(literal)
        if name is not None:
            if name not in fields:
                raise words.missing_field(called, name, fields)
            value = fields[name]
            whole += value if isinstance(value, Inline) else plain(value)
    return Inline(words.spaced(whole.html), words.spaced(whole.markdown), words.spaced(whole.text))


def join(words: Words, items: Iterable[Inline | str]) -> Inline:
    """`甲、乙和丙`, `a, b and c`."""
    faces = [item if isinstance(item, Inline) else plain(item) for item in items]
    if not faces:
        return plain("")
    pattern = words.list([f"{{{place}}}" for place in range(len(faces))])
    return Inline(
        words.spaced(pattern.format(*[face.html for face in faces])),
        words.spaced(pattern.format(*[face.markdown for face in faces])),
        words.spaced(pattern.format(*[face.text for face in faces])),
    )


def join_sentences(words: Words, sentences: Iterable[Inline | None]) -> Inline:
    """Sentences one after another: with a space between them in English, without in Chinese."""
    gap = plain("" if words.language == "zh" else " ")
    whole: Inline | None = None
    for sentence in sentences:
        if sentence:
            whole = sentence if whole is None else whole + gap + sentence
    return whole or plain("")


@dataclass(frozen=True)
class Block:
    """A paragraph (`items` holds one) or a list."""

    items: tuple[Inline, ...]
    kind: str = "p"  # p | ul | aside
    css_class: str = ""
    item_classes: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        css = f' class="{self.css_class}"' if self.css_class else ""
        if self.kind == "ul":
            classes = self.item_classes or ("",) * len(self.items)
            rows = "".join(
                f'<li class="{name}">{item.html}</li>' if name else f"<li>{item.html}</li>"
                for item, name in zip(self.items, classes, strict=True)
            )
            return f"<ul{css}>{rows}</ul>"
        if self.kind == "aside":
            return f"<aside{css}><p>{self.items[0].html}</p></aside>"
        return f"<p{css}>{self.items[0].html}</p>"

    @property
    def markdown(self) -> str:
        if self.kind == "ul":
            return "\n".join(f"- {item.markdown}" for item in self.items)
        if self.kind == "aside":
            return f"::: {{.{self.css_class or 'note'}}}\n{self.items[0].markdown}\n:::"
        text = self.items[0].markdown
        # a paragraph that opens with "1." or "-" would be read as a list
        text = re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", text)
        if self.css_class:
            return f"::: {{.{self.css_class}}}\n{text}\n:::"
        return text

    @property
    def text(self) -> str:
        return "\n".join(f"- {item.text}" if self.kind == "ul" else item.text for item in self.items)


@dataclass(frozen=True)
class Passage:
    """Blocks one after another; `piece()` is what a notebook cell shows."""

    id: str
    blocks: Sequence[Block] = field(default_factory=tuple)

    def piece(self) -> Piece:
        blocks = [block for block in self.blocks if block.items]
        return Piece(
            id=self.id,
            html="\n".join(block.html for block in blocks),
            markdown="\n\n".join(block.markdown for block in blocks),
            text="\n".join(block.text for block in blocks),
        )
