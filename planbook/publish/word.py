"""A Word report as an office edits and sends it: what pandoc leaves undone in the document it writes.

The form is that of Chinese official documents, GB/T 9704—2012: type area 156 × 225 mm, text in 仿宋 三号 on lines of 28
points, headings in 黑体 and 楷体, title in 小标宋, page number between dashes. A machine without those fonts takes the
one that `fontTable.xml` names beside each.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["LINE_BREAK", "finish_word", "font_stand_ins", "official_styles"]

# Fonts of official documents → what stands in for each where it is not installed.
FONTS = {"方正小标宋简体": "华文中宋", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体"}
LATIN = 'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"'
LINE_BREAK = "\u2028"  # where a line of the title ends
LINE = 560  # 28 points in twentieths
TALLEST = 7_200_000  # of a picture, in EMU (914,400 an inch): 200 mm, the type area less a caption
_HEADING = re.compile(
    r'<w:bookmarkStart w:id="\d+" w:name="(?P<name>[^"]+)" />(?:\s*<w:bookmarkStart [^>]*/>)*\s*'
    r'<w:p><w:pPr><w:pStyle w:val="Heading1" />.*?</w:p>',
    re.DOTALL,
)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>(.*?)</w:t>", re.DOTALL)
_CONTENTS = re.compile(r'<w:p><w:r><w:fldChar w:fldCharType="begin".*?fldCharType="end" /></w:r></w:p>', re.DOTALL)
_ROW = re.compile(r"<w:tr>(<w:trPr>)?")
_EXTENT = re.compile(
    r'<wp:extent cx="(?P<wide>\d+)" cy="(?P<high>\d+)" />(?P<rest>.*?)<a:ext cx="\d+" cy="\d+" />', re.DOTALL
)


def finish_word(path: Path) -> None:
    """Fill the contents, keep rows whole and pictures on their page; the file stays the same for the same report."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    document = parts["word/document.xml"].decode("utf-8")
    document = _ROW.sub(_kept_whole, document)
    document = _EXTENT.sub(_fitted, document)
    document = _fill_contents(_break_before(document))
    line_break = '</w:t><w:br /><w:t xml:space="preserve">'
    parts["word/document.xml"] = document.replace(LINE_BREAK, line_break).encode("utf-8")
    for name in ("docProps/core.xml", "docProps/custom.xml"):
        if name in parts:
            parts[name] = parts[name].decode("utf-8").replace(LINE_BREAK, " ").encode("utf-8")
    settings = parts["word/settings.xml"].decode("utf-8")
    settings = re.sub(r"(<w:settings\b[^>]*>)", r'\1<w:updateFields w:val="true" />', settings, count=1)
    parts["word/settings.xml"] = settings.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _kept_whole(row: re.Match[str]) -> str:
    """A row that no page break divides."""
    return f"<w:tr>{row[1] or '<w:trPr>'}<w:cantSplit />{'' if row[1] else '</w:trPr>'}"


def _fitted(extent: re.Match[str]) -> str:
    """A picture no taller than the type area."""
    wide, high = int(extent["wide"]), int(extent["high"])
    scale = min(1.0, TALLEST / high)
    size = f'cx="{round(wide * scale)}" cy="{round(high * scale)}"'
    return f"<wp:extent {size} />{extent['rest']}<a:ext {size} />"


def _break_before(document: str) -> str:
    """A new page for the first chapter, after the contents, and for each annex; the others run on, as in a letter."""
    first = True

    def broken(heading: re.Match[str]) -> str:
        nonlocal first
        starts = first or "".join(_TEXT.findall(heading[0])).startswith("附录")
        first = False
        style = '<w:pStyle w:val="Heading1" />'
        return heading[0].replace(style, f"{style}<w:pageBreakBefore />", 1) if starts else heading[0]

    return _HEADING.sub(broken, document)


