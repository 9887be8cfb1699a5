"""What publishing makes is taken over from earlier builds where it is made of the same: pages, pictures, reports.

A thing is known by the digest of all it is made of, with the package's code and the versions of what it is made by; so
nothing has to be declared, and what differs in one byte is made anew.
"""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from planbook.publish.manifest import versions
from planbook.run.state import digest_of, fingerprint
from planbook.run.store import Store

__all__ = ["Reuse"]

Key = TypeVar("Key", bound=Hashable)


class Reuse:
    """Things made, by their kind and what they are made of.

    Parameters
    ----------
    store : where they are kept; None to keep nothing.
    fresh : make everything anew, and keep that.

    Attributes
    ----------
    made, taken : how many of each kind were made, and taken over.
    """

    def __init__(self, store: Store | None = None, fresh: bool = False) -> None:
        self._store, self._fresh = store, fresh
        self.made: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()

    def of(self, kind: str, made_of: object, make: Callable[[], bytes]) -> bytes:
        """The thing of that kind that is made of `made_of` (values that have a digest)."""
        return self.each(kind, [made_of], lambda _: [make()])[0]

    def each(self, kind: str, made_of: Sequence[object], make: Callable[[list[int]], Sequence[bytes]]) -> list[bytes]:
        """The things made of each of `made_of`; `make` is asked once, for the positions of those that are not known."""
        keys = [f"{_code()} {digest_of(one)}" for one in made_of]
        found = [None if self._fresh or self._store is None else self._store.get(kind, key) for key in keys]
        missing = [position for position, value in enumerate(found) if value is None]
        for position, value in zip(missing, make(missing) if missing else (), strict=True):
            found[position] = value
            if self._store is not None:
                self._store.put(kind, keys[position], value)
        self.made[kind] += len(missing)
        self.taken[kind] += len(keys) - len(missing)
        return [value for value in found if value is not None]

    def files(self, kind: str, made_of: object, folder: Path, write: Callable[[Path], None]) -> None:
        """Put below `folder` the files that are made of `made_of`; `write` writes them below the folder it is given."""

        def make() -> bytes:
            with tempfile.TemporaryDirectory() as scratch:
                write(Path(scratch))
                held = io.BytesIO()
                with tarfile.open(fileobj=held, mode="w") as archive:
                    archive.add(scratch, arcname=".")
                return held.getvalue()

        with tarfile.open(fileobj=io.BytesIO(self.of(kind, made_of, make))) as archive:
            archive.extractall(folder, filter="data")

    def said(self) -> str:
        """What was made and taken over, for people: `74 pages made; 40 drawings made, 34 taken over`."""
        parts = []
        for kind in sorted(self.made | self.taken):
            counts = ((self.made[kind], "made"), (self.taken[kind], "taken over"))
            parts.append(f"{kind}: " + ", ".join(f"{count} {done}" for count, done in counts if count))
        return "; ".join(parts)


@lru_cache(maxsize=1)
def _code() -> str:
    return digest_of([fingerprint(Path(__file__).resolve().parents[1]), versions()])
