"""The looks written down for those that cannot read Python: the style sheet, Typst and pandoc's filters, Word."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from planbook.looks import DARK, ILLUSTRATIVE_MARK, LIGHT, Look, every_look

__all__ = [
    "code_point",
    "css_variables",
    "look_roles",
    "look_rules",
    "look_signs",
    "looks_css",
    "word_colours",
    "word_styles",
]


def css_variables(palette: Mapping[str, str]) -> str:
    """`--role: value;` for each colour, for a rule of a style sheet."""
    return " ".join(f"--{role}: {value};" for role, value in palette.items())


def looks_css() -> str:
    """The style sheet `looks.css`: the palette, light and dark, and the colour of every class."""
    light, dark = css_variables(LIGHT), css_variables(DARK)
    rules = [
        "/* Written from planbook/looks.py when the site is built. */",
        f":root {{ {light} color-scheme: light dark; }}",
        f'@media screen and (prefers-color-scheme: dark) {{\n  :root:not([data-theme="light"]) {{ {dark} }}\n}}',
        f'@media screen {{\n  :root[data-theme="dark"] {{ {dark} color-scheme: dark; }}\n'
        '  :root[data-theme="light"] { color-scheme: light; }\n}',
    ]
    return "\n".join(rules) + "\n" + look_rules()


def look_rules() -> str:
    """The colour of every class, as rules of a style sheet that knows the palette."""
    rules = []
    for role in _roles():
        selectors = ", ".join(name for look in every_look() if look.role == role for name in _selectors(look))
        rules.append(f"{selectors} {{ color: var(--{role}); }}")
    return "\n".join(rules) + "\n"


def _roles() -> list[str]:
    """The colours that classes have, each once, in the palette's order."""
    used = {look.role for look in every_look()}
    return [role for role in LIGHT if role in used]


def _selectors(look: Look) -> tuple[str, ...]:
    """A class colours its mark and its count, not the row of a table that bears it."""
    group = look.word.partition(".")[0]
    return (
        (f".{group}.{look.css}", f".count.{look.css}") if group in ("verdict", "outlook") else (f".{group}.{look.css}",)
    )


def look_roles() -> dict[str, str]:
    """The colour of every class: class → role, as the report's template and filters are told."""
    return {look.css: look.role for look in every_look()}


def look_signs() -> list[str]:
    """Every sign that text may hold, by its code point in hex: Typst sets all in one font; a dash is no sign."""
    signs = {character for look in every_look() for character in look.mark} | {ILLUSTRATIVE_MARK}
    return [code_point(sign) for sign in sorted(signs) if unicodedata.category(sign).startswith("S")]


def code_point(sign: str) -> str:
    """`25c7`: a sign as the report's template is told it, since its filters act on signs in metadata too."""
    return f"{ord(sign):x}"


def word_colours() -> dict[str, str]:
    """The colours on paper as Word and Typst write them: hex without #."""
    return {role: value.lstrip("#") for role, value in LIGHT.items()}


def word_styles() -> str:
    """A character style of Word for each colour that a class has; docx.lua names them the same way."""
    return "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="Look{role.title().replace("-", "")}">'
        f'<w:name w:val="Look {role}"/>'
        f'<w:rPr><w:color w:val="{word_colours()[role]}"/></w:rPr></w:style>'
        for role in _roles()
    )
