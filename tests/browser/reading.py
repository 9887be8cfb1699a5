"""How the browser tests reach a page and judge it. The fixtures are in conftest.py."""

from __future__ import annotations

import importlib.util
import os
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SUB_PATH = "/district/civil-affairs/"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def missing(reason: str):
    """Skip, or fail where the browser tests are required."""
    if os.environ.get("PLANBOOK_BROWSER_REQUIRED") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@dataclass(frozen=True)
class BuiltSite:
    """One edition of a built site; `pages` are addresses below its year's folder, `zh/index.html` and so on."""

    folder: Path
    year: str
    address: str  # of the site's root over HTTP, ending in a stroke

    @property
    def edition(self) -> Path:
        return self.folder / self.year

    @property
    def pages(self) -> list[str]:
        found = [path.relative_to(self.edition).as_posix() for path in self.edition.rglob("*.html")]
        return sorted(page for page in found if not page.startswith("pagefind/"))

    def url(self, page: str) -> str:
        return f"{self.address}{self.year}/{page}"

    def file_url(self, page: str) -> str:
        return (self.edition / page).resolve().as_uri()

    def first_page_with(self, text: str, language: str = "zh") -> str:
        """The first page of a language whose HTML holds `text`."""
        for page in self.pages:
            if page.startswith(f"{language}/") and text in (self.edition / page).read_text(encoding="utf-8"):
                return page
        pytest.skip(f"no page in {language} holds {text!r}")


@dataclass
class Survey:
    """What one walk over every page found; each entry names its page."""

    violations: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    overflowing: list[str] = field(default_factory=list)
    kilobytes: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def read_axe() -> str:
    """axe-core's script, from `PLANBOOK_AXE` or one of the packages that carry it."""
    named = os.environ.get("PLANBOOK_AXE")
    if named:
        return Path(named).read_text(encoding="utf-8")
    for package in ("axe_playwright_python", "axe_core_python"):
        found = importlib.util.find_spec(package)
        for folder in (found.submodule_search_locations if found else None) or ():
            if (script := Path(folder) / "axe.min.js").is_file():
                return script.read_text(encoding="utf-8")
    missing("axe-core was not found: install axe-playwright-python or name axe.min.js in PLANBOOK_AXE")


def watch(page) -> list[str]:
    """Collect what a page complains of: console errors, uncaught errors, failed requests."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def run_axe(page, source: str, rules: list[str] | None = None) -> list[str]:
    """axe-core's violations on the page as it stands; `rules` narrows them to some rule ids."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(source)
    run_only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_RULES}
    violations = page.evaluate(
        "options => axe.run(document, options).then(found => found.violations)",
        {"runOnly": run_only, "resultTypes": ["violations"]},
    )
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]} {_why(node)}"
        for violation in violations
        for node in violation["nodes"][:3]
    ]


def _why(node: dict) -> str:
    return next((check["message"] for check in (*node["any"], *node["all"], *node["none"])), "")
