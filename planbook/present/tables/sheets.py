"""Tables of the report's annex: all indicators with their units, and the values of one on its sheet."""

from __future__ import annotations

from planbook.model import PaceVerdict
from planbook.present.duties import lead_of
from planbook.present.edition import Edition
from planbook.present.inline import Inline, plain
from planbook.present.marks import figure, type_tag, verdict_mark
from planbook.present.pieces import Piece
from planbook.present.subjects import indicator_subject
from planbook.present.tables.duty_parts import with_sign
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import (
    NO_FIGURE,
    baseline_cell,
    bounded,
    illustrative_note,
    latest_value,
    share_cell,
)

__all__ = ["table_annex", "table_sheet_values"]


def table_annex(edition: Edition) -> Piece:
    """附表: indicator, type, baseline, target, value of the edition, how much is done, verdict, responsible unit."""
    words, inputs = edition.words, edition.inputs
    columns = [
        Column(words("table.indicator")),
        Column(words("duties.kind")),
        Column(words("table.unit")),
        Column(words("table.baseline", year=inputs.plan.baseline_year), numeric=True),
        Column(words("table.target", year=inputs.plan.period.last_year), numeric=True),
        Column(words("sheet.interim", year=words.year(edition.year)), numeric=True),
        Column(words("table.completion"), "%", numeric=True),
        Column(words("table.pace")),
        Column(words("duties.office")),
    ]
    body, made_up = [], False
    for indicator in inputs.indicators.values():
        subject, lead = indicator_subject(edition, indicator.id), lead_of(edition, indicator.id)
        made_up |= subject.assessment.illustrative or bool(lead and lead[1])
        unit = words("duties.not_named") if lead is None else words.text(lead[0].short_name)
        body.append(
            Row(
                (
                    plain(f"{indicator.number}\u2002") + subject.linked,
                    type_tag(words, indicator.type),
                    words.unit(subject.unit),
                    baseline_cell(subject),
                    bounded(subject),
                    latest_value(subject),
                    share_cell(subject),
                    subject.mark,
                    with_sign(edition, unit, bool(lead and lead[1])),
                )
            )
        )
    notes = [illustrative_note(words)] if made_up else []
    caption = words("sheet.annex_caption", year=words.year(edition.year))
    return Table("table-annex", caption, columns, body, notes).piece()


def table_sheet_values(edition: Edition, indicator_id: str) -> Piece:
    """One indicator's values as a line of years: value, due, done, verdict."""
    words, subject = edition.words, indicator_subject(edition, indicator_id)
    judged = edition.judged(indicator_id)
    known = judged[judged["verdict"].notna()]
    years = [int(year) for year in known.index]
    last = edition.inputs.plan.period.last_year
    columns = [Column(words("sheet.unit", unit=words.unit(subject.unit)))]
    columns.append(Column(words("sheet.baseline", year=subject.baseline_year), numeric=True))
    columns += [Column(words.year(year), numeric=True) for year in years]
    columns.append(Column(words("sheet.target", year=last), numeric=True))
    decimals = subject.unit.decimals
    values: list[Inline | str] = []
    done: list[Inline | str] = []
    due: list[Inline | str] = []
    verdicts: list[Inline | str] = []
    for row in known.to_dict("records"):
        has_value, sign = row["value"] == row["value"] and row["value"] is not None, bool(row["illustrative"])
        shown = words.number(float(row["value"]), decimals) if has_value else NO_FIGURE
        values.append(figure(words, shown, sign and has_value, ""))
        completion = row["completion"]
        has_completion = completion is not None and completion == completion
        done.append(words.share(float(completion)) if has_completion else NO_FIGURE)
        due.append(words.share(float(row["due"])) if row["due"] is not None and row["due"] == row["due"] else NO_FIGURE)
        verdicts.append(verdict_mark(words, PaceVerdict(str(row["verdict"]))))
    baseline = NO_FIGURE if subject.baseline is None else words.number(subject.baseline, decimals)
    rows = [
        Row((words("table.value"), baseline, *values, bounded(subject))),
        Row((words("table.completion"), NO_FIGURE, *done, "100%")),
        Row((words("table.due"), NO_FIGURE, *due, "100%")),
        Row((words("table.pace"), "", *verdicts, "")),
    ]
    caption = words("sheet.values", name=subject.short_name)
    return Table(f"table-sheet-{indicator_id}", caption, columns, rows, css_class="uncaptioned").piece()
