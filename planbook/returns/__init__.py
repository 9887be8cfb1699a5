"""Returns of the responsible units as workbooks: written for them to fill in, read back, and put into the plan's data.

layout    the sheets and their columns, which template and reading share
subjects  who answers for what, and what is known of it so far
template  a workbook for each unit
workbooks  any workbook as cells, each known by file, sheet and address
reading   returns as rows, each knowing file, sheet and cell
merging   the rows put into a copy of the plan's folder and checked there
changes   what is changed and not written yet, and moving it into place
missing   what was not handed in, by unit, with a text to remind them
"""

from planbook.returns.changes import Change, Merged, take_over
from planbook.returns.merging import merge_returns
from planbook.returns.missing import MissingUnit, find_missing, reminder
from planbook.returns.reading import ReturnRow, read_returns
from planbook.returns.subjects import Unit, list_units
from planbook.returns.template import write_template

__all__ = [
    "Change",
    "Merged",
    "MissingUnit",
    "ReturnRow",
    "Unit",
    "find_missing",
    "list_units",
    "merge_returns",
    "read_returns",
    "reminder",
    "take_over",
    "write_template",
]
