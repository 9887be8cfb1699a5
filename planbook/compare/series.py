"""One background series in the two plan periods."""

from __future__ import annotations

from dataclasses import dataclass

from planbook.compare.change import NoChange, PeriodChange, Points, base_year_of, measure_period
from planbook.compare.slopes import SlopeComparison, compare_slopes
from planbook.compare.trend import Trend, find_trend
from planbook.model import BackgroundSeries, Flag, Message, MessageFields, Period, UnitKind

__all__ = ["PlanYear", "SeriesComparison", "compare_series", "changes_in_words"]


@dataclass(frozen=True)
class PlanYear:
    """The same year of two plans: year 3 of the 13th (2018) beside year 3 of the 14th (2023).

    Changes count from each plan's base year; None where its value is unknown or of another definition, and for
    flows, whose value is that of the year alone.
    """

    number: int
    first_year: int
    first_value: float
    first_change: float | None
    second_year: int
    second_value: float
    second_change: float | None


@dataclass(frozen=True)
class SeriesComparison:
    """A background series in both periods, in its own unit.

    `break_years` are marked on charts; no figure here bridges one. `first_mean` and `second_mean` are the means of
    the known yearly values of each period (its base year not counted), the figure to compare for flows;
    `first_years` and `second_years` say of how many. `estimated_years` are those whose value is flagged e; the
    tests of slopes and trend leave them out.
    """

    series: BackgroundSeries
    first: PeriodChange | NoChange
    second: PeriodChange | NoChange
    first_mean: float | None
    second_mean: float | None
    first_years: int
    second_years: int
    plan_years: tuple[PlanYear, ...]
    slopes: SlopeComparison
    trend: Trend
    break_years: tuple[int, ...]
    estimated_years: tuple[int, ...]
    message: Message

    @property
    def in_both_periods(self) -> bool:
        """Whether the periods can be compared: a change in each, or for a flow a mean in each."""
        if self.series.measure == "flow":
            return self.first_mean is not None and self.second_mean is not None
        return self.changes is not None

    @property
    def changes(self) -> tuple[PeriodChange, PeriodChange] | None:
        """The change in each period; None where one of them is not known."""
        if isinstance(self.first, NoChange) or isinstance(self.second, NoChange):
            return None
        return self.first, self.second

    @property
    def difference_per_year(self) -> float | None:
        """Change per year in the second period less that in the first."""
        return None if self.changes is None else self.changes[1].per_year - self.changes[0].per_year

    @property
    def in_one_period(self) -> bool:
        changes = (self.first, self.second)
        return not self.in_both_periods and any(isinstance(change, PeriodChange) for change in changes)


def compare_series(series: BackgroundSeries, first: Period, second: Period) -> SeriesComparison:
    """Level, change, change per year and growth in each period, the same plan-years, slopes and trend."""
    stretches = tuple(tuple((point.year, point.value) for point in stretch) for stretch in series.stretches)
    observed = tuple(
        tuple((point.year, point.value) for point in stretch if point.flag is not Flag.ESTIMATED)
        for stretch in series.stretches
    )
    observed = tuple(stretch for stretch in observed if stretch)
    unit_id = series.unit.id
    grows = series.unit.kind is not UnitKind.CHANGE
    earlier, later = measure_period(stretches, first, grows), measure_period(stretches, second, grows)
    (first_mean, first_years), (second_mean, second_years) = _mean(stretches, first), _mean(stretches, second)
    return SeriesComparison(
        series,
        earlier,
        later,
        first_mean,
        second_mean,
        first_years,
        second_years,
        _plan_years(stretches, first, second, flow=series.measure == "flow"),
        compare_slopes(observed, first.last_year, unit_id),
        find_trend(observed, unit_id),
        series.break_years,
        tuple(point.year for point in series.reported if point.flag is Flag.ESTIMATED),
        _means_in_words(series, (first_mean, first_years), (second_mean, second_years))
        if series.measure == "flow"
        else changes_in_words(series, earlier, later),
    )


def _mean(stretches: tuple[Points, ...], period: Period) -> tuple[float | None, int]:
    """Mean of the period's yearly values and their number; no mean where a break parts them or there are none."""
    own = [[value for year, value in points if period.first_year <= year <= period.last_year] for points in stretches]
    own = [values for values in own if values]
    count = sum(map(len, own))
    return (sum(own[0]) / count if len(own) == 1 else None), count


def _plan_years(stretches: tuple[Points, ...], first: Period, second: Period, *, flow: bool) -> tuple[PlanYear, ...]:
    values = {year: (value, number) for number, points in enumerate(stretches) for year, value in points}

    def change(base_year: int, year: int) -> float | None:
        base, latest = values.get(base_year), values[year]
        if flow or base is None or base[1] != latest[1]:
            return None
        return latest[0] - base[0]

    rows = []
    for number in range(1, second.last_year - second.first_year + 2):
        years = base_year_of(first) + number, base_year_of(second) + number
        if years[0] <= first.last_year and all(year in values for year in years):
            rows.append(
                PlanYear(
                    number,
                    years[0],
                    values[years[0]][0],
                    change(base_year_of(first), years[0]),
                    years[1],
                    values[years[1]][0],
                    change(base_year_of(second), years[1]),
                )
            )
    return tuple(rows)


def _means_in_words(
    series: BackgroundSeries, first: tuple[float | None, int], second: tuple[float | None, int]
) -> Message:
    fields: MessageFields = (("name", series.name, "text"),)
    known = []
    for label, (mean, years) in (("first", first), ("second", second)):
        if mean is not None:
            known.append(label)
            fields = (*fields, (f"{label}_mean", mean, series.unit.id), (f"{label}_years", years, "number"))
    return Message(f"compare.series.flow_{_which(known)}", fields)


def changes_in_words(
    series: BackgroundSeries, first: PeriodChange | NoChange, second: PeriodChange | NoChange
) -> Message:
    """What the change of a stock or a share in each period comes to, as a sentence."""
    fields: MessageFields = (("name", series.name, "text"),)
    known = []
    for label, change in (("first", first), ("second", second)):
        if isinstance(change, PeriodChange):
            known.append(label)
            fields = (
                *fields,
                (f"{label}_start_year", change.start_year, "year"),
                (f"{label}_end_year", change.end_year, "year"),
                (f"{label}_per_year", change.per_year, f"change:{series.unit.id}"),
            )
    return Message(f"compare.series.{_which(known)}", fields)


def _which(known: list[str]) -> str:
    """The two messages say both periods, the first, the second or neither."""
    return "both" if len(known) == 2 else known[0] if known else "neither"
