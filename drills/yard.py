"""A copy of the project, a small invented plan in it, and what can be asked after a build: is anything lost or left?

Processes are known by a mark in their environment, which every child inherits (Linux: /proc); temporary files lie in
a folder of the yard's own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 10  # within which all that a build started has to be gone
_COPIED = ("_extensions", "data", "notebooks", "params", "planbook", "site")
_MARK = "PLANBOOK_DRILL"
_SMALL = ROOT / "tests" / "fixtures" / "small_plan"
_OBSERVED = "observations/2023.csv"
_ENDLESS = 1800  # seconds, after which a build is held to hang


@dataclass(frozen=True)
class Line:
    """A line of the table: what was tried, how often, how often it held, and how it went."""

    drill: str
    tried: int
    held: int
    remark: str
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ended:
    """How a build ended: its exit code, what it said, seconds."""

    code: int
    said: str
    seconds: float = 0.0

    @property
    def has_traceback(self) -> bool:
        return "Traceback (most recent call last)" in self.said


@dataclass
class Yard:
    """A copy of the project in `folder`, in which builds are put through something."""

    folder: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __post_init__(self) -> None:
        self.project, self.temporary = self.folder / "project", self.folder / "tmp"
        self.data, self.site = self.project / "small", self.folder / "site"
        for name in _COPIED:
            shutil.copytree(ROOT / name, self.project / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("_quarto.yml", "build.py", "pyproject.toml", "requirements.txt"):
            shutil.copyfile(ROOT / name, self.project / name)
        shutil.copytree(_SMALL, self.data)
        self.temporary.mkdir(parents=True)

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(self.project),
            "TMPDIR": str(self.temporary),
            _MARK: self.mark,
            **(more or {}),
        }

    def command(self, *options: str, site: Path | None = None, data: Path | None = None) -> list[str]:
        return [
            *(sys.executable, "build.py", "--year", "2023", "--publisher", "embedded", "--messages", "en"),
            *("--data", str(data or self.data), "--out", str(site or self.site), *options),
        ]

    def start(
        self,
        *options: str,
        site: Path | None = None,
        data: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*options, site=site, data=data),
            cwd=self.project,
            env=self.environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def build(self, *options: str, **where: object) -> Ended:
        """Build and wait; a build that does not end is stopped and has the code -9."""
        started = time.monotonic()
        with self.start(*options, **where) as process:  # type: ignore[arg-type]
            try:
                said, _ = process.communicate(timeout=_ENDLESS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                said, _ = process.communicate()
        return Ended(process.returncode, said.decode("utf-8", "replace"), time.monotonic() - started)

    def change_a_figure(self, number: int) -> None:
        """Another value of an indicator, so that the next edition is another one."""
        path = self.data / _OBSERVED
        lines = path.read_text(encoding="utf-8").split("\n")
        place = next(n for n, line in enumerate(lines) if line.startswith("i02,2023,"))
        cells = lines[place].split(",")
        cells[2] = str(74 + number % 7)
        lines[place] = ",".join(cells)
        path.write_text("\n".join(lines), encoding="utf-8")

    def processes(self) -> list[int]:
        """The processes that builds of this yard started and that still run."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                with contextlib.suppress(OSError, IndexError):
                    if (
                        f"{_MARK}={self.mark}".encode() in (entry / "environ").read_bytes()
                        and (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
                    ):
                        found.append(int(entry.name))
        return found

    def end_what_is_left(self) -> None:
        for pid in self.processes():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def left_behind(self, swept: bool = True) -> list[str]:
        """What a build left: processes, temporary files, half editions; waits until all is gone, ten seconds at most.

        With `swept` off the folder is allowed that only the next start can remove (after kill -9).
        """
        end = time.monotonic() + SECONDS
        while True:
            left = [f"process {pid} lives" for pid in self.processes()]
            if swept:
                left += [f"temporary {path.name}" for path in self.temporary.iterdir()]
                left += [f"half-made {path.name}" for path in (self.project / "_build").glob("edition-*")]
                left += [f"{path.name} in the site" for path in self.site.glob(".2023.*") if path.is_dir()]
            if not left or time.monotonic() > end:
                return left
            time.sleep(0.2)

    @contextlib.contextmanager
    def other_place(self, name: str) -> Iterator[Path]:
        """A copy of the yard's project below a folder of that name."""
        place = self.folder / name / "project"
        shutil.copytree(self.project, place, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        try:
            yield place
        finally:
            shutil.rmtree(self.folder / name, ignore_errors=True)


def contents(folder: Path) -> dict[str, str]:
    """File → sha256 of all that lies below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def faults_of(edition: Path) -> list[str]:
    """Where an edition is not what its manifest says: files missing, altered or too many."""
    try:
        said = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    except (OSError, ValueError) as error:
        return [f"no manifest: {error}"]
    found = {name: checksum for name, checksum in contents(edition).items() if name != "manifest.json"}
    return sorted(
        f"{name} is not as the manifest says"
        for name in said.keys() | found.keys()
        if said.get(name) != found.get(name)
    )
