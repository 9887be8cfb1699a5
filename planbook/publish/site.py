"""The pages of an edition as HTML: framed, rendered, with what they need beside them, and checked."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from planbook.errors import PublishError
from planbook.looks import DARK, LIGHT
from planbook.model import EditionName
from planbook.paths import LANGUAGES, Project
from planbook.present.citation import cite_edition
from planbook.present.edition import Edition
from planbook.present.words import Words
from planbook.publish.chart_files import write_charts
from planbook.publish.description import describe_data
from planbook.publish.downloads.safety import write_csv
from planbook.publish.edition_report import (
    keep_formats,
    reference_name,
    report_source,
    strip_drawing,
    write_reference,
)
from planbook.publish.embedded import render_pages
from planbook.publish.folders import write_text
from planbook.publish.inline_styles import plotly_css
from planbook.publish.links import (
    find_broken_links,
    find_foreign_requests,
    find_markup_faults,
    look_at_pages,
    take_away_links,
)
from planbook.publish.manifest import MANIFEST, published_editions
from planbook.publish.page_files import page_metadata, write_drawings, write_page_files
from planbook.publish.pages import Page
from planbook.publish.quarto import Quarto, render_project
from planbook.publish.quarto_project import REPORT, write_language, write_project
from planbook.publish.quarto_site import take_pages, take_report
from planbook.publish.request import HANDOUTS, REPORT_FORMATS, handout_name
from planbook.publish.reuse import Reuse
from planbook.publish.share import write_share_images
from planbook.publish.shell import EditionFrame, FileLink, edition_facts, shell_environment
from planbook.publish.sitemap import SITE_MAP, SiteMap, build_site_map, kind_of
from planbook.publish.tokens import css_variables, looks_css
from planbook.publish.work import EditionPages, Work

__all__ = ["check_site", "render_site", "render_through_quarto", "write_quarto_project"]

_MOST_SHOWN = 20


def render_site(work: Work, pages: EditionPages) -> None:
    """Render the pages of each language through pandoc, and put beside them what they need.

    Raises
    ------
    PublishError
        When pandoc fails on a page.
    """
    work.progress.begin("Rendering pages", len(pages))
    for language in work.editions:
        frame, own = frame_of(work, pages, language), pages_of(work, pages, language)
        folder, output = work.between / f"pages-{language}", work.made / language
        environment = shell_environment(work.request.project.site_sources / "shell")
        files = write_page_files(own, frame, environment, folder)
        metadata, extension = page_metadata(frame.words), work.request.project.extension
        render_pages(
            files, folder, output, work.request.workers, extension, metadata, work.reuse, work.progress.advance
        )
        write_beside(work, own, language)
    if not work.request.assets:
        copy_assets(work.request.project, work.made)


def render_through_quarto(work: Work, pages: EditionPages, quarto: Quarto, project: Path) -> tuple[str, ...]:
    """Render pages and reports, those that are asked for, through Quarto; the reports' names.

    Raises
    ------
    PublishError
        When Quarto fails, or leaves a page or a report out.
    """
    formats = work.request.formats
    with_html, asked = "html" in formats, [one for one in REPORT_FORMATS if one in formats]
    work.progress.begin("Quarto renders pages and reports", None)
    sources = {
        language: [
            *(f"{language}/{page.address}" for page in pages_of(work, pages, language) if with_html),
            *([f"{language}/{REPORT}"] if asked else []),
        ]
        for language in work.editions
    }

    def prepare(copy: Path, language: str) -> None:
        keep_formats(copy / language / f"{REPORT}.qmd", asked)

    warn = work.progress.warn
    made = render_project(quarto, project, sources, work.between, warn, not with_html, work.made, prepare)
    reports = []
    for language, folder in made.items():
        if with_html:
            own = pages_of(work, pages, language)
            others = [found for other, found in pages.titles.items() if other != language]
            take_pages(folder, own, work.made, {SITE_MAP, *(address for found in others for address in found)})
            write_beside(work, own, language)
        reports += [take_report(folder, language, one, work.made) for one in asked]
    if with_html and not work.request.assets:
        copy_assets(work.request.project, work.made)
    return tuple(reports)


def write_quarto_project(work: Work, pages: EditionPages, chapters: Mapping[str, Sequence[Page]], folder: Path) -> None:
    """Write the edition as a Quarto project into `folder`; `chapters` are those of the report, by language."""
    request = work.request
    write_project(folder, request.project, str(request.name), tuple(work.editions))
    for language, edition in work.editions.items():
        frame, own = frame_of(work, pages, language), pages_of(work, pages, language)
        report = report_source(edition, chapters[language], work.between / f"report-{language}", request.show_code)
        write_language(folder, own, frame, request.project, report, bool(request.reports))
        for page in chapters[language]:
            write_drawings(page, folder / language / "charts")  # the report lies above the parts of the yearbook
        write_reference(edition, folder / language / reference_name(language))
        if strip := strip_drawing(edition):
            write_text(folder / language / "charts" / "strip.svg", strip)


def frame_of(work: Work, pages: EditionPages, language: str) -> EditionFrame:
    """What all pages of one language share."""
    edition = work.editions[language]
    site_map = build_edition_map(edition, pages.titles[language], work.order)
    return _frame(work, edition, site_map, pages)


def pages_of(work: Work, pages: EditionPages, language: str) -> list[Page]:
    """The pages of one language that are made now, the site map among them."""
    edition = work.editions[language]
    return [
        *pages.new[language],
        _map_page(edition, build_edition_map(edition, pages.titles[language], work.order)),
    ]


def write_beside(work: Work, pages: Sequence[Page], language: str) -> None:
    """Write what stands beside the pages of one language: tables and charts to take away, pictures for sharing."""
    output, edition = work.made / language, work.editions[language]
    for page in pages:
        for name, table in page.tables.items():
            write_csv(output / "tables" / name, table.columns, table.rows)
    write_share_images(pages, edition, output, work.reuse)
    charts = [chart for page in pages for chart in page.charts.values()]
    css = {"light": css_variables(LIGHT), "dark": css_variables(DARK)}
    write_charts(
        charts, edition, shell_environment(work.request.project.site_sources / "shell"), css, output, work.reuse
    )


def build_edition_map(edition: Edition, titles: Mapping[str, str], order: Sequence[str]) -> SiteMap:
    """The map of an edition's pages in one language; `titles` are by address."""
    indicators = {f"indicators/{one.id}": one for one in edition.inputs.indicators.values()}
    # An indicator's full name is a sentence; a list of them takes its number and short name.
    labels = dict(titles) | {
        address: f"{one.number} {edition.words.text(one.short_name)}"
        for address, one in indicators.items()
        if address in titles
    }
    parts = sorted(address for address in titles if address.startswith("yearbook/"))
    offices = {f"offices/{one.id}": edition.words.text(one.short_name) for one in edition.inputs.offices.values()}
    labels |= {address: name for address, name in offices.items() if address in titles}
    # Pages below another are listed under it wherever they stand in the order.
    return build_site_map([*order, *indicators, *parts, *offices], labels)


