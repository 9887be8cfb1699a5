"""One edition, from executed notebooks to `_site/<year>/`: `publish_edition` says step by step how."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path

from planbook.model import Inputs, PaceVerdict, Text
from planbook.paths import BUNDLE, LANGUAGES
from planbook.present.sentences.summary import headline
from planbook.present.titles import edition_title
from planbook.present.words import load_words
from planbook.publish.brief import publish_brief
from planbook.publish.chinese_search import write_chinese_index
from planbook.publish.downloads import publish_downloads, write_data_index
from planbook.publish.earlier import EarlierEdition, examine_place
from planbook.publish.edition_report import publish_report, publish_yearbook, report_pages, yearbook_pages
from planbook.publish.folders import held, swap_into_place, working_folder
from planbook.publish.front_page import publish_front_page
from planbook.publish.manifest import Manifest, PlanIdentity, checksums, outputs_of, versions, write_manifest
from planbook.publish.notebooks import notebook_address, shareable, write_bundle, write_notebook
from planbook.publish.pages import Page, read_page
from planbook.publish.quarto import Quarto, find_quarto
from planbook.publish.request import (
    HANDOUTS,
    REPORT_FORMATS,
    ProgressDisplay,
    PublishedEdition,
    PublishRequest,
    Silent,
    handout_name,
    publisher_name,
)
from planbook.publish.search import index_pages
from planbook.publish.site import check_site, render_site, render_through_quarto, write_quarto_project
from planbook.publish.sitemap import kind_of
from planbook.publish.typeset import timestamp_of
from planbook.publish.work import EditionPages, Work, begin_work
from planbook.run import NotebookJob

__all__ = ["choose_publisher", "publish_edition"]


def publish_edition(
    request: PublishRequest,
    inputs: Inputs,
    executed: Mapping[NotebookJob, str],
    earlier: EarlierEdition | None = None,
    progress: ProgressDisplay | None = None,
) -> PublishedEdition:
    """Publish the executed notebooks; the last good edition is replaced only when everything is made and checked.

    Raises
    ------
    InputError
        When the edition may not go where it is asked for (see `examine_place`).
    PublishError
        When an engine fails, a page is left out, a link leads nowhere or a page asks another host for something.
    """
    earlier = earlier or examine_place(request, inputs.plan)
    with _dated(inputs), working_folder(request.project.build, f"edition-{request.name}") as folder:
        work = begin_work(request, inputs, earlier, folder, progress or Silent())
        keep_what_stands(work)
        executed = {job: shareable(text) for job, text in executed.items()}
        write_notebooks(work, executed)
        pages = read_pages(work, executed)
        project = work.between / "quarto"
        reports: tuple[str, ...] = ()
        with ThreadPoolExecutor(max_workers=1) as beside:  # print waits for pandoc and Typst; the pages need not
            context = copy_context()
            chapters = beside.submit(context.run, write_as_project, work, pages, project)
            done = () if request.publisher is None else REPORT_FORMATS
            setting = [
                beside.submit(context.run, lambda: set_reports(work, chapters.result(), done)),
                beside.submit(context.run, set_handouts, work, pages),
            ]
            if request.publisher is not None and {"html", *REPORT_FORMATS} & set(request.formats):
                chapters.result()
                reports = render_through_quarto(work, pages, request.publisher, project)
            elif "html" in request.formats:
                render_site(work, pages)
            write_downloads(work, pages)
            from planbook.publish.materials import write_materials  # CycloneDX, which `check` and others do not need

            write_materials(work.made, inputs.parameters.published)
            reports += tuple(name for one in setting for name in one.result())
        write_data_index(
            work.editions, work.made, request.project, request.assets or "assets/"
        )  # lists the reports too
        if "html" in request.formats:
            index_for_search(work)
            check_site(work.made, pages.is_partial, work.reuse)
        manifest = describe_edition(work, pages)
        write_manifest(work.made, manifest)
        with held(request.site / "editions"):  # the page that lists them is made of all that stand there
            swap_into_place(work.made, request.place)
            publish_front_page(request.site, request.project)
        if not request.some_chapters:
            kept = request.quarto_project
            with held(kept):
                swap_into_place(project, kept)
    return PublishedEdition(
        request.place, len(pages), reports, manifest.publisher, manifest.verdicts, pages.is_partial, work.reuse.said()
    )


def write_as_project(work: Work, pages: EditionPages, project: Path) -> dict[str, list[Page]]:
    """Write the edition down as a Quarto project; the pages of the report in each language."""
    chapters = {
        language: report_pages(pages.new[language], work.order, edition) for language, edition in work.editions.items()
    }
    write_quarto_project(work, pages, chapters, project)
    return chapters


def choose_publisher(name: str, warn: Callable[[str], None] = lambda line: None) -> Quarto | None:
    """Quarto for `quarto`, none for `embedded`, Quarto where it is installed for `auto`.

    `warn` is told of one that is too old to be used.

    Raises
    ------
    PublishError
        When Quarto is asked for and not there.
    """
    return None if name == "embedded" else find_quarto(required=name == "quarto", warn=warn)


def keep_what_stands(work: Work) -> None:
    """Begin with what stays of the edition that stands there: other chapters, the other language, another format."""
    request, made = work.request, work.made
    if work.earlier.kept is None:
        made.mkdir()
        return
    shutil.copytree(request.place, made)
    if request.some_chapters:
        return
    for language in request.languages:  # made anew as a whole: no page of an earlier build is left between
        shutil.rmtree(made / "notebooks" / language, ignore_errors=True)
        if "html" in request.formats:
            shutil.rmtree(made / language, ignore_errors=True)


def write_notebooks(work: Work, executed: Mapping[NotebookJob, str]) -> None:
    """Hand out the executed notebooks, under the addresses of their pages, with what they need to run again."""
    for job, text in executed.items():
        path = work.made / "notebooks" / job.language / f"{notebook_address(job.output, job.name)}.ipynb"
        write_notebook(text, work.editions[job.language].words, path)
    write_bundle(work.request, work.made / "notebooks" / BUNDLE)


def read_pages(work: Work, executed: Mapping[NotebookJob, str]) -> EditionPages:
    """Read the pages that the notebooks make; with the titles of those that stay."""
    new: dict[str, list[Page]] = {language: [] for language in work.request.languages}
    for job, text in executed.items():
        edition = work.editions[job.language]
        address = notebook_address(job.output, job.name)
        new[job.language].append(read_page(text, job.output, kind_of(job.output), edition, address))
    titles: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for language, found in work.earlier.kept.pages.items() if work.earlier.kept else ():
        if (work.made / language).is_dir():
            titles[language] |= found
    for language, pages in new.items():
        titles[language] |= {page.address: page.title for page in pages}
    absent = any(address not in titles[language] for language in work.editions for address in work.order)
    return EditionPages(new, titles, work.request.some_chapters and absent)


def write_downloads(work: Work, pages: EditionPages) -> None:
    """Write the files to take away, `data/` of the edition."""
    work.progress.begin("Writing the files to take away", None)
    drawings = {
        language: {name: chart.card for page in found for name, chart in page.charts.items()}
        for language, found in pages.new.items()
    }
    publish_downloads(work.editions, drawings, work.made, work.reuse)


def set_reports(work: Work, chapters: Mapping[str, Sequence[Page]], done: Collection[str] = ()) -> tuple[str, ...]:
    """Set the reports of `chapters`, by language, that are asked for and not `done`; their names."""
    asked = [one for one in REPORT_FORMATS if one in work.request.formats and one not in done]

    def set_one(file_format: str, language: str) -> str:
        made = publish_report(
            work.editions[language],
            chapters[language],
            file_format,
            work.made,
            work.between / f"report-{language}",
            work.request.show_code,
            work.reuse,
        )
        return made.name

    # The languages side by side where there are processors for it beside the pages: each takes half a gigabyte.
    with ThreadPoolExecutor(max_workers=min(len(work.editions), max(1, work.request.workers // 2))) as pool:
        return tuple(
            name for one in asked for name in list(pool.map(set_one, [one] * len(work.editions), work.editions))
        )


def set_handouts(work: Work, pages: EditionPages) -> tuple[str, ...]:
    """Set the one-page brief, the yearbook and the slides, where they are asked for; their names."""
    wanted = work.request.handouts
    for edition in work.editions.values():
        if handout_name("brief", edition.language) in wanted:
            publish_brief(edition, work.made, work.request.project, work.reuse)
        if handout_name("yearbook", edition.language) in wanted:
            found = yearbook_pages(pages.new[edition.language], work.order)
            publish_yearbook(edition, found, work.made, work.between / f"yearbook-{edition.language}", work.reuse)
        if handout_name("slides", edition.language) in wanted:
            from planbook.publish.slides import publish_slides  # python-pptx, which few calls need

            publish_slides(edition, work.made, work.between / f"slides-{edition.language}")
    return tuple(name for name in wanted if (work.made / name).is_file())


def index_for_search(work: Work) -> None:
    """Index all pages, those that stay included."""
    work.progress.begin("Indexing for search", None)
    shutil.rmtree(work.made / "pagefind", ignore_errors=True)
    index_pages(work.made, work.reuse)
    write_chinese_index(work.made)


def count_verdicts(work: Work) -> dict[str, int]:
    """How many indicators have each verdict, by its code."""
    counts = {verdict.value: 0 for verdict in PaceVerdict}
    for assessment in work.edition.assessments.values():
        counts[assessment.pace.value] += 1
    return counts


def count_outlooks(work: Work) -> dict[str, int]:
    """How many indicators have each outlook, by its code; those that occur."""
    found = Counter(assessment.outlook.value for assessment in work.edition.assessments.values())
    return dict(sorted(found.items()))


def conclude(work: Work) -> Text:
    """The conclusion in both languages, whichever are built."""
    words = work.edition.words
    editions = [replace(work.edition, words=words.in_language(language)) for language in ("zh", "en")]
    return Text(*(headline(edition, edition.scorecard()).text for edition in editions))


def describe_edition(work: Work, pages: EditionPages) -> Manifest:
    """What `manifest.json` says, once everything else of the edition is made."""
    request, parameters, plan = work.request, work.inputs.parameters, work.inputs.plan
    kept = _kept_outputs(work, pages)
    return Manifest(
        year=request.year,
        month=request.month,
        kind=parameters.kind,
        title=Text(*(edition_title(load_words(language), parameters) for language in ("zh", "en"))),
        plan=PlanIdentity(plan.id, plan.title, plan.document_number),
        cut_off=parameters.cut_off,
        published=parameters.published,
        has_illustrative=work.edition.has_illustrative,
        official_only=request.official_only,
        publisher=publisher_name(request.publisher),
        pages={language: dict(sorted(found.items())) for language, found in pages.titles.items() if found},
        verdicts=count_verdicts(work),
        outlooks=count_outlooks(work),
        headline=conclude(work),
        parameters={
            "thresholds": dict(sorted(vars(parameters.thresholds).items())),
            "cut_off": parameters.cut_off.isoformat(),
        },
        versions=versions(),
        inputs=checksums(request.inputs),
        outputs=outputs_of(work.made),
        kept=kept,
        kept_before=work.earlier.changed if kept else (),
    )


def _kept_outputs(work: Work, pages: EditionPages) -> tuple[str, ...]:
    """The pages and reports that were found and not made."""
    if work.earlier.kept is None:
        return ()
    with_html = "html" in work.request.formats
    new = {f"{page.language}/{page.address}.html" for page in pages if with_html}
    new |= {f"report-{language}.{one}" for language, one in work.request.reports} | {*work.request.handouts}
    found = [
        *(f"{language}/{address}.html" for language, titles in pages.titles.items() for address in titles),
        *(f"report-{language}.{one}" for language in LANGUAGES for one in REPORT_FORMATS),
        *(f"{stem}-{language}.{one}" for stem, one in HANDOUTS.items() for language in LANGUAGES),
    ]
    return tuple(sorted(name for name in found if name not in new and (work.made / name).is_file()))


@contextlib.contextmanager
def _dated(inputs: Inputs) -> Iterator[None]:
    """Engines stamp what they make with the edition's date: the same input gives the same bytes."""
    name, before = "SOURCE_DATE_EPOCH", os.environ.get("SOURCE_DATE_EPOCH")
    os.environ[name] = str(timestamp_of(inputs.parameters.published))
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before
