"""Lines over years: one indicator against its due path, a system's indicators side by side, background series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planbook.model import EditionKind, Indicator, PaceVerdict, Unit
from planbook.present.charts.common import (
    Observed,
    empty_piece,
    illustrative_key,
    marked,
    nice_axis,
    observed_values,
    source_line,
    target_text,
    title_key,
    unit_name,
    value_text,
    verdict_role,
    verdict_text,
    year_axis,
)
from planbook.present.charts.model import (
    Axis,
    Band,
    Break,
    Chart,
    Dots,
    Key,
    Label,
    Line,
    Mark,
    Place,
    Plane,
    Segment,
    Shape,
    Table,
    Tick,
)
from planbook.present.charts.piece import chart_piece
from planbook.present.pieces import Piece
from planbook.present.subjects import chapter_indicators

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_small_multiples", "chart_trend", "trend_chart", "trend_marks"]

SERIES = "series-1"
WORTH_SHOWING = 0.02  # of the way: what is nearer to the due path than this hides it


def due_value(indicator: Indicator, share: float) -> float:
    """The value due when `share` of the period has passed, on the straight path to the target."""
    return indicator.baseline + (indicator.target - indicator.baseline) * share


def stretches(values: Sequence[Observed]) -> list[list[Observed]]:
    """Runs of values that may be joined: cut before a break and where a year is missing."""
    runs: list[list[Observed]] = [[]]
    for item in values:
        if item.value is None or item.broken or (runs[-1] and item.year != runs[-1][-1].year + 1):
            runs.append([])
        if item.value is not None:
            runs[-1].append(item)
    return [run for run in runs if run]


def actual_marks(
    values: Sequence[Observed], hovers: Sequence[str], role: str = SERIES, size: float = 8.0
) -> list[Mark]:
    """Solid lines through what may be joined, a dot for each value (hollow: illustrative), breaks as gaps."""
    marks: list[Mark] = [
        Line(tuple((item.year, item.value) for item in run), role, width=2.2)
        for run in stretches(values)
        if len(run) > 1
    ]
    for hollow in (False, True):
        chosen = [
            (item, hover)
            for item, hover in zip(values, hovers, strict=True)
            if item.value is not None and item.illustrative is hollow
        ]
        if chosen:
            marks.append(
                Dots(
                    tuple((item.year, item.value) for item, _ in chosen),
                    role,
                    hollow=hollow,
                    size=size,
                    hover=tuple(hover for _, hover in chosen),
                )
            )
    return marks


def break_marks(values: Sequence[Observed], text: str) -> list[Mark]:
    """A mark in the gap before each value that is not comparable with the one before."""
    known = [item for item in values if item.value is not None]
    return [
        Break((before.year + after.year) / 2, (before.value + after.value) / 2, text)
        for before, after in zip(known, known[1:], strict=False)
        if after.broken
    ]


def trend_marks(edition: Edition, indicator: Indicator, unit: Unit) -> list[Mark]:
    """Everything that stands on the trend of one indicator, grounds first."""
    words, judged = edition.words, edition.assessments[indicator.id]
    values = observed_values(edition, indicator)
    base, end = indicator.baseline_year, indicator.target_year
    marks: list[Mark] = []
    path = judged.projection_path
    if len(path) > 1:
        interval = words.share(edition.inputs.parameters.thresholds.interval, 0)
        marks.append(
            Band(
                tuple((year, low, high) for year, _, low, high in path), name=words("charts.trend.band", share=interval)
            )
        )
    if indicator.target is not None:
        marks.append(Segment((base, indicator.target), (end, indicator.target), "accent", 1.1))
        marks.append(
            Label(
                end,
                indicator.target,
                words("charts.trend.target", year=end, value=target_text(words, indicator, unit)),
                "accent",
                Place.END,
                leader=False,
            )
        )
    if indicator.baseline is not None and indicator.target is not None:
        marks.append(
            Line(
                ((base, indicator.baseline), (end, indicator.target)),
                "muted",
                dashed=True,
                width=1.2,
                name=words("charts.trend.due_path"),
            )
        )
        middles = tuple(
            (year + 0.5, due_value(indicator, (year + 0.5 - base) / (end - base)))
            for year in range(end - 1, base - 1, -1)
        )
        marks.append(
            Label(*middles[0], words("charts.trend.due_path"), "muted", small=True, anchors=middles, prefer="below")
        )
    if len(path) > 1:
        hovers = tuple(
            words(
                "charts.trend.hover_projection",
                year=words.year(year),
                value=words.value(centre, unit),
                range=words.range(low, high, unit),
            )
            for year, centre, low, high in path[1:]
        )
        marks.append(
            Line(tuple((year, centre) for year, centre, _, _ in path), SERIES, dashed=True, hover=("", *hovers))
        )
        shown = marked(words, words.value(path[-1][1], unit), judged.illustrative)
        marks.append(Label(path[-1][0], path[-1][1], words("charts.trend.projection", value=shown), SERIES, Place.END))
    hovers = [_hover(edition, item, unit) for item in values]
    marks += actual_marks(values, hovers)
    marks += break_marks(values, words("flag.b"))
    return marks + _value_labels(edition, indicator, unit, values)


def _hover(edition: Edition, item: Observed, unit: Unit) -> str:
    if item.value is None:
        return ""
    words = edition.words
    text = f"{words.year(item.year)}<br>{value_text(words, item.value, unit, item.illustrative)}"
    return text + (f"<br>{item.flag.value} {words(f'flag.{item.flag.value}')}" if item.flag else "")


def _value_labels(edition: Edition, indicator: Indicator, unit: Unit, values: Sequence[Observed]) -> list[Mark]:
    """The baseline and each value; the latest with its verdict and what was due."""
    words, judged = edition.words, edition.assessments[indicator.id]
    marks: list[Mark] = []
    known = [item for item in values if item.value is not None]
    for item in known:
        short = value_text(words, item.value, unit, item.illustrative, item.flag, with_unit=False)
        upper = indicator.target is None or item.value >= due_value(
            indicator, (item.year - indicator.baseline_year) / (indicator.target_year - indicator.baseline_year)
        )
        prefer = "above" if upper else "below"
        if item.year == judged.year and judged.pace is not PaceVerdict.NOT_REPORTED:
            verdict = verdict_text(words, judged.pace, judged.reversing)
            full = value_text(words, item.value, unit, item.illustrative, item.flag)
            marks.insert(
                0, Label(item.year, item.value, f"{full}\n{verdict}", verdict_role(judged.pace), prefer=prefer)
            )
        else:
            marks.append(Label(item.year, item.value, short, "ink", small=True, prefer=prefer))
    apart = 0.0
    if judged.completion is not None and judged.pace not in (PaceVerdict.ACHIEVED, PaceVerdict.NOT_REPORTED):
        apart = abs(judged.completion - judged.due)
    if apart > WORTH_SHOWING and judged.due < 1:
        due = due_value(indicator, judged.due)
        text = words("charts.trend.due", value=words.value(due, unit))
        marks.append(Tick(judged.year, due, "muted", 12.0, 1.6, hover=text))
        marks.append(
            Label(
                judged.year,
                due,
                text,
                "muted",
                small=True,
                required=False,
                gap=11.0,
                prefer="below" if judged.value is not None and judged.value >= due else "above",
            )
        )
    for item in values:
        if item.value is None:
            place = (
                indicator.baseline
                if indicator.target is None
                else due_value(
                    indicator, (item.year - indicator.baseline_year) / (indicator.target_year - indicator.baseline_year)
                )
            )
            marks.append(
                Dots(
                    ((item.year, place),), "not-reported", hollow=True, size=7.0, hover=(words("verdict.not_reported"),)
                )
            )
            marks.append(
                Label(item.year, place, words("verdict.not_reported"), "not-reported", small=True, prefer="below")
            )
    return marks


def trend_chart(edition: Edition, indicator_id: str) -> Chart:
    """Baseline, due path, values, projection and target of one indicator."""
    words, inputs = edition.words, edition.inputs
    indicator, judged = inputs.indicators[indicator_id], edition.assessments[indicator_id]
    unit = inputs.units[indicator.unit_id]
    values = observed_values(edition, indicator)
    known = [item for item in values if item.value is not None]
    figures = [item.value for item in known] + [edge for _, *edges in judged.projection_path for edge in edges]
    if indicator.target is not None:
        figures.append(indicator.target)
    axis = nice_axis(words, _within_reach(figures, indicator, known), unit)
    keys = [illustrative_key(words)] if any(item.illustrative for item in known) else []
    if len(judged.projection_path) > 1:
        interval = words.share(inputs.parameters.thresholds.interval, 0)
        keys.append(Key(words("charts.trend.key_band", share=interval), role=SERIES, dashed=True))
    panel = Plane(
        year_axis(indicator.baseline_year, indicator.target_year),
        axis,
        tuple(trend_marks(edition, indicator, unit)),
        heights=(300, 270),
    )
    return Chart(
        id=f"trend-{indicator_id}",
        language=words.language,
        title=trend_title(edition, indicator),
        subtitle=words("charts.trend.subtitle", name=words.text(indicator.name), unit=unit_name(words, unit)),
        panels=(panel,),
        alt=_trend_alt(edition, indicator, unit, known),
        source_line=source_line(edition, [item.source_id for item in known]),
        table=_trend_table(edition, indicator, unit, values),
        keys=tuple(keys),
    )


def _within_reach(figures: Sequence[float], indicator: Indicator, known: Sequence[Observed]) -> list[float]:
    """Figures without the ends of an interval so wide that it would flatten everything else."""
    core = [item.value for item in known] + ([indicator.target] if indicator.target is not None else [])
    low, high = min(core), max(core)
    reach = (high - low) * 0.8 or abs(high) * 0.1 or 1.0
    return [min(max(value, low - reach), high + reach) for value in figures]


def trend_title(edition: Edition, indicator: Indicator) -> str:
    """The finding: the verdict with the numbers it rests on."""
    words, judged = edition.words, edition.assessments[indicator.id]
    unit = edition.inputs.units[indicator.unit_id]

    def derived(shown: str) -> str:
        return marked(words, shown, judged.illustrative)

    return words(
        title_key(edition, "trend", judged),
        name=words.text(indicator.short_name),
        year=words.year(judged.year or edition.inputs.parameters.year),
        edition_year=words.year(edition.inputs.parameters.year),
        base=words.year(indicator.baseline_year),
        value="" if judged.value is None else derived(words.value(judged.value, unit)),
        baseline="" if indicator.baseline is None else words.value(indicator.baseline, unit),
        target=target_text(words, indicator, unit),
        completion="" if judged.completion is None else derived(words.share(judged.completion)),
        due=words.share(judged.due),
    )


def _trend_alt(edition: Edition, indicator: Indicator, unit: Unit, known: Sequence[Observed]) -> str:
    words, judged = edition.words, edition.assessments[indicator.id]
    listed = words.list(
        [
            words(
                "charts.year_value",
                year=words.year(item.year),
                value=value_text(words, item.value, unit, item.illustrative, item.flag),
            )
            for item in known
        ]
    )
    parts = [words("charts.trend.alt", name=words.text(indicator.short_name), values=listed)]
    if indicator.target is not None:
        parts.append(
            words(
                "charts.trend.alt_target",
                year=words.year(indicator.target_year),
                value=target_text(words, indicator, unit),
            )
        )
    parts.append(words("charts.trend.alt_verdict", verdict=verdict_text(words, judged.pace, judged.reversing)))
    if len(judged.projection_path) > 1:
        year, centre, low, high = judged.projection_path[-1]
        parts.append(
            words(
                "charts.trend.alt_projection",
                year=words.year(year),
                value=words.value(centre, unit),
                range=words.range(low, high, unit),
                share=words.share(edition.inputs.parameters.thresholds.interval, 0),
            )
        )
    return ("" if words.language == "zh" else " ").join(parts)


def _trend_table(edition: Edition, indicator: Indicator, unit: Unit, values: Sequence[Observed]) -> Table:
    words, judged = edition.words, edition.assessments[indicator.id]
    by_year = {item.year: item for item in values}
    projected = {year: rest for year, *rest in judged.projection_path[1:]}
    columns = [
        words("charts.column.year"),
        words("charts.column.value_unit", unit=unit_name(words, unit)),
        words("charts.column.due"),
        words("charts.column.projection"),
        words("charts.column.interval"),
    ]
    rows = []
    for year in range(indicator.baseline_year, indicator.target_year + 1):
        item = by_year.get(year)
        shown = (
            ""
            if item is None
            else (
                words("verdict.not_reported")
                if item.value is None
                else value_text(words, item.value, unit, item.illustrative, item.flag, with_unit=False)
            )
        )
        due = (
            ""
            if indicator.target is None
            else value_text(
                words,
                due_value(
                    indicator, (year - indicator.baseline_year) / (indicator.target_year - indicator.baseline_year)
                ),
                unit,
                with_unit=False,
            )
        )
        centre, interval = "", ""
        if year in projected:
            middle, low, high = projected[year]
            centre = value_text(words, middle, unit, judged.illustrative, with_unit=False)
            interval = words.range(low, high, unit)
        rows.append((str(year), shown, due, centre, interval))
    return Table(tuple(columns), tuple(rows))


def chart_trend(edition: Edition, indicator_id: str) -> Piece:
    """The trend of one indicator; a sentence where nothing was reported yet."""
    judged, indicator = edition.assessments[indicator_id], edition.inputs.indicators[indicator_id]
    if judged.value is None:
        return empty_piece(
            f"trend-{indicator_id}",
            edition.words(
                "charts.trend.empty",
                name=edition.words.text(indicator.short_name),
                year=edition.words.year(edition.inputs.parameters.year),
            ),
        )
    return chart_piece(trend_chart(edition, indicator_id), edition.words)


def chart_small_multiples(edition: Edition, chapter_id: str) -> Piece:
    """One small trend for each indicator of a heading of the plan, all with the same years."""
    words, inputs = edition.words, edition.inputs
    every = chapter_indicators(edition, chapter_id)
    subjects = [subject for subject in every if subject.has_value]
    title = words.text(inputs.chapters[chapter_id].title)
    chart_id = f"multiples-{chapter_id}"
    if not subjects:
        key = "empty" if every else "no_indicators"
        return empty_piece(
            chart_id,
            words(
                f"charts.multiples.{key}",
                chapter=title,
                total=len(every),
                count=len(every),
                year=words.year(inputs.parameters.year),
            ),
        )
    panels = tuple(_small_panel(edition, inputs.indicators[subject.id]) for subject in subjects)
    behind = [subject for subject in subjects if subject.pace is PaceVerdict.LAGGING]
    key = "none" if not behind else "all" if len(behind) == len(every) else "some"
    part = "title_final" if inputs.parameters.kind is EditionKind.FINAL else "title"
    known = {
        subject.id: [item for item in observed_values(edition, inputs.indicators[subject.id]) if item.value is not None]
        for subject in subjects
    }
    rows = []
    for subject in subjects:
        indicator = inputs.indicators[subject.id]
        by_year = {item.year: item for item in known[subject.id]}
        rows.append(
            (
                subject.short_name,
                *(
                    value_text(
                        words,
                        by_year[year].value,
                        subject.unit,
                        by_year[year].illustrative,
                        by_year[year].flag,
                        with_unit=False,
                    )
                    if year in by_year
                    else ""
                    for year in range(indicator.baseline_year, inputs.parameters.year + 1)
                ),
                target_text(words, indicator, subject.unit),
                verdict_text(words, subject.pace, subject.assessment.reversing),
            )
        )
    first = subjects[0].baseline_year
    columns = (
        words("charts.column.indicator"),
        *(str(year) for year in range(first, inputs.parameters.year + 1)),
        words("charts.column.target"),
        words("charts.column.verdict"),
    )
    chart = Chart(
        id=chart_id,
        language=words.language,
        title=words(
            f"charts.multiples.{part}.{key}",
            chapter=title,
            count=len(behind),
            total=len(every),
            names=words.list([subject.short_name for subject in behind]),
        ),
        subtitle=words("charts.multiples.subtitle"),
        panels=panels,
        alt=words(
            "charts.multiples.alt",
            items=words("charts.item_gap").join(
                words(
                    "charts.multiples.alt_item",
                    name=subject.short_name,
                    value=subject.value.text,
                    verdict=verdict_text(words, subject.pace, subject.assessment.reversing),
                )
                for subject in subjects
            ),
        ),
        source_line=source_line(edition, [item.source_id for items in known.values() for item in items]),
        table=Table(columns, tuple(rows), (False, *(True,) * (len(columns) - 2), False)),
        keys=(
            *(
                (illustrative_key(words),)
                if any(item.illustrative for items in known.values() for item in items)
                else ()
            ),
            Key(words("charts.trend.due_path"), role="muted", dashed=True),
            Key(words("charts.multiples.target"), Shape.DASH, "accent"),
        ),
        columns=(3 if len(subjects) > 2 else max(len(subjects), 1), 2 if len(subjects) > 1 else 1),
    )
    return chart_piece(chart, words)


def _small_panel(edition: Edition, indicator: Indicator) -> Plane:
    words, judged = edition.words, edition.assessments[indicator.id]
    unit = edition.inputs.units[indicator.unit_id]
    values = observed_values(edition, indicator)
    known = [item for item in values if item.value is not None]
    marks: list[Mark] = []
    base, end = indicator.baseline_year, indicator.target_year
    figures = [item.value for item in known]
    if indicator.target is not None:
        figures.append(indicator.target)
        marks.append(Segment((end - 0.45, indicator.target), (end + 0.45, indicator.target), "accent", 2.0))
        marks.append(
            Label(
                end,
                indicator.target,
                target_text(words, indicator, unit, with_unit=False),
                "accent",
                small=True,
                prefer="above" if indicator.direction.value == "rise" else "below",
            )
        )
        if indicator.baseline is not None:
            marks.append(Line(((base, indicator.baseline), (end, indicator.target)), "muted", dashed=True, width=1.1))
    marks += actual_marks(values, [_hover(edition, item, unit) for item in values], size=7.0)
    marks += break_marks(values, "")
    latest = known[-1]
    marks.append(
        Label(
            latest.year,
            latest.value,
            value_text(words, latest.value, unit, latest.illustrative, latest.flag, with_unit=False),
            verdict_role(judged.pace),
            prefer="below" if latest.value < max(figures) else "above",
        )
    )
    marks.append(
        Label(
            base,
            indicator.baseline,
            value_text(words, indicator.baseline, unit, with_unit=False),
            "muted",
            small=True,
            prefer="above" if indicator.direction.value == "rise" else "below",
        )
    )
    low, high = min(figures), max(figures)
    room = (high - low or abs(high) or 1.0) * 0.16
    years = tuple((float(year), str(year)) for year in sorted({base, latest.year, end}))

    return Plane(
        Axis(base - 0.6, end + 0.6, years),
        Axis(low - room, high + room),
        tuple(marks),
        title=words.text(indicator.short_name),
        note=verdict_text(words, judged.pace, judged.reversing),
        title_role=verdict_role(judged.pace),
        heights=(120, 110),
    )
