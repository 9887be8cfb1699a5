"""Faces for whatever a notebook shows: a DataFrame, a Series, a number, a text, a figure.

showing         IPython is told how to show them, when an edition is opened
shown           what an author says of an output beside showing it
tables          DataFrame and Series
passages        numbers and texts
plotly_figures  Plotly figures, and plotly_charts their drawing as a chart of the house
drawings        matplotlib figures, and drawings that an author brings
marking         what of it is illustrative, and origins what the code tells of that
"""

from planbook.present.faces.showing import install_faces
from planbook.present.faces.shown import show, with_drawing

__all__ = ["install_faces", "show", "with_drawing"]
