"""What a kernel's run reads, written down while it reads: what its edition hands out, and the files it opens itself.

Python says of every file that is opened who opens it (an audit hook), whichever library does. What belongs to Python
and the locked packages is not noted, nor what Jupyter keeps for itself. Code that starts another program may read
anything, and so everything counts as read.
"""

from __future__ import annotations

import importlib.util
import json
import os
import site
import sys
from collections.abc import Callable
from pathlib import Path

from planbook.present.reads import Reads, note_reads

__all__ = ["EVERYTHING", "file_name", "folder_name", "note_run", "read_notes"]

EVERYTHING = "everything[()]"
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"})
_SYSTEM = ("/proc", "/sys", "/dev", "/etc", "/lib", "/usr/lib", "/usr/share", "/usr/local/lib")
_MADE_NEW = os.O_EXCL | os.O_TRUNC  # what stood in such a file before is not read
_IMPORTS = "<frozen importlib._bootstrap_external>"


def file_name(path: str) -> str:
    """How `reads` name the contents of a file."""
    return f"file[{path!r},]"


def folder_name(path: str) -> str:
    """How `reads` name which files a folder holds."""
    return f"folder[{path!r},]"


def note_run(notes: Path) -> None:
    """From now on write into `notes`, a line each, the names of what this process reads."""
    written = notes.open("a", encoding="utf-8", buffering=1)

    def tell(name: str) -> None:
        written.write(json.dumps(name) + "\n")

    reads = Reads(tell)
    note_reads(reads)
    sys.addaudithook(_hook(reads, notes.parent))


def read_notes(notes: Path) -> frozenset[str] | None:
    """What `note_run` wrote; None where nobody noted anything."""
    if not notes.is_file():
        return None
    return frozenset(json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines())


def _hook(reads: Reads, scratch: Path) -> Callable[[str, tuple[object, ...]], None]:
    passed_over = tuple(f"{folder.rstrip('/')}/" for folder in (*_SYSTEM, *_libraries(), str(scratch)))

    def note(kind: Callable[[str], str], path: object) -> None:
        if isinstance(path, int):
            return  # a file that is open already
        place = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]  # a path, as the event's documentation says
        if place.endswith(".pyc"):
            try:
                place = importlib.util.source_from_cache(place)  # what it is made of is what counts
            except ValueError:
                return
        if not f"{place}/".startswith(passed_over):
            reads.note(kind(place))

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        try:
            if event == "open":
                path, _, flags = arguments
                if not isinstance(flags, int) or not (flags & os.O_ACCMODE == os.O_WRONLY or flags & _MADE_NEW):
                    note(file_name, path)
            elif event == "sqlite3.connect":
                note(file_name, arguments[0])
            elif event in ("os.listdir", "os.scandir"):
                # Imports look through folders too; what they find there they open.
                if sys._getframe(1).f_code.co_filename != _IMPORTS:
                    note(folder_name, "." if arguments[0] is None else arguments[0])
            elif event in _PROGRAMS:
                reads.note(EVERYTHING)
        except Exception:  # an error here would be one of the code that opens the file
            reads.note(EVERYTHING)

    return hook


def _libraries() -> list[str]:
    """Where Python, its packages, this one and Jupyter's own files are: part of every key, or of none."""
    home = Path.home()
    own = [Path(__file__).resolve().parents[1], *(home / name for name in (".ipython", ".jupyter", ".cache"))]
    return [sys.prefix, sys.base_prefix, sys.exec_prefix, site.getusersitepackages(), *map(str, own)]
