"""The statistical yearbook: numbered tables in both languages, what is said before and after them, where its files lie.

model       tables, lines, figures
contents    which parts and tables there are
targets, achievements, series   the tables by what they show
figures, notes                  how a figure and its footnotes are written
faces, sayings, take_away       what notebooks show
"""

from planbook.present.yearbook.contents import yearbook_parts
from planbook.present.yearbook.faces import table_yearbook, table_yearbook_part
from planbook.present.yearbook.sayings import (
    say_yearbook,
    say_yearbook_downloads,
    say_yearbook_notes,
    say_yearbook_part,
    say_yearbook_title,
    table_yearbook_contents,
    table_yearbook_symbols,
)
from planbook.present.yearbook.take_away import say_indicator_downloads

__all__ = [
    "say_indicator_downloads",
    "say_yearbook",
    "say_yearbook_downloads",
    "say_yearbook_notes",
    "say_yearbook_part",
    "say_yearbook_title",
    "table_yearbook",
    "table_yearbook_contents",
    "table_yearbook_part",
    "table_yearbook_symbols",
    "yearbook_parts",
]
