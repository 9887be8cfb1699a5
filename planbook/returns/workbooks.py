"""Workbooks as people have them: every sheet as rows of cells, each known by file, sheet and address.

python-calamine reads xlsx, xls, ods, and WPS's et; openpyxl says of xlsx which cells are shown in per cent, where 42 %
is held as 0.42, and which hold the error of a formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from planbook.errors import Problem
from planbook.load.limits import too_large

__all__ = ["Look", "cell_name", "looks_of", "plain", "read_grids"]


def read_grids(path: Path) -> dict[str, list[list[object]]] | Problem:
    """The cells of every sheet by its name, or why the file cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if not path.is_file():
        return Problem(path.name, "the workbook is missing", "no file", "a workbook", "correct the path")
    if (large := too_large(path, path.name)) is not None:
        return large
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return {
                name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
                for name in book.sheet_names
            }
    except PasswordError:
        fix = "save it without a password"
        return Problem(path.name, "the workbook is locked", "a password", "a workbook that opens", fix)
    except (CalamineError, OSError, ValueError) as error:
        fix = "save it again as an Excel workbook (xlsx)"
        found = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        return Problem(path.name, "the workbook cannot be read", found, "a workbook of Excel or WPS", fix)


def cell_name(file: str, sheet: str, line: int, column: int) -> str:
    """A cell as people name it, `民政局.xlsx 指标!D14`; line and column counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{file} {sheet}!{letters}{line + 1}"


def plain(number: float) -> str:
    """A number as people write it: what binary fractions add is left out."""
    text = f"{number:.12g}"
    return text if "e" not in text else f"{number:.6f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Look:
    """How cells of a sheet look in Excel, counted from 0: shown in per cent, and the errors of formulas."""

    per_cent: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


def looks_of(path: Path) -> dict[str, Look]:
    """The looks of each sheet of an xlsx file; of other formats nothing is known."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return {}
    import openpyxl

    looks = {}
    for page in openpyxl.load_workbook(path, data_only=True).worksheets:
        cells = {
            (cell.row - 1, cell.column - 1): cell for row in page.iter_rows() for cell in row if cell.value is not None
        }
        looks[page.title] = Look(
            frozenset(
                place
                for place, cell in cells.items()
                if "%" in str(cell.number_format) and isinstance(cell.value, int | float)
            ),
            {place: str(cell.value) for place, cell in cells.items() if cell.data_type == "e"},
        )
    return looks
