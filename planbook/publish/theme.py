"""The Quarto theme of an edition: `planbook.scss` and `planbook-dark.scss`, from the tokens and the article's rules.

What Bootstrap has a variable for is said by that variable, so that Quarto's own navbar, sidebar and search take the
same colours; the rules for tables, charts and marks are those of `site/assets/site.css`, the sections named here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from planbook.looks import DARK, LIGHT
from planbook.publish.tokens import css_variables, look_rules

__all__ = ["dark_theme", "light_theme"]

# Sections of the style sheet that are about what a page says; the others are about the frame around it.
ARTICLE_SECTIONS = (
    "What the figures are said with",
    "Tables: three rules",
    "Figures",
    "How it was computed",
    "On a phone",
    "A choice of one responsible unit: rows of the others are hidden, without script",
)
_SECTION = re.compile(r"^/\* -{4} (?P<title>.+?) -*\s*\*/\n", re.MULTILINE)
_IN_MAIN = re.compile(r"\bmain(?= )")

_DEFAULTS = """\
/*-- scss:defaults --*/
// {about}
$body-bg: {paper} !default;
$body-color: {ink} !default;
$primary: {accent} !default;
$link-color: {accent} !default;
$border-color: {rule} !default;
$code-bg: {surface} !default;
$code-block-bg: {surface} !default;
$code-color: {ink} !default;
$pre-color: {ink} !default;
$navbar-bg: {paper} !default;
$navbar-fg: {ink} !default;
$navbar-hl: {accent} !default;
$sidebar-bg: {paper} !default;
$sidebar-fg: {ink} !default;
$sidebar-hl: {accent} !default;
$footer-bg: {paper} !default;
$footer-fg: {muted} !default;
$text-muted: {muted} !default;
$callout-color-note: {accent} !default;
$callout-color-warning: {lagging} !default;
"""
_TYPE = """\
$font-size-root: 17px !default;
$h1-font-size: 1.65rem !default;
$h2-font-size: 1.25rem !default;
$h3-font-size: 1rem !default;
$h4-font-size: .875rem !default;
$headings-font-weight: 600 !default;
$table-cell-padding-y: .3125rem !default;
$table-cell-padding-x: .625rem !default;
$table-bg: transparent !default;
$table-border-width: 0 !default;
$grid-body-width: 860px !default;
$grid-sidebar-width: 250px !default;
$grid-margin-width: 220px !default;
"""


def light_theme(style_sheet: Path) -> str:
    """`planbook.scss`: colours on paper, type, and the rules of the article."""
    text = style_sheet.read_text(encoding="utf-8")
    parts = [
        _defaults("Written from planbook/looks.py and site/assets/site.css. Change what you like.", LIGHT),
        _TYPE,
        "/*-- scss:rules --*/",
        _variables(LIGHT),
        _type_rules(text),
        look_rules(),
        *(_article(text, title) for title in ARTICLE_SECTIONS),
        _BESIDE_QUARTO,
    ]
    return "\n".join(parts)


def dark_theme() -> str:
    """`planbook-dark.scss`: what dark ground changes. Named last, it is read first; hence `!default` everywhere."""
    about = "Goes after planbook.scss: the colours on dark ground."
    return "\n".join([_defaults(about, DARK), "/*-- scss:rules --*/", _variables(DARK)])


def _defaults(about: str, palette: Mapping[str, str]) -> str:
    return _DEFAULTS.format(about=about, **palette)


def _variables(palette: Mapping[str, str]) -> str:
    return f":root {{ {css_variables(palette)} }}\n"


def _type_rules(style_sheet: str) -> str:
    """The fonts of both languages and the sizes of type, as the style sheet's first section sets them."""
    rules = re.findall(r"^(?::root|:lang\(zh\))[^{]*\{[^}]*--(?:sans|note)[^}]*\}", style_sheet, re.MULTILINE)
    return "\n".join(rules) + "\n"


def _article(style_sheet: str, title: str) -> str:
    """A section of the style sheet; its rules go before Bootstrap's for tables."""
    found = list(_SECTION.finditer(style_sheet))
    for place, heading in enumerate(found):
        if heading["title"].strip() == title:
            end = found[place + 1].start() if place + 1 < len(found) else len(style_sheet)
            return heading[0] + _IN_MAIN.sub("main.content", style_sheet[heading.end() : end])
    raise ValueError(f"site.css has no section {title!r}")


_BESIDE_QUARTO = """\
/* ---- Beside Quarto's own ---- */

body { font-family: var(--sans); line-break: strict; font-variant-numeric: lining-nums tabular-nums; }
h1, h2, h3.headline, .headline, .count-number, .navbar-title, .quarto-title .title { font-family: var(--serif); }
main.content p, main.content li { max-width: var(--measure); line-height: var(--leading); }
main.content table p, main.content figcaption, main.content .counts li { max-width: none; }
main.content .table > :not(caption) > * > * { color: inherit; background: none; box-shadow: none; }
main.content table.table { color: inherit; }
main.content tbody.table-group-divider, main.content thead { border: 0; }
main.content abbr[title] { text-decoration: none; }
main.content h2, main.content section:first-of-type > h2:first-child { margin-top: 2.75rem; }
main.content .chart-share { margin: 0; }
main.content .chart figcaption { color: var(--muted); font-size: inherit; text-align: left; }
main.content .chart { max-width: 45rem; }
main.content .chart > figure, main.content table.table { margin: 0; }
main.content .chart > figure > div, main.content .chart > figure p { text-align: left; }
main.content p.chart-source { max-width: none; }
main.content caption { color: inherit; }
#quarto-announcement { font-size: .875rem; }
#quarto-announcement a { color: inherit; }
"""
