"""What a download is: who writes its files, and how the list of files and the data package tell of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from planbook.model import Inputs, Text
from planbook.paths import LANGUAGES
from planbook.present.edition import Edition
from planbook.present.words import load_words
from planbook.present.yearbook.contents import build_yearbook
from planbook.present.yearbook.model import Part
from planbook.publish.reuse import Reuse
from planbook.run.state import digest_of

__all__ = ["Download", "DownloadFile", "Fields", "Making", "Resource", "table_schema"]

# Column → type, title, constraints, as a data package describes it.
Fields = Mapping[str, tuple[str, str, Mapping[str, object]]]


@dataclass(frozen=True)
class Resource:
    """How the data package describes a CSV file.

    Attributes
    ----------
    title : what it holds; None where that is the file's own title.
    mark : whether it begins with a byte order mark.
    more : further properties, such as the unit that all figures share.
    """

    name: str
    schema: Mapping[str, object]
    title: Text | None = None
    mark: bool = True
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class DownloadFile:
    """A file to take away.

    Attributes
    ----------
    address : below the edition's folder.
    group : under which heading it is listed (`downloads.group.<group>` in the locales).
    resource : how the data package describes it; None for what is not a table.
    """

    address: str
    title: Text
    group: str
    resource: Resource | None = None


@dataclass(frozen=True)
class Making:
    """What files are made of.

    Attributes
    ----------
    editions : by language, at least one.
    drawings : language → drawing id (`trend-i03`) → SVG.
    made : the folder of the edition.
    reuse : what earlier builds made.
    """

    editions: Mapping[str, Edition]
    drawings: Mapping[str, Mapping[str, str]]
    made: Path
    reuse: Reuse = field(default_factory=Reuse)

    @property
    def edition(self) -> Edition:
        """The edition in the first of its languages, for what is the same in all."""
        return next(iter(self.editions.values()))

    @property
    def inputs(self) -> Inputs:
        return self.edition.inputs

    @cached_property
    def known(self) -> str:
        """A digest of all that files are made of which tell of nothing but the edition: its data and every word."""
        words = [load_words(language).entries for language in LANGUAGES]
        edition = self.edition
        return digest_of([self.inputs, edition.assessments, edition.language, edition.words.entries, words])

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the yearbook."""
        return build_yearbook(self.inputs)


@dataclass(frozen=True)
class Download:
    """Files of one kind: `files` lists them, `write` makes them (None: something else does)."""

    files: Callable[[Making], Iterable[DownloadFile]]
    write: Callable[[Making], None] | None = None


def table_schema(fields: Fields, *key: str, source: str = "source_id") -> dict[str, object]:
    """The schema of a CSV file with `fields`; the column `source`, where it has one, leads to the list of sources."""
    links = [{"fields": source, "reference": {"resource": "sources", "fields": "source_id"}}]
    return {
        "fields": [
            {"name": name, "type": kind, "title": title} | ({"constraints": constraints} if constraints else {})
            for name, (kind, title, constraints) in fields.items()
        ],
        "missingValues": [""],
        "primaryKey": list(key),
        **({"foreignKeys": links} if source in fields and source not in key else {}),
    }
