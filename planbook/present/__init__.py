"""What a reader sees, made from one edition: `say_*` sentences, `table_*` tables, `chart_*` charts, each a `Piece`.

Notebooks import this and call one builder a cell. Each package's own `__all__` lists its builders.
"""

from planbook.present import charts, sentences, tables, yearbook
from planbook.present.charts import *  # noqa: F403
from planbook.present.edition import Edition, open_edition
from planbook.present.pieces import Piece
from planbook.present.sentences import *  # noqa: F403
from planbook.present.summaries import summarise
from planbook.present.tables import *  # noqa: F403
from planbook.present.titles import chapter_told_by, edition_title, page_title, say_title
from planbook.present.yearbook import *  # noqa: F403

__all__ = [
    "Edition",
    "Piece",
    "chapter_told_by",
    "edition_title",
    "open_edition",
    "page_title",
    "say_title",
    "summarise",
    *charts.__all__,
    *sentences.__all__,
    *tables.__all__,
    *yearbook.__all__,
]
