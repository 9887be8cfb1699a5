"""The words of the yearbook: contents, user's notes, 简要说明 before each part and 主要统计指标解释 after it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html import escape

import pandas as pd

from planbook.looks import FLAGS, flags_with
from planbook.model import Flag, SourceKind, Text, YearbookKind
from planbook.present.citation import STYLES, licence_text
from planbook.present.edition import Edition
from planbook.present.inline import (
    Block,
    Inline,
    Passage,
    definitions,
    fill,
    join_sentences,
    link,
    plain,
    span,
    strong,
)
from planbook.present.marks import illustrative_mark
from planbook.present.pieces import Piece, only_on_page
from planbook.present.tables.model import Column, Row, Table
from planbook.present.words import HTML_LANGUAGES, Words
from planbook.present.yearbook.addresses import (
    DATA_INDEX,
    DATA_PACKAGE,
    ROOT_FROM_CONTENTS,
    SDMX_DATA,
    SDMX_STRUCTURE,
    workbook_file,
)
from planbook.present.yearbook.contents import build_part, build_yearbook
from planbook.present.yearbook.faces import table_anchor, two_languages
from planbook.present.yearbook.figures import BELOW_UNIT
from planbook.present.yearbook.model import Figure, FigureKind, Part, StatisticalTable, YearbookRow
from planbook.present.yearbook.notes import listed_years

__all__ = [
    "say_yearbook",
    "say_yearbook_downloads",
    "say_yearbook_notes",
    "say_yearbook_part",
    "say_yearbook_title",
    "table_yearbook_contents",
    "table_yearbook_symbols",
]


def part_title(words: Words, part: Part) -> str:
    """`第 4 篇　社会福利体系`, `Part 4. Social welfare system`."""
    return words("yearbook.part_title", number=part.number, title=words.text(part.title))


def say_yearbook_title(edition: Edition, part: str) -> Piece:
    """The heading of a part's page."""
    title = part_title(edition.words, build_part(edition.inputs, part))
    return Piece("title", f"<h1>{escape(title, quote=False)}</h1>", f"# {plain(title).markdown}", title)


def say_yearbook(edition: Edition, contents: pd.DataFrame) -> Piece:
    """What the yearbook is: scope, languages, what it holds, what is illustrative in it.

    `contents` has a row for each table: part, figures, made_up (`Edition.yearbook_contents`).
    """
    words = edition.words
    sentences = [
        fill(
            words,
            "yearbook.about",
            plan=words.text(edition.inputs.plan.title),
            year=words.year(edition.year),
            cut_off=words.date(edition.inputs.parameters.cut_off),
            parts=contents["part"].nunique(),
            tables=len(contents),
            figures=words.number(int(contents["figures"].sum())),
        )
    ]
    made_up = int(contents["made_up"].sum())
    if made_up:
        sentences.append(
            fill(words, "yearbook.about_illustrative", number=words.number(made_up), mark=illustrative_mark(words))
        )
    return Passage("yearbook", [Block((join_sentences(words, sentences),))]).piece()


def table_yearbook_contents(edition: Edition, contents: pd.DataFrame) -> Piece:
    """Every table with its number, its title in both languages, the years it covers, and how many figures it holds.

    `contents` has a row for each table: first_year, last_year, figures (`Edition.yearbook_contents`).
    """
    words = edition.words
    columns = [
        Column(words("yearbook.head.number")),
        Column(words("yearbook.head.table")),
        Column(words("yearbook.head.years")),
        Column(words("yearbook.head.figures"), numeric=True),
    ]
    rows_of = {str(table_id): row for table_id, row in contents.to_dict("index").items()}
    rows: list[Row] = []
    for part in build_yearbook(edition.inputs):
        address = f"yearbook/{part.id}.html"
        rows.append(Row(group=link(part_title(words, part), address)))
        for table in part.tables:
            told = rows_of[table.id]
            years = [int(told[end]) for end in ("first_year", "last_year") if not pd.isna(told[end])]
            title = two_languages(words, table.title)
            rows.append(
                Row(
                    (
                        plain(table.id),
                        link(title, f"{address}#{table_anchor(table.id)}"),
                        plain(_years(words, tuple(years))),
                        plain(words.number(int(told["figures"]))),
                    )
                )
            )
    return Table(
        "yearbook-contents",
        words("yearbook.contents_caption", year=words.year(edition.year)),
        columns,
        rows,
        row_header=1,
    ).piece()


def _years(words: Words, years: tuple[int, ...]) -> str:
    """`2015–2023`, `2015—2023`; the first and the last year, whatever lies between."""
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}{'—' if words.language == 'zh' else '–'}{years[-1]}"


