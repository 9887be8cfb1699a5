"""Ordinary outputs of a notebook get a face as they are shown, while they still know what they are.

`install_faces` tells IPython how to show DataFrames, Series, numbers, texts and figures. It happens in the kernel,
because a frame's attributes do not reach the executed notebook.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from planbook.present.edition import Edition
from planbook.present.faces.drawings import face_of_matplotlib, is_matplotlib, use_house_settings
from planbook.present.faces.marking import is_marked
from planbook.present.faces.numbers import is_number
from planbook.present.faces.origins import Reach, reach_of_shown
from planbook.present.faces.passages import face_of_number, face_of_text
from planbook.present.faces.plotly_figures import PLOTLY_MIME, face_of_plotly, is_plotly
from planbook.present.faces.tables import face_of_frame
from planbook.present.pieces import PIECE_MIME, Piece

__all__ = ["Faces", "current_faces", "install_faces", "rests_on_published"]

_DRAWS = re.compile(r"matplotlib|seaborn|\bplt\b|\.(plot|hist|boxplot)\b")  # what cells that draw have in them
_METADATA = "planbook"  # what an output's metadata say of it


class Faces:
    """Makes the faces of one edition; counts them, so that each has an id of its own on the page.

    `shell` is the IPython shell in whose session they are shown, None outside one.
    """

    def __init__(self, edition: Edition, shell: Any = None) -> None:
        self.edition = edition
        self._shell = shell
        self._count = 0
        self._cell: str | None = None  # the source of the cell that runs; None in the one that opened the edition
        if shell is not None:
            shell.events.register("pre_run_cell", self._note_cell)

    def _note_cell(self, info: Any) -> None:
        self._cell = info.raw_cell

    def face(self, shown: object, told: Mapping[Hashable, object] | None = None) -> Piece | None:
        """The face of `shown`; None for what has none of its own (`publish` gives it a default one).

        `told` is what an author says of it (as in `frame.attrs`, and `unit` of a number, `alt` of a figure).
        """
        told = told or {}
        if isinstance(shown, Piece):
            return shown
        if isinstance(shown, (pd.DataFrame, pd.Series)):
            return face_of_frame(shown, self.edition, self._id(), self.reach, told)
        if isinstance(shown, (bool, np.bool_)):
            shown = self.edition.words("faces.true" if shown else "faces.false")
        if is_number(shown):
            return face_of_number(float(shown), self.edition, self._id(), self.is_marked(told), told)  # type: ignore[arg-type]
        if isinstance(shown, str):
            return face_of_text(str(shown), self.edition, self._id(), self.is_marked(told), told)
        if is_plotly(shown):
            return face_of_plotly(shown, self.edition, self._id(), self.is_marked(told), told)
        if is_matplotlib(shown):
            return face_of_matplotlib(shown, self.edition, self._id(), self.is_marked(told), told)
        return None

    def _id(self) -> str:
        self._count += 1
        return f"output-{self._count}"

    def is_marked(self, told: Mapping[Hashable, object]) -> bool:
        """Whether an output that cannot say what it rests on is marked as a whole."""
        return is_marked(told.get("illustrative"), self.edition, self.reach)

    def reach(self) -> Reach | None:
        """What the value now shown can rest on, by the code of the session; None outside one."""
        if self._shell is None:
            return None
        names: dict[str, object] = self._shell.user_ns
        cells = [str(code) for code in names.get("In", ())]  # type: ignore[attr-defined]
        if self._cell is not None and self._shell.history_manager.input_hist_raw[-1] != self._cell:
            return Reach.ILLUSTRATIVE  # a cell that is not in the session's history
        return reach_of_shown(cells, names)


_installed: Faces | None = None


def current_faces() -> Faces | None:
    """The faces of the edition that was opened last in this kernel."""
    return _installed


def install_faces(edition: Edition) -> None:
    """Show ordinary outputs of this kernel in the words, units and marks of `edition`; nothing outside IPython."""
    global _installed
    shell = _running_shell()
    if shell is None:
        return
    _installed = faces = Faces(edition, shell)

    def bundle(shown: object) -> dict[str, object] | None:
        piece = faces.face(shown)
        return None if piece is None else piece._repr_mimebundle_()

    def display_figure(figure: Any) -> None:
        """Plotly shows its figures itself, before any other way is tried."""
        from IPython.display import display

        piece = faces.face(figure)
        model = {PLOTLY_MIME: json.loads(figure.to_json())}
        data = {"text/plain": repr(type(figure))} if piece is None else piece._repr_mimebundle_()
        display({**data, **model}, raw=True)  # type: ignore[no-untyped-call]

    formatters = shell.display_formatter
    _tell_reach(formatters, faces)
    for kind in (pd.DataFrame, pd.Series, int, float, np.integer, np.floating, np.bool_, str):
        formatters.mimebundle_formatter.for_type(kind, bundle)
    formatters.mimebundle_formatter.for_type_by_name("matplotlib.figure", "Figure", bundle)
    formatters.ipython_display_formatter.for_type_by_name("plotly.basedatatypes", "BaseFigure", display_figure)
    shell.config.InlineBackend.figure_formats = set()  # the SVG of the face is enough
    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")  # for figure.show(); looking for a browser takes long
    _draw_in_house_style(shell)


def _draw_in_house_style(shell: Any) -> None:
    """Settle matplotlib's settings before the first cell that may draw; importing it takes a while, and few do."""

    def settle(info: Any) -> None:
        if _DRAWS.search(str(info.raw_cell)):
            shell.events.unregister("pre_run_cell", settle)
            use_house_settings()

    cells = shell.user_ns.get("In", [""])
    if _DRAWS.search(str(cells[-1])):  # the cell that opens the edition
        use_house_settings()
    else:
        shell.events.register("pre_run_cell", settle)


def _tell_reach(formatters: Any, faces: Faces) -> None:
    """Let every other output (a great_tables table, Markdown, …) say it where it rests on published figures alone."""
    plain = getattr(formatters.format, "plain", formatters.format)

    def format(shown: object, include: object = None, exclude: object = None) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = plain(shown, include=include, exclude=exclude)
        if data and PIECE_MIME not in data and faces.reach() is Reach.OFFICIAL:
            metadata = {**metadata, _METADATA: {"illustrative": False}}
        return data, metadata

    format.plain = plain  # type: ignore[attr-defined]
    formatters.format = format


def rests_on_published(metadata: Mapping[str, Any]) -> bool:
    """Whether the kernel said of an output that it rests on published figures alone."""
    said = metadata.get(_METADATA)
    return isinstance(said, Mapping) and said.get("illustrative") is False


def _running_shell() -> Any:
    """The running IPython shell; None in a plain interpreter. IPython is not imported to find that out."""
    ipython = sys.modules.get("IPython")
    get: Callable[[], Any] | None = getattr(ipython, "get_ipython", None)
    return get() if get else None
