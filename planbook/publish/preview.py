"""Single pages of an edition made anew as they are asked for, beside the edition, while an author writes.

A save changes what some pages show; which, is found out page by page as a reader asks for them: a page's notebook runs
again where anything it read differs (`run.remembered`), and its frame is put around it anew. Where only the prose of
the notebook was saved, nothing is run: the prose takes its place in what the last run showed. Nothing of the published
edition is touched; charts and tables to take away, the search and the reports wait for the next build.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from planbook.load import load_inputs
from planbook.model import Inputs
from planbook.paths import LANGUAGES
from planbook.publish.earlier import EarlierEdition
from planbook.publish.embedded import render_pages
from planbook.publish.manifest import Manifest, read_manifest
from planbook.publish.notebooks import notebook_address, shareable
from planbook.publish.page_files import page_metadata, write_page_files
from planbook.publish.pages import read_page
from planbook.publish.request import PublishRequest, Silent
from planbook.publish.shell import shell_environment
from planbook.publish.site import frame_of
from planbook.publish.sitemap import SITE_MAP, kind_of
from planbook.publish.work import EditionPages, begin_work
from planbook.run import NotebookJob, plan_jobs, run_jobs
from planbook.run.kernels import open_for_kernels

__all__ = ["Preview", "replace_prose"]


class Preview:
    """The pages of a published edition as they would be now.

    Parameters
    ----------
    request : what the edition was built as.
    folder : where pages are put that are made anew, `<language>/<address>.html`.
    """

    def __init__(self, request: PublishRequest, folder: Path) -> None:
        self._request, self._folder = request, folder
        self._saved: list[frozenset[Path]] = []  # the files of each save
        self._made: dict[str, int] = {}  # page → after how many saves it was made last
        self._run: dict[str, tuple[int, str]] = {}  # page → the same of its run, and what that showed
        self._one_at_a_time = threading.Lock()

    @property
    def has_changed(self) -> bool:
        """Whether anything was saved since the edition was built."""
        return bool(self._saved)

    def note_save(self, files: Iterable[Path]) -> None:
        """From now on every page is looked at anew before it is shown."""
        self._saved.append(frozenset(files))

    def page(self, path: str) -> Path | None:
        """The file of a page made anew, by its path below the edition (`zh/indicators/i01.html`).

        None where the published page stands: nothing was saved, or it is made of no notebook.

        Raises
        ------
        PlanbookError
            When the page cannot be made: wrong input, a notebook that fails, an engine that does.
        """
        if not self.has_changed:
            return None
        made = self._folder / path
        with self._one_at_a_time:
            saves = len(self._saved)
            if self._made.get(path) != saves:
                if not self._look_at(path, render=True):
                    return None
                self._made[path] = saves
        return made if made.is_file() else None

    def expect(self, path: str) -> None:
        """Take up what the page shows now, and have kernels ready, so that the next save of it shows sooner."""
        asked = self._request
        with self._one_at_a_time:
            if path not in self._run:
                open_for_kernels(str(asked.name), asked.data_dir, asked.params_dir, asked.official_only)
                self._look_at(path, render=False)

    def _look_at(self, path: str, render: bool) -> bool:
        """Run, and `render`, one page; whether it is made of a notebook at all."""
        language, _, rest = path.partition("/")
        address = rest.removesuffix(".html")
        asked = replace(self._request, languages=(language,), formats=("html",), some_chapters=True)
        manifest = read_manifest(asked.place)
        known = manifest is not None and address in manifest.pages.get(language, {})
        if manifest is None or not known or address == SITE_MAP or not rest.endswith(".html"):
            return False
        inputs = load_inputs(asked.name, asked.data_dir, asked.params_dir, asked.official_only)
        folders = (asked.data_dir, asked.params_dir)
        jobs = plan_jobs(asked.project, inputs, (language,), *folders, (address,), asked.official_only)
        job = next((one for one in jobs if one.output == address), None)
        if job is None:
            return False
        saves = len(self._saved)
        text = self._with_new_prose(path, job)
        if text is None:
            text = run_jobs([job], asked.project, folders, asked.workers).executed[job]
        self._run[path] = saves, text
        if render:
            with tempfile.TemporaryDirectory(dir=self._folder) as between:
                self._render(asked, inputs, manifest, job, text, Path(between))
        return True

    def _with_new_prose(self, path: str, job: NotebookJob) -> str | None:
        """What the last run showed with the prose as it is now; None where anything else may show otherwise."""
        if path not in self._run:
            return None
        saves, text = self._run[path]
        since = frozenset[Path]().union(*self._saved[saves:])
        shell = self._request.project.site_sources
        locales = self._request.project.locales
        run_again = [
            file
            for file in since
            if file != job.notebook and not (file.is_relative_to(shell) and not file.is_relative_to(locales))
        ]
        if run_again:
            return None
        return replace_prose(text, job.notebook.read_text(encoding="utf-8"), job.language)

    def _render(
        self, asked: PublishRequest, inputs: Inputs, manifest: Manifest, job: NotebookJob, text: str, between: Path
    ) -> None:
        language = job.language
        work = begin_work(asked, inputs, EarlierEdition(manifest), between, Silent())
        edition = work.editions[language]
        notebook = notebook_address(job.output, job.name)
        page = read_page(shareable(text), job.output, kind_of(job.output), edition, notebook)
        titles = _titles(manifest, language, {page.address: page.title})
        frame = frame_of(work, EditionPages({language: [page]}, titles, False), language)
        environment = shell_environment(asked.project.site_sources / "shell")
        files = write_page_files([page], frame, environment, between)
        metadata = page_metadata(frame.words)
        render_pages(files, between, self._folder / language, 1, asked.project.extension, metadata, work.reuse)


def replace_prose(executed: str, source: str, language: str) -> str | None:
    """An executed notebook with the prose of its source as it stands now; None where more than prose has changed."""
    shown, now = json.loads(executed), json.loads(source)
    others = set(LANGUAGES) - {language}
    kept = [cell for cell in now["cells"] if not others & set(cell["metadata"].get("tags", ()))]
    injected = [cell for cell in shown["cells"] if "injected-parameters" not in cell["metadata"].get("tags", ())]
    if [_code_of(cell) for cell in kept] != [_code_of(cell) for cell in injected]:
        return None
    for cell, new in zip(injected, kept, strict=True):
        if cell["cell_type"] == "markdown":
            cell["source"] = new["source"]
    return json.dumps(shown, ensure_ascii=False)


def _code_of(cell: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    code = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
    return cell["cell_type"], code, tuple(cell["metadata"].get("tags", ()))


def _titles(manifest: Manifest, language: str, new: Mapping[str, str]) -> dict[str, dict[str, str]]:
    titles = {name: dict(found) for name, found in manifest.pages.items()}
    titles.setdefault(language, {}).update(new)
    for found in titles.values():
        found.pop(SITE_MAP, None)
    return titles
