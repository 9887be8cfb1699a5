"""From executed notebooks to the site, the reports and the files to take away.

pipeline        one edition, step by step from start to end; the only part that `cli` calls
request         what a build is asked for
earlier         what stands at the edition's place already, and what of it may stay
work            what every step is handed: one build under way
pages           from an executed notebook to a page's text
outputs         what a notebook shows, as it is published: a face for everything
cleaning        HTML of other libraries made fit for the page
computation     the code of a section, folded under it
notebooks       the executed notebooks to take away, and what they need to run again
site            pages as HTML: framed, rendered, checked
sitemap         which pages there are and how they follow each other
shell           the frame around every page
tokens          the looks written down for the style sheet, Typst and Word
page_files      the pages of one language, written down for pandoc
embedded        those pages rendered by pandoc from a PyPI wheel
quarto_project  the edition as a Quarto project, which stays after the build
theme           the theme of that project
inline_styles   style attributes taken out of pages, for a strict policy
quarto          that project rendered by an installed Quarto
quarto_site     what Quarto made, put into the edition
leash           a command that does not outlive whoever started it
edition_report  the printed report of an edition
fonts           what print is set in
typeset         chapters set as PDF by pandoc and Typst, or as a Word document
downloads       the files to take away
description     what search engines and catalogues are told
drawings        a drawing as a picture
glyphs          which characters the reports can show
engines         how other people's programs are called
search          Pagefind; chinese_search: the Chinese pages as text, looked through
links           every link leads somewhere, and no page asks another host for anything
manifest        what went in and what came out, with checksums
standing        whether an edition stands as it would be made again
reuse           what of it is taken over from earlier builds
front_page      the page that lists all editions
folders         made apart, moved into place when green
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.paths import imported_when_asked

if TYPE_CHECKING:
    from planbook.publish.earlier import EarlierEdition, examine_place
    from planbook.publish.folders import held, swap_into_place, working_folder
    from planbook.publish.glyphs import find_unprintable, stand_in
    from planbook.publish.manifest import versions
    from planbook.publish.pipeline import choose_publisher, publish_edition
    from planbook.publish.quarto import Quarto
    from planbook.publish.request import PublishedEdition, PublishRequest
    from planbook.publish.standing import made_of, note_standing, still_standing

__all__ = [
    "PublishRequest",
    "made_of",
    "note_standing",
    "still_standing",
    "PublishedEdition",
    "Quarto",
    "EarlierEdition",
    "choose_publisher",
    "examine_place",
    "held",
    "find_unprintable",
    "publish_edition",
    "stand_in",
    "swap_into_place",
    "versions",
    "working_folder",
]

# `check` asks which characters can be printed, and prints nothing.
__getattr__ = imported_when_asked(
    __name__,
    {
        "earlier": (
            "EarlierEdition",
            "examine_place",
        ),
        "folders": (
            "held",
            "swap_into_place",
            "working_folder",
        ),
        "glyphs": (
            "find_unprintable",
            "stand_in",
        ),
        "manifest": ("versions",),
        "pipeline": (
            "choose_publisher",
            "publish_edition",
        ),
        "quarto": ("Quarto",),
        "request": (
            "PublishedEdition",
            "PublishRequest",
        ),
        "standing": (
            "made_of",
            "note_standing",
            "still_standing",
        ),
    },
)
