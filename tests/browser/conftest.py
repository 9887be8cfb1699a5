"""A built site, served under a sub-path, in the Chromium of this machine.

`PLANBOOK_SITE` names the folder of a built site (`_site`). `PLANBOOK_CHROMIUM` names the browser (default
/usr/bin/chromium), `PLANBOOK_AXE` a copy of axe.min.js (default: the one axe-playwright-python carries). Where one is
missing the tests skip and say why; with `PLANBOOK_BROWSER_REQUIRED=1` they fail instead.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import importlib.util
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from reading import FLAGS, PHONE, SUB_PATH, WIDE, BuiltSite, Survey, missing, read_axe, run_axe, watch


@pytest.fixture(scope="session")
def built_site(tmp_path_factory) -> Iterator[BuiltSite]:
    named = os.environ.get("PLANBOOK_SITE")
    if not named:
        missing("PLANBOOK_SITE does not name the folder of a built site")
    folder = Path(named).resolve()
    years = sorted(path.name for path in folder.glob("[0-9][0-9][0-9][0-9]") if (path / "zh" / "index.html").is_file())
    if not years:
        missing(f"{folder} holds no built edition")
    served = tmp_path_factory.mktemp("served")
    place = served / SUB_PATH.strip("/")
    place.parent.mkdir(parents=True)
    place.symlink_to(folder, target_is_directory=True)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(served))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield BuiltSite(folder, years[-1], f"http://127.0.0.1:{server.server_port}{SUB_PATH}")
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    if importlib.util.find_spec("playwright") is None:
        missing("playwright is not installed")
    executable = Path(os.environ.get("PLANBOOK_CHROMIUM", "/usr/bin/chromium"))
    if not executable.is_file():
        missing(f"no Chromium at {executable}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:  # launch() gives each start a fresh profile
        started = driver.chromium.launch(executable_path=str(executable), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser):
    """`open_page(url, **context)`: a page in a profile of its own; closed after the test."""
    contexts = []

    def open_one(url: str, before=None, **options):
        context = browser.new_context(**{"viewport": WIDE, "color_scheme": "light", **options})
        contexts.append(context)
        page = context.new_page()
        page.problems = watch(page)
        if before:
            before(page)
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    return read_axe()


@pytest.fixture(scope="session")
def survey(built_site, browser, axe_source) -> Survey:
    """Every page of the edition once: axe in light and dark, then the width of a phone."""
    found = Survey()
    context = browser.new_context(viewport=WIDE, color_scheme="light")
    page = context.new_page()
    here = {"page": ""}
    sizes: dict[str, float] = {}

    def note_request(request):
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob"):
            return
        if parts.hostname != "127.0.0.1":
            found.foreign.append(f"{here['page']}: {request.url}")
            return
        path = built_site.folder / unquote(parts.path).removeprefix(SUB_PATH)
        if path.is_file():
            if request.url not in sizes:
                sizes[request.url] = len(gzip.compress(path.read_bytes(), mtime=0)) / 1024
            found.kilobytes[here["page"]] += sizes[request.url]

    page.on("request", note_request)
    page.on(
        "response",
        lambda response: (
            found.failed.append(f"{here['page']}: {response.status} {response.url}") if response.status >= 400 else None
        ),
    )
    page.on(
        "console",
        lambda message: (
            found.console.append(f"{here['page']}: {message.text}") if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: found.console.append(f"{here['page']}: {error}"))
    addresses = [f"{built_site.year}/{name}" for name in built_site.pages] + ["index.html", "404.html"]
    for name in addresses:
        here["page"] = name
        page.set_viewport_size(WIDE)
        page.goto(f"{built_site.address}{name}", wait_until="load")
        found.violations += [f"{name} (light) {text}" for text in run_axe(page, axe_source)]
        page.emulate_media(color_scheme="dark")
        found.violations += [f"{name} (dark) {text}" for text in run_axe(page, axe_source, ["color-contrast"])]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if too_wide > 0:
            found.overflowing.append(f"{name}: {too_wide} px")
    context.close()
    return found
