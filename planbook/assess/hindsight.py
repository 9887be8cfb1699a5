"""What earlier editions said of years that have come since, against what came.

Each earlier edition is judged anew by today's method from what it knew: its values, its cut-off, its parameters. Its
pages as they were published stay where they are; here the method is scored, not the printing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planbook.model import Assessment, NotComputed, Outcome, OutlookVerdict, Projection
from planbook.rules.meaning import FLOW_KINDS

__all__ = ["Hindsight", "HindsightCount", "count_hindsight", "look_back"]


@dataclass(frozen=True)
class Hindsight:
    """What one edition said of one indicator in one later year, and what came; values in the indicator's unit.

    Attributes
    ----------
    made_in : year of the edition that said it.
    centre, low, high : its projection for `year` with the interval.
    actual : what the later edition knows of that year: the value, or the total or mean where that is projected.
    illustrative : what came, or what the edition went by, is made up.
    outlook : its verdict on the target; `met` whether the target was met, None until the target year is known, and
        of a target that was changed since.
    """

    indicator_id: str
    made_in: int
    year: int
    centre: float
    low: float
    high: float
    actual: float
    illustrative: bool
    outlook: OutlookVerdict
    met: bool | None

    @property
    def horizon(self) -> int:
        return self.year - self.made_in

    @property
    def held(self) -> bool:
        return self.low <= self.actual <= self.high

    @property
    def position(self) -> float:
        """Where what came lies: 0 at the centre, −1 and 1 at the ends of the interval."""
        half = (self.high - self.low) / 2
        middle = (self.high + self.low) / 2
        return (self.actual - middle) / half if half > 0 else 0.0


@dataclass(frozen=True)
class HindsightCount:
    """How many intervals of earlier editions held what came, published and made-up values apart."""

    said: int
    held: int
    illustrative_said: int
    illustrative_held: int


def look_back(
    earlier: Mapping[int, Mapping[str, Assessment]], now: Mapping[str, Assessment], year: int
) -> tuple[Hindsight, ...]:
    """Every projection of an earlier edition for a year that has come by now, in the order of edition and indicator.

    Left out is what cannot be compared any more: a value that is missing, of another definition, or behind a break.

    Parameters
    ----------
    earlier : year of the edition → its assessments.
    now : the assessments of the edition that looks back, which is that of `year`.
    """
    found: list[Hindsight] = []
    for made_in in sorted(earlier):
        for indicator_id, then in earlier[made_in].items():
            if isinstance(then.forecast, Projection) and indicator_id in now:
                found.extend(_of_one(made_in, then, then.forecast, now[indicator_id], year))
    return tuple(found)


def _of_one(made_in: int, then: Assessment, forecast: Projection, now: Assessment, year: int) -> Iterable[Hindsight]:
    if isinstance(now.standing, NotComputed):
        return
    known = {standing.observation.year: standing for standing in now.course}
    same = then.way == now.way  # what was said of a target that was changed since says nothing of the new one
    met = now.forecast.met if isinstance(now.forecast, Outcome) and same else None
    for ahead, centre, low, high in forecast.path[1:]:
        came = known.get(ahead)
        if came is None or not made_in < ahead <= year or came.observation.time != ahead:
            continue
        actual = came.counted if now.target_kind in FLOW_KINDS else came.observation.value
        illustrative = came.observation.illustrative or then.illustrative
        yield Hindsight(
            now.indicator_id, made_in, ahead, centre, low, high, actual, illustrative, forecast.verdict, met
        )


def count_hindsight(entries: Iterable[Hindsight]) -> HindsightCount:
    """The score, made-up values apart."""
    made_up: list[Hindsight] = []
    published: list[Hindsight] = []
    for entry in entries:
        (made_up if entry.illustrative else published).append(entry)
    return HindsightCount(
        len(published), sum(one.held for one in published), len(made_up), sum(one.held for one in made_up)
    )
