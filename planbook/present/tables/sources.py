"""Tables of the sources page: sources, kinds of figures, consistency of the plan, glossary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from planbook.assess import check_plan_consistency
from planbook.model import Indicator, Source, SourceKind, Task, Unit, UnitKind
from planbook.present.edition import Edition
from planbook.present.inline import Inline, fill, strong, unbroken
from planbook.present.marks import with_languages
from planbook.present.messages import decimals_of
from planbook.present.pieces import Piece
from planbook.present.plan_checks import finding_of_check, title_of_check
from planbook.present.tables.indicators import linked_source
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import NO_FIGURE

__all__ = ["source_numbers", "table_consistency", "table_figure_kinds", "table_sources"]

KINDS = tuple(SourceKind)


def source_numbers(edition: Edition) -> dict[str, int]:
    """Source → its number in the list of sources: by kind, the plan first, then by id."""
    ordered = sorted(edition.inputs.sources.values(), key=lambda source: (KINDS.index(source.kind), source.id))
    return {source.id: place for place, source in enumerate(ordered, 1)}


def table_sources(edition: Edition) -> Piece:
    """Every source by kind; only originals and established news are linked, a reprint says that it is one."""
    words, sources = edition.words, list(edition.inputs.sources.values())
    columns = [
        Column(words("table.source")),
        Column(words("table.publisher")),
        Column(words("table.published")),
        Column(words("table.document")),
        Column(words("table.note")),
    ]
    body: list[Row] = []
    counts, numbers = Counter(source.kind for source in sources), source_numbers(edition)
    sources.sort(key=lambda source: numbers[source.id])
    for kind in KINDS:
        own = [source for source in sources if source.kind is kind]
        if own:
            body.append(
                Row(group=words("table.sources_of_kind", kind=words(f"source_kind.{kind.value}"), count=counts[kind]))
            )
            body += [_source_row(edition, source, numbers[source.id]) for source in own]
    notes = [fill(words, "table.sources_note")]
    caption = words("table.sources_caption", count=len(sources))
    return Table("table-sources", caption, columns, body, notes, css_class="cards").piece()


def _source_row(edition: Edition, source: Source, number: int) -> Row:
    words = edition.words
    remarks = [words("table.read_in_reprint")] if source.kind is SourceKind.REPRINT else []
    if words.text(source.note):
        remarks.append(words.text(source.note))
    return Row(
        (
            Inline(
                f'<span id="source-{number}" class="row-number">{number}</span> ',
                f"[{number}]{{#source-{number} .row-number}} ",
                f"{number} ",
            )
            + linked_source(edition, source.id),
            with_languages(words, words.text(source.publisher)),
            unbroken(source.published or NO_FIGURE),
            with_languages(words, source.document_number or NO_FIGURE),
            with_languages(words, words("table.note_separator").join(remarks)),
        )
    )


def table_figure_kinds(edition: Edition) -> Piece:
    """How many figures of the edition come from the plan, from publications, from arithmetic, or are made up."""
    words, inputs = edition.words, edition.inputs
    columns = [
        Column(words("table.figures_of")),
        *(Column(words(f"source_kind.{kind.value}"), numeric=True) for kind in KINDS),
        Column(words("table.total"), numeric=True),
    ]
    tally = {
        "indicators": _aims(edition, inputs.indicators.values()),
        "tasks": _aims(edition, inputs.tasks.values()),
        "achievements": _by_kind(
            edition,
            [
                one.source_id
                for one in inputs.achievements.values()
                for figure in (one.value, one.start_value)
                if figure is not None
            ],
        ),
        "observations": _by_kind(edition, inputs.observations["source_id"][inputs.observations["value"].notna()]),
        "progress": _by_kind(edition, inputs.progress["source_id"][inputs.progress["value"].notna()]),
        "statuses": _by_kind(edition, inputs.progress["source_id"][inputs.progress["status"] != ""]),
        "context": _by_kind(edition, inputs.context["source_id"][inputs.context["value"].notna()]),
    }
    body = [_tally_row(edition, words(f"table.figures.{name}"), counts) for name, counts in tally.items()]
    body.append(_tally_row(edition, words("table.total"), sum(tally.values(), Counter()), "total"))
    return Table(
        "table-figure-kinds", words("table.figure_kinds_caption", year=words.year(edition.year)), columns, body
    ).piece()


def _by_kind(edition: Edition, source_ids: Iterable[str]) -> Counter[SourceKind]:
    sources = edition.inputs.sources
    return Counter(sources[source_id].kind for source_id in source_ids if source_id in sources)


def _aims(edition: Edition, aims: Iterable[Indicator | Task]) -> Counter[SourceKind]:
    """Baselines and targets, each by what it was read in: the plan, or what others wrote of it."""
    return _by_kind(
        edition, [aim.source_id for aim in aims for figure in (aim.baseline, aim.target) if figure is not None]
    )


def _tally_row(edition: Edition, name: Inline | str, counts: Counter[SourceKind], css_class: str = "") -> Row:
    numbers = [counts[kind] for kind in KINDS]
    return Row(
        (name, *(edition.words.number(number) for number in numbers), edition.words.number(sum(numbers))),
        css_class=css_class,
    )


def table_consistency(edition: Edition, checks: pd.DataFrame) -> Piece:
    """Does the plan agree with itself: each check with both figures, its arithmetic and its finding.

    Parameters
    ----------
    checks : `edition.plan_checks()` with a column `agrees` (True, False, or missing where nothing is judged).

    Raises
    ------
    ValueError
        When a finding is not the package's own.
    """
    words, units = edition.words, edition.inputs.units
    columns = [
        Column(words("table.checked")),
        Column(words("table.finding")),
        Column(words("table.plan_says"), numeric=True),
        Column(words("table.set_against"), numeric=True),
        Column(words("table.arithmetic")),
    ]
    body = []
    for done in check_plan_consistency(edition.inputs):
        found = checks["agrees"].loc[done.check.id]
        agrees = None if pd.isna(found) else bool(found)
        if agrees is not done.agrees:
            raise ValueError(f"{done.check.id}: the notebook finds {agrees}, the package {done.agrees}")
        unit = units[done.check.unit_id]
        body.append(
            Row(
                (
                    title_of_check(edition, done),
                    fill(
                        words,
                        "table.found",
                        finding=strong(words(f"consistency.{FINDINGS[agrees]}")),
                        text=finding_of_check(edition, done, agrees),
                    ),
                    _checked(edition, done.left, unit),
                    _checked(edition, done.right, unit),
                    done.arithmetic,
                )
            )
        )
    if not body:
        body = [Row((words("table.nothing_to_check"), "", "", "", ""))]
    return Table(
        "table-consistency",
        words("table.consistency_caption"),
        columns,
        body,
        [fill(words, "table.consistency_note")],
        css_class="cards",
    ).piece()


FINDINGS = {True: "agrees", False: "differs", None: "side_by_side"}


def _checked(edition: Edition, value: float, unit: Unit) -> str:
    if unit.kind is UnitKind.COUNT:
        return edition.words.value(value, unit)
    return edition.words.value(value, unit, max(unit.decimals, min(decimals_of(value), 2)))
