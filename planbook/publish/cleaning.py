"""HTML that some library made of an output (great_tables, a Styler, …), made fit for the page and the report.

Only what says something stays: no script, no style sheet, no frame, nothing fetched from elsewhere. Tables get the
house's three rules, a caption and heads that a screen reader finds; colours that the author gave single cells stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import nh3
from lxml import html as lxml_html

from planbook.looks import LIGHT
from planbook.present.words import Words

__all__ = ["Cleaned", "clean_html"]

# fmt: off
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl",
    "dt", "em", "figcaption", "figure", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol",
    "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "u", "ul", "var",
}
# fmt: on
_ATTRIBUTES = {
    "*": {"class", "lang", "title", "style", "id"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_STYLES = {"background", "background-color", "color", "font-style", "font-weight", "text-align", "text-decoration"}
_CELL_STYLES = _STYLES - {"text-align"}
_RULE = re.compile(r"(?P<selectors>[^{}@]+)\{(?P<declarations>[^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NUMBER = re.compile(r"[<>≥≤≈~]?\s*[+−–-]?\s*[$¥€£]?[\d,.\u202f ]*\d[\d,.]*\s*(%|‰|◇)?")
_HEX = re.compile("#[0-9a-fA-F]{6}")
_INK = LIGHT["ink"]  # on a ground that the author chose, which does not follow the reader's dark setting


@dataclass(frozen=True)
class Cleaned:
    """HTML for the page and for print, what it says as text, and whether scripts were left out of it."""

    html: str
    text: str
    had_script: bool
    has_table: bool


def clean_html(source: str, id: str, words: Words, mark: str = "") -> Cleaned:
    """`source` made fit; `mark` (HTML) stands behind the caption of each table."""
    root = _parse(source)
    had_script = bool(root.xpath("//script|//iframe|//object|//embed"))
    _set_styles_on_cells(root)
    safe = nh3.clean(
        _html_inside(root),
        tags=_TAGS,
        clean_content_tags={"script", "style", "iframe", "object", "noscript", "template", "svg", "math"},
        attributes=_ATTRIBUTES,
        attribute_filter=_keep_attribute,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    root = _parse(safe)
    tables = root.xpath(".//table[not(ancestor::table)]")
    for number, table in enumerate(tables, start=1):
        _settle_table(table, id if number == 1 else f"{id}-{number}", words, mark)
    for element in root.iter():
        if isinstance(element.tag, str) and element not in tables and not element.xpath("ancestor-or-self::table"):
            for name in ("class", "id", "style"):
                if not (name == "class" and element.get(name) in ("table-scroll", "table-note")):
                    element.attrib.pop(name, None)
    for element in root.xpath(".//div[not(@class)]|.//span[not(@*)]"):
        if element.tag == "span" or element.xpath("./div|./table|./p"):
            element.drop_tag()  # held a library's styles
    text = " ".join(root.text_content().split())
    return Cleaned(_html_inside(root).strip(), text, had_script, bool(tables))


def _html_inside(element: lxml_html.HtmlElement) -> str:
    text = escape(element.text, quote=False) if element.text else ""
    return text + "".join(lxml_html.tostring(child, encoding="unicode") for child in element)


def _parse(source: str) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(source, create_parent="div")


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src" and not re.match(r"data:image/(png|jpeg|gif|webp)[;,]", value):
        return None  # a picture from elsewhere would be asked of another host
    if tag == "a" and name == "href" and value.startswith("data:"):
        return None
    if name == "style" and "url(" in value.lower():
        return None
    return value


def _set_styles_on_cells(root: lxml_html.HtmlElement) -> None:
    """What a style sheet says of single cells by their ids (a Styler's) goes to the cells, for the sheet is dropped."""
    said: dict[str, list[str]] = {}
    for sheet in root.xpath("//style"):
        for rule in _RULE.finditer(_COMMENT.sub("", sheet.text or "")):
            for selector in rule["selectors"].split(","):
                if re.fullmatch(r"\s*#[\w-]+\s*", selector):
                    said.setdefault(selector.strip()[1:], []).append(rule["declarations"].strip().rstrip(";"))
    for element in root.xpath("//*[@id]"):
        if element.tag in ("td", "th") and element.get("id") in said:
            element.set("style", ";".join([element.get("style", ""), *said[element.get("id")]]).strip(";"))


def _settle_table(table: lxml_html.HtmlElement, id: str, words: Words, mark: str) -> None:
    title, notes = _take_heading(table), _take_notes(table)
    right = _numeric_columns(table)
    for row in table.iter("tr"):
        is_group = "gt_group_heading_row" in (row.get("class") or "")
        row.attrib.clear()
        if is_group:
            row.set("class", "group")
        for column, cell in _placed_cells(row):
            _settle_cell(cell, is_group, column in right)
    for element in table.iter():
        if isinstance(element.tag, str) and element.tag not in ("td", "th", "tr", "a", "img", "abbr"):
            element.attrib.clear()
    for column in table.xpath(".//colgroup|.//col"):
        column.drop_tree()
    for part in table.xpath("./thead|./tfoot"):
        if not part.xpath(".//tr"):
            part.drop_tree()
    caption = _element("caption", f"{title or escape(words('faces.result'))}{mark}", id=f"{id}-caption")
    table.insert(0, caption)
    table.attrib.clear()
    table.set("class", "planbook")
    table.set("id", id)
    frame = _element("div", "", **{"class": "table-scroll", "role": "group", "tabindex": "0"})
    frame.set("aria-labelledby", f"{id}-caption")
    parent = table.getparent()
    place, after = parent.index(table), table.tail
    table.tail = None
    parent.insert(place, frame)
    frame.append(table)
    for offset, note in enumerate(notes, start=1):
        parent.insert(place + offset, _element("p", note, **{"class": "table-note"}))
    parent[place + len(notes)].tail = after


def _element(tag: str, inside: str, **attributes: str) -> lxml_html.HtmlElement:
    made = lxml_html.fragment_fromstring(inside, create_parent=tag)
    for name, value in attributes.items():
        made.set(name, value)
    return made


def _inside(element: lxml_html.HtmlElement) -> str:
    """What stands in an element, as HTML without ids, classes and styles."""
    for part in element.iterdescendants():
        if isinstance(part.tag, str):
            for name in ("class", "id", "style"):
                part.attrib.pop(name, None)
    for plain in element.xpath(".//span[not(@*)]"):
        plain.drop_tag()
    return _html_inside(element).strip()


def _take_heading(table: lxml_html.HtmlElement) -> str:
    """The caption, or great_tables' rows of the head that stand for one."""
    parts = []
    for found in table.xpath("./caption"):
        parts.append(_inside(found))
        found.drop_tree()
    for row in table.xpath(".//tr[contains(concat(' ', @class, ' '), ' gt_heading ')]"):
        parts += [_inside(cell) for cell in row]
        row.drop_tree()
    return " ".join(part for part in parts if part)


def _take_notes(table: lxml_html.HtmlElement) -> list[str]:
    notes = []
    for cell in table.xpath(".//tfoot//td[contains(@class, 'gt_sourcenote') or contains(@class, 'gt_footnote')]"):
        notes.append(_inside(cell))
        cell.getparent().drop_tree()
    return [note for note in notes if note]


def _placed_cells(row: lxml_html.HtmlElement) -> Iterable[tuple[int, lxml_html.HtmlElement]]:
    column = 0
    for cell in row:
        if cell.tag in ("td", "th"):
            yield column, cell
            column += _span(cell)


def _span(cell: lxml_html.HtmlElement) -> int:
    value = cell.get("colspan", "1")
    return int(value) if value.isdigit() else 1


def _numeric_columns(table: lxml_html.HtmlElement) -> set[int]:
    """Columns set flush right: those that say so, and those whose every cell reads as a number."""
    values: dict[int, list[str]] = {}
    said: set[int] = set()
    for row in table.xpath("./tbody/tr|./tr"):
        for column, cell in _placed_cells(row):
            if _span(cell) > 1 or cell.tag != "td":
                continue
            classes = (cell.get("class") or "").split()
            if "gt_right" in classes or re.search(r"text-align:\s*right", cell.get("style") or ""):
                said.add(column)
            elif not {"gt_left", "gt_center"} & set(classes):
                values.setdefault(column, []).append(" ".join(cell.text_content().split()))
    found = said | {column for column, texts in values.items() if _all_numbers(texts)}
    names_rows = len(said | set(values)) > 1 and not table.xpath("./tbody/tr/th")
    return found - {0} if names_rows else found  # the first column names the rows, whatever it holds


def _all_numbers(texts: Sequence[str]) -> bool:
    shown = [text for text in texts if text not in ("", "–", "-", "nan", "NaN", "None", "<NA>")]
    return bool(shown) and all(_NUMBER.fullmatch(text) for text in shown)


def _readable_on(ground: str) -> str:
    """Ink or paper, whichever stands out more. Source: WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(colour: str) -> float:
        light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    return max((_INK, LIGHT["paper"]), key=contrast)


def _settle_cell(cell: lxml_html.HtmlElement, is_group: bool, is_number: bool) -> None:
    in_head = bool(cell.xpath("ancestor::thead"))
    declared = [declaration.partition(":") for declaration in (cell.get("style") or "").split(";")]
    styles: dict[str, str] = {name.strip(): value.strip() for name, _, value in declared if value}
    styles = {name: value for name, value in styles.items() if name in _CELL_STYLES} if not in_head else {}
    if {"background", "background-color"} & set(styles) and "transparent" not in styles.values():
        ground = _HEX.fullmatch(styles.get("background-color", ""))
        # where the ground is known, the better of both: a library's choice may be hard to read
        styles |= {"color": _readable_on(ground[0])} if ground else {"color": styles.get("color", _INK)}
    kept = {name: cell.get(name) for name in ("colspan", "rowspan") if cell.get(name, "1") not in ("1", "0")}
    was_stub = cell.tag == "th" or "gt_stub" in (cell.get("class") or "")
    cell.attrib.clear()
    for name, value in kept.items():
        cell.set(name, value)
    empty = not cell.text_content().strip() and not len(cell)
    if in_head:
        cell.tag = "td" if empty else "th"
        if not empty:
            cell.set("scope", "colgroup" if "colspan" in kept else "col")
    elif is_group:
        cell.tag = "th"
        cell.set("scope", "rowgroup")
    elif was_stub and not empty:
        cell.tag = "th"
        cell.set("scope", "row")
    else:
        cell.tag = "td"
    if is_number and "colspan" not in kept:
        cell.set("class", "number")
        styles = {"text-align": "right", **styles}
    if styles:
        cell.set("style", "; ".join(f"{name}: {value}" for name, value in styles.items()))
