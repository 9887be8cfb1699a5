"""The frame of the pages and its assets: one palette, nothing from other hosts, nothing untranslated."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from planbook.looks import DARK, ILLUSTRATIVE_MARK, LIGHT, OUTLOOKS, VERDICTS, every_look
from planbook.model import OutlookVerdict, PaceVerdict
from planbook.paths import find_project
from planbook.present.scripts import json_in_script
from planbook.present.words import load_words
from planbook.publish.shell import shell_environment
from planbook.publish.tokens import looks_css

SOURCES = find_project().site_sources
STYLE = (SOURCES / "assets" / "site.css").read_text(encoding="utf-8")
LOOKS = looks_css()
SCRIPT = (SOURCES / "assets" / "site.js").read_text(encoding="utf-8")
HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en"}


def roles(declarations: str) -> dict[str, str]:
    """The colours that a block of a style sheet gives to roles."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", declarations))


def blocks(selector: str) -> list[str]:
    """The declarations of each rule that begins with exactly `selector`."""
    return re.findall(rf"(?m)^\s*{re.escape(selector)} \{{([^}}]*)\}}", LOOKS)


def make_context(language: str = "zh", **changes) -> dict[str, object]:
    """What the publisher hands to page.html.j2 for indicator 3's page."""
    context = {
        "lang": language,
        "html_lang": HTML_LANGUAGES[language],
        "page": {"id": "indicators/i03", "title": "养老床位总数", "description": "8,439 → 9,365", "kind": "indicator"},
        "edition": {
            "year": 2023,
            "name": "2023",
            "title": "2023年中期评估",
            "kind": "mid_term",
            "document_number": "沪崇府办发〔2021〕15号",
            "plan_title": "崇明区民政事业发展“十四五”规划",
            "cut_off": "2023年12月31日",
            "has_illustrative": True,
        },
        "root": "../../",
        "site_root": "../../../",
        "language_links": [
            {"lang": "zh", "label": "中文", "href": "../../zh/indicators/i03.html", "current": language == "zh"},
            {"lang": "en", "label": "English", "href": "../../en/indicators/i03.html", "current": language == "en"},
        ],
        "year_links": [
            {"year": 2022, "href": "../../../2022/zh/indicators/i03.html", "current": False},
            {"year": 2023, "href": "", "current": True},
        ],
        "nav": [
            {"title": "摘要", "href": "../index.html", "current": False, "children": []},
            {
                "title": "主要指标",
                "href": "../03-indicators.html",
                "current": False,
                "children": [
                    {"title": "养老床位总数", "href": "i03.html", "current": True, "children": []},
                ],
            },
        ],
        "toc": Markup('<ul><li><a href="#values">数值</a></li></ul>'),
        "body": Markup("<p>正文</p>"),
        "previous": None,
        "next": {"title": "护理型床位占比", "href": "i04.html"},
        "words": load_words(language),
        "banner": True,
        "citation": "崇明区民政事业发展“十四五”规划",
        "json_ld": None,
    }
    return {**context, **changes}


def render(template: str = "page.html.j2", **context) -> str:
    environment = shell_environment(SOURCES / "shell")
    return environment.get_template(template).render(**context)


