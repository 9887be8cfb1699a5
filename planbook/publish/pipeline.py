"""One edition, from executed notebooks to `_site/<year>/`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.assess import assessments_frame
from planbook.errors import PublishError
from planbook.model import Inputs, PaceVerdict
from planbook.paths import LANGUAGES, Project
from planbook.present.edition import Edition, open_edition
from planbook.present.titles import edition_title
from planbook.present.words import load_words
from planbook.publish.description import describe_data
from planbook.publish.downloads import publish_downloads, write_data_index
from planbook.publish.downloads.safety import write_csv
from planbook.publish.edition_report import publish_report, report_pages
from planbook.publish.embedded import render_pages
from planbook.publish.folders import swap_into_place, working_folder, write_text
from planbook.publish.front_page import publish_front_page
from planbook.publish.links import find_broken_links, find_foreign_requests
from planbook.publish.manifest import read_manifest, write_manifest
from planbook.publish.page_files import write_page_files
from planbook.publish.pages import Page, read_page
from planbook.publish.quarto import Quarto, find_quarto, render_pages_with_quarto
from planbook.publish.search import index_pages
from planbook.publish.shell import EditionFrame, edition_facts, finish_page, shell_environment
from planbook.publish.sitemap import SITE_MAP, SiteMap, build_site_map, kind_of
from planbook.publish.typeset import timestamp_of
from planbook.run import NotebookJob, reading_order

__all__ = ["PublishRequest", "PublishedEdition", "choose_publisher", "publish_edition"]


@dataclass(frozen=True)
class PublishRequest:
    """What to publish and where. `publisher` is a Quarto, or None for the embedded engines."""

    project: Project
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    publisher: Quarto | None
    data_dir: Path
    params_dir: Path
    site: Path
    workers: int
    official_only: bool
    partial: bool  # some chapters only: the rest of the edition stays as published before


@dataclass(frozen=True)
class PublishedEdition:
    """What came of it."""

    folder: Path
    page_count: int
    reports: tuple[str, ...]
    publisher: str
    verdict_counts: Mapping[str, int]


def choose_publisher(name: str) -> Quarto | None:
    """Quarto for `quarto`, none for `embedded`, Quarto where it is installed for `auto`.

    Raises
    ------
    PublishError
        When Quarto is asked for and not there.
    """
    return None if name == "embedded" else find_quarto(required=name == "quarto")


def publish_edition(
    request: PublishRequest,
    inputs: Inputs,
    executed: Mapping[NotebookJob, str],
    begin: Callable[[str, int | None], None] = lambda description, total: None,
    advance: Callable[[], None] = lambda: None,
) -> PublishedEdition:
    """Publish the executed notebooks; the last good edition is replaced only when everything is made and checked.

    Raises
    ------
    PublishError
        When an engine fails, a page is left out, a link leads nowhere or a page asks another host for something.
    """
    year = inputs.parameters.year
    place = request.site / str(year)
    os.environ["SOURCE_DATE_EPOCH"] = str(timestamp_of(inputs.parameters.published))
    with working_folder(request.project.build, f"edition-{year}") as folder:
        made = folder / "edition"
        before = read_manifest(place)
        # What is not made anew stays as published: other chapters, the other language, another format.
        whole = set(request.languages) == set(LANGUAGES) and {"html", "pdf"} <= set(request.formats)
        part = request.partial or not whole
        keeps = part and before is not None and before["official_only"] == request.official_only
        if keeps:
            shutil.copytree(place, made)
            if "html" in request.formats and not request.partial:
                for language in request.languages:
                    shutil.rmtree(made / language, ignore_errors=True)
        made.mkdir(exist_ok=True)
        titles: dict[str, dict[str, str]] = {
            language: dict(before["pages"].get(language, {})) if (made / language).is_dir() else {}
            for language in LANGUAGES
        }
        editions = {
            language: open_edition(year, language, request.data_dir, request.params_dir, request.official_only)
            for language in request.languages
        }
        order = reading_order(request.project, inputs, request.data_dir)
        pages: dict[str, list[Page]] = {language: [] for language in request.languages}
        for job, text in executed.items():
            edition = editions[job.language]
            page = read_page(text, job.output, kind_of(job.output), edition.words, edition.has_illustrative)
            pages[job.language].append(page)
            write_text(made / "notebooks" / job.language / f"{_notebook_name(job)}.ipynb", text)
        for language in request.languages:
            titles[language] |= {page.address: page.title for page in pages[language]}
        if "html" in request.formats:
            begin("Rendering pages", sum(map(len, pages.values())))
            _render_site(request, editions, pages, titles, order, folder, made, advance)
        first = next(iter(editions.values()))
        begin("Writing the files to take away", None)
        _write_assessments(first, made / "data")
        drawings = {
            language: {name: svg for page in found for name, svg in page.drawings.items()}
            for language, found in pages.items()
        }
        publish_downloads(editions, drawings, made, request.project)
        reports = []
        for file_format in ("pdf", "docx"):
            if file_format not in request.formats:
                continue
            begin(f"Setting the report ({file_format})", len(request.languages))
            for language in request.languages:
                target = publish_report(
                    editions[language],
                    report_pages(pages[language], order),
                    file_format,
                    made,
                    folder / f"report-{language}",
                    request.project,
                    request.publisher,
                )
                reports.append(target.name)
                advance()
        write_data_index(editions, made, request.project)
        if "html" in request.formats:
            begin("Indexing for search", None)
            shutil.rmtree(made / "pagefind", ignore_errors=True)
            index_pages(made)
            _check_site(made)
        counts = {verdict.value: 0 for verdict in PaceVerdict}
        for assessment in first.assessments.values():
            counts[assessment.pace.value] += 1
        write_manifest(
            made,
            {
                "data": request.data_dir,
                "params": request.params_dir / f"{year}.yml",
                "notebooks": request.project.notebooks,
                "site": request.project.site_sources,
                "planbook": Path(__file__).resolve().parents[1],
            },
            {
                "year": year,
                "kind": inputs.parameters.kind.value,
                "title": {language: edition_title(load_words(language), inputs.parameters) for language in LANGUAGES},
                "plan": {
                    "title": {lang: inputs.plan.title.in_language(lang) for lang in LANGUAGES},
                    "document_number": inputs.plan.document_number,
                },
                "cut_off": inputs.parameters.cut_off.isoformat(),
                "published": inputs.parameters.published.isoformat(),
                "has_illustrative": first.has_illustrative,
                "official_only": request.official_only,
                "publisher": publisher_name(request.publisher),
                "pages": {language: dict(sorted(found.items())) for language, found in titles.items() if found},
                "verdicts": counts,
                "parameters": {
                    "thresholds": dict(sorted(vars(inputs.parameters.thresholds).items())),
                    "cut_off": inputs.parameters.cut_off.isoformat(),
                },
            },
        )
        swap_into_place(made, place)
    publish_front_page(request.site, request.project)
    return PublishedEdition(
        place, sum(map(len, pages.values())), tuple(reports), publisher_name(request.publisher), counts
    )


def publisher_name(publisher: Quarto | None) -> str:
    """How the manifest and the closing table name the publisher."""
    return "embedded" if publisher is None else f"quarto {publisher.version}"


def _render_site(
    request: PublishRequest,
    editions: Mapping[str, Edition],
    pages: Mapping[str, list[Page]],
    titles: Mapping[str, Mapping[str, str]],
    order: Sequence[str],
    folder: Path,
    made: Path,
    advance: Callable[[], None],
) -> None:
    environment = shell_environment(request.project.site_sources / "shell")
    addresses = {language: frozenset([*found, SITE_MAP] if found else ()) for language, found in titles.items()}
    for language, edition in editions.items():
        staged_folder = folder / f"pages-{language}"
        site_map = _site_map(edition, titles[language], order)
        title = edition.words("shell.site_map")
        map_page = Page(SITE_MAP, language, kind_of(SITE_MAP), title, title, site_map.markdown(), "")
        frame = EditionFrame(
            words=edition.words,
            edition=edition_facts(edition, edition.words),
            site_map=site_map,
            pages=addresses,
            other_years=_other_years(request.site, edition.year),
            citation=edition.words("shell.citation", **citation_facts(edition)),
            json_ld=describe_data(edition),
            downloads=_downloads(edition, request),
        )
        staged = write_page_files([*pages[language], map_page], frame, environment, staged_folder)
        output = made / language
        if request.publisher is None:
            render_pages(staged, staged_folder, output, request.workers, advance)
        else:
            render_pages_with_quarto(
                request.publisher, request.project.root / "_quarto.yml", staged, staged_folder, output, advance
            )
        for page in staged:
            path = output / f"{page.page.address}.html"
            write_text(path, finish_page(path.read_text(encoding="utf-8")))
            for name, table in page.page.tables.items():
                write_csv(output / "tables" / name, table.columns, table.rows)
    _copy_assets(request.project, made / "assets")


def citation_facts(edition: Edition) -> dict[str, object]:
    """The fields of a citation of the edition."""
    plan, parameters, words = edition.inputs.plan, edition.inputs.parameters, edition.words
    return {
        "plan": words.text(plan.title),
        "title": edition_title(words, parameters),
        "year": edition.year,
        "published": words.date(parameters.published),
        "cut_off": words.date(parameters.cut_off),
    }


def _downloads(edition: Edition, request: PublishRequest) -> list[dict[str, str]]:
    """What stands beside the summary to take away: the reports and the list of all files."""
    words = edition.words
    reports = [
        {
            "title": words(f"shell.report_{language}", format=file_format.upper()),
            "href": f"../report-{language}.{file_format}",
            "note": "",
        }
        for language in request.languages
        for file_format in ("pdf", "docx")
        if file_format in request.formats
    ]
    return [*reports, {"title": words("shell.data"), "href": "../data/index.html", "note": ""}]


def _site_map(edition: Edition, titles: Mapping[str, str], order: Sequence[str]) -> SiteMap:
    indicators = {f"indicators/{one.id}": one for one in edition.inputs.indicators.values()}
    # An indicator's full name is a sentence; a list of them takes its number and short name.
    labels = dict(titles) | {
        address: f"{one.number} {edition.words.text(one.short_name)}"
        for address, one in indicators.items()
        if address in titles
    }
    parts = sorted(address for address in titles if address.startswith("yearbook/"))
    # Pages below another are listed under it wherever they stand in the order.
    return build_site_map([*order, *indicators, *parts], labels)


def _other_years(site: Path, year: int) -> dict[int, dict[str, frozenset[str]]]:
    found = {}
    for folder in sorted(site.glob("[0-9][0-9][0-9][0-9]")):
        manifest = read_manifest(folder)
        if manifest and manifest["year"] != year:
            found[manifest["year"]] = {lang: frozenset(pages) for lang, pages in manifest["pages"].items()}
    return found


def _copy_assets(project: Project, target: Path) -> None:
    import plotly

    shutil.copytree(project.site_sources / "assets", target, dirs_exist_ok=True)
    shutil.copyfile(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", target / "plotly.min.js")


def _write_assessments(edition: Edition, folder: Path) -> None:
    frame = assessments_frame(edition.inputs, edition.assessments)
    folder.mkdir(parents=True, exist_ok=True)
    frame.to_csv(folder / "assessments.csv", index=False, lineterminator="\n")
    records = json.loads(frame.to_json(orient="records", force_ascii=False, double_precision=10))
    write_text(folder / "assessments.json", json.dumps(records, ensure_ascii=False, indent=1) + "\n")


def _check_site(made: Path) -> None:
    # The manifest lists everything else's checksum, so it is written last.
    broken = [
        f"  {page.relative_to(made)}: {address}"
        for page, address in find_broken_links(made, frozenset({(made / "manifest.json").resolve()}))
    ]
    if broken:
        raise PublishError("links lead to no page:\n" + "\n".join(broken[:20]))
    foreign = [f"  {page.relative_to(made)}: {address}" for page, address in find_foreign_requests(made)]
    if foreign:
        raise PublishError("pages ask other hosts for something:\n" + "\n".join(foreign[:20]))


def _notebook_name(job: NotebookJob) -> str:
    return job.name if job.output == "index" else job.output
