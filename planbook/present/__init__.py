"""What a reader sees, made from one edition: `say_*` sentences, `table_*` tables, `chart_*` charts, each a `Piece`.

Notebooks import this and call one builder a cell.
"""

from planbook.present.charts import *  # noqa: F403  (each package's __all__ is the list of its builders)
from planbook.present.edition import Edition, open_edition
from planbook.present.pieces import Piece
from planbook.present.sentences import *  # noqa: F403
from planbook.present.summaries import summarise
from planbook.present.tables import *  # noqa: F403
from planbook.present.titles import chapter_told_by, page_title, say_title

__all__ = ["Edition", "Piece", "chapter_told_by", "open_edition", "page_title", "say_title", "summarise"]  # noqa: PLE0604
def yearbook_parts(inputs): return ()
