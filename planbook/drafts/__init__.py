"""A plan from its table of indicators: read as the document prints it, written as a folder that builds.

table    the rows of the table, and what their targets say
folder   the plan's folder, with stand-ins where the table says nothing
audit    what a draft still lacks, and in what it contradicts itself
"""

from planbook.drafts.audit import Lack, find_lacks
from planbook.drafts.folder import Identity, write_folder
from planbook.drafts.table import DraftIndicator, read_plan_table

__all__ = ["DraftIndicator", "Identity", "Lack", "find_lacks", "read_plan_table", "write_folder"]
