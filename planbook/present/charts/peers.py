"""An indicator among other areas: what is published of them by the same definition, beside its own value and target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.assess.background import known_figures, list_background
from planbook.model import Bound, Peer, Unit, UnitKind
from planbook.present.charts.common import marked, nice_axis, sentences, source_line, unit_name, value_text
from planbook.present.charts.model import Axis, Bar, Chart, ChartTable, Mark, Rows, Tick, TrackRow
from planbook.present.charts.piece import chart_piece
from planbook.present.charts.series import LINE_ROLES
from planbook.present.inline import Block, Passage, join_sentences, plain
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, indicator_subject
from planbook.present.words import Words

if TYPE_CHECKING:
    from planbook.present.edition import Edition

__all__ = ["chart_peers"]


@dataclass(frozen=True)
class _Area:
    """What is known of one area: its latest value, its target in the indicator's target year, and their sources."""

    name: str
    role: str
    value: float | None
    year: int | None
    target: float | None
    illustrative: bool = False
    own: bool = False
    source_ids: tuple[str, ...] = ()

    @property
    def reached(self) -> float | None:
        """The value as a share of the target."""
        return self.value / self.target if self.value is not None and self.target else None


def chart_peers(edition: Edition, indicator_id: str) -> Piece:
    """The indicator beside the areas that the plan's data name (`plan/peers.csv`).

    Shares and rates are set side by side; numbers of people or things, of areas of different size, each as a share of
    its own target. What is defined in another way is not drawn; a sentence says so. Nothing where no area is named.
    """
    words, subject = edition.words, indicator_subject(edition, indicator_id)
    id = f"peers-{indicator_id}"
    peers = [peer for peer in edition.inputs.peers if peer.indicator_id == indicator_id]
    of_size = subject.unit.kind in (UnitKind.COUNT, UnitKind.MONEY)
    known = [(peer, _area(edition, peer, subject)) for peer in peers if peer.comparable]
    shown = [(peer, area) for peer, area in known if (area.reached if of_size else _anything(area)) is not None]
    notes = _notes(edition, [peer for peer, _ in shown], [peer for peer in peers if not peer.comparable])
    if not shown:
        if not notes:
            return Piece(id, "", "", "")
        said = join_sentences(words, [plain(note) for note in notes])
        return Passage(id, [Block((said,), css_class="table-note")]).piece()
    areas = [_own(edition, subject), *(area for _, area in shown)]
    return chart_piece(_chart(edition, subject, areas, notes, of_size), words)


def _anything(area: _Area) -> float | None:
    return area.target if area.value is None else area.value


def _own(edition: Edition, subject: Subject) -> _Area:
    words, latest, own = edition.words, subject.assessment.latest, edition.inputs.own_area
    baseline = subject.indicator.baseline_observation
    known = latest or baseline
    value = None if known is None else known.value
    return _Area(
        words.text(edition.inputs.plan.area if own is None else own.name),
        LINE_ROLES[0],
        value,
        None if value is None or known is None else known.year,
        subject.target,
        latest is not None and latest.illustrative,
        own=True,
        source_ids=(subject.indicator.source_id, *([latest.source_id] if latest is not None else [])),
    )


def _area(edition: Edition, peer: Peer, subject: Subject) -> _Area:
    """The latest value known in the edition, and the target of the same year as the indicator's own."""
    words, inputs = edition.words, edition.inputs
    series = next(
        (one for one in list_background(inputs) if (one.id, one.area.id) == (peer.series_id, peer.area_id)), None
    )
    latest = None if series is None else series.reported[-1]
    figures = known_figures(inputs)
    planned = figures[
        (figures["series_id"] == peer.target_series_id)
        & (figures["area"] == peer.area_id)
        & (figures["year"] == subject.target_year)
    ]
    target = None if planned.empty else float(planned["value"].iloc[-1])
    place = list(inputs.areas).index(peer.area_id)
    sources = [] if latest is None else [latest.source_id]
    return _Area(
        words.text(inputs.areas[peer.area_id].name),
        LINE_ROLES[min(place, len(LINE_ROLES) - 1)],
        None if latest is None else latest.value,
        None if latest is None else latest.year,
        target,
        source_ids=(*sources, *(str(one) for one in planned["source_id"].tail(1))),
    )


