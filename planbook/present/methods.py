"""What the methods page works with: the indicator of its examples, the classes of the published methods."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from planbook.assess.crosschecks import (
    DESTATIS_SUN,
    DESTATIS_SUN_AND_CLOUD,
    OPEN_SDG_ACCELERATION,
    OPEN_SDG_ON_TRACK,
    UN_FAIR,
    UN_ON_TRACK,
    WORKED_EXAMPLES,
)
from planbook.assess.crosschecks_trends import SDSN_MODERATE
from planbook.model import Direction, Projection, TargetKind, UnitKind
from planbook.present.frames import make_frame
from planbook.present.subjects import Subject, indicator_subjects

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["example_indicator", "method_classes", "method_examples"]

LEVELS = (TargetKind.REACH, TargetKind.FALL_TO)
STEEP = 10  # a target more than this many times its base
# Each class and the statistic it begins at; of Destatis, whose statistic is the share missed, the one it ends at.
CLASSES: tuple[tuple[str, str, float, float], ...] = (
    ("open_sdg", "on_track", OPEN_SDG_ON_TRACK, math.nan),
    ("open_sdg", "acceleration_needed", OPEN_SDG_ACCELERATION, OPEN_SDG_ON_TRACK),
    ("open_sdg", "limited_progress", 0.0, OPEN_SDG_ACCELERATION),
    ("open_sdg", "deterioration", math.nan, 0.0),
    ("un_progress_chart", "on_track_or_met", UN_ON_TRACK, math.nan),
    ("un_progress_chart", "fair_progress", UN_FAIR, UN_ON_TRACK),
    ("un_progress_chart", "stagnation_or_regression", math.nan, UN_FAIR),
    ("destatis", "sun", math.nan, DESTATIS_SUN),
    ("destatis", "sun_and_cloud", DESTATIS_SUN, DESTATIS_SUN_AND_CLOUD),
    ("destatis", "cloud", DESTATIS_SUN_AND_CLOUD, math.nan),
    ("sdsn", "on_track_or_maintaining", 1.0, math.nan),
    ("sdsn", "moderately_improving", SDSN_MODERATE, 1.0),
    ("sdsn", "stagnating", 0.0, SDSN_MODERATE),
    ("sdsn", "decreasing", math.nan, 0.0),
    ("escap", "maintain", math.nan, 0.0),
    ("escap", "accelerate", 0.0, 1.0),
    ("escap", "reverse", 1.0, math.nan),
)


def example_indicator(edition: Edition) -> str:
    """The id of the indicator the examples are worked on: counted, judged, projected, not yet met; "" for none."""
    subjects = [
        subject
        for subject in indicator_subjects(edition)
        if subject.assessment.progress is not None
        and subject.assessment.way is not None
        and subject.assessment.judged
        and subject.indicator.target_kind in LEVELS
    ]

    def fitness(subject: Subject) -> tuple[bool, bool, bool, int]:
        growing = any(check.statistic is not None for check in subject.assessment.cross_checks)
        projected = isinstance(subject.assessment.forecast, Projection)
        return (not projected, not growing, subject.unit.kind is not UnitKind.COUNT, subject.number)

    return min(subjects, key=fitness).id if subjects else ""


def method_classes(edition: Edition) -> pd.DataFrame:
    """The classes of the published methods: method, name, and the statistic from which and below which each holds."""
    rows = [
        {
            "method": edition.words(f"cross_checks.{method}.name"),
            "name": edition.words(f"cross_checks.{method}.classes.{code}"),
            "at_least": lowest,
            "below": highest,
        }
        for method, code, lowest, highest in CLASSES
    ]
    units = {"at_least": "ratio", "below": "ratio"}
    columns = ("method", "name", "at_least", "below")
    return make_frame(edition, "method_classes", rows, columns, units=units, illustrative=False)


def method_examples(edition: Edition) -> pd.DataFrame:
    """Invented courses over a plan of five years on which methods differ: name, baseline, value of year 3, target."""
    rows = [
        {
            "name": edition.words(f"method.examples.{_case(example.baseline, example.direction, example.target)}"),
            "baseline": example.baseline,
            "value": example.value,
            "target": example.target,
        }
        for example in WORKED_EXAMPLES
    ]
    columns = ("name", "baseline", "value", "target")
    return make_frame(edition, "method_examples", rows, columns, illustrative=False)


def _case(base: float, direction: Direction, target: float) -> str:
    if base == 0:
        return "zero"
    if direction is Direction.FALL:
        return "falling"
    return "steep" if target > STEEP * base else "moderate"
