"""What an author says of an output: `show` with a title and units, `with_drawing` for a Plotly figure in print."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from planbook.present.edition import Edition
from planbook.present.faces.drawings import draw_matplotlib, is_matplotlib
from planbook.present.faces.plotly_figures import DRAWING, is_plotly
from planbook.present.faces.showing import Faces, current_faces
from planbook.present.pieces import Piece

__all__ = ["show", "with_drawing"]

FigureType = TypeVar("FigureType")


def show(
    edition: Edition,
    shown: object,
    title: str = "",
    *,
    unit: str = "",
    units: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    alt: str = "",
    illustrative: bool | None = None,
) -> Piece:
    """`shown` (a frame, series, number, text or figure) with a title, units and notes.

    Parameters
    ----------
    unit : unit id of a number.
    units, labels : unit id and heading by column of a frame.
    alt : what a reader who cannot see a figure needs.
    illustrative : True marks the whole; False says that its author answers for every figure in it; None leaves it to
        what the frame and the code tell.

    Raises
    ------
    TypeError
        When `shown` is none of these.
    """
    given: dict[Hashable, object] = {
        "title": title,
        "unit": unit,
        "units": units,
        "labels": labels,
        "notes": notes,
        "alt": alt,
    }
    told = {key: value for key, value in given.items() if value}
    if illustrative is not None:
        told["illustrative"] = illustrative
    faces = current_faces()
    if faces is None or faces.edition is not edition:
        faces = Faces(edition)
    piece = faces.face(shown, told)
    if piece is None:
        raise TypeError(
            f"present.show: {type(shown).__name__} has no face; expected a DataFrame, Series, number, text or figure. "
            "Fix: let the cell end with the object itself."
        )
    return piece


def with_drawing(figure: FigureType, drawing: object) -> FigureType:
    """`figure` (a Plotly figure) with the drawing that stands for it in print and until the page's script runs.

    Parameters
    ----------
    drawing : a matplotlib figure, or an SVG document as text.

    Raises
    ------
    TypeError
        When `figure` is no Plotly figure, or `drawing` neither of the two.
    """
    if not is_plotly(figure):
        raise TypeError(
            f"present.with_drawing: found a {type(figure).__name__}, expected a Plotly figure. "
            "Fix: give the Plotly figure first, its drawing second."
        )
    if is_matplotlib(drawing):
        svg = draw_matplotlib(drawing, "drawing")
    elif isinstance(drawing, str) and "<svg" in drawing:
        svg = drawing
    else:
        raise TypeError(
            f"present.with_drawing: found a {type(drawing).__name__} as drawing, expected a matplotlib figure or SVG. "
            "Fix: draw it with matplotlib, or read the text of an SVG file."
        )
    setattr(figure, DRAWING, svg)
    return figure
