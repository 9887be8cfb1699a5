"""One build under way: what every step of publishing is handed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planbook.model import Inputs
from planbook.present.edition import Edition, open_edition
from planbook.publish.earlier import EarlierEdition
from planbook.publish.pages import Page
from planbook.publish.request import ProgressDisplay, PublishRequest
from planbook.publish.reuse import Reuse
from planbook.run import reading_order
from planbook.run.store import Store

__all__ = ["EditionPages", "Work", "begin_work"]


@dataclass(frozen=True)
class Work:
    """What a build is asked for, what it knows, and where it puts things.

    Attributes
    ----------
    editions : by language, those that are made.
    order : addresses of the chapters and of the pages that support them, as the menu lists them.
    between : a folder for what lies between.
    made : the folder that becomes the edition.
    reuse : what earlier builds made.
    """

    request: PublishRequest
    inputs: Inputs
    earlier: EarlierEdition
    progress: ProgressDisplay
    editions: Mapping[str, Edition]
    order: tuple[str, ...]
    between: Path
    made: Path
    reuse: Reuse = field(default_factory=Reuse)

    @property
    def edition(self) -> Edition:
        """The edition in the first of its languages, for what is the same in all."""
        return next(iter(self.editions.values()))


@dataclass(frozen=True)
class EditionPages:
    """The pages of an edition.

    Attributes
    ----------
    new : language → those made now.
    titles : language → address → title, of those that stay as well.
    is_partial : whether only some pages are asked for, and the others are not there from before either.
    """

    new: Mapping[str, Sequence[Page]]
    titles: Mapping[str, Mapping[str, str]]
    is_partial: bool

    def __iter__(self) -> Iterator[Page]:
        return (page for pages in self.new.values() for page in pages)

    def __len__(self) -> int:
        return sum(map(len, self.new.values()))


def begin_work(
    request: PublishRequest, inputs: Inputs, earlier: EarlierEdition, folder: Path, progress: ProgressDisplay
) -> Work:
    """Open the edition in each language; everything is put together below `folder`."""
    editions = {
        language: open_edition(request.name, language, request.data_dir, request.params_dir, request.official_only)
        for language in request.languages
    }
    order = reading_order(request.project, inputs, request.data_dir)
    reuse = Reuse(Store(request.project.build / "cache"), fresh=request.force)
    return Work(request, inputs, earlier, progress, editions, order, folder, folder / "edition", reuse)