def copy_assets(project: Project, made: Path) -> None:
    """Put style, scripts and Plotly's library into `made/assets`: pages ask no other host for anything."""
    import plotly

    target = made / "assets"
    shutil.copytree(project.site_sources / "assets", target, dirs_exist_ok=True)
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    shutil.copyfile(script, target / "plotly.min.js")
    write_text(target / "plotly.css", plotly_css(script.read_text(encoding="utf-8")))
    write_text(target / "looks.css", looks_css())


def check_site(made: Path, is_partial: bool = False, reuse: Reuse | None = None) -> None:
    """Follow every link of the pages below `made`; of a part of an edition, take those away that lead to the rest.

    Raises
    ------
    PublishError
        When one leads to no page, a page would ask another host for something, has no doctype, an id twice, or names
        an id that it has not.
    """
    # The manifest lists everything else's checksum, so it is written last.
    written_last = frozenset({(made / MANIFEST).resolve()})
    if is_partial:
        take_away_links(made, written_last)
    pages = look_at_pages(made, reuse)
    for what, found in (
        ("links lead to no page", find_broken_links(made, written_last, pages)),
        ("pages ask other hosts for something", find_foreign_requests(made, pages)),
        ("pages have faults in their markup", find_markup_faults(made, pages)),
    ):
        lines = [f"  {page.relative_to(made)}: {address}" for page, address in found]
        if lines:
            raise PublishError(f"{what}:\n" + "\n".join(lines[:_MOST_SHOWN]))


def _frame(work: Work, edition: Edition, site_map: SiteMap, pages: EditionPages) -> EditionFrame:
    return EditionFrame(
        words=edition.words,
        edition=edition_facts(edition, edition.words, pages.is_partial),
        site_map=site_map,
        pages={language: frozenset([*found, SITE_MAP] if found else ()) for language, found in pages.titles.items()},
        other_years=_other_editions(work.request.site, work.request.name),
        citation=cite_edition(edition),
        json_ld=describe_data(edition),
        downloads=_downloads(work, edition.words),
        assets=work.request.assets or "assets/",
    )


def _map_page(edition: Edition, site_map: SiteMap) -> Page:
    title = edition.words("shell.site_map")
    return Page(SITE_MAP, edition.language, kind_of(SITE_MAP), title, title, site_map.markdown())


def _downloads(work: Work, words: Words) -> list[FileLink]:
    """What stands beside the summary to take away: brief, slides, reports, those that stay too; the list of files."""
    reports = [
        FileLink(words(f"shell.report_{language}", format=one.upper()), f"../report-{language}.{one}")
        for language in LANGUAGES
        for one in REPORT_FORMATS
        if (language, one) in work.request.reports or (work.made / f"report-{language}.{one}").is_file()
    ]
    handouts = [
        FileLink(words(f"shell.{stem}_{language}", format=one.upper()), f"../{name}")
        for stem, one in HANDOUTS.items()
        for language in LANGUAGES
        if (name := handout_name(stem, language)) in work.request.handouts or (work.made / name).is_file()
    ]
    return [*handouts, *reports, FileLink(words("shell.data"), "../data/index.html")]


def _other_editions(site: Path, name: EditionName) -> dict[str, dict[str, frozenset[str]]]:
    return {
        str(manifest.name): {language: frozenset(pages) for language, pages in manifest.pages.items()}
        for manifest in published_editions(site)
        if manifest.name != name
    }
