"""Ordinary outputs of a notebook get a face as they are shown, while they still know what they are.

`install_faces` tells IPython how to show DataFrames, Series, numbers, texts and figures. It happens in the kernel,
because a frame's attributes do not reach the executed notebook.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from planbook.present.edition import Edition
from planbook.present.faces.passages import face_of_number, face_of_text
from planbook.present.faces.tables import face_of_frame, is_number
from planbook.present.pieces import Piece

__all__ = ["Faces", "current_faces", "install_faces"]

_MODULE_OF_FIGURES = "matplotlib.figure"


class Faces:
    """Makes the faces of one edition; counts them, so that each has an id of its own on the page."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._count = 0

    def face(self, shown: object, told: Mapping[Hashable, object] | None = None) -> Piece | None:
        """The face of `shown`; None for what has none of its own (`publish` gives it a default one)."""
        told = told or {}
        if isinstance(shown, Piece):
            return shown
        if isinstance(shown, (pd.DataFrame, pd.Series)):
            attributes = {**shown.attrs, **told}
            return face_of_frame(shown, self.edition, self._id(), lambda: self._is_proved(attributes), told)
        if isinstance(shown, (bool, np.bool_)):
            shown = self.edition.words("faces.true" if shown else "faces.false")
        if is_number(shown):
            return face_of_number(float(shown), self.edition, self._id(), self._is_marked(told), told)  # type: ignore[arg-type]
        if isinstance(shown, str):
            return face_of_text(str(shown), self.edition, self._id(), self._is_marked(told), told)
        return None

    def _id(self) -> str:
        self._count += 1
        return f"output-{self._count}"

    def _is_marked(self, told: Mapping[Hashable, object]) -> bool:
        """Whether an output that cannot say what it rests on is marked as a whole."""
        said = told.get("illustrative")
        return bool(said) or (self.edition.has_illustrative and said is None)

    def _is_proved(self, attributes: Mapping[Hashable, object]) -> bool:
        return attributes.get("illustrative") is False


_installed: Faces | None = None


def current_faces() -> Faces | None:
    """The faces of the edition that was opened last in this kernel."""
    return _installed


def install_faces(edition: Edition) -> None:
    """Show ordinary outputs of this kernel in the words, units and marks of `edition`; nothing outside IPython."""
    global _installed
    shell = _shell()
    if shell is None:
        return
    _installed = faces = Faces(edition)

    def bundle(shown: object) -> dict[str, object] | None:
        piece = faces.face(shown)
        return None if piece is None else piece._repr_mimebundle_()

    formatter = shell.display_formatter.mimebundle_formatter
    for kind in (pd.DataFrame, pd.Series, int, float, np.integer, np.floating, np.bool_, str):
        formatter.for_type(kind, bundle)


def _shell() -> Any:
    """The running IPython shell; None in a plain interpreter. IPython is not imported to find that out."""
    ipython = sys.modules.get("IPython")
    get: Callable[[], Any] | None = getattr(ipython, "get_ipython", None)
    return get() if get else None
