"""What one edition knows of one indicator: its yearly values, cleaned of nothing and guarded against everything."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from planbook.assess.periods import years_at
from planbook.assess.targets import FLOW_KINDS, INDICATOR_FILES, Files, as_shown, compounds, unit_limits
from planbook.errors import Problem
from planbook.model import (
    EditionParameters,
    Flag,
    Indicator,
    Reported,
    Series,
    TargetKind,
    Unit,
    UnitKind,
    observe_row,
)

__all__ = ["collect_known", "is_reported"]

_LEVELS_SHARED = frozenset(
    {  # kinds whose yearly values are of the same kind as baseline and target
        TargetKind.REACH,
        TargetKind.FALL_TO,
        TargetKind.FROM_ZERO,
        TargetKind.ABOUT,
        TargetKind.RANGE,
        TargetKind.KEEP,
    }
)
_IMPLAUSIBLE_FACTOR = 1000.0
_SHARE_NOT_A_FRACTION = 2.0  # a share whose baseline and target are both at least 2 % is not 0.02


def collect_known(
    indicator: Indicator,
    observations: pd.DataFrame,
    parameters: EditionParameters,
    unit: Unit,
    files: Files = INDICATOR_FILES,
) -> tuple[Series, tuple[Problem, ...]]:
    """What an edition knows of an indicator, with every defect in it.

    Rows of later years or later vintages than the edition's are not seen, so that what is added later never
    changes an earlier edition; of several vintages of one year the latest counts. The value of the edition's own
    year is that of the cut-off date (half-way through the year for 30 June), those of earlier years are of the
    end of their year. Rows of the baseline year and before are not used: the plan's baseline is what its target
    was set from. A missing value (flag m) and a forecast (flag f) are not observations.

    Parameters
    ----------
    observations
        Columns indicator_id, year, value, flag, source_id, illustrative, vintage; any indicators. An optional
        column unit_id is compared with the indicator's unit.

    Returns
    -------
    Series, tuple of Problem
        The values of the plan's years only.
        Not a number without the flag m, infinite, twice in one file, or not in the unit: each is a problem.
    """
    rows = observations[observations["indicator_id"] == indicator.id]
    rows = rows[(rows["year"] <= parameters.year) & (rows["vintage"] <= parameters.year)]
    rows = rows[rows["year"] > indicator.baseline_year].sort_values(["year", "vintage"], kind="stable")
    problems = _duplicate_problems(rows, indicator, files)
    values: list[Reported] = []
    for row in rows.drop_duplicates("year", keep="last").to_dict("records"):
        found = _row_problems(row, indicator, unit, files)
        problems.extend(found)
        observation = None if found else observe_row(row)
        if not isinstance(observation, Reported):
            continue
        if observation.year == parameters.year:
            observation = replace(observation, at=min(float(observation.year), years_at(parameters.cut_off)))
        if observation.time <= indicator.baseline_year:
            problems.append(
                Problem(
                    f"params/{parameters.year}.yml",
                    "the cut-off date is not after the baseline",
                    parameters.cut_off.isoformat(),
                    f"a date in {parameters.year}",
                    "correct cut_off",
                    subject=indicator.id,
                    year=observation.year,
                )
            )
            continue
        values.append(observation)
    problems.extend(_scale_problems(values, indicator, unit, files, parameters.year))
    return Series(indicator.id, unit, tuple(values)), tuple(problems)


def is_reported(known: Series, indicator: Indicator, parameters: EditionParameters) -> bool:
    """Whether the edition's own year (or the target year, where that is earlier) has a value."""
    due_year = min(parameters.year, indicator.target_year)
    return known.latest is not None and known.latest.year >= due_year


def _duplicate_problems(rows: pd.DataFrame, indicator: Indicator, files: Files) -> list[Problem]:
    twice = rows[rows.duplicated(["year", "vintage"])]
    return [
        Problem(
            files.of_vintage(int(row["vintage"])),
            "a year has more than one value",
            "two rows or more",
            "one row",
            "delete all but one",
            subject=indicator.id,
            year=int(row["year"]),
        )
        for row in twice.to_dict("records")
    ]


def _row_problems(row: Mapping[Hashable, Any], indicator: Indicator, unit: Unit, files: Files) -> list[Problem]:
    def problem(what: str, found: str, expected: str, fix: str) -> Problem:
        return Problem(
            files.of_vintage(int(row["vintage"])),
            what,
            found,
            expected,
            fix,
            subject=indicator.id,
            year=int(row["year"]),
        )

    value = float(row["value"])
    if row["flag"] not in {flag.value for flag in Flag}:
        return [
            problem(
                "the flag is not known", f'"{row["flag"]}"', "one of b d e f i m n p r u, or empty", "correct the flag"
            )
        ]
    if row["flag"] == Flag.MISSING and math.isnan(value):
        return []
    if not math.isfinite(value):
        return [
            problem(
                "the value is not a finite number",
                as_shown(value),
                "a finite number",
                "enter the value, or leave it empty and flag it m when it was not reported",
            )
        ]
    if indicator.target_kind is TargetKind.QUALITATIVE:
        return [
            problem(
                "a qualitative target has a number",
                as_shown(value),
                "no value",
                "remove the value; enter a status with its source instead",
            )
        ]
    row_unit = row.get("unit_id", unit.id)
    if row_unit != indicator.unit_id:
        return [
            problem(
                "the series is not in the indicator's unit",
                f'"{row_unit}"',
                f'"{indicator.unit_id}"',
                "convert the values",
            )
        ]
    low, high = unit_limits(unit)
    if not low <= value <= high:
        return [
            problem(
                f"the value cannot be in the unit {unit.id}",
                as_shown(value),
                "0 to 100" if unit.kind is UnitKind.SHARE else "0 or more",
                "correct the value or its unit",
            )
        ]
    if indicator.target_kind in FLOW_KINDS and compounds(unit) and value <= -100:
        return [problem("nothing falls by 100 % or more", as_shown(value), "more than -100", "correct the value")]
    return []


def _scale_problems(
    values: list[Reported], indicator: Indicator, unit: Unit, files: Files, vintage: int
) -> list[Problem]:
    """A whole series that is out of scale with its plan figures was given in another unit.

    A share as a fraction (0.42 for 42 %) and a count in ten thousands (0.87 for 8,700) pass every other check and
    would come out as a collapse. Only a series all of whose values are out of scale is refused: no indicator loses
    or gains a factor of a thousand at once and stays there.
    """
    if indicator.target_kind not in _LEVELS_SHARED or indicator.baseline is None or indicator.target is None:
        return []
    figures = (abs(indicator.baseline), abs(indicator.target))
    sizes = [abs(value.value) for value in values if value.value != 0]
    if not sizes or len(sizes) < len(values) or min(figures) == 0:
        return []
    fraction = unit.kind is UnitKind.SHARE and min(figures) >= _SHARE_NOT_A_FRACTION and max(sizes) <= 1
    out_of_scale = max(sizes) * _IMPLAUSIBLE_FACTOR < min(figures) or min(sizes) > max(figures) * _IMPLAUSIBLE_FACTOR
    if not fraction and not out_of_scale:
        return []
    return [
        Problem(
            files.of_vintage(vintage),
            "the series looks as if it were in another unit",
            ", ".join(as_shown(value.value) for value in values),
            f"values on the scale of {as_shown(indicator.baseline)} to {as_shown(indicator.target)} ({unit.id})",
            "convert the values to the indicator's unit",
            subject=indicator.id,
            year=values[-1].year,
        )
    ]
