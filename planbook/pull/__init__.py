"""Figures pulled from files an office has: a yearbook's workbook by sheet and cells, SDMX by key; no network.

mapping   the small file that says which figure stands where
cells     figures of a workbook
exchange  figures of SDMX-CSV and SDMX-ML
merging   the figures put into a copy of the plan's folder, and checked there
"""

from planbook.pull.mapping import Figure, read_figures
from planbook.pull.merging import merge_figures

__all__ = ["Figure", "merge_figures", "read_figures"]
