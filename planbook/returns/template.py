"""A workbook for a unit to fill in: what is asked, what is known, and drop-downs for what has a list."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.model import Cause, Flag, Indicator, Status, TargetKind, Task, Unit as Measure, UnitKind
from planbook.present.words import load_words
from planbook.present.yearbook.figures import bilingual
from planbook.returns.layout import SHEETS, Field, Sheet
from planbook.returns.subjects import Unit, due_value, known_before
from planbook.rules import Facts
from planbook.rules.facts import Record

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

__all__ = ["HEAD_ROW", "code_words", "write_template"]

HEAD_ROW = 2  # counted from 0: title and hint stand above
_FREE_ROWS = 20  # lines for what a unit has to say beyond what is listed
_ENTRY, _GIVEN, _HEAD = "#FFF9E5", "#F3F4F6", "#1F4E79"


def write_template(unit: Unit, facts: Facts, year: int, path: Path) -> Path:
    """Write one unit's workbook for a year. The same plan gives the same bytes: its date is the end of that year."""
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path.as_posix(), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _both("returns.title", year=year), "created": _day(year)})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "hint": book.add_format({"font_color": "#555555", "text_wrap": True, "valign": "top"}),
        "head": book.add_format(
            {
                "bold": True,
                "font_color": "white",
                "bg_color": _HEAD,
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
            }
        ),
        "given": book.add_format({"bg_color": _GIVEN, "text_wrap": True, "valign": "top", "border": 1}),
        "entry": book.add_format({"bg_color": _ENTRY, "text_wrap": True, "valign": "top", "border": 1}),
    }
    _write_notes(book, unit, year, formats)
    for sheet in SHEETS:
        rows = _rows(sheet, unit, facts, year)
        if not rows and sheet.key in ("indicators", "tasks", "measures"):
            continue
        if sheet.key == "revisions" and year <= min((one.year for one in facts.observations), default=year):
            continue  # nothing was reported yet that could be revised
        _write_sheet(book.add_worksheet(sheet.name), sheet, rows, unit, facts, year, formats)
    book.close()
    return path


def code_words(key: str) -> Mapping[str, str]:
    """What is offered in a drop-down, in Chinese, and the code it stands for; empty for a field without a list."""
    words = load_words("zh")
    if key == "flag":
        return {f"{flag.value} {words(f'flag.{flag.value}')}": flag.value for flag in Flag if flag.value}
    if key == "status":
        return {words(f"status.{status.value}"): status.value for status in Status}
    if key == "cause":
        return {words(f"cause.{cause.value}"): cause.value for cause in Cause}
    return {}


def _write_notes(book: Workbook, unit: Unit, year: int, formats: Mapping[str, Format]) -> None:
    page = book.add_worksheet(bilingual("returns.sheet.notes").zh)
    page.set_column(0, 0, 110)
    page.write_string(0, 0, _both("returns.title", year=year), formats["title"])
    page.write_string(1, 0, f"{bilingual('returns.unit').zh} {unit.name.zh} / {unit.name.en}")
    for line, key in enumerate(("entry", "half", "missing", "note", "percent", "revise", "back"), start=3):
        page.write_string(line, 0, _both(f"returns.hint.{key}", year=year), formats["hint"])
        page.set_row(line, 34)


def _rows(sheet: Sheet, unit: Unit, facts: Facts, year: int) -> list[tuple[Indicator | Task, dict[str, object]]]:
    if sheet.key == "indicators":
        before = known_before(facts.observations, year)
        return [(aim, _known(aim, facts, before, year)) for aim in unit.indicators]
    before = known_before(facts.progress, year)
    if sheet.key == "tasks":
        return [(aim, _known(aim, facts, before, year)) for aim in unit.tasks]
    if sheet.key == "measures":
        words = load_words("zh")
        return [
            (
                aim,
                {
                    "id": aim.id,
                    "name": aim.text.zh,
                    "status_before": words(f"status.{record.status.value}")
                    if (record := before.get(aim.id)) and record.status
                    else "",
                },
            )
            for aim in unit.measures
        ]
    return []


