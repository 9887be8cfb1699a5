"""How things are now: a digest of whatever a run read, by the name under which it was noted (`present.reads`)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planbook.errors import PlanbookError
from planbook.paths import Stamp, stamp_of
from planbook.present.edition import open_whole
from planbook.present.opened import Opened
from planbook.present.reads import ABSENT, value_of
from planbook.present.words import load_words

__all__ = ["State", "digest_of", "fingerprint"]


def fingerprint(*folders: Path) -> str:
    """sha256 over names and contents of every file below `folders`: changes when anything they hold does."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def digest_of(value: object) -> str:
    """A digest of a value's content: the same in every process, another for whatever could show otherwise.

    The order of a mapping counts, for it is that of the plan (which is why this is not `joblib.hash`).

    Raises
    ------
    TypeError
        When the value holds something of a kind unknown here.
    """
    digest = hashlib.blake2b(digest_size=12)
    _feed(value, lambda text: digest.update(text.encode("utf-8", "surrogatepass")))
    return digest.hexdigest()


_PLAIN = (bool, date, Decimal, Fraction, type(None))


def _feed(value: object, tell: Callable[[str], None]) -> None:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Enum):
        tell(f"{type(value).__name__}.{value.name};")
    elif isinstance(value, str):
        tell(f"text {len(value)}:")
        tell(value)
    elif isinstance(value, bytes):
        tell(f"bytes {hashlib.sha256(value).hexdigest()};")
    elif isinstance(value, _PLAIN):
        tell(f"{value!r};")
    elif isinstance(value, (int, float)):
        tell(f"{type(value).__name__} {value!r};")
    elif isinstance(value, Path):
        tell(f"path {value.as_posix()!r};")
    elif isinstance(value, Mapping):
        tell("{")
        for key, item in value.items():
            _feed(key, tell)
            _feed(item, tell)
        tell("}")
    elif isinstance(value, (list, tuple)):
        tell("[")
        for item in value:
            _feed(item, tell)
        tell("]")
    elif isinstance(value, (set, frozenset)):
        tell("<")
        for one in sorted(map(digest_of, value)):
            tell(one)
        tell(">")
    elif is_dataclass(value) and not isinstance(value, type):
        tell(f"{type(value).__name__}(")
        for field in fields(value):
            if field.compare:  # two nouns are equal wherever in the files they were read
                _feed(getattr(value, field.name), tell)
        tell(")")
    elif isinstance(value, pd.DataFrame):
        tell(f"frame {[str(kind) for kind in value.dtypes]!r}")
        _feed(value.to_dict("list"), tell)
    elif isinstance(value, np.ndarray):
        tell(f"array {value.dtype} {value.shape}")
        _feed(value.tolist(), tell)
    else:
        raise TypeError(f"no digest of a {type(value).__name__}")


class State:
    """The data, words and files of a build as they were when it began.

    Parameters
    ----------
    everything : the folders that count where it is not known what a run read.
    """

    def __init__(self, everything: Iterable[Path]) -> None:
        self._everything = [folder for folder in everything if folder.exists()]
        self._stamp = stamp_of(*self._everything)
        self._digests: dict[str, str] = {}
        self._roots: dict[str, Callable[..., Any]] = {
            "edition": self._edition,
            "words": self._words,
            "file": self._file,
            "folder": self._folder,
            "everything": lambda: fingerprint(*self._everything),
        }
        self._opened: dict[tuple[object, ...], Opened | str] = {}

    def digest(self, name: str) -> str:
        """The digest of what `name` stands for, as it is now."""
        if name not in self._digests:
            self._digests[name] = digest_of(value_of(name, self._roots))
        return self._digests[name]

    @property
    def has_changed(self) -> bool:
        """Whether anything has changed since the build began."""
        return stamp_of(*self._everything) != self._stamp

    @property
    def stamp(self) -> Stamp:
        """What tells this state from a later one while this process lives."""
        return self._stamp

    def _edition(self, year: str, data: str, params: str, official_only: bool) -> Opened | str:
        key = (year, data, params, official_only)
        if key not in self._opened:
            try:
                self._opened[key] = open_whole(year, Path(data), Path(params), official_only)
            except PlanbookError as error:
                self._opened[key] = f"{ABSENT}: {error}"
        return self._opened[key]

    def _words(self, language: str, folder: str, own: str) -> Mapping[str, object] | str:
        try:
            return load_words(language, folder=Path(folder), own=Path(own) if own else None).entries
        except PlanbookError as error:
            return f"{ABSENT}: {error}"

    def _file(self, path: str) -> str:
        try:
            return hashlib.sha256(Path(path).read_bytes()).hexdigest()
        except OSError:
            return ABSENT

    def _folder(self, path: str) -> list[str] | str:
        try:
            return sorted(one.name for one in Path(path).iterdir())
        except OSError:
            return ABSENT