def table_yearbook_symbols(edition: Edition) -> Piece:
    """The symbols of the tables, as in the user's notes of a Chinese yearbook."""
    words = edition.words
    symbols = [
        (plain(BELOW_UNIT), "below_unit"),
        (plain(words("yearbook.symbol.blank_shown")), "blank"),
        (plain("#"), "of_which"),
        (plain("①"), "footnote"),
        (illustrative_mark(words), "illustrative"),
    ]
    rows = [Row((mark, words(f"yearbook.symbol.{key}"))) for mark, key in symbols]
    rows += [
        Row((plain(flag.value), words("yearbook.symbol.flag", name=words(FLAGS[flag].word))))
        for flag in sorted(_flags(edition), key=str)
    ]
    columns = [Column(words("yearbook.head.symbol")), Column(words("yearbook.head.meaning"))]
    return Table(
        "yearbook-symbols", words("yearbook.symbols_caption"), columns, rows, [fill(words, "yearbook.symbols_note")]
    ).piece()


def _flags(edition: Edition) -> set[Flag]:
    """The flags that some figure of the yearbook carries."""
    return {
        flag
        for part in build_yearbook(edition.inputs)
        for table in part.tables
        for figure in table.figures()
        for flag in figure.flags
    }


def say_yearbook_downloads(edition: Edition) -> Piece:
    """Links to the files; for the page alone, as paper has none."""
    words = edition.words
    files = [
        (workbook_file(edition.year), "workbook"),
        (DATA_PACKAGE, "package"),
        (SDMX_DATA, "sdmx"),
        (SDMX_STRUCTURE, "sdmx_structure"),
        *((style.address, f"citation_{key}") for key, style in STYLES.items()),
        (DATA_INDEX, "everything"),
    ]
    items = tuple(link(words(f"downloads.file.{key}"), ROOT_FROM_CONTENTS + address) for address, key in files)
    licence = Block((plain(licence_text(edition).in_language(words.language)),), css_class="table-note")
    listed = Passage("yearbook-downloads", [Block(items, "ul"), licence]).piece()
    heading = plain(words("downloads.heading"))
    return replace(
        listed,
        html=f'<h2 id="downloads">{heading.html}</h2>\n{listed.html}',
        markdown=only_on_page(f"## {heading.markdown} {{#downloads}}\n\n{listed.markdown}"),
        text=licence.text,
    )


def say_yearbook_part(edition: Edition, part: str) -> Piece:
    """简要说明: content, sources, scope, method, historical changes of one part."""
    words, built = edition.words, build_part(edition.inputs, part)
    paragraphs = [
        ("content", _content(words, built)),
        ("source", _source(edition, built)),
        ("scope", _scope(edition, built)),
        ("method", _method(edition, built)),
        ("changes", _changes(words, built)),
    ]
    blocks = [
        Block((strong(words(f"yearbook.brief.{key}")) + plain(words("yearbook.brief.gap")) + said,))
        for key, said in paragraphs
    ]
    return Passage(f"brief-{built.id}", blocks).piece()


def _content(words: Words, part: Part) -> Inline:
    listed, gap = plain(""), plain(words("yearbook.list_gap"))
    for table in part.tables:
        entry = link(
            words("yearbook.brief.table", number=table.id, title=words.text(table.title)), f"#{table_anchor(table.id)}"
        )
        listed = listed + gap + entry if listed else entry
    return fill(words, "yearbook.brief.tables", count=len(part.tables), tables=listed)


def _figures(part: Part) -> list[Figure]:
    return [figure for table in part.tables for figure in table.figures() if figure.value is not None]


def _source(edition: Edition, part: Part) -> Inline:
    """How many figures come from where, the made-up ones with their mark."""
    words, sources = edition.words, edition.inputs.sources
    figures = _figures(part)
    counts = Counter(sources[figure.source_id].kind for figure in figures if figure.source_id in sources)
    named = []
    for kind in SourceKind:
        if counts[kind]:
            shown = plain(words(f"yearbook.brief.from.{kind.value}", count=counts[kind]))
            named.append(shown + illustrative_mark(words) if kind is SourceKind.ILLUSTRATIVE else shown)
    if not named:
        return fill(words, "yearbook.brief.no_figures")
    listed, gap = named[0], plain(words("yearbook.list_gap"))
    for one in named[1:]:
        listed = listed + gap + one
    sentences = [fill(words, "yearbook.brief.figures", count=len(figures), kinds=listed)]
    if counts[SourceKind.ILLUSTRATIVE]:
        sentences.append(fill(words, "yearbook.brief.illustrative", area=words.text(edition.inputs.plan.area)))
    return join_sentences(words, sentences)