def _notes(edition: Edition, shown: Sequence[Peer], left_out: Sequence[Peer]) -> list[str]:
    """How the definitions differ: of what is drawn, then of what is not, with its figures."""
    words, areas = edition.words, edition.inputs.areas
    found = [words.text(peer.note) for peer in shown if words.text(peer.note)]
    for peer in left_out:
        area = words.text(areas[peer.area_id].name)
        found.append(words("charts.peers.left_out", area=area, note=words.text(peer.note)))
    return found


def _chart(edition: Edition, subject: Subject, areas: Sequence[_Area], notes: Sequence[str], of_size: bool) -> Chart:
    words, unit = edition.words, subject.unit
    year = words.year(subject.target_year)
    fields = {"name": subject.short_name, "year": year, "unit": unit_name(words, unit)}
    kind = "reached" if of_size else "values" if any(one.value is not None for one in areas[1:]) else "targets"
    items = words.list([_item(words, area, unit, kind) for area in areas])
    rows = [_row(words, area, unit, subject.indicator.bound) for area in areas]
    heads = (
        words("charts.peers.area"),
        words("charts.column.value_unit", unit=unit_name(words, unit)),
        words("charts.peers.target", year=year),
    )
    cited = [source_id for area in areas for source_id in area.source_ids]
    return Chart(
        id=f"peers-{subject.id}",
        language=words.language,
        title=words(f"charts.peers.title.{kind}", items=items, **fields),
        subtitle=words(f"charts.peers.subtitle.{'reached' if of_size else 'values'}", **fields),
        panels=(_panel(words, areas, unit, rows, heads, of_size),),
        alt=words("charts.peers.alt", items=items, **fields),
        source_line=sentences(words, [*notes, source_line(edition, cited)]),
        table=ChartTable(heads, tuple((row.label, row.value, row.verdict) for row in rows)),
    )


def _item(words: Words, area: _Area, unit: Unit, kind: str) -> str:
    """An area with its figure: `… 92.0% ◇（2023年）`."""
    if kind == "targets" or (kind == "values" and area.value is None):
        shown = "" if area.target is None else words.value(area.target, unit)
        return words(
            "charts.peers.item" if kind == "targets" else "charts.peers.item_target", area=area.name, value=shown
        )
    if kind == "reached":
        shown = marked(words, words.share(area.reached or 0.0), area.illustrative)
    else:
        shown = value_text(words, area.value or 0.0, unit, area.illustrative)
    year = "" if area.year is None else words.year(area.year)
    return words("charts.peers.item_of_year", area=area.name, value=shown, year=year)


def _row(words: Words, area: _Area, unit: Unit, bound: Bound) -> TrackRow:
    value, target = words("charts.peers.none"), "–"
    if area.value is not None and area.year is not None:
        shown = value_text(words, area.value, unit, area.illustrative, with_unit=False)
        value = words("charts.older_value", value=shown, year=words.year(area.year))
    if area.target is not None:
        sign = {Bound.PLAIN: "", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}[bound] if area.own else ""
        target = sign + value_text(words, area.target, unit, with_unit=False)
    return TrackRow(area.name, value, target, "accent")


def _panel(
    words: Words,
    areas: Sequence[_Area],
    unit: Unit,
    rows: Sequence[TrackRow],
    heads: tuple[str, str, str],
    of_size: bool,
) -> Rows:
    marks: list[Mark] = []
    for place, area in enumerate(areas):
        end, target = (area.reached, 1.0) if of_size else (area.value, area.target)
        row = rows[place]
        if end is not None:
            marks.append(Bar(place, 0.0, end, area.role, area.illustrative, hover=f"{row.label}<br>{row.value}"))
        if target is not None:
            marks.append(Tick(target, place, "accent", hover=f"{heads[2]}<br>{row.verdict}"))
    highest = max(mark.end if isinstance(mark, Bar) else mark.x for mark in marks if isinstance(mark, (Bar, Tick)))
    if of_size:
        ticks = tuple((part, words.share(part, 0)) for part in (0.0, 0.5, 1.0))
        axis = Axis(0.0, max(highest, 1.0) * 1.06, ticks, grid=True)
    else:
        found = nice_axis(words, [0.0, highest], unit, count=4)
        axis = Axis(0.0, max(found.high, highest * 1.04), found.ticks, grid=True)
    return Rows(axis, tuple(rows), tuple(marks), (), heads)
