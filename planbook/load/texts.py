"""Texts of the tables: both languages present, none in the other's place, nothing a spreadsheet would compute."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planbook.errors import Problem
from planbook.load.tables import CsvRow, Tables

__all__ = ["check_texts", "find_chinese", "find_misread"]

_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3001-\u303f\uff01-\uff5e]+")
_QUOTED = re.compile('“[^”]*”|‘[^’]*’|"[^"]*"|《[^》]*》|「[^」]*」|\\([^)]*\\)')
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
# What no page and no report can show: controls but for tab and line break, halves of characters, non-characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LONGEST_SHOWN = 40
# What an editor leaves of bytes it could not read, in UTF-8 and through GBK; and uninitialised memory as GBK.
_LOST = re.compile("\ufffd|锟斤|斤拷|烫烫烫|屯屯屯")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{3,}")
_MISREAD_AT_LEAST = 2  # Chinese characters; some of the bytes around them may be lost
_MISREAD_AS = ("cp1252", "latin-1", "gb18030")


def find_chinese(text: str) -> str:
    """The first stretch of Chinese in an English text, "" where there is none.

    Names in quotation marks and terms in brackets may be Chinese.
    """
    found = _CHINESE.search(_QUOTED.sub("", text))
    return found[0] if found else ""


def check_texts(tables: Tables) -> Iterator[Problem]:
    """Problems of every text column of every table."""
    for table in tables:
        pairs = table.schema.language_pairs
        words = [column.name for column in table.schema.columns if column.type == "string"]
        for row in table.rows():
            for chinese, english in pairs:
                yield from _check_pair(row, chinese, english)
            for column in words:
                if found := _CONTROL.search(row[column]):
                    yield row.problem(
                        f'column "{column}" holds a control character',
                        f"U+{ord(found[0]):04X}",
                        "text that can be shown and printed",
                        "delete the character",
                    )
                yield from _check_garbled(row, column)
                if row[column].startswith(_FORMULA_STARTS):
                    yield row.problem(
                        f'a spreadsheet would read column "{column}" as a formula',
                        f'"{_shorten(row[column])}"',
                        "text that does not begin with =, +, - or @",
                        "begin the text with another character",
                        severity="warning",
                    )


def _check_garbled(row: CsvRow, column: str) -> Iterator[Problem]:
    text = row[column]
    if text.isascii():
        return
    if lost := _LOST.search(text):
        yield row.problem(
            f'the text in column "{column}" is garbled',
            f'"{_shorten(text[max(0, lost.start() - 5) :])}"',
            "text as it was written; these signs stand where characters were lost",
            "write the text anew from its source",
        )
    elif meant := find_misread(text):
        yield row.problem(
            f'the text in column "{column}" is garbled',
            f'"{_shorten(text)}"',
            f'text read in its own encoding, probably "{_shorten(meant)}"',
            "write the text anew from its source",
        )


def find_misread(text: str) -> str:
    """What a text was before UTF-8 was read as another encoding; "" where it was not.

    Bytes of another encoding are all but never UTF-8 by chance, let alone Chinese.
    """
    for stretch in _BEYOND_ASCII.findall(text):
        for encoding in _MISREAD_AS:
            try:
                meant: str = stretch.encode(encoding).decode("utf-8", "replace")
            except UnicodeEncodeError:
                continue
            chinese = sum("\u3400" <= sign <= "\u9fff" for sign in meant)
            if chinese >= _MISREAD_AT_LEAST and meant.count("\ufffd") <= chinese / 3:
                return str(meant.replace("\ufffd", ""))
    return ""


def _check_pair(row: CsvRow, chinese: str, english: str) -> Iterator[Problem]:
    zh, en = row[chinese].strip(), row[english].strip()
    for full, empty, text in ((chinese, english, zh), (english, chinese, en)):
        if text and not row[empty].strip():
            yield row.problem(
                f'the translation "{empty}" is missing',
                f'"{_shorten(text)}" in "{full}" only',
                "the text in both languages",
                f'fill in "{empty}"',
            )
    stretch = find_chinese(en)
    if stretch:
        yield row.problem(
            f'Chinese stands in the English column "{english}"',
            f'"{_shorten(stretch)}"',
            "English, with Chinese names in quotation marks or brackets only",
            f'translate "{english}"',
        )
    elif en and en == zh and re.search(r"[a-z]{3,} [a-z]{3,}", en):
        yield row.problem(
            f'"{chinese}" and "{english}" are the same',
            f'"{_shorten(zh)}"',
            "Chinese in the one, English in the other",
            f'translate "{chinese}"',
            severity="warning",
        )


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN].rstrip()}…"
