"""Data inside the script elements of a page."""

from __future__ import annotations

import json

from markupsafe import Markup

__all__ = ["json_in_script"]


def json_in_script(value: object) -> Markup:
    r"""`value` as JSON that a script element may hold: nothing in it can end the element, or begin a comment in it.

    >>> json_in_script("<!--<script>")
    Markup('"\\u003c!--\\u003cscript>"')

    Source
    ------
    HTML Living Standard, 4.12.1.3 "Restrictions for contents of script elements": `<!--`, `<script` and `</script`
    are to be written with the escaped `\u003c`.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))
