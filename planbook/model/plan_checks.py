"""Checks of the plan against itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = [
    "NamedFigure",
    "PlanCheck",
    "PlanRelation",
]


class PlanRelation(StrEnum):
    """How the two sides of a check of the plan should stand to each other."""

    EQUAL = "equal"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE = "more"
    LESS = "less"
    BESIDE = "beside"  # only shown side by side: the two are not strictly comparable


@dataclass(frozen=True)
class NamedFigure:
    """A figure of a check of the plan, under the name that its arithmetic uses.

    `what` says where it stands (`i03.baseline`, `t4-3-1-07.target`, `a1-2-01.start`, `series:area:year`) or, where
    `computed`, the arithmetic over the figures named before it. `unit_id` of a computed one; "" for a plain number.
    """

    name: str
    what: str
    computed: bool
    unit_id: str = ""


@dataclass(frozen=True)
class PlanCheck(Noun):
    """Two figures that ought to agree, as the plan's data declare it.

    `left` and `right` are arithmetic over `figures`, in `unit_id`; `tolerance` in the same unit. The texts are
    templates: `{left}`, `{right}`, `{difference}`, each figure by its name and its year as `{name_year}`. `agrees` is
    also what is said where the relation is `beside`.
    """

    id: str
    title: Text
    figures: tuple[NamedFigure, ...]
    left: str
    relation: PlanRelation
    right: str
    tolerance: float
    unit_id: str
    agrees: Text
    differs: Text
