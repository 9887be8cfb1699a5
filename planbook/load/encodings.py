"""Bytes as text: what spreadsheets and editors save, told apart where it can only be one thing.

charset-normalizer says which encodings the bytes could be of. Between GBK and Big5 it goes by noise, which a column of
short Chinese notes is too little for; there the commonest characters of either standard decide, and bytes that fit
both are refused.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

__all__ = ["Decoded", "UnreadableError", "decode"]

_NAMES = {"gb18030": "GBK (GB 18030)", "big5": "Big5", "utf_16_le": "UTF-16", "utf_16_be": "UTF-16", "utf_32": "UTF-32"}
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf_32"),
    (codecs.BOM_UTF32_BE, "utf_32"),
    (codecs.BOM_UTF16_LE, "utf_16"),
    (codecs.BOM_UTF16_BE, "utf_16"),
)
_WORKBOOKS = {b"PK\x03\x04": "a workbook (xlsx)", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a workbook (xls)"}
# Lead bytes of the common characters: level 1 of GB 2312 (rows 16-55) and of Big5; both with their punctuation.
_COMMON = {"gb18030": (0xA1, 0xA3, 0xB0, 0xD7), "big5": (0xA1, 0xA3, 0xA4, 0xC6)}
_MANY = 12  # bytes: of six characters in Big5 hardly one text in twenty looks like GB 2312 throughout


@dataclass(frozen=True)
class Decoded:
    """`read_as` names the encoding where it was not UTF-8, "" where it was."""

    text: str
    read_as: str = ""


class UnreadableError(Exception):
    """Why the bytes are no text, or could be more than one: `found` says what they look like."""

    def __init__(self, found: str, line: int | None = None, workbook: bool = False):
        self.found, self.line, self.workbook = found, line, workbook
        super().__init__(found)


def decode(content: bytes) -> Decoded:
    """The text of a file, however it was saved.

    Raises
    ------
    UnreadableError
        When it is no text, or could be text in more than one encoding.
    """
    for magic, found in _WORKBOOKS.items():
        if content.startswith(magic):
            raise UnreadableError(found, workbook=True)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return Decoded(content.decode(encoding).lstrip("\ufeff"), encoding.upper().replace("_", "-"))
            except UnicodeDecodeError as error:
                raise UnreadableError("damaged UTF-16") from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(content, content[: error.start].count(b"\n") + 1)
    if content[:200].count(b"\0") > len(content[:200]) // 3:  # UTF-16 of digits and Latin letters is valid UTF-8
        return _decode_other(content, 1)
    return Decoded(text.lstrip("\ufeff"))


def _decode_other(content: bytes, line: int) -> Decoded:
    from charset_normalizer import from_bytes  # only where needed: it takes longer to import than a file to read

    found = [match.encoding for match in from_bytes(content, cp_isolation=[*_NAMES], threshold=0.5)]
    wide = [encoding for encoding in found if encoding.startswith("utf")]
    if wide:
        return Decoded(content.decode(wide[0]).lstrip("\ufeff"), _NAMES[wide[0]])
    chinese = [encoding for encoding in _COMMON if _decodes(content, encoding)]
    common = {encoding: _common_share(content, encoding) for encoding in chinese}
    simplified, traditional = common.get("gb18030", 0.0), common.get("big5", 0.0)
    many = sum(byte > 0x80 for byte in content) >= _MANY
    if simplified == 1.0 and (many or traditional < 1.0):
        return Decoded(content.decode("gb18030"), _NAMES["gb18030"])
    if max(simplified, traditional) >= 0.5 and min(simplified, traditional) <= 0.7 * max(simplified, traditional):
        best = "gb18030" if simplified > traditional else "big5"
        return Decoded(content.decode(best), _NAMES[best])
    if max(simplified, traditional) >= 0.5:
        raise UnreadableError(" or ".join(f"what could be {_NAMES[encoding]}" for encoding in chinese), line)
    raise UnreadableError("bytes of no encoding that could be told", line)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _common_share(content: bytes, encoding: str) -> float:
    """What part of the characters beyond ASCII is common in the encoding's own language."""
    others = [character.encode(encoding) for character in content.decode(encoding) if ord(character) > 127]
    signs, last_sign, words, last_word = _COMMON[encoding]
    # The second byte of a character of GB 2312 is never below 0xA1; that of Big5 is in two of five.
    lowest = 0xA1 if encoding == "gb18030" else 0x40
    common = sum(
        len(code) == 2 and code[1] >= lowest and (signs <= code[0] <= last_sign or words <= code[0] <= last_word)
        for code in others
    )
    return common / len(others) if others else 0.0
