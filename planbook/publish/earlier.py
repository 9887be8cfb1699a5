"""What stands at an edition's place before a build, and what of it may stay.

A build of one language, of some chapters or of one format leaves the rest as published before. The rest may stay only
if it was made of the same plan, data and parameters: otherwise one edition would tell two stories, and its manifest
would vouch for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from planbook.errors import InputError, Problem
from planbook.model import EditionName, Plan
from planbook.publish.folders import restore_place
from planbook.publish.manifest import MANIFEST, Manifest, checksums, read_manifest
from planbook.publish.request import HANDOUTS, PublishRequest

__all__ = ["EarlierEdition", "examine_place"]

_FIGURES = (".csv", ".yml", ".yaml", ".json")


@dataclass(frozen=True)
class EarlierEdition:
    """What was found at an edition's place.

    Attributes
    ----------
    kept : the manifest of the edition of which a part stays; None where everything is made anew.
    changed : inputs other than figures (notebooks, frame, package) that changed since `kept` was made.
    remarks : what a user should know of it, a line each.
    """

    kept: Manifest | None = None
    changed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def examine_place(request: PublishRequest, plan: Plan) -> EarlierEdition:
    """Look at what stands where the edition of `plan` is to go; nothing of it is changed.

    What a killed build had put aside is put back first.

    Raises
    ------
    InputError
        When something stands there that Planbook did not write, or when pages would stay that were made of another
        plan, other data or parameters, or with illustrative figures treated otherwise.
    """
    restore_place(request.place)
    found = read_manifest(request.place)
    if found is None:
        _require_free(request.place)
        return EarlierEdition()
    if request.is_whole:
        return EarlierEdition()
    now = checksums(request.inputs)
    differences = list(_differences(found, request, plan, now))
    if differences and _pages_stay(found, request):
        raise InputError([_mixed(request, differences)])
    if differences:
        reports = sorted(
            name for name in found.outputs if name.startswith(("report-", *(f"{stem}-" for stem in HANDOUTS)))
        )
        left_out = [f"{name} is left out: it was made of other data; build it again" for name in reports]
        return EarlierEdition(remarks=tuple(left_out))
    changed = tuple(sorted(name for name in {**found.inputs, **now} if found.inputs.get(name) != now.get(name)))
    remarks = (_EARLIER,) if changed else ()
    return EarlierEdition(found, tuple(sorted({*changed, *found.kept_before})), remarks)


_EARLIER = (
    "what is not made anew stays as an earlier version of the notebooks, the frame or the package made it; "
    "build the whole edition before it is handed out"
)


def _require_free(place: Path) -> None:
    if place.is_file() or (place.is_dir() and any(place.iterdir())):
        raise InputError(
            [
                Problem(
                    file="--out",
                    what="the edition would take the place of something else",
                    found=f"{place} without a {MANIFEST} of Planbook's",
                    expected="no such folder, or an edition made before",
                    fix="give --out another folder, or move what lies there away",
                )
            ]
        )


def _differences(
    found: Manifest, request: PublishRequest, plan: Plan, now: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """(what is published, what would be made) wherever the two tell of different figures."""
    if found.plan.id != plan.id:
        yield f"plan {found.plan.id or 'unknown'}", f"plan {plan.id}"
    if found.official_only != request.official_only:
        with_all, without = "illustrative figures", "official figures only"
        yield (without, with_all) if found.official_only else (with_all, without)
    before, after = _figures(found.inputs, request.name), _figures(now, request.name)
    changed = sorted(name for name in before | after if before.get(name) != after.get(name))
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        yield f"pages made before {', '.join(changed[:3])}{more} changed", "pages made of the files as they are"


def _figures(inputs: Mapping[str, str], edition: EditionName) -> dict[str, str]:
    """The files that figures and texts come from; those of later years say nothing in an edition."""
    return {
        name: checksum
        for name, checksum in inputs.items()
        if name.startswith(("data/", "params/")) and name.endswith(_FIGURES) and not _is_later(name, edition)
    }


def _is_later(name: str, edition: EditionName) -> bool:
    stem = PurePosixPath(name).stem
    return EditionName.fits(stem) and not edition.reads(EditionName.of(stem))


def _pages_stay(found: Manifest, request: PublishRequest) -> bool:
    others = any(pages for language, pages in found.pages.items() if language not in request.languages)
    return others or request.some_chapters or "html" not in request.formats


def _mixed(request: PublishRequest, differences: list[tuple[str, str]]) -> Problem:
    return Problem(
        file="command line",
        what=f"a part of the edition in {request.place} would stay that does not go with the rest",
        found="; ".join(published for published, _ in differences),
        expected="; ".join(made for _, made in differences),
        fix="build the whole edition (without --only, --lang and --format), or give --out another folder",
    )
