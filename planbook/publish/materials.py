"""What an edition is made of that others wrote: a CycloneDX bill of materials, and licences to read.

Two kinds are told apart. What is *shipped* lies in the edition itself (Plotly.js, Pagefind's search, the fonts in its
PDFs) and has scope `required`; what only *made* it (Python packages) has scope `excluded`.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from planbook import __version__
from planbook.paths import find_project
from planbook.publish.folders import write_text
from planbook.publish.fonts import find_fonts
from planbook.publish.typeset import timestamp_of

__all__ = ["BILL", "LICENCES", "PRINT_FONTS", "ShippedPart", "shipped_parts", "write_materials"]

BILL = "bom.cdx.json"
LICENCES = "LICENCES.txt"

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "planbook:bill-of-materials")

# Fonts that the PDFs hold, by what their names begin with: (name to show, licence, file of the wheel or "").
PRINT_FONTS: dict[str, tuple[str, str, str]] = {
    "NotoSerifCJKsc": ("Noto Serif CJK SC", "OFL-1.1", "NotoSerifCJKsc-Regular.otf"),
    "NotoSansCJKsc": ("Noto Sans CJK SC", "OFL-1.1", "NotoSansCJKsc-Regular.otf"),
    "NewCMMath": ("New Computer Modern Math", "GUST Font License 1.0", ""),
    "DejaVuSansMono": ("DejaVu Sans Mono", "Bitstream-Vera", ""),
    "LibertinusSerif": ("Libertinus Serif", "OFL-1.1", ""),
}


@dataclass(frozen=True)
class ShippedPart:
    """Something by others that lies in an edition.

    Attributes
    ----------
    version : "" where its carrier does not say.
    licence : an SPDX identifier, or a name where SPDX has none.
    text : the licence as its wheel brings it, "" where it brings none.
    carried_by : the Python distribution that it came with.
    is_font : whether it lies in the PDFs, as the glyphs that they use.
    """

    name: str
    version: str
    licence: str
    carried_by: str
    text: str = ""
    is_font: bool = False


def shipped_parts() -> tuple[ShippedPart, ...]:
    """What lies in every edition, by name."""
    from plotly.offline import get_plotlyjs_version

    parts = [
        ShippedPart("plotly.js", get_plotlyjs_version(), "MIT", "plotly", _licence_text(distribution("plotly"))),
        ShippedPart("Pagefind", distribution("pagefind").version, "MIT", "pagefind"),
    ]
    for name, licence, file in PRINT_FONTS.values():
        carrier = "mplfonts" if file else "typst"
        version, text = _read_font(find_fonts() / file) if file else ("", "")  # Typst does not say which of its own
        parts.append(ShippedPart(name, version, licence, carrier, text, is_font=True))
    return tuple(sorted(parts, key=lambda part: part.name.casefold()))


def write_materials(edition: Path, published: date) -> None:
    """Write `bom.cdx.json` and `LICENCES.txt` into `edition`; `published` is stamped on the bill."""
    parts = shipped_parts()
    write_text(edition / BILL, f"{_bill(parts, published)}\n")
    write_text(edition / LICENCES, "\n".join(_licence_lines(parts)))


def _bill(parts: Iterable[ShippedPart], published: date) -> str:
    licences = LicenseFactory()
    bom = Bom()
    project = tomllib.loads((find_project(Path(__file__).parent).root / "pyproject.toml").read_text("utf-8"))["project"]
    bom.metadata.timestamp = datetime.fromtimestamp(timestamp_of(published), UTC)
    bom.metadata.component = _component(
        project["name"], __version__, ComponentType.APPLICATION, project["license"], licences
    )
    for part in parts:
        kind = ComponentType.FILE if part.is_font else ComponentType.LIBRARY
        bom.components.add(
            _component(part.name, part.version, kind, part.licence, licences, ComponentScope.REQUIRED, part.carried_by)
        )
    for made in _distributions(project["dependencies"]):
        name = canonicalize_name(made.name)
        bom.components.add(
            _component(
                name,
                made.version,
                ComponentType.LIBRARY,
                _licence_of(made),
                licences,
                ComponentScope.EXCLUDED,
                purl=PackageURL("pypi", None, name, made.version),
            )
        )
    bom.register_dependency(bom.metadata.component, bom.components)
    bom.serial_number = uuid.uuid5(
        _NAMESPACE, "\n".join(f"{component.name} {component.version}" for component in bom.components)
    )
    return JsonV1Dot6(bom).output_as_string(indent=1)


def _component(
    name: str,
    version: str,
    kind: ComponentType,
    licence: str,
    licences: LicenseFactory,
    scope: ComponentScope | None = None,
    carried_by: str = "",
    purl: PackageURL | None = None,
) -> Component:
    found: Iterable[License] = [licences.make_from_string(licence)] if licence else []
    return Component(
        name=name,
        version=version or None,
        type=kind,
        bom_ref=f"{'part' if carried_by else 'package'}:{name}@{version}".rstrip("@"),
        scope=scope,
        licenses=found,
        purl=purl,
        description=f"carried by the Python package {carried_by}" if carried_by else None,
    )


def _distributions(direct: Iterable[str]) -> Iterator[Distribution]:
    """The `direct` requirements in this environment and what they need, by name; extras asked for included."""
    found: dict[str, Distribution] = {}
    needs = [Requirement(line) for line in direct]
    waiting = [(canonicalize_name(need.name), frozenset(need.extras)) for need in needs]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        entry = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        name, extras = entry
        try:
            one = distribution(name)
        except PackageNotFoundError:  # needed on another system only
            continue
        found[canonicalize_name(name)] = one
        for line in one.requires or ():
            needed = Requirement(line)
            marker = needed.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in (extras or {""}) | {""}):
                waiting.append((canonicalize_name(needed.name), frozenset(needed.extras)))
    return (found[name] for name in sorted(found))


def _licence_of(made: Distribution) -> str:
    """The licence a distribution states of itself: as an expression, in a word, or by a classifier; "" for none."""
    stated = made.metadata.json
    said = str(stated.get("license_expression", ""))
    short = str(stated.get("license", "")).strip()
    if not said and short and "\n" not in short and len(short) <= 60:
        said = short
    if not said:
        classifiers = [
            line.rpartition("::")[2].strip()
            for line in made.metadata.get_all("Classifier") or ()
            if line.startswith("License ::")
        ]
        said = next((line for line in classifiers if line != "OSI Approved"), "")
    return said


def _licence_text(made: Distribution) -> str:
    files = [file for file in made.files or () if "licenses/" in file.as_posix() and "dist-info" in file.as_posix()]
    return files[0].read_text().strip() if files else ""


def _read_font(path: Path) -> tuple[str, str]:
    """Version and licence of a font, as the font itself states them."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(path, lazy=True, fontNumber=0) as font:
        names = font["name"]
        version = (names.getDebugName(5) or "").partition(";")[0].removeprefix("Version ").strip()
        return version, names.getDebugName(13) or ""


def _licence_lines(parts: Iterable[ShippedPart]) -> Iterator[str]:
    yield "What this edition holds that others wrote, and under which licence. 本版所含第三方组件及其许可。"
    yield f"What made it stands in {BILL} as well. 编制所用的软件另见 {BILL}。"
    for part in parts:
        yield ""
        yield "-" * 72
        where = "in the PDFs 嵌于 PDF" if part.is_font else "in the pages 用于网页"
        yield " · ".join((f"{part.name} {part.version}".rstrip(), part.licence, where))
        if part.text:
            yield ""
            yield part.text
    yield ""
