"""Returns of the responsible units as workbooks: written for them to fill in, read back, and put into the plan's data.

layout    the sheets and their columns, which template and reading share
subjects  who answers for what, and what is known of it so far
template  a workbook for each unit
reading   workbooks as rows, each knowing file, sheet and cell
merging   the rows put into a copy of the plan's folder, checked there, and moved into place
missing   what was not handed in, by unit, with a text to remind them
"""

from planbook.returns.merging import Change, Merged, merge_returns, take_over
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