class Elements(HTMLParser):
    """Every start tag with its attributes, in order."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [
            found
            for name, found in self.found
            if name == tag and all(found.get(key) == value for key, value in attributes.items())
        ]


def test_the_style_sheet_has_the_palette_light_dark_by_choice_and_dark_by_system():
    assert roles(blocks(":root")[0]) == LIGHT
    assert roles(blocks(':root[data-theme="dark"]')[0]) == DARK
    assert roles(blocks(':root:not([data-theme="light"])')[0]) == DARK


def test_a_page_hands_the_script_the_light_palette_that_chart_models_are_written_in():
    written = re.search(r'id="planbook-colours">(.*?)</script>', render(**make_context()))[1]
    assert json.loads(written) == LIGHT


def test_no_source_of_the_site_or_the_report_holds_a_colour_or_a_mark_of_the_looks():
    folders = [SOURCES / "assets", SOURCES / "shell", find_project().extension]
    sources = [path for folder in folders for path in folder.rglob("*.*")]
    texts = {path: path.read_text(encoding="utf-8") for path in sources if path.suffix not in (".svg", ".png", ".ico")}
    assert len(texts) > 15
    looks = [value.lstrip("#") for palette in (LIGHT, DARK) for value in palette.values()]
    looks += [name for look in every_look() for name in (look.css, look.mark) if name not in ("→", "–")]
    looks.append(ILLUSTRATIVE_MARK)
    found = [(path.name, look) for path, text in texts.items() for look in looks if look in text.lower()]
    assert found == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_browser_bar_takes_the_colour_of_the_paper(language):
    shown = {
        found["media"]: found["content"]
        for found in Elements(render(**make_context(language))).named("meta", name="theme-color")
    }
    assert shown == {
        "(prefers-color-scheme: light)": LIGHT["paper"],
        "(prefers-color-scheme: dark)": DARK["paper"],
    }


def test_the_page_for_missing_addresses_has_the_palette_too():
    words = {f"words_{language}": load_words(language) for language in ("zh", "en")}
    light, dark = re.findall(r":root \{([^}]*)\}", render("404.html.j2", **words))
    assert (roles(light), roles(dark)) == (LIGHT, DARK)


def policy_of(html):
    return Elements(html).named("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]


def test_the_policy_refuses_every_script_and_style_that_stands_in_a_page_and_none_does():
    html = render(**make_context())
    policy = policy_of(html)
    assert "default-src 'none'" in policy and "http" not in policy
    assert "unsafe-inline" not in policy and "sha256" not in policy and "'unsafe-eval'" not in policy
    found = re.findall(r"<script(?![^>]*(?:src=|type=\"application/(?:json|ld\+json)\"))[^>]*>", html)
    assert found == [] and "<style" not in html and not re.search(r"<[^>]*\s(?:style|on[a-z]+)=", html)


@pytest.mark.parametrize("name", ["404.html.j2"])
def test_a_page_without_other_files_is_known_by_the_hashes_of_its_script_and_style(name):
    words = {f"words_{language}": load_words(language) for language in ("zh", "en")}
    html = render(name, **words)
    policy = policy_of(html)
    for kind, pattern in (("script-src", r"<script>(.*?)</script>"), ("style-src", r"<style>(.*?)</style>")):
        [content] = re.findall(pattern, html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_asks_nothing_of_another_host(language):
    for tag, attributes in Elements(render(**make_context(language))).found:
        for name in ("src", "href", "action", "poster", "data"):
            address = attributes.get(name) or ""
            assert not re.match(r"(?i)(?:[a-z][a-z0-9+.-]*:)?//|/", address), f"<{tag} {name}={address}>"
    assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", STYLE)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_names_its_language_and_marks_where_the_reader_is(language):
    page = Elements(render(**make_context(language)))
    assert page.named("html")[0]["lang"] == HTML_LANGUAGES[language]
    current = [found for found in page.named("a", **{"aria-current": "true"}) if found.get("hreflang")]
    assert [found["lang"] for found in current] == [HTML_LANGUAGES[language]]
    # the list of chapters stands twice: in the menu of phones and beside the text
    assert [found["href"] for found in page.named("a", **{"aria-current": "page"})] == ["i03.html", "i03.html"]
    assert sum("open" in found for found in page.named("details")) == 2  # and is open at the page


def test_the_first_thing_on_a_page_leads_to_its_text():
    page = Elements(render(**make_context()))
    assert page.named("a")[0]["href"] == "#content"
    assert len(page.named("main", id="content")) == 1
    assert len(page.named("h1")) == 1


def test_a_text_with_its_own_title_gets_no_second_one():
    page = Elements(render(**make_context(body=Markup("<h1>标题</h1>"))))
    assert len(page.named("h1")) == 1


def test_search_reads_the_text_and_not_the_frame():
    page = Elements(render(**make_context()))
    article = page.named("article")[0]
    assert "data-pagefind-body" in article
    assert article["data-pagefind-filter"] == "kind:indicator"


def test_the_banner_stands_on_pages_of_an_edition_with_illustrative_figures_only():
    assert 'class="banner"' in render(**make_context(banner=True))
    assert 'class="banner"' not in render(**make_context(banner=False))


def test_structured_data_cannot_end_its_script():
    html = render(**make_context(json_ld=json_in_script({"name": "<!--<script></script><b>"})))
    assert "<!--<script>" not in html and "</script><b>" not in html
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    assert json.loads(found) == {"name": "<!--<script></script><b>"}


def test_titles_and_descriptions_are_escaped():
    html = render(**make_context(page={"id": "a", "title": '<b> & "x"', "description": '"<', "kind": "chapter"}))
    assert "<title>&lt;b&gt; &amp; &#34;x&#34; · 2023年中期评估</title>" in html
    assert '<meta name="description" content="&#34;&lt;">' in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_of_the_script_are_all_there(language):
    html = render(**make_context(language))
    handed = set(re.findall(r'"(\w+)": "', re.search(r'id="planbook-words">(.*?)</script>', html, re.DOTALL)[1]))
    used = set(re.findall(r"\bwords\.(\w+)", SCRIPT))
    assert used <= handed, used - handed
    assert handed <= used, f"handed over and never used: {handed - used}"


def test_the_list_of_editions_says_everything_in_both_languages():
    words = {language: load_words(language) for language in ("zh", "en")}
    edition = {
        "year": 2023,
        "name": "2023",
        "title": {"zh": "2023年中期评估", "en": "2023 mid-term evaluation"},
        "cut_off": {"zh": "2023年12月31日", "en": "31 December 2023"},
        "has_illustrative": True,
        "pages": {"zh": "2023/zh/index.html", "en": None},
        "counts": [
            {
                "look": VERDICTS[PaceVerdict.ON_PACE],
                "number": 7,
                "label": {"zh": "基本符合预期", "en": "broadly on track"},
            }
        ],
        "headline": {"zh": "三项滞后。", "en": "Three lagged."},
        "outlooks": [
            {"look": OUTLOOKS[OutlookVerdict.UNLIKELY], "number": 6, "label": {"zh": "难以完成", "en": "unlikely"}}
        ],
        "downloads": [{"href": "2023/report-zh.pdf", "title": {"zh": "报告", "en": "Report"}}],
    }
    html = render(
        "editions.html.j2",
        **make_context(
            root="2023/",
            site_root="",
            assets="2023/assets/",
            words_zh=words["zh"],
            words_en=words["en"],
            plan={"title": {"zh": "规划", "en": "The plan"}, "document_number": ""},
            editions=[edition],
            language_links=[],
            year_links=[],
            page={"id": "index", "title": "规划", "description": "", "kind": "editions"},
        ),
    )
    page = Elements(html)
    styles = [found["href"] for found in page.named("link", rel="stylesheet")]
    assert styles == ["2023/assets/looks.css", "2023/assets/site.css"]
    read = [found["href"] for found in page.named("a", **{"class": "read"})]
    assert read == ["2023/zh/index.html"]  # English was not built: no link to it
    assert "verdict-on-pace" in html and "2023 mid-term evaluation" in html
    assert html.index("Three lagged.") < html.index("verdict-on-pace") < html.index("outlook-unlikely")


def test_style_and_script_leave_room_for_the_page_in_the_first_view():
    compressed = sum(len(gzip.compress(text.encode(), mtime=0)) for text in (STYLE, SCRIPT))
    assert compressed < 25 * 1024  # of the 250 KB that a page's first view may weigh
