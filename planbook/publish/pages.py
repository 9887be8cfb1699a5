"""From an executed notebook to a page: its title, and its text, the one source of page and report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planbook.errors import PublishError
from planbook.load import import_nbformat
from planbook.present.citation import cite_edition
from planbook.present.edition import Edition
from planbook.present.inline import plain
from planbook.present.pieces import DataTable, Piece, figure_face, only_on_page
from planbook.publish.charts import ChartFile, chart_file, folder_address, imprint_of, with_tools
from planbook.publish.computation import CodeCell, code_and_frames, fold
from planbook.publish.outputs import face_of_output, text_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Page", "read_page"]

_TITLE = re.compile(r"\A\s*# (?P<title>[^\n]+)\n?")
_SECTION = re.compile(r"^## +(?P<title>.*?)\s*(?:\{.*\})?$", re.MULTILINE)
_OWN_FACE = re.compile(r"output-\d+|cell-\d+-\d+")  # ids that are an output's place, which another chapter has too
PARAMETERS, INJECTED, COMPUTATION = "parameters", "injected-parameters", "computation"
# Cells that are for whoever runs the notebook: nbval's check, and what an author keeps to the notebook.
UNPUBLISHED = frozenset({"nbval-check-output", "not-published"})


@dataclass(frozen=True)
class Page:
    """One page of one language.

    Attributes
    ----------
    address : below the language's folder, without `.html`: `index`, `indicators/i01`.
    kind : summary, chapter, indicator, yearbook, data or info; decides its place in search results.
    text : Quarto Markdown, of which the page and the report are made; what is for one of them alone says so.
    drawings : SVG text by the name that `text` refers to as `charts/<name>.svg`.
    figures : HTML by the same name: what the page shows in the drawing's place, below the figure's caption.
    tables : what a reader can take away, by the name of its file below `tables/`.
    charts : the drawings with what they take along when they leave the page, by the name of their files.
    annex : how it was computed, for print: code and the frames it shows. "" where there is no code.
    """

    address: str
    language: str
    kind: str
    title: str
    description: str
    text: str
    drawings: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    tables: dict[str, DataTable] = field(default_factory=dict)
    annex: str = ""
    charts: dict[str, ChartFile] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many folders below the language's folder the page lies."""
        return self.address.count("/")


@dataclass
class _Section:
    """What stands under one heading of the second level, or before the first."""

    title: str = ""
    text: list[str] = field(default_factory=list)
    code: list[CodeCell] = field(default_factory=list)

    @property
    def shown(self) -> list[str]:
        """What page and report show of it: nothing, and no heading, where only the heading says something."""
        said = [part for part in self.text if part.strip()]
        alone = self.title and len(said) == 1 and said[0].strip().count("\n") == 0
        return [] if alone else said