def _known(aim: Indicator | Task, facts: Facts, before: Mapping[str, Record], year: int) -> dict[str, object]:
    measure = facts.units.get(aim.unit_id)
    record = before.get(aim.id)
    due = due_value(aim, year)
    return {
        "id": aim.id,
        "name": aim.name.zh if isinstance(aim, Indicator) else aim.text.zh,
        "definition": aim.definition.zh if isinstance(aim, Indicator) else "",
        "unit": measure.zh if measure else "",
        "baseline": aim.baseline,
        "before": record.value if record else None,
        "target": aim.target,
        "due": None if due is None else round(due, (measure.decimals if measure else 1) + 1),
        "asked": _asked(aim),
    }


def _asked(aim: Indicator | Task) -> str:
    """What a year's figure is, by the kind of target: a level, the year's amount, its change."""
    falls = aim.target is not None and aim.target < 0
    if aim.target_kind is TargetKind.CUMULATIVE:
        return bilingual("returns.asked.amount_cut" if falls else "returns.asked.amount").zh
    if aim.target_kind is TargetKind.YEARLY_AVERAGE:
        return bilingual("returns.asked.change").zh
    return bilingual("returns.asked.level").zh


def _write_sheet(
    page: Worksheet,
    sheet: Sheet,
    rows: list[tuple[Indicator | Task, dict[str, object]]],
    unit: Unit,
    facts: Facts,
    year: int,
    formats: Mapping[str, Format],
) -> None:
    page.write_string(0, 0, f"{sheet.name}　{unit.name.zh}", formats["title"])
    page.write_string(1, 0, _both(f"returns.hint.{sheet.key}", year=year))
    page.set_row(HEAD_ROW, 34)
    last = HEAD_ROW + (len(rows) or _FREE_ROWS)
    for column, field in enumerate(sheet.fields):
        page.set_column(column, column, field.width)
        page.write_string(HEAD_ROW, column, _head(field, year), formats["head"])
        for line in range(HEAD_ROW + 1, last + 1):
            page.write_blank(line, column, None, formats["entry" if field.entry else "given"])
        _offer(page, sheet, field, column, (HEAD_ROW + 1, last), unit)
    for line, (aim, known) in enumerate(rows, start=HEAD_ROW + 1):
        for column, field in enumerate(sheet.fields):
            value = known.get(field.key)
            if isinstance(value, float):
                page.write_number(line, column, value, formats["given"])
            elif value:
                page.write_string(line, column, str(value), formats["given"])
            if field.key == "value" and (measure := facts.units.get(aim.unit_id)) is not None:
                _limit(page, line, column, measure)
    page.freeze_panes(HEAD_ROW + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _head(field: Field, year: int) -> str:
    head = field.head
    if field.key in ("value", "status"):
        return f"{head.zh}（{year}年）\n{head.en} ({year})"
    if field.key in ("before", "status_before", "due"):
        at = year if field.key == "due" else year - 1
        return f"{head.zh}（{at}年）\n{head.en} ({at})"
    return f"{head.zh}\n{head.en}"


def _offer(page: Worksheet, sheet: Sheet, field: Field, column: int, lines: tuple[int, int], unit: Unit) -> None:
    """A drop-down where a field has a list; what is not in it can still be typed, and is told of when it is read."""
    offered = list(code_words(field.key)) if field.entry else []
    if field.key == "id" and field.entry:
        offered = [aim.id for aim in unit.indicators] if sheet.key == "revisions" else list(unit.subjects)
    if offered and sum(len(word) + 1 for word in offered) <= 255:  # more than Excel takes in a list
        options = {"validate": "list", "source": offered, "error_type": "warning", "ignore_blank": True}
        page.data_validation(lines[0], column, lines[1], column, options)


def _limit(page: Worksheet, line: int, column: int, measure: Measure) -> None:
    """Values a unit of measurement cannot have are asked about as they are typed."""
    if measure.kind is UnitKind.CHANGE:
        return
    whole = measure.kind is UnitKind.COUNT and measure.decimals == 0
    options: dict[str, object] = {
        "validate": "integer" if whole else "decimal",
        "criteria": ">=",
        "value": 0,
        "error_type": "warning",
        "ignore_blank": True,
        "input_title": measure.zh[:32],
        "input_message": _both("returns.input", unit=measure.zh)[:255],
    }
    if measure.kind is UnitKind.SHARE:
        options |= {"criteria": "between", "minimum": 0, "maximum": 100}
        options.pop("value")
    page.data_validation(line, column, line, column, options)


def _both(key: str, **fields: object) -> str:
    text = bilingual(key, **fields)
    return f"{text.zh} {text.en}"


def _day(year: int) -> object:
    from datetime import datetime

    return datetime(year, 12, 31)
