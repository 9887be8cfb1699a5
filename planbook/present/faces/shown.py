"""`show`: an output together with what its author says of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from planbook.present.edition import Edition
from planbook.present.faces.showing import Faces, current_faces
from planbook.present.pieces import Piece

__all__ = ["show"]


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
    alt : what a reader who cannot a figure needs.
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
