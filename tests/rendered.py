"""Markdown of a piece as the page and the report have it, through the very filters they use."""

import re
import subprocess
from functools import lru_cache

import pypandoc

from planbook.paths import find_project
from planbook.publish.embedded import PAGE_FILTERS, READER


@lru_cache(maxsize=512)
def rendered(markdown: str, to: str = "html5") -> str:
    """`markdown` as HTML of a page, or with `to="typst"` (or another printed format) as paper shows it, in HTML."""
    filters = PAGE_FILTERS if to == "html5" else PAGE_FILTERS[:2]
    arguments = [f"--lua-filter={find_project().extension / name}" for name in filters]
    made = _pandoc(markdown, "--from", READER, "--to", to if to == "html5" else "native", *arguments)
    return made if to == "html5" else _pandoc(made, "--from", "native", "--to", "html5")


def _pandoc(text: str, *arguments: str) -> str:
    command = [pypandoc.get_pandoc_path(), "--wrap=none", *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, encoding="utf-8").stdout


def plain_text(html: str) -> str:
    """What HTML says, without tags and without any space."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))
