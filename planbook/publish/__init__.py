"""From executed notebooks to the site, the reports and the files to take away.

edition   one edition, start to end; the only part that `cli` calls
pages     from an executed notebook to a page's text
sitemap   which pages there are and how they follow each other
shell     the frame around every page
stage     the pages of one language, written down as a Quarto project
embedded  that project rendered by pandoc from a PyPI wheel
quarto    the same project rendered by an installed Quarto
report    the printed report through Typst
search    Pagefind
links     every link leads somewhere, and no page asks another host for anything
manifest  what went in and what came out, with checksums
editions  the page that lists all editions
staging   made apart, moved into place when green
"""

from planbook.publish.edition import PublishedEdition, PublishRequest, choose_publisher, publish_edition

__all__ = ["PublishRequest", "PublishedEdition", "choose_publisher", "publish_edition"]
