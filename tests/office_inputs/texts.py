"""Texts that stop or change an output somewhere: controls, markup, what Word and web pages leave."""

from __future__ import annotations

from office_inputs.cases import OBSERVED, SHARE, case, each, edit, read, refused, warned

ROW = SHARE + "illustrative_example,,"


def note(text: str):
    quoted = text.replace('"', '""')
    return edit(OBSERVED, ROW, f'{SHARE}illustrative_example,"{quoted}","A note"')


each(
    "a control character in a note",
    [
        (f"U+{ord(sign):04X}", note(f"说明{sign}一"))
        for sign in "\x01\x07\x08\x0b\x0c\x0e\x1b\x1f\x7f\x85\u2028\u2029\ufffe\uffff"
    ],
    refused("holds a control character", "delete the character"),
)
case("a NUL", note("说明\x00一"), refused("holds a control character", "U+0000"))
each(
    "what editors leave is read away",
    [
        ("a blank without width", note("说\u200b明")),
        ("a mark of byte order", note("说\ufeff明")),
        ("a soft hyphen", note("说\u00ad明")),
        ("Word's bullet", note("\uf0b7 说明")),
        ("Wingdings' tick", note("说明\uf0fc")),
    ],
    read("invisible signs and Word's own bullets read as plain text"),
)
each(
    "markup stays text",
    [
        (text[:20], note(text))
        for text in (
            "见[附表](第3页)",
            "见[附表](https://example.org)和[附件](b)",
            "$$note$$",
            "<script>alert(1)</script>",
            "<!--<script>",
            "</table>",
            "#strong[重要]",
            "{{< meta title >}}",
            "```python\nx\n```",
            "\\input{x}",
            "$x^2$",
            "| 一 | 二 |",
            "*重要* _强调_",
            "&lt;b&gt;",
            "第一行\n第二行",
            "第一段\n\n第二段",
            '他说"好"',
            "繁體字說明",
            "长" * 3600,
        )
    ],
    read(),
)
each(
    "a text like a formula",
    [(text, note(text)) for text in ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0")],
    warned("a spreadsheet would read", "as a formula"),
)
case(
    "a note in Chinese only",
    edit(OBSERVED, ROW, f"{SHARE}illustrative_example,说明,"),
    refused('the translation "note_en" is missing'),
)
case(
    "Chinese in the English note",
    edit(OBSERVED, ROW, f"{SHARE}illustrative_example,说明,说明"),
    refused("Chinese stands in the English column"),
)
