"""Running text with three faces: Markdown for page and print, HTML for JupyterLab, plain text for a terminal.

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

__all__ = [
    "LINE_BREAK",
    "Block",
    "Inline",
    "Passage",
    "attribute",
    "definitions",
    "fill",
    "join",
    "join_sentences",
    "link",
    "plain",
    "see_figure",
    "span",
    "strong",
    "unbroken",
]

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


def link(content: Inline | str, address: str) -> Inline:
    """A link; the report leads those between pages to its own chapters, or leaves what they say."""
    content = content if isinstance(content, Inline) else plain(content)
    target = f"<{address}>" if re.search(r"[\s()]", address) else address
    return Inline(f'<a href="{escape(address)}">{content.html}</a>', f"[{content.markdown}]({target})", content.text)


def span(content: Inline | str, css_class: str = "", **attributes: str) -> Inline:
    """A stretch of text with classes (`unit`, `tag tag-binding`) or attributes (`lang="zh-Hans"`)."""
    content = content if isinstance(content, Inline) else plain(content)
    said = {"class": css_class, **attributes} if css_class else attributes
    html = "".join(f' {name}="{escape(value)}"' for name, value in said.items())
    marked = [f".{name}" for name in css_class.split()]
    marked += [f'{name}="{attribute(value)}"' for name, value in attributes.items()]
    return Inline(f"<span{html}>{content.html}</span>", f"[{content.markdown}]{{{' '.join(marked)}}}", content.text)


def attribute(text: str) -> str:
    """`text` as the value of an attribute in Markdown, on one line."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


LINE_BREAK = Inline("<br>", "\\\n", " ")


def strong(content: Inline | str) -> Inline:
    content = content if isinstance(content, Inline) else plain(content)
    return Inline(f"<strong>{content.html}</strong>", f"**{content.markdown}**", content.text)


def unbroken(text: str) -> Inline:
    """Text that stays on one line of the page, such as a date with hyphens."""
    return span(text, "nowrap")


def fill(words: Words, key: str, **fields: object) -> Inline:
    """The template of `key` with its fields filled in, in all three faces.

    Raises
    ------
    InputError
        When there is no such key, or the template asks for a field that is not given.
    """
    return fill_in(words, words.template(key, fields.get("count")), key, **fields)


def see_figure(words: Words, key: str, chart_id: str) -> Inline:
    """A sentence that points to a chart by its number, `{figure}` in the template of `key`.

    Where a page or a report does not show that chart, the filters leave the sentence out.
    """
    label = plain(words("report.figure"))
    figure = Inline(f'<a href="#{escape(chart_id)}">{label.html}</a>', f"[@fig-{chart_id}]", label.text)
    return span(fill(words, key, figure=figure), "see-figure")


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
    return Inline(words.spaced(whole.html), words.spaced_markdown(whole.markdown), words.spaced(whole.text))


def join(words: Words, items: Iterable[Inline | str]) -> Inline:
    """`甲、乙和丙`, `a, b and c`."""
    faces = [item if isinstance(item, Inline) else plain(item) for item in items]
    if not faces:
        return plain("")
    pattern = words.list([f"{{{place}}}" for place in range(len(faces))])
    return Inline(
        words.spaced(pattern.format(*[face.html for face in faces])),
        words.spaced_markdown(pattern.format(*[face.markdown for face in faces])),
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


RANGE = re.compile(r"\d[\d,.]*%?[\u2013\u2014]\d[\d,.]*(?:年|%)?")
TAGS, NO_TEXT = re.compile(r"(<[^<>]*>)"), re.compile(r"(\{[^{}]*\}|\]\([^()]*\))")


def _ranges_unbroken(face: str, aside: re.Pattern[str], wrapped: str) -> str:
    """A face with every range of figures kept on one line; what is no text (`aside`) is left as it is."""
    parts = aside.split(face)
    parts[::2] = [RANGE.sub(wrapped, part) for part in parts[::2]]
    return "".join(parts)


def _indented(item: Inline) -> str:
    return item.markdown.replace("\n", "\n  ")


@dataclass(frozen=True)
class Block:
    """A paragraph (`items` holds one) or a list."""

    items: tuple[Inline, ...]
    kind: str = "p"  # p | ul | callout: a notice, of the kind that css_class names (note, warning)
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
        if self.kind == "callout":
            return f'<aside class="callout callout-{self.css_class}"><p>{self.items[0].html}</p></aside>'
        return f"<p{css}>{self.items[0].html}</p>"

    @property
    def markdown(self) -> str:
        if self.kind == "callout":
            return f"::: {{.callout-{self.css_class}}}\n{self.items[0].markdown}\n:::"
        if self.kind == "ul":
            listed = "\n".join(f"- {_indented(item)}" for item in self._classed_items())
            return f"::: {{.{self.css_class}}}\n{listed}\n:::" if self.css_class else listed
        text = self.items[0].markdown
        # a paragraph that opens with "1." or "-" would be read as a list
        text = re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", text)
        if self.css_class:
            return f"::: {{.{self.css_class}}}\n{text}\n:::"
        return text

    def _classed_items(self) -> Iterable[Inline]:
        classes = self.item_classes or ("",) * len(self.items)
        return (span(item, name) if name else item for item, name in zip(self.items, classes, strict=True))

    @property
    def text(self) -> str:
        return "\n".join(f"- {item.text}" if self.kind == "ul" else item.text for item in self.items)


def definitions(id: str, entries: Iterable[tuple[Inline, Inline]]) -> Piece:
    """A list of terms and what each is."""
    entries = list(entries)
    html = "".join(f"<dt>{term.html}</dt><dd>{said.html}</dd>" for term, said in entries)
    return Piece(
        id=id,
        html=f"<dl>{html}</dl>",
        markdown="\n\n".join(f"{term.markdown}\n:   {said.markdown}" for term, said in entries),
        text="\n".join(f"{term.text}: {said.text}" for term, said in entries),
    )


@dataclass(frozen=True)
class Passage:
    """Blocks one after another; `piece()` is what a notebook cell shows."""

    id: str
    blocks: Sequence[Block] = field(default_factory=tuple)

    def piece(self) -> Piece:
        blocks = [block for block in self.blocks if block.items]
        wrapped = r'<span class="nowrap">\g<0></span>'
        return Piece(
            id=self.id,
            html=_ranges_unbroken("\n".join(block.html for block in blocks), TAGS, wrapped),
            markdown=_ranges_unbroken("\n\n".join(block.markdown for block in blocks), NO_TEXT, r"[\g<0>]{.nowrap}"),
            text="\n".join(block.text for block in blocks),
        )
