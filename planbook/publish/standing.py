"""Whether an edition stands as it would be made again: then nothing is done.

After a build it is noted what the edition was made of and how its files stand. A file of either that has changed, in
whatever way, makes the next build go through everything; what of it is made anew is then decided piece by piece
(`reuse`, `run.remembered`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

from planbook.paths import stamp_of
from planbook.publish.manifest import MANIFEST, published_editions, versions
from planbook.publish.request import PublishedEdition, PublishRequest, publisher_name
from planbook.run.state import digest_of, fingerprint
from planbook.run.store import Store

__all__ = ["made_of", "note_standing", "still_standing"]

_KIND = "editions"


def made_of(request: PublishRequest, only: Sequence[str]) -> str:
    """A digest of all that the edition is made of: what is asked for, every file that is read, what it is made by."""
    project = request.project
    folders = [request.data_dir, request.params_dir, project.notebooks, project.site_sources, project.extension]
    others = {
        str(one.name): [{language: dict(pages) for language, pages in one.pages.items()}, one.title, one.kind]
        for one in published_editions(request.site)
        if one.name != request.name
    }
    asked = {field.name: getattr(request, field.name) for field in fields(request)}
    for name in ("project", "publisher", "workers", "force"):
        del asked[name]
    return digest_of(
        [
            asked,
            list(only),
            publisher_name(request.publisher),
            fingerprint(*(folder for folder in folders if folder.is_dir())),
            fingerprint(Path(__file__).resolve().parents[1]),
            (project.root / "_quarto.yml").read_bytes(),
            versions(),
            others,
        ]
    )


def note_standing(
    request: PublishRequest, only: Sequence[str], was_made_of: str, edition: PublishedEdition, said: Sequence[str]
) -> None:
    """Note that the edition was made of `was_made_of`, and how its files stand; `said` is what the check remarked."""
    noted = {
        "made_of": was_made_of,
        "stands": _files(request),
        "edition": {**asdict(edition), "folder": str(edition.folder), "verdict_counts": dict(edition.verdict_counts)},
        "said": list(said),
    }
    _store(request).put(_KIND, _identity(request, only), json.dumps(noted, ensure_ascii=False).encode())


def still_standing(
    request: PublishRequest, only: Sequence[str], is_made_of: str
) -> tuple[PublishedEdition, list[str]] | None:
    """The edition and what its check remarked, where nothing of it has changed; None where it is to be made."""
    kept = _store(request).get(_KIND, _identity(request, only))
    if request.force or kept is None or not (request.place / MANIFEST).is_file():
        return None
    noted = json.loads(kept)
    if (noted["made_of"], noted["stands"]) != (is_made_of, _files(request)):
        return None
    about = noted["edition"]
    edition = PublishedEdition(**{**about, "folder": request.place, "reports": tuple(about["reports"])})
    return edition, noted["said"]


def _files(request: PublishRequest) -> str:
    """How everything stands that a build writes: the edition, the page of all editions, the Quarto project."""
    top = [path for path in request.site.glob("*") if path.is_file() and not path.name.startswith(".")]
    project = request.quarto_project
    stamp = stamp_of(request.place, *sorted(top), *([project] if project.is_dir() else []))
    # Fonts are links to those of the environment: what any other build links or lets go shows in when they changed.
    fonts = f"{project.as_posix()}/_extensions/planbook/fonts/"
    return digest_of([entry[:-1] if entry[0].startswith(fonts) else entry for entry in stamp])


def _identity(request: PublishRequest, only: Sequence[str]) -> str:
    return json.dumps([str(request.place), list(request.languages), list(request.formats), list(only)])


def _store(request: PublishRequest) -> Store:
    return Store(request.project.build / "cache")
