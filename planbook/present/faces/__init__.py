"""Faces for whatever a notebook shows: a DataFrame, a Series, a number, a text, a figure.

showing   IPython is told how to show them, when an edition is opened
tables    DataFrame and Series
passages  numbers and texts
marking   what of it is illustrative
"""

from planbook.present.faces.showing import install_faces
from planbook.present.faces.shown import show

__all__ = ["install_faces", "show"]
