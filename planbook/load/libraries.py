"""Imports that would take longer than the checks they serve."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import cast

__all__ = ["import_jsonschema", "import_nbformat"]

_GRAMMARS = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import jsonschema, which nbformat rests on, without the grammars of RFC 3987.

    Where Jupyter is installed, importing jsonschema builds 38 grammars for fields of format `iri`: about a second, half
    of a whole check. No schema of a notebook has such a field, and jsonschema does without the
    grammars wherever their package is not installed; so it is kept out of sight while jsonschema is imported.
    """
    if "jsonschema" in sys.modules or _GRAMMARS in sys.modules:
        return
    cast(dict[str, ModuleType | None], sys.modules)[_GRAMMARS] = None
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[_GRAMMARS]


def import_nbformat() -> ModuleType:
    """Import nbformat, and jsonschema without the grammars."""
    import_jsonschema()
    return importlib.import_module("nbformat")