class _Reader:
    """Reads the cells of one notebook into sections."""

    def __init__(self, address: str, edition: Edition, notebook: str) -> None:
        self.address, self.edition, self.words = address, edition, edition.words
        self.notebook = notebook
        self.title = self.description = ""
        self.sections = [_Section()]
        self.drawings: dict[str, str] = {}
        self.figures: dict[str, str] = {}
        self.tables: dict[str, DataTable] = {}
        self.charts: dict[str, ChartFile] = {}
        self.imprint, self.citation = imprint_of(edition), cite_edition(edition)
        self.folder = folder_address(edition)  # of the language, in full

    @property
    def name(self) -> str:
        return self.address.replace("/", "-")

    def read_prose(self, number: int, cell: NotebookNode) -> None:
        text = text_of(cell.source)
        if COMPUTATION in cell.metadata.get("tags", ()):  # a formula, told with the code that works it
            told = Piece(f"prose-{number}", html="", markdown=text, text=text)
            self.sections[-1].code.append(CodeCell("", (told,)))
            return
        if not self.title and (match := _TITLE.match(text)):
            self.title, text = match["title"].strip(), text[match.end() :]
        for title, part in _split_sections(text):
            if title:
                self.sections.append(_Section(title))
            self.sections[-1].text.append(part)

    def read_code(self, number: int, cell: NotebookNode) -> None:
        tags, source = set(cell.metadata.get("tags", ())), text_of(cell.source).strip()
        if tags & UNPUBLISHED:
            return
        if PARAMETERS in tags or INJECTED in tags:
            self.sections[0].code = [
                CodeCell(source.removeprefix("# Parameters\n"))
            ]  # the injected ones replace the defaults
            return
        shown = [self.settle(piece) for piece in self.faces(number, cell)]
        titles = [piece for piece in shown if not self.title and self.take_title(piece)]
        shown = [piece for piece in shown if piece not in titles]
        if COMPUTATION in tags:
            self.sections[-1].code.append(CodeCell(source, tuple(shown)))
            return
        opened = []
        for piece in shown:
            if match := _SECTION.match(piece.markdown):  # a cell may write headings of its own
                opened.append(_Section(match["title"]))
                self.sections.append(opened[-1])
            self.show(piece)
        for section in opened or self.sections[-1:]:
            section.code.append(CodeCell(source))

    def faces(self, number: int, cell: NotebookNode) -> Iterable[Piece]:
        for count, output in enumerate(cell.get("outputs", ()), start=1):
            if output.output_type in ("stream", "error"):
                continue  # a warning or a print for whoever runs the notebook by hand
            place = f"{self.address} ({self.words.language}), cell {number}"
            id = f"cell-{number}-{count}"
            yield face_of_output(output.get("data", {}), id, self.edition, place, output.get("metadata", {}))

    def take_title(self, piece: Piece) -> bool:
        match = _TITLE.match(piece.markdown)
        if match:
            self.title = match["title"].strip()
        return match is not None

    def show(self, piece: Piece) -> None:
        if not self.description:
            self.description = piece.text.strip().split("\n")[0][:200]
        self.sections[-1].text.append(piece.markdown)

    def settle(self, piece: Piece) -> Piece:
        """`piece` with its files under names that no other page uses; they are kept for the page."""
        if _OWN_FACE.fullmatch(piece.id):
            drawing = f"{self.name}-{piece.id}"
            piece = replace(piece, markdown=piece.markdown.replace(f"charts/{piece.id}.svg", f"charts/{drawing}.svg"))
        else:
            drawing = piece.id
        if piece.svg:
            self.drawings[drawing] = piece.svg
            self.figures[drawing] = figure_face(piece.html)
        chart = chart_file(piece, drawing, self.address, self.imprint)
        if chart is not None:
            self.charts[drawing] = chart
            told = with_tools(piece, chart, self.words, self.citation, self.folder)
            self.figures[drawing] = figure_face(told)
            return piece
        if piece.data is not None:
            file = f"{self.name}-{piece.id}.csv"
            self.tables[file] = piece.data
            address = f"{'../' * self.address.count('/')}tables/{file}"
            file = only_on_page(_take_away(self.words("faces.csv"), address))
            piece = replace(piece, markdown=f"{piece.markdown}\n\n{file}")
        return piece

    def notebook_link(self) -> str:
        """The notebook to take away, in the page's first fold."""
        if not self.notebook:
            return ""
        root = "../" * (self.address.count("/") + 1)
        address = f"{root}notebooks/{self.words.language}/{self.notebook}.ipynb"
        return _take_away(self.words("computation.notebook"), address)

    def page(self, kind: str) -> Page:
        text: list[str] = []
        annex: list[str] = []
        waiting: list[CodeCell] = []
        number = 0
        for section in self.sections:
            shown = section.shown
            text += shown
            waiting += section.code
            last = section is self.sections[-1]
            if waiting and (shown or last):  # code before the first words of a page is told with them
                number += 1
                foot = self.notebook_link() if number == 1 else ""
                text.append(fold(waiting, section.title, number, self.words, foot))
                annex += [f"## {section.title}"] if section.title else []
                annex.append(code_and_frames(waiting))
                waiting = []
        if not self.title:
            raise PublishError(
                f"{self.address} ({self.words.language}): the page has no title. Fix: begin the notebook with `# …`."
            )
        return Page(
            self.address,
            self.words.language,
            kind,
            self.title,
            self.description or self.title,
            "\n\n".join(text) + "\n",
            self.drawings,
            self.figures,
            self.tables,
            "\n\n".join(annex),
            self.charts,
        )


def read_page(executed: str, address: str, kind: str, edition: Edition, notebook: str = "") -> Page:
    """The page that an executed notebook makes.

    Parameters
    ----------
    notebook : where the notebook lies below the language's folder of notebooks, without `.ipynb`; "" for nowhere.
    edition : in the page's language. Where it holds illustrative figures, an output that does not say what it rests
        on is marked as a whole.

    Raises
    ------
    PublishError
        When a cell shows something that cannot be published, or the page has no title.
    """
    read: NotebookNode = import_nbformat().from_dict(json.loads(executed))
    reader = _Reader(address, edition, notebook)
    for number, cell in enumerate(read.cells):
        if cell.cell_type == "markdown":
            reader.read_prose(number, cell)
        elif cell.cell_type == "code":
            reader.read_code(number, cell)
    return reader.page(kind)


def _take_away(label: str, address: str) -> str:
    """A file to take away, on a line of its own."""
    return f"::: {{.take-away}}\n[{plain(label).markdown}]({address}){{download={address.rpartition('/')[2]}}}\n:::"


def _split_sections(text: str) -> list[tuple[str, str]]:
    """(heading, text with it) for each part that a heading of the second level opens; "" before the first."""
    starts = [match for match in _SECTION.finditer(text) if not text[: match.start()].count("```") % 2]
    parts = [("", text[: starts[0].start() if starts else len(text)])]
    for place, match in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        parts.append((match["title"], text[match.start() : end]))
    return [(title, part) for title, part in parts if title or part.strip()]
