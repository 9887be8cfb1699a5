"""Whether an edition is what its inputs give: it is made again elsewhere, from nothing, and compared byte for byte."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from planbook.cli.build import BuildOptions, build_edition
from planbook.cli.display import Display
from planbook.cli.messages import spoken
from planbook.errors import InputError, Problem, PublishError
from planbook.paths import LANGUAGES
from planbook.publish.manifest import MANIFEST, Manifest, checksums, outputs_of, published_editions, read_manifest

__all__ = ["verify_edition"]

_SHOWN = 80  # characters of a line that differs


def verify_edition(options: BuildOptions, display: Display) -> None:
    """Make the edition that stands at the place of `options` again, in a private folder, and compare byte for byte.

    Languages, formats and publisher are those that the edition was made with.

    Raises
    ------
    InputError
        When no edition of Planbook's stands there.
    PublishError
        When a file differs; each is named.
    """
    place = options.publish_request(None).place
    manifest = read_manifest(place)
    if manifest is None:
        raise InputError([_nothing_there(place)])
    for line in _changed_inputs(options, manifest):
        display.say(line)
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch, "site")
        for other in published_editions(options.site):  # pages lead to the other editions that stand beside it
            if other.name != manifest.name:
                (site / str(other.name)).mkdir(parents=True)
                shutil.copyfile(options.site / str(other.name) / MANIFEST, site / str(other.name) / MANIFEST)
        again = replace(
            options,
            project=replace(options.project, build_folder=Path(scratch, "build")),
            output=site,
            languages=tuple(language for language in LANGUAGES if language in manifest.pages),
            formats=tuple(_formats(manifest)),
            publisher="embedded" if manifest.publisher == "embedded" else "quarto",
            official_only=manifest.official_only,
            remember=False,
        )
        made = build_edition(again, display).folder
        found, wanted = _files(place), _files(made)
        differences = [
            *(spoken(f"{name}: is not as the manifest says") for name in _altered(place, manifest)),
            *_differences(place, made, found, wanted),
        ]
    if differences:
        raise PublishError(
            "\n".join([spoken(f"{len(differences)} differences from what the inputs give:"), *differences])
        )
    display.say(spoken(f"{len(found)} files, each the same bytes as made again from nothing"))


def _files(edition: Path) -> dict[str, str]:
    return {**outputs_of(edition), **checksums({MANIFEST: edition / MANIFEST})}


def _formats(manifest: Manifest) -> Iterator[str]:
    if any(name.endswith(".html") and name.partition("/")[0] in LANGUAGES for name in manifest.outputs):
        yield "html"
    for suffix, stem in (("pdf", "report"), ("docx", "report"), ("pptx", "slides")):
        if any(f"{stem}-{language}.{suffix}" in manifest.outputs for language in LANGUAGES):
            yield suffix


def _changed_inputs(options: BuildOptions, manifest: Manifest) -> Iterator[str]:
    now = checksums(options.publish_request(None).inputs)
    for name in sorted(now.keys() | manifest.inputs.keys()):
        if now.get(name) != manifest.inputs.get(name):
            yield spoken(f"{name} has changed since the edition was made")


def _altered(place: Path, manifest: Manifest) -> list[str]:
    now = outputs_of(place)
    return sorted(name for name in now.keys() | manifest.outputs.keys() if now.get(name) != manifest.outputs.get(name))


def _differences(place: Path, made: Path, found: dict[str, str], wanted: dict[str, str]) -> Iterator[str]:
    for name in sorted(found.keys() | wanted.keys()):
        if name not in wanted:
            yield spoken(f"{name}: stands there and is not made")
        elif name not in found:
            yield spoken(f"{name}: is made and does not stand there")
        elif found[name] != wanted[name]:
            path = MANIFEST if name.startswith(f"{MANIFEST}/") else name
            yield spoken(f"{path}: {_where((place / path).read_bytes(), (made / path).read_bytes())}")


def _where(one: bytes, other: bytes) -> str:
    """Where two contents first differ."""
    try:
        lines = one.decode("utf-8").split("\n"), other.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        shorter = min(len(one), len(other))
        return f"differs from byte {next((n for n in range(shorter) if one[n] != other[n]), shorter)}"
    number = next((n for n, (a, b) in enumerate(zip(*lines, strict=False)) if a != b), min(map(len, lines)))
    shown = [_around(text, lines[1 - at], number) for at, text in enumerate(lines)]
    return f"differs in line {number + 1}: {shown[0]!r}, made again {shown[1]!r}"


def _around(lines: list[str], others: list[str], number: int) -> str:
    line, other = (text[number] if number < len(text) else "" for text in (lines, others))
    start = next((n for n in range(min(len(line), len(other))) if line[n] != other[n]), 0)
    return line[max(0, start - _SHOWN // 2) : start + _SHOWN // 2]


def _nothing_there(place: Path) -> Problem:
    return Problem(
        file="--out",
        what="there is no edition to hold against its inputs",
        found=f"{place} without a {MANIFEST} of Planbook's",
        expected="an edition that was built before",
        fix="build the edition first, or give --out the folder it stands in",
    )
