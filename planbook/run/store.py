"""What earlier builds made, on disk by key: bytes that can be made again.

Written here and not taken from joblib or diskcache: joblib looks an entry up by the arguments of a call, while these
keys are known only once a run is over, and orders entries by the time a file was last read, which many systems do not
keep; diskcache has not been maintained since 2023 and unpickles what it finds. An entry is a file of its own, written
beside and moved into its place, which begins with the checksum of the rest: whatever a crash leaves half-written is
no entry.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path

__all__ = ["Store"]

_BYTES = 500_000_000
_RECENT = 24 * 60 * 60  # seconds
_CHECKSUM = hashlib.sha256().digest_size


class Store:
    """Entries below `folder`; several builds may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, kind: str, key: str) -> bytes | None:
        """The entry of that kind and key; None where there is none, or not all of it."""
        path = self._path(kind, key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        checksum, value = content[:_CHECKSUM], content[_CHECKSUM:]
        if hashlib.sha256(value).digest() != checksum:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now
        return value

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep `value` under that kind and key. A disk that is full or may not be written to keeps nothing."""
        path = self._path(kind, key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            number, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(hashlib.sha256(value).digest() + value)
                os.replace(beside, path)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise

    def trim(self, limit: int = _BYTES, now: float | None = None) -> None:
        """Remove the entries used longest ago, until the rest takes `limit` bytes or less, and what is half-written.

        What was used within a day stays however much it is: a portfolio of many plans, built one after the other, is
        to find all of itself again.
        """
        now = time.time() if now is None else now
        entries = []
        for path in self._folder.rglob("*"):
            with contextlib.suppress(OSError):
                if path.is_file():
                    about = path.stat()
                    entries.append((about.st_mtime, about.st_size, path))
        for used, _, path in entries:  # beside an entry, by a build that was killed
            if path.name.startswith(".") and now - used > _RECENT:
                path.unlink(missing_ok=True)
        total = sum(size for _, size, _ in entries)
        for used, size, path in sorted(entries):
            if total <= limit or now - used < _RECENT:
                break
            path.unlink(missing_ok=True)
            total -= size

    def _path(self, kind: str, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / kind / name[:2] / name[2:]
