"""One edition as a task: what a worker is handed, how it builds it apart, and what it sends back.

The worker starts a process of its own for each edition. Whatever an edition leaves behind (memory, kernels, the folder
papermill moved to) goes with it, and the process ends when the worker does.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from planbook.paths import Project, find_project
from planbook.publish import versions

__all__ = ["EditionBuilt", "EditionFailed", "EditionTask", "build_task", "pack_folder", "project_fingerprint"]

ALONE = "planbook.cli.alone"  # the module that builds one edition and nothing else
_PACKED_ALREADY = {".gz", ".pdf", ".png", ".xlsx", ".zip", ".docx", ".pf_index", ".pf_fragment", ".pf_meta", ".woff2"}
_OTHER_PACKAGE, _SAID = "other_package", 4000


@dataclass(frozen=True)
class EditionTask:
    """One edition to build.

    Attributes
    ----------
    plan : the plan's address on the site.
    data : its folder, packed.
    jobs : notebooks at once.
    fingerprint : of the project and the versions that the edition is to be built with.
    assets : from the edition's folder to the assets that all share, "" where it has its own.
    store : where the archive is written, "" to send it back.
    """

    plan: str
    year: str
    data: bytes
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    publisher: str
    official_only: bool
    jobs: int
    fingerprint: str
    assets: str = ""
    store: str = ""

    @property
    def name(self) -> str:
        return f"{self.plan} {self.year}"


@dataclass(frozen=True)
class EditionBuilt:
    """An edition that was built: its archive, or the address it was written to."""

    plan: str
    year: str
    seconds: float
    archive: bytes = b""
    address: str = ""

    def read(self) -> bytes:
        """The archive, from wherever it is."""
        if not self.address:
            return self.archive
        import fsspec

        with fsspec.open(self.address, "rb") as file:
            return bytes(file.read())


@dataclass(frozen=True)
class EditionFailed:
    """An edition that could not be built: `code` is the exit code of the build, `said` what it said."""

    plan: str
    year: str
    seconds: float
    code: int
    said: str

    @property
    def other_package(self) -> bool:
        """Whether nothing was built, because the worker has another Planbook than was asked for."""
        return self.said.startswith(_OTHER_PACKAGE)


def project_fingerprint(project: Project) -> str:
    """sha256 over the package, notebooks, words and templates, and the versions of what makes editions."""
    package = Path(__file__).resolve().parents[1]
    made_with = json.dumps(versions(), sort_keys=True)
    digest = hashlib.sha256(made_with.encode())
    for folder in (package, project.notebooks, project.site_sources, project.extension, project.params):
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build_task(task: EditionTask) -> EditionBuilt | EditionFailed:
    """Build an edition; runs on a worker.

    What is wrong with the edition is returned, since building it again would fail again. What is wrong with the
    machine (no room, no process) is raised, and tried again elsewhere.
    """
    started = time.monotonic()
    project = find_project(Path(__file__).parent)
    mine = project_fingerprint(project)
    if mine != task.fingerprint:
        said = f"{_OTHER_PACKAGE}: the worker has {mine[:12]} in {project.root}, asked for is {task.fingerprint[:12]}"
        return EditionFailed(task.plan, task.year, 0.0, 2, said)
    with tempfile.TemporaryDirectory(prefix="pb-edition-") as scratch:
        data, site = Path(scratch, "data"), Path(scratch, "site")
        with zipfile.ZipFile(io.BytesIO(task.data)) as packed:
            packed.extractall(data)
        asked = {
            name: value for name, value in asdict(task).items() if name not in ("data", "plan", "fingerprint", "store")
        }
        code, said = _run_alone(project, asked | {"data": str(data), "site": str(site)})
        seconds, said = time.monotonic() - started, said.replace(str(data), task.plan)  # as people know the plan
        if code:
            return EditionFailed(task.plan, task.year, seconds, code, said[-_SAID:])
        archive = pack_folder(site / task.year)
    if not task.store:
        return EditionBuilt(task.plan, task.year, time.monotonic() - started, archive)
    import fsspec

    address = f"{task.store.rstrip('/')}/{task.plan}-{task.year}-{hashlib.sha256(archive).hexdigest()[:16]}.zip"
    with fsspec.open(address, "wb") as file:
        file.write(archive)
    return EditionBuilt(task.plan, task.year, time.monotonic() - started, address=address)


def _run_alone(project: Project, asked: dict[str, object]) -> tuple[int, str]:
    """Build in a process that ends with this one: its standard input closes then. Its exit code, and what it said."""
    command = [sys.executable, "-m", ALONE, json.dumps(asked)]
    with subprocess.Popen(
        command,
        cwd=project.root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        said = process.stdout.read()
        code = process.wait()
    return code, said


def pack_folder(folder: Path, files: Iterable[Path] | None = None) -> bytes:
    """The files of a folder as a zip, the same bytes every time; what is packed already is not packed again."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for path in sorted(path for path in files or folder.rglob("*") if path.is_file()):
            kind = zipfile.ZIP_STORED if path.suffix in _PACKED_ALREADY else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes(), kind)
    return held.getvalue()
