"""The picture that stands for a page where its address is shared: title, first sentence, edition and warning."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planbook.looks import ILLUSTRATIVE_MARK, LIGHT
from planbook.present.edition import Edition
from planbook.publish.charts import imprint_of
from planbook.publish.drawings import set_pages
from planbook.publish.pages import Page
from planbook.publish.reuse import Reuse

__all__ = ["HEIGHT", "WIDTH", "share_image", "write_share_images"]

WIDTH, HEIGHT = 1200, 630  # px, what those who show such pictures ask for
_MOST_CHARACTERS = {"zh": 110, "en": 210}  # of the first sentences: what the picture has room for

_CARD = """
#set page(width: 1200pt, height: 630pt, margin: (x: 72pt, top: 64pt, bottom: 52pt), fill: rgb("$paper"))
#set text(font: "Noto Sans CJK SC", size: 31pt, fill: rgb("$ink"))
#set par(leading: 0.6em)
#for card in json(bytes(sys.inputs.given)) {
  set text(lang: card.language)
  page({
    place(top + left, dx: -72pt, dy: -64pt, rect(width: 1200pt, height: 12pt, fill: rgb("$accent")))
    text(size: 25pt, fill: rgb("$muted"), card.edition)
    v(18pt)
    par(leading: 0.4em, text(size: 52pt, font: ("Noto Serif CJK SC", "Noto Sans CJK SC"), weight: "bold", card.title))
    v(14pt)
    card.said
    place(bottom + left, box(width: 100%, {
      if card.illustrative != "" {
        line(length: 100%, stroke: (paint: rgb("$warning"), thickness: 5pt, dash: "densely-dotted"))
        v(-10pt)
        text(size: 22pt, fill: rgb("$warning"), card.illustrative)
      }
    }))
  })
}
"""


def share_image(page: Page) -> str:
    """Where the picture of a page lies, below the language's folder."""
    return f"share/{page.address.replace('/', '-')}.png"


def write_share_images(pages: Iterable[Page], edition: Edition, output: Path, reuse: Reuse | None = None) -> None:
    """Write the picture of each page into `output`, the folder of the language.

    Raises
    ------
    PublishError
        When Typst cannot set one of them.
    """
    pages, imprint = list(pages), imprint_of(edition)
    warning = f"{ILLUSTRATIVE_MARK} {imprint.illustrative}" if edition.has_illustrative else ""
    cards = [
        {
            "language": page.language,
            "edition": imprint.edition,
            "title": _shortened(page.title, _MOST_CHARACTERS[page.language] // 3),
            "said": ""
            if page.description == page.title
            else _shortened(page.description, _MOST_CHARACTERS[page.language]),
            "illustrative": warning,
        }
        for page in pages
    ]
    roles = {"paper": "paper", "ink": "ink", "accent": "accent", "muted": "muted", "warning": "series-2"}
    template = _CARD
    for name, role in roles.items():
        template = template.replace(f"${name}", LIGHT[role])
    for page, picture in zip(pages, set_pages(template, cards, 72, reuse), strict=True):
        path = output / share_image(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip("，、,; ") + "…"
