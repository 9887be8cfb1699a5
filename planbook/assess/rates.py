"""How fast an indicator has moved a year, and how fast it has to move from now on."""

from __future__ import annotations

from collections.abc import Sequence

from planbook.assess.yardstick import Yardstick
from planbook.model import Indicator, Rates, Reported, TargetKind, Unit
from planbook.rules.meaning import LEVEL_KINDS, compounds

__all__ = ["compare_rates"]


def compare_rates(indicator: Indicator, unit: Unit, yardstick: Yardstick, points: Sequence[Reported]) -> Rates:
    """Achieved and required change per year at the latest value.

    For a level: from the first comparable value (the baseline, or the first after a break in the series, which is
    never bridged) to the latest, and from the latest to the nearest value that meets the target; 0 where it is
    met. For a yearly average: the mean so far, and the mean the remaining years need. For a total: the amount a
    year so far and the amount a year still needed, as rates where changes compound. A target to keep and a
    relative one have no speed.

    `required` is None once the target year has come, and there is no multiple where the achieved change is zero or
    goes the wrong way: no multiple of it leads to the target.

    Parameters
    ----------
    points : the comparable points, oldest first, the latest value last.

    Source
    ------
    METHODS, judgement 2: (xt − x0)/(t − t0) and (xT − xt)/(T − t).
    """
    latest = yardstick.standing.observation
    left = indicator.target_year - latest.time
    achieved: float | None = None
    required: float | None = None
    if indicator.target_kind in LEVEL_KINDS:
        if len(points) > 1:
            achieved = (latest.value - points[0].value) / (latest.time - points[0].time)
        if left > 0:
            required = (yardstick.required - latest.value) / left
    elif indicator.target_kind in (TargetKind.YEARLY_AVERAGE, TargetKind.CUMULATIVE):
        achieved, required = _rates_of_changes(indicator, unit, yardstick, latest.time - indicator.baseline_year, left)
    if yardstick.met and left > 0 and required is not None:
        required = 0.0
    if achieved is None or required is None or achieved == 0 or achieved * required < 0:
        return Rates(achieved, required)
    return Rates(achieved, required, required / achieved)


def _rates_of_changes(
    indicator: Indicator, unit: Unit, yardstick: Yardstick, passed: float, left: float
) -> tuple[float, float | None]:
    """Per-year amounts so far and still needed; `passed` and `left` are years."""
    cumulative = indicator.target_kind is TargetKind.CUMULATIVE
    so_far, target = yardstick.standing.counted, indicator.target_figure
    if compounds(unit):
        # As growth factors: over the years passed, and over the whole period.
        factor = (1 + so_far / 100) ** (1 if cumulative else passed)
        whole = (1 + target / 100) ** (1 if cumulative else passed + left)
        achieved = (factor ** (1 / passed) - 1) * 100
        return achieved, ((whole / factor) ** (1 / left) - 1) * 100 if left > 0 else None
    amount = so_far if cumulative else so_far * passed
    whole = target if cumulative else target * (passed + left)
    return amount / passed, (whole - amount) / left if left > 0 else None