def _scope(edition: Edition, part: Part) -> Inline:
    words = edition.words
    sentences = []
    if any(table.kind is not YearbookKind.SERIES for table in part.tables):
        sentences.append(
            fill(
                words,
                "yearbook.brief.scope_plan",
                area=words.text(edition.inputs.plan.area),
                period=words.text(edition.inputs.plan.predecessor.name),
            )
        )
    areas = {line.area for table in part.tables for line in table.lines() if line.area is not None}
    if areas:
        named = words.list(words.text(area.name) for area in edition.inputs.areas.values() if area in areas)
        years = [
            figure.year
            for table in part.tables
            if table.kind is YearbookKind.SERIES
            for figure in table.figures()
            if figure.kind is FigureKind.OBSERVED
        ]
        if years:
            sentences.append(
                fill(
                    words,
                    "yearbook.brief.scope_series",
                    areas=named,
                    first=words.year(min(years)),
                    last=words.year(max(years)),
                )
            )
    sentences.append(fill(words, "yearbook.brief.scope_time", cut_off=words.date(edition.inputs.parameters.cut_off)))
    return join_sentences(words, sentences)


def _method(edition: Edition, part: Part) -> Inline:
    words = edition.words
    sentences = []
    kinds = {table.kind for table in part.tables}
    if YearbookKind.INDICATORS in kinds or YearbookKind.TASKS in kinds:
        sentences.append(fill(words, "yearbook.brief.method_targets"))
    if YearbookKind.ACHIEVEMENTS in kinds:
        sentences.append(
            fill(words, "yearbook.brief.method_achievements", period=words.text(edition.inputs.plan.predecessor.name))
        )
    if YearbookKind.SERIES in kinds:
        sentences.append(fill(words, "yearbook.brief.method_series"))
    if any(figure.kind is FigureKind.PLANNED for figure in _figures(part)):
        sentences.append(fill(words, "yearbook.brief.method_planned"))
    rounded = [table for table in part.tables if table.rounded]
    if rounded:
        numbers = words.list(table.id for table in rounded)
        sentences.append(fill(words, "yearbook.brief.method_rounding", tables=numbers))
    return join_sentences(words, sentences)


def _changes(words: Words, part: Part) -> Inline:
    """Breaks and differing definitions by line, revised figures by line."""
    sentences = []
    for table in part.tables:
        sentences += [sentence for line in table.lines() if (sentence := _change_of(words, table, line))]
    if not sentences:
        return fill(words, "yearbook.brief.no_changes")
    return join_sentences(words, [fill(words, "yearbook.brief.changes_lead"), *sentences])


def _change_of(words: Words, table: StatisticalTable, line: YearbookRow) -> Inline | None:
    said = []
    for key in dict.fromkeys(look.change for look in FLAGS.values() if look.change):
        years = [figure.year for figure in line.figures.values() if set(flags_with(change=key)) & set(figure.flags)]
        if years:
            said.append(words(f"yearbook.brief.change.{key}", years=words.text(listed_years(years))))
    if not said:
        return None
    name = words.text(line.label)
    if line.area is not None:
        name = words("yearbook.brief.change.of_area", area=words.text(line.area.name), name=name)
    listed = words("yearbook.list_gap").join(said)
    return fill(words, "yearbook.brief.change.line", number=table.id, name=name, said=listed)


def say_yearbook_notes(edition: Edition, part: str) -> Piece:
    """主要统计指标解释: definition, formula and unit of what the part's tables hold."""
    words, inputs = edition.words, edition.inputs
    built = build_part(inputs, part)
    entries: dict[str, tuple[Text, str]] = {}
    for table in built.tables:
        for line in table.lines():
            explanation = _explanation(edition, table, line.item_id)
            if explanation:
                entries.setdefault(line.item_id, (line.label, explanation))
    if not entries:
        return Passage(f"notes-{built.id}", [Block((fill(words, "yearbook.no_notes"),))]).piece()
    other = "en" if words.language == "zh" else "zh"
    entries_shown = []
    for name, explanation in entries.values():
        own, foreign = words.text(name), name.in_language(other)
        named = plain(own) + plain(" ") + span(foreign, lang=HTML_LANGUAGES[other])
        entries_shown.append((replace(named, text=f"{own} ({foreign})"), plain(explanation)))
    return definitions(f"notes-{built.id}", entries_shown)


def _explanation(edition: Edition, table: StatisticalTable, item_id: str) -> str:
    words, inputs = edition.words, edition.inputs
    if table.kind is YearbookKind.INDICATORS:
        indicator = inputs.indicators.get(item_id)
        if indicator is None:  # a category of one
            return ""
        said = [words.text(indicator.definition)]
        if indicator.formula.zh:
            said.append(words("yearbook.formula", formula=words.text(indicator.formula)))
        said.append(words("yearbook.unit_of", unit=words.unit(inputs.units[indicator.unit_id])))
        return ("" if words.language == "zh" else " ").join(part for part in said if part)
    if table.kind is YearbookKind.SERIES:
        rows = inputs.series[inputs.series["series_id"] == item_id]
        return words.spaced(str(rows.iloc[0][f"definition_{words.language}"])) if len(rows) else ""
    return ""
