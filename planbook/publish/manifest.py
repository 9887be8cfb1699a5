"""What an edition was made of and what came out, with checksums: `manifest.json`."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from planbook.model import EditionKind, EditionName, Text
from planbook.publish.folders import write_text

__all__ = [
    "MANIFEST",
    "Manifest",
    "PlanIdentity",
    "checksums",
    "outputs_of",
    "published_editions",
    "read_manifest",
    "versions",
    "write_manifest",
]

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


@dataclass(frozen=True)
class PlanIdentity:
    """Which plan an edition is of. `id` is "" in manifests written before ids were recorded."""

    id: str
    title: Text
    document_number: str


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says of an edition.

    Attributes
    ----------
    pages : language → address below the language's folder → title of the page.
    verdicts, outlooks : code of a verdict or an outlook → how many indicators have it.
    headline : the conclusion in each language; None in manifests written before it was recorded.
    parameters : what the edition was judged by: thresholds, cut-off date.
    versions : Python and the packages that made it → version, "" where one is not installed.
    inputs, outputs : file → sha256; inputs are named by what they belong to (`data/…`, `notebooks/…`).
    month : that of an edition in the middle of its year.
    kept : outputs that this build did not make but found, in an edition of the same plan, data and parameters.
    kept_before : inputs that changed after what is kept was made (notebooks, frame, package; never data).
    """

    year: int
    kind: EditionKind
    title: Text
    plan: PlanIdentity
    cut_off: date
    published: date
    has_illustrative: bool
    official_only: bool
    publisher: str
    pages: Mapping[str, Mapping[str, str]]
    verdicts: Mapping[str, int]
    outlooks: Mapping[str, int] = field(default_factory=dict)
    headline: Text | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    kept_before: tuple[str, ...] = ()
    month: int | None = None

    @property
    def name(self) -> EditionName:
        """What the edition is called, and its folder."""
        return EditionName(self.year, self.month)

    def as_json(self) -> str:
        """The text of `manifest.json`."""
        values = {
            **vars(self),
            "kind": self.kind.value,
            "title": vars(self.title),
            "plan": {**vars(self.plan), "title": vars(self.plan.title)},
            "headline": vars(self.headline) if self.headline is not None else None,
            "cut_off": self.cut_off.isoformat(),
            "published": self.published.isoformat(),
        }
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def checksums(named: Mapping[str, Path]) -> dict[str, str]:
    """`<name>/<file>` → sha256 of every file that `named` leads to: a file, or all that lie in a folder."""
    found: dict[str, str] = {}
    for name, path in sorted(named.items()):
        base = path.parent if path.is_file() else path
        files = [path] if path.is_file() else [file for file in path.rglob("*") if "__pycache__" not in file.parts]
        found |= {f"{name}/{file}": checksum for file, checksum in _sha256(files, base).items()}
    return found


def versions() -> dict[str, str]:
    """What makes editions here → its version."""
    return {"python": platform.python_version()} | {name: _version(name) for name in _PACKAGES}


def write_manifest(edition: Path, manifest: Manifest) -> None:
    """Write `edition/manifest.json`."""
    write_text(edition / MANIFEST, manifest.as_json())


def read_manifest(edition: Path) -> Manifest | None:
    """The manifest of a published edition; None where there is none, or one that Planbook did not write."""
    path = edition / MANIFEST
    if not path.is_file():
        return None
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            year=said["year"],
            kind=EditionKind(said["kind"]),
            title=Text(**said["title"]),
            plan=PlanIdentity(
                said["plan"].get("id", ""), Text(**said["plan"]["title"]), said["plan"]["document_number"]
            ),
            cut_off=date.fromisoformat(said["cut_off"]),
            published=date.fromisoformat(said["published"]),
            has_illustrative=said["has_illustrative"],
            official_only=said["official_only"],
            publisher=said["publisher"],
            pages=said["pages"],
            verdicts=said["verdicts"],
            outlooks=said.get("outlooks", {}),
            headline=Text(**said["headline"]) if said.get("headline") else None,
            parameters=said["parameters"],
            versions=said["versions"],
            inputs=said["inputs"],
            outputs=said["outputs"],
            kept=tuple(said.get("kept", ())),
            kept_before=tuple(said.get("kept_before", ())),
            month=said.get("month"),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def published_editions(site: Path) -> list[Manifest]:
    """The manifests of the editions below `site`, by their cut-off date."""
    folders = [folder for folder in site.glob("[0-9][0-9][0-9][0-9]*") if EditionName.fits(folder.name)]
    found = [manifest for folder in folders if (manifest := read_manifest(folder)) is not None]
    return sorted(found, key=lambda manifest: manifest.cut_off)


def outputs_of(edition: Path) -> dict[str, str]:
    """File → sha256 of all that an edition holds but its manifest."""
    return _sha256((path for path in edition.rglob("*") if path.name != MANIFEST), edition)


def _sha256(paths: Iterable[Path], root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
        if path.is_file()
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
