"""Series in the unit they are read in, the same in prose and tables: people in 万人 in Chinese, in ones in English."""

from __future__ import annotations

from dataclasses import replace

from planbook.model import BackgroundSeries, Reported, UnitKind
from planbook.present.words import Words

__all__ = ["readable_series"]

MANY = 100_000


def readable_series(words: Words, series: BackgroundSeries) -> BackgroundSeries:
    """24,758,900 人 is 2,475.89 万人; 1,518.90 万人 is 15,189,000 persons. Years, flags and sources stay."""
    unit = series.unit
    if words.language == "zh":
        if unit.kind is not UnitKind.COUNT or max(point.value for point in series.reported) < MANY:
            return series
        factor, shown = 1 / 10_000, replace(unit, zh=f"万{unit.zh}", decimals=2)
    else:
        if unit.in_ones is None:
            return series
        factor, shown = float(unit.factor), unit.in_ones
    points = tuple(
        replace(point, value=round(point.value * factor, 6)) if isinstance(point, Reported) else point
        for point in series.observations
    )
    return replace(series, unit=shown, observations=points)
