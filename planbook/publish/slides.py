"""The slides as a PowerPoint file: `slides-<language>.pptx`, ten at most, charts as the pictures of the report.

Every text and figure is the brief's, a table's or a chart's; nothing is computed here.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from planbook.assess import propose_changes
from planbook.looks import LIGHT, PROMISES, STATUSES
from planbook.model import Status
from planbook.present import chart_bullets, chart_trend
from planbook.present.brief import Brief, Count, make_brief
from planbook.present.duties import lead_of, name_of
from planbook.present.edition import Edition
from planbook.present.pieces import Piece
from planbook.present.subjects import attention_order, indicator_subjects, task_subject
from planbook.present.tables.projects import proposal_reason
from planbook.present.titles import edition_title
from planbook.publish.drawings import write_png
from planbook.publish.request import handout_name

__all__ = ["publish_slides"]

WIDE, HIGH, MARGIN = 13.333, 7.5, 0.65  # inches: 16:9
FACES = {"zh": ("Microsoft YaHei", "Microsoft YaHei"), "en": ("Calibri", "Microsoft YaHei")}  # Latin, Chinese
SIZES = (18, 17, 16, 15, 14, 13, 12, 11)  # of a table's text, in points
PADDING, THICK, THIN = 0.07, 19050, 9525  # inches; lines in 1/12700 points
MOST_ROWS = 9  # of a table that is read from the back of a room
_TITLE_ONLY = 5  # of python-pptx's own template

Row = Sequence[tuple[str, str]]  # text and colour role of each cell
Box = tuple[float, float, float, float]  # left, top, width, height in inches


def publish_slides(edition: Edition, folder: Path, between: Path) -> Path:
    """Write the slides of an edition in its language into `folder`; their path. Pictures lie in `between`.

    Raises
    ------
    PublishError
        When a chart cannot be drawn.
    """
    deck = _Deck(edition, between)
    brief = make_brief(edition)
    deck.open()
    deck.counts(brief)
    deck.picture(edition.words("brief.slide.indicators"), chart_bullets(edition, edition.scorecard()))
    deck.laggards(brief)
    deck.trend()
    deck.outlook(brief)
    deck.projects()
    deck.promises()
    deck.changes()
    deck.decisions(brief)
    target = folder / handout_name("slides", edition.language)
    target.write_bytes(deck.finish())
    return target


class _Deck:
    """Slides as they are added; each with its title, and a foot that says where it comes from."""

    def __init__(self, edition: Edition, between: Path) -> None:
        self.edition, self.between, self.words = edition, between, edition.words
        self.slides = Presentation()
        self.slides.slide_width, self.slides.slide_height = Inches(WIDE), Inches(HIGH)
        self.latin, self.chinese = FACES[edition.language]
        about, parameters = self.slides.core_properties, edition.inputs.parameters
        stamp = datetime(parameters.published.year, parameters.published.month, parameters.published.day, tzinfo=UTC)
        about.author = about.last_modified_by = self.words.text(edition.inputs.plan.issuer)
        about.title = f"{self.words.text(edition.inputs.plan.title)} · {edition_title(self.words, parameters)}"
        about.created = about.modified = stamp
        about.language, about.revision = self.words.html_language, 1

    # ---- what the slides show ------------------------------------------------------------------------------------

    def open(self) -> None:
        words, plan, parameters = self.words, self.edition.inputs.plan, self.edition.inputs.parameters
        slide = self._slide(words.text(plan.title), size=36, top=2.2, height=1.3)
        self._text(slide, edition_title(words, parameters), (MARGIN, 3.6, WIDE - 2 * MARGIN, 0.7), 24)
        facts = (
            f"{words('report.cover.cut_off')} {words.date(parameters.cut_off)}    "
            f"{words('report.cover.published')} {words.date(parameters.published)}"
        )
        self._text(slide, facts, (MARGIN, 4.3, WIDE - 2 * MARGIN, 0.5), 16, "muted")
        if self.edition.has_illustrative:
            self._text(slide, words("report.notice"), (MARGIN, 5.6, WIDE - 2 * MARGIN, 0.8), 14, "lagging")

    def counts(self, brief: Brief) -> None:
        words, edition = self.words, self.edition
        slide = self._slide(words("brief.slide.counts"))
        self._text(slide, brief.headline, (MARGIN, 1.35, WIDE - 2 * MARGIN, 1.6), 26)
        self._numbers(slide, words("brief.now", year=words.year(edition.year)), brief.counts, 3.1)
        last = edition.inputs.plan.period.last_year
        if edition.year < last:
            self._numbers(slide, words("brief.later", year=words.year(last)), brief.outlooks, 4.95)

    def picture(self, title: str, piece: Piece) -> None:
        slide = self._slide(piece.text.splitlines()[0] if piece.text else title)  # the finding, where there is one
        path = self.between / f"{piece.id}.png"
        write_png(piece.svg, path)
        shape = slide.shapes.add_picture(str(path), Inches(MARGIN), Inches(1.25))
        most_wide, most_high = Inches(WIDE - 2 * MARGIN), Inches(HIGH - 2.0)
        scale = min(most_wide / shape.width, most_high / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape.left = Emu(int((Inches(WIDE) - shape.width) / 2))
        shape._element.nvPicPr.cNvPr.set("descr", piece.text.splitlines()[0] if piece.text else title)

    def laggards(self, brief: Brief) -> None:
        words = self.words
        slide = self._slide(words("brief.slide.lagging"))
        heads = [
            words("duties.subject"),
            words("duties.stands"),
            *(words(f"brief.{key}") for key in ("unit", "cause", "measure")),
        ]
        rows = [
            [(one.name, "ink"), (one.verdict, "lagging"), (one.unit, "ink"), (one.cause, "ink"), (one.measure, "ink")]
            for one in brief.laggards
        ]
        self._table(slide, heads, rows, (2.4, 1.5, 2.1, 2.8, 3.2), words("brief.none_lagging"))
        if brief.more_lagging:
            self._text(slide, brief.more_lagging, (MARGIN, 6.4, WIDE - 2 * MARGIN, 0.4), 14, "muted")

    def trend(self) -> None:
        """The indicator that needs attention first, a binding one before others."""
        edition = self.edition
        subjects = [one for one in attention_order(indicator_subjects(edition)) if one.behind]
        subjects.sort(key=lambda one: not one.binding)
        if not subjects:
            return
        judged = edition.judged(subjects[0].id)
        piece = chart_trend(edition, edition.observations(subjects[0].id), judged, judged)
        self.picture(self.words("brief.slide.trend", name=subjects[0].short_name), piece)

    def outlook(self, brief: Brief) -> None:
        words, edition = self.words, self.edition
        if edition.year >= edition.inputs.plan.period.last_year:
            return
        slide = self._slide(words("brief.slide.outlook"))
        heads = [words(f"charts.column.{key}") for key in ("indicator", "value", "verdict")]
        heads.append(words("brief.later", year=words.year(edition.inputs.plan.period.last_year)))
        rows = [
            [
                (f"{one.number} {one.name}{words('duties.in_brackets', text=one.type)}", "ink"),
                (one.value, "ink"),
                (f"{one.mark} {one.word}", one.role),
                (f"{one.outlook_mark} {one.outlook_word}", one.outlook_role),
            ]
            for one in brief.strip
            if one.outlook_role == "lagging"
        ]
        self._table(slide, heads, rows, (5.0, 2.4, 2.3, 2.3), words("brief.none_lagging"))

    def projects(self) -> None:
        words, edition = self.words, self.edition
        slide = self._slide(words("brief.slide.projects"))
        heads = [words("brief.slide.subject"), words("duties.stands"), words("brief.unit")]
        rows: list[Row] = []
        latest = {one.project_id: one for one in edition.inputs.project_reports}
        for project in edition.inputs.projects.values():
            report = latest.get(project.id)
            look = STATUSES[report.status if report else Status.NOT_REPORTED]
            told = f"{look.mark} {words(look.word)}{' ◇' if report and report.illustrative else ''}"
            rows.append([(words.text(project.name), "ink"), (told, look.role), (self._unit(project.id), "ink")])
        subjects = [task_subject(edition, task) for task in edition.task_assessments]
        rows += [
            [(one.short_name, "ink"), (one.mark.text, one.look.role), (self._unit(one.id), "ink")]
            for one in attention_order(subjects)
        ]
        self._table(slide, heads, rows[:MOST_ROWS], (7.0, 2.5, 2.5), words("duties.nothing_here"))

    def promises(self) -> None:
        words, inputs, year = self.words, self.edition.inputs, self.edition.year
        slide = self._slide(words("brief.slide.promises"))
        answers = {one.follows: one for one in inputs.findings.values() if one.vintage == year and one.follows}
        heads = [words("duties.subject"), words("duties.promised", year=words.year(year - 1)), words("duties.became")]
        heads.append(words("duties.answer_text"))
        rows: list[Row] = []
        for one in inputs.findings.values():
            if one.vintage != year - 1 or not one.promises:
                continue
            answer = answers.get(one.id)
            look = PROMISES[answer.answer if answer else None]
            sign = " ◇" if one.illustrative else ""
            rows.append(
                [
                    (name_of(self.edition, one.subject_id), "ink"),
                    (words.text(one.measure) + sign, "ink"),
                    (f"{look.mark} {words(look.word)}{sign if answer else ''}", look.role),
                    (words.text(answer.answer_text) + sign if answer and answer.answer_text.zh else "–", "ink"),
                ]
            )
        none = words("duties.none_promised", year=words.year(year - 1))
        self._table(slide, heads, rows[:MOST_ROWS], (2.7, 4.3, 1.9, 3.1), none)

    def changes(self) -> None:
        words, edition = self.words, self.edition
        slide = self._slide(words("brief.slide.changes"))
        heads = [words(f"duties.{key}") for key in ("subject", "change", "reason", "proposed_by")]
        rows: list[Row] = [
            [
                (name_of(edition, one.indicator_id), "ink"),
                (words(f"adjustment.{one.kind.value}"), "ink"),
                (proposal_reason(edition, one).text + (" ◇" if one.illustrative else ""), "ink"),
                (words("duties.program"), "muted"),
            ]
            for one in propose_changes(edition.inputs, edition.assessments)
        ]
        for change in edition.inputs.adjustments.values():
            sign = " ◇" if change.illustrative else ""
            unit = words.text(edition.inputs.offices[change.office_id].short_name) + sign
            kind = words(f"adjustment.{change.kind.value}")
            reason = words.text(change.reason) + sign
            rows.append([(name_of(edition, change.subject_id), "ink"), (kind, "ink"), (reason, "ink"), (unit, "ink")])
        self._table(slide, heads, rows[: MOST_ROWS + 1], (2.6, 2.5, 5.3, 1.6), words("duties.no_changes"))

    def decisions(self, brief: Brief) -> None:
        slide = self._slide(self.words("brief.slide.decide"))
        told = [f"{place}. {one}" for place, one in enumerate(brief.decisions, 1)]
        lines = told or [self.words("brief.none_decide")]
        size = 20 if sum(map(len, lines)) < (330 if self.edition.language == "zh" else 620) else 17
        self._text(slide, "\n".join(lines), (MARGIN, 1.4, WIDE - 2 * MARGIN, HIGH - 2.3), size, after=10)

    def finish(self) -> bytes:
        """The file, the same for the same edition: without the time it was made."""
        made, again = io.BytesIO(), io.BytesIO()
        self.slides.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
        return again.getvalue()

    # ---- how they are set ----------------------------------------------------------------------------------------

    def _unit(self, subject_id: str) -> str:
        lead = lead_of(self.edition, subject_id)
        if lead is None:
            return self.words("duties.not_named")
        return self.words.text(lead[0].short_name) + (" ◇" if lead[1] else "")

    def _slide(self, title: str, size: int = 28, top: float = 0.4, height: float = 0.75) -> Any:
        slide = self.slides.slides.add_slide(self.slides.slide_layouts[_TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top = Inches(MARGIN), Inches(top)
        shape.width, shape.height = Inches(WIDE - 2 * MARGIN), Inches(height)
        shape.text_frame.word_wrap = True
        shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        self._write(shape.text_frame, title, size, "ink", bold=True)
        edition, words = self.edition, self.words
        plan = words.text(edition.inputs.plan.title)
        foot = words("brief.slide.source", title=plan, edition=edition_title(words, edition.inputs.parameters))
        if edition.has_illustrative:
            foot = f"{words('report.notice_short')}    {foot}"
        self._text(slide, foot, (MARGIN, HIGH - 0.5, WIDE - 2 * MARGIN - 0.8, 0.35), 10, "muted")
        number = str(len(self.slides.slides))
        self._text(slide, number, (WIDE - MARGIN - 0.6, HIGH - 0.5, 0.6, 0.35), 10, "muted")
        return slide

    def _text(self, slide: Any, text: str, box: Box, size: float, role: str = "ink", after: int = 0) -> None:
        frame = slide.shapes.add_textbox(*map(Inches, box)).text_frame
        frame.word_wrap = True
        self._write(frame, text, size, role, after=after)

    def _write(self, frame: Any, text: str, size: float, role: str, bold: bool = False, after: int = 0) -> None:
        for place, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(after)
            paragraph.alignment = None
            properties = paragraph._p.get_or_add_pPr()
            properties.set("algn", "l")
            run = paragraph.add_run()
            run.text = line
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, self.latin
            run.font.color.rgb = RGBColor(*bytes.fromhex(LIGHT[role].lstrip("#")))  # type: ignore[no-untyped-call]
            face = run._r.get_or_add_rPr().makeelement(_EAST_ASIAN, {"typeface": self.chinese})
            run._r.get_or_add_rPr().append(face)

    def _numbers(self, slide: Any, head: str, counts: Sequence[Count], top: float) -> None:
        self._text(slide, head, (MARGIN, top, WIDE - 2 * MARGIN, 0.4), 14, "muted")
        wide = (WIDE - 2 * MARGIN) / max(len(counts), 5)
        for place, one in enumerate(counts):
            left = MARGIN + place * wide
            self._text(slide, str(one.number), (left, top + 0.35, wide, 0.8), 40, one.role)
            self._text(slide, f"{one.mark} {one.word}", (left, top + 1.1, wide, 0.45), 14, one.role)

    def _table(self, slide: Any, heads: Sequence[str], rows: Sequence[Row], widths: Sequence[float], none: str) -> None:
        """Three rules, no fill, as the report has its tables; as large as the slide holds."""
        if not rows:
            self._text(slide, none, (MARGIN, 1.5, WIDE - 2 * MARGIN, 0.6), 20)
            return
        cells: list[Row] = [[(head, "muted") for head in heads], *rows]
        for size in SIZES:
            heights = [_height(row, widths, size) for row in cells]
            if sum(heights) <= HIGH - 2.1:
                break
        frame = slide.shapes.add_table(len(cells), len(heads), *map(Inches, (MARGIN, 1.4, sum(widths), sum(heights))))
        table = frame.table
        frame._element.graphic.graphicData.tbl.tblPr.set("bandRow", "0")
        for place, width in enumerate(widths):
            table.columns[place].width = Inches(width)
        for line, row in enumerate(cells):
            table.rows[line].height = Inches(heights[line])
            inner = 0 < line < len(cells) - 1
            for place, (text, role) in enumerate(row):
                cell = table.cell(line, place)
                cell.fill.background()
                cell.margin_left = cell.margin_right = Inches(PADDING)
                cell.margin_top = cell.margin_bottom = Inches(PADDING)
                self._write(cell.text_frame, text, size, role, bold=line == 0)
                if line == 0:
                    _rule(cell, "T", THICK)
                _rule(cell, "B", THIN if inner else THICK, light=inner)


def _height(row: Row, widths: Sequence[float], size: float) -> float:
    """How high a row is, in inches: Chinese characters are as wide as they are high, others about half of it."""
    lines = 1
    for (text, _), width in zip(row, widths, strict=True):
        ems = sum(1.0 if character >= "\u2e80" else 0.55 for character in text)
        lines = max(lines, math.ceil(ems * size / 72 / (width - 2 * PADDING) * 1.06))
    return lines * size * 1.3 / 72 + 2 * PADDING


_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EAST_ASIAN = f"{_DRAWING}ea"


def _rule(cell: Any, side: str, width: int, light: bool = False) -> None:
    """A line on one side of a cell: T or B."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(f"{_DRAWING}ln{side}", {"w": str(width)})
    fill = line.makeelement(f"{_DRAWING}solidFill", {})
    colour = LIGHT["rule" if light else "ink"].lstrip("#").upper()
    fill.append(fill.makeelement(f"{_DRAWING}srgbClr", {"val": colour}))
    line.append(fill)
    properties.insert(0 if side == "T" else len(properties.findall(f"{_DRAWING}lnT")), line)
