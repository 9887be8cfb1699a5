"""Which published series of other areas stand beside an indicator."""

from __future__ import annotations

from dataclasses import dataclass

from planbook.model.origin import Noun
from planbook.model.text import Text

__all__ = ["Peer"]


@dataclass(frozen=True)
class Peer(Noun):
    """One area beside one indicator.

    Attributes
    ----------
    series_id, target_series_id : what is published of its values and its target; "" for nothing.
    comparable : whether the definition is the indicator's own. What is not stays out of the chart, and `note` says why.
    """

    indicator_id: str
    area_id: str
    series_id: str = ""
    target_series_id: str = ""
    comparable: bool = True
    note: Text = Text("", "")
