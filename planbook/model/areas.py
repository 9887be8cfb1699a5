"""The areas that figures are of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = [
    "Area",
    "AreaLevel",
]


class AreaLevel(StrEnum):
    """Administrative levels, declared smallest first."""

    TOWNSHIP = "township"  # 乡级
    COUNTY = "county"  # 县级
    PREFECTURE = "prefecture"  # 地级
    PROVINCE = "province"  # 省级
    COUNTRY = "country"  # 国家


@dataclass(frozen=True)
class Area(Noun):
    """An area that figures are of.

    `code` is its administrative code; `parent_id` the area it is part of, "" for none.
    """

    id: str
    name: Text
    level: AreaLevel
    code: str
    parent_id: str = ""
