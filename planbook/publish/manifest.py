"""What an edition was made of and what came out, with checksums: `manifest.json`."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["MANIFEST", "read_manifest", "write_manifest"]

MANIFEST = "manifest.json"
_PACKAGES = (
    "planbook",
    "babel",
    "fonttools",
    "gptables",
    "jinja2",
    "joblib",
    "matplotlib",
    "mplfonts",
    "pagefind",
    "pandas",
    "papermill",
    "plotly",
    "pypandoc_binary",
    "scipy",
    "sdmx1",
    "typst",
)


def _checksums(paths: Iterable[Path], root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}


def write_manifest(edition: Path, inputs: Mapping[str, Path], facts: Mapping[str, object]) -> dict[str, object]:
    """Write `edition/manifest.json`; `inputs` maps a name to each folder or file read, `facts` is added as it is."""
    read: dict[str, str] = {}
    for name, path in sorted(inputs.items()):
        files = (
            [path]
            if path.is_file()
            else [file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
        )
        base = path.parent if path.is_file() else path
        read |= {f"{name}/{file}": checksum for file, checksum in _checksums(files, base).items()}
    made = _checksums((path for path in edition.rglob("*") if path.is_file() and path.name != MANIFEST), edition)
    manifest = {
        **facts,
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in _PACKAGES},
        "inputs": read,
        "outputs": made,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (edition / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return manifest


def read_manifest(edition: Path) -> dict[str, object] | None:
    """The manifest of a published edition; None where there is none."""
    path = edition / MANIFEST
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
