"""What an edition opens, loaded and judged once: in a process, and in those forked from it.

A build runs some seventy notebooks and publishes what they show, and each of them opens the same edition. What was
opened is handed out again as long as the files it came from are as they were; every caller gets frames and mappings of
its own, so that a notebook that changes one changes it for itself alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd

from planbook.assess import assess_all
from planbook.load import load_inputs
from planbook.model import Assessment, EditionName, Inputs
from planbook.paths import Stamp, stamp_of

__all__ = ["Opened", "open_once"]

_KEPT = 4  # editions at a time: notebooks look back on earlier years, a portfolio goes from plan to plan


@dataclass(frozen=True)
class Opened:
    """What is known and judged of one edition, whatever the language.

    Attributes
    ----------
    previous_inputs, previous : of the edition a year before; None in the plan's first year.
    found : what else was computed of it, by its name in `Edition`; filled in by whoever opens it with `find`.
    """

    inputs: Inputs
    assessments: dict[str, Assessment]
    previous_inputs: Inputs | None
    previous: dict[str, Assessment] | None
    found: dict[str, object]

    def handed_out(self) -> Opened:
        """The same in frames and mappings that nobody else has."""
        return Opened(
            _own(self.inputs),
            dict(self.assessments),
            None if self.previous_inputs is None else _own(self.previous_inputs),
            None if self.previous is None else dict(self.previous),
            dict(self.found),
        )


_Key = tuple[EditionName, Path, Path, bool]
_opened: dict[_Key, tuple[Stamp, Opened]] = {}


def open_once(
    year: int | str | EditionName,
    data: Path,
    params: Path,
    official_only: bool,
    load: Callable[[EditionName, Path, Path, bool], Inputs] = load_inputs,
    find: Callable[[Opened], Mapping[str, object]] | None = None,
) -> Opened:
    """The edition of `year`, opened unless this process, or the one it was forked from, has it open already.

    Parameters
    ----------
    data, params : absolute; where any file below them has changed since, the edition is opened afresh.
    load : how the edition's inputs are loaded.
    find : computes what else is to be kept of it, by its name in `Edition`; asked once.

    Raises
    ------
    InputError
        When the data or parameters are wrong, with every problem.
    """
    name = EditionName.of(year)
    key, stamp = (name, data, params, official_only), stamp_of(data, params)
    kept = _opened.pop(key, None)
    if kept is None or kept[0] != stamp:
        inputs = load(name, data, params, official_only)
        before = name.year > inputs.plan.period.first_year
        previous = load_inputs(name.year - 1, data, params, official_only) if before else None
        kept = (
            stamp,
            Opened(inputs, assess_all(inputs), previous, None if previous is None else assess_all(previous), {}),
        )
    _opened[key] = kept  # the last used stands last
    while len(_opened) > _KEPT:
        del _opened[next(iter(_opened))]
    if find is not None and not kept[1].found:
        kept[1].found.update(find(kept[1]))
    return kept[1].handed_out()


def _own(inputs: Inputs) -> Inputs:
    """Frames share their memory until one is written to (pandas' copy-on-write), so this costs next to nothing.

    What was made of the frames for looking up goes along.
    """
    own: dict[str, Any] = {
        field.name: value.copy(deep=False) if isinstance(value, pd.DataFrame) else dict(value)
        for field in fields(inputs)
        for value in [getattr(inputs, field.name)]
        if isinstance(value, (pd.DataFrame, dict))
    }
    made = replace(inputs, **own)
    vars(made).update({name: value for name, value in vars(inputs).items() if name not in vars(made)})
    return made