def _fill_contents(document: str) -> str:
    """The chapters in the contents, each with a field for its page, so that nobody opens an empty list."""
    entries = []
    for heading in _HEADING.finditer(document):
        title = "".join(_TEXT.findall(heading[0]))
        entries.append((heading["name"], title))
    if not entries:
        return document
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" /></w:r><w:r><w:instrText xml:space="preserve">'
        'TOC \\o "1-1" \\h \\z \\u</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate" /></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end" /></w:r>'
    lines = []
    for place, (name, title) in enumerate(entries):
        page = (
            f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true" /></w:r><w:r><w:instrText xml:space="preserve">'
            f'PAGEREF {escape(name)} \\h</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate" /></w:r>'
            f"<w:r><w:t></w:t></w:r>{end}"
        )
        lines.append(
            f'<w:p><w:pPr><w:pStyle w:val="TOC1" /></w:pPr>{begin if place == 0 else ""}'
            f'<w:hyperlink w:anchor="{escape(name)}"><w:r><w:t xml:space="preserve">{title}</w:t></w:r>'
            f"<w:r><w:tab /></w:r>{page}</w:hyperlink>{end if place == len(entries) - 1 else ''}</w:p>"
        )
    return _CONTENTS.sub(lambda _: "".join(lines), document, count=1)


def official_styles() -> str:
    """The styles of a Chinese official document, which take the place of the report's own."""

    def style(id: str, name: str, based: str, paragraph: str, fonts: str, size: int, more: str = "") -> str:
        custom = ' w:customStyle="1"' if based == "custom" else ""
        basis = "Normal" if based == "custom" else based
        return (
            f'<w:style w:type="paragraph"{custom} w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{basis}"/>'
            f'<w:next w:val="BodyText"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr><w:rFonts {LATIN} '
            f'w:eastAsia="{fonts}"/>{more}<w:sz w:val="{size}"/>'
            f'<w:szCs w:val="{size}"/></w:rPr></w:style>'
        )

    line = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    body, centred = f'{line}{indent}<w:jc w:val="both"/>', '<w:spacing w:after="240"/><w:jc w:val="center"/>'
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8844"/></w:tabs>'
    return "".join(
        (
            style("BodyText", "Body Text", "Normal", body, "仿宋_GB2312", 32),
            style("FirstParagraph", "First Paragraph", "custom", body, "仿宋_GB2312", 32),
            style("Compact", "Compact", "custom", line, "仿宋_GB2312", 32),
            style("Headline", "Headline", "custom", f"{line}{indent}", "楷体_GB2312", 32),
            style(
                "Title",
                "Title",
                "Normal",
                '<w:spacing w:before="2400" w:after="360"/><w:jc w:val="center"/>',
                "方正小标宋简体",
                44,
            ),
            style("Subtitle", "Subtitle", "Normal", centred, "楷体_GB2312", 32),
            style("Author", "Author", "custom", '<w:jc w:val="center"/>', "仿宋_GB2312", 32),
            style("Date", "Date", "custom", '<w:spacing w:after="600"/><w:jc w:val="center"/>', "仿宋_GB2312", 32),
            style(
                "Heading1",
                "heading 1",
                "Normal",
                '<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="0" '
                f'w:line="{LINE}" w:lineRule="exact"/><w:outlineLvl w:val="0"/>',
                "黑体",
                32,
            ),
            style(
                "Heading2",
                "heading 2",
                "Normal",
                f'<w:keepNext/><w:keepLines/>{line}{indent}<w:outlineLvl w:val="1"/>',
                "楷体_GB2312",
                32,
            ),
            style(
                "Heading3",
                "heading 3",
                "Normal",
                f'<w:keepNext/><w:keepLines/>{line}{indent}<w:outlineLvl w:val="2"/>',
                "仿宋_GB2312",
                32,
                "<w:b/>",
            ),
            style("TOC1", "toc 1", "Normal", f"{tabs}{line}", "仿宋_GB2312", 32),
        )
    )


def font_stand_ins() -> str:
    """Entries of `fontTable.xml`: what Word takes where a font is not there."""
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in FONTS.items()
    )
