"""An edition as a Quarto project that a person can open: `_build/quarto/<year>/`.

    _quarto.yml, _quarto-zh.yml, _quarto-en.yml    what both languages share, and a profile for each
    planbook.scss, planbook-dark.scss               the theme
    _extensions/planbook/                           filters, the report's template and fonts
    zh/, en/                                        the pages in Quarto Markdown, their drawings beside them
    zh/report.qmd, en/report.qmd                    the printed report

`quarto render --profile zh`, `quarto preview` and a change of the theme work there; the build renders copies of it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import yaml

from planbook.looks import ILLUSTRATIVE_MARK
from planbook.paths import LANGUAGES, Project
from planbook.present.inline import plain
from planbook.present.pieces import only_on_page
from planbook.present.scripts import json_in_script
from planbook.publish.folders import write_text
from planbook.publish.fonts import find_fonts
from planbook.publish.page_files import page_metadata, write_drawings
from planbook.publish.pages import Page
from planbook.publish.share import share_image
from planbook.publish.shell import OWN_NAMES, EditionFrame, script_data, shell_environment
from planbook.publish.sitemap import NavigationItem
from planbook.publish.theme import dark_theme, light_theme

__all__ = ["EDITIONS", "OUTPUT", "REPORT", "page_source", "place_file", "write_language", "write_project"]

OUTPUT, REPORT = "_site", "report"
_MOST_SHARED = 200  # characters; Quarto cuts off what is longer
EDITIONS = "editions"  # stands for the folder that the edition lies in: Quarto lets no address leave the project
THEME, DARK_THEME = "planbook.scss", "planbook-dark.scss"
_FONTS = ("NotoSansCJKsc-Regular.otf", "NotoSansMonoCJKsc-Regular.otf", "NotoSerifCJKsc-Regular.otf")
_HOW_TO_USE = """\
# The edition {name} as a Quarto project, written by `python build.py`; another build writes it anew.
#   quarto preview                      the Chinese pages, shown again with every change of a page or of {theme}
#   quarto render --profile en          the English pages, into {output}/en
#   quarto render zh/report.qmd         the report, PDF and Word, into {output}/zh
"""


def write_project(folder: Path, project: Project, name: str, languages: Sequence[str]) -> None:
    """Write what the languages share into `folder`: settings, theme, extension."""
    how = _HOW_TO_USE.format(name=name, theme=THEME, output=OUTPUT)
    write_text(folder / "_quarto.yml", how + _yaml(_settings(project.root / "_quarto.yml", languages)))
    write_text(folder / THEME, light_theme(project.site_sources / "assets" / "site.css"))
    write_text(folder / DARK_THEME, dark_theme())
    shutil.copyfile(project.site_sources / "assets" / "favicon.svg", folder / "favicon.svg")
    write_extension(folder, project)


def write_extension(folder: Path, project: Project) -> None:
    """Put the extension into `folder/_extensions/planbook`, with its fonts and the page's script inside."""
    import plotly

    target = folder / "_extensions" / "planbook"
    shutil.copytree(project.extension, target)
    for name in _FONTS:
        place_file(find_fonts() / name, target / "fonts" / name)
    place_file(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", target / "plotly.min.js")
    shutil.copyfile(project.site_sources / "assets" / "site.js", target / "site.js")


def place_file(source: Path, target: Path) -> None:
    """A large file that nobody changes: a second name for it where the disk allows, else a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _settings(base: Path, languages: Sequence[str]) -> dict[str, Any]:
    """The settings of the checkout's own `_quarto.yml`, for a project that holds pages."""
    settings: dict[str, Any] = yaml.safe_load(base.read_text(encoding="utf-8"))
    about = {name: value for name, value in settings["project"].items() if name != "render"}
    pages = settings["format"]["planbook-html"]
    pages["theme"] = {"light": ["default", THEME], "dark": ["default", THEME, DARK_THEME]}
    return {"project": {**about, "output-dir": OUTPUT}, "profile": {"group": [list(languages)]}} | {
        name: value for name, value in settings.items() if name not in ("project", "website")
    }


def write_language(
    folder: Path, pages: Iterable[Page], frame: EditionFrame, project: Project, report: str, with_report: bool
) -> None:
    """Write the profile of one language, its pages and its report below `folder/<language>/`.

    `with_report` says whether all that Quarto renders by itself includes the report.
    """
    pages, words = list(pages), frame.words
    language = words.language
    write_text(folder / f"_quarto-{language}.yml", _yaml(_profile(pages, frame, with_report)))
    environment = shell_environment(project.site_sources / "shell")
    write_text(folder / f"_words-{language}.html", script_data(environment, words, frame.edition.name))
    write_text(folder / language / f"{REPORT}.qmd", report)
    for page in pages:
        source = folder / language / f"{page.address}.qmd"
        write_text(source, page_source(page, frame))
        write_drawings(page, source.parent / "charts")


def page_source(page: Page, frame: EditionFrame) -> str:
    """A page as Quarto Markdown with its front matter."""
    front_matter: dict[str, Any] = {
        "title": page.title,
        "description-meta": page.description,
        "body-classes": f"kind-{page.kind}",
        "open-graph": {"title": page.title, "description": _shared_description(page, frame)},
        "include-in-header": [{"text": _head(page, frame)}],
    }
    if page.kind == "summary" and frame.downloads:
        front_matter["other-links"] = [
            {"text": file.title, "href": file.href, "icon": "download"} for file in frame.downloads
        ]
    words = frame.words
    cited = plain(words("shell.cite_page", page=page.title, citation=frame.citation)).markdown
    foot = only_on_page(f"## {words('shell.cite')} {{#cite .appendix}}\n\n{cited}")
    return f"---\n{_yaml(front_matter)}---\n\n{page.text}\n{foot}\n"


def _shared_description(page: Page, frame: EditionFrame) -> str:
    """What a page says where its address is shared; that its figures are made up is never cut off."""
    if not frame.edition.has_illustrative:
        return page.description
    banner = frame.words("shell.banner")
    room = _MOST_SHARED - len(banner) - 2
    said = page.description if len(page.description) <= room else page.description[: room - 1] + "…"
    return f"{said} {banner}"


def _head(page: Page, frame: EditionFrame) -> str:
    """What the head of a page says beside what Quarto writes: its picture, the feed, what machines are told."""
    up, mark = "../" * page.depth, f" · {ILLUSTRATIVE_MARK}" if frame.edition.has_illustrative else ""
    lines = [
        f'<meta property="og:image" content="{up}{share_image(page)}">',
        f'<meta property="og:image:alt" content="{escape(f"{page.title} · {frame.edition.title}{mark}")}">',
        f'<link rel="alternate" type="application/atom+xml" title="{escape(frame.words("shell.feed"))}" '
        f'href="{up}../../feed.xml">',
    ]
    if page.address in frame.json_ld:
        lines.append(f'<script type="application/ld+json">{json_in_script(frame.json_ld[page.address])}</script>')
    return "\n".join(lines)


def _profile(pages: Sequence[Page], frame: EditionFrame, with_report: bool) -> dict[str, Any]:
    words, edition = frame.words, frame.edition
    language = words.language
    rendered = [*(page.address for page in pages), *([REPORT] if with_report else [])]
    profile: dict[str, Any] = {
        "project": {"render": [f"{language}/{name}.qmd" for name in rendered]},
        "lang": words.html_language,
        "website": {
            "title": edition.plan_title,
            "description": edition.title,
            "favicon": "favicon.svg",
            "search": {"location": "navbar", "type": "overlay"},
            "page-navigation": True,
            "open-graph": {"locale": {"zh": "zh_CN", "en": "en_GB"}[language], "site-name": edition.plan_title},
            "navbar": {
                "title": f"{edition.plan_title} · {edition.title}",
                "logo-href": f"/{language}/index.html",  # also of the title
                "right": [_years(frame), _languages(frame)],
            },
            "sidebar": {"style": "floating", "collapse-level": 1, "contents": [_entry(item) for item in _tree(frame)]},
            "page-footer": {"left": _colophon(frame), "right": _links(frame)},
        },
    }
    if edition.has_illustrative:
        profile["website"]["announcement"] = {
            "content": f"{words('shell.banner')} [{words('shell.banner_link')}](/{language}/sources.qmd)",
            "type": "warning",
            "dismissable": False,
            "position": "below-navbar",
        }
    profile["website"] = _with_pages_that_stay(profile["website"], language, frozenset(rendered))
    profile["format"] = {"planbook-html": {"include-after-body": f"_words-{language}.html"}}
    return {**profile, **page_metadata(words)}


def _with_pages_that_stay(value: Any, language: str, rendered: frozenset[str]) -> Any:
    """`value` with the addresses of pages that are not made now, but stand in the edition, as those of made pages.

    Quarto leaves the address of a source that it does not render as it is, and warns.
    """
    if isinstance(value, dict):
        return {key: _with_pages_that_stay(part, language, rendered) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_pages_that_stay(part, language, rendered) for part in value]
    if not isinstance(value, str):
        return value
    sources = re.compile(rf"(?P<address>\b{language}/(?P<page>[\w/-]+))\.qmd\b")
    return sources.sub(lambda found: found[0] if found["page"] in rendered else f"{found['address']}.html", value)


def _tree(frame: EditionFrame) -> tuple[NavigationItem, ...]:
    return frame.site_map.tree("", f"{frame.words.language}/")


def _entry(item: NavigationItem) -> dict[str, Any]:
    href = item.href.removesuffix(".html") + ".qmd"
    if not item.children:
        return {"text": item.title, "href": href}
    return {"section": item.title, "href": href, "contents": [_entry(child) for child in item.children]}


def _languages(frame: EditionFrame) -> dict[str, Any]:
    here = frame.words.language
    menu = [
        {"text": OWN_NAMES[language], "href": f"{language}/index.{'qmd' if language == here else 'html'}"}
        for language in LANGUAGES
        if frame.pages.get(language)
    ]
    return {"text": OWN_NAMES[here], "menu": menu}


def _years(frame: EditionFrame) -> dict[str, Any]:
    language = frame.words.language
    menu = [{"text": frame.edition.name, "href": f"{language}/index.qmd"}]
    for year, pages in sorted(frame.other_years.items(), reverse=True):
        if "index" in pages.get(language, ()):
            menu.append({"text": year, "href": f"{EDITIONS}/{year}/{language}/index.html"})
    return {"text": frame.edition.name, "menu": menu}


def _colophon(frame: EditionFrame) -> str:
    words, edition = frame.words, frame.edition
    number = f" · {edition.document_number}" if edition.document_number else ""
    return f"{edition.plan_title}{number} · {edition.title} · {words('shell.cut_off')} {edition.cut_off}"


def _links(frame: EditionFrame) -> list[dict[str, str]]:
    words, language = frame.words, frame.words.language
    pages = frame.pages.get(language, frozenset())
    links = [
        {"text": words(f"shell.{name}"), "href": f"{language}/{name}.qmd"}
        for name in ("methods", "sources", "glossary")
        if name in pages
    ]
    return [
        *links,
        {"text": words("shell.site_map"), "href": f"{language}/sitemap.qmd"},
        {"text": words("shell.data"), "href": "data/index.html"},
        {"text": words("shell.editions"), "href": f"{EDITIONS}/index.html"},
    ]


def _yaml(value: Mapping[str, object]) -> str:
    return yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=118)
